"""Accents, bars, boxes, phantoms and characters over or under a group (ECMA-376 Part 1, 22.1.2)."""

from __future__ import annotations

from sdconvert.formats.docx.names import M
from sdconvert.formats.docx.read.math.latex import ACCENTS, atom, math_text
from sdconvert.formats.docx.read.math.properties import OFF, character, is_switched_on, property_value
from sdconvert.formats.docx.read.math.reader import MathReader, ReadConstruct
from sdconvert.xmlio import Element

_WIDE_ACCENTS = {
    "hat": "widehat",
    "tilde": "widetilde",
    "vec": "overrightarrow",
    "bar": "overline",
}
_SPACING_ACCENTS = {
    "^": "hat",
    "ˆ": "hat",
    "~": "tilde",
    "˜": "tilde",
    "¯": "bar",
    "‾": "overline",
    "˙": "dot",
    "¨": "ddot",
    "´": "acute",
    "`": "grave",
    "ˇ": "check",
    "˘": "breve",
    "˚": "mathring",
    "→": "vec",
    "←": "overleftarrow",
    "↔": "overleftrightarrow",
}
_DOUBLE_LINES = {"\u033f": "overline", "\u0333": "underline"}
_ACCENT_COMMANDS = ACCENTS | _SPACING_ACCENTS
_GROUP_COMMANDS = {
    ("⏟", "bot"): "underbrace",
    ("⏞", "top"): "overbrace",
    ("⎵", "bot"): "underbracket",
    ("⎴", "top"): "overbracket",
    ("→", "bot"): "underrightarrow",
    ("→", "top"): "overrightarrow",
    ("←", "bot"): "underleftarrow",
    ("←", "top"): "overleftarrow",
    ("↔", "bot"): "underleftrightarrow",
    ("↔", "top"): "overleftrightarrow",
}
_GROUP_COMMANDS |= {(char, ""): name for (char, _), name in _GROUP_COMMANDS.items() if "brac" in name}
_STRETCHED_ARROWS = {
    "→": "xrightarrow",
    "←": "xleftarrow",
    "↔": "xleftrightarrow",
    "⇒": "xRightarrow",
    "⇐": "xLeftarrow",
    "⇔": "xLeftrightarrow",
    "⇌": "xrightleftharpoons",
    "↦": "xmapsto",
}
_SIDES = ("hideTop", "hideBot", "hideLeft", "hideRight")


def _read_accent(reader: MathReader, element: Element) -> str:
    base = reader.read_argument(element, "e")
    char = character(element, "accPr", default="\u0302")
    if not char:
        return base
    if char in _DOUBLE_LINES:
        line = _DOUBLE_LINES[char]
        return f"\\{line}{{\\{line}{{{base}}}}}"
    command = _ACCENT_COMMANDS.get(char)
    if command is None:
        reader.note_unknown("acc")
        return f"\\overset{{{math_text(char)}}}{{{base}}}"
    is_wide = atom(base).startswith("{")
    return f"\\{_WIDE_ACCENTS.get(command, command) if is_wide else command}{{{base}}}"


def _read_bar(reader: MathReader, element: Element) -> str:
    command = "overline" if property_value(element, "barPr", "pos") == "top" else "underline"
    return f"\\{command}{{{reader.read_argument(element, 'e')}}}"


def _read_group_character(reader: MathReader, element: Element) -> str:
    base = reader.read_argument(element, "e")
    char = character(element, "groupChrPr", default="⏟")
    position = property_value(element, "groupChrPr", "pos") or "bot"
    is_base_line = (property_value(element, "groupChrPr", "vertJc") or "top") != position
    command = _GROUP_COMMANDS.get((char, position))
    if command and (is_base_line or (char, "") in _GROUP_COMMANDS):
        return f"\\{command}{{{base}}}"
    if is_base_line or not char:
        return _stack(position, math_text(char), base)
    return _stretch(char, base, is_above=position == "bot")


def _stack(position: str, char: str, base: str) -> str:
    command = "overset" if position == "top" else "underset"
    return f"\\{command}{{{char}}}{{{base}}}" if char else base


def _stretch(char: str, label: str, is_above: bool) -> str:
    """A character that stands on the line, with the base as its label."""
    arrow = _STRETCHED_ARROWS.get(char)
    if arrow is None:
        return _stack("top" if is_above else "bot", label, math_text(char))
    return f"\\{arrow}{{{label}}}" if is_above else f"\\{arrow}[{{{label}}}]{{}}"


def _read_box(reader: MathReader, element: Element) -> str:
    return reader.read_argument(element, "e")


def _read_border_box(reader: MathReader, element: Element) -> str:
    latex = _read_struck_out(reader, element)
    hidden = [side for side in _SIDES if is_switched_on(element, "borderBoxPr", side)]
    if len(hidden) == 4:
        return latex
    for side in hidden:
        reader.note_unknown(side)
    return f"\\boxed{{{latex}}}"


def _read_struck_out(reader: MathReader, element: Element) -> str:
    latex = reader.read_argument(element, "e")
    strikes = [name for name in ("strikeBLTR", "strikeTLBR") if is_switched_on(element, "borderBoxPr", name)]
    for name in ("strikeH", "strikeV"):
        if is_switched_on(element, "borderBoxPr", name):
            reader.note_unknown(name)
    match strikes:
        case ["strikeBLTR"]:
            return f"\\cancel{{{latex}}}"
        case ["strikeTLBR"]:
            return f"\\bcancel{{{latex}}}"
        case [_, _]:
            return f"\\xcancel{{{latex}}}"
        case _:
            return latex


def _read_phantom(reader: MathReader, element: Element) -> str:
    base = reader.read_argument(element, "e")
    is_flat = is_switched_on(element, "phantPr", "zeroAsc") and is_switched_on(element, "phantPr", "zeroDesc")
    if property_value(element, "phantPr", "show") not in OFF:
        return f"\\smash{{{base}}}" if is_flat else base
    if is_flat:
        return f"\\hphantom{{{base}}}"
    return f"\\{'vphantom' if is_switched_on(element, 'phantPr', 'zeroWid') else 'phantom'}{{{base}}}"


READERS: dict[str, ReadConstruct] = {
    f"{{{M}}}acc": _read_accent,
    f"{{{M}}}bar": _read_bar,
    f"{{{M}}}groupChr": _read_group_character,
    f"{{{M}}}box": _read_box,
    f"{{{M}}}borderBox": _read_border_box,
    f"{{{M}}}phant": _read_phantom,
}
