"""How large drawings are, and what is shown of their pictures."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

from sdconvert.formats.docx.names import FALSE_WORDS, A, V
from sdconvert.formats.docx.read.drawing.content import NO_SIZE, Size
from sdconvert.formats.docx.units import EMU_PER_POINT, parse_int, parse_points
from sdconvert.pictures import PictureView
from sdconvert.xmlio import Element

_WPG = "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"
_XFRM = f"{{{A}}}xfrm"
_A_EXT = f"{{{A}}}ext"
_CH_EXT = f"{{{A}}}chExt"
GROUP_PROPERTIES = (f"{{{_WPG}}}grpSpPr", f"{{{A}}}grpSpPr")
_V_GROUP = f"{{{V}}}group"
_CROPS = ("cropleft", "croptop", "cropright", "cropbottom")
_UNITS_PER_DEGREE = 60_000
_FRACTIONS = 65_536


def size_of(extent: Element | None, x_scale: float, y_scale: float) -> Size:
    """The size that an `a:ext` or `wp:extent` gives, in units of its own that the scales make EMU."""
    if extent is None:
        return NO_SIZE
    return Size(_points(extent.get("cx"), x_scale), _points(extent.get("cy"), y_scale))


def _points(emu: str | None, scale: float) -> float | None:
    value = (parse_int(emu) or 0) * scale / EMU_PER_POINT
    return value if value > 0 else None


def grouped_size(element: Element, xfrm: Element | None, drawing: Element) -> Size:
    """The size of a shape, each group around it having units of its own (ECMA-376 Part 1, 20.1.7.6)."""
    x_scale = y_scale = 1.0
    for transform in group_transforms(element, drawing):
        outer, inner = _lengths(transform.find(_A_EXT)), _lengths(transform.find(_CH_EXT))
        x_scale *= outer[0] / inner[0]
        y_scale *= outer[1] / inner[1]
    return size_of(None if xfrm is None else xfrm.find(_A_EXT), x_scale, y_scale)


def _lengths(extent: Element | None) -> tuple[int, int]:
    if extent is None:
        return 1, 1
    return parse_int(extent.get("cx")) or 1, parse_int(extent.get("cy")) or 1


def drawingml_view(rect: Element | None, xfrm: Element | None, groups: Iterable[Element] = ()) -> PictureView:
    """What an `a:srcRect` cuts, an `a:xfrm` turns (ECMA-376 Part 1, 20.1.8.55 and 20.1.7.6) and the `a:xfrm` of the
    groups around it turn with it, the nearest first."""
    left, top, right, bottom = (0.0,) * 4 if rect is None else (parse_share(rect.get(side)) for side in "ltrb")
    flips_sides = flips_ends = False
    degrees = 0.0
    for turning in (xfrm, *groups):
        if turning is not None:
            sides, ends = (turning.get(name, "0") not in FALSE_WORDS for name in ("flipH", "flipV"))
            turn = (parse_int(turning.get("rot")) or 0) / _UNITS_PER_DEGREE
            degrees = turn + (-degrees if sides != ends else degrees)
            flips_sides, flips_ends = flips_sides != sides, flips_ends != ends
    return PictureView(left, top, right, bottom, flips_sides, flips_ends, degrees)


def group_transforms(element: Element, drawing: Element) -> list[Element]:
    """The `a:xfrm` of each group around a shape, the nearest first."""
    return [transform for transform in _transforms(element, drawing) if transform is not None]


def _transforms(element: Element, drawing: Element) -> Iterator[Element | None]:
    for ancestor in element.iterancestors():
        if ancestor is drawing:
            return
        yield next((properties.find(_XFRM) for properties in ancestor.iterchildren(*GROUP_PROPERTIES)), None)


def vml_view(imagedata: Element, style: dict[str, str]) -> PictureView:
    """What a `v:imagedata` cuts and the style of its shape turns (ECMA-376 Part 4, 19.1.2.11 and 19.1.2.19)."""
    left, top, right, bottom = (parse_fraction(imagedata.get(side)) for side in _CROPS)
    flip, turn = style.get("flip", ""), style.get("rotation", "0")
    degrees = _number(turn.removesuffix("fd")) / (_FRACTIONS if turn.endswith("fd") else 1)
    return PictureView(left, top, right, bottom, "x" in flip, "y" in flip, degrees)


def _number(text: str) -> float:
    try:
        value = float(text or "0")
    except ValueError:
        return 0.0
    return value if math.isfinite(value) else 0.0


def vml_size(shape: Element) -> Size:
    """The size of a VML shape; within a group its style counts in the group's own units."""
    style = vml_style(shape)
    parent = shape.getparent()
    if parent is None or parent.tag != _V_GROUP:
        return Size(_positive(style.get("width")), _positive(style.get("height")))
    group = vml_size(parent)
    units = [parse_int(part) or 1000 for part in parent.get("coordsize", "").split(",")]
    x_units, y_units = units if len(units) == 2 else (1000, 1000)
    return Size(_share(group.width, style.get("width"), x_units), _share(group.height, style.get("height"), y_units))


def _share(whole: float | None, part: str | None, units: int) -> float | None:
    value = parse_int(part)
    return None if whole is None or value is None or value <= 0 or units <= 0 else whole * value / units


def _positive(length: str | None) -> float | None:
    value = parse_points(length)
    return value if value is not None and value > 0 else None


def vml_style(shape: Element) -> dict[str, str]:
    """The CSS of a VML shape, names in lower case."""
    pairs = (declaration.partition(":") for declaration in shape.get("style", "").split(";"))
    return {name.strip().lower(): value.strip() for name, _, value in pairs}


def parse_share(text: str | None) -> float:
    """What is cut from one side, as a share, from thousandths of a percent or `12%`."""
    if text and text.endswith("%"):
        return _number(text[:-1]) / 100
    return (parse_int(text) or 0) / 100_000


def parse_fraction(text: str | None) -> float:
    """What VML cuts from one side, as a share, from a fraction (`0.25`) or its 65536ths (`16384f`)."""
    value = _number((text or "0").removesuffix("f"))
    return value / _FRACTIONS if text and text.endswith("f") else value
