"""The few things that are read from `style` attributes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from sdconvert.model.blocks import Alignment
from sdconvert.xmlio import Element

_POINTS = {"pt": 1.0, "px": 0.75, "in": 72.0, "cm": 72 / 2.54, "mm": 72 / 25.4, "pc": 12.0}
_LENGTH = re.compile(r"([+-]?(?:[0-9]*+\.)?[0-9]++(?:e[+-]?[0-9]{1,3})?)\s*(pt|px|in|cm|mm|pc|%)?", re.IGNORECASE)
_LONGEST = 1_000_000.0
_RGB = re.compile(r"rgba?\(\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*(\d{1,3})\s*[,)]")
_HEX = re.compile(r"#(?:[0-9a-fA-F]{3}){1,2}")
_NAMED_COLOURS = {
    "aqua": "#00ffff",
    "black": "#000000",
    "blue": "#0000ff",
    "fuchsia": "#ff00ff",
    "gray": "#808080",
    "grey": "#808080",
    "green": "#008000",
    "lime": "#00ff00",
    "maroon": "#800000",
    "navy": "#000080",
    "olive": "#808000",
    "orange": "#ffa500",
    "purple": "#800080",
    "red": "#ff0000",
    "silver": "#c0c0c0",
    "teal": "#008080",
    "white": "#ffffff",
    "yellow": "#ffff00",
}
_ALIGNMENTS = {
    "left": Alignment.LEFT,
    "start": Alignment.LEFT,
    "center": Alignment.CENTER,
    "middle": Alignment.CENTER,
    "right": Alignment.RIGHT,
    "end": Alignment.RIGHT,
    "justify": Alignment.JUSTIFY,
}

Style = Mapping[str, str]


@lru_cache(maxsize=2048)
def parse_style(text: str) -> Style:
    """The declarations of a `style` attribute; names in lower case, the last of one name counts."""
    style: dict[str, str] = {}
    for declaration in text.split(";"):
        name, colon, value = declaration.partition(":")
        if colon:
            style[name.strip().lower()] = value.replace("!important", "").strip()
    return style


def has_break_before(style: Style) -> bool:
    """Whether an element of this style begins a new page."""
    return style.get("page-break-before", style.get("break-before", "")).lower() in ("always", "page")


def is_hidden(element: Element) -> bool:
    """Whether a page hides an element from its readers."""
    if element.get("hidden") is not None:
        return True
    css = element.get("style")
    if not css:
        return False
    style = parse_style(css)
    return style.get("display", "").lower() == "none" or style.get("mso-hide", "").lower() == "all"


def parse_points(text: str) -> float | None:
    """A length in points; a bare number counts as pixels. None for percent, for what is no length, and for what no
    page could hold."""
    found = _LENGTH.fullmatch(text.strip())
    if found is None or found[2] == "%":
        return None
    points = float(found[1]) * _POINTS[(found[2] or "px").lower()]
    return points if abs(points) <= _LONGEST else None


def parse_percent(text: str) -> float | None:
    """A share in percent, None for anything else and for what no page could hold."""
    found = _LENGTH.fullmatch(text.strip())
    share = float(found[1]) if found is not None and found[2] == "%" else None
    return share if share is not None and abs(share) <= _LONGEST else None


def parse_alignment(text: str) -> Alignment | None:
    """The alignment that `text-align` or `align` names."""
    return _ALIGNMENTS.get(text.strip().lower())


def parse_colour(text: str) -> str | None:
    """A colour as `#rrggbb`, None for what is none or is seen through."""
    text = text.strip()
    if _HEX.fullmatch(text):
        return text if len(text) == 7 else "#" + "".join(digit * 2 for digit in text[1:])
    rgb = _RGB.match(text)
    if rgb is not None:
        return "#" + "".join(f"{min(int(part), 255):02x}" for part in rgb.groups())
    return _NAMED_COLOURS.get(text.lower())
