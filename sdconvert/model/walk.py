"""Going through a document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sdconvert.model.document import Block, Document, IndexEntry
from sdconvert.model.tables import Table


def walk_blocks(document: Document) -> Iterator[Block]:
    """Every block in reading order, those in table cells after their table."""
    yield from _walk(document.blocks)


def _walk(blocks: tuple[Block, ...]) -> Iterator[Block]:
    for block in blocks:
        yield block
        if isinstance(block, Table):
            for row in block.rows:
                for cell in row.cells:
                    yield from _walk(cell.content)


def walk_entries(entries: Iterable[IndexEntry], above: tuple[IndexEntry, ...] = ()) -> Iterator[tuple[IndexEntry, ...]]:
    """Every entry of an index in its order, at the end of the entries above it."""
    for entry in entries:
        path = (*above, entry)
        yield path
        yield from walk_entries(entry.children, path)
