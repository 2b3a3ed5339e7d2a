import struct

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
    drawn,
    ink,
    picture,
    plain_wmf,
    window,
    wmf,
    wmf_brush,
    wmf_fill,
    wmf_font,
    wmf_pen,
    wmf_record,
    wmf_rectangle,
    wmf_select,
    wmf_text,
)

from sdconvert.pictures import PictureUnconvertible

NULL_PEN = wmf_select(0x8008)
SOURCE_COPY, PATTERN_COPY, BLACKNESS, WHITENESS, INVERT = 0xCC0020, 0xF00021, 0x42, 0xFF0062, 0x550009
CHECKS = dib([RED, GREEN], [BLUE, BLACK])
QUARTERS = ((25, 25), (75, 25), (25, 75), (75, 75))


def quarters(data: bytes) -> list[tuple[int, int, int]]:
    image = picture(data)
    return [at(image, x, y) for x, y in QUARTERS]


# ------------------------------------------------------------------------------------------------------ coordinates


@pytest.mark.parametrize("mode", [None, 1, 7, 8])
def test_a_window_without_a_viewport_fills_the_picture(mode: int | None) -> None:
    modes = b"" if mode is None else wmf_record(0x0103, "h", mode)
    data = wmf(modes, window(0, 0, 4000, 2000), wmf_fill(RED, 2000, 0, 4000, 2000), box=(0, 0, 100, 50))
    assert quarters(data) == [WHITE, RED, WHITE, RED]


def test_a_window_may_begin_anywhere_and_grow_upwards() -> None:
    data = wmf(window(-50, 50, 100, -100), wmf_fill(BLUE, -50, 50, 0, 0))
    assert quarters(data) == [BLUE, WHITE, WHITE, WHITE]


def test_a_window_that_is_set_again_is_laid_over_the_same_picture() -> None:
    data = wmf(window(0, 0, 100, 100), window(0, 0, 10, 10), wmf_fill(BLUE, 0, 0, 5, 5))
    assert quarters(data) == [BLUE, WHITE, WHITE, WHITE]


def test_a_viewport_counts_in_its_own_units() -> None:
    viewport = wmf_record(0x020D, "hh", 0, 0) + wmf_record(0x020E, "hh", 700, 700)
    half = wmf_record(0x020D, "hh", 350, 350) + wmf_record(0x020E, "hh", 350, 350)
    data = wmf(window(0, 0, 10, 10), viewport, half, wmf_fill(BLUE, 0, 0, 10, 10))
    assert quarters(data) == [WHITE, WHITE, WHITE, BLUE]


def test_window_and_viewport_can_be_moved_and_scaled() -> None:
    moved = wmf_record(0x020F, "hh", -50, -50) + wmf_record(0x0410, "4h", 1, 2, 1, 2)
    box = ink(wmf(window(0, 0, 100, 100), moved, wmf_fill(BLUE, 0, 0, 50, 100)))
    assert box == pytest.approx((25, 25, 50, 75), abs=1)


def test_units_of_millimetres_grow_upwards() -> None:
    data = wmf(wmf_record(0x0103, "h", 2), window(0, 0, 100, 100), wmf_fill(BLUE, 0, 0, 127, -127))
    assert quarters(data) == [BLUE, WHITE, WHITE, WHITE]


def test_the_header_tells_the_size() -> None:
    assert drawn(wmf(wmf_fill(RED, 0, 0, 1, 1), box=(0, 0, 100, 50))).image.size == (200, 100)
    assert drawn(wmf(wmf_fill(RED, 0, 0, 1, 1), box=(100, 50, 0, 0), per_inch=50)).image.size == (400, 200)


@pytest.mark.parametrize(
    "data",
    [
        plain_wmf(window(0, 0, 200, 100), wmf_fill(RED, 0, 0, 1, 1)),
        wmf(wmf_fill(RED, 0, 0, 1, 1), box=(0, 0, 200, 100), per_inch=0),
        wmf(window(0, 0, 200, 100), wmf_fill(RED, 0, 0, 1, 1), box=(7, 0, 7, 100)),
    ],
)
def test_without_a_size_the_window_tells_the_shape(data: bytes) -> None:
    assert drawn(data).image.size == (787, 394)


def test_without_a_size_and_a_window_there_is_no_picture() -> None:
    with pytest.raises(PictureUnconvertible, match="no size"):
        drawn(plain_wmf(wmf_fill(RED, 0, 0, 1, 1)))


# ---------------------------------------------------------------------------------------------------------- objects


@pytest.mark.parametrize(
    "other",
    [
        wmf_record(0x00F7, "HHI", 0x300, 1, 0),
        wmf_record(0x06FF, "10H", *range(10)),
        wmf_record(0x0142, "HH", 5, 0) + b"",
        wmf_record(0x01F9, "4h", 0, 0, 0, 0),
    ],
)
def test_objects_that_draw_nothing_take_a_place_in_the_table(other: bytes) -> None:
    data = wmf(other, wmf_brush(RED), NULL_PEN, wmf_select(1), wmf_rectangle(0, 0, 100, 100))
    assert quarters(data) == [RED] * 4


def test_the_first_place_that_is_free_is_taken_again() -> None:
    freed = wmf_record(0x01F0, "H", 0)
    brushes = wmf_brush(GREEN) + wmf_brush(BLUE) + freed + wmf_brush(RED)
    data = wmf(brushes, NULL_PEN, wmf_select(0), wmf_rectangle(0, 0, 100, 100))
    assert quarters(data) == [RED] * 4


def test_what_was_selected_stays_in_use_when_it_is_deleted() -> None:
    data = wmf(wmf_brush(RED), NULL_PEN, wmf_select(0), wmf_record(0x01F0, "H", 0), wmf_rectangle(0, 0, 100, 100))
    assert quarters(data) == [RED] * 4


@pytest.mark.parametrize(("number", "expected"), [(6, WHITE), (7, BLACK), (8, RED)])
def test_the_pens_that_every_device_has(number: int, expected: tuple[int, int, int]) -> None:
    line = wmf_record(0x0214, "hh", 50, 0) + wmf_record(0x0213, "hh", 50, 100)
    image = picture(wmf(wmf_fill(RED, 0, 0, 100, 100), wmf_select(0x8000 | number), line))
    seen = {at(image, 50, y) for y in (49.5, 50, 50.5)}
    assert any(pixel == pytest.approx(expected, abs=80) for pixel in seen)


def test_a_saved_state_comes_back() -> None:
    objects = wmf_brush(RED) + wmf_brush(BLUE) + NULL_PEN + wmf_select(0)
    kept = wmf_record(0x001E) + wmf_select(1) + wmf_record(0x0127, "h", -1)
    assert quarters(wmf(objects, kept, wmf_rectangle(0, 0, 100, 100))) == [RED] * 4


# ---------------------------------------------------------------------------------------------------------- shapes


def test_overlapping_parts_alternate_or_wind() -> None:
    ring = wmf_record(0x0538, "H2H16h", 2, 4, 4, 0, 0, 100, 0, 100, 100, 0, 100, 20, 20, 80, 20, 80, 80, 20, 80)
    start = wmf_brush(RED) + NULL_PEN + wmf_select(0)
    alternating, winding = wmf_record(0x0106, "H", 1), wmf_record(0x0106, "H", 2)
    assert at(picture(wmf(start, alternating, ring)), 50, 50) == WHITE
    assert at(picture(wmf(start, winding, ring)), 50, 50) == RED


def test_parts_that_turn_the_other_way_are_holes_when_they_wind() -> None:
    ring = wmf_record(0x0538, "H2H16h", 2, 4, 4, 0, 0, 100, 0, 100, 100, 0, 100, 20, 20, 20, 80, 80, 80, 80, 20)
    image = picture(wmf(wmf_brush(RED), NULL_PEN, wmf_select(0), wmf_record(0x0106, "H", 2), ring))
    assert (at(image, 10, 50), at(image, 50, 50)) == (RED, WHITE)


def test_a_pie_runs_against_the_clock() -> None:
    upper_half = wmf_record(0x081A, "8h", 50, 0, 50, 100, 100, 100, 0, 0)
    image = picture(wmf(wmf_brush(RED), NULL_PEN, wmf_select(0), upper_half))
    assert (at(image, 50, 25), at(image, 50, 75)) == (RED, WHITE)


def test_a_pie_runs_the_same_way_where_y_grows_upwards() -> None:
    upper_half = wmf_record(0x081A, "8h", 50, 0, 50, 100, 0, 100, 100, 0)
    image = picture(wmf(window(0, 100, 100, -100), wmf_brush(RED), NULL_PEN, wmf_select(0), upper_half))
    assert (at(image, 50, 25), at(image, 50, 75)) == (RED, WHITE)


def test_an_arc_is_open_and_a_chord_is_not() -> None:
    start = wmf_brush(RED) + wmf_pen(BLACK, 4) + wmf_select(0) + wmf_select(1)
    points = (50, 0, 50, 100, 100, 100, 0, 0)
    arc, chord = (
        picture(wmf(start, wmf_record(0x0817, "8h", *points))),
        picture(wmf(start, wmf_record(0x0830, "8h", *points))),
    )
    assert (at(arc, 50, 25), at(arc, 50, 50), at(arc, 50, 1)) == (WHITE, WHITE, BLACK)
    assert (at(chord, 50, 25), at(chord, 50, 50)) == (RED, BLACK)


def test_corners_can_be_round() -> None:
    image = picture(wmf(wmf_brush(RED), NULL_PEN, wmf_select(0), wmf_record(0x061C, "6h", 100, 100, 100, 100, 0, 0)))
    assert (at(image, 3, 3), at(image, 50, 3)) == (WHITE, RED)


def test_a_pixel_is_one_of_a_screen() -> None:
    left, top, right, bottom = ink(wmf(wmf_record(0x041F, "Ihh", colour(RED), 50, 50)))
    assert (left, top) == pytest.approx((50, 50), abs=1)
    assert right - left == pytest.approx(1, abs=0.6)
    assert bottom - top == pytest.approx(1, abs=0.6)


# -------------------------------------------------------------------------------------------------------- clipping


def test_what_is_drawn_stays_within_the_clipping() -> None:
    clip = wmf_record(0x0416, "4h", 100, 50, 0, 0)
    assert quarters(wmf(clip, wmf_fill(RED, 0, 0, 100, 100))) == [RED, WHITE, RED, WHITE]


def test_a_box_can_be_left_out() -> None:
    clip = wmf_record(0x0415, "4h", 50, 50, 0, 0)
    assert quarters(wmf(clip, wmf_fill(RED, 0, 0, 100, 100))) == [WHITE, RED, RED, RED]


def test_clipping_is_moved_and_ended() -> None:
    clip, moved, ended = (
        wmf_record(0x0416, "4h", 100, 50, 0, 0),
        wmf_record(0x0220, "hh", 0, 50),
        wmf_record(0x012C, "H", 0),
    )
    assert quarters(wmf(clip, moved, wmf_fill(RED, 0, 0, 100, 100))) == [WHITE, RED, WHITE, RED]
    assert quarters(wmf(clip, ended, wmf_fill(RED, 0, 0, 100, 100))) == [RED] * 4


# --------------------------------------------------------------------------------------------------------- bitmaps


@pytest.mark.parametrize(
    "record",
    [
        wmf_record(0x0940, f"I6h{len(CHECKS)}s", SOURCE_COPY, 0, 0, 2, 2, 0, 0, CHECKS),
        wmf_record(0x0B41, f"I8h{len(CHECKS)}s", SOURCE_COPY, 2, 2, 0, 0, 2, 2, 0, 0, CHECKS),
        wmf_record(0x0D33, f"3H6h{len(CHECKS)}s", 0, 2, 0, 0, 0, 2, 2, 0, 0, CHECKS),
        wmf_record(0x0F43, f"IH8h{len(CHECKS)}s", SOURCE_COPY, 0, 2, 2, 0, 0, 2, 2, 0, 0, CHECKS),
    ],
    ids=["DibBitBlt", "DibStretchBlt", "SetDibToDev", "StretchDib"],
)
def test_bitmaps_are_drawn(record: bytes) -> None:
    assert quarters(wmf(window(0, 0, 2, 2), record)) == [RED, GREEN, BLUE, BLACK]


def test_a_bitmap_can_be_mirrored() -> None:
    record = wmf_record(0x0F43, f"IH8h{len(CHECKS)}s", SOURCE_COPY, 0, 2, 2, 0, 0, -2, -2, 2, 2, CHECKS)
    assert quarters(wmf(window(0, 0, 2, 2), record)) == [BLACK, BLUE, GREEN, RED]


def test_a_part_of_a_bitmap_is_counted_from_below() -> None:
    record = wmf_record(0x0F43, f"IH8h{len(CHECKS)}s", SOURCE_COPY, 0, 1, 1, 1, 1, 2, 2, 0, 0, CHECKS)
    assert quarters(wmf(window(0, 0, 2, 2), record)) == [GREEN] * 4


def test_a_part_of_a_bitmap_in_a_bit_block_is_counted_from_above() -> None:
    record = wmf_record(0x0B41, f"I8h{len(CHECKS)}s", SOURCE_COPY, 1, 1, 1, 1, 2, 2, 0, 0, CHECKS)
    assert quarters(wmf(window(0, 0, 2, 2), record)) == [BLACK] * 4


def test_a_bitmap_of_old_windows_is_drawn() -> None:
    bitmap = struct.pack("<4hBB4s", 0, 2, 2, 2, 1, 1, bytes([0b10000000, 0, 0b01000000, 0]))
    record = wmf_record(0x0922, f"I6h{len(bitmap)}s", SOURCE_COPY, 0, 0, 2, 2, 0, 0, bitmap)
    assert quarters(wmf(window(0, 0, 2, 2), record)) == [WHITE, BLACK, BLACK, WHITE]


@pytest.mark.parametrize(
    ("operation", "expected"),
    [(PATTERN_COPY, GREEN), (BLACKNESS, BLACK), (WHITENESS, WHITE), (INVERT, (0, 255, 255))],
)
@pytest.mark.parametrize("function", [0x061D, 0x0940, 0x0B41])
def test_an_operation_without_a_bitmap_fills_its_box(function: int, operation: int, expected: object) -> None:
    between = {0x061D: (), 0x0940: (0, 0, 0), 0x0B41: (1, 1, 0, 0, 0)}[function]
    record = wmf_record(function, f"I{4 + len(between)}h", operation, *between, 100, 50, 0, 0)
    image = picture(wmf(wmf_fill(RED, 0, 0, 100, 100), wmf_brush(GREEN), wmf_select(2), record))
    assert (at(image, 25, 50), at(image, 75, 50)) == (expected, RED)


def test_a_bitmap_goes_together_with_what_is_there() -> None:
    source_and = 0x8800C6
    record = wmf_record(0x0940, f"I6h{len(CHECKS)}s", source_and, 0, 0, 2, 2, 0, 0, CHECKS)
    assert quarters(wmf(window(0, 0, 2, 2), wmf_fill(RED, 0, 0, 2, 2), record)) == [RED, BLACK, BLACK, BLACK]


def test_a_shape_can_be_filled_with_a_bitmap() -> None:
    brush = wmf_record(0x0142, f"HH{len(CHECKS)}s", 5, 0, CHECKS)
    image = picture(wmf(brush, NULL_PEN, wmf_select(0), wmf_rectangle(0, 0, 100, 100)))
    colours = {value for _, value in image.getcolors(100_000) or ()}
    assert {RED, GREEN, BLUE} <= colours


def test_a_hatched_brush_lets_the_ground_through() -> None:
    lines = wmf_brush(RED, style=2, hatch=4) + NULL_PEN + wmf_select(0) + wmf_rectangle(0, 0, 100, 100)
    opaque = picture(wmf(wmf_record(0x0201, "I", colour(GREEN)), lines))
    clear = picture(wmf(wmf_record(0x0102, "H", 1), lines))
    assert {RED, GREEN} <= {value for _, value in opaque.getcolors(100_000) or ()}
    assert {RED, WHITE} <= {value for _, value in clear.getcolors(100_000) or ()}


@pytest.mark.parametrize(("operation", "expected"), [(7, (0, 255, 255)), (6, (0, 255, 255)), (11, RED), (16, WHITE)])
def test_pens_and_brushes_go_together_with_what_is_there(operation: int, expected: object) -> None:
    mode = wmf_record(0x0104, "H", operation)
    data = wmf(wmf_fill(RED, 0, 0, 100, 100), mode, wmf_brush(WHITE), wmf_select(2), wmf_rectangle(0, 0, 100, 100))
    assert at(picture(data), 50, 50) == expected


# ------------------------------------------------------------------------------------------------ text and the rest


def test_text_is_decoded_by_the_character_set_of_its_font() -> None:
    data = wmf(wmf_font(b"Arial", charset=204), wmf_select(0), wmf_text("Жук".encode("cp1251")))
    assert drawn(data).notes.text == "Жук"


def test_bytes_of_east_asian_text_make_one_character_each_two() -> None:
    text = "中文".encode("gb18030")
    record = wmf_record(0x0A32, f"hhHH{len(text)}s4h", 50, 10, len(text), 0, text, 20, 0, 20, 0)
    assert drawn(wmf(wmf_font(b"SimSun", charset=134), wmf_select(0), record)).notes.text == "中文"


def test_characters_stand_where_the_record_says() -> None:
    font = wmf_font(b"Arial", -20) + wmf_select(0) + wmf_record(0x0102, "H", 1)
    wide = wmf_record(0x0A32, "hhHH2s2h", 50, 0, 2, 0, b"ii", 80, 10)
    assert ink(wmf(font, wide))[2] > 80 > ink(wmf(font, wmf_text(b"ii", 0)))[2]


def test_a_broken_record_is_left_out_and_noted() -> None:
    result = drawn(wmf(wmf_record(0x0538, "H", 500), wmf_record(0x0B41, "I", 1), wmf_fill(RED, 0, 0, 100, 100)))
    assert result.notes.skipped_records == {"WMF 0538, broken", "WMF 0B41, broken"}
    assert result.image.getpixel((50, 50)) == (*RED, 255)


def test_an_unknown_record_is_noted_and_one_without_effect_is_not() -> None:
    result = drawn(wmf(wmf_record(0x0429, "H", 1), wmf_record(0x0626, "HH", 15, 0), wmf_record(0x0035)))
    assert result.notes.skipped_records == {"WMF 0429"}


@pytest.mark.parametrize("kept", [30, 45, -4])
def test_a_metafile_that_breaks_off_is_refused(kept: int) -> None:
    with pytest.raises(PictureUnconvertible, match="breaks off"):
        drawn(wmf(wmf_fill(RED, 0, 0, 100, 100))[:kept])
