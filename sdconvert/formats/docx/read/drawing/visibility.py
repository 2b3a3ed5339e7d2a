"""Whether a drawing, or a part of one, is shown (ECMA-376 Part 1, 20.4.2.5 and 20.1.2.2.8; Part 4, 19.1.2.19)."""

from __future__ import annotations

import re

from sdconvert.formats.docx.names import FALSE_WORDS, PIC, WP, WPS, A
from sdconvert.formats.docx.read.census import visible_text
from sdconvert.xmlio import Element

_WPG = "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"
_PROPERTIES = (f"{{{WP}}}docPr", *(f"{{{uri}}}cNvPr" for uri in (PIC, WPS, _WPG, A)))
_HOLDERS = frozenset((f"{{{PIC}}}nvPicPr", f"{{{A}}}nvPicPr", f"{{{A}}}nvSpPr", f"{{{A}}}nvGrpSpPr"))
_ANCHOR = f"{{{WP}}}anchor"
_HIDING = re.compile(r"(?:^|;)\s*(?:visibility\s*:\s*hidden|mso-hide\s*:\s*all)", re.IGNORECASE)


def is_hidden(element: Element) -> bool:
    """Whether this frame, picture, shape or group says of itself that it is not shown."""
    if _HIDING.search(element.get("style", "")):
        return True
    if element.tag == _ANCHOR and _is_set(element):
        return True
    properties = _properties_of(element)
    return properties is not None and _is_set(properties)


def hidden_text(element: Element) -> str:
    """What a hidden element says: the words in it, else what describes it."""
    properties = _properties_of(element)
    described = "" if properties is None else properties.get("descr") or properties.get("name") or ""
    return visible_text(element) or described or element.get("alt", "")


def _properties_of(element: Element) -> Element | None:
    for child in element:
        if child.tag in _PROPERTIES:
            return child
        if child.tag in _HOLDERS:
            return next(child.iterchildren(*_PROPERTIES), None)
    return None


def _is_set(element: Element) -> bool:
    value = element.get("hidden")
    return value is not None and value.lower() not in FALSE_WORDS
