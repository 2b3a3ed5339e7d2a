import pytest
from metafiles import RED, WHITE, at, drawn, emf, emf_fill, emf_record, ink, picture

from sdconvert.pictures import PictureUnconvertible

WHOLE = (0, 0, 100, 100)
TWICE_THE_WINDOW = emf_record(32, "4i", 2, 1, 2, 1)


def quarters(data: bytes) -> list[tuple[int, int, int]]:
    image = picture(data)
    return [at(image, x, y) for x, y in ((25, 25), (75, 25), (25, 75), (75, 75))]


def test_the_frame_is_the_picture_whatever_the_bounds_say() -> None:
    data = emf(emf_fill(RED, 0, 0, 50, 50), bounds=(0, 0, 49, 49))
    assert drawn(data).image.size == (200, 200)
    assert quarters(data) == [RED, WHITE, WHITE, WHITE]


def test_without_a_frame_the_bounds_are_the_picture() -> None:
    data = emf(emf_fill(RED, 0, 0, 50, 100), frame=(0, 0, 0, 0), bounds=(0, 0, 100, 50))
    assert drawn(data).image.size == (200, 100)


def test_without_a_frame_and_bounds_there_is_no_picture() -> None:
    with pytest.raises(PictureUnconvertible, match="no size"):
        drawn(emf(frame=(0, 0, 0, 0), bounds=(0, 0, -1, -1)))


def test_a_device_without_a_size_is_a_screen() -> None:
    data = emf(emf_fill(RED, 0, 0, 48, 96), device=(0, 0, 0, 0))
    assert quarters(data) == [RED, WHITE, RED, WHITE]


@pytest.mark.parametrize(
    "mapping",
    [
        emf_record(17, "I", 8) + emf_record(9, "ii", 10, 10) + emf_record(11, "ii", 100, 100),
        emf_record(17, "I", 8) + emf_record(9, "ii", 5, 5) + TWICE_THE_WINDOW + emf_record(11, "ii", 100, 100),
        emf_record(17, "I", 7) + emf_record(9, "ii", 10, 10) + emf_record(11, "ii", 300, 100),
        emf_record(35, "6f", 10, 0, 0, 10, 0, 0),
        emf_record(35, "6f", 1, 0, 0, 1, 5, 5) + emf_record(36, "6fI", 10, 0, 0, 10, -50, -50, 3),
        emf_record(35, "6f", 10, 0, 0, 10, 0, 0) + emf_record(36, "6fI", 1, 0, 0, 1, 0, 0, 2),
        emf_record(35, "6f", 7, 0, 0, 7, 7, 7) + emf_record(36, "6fI", 10, 0, 0, 10, 0, 0, 4),
    ],
)
def test_coordinates_are_mapped(mapping: bytes) -> None:
    assert quarters(emf(mapping, emf_fill(RED, 0, 0, 5, 5))) == [RED, WHITE, WHITE, WHITE]


def test_units_of_a_tenth_of_a_millimetre_grow_upwards() -> None:
    assert quarters(emf(emf_record(17, "I", 2), emf_fill(RED, 0, 0, 127, -127))) == [RED, WHITE, WHITE, WHITE]


def test_a_transform_before_and_one_after_are_not_the_same() -> None:
    doubled, moved = emf_record(35, "6f", 2, 0, 0, 2, 0, 0), (1.0, 0.0, 0.0, 1.0, 25.0, 25.0)
    before, after = (emf_record(36, "6fI", *moved, mode) for mode in (2, 3))
    assert quarters(emf(doubled, before, emf_fill(RED, 0, 0, 25, 25))) == [WHITE, WHITE, WHITE, RED]
    assert ink(emf(doubled, after, emf_fill(RED, 0, 0, 25, 25))) == pytest.approx((25, 25, 75, 75), abs=1)


def test_a_saved_state_comes_back_by_its_place_or_so_many_back() -> None:
    states = emf_record(33) + emf_record(35, "6f", 9, 0, 0, 9, 9, 9) + emf_record(33)
    assert quarters(emf(states, emf_record(34, "i", 1), emf_fill(RED, *WHOLE))) == [RED] * 4
    assert quarters(emf(states, emf_record(34, "i", -2), emf_fill(RED, *WHOLE))) == [RED] * 4
    assert quarters(emf(states, emf_record(34, "i", 7), emf_fill(RED, 0, 0, 11, 11))) == [RED] * 4


def test_a_broken_record_is_left_out_and_noted() -> None:
    result = drawn(emf(emf_record(3, "4iI", 0, 0, 0, 0, 9), emf_record(81, "I", 1), emf_fill(RED, *WHOLE)))
    assert result.notes.skipped_records == {"EMF 3, broken", "EMF 81, broken"}
    assert result.image.getpixel((50, 50)) == (*RED, 255)


def test_an_unknown_record_is_noted_and_one_without_effect_is_not() -> None:
    result = drawn(emf(emf_record(53, "3I", 1, 2, 3), emf_record(98, "I", 1), emf_record(70, "I4s", 4, b"none")))
    assert result.notes.skipped_records == {"EMF 53"}


@pytest.mark.parametrize("kept", [60, 90, 130, -4])
def test_a_metafile_that_breaks_off_is_refused(kept: int) -> None:
    with pytest.raises(PictureUnconvertible, match="breaks off"):
        drawn(emf(emf_fill(RED, *WHOLE))[:kept])
