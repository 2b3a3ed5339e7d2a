"""References to places of a page become references to the blocks that stand there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import assert_never

from sdconvert.model.blocks import Directory, Heading, ListItem, PageBreak, Paragraph, Picture
from sdconvert.model.document import Block
from sdconvert.model.inlines import CrossReference, Inline, Note
from sdconvert.model.tables import Cell, Row, Table


def resolve(blocks: tuple[Block, ...], aliases: Mapping[str, str]) -> tuple[Block, ...]:
    """The blocks with each reference leading to the id of a block instead of one of its other names."""
    others = {alias: name for alias, name in aliases.items() if alias != name}
    return tuple([_block(block, others) for block in blocks]) if others else blocks


def _block(block: Block, aliases: Mapping[str, str]) -> Block:
    match block:
        case Heading() | Paragraph() | ListItem():
            return replace(block, content=_inlines(block.content, aliases))
        case Picture():
            return replace(block, caption=_inlines(block.caption, aliases))
        case Table():
            rows = tuple([_row(row, aliases) for row in block.rows])
            return replace(block, rows=rows, caption=_inlines(block.caption, aliases))
        case PageBreak() | Directory():
            return block
        case _:
            assert_never(block)


def _row(row: Row, aliases: Mapping[str, str]) -> Row:
    return replace(row, cells=tuple([_cell(cell, aliases) for cell in row.cells]))


def _cell(cell: Cell, aliases: Mapping[str, str]) -> Cell:
    return replace(cell, content=resolve(cell.content, aliases))


def _inlines(content: tuple[Inline, ...], aliases: Mapping[str, str]) -> tuple[Inline, ...]:
    return tuple([_inline(node, aliases) for node in content])


def _inline(node: Inline, aliases: Mapping[str, str]) -> Inline:
    match node:
        case CrossReference():
            return replace(node, target=aliases.get(node.target, node.target))
        case Note():
            return replace(node, paragraphs=tuple([_inlines(content, aliases) for content in node.paragraphs]))
        case _:
            return node
