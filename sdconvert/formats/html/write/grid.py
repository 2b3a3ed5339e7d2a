"""The grid of a table: where each cell stands, and the columns that HTML can have."""

from __future__ import annotations

from math import isfinite
from typing import NamedTuple

from sdconvert.model.tables import Cell, Row, Table

MAX_COLUMNS = 256


class Placed(NamedTuple):
    """A cell with the spans that it can have; `shown_span` counts only columns in which a cell begins."""

    cell: Cell
    column: int
    col_span: int
    row_span: int
    shown_span: int


class Grid(NamedTuple):
    """`shares` are those of the columns in which a cell begins, `columns` those of the table that can be written."""

    rows: list[list[Placed]]
    shares: tuple[float, ...]
    columns: tuple[float, ...]
    is_repaired: bool


def build_grid(table: Table) -> Grid:
    """The cells of a table in their places; spans that run over the edge or into other cells are cut.

    Columns in which no cell begins are errors in HTML: they are joined with the one before.
    """
    rows, is_cut = _place(table.rows)
    starts = sorted({placed.column for row in rows for placed in row})
    columns = tuple([share for share in table.columns if isfinite(share) and share > 0])
    if len(starts) == max((placed.column + placed.col_span for row in rows for placed in row), default=0):
        shown = rows
    else:
        ordinals = _ordinals(starts)
        shown = [[_with_shown_span(placed, ordinals) for placed in row] for row in rows]
    return Grid(shown, _joined(columns, starts), columns, is_cut or len(columns) != len(table.columns))


def _place(rows: tuple[Row, ...]) -> tuple[list[list[Placed]], bool]:
    covered_until: dict[int, int] = {}
    placed_rows: list[list[Placed]] = []
    is_cut = False
    for index, row in enumerate(rows):
        placed: list[Placed] = []
        column = 0
        for cell in row.cells:
            while covered_until.get(column, 0) > index:
                column += 1
            row_span = min(max(cell.row_span, 1), len(rows) - index)
            col_span = min(max(cell.col_span, 1), max(MAX_COLUMNS - column, 1))
            if col_span > 1 and covered_until:
                ends = (at for at in range(column, column + col_span) if covered_until.get(at, 0) > index)
                col_span = next(ends, column + col_span) - column
            is_cut = is_cut or (col_span, row_span) != (cell.col_span, cell.row_span)
            placed.append(Placed(cell, column, col_span, row_span, col_span))
            if row_span > 1:
                covered_until.update(dict.fromkeys(range(column, column + col_span), index + row_span))
            column += col_span
        placed_rows.append(placed)
    return placed_rows, is_cut


def _ordinals(starts: list[int]) -> list[int]:
    """For each column, how many columns before it have a cell that begins there."""
    ordinals: list[int] = []
    begins = set(starts)
    count = 0
    for column in range(max(starts, default=0) + MAX_COLUMNS + 1):
        ordinals.append(count)
        count += column in begins
    return ordinals


def _with_shown_span(placed: Placed, ordinals: list[int]) -> Placed:
    return placed._replace(shown_span=ordinals[placed.column + placed.col_span] - ordinals[placed.column])


def _joined(columns: tuple[float, ...], starts: list[int]) -> tuple[float, ...]:
    if not columns or not starts or len(columns) <= starts[-1]:
        return ()
    ends = [*starts[1:], len(columns)]
    return tuple(
        [
            columns[start] if end == start + 1 else sum(columns[start:end])
            for start, end in zip(starts, ends, strict=True)
        ]
    )
