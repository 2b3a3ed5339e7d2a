"""The records of metafiles, one after the other.

Source: [MS-WMF] 2.3, [MS-EMF] 2.3, [MS-EMFPLUS] 2.3.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from itertools import accumulate

from sdconvert.pictures.metafile.budget import MAX_RECORDS
from sdconvert.pictures.metafile.geometry import Point
from sdconvert.pictures.outcomes import PictureUnconvertible, TooCostly

WMF_EOF = 0x0000
EMF_EOF = 14
EMF_COMMENT = 70
PLACEABLE = b"\xd7\xcd\xc6\x9a"
PLACEABLE_SIZE, WMF_HEADER_SIZE = 22, 18
PLUS_SIGNATURE = b"EMF+"


def wmf_records(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Function and parameters of each record, without the one that ends them.

    Raises: PictureUnconvertible when the end is missing, TooCostly.
    """
    place = WMF_HEADER_SIZE + (PLACEABLE_SIZE if data.startswith(PLACEABLE) else 0)
    for _ in range(MAX_RECORDS):
        if place + 6 > len(data):
            raise PictureUnconvertible("it breaks off before its end")
        words, function = struct.unpack_from("<IH", data, place)
        if function == WMF_EOF:
            return
        if words < 3 or place + words * 2 > len(data):
            raise PictureUnconvertible("it breaks off before its end")
        yield function, data[place + 6 : place + words * 2]
        place += words * 2
    raise TooCostly(f"it has more than {MAX_RECORDS} records")


def emf_records(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Type and bytes, from the type on, of each record after the header, without the one that ends them.

    Raises: PictureUnconvertible when the end is missing, TooCostly.
    """
    (place,) = struct.unpack_from("<I", data, 4)
    for _ in range(MAX_RECORDS):
        if place + 8 > len(data):
            raise PictureUnconvertible("it breaks off before its end")
        kind, size = struct.unpack_from("<II", data, place)
        if size < 8 or place + size > len(data):
            raise PictureUnconvertible("it breaks off before its end")
        if kind == EMF_EOF:
            return
        yield kind, data[place : place + size]
        place += size
    raise TooCostly(f"it has more than {MAX_RECORDS} records")


def records_of_comment(comment: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Type, flags and data of each record of EMF+ in a record that is a comment; none where it is another comment."""
    if len(comment) < 16 or comment[12:16] != PLUS_SIGNATURE:
        return
    (length,) = struct.unpack_from("<I", comment, 8)
    place, end = 16, min(len(comment), 12 + length)
    while place + 12 <= end:
        kind, flags, size, data_size = struct.unpack_from("<HHII", comment, place)
        if size < 12 or place + size > end or data_size > size - 12:
            return
        yield kind, flags, comment[place + 12 : place + 12 + data_size]
        place += size


def small_points(data: bytes, count: int, place: int) -> list[Point]:
    """Points of 16 bits a coordinate. Raises: struct.error when there are fewer."""
    values = struct.unpack_from(f"<{2 * count}h", data, place)
    return list(zip(values[::2], values[1::2], strict=True))


def large_points(data: bytes, count: int, place: int) -> list[Point]:
    """Points of 32 bits a coordinate. Raises: struct.error when there are fewer."""
    values = struct.unpack_from(f"<{2 * count}i", data, place)
    return list(zip(values[::2], values[1::2], strict=True))


def parts_of(points: list[Point], counts: Sequence[int]) -> list[list[Point]]:
    """Points in parts of so many each."""
    return [points[end - count : end] for end, count in zip(accumulate(counts), counts, strict=True)]
