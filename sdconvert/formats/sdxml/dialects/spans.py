"""Merged cells of the dialect of 2017, which says nothing of spans: a bare `td` stands in each covered place."""

from __future__ import annotations

from dataclasses import field

from sdconvert.findings import Location, Report, Severity, declare
from sdconvert.formats.sdxml.names import MAIN_PART
from sdconvert.frozen import dataclass
from sdconvert.xmlio import Element, remove

SPANS_RESTORED = declare(
    "SDXML-D030",
    Severity.INFO,
    "{count} covered place(s) of a table became spans of the cells beside or above them.",
    why="In this dialect a merged cell leaves bare cells in the places that it covers; their places prove its spans.",
)
SPAN_UNCLEAR = declare(
    "SDXML-D031",
    Severity.WARNING,
    "{count} covered place(s) of a table may belong to the cell beside or to the one above; they became empty cells.",
    hint="Merge the cells again where the table needs it.",
    why="In this dialect a merged cell leaves bare cells in the places that it covers, and does not say which cell it "
    "was.",
)
WIDTHS_LEFT_OVER = declare(
    "SDXML-D032",
    Severity.WARNING,
    "A table has {widths} column widths and {columns} columns; left over were: {left}.",
    hint="Check the widths of the columns.",
    why="In this dialect a table can have more widths than its rows have cells.",
)

_Place = tuple[int, int]


@dataclass(slots=True)
class _Owner:
    """A cell that can be merged: where it begins and how far it reaches."""

    cell: Element
    row: int
    column: int
    height: int = 1
    width: int = 1


@dataclass(slots=True)
class _Ownership:
    """The cells by row and column, and the owner of each place so far."""

    rows: list[list[Element]]
    owners: dict[_Place, _Owner] = field(default_factory=dict)
    covered: list[Element] = field(default_factory=list)
    unclear: int = 0

    def is_bare(self, row: int, column: int) -> bool:
        return column < len(self.rows[row]) and _is_bare(self.rows[row][column])


def restore_spans(table: Element, report: Report) -> None:
    """Give the cells of a table the spans that bare cells prove, and take those out.

    Source: the dialect 2017. Loses: SDXML-D030 to SDXML-D032.
    """
    grid = _Ownership([[cell for cell in row if cell.tag in ("td", "th")] for row in table.iterchildren("tr")])
    for row, cells in enumerate(grid.rows):
        for column, cell in enumerate(cells):
            if not _is_bare(cell):
                grid.owners[row, column] = _Owner(cell, row, column)
            else:
                _assign(grid, row, column)
    _write_spans(grid)
    at = Location(MAIN_PART)
    if grid.covered:
        report.add(SPANS_RESTORED, at, count=len(grid.covered))
    if grid.unclear:
        report.add(SPAN_UNCLEAR, at, count=grid.unclear)
    _fit_widths(table, grid, report)


def _is_bare(cell: Element) -> bool:
    return not cell.attrib and not len(cell) and not (cell.text and cell.text.strip())


def _assign(grid: _Ownership, row: int, column: int) -> None:
    """Find the one cell that can reach to a bare place. A place that two can reach to, or none, is a cell again."""
    left = grid.owners.get((row, column - 1))
    above = grid.owners.get((row - 1, column))
    if left is not None and not _can_widen(grid, left, row, column):
        left = None
    if above is not None and not _can_lengthen(grid, above, row, column):
        above = None
    owners = {id(owner): owner for owner in (left, above) if owner is not None}
    if len(owners) != 1:
        grid.unclear += 1
        cell = grid.rows[row][column]
        grid.owners[row, column] = _Owner(cell, row, column)
        return
    (owner,) = owners.values()
    owner.width = max(owner.width, column - owner.column + 1)
    owner.height = max(owner.height, row - owner.row + 1)
    grid.owners[row, column] = owner
    grid.covered.append(grid.rows[row][column])


def _can_widen(grid: _Ownership, owner: _Owner, row: int, column: int) -> bool:
    """Whether the cell to the left can reach into this column: in its first row it can; in a later one only to where
    it reaches there."""
    return owner.row == row or column < owner.column + owner.width


def _can_lengthen(grid: _Ownership, owner: _Owner, row: int, column: int) -> bool:
    """Whether the cell above can reach into this row: all of its width has to be bare there, and none of it taken."""
    columns = range(owner.column, owner.column + owner.width)
    return all(grid.is_bare(row, each) and grid.owners.get((row, each), owner) is owner for each in columns)


def _write_spans(grid: _Ownership) -> None:
    for cell in grid.covered:
        remove(cell)
    for (row, column), owner in grid.owners.items():
        if (row, column) == (owner.row, owner.column):
            if owner.width > 1:
                owner.cell.set("colspan", str(owner.width))
            if owner.height > 1:
                owner.cell.set("rowspan", str(owner.height))


def _fit_widths(table: Element, grid: _Ownership, report: Report) -> None:
    """Bring rows and widths together where there are more widths: a row of one cell reaches over all of them, and
    what no row can use is left over."""
    for widths in table.iterchildren("column_width"):
        count = len(widths)
        for cells in grid.rows:
            if len(cells) == 1 and count > 1 and cells[0].get("colspan") is None:
                cells[0].set("colspan", str(count))
        columns = max((len(cells) if len(cells) > 1 else count for cells in grid.rows), default=count)
        if count > columns:
            left = list(widths)[columns:]
            text = ", ".join([item.text or "" for item in left])
            report.add(WIDTHS_LEFT_OVER, Location(MAIN_PART), widths=count, columns=columns, left=text)
            for item in left:
                remove(item)
