"""Going through a document."""

from __future__ import annotations

from collections.abc import Iterator

from sdconvert.model.document import Block, Document
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
