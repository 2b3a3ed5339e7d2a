"""What an element has from the elements around it: the format of the blocks in it, and that of its text."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from sdconvert.findings import Location
from sdconvert.formats.html.read.item_numbers import ItemMark
from sdconvert.frozen import dataclass
from sdconvert.model.blocks import Alignment, Paragraph
from sdconvert.model.inlines import NO_MARKS, Inline, Mark
from sdconvert.xmlio import Element

_NO_MARKS_OF_ITEMS: Mapping[Element, ItemMark] = MappingProxyType({})


class OpenList(NamedTuple):
    """The list around an item; `level` counts from 0, -1 stands for none. `marks` are those of its items."""

    list_id: str = ""
    is_ordered: bool = False
    level: int = -1
    marks: Mapping[Element, ItemMark] = _NO_MARKS_OF_ITEMS


class BlockFormat(NamedTuple):
    """Alignment, indent and style of blocks, and the list that they stand in."""

    alignment: Alignment = Alignment.LEFT
    indent: int = 0
    open_list: OpenList = OpenList()
    style: str = ""

    def make_paragraph(self, content: tuple[Inline, ...], block_id: str, at: Location, label: str = "") -> Paragraph:
        """A paragraph that says no more than what is around it. In a list it is indented as far as the items are."""
        indent = self.indent + self.open_list.level + 1
        return Paragraph(content, indent, self.alignment, style=self.style, label=label, id=block_id, at=at)


@dataclass(eq=False, slots=True)
class OpenLink:
    """The link around a text. `is_used` tells whether any text stands in it."""

    href: str
    is_used: bool = False


class TextFormat(NamedTuple):
    """Marks and style of text, and the link that it stands in. `is_verbatim`: white space is kept; `has_lines`: new
    lines of the source are line breaks."""

    marks: frozenset[Mark] = NO_MARKS
    style: str = ""
    link: OpenLink | None = None
    is_verbatim: bool = False
    has_lines: bool = False


PLAIN_TEXT = TextFormat()


class Inherited(NamedTuple):
    """Both formats."""

    block: BlockFormat = BlockFormat()
    text: TextFormat = PLAIN_TEXT

    def with_alignment(self, alignment: Alignment) -> Inherited:
        return Inherited(self.block._replace(alignment=alignment), self.text)

    def with_more_indent(self) -> Inherited:
        return Inherited(self.block._replace(indent=self.block.indent + 1), self.text)

    def with_list(self, open_list: OpenList) -> Inherited:
        return Inherited(self.block._replace(open_list=open_list), self.text)

    def with_text(self, text: TextFormat) -> Inherited:
        return Inherited(self.block, text)

    def with_white_space(self) -> Inherited:
        """The same for text whose white space is kept."""
        return Inherited(self.block, self.text._replace(is_verbatim=True))
