"""Blocks with what they hold replaced."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import assert_never

from sdconvert.model.blocks import Directory, Heading, ListItem, PageBreak, Paragraph, Picture
from sdconvert.model.document import Block
from sdconvert.model.inlines import CrossReference, Inline, Note, Sidenote
from sdconvert.model.tables import Cell, Row, Table


def retarget(blocks: tuple[Block, ...], aliases: Mapping[str, str]) -> tuple[Block, ...]:
    """The blocks with each reference to an alias leading to the id that the alias stands for, in notes too."""
    others = {alias: id for alias, id in aliases.items() if alias != id}
    return tuple([_retarget_block(block, others) for block in blocks]) if others else blocks


def _retarget_block(block: Block, aliases: Mapping[str, str]) -> Block:
    match block:
        case Heading() | Paragraph() | ListItem():
            return replace(block, content=_retarget_content(block.content, aliases))
        case Picture():
            return replace(block, caption=_retarget_content(block.caption, aliases))
        case Table():
            rows = tuple([_retarget_row(row, aliases) for row in block.rows])
            return replace(block, rows=rows, caption=_retarget_content(block.caption, aliases))
        case PageBreak() | Directory():
            return block
        case _:
            assert_never(block)


def _retarget_row(row: Row, aliases: Mapping[str, str]) -> Row:
    return replace(row, cells=tuple([_retarget_cell(cell, aliases) for cell in row.cells]))


def _retarget_cell(cell: Cell, aliases: Mapping[str, str]) -> Cell:
    return replace(cell, content=retarget(cell.content, aliases))


def _retarget_content(content: tuple[Inline, ...], aliases: Mapping[str, str]) -> tuple[Inline, ...]:
    return tuple([_retarget_inline(node, aliases) for node in content])


def _retarget_inline(node: Inline, aliases: Mapping[str, str]) -> Inline:
    match node:
        case CrossReference():
            return replace(node, target=aliases.get(node.target, node.target))
        case Note():
            return replace(node, paragraphs=tuple([_retarget_content(each, aliases) for each in node.paragraphs]))
        case Sidenote():
            return replace(node, content=_retarget_content(node.content, aliases))
        case _:
            return node
