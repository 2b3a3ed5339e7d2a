"""Pages that our own writer did not make."""

from __future__ import annotations

from collections.abc import Mapping

from sdconvert.findings import Severity, declare
from sdconvert.formats.html.read.css import is_hidden
from sdconvert.formats.html.read.elements import readable_text
from sdconvert.formats.html.read.flow import Flow, PageKind
from sdconvert.formats.html.read.formatting import read_unknown
from sdconvert.formats.html.read.inherited import Inherited, TextFormat
from sdconvert.formats.html.read.links import PageLinks, find_links
from sdconvert.formats.html.read.metadata import read_metadata
from sdconvert.formats.html.read.readers import READERS
from sdconvert.formats.html.read.reading import Reading
from sdconvert.model.document import Block, Document
from sdconvert.xmlio import Element

HIDDEN = declare(
    "HTML-R022",
    Severity.WARNING,
    "Text that the page hides is left out: “{text}”.",
    hint="Take the hiding away if the text should be read.",
    why="What a reader of the page does not see is not part of the document.",
)
EVENT = declare(
    "HTML-R024",
    Severity.INFO,
    "{count} element(s) have event attributes such as {name}; these are left out.",
    why="Scripts are never carried.",
)


class ForeignPage(PageKind):
    """Any page: its white space is that of HTML, its notes are links that lead back, and it can hide what it holds."""

    keeps_white_space = False

    def find_links(self, root: Element) -> PageLinks:
        return find_links(root)

    def read_element(self, flow: Flow, element: Element, inherited: Inherited) -> None:
        """Loses: HTML-R022, HTML-R024, HTML-R025."""
        reading = flow.reading
        if reading.links.is_apart(element):
            return
        reading.note_id(element)
        _tally_events(reading, element)
        if is_hidden(element):
            reading.drop_text(HIDDEN, element, readable_text(element))
        else:
            READERS.get(str(element.tag), read_unknown)(flow, element, inherited)

    def read_text(self, flow: Flow, element: Element, text_format: TextFormat) -> tuple[Block, ...]:
        return flow.read_apart(element, text_format)

    def asset_name(self, image: Element, address: str) -> str:
        return ""

    def make_document(self, root: Element, blocks: tuple[Block, ...], assets: Mapping[str, bytes]) -> Document:
        return Document(blocks, read_metadata(root), assets)


def _tally_events(reading: Reading, element: Element) -> None:
    for name in map(str, element.attrib):
        if name.startswith("on"):
            reading.tally(EVENT, None, element, name=name)
            return
