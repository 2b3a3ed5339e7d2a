"""Elements that only change the format of the text in them."""

from __future__ import annotations

from collections.abc import Mapping

from sdconvert.findings import Severity, declare
from sdconvert.formats.html.names import DATA_STYLE, SMALL_CAPITALS
from sdconvert.formats.html.read.css import parse_style
from sdconvert.formats.html.read.elements import classes
from sdconvert.formats.html.read.flow import Flow
from sdconvert.formats.html.read.inherited import Inherited, TextFormat
from sdconvert.formats.html.read.readers import reads
from sdconvert.model.inlines import Mark
from sdconvert.xmlio import Element

UNKNOWN = declare(
    "HTML-R025",
    Severity.INFO,
    "{count} element(s) “{tag}” are not known; their text is kept.",
    why="The element is not part of HTML.",
)

MARKS = {
    **dict.fromkeys(("b", "strong"), Mark.BOLD),
    **dict.fromkeys(("i", "em", "cite", "var", "dfn"), Mark.ITALIC),
    **dict.fromkeys(("u", "ins"), Mark.UNDERLINE),
    **dict.fromkeys(("s", "strike", "del"), Mark.STRIKE),
    "sub": Mark.SUBSCRIPT,
    "sup": Mark.SUPERSCRIPT,
    **dict.fromkeys(("code", "kbd", "samp", "tt"), Mark.CODE),
}
_OTHERS = (
    *("abbr", "acronym", "basefont", "bdi", "bdo", "big", "blink", "data", "font", "label", "map", "mark", "marquee"),
    *("meter", "nobr", "noembed", "optgroup", "option", "output", "progress", "rb", "rp", "rt", "rtc", "ruby", "slot"),
    *("small", "time", "wbr"),
)
_CUSTOM_STYLE = "data-custom-style"
_SMALL_CAPITALS_CLASSES = frozenset({SMALL_CAPITALS, "smallcaps", "small-caps"})
_BOLD = frozenset({"bold", "bolder", "600", "700", "800", "900"})
_NOT_BOLD = frozenset({"normal", "lighter", "100", "200", "300", "400", "500"})


@reads(*MARKS, *_OTHERS)
def read_inline(flow: Flow, element: Element, inherited: Inherited) -> None:
    """An element that changes the format of its text, or nothing."""
    flow.walk(element, inherited.with_text(read_text_format(element, inherited.text)))


def read_unknown(flow: Flow, element: Element, inherited: Inherited) -> None:
    """An element that HTML does not have; those of name spaces are passed over silently. Loses: HTML-R025."""
    tag = str(element.tag)
    if ":" not in tag:
        flow.reading.tally(UNKNOWN, tag, element, tag=tag)
    read_inline(flow, element, inherited)


def read_text_format(element: Element, outer: TextFormat) -> TextFormat:
    """The format of the text in an element that stands in text of the outer format."""
    tag = element.tag
    marks = outer.marks
    mark = MARKS.get(tag)
    if mark is not None:
        marks = marks | {mark}
    style = element.get(DATA_STYLE) or element.get(_CUSTOM_STYLE) if tag == "span" else None
    if tag == "span" and classes(element) & _SMALL_CAPITALS_CLASSES:
        marks = marks | {Mark.SMALL_CAPITALS}
    css = element.get("style")
    if css:
        marks = _with_style(marks, css)
    return outer._replace(marks=marks, style=style or outer.style)


def _with_style(marks: frozenset[Mark], text: str) -> frozenset[Mark]:
    style = parse_style(text)
    weight = style.get("font-weight", "").lower()
    slant = style.get("font-style", "").lower()
    line = f"{style.get('text-decoration', '')} {style.get('text-decoration-line', '')}".lower()
    script = style.get("vertical-align", "").lower()
    caps = (style.get("font-variant", ""), style.get("font-variant-caps", ""))
    shown = {
        Mark.BOLD: weight in _BOLD,
        Mark.ITALIC: slant in ("italic", "oblique"),
        Mark.UNDERLINE: "underline" in line,
        Mark.STRIKE: "line-through" in line,
        Mark.SUBSCRIPT: script == "sub",
        Mark.SUPERSCRIPT: script == "super",
        Mark.SMALL_CAPITALS: "small-caps" in caps,
    }
    hidden = {Mark.BOLD: weight in _NOT_BOLD, Mark.ITALIC: slant == "normal"}
    return (marks - _keys(hidden)) | _keys(shown)


def _keys(states: Mapping[Mark, bool]) -> frozenset[Mark]:
    return frozenset([mark for mark, is_true in states.items() if is_true])
