"""Fields of EMF's records. Each function raises struct.error behind the end of a record."""

from __future__ import annotations

import struct

from sdconvert.pictures.metafile.geometry import Edges, Matrix, Point

_LARGEST_FACTOR = 1e9


def ints_at(record: bytes, count: int, place: int = 8) -> tuple[int, ...]:
    """Whole numbers with a sign."""
    return struct.unpack_from(f"<{count}i", record, place)


def number_at(record: bytes, place: int = 8) -> int:
    """A whole number without a sign."""
    (value,) = struct.unpack_from("<I", record, place)
    return int(value)


def point_at(record: bytes, place: int = 8) -> Point:
    x, y = ints_at(record, 2, place)
    return x, y


def box_at(record: bytes, place: int = 8) -> Edges:
    """Left, top, right, bottom."""
    left, top, right, bottom = ints_at(record, 4, place)
    return left, top, right, bottom


def transform_at(record: bytes, place: int = 8) -> Matrix:
    """A transform; one that is not finite changes nothing."""
    values = struct.unpack_from("<6f", record, place)
    return Matrix(*values) if all(abs(value) < _LARGEST_FACTOR for value in values) else Matrix()
