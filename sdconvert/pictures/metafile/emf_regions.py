"""Records of EMF on regions: boxes in pixels of the device, that are filled, framed or inverted.

Source: [MS-EMF] 2.2.24, RegionData; 2.3.5, drawing records.
"""

from __future__ import annotations

import struct

from sdconvert.pictures.metafile.canvas import COPY_PEN
from sdconvert.pictures.metafile.gdi import Gdi, Handler
from sdconvert.pictures.metafile.geometry import Path, Subpath, rectangle
from sdconvert.pictures.metafile.objects import Brush
from sdconvert.pictures.metafile.strokes import LineJoin, Stroke

_INVERT = 6
_MOST_BOXES = 20_000


def path_of(gdi: Gdi, region: bytes) -> Path:
    """The boxes of a region, on the canvas. Raises: struct.error."""
    header, _kind, count = struct.unpack_from("<III", region)
    to_canvas = gdi.device.to_canvas
    boxes = (struct.unpack_from("<4i", region, header + 16 * index) for index in range(min(count, _MOST_BOXES)))
    return [Subpath(to_canvas.points(rectangle(*box)), True) for box in boxes]


def _fill(gdi: Gdi, region: bytes, brush: object, operation: int = COPY_PEN) -> None:
    paint = gdi.paint_of(brush) if isinstance(brush, Brush) else None
    gdi.notes.has_drawing = True
    if paint is not None:
        gdi.canvas.fill(path_of(gdi, region), True, paint, gdi.state.clip, operation)


def _fill_region(gdi: Gdi, record: bytes) -> None:
    size, brush = struct.unpack_from("<II", record, 24)
    _fill(gdi, record[32 : 32 + size], gdi.objects.get(brush))


def _frame_region(gdi: Gdi, record: bytes) -> None:
    size, brush, width, height = struct.unpack_from("<IIii", record, 24)
    chosen = gdi.objects.get(brush)
    paint = gdi.paint_of(chosen) if isinstance(chosen, Brush) else None
    if paint is not None:
        gdi.notes.has_drawing = True
        stroke = Stroke(max(max(abs(width), abs(height)) * gdi.matrix.scale, gdi.hairline), join=LineJoin.MITER)
        gdi.canvas.stroke(path_of(gdi, record[40 : 40 + size]), stroke, paint, gdi.state.clip)


def _invert_region(gdi: Gdi, record: bytes) -> None:
    (size,) = struct.unpack_from("<I", record, 24)
    _fill(gdi, record[28 : 28 + size], Brush(), _INVERT)


def _paint_region(gdi: Gdi, record: bytes) -> None:
    (size,) = struct.unpack_from("<I", record, 24)
    _fill(gdi, record[28 : 28 + size], gdi.state.brush)


HANDLERS: dict[int, Handler] = {
    71: _fill_region,
    72: _frame_region,
    73: _invert_region,
    74: _paint_region,
}
