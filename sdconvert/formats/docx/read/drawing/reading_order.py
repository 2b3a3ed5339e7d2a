"""The order in which a person reads shapes that stand beside and below each other."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple, TypeVar

from sdconvert.formats.docx.names import WP, A, V
from sdconvert.formats.docx.read.drawing.measures import vml_style
from sdconvert.formats.docx.units import parse_int, parse_points
from sdconvert.xmlio import Element

T = TypeVar("T")

_WPG = "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"
_XFRMS = (f"{{{A}}}xfrm", f"{{{_WPG}}}xfrm")
_ANCHOR, _EXTENT = f"{{{WP}}}anchor", f"{{{WP}}}extent"
_POSITIONS = (f"{{{WP}}}positionH", f"{{{WP}}}positionV")
_OFFSET, _ALIGN = f"{{{WP}}}posOffset", f"{{{WP}}}align"
_MIDDLE, _END = 5_000_000.0, 10_000_000.0
_ALIGNED = {"center": _MIDDLE, "right": _END, "outside": _END, "bottom": _END}
"""Where aligned drawings stand among those at a distance, roughly, in EMU."""
_OFF, _EXT = f"{{{A}}}off", f"{{{A}}}ext"


class Box(NamedTuple):
    """Where a shape stands in its group, in units of the group."""

    left: float
    top: float
    height: float


class Place(NamedTuple):
    """Where a floating drawing stands: what its place is measured from, and the place."""

    origin: tuple[str, ...]
    box: Box


def in_reading_order(children: Iterable[T], measure: Callable[[T], Box | None]) -> list[T]:
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
    row_of: list[tuple[int, float, float, T]] = []
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


def place_of(drawing: Element) -> Place | None:
    """The place of a `w:drawing` or `w:pict` that floats, None where it stands in the line (20.4.2.3)."""
    anchor = drawing.find(_ANCHOR)
    if anchor is not None:
        return _place_of_anchor(anchor)
    shape = next((child for child in drawing if str(child.tag).startswith(f"{{{V}}}") and child.get("style")), None)
    style = {} if shape is None else vml_style(shape)
    box = None if shape is None or style.get("position") != "absolute" else vml_box(shape)
    origin = tuple(style.get(f"mso-position-{axis}-relative", "") for axis in ("horizontal", "vertical"))
    return None if box is None else Place(("vml", *origin), box)


def _place_of_anchor(anchor: Element) -> Place | None:
    positions = [anchor.find(tag) for tag in _POSITIONS]
    extent = anchor.find(_EXTENT)
    height = 0 if extent is None else parse_int(extent.get("cy")) or 0
    known = [position for position in positions if position is not None]
    if len(known) < len(positions):
        return None
    left, top = map(_offset, known)
    return Place(tuple(position.get("relativeFrom", "") for position in known), Box(left, top, height))


def _offset(position: Element) -> float:
    offset, align = position.find(_OFFSET), position.find(_ALIGN)
    if offset is not None:
        return float(parse_int(offset.text) or 0)
    return _ALIGNED.get("" if align is None else (align.text or "").strip(), 0.0)


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
