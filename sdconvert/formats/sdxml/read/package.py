"""Finding sd.xml and the pictures in what is called an SDXML package, and making a tree of it that good and bad files
alike become."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from lxml import etree

from sdconvert.archive import Archive, Limits, read_archive
from sdconvert.errors import UnreadableInput, UnsafeInput
from sdconvert.findings import Location, Report, Severity, declare
from sdconvert.formats.sdxml.names import IMAGE_FOLDER, MAIN_PART
from sdconvert.xmlio import Element, parse

MAIN_PART_IN_A_FOLDER = declare(
    "SDXML-R001",
    Severity.INFO,
    "sd.xml was found in the folder {folder}; it belongs at the root of the package.",
    hint="Zip the contents of the folder, not the folder itself.",
    why="The import of SMASHDOCs looks for sd.xml at the root.",
)
OTHER_ENCODING = declare(
    "SDXML-R002",
    Severity.WARNING,
    "sd.xml is not the UTF-8 that it says it is: {count} byte(s) were read as Windows-1252.",
    hint="Check umlauts, quotation marks and dashes in the result.",
    why="Some tools save in the encoding of Windows and leave the declaration as it was.",
)
FILE_NOT_READ = declare(
    "SDXML-R003",
    Severity.WARNING,
    "The file {name} of the package ({size} bytes) has no place in the document; it is not in the result.",
    hint="Keep the file beside the result where it is needed.",
    why="A document holds its text and its pictures. Releases from 2.25 on may attach other files (inline-files).",
)
NAMESPACES_REMOVED = declare(
    "SDXML-R004",
    Severity.INFO,
    "The names of sd.xml stand in a namespace; it was passed over.",
    why="The names of SDXML stand in no namespace.",
)

_XML_STARTS = (b"<", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\0<")
_UTF_8_BOM = b"\xef\xbb\xbf"
_WIDE_STARTS = (b"\xff\xfe", b"\xfe\xff", b"\0<", b"<\0")
_DECLARATION = re.compile(rb"^<\?xml[^>]*\?>")
_ESCAPED = re.compile("[\udc80-\udcff]")
_LEFTOVERS = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")


@dataclass(frozen=True, slots=True)
class Package:
    """The tree of sd.xml and the members of the image folder by bare name; a bare sd.xml has none."""

    root: Element
    images: Mapping[str, str] = field(default_factory=dict)
    archive: Mapping[str, bytes] = field(default_factory=dict)

    def picture(self, reference: str) -> tuple[str, bytes] | None:
        """The bare name and the content of the picture that is referred to so, None when it is not there."""
        name = reference.strip().replace("\\", "/").rpartition("/")[2]
        member = self.images.get(name)
        if member is None:
            return None
        try:
            return name, self.archive[member]
        except UnreadableInput:
            return None


def open_package(source: bytes, what: str, limits: Limits, report: Report) -> Package:
    """The package in a zip, or a bare sd.xml.

    Loses: SDXML-R001 to SDXML-R004.
    Raises: UnreadableInput when there is no well-formed sd.xml in it, UnsafeInput when it breaks a limit.
    """
    if source.lstrip()[:3].startswith(_XML_STARTS):
        if len(source) > limits.member_size:
            raise UnsafeInput(f"{what} has {len(source):,} bytes, more than the {limits.member_size:,} allowed.")
        return Package(read_tree(source, what, report))
    archive = read_archive(source, what, limits)
    folder = _folder_of_main_part(archive, what)
    if folder:
        report.add(MAIN_PART_IN_A_FOLDER, Location(folder + MAIN_PART), folder=folder)
    _report_others(archive, folder, report)
    return Package(read_tree(archive[folder + MAIN_PART], MAIN_PART, report), _images(archive, folder), archive)


def _folder_of_main_part(archive: Archive, what: str) -> str:
    if MAIN_PART in archive:
        return ""
    found = [name for name in archive if name.endswith("/" + MAIN_PART) and not name.startswith(_LEFTOVERS)]
    if not found:
        raise UnreadableInput(f"{what} holds no {MAIN_PART}, so it is no SDXML package.")
    if len(found) > 1:
        raise UnreadableInput(f"{what} holds {len(found)} files {MAIN_PART} in folders and none at its root.")
    return found[0].removesuffix(MAIN_PART)


def _images(archive: Archive, folder: str) -> dict[str, str]:
    inside = folder + IMAGE_FOLDER
    return {name.rpartition("/")[2]: name for name in archive if name.startswith(inside)}


def _report_others(archive: Archive, folder: str, report: Report) -> None:
    known = (folder + MAIN_PART, folder + IMAGE_FOLDER)
    for name in archive:
        if not name.startswith(known) and not name.startswith(_LEFTOVERS) and not name.endswith(_LEFTOVERS):
            report.add(FILE_NOT_READ, Location(name), name=name, size=archive.size(name))


# ----------------------------------------------------------------------------------------------------------- the tree


def read_tree(data: bytes, name: str, report: Report) -> Element:
    """The root of sd.xml, without namespaces. A document type is let pass, and what is no UTF-8 is read as far as it
    goes.

    Loses: SDXML-R002, SDXML-R004. Raises: UnreadableInput, UnsafeInput.
    """
    root = _parse(data if data.startswith(_WIDE_STARTS) else data.lstrip(), name, report)
    if root.getroottree().docinfo.internalDTD is not None:
        _resolve_entities(root)
    may_have_namespaces = b"xmlns" in data or data.startswith(_WIDE_STARTS)
    if may_have_namespaces and any(str(element.tag).startswith("{") for element in root.iter()):
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
