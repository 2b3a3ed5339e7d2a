"""How large the pictures of metafiles are."""

from __future__ import annotations

from math import isfinite

DOTS_PER_INCH = 200
MM_PER_INCH = 25.4
_LONGEST_SIDE = 4096
_MOST_PIXELS = 8_000_000
_PIXELS_PER_POINT = 2 * 96 / 72
_LEAST_SIDE = 300
"""What the longer side of a picture has at least, however small it is shown, where the metafile is as large."""


def dots_per_inch(width: int, size_mm: tuple[float, float]) -> int:
    """How many of so many pixels stand side by side in an inch of a metafile of that size."""
    return max(1, min(DOTS_PER_INCH, round(width * MM_PER_INCH / max(size_mm[0], 1e-6))))


def fitted_pixels(size_mm: tuple[float, float], shown_width: float | None = None) -> tuple[int, int]:
    """Width and height at 200 dots per inch, but no more than a picture may have, nor than two for each pixel of CSS
    where it is shown in a width that is known, in points. Units: pixels."""
    width, height = (max(side * DOTS_PER_INCH / MM_PER_INCH, 1.0) for side in size_mm)
    shrink = min(1.0, _LONGEST_SIDE / max(width, height), (_MOST_PIXELS / (width * height)) ** 0.5)
    if shown_width is not None and isfinite(shown_width) and shown_width > 0:
        seen = max(shown_width * _PIXELS_PER_POINT / width, _LEAST_SIDE / max(width, height))
        shrink = min(shrink, seen)
    return max(1, round(width * shrink)), max(1, round(height * shrink))
