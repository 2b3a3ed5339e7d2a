"""Tables."""

from __future__ import annotations

from dataclasses import replace

from lxml import etree

from sdconvert.findings import Kind
from sdconvert.formats.html.names import BARE, DATA_COL_SPAN, DATA_COLUMNS, DATA_STYLE, HEADER, NUMBERED
from sdconvert.formats.html.read.around import Around
from sdconvert.formats.html.read.blocks import alignment_in, own_alignment, own_indent
from sdconvert.formats.html.read.content import Look
from sdconvert.formats.html.read.css import (
    Style,
    parse_alignment,
    parse_colour,
    parse_percent,
    parse_points,
    parse_style,
)
from sdconvert.formats.html.read.elements import classes, parse_integer
from sdconvert.formats.html.read.figures import read_caption
from sdconvert.formats.html.read.flow import Flow, reads
from sdconvert.formats.html.read.reading import own_id
from sdconvert.model.blocks import Alignment
from sdconvert.model.inlines import Inline
from sdconvert.model.tables import Borders, Cell, Row, Table, VerticalAlignment
from sdconvert.xmlio import Element

MAX_COL_SPAN = 1000
MAX_COLUMNS = 4000
MAX_ROW_SPAN = 65534

_SECTIONS = frozenset({"thead", "tbody", "tfoot"})
_CELLS = frozenset({"td", "th"})
_KNOWN = _SECTIONS | {"tr", "caption", "colgroup", "col"}
_OWN_VERTICAL = frozenset(VerticalAlignment)
_VERTICAL = {alignment.value: alignment for alignment in VerticalAlignment} | {"center": VerticalAlignment.MIDDLE}
_ALL_SIDES = Borders(True, True, True, True)
_LINE = "--line"
_NO_LINE = ("none", "0", "hidden", "medium none")


@reads("table")
def read_table(flow: Flow, element: Element, around: Around, look: Look) -> None:
    """A table. What stands in it outside of cells and caption stands before it, as browsers show it."""
    flow.close()
    reading = flow.reading
    identity = own_id(element) if reading.is_own else reading.take_id()
    _read_strays(flow, element, around, look)
    reading.report.read({Kind.TABLES: 1})
    at = reading.at()
    caption: tuple[Inline, ...] = ()
    holder = element.find("caption")
    if holder is not None:
        caption = read_caption(flow, holder, look)
    names = classes(element) if reading.is_own else frozenset()
    style = parse_style(element.get("style", ""))
    borders = _table_borders(element)
    rows = [_read_row(flow, row, borders) for row in _rows_in_order(element)]
    flow.add_block(
        Table(
            _within_end(rows),
            _read_columns(element),
            parse_percent(style.get("width") or element.get("width") or "") or 100.0,
            own_alignment(names) if reading.is_own else _table_alignment(element, around),
            own_indent(names) if reading.is_own else around.indent,
            style.get(_LINE, "#000000"),
            caption,
            NUMBERED in names,
            element.get(DATA_STYLE, "") if reading.is_own else "",
            identity,
            at,
        )
    )


def _table_alignment(element: Element, around: Around) -> Alignment:
    return parse_alignment(element.get("align", "")) or around.alignment


def _read_strays(flow: Flow, element: Element, around: Around, look: Look) -> None:
    for holder in (element, *(child for child in element.iterchildren(etree.Element) if child.tag in _SECTIONS)):
        if holder.text:
            flow.text(holder.text, around, look)
        for child in holder.iterchildren(etree.Element):
            if child.tag not in _KNOWN:
                flow.visit(child, around, look)
            if child.tail:
                flow.text(child.tail, around, look)
    for row in _rows_in_order(element):
        for child in row.iterchildren(etree.Element):
            if child.tag not in _CELLS:
                flow.visit(child, around, look)
            if child.tail:
                flow.text(child.tail, around, look)
        if row.text:
            flow.text(row.text, around, look)
    flow.close()


def _rows_in_order(element: Element) -> list[Element]:
    """The rows as they are shown: those of `thead` first, those of `tfoot` last."""
    groups: dict[str, list[Element]] = {"thead": [], "tbody": [], "tfoot": []}
    for child in element.iterchildren(etree.Element):
        if child.tag == "tr":
            groups["tbody"].append(child)
        elif child.tag in _SECTIONS:
            groups[str(child.tag)] += child.findall("tr")
    return [*groups["thead"], *groups["tbody"], *groups["tfoot"]]


def _read_columns(element: Element) -> tuple[float, ...]:
    """The shares of the columns in percent; none when the page does not say them all."""
    given = element.get(DATA_COLUMNS)
    if given is not None:
        shares = [parse_percent(f"{item}%") for item in given.split()]
        return tuple(share for share in shares if share is not None)
    columns: list[float] = []
    for column in element.iter("col"):
        if next(column.iterancestors("table"), None) is not element:
            continue
        style = parse_style(column.get("style", ""))
        text = style.get("width") or column.get("width") or ""
        width = parse_percent(text) or parse_points(text)
        if not width or width <= 0:
            return ()
        span = min(max(parse_integer(column.get("span")) or 1, 1), MAX_COL_SPAN)
        columns += [width] * min(span, MAX_COLUMNS - len(columns))
    return tuple(columns)


def _read_row(flow: Flow, row: Element, borders: Borders) -> Row:
    reading = flow.reading
    reading.note_id(row)
    cells = [cell for cell in row.iterchildren(etree.Element) if cell.tag in _CELLS]
    if reading.is_own:
        cells = [cell for cell in cells if BARE not in classes(cell)]
    height = parse_points(parse_style(row.get("style", "")).get("height", ""))
    return Row(tuple([_read_cell(flow, cell, borders) for cell in cells]), height if height and height > 0 else None)


def _read_cell(flow: Flow, element: Element, borders: Borders) -> Cell:
    names = classes(element)
    style = parse_style(element.get("style", ""))
    is_own = flow.reading.is_own
    flow.reading.note_id(element)
    alignment = own_alignment(names) if is_own else alignment_in(element, Around())
    vertical = style.get("vertical-align") or element.get("valign") or ""
    if is_own:
        vertical = next((name for name in names if name in _OWN_VERTICAL), "")
    col_span = parse_integer(element.get(DATA_COL_SPAN) or element.get("colspan")) or 1
    row_span = parse_integer(element.get("rowspan", "1"))
    return Cell(
        flow.read_apart(element, Look()),
        min(max(col_span, 1), MAX_COL_SPAN),
        MAX_ROW_SPAN if row_span == 0 else min(max(row_span or 1, 1), MAX_ROW_SPAN),
        element.tag == "th" or (is_own and HEADER in names),
        Borders(*(side in names for side in "trbl")) if is_own else _cell_borders(style, borders),
        parse_colour(style.get("background-color") or style.get("background") or element.get("bgcolor") or ""),
        _font_size(style.get("font-size", "")),
        alignment,
        _VERTICAL.get(vertical.lower(), VerticalAlignment.TOP),
    )


def _font_size(text: str) -> float | None:
    points = parse_points(text) if text.rstrip().lower().endswith(("pt", "px")) else None
    return points if points and points > 0 else None


def _within_end(rows: list[Row]) -> tuple[Row, ...]:
    """The rows, with no cell spanning further than the last of them."""
    return tuple([_row_within(row, len(rows) - index) for index, row in enumerate(rows)])


def _row_within(row: Row, rest: int) -> Row:
    if all(cell.row_span <= rest for cell in row.cells):
        return row
    return replace(row, cells=tuple([replace(cell, row_span=min(cell.row_span, rest)) for cell in row.cells]))


def _table_borders(element: Element) -> Borders:
    """The lines around the cells of a page that is not ours: none where the page says so, else all."""
    border = parse_style(element.get("style", "")).get("border", element.get("border", ""))
    return Borders() if border.startswith(_NO_LINE) else _ALL_SIDES


def _cell_borders(style: Style, otherwise: Borders) -> Borders:
    around = style.get("border")
    sides = [style.get(f"border-{side}", around) for side in Borders._fields]
    return Borders(
        *(
            default if line is None else not line.startswith(_NO_LINE)
            for line, default in zip(sides, otherwise, strict=True)
        )
    )
