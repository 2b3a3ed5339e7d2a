"""The blocks of a document or a cell in order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from sdconvert.formats.docx.write.blocks import (
    write_heading,
    write_list_item,
    write_page_break,
    write_paragraph,
    write_picture,
    write_separator,
)
from sdconvert.formats.docx.write.captions import is_caption_below
from sdconvert.formats.docx.write.context import Context
from sdconvert.formats.docx.write.directories import write_directory
from sdconvert.formats.docx.write.inlines import ContentWriter
from sdconvert.formats.docx.write.markup import AFTER_TABLE, IN_CELL, PLAIN_SPOT, Spot
from sdconvert.formats.docx.write.tables import write_table
from sdconvert.ledger import Kind
from sdconvert.model.blocks import Directory, Heading, ListItem, PageBreak, Paragraph, Picture
from sdconvert.model.document import Block
from sdconvert.model.tables import Table

_SPOT_IN_CELL = Spot(spacing=IN_CELL)
_BEGINNERS = (Heading, Paragraph, ListItem, Picture)


class BodyWriter:
    """Writes blocks one after the other; what stands beside a block can decide how it is written."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def body(self, blocks: tuple[Block, ...]) -> str:
        """The content of `w:body` before its section: it does not end in a table, as Word wants it."""
        inlines = ContentWriter(self._context, self._context.relations)
        content = "".join(self._pieces(inlines, blocks, True))
        return content + write_separator(self._context) if content.endswith("</w:tbl>") else content

    def cell(self, inlines: ContentWriter, blocks: tuple[Block, ...]) -> str:
        """The content of a table cell."""
        return "".join(self._pieces(inlines, blocks, False))

    def _pieces(self, inlines: ContentWriter, blocks: tuple[Block, ...], is_body: bool) -> Iterator[str]:
        context = self._context
        starts_page = False
        before: Block | None = None
        ends_in_table = False
        usual = PLAIN_SPOT if is_body else _SPOT_IN_CELL
        for block, following in zip(blocks, (*blocks[1:], None), strict=False):
            spot = _spot(starts_page, ends_in_table) if is_body and (starts_page or ends_in_table) else usual
            if type(block) is Paragraph:
                context.lists.interrupt()
                yield write_paragraph(context, inlines, block, spot)
                starts_page = ends_in_table = False
            elif isinstance(block, PageBreak) and is_body and _can_start_page(before, following):
                context.report.keep({Kind.PAGE_BREAKS: 1})
                starts_page = True
            else:
                is_below = isinstance(block, Table) and is_caption_below(before, block, following)
                piece = self._write(inlines, block, spot, is_below)
                if ends_in_table and piece.startswith("<w:tbl>"):
                    yield write_separator(context)
                yield piece
                ends_in_table = piece.endswith("</w:tbl>") if piece else ends_in_table
                starts_page = False
            before = block

    def _write(self, inlines: ContentWriter, block: Block, spot: Spot, is_below: bool) -> str:
        context = self._context
        if not isinstance(block, ListItem):
            context.lists.interrupt()
        match block:
            case Paragraph():
                return write_paragraph(context, inlines, block, spot)
            case Heading():
                return write_heading(context, inlines, block, spot)
            case ListItem():
                return write_list_item(context, inlines, block, spot)
            case Picture():
                return write_picture(context, inlines, block, spot)
            case Table():
                return write_table(context, inlines, block, self.cell, is_below)
            case PageBreak():
                return write_page_break(context, block)
            case Directory():
                return write_directory(context, block)
            case _:
                assert_never(block)


def _spot(starts_page: bool, follows_table: bool) -> Spot:
    return Spot(starts_page, AFTER_TABLE if follows_table else "")


def _can_start_page(before: Block | None, following: Block | None) -> bool:
    """Whether a page break can be a property of the next paragraph: at the beginning, and after another one, it would
    not be seen."""
    return before is not None and not isinstance(before, PageBreak) and isinstance(following, _BEGINNERS)
