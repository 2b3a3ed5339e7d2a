"""Bytes <-> lxml tree: no entity is resolved, nothing outside the bytes is read."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterable
from typing import Any, cast

from lxml import etree

from sdconvert.errors import UnreadableInput, UnsafeInput
from sdconvert.patterns import compile_late

Element = etree._Element
children_of = cast("Callable[[Element], list[Element]]", getattr(Element, "getchildren"))  # noqa: B009 the stubs lack it
"""The children of an element. To go through it takes twice as long, as that makes an iterator first."""
attributes_of = cast("Callable[[Element], list[tuple[str, str]]]", Element.items)
"""The attributes of an element, names and values, in a list of the caller's own."""
Attributes = tuple[tuple[str, str], ...]
"""Names and values, in the order of the file."""

_DOCTYPES = (b"<!DOCTYPE", "<!DOCTYPE".encode("utf-16-le"), "<!DOCTYPE".encode("utf-16-be"))
_PROLOG = 4096
_DECLARES = "{} declares a document type, which can hold entities; it is not read."
MOST_ELEMENTS = 4_000_000
"""Elements of one part that are read: each takes a hundred times the bytes of its shortest form."""
_SHORTEST_TAG = 4
_DEPTH_SIGN = "Excessive depth"
_ESCAPED_IN_ATTRIBUTES = re.compile('[&<>"\t\n\r]')
_SIZE_SIGNS = ("huge text node", "Huge input lookup", "too long", "Resource limit")
_ENTITY = compile_late(rb"<!ENTITY|<\0!\0E\0N\0T\0I\0T\0Y|\0<\0!\0E\0N\0T\0I\0T\0Y")
ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""A character that XML 1.0 cannot hold. To compile the same set by what it can hold takes 10 ms."""


class _Parsers(threading.local):
    """A parser for each thread: to make one takes as long as to parse a small part. It keeps libxml2's table of ids:
    without it (`collect_ids`) what a document type names would be loaded, whatever `load_dtd` says."""

    def __init__(self) -> None:
        self.parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )


_parsers = _Parsers()


def parse(data: bytes, name: str, *, allows_doctype: bool = False) -> Element:
    """The root element of an XML document; `name` is what errors call it.

    A document type declaration is refused: neither OPC nor SDXML needs one, and it is the way to every entity attack.
    With `allows_doctype` one that declares no entities is let pass; nothing that it names is fetched.

    Raises: UnreadableInput when it is not well-formed or goes beyond libxml2's limits of depth and text size,
        UnsafeInput when it declares a document type or has more than `MOST_ELEMENTS` elements.
    """
    refuse_crowd(data, name)
    if _declares_type(data) and (not allows_doctype or _ENTITY.search(data)):
        raise UnsafeInput(_DECLARES.format(name))
    try:
        root = etree.fromstring(data, _parsers.parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableInput(_problem(name, str(error.msg))) from error
    except ValueError as error:
        raise UnreadableInput(f"{name} cannot be read as XML: {error}.") from error
    if not _is_harmless(root.getroottree().docinfo.internalDTD, allows_doctype):
        raise UnsafeInput(_DECLARES.format(name))
    return root


def _declares_type(data: bytes) -> bool:
    return any(data.find(sign, 0, _PROLOG) >= 0 for sign in _DOCTYPES)


def refuse_crowd(data: bytes, name: str) -> None:
    """Look at the number of elements before they are parsed. Raises: UnsafeInput for more than `MOST_ELEMENTS`."""
    if len(data) > _SHORTEST_TAG * MOST_ELEMENTS and (found := data.count(b"<") - data.count(b"</")) > MOST_ELEMENTS:
        raise UnsafeInput(f"{name} holds {found:,} elements, more than the {MOST_ELEMENTS:,} that are read.")


def _is_harmless(doctype: Any, allows_doctype: bool) -> bool:
    """Whether there is no document type, or a bare one where that is allowed: a look at the bytes sees neither in
    every encoding."""
    return doctype is None or (allows_doctype and next(doctype.iterentities(), None) is None)


def _problem(name: str, message: str) -> str:
    if _DEPTH_SIGN in message:
        return f"{name} nests elements deeper than 256 levels, which is not read."
    if any(sign in message for sign in _SIZE_SIGNS):
        return f"{name} holds a text or an attribute of more than 10 MB, which is not read."
    return f"{name} is not well-formed XML: {' '.join(message.split())}."


def text_of(element: Element) -> str:
    """All text in an element, in reading order."""
    if not len(element):
        return element.text or ""
    return "".join(cast("Iterable[str]", element.itertext()))


def content_key(element: Element) -> tuple[object, ...]:
    """All that an element holds besides text, in one flat key: equal ones hold the same elements and attributes."""
    key: list[object] = []
    for inner in children_of(element):
        key += (inner.tag, len(inner), *inner.items())
        if len(inner):
            key += content_key(inner)
    return tuple(key)


def replace(element: Element, replacement: Iterable[Element]) -> None:
    """Put elements in the place of one that has a parent, at a cost that does not grow with its siblings."""
    for substitute in list(replacement):
        element.addprevious(substitute)
    parent = element.getparent()
    assert parent is not None
    parent.remove(element)


def remove(element: Element) -> None:
    """Take an element out of its parent; the text behind it stays."""
    parent = element.getparent()
    assert parent is not None
    if element.tail:
        before = element.getprevious()
        if before is None:
            parent.text = (parent.text or "") + element.tail
        else:
            before.tail = (before.tail or "") + element.tail
        element.tail = None
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
    if _ESCAPED_IN_ATTRIBUTES.search(text) is None:
        return text
    return escape_text(text).replace('"', "&quot;").replace("\t", "&#9;").replace("\n", "&#10;")


def strip_illegal(text: str) -> tuple[str, int]:
    """The text without the characters that XML 1.0 cannot hold, and how many these were."""
    return ILLEGAL.subn("", text)
