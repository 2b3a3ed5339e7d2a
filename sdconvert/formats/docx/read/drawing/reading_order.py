"""The order in which a person reads shapes that stand beside and below each other."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from sdconvert.formats.docx.names import A
from sdconvert.formats.docx.read.drawing.measures import vml_style
from sdconvert.formats.docx.units import parse_int, parse_points
from sdconvert.xmlio import Element

_WPG = "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"
_XFRMS = (f"{{{A}}}xfrm", f"{{{_WPG}}}xfrm")
_OFF, _EXT = f"{{{A}}}off", f"{{{A}}}ext"


class Box(NamedTuple):
    """Where a shape stands in its group, in units of the group."""

    left: float
    top: float
    height: float


def in_reading_order(children: Iterable[Element], measure: Callable[[Element], Box | None]) -> list[Element]:
    """What has no place first, then the shapes row by row from the top, those of a row from the left. A shape whose top
    is above the middle of the first one of a row belongs to that row."""
    placed, others = [], []
    for child in children:
        box = measure(child)
        if box is None:
            others.append(child)
        else:
            placed.append((box, child))
    placed.sort(key=lambda each: (each[0].top, each[0].left))
    row_of: list[tuple[int, float, float, Element]] = []
    row, middle = -1, float("-inf")
    for box, child in placed:
        if row < 0 or box.top >= middle:
            row, middle = row + 1, box.top + max(box.height, 1.0) / 2
        row_of.append((row, box.left, box.top, child))
    row_of.sort(key=lambda each: each[:3])
    return others + [child for *_, child in row_of]


def drawingml_box(shape: Element) -> Box | None:
    """The place of a shape, picture or group of DrawingML."""
    xfrm = next(shape.iter(*_XFRMS), None)
    off = None if xfrm is None else xfrm.find(_OFF)
    ext = None if xfrm is None else xfrm.find(_EXT)
    if off is None:
        return None
    height = 0 if ext is None else parse_int(ext.get("cy")) or 0
    return Box(parse_int(off.get("x")) or 0, parse_int(off.get("y")) or 0, height)


def vml_box(shape: Element) -> Box | None:
    """The place of a VML shape or group."""
    style = vml_style(shape)
    left, top = (_length(style.get(name) or style.get(f"margin-{name}")) for name in ("left", "top"))
    if left is None and top is None:
        return None
    return Box(left or 0.0, top or 0.0, _length(style.get("height")) or 0.0)


def _length(text: str | None) -> float | None:
    number = parse_int(text)
    return parse_points(text) if number is None else float(number)
