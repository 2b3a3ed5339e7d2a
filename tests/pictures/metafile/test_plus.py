import io
import struct

import pytest
from metafiles import (
    BLACK,
    BLUE,
    GREEN,
    RED,
    WHITE,
    argb,
    at,
    drawn,
    emf,
    emf_fill,
    picture,
    plus_comment,
    plus_emf,
    plus_fill,
    plus_object,
    plus_record,
)
from PIL import Image

QUARTERS = ((25, 25), (75, 25), (25, 75), (75, 75))
VERSION = 0xDBC01002
INLINE, COMPRESSED, RELATIVE = 0x8000, 0x4000, 0x0800
BRUSH, PEN, PATH, REGION, IMAGE, FONT, FORMAT = 1, 2, 3, 4, 5, 6, 7
WHOLE = (0.0, 0.0, 100.0, 100.0)
FULL_RED = plus_fill(RED, *WHOLE)


def quarters(data: bytes) -> list[tuple[int, int, int]]:
    image = picture(data)
    return [at(image, x, y) for x, y in QUARTERS]


def solid(rgb: tuple[int, int, int]) -> bytes:
    return struct.pack("<III", VERSION, 0, argb(rgb))


def pen(rgb: tuple[int, int, int], width: float = 10.0, flags: int = 0, extra: bytes = b"") -> bytes:
    return struct.pack("<IIIIf", VERSION, 0, flags, 2, width) + extra + solid(rgb)


def path(*points: tuple[float, float], kinds: bytes) -> bytes:
    return struct.pack(f"<III{2 * len(points)}f", VERSION, len(points), 0, *[v for p in points for v in p]) + kinds


BOX_PATH = path((0, 0), (50, 0), (50, 50), (0, 50), kinds=bytes([0, 1, 1, 0x81]))
RED_PEN = plus_object(PEN, 1, pen(RED))
RED_BRUSH = plus_object(BRUSH, 0, solid(RED))


# ------------------------------------------------------------------------------------------------- which records draw


@pytest.mark.parametrize("is_dual", [False, True])
def test_what_stands_only_in_emf_plus_is_drawn(is_dual: bool) -> None:
    assert quarters(plus_emf(FULL_RED, is_dual=is_dual)) == [RED] * 4


def test_records_of_emf_that_repeat_it_are_not() -> None:
    assert quarters(plus_emf(plus_fill(RED, 0, 0, 50, 100), is_dual=True, others=emf_fill(BLUE, 0, 0, 100, 100))) == [
        RED,
        WHITE,
        RED,
        WHITE,
    ]


def test_records_of_emf_draw_where_emf_plus_has_none() -> None:
    header = plus_comment(plus_record(0x4001, 1, "IIII", VERSION, 1, 100, 100), plus_record(0x4002))
    assert quarters(emf(header, emf_fill(BLUE, 0, 0, 100, 100))) == [BLUE] * 4


def test_records_of_emf_draw_where_it_is_their_turn() -> None:
    first = plus_comment(
        plus_record(0x4001, 1, "IIII", VERSION, 1, 100, 100), plus_fill(RED, 0, 0, 50, 100), plus_record(0x4004)
    )
    rest = plus_comment(plus_fill(GREEN, 0, 0, 50, 50), plus_record(0x4002))
    not_theirs = emf_fill(BLACK, 0, 0, 100, 100)
    assert quarters(emf(first, emf_fill(BLUE, 50, 0, 100, 100), rest, not_theirs)) == [GREEN, BLUE, RED, BLUE]


# ---------------------------------------------------------------------------------------------------------- shapes


@pytest.mark.parametrize(
    "records",
    [
        plus_fill(RED, 0, 0, 50, 50),
        plus_record(0x400A, INLINE | COMPRESSED, "II4h", argb(RED), 1, 0, 0, 50, 50),
        RED_BRUSH + plus_record(0x400A, 0, "II4f", 0, 1, 0, 0, 50, 50),
        plus_record(0x400C, INLINE | COMPRESSED, "II8h", argb(RED), 4, 0, 0, 50, 0, 50, 50, 0, 50),
        plus_record(0x400C, INLINE | RELATIVE, "II8B", argb(RED), 4, 0, 0, 50, 0, 0, 50, 0x80 - 50, 0),
        plus_record(0x400E, INLINE, "I4f", argb(RED), 0, 0, 50, 50),
        plus_record(0x4010, INLINE, "I6f", argb(RED), 0.0, 360.0, 0, 0, 50, 50),
        plus_object(PATH, 3, BOX_PATH) + plus_record(0x4014, INLINE | 3, "I", argb(RED)),
        plus_object(REGION, 3, struct.pack("<III4f", VERSION, 0, 0x10000000, 0, 0, 50, 50))
        + plus_record(0x4013, INLINE | 3, "I", argb(RED)),
        plus_record(0x4016, INLINE, "IfI8f", argb(RED), 0.0, 4, 0, 0, 50, 0, 50, 50, 0, 50),
        plus_record(0x4016, INLINE, "IfI8f", argb(RED), 0.5, 4, 10, 10, 40, 10, 40, 40, 10, 40),
    ],
)
def test_shapes_are_filled(records: bytes) -> None:
    assert quarters(plus_emf(records)) == [RED, WHITE, WHITE, WHITE]


@pytest.mark.parametrize(
    "record",
    [
        plus_record(0x400D, 1, "I4f", 2, 0, 50, 100, 50),
        plus_record(0x4019, 1, "I8f", 4, 0, 50, 30, 50, 60, 50, 100, 50),
        plus_record(0x4018, 1, "fIII6f", 0.5, 0, 2, 3, 0, 50, 50, 50, 100, 50),
        plus_object(PATH, 3, path((0, 50), (100, 50), kinds=bytes([0, 1]))) + plus_record(0x4015, 3, "I", 1),
        plus_record(0x400B, 1, "I4f", 1, -50, 50, 200, 200),
        plus_record(0x4012, 1, "6f", 180.0, 180.0, -500, 50, 1100, 1100),
    ],
)
def test_lines_are_drawn(record: bytes) -> None:
    image = picture(plus_emf(RED_PEN, record))
    assert (at(image, 50, 20), at(image, 50, 50), at(image, 50, 80)) == (WHITE, RED, WHITE)


def test_outlines_are_closed() -> None:
    for record in (
        plus_record(0x400F, 1, "4f", 10, 10, 80, 80),
        plus_record(0x4011, 1, "6f", 0.0, 90.0, 10, 10, 80, 80),
        plus_record(0x4017, 1, "fI6f", 0.0, 3, 50, 50, 90, 50, 90, 90),
        plus_record(0x400D, 0x2001, "I6f", 3, 50, 50, 90, 50, 90, 90),
    ):
        image = picture(plus_emf(plus_object(PEN, 1, pen(RED, 4.0)), record))
        assert RED in {at(image, 70, y) for y in range(40, 100)}


def test_pens_have_dashes_ends_and_corners() -> None:
    own = struct.pack("<III", 1, 1, 0) + struct.pack("<I", 2) + struct.pack("<I2f", 2, 2.0, 2.0)
    dashed = plus_object(PEN, 1, pen(RED, 10.0, 0x02 | 0x04 | 0x08 | 0x20 | 0x100, own))
    row = [at(picture(plus_emf(dashed, plus_record(0x400D, 1, "I4f", 2, 10, 50, 90, 50))), x, 50) for x in range(100)]
    assert {RED, WHITE} <= set(row)
    assert row[6] == RED


def test_a_colour_can_be_half_transparent() -> None:
    assert at(picture(plus_emf(FULL_RED, plus_fill(BLUE, *WHOLE, opacity=128))), 50, 50) == pytest.approx(
        (127, 0, 128), abs=2
    )


def test_the_canvas_is_cleared() -> None:
    assert quarters(plus_emf(FULL_RED, plus_record(0x4009, 0, "I", argb(BLUE)))) == [BLUE] * 4


# --------------------------------------------------------------------------------------------------------- brushes


def linear(flags: int = 0, extra: bytes = b"", wrap: int = 0, width: float = 100.0) -> bytes:
    fixed = struct.pack("<IIIi4fIIII", VERSION, 4, flags, wrap, 0, 0, width, 100, argb(RED), argb(BLUE), 0, 0)
    return plus_object(BRUSH, 0, fixed + extra) + plus_record(0x400A, 0, "II4f", 0, 1, *WHOLE)


def test_colours_go_over_into_each_other() -> None:
    image = picture(plus_emf(linear()))
    assert at(image, 2, 50) == pytest.approx(RED, abs=12)
    assert at(image, 50, 50) == pytest.approx((128, 0, 127), abs=12)
    assert at(image, 98, 50) == pytest.approx(BLUE, abs=12)


def test_the_direction_of_colours_is_turned() -> None:
    image = picture(plus_emf(linear(2, struct.pack("<6f", 0, 1, -1, 0, 0, 0))))
    assert at(image, 50, 2) == pytest.approx(RED, abs=12)
    assert at(image, 50, 98) == pytest.approx(BLUE, abs=12)


def test_colours_have_stops() -> None:
    stops = struct.pack("<I3f3I", 3, 0.0, 0.5, 1.0, argb(RED), argb(GREEN), argb(BLUE))
    assert at(picture(plus_emf(linear(4, stops))), 50, 50) == pytest.approx(GREEN, abs=12)
    factors = struct.pack("<I3f3f", 3, 0.0, 0.5, 1.0, 0.0, 0.0, 1.0)
    assert at(picture(plus_emf(linear(8, factors))), 40, 50) == pytest.approx(RED, abs=12)


def test_colours_are_repeated_or_mirrored() -> None:
    assert at(picture(plus_emf(linear(width=50.0))), 52, 50) == pytest.approx(RED, abs=12)
    assert at(picture(plus_emf(linear(width=50.0, wrap=1))), 52, 50) == pytest.approx(BLUE, abs=12)


def test_a_hatch_and_a_run_to_the_centre_are_near_enough() -> None:
    hatch = struct.pack("<IIIII", VERSION, 1, 4, argb(RED), argb(GREEN))
    image = picture(plus_emf(plus_object(BRUSH, 0, hatch), plus_record(0x400A, 0, "II4f", 0, 1, *WHOLE)))
    assert {RED, GREEN} <= {value for _, value in image.getcolors(100_000) or ()}
    dotted = struct.pack("<IIIII", VERSION, 1, 20, argb(WHITE), argb(BLACK))
    assert (
        quarters(plus_emf(plus_object(BRUSH, 0, dotted), plus_record(0x400A, 0, "II4f", 0, 1, *WHOLE)))
        == [(102,) * 3] * 4
    )
    centre = struct.pack("<IIIiI2fII", VERSION, 3, 0, 0, argb(RED), 50, 50, 1, argb(BLUE))
    assert (
        quarters(plus_emf(plus_object(BRUSH, 0, centre), plus_record(0x400A, 0, "II4f", 0, 1, *WHOLE)))
        == [(128, 0, 128)] * 4
    )


# -------------------------------------------------------------------------------------------------------- pictures


def image_object(data: bytes) -> bytes:
    return plus_object(IMAGE, 4, struct.pack("<II", VERSION, 1) + data)


def png() -> bytes:
    output = io.BytesIO()
    image = Image.new("RGB", (2, 2), WHITE)
    for place, rgb in zip(((0, 0), (1, 0), (0, 1), (1, 1)), (RED, GREEN, BLUE, BLACK), strict=True):
        image.putpixel(place, rgb)
    image.save(output, format="PNG")
    return output.getvalue()


ENCODED = image_object(struct.pack("<iiiII", 0, 0, 0, 0, 1) + png())
RAW = image_object(
    struct.pack("<iiiII", 2, 2, 8, 0x0026200A, 0)
    + struct.pack("<4I", *(argb(rgb) for rgb in (RED, GREEN, BLUE, BLACK)))
)
INDEXED = image_object(
    struct.pack("<iiiII", 2, 2, 4, 0x00030803, 0)
    + struct.pack("<II4I", 0, 4, *(argb(rgb) for rgb in (RED, GREEN, BLUE, BLACK)))
    + bytes([0, 1, 0, 0, 2, 3, 0, 0])
)
DRAW_IMAGE = plus_record(0x401A, 4, "IIffffffff", 0xFFFFFFFF, 2, 0, 0, 2, 2, 0, 0, 100, 100)
DRAW_IMAGE_POINTS = plus_record(0x401B, 4, "II4fI6f", 0xFFFFFFFF, 2, 0, 0, 2, 2, 3, 0, 0, 100, 0, 0, 100)


@pytest.mark.parametrize("image", [ENCODED, RAW, INDEXED])
@pytest.mark.parametrize("draw", [DRAW_IMAGE, DRAW_IMAGE_POINTS])
def test_pictures_are_drawn(image: bytes, draw: bytes) -> None:
    assert quarters(plus_emf(image, draw)) == [RED, GREEN, BLUE, BLACK]


def test_a_part_of_a_picture_is_drawn() -> None:
    part = plus_record(0x401A, 4, "IIffffffff", 0xFFFFFFFF, 2, 1, 0, 1, 1, 0, 0, 100, 100)
    assert quarters(plus_emf(ENCODED, part)) == [GREEN] * 4


def test_a_large_object_comes_in_several_records() -> None:
    data = struct.pack("<II", VERSION, 1) + struct.pack("<iiiII", 0, 0, 0, 0, 1) + png()
    size = len(data)
    data += b"\0" * (-size % 4)
    flags = IMAGE << 8 | 4
    first = plus_record(0x4008, 0x8000 | flags, "I40s", size, data[:40])
    last = plus_record(0x4008, flags, f"{len(data) - 40}s", data[40:])
    assert quarters(plus_emf(first, last, DRAW_IMAGE)) == [RED, GREEN, BLUE, BLACK]


def test_shapes_are_filled_with_a_picture() -> None:
    texture = struct.pack("<IIIi", VERSION, 2, 0, 0) + ENCODED[12:]
    image = picture(plus_emf(plus_object(BRUSH, 0, texture), plus_record(0x400A, 0, "II4f", 0, 1, *WHOLE)))
    assert {RED, GREEN, BLUE, BLACK} <= {value for _, value in image.getcolors(100_000) or ()}


def test_a_metafile_in_a_metafile_is_noted() -> None:
    nested = plus_object(IMAGE, 4, struct.pack("<IIII4s", VERSION, 2, 3, 4, b"none"))
    assert drawn(plus_emf(nested, DRAW_IMAGE)).notes.skipped_records == {"EMF+ picture"}


# --------------------------------------------------------------------------------------------- coordinates, clipping


SHIFT_BACK, TEN_TIMES, THREE_TIMES = (
    plus_record(0x402D, 0, "2f", -5, -5),
    plus_record(0x402E, 0, "2f", 10, 10),
    plus_record(0x402E, 0, "2f", 3, 3),
)


@pytest.mark.parametrize(
    "records",
    [
        plus_record(0x402A, 0, "6f", 10, 0, 0, 10, 0, 0),
        TEN_TIMES,
        plus_record(0x402C, 0, "6f", 10, 0, 0, 10, 0, 0),
        plus_record(0x402D, 0, "2f", 50, 50) + TEN_TIMES + SHIFT_BACK,
        TEN_TIMES + plus_record(0x402D, 0x2000, "2f", 50, 50) + SHIFT_BACK,
        plus_record(0x402A, 0, "6f", 3, 3, 3, 3, 3, 3) + plus_record(0x402B) + TEN_TIMES,
        plus_record(0x402F, 0, "f", 90) + plus_record(0x402A, 0, "6f", 10, 0, 0, 10, 0, 0),
        plus_record(0x4030, 2, "f", 10.0),
        plus_record(0x4030, 4, "f", 0.1),
        plus_record(0x4027, 2, "4f4fI", 0, 0, 100, 100, 0, 0, 10, 10, 7),
        plus_record(0x4025, 0, "I", 1) + THREE_TIMES + plus_record(0x4026, 0, "I", 1) + TEN_TIMES,
        plus_record(0x4028, 0, "I", 1) + THREE_TIMES + plus_record(0x4029, 0, "I", 1) + TEN_TIMES,
    ],
)
def test_coordinates_are_mapped(records: bytes) -> None:
    assert quarters(plus_emf(records, plus_fill(RED, 0, 0, 5, 5))) == [RED, WHITE, WHITE, WHITE]


def test_coordinates_are_turned_clockwise() -> None:
    turned = plus_record(0x402D, 0, "2f", 100, 0) + plus_record(0x402F, 0, "f", 90)
    assert quarters(plus_emf(turned, plus_fill(RED, 0, 0, 50, 50))) == [WHITE, RED, WHITE, WHITE]


CLIP = plus_record(0x4032, 0, "4f", 0, 0, 50, 100)


@pytest.mark.parametrize(
    ("records", "expected"),
    [
        (CLIP, [RED, WHITE, RED, WHITE]),
        (CLIP + plus_record(0x4031), [RED] * 4),
        (CLIP + plus_record(0x4032, 1 << 8, "4f", 0, 0, 100, 50), [RED, WHITE, WHITE, WHITE]),
        (CLIP + plus_record(0x4032, 2 << 8, "4f", 0, 0, 100, 50), [RED, RED, RED, WHITE]),
        (CLIP + plus_record(0x4032, 3 << 8, "4f", 0, 0, 100, 50), [WHITE, RED, RED, WHITE]),
        (CLIP + plus_record(0x4032, 4 << 8, "4f", 0, 0, 100, 50), [WHITE, WHITE, RED, WHITE]),
        (CLIP + plus_record(0x4032, 5 << 8, "4f", 0, 0, 100, 50), [WHITE, RED, WHITE, WHITE]),
        (plus_object(PATH, 3, BOX_PATH) + plus_record(0x4033, 3), [RED, WHITE, WHITE, WHITE]),
    ],
)
def test_clipping_goes_together(records: bytes, expected: list[object]) -> None:
    assert quarters(plus_emf(records, FULL_RED)) == expected


def test_regions_are_trees() -> None:
    left, upper = struct.pack("<I4f", 0x10000000, 0, 0, 50, 100), struct.pack("<I4f", 0x10000000, 0, 0, 100, 50)
    size = struct.pack("<I", len(BOX_PATH))
    for node, expected in (
        (struct.pack("<I", 1) + left + upper, [RED, WHITE, WHITE, WHITE]),
        (struct.pack("<I", 2) + left + upper, [RED, RED, RED, WHITE]),
        (struct.pack("<I", 0x10000001) + size + BOX_PATH, [RED, WHITE, WHITE, WHITE]),
        (struct.pack("<I", 0x10000002), [WHITE] * 4),
        (struct.pack("<I", 0x10000003), [RED] * 4),
        (struct.pack("<I", 4) + struct.pack("<I", 0x10000003) + left, [WHITE, RED, WHITE, RED]),
    ):
        region = plus_object(REGION, 5, struct.pack("<II", VERSION, 2) + node)
        assert quarters(plus_emf(region, plus_record(0x4034, 5), FULL_RED)) == expected


def test_a_region_of_endless_depth_is_broken() -> None:
    region = plus_object(REGION, 5, struct.pack("<II", VERSION, 2) + struct.pack("<I", 1) * 5000)
    assert drawn(plus_emf(region, FULL_RED)).notes.skipped_records == {"EMF+ 4008, broken"}


# --------------------------------------------------------------------------------------------------------- and more


def test_a_broken_record_is_left_out_and_noted() -> None:
    result = drawn(plus_emf(plus_record(0x400A, INLINE, "I", 1), plus_record(0x4099), FULL_RED))
    assert result.notes.skipped_records == {"EMF+ 400A, broken", "EMF+ 4099"}
    assert result.image.getpixel((50, 50)) == (*RED, 255)


def test_what_is_not_finite_counts_as_nothing() -> None:
    assert quarters(plus_emf(plus_fill(RED, float("nan"), 0, 50, 100))) == [RED, WHITE, RED, WHITE]
