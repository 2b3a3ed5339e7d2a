"""What is asked of an element: its text, its classes, its numbers, and what it stands in."""

from __future__ import annotations

import re

from lxml import etree

from sdconvert.xmlio import Element

SCRIPTS = frozenset({"script", "style", "template"})
"""Elements whose text is none of the page's."""

_INTEGER = re.compile(r"\s*[+-]?[0-9]{1,6}\s*")
_CHARACTERS_SHOWN = 60


def text_in(element: Element) -> str:
    """All text in an element, as it stands in the page."""
    return "".join([str(part) for part in element.itertext()])


def readable_text(element: Element) -> str:
    """The text in an element, however deep, without scripts."""
    pieces: list[str] = []
    for part in element.iter(etree.Element):
        if part.tag not in SCRIPTS:
            pieces.append(part.text or "")
        if part is not element:
            pieces.append(part.tail or "")
    return " ".join(filter(None, pieces))


def classes(element: Element) -> frozenset[str]:
    """The classes of an element."""
    names = element.get("class")
    return frozenset(names.split()) if names else frozenset()


def is_within(element: Element, holder: Element | None) -> bool:
    """Whether an element is another one, or stands in it."""
    return element is holder or any(ancestor is holder for ancestor in element.iterancestors())


def parse_integer(text: str | None) -> int | None:
    """A whole number of a sensible size, None for anything else."""
    return int(text) if text is not None and _INTEGER.fullmatch(text) else None


def shorten(text: str) -> str:
    """The first words of a text, for a finding."""
    text = " ".join(text[: 8 * _CHARACTERS_SHOWN].split())
    return text if len(text) <= _CHARACTERS_SHOWN else text[: _CHARACTERS_SHOWN - 1].rstrip() + "…"
