"""A graphics context of EMF+: coordinates, objects, paint and clipping.

Source: [MS-EMFPLUS] 3.1.
"""

from __future__ import annotations

from dataclasses import field, replace

from PIL import Image

from sdconvert.frozen import dataclass
from sdconvert.pictures.metafile import geometry, paints
from sdconvert.pictures.metafile.budget import PER_CURVE
from sdconvert.pictures.metafile.gdi import MOST_SAVED_STATES, Gdi
from sdconvert.pictures.metafile.geometry import Edges, Matrix, Path, Point, Subpath, rectangle
from sdconvert.pictures.metafile.paints import Gradient, Paint, Solid, Tile
from sdconvert.pictures.metafile.plus_cursor import Cursor
from sdconvert.pictures.metafile.plus_objects import READERS, PlusBrush, PlusObject, PlusPath, PlusPen, RegionNode
from sdconvert.pictures.metafile.regions import NOWHERE, Combination, Region, combine, region_of
from sdconvert.pictures.metafile.strokes import Stroke

_INLINE_COLOUR, _CONTINUED = 0x8000, 0x8000
_UNITS_PER_INCH = {3: 72.0, 4: 1.0, 5: 300.0, 6: 25.4}
_COMBINATIONS = (
    Combination.COPY,
    Combination.AND,
    Combination.OR,
    Combination.XOR,
    Combination.WITHOUT,
    Combination.REVERSE_WITHOUT,
)
"""Source: [MS-EMFPLUS] 2.1.1.4, CombineMode."""


@dataclass(slots=True)
class PlusState:
    """What Save keeps."""

    clip: Region
    world: Matrix = field(default_factory=Matrix)
    container: Matrix = field(default_factory=Matrix)
    unit: int = 1
    scale: float = 1.0


class Plus:
    """Draws on the canvas of a device context of GDI; `is_gdi_turn`: records of EMF that follow draw too."""

    def __init__(self, gdi: Gdi) -> None:
        self.gdi = gdi
        self.canvas = gdi.canvas
        self.notes = gdi.notes
        self.state = PlusState(Region(gdi.canvas.box))
        self.objects: dict[int, PlusObject] = {}
        self.is_gdi_turn = False
        self._dots_per_inch = gdi.device.pixels_per_mm[0] * 25.4
        self._saved: list[tuple[int, PlusState]] = []
        self._continued = b""

    # ----------------------------------------------------------------------------------------------- coordinates

    @property
    def matrix(self) -> Matrix:
        """From the units of the world to the canvas."""
        return self.to_device.then(self.gdi.device.to_canvas)

    @property
    def to_device(self) -> Matrix:
        """From the units of the world to pixels of the device."""
        page = self.units(self.state.unit) * self.state.scale
        return self.state.world.then(Matrix(page, 0, 0, page)).then(self.state.container)

    def units(self, unit: int) -> float:
        """How many pixels of the device a unit is."""
        return self._dots_per_inch / _UNITS_PER_INCH[unit] if unit in _UNITS_PER_INCH else 1.0

    # --------------------------------------------------------------------------------------------------- objects

    def define(self, flags: int, cursor: Cursor) -> None:
        """Take an object over; a large one comes in several records, of which only the last has no mark."""
        if flags & _CONTINUED:
            cursor.number()
            self._continued += cursor.data[cursor.place :]
            self.canvas.spend(len(cursor.data))
            return
        data, self._continued = self._continued + cursor.data[cursor.place :], b""
        read = READERS.get(flags >> 8 & 0x7F)
        self.objects.pop(flags & 0xFF, None)
        if read is not None:
            self.objects[flags & 0xFF] = read(Cursor(data))

    def chosen(self, number: int, kind: type[PlusObject]) -> PlusObject | None:
        """An object, None where there is none of that kind."""
        found = self.objects.get(number & 0xFF)
        return found if isinstance(found, kind) else None

    def paint(self, flags: int, value: int) -> Paint | None:
        """What a record fills with: a colour of its own or a brush."""
        if flags & _INLINE_COLOUR:
            return Solid((value >> 16 & 0xFF, value >> 8 & 0xFF, value & 0xFF, value >> 24))
        brush = self.chosen(value, PlusBrush)
        return self.paint_of(brush) if isinstance(brush, PlusBrush) else None

    def paint_of(self, brush: PlusBrush) -> Paint:
        scale = max(1.0, self.gdi.device.to_canvas.scale)
        if brush.texture is not None:
            return self._texture(*brush.texture)
        if brush.run is not None:
            back = self.matrix.inverse()
            stops, along = brush.run
            return Solid(brush.colour) if back is None else Gradient(stops, back.then(along), True, brush.is_mirrored)
        if brush.hatch is not None:
            style, ground = brush.hatch
            is_lines = style in paints.HATCHES
            return paints.hatch(style, brush.colour, ground, scale) if is_lines else paints.dots(brush.colour, ground)
        return Solid(brush.colour)

    def _texture(self, picture: Image.Image, transform: Matrix) -> Tile:
        matrix = transform.then(self.matrix)
        size = max(1, round(picture.width * matrix.scale_x)), max(1, round(picture.height * matrix.scale_y))
        size = min(size[0], 2 * self.canvas.box[2]), min(size[1], 2 * self.canvas.box[3])
        self.canvas.spend(size[0] * size[1])
        return Tile(picture.resize(size, Image.Resampling.BOX), (round(matrix.e), round(matrix.f)))

    # ---------------------------------------------------------------------------------------------------- drawing

    def fill(self, path: Path, paint: Paint | None, is_winding: bool = False) -> None:
        if paint is not None and path:
            self.canvas.fill(path, is_winding, paint, self.state.clip)

    def stroke(self, path: Path, number: int) -> None:
        """Draw the lines of a path with a pen."""
        pen = self.chosen(number, PlusPen)
        if not isinstance(pen, PlusPen):
            self.notes.skipped_records.add("EMF+ pen")
            return
        zoom = self.matrix.scale if pen.unit == 0 else self.units(pen.unit) * self._zoom_of_pixels()
        width = max(pen.width * zoom, self.gdi.hairline)
        dashes = tuple(dash * width for dash in pen.dashes)
        stroke = Stroke(width, dashes, pen.cap, pen.join, pen.miter_limit)
        self.canvas.stroke(path, stroke, self.paint_of(pen.brush), self.state.clip)

    def _zoom_of_pixels(self) -> float:
        """How the world scales a pixel of its page."""
        page = self.units(self.state.unit) * self.state.scale
        return self.matrix.scale / (page or 1.0)

    def shape(self, number: int) -> Path:
        """A path object on the canvas."""
        found = self.chosen(number, PlusPath)
        if not isinstance(found, PlusPath):
            self.notes.skipped_records.add("EMF+ path")
            return []
        self.canvas.spend(len(found.points) // 3 * PER_CURVE)
        return [Subpath(points, is_closed) for points, is_closed in found.drawn(self.matrix)]

    def closed(self, points: list[Point]) -> Path:
        return [Subpath(self.matrix.points(points), True)]

    # --------------------------------------------------------------------------------------------------- clipping

    def clip_to(self, region: Region, flags: int) -> None:
        mode = flags >> 8 & 0xF
        if mode < len(_COMBINATIONS):
            self.canvas.spend(geometry.area(self.canvas.box) + self.state.clip.work)
            self.state.clip = combine(self.state.clip, region, _COMBINATIONS[mode])

    def region(self, node: RegionNode) -> Region:
        """A region object on the canvas."""
        self.canvas.spend(geometry.area(self.canvas.box))
        if node.parts:
            one, other = map(self.region, node.parts)
            return combine(one, other, _COMBINATIONS[node.kind])
        if node.path is not None:
            path = [Subpath(points, True) for points, _ in node.path.drawn(self.matrix)]
            return region_of(path, False, self.canvas.box)
        if node.box is not None:
            return region_of(self.closed(corners_of(node.box)), False, self.canvas.box)
        return Region(self.canvas.box) if node.kind == 0x10000003 else NOWHERE

    # ------------------------------------------------------------------------------------------------------- state

    def save(self, index: int) -> None:
        self._saved.append((index, replace(self.state)))
        del self._saved[:-MOST_SAVED_STATES]

    def restore(self, index: int) -> None:
        for place in range(len(self._saved) - 1, -1, -1):
            if self._saved[place][0] == index:
                self.state = self._saved[place][1]
                del self._saved[place:]
                return


def corners_of(box: Edges) -> list[Point]:
    """The corners of a box that is told by left, top, width and height."""
    left, top, width, height = box
    return rectangle(left, top, left + width, top + height)
