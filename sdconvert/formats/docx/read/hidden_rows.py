"""Rows of tables that Word does not show: the mark at the end of the row is hidden, and all that it holds (ECMA-376
Part 1, 17.4.20)."""

from __future__ import annotations

from sdconvert.findings import Severity, declare
from sdconvert.formats.docx.names import P
from sdconvert.formats.docx.read.census import visible_text
from sdconvert.formats.docx.read.context import Reading
from sdconvert.formats.docx.read.hidden_marks import shows_something
from sdconvert.xmlio import Element

HIDDEN_ROW = declare(
    "DOCX-R105",
    Severity.WARNING,
    "A hidden row of a table is left out: “{text}”",
    "Make it visible in Word if it belongs to the document.",
    "SDXML has no hidden rows, and showing one would publish what its author hid.",
)
ROW_SHOWN = declare(
    "DOCX-R106",
    Severity.WARNING,
    "{count} row(s) of tables that are marked as hidden are kept, as Word shows them; the first: “{text}”",
    "Hide its text as well, or remove the mark.",
    "The mark of a row hides its end only; the row is not shown where its text is hidden too.",
)


def hide_row(row: Element, reading: Reading) -> bool:
    """Leave out a row whose mark is hidden, unless something in it is shown. What is numbered in it counts still.

    Returns: whether it is left out.
    """
    paragraphs = list(row.iter(P))
    if any(shows_something(paragraph, reading) for paragraph in paragraphs):
        reading.report.tally(ROW_SHOWN, "", reading.at(row), text=visible_text(row)[:120])
        return False
    for paragraph in paragraphs:
        _count(paragraph, _paragraph_before(row), reading)
    reading.lose(HIDDEN_ROW, row, text=visible_text(row)[:120])
    return True


def _count(paragraph: Element, before: Element | None, reading: Reading) -> None:
    properties = reading.read_properties(paragraph)
    if properties.num_id is None:
        return
    if before is None:
        reading.labels.next(properties.num_id, properties.ilvl)
    else:
        reading.numbers_not_shown.setdefault(before, []).append((properties.num_id, properties.ilvl))


def _paragraph_before(row: Element) -> Element | None:
    """The last paragraph of the rows before, which is read before this one would be."""
    for sibling in row.itersiblings(preceding=True):
        paragraphs = list(sibling.iter(P))
        if paragraphs:
            return paragraphs[-1]
    return None
