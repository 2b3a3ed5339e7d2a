"""The tree of sd.xml, which good and bad files alike become."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from lxml import etree

from sdconvert.errors import UnreadableInput
from sdconvert.findings import Location, Report, Severity, declare
from sdconvert.formats.sdxml.names import MAIN_PART
from sdconvert.patterns import compile_late
from sdconvert.xmlio import Element, parse

OTHER_ENCODING = declare(
    "SDXML-R002",
    Severity.WARNING,
    "sd.xml is not the UTF-8 that it says it is: {count} byte(s) were read as Windows-1252.",
    hint="Check umlauts, quotation marks and dashes in the result.",
    why="Some tools save in the encoding of Windows and leave the declaration as it was.",
)
NAMESPACES_REMOVED = declare(
    "SDXML-R004",
    Severity.INFO,
    "The names of sd.xml stand in a namespace; it was passed over.",
    why="The names of SDXML stand in no namespace.",
)

_UTF_8_BOM = b"\xef\xbb\xbf"
_WIDE_STARTS = (b"\xff\xfe", b"\xfe\xff", b"\0<", b"<\0")
_DECLARATION = compile_late(rb"^<\?xml[^>]*\?>")
_HAS_NAMES_IN_NAMESPACES = etree.XPath("boolean(descendant-or-self::*[namespace-uri()])")
_ESCAPED = compile_late("[\udc80-\udcff]")


def read_tree(data: bytes, name: str, report: Report) -> Element:
    """The root of sd.xml, without namespaces. A document type is let pass, and what is no UTF-8 is read as far as it
    goes.

    Loses: SDXML-R002, SDXML-R004. Raises: UnreadableInput, UnsafeInput.
    """
    root = _parse(data if data.startswith(_WIDE_STARTS) else data.lstrip(), name, report)
    if root.getroottree().docinfo.internalDTD is not None:
        _resolve_entities(root)
    may_have_namespaces = b"xmlns" in data or data.startswith(_WIDE_STARTS)
    if may_have_namespaces and _HAS_NAMES_IN_NAMESPACES(root):
        report.add(NAMESPACES_REMOVED, Location(MAIN_PART))
        for element in root.iter():
            if isinstance(element.tag, str):
                element.tag = element.tag.rpartition("}")[2]
    return root


def _resolve_entities(root: Element) -> None:
    """Put the character of HTML in the place of an entity that the document type would declare; others stay as the
    text that they are."""
    entities: list[Any] = list(root.iter(etree.Entity))
    for entity in entities:
        text = unescape(f"&{entity.name};") + (entity.tail or "")
        before, parent = entity.getprevious(), entity.getparent()
        if before is not None:
            before.tail = (before.tail or "") + text
        elif parent is not None:
            parent.text = (parent.text or "") + text
        if parent is not None:
            parent.remove(entity)


def _parse(data: bytes, name: str, report: Report) -> Element:
    try:
        return parse(data, name, allows_doctype=True)
    except UnreadableInput:
        repaired = _as_utf_8(data)
        if repaired is None:
            raise
        text, count = repaired
        root = parse(text, name, allows_doctype=True)
        if count:
            report.add(OTHER_ENCODING, Location(MAIN_PART), count=count)
        return root


def _as_utf_8(data: bytes) -> tuple[bytes, int] | None:
    """The text as UTF-8 without its declaration, and how many bytes were no UTF-8; None where that would be no help.

    UTF-16 under a declaration that says otherwise is read as what its first bytes show.
    """
    if data.startswith(_WIDE_STARTS):
        text = data.decode(_wide_encoding(data), "replace").lstrip("\ufeff")
        return _DECLARATION.sub(b"", text.encode("utf-8", "replace")), 0
    body = _DECLARATION.sub(b"", data.removeprefix(_UTF_8_BOM).lstrip())
    text, count = _ESCAPED.subn(_as_windows_character, body.decode("utf-8", "surrogateescape"))
    return (text.encode(), count) if count or body != data else None


def _as_windows_character(escaped: re.Match[str]) -> str:
    """The character of Windows-1252 for a byte that is no UTF-8."""
    return bytes([ord(escaped[0]) & 0xFF]).decode("cp1252", "replace")


def _wide_encoding(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    return "utf-16-le" if data.startswith(b"<\0") else "utf-16-be"
