"""A document as a redline sees it: its blocks with their kinds, labels and tokens, those of cells in their tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from typing import assert_never

from sdconvert.comparison import ComparedBlock
from sdconvert.comparison.description import kind_of, labels_of, plain
from sdconvert.frozen import dataclass
from sdconvert.labelling.account import Labelled
from sdconvert.model.blocks import Directory, Heading, ListItem, PageBreak, Paragraph, Picture
from sdconvert.model.document import Block, Document
from sdconvert.model.tables import Cell, Table
from sdconvert.redline.tokens import Token, Tokenizer, TokenKind, Tokens, text_of_tokens

_SHOWN = (TokenKind.WORD, TokenKind.REFERENCE)


@dataclass(frozen=True, slots=True)
class CellPortrait:
    """A cell with its blocks; `column` counts the columns of the grid from 0."""

    column: int
    col_span: int
    row_span: int
    is_header: bool
    blocks: tuple[BlockPortrait, ...]

    @property
    def text(self) -> str:
        return " ¶ ".join([block.text for block in self.blocks])


RowPortrait = tuple[CellPortrait, ...]


@dataclass(frozen=True, slots=True)
class BlockPortrait:
    """A block: what it is, its depth from 0, the label before it, its words, the rows of a table. `number` counts the
    blocks of the document outside of tables, from 1; `text` is what it is found by again: its words, and those of its
    cells."""

    kind: str
    level: int
    label: str
    tokens: Tokens
    number: int
    rows: tuple[RowPortrait, ...] = ()
    text: str = field(init=False)

    def __post_init__(self) -> None:
        cells = [cell.text for row in self.rows for cell in row]
        object.__setattr__(self, "text", " ¶ ".join([text_of_tokens(self.tokens), *cells]))

    @property
    def shown_text(self) -> str:
        """Its own words as a reader sees them."""
        return plain("".join([token.text for token in self.tokens if token.kind in _SHOWN]))

    @property
    def is_heading(self) -> bool:
        return self.kind.startswith(("heading", "numbered heading"))

    @property
    def is_picture(self) -> bool:
        return self.kind == "picture"

    def as_compared(self) -> ComparedBlock:
        """The block as blocks are aligned by, with the label that is compared by itself."""
        return ComparedBlock(self.kind, self.text, label=self.label)


def portray(document: Document, *, as_shown: bool) -> tuple[BlockPortrait, ...]:
    """The blocks of a document. `as_shown`: labels and references are those that SMASHDOCs will show."""
    painter = _Painter(Tokenizer.of(document, as_shown=as_shown), labels_of(document, as_shown=as_shown))
    return tuple([painter.portray(block, number) for number, block in enumerate(document.blocks, 1)])


@dataclass(frozen=True, slots=True)
class _Painter:
    tokenizer: Tokenizer
    labels: Iterator[str]

    def portray(self, block: Block, number: int) -> BlockPortrait:
        label = next(self.labels) if isinstance(block, Labelled) else ""
        kind = kind_of(block)
        match block:
            case Heading():
                return BlockPortrait(kind, block.level, label, self.tokenizer.read(block.content), number)
            case Paragraph():
                level = block.number_level or block.indent
                return BlockPortrait(kind, level, label, self.tokenizer.read(block.content), number)
            case ListItem():
                return BlockPortrait(kind, block.level, label, self.tokenizer.read(block.content), number)
            case Picture():
                picture = Token(TokenKind.PICTURE, self.tokenizer.name_picture(block.asset), asset=block.asset)
                return BlockPortrait(kind, 0, label, (picture, *self.tokenizer.read(block.caption)), number)
            case Table():
                caption = self.tokenizer.read(block.caption)
                return BlockPortrait(kind, 0, label, caption, number, tuple(self._portray_rows(block, number)))
            case PageBreak() | Directory():
                return BlockPortrait(kind, 0, label, (), number)
            case _:
                assert_never(block)

    def _portray_rows(self, table: Table, number: int) -> Iterator[RowPortrait]:
        """The rows of a table; a cell stands in the first column that no cell of a row above covers."""
        covered: dict[int, int] = {}
        for row in table.rows:
            column, cells = 0, []
            for cell in row.cells:
                while covered.get(column, 0) > 0:
                    column += 1
                cells.append(self._portray_cell(cell, column, number))
                for at in range(column, column + cell.col_span):
                    covered[at] = max(covered.get(at, 0), 0) + cell.row_span
                column += cell.col_span
            covered = {at: rows - 1 for at, rows in covered.items()}
            yield tuple(cells)

    def _portray_cell(self, cell: Cell, column: int, number: int) -> CellPortrait:
        blocks = tuple([self.portray(block, number) for block in cell.content])
        return CellPortrait(column, cell.col_span, cell.row_span, cell.is_header, blocks)
