import pytest

from sdconvert.formats.sdxml.attributes import (
    is_uuid,
    parse_background,
    parse_col_span,
    parse_colour,
    parse_columns,
    parse_digits,
    parse_height,
    parse_row_span,
    parse_share,
    parse_size,
)


@pytest.mark.parametrize(
    ("text", "share"),
    [(None, 100.0), ("92.0%", 92.0), ("51.00%", 51.0), ("33.3333%", 33.33), ("0%", 1.0), ("250%", 100.0), ("x", 100.0)],
)
def test_a_share_is_percent_from_1_to_100(text, share):
    assert parse_share(text) == share


@pytest.mark.parametrize(
    ("text", "points"), [("6.35mm", 18.0), ("6.348758718967975mm", 18.0), ("0mm", None), ("12", None), (None, None)]
)
def test_a_height_is_in_points(text, points):
    assert parse_height(text) == points


@pytest.mark.parametrize(("text", "points"), [("9.750243756093903pt", 9.75), ("9", 9.0), ("small", None), (None, None)])
def test_a_font_size_is_in_points(text, points):
    assert parse_size(text) == points


@pytest.mark.parametrize(
    ("text", "span"),
    [("2", 2), ("02", 2), ("0", 1), ("-2", 1), ("²", 1), ("9" * 30, 1), (None, 1), ("1000", 1000), ("65535", 1)],
)
def test_a_span_is_at_least_one(text, span):
    assert (parse_col_span(text), parse_row_span(text)) == (span, span)


def test_rows_are_spanned_further_than_columns():
    assert (parse_col_span("1001"), parse_row_span("1001"), parse_row_span("65534")) == (1, 1001, 65534)


def test_columns_that_are_no_shares_are_0():
    assert parse_columns(["20%", "80", "wide", None, "33.3333%"]) == (20.0, 80.0, 0.0, 0.0, 33.33)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("3", 3),
        ("6", None),
        ("", None),
        ("x", None),
        ("٣", None),
        (None, None),
        ("5", 5),
        ("000000003", 3),
        ("0000000003", None),
    ],
)
def test_digits_are_those_of_ascii_up_to_the_highest(text, number):
    assert parse_digits(text, 5) == number


def test_an_id_is_a_uuid_in_lower_case():
    assert is_uuid("0f8fad5b-d9cb-469f-a165-70867728950e")
    assert not is_uuid("0F8FAD5B-D9CB-469F-A165-70867728950E")
    assert not is_uuid("0f8fad5b-d9cb-469f-a165-70867728950e\n")


@pytest.mark.parametrize(
    ("text", "colour"),
    [("#1F4e79", "#1F4e79"), ("red", "#000000"), ("#fff", "#000000"), ("#1f4e7900", "#000000"), (None, "#000000")],
)
def test_a_colour_is_a_sign_and_six_digits_or_black(text, colour):
    assert parse_colour(text) == colour


@pytest.mark.parametrize(
    ("colour", "intensity", "seen"),
    [
        ("#FF0000", "100%", "#FF0000"),
        ("#ff0000", "1", "#ff0000"),
        ("#ff0000", "1%", "#fffcfc"),
        ("#ff0000", "50", "#ff8080"),
        ("#ff0000", "0.5", "#ff8080"),
        ("#ff0000", "0.5%", "#fffefe"),
        ("#00ff80", "20%", "#ccffe6"),
        ("#ff0000", "0", None),
        ("#ff0000", "strong", "#ff0000"),
        ("#ff0000", "150%", "#ff0000"),
    ],
)
def test_the_intensity_is_percent_or_a_share_and_what_is_neither_is_all_of_it(colour, intensity, seen):
    assert parse_background(colour, intensity) == seen
