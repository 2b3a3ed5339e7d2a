"""Blocks that do not count, with their labels as text."""

from __future__ import annotations

from typing import assert_never

from sdconvert.frozen import replace
from sdconvert.labelling.account import Labelled
from sdconvert.model.blocks import Heading, ListItem, Paragraph, Picture
from sdconvert.model.document import Block
from sdconvert.model.inlines import Run
from sdconvert.model.tables import Table


def as_plain(block: Labelled, label: Run) -> Block:
    """A block that does not count, of the same look. Paragraphs of the first two levels begin at the margin, where
    headings and clauses stand; deeper ones are indented."""
    match block:
        case Heading():
            return replace(block, content=(label, *block.content), is_numbered=False, restarts=False, label="")
        case Paragraph():
            indent, content = max(block.indent, (block.number_level or 0) - 1), (label, *block.content)
            return replace(block, content=content, indent=indent, number_level=None, restarts=False, label="")
        case ListItem():
            content = (label, *block.content)
            return Paragraph(
                content, block.level, block.alignment, style=block.style, id=block.id, at=block.at, extra=block.extra
            )
        case Picture() | Table():
            return replace(block, caption=(label, *block.caption), is_numbered=False, label="")
        case _:
            assert_never(block)
