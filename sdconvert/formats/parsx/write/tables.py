"""Tables, as pieces of XML."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import isfinite

from sdconvert.findings import Severity, declare
from sdconvert.formats.parsx.write.context import Context
from sdconvert.formats.parsx.write.inlines import MAX_NESTING, write_content
from sdconvert.formats.parsx.write.losses import lose_frame, lose_layout
from sdconvert.ledger import Kind
from sdconvert.model.blocks import Alignment
from sdconvert.model.document import Block
from sdconvert.model.tables import Cell, Row, Table, VerticalAlignment, hundredths_of
from sdconvert.writing.grid import Grid, Limits, Line, Placed, build_grid

SPAN_CUT = declare(
    "PARSX-W080",
    Severity.WARNING,
    "A cell spans {spans} rows or columns; it was given {result}.",
    hint="Compare the table with the source.",
    why="A cell spans at least one row and column; browsers and typesetters refuse more than 1,000.",
)
TABLE_TOO_DEEP = declare(
    "PARSX-W081",
    Severity.WARNING,
    "A table within more than {depth} tables and notes is written as paragraphs.",
    why="XML readers refuse files that nest too deeply.",
)
TABLE_REPAIRED = declare(
    "PARSX-W082",
    Severity.WARNING,
    "The cells of a table do not make a full grid of its columns; spans were cut, missing cells were added empty, and "
    "column widths were made to fit.",
    hint="Compare the table with the source.",
    why="Rows of different width, or cells that span more than there is, are set differently by every program.",
)

MAX_SPAN = 1000
LIMITS = Limits(columns=MAX_SPAN, row_span=MAX_SPAN, joins_rest=False)
_PLAIN_BORDER = "#000000"


def write_table(context: Context, table: Table, write_blocks: Callable[[Sequence[Block]], None]) -> None:
    """Write a table; `write_blocks` writes what stands in a cell.

    Loses: PARSX-W051, PARSX-W052, PARSX-W080 to PARSX-W082.
    """
    context.depth += 1
    if context.depth > MAX_NESTING:
        _write_cells_only(context, table, write_blocks)
    else:
        _write_whole(context, table, write_blocks)
    context.depth -= 1


def _write_cells_only(context: Context, table: Table, write_blocks: Callable[[Sequence[Block]], None]) -> None:
    context.report.change(TABLE_TOO_DEEP, {Kind.TABLES: 1}, table.at, depth=MAX_NESTING)
    if table.caption:
        context.out.append("<abs>")
        write_content(context, table.caption, table.at)
        context.out.append("</abs>")
    for row in table.rows:
        for cell in row.cells:
            write_blocks(cell.content)


def _write_whole(context: Context, table: Table, write_blocks: Callable[[Sequence[Block]], None]) -> None:
    context.report.keep({Kind.TABLES: 1})
    lose_frame(context, table)
    if table.is_right_to_left:
        lose_layout(context, "direction from right to left", table.at)
    if table.border_color != _PLAIN_BORDER:
        lose_layout(context, "border colour", table.at)
    out = context.out
    out.append(f"<tabelle{context.attribute('id', table.id)}>")
    _write_title(context, table)
    grid = build_grid(table, LIMITS, len(table.columns))
    if grid.is_repaired:
        context.report.add(TABLE_REPAIRED, table.at)
    out.append("<table>")
    _write_columns(context, table, grid)
    head = grid.head_length
    rows = list(zip(table.rows, grid.lines, strict=True))
    for name, section in (("thead", rows[:head]), ("tbody", rows[head:])):
        if section:
            out.append(f"<{name}>")
            for row, line in section:
                _write_row(context, table, row, line, write_blocks)
            out.append(f"</{name}>")
    out.append("</table></tabelle>")


def _write_title(context: Context, table: Table) -> None:
    if table.caption or table.is_numbered:
        context.out.append("<titel>")
        if table.label:
            context.out.append("<zaehler>")
            context.write_addition(table.label.strip())
            context.out.append("</zaehler>")
        elif table.is_numbered:
            context.out.append("<zaehler/>")
        context.out.append("<text>")
        write_content(context, table.caption, table.at)
        context.out.append("</text></titel>")


def _write_columns(context: Context, table: Table, grid: Grid) -> None:
    if not all(isfinite(share) and share > 0 for share in table.columns):
        lose_layout(context, "column widths", table.at)
    elif table.columns:
        shares = table.columns
        if grid.has_other_columns:
            shares = tuple([share / 100 for share in hundredths_of(shares[: grid.width], grid.width)])
        columns = "".join([f'<col width="{share:.2f}%"/>' for share in shares])
        context.out.append(f"<colgroup>{columns}</colgroup>")


def _write_row(
    context: Context, table: Table, row: Row, line: Line, write_blocks: Callable[[Sequence[Block]], None]
) -> None:
    if row.min_height is not None:
        lose_layout(context, "row height", table.at)
    context.out.append("<tr>")
    for place in line.placed + line.fillers:
        name = "th" if place.cell.is_header else "td"
        context.out.append(f"<{name}{_spans(context, table, place)}{_alignment(place.cell)}>")
        _lose_look(context, table, place.cell)
        write_blocks(place.cell.content)
        context.out.append(f"</{name}>")
    context.out.append("</tr>")


def _lose_look(context: Context, table: Table, cell: Cell) -> None:
    if any(cell.borders):
        lose_layout(context, "borders", table.at)
    if cell.background is not None:
        lose_layout(context, "background", table.at)
    if cell.font_size is not None:
        lose_layout(context, "font size", table.at)


def _alignment(cell: Cell) -> str:
    alignment = "" if cell.alignment is Alignment.LEFT else f' align="{cell.alignment}"'
    if cell.vertical_alignment is VerticalAlignment.TOP:
        return alignment
    return f'{alignment} valign="{cell.vertical_alignment}"'


def _spans(context: Context, table: Table, place: Placed) -> str:
    cell = place.cell
    for span, result in ((cell.col_span, place.col_span), (cell.row_span, place.row_span)):
        if not 1 <= span <= MAX_SPAN:
            context.report.add(SPAN_CUT, table.at, spans=span, result=result)
    col_span = f' colspan="{place.col_span}"' if place.col_span > 1 else ""
    return f'{col_span} rowspan="{place.row_span}"' if place.row_span > 1 else col_span
