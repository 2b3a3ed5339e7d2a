"""Table styles: what a cell looks like at its place in the table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import field, replace
from typing import NamedTuple

from sdconvert.formats.docx.names import PPR, RPR, VAL, is_on, local_name, w
from sdconvert.formats.docx.read.formatting.borders import NO_BORDERS, Edges, RegionBorders, read_borders
from sdconvert.formats.docx.read.formatting.shading import read_shading
from sdconvert.formats.docx.read.formatting.theme_colors import NO_THEME_COLORS, ThemeColors
from sdconvert.formats.docx.units import TWIPS_PER_POINT, parse_int, parse_twips
from sdconvert.frozen import dataclass
from sdconvert.xmlio import Element

_TBL_PR = w("tblPr")
_TC_PR = w("tcPr")
_TBL_STYLE_PR = w("tblStylePr")
_MARGINS = w("tblCellMar")
_BIDI_VISUAL = w("bidiVisual")
_DISTANCES = w("tblCellSpacing")
_USUAL_MARGINS = dict.fromkeys(("left", "start", "right", "end"), 112)  # 108, or 115 in the older ones
_UNSEEN_TWIPS = 8
_TR_PR = w("trPr")
_TBL_HEADER = w("tblHeader")
_HIDDEN = w("hidden")
_TR_HEIGHT = w("trHeight")
_H_RULE = w("hRule")
_TBL_IND = w("tblInd")
_WIDTH = w("w")
_TBL_BORDERS = w("tblBorders")
_TC_BORDERS = w("tcBorders")
_SHD = w("shd")
_V_ALIGN = w("vAlign")
_SIZE = w("sz")
_JC = w("jc")
_TYPE = w("type")
_ROW_BAND_SIZE = w("tblStyleRowBandSize")
_COL_BAND_SIZE = w("tblStyleColBandSize")

_LOOK_BITS = (
    ("firstRow", 0x0020, "first_row"),
    ("lastRow", 0x0040, "last_row"),
    ("firstColumn", 0x0080, "first_column"),
    ("lastColumn", 0x0100, "last_column"),
    ("noHBand", 0x0200, "no_row_bands"),
    ("noVBand", 0x0400, "no_column_bands"),
)


CellRun = tuple[tuple[str, object], ...]
"""The run properties that a table style gives the text of a cell, by their names; made to be a key."""
NO_CELL_RUN: CellRun = ()
ReadRun = Callable[[Element | None], Mapping[str, object]]


class TableLook(NamedTuple):
    """The parts of its style that a table shows (`w:tblLook`)."""

    first_row: bool = False
    last_row: bool = False
    first_column: bool = False
    last_column: bool = False
    no_row_bands: bool = False
    no_column_bands: bool = False


@dataclass(frozen=True, slots=True)
class CellProperties:
    """How a table style lets a cell look: `None` where it says nothing.

    `shading` is `#rrggbb`, and empty where the style takes it away. `v_align` and `jc` are the file's words. The sides
    of `borders` are those of this cell; the inside ones say nothing. `run` makes text bold, italic and the like.
    """

    shading: str | None = None
    borders: RegionBorders = NO_BORDERS
    v_align: str | None = None
    size_half_points: int | None = None
    jc: str | None = None
    run: CellRun = NO_CELL_RUN


NO_CELL_PROPERTIES = CellProperties()


class RowProperties(NamedTuple):
    """How a table style lets a row look: None where it says nothing. `min_height` is in points, 0 for automatic.
    `is_apart`: it gives the row a place, or its cells distances."""

    is_header: bool | None = None
    is_hidden: bool | None = None
    min_height: float | None = None
    is_apart: bool = False

    def over(self, below: RowProperties) -> RowProperties:
        """These properties where they say something, else those below."""
        return RowProperties(
            below.is_header if self.is_header is None else self.is_header,
            below.is_hidden if self.is_hidden is None else self.is_hidden,
            below.min_height if self.min_height is None else self.min_height,
            self.is_apart or below.is_apart,
        )


NO_ROW_PROPERTIES = RowProperties()


def read_table_look(element: Element | None) -> TableLook:
    """The `w:tblLook` of a table; without one, only the bands show.

    Source: ECMA-376 Part 1, 17.4.55 (attributes, or the older bit mask).
    """
    if element is None:
        return TableLook()
    mask = _parse_hex(element.get(VAL))
    shown = {}
    for attribute, bit, name in _LOOK_BITS:
        value = element.get(w(attribute))
        shown[name] = bool(mask & bit) if value is None else is_on(value)
    return TableLook(**shown)


@dataclass(frozen=True, slots=True)
class TableStyle:
    """A table style with everything it inherits. `parts` are the looks of cells by the file's words
    for its conditional parts, `rows` those of rows."""

    id: str = ""
    name: str = ""
    is_own: bool = False
    jc: str | None = None
    indent_twips: int | None = None
    has_margins: bool = False
    has_distances: bool = False
    is_mirrored: bool = False
    row_band_size: int = 1
    col_band_size: int = 1
    parts: dict[str, CellProperties] = field(default_factory=dict)
    rows: dict[str, RowProperties] = field(default_factory=dict)
    _cells: dict[tuple[object, ...], CellProperties] = field(default_factory=dict, compare=False, repr=False)

    def cell_properties(
        self,
        row: int,
        col: int,
        row_count: int,
        col_count: int,
        look: TableLook,
        table_borders: RegionBorders = NO_BORDERS,
    ) -> CellProperties:
        """What the cell at this place looks like. `table_borders` are those of the table itself, which go before the
        style's for the whole table and behind those of its other parts.

        Source: ECMA-376 Part 1, 17.7.6 (the parts, weakest first).
        """
        regions = tuple(self._regions(row, col, row_count, col_count, look))
        key = (regions, table_borders)
        known = self._cells.get(key)
        if known is None:
            known = self._cells[key] = self._resolve(regions, table_borders)
        return known

    def row_kind(self, row: int, row_count: int, look: TableLook) -> tuple[object, ...]:
        """What tells a row from others in `cell_properties`: where it stands, and its band."""
        top, bottom = row == 0, row == row_count - 1
        if not self.parts and not self.rows:
            return top, bottom
        band, begins, ends = _band(row, int(look.first_row), row_count - look.last_row, self.row_band_size)
        return top, bottom, band % 2, begins, ends

    def row_properties(self, row: int, row_count: int, look: TableLook) -> RowProperties:
        """How the row at this place looks.

        Source: ECMA-376 Part 1, 17.7.6.10 (trPr).
        """
        result = NO_ROW_PROPERTIES
        if self.rows:
            for name, _ in self._regions(row, 0, row_count, 1, look._replace(first_column=False, last_column=False)):
                result = self.rows.get(name, NO_ROW_PROPERTIES).over(result)
        return result

    def row_run(self, row: int, row_count: int, look: TableLook) -> CellRun:
        """The run properties that the row at this place gives all its text."""
        plain = look._replace(first_column=False, last_column=False, no_column_bands=True)
        return self.cell_properties(row, 0, row_count, 1, plain).run

    def _regions(
        self, row: int, col: int, row_count: int, col_count: int, look: TableLook
    ) -> Iterable[tuple[str, Edges]]:
        top, right, bottom, left = row == 0, col == col_count - 1, row == row_count - 1, col == 0
        yield "wholeTable", Edges(top, right, bottom, left)
        if not self.parts and not self.rows:
            return
        is_first_row, is_last_row = look.first_row and top, look.last_row and bottom
        is_first_col, is_last_col = look.first_column and left, look.last_column and right
        if not look.no_column_bands and not (is_first_col or is_last_col):
            end = col_count - look.last_column
            band, begins, ends = _band(col, int(look.first_column), end, self.col_band_size)
            yield ("band2Vert" if band % 2 else "band1Vert"), Edges(top, ends, bottom, begins)
        if not look.no_row_bands and not (is_first_row or is_last_row):
            band, begins, ends = _band(row, int(look.first_row), row_count - look.last_row, self.row_band_size)
            yield ("band2Horz" if band % 2 else "band1Horz"), Edges(begins, right, ends, left)
        if is_first_row:
            yield "firstRow", Edges(right=right, left=left)
        if is_last_row:
            yield "lastRow", Edges(right=right, left=left)
        if is_first_col:
            yield "firstCol", Edges(top=top, bottom=bottom)
        if is_last_col:
            yield "lastCol", Edges(top=top, bottom=bottom)
        for part, applies in (
            ("nwCell", is_first_row and is_first_col),
            ("neCell", is_first_row and is_last_col),
            ("swCell", is_last_row and is_first_col),
            ("seCell", is_last_row and is_last_col),
        ):
            if applies:
                yield part, Edges()

    def _resolve(self, regions: tuple[tuple[str, Edges], ...], table_borders: RegionBorders) -> CellProperties:
        result = NO_CELL_PROPERTIES
        for name, edges in regions:
            part = self.parts.get(name, NO_CELL_PROPERTIES)
            result = _cell_over(replace(part, borders=part.borders.of_cell(edges)), result)
            if name == "wholeTable":
                direct = table_borders.of_cell(edges)
                result = replace(result, borders=direct.over(result.borders))
        return result


NO_TABLE_STYLE = TableStyle()


def read_table_style(
    id: str, name: str, is_own: bool, chain: Iterable[Element], read_run: ReadRun, colors: ThemeColors = NO_THEME_COLORS
) -> TableStyle:
    """The table style made of `w:style` elements, the nearest first and what it is based on after it. `read_run` gives
    the properties in a `w:rPr` that make marks.

    Source: ECMA-376 Part 1, 17.7.6.
    """
    parts: dict[str, CellProperties] = {}
    rows: dict[str, RowProperties] = {}
    jc: str | None = None
    mirrored = margins = distances = indent = row_band_size = col_band_size = None
    for element in chain:
        tbl_pr = element.find(_TBL_PR)
        if tbl_pr is not None:
            jc = jc or _val(tbl_pr, _JC)
            indent = _read_indent(tbl_pr) if indent is None else indent
            margins = tbl_pr.find(_MARGINS) if margins is None else margins
            distances = tbl_pr.find(_DISTANCES) if distances is None else distances
            mirrored = tbl_pr.find(_BIDI_VISUAL) if mirrored is None else mirrored
            row_band_size = row_band_size or parse_int(_val(tbl_pr, _ROW_BAND_SIZE))
            col_band_size = col_band_size or parse_int(_val(tbl_pr, _COL_BAND_SIZE))
        _add_part(parts, "wholeTable", element, read_run, colors)
        _add_row(rows, "wholeTable", element)
        for part in element.iterchildren(_TBL_STYLE_PR):
            _add_part(parts, part.get(_TYPE, ""), part, read_run, colors)
            _add_row(rows, part.get(_TYPE, ""), part)
    return TableStyle(
        id,
        name,
        is_own,
        jc,
        indent,
        margins is not None and has_own_margins(margins),
        distances is not None,
        mirrored is not None and is_on(mirrored.get(VAL)),
        max(1, row_band_size or 1),
        max(1, col_band_size or 1),
        parts,
        rows,
    )


def _add_part(
    parts: dict[str, CellProperties], name: str, element: Element, read_run: ReadRun, colors: ThemeColors
) -> None:
    part = _cell_over(parts.get(name, NO_CELL_PROPERTIES), _read_part(element, read_run, colors))
    if part != NO_CELL_PROPERTIES:
        parts[name] = part


def _add_row(rows: dict[str, RowProperties], name: str, element: Element) -> None:
    tr_pr = element.find(_TR_PR)
    row = NO_ROW_PROPERTIES if tr_pr is None else _read_row(tr_pr)
    if element.tag == _TBL_STYLE_PR:
        tbl_pr = element.find(_TBL_PR)
        row = row._replace(is_apart=row.is_apart or (tbl_pr is not None and tbl_pr.find(_DISTANCES) is not None))
    if row != NO_ROW_PROPERTIES:
        rows[name] = rows.get(name, NO_ROW_PROPERTIES).over(row)


def _read_row(tr_pr: Element) -> RowProperties:
    header, hidden, height = (tr_pr.find(tag) for tag in (_TBL_HEADER, _HIDDEN, _TR_HEIGHT))
    return RowProperties(
        None if header is None else is_on(header.get(VAL)),
        None if hidden is None else is_on(hidden.get(VAL)),
        None if height is None else read_row_height(height),
        any(tr_pr.find(tag) is not None for tag in (_JC, _DISTANCES)),
    )


def read_row_height(element: Element) -> float:
    """The least height of a row in points, 0 where it is automatic."""
    twips = parse_twips(element.get(VAL)) or 0
    return twips / TWIPS_PER_POINT if twips > 0 and element.get(_H_RULE) != "auto" else 0.0


def _read_part(element: Element, read_run: ReadRun, colors: ThemeColors) -> CellProperties:
    tbl_pr, tc_pr, rpr, ppr = (element.find(tag) for tag in (_TBL_PR, _TC_PR, RPR, PPR))
    table_borders = NO_BORDERS if tbl_pr is None else read_borders(tbl_pr.find(_TBL_BORDERS), colors)
    table_shading = None if tbl_pr is None else read_shading(tbl_pr.find(_SHD), colors)
    cell_borders = NO_BORDERS if tc_pr is None else read_borders(tc_pr.find(_TC_BORDERS), colors)
    cell_shading = None if tc_pr is None else read_shading(tc_pr.find(_SHD), colors)
    return CellProperties(
        shading=table_shading if cell_shading is None else cell_shading,
        borders=cell_borders.over(table_borders),
        v_align=None if tc_pr is None else _val(tc_pr, _V_ALIGN),
        size_half_points=None if rpr is None else parse_int(_val(rpr, _SIZE)),
        jc=None if ppr is None else _val(ppr, _JC),
        run=tuple(read_run(rpr).items()),
    )


def has_own_margins(element: Element) -> bool:
    """Whether the margins of cells are others than those that Word takes where nothing is said (17.4.42)."""
    return any(
        abs((parse_twips(side.get(_WIDTH)) or 0) - _USUAL_MARGINS.get(local_name(side.tag), 0)) > _UNSEEN_TWIPS
        for side in element
    )


def _read_indent(tbl_pr: Element) -> int | None:
    element = tbl_pr.find(_TBL_IND)
    return None if element is None else max(0, parse_twips(element.get(_WIDTH)) or 0)


def _val(parent: Element, tag: str) -> str | None:
    child = parent.find(tag)
    return None if child is None else child.get(VAL)


def _cell_over(above: CellProperties, below: CellProperties) -> CellProperties:
    return CellProperties(
        shading=below.shading if above.shading is None else above.shading,
        borders=above.borders.over(below.borders),
        v_align=above.v_align or below.v_align,
        size_half_points=above.size_half_points or below.size_half_points,
        jc=above.jc or below.jc,
        run=tuple({**dict(below.run), **dict(above.run)}.items()),
    )


def _band(index: int, first: int, end: int, size: int) -> tuple[int, bool, bool]:
    """The band that a row or column lies in, and whether it begins and ends there."""
    band, place = divmod(index - first, size)
    return band, place == 0, place == size - 1 or index == end - 1


def _parse_hex(text: str | None) -> int:
    try:
        return int(text or "0", 16)
    except ValueError:
        return 0
