"""Sections: how wide their text is, whether they begin on a new page, whether their lines are numbered."""

from __future__ import annotations

from collections.abc import Iterable

from sdconvert.findings import Severity, declare
from sdconvert.formats.docx.names import VAL, is_on, w
from sdconvert.formats.docx.read.context import Reading
from sdconvert.formats.docx.units import TWIPS_PER_POINT, parse_int, parse_twips
from sdconvert.xmlio import Element

LINE_NUMBERS = declare(
    "DOCX-R171",
    Severity.WARNING,
    "Word shows line numbers beside the text of {count} section(s), which are left out.",
    "Number the paragraphs in Word where somebody cites the text by its lines.",
    "SDXML has no line numbers, and its lines end elsewhere.",
)

_PAGE_WIDTH_TWIPS = 12240  # Letter and one inch are what Word takes where a section says nothing
_MARGIN_TWIPS = 1440
_COLUMN_GAP_TWIPS = 720
_LEAST_TWIPS = 720
_MOST_TWIPS = 31680  # the widest page that Word knows, 22 inches
_DEFAULT_TWIPS = _PAGE_WIDTH_TWIPS - 2 * _MARGIN_TWIPS
_MOST_COLUMNS = 45

_PG_SZ = w("pgSz")
_PG_MAR = w("pgMar")
_COLS = w("cols")
_COL = w("col")
_TYPE = w("type")
_WIDTH = w("w")
_LEFT = w("left")
_RIGHT = w("right")
_GUTTER = w("gutter")
_NUM = w("num")
_SPACE = w("space")
_EQUAL_WIDTH = w("equalWidth")
_LN_NUM_TYPE = w("lnNumType")
_COUNT_BY = w("countBy")

_ON_THE_SAME_PAGE = frozenset(("continuous", "nextColumn"))


def text_width(sect_pr: Element | None) -> float:
    """The width of a section's text, of one column where it has several of equal width, of the widest otherwise.

    Units: points. What cannot be a page counts as Letter paper with margins of one inch.
    Source: ECMA-376 Part 1, 17.6.4 (cols), 17.6.11 (pgMar), 17.6.13 (pgSz).
    """
    if sect_pr is None:
        return _DEFAULT_TWIPS / TWIPS_PER_POINT
    width = _page_width(sect_pr) - _margins(sect_pr)
    if not _LEAST_TWIPS <= width <= _MOST_TWIPS:
        width = _DEFAULT_TWIPS
    return _column_width(sect_pr.find(_COLS), width) / TWIPS_PER_POINT


def starts_new_page(sect_pr: Element) -> bool:
    """Whether the section begins on a new page, which it does unless it says otherwise.

    Source: ECMA-376 Part 1, 17.6.22 (type).
    """
    kind = sect_pr.find(_TYPE)
    return kind is None or kind.get(VAL) not in _ON_THE_SAME_PAGE


def report_line_numbers(sections: Iterable[Element], reading: Reading) -> None:
    """Say once that line numbers are left out.

    Source: ECMA-376 Part 1, 17.6.8 (lnNumType).
    """
    for section in sections:
        numbers = section.find(_LN_NUM_TYPE)
        if numbers is not None and parse_int(numbers.get(_COUNT_BY, "1")):
            reading.report.tally(LINE_NUMBERS, None, None)


def _page_width(sect_pr: Element) -> int:
    return _twips(sect_pr.find(_PG_SZ), _WIDTH, _PAGE_WIDTH_TWIPS)


def _margins(sect_pr: Element) -> int:
    margins = sect_pr.find(_PG_MAR)
    return _twips(margins, _LEFT, _MARGIN_TWIPS) + _twips(margins, _RIGHT, _MARGIN_TWIPS) + _twips(margins, _GUTTER, 0)


def _column_width(cols: Element | None, width: int) -> float:
    if cols is None:
        return width
    if not is_on(cols.get(_EQUAL_WIDTH, "1")):
        columns = [_twips(col, _WIDTH, 0) for col in cols.iterchildren(_COL)]
        widest = max(columns, default=width)
        return widest if _LEAST_TWIPS <= widest <= width else width
    count = parse_int(cols.get(_NUM)) or 1
    if not 1 < count <= _MOST_COLUMNS:
        return width
    column = (width - (count - 1) * _twips(cols, _SPACE, _COLUMN_GAP_TWIPS)) / count
    return column if 0 < column <= width else width


def _twips(element: Element | None, name: str, default: int) -> int:
    value = None if element is None else parse_twips(element.get(name))
    return default if value is None else value
