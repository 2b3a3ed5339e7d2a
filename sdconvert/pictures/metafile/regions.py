"""Regions of a canvas: the insides of paths as masks of pixels, and what may be painted at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import StrEnum
from itertools import pairwise

from PIL import Image, ImageChops, ImageDraw

from sdconvert.pictures.metafile.geometry import Box, Path, Point, area, overlap, path_bounds, size_of

_MIDDLE = 128
_PER_CUT = 1_000


class Combination(StrEnum):
    """How one region goes together with another."""

    AND = "and"
    OR = "or"
    XOR = "xor"
    WITHOUT = "without"
    REVERSE_WITHOUT = "reverse without"
    COPY = "copy"


Cuts = tuple["Cuts | None", Box]
"""The box that was cut from a region last, behind those that were cut before it."""


class Region:
    """A box of pixels and, where not all of it belongs to the region, a mask of the size of the box. Boxes that are cut
    from it are not cut before somebody looks: charts cut hundreds of them, one after the other."""

    __slots__ = ("_cuts", "_mask", "box", "work")

    def __init__(self, box: Box, mask: Image.Image | None = None, cuts: Cuts | None = None, work: int = 0) -> None:
        self.box = box
        self.work = work
        """What it takes to look at the mask: nothing where nothing has to be cut. Units: pixels that are set."""
        self._mask = mask
        self._cuts = cuts

    @property
    def is_box(self) -> bool:
        """Whether all of the box belongs to it, without a look at it."""
        return self._mask is None and self._cuts is None

    @property
    def mask(self) -> Image.Image | None:
        """None where all of the box belongs to the region."""
        if self._cuts is not None:
            mask = Image.new("L", size_of(self.box), 255) if self._mask is None else self._mask.copy()
            cuts: Cuts | None = self._cuts
            while cuts is not None:
                cuts, cut = cuts
                mask.paste(0, moved(cut, self.box))
            self._mask, self._cuts, self.work = mask, None, 0
        return self._mask

    def without(self, box: Box) -> Region:
        """What is left when a box within it is cut away."""
        work = (self.work or area(self.box)) + area(box) + _PER_CUT
        return Region(self.box, self._mask, (self._cuts, box), work)

    def mask_in(self, box: Box) -> Image.Image:
        """The region within another box, as a mask of that size."""
        shared = overlap(box, self.box)
        if shared == box:
            whole = self.mask
            return Image.new("L", size_of(box), 255) if whole is None else whole.crop(moved(box, self.box))
        mask = Image.new("L", size_of(box), 0)
        if shared is None:
            return mask
        part: int | Image.Image = 255 if self.mask is None else self.mask.crop(moved(shared, self.box))
        mask.paste(part, moved(shared, box))
        return mask


NOWHERE = Region((0, 0, 0, 0))


def moved(box: Box, origin: Box) -> Box:
    """A box as seen from the upper left corner of another."""
    return box[0] - origin[0], box[1] - origin[1], box[2] - origin[0], box[3] - origin[1]


def region_of(path: Path, is_winding: bool, within: Box) -> Region:
    """The inside of a path, as far as it lies in a box."""
    plain = _plain_box(path)
    whole = plain or path_bounds(path)
    box = None if whole is None else overlap(whole, within)
    if box is None:
        return NOWHERE
    return Region(box) if plain else Region(box, mask_of(path, is_winding, box))


def _plain_box(path: Path) -> Box | None:
    if len(path) != 1 or len(path[0].points) not in (4, 5):
        return None
    points = [(round(x), round(y)) for x, y in path[0].points]
    across, down = sorted({x for x, _ in points}), sorted({y for _, y in points})
    corners = [(x, y) for x in across for y in down]
    is_box = len(across) == len(down) == 2 and len(set(points)) == 4 and set(points) == set(corners)
    has_sides_of_a_box = all(one[0] == two[0] or one[1] == two[1] for one, two in pairwise(points))
    return (across[0], down[0], across[1], down[1]) if is_box and has_sides_of_a_box else None


_OPERATIONS: dict[Combination, Callable[[Image.Image, Image.Image], Image.Image]] = {
    Combination.AND: ImageChops.multiply,
    Combination.OR: ImageChops.lighter,
    Combination.XOR: ImageChops.difference,
    Combination.WITHOUT: ImageChops.subtract,
    Combination.REVERSE_WITHOUT: lambda one, other: ImageChops.subtract(other, one),
}
_CHANGES_OVERLAP_ONLY = frozenset({Combination.AND, Combination.WITHOUT})


def combine(one: Region, other: Region, how: Combination) -> Region:
    """Two regions as one."""
    if how is Combination.COPY:
        return other
    if how not in _CHANGES_OVERLAP_ONLY:
        box = _hull(one.box, other.box)
        return Region(box, _OPERATIONS[how](one.mask_in(box), other.mask_in(box)))
    shared = overlap(one.box, other.box)
    if shared is None:
        return NOWHERE if how is Combination.AND else one
    if how is Combination.AND and one.is_box and other.is_box:
        return Region(shared)
    if how is Combination.WITHOUT and other.is_box:
        return one.without(shared)
    if how is Combination.AND and other.is_box:
        return Region(shared, one.mask_in(shared))
    part = _OPERATIONS[how](one.mask_in(shared), other.mask_in(shared))
    if how is Combination.AND:
        return Region(shared, part)
    mask = one.mask_in(one.box)
    mask.paste(part, moved(shared, one.box))
    return Region(one.box, mask)


def _hull(one: Box, other: Box) -> Box:
    if one == NOWHERE.box or other == NOWHERE.box:
        return other if one == NOWHERE.box else one
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])


def mask_of(path: Path, is_winding: bool, box: Box) -> Image.Image:
    """The inside of a path within a box: 255 inside, 0 outside."""
    if len(path) == 1:
        mask = Image.new("L", size_of(box), 0)
        ImageDraw.Draw(mask).polygon(pixels(path[0].points, box), fill=255)
        return mask
    return _winding_mask(path, box) if is_winding else _alternating_mask(path, box)


def pixels(points: list[Point], origin: Box) -> list[Point]:
    """Points as whole pixels, as seen from the upper left corner of a box."""
    left, top = origin[0], origin[1]
    return [(round(x) - left, round(y) - top) for x, y in points]


def _alternating_mask(path: Path, box: Box) -> Image.Image:
    mask = Image.new("1", size_of(box), 0)
    for place, polygon in _polygons(path, box, "1"):
        mask.paste(ImageChops.logical_xor(mask.crop(place), polygon), place)
    return mask.convert("L")


def _winding_mask(path: Path, box: Box) -> Image.Image:
    turns = Image.new("L", size_of(box), _MIDDLE)
    for subpath in path:
        change = ImageChops.add if _turns_right(subpath.points) else ImageChops.subtract
        for place, polygon in _polygons([subpath], box, "L"):
            turns.paste(change(turns.crop(place), polygon), place)
    return turns.point([0 if value == _MIDDLE else 255 for value in range(256)])


def _turns_right(points: list[Point]) -> bool:
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(points, points[1:] + points[:1], strict=True)) > 0


def _polygons(path: Path, box: Box, mode: str) -> Iterator[tuple[Box, Image.Image]]:
    """The inside of each subpath, with its place in a box."""
    for subpath in path:
        whole = path_bounds([subpath])
        place = None if whole is None or len(subpath.points) < 3 else overlap(whole, box)
        if place is not None:
            polygon = Image.new(mode, size_of(place), 0)
            ImageDraw.Draw(polygon).polygon(pixels(subpath.points, place), fill=1)
            yield moved(place, box), polygon
