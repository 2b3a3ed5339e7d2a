"""How large drawings are, and how much of a picture is cropped away."""

from __future__ import annotations

from sdconvert.formats.docx.names import FALSE_WORDS, A, V
from sdconvert.formats.docx.read.drawing.content import NO_SIZE, Size
from sdconvert.formats.docx.units import EMU_PER_POINT, parse_int, parse_points
from sdconvert.xmlio import Element

_WPG = "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"
_XFRM = f"{{{A}}}xfrm"
_A_EXT = f"{{{A}}}ext"
_CH_EXT = f"{{{A}}}chExt"
_GROUP_PROPERTIES = (f"{{{_WPG}}}grpSpPr", f"{{{A}}}grpSpPr")
_V_GROUP = f"{{{V}}}group"


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
    for ancestor in element.iterancestors():
        if ancestor is drawing:
            break
        transform = next((p.find(_XFRM) for p in ancestor.iterchildren(*_GROUP_PROPERTIES)), None)
        if transform is not None:
            outer, inner = _lengths(transform.find(_A_EXT)), _lengths(transform.find(_CH_EXT))
            x_scale *= outer[0] / inner[0]
            y_scale *= outer[1] / inner[1]
    return size_of(None if xfrm is None else xfrm.find(_A_EXT), x_scale, y_scale)


def _lengths(extent: Element | None) -> tuple[int, int]:
    if extent is None:
        return 1, 1
    return parse_int(extent.get("cx")) or 1, parse_int(extent.get("cy")) or 1


def is_turned(xfrm: Element) -> bool:
    """Whether an `a:xfrm` rotates or mirrors."""
    flips = (xfrm.get("flipH"), xfrm.get("flipV"))
    turn = (parse_int(xfrm.get("rot")) or 0) % 21_600_000
    return turn != 0 or any(flip is not None and flip not in FALSE_WORDS for flip in flips)


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


def hidden_percent(left: float, right: float, top: float, bottom: float) -> float:
    """How much of a picture's area a crop hides, all in percent."""
    return 100 - max(0.0, 100 - left - right) * max(0.0, 100 - top - bottom) / 100


def parse_percent(text: str | None) -> float:
    """A crop in percent, from thousandths or `12%`; a negative one adds room and hides nothing."""
    value = parse_int((text or "").rstrip("%")) or 0
    return max(0.0, float(value) if text and text.endswith("%") else value / 1000)


def parse_fraction(text: str | None) -> float:
    """A VML crop in percent, from a fraction (`0.25`) or its 65536ths (`16384f`)."""
    try:
        value = float((text or "0").rstrip("f"))
    except ValueError:
        return 0.0
    return max(0.0, value / 65536 if text and text.endswith("f") else value) * 100
