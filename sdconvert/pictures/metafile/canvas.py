"""The canvas that metafiles are drawn on: pixels, larger than those of the picture so that edges come out smooth.

What is not painted stays transparent; for raster operations it counts as white. Colours are held multiplied by their
opacity, so that paint goes onto them through a mask, and they are averaged, without a pass over all pixels before and
one after. The mode is RGBX, as Pillow takes colours of RGBa for those of RGBA when it pastes.
"""

from __future__ import annotations

from itertools import pairwise

from PIL import Image, ImageChops, ImageDraw

from sdconvert.pictures.metafile.budget import PER_CROSSING, PER_OPERATION, PER_POINT, PER_STEP_OF_A_THIN_LINE, Budget
from sdconvert.pictures.metafile.geometry import Box, Matrix, Path, Point, area, bounds, overlap, path_bounds, size_of
from sdconvert.pictures.metafile.paints import WHITE, Colour, Paint, Solid
from sdconvert.pictures.metafile.regions import Region, mask_of, moved, pixels
from sdconvert.pictures.metafile.strokes import Stroke, trace

COPY_PEN = 13
"""The raster operation of pens and brushes that just paints. Source: [MS-WMF] 2.1.1.2, R2_COPYPEN."""
SOURCE_COPY = 0xCC
"""The raster operation of bitmaps that just copies: the byte of SRCCOPY that is its truth table."""

_PAPER = Solid(WHITE)
_MODE = "RGBX"
_UNPAINTED = (0, 0, 0, 0)


class Canvas:
    """Pixels that shapes, lines, bitmaps and masks are painted on."""

    __slots__ = ("_budget", "_draw", "box", "image", "scale")

    def __init__(self, width: int, height: int, scale: int, budget: Budget) -> None:
        """A canvas for a picture of that size; `scale` × `scale` of its pixels make one of the picture."""
        width, height = width * scale, height * scale
        budget.spend(width * height)
        self.scale = scale
        self.image = Image.new(_MODE, (width, height), _UNPAINTED)
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
        self._charge_shape(path, box, clip)
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
        self._charge_lines(path, box, stroke.width, clip)
        if self._is_plain(paint, clip, operation) and (box == whole or clip.box == self.box):
            assert isinstance(paint, Solid)
            trace(self._draw, path, stroke, paint.colour, self.box)
        else:
            mask = Image.new("L", size_of(box), 0)
            trace(ImageDraw.Draw(mask), path, stroke, 255, box)
            self.paint(mask, box, paint, clip, operation)

    def _charge_shape(self, path: Path, box: Box, clip: Region) -> None:
        rows = box[3] - box[1]
        for points, _ in path:
            self.spend(len(points) * (PER_POINT + rows) + _rows_crossed(points, rows) * PER_CROSSING)
        self.spend(PER_OPERATION * (1 + len(path) // 2) + area(box) + clip.work)

    def _charge_lines(self, path: Path, box: Box, width: float, clip: Region) -> None:
        self.spend(clip.work)
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
        self.spend(12 * area(box) + clip.work)
        ink = mask.getbbox()
        if ink is None:
            return
        mask, box = mask.crop(ink), moved(ink, (-box[0], -box[1], 0, 0))
        if clip.mask is not None or overlap(box, clip.box) != box:
            mask = ImageChops.multiply(mask, clip.mask_in(box))
        if operation == COPY_PEN:
            self._lay(paint, box, mask)
        else:
            self._combine(operation - 1, [paint.layer(box)], mask, box)

    def clear(self, colour: tuple[int, int, int, int], clip: Region) -> None:
        """Set all pixels, opacity included."""
        self.spend(area(self.box) + clip.work)
        mask = None if clip.mask is None and clip.box == self.box else clip.mask_in(self.box)
        self.image.paste(_multiplied(colour), self.box, mask)

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
        self.spend(PER_OPERATION + 20 * (area(box) + bitmap.width * bitmap.height) + clip.work)
        placed = _upright(bitmap, where, box) if where.is_upright else _turned(bitmap, where, box)
        if placed is None:
            return
        layer, box = placed
        mask = layer.getchannel("A") if layer.mode == "RGBA" else None
        if clip.mask is not None:
            shown = clip.mask_in(box)
            mask = shown if mask is None else ImageChops.multiply(mask, shown)
        if truth == SOURCE_COPY:
            self.image.paste(layer.convert("RGB"), box, mask)
        else:
            seen = Image.new("L", layer.size, 255) if mask is None else mask.point([0] * 128 + [255] * 128)
            self._combine(truth, [paint.layer(box), layer], seen, box)

    def apply(self, path: Path, truth: int, paint: Paint, clip: Region) -> None:
        """A raster operation without a bitmap, on the inside of a path."""
        whole = path_bounds(path)
        box = None if whole is None else overlap(whole, clip.box)
        if box is None:
            return
        self.spend(PER_OPERATION + 10 * area(box) + clip.work)
        mask = ImageChops.multiply(mask_of(path, False, box), clip.mask_in(box))
        self._combine(truth, [paint.layer(box), Image.new("RGBA", size_of(box), WHITE)], mask, box)

    # -------------------------------------------------------------------------------------------------- finishing

    def _lay(self, paint: Paint, box: Box, mask: Image.Image) -> None:
        """Paint through a mask, as opaque as the paint is."""
        if isinstance(paint, Solid):
            *colour, opacity = paint.colour
            seen = mask if paint.is_opaque else mask.point([value * opacity // 255 for value in range(256)])
            self.image.paste((*colour, 255), box, seen)
        else:
            layer = paint.layer(box)
            self.image.paste(layer.convert("RGB"), box, ImageChops.multiply(layer.getchannel("A"), mask))

    def _combine(self, truth: int, sources: list[Image.Image], mask: Image.Image, box: Box) -> None:
        self.spend(40 * area(box))
        below = _with_opacity(self.image.crop(box))
        ground = Image.new("RGBA", below.size, WHITE)
        ground.alpha_composite(below)
        inputs = [source.convert("RGB").tobytes() for source in (*sources, ground)]
        self.image.paste(Image.frombytes("RGB", below.size, combine_bits(truth, inputs)), box, mask)

    def finished(self) -> Image.Image:
        """The picture. What was not painted is not looked at."""
        picture = Image.new("RGBA", (self.box[2] // self.scale, self.box[3] // self.scale))
        painted = self.image.getbbox()
        if painted is not None:
            left, top = painted[0] // self.scale, painted[1] // self.scale
            right, bottom = -(-painted[2] // self.scale), -(-painted[3] // self.scale)
            box = left * self.scale, top * self.scale, right * self.scale, bottom * self.scale
            picture.paste(_with_opacity(self.image.reduce(self.scale, box)), (left, top))
        return picture


def _multiplied(colour: Colour) -> Colour:
    """A colour as the canvas holds it."""
    *parts, opacity = colour
    red, green, blue = (part * opacity // 255 for part in parts)
    return red, green, blue, opacity


def _with_opacity(pixels: Image.Image) -> Image.Image:
    """Pixels of a canvas as everybody else has them."""
    return Image.frombytes("RGBa", pixels.size, pixels.tobytes()).convert("RGBA")


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


Placed = tuple[Image.Image, Box]
"""A bitmap as it shows on a canvas, with opacity where it has any, and the box that it fills."""


def _upright(bitmap: Image.Image, where: Matrix, box: Box) -> Placed | None:
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
    return bitmap.resize(size_of(shown), Image.Resampling.BOX, box=part), shown


def _turned(bitmap: Image.Image, where: Matrix, box: Box) -> Placed | None:
    back = where.inverse()
    if back is None:
        return None
    back = Matrix(e=box[0], f=box[1]).then(back)
    coefficients = (back.a, back.c, back.e, back.b, back.d, back.f)
    turned = bitmap.convert("RGBA").transform(
        size_of(box), Image.Transform.AFFINE, coefficients, Image.Resampling.BILINEAR
    )
    return turned, box
