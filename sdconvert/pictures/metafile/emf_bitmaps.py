"""Records of EMF with bitmaps, with raster operations that need none, and with runs of colours.

Source: [MS-EMF] 2.3.1, bitmap records; 2.3.5.12, EMR_GRADIENTFILL.
"""

from __future__ import annotations

import struct

from PIL import Image, ImageChops

from sdconvert.pictures.metafile.bitmaps import decode, decode_with_opacity
from sdconvert.pictures.metafile.canvas import SOURCE_COPY
from sdconvert.pictures.metafile.emf_fields import transform_at
from sdconvert.pictures.metafile.gdi import Gdi, Handler
from sdconvert.pictures.metafile.geometry import Edges, Matrix, Point, Subpath, rectangle
from sdconvert.pictures.metafile.paints import Colour, Gradient, Solid, average, line_between

_SOURCE_COPY = SOURCE_COPY << 16
_HAS_OPACITY = 1
_TRIANGLES = 2


def _bitmap(record: bytes, place: int, usage: int) -> Image.Image | None:
    """The bitmap that offsets and sizes of header and pixels point to; None where there is none."""
    header, header_size, bits, size = struct.unpack_from("<4I", record, place)
    if not header_size or not size:
        return None
    return decode(record[header : header + header_size], record[bits : bits + size], usage)


def _source_in_pixels(record: bytes, box: Edges) -> Edges:
    """The part of a bitmap, which is told in logical units of its own device context."""
    matrix = transform_at(record, 52)
    left, top = matrix.point(box[0], box[1])
    right, bottom = matrix.point(box[0] + box[2], box[1] + box[3])
    return left, top, right - left, bottom - top


def _blit(is_stretched: bool) -> Handler:
    def handle(gdi: Gdi, record: bytes) -> None:
        x, y, width, height, operation, left, top = struct.unpack_from("<4iI2i", record, 24)
        (usage,) = struct.unpack_from("<I", record, 80)
        bitmap = _bitmap(record, 84, usage)
        if bitmap is None:
            gdi.operate(x, y, width, height, operation)
            return
        across, down = struct.unpack_from("<2i", record, 100) if is_stretched else (width, height)
        gdi.place(bitmap, _source_in_pixels(record, (left, top, across, down)), (x, y, width, height), operation)

    return handle


def _mask_blit(gdi: Gdi, record: bytes) -> None:
    """A bitmap that is copied where its mask is white; the mask has pixels of its own."""
    x, y, width, height, _operation, left, top = struct.unpack_from("<4iI2i", record, 24)
    (usage,) = struct.unpack_from("<I", record, 80)
    bitmap, mask = _bitmap(record, 84, usage), _mask(record, 100)
    if bitmap is not None:
        masked = _masked(bitmap, mask, left, top)
        gdi.place(masked, (left, top, width, height), (x, y, width, height))


def _mask(record: bytes, place: int) -> tuple[Image.Image, int, int] | None:
    left, top, usage = struct.unpack_from("<iiI", record, place)
    mask = _bitmap(record, place + 12, usage)
    return None if mask is None else (mask.convert("L"), left, top)


def _masked(bitmap: Image.Image, mask: tuple[Image.Image, int, int] | None, left: int, top: int) -> Image.Image:
    if mask is None:
        return bitmap
    shown = Image.new("L", bitmap.size, 0)
    shown.paste(mask[0], (left - mask[1], top - mask[2]))
    bitmap.putalpha(shown)
    return bitmap


def _parallelogram_blit(gdi: Gdi, record: bytes) -> None:
    """A bitmap whose corners come to lie on three points."""
    corners = struct.unpack_from("<6i", record, 24)
    left, top, width, height = struct.unpack_from("<4i", record, 48)
    (usage,) = struct.unpack_from("<I", record, 92)
    bitmap = _bitmap(record, 96, usage)
    if bitmap is None or not width or not height:
        return
    bitmap = _masked(bitmap, _mask(record, 112), left, top)
    (x1, y1, x2, y2, x3, y3) = corners
    shape = Matrix((x2 - x1) / width, (y2 - y1) / width, (x3 - x1) / height, (y3 - y1) / height, x1, y1)
    gdi.notes.has_drawing = True
    where = Matrix(e=-left, f=-top).then(shape).then(gdi.matrix)
    gdi.canvas.place(bitmap, where, gdi.state.clip)


def _set_dib(gdi: Gdi, record: bytes) -> None:
    x, y, left, top, width, height = struct.unpack_from("<6i", record, 24)
    usage, _first, _lines = struct.unpack_from("<3I", record, 64)
    bitmap = _bitmap(record, 48, usage)
    if bitmap is not None:
        # rows count from below here, and the box is one of pixels
        source = (left, bitmap.height - top - height, width, height)
        across, down = gdi.page.a or 1.0, gdi.page.d or 1.0
        gdi.place(bitmap, source, (x, y, width / abs(across), height / abs(down)))


def _stretch_dib(gdi: Gdi, record: bytes) -> None:
    x, y, left, top, across, down = struct.unpack_from("<6i", record, 24)
    usage, operation, width, height = struct.unpack_from("<IIii", record, 64)
    bitmap = _bitmap(record, 48, usage)
    if bitmap is None:
        gdi.operate(x, y, width, height, operation)
    else:
        source = (left, bitmap.height - top - down, across, down)
        gdi.place(bitmap, source, (x, y, width, height), operation)


def _alpha_blend(gdi: Gdi, record: bytes) -> None:
    x, y, width, height = struct.unpack_from("<4i", record, 24)
    opacity, kind = struct.unpack_from("<BB", record, 42)
    left, top = struct.unpack_from("<2i", record, 44)
    (usage,) = struct.unpack_from("<I", record, 80)
    header, header_size, bits, size, across, down = struct.unpack_from("<4I2i", record, 84)
    head, pixels = record[header : header + header_size], record[bits : bits + size]
    bitmap = decode_with_opacity(head, pixels) if kind & _HAS_OPACITY else decode(head, pixels, usage)
    if opacity < 255:
        bitmap = bitmap.convert("RGBA")
        bitmap.putalpha(bitmap.getchannel("A").point([value * opacity // 255 for value in range(256)]))
    gdi.place(bitmap, _source_in_pixels(record, (left, top, across, down)), (x, y, width, height))


def _transparent_blit(gdi: Gdi, record: bytes) -> None:
    """A bitmap of which one colour is left out."""
    x, y, width, height, left_out, left, top = struct.unpack_from("<4iI2i", record, 24)
    (usage,) = struct.unpack_from("<I", record, 80)
    across, down = struct.unpack_from("<2i", record, 100)
    bitmap = _bitmap(record, 84, usage)
    if bitmap is not None:
        colour = (left_out & 0xFF, left_out >> 8 & 0xFF, left_out >> 16 & 0xFF)
        difference = ImageChops.difference(bitmap.convert("RGB"), Image.new("RGB", bitmap.size, colour))
        red, green, blue = difference.split()
        bitmap.putalpha(ImageChops.lighter(ImageChops.lighter(red, green), blue).point([0] + [255] * 255))
        gdi.place(bitmap, _source_in_pixels(record, (left, top, across, down)), (x, y, width, height))


# -------------------------------------------------------------------------------------------------- runs of colours


def _gradient_fill(gdi: Gdi, record: bytes) -> None:
    vertices, shapes, mode = struct.unpack_from("<III", record, 24)
    corners = [_vertex(record, 36 + 16 * index) for index in range(min(vertices, len(record) // 16))]
    width = 3 if mode == _TRIANGLES else 2
    start = 36 + 16 * vertices
    for index in range(min(shapes, len(record) // 8)):
        numbers = struct.unpack_from(f"<{width}I", record, start + 4 * width * index)
        chosen = [corners[number] for number in numbers if number < len(corners)]
        if len(chosen) == width:
            _fill_gradient(gdi, chosen, mode)


def _vertex(record: bytes, place: int) -> tuple[Point, Colour]:
    x, y, red, green, blue, _opacity = struct.unpack_from("<ii4H", record, place)
    return (x, y), (red >> 8, green >> 8, blue >> 8, 255)


def _fill_gradient(gdi: Gdi, corners: list[tuple[Point, Colour]], mode: int) -> None:
    gdi.notes.has_drawing = True
    if mode == _TRIANGLES:
        path = [Subpath(gdi.matrix.points(point for point, _ in corners), True)]
        gdi.canvas.fill(path, False, Solid(average([colour for _, colour in corners])), gdi.state.clip)
        return
    (start, first), (end, second) = corners
    points = gdi.matrix.points(rectangle(*start, *end))
    stops = ((0.0, first), (1.0, second))
    run = Gradient(stops, line_between(points[0], points[3] if mode else points[1]))
    gdi.canvas.fill([Subpath(points, True)], False, run, gdi.state.clip)


HANDLERS: dict[int, Handler] = {
    76: _blit(is_stretched=False),
    77: _blit(is_stretched=True),
    78: _mask_blit,
    79: _parallelogram_blit,
    80: _set_dib,
    81: _stretch_dib,
    114: _alpha_blend,
    116: _transparent_blit,
    118: _gradient_fill,
}
