"""A device context of GDI that draws on a canvas: coordinates, pens, brushes, clipping, paths and bitmaps.

Both kinds of metafiles play on it. Source: [MS-EMF] 2.3, 3.1; [MS-WMF] 2.3, 3.1.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import field, replace

from PIL import Image

from sdconvert.frozen import dataclass
from sdconvert.pictures.metafile import geometry, paints
from sdconvert.pictures.metafile.budget import PER_CURVE, PER_OPERATION
from sdconvert.pictures.metafile.canvas import COPY_PEN, SOURCE_COPY, Canvas
from sdconvert.pictures.metafile.geometry import Edges, Matrix, Path, Point, Subpath
from sdconvert.pictures.metafile.notes import DrawingNotes
from sdconvert.pictures.metafile.objects import Brush, Font, GdiObject, Palette, Pen
from sdconvert.pictures.metafile.paints import BLACK, CLEAR, WHITE, Colour, Paint, Solid, Tile
from sdconvert.pictures.metafile.regions import Combination, Region, combine, region_of
from sdconvert.pictures.metafile.strokes import Stroke

MOST_SAVED_STATES = 256
TEXT_MODE, ISOTROPIC, ANISOTROPIC = 1, 7, 8
_MILLIMETRES_PER_UNIT = {2: 0.1, 3: 0.01, 4: 0.254, 5: 0.0254, 6: 25.4 / 1440}
"""The map modes of fixed units, in which y grows upwards. Source: [MS-WMF] 2.1.1.16, MapMode."""


@dataclass(frozen=True, slots=True)
class Device:
    """The device that a metafile was made on. `to_canvas` maps its pixels."""

    to_canvas: Matrix
    pixels_per_mm: Point
    size: Point = (0.0, 0.0)


@dataclass(slots=True)
class GdiState:
    """What SaveDC keeps."""

    clip: Region
    map_mode: int = TEXT_MODE
    window_origin: Point = (0.0, 0.0)
    window_extent: Point = (1.0, 1.0)
    viewport_origin: Point = (0.0, 0.0)
    viewport_extent: Point = (1.0, 1.0)
    world: Matrix = field(default_factory=Matrix)
    pen: Pen = field(default_factory=Pen)
    brush: Brush = field(default_factory=Brush)
    font: Font = field(default_factory=Font)
    text_colour: Colour = BLACK
    ground_colour: Colour = WHITE
    is_opaque: bool = True
    align: int = 0
    spacing: float = 0.0
    is_winding: bool = False
    operation: int = COPY_PEN
    is_clockwise: bool = False
    miter_limit: float = 10.0
    position: Point = (0.0, 0.0)


class Gdi:
    """A device context. Coordinates are logical where nothing else is said."""

    def __init__(self, canvas: Canvas, device: Device, notes: DrawingNotes) -> None:
        self.canvas = canvas
        self.device = device
        self.notes = notes
        self.state = GdiState(Region(canvas.box))
        self.objects: dict[int, GdiObject | Palette] = {}
        self._first_free = 0
        self._saved: list[GdiState] = []
        self._recorded: Path | None = None
        self._is_recording = False
        self._units: tuple[object, ...] = ()
        self._matrix = Matrix()

    # ----------------------------------------------------------------------------------------------- coordinates

    @property
    def matrix(self) -> Matrix:
        """From logical units to the canvas. Each record asks for it, and few change it."""
        state = self.state
        window, viewport = (state.window_origin, state.window_extent), (state.viewport_origin, state.viewport_extent)
        units = (state.world, state.map_mode, window, viewport)
        if units != self._units:
            self._units, self._matrix = units, state.world.then(self.page).then(self.device.to_canvas)
        return self._matrix

    @property
    def page(self) -> Matrix:
        """From the units of pages to pixels of the device."""
        state = self.state
        across, down = self._scales()
        return Matrix(
            across,
            0,
            0,
            down,
            state.viewport_origin[0] - state.window_origin[0] * across,
            state.viewport_origin[1] - state.window_origin[1] * down,
        )

    def _scales(self) -> Point:
        state = self.state
        if state.map_mode in _MILLIMETRES_PER_UNIT:
            unit = _MILLIMETRES_PER_UNIT[state.map_mode]
            return self.device.pixels_per_mm[0] * unit, -self.device.pixels_per_mm[1] * unit
        if state.map_mode not in (ISOTROPIC, ANISOTROPIC) or 0.0 in state.window_extent:
            return 1.0, 1.0
        across = state.viewport_extent[0] / state.window_extent[0]
        down = state.viewport_extent[1] / state.window_extent[1]
        if state.map_mode == ISOTROPIC:
            least = min(abs(across), abs(down))
            return math.copysign(least, across), math.copysign(least, down)
        return across, down

    def save(self) -> None:
        """Keep the state. Beyond the most that is kept, the oldest is forgotten."""
        self._saved.append(replace(self.state))
        del self._saved[:-MOST_SAVED_STATES]

    def restore(self, which: int) -> None:
        """Go back to a kept state: by its place where positive, else so many back."""
        place = which - 1 if which > 0 else len(self._saved) + which
        if 0 <= place < len(self._saved):
            self.state = self._saved[place]
            del self._saved[place:]

    # --------------------------------------------------------------------------------------------------- objects

    def add(self, made: GdiObject | Palette) -> None:
        """Put an object into the first free place of the table, as WMF does."""
        while self._first_free in self.objects:
            self._first_free += 1
        self.objects[self._first_free] = made

    def remove(self, place: int) -> None:
        """Take an object out of the table. It stays in use where it was selected."""
        if self.objects.pop(place, None) is not None:
            self._first_free = min(self._first_free, place)

    def select(self, chosen: GdiObject | Palette | None) -> None:
        """Use a pen, brush or font from now on."""
        if isinstance(chosen, Pen):
            self.state.pen = chosen
        elif isinstance(chosen, Brush):
            self.state.brush = chosen
        elif isinstance(chosen, Font):
            self.state.font = chosen

    def paint_of(self, brush: Brush) -> Paint | None:
        """What a brush paints with, None for the one that does not."""
        if brush.is_null:
            return None
        ground = self.state.ground_colour if self.state.is_opaque else CLEAR
        scale = max(1.0, self.device.to_canvas.scale)
        if brush.pattern is not None:
            return self._pattern(brush, scale)
        if brush.hatch is not None:
            return paints.hatch(brush.hatch, brush.colour, ground, scale)
        return Solid(brush.colour)

    def _pattern(self, brush: Brush, scale: float) -> Tile:
        assert brush.pattern is not None
        pattern = brush.pattern
        if brush.is_two_coloured:
            text = Image.new("RGBA", pattern.size, self.state.text_colour)
            ground = Image.new("RGBA", pattern.size, self.state.ground_colour)
            pattern = Image.composite(ground, text, pattern.convert("L"))
        size = max(1, round(pattern.width * scale)), max(1, round(pattern.height * scale))
        size = min(size[0], 4 * self.canvas.box[2]), min(size[1], 4 * self.canvas.box[3])
        self.canvas.spend(size[0] * size[1])
        return Tile(pattern.convert("RGBA").resize(size, Image.Resampling.NEAREST))

    def _stroke(self) -> Stroke | None:
        pen = self.state.pen
        if pen.is_null:
            return None
        zoom = self.device.to_canvas.scale if pen.is_cosmetic else self.matrix.scale
        width = max(pen.width * zoom, self.hairline)
        return Stroke(width, tuple(dash * width for dash in pen.dashes), pen.cap, pen.join, self.state.miter_limit)

    @property
    def hairline(self) -> float:
        """The width of the thinnest line: one pixel of the picture. Units: pixels of the canvas."""
        return self.canvas.scale

    # ---------------------------------------------------------------------------------------------------- shapes

    def draw(self, path: Path, is_filled: bool = False, is_stroked: bool = True) -> None:
        """Draw a path of the canvas with brush and pen, or record it where one is recorded."""
        if self._is_recording:
            assert self._recorded is not None
            self._recorded += path
            return
        self.notes.has_drawing = True
        state = self.state
        paint = self.paint_of(state.brush) if is_filled else None
        if paint is not None:
            self.canvas.fill(path, state.is_winding, paint, state.clip, state.operation)
        stroke = self._stroke() if is_stroked else None
        if stroke is not None:
            self.canvas.stroke(path, stroke, Solid(state.pen.colour), state.clip, state.operation)

    def draw_points(self, points: Sequence[Point], is_closed: bool = False) -> None:
        """Draw a line, or a filled shape."""
        self.draw([Subpath(self.matrix.points(points), is_closed)], is_filled=is_closed)

    def draw_many(self, parts: Sequence[Sequence[Point]], is_closed: bool) -> None:
        """Draw several lines, or a shape of several parts."""
        matrix = self.matrix
        self.draw([Subpath(matrix.points(points), is_closed) for points in parts if points], is_filled=is_closed)

    def move_to(self, point: Point) -> None:
        """Let the next line begin at a point."""
        self.state.position = point
        if self._is_recording:
            assert self._recorded is not None
            self._recorded.append(Subpath([self.matrix.point(*point)]))

    def line_to(self, points: Sequence[Point]) -> None:
        """Draw on from the current position."""
        if points:
            self._extend(self.matrix.points(points))
            self.state.position = points[-1]

    def curve_to(self, controls: Sequence[Point]) -> None:
        """Draw Bézier curves on from the current position."""
        matrix = self.matrix
        self.canvas.spend(len(controls) // 3 * PER_CURVE)
        if len(controls) > 2:
            self._extend(geometry.curves(matrix.point(*self.state.position), matrix.points(controls)))
            self.state.position = controls[len(controls) // 3 * 3 - 1]

    def draw_curves(self, points: Sequence[Point]) -> None:
        """Draw Bézier curves."""
        self.canvas.spend(len(points) // 3 * PER_CURVE)
        if len(points) > 3:
            on_canvas = self.matrix.points(points)
            self.draw([Subpath([on_canvas[0], *geometry.curves(on_canvas[0], on_canvas[1:])])])

    def _extend(self, points: list[Point]) -> None:
        start = self.matrix.point(*self.state.position)
        if not self._is_recording:
            self.draw([Subpath([start, *points])])
            return
        assert self._recorded is not None
        if self._recorded and not self._recorded[-1].is_closed and self._recorded[-1].points[-1] == start:
            self._recorded[-1].points.extend(points)
        else:
            self._recorded.append(Subpath([start, *points]))

    def draw_arc(
        self,
        box: Edges,
        start: Point,
        end: Point,
        ending: str = "open",
        joins: bool = False,
    ) -> None:
        """Draw a part of the ellipse in a box, from one ray to another; `ending`: open, chord or pie; `joins`: from the
        current position on."""
        box = min(box[0], box[2]), min(box[1], box[3]), max(box[0], box[2]), max(box[1], box[3])
        first, last = geometry.angle_on_ellipse(box, start), geometry.angle_on_ellipse(box, end)
        sweep = (last - first) % geometry.FULL_TURN
        # directions are those that are seen, however the axes run
        if self.state.is_clockwise == (self.matrix.determinant < 0):
            sweep -= geometry.FULL_TURN
        points = geometry.arc(*box, first, sweep or geometry.FULL_TURN)
        if joins:
            self.line_to(points)
            return
        if ending == "pie":
            points = [((box[0] + box[2]) / 2, (box[1] + box[3]) / 2), *points]
        self.draw_points(points, is_closed=ending != "open")

    def set_pixel(self, point: Point, colour: Colour) -> None:
        """Paint one pixel of the device."""
        x, y = self.matrix.point(*point)
        size = max(1.0, self.device.to_canvas.scale)
        self.notes.has_drawing = True
        box = Subpath(geometry.rectangle(x, y, x + size - 1, y + size - 1), True)
        self.canvas.fill([box], False, Solid(colour), self.state.clip)

    def operate(self, left: float, top: float, width: float, height: float, operation: int) -> None:
        """A raster operation without a bitmap, on a box; its lower digits are not needed."""
        path = [Subpath(self.matrix.points(geometry.rectangle(left, top, left + width, top + height)), True)]
        truth = operation >> 16 & 0xFF
        paint = self.paint_of(self.state.brush)
        self.notes.has_drawing = True
        if truth == 0xF0 and paint is not None:
            self.canvas.fill(path, False, paint, self.state.clip)
        elif truth != 0xAA and (paint is not None or truth in (0x00, 0x55, 0xFF)):
            self.canvas.apply(path, truth, paint or Solid(WHITE), self.state.clip)

    # ----------------------------------------------------------------------------------------------------- paths

    def begin_path(self) -> None:
        self._recorded, self._is_recording = [], True

    def end_path(self) -> None:
        self._is_recording = False

    def abort_path(self) -> None:
        self._recorded, self._is_recording = None, False

    def close_figure(self) -> None:
        if self._recorded:
            self._recorded[-1] = Subpath(self._recorded[-1].points, True)

    def take_path(self) -> Path:
        """The recorded path, which is gone then."""
        path, self._recorded, self._is_recording = self._recorded or [], None, False
        return path

    # -------------------------------------------------------------------------------------------------- clipping

    def clip_to(self, path: Path, how: Combination) -> None:
        """Let a path of the canvas bound what is painted from now on."""
        region, clip = region_of(path, self.state.is_winding, self.canvas.box), self.state.clip
        is_box = region.mask is None and (how is Combination.WITHOUT or (how is Combination.AND and clip.is_box))
        self.canvas.spend(PER_OPERATION if is_box else geometry.area(self.canvas.box) + clip.work)
        self.state.clip = combine(clip, region, how)

    def clip_box(self, left: float, top: float, right: float, bottom: float, how: Combination) -> None:
        self.clip_to([Subpath(self.matrix.points(geometry.rectangle(left, top, right, bottom)), True)], how)

    def unclip(self) -> None:
        self.state.clip = Region(self.canvas.box)

    def move_clip(self, across: float, down: float) -> None:
        """Shift the region that is painted in."""
        start, end = self.matrix.point(0, 0), self.matrix.point(across, down)
        x, y = round(end[0] - start[0]), round(end[1] - start[1])
        self.canvas.spend(self.state.clip.work)
        box, mask = self.state.clip.box, self.state.clip.mask
        self.state.clip = combine(
            Region((box[0] + x, box[1] + y, box[2] + x, box[3] + y), mask), Region(self.canvas.box), Combination.AND
        )

    # --------------------------------------------------------------------------------------------------- bitmaps

    def place(
        self,
        bitmap: Image.Image,
        source: Edges,
        target: Edges,
        operation: int = SOURCE_COPY << 16,
    ) -> None:
        """Draw a part of a bitmap, given as left, top, width and height in its pixels, into a box."""
        self.notes.has_drawing = True
        left, top, width, height = source
        if not width or not height:
            return
        part, (left, top, width, height) = _part_of(bitmap, left, top, width, height)
        if part is None:
            return
        across, down = target[2] / width, target[3] / height
        where = Matrix(across, 0, 0, down, target[0] - left * across, target[1] - top * down).then(self.matrix)
        paint = self.paint_of(self.state.brush) or Solid(WHITE)
        self.canvas.place(part, where, self.state.clip, operation >> 16 & 0xFF, paint)


def _part_of(
    bitmap: Image.Image, left: float, top: float, width: float, height: float
) -> tuple[Image.Image | None, Edges]:
    """The pixels of a bitmap in a box that may lie partly outside and be mirrored; and that box as seen from them."""
    box = (
        max(0, math.floor(min(left, left + width))),
        max(0, math.floor(min(top, top + height))),
        min(bitmap.width, math.ceil(max(left, left + width))),
        min(bitmap.height, math.ceil(max(top, top + height))),
    )
    if box[0] >= box[2] or box[1] >= box[3]:
        return None, (left, top, width, height)
    part = bitmap if box == (0, 0, *bitmap.size) else bitmap.crop(box)
    return part, (left - box[0], top - box[1], width, height)


Handler = Callable[[Gdi, bytes], None]
"""Does what a record says, on a device context."""
