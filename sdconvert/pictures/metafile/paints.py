"""What shapes are filled with: one colour, a tile that repeats, a run of colours along a line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from PIL import Image, ImageDraw

from sdconvert.frozen import dataclass
from sdconvert.pictures.metafile.geometry import Box, Matrix, Point, size_of

Colour = tuple[int, int, int, int]
"""Red, green, blue, opacity; 0 to 255."""

BLACK: Colour = (0, 0, 0, 255)
WHITE: Colour = (255, 255, 255, 255)
CLEAR: Colour = (255, 255, 255, 0)

_SMALLEST_TILE = 64
_STEPS_OF_A_RUN = 64
_RUNS_ASIDE = 8
_SHARE_OF_DOTS = 0.4


class Paint(Protocol):
    """Something to fill with."""

    def layer(self, box: Box) -> Image.Image:
        """The paint as it shows in a box of the canvas."""


@dataclass(frozen=True, slots=True)
class Solid:
    """One colour."""

    colour: Colour

    @property
    def is_opaque(self) -> bool:
        return self.colour[3] == 255

    def layer(self, box: Box) -> Image.Image:
        return Image.new("RGBA", size_of(box), self.colour)


@dataclass(frozen=True, slots=True)
class Tile:
    """A picture that repeats to all sides, from an origin on."""

    image: Image.Image
    origin: tuple[int, int] = (0, 0)

    def layer(self, box: Box) -> Image.Image:
        tile = _enlarged(self.image)
        layer = Image.new("RGBA", size_of(box))
        left = (self.origin[0] - box[0]) % tile.width - tile.width
        top = (self.origin[1] - box[1]) % tile.height - tile.height
        for x in range(left, layer.width, tile.width):
            for y in range(top, layer.height, tile.height):
                layer.paste(tile, (x, y))
        return layer


def _enlarged(image: Image.Image) -> Image.Image:
    """The tile repeated until it is not tiny: a tile of one pixel would be laid a million times."""
    columns, rows = -(-_SMALLEST_TILE // image.width), -(-_SMALLEST_TILE // image.height)
    tile = Image.new("RGBA", (image.width * columns, image.height * rows))
    for column in range(columns):
        for row in range(rows):
            tile.paste(image, (column * image.width, row * image.height))
    return tile


@dataclass(frozen=True, slots=True)
class Gradient:
    """Colours that go over into each other along a line; `along` maps a pixel to 0 at its start and 1 at its end."""

    stops: tuple[tuple[float, Colour], ...]
    along: Matrix
    is_repeated: bool = False
    is_mirrored: bool = False

    def layer(self, box: Box) -> Image.Image:
        strip = self._strip()
        stretch = Matrix(_STEPS_OF_A_RUN, 0, 0, 0, _RUNS_ASIDE * _STEPS_OF_A_RUN, 1.5)
        to_strip = Matrix(e=box[0], f=box[1]).then(self.along).then(stretch)
        coefficients = (to_strip.a, to_strip.c, to_strip.e, to_strip.b, to_strip.d, to_strip.f)
        return strip.transform(size_of(box), Image.Transform.AFFINE, coefficients, Image.Resampling.NEAREST)

    def _strip(self) -> Image.Image:
        colours = [self._colour((step + 0.5) / _STEPS_OF_A_RUN) for step in range(_STEPS_OF_A_RUN)]
        strip = Image.new("RGBA", (_STEPS_OF_A_RUN * (2 * _RUNS_ASIDE + 1), 3))
        for run in range(2 * _RUNS_ASIDE + 1):
            for step, colour in enumerate(self._colours_of(run - _RUNS_ASIDE, colours)):
                x = run * _STEPS_OF_A_RUN + step
                strip.paste(colour, (x, 0, x + 1, 3))
        return strip

    def _colours_of(self, run: int, colours: list[Colour]) -> list[Colour]:
        if not self.is_repeated and run:
            return [colours[0 if run < 0 else -1]] * len(colours)
        return colours[::-1] if self.is_mirrored and run % 2 else colours

    def _colour(self, place: float) -> Colour:
        for (start, one), (end, two) in zip(self.stops, self.stops[1:], strict=False):
            if place <= end:
                return mixed(one, two, (place - start) / (end - start) if end > start else 1.0)
        return self.stops[-1][1]


def mixed(one: Colour, two: Colour, share: float) -> Colour:
    """A colour between two: the first for a share of 0, the second for 1."""
    share = min(max(share, 0.0), 1.0)
    red, green, blue, opacity = (round(a + (b - a) * share) for a, b in zip(one, two, strict=True))
    return red, green, blue, opacity


def average(colours: Sequence[Colour]) -> Colour:
    """The colour in the middle of some; black for none."""
    if not colours:
        return BLACK
    red, green, blue, opacity = (round(sum(channel) / len(colours)) for channel in zip(*colours, strict=True))
    return red, green, blue, opacity


def line_between(start: Point, end: Point) -> Matrix:
    """The transform that tells how far along from one point to another a pixel lies."""
    across, down = end[0] - start[0], end[1] - start[1]
    length = across * across + down * down or 1.0
    return Matrix(across / length, 0, down / length, 0, -(start[0] * across + start[1] * down) / length, 0)


HATCHES: dict[int, tuple[tuple[int, int, int, int], ...]] = {
    0: ((0, 4, 7, 4),),
    1: ((4, 0, 4, 7),),
    2: ((0, 0, 7, 7),),
    3: ((0, 7, 7, 0),),
    4: ((0, 4, 7, 4), (4, 0, 4, 7)),
    5: ((0, 0, 7, 7), (0, 7, 7, 0)),
}
"""The lines of a tile of 8 × 8 pixels. Source: [MS-WMF] 2.1.1.12, HatchStyle."""


def hatch(style: int, line: Colour, ground: Colour, scale: float) -> Tile:
    """The tile of a hatched brush; `scale`: canvas pixels for one pixel of its device."""
    size = max(8, round(8 * scale))
    tile = Image.new("RGBA", (size, size), ground)
    draw = ImageDraw.Draw(tile)
    for ends in HATCHES.get(style, HATCHES[4]):
        draw.line([value * (size - 1) / 7 for value in ends], fill=line, width=max(1, round(scale)))
    return Tile(tile)


def dots(line: Colour, ground: Colour) -> Solid:
    """What a pattern of dots and short lines looks like from a distance."""
    return Solid(mixed(ground, line, _SHARE_OF_DOTS))
