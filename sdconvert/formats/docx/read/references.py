"""References to a caption lead to the picture or table that took it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sdconvert.model.blocks import Directory, Heading, ListItem, PageBreak, Paragraph, Picture
from sdconvert.model.document import Block
from sdconvert.model.inlines import CrossReference, Inline, Note
from sdconvert.model.tables import Table


def resolve_aliases(blocks: tuple[Block, ...], aliases: Mapping[str, str]) -> tuple[Block, ...]:
    """The blocks with each reference to an alias turned to what it stands for."""
    if not aliases:
        return blocks
    return tuple(_block(block, aliases) for block in blocks)


def _block(block: Block, aliases: Mapping[str, str]) -> Block:
    match block:
        case Heading() | Paragraph() | ListItem():
            return replace(block, content=_inlines(block.content, aliases))
        case Picture():
            return replace(block, caption=_inlines(block.caption, aliases))
        case Table():
            rows = tuple(
                replace(
                    row,
                    cells=tuple(replace(cell, content=resolve_aliases(cell.content, aliases)) for cell in row.cells),
                )
                for row in block.rows
            )
            return replace(block, rows=rows, caption=_inlines(block.caption, aliases))
        case PageBreak() | Directory():
            return block


def _inlines(content: tuple[Inline, ...], aliases: Mapping[str, str]) -> tuple[Inline, ...]:
    return tuple(_inline(inline, aliases) for inline in content)


def _inline(inline: Inline, aliases: Mapping[str, str]) -> Inline:
    match inline:
        case CrossReference():
            return replace(inline, target=aliases.get(inline.target, inline.target))
        case Note():
            return replace(inline, paragraphs=tuple(_inlines(content, aliases) for content in inline.paragraphs))
        case _:
            return inline
