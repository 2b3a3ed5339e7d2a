import pytest
from metafiles import (
    GREEN,
    NEEDS_FONTS,
    RED,
    WHITE,
    at,
    colour,
    drawn,
    emf,
    emf_fill,
    emf_font,
    emf_record,
    emf_select,
    emf_text,
    ink,
    picture,
)


def test_text_is_read_in_all_its_records() -> None:
    ansi = (0, 0, 0, 0, 1, 1.0, 1.0, 10, 30, 3, 76, 0, 0, 0, 0, 0, 0)
    small = emf_record(108, "iiIIIff4s", 10, 90, 4, 0x300, 1, 1.0, 1.0, b"tiny")
    wide_small = emf_record(108, "iiIIIff4i4s", 10, 90, 2, 0, 1, 1.0, 1.0, 0, 0, 0, 0, "no".encode("utf-16-le"))
    poly = emf_record(
        97, "4iIffI2i3I4iI6s", 0, 0, 0, 0, 1, 1.0, 1.0, 1, 10, 60, 3, 80, 0, 0, 0, 0, 0, 0, "abc".encode("utf-16-le")
    )
    data = emf(emf_record(83, "4iI2f2i3I4iI3s", *ansi, b"old"), emf_text("wide"), small, wide_small, poly)
    assert drawn(data).notes.text == "old wide tiny no abc"


@pytest.mark.parametrize(("escapement", "expected"), [(0, "right"), (900, "up"), (1800, "left"), (2700, "down")])
def test_text_is_turned_against_the_clock(escapement: int, expected: str) -> None:
    font = emf_font(1, "Arial", -20, escapement) + emf_select(1) + emf_record(18, "I", 1) + emf_record(22, "I", 24)
    left, top, right, bottom = ink(emf(font, emf_text("mmm", 50, 50)))
    far = {"right": right - 50, "up": 50 - top, "left": 50 - left, "down": bottom - 50}
    assert max(far, key=lambda side: far[side]) == expected
    assert far[expected] > 35


def test_characters_stand_where_the_record_says_also_when_they_are_turned() -> None:
    font = emf_font(1, "Arial", -10, 900) + emf_select(1) + emf_record(18, "I", 1) + emf_record(22, "I", 24)
    assert ink(emf(font, emf_text("ii", 50, 90, advances=(60, 10))))[1] < 30


def test_distances_may_lead_up_and_down() -> None:
    font = emf_font(1, "Arial", -10) + emf_select(1) + emf_record(18, "I", 1) + emf_record(22, "I", 24)
    data = emf(font, emf_text("iii", 10, 50, advances=(20, 30, 20, -60, 0, 0), options=0x2000))
    _, top, _, bottom = ink(data)
    assert top < 15
    assert bottom > 75


@pytest.mark.parametrize(("align", "side"), [(0, 50), (2, 100), (6, 75)])
def test_text_stands_beside_or_around_its_point(align: int, side: int) -> None:
    font = emf_font(1, "Arial", -20) + emf_select(1) + emf_record(18, "I", 1) + emf_record(22, "I", align | 24)
    left, _, right, _ = ink(emf(font, emf_text("HHH", side, 50, advances=(16, 16, 16))))
    assert (left, right) == pytest.approx((50, 98), abs=6)


def test_text_stands_below_above_or_on_its_point() -> None:
    font = emf_font(1, "Arial", -20) + emf_select(1) + emf_record(18, "I", 1)
    below, above, on = (ink(emf(font, emf_record(22, "I", align), emf_text("H", 10, 50))) for align in (0, 8, 24))
    assert below[1] > 50 > above[3]
    assert on[3] == pytest.approx(50, abs=1.5)


def test_text_goes_on_where_the_last_one_ended() -> None:
    font = emf_font(1, "Arial", -20) + emf_select(1) + emf_record(18, "I", 1) + emf_record(22, "I", 25)
    data = emf(font, emf_record(27, "ii", 10, 50), emf_text("H", 0, 0, advances=(60,)), emf_text("H", 0, 0))
    assert ink(data)[2] == pytest.approx(84, abs=4)


def test_the_ground_of_text_is_filled() -> None:
    font = emf_font(1, "Arial", -20) + emf_select(1) + emf_record(25, "I", colour(GREEN))
    assert GREEN in {value for _, value in picture(emf(font, emf_text("H"))).getcolors(100_000) or ()}
    image = picture(emf(font, emf_text("", options=2, box=(0, 0, 50, 100))))
    assert (at(image, 25, 50), at(image, 75, 50)) == (GREEN, WHITE)


def test_text_can_be_bounded_by_a_box() -> None:
    font = emf_font(1, "Arial", -20) + emf_select(1) + emf_record(18, "I", 1) + emf_record(22, "I", 24)
    data = emf(font, emf_text("HHHHH", 0, 50, options=4, box=(0, 0, 30, 100)), emf_fill(RED, 90, 90, 100, 100))
    assert ink(data)[2] == 100
    assert at(picture(data), 50, 45) == WHITE


@NEEDS_FONTS
def test_the_height_of_a_font_is_that_of_its_letters_or_that_of_its_lines() -> None:
    def height(of_font: int) -> float:
        font = emf_font(1, "Arial", of_font) + emf_select(1) + emf_record(18, "I", 1) + emf_record(22, "I", 24)
        box = ink(emf(font, emf_text("H", 10, 90)))
        return box[3] - box[1]

    assert height(-80) / height(80) == pytest.approx(1.15, abs=0.04)


def test_a_font_can_be_wider_than_it_is() -> None:
    def width(of_font: int) -> float:
        font = emf_font(1, "Arial", -20, width=of_font) + emf_select(1) + emf_record(18, "I", 1)
        box = ink(emf(font, emf_text("H", 10, 20)))
        return box[2] - box[0]

    assert width(20) > 1.7 * width(0)


def test_glyphs_by_number_are_not_known() -> None:
    result = drawn(emf(emf_font(1, "Own"), emf_select(1), emf_text("\3\4", options=0x10)))
    assert (result.notes.unmapped_families, result.notes.text) == ({"Own"}, "")
