"""Windows metafiles: their header, and what each record does on a device context.

Source: [MS-WMF] 2.3; parameters stand in the reverse order of the calls they record.
"""

from __future__ import annotations

import struct
from collections.abc import Callable

from PIL import Image

from sdconvert.frozen import dataclass
from sdconvert.pictures.metafile.bitmaps import BrokenBitmap, decode_bitmap16, decode_packed
from sdconvert.pictures.metafile.canvas import SOURCE_COPY
from sdconvert.pictures.metafile.characters import Characters, decode_bytes
from sdconvert.pictures.metafile.gdi import ANISOTROPIC, ISOTROPIC, TEXT_MODE, Gdi, Handler
from sdconvert.pictures.metafile.geometry import Edges, ellipse, rectangle, round_rectangle
from sdconvert.pictures.metafile.objects import (
    Brush,
    Font,
    Palette,
    brush_of,
    colour_of,
    pen_of,
    stock_object,
)
from sdconvert.pictures.metafile.records import PLACEABLE, parts_of, small_points, wmf_records
from sdconvert.pictures.metafile.regions import Combination
from sdconvert.pictures.metafile.vocabulary import Vocabulary
from sdconvert.pictures.metafile.writing import CLIPPED, OPAQUE, write
from sdconvert.pictures.outcomes import PictureUnconvertible

_SET_WINDOW_ORIGIN, _SET_WINDOW_EXTENT = 0x020B, 0x020C
_SET_VIEWPORT_ORIGIN, _SET_VIEWPORT_EXTENT = 0x020D, 0x020E
_USUAL_SIZE_MM = 100.0
_MM_PER_INCH = 25.4
_SOURCE_COPY = SOURCE_COPY << 16
_STOCK = 0x8000
_GREY = Brush((128, 128, 128, 255))
"""Stands for a pattern that cannot be read: an object has to take its place in the table."""


@dataclass(frozen=True, slots=True)
class WmfLayout:
    """How large a metafile is, and which logical units, and pixels of its device, fill it. Units: millimetres."""

    size_mm: tuple[float, float]
    window: Edges
    viewport: Edges | None


def layout(data: bytes) -> WmfLayout:
    """What the header says, or the first window where there is none.

    Raises: PictureUnconvertible.
    """
    window, viewport = _first_box(data, _SET_WINDOW_ORIGIN), _first_box(data, _SET_VIEWPORT_ORIGIN)
    if data.startswith(PLACEABLE):
        left, top, right, bottom, per_inch = struct.unpack_from("<hhhhH", data, 6)
        if left != right and top != bottom:
            window = window or (left, top, right - left, bottom - top)
            unit = _MM_PER_INCH / per_inch if per_inch else _USUAL_SIZE_MM / max(abs(right - left), abs(bottom - top))
            return WmfLayout((abs(right - left) * unit, abs(bottom - top) * unit), window, viewport)
    if window is None:
        raise PictureUnconvertible("it has no size")
    unit = _USUAL_SIZE_MM / max(abs(window[2]), abs(window[3]))
    return WmfLayout((abs(window[2]) * unit, abs(window[3]) * unit), window, viewport)


def _first_box(data: bytes, origin: int) -> Edges | None:
    """The first window, or viewport, that is set: left, top, width and height."""
    first: dict[int, tuple[int, int]] = {}
    for function, parameters in wmf_records(data):
        if function in (origin, origin + 1) and len(parameters) >= 4:
            first.setdefault(function, _pair(parameters))
    left, top = first.get(origin, (0, 0))
    width, height = first.get(origin + 1, (0, 0))
    return (left, top, width, height) if width and height else None


def play(data: bytes, gdi: Gdi, laid: WmfLayout) -> None:
    """Do what the records say."""
    _set_up(gdi, laid)
    for function, parameters in wmf_records(data):
        _RECORDS.play(function, gdi.canvas, gdi.notes, gdi, parameters)


def _set_up(gdi: Gdi, laid: WmfLayout) -> None:
    """A player lays the window over the picture, whatever the device was; only where a metafile sets viewports of its
    own do their units count."""
    state = gdi.state
    state.map_mode = ANISOTROPIC
    state.window_origin, state.window_extent = laid.window[:2], laid.window[2:]
    left, top, width, height = laid.viewport or (0, 0, *gdi.device.size)
    state.viewport_origin, state.viewport_extent = (left, top), (width, height)


def _pair(parameters: bytes, place: int = 0) -> tuple[int, int]:
    """Two parameters as x and y: y stands first."""
    y, x = struct.unpack_from("<hh", parameters, place)
    return x, y


def _box(parameters: bytes, place: int = 0) -> Edges:
    bottom, right, top, left = struct.unpack_from("<hhhh", parameters, place)
    return left, top, right, bottom


# ----------------------------------------------------------------------------------------------------------- state


def _set_map_mode(gdi: Gdi, parameters: bytes) -> None:
    (mode,) = struct.unpack_from("<h", parameters)
    gdi.state.map_mode = ANISOTROPIC if mode in (TEXT_MODE, ISOTROPIC) else mode


def _set_extent(name: str) -> Handler:
    def handle(gdi: Gdi, parameters: bytes) -> None:
        x, y = _pair(parameters)
        if x and y:
            setattr(gdi.state, name, (x, y))

    return handle


def _set_origin(name: str) -> Handler:
    return lambda gdi, parameters: setattr(gdi.state, name, _pair(parameters))


def _offset_origin(name: str) -> Handler:
    def handle(gdi: Gdi, parameters: bytes) -> None:
        (x, y), (left, top) = _pair(parameters), getattr(gdi.state, name)
        setattr(gdi.state, name, (left + x, top + y))

    return handle


def _scale_extent(name: str) -> Handler:
    def handle(gdi: Gdi, parameters: bytes) -> None:
        down_by, down, across_by, across = struct.unpack_from("<hhhh", parameters)
        width, height = getattr(gdi.state, name)
        if down_by and across_by and across and down:
            setattr(gdi.state, name, (width * across / across_by, height * down / down_by))

    return handle


def _set_colour(name: str) -> Handler:
    return lambda gdi, parameters: setattr(gdi.state, name, colour_of(*struct.unpack_from("<I", parameters)))


def _set_operation(gdi: Gdi, parameters: bytes) -> None:
    (operation,) = struct.unpack_from("<H", parameters)
    gdi.state.operation = operation if 1 <= operation <= 16 else gdi.state.operation


def _number(parameters: bytes) -> int:
    (value,) = struct.unpack_from("<H", parameters)
    return int(value)


# --------------------------------------------------------------------------------------------------------- objects


def _select(gdi: Gdi, parameters: bytes) -> None:
    number = _number(parameters)
    gdi.select(stock_object(number & ~_STOCK) if number & _STOCK else gdi.objects.get(number))


def _create_pen(gdi: Gdi, parameters: bytes) -> None:
    style, width, colour = struct.unpack_from("<Hh2xI", parameters)
    gdi.add(pen_of(style, width, colour))


def _create_brush(gdi: Gdi, parameters: bytes) -> None:
    gdi.add(brush_of(*struct.unpack_from("<HIH", parameters)))


def _create_font(gdi: Gdi, parameters: bytes) -> None:
    height, width, escapement, _, weight, *look = struct.unpack_from("<hhhhhBBBB3xB", parameters)
    italic, underlined, struck, charset, pitch = look
    name = decode_bytes(parameters[18:50].partition(b"\0")[0], charset)
    family = "".join(char for char, _ in name)
    flags = italic > 0, underlined > 0, struck > 0
    gdi.add(Font(family, height, width, escapement, weight, *flags, charset, pitch))


def _create_dib_pattern(gdi: Gdi, parameters: bytes) -> None:
    _style, usage = struct.unpack_from("<HH", parameters)
    try:
        gdi.add(Brush(pattern=decode_packed(parameters[4:], usage)))
    except BrokenBitmap:
        gdi.add(_GREY)


def _create_pattern(gdi: Gdi, parameters: bytes) -> None:
    """The header of the bitmap stands twice: the first is followed by 18 bytes that mean nothing."""
    try:
        gdi.add(Brush(pattern=decode_bitmap16(parameters[:10] + parameters[32:]), is_two_coloured=True))
    except BrokenBitmap:
        gdi.add(_GREY)


# --------------------------------------------------------------------------------------------------------- drawing


def _polygon(gdi: Gdi, parameters: bytes) -> None:
    gdi.draw_points(small_points(parameters, _number(parameters), 2), is_closed=True)


def _polyline(gdi: Gdi, parameters: bytes) -> None:
    gdi.draw_points(small_points(parameters, _number(parameters), 2))


def _polypolygon(gdi: Gdi, parameters: bytes) -> None:
    count = _number(parameters)
    counts = struct.unpack_from(f"<{count}H", parameters, 2)
    points = small_points(parameters, sum(counts), 2 + 2 * count)
    gdi.draw_many(parts_of(points, counts), is_closed=True)


def _rectangle(gdi: Gdi, parameters: bytes) -> None:
    gdi.draw_points(rectangle(*_box(parameters)), is_closed=True)


def _ellipse(gdi: Gdi, parameters: bytes) -> None:
    gdi.draw_points(ellipse(*_box(parameters)), is_closed=True)


def _round_rectangle(gdi: Gdi, parameters: bytes) -> None:
    height, width = struct.unpack_from("<hh", parameters)
    gdi.draw_points(round_rectangle(*_box(parameters, 4), width, height), is_closed=True)


def _arc(ending: str) -> Handler:
    return lambda gdi, parameters: gdi.draw_arc(_box(parameters, 8), _pair(parameters, 4), _pair(parameters), ending)


def _set_pixel(gdi: Gdi, parameters: bytes) -> None:
    (colour,) = struct.unpack_from("<I", parameters)
    gdi.set_pixel(_pair(parameters, 4), colour_of(colour))


def _decode(gdi: Gdi, raw: bytes) -> Characters:
    return decode_bytes(raw, gdi.state.font.charset, gdi.state.font.family)


def _text_out(gdi: Gdi, parameters: bytes) -> None:
    count = _number(parameters)
    raw = parameters[2 : 2 + count]
    write(gdi, _decode(gdi, raw), _pair(parameters, 2 + count + count % 2))


def _ext_text_out(gdi: Gdi, parameters: bytes) -> None:
    y, x, count, options = struct.unpack_from("<hhHH", parameters)
    place, box = 8, None
    if options & (OPAQUE | CLIPPED):
        box = struct.unpack_from("<hhhh", parameters, place)
        place += 8
    raw = parameters[place : place + count]
    place += count + count % 2
    advances = None
    if count and len(parameters) >= place + 2 * count:
        advances = [(float(value), 0.0) for value in struct.unpack_from(f"<{count}h", parameters, place)]
    write(gdi, _decode(gdi, raw), (x, y), advances, options, box)


# --------------------------------------------------------------------------------------------------------- bitmaps


def _pattern_blit(gdi: Gdi, parameters: bytes) -> None:
    operation, height, width, y, x = struct.unpack_from("<Ihhhh", parameters)
    gdi.operate(x, y, width, height, operation)


def _blit(decode: Callable[[bytes], Image.Image], is_stretched: bool) -> Handler:
    """BitBlt and StretchBlt; without a bitmap they have a reserved word in its place."""

    def handle(gdi: Gdi, parameters: bytes) -> None:
        (operation,) = struct.unpack_from("<I", parameters)
        sizes = 8 if is_stretched else 6
        if len(parameters) <= 4 + 2 * (sizes + 1):
            height, width, y, x = struct.unpack_from("<hhhh", parameters, len(parameters) - 8)
            gdi.operate(x, y, width, height, operation)
            return
        values = struct.unpack_from(f"<{sizes}h", parameters, 4)
        down, across, top, left = values[:4] if is_stretched else (*values[2:4], *values[:2])
        height, width, y, x = values[-4:]
        bitmap = decode(parameters[4 + 2 * sizes :])
        gdi.place(bitmap, (left, top, across, down), (x, y, width, height), operation)

    return handle


def _stretch_dib(gdi: Gdi, parameters: bytes) -> None:
    """Here, and in SetDIBitsToDevice, the rows of the bitmap count from below."""
    values = struct.unpack_from("<IH8h", parameters)
    operation, usage, source_height, source_width, top, left, height, width, y, x = values
    bitmap = decode_packed(parameters[22:], usage)
    source = (left, bitmap.height - top - source_height, source_width, source_height)
    gdi.place(bitmap, source, (x, y, width, height), operation)


def _set_dib(gdi: Gdi, parameters: bytes) -> None:
    usage, _lines, _first, top, left, height, width, y, x = struct.unpack_from("<HHHhhhhhh", parameters)
    bitmap = decode_packed(parameters[18:], usage)
    gdi.place(bitmap, (left, bitmap.height - top - height, width, height), (x, y, width, height))


_HANDLERS: dict[int, Handler] = {
    0x001E: lambda gdi, _: gdi.save(),
    0x0127: lambda gdi, parameters: gdi.restore(*struct.unpack_from("<h", parameters)),
    0x0102: lambda gdi, parameters: setattr(gdi.state, "is_opaque", _number(parameters) != 1),
    0x0103: _set_map_mode,
    0x0104: _set_operation,
    0x0106: lambda gdi, parameters: setattr(gdi.state, "is_winding", _number(parameters) == 2),
    0x0108: lambda gdi, parameters: setattr(gdi.state, "spacing", float(_number(parameters))),
    0x012E: lambda gdi, parameters: setattr(gdi.state, "align", _number(parameters)),
    0x0201: _set_colour("ground_colour"),
    0x0209: _set_colour("text_colour"),
    _SET_WINDOW_ORIGIN: _set_origin("window_origin"),
    _SET_WINDOW_EXTENT: _set_extent("window_extent"),
    _SET_VIEWPORT_ORIGIN: _set_origin("viewport_origin"),
    _SET_VIEWPORT_EXTENT: _set_extent("viewport_extent"),
    0x020F: _offset_origin("window_origin"),
    0x0211: _offset_origin("viewport_origin"),
    0x0410: _scale_extent("window_extent"),
    0x0412: _scale_extent("viewport_extent"),
    0x012D: _select,
    0x01F0: lambda gdi, parameters: gdi.remove(_number(parameters)),
    0x00F7: lambda gdi, _: gdi.add(Palette()),
    0x06FF: lambda gdi, _: gdi.add(Palette()),
    0x02FA: _create_pen,
    0x02FB: _create_font,
    0x02FC: _create_brush,
    0x0142: _create_dib_pattern,
    0x01F9: _create_pattern,
    0x0213: lambda gdi, parameters: gdi.line_to([_pair(parameters)]),
    0x0214: lambda gdi, parameters: gdi.move_to(_pair(parameters)),
    0x0324: _polygon,
    0x0325: _polyline,
    0x0538: _polypolygon,
    0x0418: _ellipse,
    0x041B: _rectangle,
    0x061C: _round_rectangle,
    0x0817: _arc("open"),
    0x081A: _arc("pie"),
    0x0830: _arc("chord"),
    0x041F: _set_pixel,
    0x0220: lambda gdi, parameters: gdi.move_clip(*_pair(parameters)),
    0x0415: lambda gdi, parameters: gdi.clip_box(*_box(parameters), Combination.WITHOUT),
    0x0416: lambda gdi, parameters: gdi.clip_box(*_box(parameters), Combination.AND),
    0x012C: lambda gdi, _: gdi.unclip(),
    0x0521: _text_out,
    0x0A32: _ext_text_out,
    0x061D: _pattern_blit,
    0x0922: _blit(decode_bitmap16, is_stretched=False),
    0x0B23: _blit(decode_bitmap16, is_stretched=True),
    0x0940: _blit(decode_packed, is_stretched=False),
    0x0B41: _blit(decode_packed, is_stretched=True),
    0x0D33: _set_dib,
    0x0F43: _stretch_dib,
}
WITH_EDGES = frozenset({0x0213, 0x0324, 0x0325, 0x0418, 0x041B, 0x0521, 0x0538, 0x061C, 0x0817, 0x081A, 0x0830, 0x0A32})
"""The functions of the records that draw more than bitmaps."""
_WITHOUT_EFFECT = frozenset({0x0035, 0x0037, 0x0105, 0x0107, 0x0139, 0x0149, 0x020A, 0x0231, 0x0234, 0x0436, 0x0626})
"""Palettes, stretching modes, layouts, justification that ExtTextOut repeats, mapper flags, escapes to printers."""
_RECORDS = Vocabulary("WMF {:04X}", _HANDLERS, _WITHOUT_EFFECT)
