"""JPEGs that say how they are to be turned: Word shows them as they are stored, browsers as they say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

_START = b"\xff\xd8"
_APP1 = 0xE1
_WITHOUT_SEGMENTS = frozenset({0xD9, 0xDA})
_EXIF = b"Exif\0\0"
_ORDERS: dict[bytes, Literal["little", "big"]] = {b"II*\0": "little", b"MM\0*": "big"}
_ORIENTATION = 0x0112
_ENTRY_SIZE = 12
_AS_STORED = 1


def as_stored(jpeg: bytes) -> bytes:
    """The JPEG without a word of its Exif data on how to turn it; nothing else changes.

    Source: Exif 2.32, 4.5.4 and 4.6.2 (a TIFF in an APP1 segment), 4.6.4 (Orientation).
    """
    changed = bytearray(jpeg)
    for start, end in _exif_segments(jpeg):
        order = _ORDERS.get(jpeg[start : start + 4])
        if order is None:
            continue
        directory = start + int.from_bytes(jpeg[start + 4 : start + 8], order)
        entries = int.from_bytes(jpeg[directory : directory + 2], order)
        first = directory + 2
        for entry in range(first, min(first + entries * _ENTRY_SIZE, end - _ENTRY_SIZE + 1), _ENTRY_SIZE):
            if int.from_bytes(jpeg[entry : entry + 2], order) == _ORIENTATION:
                changed[entry + 8 : entry + 10] = _AS_STORED.to_bytes(2, order)
    return bytes(changed)


def _exif_segments(jpeg: bytes) -> Iterator[tuple[int, int]]:
    """Where the TIFFs in the segments before the picture begin and end."""
    place = len(_START)
    while jpeg.startswith(_START) and place + 4 <= len(jpeg) and jpeg[place] == 0xFF:
        marker, size = jpeg[place + 1], int.from_bytes(jpeg[place + 2 : place + 4], "big")
        if marker in _WITHOUT_SEGMENTS:
            return
        if marker == _APP1 and jpeg.startswith(_EXIF, place + 4):
            yield place + 4 + len(_EXIF), min(place + 2 + size, len(jpeg))
        place += 2 + size
