"""Values in the data of EMF+.

Source: [MS-EMFPLUS] 2.2.2, structures.
"""

from __future__ import annotations

import math
import struct

from sdconvert.pictures.metafile.geometry import Edges, Matrix, Point
from sdconvert.pictures.metafile.paints import Colour

COMPRESSED, RELATIVE = 0x4000, 0x0800
_FARTHEST = 1e8
_MOST_POINTS = 500_000


class Cursor:
    """Reads values one after the other. All methods raise struct.error at the end."""

    def __init__(self, data: bytes, place: int = 0) -> None:
        self.data = data
        self.place = place

    def values(self, layout: str) -> tuple[int, ...]:
        found = struct.unpack_from("<" + layout, self.data, self.place)
        self.place += struct.calcsize("<" + layout)
        return found

    def number(self) -> int:
        return self.values("I")[0]

    def floats(self, count: int) -> list[float]:
        """Numbers that are sane: what is not finite counts as nothing."""
        found = self.values(f"{count}f")
        return [max(-_FARTHEST, min(_FARTHEST, value)) if math.isfinite(value) else 0.0 for value in found]

    def take(self, size: int) -> bytes:
        if self.place + size > len(self.data):
            raise struct.error("the data end")
        self.place += size
        return self.data[self.place - size : self.place]

    def colour(self) -> Colour:
        blue, green, red, opacity = self.values("4B")
        return red, green, blue, opacity

    def matrix(self) -> Matrix:
        return Matrix(*self.floats(6))

    def box(self, is_compressed: bool = False) -> Edges:
        """Left, top, width and height."""
        left, top, width, height = self.values("4h") if is_compressed else self.floats(4)
        return left, top, width, height

    def points(self, count: int, flags: int) -> list[Point]:
        if count > _MOST_POINTS:
            raise struct.error("too many points")
        if flags & RELATIVE:
            return self._relative_points(count)
        flat = self.values(f"{2 * count}h") if flags & COMPRESSED else self.floats(2 * count)
        return list(zip(flat[::2], flat[1::2], strict=True))

    def _relative_points(self, count: int) -> list[Point]:
        x, y, points = 0, 0, []
        for _ in range(count):
            x, y = x + self._step(), y + self._step()
            points.append((float(x), float(y)))
        return points

    def _step(self) -> int:
        """A whole number of 7 or 15 bits."""
        (first,) = self.values("B")
        if not first & 0x80:
            return first - 0x80 if first & 0x40 else first
        value = (first & 0x7F) << 8 | self.values("B")[0]
        return value - 0x8000 if value & 0x4000 else value
