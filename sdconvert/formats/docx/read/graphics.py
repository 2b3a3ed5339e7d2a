"""What charts and diagrams say in words: neither has a picture in the package."""

from __future__ import annotations

from collections.abc import Iterable

from sdconvert.formats.docx.names import A, C
from sdconvert.xmlio import Element

CHART_EX = "http://schemas.microsoft.com/office/drawing/2014/chartex"
MOST_CHARACTERS = 4000

_A_T = f"{{{A}}}t"
_A_P = f"{{{A}}}p"
_TITLES = (f"{{{C}}}title", f"{{{CHART_EX}}}title")
_SER = f"{{{C}}}ser"
_TX = f"{{{C}}}tx"
_CATEGORIES = (f"{{{C}}}cat", f"{{{C}}}xVal")
_VALUES = (f"{{{C}}}val", f"{{{C}}}yVal")
_V = f"{{{C}}}v"
_EX_PT = f"{{{CHART_EX}}}pt"


def drawn_text(root: Element) -> str:
    """The text of a DrawingML tree as one line, its paragraphs separated.

    Source: ECMA-376 Part 1, 21.1.2.2.6 (a:p), 21.4 (diagrams).
    """
    paragraphs = ("".join(t.text or "" for t in paragraph.iter(_A_T)).strip() for paragraph in root.iter(_A_P))
    return _shorten(" | ".join(text for text in paragraphs if text))


def chart_text(root: Element) -> str:
    """The titles of a chart and its series with the values that were shown last.

    Source: ECMA-376 Part 1, 21.2.2.27 (chart), 21.2.2.170 (ser).
    """
    titles = [text for title in root.iter(*_TITLES) if (text := drawn_text(title))]
    series = [_series_text(element) for element in root.iter(_SER)]
    points = [pt.text for pt in root.iter(_EX_PT) if pt.text]
    return _shorten("; ".join((*titles, *series, *points)))


def _series_text(series: Element) -> str:
    name = " ".join(_cached(series.iterchildren(_TX)))
    categories = _cached(series.iterchildren(*_CATEGORIES))
    values = _cached(series.iterchildren(*_VALUES))
    if len(categories) == len(values):
        values = [f"{category} = {value}" for category, value in zip(categories, values, strict=True)]
    else:
        values = categories + values
    return f"{name}: {', '.join(values)}" if name else ", ".join(values)


def _cached(elements: Iterable[Element]) -> list[str]:
    return [v.text for element in elements for v in element.iter(_V) if v.text]


def _shorten(text: str) -> str:
    return text if len(text) <= MOST_CHARACTERS else text[: MOST_CHARACTERS - 1] + "…"
