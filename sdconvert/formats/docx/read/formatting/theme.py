"""What styles and runs take from the theme of a document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from sdconvert.formats.docx.read.formatting.theme_colors import NO_THEME_COLORS, ThemeColors
from sdconvert.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Theme:
    """Fonts by the names that a theme gives them, and colours."""

    fonts: Mapping[str, str] = field(default_factory=dict)
    colors: ThemeColors = NO_THEME_COLORS


NO_THEME = Theme()
