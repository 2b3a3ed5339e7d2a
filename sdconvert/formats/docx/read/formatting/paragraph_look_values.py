"""What paragraph properties say of looks, each as one text, to be part of a key (ECMA-376 Part 1, 17.3.1)."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from sdconvert.formats.docx.names import VAL, is_on, local_name, w
from sdconvert.formats.docx.read.formatting.theme_colors import COLOR_OF_LINE, FILL, ColorNames
from sdconvert.xmlio import Element, children_of

BORDERS = w("pBdr")
SHADING = w("shd")
TABS = w("tabs")
TEXT_DIRECTION = w("textDirection")
CONTEXTUAL_SPACING = w("contextualSpacing")

_NO_LINE = frozenset(("nil", "none"))
_NO_COLOR = frozenset((None, "auto"))
_UPRIGHT = frozenset(("", "lrTb", "lrTbV", "tb", "tbV"))
_LEADER = w("leader")
_NO_PATTERN = frozenset(("clear", "nil"))


def _read_borders(element: Element) -> str:
    return ", ".join(local_name(side.tag) for side in element if side.get(VAL, "nil") not in _NO_LINE)


def _read_shading(element: Element) -> str:
    pattern = "" if element.get(VAL, "clear") in _NO_PATTERN else element.get(VAL, "")
    front = _read_color(element, COLOR_OF_LINE) if pattern else ""
    return " ".join(filter(None, (_read_color(element, FILL), pattern, front)))


def _read_color(element: Element, names: ColorNames) -> str:
    """A colour as a person would name it: what the theme makes of it is not known here."""
    theme = element.get(names.theme)
    if theme:
        shares = (("tint", element.get(names.tint)), ("shade", element.get(names.shade)))
        return " ".join([theme, *(f"{name} {share}" for name, share in shares if share)])
    color = element.get(names.plain)
    return "" if color in _NO_COLOR else f"#{color}".lower()


def _read_tabs(element: Element) -> str:
    stated = cast("list[dict[str, str]]", [dict(tab.items()) for tab in children_of(element)])
    stops = dict.fromkeys([(tab.get(VAL, "left"), tab.get(_LEADER, "none")) for tab in stated])
    return ", ".join([_name_tab(kind, leader) for kind, leader in stops if kind not in ("clear", "num")])


def _name_tab(kind: str, leader: str) -> str:
    return kind if leader == "none" else f"{kind} with {leader} leader"


def _read_direction(element: Element) -> str:
    direction = element.get(VAL, "")
    return "" if direction in _UPRIGHT else direction


def _read_contextual_spacing(element: Element) -> str:
    return "close" if is_on(element.get(VAL)) else ""


LOOK_READERS: dict[object, Callable[[Element], str]] = {
    BORDERS: _read_borders,
    SHADING: _read_shading,
    TABS: _read_tabs,
    TEXT_DIRECTION: _read_direction,
    CONTEXTUAL_SPACING: _read_contextual_spacing,
}
