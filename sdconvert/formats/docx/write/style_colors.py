"""The colour that a style gives text (ECMA-376 Part 1, 17.7.2 and 17.3.2.6)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from sdconvert.formats.docx.names import RPR, VAL, w
from sdconvert.xmlio import Element, parse

_COLOR = re.compile("[0-9A-Fa-f]{6}")


@dataclass(frozen=True, slots=True)
class StyleColors:
    """The colours by the ids of styles, six digits or empty for the automatic one; `usual` is that of paragraphs
    without a style."""

    by_id: Mapping[str, str]
    usual: str

    def paragraph(self, style_id: str) -> str:
        """The colour of text in a paragraph of this style, which may be empty."""
        return self.by_id.get(style_id) or self.usual if style_id else self.usual

    def character(self, style_id: str) -> str:
        """The colour that a character style gives, empty where it gives none."""
        return self.by_id.get(style_id, "")


def read_style_colors(styles: str) -> StyleColors:
    """The colours that a styles part gives."""
    root = parse(styles.encode(), "styles.xml")
    elements = {style.get(w("styleId"), ""): style for style in root.iterchildren(w("style"))}
    by_id = {id: _color_of(id, elements) for id in elements}
    default = next((id for id, style in elements.items() if _is_default_paragraph(style)), "")
    usual = by_id.get(default) or _own(root.find(f"{w('docDefaults')}/{w('rPrDefault')}"))
    return StyleColors(by_id, usual if _COLOR.fullmatch(usual) else "")


def _is_default_paragraph(style: Element) -> bool:
    return style.get(w("type")) == "paragraph" and style.get(w("default")) in ("1", "true", "on")


def _color_of(id: str, elements: Mapping[str, Element]) -> str:
    """The colour of a style or of the nearest that it is based on."""
    seen: set[str] = set()
    while id in elements and id not in seen:
        seen.add(id)
        own = _own(elements[id])
        if own:
            return own if _COLOR.fullmatch(own) else ""
        base = elements[id].find(w("basedOn"))
        id = "" if base is None else base.get(VAL, "")
    return ""


def _own(holder: Element | None) -> str:
    color = None if holder is None else holder.find(f"{RPR}/{w('color')}")
    return "" if color is None else color.get(VAL, "")
