"""Blocks with what they hold replaced."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from operator import is_
from typing import assert_never

from sdconvert.findings import Location
from sdconvert.frozen import replace
from sdconvert.model.blocks import Directory, Heading, ListItem, PageBreak, Paragraph, Picture
from sdconvert.model.document import Block
from sdconvert.model.inlines import CrossReference, Inline, Note, Run, Sidenote
from sdconvert.model.tables import Cell, Row, Table

_ONLY_RUNS: frozenset[type] = frozenset((Run,))

RewriteBlock = Callable[[Block], Block]
RewriteInline = Callable[[Inline, Location | None], tuple[Inline, ...]]
RewriteContent = Callable[[tuple[Inline, ...], Location | None], tuple[Inline, ...]]


def retarget(blocks: tuple[Block, ...], aliases: Mapping[str, str]) -> tuple[Block, ...]:
    """The blocks with each reference to an alias leading to the id that the alias stands for, in notes too."""
    others = {alias: id for alias, id in aliases.items() if alias != id}

    def lead_elsewhere(node: Inline, _: Location | None) -> tuple[Inline, ...]:
        return (
            (replace(node, target=others.get(node.target, node.target)),)
            if isinstance(node, CrossReference)
            else (node,)
        )

    return rewrite_inlines(blocks, lead_elsewhere) if others else blocks


def rewrite_blocks(
    blocks: tuple[Block, ...], rewrite: RewriteBlock, *, tables_first: bool = False
) -> tuple[Block, ...]:
    """The blocks as `rewrite` gives each of them, those in table cells too: before the table that holds them, or with
    `tables_first` after it."""
    inside = partial(rewrite_blocks, rewrite=rewrite, tables_first=tables_first)

    def rewrite_table(table: Table) -> Block:
        if not tables_first:
            return rewrite(_with_cells(table, inside))
        new = rewrite(table)
        return _with_cells(new, inside) if isinstance(new, Table) else new

    return tuple([rewrite_table(block) if isinstance(block, Table) else rewrite(block) for block in blocks])


def rewrite_inlines(blocks: tuple[Block, ...], rewrite: RewriteInline) -> tuple[Block, ...]:
    """The blocks with what `rewrite` gives in the place of each inline node, in notes and captions too. It is given the
    place of the block; what it gives for a note is not looked into. Runs are not asked about."""
    rewrite_content = partial(_rewrite_content, rewrite)
    return tuple([_rewrite_in_block(block, rewrite_content) for block in blocks])


def rewrite_notes(
    blocks: tuple[Block, ...], rewrite: Callable[[Note, Location | None], Note | Sidenote]
) -> tuple[Block, ...]:
    """The blocks with what `rewrite` gives in the place of each footnote and endnote."""

    def rewrite_content(content: tuple[Inline, ...], at: Location | None) -> tuple[Inline, ...]:
        if Note not in map(type, content):
            return content
        return tuple([rewrite(node, at) if isinstance(node, Note) else node for node in content])

    return tuple([_rewrite_in_block(block, rewrite_content) for block in blocks])


def _with_cells(table: Table, rewrite: Callable[[tuple[Block, ...]], tuple[Block, ...]]) -> Table:
    def rewrite_cell(cell: Cell) -> Cell:
        content = rewrite(cell.content)
        return cell if _are_same(content, cell.content) else replace(cell, content=content)

    def rewrite_row(row: Row) -> Row:
        cells = tuple(map(rewrite_cell, row.cells))
        return row if _are_same(cells, row.cells) else replace(row, cells=cells)

    rows = tuple(map(rewrite_row, table.rows))
    return table if _are_same(rows, table.rows) else replace(table, rows=rows)


def _are_same(new: Sequence[object], old: Sequence[object]) -> bool:
    """Whether nothing was replaced, so that what holds these can stay as it is."""
    return len(new) == len(old) and all(map(is_, new, old))


def _rewrite_in_block(block: Block, rewrite: RewriteContent) -> Block:
    match block:
        case Paragraph() | Heading() | ListItem():
            content = rewrite(block.content, block.at)
            return block if content is block.content else replace(block, content=content)
        case Picture():
            caption = rewrite(block.caption, block.at)
            return block if caption is block.caption else replace(block, caption=caption)
        case Table():
            whole = _with_cells(block, lambda blocks: tuple([_rewrite_in_block(each, rewrite) for each in blocks]))
            caption = rewrite(block.caption, block.at)
            return whole if caption is block.caption else replace(whole, caption=caption)
        case PageBreak() | Directory():
            return block
        case _:
            assert_never(block)


def _rewrite_content(rewrite: RewriteInline, content: tuple[Inline, ...], at: Location | None) -> tuple[Inline, ...]:
    if _ONLY_RUNS.issuperset(map(type, content)):
        return content
    return tuple([new for node in content for new in _rewrite_inline(node, rewrite, at)])


def _rewrite_inline(node: Inline, rewrite: RewriteInline, at: Location | None) -> tuple[Inline, ...]:
    match node:
        case Run():
            return (node,)
        case Note():
            return (replace(node, paragraphs=tuple([_rewrite_content(rewrite, each, at) for each in node.paragraphs])),)
        case Sidenote():
            return (replace(node, content=_rewrite_content(rewrite, node.content, at)),)
        case _:
            return rewrite(node, at)
