"""How wide the columns of a table are (ECMA-376 Part 1, 17.4.48 and 17.4.71)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from sdconvert.formats.docx.names import w
from sdconvert.formats.docx.units import parse_int, parse_twips
from sdconvert.xmlio import Element

MOST_COLUMNS = 63
FIFTIETHS = 5000  # a percentage of a width is given in fiftieths of a percent (17.18.90)

_LONGEST_WIDTH = 32
"""What is longer is no width that anybody meant."""
_ROUNDING = 1.0  # twip
_TYPE = w("type")
_WIDTH = w("w")


class AskedWidth(NamedTuple):
    """The width in twips that a cell asks for, which begins at one column and ends before another."""

    column: int
    end: int
    width: float


def measure_columns(widths: list[float], asked: list[AskedWidth], is_fixed: bool) -> list[float]:
    """The widths of the columns, 0 where nothing says any. What cells of one column ask for goes before the widths of
    the grid, which were true when the file was saved, where each column has such a cell: in a fixed layout the first
    one, else the widest.

    Source: ECMA-376 Part 1, 17.4.52 (tblLayout), 17.18.87 (ST_TblLayoutType).
    """
    singles: dict[int, float] = {}
    for column, end, width in asked:
        if end - column == 1:
            first = singles.setdefault(column, width)
            singles[column] = first if is_fixed else max(first, width)
    if len(singles) == len(widths):
        return _scaled(widths, [singles[column] for column in range(len(widths))])
    return widths if all(widths) else _fill_gaps([*widths], singles, asked)


def _scaled(grid: list[float], asked: list[float]) -> list[float]:
    """What the cells ask for; where that is the grid but for rounding to twips, the grid in the size of the cells."""
    scale = sum(asked) / (sum(grid) or 1.0)
    is_same = all(abs(width * scale - cell) <= _ROUNDING for width, cell in zip(grid, asked, strict=True))
    return [width * scale for width in grid] if is_same else asked


def _fill_gaps(widths: list[float], singles: dict[int, float], asked: Iterable[AskedWidth]) -> list[float]:
    """Fill the gaps by the widths that cells ask for: those of one column first, then those of several."""
    for column, width in enumerate(widths):
        widths[column] = width or singles.get(column, 0.0)
    for column, end, width in asked:
        if 1 < end - column <= MOST_COLUMNS:
            _share_out(widths, column, end, width)
    return widths


def _share_out(widths: list[float], start: int, end: int, width: float) -> None:
    missing = [column for column in range(start, end) if not widths[column]]
    rest = width - sum(widths[start:end])
    if rest > 0:
        for column in missing:
            widths[column] = rest / len(missing)


def read_width(element: Element, whole: float) -> float:
    """A `w:tblW` or `w:tcW` in the unit of twips, percentages being of `whole`; 0 when it is automatic or absurd.

    Source: ECMA-376 Part 1, 17.4.63, 17.4.71, 17.18.90 (ST_TblWidth); Strict files write `50%`.
    """
    text, kind = element.get(_WIDTH, ""), element.get(_TYPE, "dxa")
    return _parse_width(text, kind, whole) if len(text) <= _LONGEST_WIDTH else 0.0


@lru_cache(maxsize=1024)
def _parse_width(text: str, kind: str, whole: float) -> float:
    if text.endswith("%"):
        return max(0.0, whole * (parse_int(text[:-1]) or 0) / 100)
    if kind == "pct":
        return max(0.0, whole * (parse_int(text) or 0) / FIFTIETHS)
    return float(max(0, parse_twips(text) or 0)) if kind == "dxa" else 0.0
