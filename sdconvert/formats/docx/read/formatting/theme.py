"""What styles and runs take from the theme of a document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from functools import lru_cache

from sdconvert.formats.docx.read.formatting.theme_colors import (
    NO_THEME_COLORS,
    ThemeColors,
    name_colors,
    read_color_scheme,
)
from sdconvert.formats.docx.read.formatting.theme_fonts import read_theme_fonts
from sdconvert.frozen import dataclass
from sdconvert.xmlio import Element, parse

_MOST_KEPT = 64
_LARGEST_KEPT = 1 << 15


@dataclass(frozen=True, slots=True)
class Theme:
    """Fonts by the names that a theme gives them, and colours."""

    fonts: Mapping[str, str] = field(default_factory=dict)
    colors: ThemeColors = NO_THEME_COLORS

    @classmethod
    def of(cls, part: ThemePart, settings: Element | None) -> Theme:
        """What the text of a document with these settings takes from a theme part."""
        return cls(part.fonts, name_colors(part.scheme, settings))


NO_THEME = Theme()


@dataclass(frozen=True, slots=True)
class ThemePart:
    """What a theme part says: its fonts, and its colours by the names of its scheme."""

    fonts: Mapping[str, str] = field(default_factory=dict)
    scheme: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, root: Element | None) -> ThemePart:
        """What stands in a theme part, or in none at all."""
        return cls(read_theme_fonts(root), read_color_scheme(root))


def read_theme_part(data: bytes, name: str) -> ThemePart:
    """What the bytes of a theme part say, which is plain: it says nothing in several ways, and nothing that may be
    ignored. Most documents have one of a few themes, so that those which were met lately are not read anew.

    Raises: UnreadableInput.
    """
    return _lately_read_part(data, name) if len(data) <= _LARGEST_KEPT else ThemePart.read(parse(data, name))


@lru_cache(_MOST_KEPT)
def _lately_read_part(data: bytes, name: str) -> ThemePart:
    return ThemePart.read(parse(data, name))
