"""How large the pictures of metafiles are."""

from __future__ import annotations

DOTS_PER_INCH = 200
MM_PER_INCH = 25.4
_LONGEST_SIDE = 4096
_MOST_PIXELS = 8_000_000


def fitted_pixels(size_mm: tuple[float, float]) -> tuple[int, int]:
    """Width and height at 200 dots per inch, but no more than a picture may have. Units: pixels."""
    width, height = (max(side * DOTS_PER_INCH / MM_PER_INCH, 1.0) for side in size_mm)
    shrink = min(1.0, _LONGEST_SIDE / max(width, height), (_MOST_PIXELS / (width * height)) ** 0.5)
    return max(1, round(width * shrink)), max(1, round(height * shrink))
