"""What the values of attributes mean in the terms of the model. The reader takes them so; the writer asks here whether
a spelling that was carried along still means what the model says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from sdconvert.patterns import compile_late

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
"""An id as SMASHDOCs makes them."""
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_NUMBER = r"([0-9]{1,12}(?:\.[0-9]{1,30})?)"
_PERCENTAGE = re.compile(rf"\s*{_NUMBER}\s*(?:%\s*)?")
_HEIGHT = re.compile(rf"\s*{_NUMBER}\s*mm\s*")
_SIZE = compile_late(rf"\s*{_NUMBER}\s*(?:pt\s*)?")

BLACK = "#000000"
MAX_COL_SPAN = 1000
MAX_ROW_SPAN = 65534
"""The bounds of HTML, whose tables these are (HTML Standard, 4.9.11)."""
_POINTS_PER_MM = 72 / 25.4
_FULL = 100.0


def is_uuid(text: str) -> bool:
    """Whether this is an id as SMASHDOCs makes them: a UUID in lower case."""
    return UUID.fullmatch(text) is not None


def parse_digits(text: str | None, highest: int) -> int | None:
    """A level, an indent or a switch from 0 to `highest`; None for anything else."""
    if text is None or not text.isascii() or not text.isdigit() or len(text) > 9:
        return None
    number = int(text)
    return number if number <= highest else None


@lru_cache(maxsize=256)
def parse_share(text: str | None) -> float:
    """A share in percent, 100 for none and for what is no share.

    Units: percent with two decimals, as written.
    """
    found = _PERCENTAGE.fullmatch(text) if text else None
    return min(max(round(float(found[1]), 2), 1.0), _FULL) if found else _FULL


@lru_cache(maxsize=256)
def parse_column(text: str | None) -> float:
    """The share of a column in percent, 0 for what is no share."""
    found = _PERCENTAGE.fullmatch(text) if text else None
    return round(float(found[1]), 2) if found else 0.0


def parse_columns(items: Sequence[str | None]) -> tuple[float, ...]:
    """The shares of columns."""
    return tuple([parse_column(item) for item in items])


@lru_cache(maxsize=256)
def parse_height(text: str | None) -> float | None:
    """The least height of a row in points, None for none and for what is no height.

    Units: mm to points; hundredths of both.
    """
    found = _HEIGHT.fullmatch(text) if text else None
    height = round(round(float(found[1]), 2) * _POINTS_PER_MM, 2) if found else 0.0
    return height or None


@lru_cache(maxsize=256)
def parse_size(text: str | None) -> float | None:
    """A font size in points, None for none and for what is no size."""
    found = _SIZE.fullmatch(text) if text else None
    return (round(float(found[1]), 2) if found else 0.0) or None


def parse_col_span(text: str | None) -> int:
    """How many columns a cell covers, 1 for none and for what is no span."""
    return parse_digits(text, MAX_COL_SPAN) or 1


def parse_row_span(text: str | None) -> int:
    """How many rows a cell covers, 1 for none and for what is no span."""
    return parse_digits(text, MAX_ROW_SPAN) or 1


def is_colour(text: str) -> bool:
    """Whether this is a colour as SDXML has them: # and six hexadecimal digits."""
    return _COLOUR.fullmatch(text) is not None


def parse_colour(text: str | None) -> str:
    """A colour as `#rrggbb`, black for none and for what is no colour."""
    return text if text is not None and is_colour(text) else BLACK


@lru_cache(maxsize=256)
def parse_background(colour: str | None, intensity: str | None) -> str | None:
    """The colour that is seen behind a cell: `intensity` of the colour on white. None where no shading is meant, which
    a cell says by having neither; black without an intensity is the default and means none too."""
    known = parse_colour(colour)
    if intensity is None:
        return None if known == BLACK else known
    share = _parse_intensity(intensity)
    if share <= 0:
        return None
    if share >= 1:
        return known
    channels = [int(known[at : at + 2], 16) for at in (1, 3, 5)]
    return "#" + "".join([f"{round(255 - (255 - channel) * share):02x}" for channel in channels])


def _parse_intensity(text: str) -> float:
    """From 0 to 1: percent, or a plain number that is a share up to 1 and percent above."""
    found = _PERCENTAGE.fullmatch(text)
    if found is None:
        return 1.0
    number = float(found[1])
    return number if "%" not in text and number <= 1 else number / 100
