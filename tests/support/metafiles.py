"""Small metafiles, built record by record, and looks at the pictures that they become."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterable
from pathlib import Path

import pytest
from PIL import Image

from sdconvert.pictures.metafile.drawing import MetafilePicture, draw

NEEDS_FONTS = pytest.mark.skipif(
    not any(Path("/usr/share/fonts").rglob("*.ttf")), reason="there are no TrueType fonts in /usr/share/fonts"
)
"""For what is drawn with letters of the system: without fonts there is one face, and few letters."""

Rgb = tuple[int, int, int]
BLACK, WHITE, RED, GREEN, BLUE = (0, 0, 0), (255, 255, 255), (255, 0, 0), (0, 255, 0), (0, 0, 255)


def colour(rgb: Rgb) -> int:
    """A colour as records have it."""
    return rgb[0] | rgb[1] << 8 | rgb[2] << 16


# ------------------------------------------------------------------------------------------------------------- WMF


def wmf_record(function: int, layout: str = "", *values: object) -> bytes:
    """A record: its function and its parameters."""
    parameters = struct.pack("<" + layout, *values)
    parameters += b"\0" * (len(parameters) % 2)
    return struct.pack("<IH", 3 + len(parameters) // 2, function) + parameters


def plain_wmf(*records: bytes) -> bytes:
    """A WMF without the header that says how large it is."""
    body = b"".join(records) + wmf_record(0)
    return struct.pack("<HHHIHIH", 1, 9, 0x300, (18 + len(body)) // 2, 9, 100, 0) + body


def wmf(*records: bytes, box: tuple[int, int, int, int] = (0, 0, 100, 100), per_inch: int = 100) -> bytes:
    """A WMF of one inch, whose window of 100 by 100 units is set by its header alone."""
    header = struct.pack("<IH4hHI", 0x9AC6CDD7, 0, *box, per_inch, 0)
    checksum = 0
    for (word,) in struct.iter_unpack("<H", header):
        checksum ^= word
    return header + struct.pack("<H", checksum) + plain_wmf(*records)


def window(left: int, top: int, width: int, height: int) -> bytes:
    """The records that set a window."""
    return wmf_record(0x020B, "hh", top, left) + wmf_record(0x020C, "hh", height, width)


def wmf_brush(rgb: Rgb, style: int = 0, hatch: int = 0) -> bytes:
    return wmf_record(0x02FC, "HIH", style, colour(rgb), hatch)


def wmf_pen(rgb: Rgb, width: int = 1, style: int = 0) -> bytes:
    return wmf_record(0x02FA, "HhhI", style, width, 0, colour(rgb))


def wmf_font(
    family: bytes, height: int = -20, charset: int = 0, escapement: int = 0, pitch: int = 0, look: str = ""
) -> bytes:
    """A font; `look` has the letters of bold, italic, underlined and struck."""
    flags = [int(letter in look) for letter in "ius"]
    weight = 700 if "b" in look else 400
    rest = (height, 0, escapement, 0, weight, *flags, charset, 0, 0, 0, pitch)
    return wmf_record(0x02FB, f"5h8B{len(family) + 1}s", *rest, family)


def wmf_select(place: int) -> bytes:
    return wmf_record(0x012D, "H", place)


def wmf_rectangle(left: int, top: int, right: int, bottom: int) -> bytes:
    return wmf_record(0x041B, "4h", bottom, right, top, left)


def wmf_fill(rgb: Rgb, *box: int) -> bytes:
    """A box of one colour, without an edge; takes the first two places of the table of objects."""
    null_pen = wmf_record(0x02FA, "HhhI", 5, 0, 0, 0)
    return null_pen + wmf_brush(rgb) + wmf_select(0) + wmf_select(1) + wmf_rectangle(*box)


def wmf_text(text: bytes, x: int = 10, y: int = 50) -> bytes:
    padded = text + b"\0" * (len(text) % 2)
    return wmf_record(0x0521, f"H{len(padded)}shh", len(text), padded, y, x)


# ------------------------------------------------------------------------------------------------------------- EMF


def emf_record(kind: int, layout: str = "", *values: object) -> bytes:
    """A record: its type and what follows its size."""
    data = struct.pack("<" + layout, *values)
    data += b"\0" * (-len(data) % 4)
    return struct.pack("<II", kind, 8 + len(data)) + data


def emf(
    *records: bytes,
    frame: tuple[int, int, int, int] = (0, 0, 2540, 2540),
    bounds: tuple[int, int, int, int] = (0, 0, 99, 99),
    device: tuple[int, int, int, int] = (1000, 1000, 254, 254),
) -> bytes:
    """An EMF of one inch, made on a device of 100 pixels an inch; `device`: its pixels and its millimetres."""
    body = b"".join(records) + emf_record(14, "III", 0, 16, 20)
    header = struct.pack("<II4i4i", 1, 88, *bounds, *frame) + b" EMF"
    header += struct.pack("<IIIHHIII4i", 0x10000, 88 + len(body), _count(body) + 1, 100, 0, 0, 0, 0, *device)
    return header + body


def _count(body: bytes) -> int:
    place = count = 0
    while place < len(body):
        place += struct.unpack_from("<I", body, place + 4)[0]
        count += 1
    return count


def emf_brush(handle: int, rgb: Rgb, style: int = 0, hatch: int = 0) -> bytes:
    return emf_record(39, "4I", handle, style, colour(rgb), hatch)


def emf_pen(handle: int, rgb: Rgb, width: int = 1, style: int = 0) -> bytes:
    return emf_record(38, "IIiiI", handle, style, width, 0, colour(rgb))


def emf_font(
    handle: int, family: str, height: int = -20, escapement: int = 0, charset: int = 0, width: int = 0
) -> bytes:
    name = family.encode("utf-16-le").ljust(64, b"\0")
    return emf_record(82, "I5i8B64s", handle, height, width, escapement, 0, 400, 0, 0, 0, charset, 0, 0, 0, 0, name)


def emf_select(handle: int) -> bytes:
    return emf_record(37, "I", handle)


def stock(number: int) -> bytes:
    """The record that selects an object that every device context has."""
    return emf_select(0x80000000 | number)


def emf_box(kind: int, *box: int) -> bytes:
    return emf_record(kind, "4i", *box)


def emf_fill(rgb: Rgb, *box: int) -> bytes:
    """A box of one colour, without an edge; uses handle 7."""
    return stock(8) + emf_brush(7, rgb) + emf_select(7) + emf_box(43, *box)


def emf_points(kind: int, *points: tuple[int, int]) -> bytes:
    """A line, a shape or curves, whose points have 16 bits a coordinate."""
    flat = [value for point in points for value in point]
    return emf_record(kind, f"4iI{len(flat)}h", 0, 0, 0, 0, len(points), *flat)


def emf_text(
    text: str,
    x: int = 10,
    y: int = 50,
    advances: Iterable[int] = (),
    options: int = 0,
    box: tuple[int, int, int, int] = (0, 0, 0, 0),
) -> bytes:
    raw = text.encode("utf-16-le")
    padded = raw + b"\0" * (-len(raw) % 4)
    distances = list(advances)
    place = 76 + len(padded) if distances else 0
    fixed = (0, 0, 0, 0, 1, 1.0, 1.0, x, y, len(raw) // 2, 76, options, *box, place)
    return emf_record(84, f"4iI2f2i3I4iI{len(padded)}s{len(distances)}i", *fixed, padded, *distances)


# ------------------------------------------------------------------------------------------------------------ EMF+


def plus_record(kind: int, flags: int = 0, layout: str = "", *values: object) -> bytes:
    data = struct.pack("<" + layout, *values)
    padding = b"\0" * (-len(data) % 4)
    return struct.pack("<HHII", kind, flags, 12 + len(data) + len(padding), len(data)) + data + padding


def plus_comment(*records: bytes) -> bytes:
    """The comment that holds records of EMF+."""
    data = b"EMF+" + b"".join(records)
    return emf_record(70, f"I{len(data)}s", len(data), data)


def plus_emf(*records: bytes, is_dual: bool = False, others: bytes = b"") -> bytes:
    """An EMF whose drawing is EMF+; `others` are records of EMF before it."""
    header = plus_record(0x4001, int(is_dual), "IIII", 0xDBC01002, 1, 100, 100)
    return emf(others, plus_comment(header, *records, plus_record(0x4002)))


def plus_object(kind: int, slot: int, data: bytes) -> bytes:
    return plus_record(0x4008, kind << 8 | slot, f"{len(data)}s", data)


def argb(rgb: Rgb, opacity: int = 255) -> int:
    return opacity << 24 | rgb[0] << 16 | rgb[1] << 8 | rgb[2]


def plus_fill(rgb: Rgb, *box: float, opacity: int = 255) -> bytes:
    """A box of one colour, told by left, top, width and height."""
    return plus_record(0x400A, 0x8000, "II4f", argb(rgb, opacity), 1, *box)


# -------------------------------------------------------------------------------------------------------- pictures


def dib(*rows: Iterable[Rgb]) -> bytes:
    """A bitmap of 24 bits whose pixels follow its header, its rows from above."""
    lists = [list(row) for row in rows]
    lines = [b"".join(bytes(pixel[::-1]) for pixel in row) for row in lists]
    stride = (len(lists[0]) * 3 + 3) // 4 * 4
    bits = b"".join(line.ljust(stride, b"\0") for line in reversed(lines))
    return struct.pack("<IiiHHIIiiII", 40, len(lists[0]), len(lists), 1, 24, 0, len(bits), 0, 0, 0, 0) + bits


def drawn(data: bytes) -> MetafilePicture:
    """What comes of a metafile of either kind."""
    return draw(data, is_emf=data[40:44] == b" EMF")


def picture(data: bytes) -> Image.Image:
    """A metafile as it looks on white paper."""
    image = drawn(data).image
    paper = Image.new("RGBA", image.size, "white")
    paper.alpha_composite(image)
    return paper.convert("RGB")


def at(image: Image.Image, x: float, y: float) -> Rgb:
    """The colour of a point, told in percent of width and height."""
    place = min(int(image.width * x / 100), image.width - 1), min(int(image.height * y / 100), image.height - 1)
    value = image.getpixel(place)
    assert isinstance(value, tuple)
    return value[0], value[1], value[2]


def ink(data: bytes) -> tuple[float, float, float, float]:
    """The box around all that is not white, in percent of width and height."""
    image = picture(data)
    mask = image.convert("L").point([255] * 200 + [0] * 56)
    left, top, right, bottom = mask.getbbox() or (0, 0, 0, 0)
    across, down = 100 / image.width, 100 / image.height
    return left * across, top * down, right * across, bottom * down


def opened(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png))
