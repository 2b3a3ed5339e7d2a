"""What a reader of the source sees of pages, and SDXML cannot say: told once for each kind in a document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sdconvert.findings import Code, Location, Severity, declare
from sdconvert.formats.docx.names import VAL, WP, is_on, w
from sdconvert.formats.docx.read.census import visible_text
from sdconvert.formats.docx.read.context import Reading
from sdconvert.formats.docx.units import parse_int, parse_twips
from sdconvert.xmlio import Element

_WHY = "The template that SMASHDOCs exports with gives the look of pages."
_HINT = "Choose or make a Word template for the export."

PAGE_SIZES = declare(
    "DOCX-R152",
    Severity.INFO,
    "Size, orientation and margins of pages are not kept: {count} section(s) ({values}).",
    _HINT,
    _WHY,
)
COLUMNS = declare(
    "DOCX-R153",
    Severity.INFO,
    "Columns of text become one: {count} section(s) ({values}).",
    why="SDXML has one column.",
)
PAGE_DECORATION = declare(
    "DOCX-R154", Severity.INFO, "Lines around pages and their background are not kept ({values}).", _HINT, _WHY
)
PAGE_LAYOUT = declare(
    "DOCX-R155",
    Severity.INFO,
    "How pages begin and where text stands on them is not kept: {count} section(s) ({values}).",
    _HINT,
    _WHY,
)
BACKGROUND_DRAWING = declare(
    "DOCX-R185",
    Severity.WARNING,
    "What is drawn behind all pages is left out: “{text}”",
    _HINT,
    _WHY,
)

_PG_SZ, _PG_MAR, _COLS, _PG_BORDERS = w("pgSz"), w("pgMar"), w("cols"), w("pgBorders")
_SIZE_DEFAULTS = ((w("w"), 12240), (w("h"), 15840))
_MARGINS = tuple(map(w, ("top", "right", "bottom", "left")))
_USUAL_SIZES = {"A4": (11906, 16838), "Letter": (12240, 15840)}
_TOLERANCE_TWIPS = 30
_TWIPS_PER_CM = 72 * 20 / 2.54
_NO_LINE = frozenset(("nil", "none"))
_UPRIGHT = frozenset((None, "lrTb", "tb", "lrTbV"))
_PARITIES = {"oddPage": "begins on an odd page", "evenPage": "begins on an even page", "nextColumn": "in a new column"}


def hear_pages(sections: list[Element], settings: Element | None, reading: Reading) -> None:
    """Count what is seen of the pages of these sections and not kept.

    Source: ECMA-376 Part 1, 17.6 (sections), 17.2.1 (background).
    """
    at = Location(reading.part)
    sizes = [_size(section) for section in sections]
    margins = [_margins(section) for section in sections]
    have_margins = len(set(margins)) > 1
    differ = have_margins or len(set(sizes)) > 1
    for size, edges in zip(sizes, margins, strict=True):
        if differ or size not in _USUAL_SIZES:
            reading.looks.add(PAGE_SIZES, f"{size}, margins {edges}" if have_margins and edges else size, at)
    for code, value in _looks_of(sections):
        reading.looks.add(code, value, at)
    if _has_background(reading.package.main, settings):
        reading.looks.add(PAGE_DECORATION, "background", at)


def _looks_of(sections: Iterable[Element]) -> Iterator[tuple[Code, str]]:
    for section in sections:
        columns = _columns(section.find(_COLS))
        if columns:
            yield COLUMNS, columns
        borders = section.find(_PG_BORDERS)
        if borders is not None and any(side.get(VAL, "nil") not in _NO_LINE for side in borders):
            yield PAGE_DECORATION, "lines"
        layout = ", ".join(_layout(section))
        if layout:
            yield PAGE_LAYOUT, layout


def _size(section: Element) -> str:
    element = section.find(_PG_SZ)
    width, height = (
        (None if element is None else parse_twips(element.get(name))) or default for name, default in _SIZE_DEFAULTS
    )
    short, long = sorted((width, height))
    names = (name for name, size in _USUAL_SIZES.items() if _is_near(short, size[0]) and _is_near(long, size[1]))
    name = next(names, f"{short / _TWIPS_PER_CM:.1f} × {long / _TWIPS_PER_CM:.1f} cm")
    return f"{name} landscape" if width > height else name


def _is_near(twips: int, usual: int) -> bool:
    return abs(twips - usual) <= _TOLERANCE_TWIPS


def _margins(section: Element) -> str:
    element = section.find(_PG_MAR)
    if element is None:
        return ""
    edges = (parse_twips(element.get(name)) or 0 for name in _MARGINS)
    return "/".join(f"{twips / _TWIPS_PER_CM:.1f}" for twips in edges) + " cm"


def _columns(cols: Element | None) -> str:
    if cols is None:
        return ""
    own = 0 if is_on(cols.get(w("equalWidth"), "1")) else len(cols)
    number = own or parse_int(cols.get(w("num"))) or 1
    line = " with a line between" if is_on(cols.get(w("sep"), "0")) else ""
    return f"{number} columns{line}" if number > 1 else ""


def _layout(section: Element) -> Iterator[str]:
    kind, align, direction = (section.find(w(name)) for name in ("type", "vAlign", "textDirection"))
    parity = None if kind is None else _PARITIES.get(kind.get(VAL, ""))
    if parity:
        yield parity
    if align is not None and align.get(VAL, "top") != "top":
        yield f"vertically {align.get(VAL)}"
    if direction is not None and direction.get(VAL) not in _UPRIGHT:
        yield "turned text"


def lose_background(document: Element, reading: Reading) -> None:
    """Leave out the drawing behind the pages (ECMA-376 Part 1, 17.2.1)."""
    for background in document.iterchildren(w("background")):
        named = next((e.get("descr") or e.get("name") for e in background.iter(f"{{{WP}}}docPr")), None)
        reading.lose_content(BACKGROUND_DRAWING, background, text=visible_text(background) or named or "a picture")


def _has_background(document: Element, settings: Element | None) -> bool:
    shown = None if settings is None else settings.find(w("displayBackgroundShape"))
    return document.find(w("background")) is not None and shown is not None and is_on(shown.get(VAL))
