"""Blocks with what they hold replaced."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from operator import is_
from typing import TypeVar, assert_never

from sdconvert.findings import Location
from sdconvert.frozen import replace
from sdconvert.model.blocks import Directory, Heading, ListItem, PageBreak, Paragraph, Picture
from sdconvert.model.document import Block
from sdconvert.model.inlines import CrossReference, Inline, Note, Run, Sidenote
from sdconvert.model.tables import Cell, Row, Table

_ONLY_RUNS: frozenset[type] = frozenset((Run,))

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

    return rewrite_inlines(blocks, lead_elsewhere) if others else blocks


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
        return _same_or(
            blocks, [rewrite_table(block) if isinstance(block, Table) else rewrite(block) for block in blocks]
        )

    return rewrite_all(blocks)


def rewrite_inlines(blocks: tuple[Block, ...], rewrite: RewriteInline) -> tuple[Block, ...]:
    """The blocks with what `rewrite` gives in the place of each inline node, in notes and captions too. It is given the
    place of the block; what it gives for a note is not looked into. Runs are not asked about. What holds nothing else
    than before is the same object."""
    return _rewrite_contents(blocks, partial(_rewrite_content, rewrite))


def rewrite_notes(
    blocks: tuple[Block, ...], rewrite: Callable[[Note, Location | None], Note | Sidenote]
) -> tuple[Block, ...]:
    """The blocks with what `rewrite` gives in the place of each footnote and endnote."""

    def rewrite_content(content: tuple[Inline, ...], at: Location | None) -> tuple[Inline, ...]:
        if Note not in map(type, content):
            return content
        return _same_or(content, [rewrite(node, at) if isinstance(node, Note) else node for node in content])

    return _rewrite_contents(blocks, rewrite_content)


def _with_cells(table: Table, rewrite: Callable[[tuple[Block, ...]], tuple[Block, ...]]) -> Table:
    def rewrite_cell(cell: Cell) -> Cell:
        content = rewrite(cell.content)
        return cell if content is cell.content else replace(cell, content=content)

    def rewrite_row(row: Row) -> Row:
        cells = _same_or(row.cells, list(map(rewrite_cell, row.cells)))
        return row if cells is row.cells else replace(row, cells=cells)

    rows = _same_or(table.rows, list(map(rewrite_row, table.rows)))
    return table if rows is table.rows else replace(table, rows=rows)


def _same_or(old: tuple[Node, ...], new: list[Node]) -> tuple[Node, ...]:
    """What is new, or the old tuple where nothing was replaced, so that what holds it can stay as it is."""
    return old if len(new) == len(old) and all(map(is_, new, old)) else tuple(new)


def _rewrite_contents(blocks: tuple[Block, ...], rewrite: RewriteContent) -> tuple[Block, ...]:
    """The blocks with what `rewrite` gives in the place of their content. Most hold nothing but runs, which stay."""
    return _same_or(
        blocks,
        [
            block
            if isinstance(block, (Paragraph, ListItem, Heading)) and _ONLY_RUNS.issuperset(map(type, block.content))
            else _rewrite_in_block(block, rewrite)
            for block in blocks
        ],
    )


def _rewrite_in_block(block: Block, rewrite: RewriteContent) -> Block:
    match block:
        case Paragraph() | Heading() | ListItem():
            content = rewrite(block.content, block.at)
            return block if content is block.content else replace(block, content=content)
        case Picture():
            caption = rewrite(block.caption, block.at)
            return block if caption is block.caption else replace(block, caption=caption)
        case Table():
            whole = _with_cells(block, partial(_rewrite_contents, rewrite=rewrite))
            caption = rewrite(block.caption, block.at)
            return whole if caption is block.caption else replace(whole, caption=caption)
        case PageBreak() | Directory():
            return block
        case _:
            assert_never(block)


def _rewrite_content(rewrite: RewriteInline, content: tuple[Inline, ...], at: Location | None) -> tuple[Inline, ...]:
    if _ONLY_RUNS.issuperset(map(type, content)):
        return content
    new: list[Inline] = []
    for node in content:
        if type(node) is Run:
            new.append(node)
        else:
            new += _rewrite_inline(node, rewrite, at)
    return _same_or(content, new)


def _rewrite_inline(node: Inline, rewrite: RewriteInline, at: Location | None) -> tuple[Inline, ...]:
    match node:
        case Note():
            old = node.paragraphs
            paragraphs = _same_or(old, [_rewrite_content(rewrite, each, at) for each in old])
            return (node if paragraphs is old else replace(node, paragraphs=paragraphs),)
        case Sidenote():
            content = _rewrite_content(rewrite, node.content, at)
            return (node if content is node.content else replace(node, content=content),)
        case _:
            return rewrite(node, at)
