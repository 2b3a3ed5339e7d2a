"""The colours of a theme, as text and tables name them (ECMA-376 Part 1, 17.18.97 and 20.1.6.2)."""

from __future__ import annotations

from collections.abc import Mapping
from colorsys import hls_to_rgb, rgb_to_hls
from dataclasses import field
from typing import NamedTuple

from sdconvert.formats.docx.names import A, local_name, w
from sdconvert.frozen import dataclass
from sdconvert.xmlio import Element

_SCHEME = f"{{{A}}}clrScheme"
_MAPPING = w("clrSchemeMapping")
_FULL = 0xFF
_HEXADECIMAL = frozenset("0123456789abcdef")
_DIGITS = 6
_INDEXES = {
    "dark1": "dk1",
    "light1": "lt1",
    "dark2": "dk2",
    "light2": "lt2",
    "hyperlink": "hlink",
    "followedHyperlink": "folHlink",
    **{name: name for name in (f"accent{number}" for number in range(1, 7))},
}
_USUAL_MAPPING = {"bg1": "light1", "t1": "dark1", "bg2": "light2", "t2": "dark2"}
_MAPPED = {"background1": "bg1", "text1": "t1", "background2": "bg2", "text2": "t2"}


class ColorNames(NamedTuple):
    """The attributes that name one colour: by its digits, or as one of the theme with a tint or a shade."""

    plain: str
    theme: str
    tint: str
    shade: str


COLOR_OF_LINE = ColorNames(w("color"), w("themeColor"), w("themeTint"), w("themeShade"))
COLOR_OF_TEXT = ColorNames(w("val"), w("themeColor"), w("themeTint"), w("themeShade"))
FILL = ColorNames(w("fill"), w("themeFill"), w("themeFillTint"), w("themeFillShade"))


@dataclass(frozen=True, slots=True)
class ThemeColors:
    """Colours as `#rrggbb` by the names that `w:themeColor` and its like use."""

    colors: Mapping[str, str] = field(default_factory=dict)

    def read(self, element: Element, names: ColorNames) -> str | None:
        """The colour that an element names: one of the theme goes before one by its digits, None is automatic.

        Source: ECMA-376 Part 1, 17.3.2.6 (color), 17.3.5 (shd).
        """
        color = self.colors.get(element.get(names.theme, ""))
        if color is None:
            return parse_color(element.get(names.plain))
        tint, shade = _parse_share(element.get(names.tint)), _parse_share(element.get(names.shade))
        if tint == shade == 1.0:
            return color
        named, stored = _lighten(color, tint, shade), parse_color(element.get(names.plain))
        return stored if stored is not None and _is_rounding(stored, named) else named


NO_THEME_COLORS = ThemeColors()


def parse_color(text: str | None) -> str | None:
    """A colour of six hexadecimal digits as `#rrggbb`; automatic and unreadable ones are None."""
    digits = (text or "").removeprefix("#").lower()
    return f"#{digits}" if len(digits) == _DIGITS and _HEXADECIMAL.issuperset(digits) else None


def read_theme_colors(theme: Element | None, settings: Element | None) -> ThemeColors:
    """The colours of a theme part, by the names that the settings let text and tables use.

    Source: ECMA-376 Part 1, 17.15.1.20 (clrSchemeMapping), 17.18.97 (ST_ThemeColor), 20.1.6.2 (clrScheme).
    """
    return name_colors(read_color_scheme(theme), settings)


def name_colors(scheme: Mapping[str, str], settings: Element | None) -> ThemeColors:
    """As `read_theme_colors`, of colours by the names of their scheme."""
    mapping = _read_mapping(settings)
    colors = {}
    for name in (*_INDEXES, *_MAPPED):
        index = mapping.get(_MAPPED.get(name, name), name)
        color = scheme.get(_INDEXES.get(index, ""))
        if color is not None:
            colors[name] = color
    return ThemeColors(colors)


def read_color_scheme(theme: Element | None) -> dict[str, str]:
    """The colours of a theme part, by the names of its scheme."""
    scheme = None if theme is None else next(theme.iter(_SCHEME), None)
    colors = {}
    for entry in () if scheme is None else scheme:
        value = next(entry.iterchildren(), None)
        color = None if value is None else parse_color(value.get("lastClr") or value.get("val"))
        if color is not None:
            colors[local_name(entry.tag)] = color
    return colors


def _read_mapping(settings: Element | None) -> dict[str, str]:
    element = None if settings is None else settings.find(_MAPPING)
    given = {} if element is None else {local_name(name): str(value) for name, value in element.items()}
    return _USUAL_MAPPING | given


def _parse_share(text: str | None) -> float:
    """The share that a tint or a shade leaves of a colour: two hexadecimal digits, all of it where there are none."""
    try:
        return max(0, min(_FULL, int(text or "FF", 16))) / _FULL
    except ValueError:
        return 1.0


def _is_rounding(stored: str, named: str) -> bool:
    """Whether two colours differ only in how Word rounds, which stores beside a name what it shows."""
    return all(abs(int(stored[at : at + 2], 16) - int(named[at : at + 2], 16)) <= 1 for at in (1, 3, 5))


def _lighten(color: str, tint: float, shade: float) -> str:
    """The colour with its lightness brought nearer to white by a tint and to black by a shade; Word cuts fractions."""
    red, green, blue = (int(color[at : at + 2], 16) / _FULL for at in (1, 3, 5))
    hue, lightness, saturation = rgb_to_hls(red, green, blue)
    lightness = (lightness * tint + 1 - tint) * shade
    return "#" + "".join(f"{int(part * _FULL + 1e-6):02x}" for part in hls_to_rgb(hue, lightness, saturation))
