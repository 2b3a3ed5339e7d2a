"""Blocks with what they hold replaced."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from operator import is_
from typing import TypeVar, assert_never, get_args

from sdconvert.findings import Location
from sdconvert.frozen import replace
from sdconvert.model.blocks import Directory, Heading, ListItem, PageBreak, Paragraph, Picture
from sdconvert.model.document import Block
from sdconvert.model.inlines import CrossReference, Inline, Note, Run, Sidenote
from sdconvert.model.tables import Cell, Row, Table

ALL_BUT_RUNS: frozenset[type] = frozenset(get_args(Inline)) - {Run}
_HOLDERS: frozenset[type] = frozenset((Note, Sidenote))
_NOTES: frozenset[type] = frozenset((Note,))
_REFERENCES: frozenset[type] = frozenset((CrossReference,))

Node = TypeVar("Node")
RewriteBlock = Callable[[Block], Block]
RewriteInline = Callable[[Inline, Location | None], tuple[Inline, ...]]
RewriteContent = Callable[[tuple[Inline, ...], Location | None], tuple[Inline, ...]]


def retarget(blocks: tuple[Block, ...], aliases: Mapping[str, str]) -> tuple[Block, ...]:
    """The blocks with each reference to an alias leading to the id that the alias stands for, in notes too."""
    others = {alias: id for alias, id in aliases.items() if alias != id}

    def lead_elsewhere(node: Inline, _: Location | None) -> tuple[Inline, ...]:
        if isinstance(node, CrossReference) and node.target in others:
            node = replace(node, target=others[node.target])
        return (node,)

    return rewrite_inlines(blocks, lead_elsewhere, _REFERENCES) if others else blocks


def rewrite_blocks(
    blocks: tuple[Block, ...], rewrite: RewriteBlock, *, tables_first: bool = False
) -> tuple[Block, ...]:
    """The blocks as `rewrite` gives each of them, those in table cells too: before the table that holds them, or with
    `tables_first` after it. They are the same tuple where each is the same."""

    def rewrite_table(table: Table) -> Block:
        if not tables_first:
            return rewrite(_with_cells(table, rewrite_all))
        new = rewrite(table)
        return _with_cells(new, rewrite_all) if isinstance(new, Table) else new

    def rewrite_all(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        return same_or(
            blocks, [rewrite_table(block) if isinstance(block, Table) else rewrite(block) for block in blocks]
        )

    return rewrite_all(blocks)


def rewrite_inlines(
    blocks: tuple[Block, ...], rewrite: RewriteInline, kinds: frozenset[type] = ALL_BUT_RUNS
) -> tuple[Block, ...]:
    """The blocks with what `rewrite` gives in the place of each inline node of these kinds, in notes and captions too.
    It is given the place of the block; notes are looked into and not asked about. What holds nothing else than before
    is the same object."""
    kinds = kinds | _HOLDERS
    return _rewrite_contents(blocks, partial(_rewrite_content, rewrite, kinds), kinds)


def rewrite_notes(
    blocks: tuple[Block, ...], rewrite: Callable[[Note, Location | None], Note | Sidenote]
) -> tuple[Block, ...]:
    """The blocks with what `rewrite` gives in the place of each footnote and endnote."""

    def rewrite_content(content: tuple[Inline, ...], at: Location | None) -> tuple[Inline, ...]:
        return same_or(content, [rewrite(node, at) if isinstance(node, Note) else node for node in content])

    return _rewrite_contents(blocks, rewrite_content, _NOTES)


def _with_cells(table: Table, rewrite: Callable[[tuple[Block, ...]], tuple[Block, ...]]) -> Table:
    def rewrite_cell(cell: Cell) -> Cell:
        content = rewrite(cell.content)
        return cell if content is cell.content else replace(cell, content=content)

    def rewrite_row(row: Row) -> Row:
        cells = same_or(row.cells, list(map(rewrite_cell, row.cells)))
        return row if cells is row.cells else replace(row, cells=cells)

    rows = same_or(table.rows, list(map(rewrite_row, table.rows)))
    return table if rows is table.rows else replace(table, rows=rows)


def same_or(old: tuple[Node, ...], new: list[Node]) -> tuple[Node, ...]:
    """What is new, or the old tuple where nothing was replaced, so that what holds it can stay as it is."""
    return old if len(new) == len(old) and all(map(is_, new, old)) else tuple(new)


def _rewrite_contents(blocks: tuple[Block, ...], rewrite: RewriteContent, kinds: frozenset[type]) -> tuple[Block, ...]:
    """The blocks with what `rewrite` gives in the place of content that has nodes of these kinds. Most has none."""
    return same_or(
        blocks,
        [
            block
            if isinstance(block, (Paragraph, ListItem, Heading)) and kinds.isdisjoint(map(type, block.content))
            else _rewrite_in_block(block, rewrite, kinds)
            for block in blocks
        ],
    )


def _rewrite_in_block(block: Block, rewrite: RewriteContent, kinds: frozenset[type]) -> Block:
    match block:
        case Paragraph() | Heading() | ListItem():
            content = rewrite(block.content, block.at)
            return block if content is block.content else replace(block, content=content)
        case Picture():
            caption = rewrite(block.caption, block.at)
            return block if caption is block.caption else replace(block, caption=caption)
        case Table():
            whole = _with_cells(block, partial(_rewrite_contents, rewrite=rewrite, kinds=kinds))
            caption = rewrite(block.caption, block.at)
            return whole if caption is block.caption else replace(whole, caption=caption)
        case PageBreak() | Directory():
            return block
        case _:
            assert_never(block)


def _rewrite_content(
    rewrite: RewriteInline, kinds: frozenset[type], content: tuple[Inline, ...], at: Location | None
) -> tuple[Inline, ...]:
    if kinds.isdisjoint(map(type, content)):
        return content
    new: list[Inline] = []
    for node in content:
        if type(node) in kinds:
            new += _rewrite_inline(node, rewrite, kinds, at)
        else:
            new.append(node)
    return same_or(content, new)


def _rewrite_inline(
    node: Inline, rewrite: RewriteInline, kinds: frozenset[type], at: Location | None
) -> tuple[Inline, ...]:
    match node:
        case Note():
            old = node.paragraphs
            paragraphs = same_or(old, [_rewrite_content(rewrite, kinds, each, at) for each in old])
            return (node if paragraphs is old else replace(node, paragraphs=paragraphs),)
        case Sidenote():
            content = _rewrite_content(rewrite, kinds, node.content, at)
            return (node if content is node.content else replace(node, content=content),)
        case _:
            return rewrite(node, at)
