"""What an element of our own page says about the block that it stands for."""

from __future__ import annotations

import re

from sdconvert.formats.html.names import ALIGNMENT_CLASSES, DATA_ID, DATA_RESTARTS, DATA_STYLE, ID_PREFIX
from sdconvert.model.blocks import Alignment
from sdconvert.xmlio import Element

_INDENT_CLASS = re.compile("i([0-9]{1,2})")


def read_alignment(names: frozenset[str]) -> Alignment:
    """The alignment that the classes of an element tell."""
    return next((alignment for alignment, name in ALIGNMENT_CLASSES.items() if name in names), Alignment.LEFT)


def read_indent(names: frozenset[str]) -> int:
    """The indent that the classes of an element tell."""
    found = next((match for match in map(_INDENT_CLASS.fullmatch, sorted(names)) if match), None)
    return int(found[1]) if found else 0


def read_id(element: Element) -> str:
    """The id that the model gives to what the element stands for."""
    given = element.get(DATA_ID)
    if given is not None:
        return given
    anchor = element.get("id", "")
    return "" if anchor.startswith(ID_PREFIX) else anchor


def read_style(element: Element) -> str:
    """The name of the style."""
    return element.get(DATA_STYLE, "")


def has_restart(element: Element) -> bool:
    """Whether the numbers begin again here."""
    return element.get(DATA_RESTARTS) is not None
