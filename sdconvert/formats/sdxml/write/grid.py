"""The grid of a table: where each cell stands, made whole where the source's is not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sdconvert.model.tables import Cell, Row, Table, hundredths_of

MAX_COLUMNS = 256
"""Beyond these the cells of a row are joined. Word itself allows 63 columns."""

EMPTY_CELL = Cell()


@dataclass(slots=True)
class Placed:
    """A cell with the spans that it can have."""

    cell: Cell
    col_span: int
    row_span: int


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of placed cells, the shares of the columns in percent, which sum to 100, and whether spans, rows or
    columns had to be repaired."""

    rows: tuple[list[Placed], ...]
    shares: tuple[float, ...]
    is_repaired: bool


def build_grid(table: Table) -> Grid:
    """The grid of a table: ragged rows are filled with empty cells, impossible spans are cut."""
    builder = _Builder(table.rows)
    lines = [builder.place_row(index, row) for index, row in enumerate(table.rows)]
    width = max((line.end for line in lines), default=0) or min(len(table.columns), MAX_COLUMNS)
    fillers = [_fillers(line, width) for line in lines]
    has_other_columns = bool(table.columns) and len(table.columns) != width
    return Grid(
        tuple([line.placed + filling for line, filling in zip(lines, fillers, strict=True)]),
        tuple([share / 100 for share in hundredths_of(table.columns[:width], width)]),
        builder.is_repaired or any(fillers) or has_other_columns,
    )


@dataclass(frozen=True, slots=True)
class _Line:
    """The cells of a row, the first column after all that stands in it, and the columns from there on that rows
    above cover."""

    placed: list[Placed]
    column: int
    covered: frozenset[int]

    @property
    def end(self) -> int:
        return max(self.column, max(self.covered, default=-1) + 1)


def _fillers(line: _Line, width: int) -> list[Placed]:
    """Empty cells for the free places at the end of a row."""
    free = [column for column in range(line.column, width) if column not in line.covered]
    starts = [column for column in free if column == line.column or column - 1 in line.covered]
    ends = [column + 1 for column in free if column + 1 == width or column + 1 in line.covered]
    return [Placed(EMPTY_CELL, end - start, 1) for start, end in zip(starts, ends, strict=True)]


class _Builder:
    """Places cells from left to right and from top to bottom, as a reader of the result does."""

    def __init__(self, rows: tuple[Row, ...]) -> None:
        self._rows = rows
        self._covered_until: dict[int, int] = {}
        self.is_repaired = False

    def place_row(self, index: int, row: Row) -> _Line:
        """The cells of a row where they fit."""
        placed: list[Placed] = []
        column = 0
        above = dict(self._covered_until)
        for number, cell in enumerate(row.cells):
            column = self._next_free(column, index)
            if column >= MAX_COLUMNS and placed:
                self._join(placed[-1], row.cells[number:])
                break
            place = self._fit(cell, column, index)
            placed.append(place)
            if place.row_span > 1:
                for covered in range(column, column + place.col_span):
                    self._covered_until[covered] = index + place.row_span
            column += place.col_span
        still_covered = [at for at, until in above.items() if until > index and at >= column]
        return _Line(placed, column, frozenset(still_covered))

    def _is_covered(self, column: int, row: int) -> bool:
        return self._covered_until.get(column, 0) > row

    def _next_free(self, column: int, row: int) -> int:
        if self._covered_until:
            while self._is_covered(column, row):
                column += 1
        return column

    def _free_end(self, column: int, end: int, row: int) -> int:
        """Where the free places from a column on end."""
        if self._covered_until:
            return next((at for at in range(column, end) if self._is_covered(at, row)), end)
        return end

    def _fit(self, cell: Cell, column: int, row: int) -> Placed:
        widest = max(MAX_COLUMNS - column, 1)
        col_span = min(max(cell.col_span, 1), widest)
        row_span = min(max(cell.row_span, 1), len(self._rows) - row)
        if col_span > 1:
            col_span = self._free_end(column, column + col_span, row) - column
        if col_span != cell.col_span or row_span != cell.row_span:
            self.is_repaired = True
        return Placed(cell, col_span, row_span)

    def _join(self, last: Placed, rest: Sequence[Cell]) -> None:
        content = [block for cell in (last.cell, *rest) for block in cell.content]
        last.cell = replace(last.cell, content=tuple(content))
        self.is_repaired = True
