"""The grid of a table as Word has it: each row has a cell at each place, covered ones included."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from sdconvert.model.tables import ALL_HUNDREDTHS, Borders, Cell, Row, Table, hundredths_of

MOST_COLUMNS = 63
"""Word has no more."""

EMPTY_CELL = Cell()


@dataclass(slots=True)
class Place:
    """A cell of one row. `row_span` is 0 where the cell continues the one above."""

    cell: Cell
    column: int
    col_span: int
    row_span: int

    @property
    def end(self) -> int:
        """The column after it."""
        return self.column + self.col_span

    @property
    def is_gap(self) -> bool:
        """Whether there is nothing to see: no content, no line, no colour."""
        cell = self.cell
        return (
            not cell.content
            and self.row_span == 1
            and cell.borders == Borders()
            and cell.background is None
            and not cell.is_header
        )


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of places over the columns, whose shares are hundredths of a percent. `is_repaired`: spans, rows or columns
    did not fit."""

    rows: tuple[list[Place], ...]
    shares: tuple[int, ...]
    is_repaired: bool


def build_grid(table: Table) -> Grid:
    """The grid of a table: ragged rows are filled with empty cells, impossible spans are cut."""
    builder = _Builder(table.rows)
    rows = [builder.place_row(index, row) for index, row in enumerate(table.rows)]
    width = max((places[-1].end for places in rows if places), default=0)
    for places in rows:
        end = places[-1].end if places else 0
        if end < width:
            places.append(Place(EMPTY_CELL, end, width - end, 1))
            builder.is_repaired = True
    has_other_columns = bool(table.columns) and len(table.columns) != width
    return Grid(tuple(rows), hundredths_of(table.columns[:width], width), builder.is_repaired or has_other_columns)


class _Builder:
    """Places cells from left to right and from top to bottom."""

    def __init__(self, rows: tuple[Row, ...]) -> None:
        self._rows = rows
        self._open: dict[int, tuple[Place, int]] = {}
        self.is_repaired = False

    def place_row(self, index: int, row: Row) -> list[Place]:
        """The places of a row, gaps between them filled."""
        covered = {column: place for column, (place, until) in sorted(self._open.items()) if until > index}
        self._open = {column: opened for column, opened in self._open.items() if opened[1] > index}
        places: list[Place] = []
        column = 0
        for number, cell in enumerate(row.cells):
            column = self._continue(places, covered, column)
            if column >= MOST_COLUMNS and any(place.row_span for place in places):
                self._join(places, row.cells[number:])
                break
            place = self._fit(cell, column, index, covered)
            places.append(place)
            if place.row_span > 1:
                self._open[column] = (place, index + place.row_span)
            column = place.end
        while covered and column <= max(covered):
            gap = min(at for at in covered if at >= column) - column
            if gap:
                places.append(Place(EMPTY_CELL, column, gap, 1))
                self.is_repaired = True
            column = self._continue(places, covered, column + gap)
        return places

    def _continue(self, places: list[Place], covered: dict[int, Place], column: int) -> int:
        """Add the cells that continue those above, from this column on; the next free column."""
        while column in covered:
            above = covered[column]
            places.append(Place(above.cell, column, above.col_span, 0))
            column = above.end
        return column

    def _fit(self, cell: Cell, column: int, row: int, covered: dict[int, Place]) -> Place:
        limit = min([at for at in covered if at > column], default=MOST_COLUMNS)
        col_span = min(max(cell.col_span, 1), max(limit - column, 1))
        row_span = min(max(cell.row_span, 1), len(self._rows) - row)
        if (col_span, row_span) != (cell.col_span, cell.row_span):
            self.is_repaired = True
        return Place(cell, column, col_span, row_span)

    def _join(self, places: list[Place], rest: Sequence[Cell]) -> None:
        last = next((place for place in reversed(places) if place.row_span), None)
        if last is not None:
            content = [block for cell in (last.cell, *rest) for block in cell.content]
            last.cell = replace(last.cell, content=tuple(content))
        self.is_repaired = True


def cut(length: int, shares: Sequence[int]) -> list[int]:
    """A length cut by shares of a whole, without a rest."""
    edges = [0]
    total = 0
    for share in shares:
        total += share
        edges.append(round(length * total / ALL_HUNDREDTHS))
    return [max(end - start, 1) for start, end in pairwise(edges)]
