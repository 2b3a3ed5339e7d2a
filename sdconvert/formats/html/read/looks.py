"""How elements change the look of the text in them."""

from __future__ import annotations

from sdconvert.formats.html.names import DATA_STYLE, SMALL_CAPITALS
from sdconvert.formats.html.read.content import Look
from sdconvert.formats.html.read.css import parse_style
from sdconvert.formats.html.read.elements import classes
from sdconvert.model.inlines import Mark
from sdconvert.xmlio import Element

MARKS = {
    "b": Mark.BOLD,
    "strong": Mark.BOLD,
    "i": Mark.ITALIC,
    "em": Mark.ITALIC,
    "cite": Mark.ITALIC,
    "var": Mark.ITALIC,
    "dfn": Mark.ITALIC,
    "u": Mark.UNDERLINE,
    "ins": Mark.UNDERLINE,
    "s": Mark.STRIKE,
    "strike": Mark.STRIKE,
    "del": Mark.STRIKE,
    "sub": Mark.SUBSCRIPT,
    "sup": Mark.SUPERSCRIPT,
    "code": Mark.CODE,
    "kbd": Mark.CODE,
    "samp": Mark.CODE,
    "tt": Mark.CODE,
}
_CUSTOM_STYLE = "data-custom-style"
_SMALL_CAPITALS_CLASSES = frozenset({SMALL_CAPITALS, "smallcaps", "small-caps"})


def look_in(element: Element, look: Look) -> Look:
    """The look of the text in an element that stands in text of the given look."""
    tag = element.tag
    marks = look.marks
    mark = MARKS.get(tag)
    if mark is not None:
        marks = marks | {mark}
    style = element.get(DATA_STYLE) or element.get(_CUSTOM_STYLE) if tag == "span" else None
    if tag == "span" and classes(element) & _SMALL_CAPITALS_CLASSES:
        marks = marks | {Mark.SMALL_CAPITALS}
    css = element.get("style")
    if css:
        marks = _with_style(marks, css)
    return look._replace(marks=marks, style=style or look.style)


def _with_style(marks: frozenset[Mark], text: str) -> frozenset[Mark]:
    style = parse_style(text)
    weight = style.get("font-weight", "").lower()
    slant = style.get("font-style", "").lower()
    line = f"{style.get('text-decoration', '')} {style.get('text-decoration-line', '')}".lower()
    script = style.get("vertical-align", "").lower()
    marks = _switched(marks, Mark.BOLD, weight in _BOLD, weight in _NOT_BOLD)
    marks = _switched(marks, Mark.ITALIC, slant in ("italic", "oblique"), slant == "normal")
    added = {
        Mark.UNDERLINE: "underline" in line,
        Mark.STRIKE: "line-through" in line,
        Mark.SUBSCRIPT: script == "sub",
        Mark.SUPERSCRIPT: script == "super",
        Mark.SMALL_CAPITALS: "small-caps" in (style.get("font-variant", ""), style.get("font-variant-caps", "")),
    }
    return marks | {mark for mark, is_set in added.items() if is_set}


_BOLD = frozenset({"bold", "bolder", "600", "700", "800", "900"})
_NOT_BOLD = frozenset({"normal", "lighter", "100", "200", "300", "400", "500"})


def _switched(marks: frozenset[Mark], mark: Mark, is_on: bool, is_off: bool) -> frozenset[Mark]:
    if is_on:
        return marks | {mark}
    return marks - {mark} if is_off else marks
