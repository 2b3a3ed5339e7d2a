"""Objects of EMF+: brushes, pens, paths, regions, pictures, fonts and formats of strings.

Source: [MS-EMFPLUS] 2.2.1, graphics objects; 2.2.2, structures.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Callable

from PIL import Image

from sdconvert.frozen import dataclass
from sdconvert.pictures.metafile.bitmaps import BrokenBitmap
from sdconvert.pictures.metafile.budget import MAX_PIXELS_OF_A_BITMAP
from sdconvert.pictures.metafile.geometry import Edges, Matrix, Point, curve
from sdconvert.pictures.metafile.paints import Colour, average, mixed
from sdconvert.pictures.metafile.plus_cursor import Cursor
from sdconvert.pictures.metafile.strokes import LineCap, LineJoin

_RUN_LENGTHS = 0x1000
_HAS_PATH, _HAS_TRANSFORM, _HAS_COLOURS, _HAS_FACTORS = 1, 2, 4, 8


# --------------------------------------------------------------------------------------------------------- brushes


@dataclass(frozen=True, slots=True)
class PlusBrush:
    """What shapes are filled with; of all that is set, the last in this order counts."""

    colour: Colour
    hatch: tuple[int, Colour] | None = None
    run: tuple[tuple[tuple[float, Colour], ...], Matrix] | None = None
    """Stops, and the transform from the space of the brush to 0 … 1 along the run."""
    is_mirrored: bool = False
    texture: tuple[Image.Image, Matrix] | None = None


def read_brush(cursor: Cursor) -> PlusBrush:
    """Source: [MS-EMFPLUS] 2.2.1.1."""
    _version, kind = cursor.values("II")
    if kind == 0:
        return PlusBrush(cursor.colour())
    if kind == 1:
        style, line, ground = cursor.number(), cursor.colour(), cursor.colour()
        return PlusBrush(line, hatch=(style, ground))
    if kind == 2:
        return _read_texture(cursor)
    if kind == 3:
        return _read_path_gradient(cursor)
    if kind == 4:
        return _read_linear_gradient(cursor)
    raise struct.error(f"brush {kind}")


def _read_texture(cursor: Cursor) -> PlusBrush:
    flags, _wrap = cursor.values("Ii")
    transform = cursor.matrix() if flags & _HAS_TRANSFORM else Matrix()
    picture = read_image(cursor)
    if not isinstance(picture, Image.Image):
        return PlusBrush((128, 128, 128, 255))
    return PlusBrush((128, 128, 128, 255), texture=(picture, transform))


def _read_path_gradient(cursor: Cursor) -> PlusBrush:
    """The colour in the middle between that of the centre and those around; the way between them is not drawn."""
    _flags, _wrap, centre = cursor.number(), cursor.number(), cursor.colour()
    cursor.floats(2)
    around = [cursor.colour() for _ in range(min(cursor.number(), 1000))]
    return PlusBrush(average([centre, average(around or [centre])]))


def _read_linear_gradient(cursor: Cursor) -> PlusBrush:
    flags, wrap = cursor.values("Ii")
    left, _top, width, _height = cursor.box()
    first, last = cursor.colour(), cursor.colour()
    cursor.take(8)
    transform = cursor.matrix() if flags & _HAS_TRANSFORM else Matrix()
    stops = _read_stops(cursor, flags, first, last)
    back = transform.inverse() or Matrix()
    along = back.then(Matrix(1 / (width or 1.0), 0, 0, 0, -left / (width or 1.0), 0))
    return PlusBrush(average([first, last]), run=(stops, along), is_mirrored=wrap in (1, 3))


def _read_stops(cursor: Cursor, flags: int, first: Colour, last: Colour) -> tuple[tuple[float, Colour], ...]:
    if not flags & (_HAS_COLOURS | _HAS_FACTORS):
        return (0.0, first), (1.0, last)
    count = min(cursor.number(), 10_000)
    places = cursor.floats(count)
    if flags & _HAS_COLOURS:
        colours = [cursor.colour() for _ in range(count)]
    else:
        colours = [mixed(first, last, factor) for factor in cursor.floats(count)]
    return tuple(zip(places, colours, strict=True)) or ((0.0, first), (1.0, last))


# ------------------------------------------------------------------------------------------------------------ pens


@dataclass(frozen=True, slots=True)
class PlusPen:
    """What lines are drawn with; `unit` is that of the width, dashes are in widths."""

    brush: PlusBrush
    width: float
    unit: int
    dashes: tuple[float, ...] = ()
    cap: LineCap = LineCap.FLAT
    join: LineJoin = LineJoin.MITER
    miter_limit: float = 10.0


_CAPS = {0: LineCap.FLAT, 1: LineCap.SQUARE, 2: LineCap.ROUND}
_JOINS = {0: LineJoin.MITER, 1: LineJoin.BEVEL, 2: LineJoin.ROUND}
_DASHES: dict[int, tuple[float, ...]] = {1: (3, 1), 2: (1, 1), 3: (3, 1, 1, 1), 4: (3, 1, 1, 1, 1, 1)}


def read_pen(cursor: Cursor) -> PlusPen:
    """Source: [MS-EMFPLUS] 2.2.1.7, 2.2.2.33, 2.2.2.34."""
    cursor.values("II")
    flags, unit = cursor.values("II")
    (width,) = cursor.floats(1)
    if flags & 0x01:
        cursor.matrix()
    start = cursor.number() if flags & 0x02 else 0
    if flags & 0x04:
        cursor.number()
    join = cursor.number() if flags & 0x08 else 0
    miter_limit = cursor.floats(1)[0] if flags & 0x10 else 10.0
    dashes = _DASHES.get(cursor.number(), ()) if flags & 0x20 else ()
    cursor.take(4 * (bool(flags & 0x40) + bool(flags & 0x80)))
    if flags & 0x100:
        dashes = tuple(cursor.floats(min(cursor.number(), 100)))
    cursor.take(4 * bool(flags & 0x200))
    if flags & 0x400:
        cursor.take(4 * cursor.number())
    for flag in (0x800, 0x1000):
        if flags & flag:
            cursor.take(cursor.number())
    caps = _CAPS.get(start, LineCap.FLAT), _JOINS.get(join, LineJoin.MITER)
    return PlusPen(read_brush(cursor), abs(width), unit, dashes, *caps, min(max(miter_limit, 1.0), 100.0))


# ------------------------------------------------------------------------------------------------ paths and regions


@dataclass(frozen=True, slots=True)
class PlusPath:
    """Points, each with its kind, before any transform."""

    points: list[Point]
    kinds: bytes

    def drawn(self, matrix: Matrix) -> list[tuple[list[Point], bool]]:
        """The lines of the path under a transform; each with whether it is closed."""
        points = matrix.points(self.points)
        parts: list[tuple[list[Point], bool]] = []
        line: list[Point] = []
        index = 0
        while index < len(points):
            kind = self.kinds[index]
            if kind & 7 == 0:
                if line:
                    parts.append((line, False))
                line = [points[index]]
            elif kind & 7 == 3 and line and index + 2 < len(points):
                line += curve(line[-1], *points[index : index + 3])
                index += 2
            else:
                line.append(points[index])
            if self.kinds[index] & 0x80:
                parts.append((line, True))
                line = line[:1]
                if index + 1 < len(points) and self.kinds[index + 1] & 7 == 0:
                    line = []
            index += 1
        if len(line) > 1:
            parts.append((line, False))
        return parts


def read_path(cursor: Cursor) -> PlusPath:
    """Source: [MS-EMFPLUS] 2.2.1.6."""
    _version, count, flags = cursor.values("III")
    points = cursor.points(count, flags)
    if not flags & _RUN_LENGTHS:
        return PlusPath(points, cursor.take(count))
    kinds = bytearray()
    while len(kinds) < count:
        run, kind = cursor.values("BB")
        kinds += bytes([kind]) * max(run & 0x3F, 1)
    return PlusPath(points, bytes(kinds[:count]))


@dataclass(frozen=True, slots=True)
class RegionNode:
    """A region: a box, a path, all, nothing, or two regions that are combined."""

    kind: int
    box: Edges | None = None
    path: PlusPath | None = None
    parts: tuple[RegionNode, ...] = ()


_DEEPEST_REGION = 50


def read_region(cursor: Cursor) -> RegionNode:
    """Source: [MS-EMFPLUS] 2.2.1.8, 2.2.2.40."""
    cursor.values("II")
    return _read_node(cursor, 0)


def _read_node(cursor: Cursor, depth: int) -> RegionNode:
    kind = cursor.number()
    if kind == 0x10000000:
        return RegionNode(kind, box=cursor.box())
    if kind == 0x10000001:
        return RegionNode(kind, path=read_path(Cursor(cursor.take(cursor.number()))))
    if 1 <= kind <= 5 and depth < _DEEPEST_REGION:
        return RegionNode(kind, parts=(_read_node(cursor, depth + 1), _read_node(cursor, depth + 1)))
    return RegionNode(kind)


# ------------------------------------------------------------------------------------------------ pictures and text


@dataclass(frozen=True, slots=True)
class NestedMetafile:
    """A picture that is a metafile itself."""

    data: bytes


def read_image(cursor: Cursor) -> Image.Image | NestedMetafile:
    """Source: [MS-EMFPLUS] 2.2.1.4, 2.2.2.2, 2.2.2.27. Raises: BrokenBitmap."""
    _version, kind = cursor.values("II")
    if kind == 2:
        _metafile_kind, size = cursor.values("II")
        return NestedMetafile(cursor.take(min(size, len(cursor.data) - cursor.place)))
    width, height, stride, layout, encoding = cursor.values("iiiII")
    data = cursor.data[cursor.place :]
    try:
        return _decode(data) if encoding == 1 else _raw_image(data, width, height, stride, layout)
    except BrokenBitmap:
        raise
    except Exception as error:  # a decoder's own errors are of any class
        raise BrokenBitmap(str(error)) from error


def _decode(data: bytes) -> Image.Image:
    with Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "GIF", "BMP", "TIFF")) as image:
        if image.width * image.height > MAX_PIXELS_OF_A_BITMAP:
            raise BrokenBitmap("too many pixels")
        image.load()
        return image.convert("RGBA" if image.has_transparency_data else "RGB")


_RAW_MODES: dict[int, tuple[str, str]] = {
    0x00021005: ("RGB", "BGR;15"),
    0x00021006: ("RGB", "BGR;16"),
    0x00061007: ("RGB", "BGR;15"),
    0x00021808: ("RGB", "BGR"),
    0x00022009: ("RGB", "BGRX"),
    0x0026200A: ("RGBA", "BGRA"),
    0x000E200B: ("RGBa", "BGRa"),
    0x00030101: ("P", "P;1"),
    0x00030402: ("P", "P;4"),
    0x00030803: ("P", "P"),
}


def _raw_image(data: bytes, width: int, height: int, stride: int, layout: int) -> Image.Image:
    if not 0 < width * height <= MAX_PIXELS_OF_A_BITMAP or width < 0 or layout not in _RAW_MODES:
        raise BrokenBitmap(f"{width} x {height} pixels of layout {layout:X}")
    mode, raw = _RAW_MODES[layout]
    palette = b""
    if mode == "P":
        _flags, count = struct.unpack_from("<II", data)
        palette, data = data[8 : 8 + 4 * min(count, 256)], data[8 + 4 * count :]
    row = abs(stride) or (width * (layout >> 8 & 0xFF) + 31) // 32 * 4
    data = data[: row * height].ljust(row * height, b"\0")
    image = Image.frombytes(mode, (width, height), data, "raw", raw, row, -1 if stride < 0 else 1)
    if palette:
        image.putpalette(palette, "BGRA")
    return image if image.mode == "RGB" else image.convert("RGBA")


@dataclass(frozen=True, slots=True)
class PlusFont:
    """What strings are written with; `unit` is that of the size."""

    family: str
    size: float
    unit: int
    style: int


def read_font(cursor: Cursor) -> PlusFont:
    """Source: [MS-EMFPLUS] 2.2.1.3."""
    cursor.number()
    (size,) = cursor.floats(1)
    unit, style, _reserved, length = cursor.values("IIII")
    return PlusFont(cursor.take(2 * length).decode("utf-16-le", "replace").rstrip("\0"), abs(size), unit, style)


@dataclass(frozen=True, slots=True)
class StringFormat:
    """How a string stands in its box: 0 near, 1 in the middle, 2 far; margins in ems."""

    flags: int = 0
    across: int = 0
    down: int = 0
    margin: float = 1 / 6


def read_string_format(cursor: Cursor) -> StringFormat:
    """Source: [MS-EMFPLUS] 2.2.1.9."""
    _version, flags, _language, across, down = cursor.values("5I")
    cursor.take(16)
    return StringFormat(flags, across, down, min(max(cursor.floats(1)[0], 0.0), 1.0))


@dataclass(frozen=True, slots=True)
class Ignored:
    """An object that changes nothing that is drawn here."""


PlusObject = (
    PlusBrush | PlusPen | PlusPath | RegionNode | Image.Image | NestedMetafile | PlusFont | StringFormat | Ignored
)
READERS: dict[int, Callable[[Cursor], PlusObject]] = {
    1: read_brush,
    2: read_pen,
    3: read_path,
    4: read_region,
    5: read_image,
    6: read_font,
    7: read_string_format,
    8: lambda _: Ignored(),
    9: lambda _: Ignored(),
}
