"""The canvas that metafiles are drawn on: pixels, larger than those of the picture so that edges come out smooth.

What is not painted stays transparent; for raster operations it counts as white.
"""

from __future__ import annotations

from itertools import pairwise

from PIL import Image, ImageChops, ImageDraw

from sdconvert.pictures.metafile.budget import PER_CROSSING, PER_OPERATION, PER_POINT, PER_STEP_OF_A_THIN_LINE, Budget
from sdconvert.pictures.metafile.geometry import Box, Matrix, Path, Point, area, bounds, overlap, path_bounds, size_of
from sdconvert.pictures.metafile.paints import CLEAR, WHITE, Paint, Solid
from sdconvert.pictures.metafile.regions import Region, mask_of, moved, pixels
from sdconvert.pictures.metafile.strokes import Stroke, trace

COPY_PEN = 13
"""The raster operation of pens and brushes that just paints. Source: [MS-WMF] 2.1.1.2, R2_COPYPEN."""
SOURCE_COPY = 0xCC
"""The raster operation of bitmaps that just copies: the byte of SRCCOPY that is its truth table."""

_PAPER = Solid(WHITE)
_OPAQUE = 255


class Canvas:
    """Pixels that shapes, lines, bitmaps and masks are painted on."""

    __slots__ = ("_budget", "_draw", "box", "image", "scale")

    def __init__(self, width: int, height: int, scale: int, budget: Budget) -> None:
        """A canvas for a picture of that size; `scale` × `scale` of its pixels make one of the picture."""
        width, height = width * scale, height * scale
        budget.spend(width * height)
        self.scale = scale
        self.image = Image.new("RGBA", (width, height), CLEAR)
        self.box: Box = (0, 0, width, height)
        self._draw = ImageDraw.Draw(self.image)
        self._budget = budget

    def spend(self, units: int) -> None:
        """Book work that something else does for this canvas. Raises: TooCostly."""
        self._budget.spend(units)

    # ------------------------------------------------------------------------------------------- shapes and lines

    def fill(self, path: Path, is_winding: bool, paint: Paint, clip: Region, operation: int = COPY_PEN) -> None:
        """Paint the inside of a path."""
        path = [subpath for subpath in path if len(subpath.points) > 2]
        whole = path_bounds(path)
        box = None if whole is None else overlap(whole, clip.box)
        if box is None:
            return
        self._charge_shape(path, box)
        if self._is_plain(paint, clip, operation) and (box == whole or clip.box == self.box) and len(path) == 1:
            assert isinstance(paint, Solid)
            self._draw.polygon(pixels(path[0].points, self.box), fill=paint.colour)
        else:
            self.paint(mask_of(path, is_winding, box), box, paint, clip, operation)

    def stroke(self, path: Path, stroke: Stroke, paint: Paint, clip: Region, operation: int = COPY_PEN) -> None:
        """Paint the lines of a path."""
        path = [subpath for subpath in path if len(subpath.points) > 1]
        whole = path_bounds(path, stroke.margin)
        box = None if whole is None else overlap(whole, clip.box)
        if box is None:
            return
        self._charge_lines(path, box, stroke.width)
        if self._is_plain(paint, clip, operation) and (box == whole or clip.box == self.box):
            assert isinstance(paint, Solid)
            trace(self._draw, path, stroke, paint.colour, self.box)
        else:
            mask = Image.new("L", size_of(box), 0)
            trace(ImageDraw.Draw(mask), path, stroke, 255, box)
            self.paint(mask, box, paint, clip, operation)

    def _charge_shape(self, path: Path, box: Box) -> None:
        rows = box[3] - box[1]
        for points, _ in path:
            self.spend(len(points) * (PER_POINT + rows) + _rows_crossed(points, rows) * PER_CROSSING)
        self.spend(PER_OPERATION * (1 + len(path) // 2) + area(box))

    def _charge_lines(self, path: Path, box: Box, width: float) -> None:
        rows = box[3] - box[1] + round(width)
        for points, _ in path:
            if width < 2:
                columns = _rows_crossed([(y, x) for x, y in points], box[2] - box[0])
                cost = (columns + _rows_crossed(points, rows)) * PER_STEP_OF_A_THIN_LINE
            else:
                cost = (len(points) * round(width) + _rows_crossed(points, rows)) * PER_CROSSING
            self.spend(PER_OPERATION + len(points) * PER_POINT + cost)

    @staticmethod
    def _is_plain(paint: Paint, clip: Region, operation: int) -> bool:
        return isinstance(paint, Solid) and paint.is_opaque and operation == COPY_PEN and clip.mask is None

    def paint(self, mask: Image.Image, box: Box, paint: Paint, clip: Region, operation: int = COPY_PEN) -> None:
        """Paint through a mask that lies in a box."""
        self.spend(12 * area(box))
        ink = mask.getbbox()
        if ink is None:
            return
        mask, box = mask.crop(ink), moved(ink, (-box[0], -box[1], 0, 0))
        if clip.mask is not None or overlap(box, clip.box) != box:
            mask = ImageChops.multiply(mask, clip.mask_in(box))
        if operation == COPY_PEN:
            layer = paint.layer(box)
            layer.putalpha(ImageChops.multiply(layer.getchannel("A"), mask))
            self._lay(layer, box)
        else:
            self._combine(operation - 1, [paint.layer(box)], mask, box)

    def clear(self, colour: tuple[int, int, int, int], clip: Region) -> None:
        """Set all pixels, opacity included."""
        self.spend(area(self.box))
        self.image.paste(
            colour, self.box, None if clip.mask is None and clip.box == self.box else clip.mask_in(self.box)
        )

    # ---------------------------------------------------------------------------------------------------- bitmaps

    def place(
        self, bitmap: Image.Image, where: Matrix, clip: Region, truth: int = SOURCE_COPY, paint: Paint = _PAPER
    ) -> None:
        """Paint a bitmap; `where` maps its pixels to those of the canvas, `truth` is the table of a raster operation on
        paint, bitmap and canvas."""
        corners = where.points([(0, 0), (bitmap.width, 0), (bitmap.width, bitmap.height), (0, bitmap.height)])
        whole = bounds(corners)
        box = None if whole is None else overlap(whole, clip.box)
        if box is None:
            return
        self.spend(PER_OPERATION + 20 * (area(box) + bitmap.width * bitmap.height))
        layer = _upright(bitmap, where, box) if where.is_upright else _turned(bitmap, where, box)
        if layer is None:
            return
        if clip.mask is not None:
            layer.putalpha(ImageChops.multiply(layer.getchannel("A"), clip.mask_in(box)))
        if truth == SOURCE_COPY and layer.getchannel("A").getextrema()[0] == _OPAQUE:
            self.image.paste(layer, box)
        elif truth == SOURCE_COPY:
            self._lay(layer, box)
        else:
            mask = layer.getchannel("A").point([0] * 128 + [255] * 128)
            self._combine(truth, [paint.layer(box), layer], mask, box)

    def apply(self, path: Path, truth: int, paint: Paint, clip: Region) -> None:
        """A raster operation without a bitmap, on the inside of a path."""
        whole = path_bounds(path)
        box = None if whole is None else overlap(whole, clip.box)
        if box is None:
            return
        self.spend(PER_OPERATION + 10 * area(box))
        mask = ImageChops.multiply(mask_of(path, False, box), clip.mask_in(box))
        self._combine(truth, [paint.layer(box), Image.new("RGBA", size_of(box), WHITE)], mask, box)

    # -------------------------------------------------------------------------------------------------- finishing

    def _lay(self, layer: Image.Image, box: Box) -> None:
        self.image.alpha_composite(layer, dest=(box[0], box[1]))

    def _combine(self, truth: int, sources: list[Image.Image], mask: Image.Image, box: Box) -> None:
        self.spend(40 * area(box))
        below = self.image.crop(box)
        ground = Image.new("RGBA", below.size, WHITE)
        ground.alpha_composite(below)
        inputs = [source.convert("RGB").tobytes() for source in (*sources, ground)]
        result = Image.frombytes("RGB", below.size, combine_bits(truth, inputs)).convert("RGBA")
        self.image.paste(result, box, mask)

    def finished(self) -> Image.Image:
        """The picture. What was not painted is not looked at."""
        if self.scale == 1:
            return self.image
        picture = Image.new("RGBA", (self.box[2] // self.scale, self.box[3] // self.scale))
        painted = self.image.getbbox()
        if painted is not None:
            left, top = painted[0] // self.scale, painted[1] // self.scale
            right, bottom = -(-painted[2] // self.scale), -(-painted[3] // self.scale)
            box = left * self.scale, top * self.scale, right * self.scale, bottom * self.scale
            picture.paste(self.image.reduce(self.scale, box), (left, top))
        return picture


def _rows_crossed(points: list[Point], most: int) -> int:
    """How many rows all lines cross, each no more than there are."""
    return round(sum(min(abs(end[1] - start[1]), most) for start, end in pairwise(points)))


def combine_bits(truth: int, inputs: list[bytes]) -> bytes:
    """A boolean function of the bits of byte strings. Bit n of `truth` is what comes out where the inputs, the first
    as the highest digit, spell n: so the codes of raster operations are made.

    Source: [MS-WMF] 2.1.1.31, TernaryRasterOperation; 2.1.1.2, BinaryRasterOperation.
    """
    length = len(inputs[0])
    values = [int.from_bytes(data, "little") for data in inputs]
    return _combined(truth, values, (1 << 8 * length) - 1).to_bytes(length, "little")


def _combined(truth: int, values: list[int], ones: int) -> int:
    if not values:
        return ones if truth else 0
    size = 1 << len(values) - 1
    where_set, where_not = truth >> size, truth & (1 << size) - 1
    first, others = values[0], values[1:]
    if where_set == where_not:
        return _combined(where_set, others, ones)
    if where_set ^ where_not == (1 << size) - 1:
        return first ^ _combined(where_not, others, ones)
    return first & _combined(where_set, others, ones) | (first ^ ones) & _combined(where_not, others, ones)


def _upright(bitmap: Image.Image, where: Matrix, box: Box) -> Image.Image | None:
    """A bitmap that is not turned, scaled to what a box shows of it; pixels are averaged, never skipped."""
    left, right = sorted((where.e, where.e + where.a * bitmap.width))
    top, bottom = sorted((where.f, where.f + where.d * bitmap.height))
    target = round(left), round(top), max(round(right), round(left) + 1), max(round(bottom), round(top) + 1)
    shown = overlap(target, box)
    if shown is None:
        return None
    if where.a < 0:
        bitmap = bitmap.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    if where.d < 0:
        bitmap = bitmap.transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    across, down = bitmap.width / (target[2] - target[0]), bitmap.height / (target[3] - target[1])
    part = (
        (shown[0] - target[0]) * across,
        (shown[1] - target[1]) * down,
        (shown[2] - target[0]) * across,
        (shown[3] - target[1]) * down,
    )
    scaled = bitmap.convert("RGBA").resize(size_of(shown), Image.Resampling.BOX, box=part)
    if shown == box:
        return scaled
    layer = Image.new("RGBA", size_of(box), CLEAR)
    layer.paste(scaled, (shown[0] - box[0], shown[1] - box[1]))
    return layer


def _turned(bitmap: Image.Image, where: Matrix, box: Box) -> Image.Image | None:
    back = where.inverse()
    if back is None:
        return None
    back = Matrix(e=box[0], f=box[1]).then(back)
    coefficients = (back.a, back.c, back.e, back.b, back.d, back.f)
    return bitmap.convert("RGBA").transform(
        size_of(box), Image.Transform.AFFINE, coefficients, Image.Resampling.BILINEAR
    )
