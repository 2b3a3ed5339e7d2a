"""Size and wholeness of pictures, read from their headers without a library."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator

from sdconvert.pictures.kinds import PNG_SIGNATURE, PictureKind, sniff

JPEG_SIZE_MARKERS = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
JPEG_LONE_MARKERS = frozenset({0x01, *range(0xD0, 0xD9)})
JPEG_START_OF_SCAN = 0xDA


def pixel_size(data: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG, JPEG or GIF as its header has them; None for other kinds and broken headers.

    Units: pixels.
    """
    kind = sniff(data)
    read_size = _SIZE_READERS.get(kind) if kind else None
    try:
        size = read_size(data) if read_size else None
    except (struct.error, IndexError):
        return None
    return size if size and min(size) > 0 else None


def is_readable(data: bytes, kind: PictureKind) -> bool:
    """Whether `data` is of that kind and whole as far as its structure tells: header and end marker in their places.

    PNG, JPEG and GIF are followed to their end; for other kinds only the header is looked at.
    """
    if sniff(data) is not kind:
        return False
    has_end = _END_CHECKS.get(kind)
    if has_end is None:
        return True
    try:
        return has_end(data) and pixel_size(data) is not None
    except (struct.error, IndexError):
        return False


def _png_size(data: bytes) -> tuple[int, int] | None:
    if data[12:16] != b"IHDR":
        return None
    width, height = struct.unpack_from(">II", data, 16)
    return width, height


def _png_has_end(data: bytes) -> bool:
    position = len(PNG_SIGNATURE)
    while True:
        length, name = struct.unpack_from(">I4s", data, position)
        position += 12 + length
        if name == b"IEND":
            return bool(position <= len(data))


def _gif_size(data: bytes) -> tuple[int, int]:
    width, height = struct.unpack_from("<HH", data, 6)
    return width, height


def _gif_has_end(data: bytes) -> bool:
    position = 13 + gif_colour_table_length(data[10])
    while (introducer := data[position]) != 0x3B:
        if introducer == 0x21:
            position = _after_gif_blocks(data, position + 2)
        elif introducer == 0x2C:
            position = _after_gif_blocks(data, position + 11 + gif_colour_table_length(data[position + 9]))
        else:
            return False
    return True


def gif_colour_table_length(flags: int) -> int:
    """How many bytes the table of colours is that these flags of a GIF tell of, 0 for none."""
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _after_gif_blocks(data: bytes, position: int) -> int:
    while length := data[position]:
        position += length + 1
    return position + 1


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    for marker, position in _jpeg_segments(data):
        if marker in JPEG_SIZE_MARKERS:
            height, width = struct.unpack_from(">HH", data, position + 3)
            return width, height
    return None


def _jpeg_has_end(data: bytes) -> bool:
    scan = next((position for marker, position in _jpeg_segments(data) if marker == JPEG_START_OF_SCAN), None)
    return scan is not None and data.find(b"\xff\xd9", scan) > 0


def _jpeg_segments(data: bytes) -> Iterator[tuple[int, int]]:
    """Marker and position of the length field of each segment, up to the first scan."""
    position = 2
    while data[position] == 0xFF:
        marker = data[position + 1]
        if marker == 0xFF:
            position += 1
        elif marker in JPEG_LONE_MARKERS:
            position += 2
        else:
            yield marker, position + 2
            if marker == JPEG_START_OF_SCAN:
                return
            (length,) = struct.unpack_from(">H", data, position + 2)
            position += 2 + length


_SIZE_READERS: dict[PictureKind, Callable[[bytes], tuple[int, int] | None]] = {
    PictureKind.PNG: _png_size,
    PictureKind.JPEG: _jpeg_size,
    PictureKind.GIF: _gif_size,
}
_END_CHECKS: dict[PictureKind, Callable[[bytes], bool]] = {
    PictureKind.PNG: _png_has_end,
    PictureKind.JPEG: _jpeg_has_end,
    PictureKind.GIF: _gif_has_end,
}
