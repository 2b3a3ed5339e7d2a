"""Tables, as pieces of XML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import islice
from math import isfinite
from typing import TYPE_CHECKING

from sdconvert.findings import QUOTED, Severity, declare
from sdconvert.formats.sdxml.attributes import parse_columns
from sdconvert.formats.sdxml.names import COLUMN_WIDTH, ROWS
from sdconvert.formats.sdxml.write.blocks import frame_attributes, write_paragraph
from sdconvert.formats.sdxml.write.carried import carried
from sdconvert.formats.sdxml.write.cells import cell_alignment, write_cell_content
from sdconvert.formats.sdxml.write.context import Context, text_of
from sdconvert.formats.sdxml.write.tags import Attributes, start_tag
from sdconvert.late import call_late
from sdconvert.ledger import Kind
from sdconvert.model.blocks import Alignment, Paragraph
from sdconvert.model.tables import Borders, Cell, Row, Table, VerticalAlignment, hundredths_of
from sdconvert.writing.grid import Limits, build_grid
from sdconvert.xmlio import parse

if TYPE_CHECKING:
    from sdconvert.formats.sdxml.write.inner_tables import first_words
else:
    first_words = call_late("sdconvert.formats.sdxml.write.inner_tables", "first_words")


TABLE_EMPTY = declare(
    "SDXML-W070",
    Severity.WARNING,
    "A table without rows and columns is not in the result; its caption became a paragraph.",
    why="In SDXML a table has at least one row or one list of column widths.",
)
TABLE_REPAIRED = declare(
    "SDXML-W071",
    Severity.WARNING,
    "The cells of a table do not make a full grid; spans were cut and missing cells were added empty.",
    hint="Compare the table with the source.",
    why="Rows of different width, or cells that span more than there is, are shown differently by every program.",
)
MIRRORED_TABLE = declare(
    "SDXML-W083",
    Severity.WARNING,
    "{count} table(s) that run from right to left run from left to right; the first begins “{text}”.",
    hint="Read such tables once more in SMASHDOCs: the first column stands at the left.",
    why="SDXML has no tables from right to left.",
)
COLOUR_UNKNOWN = declare(
    "SDXML-W080",
    Severity.INFO,
    "The colour “{colour}” of {count} table(s) or cell(s) is not a colour that SDXML knows; it was left out.",
    why="SDXML knows colours as # and six hexadecimal digits.",
)

FULL_INTENSITY = "100%"
"""`background-intensity` tells how much of the colour is seen. The values of the vendor are not published; the format
writes its other shares in percent, and the model's colours are meant to be seen in full."""

LIMITS = Limits(columns=256)
"""Word itself allows 63 columns."""

CellLook = tuple[Borders, float | None, Alignment, VerticalAlignment, str]
"""How a cell looks: its borders, font size, alignments and colour, which is empty for none."""

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_MM_PER_POINT = 25.4 / 72


def write_table(context: Context, table: Table) -> None:
    """The table, and behind it those that stood in its cells and are more than lines of text.

    Source: DTD, `table`. Loses: SDXML-W070 to SDXML-W081.
    """
    _write_one_table(context, table)
    lifted, context.lifted = context.lifted, []
    for inner in lifted:
        write_table(context, inner)


def _write_one_table(context: Context, table: Table) -> None:
    if _is_as_read(table):
        _write_as_read(context, table)
        return
    grid = build_grid(table, LIMITS, min(len(table.columns), LIMITS.columns))
    if not (grid.lines or grid.width):
        _write_empty_table(context, table)
        return
    if grid.is_repaired:
        context.report.add(TABLE_REPAIRED, table.at)
    _open_table(context, table)
    if grid.width:
        shares = hundredths_of(table.columns[: grid.width], grid.width)
        items = "".join([f"<item>{share / 100:.2f}%</item>" for share in shares])
        context.out.append(f"<column_width>{items}</column_width>")
    for row, line in zip(table.rows, grid.lines, strict=True):
        cells = [(place.cell, place.col_span, place.row_span) for place in line.placed + line.fillers]
        _write_row(context, table, row, cells)
    context.out.append("</table>")


def _open_table(context: Context, table: Table) -> None:
    context.report.keep({Kind.TABLES: 1})
    if table.is_right_to_left:
        context.report.tally(MIRRORED_TABLE, None, table.at, text=first_words(table)[:QUOTED])
    block_id = context.block_id(table.id, text_of(table.caption, " "))
    border = _known_colour(context, table, table.border_color)
    colour = {"border-color": border} if border else {}
    attributes = {"id": block_id, **frame_attributes(context, table), **colour}
    context.out.append(start_tag("table", attributes, table.extra))


def _is_as_read(table: Table) -> bool:
    """Whether the table comes from SDXML and its columns are still those that it had there. Where cells overlap, an
    import would not take it as it was."""
    if carried(table.extra, ROWS) is None or _cells_overlap(table.rows):
        return False
    widths = carried(table.extra, COLUMN_WIDTH)
    if widths is None and not table.rows:
        return False
    items = [] if widths is None else [item.text for item in parse(widths.encode(), COLUMN_WIDTH)]
    return parse_columns(items) == table.columns


def _cells_overlap(rows: Sequence[Row]) -> bool:
    """Whether a cell covers a place that one of a row above covers."""
    if not any(cell.row_span > 1 for row in rows for cell in row.cells):
        return False
    covered_to: dict[int, int] = {}
    for number, row in enumerate(rows):
        column = 0
        for cell in row.cells:
            while covered_to.get(column, -1) >= number:
                column += 1
            columns = range(column, column + cell.col_span)
            if any(covered_to.get(each, -1) >= number for each in columns):
                return True
            if cell.row_span > 1:
                covered_to |= dict.fromkeys(columns, number + cell.row_span - 1)
            column = columns.stop
    return False


def _write_as_read(context: Context, table: Table) -> None:
    """The table with its column widths where they stood, its grid as it is."""
    _open_table(context, table)
    rows = iter(table.rows)
    for name, value in table.extra:
        if name == COLUMN_WIDTH:
            context.out.append(value or "")
        elif name == ROWS:
            _write_rows_as_read(context, table, islice(rows, int(value or 0)))
    _write_rows_as_read(context, table, rows)
    context.out.append("</table>")


def _write_rows_as_read(context: Context, table: Table, rows: Iterable[Row]) -> None:
    for row in rows:
        _write_row(context, table, row, [(cell, cell.col_span, cell.row_span) for cell in row.cells])


def _write_empty_table(context: Context, table: Table) -> None:
    """A paragraph with the caption, in the place of a table that has no grid."""
    context.report.drop(TABLE_EMPTY, {Kind.TABLES: 1}, table.at)
    write_paragraph(context, Paragraph(table.caption, table.indent, table.alignment, id=table.id, at=table.at))


def _known_colour(context: Context, table: Table, colour: str | None) -> str:
    """A colour that SDXML knows, else nothing."""
    if colour is None or _COLOUR.fullmatch(colour):
        return colour or ""
    context.report.tally(COLOUR_UNKNOWN, colour, table.at, colour=colour)
    return ""


def _write_row(context: Context, table: Table, row: Row, cells: list[tuple[Cell, int, int]]) -> None:
    """A row of cells with the spans that are written."""
    height = _height(row.min_height)
    context.out.append(start_tag("tr", height, row.extra) if height or row.extra else "<tr>")
    for cell, col_span, row_span in cells:
        _write_cell(context, table, cell, col_span, row_span)
    context.out.append("</tr>")


def _height(points: float | None) -> Attributes:
    if points is None or not isfinite(points) or points <= 0:
        return {}
    return {"min-height": f"{points * _MM_PER_POINT:.2f}mm"}


def _write_cell(context: Context, table: Table, cell: Cell, col_span: int, row_span: int) -> None:
    """Source: DTD, `td` and `th`."""
    alignment = cell_alignment(cell)
    background = _known_colour(context, table, cell.background)
    name = "th" if cell.is_header else "td"
    look = (cell.borders, cell.font_size, alignment, cell.vertical_alignment, background)
    context.out.append(
        start_tag(name, _attributes(col_span, row_span, look), cell.extra)
        if cell.extra
        else _cell_tag(name, col_span, row_span, look)
    )
    write_cell_content(context, cell, alignment, table.at)
    context.out.append(f"</{name}>")


@lru_cache(maxsize=1024)
def _cell_tag(name: str, col_span: int, row_span: int, look: CellLook) -> str:
    """The start tag of a cell that says nothing of its own: most cells of a table have the same."""
    return start_tag(name, _attributes(col_span, row_span, look))


def _attributes(col_span: int, row_span: int, look: CellLook) -> Attributes:
    borders, font_size, alignment, vertical_alignment, background = look
    spans = {"colspan": col_span, "rowspan": row_span}
    attributes = {name: str(span) for name, span in spans.items() if span > 1}
    sides = zip(("top", "right", "bottom", "left"), borders, strict=True)
    attributes.update((f"border-{side}", f"{is_drawn:d}") for side, is_drawn in sides)
    if font_size is not None and isfinite(font_size) and font_size > 0:
        attributes["font-size"] = f"{font_size:.2f}pt"
    if alignment is not Alignment.LEFT:
        attributes["text-align"] = alignment
    if vertical_alignment is not VerticalAlignment.TOP:
        attributes["vertical-align"] = vertical_alignment
    if background:
        attributes.update({"background-color": background, "background-intensity": FULL_INTENSITY})
    return attributes
