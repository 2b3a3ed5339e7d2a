"""The properties of constructs; those that are missing have the defaults of the standard (ECMA-376 Part 1, 22.1.2)."""

from __future__ import annotations

from sdconvert.formats.docx.names import M
from sdconvert.xmlio import Element

_VAL = f"{{{M}}}val"
OFF = frozenset({"0", "off", "false"})


def property_value(element: Element, properties: str, name: str) -> str | None:
    """The `m:val` of a property: None when the property is absent, empty when it has no value."""
    found = element.find(f"{{{M}}}{properties}/{{{M}}}{name}")
    return None if found is None else found.get(_VAL, "")


def is_switched_on(element: Element, properties: str, name: str) -> bool:
    """Whether a switch is there and on."""
    return property_value(element, properties, name) not in (None, *OFF)


def character(element: Element, properties: str, name: str = "chr", *, default: str) -> str:
    """The character that a property names, none where it has no value, the default without the property."""
    char = property_value(element, properties, name)
    return default if char is None else char
