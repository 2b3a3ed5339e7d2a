"""The shading behind cells (ECMA-376 Part 1, 17.3.5)."""

from __future__ import annotations

from sdconvert.formats.docx.names import VAL
from sdconvert.formats.docx.read.formatting.theme_colors import (
    COLOR_OF_LINE,
    FILL,
    NO_THEME_COLORS,
    ThemeColors,
)
from sdconvert.formats.docx.units import parse_int
from sdconvert.xmlio import Element

_FULL = "solid"
_NO_PATTERN = frozenset(("clear", "nil"))
_SHARE_OF_STRIPES = 50
_SHARE_OF_THIN_STRIPES = 25


def read_shading(element: Element | None, colors: ThemeColors = NO_THEME_COLORS) -> str | None:
    """The colour that a `w:shd` shows as `#rrggbb`: empty for none, None without the element.

    A pattern is the mixture of its two colours.

    Source: ECMA-376 Part 1, 17.3.5, 17.18.78 (ST_Shd).
    """
    if element is None:
        return None
    fill = colors.read(element, FILL)
    pattern = element.get(VAL, "clear")
    if pattern in _NO_PATTERN:
        return fill or ""
    return _mixed(colors.read(element, COLOR_OF_LINE) or "#000000", fill or "#ffffff", _share(pattern))


def _share(pattern: str) -> int:
    """How much of the pattern's own colour shows, in percent."""
    if pattern == _FULL:
        return 100
    percent = parse_int(pattern.removeprefix("pct"))
    if percent is not None:
        return max(0, min(100, percent))
    return _SHARE_OF_THIN_STRIPES if pattern.startswith("thin") else _SHARE_OF_STRIPES


def _mixed(color: str, fill: str, share: int) -> str:
    mixed = (
        (int(color[at : at + 2], 16) * share + int(fill[at : at + 2], 16) * (100 - share)) // 100 for at in (1, 3, 5)
    )
    return "#" + "".join(f"{part:02x}" for part in mixed)
