"""The grid of a table: which cell stands where and what it covers, made rectangular (ECMA-376 Part 1, 17.4.49)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from sdconvert.findings import Severity, declare
from sdconvert.formats.docx.names import TC, TR, VAL, is_on, local_name, w
from sdconvert.formats.docx.read.column_widths import MOST_COLUMNS, AskedWidth, measure_columns, read_width
from sdconvert.formats.docx.read.context import Reading
from sdconvert.formats.docx.read.formatting.borders import NO_BORDERS, RegionBorders, read_borders
from sdconvert.formats.docx.read.formatting.shading import read_shading
from sdconvert.formats.docx.read.formatting.table_styles import (
    CellRun,
    RowProperties,
    TableLook,
    TableStyle,
    read_row_height,
    read_table_look,
)
from sdconvert.formats.docx.read.formatting.theme_colors import ThemeColors
from sdconvert.formats.docx.read.markers import MARKERS
from sdconvert.formats.docx.units import parse_int, parse_twips
from sdconvert.frozen import dataclass
from sdconvert.late import call_late
from sdconvert.xmlio import Element, children_of, content_key

if TYPE_CHECKING:
    from sdconvert.formats.docx.read.hidden_rows import hide_row
else:
    hide_row = call_late("sdconvert.formats.docx.read.hidden_rows", "hide_row")


UNKNOWN_IN_TABLE = declare(
    "DOCX-R062",
    Severity.ERROR,
    "What stands between the cells of a table is left out ({name}): “{text}”",
    why="A table holds rows and a row holds cells; this is something else.",
)
BROKEN_MERGE = declare(
    "DOCX-R063",
    Severity.WARNING,
    "{number} cell(s) that should continue the cell above stand alone, as they do not line up with it.",
    "Merge the cells again in Word.",
    "A vertical merge needs cells that begin and end at the same columns.",
)
WIDE_GRID = declare(
    "DOCX-R064",
    Severity.INFO,
    "A table claims {number} columns; those at which no cell begins are joined, which leaves {left}.",
    why="Word itself has no more than 63 columns.",
)
_TBL_PR = w("tblPr")
_TBL_GRID = w("tblGrid")
_GRID_COL = w("gridCol")
_TR_PR = w("trPr")
_TC_PR = w("tcPr")
_TBL_PR_EX = w("tblPrEx")
_TBL_BORDERS = w("tblBorders")
_SHD = w("shd")
_TBL_LOOK = w("tblLook")
_PLACING = frozenset(map(w, ("jc", "tblW", "tblInd", "tblCellSpacing", "tblCellMar", "tblLayout")))
_WIDTH = w("w")

_RESTART = "restart"
_CONTINUE = "continue"
_UPRIGHT = frozenset(("lrTb", "lrTbV", "tb", "tbV"))

IGNORED: dict[str, str] = {
    **MARKERS,
    **dict.fromkeys(map(w, ("commentRangeStart", "commentRangeEnd")), "between rows and cells there are no words"),
}
"""What gives nothing between rows and between cells, and why."""

PropertyReaders = dict[str, tuple[str, Callable[[Element, ThemeColors], object]]]
"""The readers of properties by element, each with the name of the attribute that it gives."""


@dataclass(slots=True)
class GridCell:
    """A `w:tc` with its properties and its place.

    `owner` is the cell above that covers this one. `beside` are the cells that it covers to the right, `below` the last
    one that it covers downwards: the last ones have the far borders.
    """

    element: Element
    span: int = 1
    width: Element | None = None
    v_merge: str | None = None
    h_merge: str | None = None
    borders: RegionBorders = NO_BORDERS
    shading: str | None = None
    v_align: str | None = None
    is_turned: bool = False
    has_margins: bool = False
    is_fitted: bool = False
    column: int = 0
    row_span: int = 1
    owner: GridCell | None = None
    below: GridCell | None = None
    beside: list[GridCell] = field(default_factory=list)

    @property
    def end(self) -> int:
        """The column after the last one."""
        return self.column + self.span


@dataclass(slots=True)
class GridRow:
    """A `w:tr`. `before` and `after` are columns without a cell; `is_header`: it asks to be repeated on each page;
    `is_hidden`: so is the mark at its end; None where it says nothing. `strangers` are neither cells nor properties.
    `min_height` is in points, 0 for automatic. `look` is what it shows of its style, where that is not what its table
    shows; `is_apart`: it has a place or margins of its own."""

    cells: list[GridCell] = field(default_factory=list)
    before: int = 0
    after: int = 0
    is_header: bool | None = None
    is_hidden: bool | None = None
    strangers: list[Element] = field(default_factory=list)
    min_height: float | None = None
    borders: RegionBorders = NO_BORDERS
    shading: str | None = None
    look: TableLook | None = None
    is_apart: bool = False

    @property
    def cells_end(self) -> int:
        """The column after the last cell."""
        return self.cells[-1].end if self.cells else self.before

    @property
    def end(self) -> int:
        """The column after the row."""
        return self.cells_end + self.after


class TableShape(NamedTuple):
    """What a table says of all its rows. `width` is what percentages are of, in twips."""

    style: TableStyle
    look: TableLook
    width: float
    is_fixed: bool


@dataclass(frozen=True, slots=True)
class Grid:
    """The rows of a table over its columns. `widths` are twips, or mere shares where nothing measures them; whether the
    first and the last row are shown is what a style may ask."""

    rows: tuple[GridRow, ...]
    widths: tuple[float, ...]
    is_measured: bool
    shows_first: bool = True
    shows_last: bool = True


def read_grid(tbl: Element, reading: Reading, shape: TableShape) -> Grid:
    """The grid of a table; what its rows do not say themselves its style says.

    Source: ECMA-376 Part 1, 17.4.14 (gridAfter), 17.4.17 (gridSpan), 17.4.22 (hMerge), 17.4.48 (tblGrid), 17.4.84
    (vMerge).
    Loses: DOCX-R062, DOCX-R063, DOCX-R064.
    """
    rows: list[GridRow] = []
    widths: list[float] = []
    row_count, index = len(tbl.findall(TR)), -1
    shown: list[int] = []
    for child in tbl:
        tag = child.tag
        if tag == TR:
            index += 1
            row = _read_row(child, reading)
            _style_row(row, shape.style.row_properties(index, row_count, row.look or shape.look))
            if row.is_hidden and _hide_row(child, shape.style.row_run(index, row_count, shape.look), reading):
                continue
            rows.append(row)
            shown.append(index)
            for stranger in row.strangers:
                _lose_stranger(stranger, reading)
        elif tag == _TBL_GRID:
            widths = [float(max(0, parse_twips(col.get(_WIDTH)) or 0)) for col in child.iterchildren(_GRID_COL)]
        elif tag != _TBL_PR and tag not in IGNORED:
            _lose_stranger(child, reading)
    count = max((row.end for row in rows), default=0)
    if count > MOST_COLUMNS:
        widths = _join_columns(rows, widths)
        if len(widths) < count:
            reading.report.add(WIDE_GRID, reading.at(tbl), number=count, left=len(widths))
        count = len(widths)
    broken = _merge_down(rows)
    if broken:
        reading.report.add(BROKEN_MERGE, reading.at(tbl), number=broken)
    widths, is_measured = _measure(rows, (widths + [0.0] * count)[:count], shape)
    return Grid(tuple(rows), tuple(widths), is_measured, shown[:1] == [0], shown[-1:] == [row_count - 1])


# ------------------------------------------------------------------------------------------------ rows and cells


def _read_row(tr: Element, reading: Reading) -> GridRow:
    row = GridRow()
    colors = reading.styles.theme.colors
    for child in tr:
        tag = child.tag
        if tag == TC:
            row.cells.append(_read_cell(child, reading))
        elif tag == _TR_PR:
            _set_all(row, _read_properties(child, ROW_PROPERTIES, colors))
        elif tag == _TBL_PR_EX:
            row.borders = read_borders(child.find(_TBL_BORDERS), colors)
            row.shading = read_shading(child.find(_SHD), colors)
            look = child.find(_TBL_LOOK)
            row.look = None if look is None else read_table_look(look)
            row.is_apart = any(each.tag in _PLACING for each in child)
        elif tag not in IGNORED:
            row.strangers.append(child)
    _merge_across(row)
    return row


def _hide_row(tr: Element, run: CellRun, reading: Reading) -> bool:
    with reading.in_cell(run):
        return hide_row(tr, reading)


def _lose_stranger(element: Element, reading: Reading) -> None:
    """Leave out what has no place in a table."""
    reading.lose(UNKNOWN_IN_TABLE, element, name=local_name(element.tag))


def _read_cell(tc: Element, reading: Reading) -> GridCell:
    cell = GridCell(tc)
    tc_pr = tc[0] if len(tc) else None
    if tc_pr is not None and tc_pr.tag != _TC_PR:
        tc_pr = next(tc.iterchildren(_TC_PR), None)
    if tc_pr is not None:
        key = content_key(tc_pr)
        properties = reading.known_cells.get(key)
        if properties is None:
            colors = reading.styles.theme.colors
            properties = reading.known_cells[key] = _read_properties(tc_pr, CELL_PROPERTIES, colors)
        _set_all(cell, properties)
    return cell


def _read_properties(properties: Element, readers: PropertyReaders, colors: ThemeColors) -> dict[str, object]:
    known = [(*readers[child.tag], child) for child in children_of(properties) if child.tag in readers]
    return {name: read(child, colors) for name, read, child in known}


def _set_all(target: GridRow | GridCell, properties: dict[str, object]) -> None:
    for name, value in properties.items():
        setattr(target, name, value)


def _read_header(element: Element, _: ThemeColors) -> bool:
    return is_on(element.get(VAL))


def _read_height(element: Element, _: ThemeColors) -> float:
    return read_row_height(element)


def _style_row(row: GridRow, styled: RowProperties) -> None:
    if row.is_header is None:
        row.is_header = styled.is_header
    if row.is_hidden is None:
        row.is_hidden = styled.is_hidden
    if row.min_height is None:
        row.min_height = styled.min_height
    row.is_apart = row.is_apart or styled.is_apart


def _read_columns(element: Element, _: ThemeColors) -> int:
    return max(0, parse_int(element.get(VAL)) or 0)


def _read_width(element: Element, _: ThemeColors) -> Element:
    """The element itself: what a percentage is one of is not known yet."""
    return element


def _read_word(element: Element, _: ThemeColors) -> str | None:
    return element.get(VAL)


def _read_span(element: Element, _: ThemeColors) -> int:
    return max(1, parse_int(element.get(VAL)) or 1)


def _read_merge(element: Element, _: ThemeColors) -> str:
    return _RESTART if element.get(VAL) == _RESTART else _CONTINUE


def _read_margins(element: Element, _: ThemeColors) -> bool:
    return len(element) > 0


def _read_mark(element: Element, _: ThemeColors) -> bool:
    return True


def _read_turn(element: Element, _: ThemeColors) -> bool:
    return element.get(VAL, "lrTb") not in _UPRIGHT


ROW_PROPERTIES: PropertyReaders = {
    w("tblHeader"): ("is_header", _read_header),
    w("hidden"): ("is_hidden", _read_header),
    w("trHeight"): ("min_height", _read_height),
    w("gridBefore"): ("before", _read_columns),
    w("gridAfter"): ("after", _read_columns),
    **dict.fromkeys(map(w, ("jc", "tblCellSpacing")), ("is_apart", _read_mark)),
}
CELL_PROPERTIES: PropertyReaders = {
    w("tcW"): ("width", _read_width),
    w("gridSpan"): ("span", _read_span),
    w("vMerge"): ("v_merge", _read_merge),
    w("hMerge"): ("h_merge", _read_merge),
    w("tcBorders"): ("borders", read_borders),
    _SHD: ("shading", read_shading),
    w("vAlign"): ("v_align", _read_word),
    w("textDirection"): ("is_turned", _read_turn),
    w("tcMar"): ("has_margins", _read_margins),
    w("tcFitText"): ("is_fitted", _read_header),
}


# -------------------------------------------------------------------------------------------------------- merges


def _merge_across(row: GridRow) -> None:
    """Give the cells their columns, those of a legacy horizontal merge (`w:hMerge`) as one."""
    cells: list[GridCell] = []
    column = row.before
    is_open = False
    for cell in row.cells:
        cell.column = column
        column += cell.span
        if cell.h_merge == _CONTINUE and is_open:
            cells[-1].span += cell.span
            cells[-1].beside.append(cell)
        else:
            cells.append(cell)
            is_open = cell.h_merge is not None
    row.cells = cells


def _merge_down(rows: list[GridRow]) -> int:
    """Join the cells that continue the one above; how many claim to and have none above that fits."""
    broken = 0
    above: dict[tuple[int, int], GridCell] = {}
    for row in rows:
        here: dict[tuple[int, int], GridCell] = {}
        for cell in row.cells:
            if cell.v_merge is None:
                continue
            place = (cell.column, cell.span)
            owner = above.get(place) if cell.v_merge == _CONTINUE else None
            if owner is None:
                broken += cell.v_merge == _CONTINUE
                here[place] = cell
            else:
                owner.row_span += 1
                owner.below = cell
                cell.owner = here[place] = owner
        above = here
    return broken


def _join_columns(rows: list[GridRow], widths: list[float]) -> list[float]:
    """Make one column of those between which no cell begins or ends; the widths of what is left."""
    edges = {0}
    for row in rows:
        edges.update((row.before, row.end, *(cell.end for cell in row.cells)))
    ordered = sorted(edges)
    new = {edge: index for index, edge in enumerate(ordered)}
    for row in rows:
        row.after = new[row.end] - new[row.cells_end]
        row.before = new[row.before]
        for cell in row.cells:
            cell.column, cell.span = new[cell.column], new[cell.end] - new[cell.column]
    return [sum(widths[start:end]) for start, end in pairwise(ordered)]


# -------------------------------------------------------------------------------------------------------- widths


def _measure(rows: list[GridRow], widths: list[float], shape: TableShape) -> tuple[list[float], bool]:
    asked = [
        AskedWidth(cell.column, cell.column + cell.span, width)
        for row in rows
        for cell in row.cells
        if cell.width is not None and (width := read_width(cell.width, shape.width))
    ]
    measured = measure_columns(widths, asked, shape.is_fixed)
    known = [width for width in measured if width]
    usual = sum(known) / len(known) if known else 1.0
    return [width or usual for width in measured], bool(known)
