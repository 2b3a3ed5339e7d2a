"""The looks of text that the model has no place for (ECMA-376 Part 1, 17.3.2, and the effects of Word 2010)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import StrEnum

from sdconvert.formats.docx.read.formatting.run_levels import RunLevels
from sdconvert.formats.docx.read.formatting.run_properties import (
    BORDER,
    CHARACTER_POSITION,
    CHARACTER_SCALE,
    CHARACTER_SPACING,
    COLOR,
    DOUBLE_STRIKE,
    EAST_ASIAN_LAYOUT,
    EFFECTS,
    EMPHASIS_MARK,
    FIT_TEXT,
    HIGHLIGHT,
    KERNING,
    LANGUAGE,
    R_FONTS,
    SHADING,
    SIZE,
    TOGGLED_EFFECTS,
    UNDERLINE,
)
from sdconvert.formats.docx.units import TWIPS_PER_POINT

BLACK = "#000000"
WHITE = "#ffffff"


class TextLook(StrEnum):
    """A kind of look, which is told once for a document."""

    COLOR = "color"
    BACKGROUND = "background"
    FONT = "font"
    SIZE = "size"
    SPACING = "spacing"
    EFFECT = "effect"
    LINE = "line"
    BORDER = "border"
    EMPHASIS = "emphasis"
    LAYOUT = "layout"
    LANGUAGE = "language"
    HEADING = "heading"
    REGULAR = "regular"


Looks = tuple[tuple[TextLook, str], ...]
"""Kinds of look, each with what it is in the words of a person."""

NO_LOOKS: Looks = ()
_BY_DEFAULT = frozenset((TextLook.FONT, TextLook.SIZE, TextLook.SPACING))
"""What every document has in some way: only what differs from its usual text is a look."""


def looks_of(levels: RunLevels, usual: RunLevels, natural: RunLevels | None = None) -> Looks:
    """What a reader of the source sees in this text besides its marks: of font, size and spacing what differs from the
    usual text of the document, or all that differs from the `natural` look of its place."""
    return tuple(_differing(levels, usual, natural))


def _differing(levels: RunLevels, usual: RunLevels, natural: RunLevels | None) -> Iterator[tuple[TextLook, str]]:
    for look, read in _READERS.items():
        value = read(levels)
        if not value or (look is TextLook.LANGUAGE and read(usual) in ("", value)):
            continue
        below = natural if natural is not None else usual if look in _BY_DEFAULT else None
        if below is None or value != read(below):
            yield look, value


def _color(levels: RunLevels) -> str:
    color = str(levels.value(COLOR) or "")
    return "" if color == BLACK else color


def _background(levels: RunLevels) -> str:
    return str(levels.value(HIGHLIGHT) or levels.value(SHADING) or "")


def _font(levels: RunLevels) -> str:
    return str(levels.value(R_FONTS) or "")


def _size(levels: RunLevels) -> str:
    size = levels.value(SIZE)
    return f"{size / 2:g} pt" if isinstance(size, int) else ""


def _spacing(levels: RunLevels) -> str:
    if levels.says_none_of(_SPACING_TAGS):
        return ""
    values = ((name, unit, levels.value(tag)) for tag, name, unit in _SPACINGS)
    said = [f"{name} {value / unit:g} pt" for name, unit, value in values if isinstance(value, int) and value]
    scale = levels.value(CHARACTER_SCALE)
    if isinstance(scale, int) and scale not in (0, 100):
        said.append(f"scaled to {scale} %")
    if levels.value(FIT_TEXT):
        said.append("fitted")
    return ", ".join(said)


def _effect(levels: RunLevels) -> str:
    if levels.says_none_of(_EFFECT_TAGS):
        return ""
    said = [name for tag, name in TOGGLED_EFFECTS.items() if levels.toggle(tag)]
    return ", ".join(said + [name for tag, name in EFFECTS.items() if levels.value(tag)])


def _line(levels: RunLevels) -> str:
    underline = str(levels.value(UNDERLINE) or "")
    said = [] if underline in ("", "single") else [underline]
    return ", ".join([*said, "struck through twice"] if levels.value(DOUBLE_STRIKE) else said)


def _word_of(tag: str) -> Callable[[RunLevels], str]:
    return lambda levels: str(levels.value(tag) or "")


_SPACINGS = (
    (CHARACTER_SPACING, "spaced by", TWIPS_PER_POINT),
    (CHARACTER_POSITION, "raised by", 2),
    (KERNING, "kerned from", 2),
)
_SPACING_TAGS = frozenset((*(tag for tag, _, _ in _SPACINGS), CHARACTER_SCALE, FIT_TEXT))
_EFFECT_TAGS = frozenset((*TOGGLED_EFFECTS, *EFFECTS))
_READERS: dict[TextLook, Callable[[RunLevels], str]] = {
    TextLook.COLOR: _color,
    TextLook.BACKGROUND: _background,
    TextLook.FONT: _font,
    TextLook.SIZE: _size,
    TextLook.SPACING: _spacing,
    TextLook.EFFECT: _effect,
    TextLook.LINE: _line,
    TextLook.BORDER: _word_of(BORDER),
    TextLook.EMPHASIS: _word_of(EMPHASIS_MARK),
    TextLook.LAYOUT: _word_of(EAST_ASIAN_LAYOUT),
    TextLook.LANGUAGE: _word_of(LANGUAGE),
}
