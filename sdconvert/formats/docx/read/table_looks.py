"""What a reader of the source sees of tables, and SDXML cannot say: told once for each kind in a document."""

from __future__ import annotations

from collections import Counter

from sdconvert.findings import QUOTED, Severity, declare
from sdconvert.formats.docx.names import w
from sdconvert.formats.docx.read.census import visible_text
from sdconvert.formats.docx.read.context import Reading
from sdconvert.formats.docx.read.formatting.borders import Border
from sdconvert.formats.docx.read.formatting.table_styles import TableStyle, has_own_margins
from sdconvert.formats.docx.read.grid import Grid
from sdconvert.xmlio import Element

CELL_SIZES = declare(
    "DOCX-R148",
    Severity.INFO,
    "Sizes of text that differ within a cell are not kept: {count} cell(s).",
    why="SDXML knows one size for all text of a cell.",
)
TABLE_LINES = declare(
    "DOCX-R156",
    Severity.INFO,
    "The lines of tables become plain ones of one colour: {count} table(s) ({values}).",
    why="SDXML says of each side of a cell whether there is a line, and one colour for all lines of a table.",
)
CROSSED_CELL = declare(
    "DOCX-R157",
    Severity.WARNING,
    "{count} cell(s) that Word shows crossed out from corner to corner stand without the line; the first: “{text}”",
    "Strike through or remove what does not apply.",
    "SDXML has no such lines.",
)
CELL_MARGINS = declare(
    "DOCX-R158",
    Severity.INFO,
    "Margins, distances and places of cells and rows are not kept: {count} table(s) ({values}).",
    why="SMASHDOCs has margins of its own in cells.",
)
FLOATING_TABLES = declare(
    "DOCX-R159",
    Severity.INFO,
    "{count} table(s) that text flows around in Word stand in the flow of text.",
    why="SDXML has one flow of text.",
)

_FLOATING, _SPACING, _MARGINS = w("tblpPr"), w("tblCellSpacing"), w("tblCellMar")
_USUAL_WIDTH = 12  # eighths of a point: lines up to 1.5 pt look like the usual one


class TableLooks:
    """Gathers the looks of one table while its cells are read."""

    def __init__(self) -> None:
        self.colors: Counter[str] = Counter()
        self._kinds: set[str] = set()

    def hear_line(self, line: Border, color: str) -> None:
        """Count a line that is shown."""
        self.colors[color] += 1
        if line.kind != "single":
            self._kinds.add(line.kind)
        if line.eighths > _USUAL_WIDTH:
            self._kinds.add(f"{line.eighths / 8:g} pt")

    def report(
        self, tbl: Element, children: dict[str, Element], grid: Grid, style: TableStyle, reading: Reading
    ) -> None:
        """Add what was gathered, and what the table says of itself, to the looks of the document."""
        at = reading.at(tbl)
        kinds = sorted(self._kinds)
        if len(self.colors) > 1:
            kinds.append(f"{len(self.colors)} colours")
        if kinds:
            reading.looks.add(TABLE_LINES, ", ".join(kinds), at)
        cells = [cell for row in grid.rows for cell in row.cells]
        margins = children.get(_MARGINS)
        values = {
            "margins": style.has_margins if margins is None else has_own_margins(margins),
            "margins of single cells": any(cell.has_margins for cell in cells),
            "distances": _SPACING in children or style.has_distances,
            "rows with a place of their own": any(row.is_apart for row in grid.rows),
            "fitted text": any(cell.is_fitted for cell in cells),
        }
        if any(values.values()):
            reading.looks.add(CELL_MARGINS, ", ".join(name for name, is_so in values.items() if is_so), at)
        if _FLOATING in children:
            reading.looks.add(FLOATING_TABLES, "floating", at)


def report_crossed(tc: Element, crossing: Border | None, reading: Reading) -> None:
    """Tell of a cell that is crossed out."""
    if crossing is not None and crossing.is_visible:
        reading.report.tally(CROSSED_CELL, "", lambda: reading.at(tc), text=visible_text(tc)[:QUOTED])
