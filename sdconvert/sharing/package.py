"""The parts of a package -> the same parts with stand-ins, each as its kind asks."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from urllib.parse import quote, unquote

from lxml import etree

from sdconvert.archive import Limits, read_archive, write_archive
from sdconvert.errors import SdconvertError
from sdconvert.formats.docx.names import local_name
from sdconvert.sharing.attributes import is_known
from sdconvert.sharing.flat_pictures import flatten_picture
from sdconvert.sharing.markup import anonymise_source, anonymise_xml
from sdconvert.sharing.stubs import empty_ole, empty_package
from sdconvert.sharing.words import TOKEN, StandIns, format_words
from sdconvert.xmlio import Element, parse

CONTENT_TYPES = "[Content_Types].xml"
_CHUNK_TYPE = "/aFChunk"
_CUSTOM_FOLDERS = ("customxml/", "userxml/", "userCustomization/", "ink/")
_MARKUP = (b"<", b"\xef\xbb\xbf<", b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")
_PAGES = (".html", ".htm", ".xhtml")
_DEEPEST = 3
_PAGE = b"MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<html><body><p>x</p></body></html>\r\n"
_STUBS = {b"{\\rtf": b"{\\rtf1\\ansi }", b"%pdf": b"%PDF-1.4\n%%EOF\n"}


def anonymise_parts(parts: Mapping[str, bytes], standins: StandIns, limits: Limits, depth: int = 0) -> dict[str, bytes]:
    """The parts by their new names, with stand-ins in the place of their content."""
    chunks = _names_of_chunks(parts)
    return {
        anonymise_name(name, standins): _anonymise_part(name, data, standins, limits, depth, name in chunks)
        for name, data in parts.items()
    }


def anonymise_name(name: str, standins: StandIns) -> str:
    """The name that a part gets: one of the format's own words stays as it is."""
    plain = unquote(name)
    words = [word for word in TOKEN.findall(plain) if not word[0].isdigit()]
    if all(word.lower() in format_words() for word in words):
        return name
    renamed = "/".join(
        standins.words(step) if step.startswith("_") else standins.name(step) for step in plain.split("/")
    )
    return renamed if plain == name else quote(renamed)


def _anonymise_part(name: str, data: bytes, standins: StandIns, limits: Limits, depth: int, is_chunk: bool) -> bytes:
    if name == CONTENT_TYPES or name.lower().endswith(".rels"):
        return _anonymise_frame(data, name, standins)
    picture = flatten_picture(data)
    if picture is not None:
        return picture
    if data.startswith(b"PK"):
        return _anonymise_package(data, standins, limits, depth, is_chunk)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return empty_ole()
    if name.lower().endswith(_PAGES):
        return anonymise_source(data, standins)
    if data.lstrip().startswith(_MARKUP):
        return anonymise_xml(data, name, standins, is_emptied=_is_custom(name, data))
    return _anonymise_text(data, standins)


def _anonymise_text(data: bytes, standins: StandIns) -> bytes:
    """A text with stand-ins; one of a format that packs them is the least of its kind, anything else is empty."""
    if b"mime-version:" in data[:1000].lower():
        return _PAGE
    for beginning, stub in _STUBS.items():
        if data[: len(beginning)].lower() == beginning:
            return stub
    if b"\0" in data:
        return b""
    try:
        return standins.text(data.decode()).encode()
    except UnicodeDecodeError:
        return b""


def _is_custom(name: str, data: bytes) -> bool:
    """Whether a part is somebody's own data."""
    if not name.lower().startswith(_CUSTOM_FOLDERS) or "itemprops" in name.lower():
        return False
    try:
        root = parse(data, name, allows_doctype=True)
    except SdconvertError:
        return True
    uri = etree.QName(root).namespace or ""
    return not is_known(uri) or "metadata/properties" in uri or "contentType" in uri


def _anonymise_package(data: bytes, standins: StandIns, limits: Limits, depth: int, is_chunk: bool) -> bytes:
    """A Word file that is a piece of the text with stand-ins, any other package empty."""
    try:
        archive = read_archive(data, limits=limits)
        if is_chunk and depth < _DEEPEST:
            return write_archive(anonymise_parts(dict(archive), standins, limits, depth + 1))
        return empty_package(archive)
    except SdconvertError:
        return data[:4]


def _names_of_chunks(parts: Mapping[str, bytes]) -> set[str]:
    """The members that relationships call pieces of the text."""
    found = set()
    for name, data in parts.items():
        if name.lower().endswith(".rels") and _CHUNK_TYPE.encode() in data:
            folder = posixpath.dirname(posixpath.dirname(name))
            found |= {_member(folder, target) for target in _targets_of_chunks(data, name)}
    return found


def _targets_of_chunks(data: bytes, name: str) -> list[str]:
    try:
        root = parse(data, name)
    except SdconvertError:
        return []
    return [element.get("Target", "") for element in root if element.get("Type", "").endswith(_CHUNK_TYPE)]


def _member(folder: str, target: str) -> str:
    return posixpath.normpath(posixpath.join("/", folder, unquote(target))).lstrip("/")


def _anonymise_frame(data: bytes, name: str, standins: StandIns) -> bytes:
    """The list of content types, or relationships: names of parts get the stand-ins that the parts have."""
    try:
        root = parse(data, name)
    except SdconvertError:
        return anonymise_source(data, standins)
    for element in root.iter():
        for attribute, value in list(element.items()):
            element.set(attribute, _anonymise_frame_value(element, str(attribute), str(value), standins))
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)


def _anonymise_frame_value(element: Element, attribute: str, value: str, standins: StandIns) -> str:
    is_outside = element.get("TargetMode", "").lower() == "external"
    if attribute == "PartName" or (attribute == "Target" and not is_outside):
        return value if value.startswith("#") else anonymise_name(value, standins)
    return standins.address(value) if local_name(attribute) == "Target" else standins.words(value)
