"""Pages of our own writer, which read back as the documents that they were made from."""

from __future__ import annotations

from collections.abc import Mapping

from sdconvert.formats.html.names import DATA_ASSET, IMAGE_FOLDER
from sdconvert.formats.html.read.flow import Flow, PageKind
from sdconvert.formats.html.read.formatting import read_unknown
from sdconvert.formats.html.read.inherited import Inherited, TextFormat
from sdconvert.formats.html.read.links import PageLinks, find_elements
from sdconvert.formats.html.read.own.metadata import read_index, read_own_metadata, read_own_styles
from sdconvert.formats.html.read.readers import OWN_READERS, READERS
from sdconvert.model.blocks import Paragraph
from sdconvert.model.document import Block, Document
from sdconvert.xmlio import Element


class OwnPage(PageKind):
    """A page of our own: white space in its blocks is text, its elements say what they stand for, it hides nothing."""

    keeps_white_space = True

    def find_links(self, root: Element) -> PageLinks:
        return PageLinks(find_elements(root))

    def read_element(self, flow: Flow, element: Element, inherited: Inherited) -> None:
        """Loses: HTML-R025."""
        tag = str(element.tag)
        read = OWN_READERS.get(tag) or READERS.get(tag, read_unknown)
        read(flow, element, inherited)

    def read_text(self, flow: Flow, element: Element, text_format: TextFormat) -> tuple[Block, ...]:
        inner = Flow(flow.reading, self)
        inner.open(lambda content, *_: Paragraph(content), is_kept_empty=True)
        return inner.read(element, Inherited(text=text_format).with_white_space())

    def asset_name(self, image: Element, address: str) -> str:
        return image.get(DATA_ASSET) or address.removeprefix(IMAGE_FOLDER) * address.startswith(IMAGE_FOLDER)

    def make_document(self, root: Element, blocks: tuple[Block, ...], assets: Mapping[str, bytes]) -> Document:
        return Document(blocks, read_own_metadata(root), assets, read_index(root), read_own_styles(root))
