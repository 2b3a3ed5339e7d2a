"""The grid of a table: where each cell stands, made whole where the source's is not."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile
from typing import NamedTuple

from sdconvert.errors import UnsafeInput
from sdconvert.frozen import maker
from sdconvert.model.tables import Cell, Table

EMPTY_CELL = Cell()
_PLACES, _PLACES_FOR_EACH = 20_000, 10
"""How many places cells may reach into from rows above: in a table, and more for each of its rows and cells."""


class Limits(NamedTuple):
    """What a format can have. `columns`: no cell reaches further; `row_span`: the rows that a cell can cover.
    `joins_rest`: cells that begin beyond are joined with the one before; otherwise each has a column there."""

    columns: int
    row_span: int = sys.maxsize
    joins_rest: bool = True


class Placed(NamedTuple):
    """A cell in its place, with the spans that it can have."""

    cell: Cell
    column: int
    col_span: int
    row_span: int

    @property
    def end(self) -> int:
        """The column after it."""
        return self.column + self.col_span


_make_placed = maker(Placed)


class Line(NamedTuple):
    """What stands in a row, each from left to right: the cells that begin in it, those of rows above that reach into
    it, and empty cells for the free places at its end."""

    placed: list[Placed]
    continued: list[Placed]
    fillers: list[Placed]


class Grid(NamedTuple):
    """`is_cut`: spans did not fit, or cells were joined; `has_other_columns`: the table tells another number of columns
    than its cells make."""

    lines: list[Line]
    width: int
    is_cut: bool
    has_other_columns: bool

    @property
    def is_repaired(self) -> bool:
        """Whether spans, rows or columns do not make a full grid."""
        return self.is_cut or self.has_other_columns or any(line.fillers for line in self.lines)

    @property
    def head_length(self) -> int:
        """How many rows at the top are all header cells, none of which reaches below them."""
        heads = list(takewhile(_is_header, self.lines))
        reach = max((index + each.row_span for index, line in enumerate(heads) for each in line.placed), default=0)
        return len(heads) if reach <= len(heads) else 0


def build_grid(table: Table, limits: Limits, width_without_cells: int = 0) -> Grid:
    """The grid of a table: ragged rows are filled with empty cells, impossible spans are cut.

    Raises: UnsafeInput where a few cells reach into so many places of other rows that these would fill the memory.
    """
    placer = _Placer(len(table.rows), limits)
    left = _PLACES + _PLACES_FOR_EACH * (len(table.rows) + sum(len(row.cells) for row in table.rows))
    rows = []
    for index, row in enumerate(table.rows):
        rows.append(placer.place_row(index, row.cells))
        left -= len(rows[-1].continued)
        if left < 0:
            raise UnsafeInput("A table has cells that reach into far more places than it has rows and cells.")
    width = max((row.end for row in rows), default=0) or width_without_cells
    lines = [Line(row.placed, row.continued, _fillers(row, width)) for row in rows]
    return Grid(lines, width, placer.is_cut, bool(table.columns) and len(table.columns) != width)


def _is_header(line: Line) -> bool:
    return bool(line.placed) and all(each.cell.is_header for each in line.placed)


class _Row(NamedTuple):
    """The cells that begin in a row, the first column after the last of them, and the cells that reach into it."""

    placed: list[Placed]
    column: int
    continued: list[Placed]

    @property
    def end(self) -> int:
        return max(self.column, self.continued[-1].end if self.continued else 0)


def _fillers(row: _Row, width: int) -> list[Placed]:
    fillers = []
    column = row.column
    for each in row.continued:
        if each.column > column:
            fillers.append(Placed(EMPTY_CELL, column, each.column - column, 1))
        column = max(column, each.end)
    if column < width:
        fillers.append(Placed(EMPTY_CELL, column, width - column, 1))
    return fillers


def _place_one_by_one(cells: Sequence[Cell]) -> list[Placed] | None:
    """The cells of a row, each in a column of its own, None where one of them spans more than that."""
    placed = []
    for column, cell in enumerate(cells):
        if cell.col_span != 1 or cell.row_span != 1:
            return None
        placed.append(_make_placed((cell, column, 1, 1)))
    return placed


class _Placer:
    """Places cells from left to right and from top to bottom, as a reader of the result does."""

    def __init__(self, row_count: int, limits: Limits) -> None:
        self._row_count = row_count
        self._limits = limits
        self._reaching: list[tuple[Placed, int]] = []  # from left to right, each with the first row below it
        self.is_cut = False

    def place_row(self, index: int, cells: Sequence[Cell]) -> _Row:
        """The cells of a row where they fit."""
        if self._reaching:
            self._reaching = [(each, end) for each, end in self._reaching if end > index]
        continued = [each for each, _ in self._reaching]
        plain = None if continued or len(cells) > self._limits.columns else _place_one_by_one(cells)
        if plain is not None:
            return _Row(plain, len(plain), continued)
        placed: list[Placed] = []
        column = passed = 0
        for number, cell in enumerate(cells):
            while passed < len(continued) and continued[passed].column <= column:
                column = continued[passed].end
                passed += 1
            if column >= self._limits.columns and placed and self._limits.joins_rest:
                placed[-1] = self._join(placed[-1], cells[number:])
                break
            end = continued[passed].column if passed < len(continued) else sys.maxsize
            placed.append(self._fit(cell, column, end, index))
            column = placed[-1].end
        self._open(placed, index)
        return _Row(placed, column, continued)

    def _fit(self, cell: Cell, column: int, end: int, row: int) -> Placed:
        """A cell with the spans that it can have before the column `end`."""
        if cell.col_span == 1 and cell.row_span == 1:
            return Placed(cell, column, 1, 1)
        widest = min(max(self._limits.columns - column, 1), end - column)
        col_span = min(max(cell.col_span, 1), widest)
        row_span = min(max(cell.row_span, 1), self._row_count - row, self._limits.row_span)
        if col_span != cell.col_span or row_span != cell.row_span:
            self.is_cut = True
        return Placed(cell, column, col_span, row_span)

    def _join(self, last: Placed, rest: Sequence[Cell]) -> Placed:
        self.is_cut = True
        content = [block for cell in (last.cell, *rest) for block in cell.content]
        return last._replace(cell=replace(last.cell, content=tuple(content)))

    def _open(self, placed: list[Placed], row: int) -> None:
        reaching = [(each, row + each.row_span) for each in placed if each.row_span > 1]
        if reaching:
            self._reaching = sorted([*self._reaching, *reaching], key=lambda each: each[0].column)
