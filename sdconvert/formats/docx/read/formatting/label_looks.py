"""How the number or sign before a paragraph looks beside its text (ECMA-376 Part 1, 17.9.24)."""

from __future__ import annotations

from collections.abc import Iterator

from sdconvert.formats.docx.read.formatting.numbering import Level
from sdconvert.formats.docx.read.formatting.run_levels import RunLevels
from sdconvert.formats.docx.read.formatting.run_properties import (
    BOLD,
    ITALIC,
    SMALL_CAPS,
    STRIKE,
    UNDERLINE,
    VERT_ALIGN,
)
from sdconvert.formats.docx.read.formatting.text_looks import TextLook, looks_of

_SWITCHES = {BOLD: "bold", ITALIC: "italic", SMALL_CAPS: "small capitals", STRIKE: "struck through"}
_POSITIONS = frozenset(("superscript", "subscript"))


def label_look(level: Level, text: RunLevels) -> str:
    """What a reader sees of the labels of a level, beside such text, in the words of a person; empty where they look
    as the text does, or where no label is shown. The font of a bullet gives its sign."""
    has_label = bool(level.lvl_text) and level.num_fmt != "none" and not level.is_hidden
    return ", ".join(_differing(level, text)) if has_label and level.look else ""


def _differing(level: Level, text: RunLevels) -> Iterator[str]:
    label = text.with_direct(level.look)
    for tag, name in _SWITCHES.items():
        if label.toggle(tag) != text.toggle(tag):
            yield name if label.toggle(tag) else f"not {name}"
    if bool(label.value(UNDERLINE)) != bool(text.value(UNDERLINE)):
        yield "underlined" if label.value(UNDERLINE) else "not underlined"
    if label.value(VERT_ALIGN) in _POSITIONS:
        yield str(label.value(VERT_ALIGN))
    for look, value in looks_of(label, text, text):
        if look is not TextLook.LANGUAGE and not (look is TextLook.FONT and level.is_bullet):
            yield value
