from __future__ import annotations

import pytest

from sdconvert.formats.html.read.css import parse_percent, parse_points


@pytest.mark.parametrize(
    ("text", "points"),
    [("12pt", 12.0), (".5in", 36.0), ("1e1 pt", 10.0), ("4", 3.0), ("5.pt", None), ("50%", None), ("wide", None)],
)
def test_a_length_is_in_points(text: str, points: float | None) -> None:
    assert parse_points(text) == points


@pytest.mark.parametrize("text", ["1e999pt", "1e308pt", "9" * 20_000 + "mm", "1e9999pt"])
def test_a_length_that_no_page_could_hold_is_none(text: str) -> None:
    assert parse_points(text) is None
    assert parse_percent(text.replace("pt", "%").replace("mm", "%")) is None
