"""The looks of paragraphs that the model has no place for (ECMA-376 Part 1, 17.3.1)."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from sdconvert.formats.docx.names import is_on, w
from sdconvert.formats.docx.read.formatting.paragraph_look_values import (
    BORDERS,
    CONTEXTUAL_SPACING,
    SHADING,
    TABS,
    TEXT_DIRECTION,
)
from sdconvert.formats.docx.read.formatting.paragraph_properties import INDENTS, ParagraphValues, parse_indent
from sdconvert.formats.docx.units import TWIPS_PER_POINT, parse_int, parse_twips

_RIGHT, _END = w("right"), w("end")
_RIGHT_CHARS, _END_CHARS = w("rightChars"), w("endChars")
_LINES = 240  # a line is so much where the rule is automatic
_SIDES = (
    ("before", w("before"), w("beforeLines"), w("beforeAutospacing")),
    ("after", w("after"), w("afterLines"), w("afterAutospacing")),
)
_LINE, _LINE_RULE = w("line"), w("lineRule")
_SPACING_TAGS = (*(tag for _, *tags in _SIDES for tag in tags), _LINE, _LINE_RULE, CONTEXTUAL_SPACING)
_INDENT_TAGS = frozenset((*INDENTS, _RIGHT, _END, _RIGHT_CHARS, _END_CHARS))


class ParagraphLook(StrEnum):
    """A kind of look, which is told once for a document."""

    BORDER = "border"
    BACKGROUND = "background"
    SPACING = "spacing"
    TABS = "tabs"
    INDENT = "indent"
    DIRECTION = "direction"
    LABEL = "label"


ParagraphLooks = tuple[tuple[ParagraphLook, str], ...]
"""Kinds of look, each with what it is in the words of a person."""

NO_PARAGRAPH_LOOKS: ParagraphLooks = ()


def paragraph_looks_of(
    values: ParagraphValues, usual: ParagraphValues, natural: ParagraphValues | None, is_numbered: bool
) -> ParagraphLooks:
    """What a reader of the source sees of such a paragraph: of its spacing what differs from the usual paragraph of the
    document, or all that differs from the `natural` look of its place. What hangs before a numbered one is its number.
    """
    return tuple(_differing(values, usual, natural, is_numbered))


def _differing(
    values: ParagraphValues, usual: ParagraphValues, natural: ParagraphValues | None, is_numbered: bool
) -> Iterator[tuple[ParagraphLook, str]]:
    for look, tag in _TAGS.items():
        value = values.get(tag)
        if value and (natural is None or value != natural.get(tag)):
            yield look, value
    below = usual if natural is None else natural
    if any(values.get(tag) != below.get(tag) for tag in _SPACING_TAGS):
        spacing, common = _read_spacing(values), _read_spacing(below)
        if spacing != common:
            yield ParagraphLook.SPACING, ", ".join(part for part in spacing if part not in common)
    indent = _read_indent(values, is_numbered)
    if indent and (natural is None or indent != _read_indent(natural, is_numbered)):
        yield ParagraphLook.INDENT, indent


def _read_spacing(values: ParagraphValues) -> tuple[str, ...]:
    spaces = (f"{_read_space(values, *names)} {side}" for side, *names in _SIDES)
    together = "close to its like" if values.get(CONTEXTUAL_SPACING) else "apart from its like"
    return (*spaces, _read_line(values), together)


def _read_line(values: ParagraphValues) -> str:
    line = parse_twips(values.get(_LINE)) or _LINES
    if values.get(_LINE_RULE, "auto") == "auto":
        return f"lines × {line / _LINES:.3g}"
    return f"lines of {line / TWIPS_PER_POINT:g} pt"


def _read_space(values: ParagraphValues, plain: str, lines: str, auto: str) -> str:
    if auto in values and is_on(values[auto]):
        return "automatic space"
    if parse_int(values.get(lines)):
        return f"{(parse_int(values[lines]) or 0) / 100:g} lines"
    return f"{(parse_twips(values.get(plain)) or 0) / TWIPS_PER_POINT:g} pt"


def _read_indent(values: ParagraphValues, is_numbered: bool) -> str:
    if _INDENT_TAGS.isdisjoint(values):
        return ""
    indent = parse_indent(values)
    first_line = indent.first_line_chars or indent.first_line or 0
    right = _positive(values.get(_END_CHARS) or values.get(_RIGHT_CHARS))
    said = {
        "first line": first_line > 0,
        "hanging lines": first_line < 0 and not is_numbered,
        "right": right or _positive(values.get(_END) or values.get(_RIGHT)),
        "into the margin": (indent.left_chars or indent.left or 0) < 0 <= first_line and not is_numbered,
    }
    return ", ".join(name for name, is_so in said.items() if is_so)


def _positive(text: str | None) -> bool:
    return (parse_twips(text) or 0) > 0


_TAGS = {
    ParagraphLook.BORDER: BORDERS,
    ParagraphLook.BACKGROUND: SHADING,
    ParagraphLook.TABS: TABS,
    ParagraphLook.DIRECTION: TEXT_DIRECTION,
}
