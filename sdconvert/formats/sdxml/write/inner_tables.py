"""Tables within table cells, row by row as text: SDXML has none."""

from __future__ import annotations

from sdconvert.model.blocks import Heading, ListItem, Paragraph, Picture
from sdconvert.model.inlines import Inline, LineBreak, Run
from sdconvert.model.tables import Block, Cell, Row, Table
from sdconvert.model.text import plain_text

SEPARATOR = " | "
_LONGEST_CELL = 120
_WORDS_SHOWN = 120


def width(table: Table) -> int:
    """How many columns the rows of a table cover."""
    return max((sum(cell.col_span for cell in row.cells) for row in table.rows), default=0)


def is_short(table: Table) -> bool:
    """Whether no cell holds more than one short paragraph, so that each row can be one line."""
    return all(_is_short_cell(cell) for row in table.rows for cell in row.cells)


def row_line(row: Row) -> tuple[tuple[Inline, ...], int]:
    """The text of a row in one line, its cells separated, and how many characters the separators have."""
    content: list[Inline] = []
    for number, cell in enumerate(row.cells):
        if number:
            content.append(Run(SEPARATOR))
        for block in cell.content:
            if isinstance(block, Paragraph):
                content.extend(block.content)
    return tuple(content), len(SEPARATOR) * max(0, len(row.cells) - 1)


def first_words(table: Table) -> str:
    """How a table begins, for a finding."""
    words: list[str] = []
    length = 0
    for row in table.rows:
        for cell in row.cells:
            words.append(_cell_text(cell))
            length += len(words[-1])
        if length > _WORDS_SHOWN:
            break
    return SEPARATOR.join(words)[:_WORDS_SHOWN].strip()


def _is_short_cell(cell: Cell) -> bool:
    filled = _filled(cell)
    if not filled:
        return True
    block = filled[0]
    return (
        len(filled) == 1
        and isinstance(block, Paragraph)
        and block.number_level is None
        and not any(isinstance(node, LineBreak) for node in block.content)
        and len(plain_text(block.content)) <= _LONGEST_CELL
    )


def _filled(cell: Cell) -> list[Block]:
    """The blocks of a cell without empty paragraphs, which Word needs in places."""
    return [block for block in cell.content if not isinstance(block, Paragraph) or block.content]


def _cell_text(cell: Cell) -> str:
    texts = []
    for block in cell.content:
        if isinstance(block, Table):
            texts.append(first_words(block))
        elif isinstance(block, (Paragraph, Heading, ListItem)):
            texts.append(plain_text(block.content).strip())
        elif isinstance(block, Picture):
            texts.append(plain_text(block.caption))
    return " ".join(text for text in texts if text)
