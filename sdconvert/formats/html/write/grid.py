"""The grid of a table: where each cell stands, and the columns that HTML can have."""

from __future__ import annotations

from bisect import bisect_left
from itertools import pairwise
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


class Line(NamedTuple):
    """The cells of a row, and the spans of the empty cells that the row lacks at its end."""

    placed: list[Placed]
    gaps: list[int]


class Grid(NamedTuple):
    """`shares` are those of the columns in which a cell begins, `columns` those of the table that can be written."""

    lines: list[Line]
    shares: tuple[float, ...]
    columns: tuple[float, ...]
    is_repaired: bool


class _Row(NamedTuple):
    """Placed cells, the first column after them, and the columns from there on that rows above cover."""

    placed: list[Placed]
    end: int
    covered: frozenset[int]


def build_grid(table: Table) -> Grid:
    """The cells of a table in their places; spans that run over the edge or into other cells are cut.

    Columns in which no cell begins are errors in HTML: they are joined with the one before. So are rows that are
    shorter than others: their gaps are told.
    """
    rows, is_cut = _place(table.rows)
    starts = sorted({placed.column for row in rows for placed in row.placed})
    width = max((placed.column + placed.col_span for row in rows for placed in row.placed), default=0)
    lines = [Line(_with_shown_spans(row.placed, starts, width), _gaps(row, starts, width)) for row in rows]
    columns = tuple([share for share in table.columns if isfinite(share) and share > 0])
    return Grid(lines, _joined(columns, starts), columns, is_cut or len(columns) != len(table.columns))


def _place(rows: tuple[Row, ...]) -> tuple[list[_Row], bool]:
    covered_until: dict[int, int] = {}
    placed_rows: list[_Row] = []
    is_cut = False
    for index, row in enumerate(rows):
        placed: list[Placed] = []
        above = {column for column, until in covered_until.items() if until > index}
        column = 0
        for cell in row.cells:
            while column in above:
                column += 1
            row_span = min(max(cell.row_span, 1), len(rows) - index)
            col_span = min(max(cell.col_span, 1), max(MAX_COLUMNS - column, 1))
            if col_span > 1 and above:
                col_span = next((at for at in range(column, column + col_span) if at in above), column + col_span)
                col_span -= column
            is_cut = is_cut or (col_span, row_span) != (cell.col_span, cell.row_span)
            placed.append(Placed(cell, column, col_span, row_span, col_span))
            if row_span > 1:
                covered_until.update(dict.fromkeys(range(column, column + col_span), index + row_span))
            column += col_span
        placed_rows.append(_Row(placed, column, frozenset(at for at in above if at >= column)))
    return placed_rows, is_cut


def _begun(starts: list[int], start: int, end: int) -> int:
    """In how many columns of a range a cell begins."""
    return bisect_left(starts, end) - bisect_left(starts, start)


def _with_shown_spans(placed: list[Placed], starts: list[int], width: int) -> list[Placed]:
    if len(starts) == width:
        return placed
    return [each._replace(shown_span=_begun(starts, each.column, each.column + each.col_span)) for each in placed]


def _gaps(row: _Row, starts: list[int], width: int) -> list[int]:
    if not width:
        return [1]
    if row.end >= width:
        return []
    edges = [row.end - 1, *sorted(column for column in row.covered if column < width), width]
    spans = [_begun(starts, left + 1, right) for left, right in pairwise(edges)]
    return [span for span in spans if span]


def _joined(columns: tuple[float, ...], starts: list[int]) -> tuple[float, ...]:
    if not columns or not starts or len(columns) <= starts[-1]:
        return ()
    ends = [*starts[1:], len(columns)]
    return tuple([sum(columns[start + 1 : end], columns[start]) for start, end in zip(starts, ends, strict=True)])
