"""Tables, as pieces of XML."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import takewhile
from math import isfinite

from sdconvert.findings import Kind, Severity, declare
from sdconvert.formats.parsx.write.context import Context
from sdconvert.formats.parsx.write.inlines import MAX_NESTING, write_content
from sdconvert.formats.parsx.write.losses import lose_frame, lose_layout
from sdconvert.model.blocks import Alignment
from sdconvert.model.document import Block
from sdconvert.model.tables import Cell, Row, Table, VerticalAlignment

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

_MAX_SPAN = 1000
_PLAIN_BORDER = "#000000"


def write_table(context: Context, table: Table, write_blocks: Callable[[Sequence[Block]], None]) -> None:
    """Write a table; `write_blocks` writes what stands in a cell.

    Loses: PARSX-W051, PARSX-W052, PARSX-W080, PARSX-W081.
    """
    context.depth += 1
    if context.depth > MAX_NESTING:
        _write_cells_only(context, table, write_blocks)
    else:
        _write_whole(context, table, write_blocks)
    context.depth -= 1


def _write_cells_only(context: Context, table: Table, write_blocks: Callable[[Sequence[Block]], None]) -> None:
    context.report.changed(TABLE_TOO_DEEP, {Kind.TABLES: 1}, table.at, depth=MAX_NESTING)
    if table.caption:
        context.out.append("<abs>")
        write_content(context, table.caption, table.at)
        context.out.append("</abs>")
    for row in table.rows:
        for cell in row.cells:
            write_blocks(cell.content)


def _write_whole(context: Context, table: Table, write_blocks: Callable[[Sequence[Block]], None]) -> None:
    context.report.kept({Kind.TABLES: 1})
    lose_frame(context, table)
    if table.border_color != _PLAIN_BORDER:
        lose_layout(context, "border colour", table.at)
    out = context.out
    out.append(f"<tabelle{context.attribute('id', table.id)}>")
    _write_title(context, table)
    out.append("<table>")
    _write_columns(context, table)
    head = _head_length(table.rows)
    for name, rows in (("thead", table.rows[:head]), ("tbody", table.rows[head:])):
        if rows:
            out.append(f"<{name}>")
            for row in rows:
                _write_row(context, table, row, write_blocks)
            out.append(f"</{name}>")
    out.append("</table></tabelle>")


def _write_title(context: Context, table: Table) -> None:
    if table.caption or table.is_numbered:
        context.out.append("<titel>")
        context.out.append("<zaehler/><text>" if table.is_numbered else "<text>")
        write_content(context, table.caption, table.at)
        context.out.append("</text></titel>")


def _write_columns(context: Context, table: Table) -> None:
    if not all(isfinite(share) and share > 0 for share in table.columns):
        lose_layout(context, "column widths", table.at)
    elif table.columns:
        columns = "".join([f'<col width="{share:.2f}%"/>' for share in table.columns])
        context.out.append(f"<colgroup>{columns}</colgroup>")


def _head_length(rows: Sequence[Row]) -> int:
    """How many rows at the top are all header cells, which none below reaches into."""
    heads = list(takewhile(_is_head, rows))
    reach = max((index + cell.row_span for index, row in enumerate(heads) for cell in row.cells), default=0)
    return len(heads) if min(reach, len(rows)) <= len(heads) else 0


def _is_head(row: Row) -> bool:
    return bool(row.cells) and all(cell.is_header for cell in row.cells)


def _write_row(context: Context, table: Table, row: Row, write_blocks: Callable[[Sequence[Block]], None]) -> None:
    if row.min_height is not None:
        lose_layout(context, "row height", table.at)
    context.out.append("<tr>")
    for cell in row.cells:
        name = "th" if cell.is_header else "td"
        context.out.append(f"<{name}{_attributes(context, table, cell)}>")
        write_blocks(cell.content)
        context.out.append(f"</{name}>")
    context.out.append("</tr>")


def _attributes(context: Context, table: Table, cell: Cell) -> str:
    """The attributes of HTML for spans and alignment; other looks are tallied."""
    if any(cell.borders):
        lose_layout(context, "borders", table.at)
    if cell.background is not None:
        lose_layout(context, "background", table.at)
    if cell.font_size is not None:
        lose_layout(context, "font size", table.at)
    attributes = _span(context, table, "colspan", cell.col_span) + _span(context, table, "rowspan", cell.row_span)
    if cell.alignment is not Alignment.LEFT:
        attributes += f' align="{cell.alignment}"'
    if cell.vertical_alignment is not VerticalAlignment.TOP:
        attributes += f' valign="{cell.vertical_alignment}"'
    return attributes


def _span(context: Context, table: Table, name: str, span: int) -> str:
    result = min(max(span, 1), _MAX_SPAN)
    if result != span:
        context.report.add(SPAN_CUT, table.at, spans=span, result=result)
    return f' {name}="{result}"' if result > 1 else ""
