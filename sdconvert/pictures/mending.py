"""Pictures that are cut off, made whole: what there is of them is shown, the rest is empty."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable

from sdconvert.pictures.headers import gif_colour_table_length, is_readable, pixel_size
from sdconvert.pictures.kinds import PNG_SIGNATURE, PictureKind

_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_PASSES = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
"""Where each pass of an interlaced PNG begins, and how far its pixels are from each other: x, y, x, y."""
_WHOLE = ((0, 0, 1, 1),)
_MOST_BYTES = 100_000_000
"""How much of a PNG is unpacked at most."""
_END_OF_JPEG = b"\xff\xd9"


def mend(data: bytes, kind: PictureKind) -> bytes | None:
    """A whole picture with all that there is of one that is cut off, None where that is nothing. Kinds whose end is not
    looked for are as whole as they are.

    Source: PNG (Third Edition), 5 and 8; ITU-T T.81, B.1; GIF89a, 19 to 22.
    """
    try:
        mended = _MENDERS[kind](data) if kind in _MENDERS else None
    except (struct.error, IndexError, zlib.error):
        return None
    return mended if mended is not None and is_readable(mended, kind) else None


def _mend_png(data: bytes) -> bytes | None:
    """The chunks before the pixels, the pixels that can be unpacked with empty ones behind them, and the end."""
    head, packed = bytearray(PNG_SIGNATURE), bytearray()
    position = len(PNG_SIGNATURE)
    while position + 8 <= len(data):
        length, name = struct.unpack_from(">I4s", data, position)
        end = position + 12 + length
        if name == b"IDAT":
            packed += data[position + 8 : position + 8 + length]
        elif end <= len(data) and not packed and name != b"IEND":
            head += data[position:end]
        position = end
    size = _unpacked_size(data) if packed else 0
    if not 0 < size <= _MOST_BYTES:
        return None
    pixels = zlib.decompressobj().decompress(bytes(packed), size)
    return bytes(head + _chunk(b"IDAT", zlib.compress(pixels.ljust(size, b"\0"), 6)) + _chunk(b"IEND", b""))


def _unpacked_size(data: bytes) -> int:
    """How many bytes the pixels of a PNG are with the filter of each line."""
    width, height, depth, color, _, _, interlace = struct.unpack_from(">IIBBBBB", data, 16)
    bits = depth * _CHANNELS.get(color, 0)
    size = 0
    for x, y, step_x, step_y in _PASSES if interlace else _WHOLE:
        columns, lines = -(-(width - x) // step_x), -(-(height - y) // step_y)
        if columns > 0 and lines > 0:
            size += lines * (1 + (columns * bits + 7) // 8)
    return size


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def _mend_jpeg(data: bytes) -> bytes | None:
    return data + _END_OF_JPEG if pixel_size(data) is not None else None


def _mend_gif(data: bytes) -> bytes | None:
    """The blocks that are whole, and the lines of a picture that is cut off."""
    position = whole = 13 + gif_colour_table_length(data[10])
    has_picture = False
    while data[position : position + 1] in (b"!", b","):
        is_picture = data[position] == 0x2C
        first = position + 11 + gif_colour_table_length(data[position + 9]) if is_picture else position + 2
        last = _last_of_blocks(data, first)
        if data[last : last + 1] != b"\0":
            return data[:last] + b"\0;" if is_picture and last > first else _close_gif(data[:whole], has_picture)
        position = whole = last + 1
        has_picture = has_picture or is_picture
    return _close_gif(data[:whole], has_picture)


def _last_of_blocks(data: bytes, position: int) -> int:
    """Where the blocks that begin here end: at an empty one, or behind the last that is whole."""
    while position < len(data) and data[position] and position + data[position] < len(data):
        position += data[position] + 1
    return position


def _close_gif(data: bytes, has_picture: bool) -> bytes | None:
    return data + b";" if has_picture else None


_MENDERS: dict[PictureKind, Callable[[bytes], bytes | None]] = {
    PictureKind.PNG: _mend_png,
    PictureKind.JPEG: _mend_jpeg,
    PictureKind.GIF: _mend_gif,
}
