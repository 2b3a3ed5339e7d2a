"""Navigation: tables of contents, and links to other pages."""

from __future__ import annotations

from sdconvert.findings import Severity, declare
from sdconvert.formats.html.read.blocks import read_container
from sdconvert.formats.html.read.elements import classes, shorten, text_in
from sdconvert.formats.html.read.flow import Flow
from sdconvert.formats.html.read.inherited import Inherited
from sdconvert.formats.html.read.readers import reads
from sdconvert.ledger import Kind
from sdconvert.model.blocks import Directory, DirectoryKind
from sdconvert.xmlio import Element

DIRECTORY_MADE_ANEW = declare(
    "HTML-R027",
    Severity.INFO,
    "A table of contents became a directory that is made anew: “{text}”.",
    why="The entries of a directory are computed from the headings.",
)

_CONTENTS_NAMES = frozenset({"toc", "table-of-contents", "contents"})


@reads("nav")
def read_navigation(flow: Flow, element: Element, inherited: Inherited) -> None:
    """A table of contents becomes a directory; other links are kept. Loses: HTML-R027."""
    if not _is_contents(element):
        read_container(flow, element, inherited)
        return
    reading = flow.reading
    text = " ".join(text_in(element).split())
    counts = {Kind.CHARACTERS: len(text)}
    reading.report.read({Kind.DIRECTORIES: 1, **counts})
    reading.report.drop(DIRECTORY_MADE_ANEW, counts, reading.at(element), text=shorten(text))
    flow.add_block(Directory(DirectoryKind.CONTENT, reading.take_id(), reading.at()))


def _is_contents(element: Element) -> bool:
    names = {name.lower() for name in classes(element)} | {element.get("id", "").lower()}
    return element.get("role") == "doc-toc" or bool(names & _CONTENTS_NAMES)
