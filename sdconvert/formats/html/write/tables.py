"""Tables, as pieces of HTML."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from math import isfinite

from sdconvert.findings import Location, Severity, declare
from sdconvert.formats.html.names import (
    ALIGNMENT_CLASSES,
    BARE,
    COLOUR,
    DATA_COL_SPAN,
    DATA_COLUMNS,
    HEADER,
)
from sdconvert.formats.html.write.blocks import frame_attributes, write_caption
from sdconvert.formats.html.write.context import Context
from sdconvert.formats.html.write.grid import HtmlGrid, HtmlLine, build_html_grid
from sdconvert.ledger import Kind
from sdconvert.model.blocks import Alignment, ListItem, Paragraph
from sdconvert.model.document import Block
from sdconvert.model.inlines import Sidenote
from sdconvert.model.tables import Borders, Cell, Table, VerticalAlignment
from sdconvert.writing.grid import Placed

TABLE_REPAIRED = declare(
    "HTML-W071",
    Severity.WARNING,
    "The cells of a table do not make a grid; spans were cut, and column widths that are none were left out.",
    hint="Compare the table with the source.",
    why="Cells that span more than there is, or that lie over each other, are shown differently by every browser.",
)
COLOUR_UNKNOWN = declare(
    "HTML-W080",
    Severity.INFO,
    "The colour “{colour}” of {count} table(s) or cell(s) is not # and six hexadecimal digits; it was left out.",
    why="Only such colours are certain to be colours and nothing else.",
)
SIZE_UNUSABLE = declare(
    "HTML-W081",
    Severity.INFO,
    "A {what} in {count} row(s) or cell(s) of tables is no size; it was left out.",
    why="A size is more than nothing and not without end.",
)

FlowWriter = Callable[[Context, Iterable[Block]], None]

_BLACK = "#000000"
_BRIGHT = 140


def write_table(context: Context, table: Table, write_flow: FlowWriter) -> None:
    """Write a table; `write_flow` writes what stands in its cells. Loses: HTML-W071, HTML-W080, HTML-W081."""
    identity = context.identify(table)
    grid = build_html_grid(table)
    if grid.is_repaired:
        context.report.add(TABLE_REPAIRED, table.at)
    line = _known_colour(context, table.border_color, table.at)
    line_style = f";--line:{line}" if line and line != _BLACK else ""
    columns = ""
    if grid.shares != grid.columns:
        columns = f' {DATA_COLUMNS}="{" ".join(map(str, grid.columns))}"'
    direction = ' dir="rtl"' if table.is_right_to_left else ""
    context.out.append(f"\n<table{frame_attributes(context, table, identity, line_style)}{direction}{columns}>")
    if table.caption or identity.number:
        context.out.append("<caption>")
        write_caption(context, table.caption, identity, table.at)
        context.out.append("</caption>")
    if grid.shares:
        items = "".join([f'<col style="width:{share}%">' for share in grid.shares])
        context.out.append(f"\n<colgroup>{items}</colgroup>")
    asides, context.asides = context.asides, []
    _write_rows(context, table, grid, write_flow)
    context.asides = asides
    context.out.append("\n</table>")
    context.report.keep({Kind.TABLES: 1})


def _write_rows(context: Context, table: Table, grid: HtmlGrid, write_flow: FlowWriter) -> None:
    head = grid.head_length
    for name, start, end in (("thead", 0, head), ("tbody", head, len(grid.lines))):
        if start == end:
            continue
        context.out.append(f"\n<{name}>")
        for index in range(start, end):
            _write_row(context, table, index, grid.lines[index], name == "thead", write_flow)
        context.out.append(f"\n</{name}>")


def _write_row(
    context: Context, table: Table, index: int, line: HtmlLine, is_head: bool, write_flow: FlowWriter
) -> None:
    height = _size(context, table.rows[index].min_height, "height", table.at)
    context.out.append(f'\n<tr style="height:{height}pt">' if height else "\n<tr>")
    for place, span in zip(line.placed, line.spans, strict=True):
        cell = place.cell
        is_th = cell.is_header and _can_be_th(cell)
        _write_cell(context, table, place, span, is_head, is_th)
        if cell.content:
            write_flow(context, cell.content)
        context.out.append("</th>" if is_th else "</td>")
    for span in line.gaps:
        context.out.append(
            f'\n<td class="{BARE}" colspan="{span}"></td>' if span > 1 else f'\n<td class="{BARE}"></td>'
        )
    context.out.append("</tr>")


def _write_cell(context: Context, table: Table, placed: Placed, shown_span: int, is_head: bool, is_th: bool) -> None:
    """Write where a cell begins; in a table from right to left text has its own direction all the same."""
    cell, at = placed.cell, table.at
    background = _known_colour(context, cell.background, at)
    font_size = _size(context, cell.font_size, "font size", at)
    spans = f' colspan="{shown_span}"' if shown_span > 1 else ""
    if shown_span != placed.col_span:
        spans += f' {DATA_COL_SPAN}="{placed.col_span}"'
    if placed.row_span > 1:
        spans += f' rowspan="{placed.row_span}"'
    name = "td"
    if is_th:
        name = f'th scope="{"col" if is_head else "row"}"'
    borders, direction = (cell.borders.mirrored(), ' dir="ltr"') if table.is_right_to_left else (cell.borders, "")
    other = HEADER if cell.is_header and not is_th else ""
    look = _look_attributes(borders, cell.alignment, cell.vertical_alignment, background, font_size, other)
    context.out.append(f"\n<{name}{spans}{look}{direction}>")


def _can_be_th(cell: Cell) -> bool:
    """Whether a cell can be `th`, which holds no headings, tables and asides."""
    return all(_is_plain(block) for block in cell.content)


def _is_plain(block: Block) -> bool:
    if not isinstance(block, (Paragraph, ListItem)):
        return False
    return not any(isinstance(node, Sidenote) for node in block.content)


@lru_cache(maxsize=1024)
def _look_attributes(
    borders: Borders,
    alignment: Alignment,
    vertical_alignment: VerticalAlignment,
    background: str | None,
    font_size: float | None,
    other: str,
) -> str:
    sides = [side for side, is_drawn in zip("trbl", borders, strict=True) if is_drawn]
    vertical = "" if vertical_alignment is VerticalAlignment.TOP else str(vertical_alignment)
    classes = " ".join(filter(None, (*sides, ALIGNMENT_CLASSES[alignment], vertical, other)))
    styles = [f"background:{background};color:{_readable_on(background)}"] if background else []
    if font_size:
        styles.append(f"font-size:{font_size}pt")
    class_attribute = f' class="{classes}"' if classes else ""
    return f'{class_attribute} style="{";".join(styles)}"' if styles else class_attribute


def _readable_on(colour: str) -> str:
    """Black or white, whichever is read better on a colour, in the light and in the dark."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return "#000" if red * 0.299 + green * 0.587 + blue * 0.114 >= _BRIGHT else "#fff"


def _known_colour(context: Context, colour: str | None, at: Location | None) -> str | None:
    if colour is None or COLOUR.fullmatch(colour):
        return colour
    context.report.tally(COLOUR_UNKNOWN, colour, at, colour=colour)
    return None


def _size(context: Context, points: float | None, what: str, at: Location | None) -> float | None:
    if points is None or (isfinite(points) and points > 0):
        return points
    context.report.tally(SIZE_UNUSABLE, what, at, what=what)
    return None
