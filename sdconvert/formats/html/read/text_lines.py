"""Blocks where a document has room for lines of text only: in notes and captions."""

from __future__ import annotations

from collections.abc import Iterable

from sdconvert.findings import Code
from sdconvert.formats.html.read.content import content_with_label
from sdconvert.formats.html.read.reading import Reading
from sdconvert.ledger import Kind
from sdconvert.model.blocks import Heading, ListItem, Paragraph, Picture
from sdconvert.model.document import Block
from sdconvert.model.inlines import Inline, InlinePicture, LineBreak
from sdconvert.model.tables import Table


def make_lines(reading: Reading, blocks: tuple[Block, ...], table_code: Code) -> list[tuple[Inline, ...]]:
    """The content of blocks, line by line; a table is told by this code, its cells are lines one after the other."""
    lines: list[tuple[Inline, ...]] = []
    for block in blocks:
        match block:
            case Heading() | Paragraph() | ListItem():
                lines.append(content_with_label(block, reading.report))
            case Picture():
                lines.append((InlinePicture(block.asset, block.text), *block.caption))
            case Table():
                reading.report.change(table_code, {Kind.TABLES: 1}, block.at)
                lines += [block.caption] if block.caption else []
                for row in block.rows:
                    for cell in row.cells:
                        lines += make_lines(reading, cell.content, table_code)
            case _:
                continue
    return lines


def join_lines(reading: Reading, lines: Iterable[tuple[Inline, ...]]) -> tuple[Inline, ...]:
    """One text of several lines; those without content are none."""
    pieces: list[Inline] = []
    for line in lines:
        if pieces and line:
            reading.report.read({Kind.LINE_BREAKS: 1})
            pieces.append(LineBreak())
        pieces += line
    return tuple(pieces)
