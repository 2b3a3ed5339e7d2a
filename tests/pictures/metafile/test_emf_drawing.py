import struct

import pytest
from metafiles import (
    BLACK,
    GREEN,
    RED,
    WHITE,
    at,
    colour,
    drawn,
    emf,
    emf_box,
    emf_brush,
    emf_fill,
    emf_pen,
    emf_points,
    emf_record,
    emf_select,
    ink,
    picture,
    stock,
)

WHOLE = (0, 0, 100, 100)
RED_FILL = stock(8) + emf_brush(1, RED) + emf_select(1)


def quarters(data: bytes) -> list[tuple[int, int, int]]:
    image = picture(data)
    return [at(image, x, y) for x, y in ((25, 25), (75, 25), (25, 75), (75, 75))]


@pytest.mark.parametrize(("number", "expected"), [(6, WHITE), (7, BLACK), (8, RED), (19, BLACK)])
def test_the_pens_that_every_device_has(number: int, expected: tuple[int, int, int]) -> None:
    line = emf_record(27, "ii", 0, 50) + emf_record(54, "ii", 100, 50)
    image = picture(emf(emf_fill(RED, *WHOLE), stock(number), line))
    seen = {at(image, 50, y) for y in (49.5, 50, 50.5)}
    assert any(pixel == pytest.approx(expected, abs=80) for pixel in seen)


@pytest.mark.parametrize(
    "shape",
    [
        emf_points(86, (0, 0), (50, 0), (50, 50), (0, 50)),
        emf_record(3, "4iI8i", 0, 0, 0, 0, 4, 0, 0, 50, 0, 50, 50, 0, 50),
        emf_record(8, "4i2II8i", 0, 0, 0, 0, 1, 4, 4, 0, 0, 50, 0, 50, 50, 0, 50),
        emf_record(91, "4i2II8h", 0, 0, 0, 0, 1, 4, 4, 0, 0, 50, 0, 50, 50, 0, 50),
        emf_box(43, 0, 0, 50, 50),
        emf_record(44, "4iii", 0, 0, 50, 50, 4, 4),
        emf_record(59)
        + emf_record(27, "ii", 0, 0)
        + emf_points(89, (50, 0), (50, 50), (0, 50))
        + emf_record(60)
        + emf_record(62),
        emf_record(59) + emf_box(43, 0, 0, 50, 50) + emf_record(60) + emf_record(63),
    ],
)
def test_shapes_are_filled(shape: bytes) -> None:
    assert quarters(emf(RED_FILL, shape)) == [RED, WHITE, WHITE, WHITE]


@pytest.mark.parametrize(
    "line",
    [
        emf_record(27, "ii", 0, 50) + emf_record(54, "ii", 100, 50),
        emf_points(87, (0, 50), (100, 50)),
        emf_record(4, "4iI4i", 0, 0, 0, 0, 2, 0, 50, 100, 50),
        emf_record(27, "ii", 0, 50) + emf_points(89, (100, 50)),
        emf_record(90, "4i2II4h", 0, 0, 0, 0, 1, 2, 2, 0, 50, 100, 50),
        emf_points(85, (0, 50), (30, 50), (60, 50), (100, 50)),
        emf_record(27, "ii", 0, 50) + emf_points(88, (30, 50), (60, 50), (100, 50)),
        emf_record(92, "4iI4h2B", 0, 0, 0, 0, 2, 0, 50, 100, 50, 6, 2),
        emf_record(56, "4iI8i4B", 0, 0, 0, 0, 4, 0, 50, 30, 50, 60, 50, 100, 50, 6, 4, 4, 4),
        emf_record(59) + emf_points(87, (0, 50), (100, 50)) + emf_record(60) + emf_record(64),
    ],
)
def test_lines_are_drawn(line: bytes) -> None:
    image = picture(emf(emf_pen(1, RED, 20), emf_select(1), line))
    assert (at(image, 50, 20), at(image, 50, 50), at(image, 50, 80)) == (WHITE, RED, WHITE)


def test_a_figure_that_is_closed_has_its_last_side() -> None:
    path = emf_record(59) + emf_record(27, "ii", 10, 10) + emf_points(89, (90, 10), (90, 90)) + emf_record(61)
    image = picture(emf(emf_pen(1, RED, 6), emf_select(1), path, emf_record(60), emf_record(64)))
    assert at(image, 50, 50) == RED


def test_a_path_that_is_given_up_is_not_drawn() -> None:
    path = emf_record(59) + emf_box(43, *WHOLE) + emf_record(68) + emf_record(63)
    assert drawn(emf(RED_FILL, path)).image.getbbox() is None


def test_an_arc_by_its_angle_begins_with_a_line_to_it() -> None:
    arc = emf_record(27, "ii", 50, 50) + emf_record(41, "iiIff", 50, 50, 40, 0.0, 90.0)
    image = picture(emf(emf_pen(1, RED, 6), emf_select(1), arc))
    assert (at(image, 70, 50), at(image, 78, 22), at(image, 22, 78)) == (RED, RED, WHITE)


@pytest.mark.parametrize(("direction", "filled"), [(1, [RED, RED, WHITE, WHITE]), (2, [WHITE, WHITE, RED, RED])])
def test_pies_turn_as_the_direction_says(direction: int, filled: list[object]) -> None:
    pie = emf_record(57, "I", direction) + emf_record(47, "8i", *WHOLE, 100, 50, 0, 50)
    assert quarters(emf(RED_FILL, pie)) == filled


@pytest.mark.parametrize(("style", "gap"), [(0x10000, False), (0x10001, True), (0x10007, True)])
def test_extended_pens_have_dashes(style: int, gap: bool) -> None:
    pen = emf_record(95, "5I6I2I", 1, 0, 0, 0, 0, style | 0x200, 10, 0, colour(RED), 0, 2, 20, 20)
    image = picture(emf(pen, emf_select(1), emf_points(87, (0, 50), (100, 50))))
    row = [at(image, x, 50) for x in range(100)]
    assert (WHITE in row) is gap
    assert RED in row


def test_wide_lines_end_and_turn_as_the_pen_says() -> None:
    def ends(style: int) -> tuple[float, float, float, float]:
        pen = emf_record(95, "5I6I", 1, 0, 0, 0, 0, 0x10000 | style, 20, 0, colour(RED), 0, 0)
        return ink(emf(pen, emf_select(1), emf_points(87, (30, 70), (70, 70), (70, 30))))

    flat, square = ends(0x200 | 0x2000), ends(0x100 | 0x2000)
    assert flat == pytest.approx((30, 30, 80, 80), abs=1.5)
    assert square == pytest.approx((20, 20, 80, 80), abs=1.5)


def test_boxes_of_a_region_are_pixels_of_the_device() -> None:
    region = struct.pack("<4I4i4i", 32, 1, 1, 16, 0, 0, 50, 50, 0, 0, 50, 50)
    clip = emf_record(75, f"II{len(region)}s", len(region), 5, region)
    mapping = emf_record(17, "I", 8) + emf_record(9, "ii", 10, 10) + emf_record(11, "ii", 100, 100)
    assert quarters(emf(mapping, clip, emf_fill(RED, 0, 0, 10, 10))) == [RED, WHITE, WHITE, WHITE]
    assert quarters(emf(clip, emf_record(75, "II", 0, 5), emf_fill(RED, *WHOLE))) == [RED] * 4


def test_the_meta_region_does_not_end_the_clipping() -> None:
    clip = emf_box(30, 0, 0, 50, 100) + emf_record(28)
    assert quarters(emf(clip, emf_fill(RED, *WHOLE))) == [RED, WHITE, RED, WHITE]


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        (1, [RED, WHITE, WHITE, WHITE]),
        (2, [RED, RED, RED, WHITE]),
        (3, [WHITE, RED, RED, WHITE]),
        (4, [WHITE, WHITE, RED, WHITE]),
        (5, [RED, RED, WHITE, WHITE]),
    ],
)
def test_clipping_goes_together_with_a_path(mode: int, expected: list[object]) -> None:
    path = emf_record(59) + emf_box(43, 0, 0, 100, 50) + emf_record(60) + emf_record(67, "I", mode)
    assert quarters(emf(emf_box(30, 0, 0, 50, 100), path, emf_fill(RED, *WHOLE))) == expected


def test_boxes_are_left_out_and_the_clipping_is_moved() -> None:
    assert quarters(emf(emf_box(29, 0, 0, 50, 50), emf_fill(RED, *WHOLE))) == [WHITE, RED, RED, RED]
    moved = emf_box(30, 0, 0, 50, 100) + emf_record(26, "ii", 50, 0)
    assert quarters(emf(moved, emf_fill(RED, *WHOLE))) == [WHITE, RED, WHITE, RED]


REGION = struct.pack("<4I4i4i", 32, 1, 1, 16, 0, 0, 50, 50, 0, 0, 50, 50)


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        (emf_record(71, "4iII48s", 0, 0, 0, 0, 48, 1, REGION), [RED, GREEN, GREEN, GREEN]),
        (emf_record(73, "4iI48s", 0, 0, 0, 0, 48, REGION), [(255, 0, 255), GREEN, GREEN, GREEN]),
        (emf_record(74, "4iI48s", 0, 0, 0, 0, 48, REGION), [RED, GREEN, GREEN, GREEN]),
    ],
    ids=["fill", "invert", "paint"],
)
def test_regions_are_filled_and_inverted(record: bytes, expected: list[object]) -> None:
    assert quarters(emf(emf_fill(GREEN, *WHOLE), RED_FILL, record)) == expected


def test_regions_are_framed() -> None:
    frame = emf_record(72, "4iIIii48s", 0, 0, 0, 0, 48, 1, 8, 8, REGION)
    image = picture(emf(RED_FILL, frame))
    assert (at(image, 25, 1), at(image, 25, 25), at(image, 1, 25)) == (RED, WHITE, RED)
