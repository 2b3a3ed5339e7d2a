"""Whether text of a colour can be read on another.

Source: WCAG 2.2, 1.4.3 (contrast of text) and the definitions of relative luminance and contrast ratio.
"""

from __future__ import annotations

from functools import lru_cache

_LEAST_RATIO = 4.5
_WEIGHTS = (0.2126, 0.7152, 0.0722)


@lru_cache(maxsize=256)
def is_readable(color: str, fill: str) -> bool:
    """Colours are six hexadecimal digits."""
    lighter, darker = sorted((_luminance(color), _luminance(fill)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05) >= _LEAST_RATIO


def _luminance(color: str) -> float:
    shares = (int(color[start : start + 2], 16) / 255 for start in (0, 2, 4))
    linear = (share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares)
    return sum(weight * share for weight, share in zip(_WEIGHTS, linear, strict=True))
