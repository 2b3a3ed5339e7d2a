"""Places in the source by which both sides of the page are paired, and the ids of the elements that show them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from sdconvert.findings import Location
from sdconvert.model.document import Block, Document
from sdconvert.model.rewrite import rewrite_blocks
from sdconvert.model.tables import Table
from sdconvert.model.walk import walk_blocks

MAIN_PART = "word/document.xml"
_OWN_ID = "place-"


class ShownBlock(NamedTuple):
    """A block that a side of the page shows: the id of its element, and its place, empty where that is unknown."""

    id: str
    place: str


def place_of(at: Location | None) -> str:
    """The place of a paragraph: its number in the main part, elsewhere with the name of the part; empty for none."""
    if at is None or at.paragraph is None:
        return ""
    return str(at.paragraph) if at.part == MAIN_PART else f"{at.part}:{at.paragraph}"


def place_of_block(block: Block) -> str:
    """The place of a block. A table is not at that of its first paragraph, which has a block of its own."""
    place = place_of(block.at)
    return f"t{place}" if place and isinstance(block, Table) else place


def identify(document: Document) -> tuple[Document, tuple[ShownBlock, ...]]:
    """The document with an id for every block, and the blocks in reading order. Ids that are referred to stay."""
    taken = {block.id for block in walk_blocks(document)}
    ids = _new_ids(taken)
    blocks = rewrite_blocks(document.blocks, lambda block: block if block.id else replace(block, id=next(ids)))
    identified = replace(document, blocks=blocks)
    return identified, tuple(ShownBlock(block.id, place_of_block(block)) for block in walk_blocks(identified))


def _new_ids(taken: set[str]) -> Iterator[str]:
    number = 0
    while True:
        number += 1
        if f"{_OWN_ID}{number}" not in taken:
            yield f"{_OWN_ID}{number}"
