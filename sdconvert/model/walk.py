"""Going through a document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import assert_never

from sdconvert.model.blocks import Directory, Heading, ListItem, PageBreak, Paragraph, Picture
from sdconvert.model.document import Block, Document, IndexEntry
from sdconvert.model.inlines import Inline, Note, Run, Sidenote
from sdconvert.model.tables import Table

_ONLY_RUNS: frozenset[type] = frozenset((Run,))


def walk_blocks(document: Document) -> Iterator[Block]:
    """Every block in reading order, those in table cells after their table."""
    found: list[Block] = []
    _collect(document.blocks, found)
    return iter(found)


def _collect(blocks: tuple[Block, ...], found: list[Block]) -> None:
    for block in blocks:
        found.append(block)
        if type(block) is Table:
            for row in block.rows:
                for cell in row.cells:
                    _collect(cell.content, found)


def walk_inlines(document: Document) -> Iterator[Inline]:
    """Every node in blocks and captions that is no run, those in notes after these."""
    for block in walk_blocks(document):
        content = content_of(block)
        if not _ONLY_RUNS.issuperset(map(type, content)):
            yield from walk_nodes(content)


def walk_nodes(content: Iterable[Inline]) -> Iterator[Inline]:
    """Every node of content that is no run, those in a note behind it."""
    for node in content:
        if isinstance(node, Run):
            continue
        yield node
        if isinstance(node, Note):
            yield from walk_nodes(chain.from_iterable(node.paragraphs))
        elif isinstance(node, Sidenote):
            yield from walk_nodes(node.content)


def content_of(block: Block) -> tuple[Inline, ...]:
    """The nodes that stand directly in a block: its text, or its caption."""
    match block:
        case Paragraph() | Heading() | ListItem():
            return block.content
        case Picture() | Table():
            return block.caption
        case PageBreak() | Directory():
            return ()
        case _:
            assert_never(block)


def walk_entries(entries: Iterable[IndexEntry], above: tuple[IndexEntry, ...] = ()) -> Iterator[tuple[IndexEntry, ...]]:
    """Every entry of an index in its order, at the end of the entries above it."""
    for entry in entries:
        path = (*above, entry)
        yield path
        yield from walk_entries(entry.children, path)
