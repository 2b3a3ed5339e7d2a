"""Blocks that do not count, with their labels as text."""

from __future__ import annotations

from typing import assert_never

from sdconvert.frozen import builder, replace
from sdconvert.labelling.account import Labelled
from sdconvert.model.blocks import Heading, ListItem, Paragraph, Picture
from sdconvert.model.document import Block
from sdconvert.model.inlines import Run
from sdconvert.model.tables import Table

_build_heading, _build_paragraph = builder(Heading), builder(Paragraph)


def as_plain(block: Labelled, label: Run) -> Block:
    """A block that does not count, of the same look. Paragraphs of the first two levels begin at the margin, where
    headings and clauses stand; deeper ones are indented."""
    match block:
        case Heading():
            return _build_heading(
                (label, *block.content),
                block.level,
                False,
                False,
                block.alignment,
                block.style,
                "",
                block.id,
                block.at,
                block.extra,
                block.counter,
                block.has_own_look,
                block.indent,
                block.label_end,
            )
        case Paragraph():
            return _build_paragraph(
                (label, *block.content),
                max(block.indent, (block.number_level or 0) - 1),
                block.alignment,
                None,
                False,
                block.style,
                "",
                block.id,
                block.at,
                block.extra,
                block.counter,
                block.label_end,
            )
        case ListItem():
            content = (label, *block.content)
            return Paragraph(
                content, block.level, block.alignment, style=block.style, id=block.id, at=block.at, extra=block.extra
            )
        case Picture() | Table():
            return replace(block, caption=(label, *block.caption), is_numbered=False, label="")
        case _:
            assert_never(block)
