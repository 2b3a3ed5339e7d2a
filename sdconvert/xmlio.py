"""Bytes <-> lxml tree: no entity is resolved, nothing outside the bytes is read."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml import etree

from sdconvert.errors import UnreadableInput, UnsafeInput

Element = etree._Element

_DOCTYPE = re.compile(rb"<!DOCTYPE|<\0!\0D\0O\0C\0T\0Y\0P\0E|\0<\0!\0D\0O\0C\0T\0Y\0P\0E")
_DECLARES = "{} declares a document type, which can hold entities; it is not read."
_LIMITS = (
    ("Excessive depth", "nests elements deeper than 256 levels"),
    ("huge text node", "holds a text of more than 10 MB"),
    ("Huge input lookup", "holds a name or a value of more than 10 MB"),
    ("too long", "holds a name or a value of more than 10 MB"),
)
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )


def parse(data: bytes, name: str) -> Element:
    """The root element of an XML document; `name` is what errors call it.

    A document type declaration is refused: neither OPC nor SDXML needs one, and it is the way to every entity attack.

    Raises: UnreadableInput when it is not well-formed or goes beyond libxml2's limits of depth and text size,
        UnsafeInput when it declares a document type.
    """
    if _DOCTYPE.search(data, 0, 4096) or (b"<!ENTITY" in data):
        raise UnsafeInput(_DECLARES.format(name))
    try:
        root = etree.fromstring(data, _parser())
    except etree.XMLSyntaxError as error:
        raise UnreadableInput(_problem(name, str(error.msg))) from error
    except ValueError as error:
        raise UnreadableInput(f"{name} cannot be read as XML: {error}.") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnsafeInput(_DECLARES.format(name))
    return root


def _problem(name: str, message: str) -> str:
    for sign, limit in _LIMITS:
        if sign in message:
            return f"{name} {limit}, which is not read."
    return f"{name} is not well-formed XML: {message}."


def replace(element: Element, replacement: Iterable[Element]) -> None:
    """Put elements in the place of one that has a parent, at a cost that does not grow with its siblings."""
    for substitute in list(replacement):
        element.addprevious(substitute)
    parent = element.getparent()
    assert parent is not None
    parent.remove(element)


def insert_after(element: Element, following: Iterable[Element]) -> None:
    """Put elements behind one that has a parent, at a cost that does not grow with its siblings."""
    for inserted in reversed(list(following)):
        element.addnext(inserted)


def escape_text(text: str) -> str:
    """Text made ready to stand between tags."""
    if "&" in text:
        text = text.replace("&", "&amp;")
    if "<" in text:
        text = text.replace("<", "&lt;")
    if ">" in text:
        text = text.replace(">", "&gt;")
    if "\r" in text:
        text = text.replace("\r", "&#13;")
    return text


def escape_attribute(text: str) -> str:
    """Text made ready to stand between double quotes."""
    return escape_text(text).replace('"', "&quot;").replace("\t", "&#9;").replace("\n", "&#10;")


def strip_illegal(text: str) -> tuple[str, int]:
    """The text without the characters that XML 1.0 cannot hold, and how many these were."""
    return _ILLEGAL.subn("", text)
