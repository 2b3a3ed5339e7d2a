"""Which blocks have a caption, and on which side of a table it stands."""

from __future__ import annotations

from sdconvert.model.blocks import Picture
from sdconvert.model.document import Block
from sdconvert.model.tables import Table


def has_caption_of(block: Table | Picture) -> bool:
    """Whether a table or picture has a caption paragraph."""
    return bool(block.caption) or block.is_numbered


def is_caption_below(before: Block | None, table: Table, following: Block | None) -> bool:
    """Whether a caption above the table would be taken for that of the block before it, or has to end a cell."""
    if not has_caption_of(table):
        return False
    if table.is_numbered:
        return following is None
    return following is None or (isinstance(before, (Picture, Table)) and not has_caption_of(before))
