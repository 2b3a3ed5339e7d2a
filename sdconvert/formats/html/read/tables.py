"""Tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

from lxml import etree

from sdconvert.formats.html.names import DATA_COL_SPAN, DATA_COLUMNS
from sdconvert.formats.html.read.blocks import alignment_in
from sdconvert.formats.html.read.css import (
    Style,
    parse_alignment,
    parse_colour,
    parse_percent,
    parse_points,
    parse_style,
)
from sdconvert.formats.html.read.elements import parse_integer
from sdconvert.formats.html.read.figures import read_caption
from sdconvert.formats.html.read.flow import Flow
from sdconvert.formats.html.read.inherited import BlockFormat, Inherited
from sdconvert.formats.html.read.readers import reads
from sdconvert.ledger import Kind
from sdconvert.model.tables import Borders, Cell, Row, Table, VerticalAlignment
from sdconvert.xmlio import Element

MAX_COL_SPAN = 1000
MAX_COLUMNS = 4000
MAX_ROW_SPAN = 65534

ReadCell = Callable[[Flow, Element], Cell | None]
"""Reads a cell, or leaves it out."""

_SECTIONS_AND_ROWS = frozenset({"thead", "tbody", "tfoot", "tr"})
_CELLS = frozenset({"td", "th"})
_VERTICAL = {alignment.value: alignment for alignment in VerticalAlignment} | {"center": VerticalAlignment.MIDDLE}
_ALL_SIDES = Borders(True, True, True, True)
_LINE = "--line"
_NO_LINE = ("none", "0", "hidden", "medium none")


@reads("table")
def read_table(flow: Flow, element: Element, inherited: Inherited) -> None:
    """A table that stands as what is around it does."""
    flow.close()
    block_id = flow.reading.take_id()
    table = read_grid(flow, element, inherited, partial(read_cell, borders=_table_borders(element)))
    alignment = parse_alignment(element.get("align", "")) or inherited.block.alignment
    flow.add_block(replace(table, alignment=alignment, indent=inherited.block.indent, id=block_id))


def read_grid(flow: Flow, element: Element, inherited: Inherited, read_cell: ReadCell) -> Table:
    """The rows, the columns and the caption of a table. What stands in it outside of cells and caption stands before
    it, as browsers show it."""
    reading = flow.reading
    holder = element.find("caption")
    _read_strays(flow, element, inherited, holder)
    flow.close()
    reading.report.read({Kind.TABLES: 1})
    at = reading.at()
    caption = () if holder is None else read_caption(flow, holder, inherited.text)
    style = parse_style(element.get("style", ""))
    rows = _read_rows(flow, element, read_cell)
    width = parse_percent(style.get("width") or element.get("width") or "") or 100.0
    border_color = style.get(_LINE, "#000000")
    is_mirrored = _is_right_to_left(element)
    if is_mirrored:
        rows = tuple([replace(row, cells=tuple(map(_mirrored, row.cells))) for row in rows])
    return Table(
        rows,
        _read_columns(element),
        width,
        border_color=border_color,
        caption=caption,
        is_right_to_left=is_mirrored,
        at=at,
    )


def _is_right_to_left(element: Element) -> bool:
    """By the nearest element that says a direction."""
    directions = (holder.get("dir", "").lower() for holder in (element, *element.iterancestors()))
    return next(filter(None, directions), "") == "rtl"


def _mirrored(cell: Cell) -> Cell:
    """A cell whose left side is the one where its row begins."""
    return replace(cell, borders=cell.borders.mirrored())


def _read_strays(flow: Flow, holder: Element, inherited: Inherited, caption: Element | None) -> None:
    """Read what stands in a table, a section or a row of it, and is neither the caption nor a cell."""
    is_row = holder.tag == "tr"
    known = _CELLS if is_row else _SECTIONS_AND_ROWS
    if holder.text:
        flow.add_text(holder.text, inherited)
    for child in holder.iterchildren(etree.Element):
        if child.tag not in known and child is not caption:
            flow.visit(child, inherited)
        elif not is_row and child is not caption:
            _read_strays(flow, child, inherited, caption)
        if child.tail:
            flow.add_text(child.tail, inherited)


def _rows_in_order(table: Element) -> list[Element]:
    """The rows as they are shown: those of `thead` first, those of `tfoot` last."""
    groups: dict[str, list[Element]] = {"thead": [], "table": [], "tfoot": []}
    for holder, row in _rows_with_holders(table):
        groups.get(str(holder.tag), groups["table"]).append(row)
    return [*groups["thead"], *groups["table"], *groups["tfoot"]]


def _rows_with_holders(holder: Element) -> Iterator[tuple[Element, Element]]:
    """Each row with the table or the section that it stands in; a section in a section counts as one beside it."""
    for child in holder.iterchildren(*_SECTIONS_AND_ROWS):
        if child.tag == "tr":
            yield holder, child
        else:
            yield from _rows_with_holders(child)


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


def _read_rows(flow: Flow, element: Element, read_cell: ReadCell) -> tuple[Row, ...]:
    rows = []
    for row in _rows_in_order(element):
        flow.reading.note_id(row)
        cells = []
        for child in row.iterchildren(etree.Element):
            cell = read_cell(flow, child) if child.tag in _CELLS else None
            if cell is not None:
                cells.append(cell)
        height = parse_points(parse_style(row.get("style", "")).get("height", ""))
        rows.append(Row(tuple(cells), height if height and height > 0 else None))
    return tuple([_cut_spans(row, len(rows) - index) for index, row in enumerate(rows)])


def _cut_spans(row: Row, rest: int) -> Row:
    """The row, with no cell spanning further than the last of the rows."""
    if all(cell.row_span <= rest for cell in row.cells):
        return row
    return replace(row, cells=tuple([replace(cell, row_span=min(cell.row_span, rest)) for cell in row.cells]))


def read_cell(flow: Flow, element: Element, borders: Borders) -> Cell:
    """A cell; `borders` are the lines around it where it says nothing of its own."""
    style = parse_style(element.get("style", ""))
    flow.reading.note_id(element)
    vertical = style.get("vertical-align") or element.get("valign") or ""
    col_span = parse_integer(element.get(DATA_COL_SPAN) or element.get("colspan")) or 1
    row_span = parse_integer(element.get("rowspan", "1"))
    return Cell(
        flow.read_apart(element),
        min(max(col_span, 1), MAX_COL_SPAN),
        MAX_ROW_SPAN if row_span == 0 else min(max(row_span or 1, 1), MAX_ROW_SPAN),
        element.tag == "th",
        _cell_borders(style, borders),
        parse_colour(style.get("background-color") or style.get("background") or element.get("bgcolor") or ""),
        _font_size(style.get("font-size", "")),
        alignment_in(element, BlockFormat()),
        _VERTICAL.get(vertical.lower(), VerticalAlignment.TOP),
    )


def _font_size(text: str) -> float | None:
    points = parse_points(text) if text.rstrip().lower().endswith(("pt", "px")) else None
    return points if points and points > 0 else None


def _table_borders(element: Element) -> Borders:
    """The lines around the cells of a table: none where the page says so, else all."""
    border = parse_style(element.get("style", "")).get("border", element.get("border", ""))
    return Borders() if border.startswith(_NO_LINE) else _ALL_SIDES


def _cell_borders(style: Style, otherwise: Borders) -> Borders:
    all_sides = style.get("border")
    sides = [style.get(f"border-{side}", all_sides) for side in Borders._fields]
    return Borders(
        *(
            default if line is None else not line.startswith(_NO_LINE)
            for line, default in zip(sides, otherwise, strict=True)
        )
    )
