"""Records of EMF that draw lines, shapes, paths and text.

Source: [MS-EMF] 2.3.5, drawing records; 2.3.10, path bracket records.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Callable

from sdconvert.pictures.metafile import emf_regions
from sdconvert.pictures.metafile.characters import decode_bytes, decode_wide
from sdconvert.pictures.metafile.emf_fields import box_at, number_at, point_at
from sdconvert.pictures.metafile.gdi import Gdi, Handler
from sdconvert.pictures.metafile.geometry import Point, arc, ellipse, rectangle, round_rectangle
from sdconvert.pictures.metafile.objects import colour_of
from sdconvert.pictures.metafile.records import large_points, parts_of, small_points
from sdconvert.pictures.metafile.regions import Combination
from sdconvert.pictures.metafile.writing import CLIPPED, GLYPH_INDEX, OPAQUE, write

_NO_RECTANGLE, _SMALL_CHARACTERS = 0x100, 0x200
_BOTH_DISTANCES = 0x2000
_COMBINATIONS = {
    1: Combination.AND,
    2: Combination.OR,
    3: Combination.XOR,
    4: Combination.WITHOUT,
    5: Combination.COPY,
}
"""Source: [MS-EMF] 2.1.29, RegionMode."""


# --------------------------------------------------------------------------------------------------------- drawing


_Reader = Callable[[bytes, int, int], list[Point]]


def _on_points(draw: Callable[[Gdi, list[Point]], None], read: _Reader) -> Handler:
    return lambda gdi, record: draw(gdi, read(record, number_at(record, 24), 28))


def _polygon(gdi: Gdi, points: list[Point]) -> None:
    gdi.draw_points(points, is_closed=True)


def _on_parts(is_closed: bool, read: _Reader) -> Handler:
    def handle(gdi: Gdi, record: bytes) -> None:
        count, total = struct.unpack_from("<II", record, 24)
        counts = struct.unpack_from(f"<{count}I", record, 32)
        gdi.draw_many(parts_of(read(record, total, 32 + 4 * count), counts), is_closed)

    return handle


def _poly_draw(read: _Reader, width: int) -> Handler:
    """Lines, curves and figures that are closed, told point by point. Source: [MS-EMF] 2.1.26, Point."""

    def handle(gdi: Gdi, record: bytes) -> None:
        count = number_at(record, 24)
        points = read(record, count, 28)
        kinds = record[28 + width * count : 28 + (width + 1) * count]
        start, index = gdi.state.position, 0
        while index < len(kinds):
            kind = kinds[index]
            if kind & 6 == 6:
                start = points[index]
                gdi.move_to(start)
            elif kind & 6 == 4:
                gdi.curve_to(points[index : index + 3])
                index += 2
            else:
                gdi.line_to([points[index]])
            if index < len(kinds) and kinds[index] & 1:
                gdi.line_to([start])
            index += 1

    return handle


def _rectangle(gdi: Gdi, record: bytes) -> None:
    gdi.draw_points(rectangle(*box_at(record)), is_closed=True)


def _ellipse(gdi: Gdi, record: bytes) -> None:
    gdi.draw_points(ellipse(*box_at(record)), is_closed=True)


def _round_rectangle(gdi: Gdi, record: bytes) -> None:
    gdi.draw_points(round_rectangle(*box_at(record), *point_at(record, 24)), is_closed=True)


def _arc(ending: str, joins: bool = False) -> Handler:
    return lambda gdi, record: gdi.draw_arc(box_at(record), point_at(record, 24), point_at(record, 32), ending, joins)


def _angle_arc(gdi: Gdi, record: bytes) -> None:
    x, y, radius, start, sweep = struct.unpack_from("<iiIff", record, 8)
    if abs(start) < 1e5 and abs(sweep) < 1e5:
        start, sweep = math.radians(-start), math.radians(-sweep)
        gdi.line_to(arc(x - radius, y - radius, x + radius, y + radius, start, sweep))


def _set_pixel(gdi: Gdi, record: bytes) -> None:
    gdi.set_pixel(point_at(record), colour_of(number_at(record, 16)))


def _text_out(is_wide: bool) -> Handler:
    return lambda gdi, record: _write_text(gdi, record, 36, is_wide)


def _poly_text_out(is_wide: bool) -> Handler:
    def handle(gdi: Gdi, record: bytes) -> None:
        for index in range(min(number_at(record, 36), len(record) // 40)):
            _write_text(gdi, record, 40 + 40 * index, is_wide)

    return handle


def _write_text(gdi: Gdi, record: bytes, place: int, is_wide: bool) -> None:
    """Source: [MS-EMF] 2.2.5, EmrText."""
    x, y, count, start, options, *box, distances = struct.unpack_from("<iiIII4iI", record, place)
    raw = record[start : start + count * (2 if is_wide else 1)]
    characters = decode_wide(raw) if is_wide else decode_bytes(raw, gdi.state.font.charset, gdi.state.font.family)
    if is_wide and options & GLYPH_INDEX:
        characters = [(chr(0xFFFD), 1)] * count
    bounds = (box[0], box[1], box[2], box[3]) if options & (OPAQUE | CLIPPED) else None
    write(gdi, characters, (x, y), _advances(record, count, distances, options), options, bounds)


def _advances(record: bytes, count: int, place: int, options: int) -> list[Point] | None:
    both = 2 if options & _BOTH_DISTANCES else 1
    if not place or not count or place + 4 * count * both > len(record):
        return None
    values = struct.unpack_from(f"<{count * both}i", record, place)
    if both == 2:
        return list(zip(map(float, values[::2]), map(float, values[1::2]), strict=True))
    return [(float(value), 0.0) for value in values] if any(values) else None


def _small_text_out(gdi: Gdi, record: bytes) -> None:
    """Source: [MS-EMF] 2.3.5.37, EMR_SMALLTEXTOUT."""
    x, y, count, options = struct.unpack_from("<iiII", record, 8)
    place = 36 if options & _NO_RECTANGLE else 52
    bounds = None if options & _NO_RECTANGLE else box_at(record, 36)
    if options & _SMALL_CHARACTERS:
        characters = [(chr(byte), 1) for byte in record[place : place + count]]
    else:
        characters = decode_wide(record[place : place + 2 * count])
    write(gdi, characters, (x, y), None, options, bounds if options & (OPAQUE | CLIPPED) else None)


# ------------------------------------------------------------------------------------------------ paths and clipping


def _fill_path(is_filled: bool, is_stroked: bool) -> Handler:
    def handle(gdi: Gdi, _record: bytes) -> None:
        path = gdi.take_path()
        if is_filled and is_stroked:
            path = [subpath._replace(is_closed=True) for subpath in path]
        gdi.draw(path, is_filled, is_stroked)

    return handle


def _clip_to_path(gdi: Gdi, record: bytes) -> None:
    how = _COMBINATIONS.get(number_at(record))
    path = gdi.take_path()
    if how is not None:
        gdi.clip_to(path, how)


def _clip_to_region(gdi: Gdi, record: bytes) -> None:
    """Rectangles of a region are pixels of the device."""
    size, mode = struct.unpack_from("<II", record, 8)
    how = _COMBINATIONS.get(mode)
    if size == 0:
        gdi.unclip()
    elif how is not None:
        gdi.clip_to(emf_regions.path_of(gdi, record[16 : 16 + size]), how)


HANDLERS: dict[int, Handler] = {
    2: _on_points(Gdi.draw_curves, large_points),
    3: _on_points(_polygon, large_points),
    4: _on_points(Gdi.draw_points, large_points),
    5: _on_points(Gdi.curve_to, large_points),
    6: _on_points(Gdi.line_to, large_points),
    7: _on_parts(False, large_points),
    8: _on_parts(True, large_points),
    15: _set_pixel,
    41: _angle_arc,
    42: _ellipse,
    43: _rectangle,
    44: _round_rectangle,
    45: _arc("open"),
    46: _arc("chord"),
    47: _arc("pie"),
    54: lambda gdi, record: gdi.line_to([point_at(record)]),
    55: _arc("open", joins=True),
    56: _poly_draw(large_points, 8),
    59: lambda gdi, _: gdi.begin_path(),
    60: lambda gdi, _: gdi.end_path(),
    61: lambda gdi, _: gdi.close_figure(),
    62: _fill_path(True, False),
    63: _fill_path(True, True),
    64: _fill_path(False, True),
    67: _clip_to_path,
    68: lambda gdi, _: gdi.abort_path(),
    75: _clip_to_region,
    83: _text_out(False),
    84: _text_out(True),
    85: _on_points(Gdi.draw_curves, small_points),
    86: _on_points(_polygon, small_points),
    87: _on_points(Gdi.draw_points, small_points),
    88: _on_points(Gdi.curve_to, small_points),
    89: _on_points(Gdi.line_to, small_points),
    90: _on_parts(False, small_points),
    91: _on_parts(True, small_points),
    92: _poly_draw(small_points, 4),
    96: _poly_text_out(False),
    97: _poly_text_out(True),
    108: _small_text_out,
}
