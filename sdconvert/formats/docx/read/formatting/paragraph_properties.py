"""What a `w:pPr` says by itself (ECMA-376 Part 1, 17.3.1)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from sdconvert.formats.docx.names import VAL, is_on, w
from sdconvert.formats.docx.read.formatting.paragraph_look_values import LOOK_READERS
from sdconvert.formats.docx.units import parse_int, parse_twips
from sdconvert.xmlio import Element, children_of

ParagraphKey = tuple[object, ...]
ParagraphValues = Mapping[str, str | None]
"""What paragraph properties say, by the names of their elements, those of `w:ind` and
`w:spacing` by the names of their attributes."""

P_STYLE = w("pStyle")
JC = w("jc")
BIDI = w("bidi")
PAGE_BREAK_BEFORE = w("pageBreakBefore")
OUTLINE_LEVEL = w("outlineLvl")
NUM_PR = w("numPr")
NUM_ID = w("numId")
ILVL = w("ilvl")
_IND = w("ind")
_ATTRIBUTED = frozenset((_IND, w("spacing")))
_LEFT = w("left")
_START = w("start")
_FIRST_LINE = w("firstLine")
_HANGING = w("hanging")
_LEFT_CHARS = w("leftChars")
_START_CHARS = w("startChars")
_FIRST_LINE_CHARS = w("firstLineChars")
_HANGING_CHARS = w("hangingChars")
INDENTS = (
    *(_LEFT, _START, _FIRST_LINE, _HANGING),
    *(_LEFT_CHARS, _START_CHARS, _FIRST_LINE_CHARS, _HANGING_CHARS),
)
_INDENT_NAMES = frozenset(INDENTS)
_HUNDREDTHS = 100
_VALUED = frozenset((P_STYLE, JC, BIDI, PAGE_BREAK_BEFORE, OUTLINE_LEVEL))

_DEEPEST_LEVEL = 8
_BODY_TEXT_LEVEL = 9


class Indent(NamedTuple):
    """The indent of the leading edge, and of the first line from there (negative when hanging), in twips; and both in
    hundredths of the width of a character, which go before twips unless they are 0."""

    left: int | None = None
    first_line: int | None = None
    left_chars: int | None = None
    first_line_chars: int | None = None

    def over(self, below: Indent) -> Indent:
        """This indent where it says something, else the one below."""
        if self is NO_INDENT:
            return below
        return Indent(*(lower if upper is None else upper for upper, lower in zip(self, below, strict=True)))

    def in_twips(self, character: float) -> tuple[int, int]:
        """The indents of the leading edge and of the first line, a character being so many twips wide.

        Source: ECMA-376 Part 1, 17.3.1.12 (ind).
        """
        left = round(self.left_chars * character / _HUNDREDTHS) if self.left_chars else self.left
        first = round(self.first_line_chars * character / _HUNDREDTHS) if self.first_line_chars else self.first_line
        return left or 0, first or 0


NO_INDENT = Indent()


def paragraph_key(ppr: Element | None) -> ParagraphKey:
    """All that counts of these paragraph properties as name, value, name, value … To list the attributes of an element
    takes less time than to ask for one by its name."""
    values: list[object] = []
    for child in () if ppr is None else children_of(ppr):
        tag = child.tag
        if tag in _VALUED:
            values += (tag, dict(child.items()).get(VAL))
        elif tag in _ATTRIBUTED:
            for attribute in child.items():
                values += attribute
        elif tag == NUM_PR:
            for item in children_of(child):
                values += (item.tag, dict(item.items()).get(VAL))
        elif tag in LOOK_READERS:
            values += (tag, LOOK_READERS[tag](child))
    return tuple(values)


def values_of(key: ParagraphKey) -> dict[str, str | None]:
    """What the properties say that this is the key of."""
    return dict(zip(key[::2], key[1::2], strict=True))  # type: ignore[arg-type]


def is_set(values: ParagraphValues, tag: str) -> bool:
    """Whether a switch is there and on."""
    return tag in values and is_on(values[tag])


def parse_indent(values: ParagraphValues) -> Indent:
    """The indent of a `w:ind`; `left` means the leading edge, as `start` does."""
    if _INDENT_NAMES.isdisjoint(values):
        return NO_INDENT
    hanging = parse_twips(values.get(_HANGING))
    left = parse_twips(values.get(_START) or values.get(_LEFT))
    hanging_chars = parse_int(values.get(_HANGING_CHARS))
    return Indent(
        left,
        -hanging if hanging is not None else parse_twips(values.get(_FIRST_LINE)),
        parse_int(values.get(_START_CHARS) or values.get(_LEFT_CHARS)),
        -hanging_chars if hanging_chars else parse_int(values.get(_FIRST_LINE_CHARS) or values.get(_HANGING_CHARS)),
    )


def parse_ilvl(text: str | None) -> int | None:
    """The level of a list, from 0."""
    level = parse_int(text)
    return None if level is None else max(0, min(_DEEPEST_LEVEL, level))


def parse_outline_level(text: str | None) -> int | None:
    """The level of a heading, from 0; None for body text."""
    level = parse_int(text)
    return level if level is not None and 0 <= level < _BODY_TEXT_LEVEL else None
