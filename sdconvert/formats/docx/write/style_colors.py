"""The colour that a style gives text (ECMA-376 Part 1, 17.7.2 and 17.3.2.6)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from sdconvert.formats.docx.names import RPR, VAL, w
from sdconvert.patterns import compile_late
from sdconvert.xmlio import Element, parse

_COLOR = compile_late("[0-9A-Fa-f]{6}")
_HEAD = compile_late(r"[^<]*(?:<\?[^>]*\?>[^<]*)?<w:styles\b[^>]*>")


class _Said(NamedTuple):
    """What a style says itself: a colour, empty for none, and the id of the style that it is based on."""

    color: str
    base: str


class _Part(NamedTuple):
    """What the styles of a part say, by their ids, the id of the default one for paragraphs, and the colour that is
    usual where that has none."""

    styles: Mapping[str, _Said]
    default: str
    usual: str


class StyleColors:
    """The colours by the ids of styles, six digits or empty for the automatic one."""

    def __init__(self, part: _Part) -> None:
        self._styles = part.styles
        self._colors: dict[str, str] = {}
        usual = self.character(part.default) or part.usual
        self._usual = usual if _COLOR.fullmatch(usual) else ""

    def __contains__(self, style_id: str) -> bool:
        return style_id in self._styles

    def paragraph(self, style_id: str) -> str:
        """The colour of text in a paragraph of this style, which may be empty."""
        return (self.character(style_id) or self._usual) if style_id else self._usual

    def character(self, style_id: str) -> str:
        """The colour that a style gives itself, empty where it gives none."""
        color = self._colors.get(style_id)
        if color is None:
            color = self._colors[style_id] = self._find(style_id)
        return color

    def _find(self, id: str) -> str:
        """The colour of a style or of the nearest that it is based on."""
        seen: set[str] = set()
        while id in self._styles and id not in seen:
            seen.add(id)
            own = self._styles[id].color
            if own:
                return own if _COLOR.fullmatch(own) else ""
            id = self._styles[id].base
        return ""


def read_style_colors(styles: str, added: str) -> StyleColors:
    """The colours that the styles of a part give, which lacks its end, and those that are added to it. What the part
    says is remembered: all documents that are made from a template have the same."""
    part = _read_part(styles)
    head = _HEAD.match(styles)
    if not added or head is None:
        return StyleColors(_read_part(styles + added) if added else part)
    more = _read_part.__wrapped__(head[0] + added)
    return StyleColors(_Part({**part.styles, **more.styles}, part.default or more.default, part.usual))


@lru_cache(maxsize=4)
def _read_part(styles: str) -> _Part:
    root = parse(f"{styles}</w:styles>".encode(), "styles.xml")
    elements = {style.get(w("styleId"), ""): style for style in root.iterchildren(w("style"))}
    default = next((id for id, style in elements.items() if _is_default_paragraph(style)), "")
    usual = _own(root.find(f"{w('docDefaults')}/{w('rPrDefault')}"))
    return _Part({id: _Said(_own(style), _base(style)) for id, style in elements.items()}, default, usual)


def _is_default_paragraph(style: Element) -> bool:
    return style.get(w("type")) == "paragraph" and style.get(w("default")) in ("1", "true", "on")


def _own(holder: Element | None) -> str:
    color = None if holder is None else holder.find(f"{RPR}/{w('color')}")
    return "" if color is None else color.get(VAL, "")


def _base(style: Element) -> str:
    base = style.find(w("basedOn"))
    return "" if base is None else base.get(VAL, "")
