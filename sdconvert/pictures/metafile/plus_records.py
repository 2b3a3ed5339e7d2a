"""The records of EMF+: what each does on a graphics context.

Source: [MS-EMFPLUS] 2.3.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from PIL import Image

from sdconvert.pictures.metafile import geometry, plus_text
from sdconvert.pictures.metafile.budget import PER_CURVE
from sdconvert.pictures.metafile.geometry import Edges, Matrix, Point, Subpath
from sdconvert.pictures.metafile.plus import Plus, PlusState, corners_of
from sdconvert.pictures.metafile.plus_cursor import COMPRESSED, Cursor
from sdconvert.pictures.metafile.plus_objects import RegionNode
from sdconvert.pictures.metafile.regions import NOWHERE, Combination, Region, combine, region_of
from sdconvert.pictures.metafile.vocabulary import Vocabulary

_HEADER, _END, _GET_DC, _OBJECT = 0x4001, 0x4002, 0x4004, 0x4008
_AFTER, _CLOSED = 0x2000, 0x2000
DRAWING = frozenset({*range(0x4009, 0x401D), 0x4036})
"""The types of the records that leave paint."""

Handler = Callable[[Plus, int, Cursor], None]


def play_record(plus: Plus, kind: int, flags: int, data: bytes) -> None:
    """Do what one record says; note it where that is not known."""
    plus.is_gdi_turn = kind == _GET_DC
    plus.notes.has_drawing |= kind in DRAWING
    _RECORDS.play(kind, plus.canvas, plus.notes, plus, flags, Cursor(data))


def _edges(box: Edges) -> Edges:
    """The edges of a box that is told by left, top, width and height."""
    return box[0], box[1], box[0] + box[2], box[1] + box[3]


# ---------------------------------------------------------------------------------------------------------- shapes


def _fill_boxes(plus: Plus, flags: int, cursor: Cursor) -> None:
    paint, count = plus.paint(flags, cursor.number()), cursor.number()
    for _ in range(count):
        plus.fill(plus.closed(corners_of(cursor.box(bool(flags & COMPRESSED)))), paint)


def _draw_boxes(plus: Plus, flags: int, cursor: Cursor) -> None:
    for _ in range(cursor.number()):
        plus.stroke(plus.closed(corners_of(cursor.box(bool(flags & COMPRESSED)))), flags)


def _fill_polygon(plus: Plus, flags: int, cursor: Cursor) -> None:
    paint, count = plus.paint(flags, cursor.number()), cursor.number()
    plus.fill(plus.closed(cursor.points(count, flags)), paint)


def _draw_lines(plus: Plus, flags: int, cursor: Cursor) -> None:
    points = cursor.points(cursor.number(), flags)
    plus.stroke([Subpath(plus.matrix.points(points), bool(flags & _CLOSED))], flags)


def _fill_ellipse(plus: Plus, flags: int, cursor: Cursor) -> None:
    paint = plus.paint(flags, cursor.number())
    plus.fill(plus.closed(geometry.ellipse(*_edges(cursor.box(bool(flags & COMPRESSED))))), paint)


def _draw_ellipse(plus: Plus, flags: int, cursor: Cursor) -> None:
    plus.stroke(plus.closed(geometry.ellipse(*_edges(cursor.box(bool(flags & COMPRESSED))))), flags)


def _read_arc(flags: int, cursor: Cursor, is_pie: bool) -> list[Point]:
    start, sweep = cursor.floats(2)
    edges = _edges(cursor.box(bool(flags & COMPRESSED)))
    sweep = max(-360.0, min(360.0, sweep))
    points = geometry.arc(*edges, math.radians(start % 360), math.radians(sweep))
    middle = ((edges[0] + edges[2]) / 2, (edges[1] + edges[3]) / 2)
    return [middle, *points] if is_pie and abs(sweep) < 360 else points


def _fill_pie(plus: Plus, flags: int, cursor: Cursor) -> None:
    paint = plus.paint(flags, cursor.number())
    plus.fill(plus.closed(_read_arc(flags, cursor, is_pie=True)), paint)


def _draw_pie(plus: Plus, flags: int, cursor: Cursor) -> None:
    plus.stroke(plus.closed(_read_arc(flags, cursor, is_pie=True)), flags)


def _draw_arc(plus: Plus, flags: int, cursor: Cursor) -> None:
    plus.stroke([Subpath(plus.matrix.points(_read_arc(flags, cursor, is_pie=False)))], flags)


def _fill_region(plus: Plus, flags: int, cursor: Cursor) -> None:
    paint, node = plus.paint(flags, cursor.number()), plus.chosen(flags, RegionNode)
    if paint is not None and isinstance(node, RegionNode):
        plus.canvas.spend(plus.state.clip.work)
        region = combine(plus.region(node), plus.state.clip, Combination.AND)
        if region.box != NOWHERE.box:
            plus.canvas.paint(region.mask_in(region.box), region.box, paint, Region(plus.canvas.box))


def _fill_path(plus: Plus, flags: int, cursor: Cursor) -> None:
    plus.fill(plus.shape(flags), plus.paint(flags, cursor.number()))


def _draw_path(plus: Plus, flags: int, cursor: Cursor) -> None:
    plus.stroke(plus.shape(flags), cursor.number())


def _spline(points: list[Point], tension: float, is_closed: bool) -> list[Point]:
    """The points of a cardinal spline."""
    around = [points[-1], *points, *points[:2]] if is_closed else [points[0], *points, points[-1]]
    slopes = [
        ((after[0] - before[0]) * tension / 3, (after[1] - before[1]) * tension / 3)
        for before, after in zip(around, around[2:], strict=False)
    ]
    line = [around[1]]
    for index in range(len(slopes) - 1):
        start, end = around[index + 1], around[index + 2]
        first = (start[0] + slopes[index][0], start[1] + slopes[index][1])
        second = (end[0] - slopes[index + 1][0], end[1] - slopes[index + 1][1])
        line += geometry.curve(start, first, second, end)
    return line


def _read_spline(plus: Plus, flags: int, cursor: Cursor, tension: float, is_closed: bool) -> list[Point]:
    points = plus.matrix.points(cursor.points(cursor.number(), flags))
    plus.canvas.spend(len(points) * PER_CURVE)
    return _spline(points, tension, is_closed) if len(points) > 1 else []


def _fill_closed_curve(plus: Plus, flags: int, cursor: Cursor) -> None:
    paint, (tension,) = plus.paint(flags, cursor.number()), cursor.floats(1)
    line = _read_spline(plus, flags, cursor, tension, is_closed=True)
    plus.fill([Subpath(line, True)], paint, bool(flags & _CLOSED))


def _draw_closed_curve(plus: Plus, flags: int, cursor: Cursor) -> None:
    (tension,) = cursor.floats(1)
    plus.stroke([Subpath(_read_spline(plus, flags, cursor, tension, is_closed=True), True)], flags)


def _draw_curve(plus: Plus, flags: int, cursor: Cursor) -> None:
    (tension,) = cursor.floats(1)
    cursor.values("II")
    plus.stroke([Subpath(_read_spline(plus, flags, cursor, tension, is_closed=False))], flags)


def _draw_beziers(plus: Plus, flags: int, cursor: Cursor) -> None:
    points = plus.matrix.points(cursor.points(cursor.number(), flags))
    plus.canvas.spend(len(points) // 3 * PER_CURVE)
    if len(points) > 3:
        plus.stroke([Subpath([points[0], *geometry.curves(points[0], points[1:])])], flags)


def _draw_image(plus: Plus, flags: int, cursor: Cursor) -> None:
    _attributes, _unit, source = cursor.number(), cursor.number(), cursor.box()
    left, top, width, height = cursor.box(bool(flags & COMPRESSED))
    _place(plus, flags, source, [(left, top), (left + width, top), (left, top + height)])


def _draw_image_points(plus: Plus, flags: int, cursor: Cursor) -> None:
    _attributes, _unit, source, count = cursor.number(), cursor.number(), cursor.box(), cursor.number()
    points = cursor.points(count, flags)
    if len(points) >= 3:
        _place(plus, flags, source, points)


def _place(plus: Plus, flags: int, source: Edges, corners: list[Point]) -> None:
    """Draw a part of a picture so that three of its corners come to lie on points."""
    picture = plus.chosen(flags, Image.Image)
    left, top, width, height = source
    if not isinstance(picture, Image.Image):
        plus.notes.skipped_records.add("EMF+ picture")
        return
    if not width or not height:
        return
    (x1, y1), (x2, y2), (x3, y3) = corners[:3]
    shape = Matrix((x2 - x1) / width, (y2 - y1) / width, (x3 - x1) / height, (y3 - y1) / height, x1, y1)
    box = max(0, math.floor(left)), max(0, math.floor(top)), math.ceil(left + width), math.ceil(top + height)
    box = box[0], box[1], min(box[2], picture.width), min(box[3], picture.height)
    if box[0] < box[2] and box[1] < box[3]:
        where = Matrix(e=box[0] - left, f=box[1] - top).then(shape).then(plus.matrix)
        plus.canvas.place(picture.crop(box), where, plus.state.clip)


# ----------------------------------------------------------------------------------------------------------- state


def _begin_container(plus: Plus, flags: int, cursor: Cursor) -> None:
    target, source, index = cursor.box(), cursor.box(), cursor.number()
    if not source[2] or not source[3]:
        return
    across, down = target[2] / source[2], target[3] / source[3]
    inner = Matrix(across, 0, 0, down, target[0] - source[0] * across, target[1] - source[1] * down)
    outer = plus.to_device
    plus.save(index)
    plus.state = PlusState(plus.state.clip, container=inner.then(outer), unit=flags & 0xFF or 1)


def _change_world(make: Callable[[Cursor], Matrix]) -> Handler:
    def handle(plus: Plus, flags: int, cursor: Cursor) -> None:
        change, world = make(cursor), plus.state.world
        plus.state.world = world.then(change) if flags & _AFTER else change.then(world)

    return handle


def _set_world(plus: Plus, _flags: int, cursor: Cursor) -> None:
    plus.state.world = cursor.matrix()


def _reset_world(plus: Plus, _flags: int, _cursor: Cursor) -> None:
    plus.state.world = Matrix()


def _shift(cursor: Cursor) -> Matrix:
    across, down = cursor.floats(2)
    return Matrix(e=across, f=down)


def _stretch(cursor: Cursor) -> Matrix:
    across, down = cursor.floats(2)
    return Matrix(across, 0, 0, down)


def _set_page(plus: Plus, flags: int, cursor: Cursor) -> None:
    (scale,) = cursor.floats(1)
    plus.state.unit, plus.state.scale = flags & 0xFF, scale or 1.0


def _clip_to_box(plus: Plus, flags: int, cursor: Cursor) -> None:
    plus.clip_to(region_of(plus.closed(corners_of(cursor.box())), False, plus.canvas.box), flags)


def _clip_to_path(plus: Plus, flags: int, _cursor: Cursor) -> None:
    plus.clip_to(region_of(plus.shape(flags), False, plus.canvas.box), flags)


def _clip_to_region(plus: Plus, flags: int, _cursor: Cursor) -> None:
    node = plus.chosen(flags, RegionNode)
    if isinstance(node, RegionNode):
        plus.clip_to(plus.region(node), flags)


def _reset_clip(plus: Plus, _flags: int, _cursor: Cursor) -> None:
    plus.state.clip = Region(plus.canvas.box)


def _clear(plus: Plus, _flags: int, cursor: Cursor) -> None:
    plus.canvas.clear(cursor.colour(), plus.state.clip)


_HANDLERS: dict[int, Handler] = {
    _OBJECT: Plus.define,
    0x4009: _clear,
    0x400A: _fill_boxes,
    0x400B: _draw_boxes,
    0x400C: _fill_polygon,
    0x400D: _draw_lines,
    0x400E: _fill_ellipse,
    0x400F: _draw_ellipse,
    0x4010: _fill_pie,
    0x4011: _draw_pie,
    0x4012: _draw_arc,
    0x4013: _fill_region,
    0x4014: _fill_path,
    0x4015: _draw_path,
    0x4016: _fill_closed_curve,
    0x4017: _draw_closed_curve,
    0x4018: _draw_curve,
    0x4019: _draw_beziers,
    0x401A: _draw_image,
    0x401B: _draw_image_points,
    0x401C: plus_text.draw_string,
    0x4036: plus_text.draw_driver_string,
    0x4025: lambda plus, _, cursor: plus.save(cursor.number()),
    0x4026: lambda plus, _, cursor: plus.restore(cursor.number()),
    0x4027: _begin_container,
    0x4028: lambda plus, _, cursor: plus.save(cursor.number()),
    0x4029: lambda plus, _, cursor: plus.restore(cursor.number()),
    0x402A: _set_world,
    0x402B: _reset_world,
    0x402C: _change_world(Cursor.matrix),
    0x402D: _change_world(_shift),
    0x402E: _change_world(_stretch),
    0x402F: _change_world(lambda cursor: geometry.rotation(math.radians(cursor.floats(1)[0]))),
    0x4030: _set_page,
    0x4031: _reset_clip,
    0x4032: _clip_to_box,
    0x4033: _clip_to_path,
    0x4034: _clip_to_region,
}
_WITHOUT_EFFECT = frozenset({_HEADER, _END, _GET_DC, 0x4003, *range(0x401D, 0x4025), 0x4035, 0x4038, 0x4039, 0x403A})
"""Comments, qualities of rendering, moved clipping, effects, what Terminal Services add."""
_RECORDS = Vocabulary("EMF+ {:04X}", _HANDLERS, _WITHOUT_EFFECT)
