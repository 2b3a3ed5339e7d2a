"""The grid of a table as Word has it: each row has a cell at each place, covered ones included."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from sdconvert.model.tables import ALL_HUNDREDTHS, Table, hundredths_of
from sdconvert.writing.grid import Limits, Line, Placed, build_grid

LIMITS = Limits(columns=63)
"""Word has no more."""


class WordGrid(NamedTuple):
    """Rows of places over the columns, whose shares are hundredths of a percent; `row_span` is 0 where a cell continues
    the one above. `is_repaired`: spans, rows or columns did not fit."""

    rows: list[list[Placed]]
    shares: tuple[int, ...]
    is_repaired: bool


def build_word_grid(table: Table) -> WordGrid:
    """The grid of a table: ragged rows are filled with empty cells, impossible spans are cut."""
    grid = build_grid(table, LIMITS)
    shares = hundredths_of(table.columns[: grid.width], grid.width)
    return WordGrid([_places(line) for line in grid.lines], shares, grid.is_repaired)


def _places(line: Line) -> list[Placed]:
    if not line.continued:
        return line.placed + line.fillers
    continued = [each._replace(row_span=0) for each in line.continued]
    return sorted(line.placed + continued + line.fillers, key=lambda place: place.column)


def cut(length: int, shares: Sequence[int]) -> list[int]:
    """A length cut by shares of a whole, without a rest."""
    edges = [0]
    total = 0
    for share in shares:
        total += share
        edges.append(round(length * total / ALL_HUNDREDTHS))
    return [max(end - start, 1) for start, end in pairwise(edges)]
