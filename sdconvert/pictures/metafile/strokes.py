"""Strokes: lines with a width, dashes, ends and corners, drawn with Pillow's thin means."""

from __future__ import annotations

import math
from collections.abc import Iterator
from enum import StrEnum
from itertools import pairwise

from PIL import ImageDraw

from sdconvert.frozen import dataclass
from sdconvert.pictures.metafile.geometry import Box, Path, Point

_THIN = 3
"""Up to this width in pixels nobody sees how a line ends or turns."""
_WIDE = 10
_SHALLOW_TURN = math.cos(math.radians(12))
_MOST_DASHES = 20_000

Fill = tuple[int, ...] | int


class LineCap(StrEnum):
    """How a line ends."""

    ROUND = "round"
    SQUARE = "square"
    FLAT = "flat"


class LineJoin(StrEnum):
    """How a line turns."""

    ROUND = "round"
    BEVEL = "bevel"
    MITER = "miter"


@dataclass(frozen=True, slots=True)
class Stroke:
    """The look of a line. Units: pixels of the canvas."""

    width: float
    dashes: tuple[float, ...] = ()
    cap: LineCap = LineCap.ROUND
    join: LineJoin = LineJoin.ROUND
    miter_limit: float = 10.0

    @property
    def margin(self) -> int:
        """How far paint may lie from the line itself."""
        return math.ceil(self.width * (self.miter_limit if self.join is LineJoin.MITER else 1)) + 1


def trace(draw: ImageDraw.ImageDraw, path: Path, stroke: Stroke, fill: Fill, within: Box) -> None:
    """Draw the lines of a path onto what shows the pixels of a box."""
    left, top = within[0], within[1]
    tip = _Tip(draw, stroke, fill)
    for points, is_closed in path:
        seen = [(x - left, y - top) for x, y in (points + points[:1] if is_closed else points)]
        for piece in _pieces(seen, stroke, within):
            tip.draw_piece(piece, is_closed and len(piece) == len(seen))


def _pieces(points: list[Point], stroke: Stroke, within: Box) -> Iterator[list[Point]]:
    margin = stroke.margin
    frame = (-margin, -margin, within[2] - within[0] + margin, within[3] - within[1] + margin)
    for part in _visible(points, frame):
        yield from _dashed(part, stroke.dashes) if stroke.dashes else [part]


def _visible(points: list[Point], frame: Box) -> Iterator[list[Point]]:
    """The stretches of a line within a frame: what is far outside costs as much time as what is seen."""
    if all(frame[0] <= x <= frame[2] and frame[1] <= y <= frame[3] for x, y in points):
        yield points
        return
    part: list[Point] = []
    for start, end in pairwise(points):
        segment = _clipped(start, end, frame)
        if segment is None or (part and part[-1] != segment[0]):
            if len(part) > 1:
                yield part
            part = []
        if segment is not None:
            part = [*part, segment[1]] if part else list(segment)
    if len(part) > 1:
        yield part


def _clipped(start: Point, end: Point, frame: Box) -> tuple[Point, Point] | None:
    """The part of a line in a frame, after Liang and Barsky."""
    first, last = 0.0, 1.0
    across, down = end[0] - start[0], end[1] - start[1]
    for step, room in (
        (-across, start[0] - frame[0]),
        (across, frame[2] - start[0]),
        (-down, start[1] - frame[1]),
        (down, frame[3] - start[1]),
    ):
        if step == 0 and room < 0:
            return None
        if step < 0:
            first = max(first, room / step)
        elif step > 0:
            last = min(last, room / step)
    if first > last:
        return None
    begin = start if first == 0 else (start[0] + across * first, start[1] + down * first)
    finish = end if last == 1 else (start[0] + across * last, start[1] + down * last)
    return begin, finish


def _dashed(points: list[Point], dashes: tuple[float, ...]) -> Iterator[list[Point]]:
    """The dashes of a line; the whole line where they would be too many to be seen."""
    lengths = [max(1.0, dash) for dash in dashes]
    if sum(math.dist(one, two) for one, two in pairwise(points)) / sum(lengths) > _MOST_DASHES:
        yield points
        return
    index, left, part = 0, lengths[0], [points[0]]
    for start, end in pairwise(points):
        length, gone = math.dist(start, end), 0.0
        while length - gone > left:
            gone += left
            part.append(_between(start, end, gone / length))
            if index % 2 == 0:
                yield part
            part = part[-1:]
            index = (index + 1) % (len(lengths) * 2)
            left = lengths[index % len(lengths)]
        left -= length - gone
        part.append(end)
    if index % 2 == 0 and len(part) > 1:
        yield part


def _between(start: Point, end: Point, share: float) -> Point:
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share


@dataclass(frozen=True, slots=True)
class _Tip:
    """What draws: where to, how wide, in which colour."""

    draw: ImageDraw.ImageDraw
    stroke: Stroke
    fill: Fill

    @property
    def width(self) -> int:
        return max(1, round(self.stroke.width))

    @property
    def half(self) -> float:
        return self.width / 2

    def draw_piece(self, points: list[Point], is_closed: bool) -> None:
        """Draw a line with its corners and ends; of a closed one, the last point is the first again."""
        if self.width <= _THIN:
            self.draw.line(points, fill=self.fill, width=self.width)
            return
        is_longer = self.stroke.cap is LineCap.SQUARE and not is_closed
        self.draw.line(_lengthened(points, self.half) if is_longer else points, fill=self.fill, width=self.width)
        around = [points[-2], *points] if is_closed else points
        for before, corner, after in zip(around, around[1:], around[2:], strict=False):
            self._draw_corner(before, corner, after)
        if self.stroke.cap is LineCap.ROUND and not is_closed:
            self._draw_dot(points[0])
            self._draw_dot(points[-1])

    def _draw_dot(self, middle: Point) -> None:
        (x, y), half = middle, self.half
        self.draw.ellipse((x - half, y - half, x + half, y + half), fill=self.fill)

    def _draw_corner(self, before: Point, corner: Point, after: Point) -> None:
        into, out = math.dist(before, corner), math.dist(corner, after)
        if not into or not out:
            return
        x1, y1 = (corner[0] - before[0]) / into, (corner[1] - before[1]) / into
        x2, y2 = (after[0] - corner[0]) / out, (after[1] - corner[1]) / out
        cosine = x1 * x2 + y1 * y2
        if cosine > _SHALLOW_TURN and self.half < _WIDE:
            return
        if self.stroke.join is LineJoin.ROUND:
            self._draw_dot(corner)
            return
        side = self.half if x1 * y2 - y1 * x2 < 0 else -self.half
        one = (corner[0] - y1 * side, corner[1] + x1 * side)
        two = (corner[0] - y2 * side, corner[1] + x2 * side)
        wedge = [corner, one, two]
        if self.stroke.join is LineJoin.MITER and (1 + cosine) * self.stroke.miter_limit**2 > 2:
            stretch = side / (1 + cosine)
            wedge.insert(2, (corner[0] - (y1 + y2) * stretch, corner[1] + (x1 + x2) * stretch))
        self.draw.polygon(wedge, fill=self.fill)


def _lengthened(points: list[Point], by: float) -> list[Point]:
    return [_beyond(points[1], points[0], by), *points[1:-1], _beyond(points[-2], points[-1], by)]


def _beyond(start: Point, end: Point, by: float) -> Point:
    length = math.dist(start, end) or 1.0
    return end[0] + (end[0] - start[0]) * by / length, end[1] + (end[1] - start[1]) * by / length
