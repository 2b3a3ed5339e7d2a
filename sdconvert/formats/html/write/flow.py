"""Blocks one after the other: the content of a document, and that of a table cell."""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_never

from sdconvert.formats.html.write.blocks import (
    write_directory,
    write_heading,
    write_page_break,
    write_paragraph,
    write_picture,
)
from sdconvert.formats.html.write.context import Context
from sdconvert.formats.html.write.lists import OpenLists, write_item
from sdconvert.formats.html.write.notes import write_asides
from sdconvert.formats.html.write.tables import write_table
from sdconvert.model.blocks import Directory, Heading, ListItem, PageBreak, Paragraph, Picture
from sdconvert.model.document import Block
from sdconvert.model.tables import Table


def write_flow(context: Context, blocks: Iterable[Block]) -> None:
    """Write blocks, each followed by the sidenotes that it refers to."""
    lists: OpenLists | None = None
    previous: Block | None = None
    for block in blocks:
        if isinstance(block, ListItem):
            lists = lists or OpenLists(context.out)
            write_item(context, lists, block)
        else:
            if lists is not None:
                lists.close()
            if type(block) is Paragraph:
                write_paragraph(context, block)
            else:
                _write_block(context, block, previous)
        previous = block
        if context.asides:
            write_asides(context)
    if lists is not None:
        lists.close()


def _write_block(
    context: Context, block: Heading | Paragraph | Picture | Table | PageBreak | Directory, previous: Block | None
) -> None:
    match block:
        case Paragraph():
            write_paragraph(context, block)
        case Heading():
            write_heading(context, block)
        case Picture():
            write_picture(context, block)
        case Table():
            write_table(context, block, write_flow)
        case PageBreak():
            write_page_break(context, block)
        case Directory():
            write_directory(context, block, previous)
        case _:
            assert_never(block)
