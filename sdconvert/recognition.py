"""What a file is by its content: the formats that sdconvert knows, told apart without reading more than it takes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum

from sdconvert.archive import DEFAULT_LIMITS, Archived, Limits, read_archive
from sdconvert.errors import UnreadableInput
from sdconvert.frozen import dataclass
from sdconvert.patterns import compile_late


class FormatName(StrEnum):
    """The formats."""

    DOCX = "docx"
    SDXML = "sdxml"
    HTML = "html"
    PARSX = "parsx"


@dataclass(frozen=True, slots=True)
class Recognised:
    """A format and the member that holds the document, empty for a file that is no package."""

    format: FormatName
    main_part: str = ""


MAIN_PARTS = {
    FormatName.DOCX: "[Content_Types].xml",
    FormatName.SDXML: "sd.xml",
    FormatName.PARSX: "parsx.xml",
    FormatName.HTML: "index.html",
}

_ZIP = b"PK"
_BOMS = {
    b"\xef\xbb\xbf": "utf-8-sig",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
    b"<\0": "utf-16-le",
    b"\0<": "utf-16-be",
}
_HEAD = 4096
_FIRST_TAG = compile_late(r"<(?:[\w.-]+:)?([A-Za-z][\w.-]*)")
_DOCTYPE = re.compile(r"<!doctype\s+(html)", re.IGNORECASE)
_ROOTS = {
    "smashdoc": FormatName.SDXML,
    "projekt": FormatName.PARSX,
    "werk": FormatName.PARSX,
    "hauptteil": FormatName.PARSX,
    "kapitel": FormatName.PARSX,
    "html": FormatName.HTML,
    "head": FormatName.HTML,
    "body": FormatName.HTML,
}
_PAGES = (".html", ".htm", ".xhtml")


def open_zip(data: Archived, what: str = "The file", limits: Limits = DEFAULT_LIMITS) -> Archived:
    """The archive that a file is, to be opened no second time; what is none as it is.

    Raises: UnreadableInput for a zip that is not intact, UnsafeInput for an archive that breaks a limit.
    """
    is_bare = isinstance(data, bytes) and not data.startswith(_ZIP)
    return data if is_bare else read_archive(data, what, limits)


def recognise(data: Archived, what: str = "The file", limits: Limits = DEFAULT_LIMITS) -> Recognised:
    """The format of a file.

    Raises: UnreadableInput for a file of none of the formats, UnsafeInput for an archive that breaks a limit.
    """
    data = open_zip(data, what, limits)
    if not isinstance(data, bytes):
        return recognise_members(read_archive(data), what)
    found = _by_first_tag(data)
    if found is not None:
        return Recognised(found)
    if not data.lstrip().startswith(b"<"):
        read_archive(data, what, limits)
    raise UnreadableInput(f"{what} is {_KNOWN}.")


_KNOWN = "neither a Word file nor an SDXML, HTML or parsX export"


def recognise_members(members: Mapping[str, bytes], what: str = "The package") -> Recognised:
    """The format of a package by its members.

    Raises: UnreadableInput for a package of none of the formats.
    """
    for name, main_part in MAIN_PARTS.items():
        if main_part in members and (name is not FormatName.DOCX or _is_word(members)):
            return Recognised(name, main_part)
    for name, main_part in MAIN_PARTS.items():
        below = [member for member in members if member.endswith(f"/{main_part}")]
        if len(below) == 1 and name is not FormatName.DOCX:
            return Recognised(name, below[0])
    return _by_only_document(members, what)


def _is_word(members: Mapping[str, bytes]) -> bool:
    return "_rels/.rels" in members


def _by_only_document(members: Mapping[str, bytes], what: str) -> Recognised:
    """The one page or XML file of a package, by what it is."""
    candidates = [name for name in members if name.lower().endswith((*_PAGES, ".xml")) and "__MACOSX" not in name]
    if len(candidates) == 1:
        found = _by_first_tag(members[candidates[0]])
        if found is not None:
            return Recognised(found, candidates[0])
    raise UnreadableInput(f"{what} is {_KNOWN}.")


def _by_first_tag(data: bytes) -> FormatName | None:
    """The format of a bare file; a page that begins with another element than `html` is HTML by its doctype only."""
    head = _text(data[:_HEAD].lstrip())
    if not head.startswith("<"):
        return None
    if _DOCTYPE.search(head):
        return FormatName.HTML
    tag = _FIRST_TAG.search(re.sub(r"<!--.*?(?:-->|\Z)|<\?.*?(?:\?>|\Z)|<!DOCTYPE[^>]*+>?", "", head, flags=re.DOTALL))
    return None if tag is None else _ROOTS.get(tag.group(1).lower())


def _text(head: bytes) -> str:
    for sign, encoding in _BOMS.items():
        if head.startswith(sign):
            return head.decode(encoding, "ignore").lstrip("\ufeff \t\r\n")
    return head.decode("latin-1")
