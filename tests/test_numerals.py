"""Numbers in Roman numerals and letters, against a second way of writing them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdconvert.numerals import lower_roman, repeat_sign
from sdconvert.writing.note_marks import ENDNOTES, FOOTNOTES, NoteCounting, find_counting

VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}


def value_of(text):
    """Read from the right: a sign before a greater one is taken away."""
    values = [VALUES[sign] for sign in text]
    return sum(-one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True))


@given(st.integers(1, 3999))
def test_a_roman_number_reads_as_it_was_and_repeats_no_sign_four_times(number):
    text = lower_roman(number)
    assert value_of(text) == number
    assert not any(sign * 4 in text for sign in VALUES)


@pytest.mark.parametrize(("number", "text"), [(1, "a"), (26, "z"), (27, "aa"), (28, "bb"), (53, "aaa")])
def test_letters_are_repeated(number, text):
    assert repeat_sign("abcdefghijklmnopqrstuvwxyz", number) == text


@pytest.mark.parametrize("start", [4, 90, 400, 499])
def test_notes_that_count_in_roman_numbers_from_any_start_are_known(start):
    marks = [lower_roman(start + number) for number in range(3)]
    assert find_counting(marks, FOOTNOTES) == NoteCounting("lowerRoman", start)
    assert find_counting(["i", "ii"], ENDNOTES) == ENDNOTES
