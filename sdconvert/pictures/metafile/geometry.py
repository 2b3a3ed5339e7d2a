"""Points, transforms and paths: what GDI and GDI+ draw, as straight lines in the pixels of a canvas."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

Point = tuple[float, float]
Box = tuple[int, int, int, int]
"""Left, top, right, bottom in pixels; right and bottom are outside."""

Edges = tuple[float, float, float, float]
"""Left, top, right, bottom, or left, top, width, height, where coordinates need not be whole."""

FULL_TURN = 2 * math.pi
_FARTHEST = 1e6
_MOST_PIECES_OF_A_CURVE = 48
_PIECES_OF_A_TURN = 120


class Matrix(NamedTuple):
    """An affine transform: x' = a·x + c·y + e, y' = b·x + d·y + f."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def point(self, x: float, y: float) -> Point:
        """Where a point comes to lie, kept within what a canvas can count."""
        return _bounded(self.a * x + self.c * y + self.e), _bounded(self.b * x + self.d * y + self.f)

    def points(self, points: Iterable[Point]) -> list[Point]:
        return [self.point(x, y) for x, y in points]

    def then(self, after: Matrix) -> Matrix:
        """This transform and another one after it."""
        return Matrix(
            self.a * after.a + self.b * after.c,
            self.a * after.b + self.b * after.d,
            self.c * after.a + self.d * after.c,
            self.c * after.b + self.d * after.d,
            self.e * after.a + self.f * after.c + after.e,
            self.e * after.b + self.f * after.d + after.f,
        )

    @property
    def determinant(self) -> float:
        return self.a * self.d - self.b * self.c

    @property
    def scale(self) -> float:
        """How much longer lines become, on the average of all directions."""
        return math.sqrt(abs(self.determinant))

    @property
    def scale_x(self) -> float:
        return math.hypot(self.a, self.b)

    @property
    def scale_y(self) -> float:
        return math.hypot(self.c, self.d)

    @property
    def is_upright(self) -> bool:
        """Whether boxes stay boxes whose sides keep their directions, but for mirroring."""
        return abs(self.b) < 1e-6 * (abs(self.a) + 1e-9) and abs(self.c) < 1e-6 * (abs(self.d) + 1e-9)

    def inverse(self) -> Matrix | None:
        """The transform back, None where there is no way back."""
        size = self.determinant
        if not math.isfinite(size) or abs(size) < 1e-12:
            return None
        a, b, c, d = self.d / size, -self.b / size, -self.c / size, self.a / size
        return Matrix(a, b, c, d, -(self.e * a + self.f * c), -(self.e * b + self.f * d))


class Subpath(NamedTuple):
    """Straight lines from point to point; `is_closed`: and back to the first."""

    points: list[Point]
    is_closed: bool = False


Path = list[Subpath]


def _bounded(value: float) -> float:
    return max(-_FARTHEST, min(_FARTHEST, value)) if value == value else 0.0


def rotation(angle: float) -> Matrix:
    """A turn; clockwise where y grows downwards. Units: radians."""
    cosine, sine = math.cos(angle), math.sin(angle)
    return Matrix(cosine, sine, -sine, cosine)


def bounds(points: Iterable[Point]) -> Box | None:
    """The pixels that hold all points; None where there are no points."""
    pairs = list(points)
    if not pairs:
        return None
    across, down = [x for x, _ in pairs], [y for _, y in pairs]
    return math.floor(min(across)), math.floor(min(down)), math.ceil(max(across)) + 1, math.ceil(max(down)) + 1


def path_bounds(path: Path, margin: int = 0) -> Box | None:
    """The pixels that hold a path and a margin around it."""
    box = bounds(point for subpath in path for point in subpath.points)
    return None if box is None else (box[0] - margin, box[1] - margin, box[2] + margin, box[3] + margin)


def overlap(one: Box, other: Box) -> Box | None:
    """What two boxes share; None where it is nothing."""
    box = max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])
    return box if box[0] < box[2] and box[1] < box[3] else None


def size_of(box: Box) -> tuple[int, int]:
    """Width and height of a box."""
    return box[2] - box[0], box[3] - box[1]


def area(box: Box) -> int:
    return (box[2] - box[0]) * (box[3] - box[1])


def rectangle(left: float, top: float, right: float, bottom: float) -> list[Point]:
    return [(left, top), (right, top), (right, bottom), (left, bottom)]


def curve(start: Point, first: Point, second: Point, end: Point) -> list[Point]:
    """The points of a cubic Bézier curve after its start, as many as its length asks for."""
    length = math.dist(start, first) + math.dist(first, second) + math.dist(second, end)
    count = min(_MOST_PIECES_OF_A_CURVE, 2 + int(math.sqrt(length)))
    return [_on_curve(start, first, second, end, step / count) for step in range(1, count)] + [end]


def _on_curve(start: Point, first: Point, second: Point, end: Point, t: float) -> Point:
    u = 1 - t
    k0, k1, k2, k3 = u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t
    return (
        k0 * start[0] + k1 * first[0] + k2 * second[0] + k3 * end[0],
        k0 * start[1] + k1 * first[1] + k2 * second[1] + k3 * end[1],
    )


def curves(start: Point, controls: Sequence[Point]) -> list[Point]:
    """The points of a chain of Bézier curves after its start; every three controls make one."""
    points: list[Point] = []
    for index in range(0, len(controls) - 2, 3):
        points += curve(start, *controls[index : index + 3])
        start = controls[index + 2]
    return points


def arc(left: float, top: float, right: float, bottom: float, start: float, sweep: float) -> list[Point]:
    """Points on the ellipse in a box, from an angle on; clockwise where y grows downwards. Units: radians."""
    x, y, across, down = (left + right) / 2, (top + bottom) / 2, (right - left) / 2, (bottom - top) / 2
    count = max(2, math.ceil(abs(sweep) / FULL_TURN * _PIECES_OF_A_TURN))
    angles = (start + sweep * step / count for step in range(count + 1))
    return [(x + across * math.cos(angle), y + down * math.sin(angle)) for angle in angles]


def ellipse(left: float, top: float, right: float, bottom: float) -> list[Point]:
    return arc(left, top, right, bottom, 0.0, FULL_TURN)[:-1]


def round_rectangle(left: float, top: float, right: float, bottom: float, width: float, height: float) -> list[Point]:
    """A box whose corners are quarters of an ellipse of that width and height."""
    left, right, top, bottom = min(left, right), max(left, right), min(top, bottom), max(top, bottom)
    width, height = min(abs(width), right - left), min(abs(height), bottom - top)
    if not width or not height:
        return rectangle(left, top, right, bottom)
    quarter = FULL_TURN / 4
    return [
        *arc(right - width, bottom - height, right, bottom, 0, quarter),
        *arc(left, bottom - height, left + width, bottom, quarter, quarter),
        *arc(left, top, left + width, top + height, 2 * quarter, quarter),
        *arc(right - width, top, right, top + height, 3 * quarter, quarter),
    ]


def angle_on_ellipse(box: Edges, point: Point) -> float:
    """The angle at which the ray from the middle of a box through a point meets the ellipse in it. Units: radians."""
    left, top, right, bottom = box
    across, down = (right - left) / 2 or 1.0, (bottom - top) / 2 or 1.0
    return math.atan2((point[1] - (top + bottom) / 2) / down, (point[0] - (left + right) / 2) / across)
