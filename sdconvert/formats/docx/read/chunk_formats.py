"""What an embedded document is, told by its content, and its bytes as one of our readers takes them.

Source: ECMA-376 Part 1, 11.3.1 (alternative format import part); RFC 2557 for web archives.
"""

from __future__ import annotations

import posixpath
import re
from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Callable, Mapping
from enum import StrEnum
from html import escape, unescape
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from sdconvert.archive import write_archive
from sdconvert.errors import UnreadableInput
from sdconvert.patterns import compile_late
from sdconvert.xmlio import Element, parse

if TYPE_CHECKING:
    from email.message import Message


class ChunkForm(StrEnum):
    """Which of our readers reads a chunk."""

    WORD = "Word document"
    PAGE = "web page"
    TEXT = "plain text"
    OTHER = "other"


class Chunk(NamedTuple):
    """An embedded document: what to call its format, its bytes in the form, and the files that it has beside them."""

    kind: str
    form: ChunkForm
    data: bytes
    files: Mapping[str, bytes] = {}


_MIME = compile_late(rb"\s*(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){0,20}?(?:mime-version|content-type):", re.IGNORECASE)
_MIME_HEADERS = 1000
_MARKUP = compile_late(r"<(?:[a-zA-Z][\w:-]*[\s/>]|!doctype|!--|\?xml)", re.IGNORECASE)
_PAGE_NAMES = (".htm", ".html", ".xhtml")
_SOURCE = compile_late(r"""(\ssrc\s*=\s*)(["'])(.*?)\2""", re.IGNORECASE | re.DOTALL)
_PKG = "{http://schemas.microsoft.com/office/2006/xmlPackage}"
_FOREIGN = (
    (b"{\\rtf", "RTF"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old binary format of Office"),
    (b"%PDF", "PDF"),
)


def open_chunk(data: bytes, name: str, content_type: str) -> Chunk:
    """The chunk in these bytes; the name of its part and the content type count where the content does not tell.

    Raises: UnreadableInput for a web archive or a flat package that is broken.
    """
    if data.startswith(b"PK"):
        return Chunk("Word document", ChunkForm.WORD, data)
    for magic, kind in _FOREIGN:
        if data.lstrip()[: len(magic)].lower() == magic.lower():
            return Chunk(kind, ChunkForm.OTHER, data)
    if _MIME.match(data, 0, _MIME_HEADERS):
        return _open_mail(data)
    if b"xmlPackage" in data[:_MIME_HEADERS]:
        return Chunk("flat Word document", ChunkForm.WORD, _zip_flat_package(data, name))
    if b"office/word/2003/wordml" in data[: 4 * _MIME_HEADERS]:
        return Chunk("Word 2003 XML", ChunkForm.OTHER, data)
    if _is_page(data, name, content_type):
        return Chunk("web page", ChunkForm.PAGE, data)
    return Chunk("plain text", ChunkForm.TEXT, decode(data).encode())


def decode(data: bytes) -> str:
    """The text in these bytes: by its byte order mark, as UTF-8, or as Windows-1252."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _is_page(data: bytes, name: str, content_type: str) -> bool:
    if name.lower().endswith(_PAGE_NAMES) or "html" in content_type:
        return True
    if name.lower().endswith(".txt") or content_type.startswith("text/plain"):
        return False
    return _MARKUP.search(decode(data)) is not None


# --------------------------------------------------------------------------------------------------------- web archives


def _open_mail(data: bytes) -> Chunk:
    """The page of a web archive with its pictures inside, or its plain text."""
    from email import message_from_bytes, policy
    from email.message import EmailMessage

    message = message_from_bytes(data, policy=policy.default)
    body = message.get_body(("html", "plain")) if isinstance(message, EmailMessage) else None
    if body is None:
        raise UnreadableInput("The web archive holds no page.")
    text = _content(body)
    if body.get_content_type() == "text/plain" and not _MARKUP.search(text):
        return Chunk("web archive", ChunkForm.TEXT, text.encode())
    names, files = _pictures(message, str(body.get("Content-Location", "")))
    page = _SOURCE.sub(_rename(names), text)
    return Chunk("web archive", ChunkForm.PAGE, page.encode("utf-8-sig"), files)


def _content(part: Message) -> str:
    from email.message import EmailMessage

    assert isinstance(part, EmailMessage)
    try:
        return str(part.get_content())
    except (LookupError, ValueError) as error:
        raise UnreadableInput(f"The page of the web archive cannot be decoded: {error}.") from error


def _pictures(message: Message, page: str) -> tuple[dict[str, str], dict[str, bytes]]:
    """Names for the pictures of a web archive by each address that its page may give them, and the pictures by name."""
    names: dict[str, str] = {}
    files: dict[str, bytes] = {}
    folder = posixpath.dirname(page)
    for part in message.walk():
        data = part.get_payload(decode=True) if part.get_content_maintype() == "image" else None
        if not isinstance(data, bytes):
            continue
        name = f"pictures/{len(files) + 1}"
        files[name] = data
        location = str(part.get("Content-Location", ""))
        number = "cid:" + str(part.get("Content-ID", "")).strip("<> ")
        addresses = {location, location.removeprefix(f"{folder}/"), number} - {"", "cid:"}
        names |= dict.fromkeys(addresses, name)
    return names, files


def _rename(names: dict[str, str]) -> Callable[[re.Match[str]], str]:
    def replace_source(found: re.Match[str]) -> str:
        name = names.get(unescape(found[3]))
        return found[0] if name is None else f"{found[1]}{found[2]}{name}{found[2]}"

    return replace_source


# -------------------------------------------------------------------------------------------------------- flat packages


def _zip_flat_package(data: bytes, name: str) -> bytes:
    """A package in one XML file as the zip that it stands for."""
    parts: dict[str, bytes] = {}
    overrides = []
    for part in parse(data, name).iter(f"{_PKG}part"):
        part_name = part.get(f"{_PKG}name", "").lstrip("/")
        parts[part_name] = _part_content(part)
        type = part.get(f"{_PKG}contentType", "")
        overrides.append(f'<Override PartName="{escape("/" + part_name)}" ContentType="{escape(type)}"/>')
    types = f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{"".join(overrides)}</Types>'
    parts.pop("", None)
    return write_archive({"[Content_Types].xml": types.encode(), **parts})


def _part_content(part: Element) -> bytes:
    xml, binary = part.find(f"{_PKG}xmlData"), part.find(f"{_PKG}binaryData")
    if xml is not None and len(xml):
        return etree.tostring(xml[0], with_tail=False)
    try:
        return b64decode((binary.text or "").encode()) if binary is not None else b""
    except (NotBase64, ValueError) as error:
        raise UnreadableInput(f"A part of the flat package is not base64: {error}.") from error
