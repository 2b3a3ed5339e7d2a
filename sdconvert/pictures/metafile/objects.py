"""Pens, brushes and fonts of GDI, as the records of WMF and EMF make them."""

from __future__ import annotations

from PIL import Image

from sdconvert.frozen import dataclass
from sdconvert.pictures.metafile.paints import BLACK, WHITE, Colour
from sdconvert.pictures.metafile.strokes import LineCap, LineJoin

STYLE_NULL = 5
STYLE_USER = 7
_GEOMETRIC = 0x10000
_DASHES: dict[int, tuple[float, ...]] = {
    1: (3, 1),
    2: (1, 1),
    3: (3, 1, 1, 1),
    4: (3, 1, 1, 1, 1, 1),
    8: (1, 1),
}
"""Dash styles in widths of the pen. Source: [MS-WMF] 2.1.1.23, PenStyle."""


@dataclass(frozen=True, slots=True)
class Pen:
    """What lines are drawn with. Units: logical units, but device pixels where `is_cosmetic`; dashes in widths."""

    colour: Colour = BLACK
    width: float = 0.0
    dashes: tuple[float, ...] = ()
    cap: LineCap = LineCap.ROUND
    join: LineJoin = LineJoin.ROUND
    is_cosmetic: bool = False
    is_null: bool = False


@dataclass(frozen=True, slots=True)
class Brush:
    """What shapes are filled with: a colour, or lines of it where `hatch` is set, or a pattern."""

    colour: Colour = WHITE
    hatch: int | None = None
    pattern: Image.Image | None = None
    is_null: bool = False
    is_two_coloured: bool = False
    """Whether the pattern is a mask that takes the colours of text and background."""


@dataclass(frozen=True, slots=True)
class Font:
    """What text is written with. Units: logical units; angles in tenths of a degree, against the clock."""

    family: str = "Arial"
    height: float = -12.0
    width: float = 0.0
    escapement: float = 0.0
    weight: int = 400
    is_italic: bool = False
    is_underlined: bool = False
    is_struck: bool = False
    charset: int = 0
    pitch_and_family: int = 0


GdiObject = Pen | Brush | Font


@dataclass(frozen=True, slots=True)
class Palette:
    """A palette, or another object that takes a place in the table of objects and draws nothing."""


def colour_of(value: int) -> Colour:
    """A colour as records have it. Source: [MS-WMF] 2.2.2.8, ColorRef."""
    return value & 0xFF, value >> 8 & 0xFF, value >> 16 & 0xFF, 255


def pen_of(style: int, width: float, colour: int, dashes: tuple[float, ...] = (), is_extended: bool = False) -> Pen:
    """A pen by its style. Source: [MS-EMF] 2.1.25, PenStyle; 2.2.20, LogPenEx."""
    kind = style & 0xF
    width = abs(width)
    return Pen(
        colour_of(colour),
        width,
        tuple(dash / max(width, 1.0) for dash in dashes) if kind == STYLE_USER and dashes else _DASHES.get(kind, ()),
        {1: LineCap.SQUARE, 2: LineCap.FLAT}.get(style >> 8 & 0xF, LineCap.ROUND),
        {1: LineJoin.BEVEL, 2: LineJoin.MITER}.get(style >> 12 & 0xF, LineJoin.ROUND),
        is_extended and not style & _GEOMETRIC,
        kind == STYLE_NULL,
    )


def brush_of(style: int, colour: int, hatch: int) -> Brush:
    """A brush without a pattern. Source: [MS-WMF] 2.1.1.4, BrushStyle."""
    return Brush(colour_of(colour), hatch if style == 2 else None, is_null=style == 1)


_STOCK: dict[int, GdiObject] = {
    0: Brush(WHITE),
    1: Brush((192, 192, 192, 255)),
    2: Brush((128, 128, 128, 255)),
    3: Brush((64, 64, 64, 255)),
    4: Brush(BLACK),
    5: Brush(is_null=True),
    6: Pen(WHITE),
    7: Pen(BLACK),
    8: Pen(is_null=True),
    10: Font("Courier New"),
    11: Font("Courier New"),
    12: Font("Arial"),
    13: Font("Arial", -13),
    14: Font("Arial"),
    16: Font("Courier New"),
    17: Font("Arial"),
    18: Brush(WHITE),
    19: Pen(BLACK),
}
"""Source: [MS-EMF] 2.1.31, StockObject."""


def stock_object(number: int) -> GdiObject | None:
    """An object that every device context has."""
    return _STOCK.get(number)
