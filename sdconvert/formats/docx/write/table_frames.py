"""What the cells of a table share of its look, which a table style says once (ECMA-376 Part 1, 17.7.6)."""

from __future__ import annotations

from typing import NamedTuple

from sdconvert.formats.docx.names import GRID_TABLES, PLAIN_TABLES
from sdconvert.formats.docx.write.context import Context
from sdconvert.formats.docx.write.grid import WordGrid
from sdconvert.model.tables import Borders, Table

_NO_STYLE = ("", "normal table")
_ALL = Borders(True, True, True, True)
_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
_MARGINS = "".join(f'<w:{side} w:w="57" w:type="dxa"/>' for side in ("top", "bottom"))


class TableFrame(NamedTuple):
    """What a `w:tblPr` says of the style of a table, of lines and of margins. `has_own_lines`: each cell says which
    lines it has."""

    style_id: str
    lines: str
    margins: str
    has_own_lines: bool


def table_frame(context: Context, table: Table, grid: WordGrid, color: str) -> TableFrame:
    """The look of a table that it need not say for each cell.

    Where all cells have all lines or none, the style of the table says so; other lines are said by the cells, for
    Word lets the line of a style yield to a neighbour that has none. A style of a template is taken as it is, whatever
    it says, so that everything is said beside it.
    """
    shared = _shared_lines(grid)
    if table.style.lower() in _NO_STYLE:
        style_id = context.styles.built_in("table", GRID_TABLES if shared == _ALL else PLAIN_TABLES)
        return TableFrame(style_id, _lines(color) if shared == _ALL and color != "auto" else "", "", shared is None)
    style_id = context.styles.table(table.style)
    margins = f"<w:tblCellMar>{_MARGINS}</w:tblCellMar>"
    if shared is None or context.styles.is_of_template("table", table.style):
        return TableFrame(style_id, "", margins, True)
    return TableFrame(style_id, _lines(color if shared == _ALL else ""), margins, False)


def _shared_lines(grid: WordGrid) -> Borders | None:
    """The lines that every cell has, None where they differ, or are not all or none. Gaps at the ends of rows are no
    cells and have no lines: beside them, those of the style might be drawn."""
    found = {place.cell.borders for row in grid.rows for place in row}
    return found.pop() if found in ({_ALL}, {Borders()}) else None


def _lines(color: str) -> str:
    """The lines of all cells, or with no colour that there are none."""
    line = f'w:val="single" w:sz="4" w:space="0" w:color="{color}"' if color else 'w:val="nil"'
    return f"<w:tblBorders>{''.join(f'<w:{side} {line}/>' for side in _SIDES)}</w:tblBorders>"
