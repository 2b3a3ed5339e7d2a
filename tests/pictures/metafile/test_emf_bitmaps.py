import io
import struct
from itertools import pairwise

import pytest
from metafiles import (
    BLACK,
    BLUE,
    GREEN,
    RED,
    WHITE,
    at,
    colour,
    dib,
    emf,
    emf_box,
    emf_brush,
    emf_fill,
    emf_record,
    emf_select,
    picture,
    stock,
)
from PIL import Image

WHOLE = (0, 0, 100, 100)
RED_FILL = stock(8) + emf_brush(1, RED) + emf_select(1)
SOURCE_COPY, PATTERN_COPY = 0xCC0020, 0xF00021
IDENTITY = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
CHECKS = dib([RED, GREEN], [BLUE, BLACK])
BITS = CHECKS[40:]


def quarters(data: bytes) -> list[tuple[int, int, int]]:
    image = picture(data)
    return [at(image, x, y) for x, y in ((25, 25), (75, 25), (25, 75), (75, 75))]


def blit(kind: int, operation: int, *, source: tuple[int, int, int, int] | None, tail: tuple[int, ...] = ()) -> bytes:
    """A block transfer to the whole picture, with the bitmap or without."""
    fixed = 100 + 4 * len(tail)
    places = (fixed, 40, fixed + 40, len(BITS)) if source else (0, 0, 0, 0)
    values = (0, 0, 0, 0, *WHOLE, operation, *(source or (0, 0, 0, 0))[:2], *IDENTITY, 0, 0, *places, *tail)
    bitmap = CHECKS if source else b""
    return emf_record(kind, f"4i4iI2i6f2I4I{len(tail)}i{len(bitmap)}s", *values, bitmap)


@pytest.mark.parametrize("kind", [76, 77])
@pytest.mark.parametrize(
    ("operation", "expected"), [(PATTERN_COPY, RED), (0x42, BLACK), (0xFF0062, WHITE), (0x550009, (255, 0, 255))]
)
def test_a_transfer_without_a_bitmap_fills_its_box(kind: int, operation: int, expected: object) -> None:
    tail = (1, 1) if kind == 77 else ()
    data = emf(emf_fill(GREEN, *WHOLE), RED_FILL, blit(kind, operation, source=None, tail=tail))
    assert quarters(data) == [expected] * 4


def test_a_transfer_that_leaves_all_as_it_is_does_nothing() -> None:
    assert quarters(emf(emf_fill(GREEN, *WHOLE), blit(76, 0xAA0029, source=None))) == [GREEN] * 4


SET_DIB = emf_record(
    80, f"4i6i4I3I{len(CHECKS)}s", 0, 0, 0, 0, 0, 0, 0, 0, 2, 2, 76, 40, 116, len(BITS), 0, 0, 2, CHECKS
)
STRETCH_DIB = emf_record(
    81,
    f"4i6i4IIIii{len(CHECKS)}s",
    *(0, 0, 0, 0, 0, 0, 0, 0, 2, 2, 80, 40, 120, len(BITS), 0, SOURCE_COPY, 100, 100),
    CHECKS,
)
OPAQUE_BLEND = 0xFF0000


@pytest.mark.parametrize(
    "record",
    [
        blit(77, SOURCE_COPY, source=(0, 0, 2, 2), tail=(2, 2)),
        emf_record(35, "6f", 50, 0, 0, 50, 0, 0) + SET_DIB,
        STRETCH_DIB,
        blit(114, OPAQUE_BLEND, source=(0, 0, 2, 2), tail=(2, 2)),
        blit(116, colour((1, 2, 3)), source=(0, 0, 2, 2), tail=(2, 2)),
        emf_record(
            79,
            f"4i6i4i6f2I4I2iI4I{len(CHECKS)}s",
            *(0, 0, 0, 0, 0, 0, 100, 0, 0, 100, 0, 0, 2, 2, *IDENTITY, 0, 0, 140, 40, 180, len(BITS), 0, 0, 0),
            *(0, 0, 0, 0),
            CHECKS,
        ),
    ],
    ids=["StretchBlt", "SetDIBitsToDevice", "StretchDIBits", "AlphaBlend", "TransparentBlt", "PlgBlt"],
)
def test_bitmaps_are_drawn(record: bytes) -> None:
    assert quarters(emf(record)) == [RED, GREEN, BLUE, BLACK]


def test_a_bitmap_can_be_turned() -> None:
    turned = emf_record(35, "6f", 0, 1, -1, 0, 100, 0)
    expected = [BLUE, RED, BLACK, GREEN]
    assert [
        pixel == pytest.approx(one, abs=9)
        for pixel, one in zip(quarters(emf(turned, STRETCH_DIB)), expected, strict=True)
    ]


def test_one_colour_of_a_bitmap_is_left_out() -> None:
    record = blit(116, colour(GREEN), source=(0, 0, 2, 2), tail=(2, 2))
    assert quarters(emf(record)) == [RED, WHITE, BLUE, BLACK]


def test_a_bitmap_is_drawn_where_its_mask_is_white() -> None:
    mask = struct.pack("<IiiHHIIiiII8s", 40, 2, 2, 1, 1, 0, 8, 0, 0, 2, 2, bytes([0, 0, 0, 0, 255, 255, 255, 0]))
    bits = bytes([0b10000000, 0, 0, 0, 0b01000000, 0, 0, 0])
    values = (0, 0, 0, 0, 0, 0, 2, 2, SOURCE_COPY, 0, 0, *IDENTITY, 0, 0, 128, 40, 168, len(BITS), 0, 0, 0)
    places = (128 + len(CHECKS), 48, 128 + len(CHECKS) + 48, 8)
    record = emf_record(78, f"4i4iI2i6f2I4I2iI4I{len(CHECKS)}s48s8s", *values, *places, CHECKS, mask, bits)
    assert quarters(emf(emf_record(35, "6f", 50, 0, 0, 50, 0, 0), record)) == [WHITE, GREEN, BLUE, WHITE]


def test_a_bitmap_can_be_half_transparent() -> None:
    image = picture(emf(blit(114, 0x800000, source=(0, 0, 2, 2), tail=(2, 2))))
    assert at(image, 75, 75) == pytest.approx((127, 127, 127), abs=2)


def test_opacity_can_be_that_of_each_pixel() -> None:
    head = struct.pack("<IiiHHIIiiII", 40, 2, 1, 1, 32, 0, 8, 0, 0, 0, 0)
    bits = bytes([0, 0, 255, 255, 0, 0, 0, 0])
    values = (0, 0, 0, 0, *WHOLE, 0x1FF0000, 0, 0, *IDENTITY, 0, 0, 108, 40, 148, 8, 2, 1)
    data = emf(emf_record(114, "4i4iI2i6f2I4I2i40s8s", *values, head, bits))
    assert quarters(data) == [RED, WHITE, RED, WHITE]


def test_a_pattern_of_two_colours_takes_those_of_text_and_ground() -> None:
    head = struct.pack("<IiiHHIIiiII8s", 40, 8, 1, 1, 1, 0, 4, 0, 0, 2, 2, bytes([0, 0, 0, 0, 255, 255, 255, 0]))
    brush = emf_record(93, "6I48s4s", 1, 0, 32, 48, 80, 4, head, bytes([0xF0, 0, 0, 0]))
    colours = emf_record(24, "I", colour(RED)) + emf_record(25, "I", colour(BLUE))
    image = picture(emf(colours, brush, stock(8), emf_select(1), emf_box(43, *WHOLE)))
    assert {RED, BLUE} <= {value for _, value in image.getcolors(100_000) or ()}


def test_a_bitmap_that_is_a_whole_file_is_decoded() -> None:
    output = io.BytesIO()
    Image.new("RGB", (2, 2), RED).save(output, format="PNG")
    png = output.getvalue()
    head = struct.pack("<IiiHHIIiiII", 40, 2, 2, 1, 0, 5, len(png), 0, 0, 0, 0)
    values = (0, 0, 0, 0, 0, 0, 0, 0, 2, 2, 80, 40, 120, len(png), 0, SOURCE_COPY, 100, 100)
    assert quarters(emf(emf_record(81, f"4i6i4IIIii40s{len(png)}s", *values, head, png))) == [RED] * 4


@pytest.mark.parametrize(
    ("mode", "across"),
    [(0, True), (1, False)],
)
def test_colours_go_over_into_each_other(mode: int, across: bool) -> None:
    vertices = struct.pack("<ii4Hii4H", 0, 0, 0xFF00, 0, 0, 0, 100, 100, 0, 0, 0xFF00, 0)
    image = picture(emf(emf_record(118, "4i3I32s2I", 0, 0, 0, 0, 2, 1, mode, vertices, 0, 1)))
    line = [at(image, place, 50) if across else at(image, 50, place) for place in (5, 35, 65, 95)]
    assert all(one[0] > two[0] and one[2] < two[2] for one, two in pairwise(line))


def test_a_triangle_of_three_colours_has_their_average() -> None:
    corners = ((0, 0, RED), (100, 0, GREEN), (0, 100, BLUE))
    vertices = b"".join(struct.pack("<ii4H", x, y, *(value << 8 for value in rgb), 0) for x, y, rgb in corners)
    image = picture(emf(emf_record(118, "4i3I48s3I", 0, 0, 0, 0, 3, 1, 2, vertices, 0, 1, 2)))
    assert (at(image, 25, 25), at(image, 90, 90)) == ((85, 85, 85), WHITE)
