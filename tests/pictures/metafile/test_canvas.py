from itertools import product

import pytest
from PIL import Image, ImageChops

from sdconvert.pictures.metafile.budget import Budget
from sdconvert.pictures.metafile.canvas import Canvas, combine_bits
from sdconvert.pictures.metafile.geometry import Matrix, Subpath, curves, rectangle
from sdconvert.pictures.metafile.paints import Gradient, Solid, Tile, line_between
from sdconvert.pictures.metafile.regions import NOWHERE, Combination, Region, combine, region_of
from sdconvert.pictures.metafile.strokes import LineCap, LineJoin, Stroke
from sdconvert.pictures.outcomes import TooCostly

RED, BLUE = (255, 0, 0, 255), (0, 0, 255, 255)


def canvas(size: int = 40, budget: int = 10**9) -> Canvas:
    return Canvas(size, size, 1, Budget(budget))


def box(left: float, top: float, right: float, bottom: float) -> list[Subpath]:
    return [Subpath(rectangle(left, top, right, bottom), True)]


@pytest.mark.parametrize("truth", range(256))
def test_every_operation_on_three_bits(truth: int) -> None:
    digits = list(product((0, 1), repeat=3))
    inputs = [bytes(255 * row[place] for row in digits) for place in range(3)]
    assert combine_bits(truth, inputs) == bytes(255 * (truth >> index & 1) for index in range(8))


@pytest.mark.parametrize("truth", range(16))
def test_every_operation_on_two_bits(truth: int) -> None:
    inputs = [bytes([0, 0, 255, 255]), bytes([0, 255, 0, 255])]
    assert combine_bits(truth, inputs) == bytes(255 * (truth >> index & 1) for index in range(4))


@pytest.mark.parametrize("how", Combination)
def test_regions_go_together_in_every_way(how: Combination) -> None:
    whole = (0, 0, 20, 20)
    one = region_of(box(2, 2, 12, 12), False, whole)
    other = region_of([Subpath([(6, 6), (18, 6), (6, 18)])], False, whole)
    expected = {
        Combination.AND: lambda a, b: a and b,
        Combination.OR: lambda a, b: a or b,
        Combination.XOR: lambda a, b: a != b,
        Combination.WITHOUT: lambda a, b: a and not b,
        Combination.REVERSE_WITHOUT: lambda a, b: b and not a,
        Combination.COPY: lambda _, b: b,
    }[how]
    pixels = [region.mask_in(whole).tobytes() for region in (one, other, combine(one, other, how))]
    assert pixels[2] == bytes(255 * bool(expected(a, b)) for a, b in zip(pixels[0], pixels[1], strict=True))


def cost_of_a_box(clip: Region) -> int:
    budget = Budget(10**9)
    Canvas(20, 20, 1, budget).fill(box(0, 0, 20, 20), False, Solid(RED), clip)
    return budget.spent


def test_boxes_are_cut_from_a_region_when_it_is_looked_at_once_and_for_what_that_costs() -> None:
    whole, middle = Region((0, 0, 20, 20)), region_of([Subpath([(0, 0), (19, 0), (0, 19)])], False, (0, 0, 20, 20))
    for start in (whole, middle):
        expected = start.mask_in((0, 0, 20, 20))
        cut = start
        for left, top, right, bottom in ((2, 2, 6, 6), (5, 5, 9, 30), (15, 15, 16, 16)):
            cut = combine(cut, Region((left, top, right, bottom)), Combination.WITHOUT)
            expected.paste(0, (left, top, right, bottom))
        assert not cut.is_box
        before = cut.work
        assert before > 20 * 20
        assert combine(cut, Region((0, 0, 1, 1)), Combination.WITHOUT).work > before
        first, second = (cost_of_a_box(cut) for _ in range(2))
        assert first - second == before
        assert cut.work == 0
        assert cut.mask is not None
        assert cut.mask.tobytes() == expected.tobytes()
        assert start.work == 0


def test_paint_of_any_opacity_lies_on_what_is_there_as_pillow_lays_it() -> None:
    drawn, expected = canvas(), Image.new("RGBA", (40, 40), (0, 0, 0, 0))
    mask = Image.linear_gradient("L").resize((40, 40))
    for paint in (
        Solid((200, 100, 50, 255)),
        Solid((0, 90, 255, 128)),
        Tile(Image.new("RGBA", (3, 3), (9, 255, 9, 77))),
    ):
        drawn.paint(mask, (0, 0, 40, 40), paint, Region((0, 0, 40, 40)))
        layer = paint.layer((0, 0, 40, 40))
        layer.putalpha(ImageChops.multiply(layer.getchannel("A"), mask))
        expected.alpha_composite(layer)
    difference = ImageChops.difference(drawn.finished().convert("RGBa"), expected.convert("RGBa"))
    assert max(most for _, most in difference.getextrema()) <= 2


def test_regions_apart_share_nothing() -> None:
    one, other = Region((0, 0, 5, 5)), Region((10, 10, 15, 15))
    assert combine(one, other, Combination.AND) == NOWHERE
    assert combine(one, other, Combination.WITHOUT) == one
    assert combine(NOWHERE, other, Combination.OR).box == other.box


@pytest.mark.parametrize(
    ("points", "is_box"),
    [
        ([(0, 0), (9, 0), (9, 9), (0, 9)], True),
        ([(0, 0), (0, 9), (9, 9), (9, 0), (0, 0)], True),
        ([(0, 0), (9, 9), (9, 0), (0, 9)], False),
        ([(0, 0), (9, 0), (9, 9), (0, 8)], False),
    ],
)
def test_a_region_that_is_a_box_needs_no_mask(points: list[tuple[float, float]], is_box: bool) -> None:
    assert (region_of([Subpath(points, True)], False, (0, 0, 20, 20)).mask is None) is is_box


def test_what_lies_outside_the_clipping_stays_as_it_is() -> None:
    drawn = canvas()
    drawn.fill(box(0, 0, 30, 30), False, Solid(RED), Region((10, 10, 20, 20)))
    drawn.stroke(box(0, 0, 39, 39), Stroke(4), Solid(BLUE), Region((0, 0, 5, 40)))
    assert drawn.image.getbbox() == (0, 0, 20, 40)
    assert drawn.image.getpixel((6, 6)) == (0, 0, 0, 0)


@pytest.mark.parametrize(
    ("cap", "join", "corners"),
    [
        (LineCap.FLAT, LineJoin.MITER, (False, True)),
        (LineCap.SQUARE, LineJoin.BEVEL, (True, False)),
        (LineCap.ROUND, LineJoin.ROUND, (False, False)),
    ],
)
def test_lines_end_and_turn(cap: LineCap, join: LineJoin, corners: tuple[bool, bool]) -> None:
    drawn = canvas(60)
    drawn.stroke([Subpath([(20, 20), (40, 20), (40, 40)])], Stroke(16, (), cap, join), Solid(RED), Region(drawn.box))
    beyond_the_end, outer_corner = drawn.image.getpixel((13, 13)), drawn.image.getpixel((46, 13))
    assert (beyond_the_end == RED, outer_corner == RED) == corners


def test_a_corner_that_is_too_sharp_is_cut() -> None:
    def height(limit: float) -> int:
        drawn = canvas(100)
        line = [Subpath([(40, 90), (50, 50), (60, 90)])]
        drawn.stroke(line, Stroke(8, (), LineCap.FLAT, LineJoin.MITER, limit), Solid(RED), Region(drawn.box))
        bounds = drawn.image.getbbox()
        assert bounds is not None
        return bounds[1]

    assert height(10) < height(1.5) - 5


def test_dashes_go_on_around_a_corner() -> None:
    drawn = canvas(60)
    drawn.stroke([Subpath([(5, 10), (30, 10), (30, 55)])], Stroke(1, (10, 5)), Solid(RED), Region(drawn.box))
    row = [drawn.image.getpixel((x, 10)) == RED for x in range(5, 31)]
    column = [drawn.image.getpixel((30, y)) == RED for y in range(11, 55)]
    assert row[:11] == [True] * 11
    assert row[12:15] == [False] * 3
    assert row[16:24] == [True] * 8
    assert (column[2], column[7]) == (False, True)


def test_lines_that_lead_far_away_are_cut_at_the_edge() -> None:
    drawn = canvas(budget=10**7)
    line = [Subpath([(-1e6, 20), (1e6, 20)])]
    drawn.stroke(line, Stroke(2, (3, 3)), Solid(RED), Region(drawn.box))
    drawn.stroke([Subpath([(0, 30), (1e6, 1e6)])], Stroke(1), Solid(RED), Region(drawn.box))
    assert drawn.image.getbbox() is not None


def test_a_tile_repeats_from_its_origin() -> None:
    image = Image.new("RGBA", (2, 1), RED)
    image.putpixel((1, 0), BLUE)
    layer = Tile(image, (1, 0)).layer((0, 0, 4, 1))
    assert [layer.getpixel((x, 0)) for x in range(4)] == [BLUE, RED, BLUE, RED]


def test_a_gradient_goes_on_with_its_last_colours() -> None:
    layer = Gradient(((0.0, RED), (1.0, BLUE)), line_between((10, 0), (20, 0))).layer((0, 0, 30, 1))
    assert (layer.getpixel((2, 0)), layer.getpixel((28, 0))) == (pytest.approx(RED, abs=4), pytest.approx(BLUE, abs=4))


def test_curves_pass_through_their_ends() -> None:
    points = curves((0, 0), [(0, 10), (10, 10), (10, 0), (10, -10), (20, -10), (20, 0), (99, 99)])
    assert points[-1] == (20, 0)
    assert (10, 0) in points


def test_a_transform_leads_back() -> None:
    matrix = Matrix(2, 1, -1, 3, 5, 7)
    back = matrix.inverse()
    assert back is not None
    assert matrix.then(back).point(4, 9) == pytest.approx((4, 9))
    assert Matrix(1, 2, 2, 4).inverse() is None


def test_a_bitmap_of_one_pixel_is_seen() -> None:
    drawn = canvas()
    drawn.place(Image.new("RGB", (1, 1), "red"), Matrix(0.1, 0, 0, 0.1, 20, 20), Region(drawn.box))
    assert drawn.image.getbbox() == (20, 20, 21, 21)


def test_a_large_bitmap_is_only_scaled_where_it_is_seen() -> None:
    drawn = canvas()
    drawn.place(Image.new("RGB", (2, 2), "red"), Matrix(1e5, 0, 0, 1e5, -5e4, -5e4), Region(drawn.box))
    assert drawn.image.getpixel((20, 20)) == RED


def test_what_is_not_painted_counts_as_white_for_operations() -> None:
    drawn = canvas()
    drawn.fill(box(0, 0, 39, 39), False, Solid((255, 0, 0, 255)), Region(drawn.box), operation=7)
    assert drawn.image.getpixel((20, 20)) == (0, 255, 255, 255)


def test_work_beyond_the_budget_is_refused() -> None:
    drawn = canvas(budget=30_000)
    drawn.fill(box(0, 0, 9, 9), False, Solid(RED), Region((0, 0, 0, 0)))
    with pytest.raises(TooCostly, match="more drawing"):
        drawn.fill(box(0, 0, 39, 39), False, Solid(RED), Region(drawn.box))
