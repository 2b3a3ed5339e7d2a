"""Lengths of WordprocessingML: twips (1/20 pt), EMU (1/12700 pt), half-points, and measures with a unit."""

from __future__ import annotations

import re

EMU_PER_POINT = 12700
TWIPS_PER_POINT = 20
INDENT_STEP_TWIPS = 720
"""The distance of default tab stops where a document does not say it (ECMA-376 Part 1, 17.15.1.25)."""

_MEASURE = re.compile(r"\s*(-?\d+(?:\.\d+)?)\s*(mm|cm|in|pt|pc|pi|px)?")
_INDENT_STEPS = range(340, 1441)
_SHORT = 9
_POINTS = {"mm": 72 / 25.4, "cm": 72 / 2.54, "in": 72.0, "pt": 1.0, "pc": 12.0, "pi": 12.0, "px": 0.75}


def parse_twips(text: str | None) -> int | None:
    """A measure in twips: a bare number is twips already, Strict files carry units (ECMA-376 Part 1, 22.9.2.14)."""
    if text is not None and _is_short_number(text):
        return int(text)
    match = _MEASURE.match(text or "")
    if match is None:
        return None
    number, unit = match.groups()
    value = float(number) if unit is None else float(number) * _POINTS[unit] * TWIPS_PER_POINT
    return round(max(-(2**31), min(2**31, value)))


def parse_indent_step(text: str | None) -> int:
    """The distance of default tab stops in twips, by which indents are counted; half an inch where it is none by which
    an author indents: SMASHDOCs would show ten steps of 2 mm as ten of its own.
    """
    twips = parse_twips(text)
    return twips if twips is not None and twips in _INDENT_STEPS else INDENT_STEP_TWIPS


def parse_points(text: str | None) -> float | None:
    """A CSS length of a VML style in points; a bare number is pixels there."""
    match = _MEASURE.match(text or "")
    if match is None:
        return None
    number, unit = match.groups()
    return float(number) * _POINTS[unit or "px"]


def parse_int(text: str | None) -> int | None:
    """A whole number, None for anything else; absurd sizes are cut to 32 bits."""
    if text is None:
        return None
    if _is_short_number(text):
        return int(text)
    try:
        return max(-(2**31), min(2**31, int(float(text))))
    except (ValueError, OverflowError):
        return None


def _is_short_number(text: str) -> bool:
    """Whether there are digits alone, and no more than 32 bits can hold."""
    return len(text) <= _SHORT and text.isdecimal()
