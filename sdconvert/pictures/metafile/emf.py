"""Enhanced metafiles: their header, and what each record does on a device context.

Source: [MS-EMF] 2.3.
"""

from __future__ import annotations

import struct
from collections.abc import Callable

from sdconvert.frozen import dataclass
from sdconvert.pictures.metafile import emf_bitmaps, emf_drawing, emf_regions
from sdconvert.pictures.metafile.bitmaps import decode
from sdconvert.pictures.metafile.emf_fields import box_at, ints_at, number_at, point_at, transform_at
from sdconvert.pictures.metafile.gdi import ISOTROPIC, Gdi, Handler
from sdconvert.pictures.metafile.geometry import Edges, Matrix, Point
from sdconvert.pictures.metafile.objects import Brush, Font, brush_of, colour_of, pen_of, stock_object
from sdconvert.pictures.metafile.records import emf_records
from sdconvert.pictures.metafile.regions import Combination
from sdconvert.pictures.metafile.vocabulary import Vocabulary
from sdconvert.pictures.outcomes import PictureUnconvertible

HEADER_SIZE = 88
_STOCK = 0x80000000
_USUAL_PIXELS_PER_MM = 96 / 25.4


@dataclass(frozen=True, slots=True)
class EmfLayout:
    """How large a metafile is, which pixels of its device fill it, and how large those are."""

    size_mm: tuple[float, float]
    frame: Edges
    pixels_per_mm: Point
    device_size: Point


def layout(data: bytes) -> EmfLayout:
    """What the header says: the frame is the picture; the bounds are only that where there is no frame.

    Raises: PictureUnconvertible.
    """
    if len(data) < HEADER_SIZE:
        raise PictureUnconvertible("it breaks off before its end")
    bounds, frame = struct.unpack_from("<4i", data, 8), struct.unpack_from("<4i", data, 24)
    pixels, millimetres = struct.unpack_from("<2i", data, 72), struct.unpack_from("<2i", data, 80)
    is_sane = min(*pixels, *millimetres) > 0
    across, down = (pixels[0] / millimetres[0], pixels[1] / millimetres[1]) if is_sane else (_USUAL_PIXELS_PER_MM,) * 2
    if frame[2] > frame[0] and frame[3] > frame[1]:
        size = (frame[2] - frame[0]) / 100, (frame[3] - frame[1]) / 100
        in_pixels = frame[0] / 100 * across, frame[1] / 100 * down, frame[2] / 100 * across, frame[3] / 100 * down
        return EmfLayout(size, in_pixels, (across, down), pixels)
    if bounds[2] > bounds[0] and bounds[3] > bounds[1]:
        size = (bounds[2] - bounds[0]) / across, (bounds[3] - bounds[1]) / down
        return EmfLayout(size, bounds, (across, down), pixels)
    raise PictureUnconvertible("it has no size")


def play(data: bytes, gdi: Gdi) -> None:
    """Do what the records say."""
    for kind, record in emf_records(data):
        play_record(gdi, kind, record)


def play_record(gdi: Gdi, kind: int, record: bytes) -> None:
    """Do what one record says; note it where that is not known."""
    _RECORDS.play(kind, gdi.canvas, gdi.notes, gdi, record)


# ----------------------------------------------------------------------------------------------------------- state


def _set(name: str, read: Callable[[bytes], object]) -> Handler:
    return lambda gdi, record: setattr(gdi.state, name, read(record))


def _set_map_mode(gdi: Gdi, record: bytes) -> None:
    state = gdi.state
    state.map_mode = number_at(record)
    if state.map_mode == ISOTROPIC and state.window_extent == (1.0, 1.0) == state.viewport_extent:
        state.viewport_extent = gdi.device.size
        across, down = gdi.device.pixels_per_mm
        state.window_extent = gdi.device.size[0] / across * 10, -gdi.device.size[1] / down * 10


def _scale(name: str) -> Handler:
    def handle(gdi: Gdi, record: bytes) -> None:
        across, across_by, down, down_by = ints_at(record, 4)
        width, height = getattr(gdi.state, name)
        if across and across_by and down and down_by:
            setattr(gdi.state, name, (width * across / across_by, height * down / down_by))

    return handle


def _set_world(gdi: Gdi, record: bytes) -> None:
    gdi.state.world = transform_at(record)


def _modify_world(gdi: Gdi, record: bytes) -> None:
    mode, world = number_at(record, 32), gdi.state.world
    if mode == 1:
        gdi.state.world = Matrix()
    elif mode == 2:
        gdi.state.world = transform_at(record).then(world)
    elif mode == 3:
        gdi.state.world = world.then(transform_at(record))
    elif mode == 4:
        gdi.state.world = transform_at(record)


def _set_operation(gdi: Gdi, record: bytes) -> None:
    operation = number_at(record)
    gdi.state.operation = operation if 1 <= operation <= 16 else gdi.state.operation


def _set_miter_limit(gdi: Gdi, record: bytes) -> None:
    (as_float,) = struct.unpack_from("<f", record, 8)
    limit = as_float if 1 <= as_float < 1000 else float(number_at(record))
    gdi.state.miter_limit = min(max(limit, 1.0), 100.0)


# --------------------------------------------------------------------------------------------------------- objects


def _select(gdi: Gdi, record: bytes) -> None:
    handle = number_at(record)
    gdi.select(stock_object(handle & ~_STOCK) if handle & _STOCK else gdi.objects.get(handle))


def _create_pen(gdi: Gdi, record: bytes) -> None:
    handle, style, width, _, colour = struct.unpack_from("<IIiiI", record, 8)
    gdi.objects[handle] = pen_of(style, width, colour)


def _create_extended_pen(gdi: Gdi, record: bytes) -> None:
    (handle,) = struct.unpack_from("<I", record, 8)
    style, width, _brush, colour, _hatch, count = struct.unpack_from("<6I", record, 28)
    dashes = struct.unpack_from(f"<{min(count, 16)}I", record, 52)
    pen = pen_of(style, min(width, 1 << 20), colour, tuple(float(dash) for dash in dashes), is_extended=True)
    gdi.objects[handle] = pen


def _create_brush(gdi: Gdi, record: bytes) -> None:
    handle, style, colour, hatch = struct.unpack_from("<4I", record, 8)
    gdi.objects[handle] = brush_of(style, colour, hatch)


def _create_pattern(is_two_coloured: bool) -> Handler:
    def handle(gdi: Gdi, record: bytes) -> None:
        handle, usage, header, header_size, bits, size = struct.unpack_from("<6I", record, 8)
        pattern = decode(record[header : header + header_size], record[bits : bits + size], usage)
        gdi.objects[handle] = Brush(pattern=pattern, is_two_coloured=is_two_coloured)

    return handle


def _create_font(gdi: Gdi, record: bytes) -> None:
    height, width, escapement, _, weight, *look = struct.unpack_from("<5i4B3xB", record, 12)
    italic, underlined, struck, charset, pitch = look
    family = record[40:104].decode("utf-16-le", "replace").partition("\0")[0]
    flags = italic > 0, underlined > 0, struck > 0
    font = Font(family, height, width, escapement, weight, *flags, charset, pitch)
    gdi.objects[number_at(record)] = font


_HANDLERS: dict[int, Handler] = {
    9: _set("window_extent", point_at),
    10: _set("window_origin", point_at),
    11: _set("viewport_extent", point_at),
    12: _set("viewport_origin", point_at),
    17: _set_map_mode,
    18: _set("is_opaque", lambda record: number_at(record) != 1),
    19: _set("is_winding", lambda record: number_at(record) == 2),
    20: _set_operation,
    22: _set("align", number_at),
    24: _set("text_colour", lambda record: colour_of(number_at(record))),
    25: _set("ground_colour", lambda record: colour_of(number_at(record))),
    26: lambda gdi, record: gdi.move_clip(*point_at(record)),
    27: lambda gdi, record: gdi.move_to(point_at(record)),
    29: lambda gdi, record: gdi.clip_box(*box_at(record), Combination.WITHOUT),
    30: lambda gdi, record: gdi.clip_box(*box_at(record), Combination.AND),
    31: _scale("viewport_extent"),
    32: _scale("window_extent"),
    33: lambda gdi, _: gdi.save(),
    34: lambda gdi, record: gdi.restore(*ints_at(record, 1)),
    35: _set_world,
    36: _modify_world,
    37: _select,
    38: _create_pen,
    39: _create_brush,
    40: lambda gdi, record: gdi.remove(number_at(record)),
    57: _set("is_clockwise", lambda record: number_at(record) == 2),
    58: _set_miter_limit,
    82: _create_font,
    93: _create_pattern(True),
    94: _create_pattern(False),
    95: _create_extended_pen,
    **emf_bitmaps.HANDLERS,
    **emf_drawing.HANDLERS,
    **emf_regions.HANDLERS,
}
WITH_EDGES = frozenset(emf_drawing.HANDLERS) | frozenset(emf_regions.HANDLERS)
"""The types of the records that draw more than bitmaps."""
_WITHOUT_EFFECT = frozenset({
    1, 13, 14, 16, 21, 23, 28, 48, 49, 50, 51, 52, 65, 70, 98, 99, 100, 101, 104, 105, 106, 107, 109, 110, 111, 112,
    113, 115, 117, 119, 120, 121, 122,
})  # fmt: skip
"""Origins of brushes, palettes, colour spaces, mapper flags, stretching modes, layouts, comments, flattening, and the
meta region: it takes the clipping over, which goes on to hold."""
_RECORDS = Vocabulary("EMF {}", _HANDLERS, _WITHOUT_EFFECT)
