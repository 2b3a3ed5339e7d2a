"""The grid of a table as HTML has it: a column is one in which a cell begins."""

from __future__ import annotations

from bisect import bisect_left
from math import isfinite
from typing import NamedTuple

from sdconvert.model.tables import Table
from sdconvert.writing.grid import Limits, Line, Placed, build_grid

LIMITS = Limits(columns=256, row_span=65534, joins_rest=False)
"""Cells beyond the columns stand there without a span. Source: HTML standard, `rowspan`."""


class HtmlLine(NamedTuple):
    """A row: its cells, the spans that these show, and the spans of the empty cells that the row lacks at its end."""

    placed: list[Placed]
    spans: list[int]
    gaps: list[int]


class HtmlGrid(NamedTuple):
    """`shares` are those of the columns in which a cell begins, `columns` those of the table that can be written."""

    lines: list[HtmlLine]
    shares: tuple[float, ...]
    columns: tuple[float, ...]
    head_length: int
    is_repaired: bool


def build_html_grid(table: Table) -> HtmlGrid:
    """The cells of a table in their places; spans that run over the edge or into other cells are cut.

    Columns in which no cell begins are errors in HTML: they are joined with the one before. So are rows that are
    shorter than others: their gaps are told.
    """
    grid = build_grid(table, LIMITS)
    starts = sorted({placed.column for line in grid.lines for placed in line.placed})
    is_dense = len(starts) == grid.width
    lines = [HtmlLine(line.placed, _spans(line.placed, starts, is_dense), _gaps(line, starts)) for line in grid.lines]
    columns = tuple([share for share in table.columns if isfinite(share) and share > 0])
    is_repaired = grid.is_cut or len(columns) != len(table.columns)
    return HtmlGrid(lines, _join_columns(columns, starts), columns, grid.head_length, is_repaired)


def _spans(placed: list[Placed], starts: list[int], is_dense: bool) -> list[int]:
    """In how many columns in which a cell begins each of the cells stands."""
    return [each.col_span if is_dense else _begun(starts, each) for each in placed]


def _begun(starts: list[int], place: Placed) -> int:
    return bisect_left(starts, place.end) - bisect_left(starts, place.column)


def _gaps(line: Line, starts: list[int]) -> list[int]:
    if not starts:
        return [1]
    return [span for span in (_begun(starts, filler) for filler in line.fillers) if span]


def _join_columns(columns: tuple[float, ...], starts: list[int]) -> tuple[float, ...]:
    if not columns or not starts or len(columns) <= starts[-1]:
        return ()
    ends = [*starts[1:], len(columns)]
    return tuple([sum(columns[start + 1 : end], columns[start]) for start, end in zip(starts, ends, strict=True)])
