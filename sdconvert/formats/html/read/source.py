"""From the bytes of a file to the text of a page and the files beside it."""

from __future__ import annotations

import codecs
import posixpath
import re
from collections.abc import Mapping
from urllib.parse import unquote

from sdconvert.archive import Archived, Limits, read_archive
from sdconvert.backings import FileBacking
from sdconvert.errors import UnreadableInput, UnsafeInput
from sdconvert.findings import Report, Severity, declare
from sdconvert.formats.html.names import MAIN_PART
from sdconvert.frozen import dataclass
from sdconvert.handles import Handle, handle_in
from sdconvert.patterns import compile_late

ENCODING_WRONG = declare(
    "HTML-R001",
    Severity.WARNING,
    "The page says that it is written in {declared}, but it is not; it was read as {used}.",
    hint="Check the letters with accents in the result.",
    why="A page that was saved anew in another encoding often still names the old one.",
)
ENCODING_DAMAGED = declare(
    "HTML-R002",
    Severity.WARNING,
    "{count} byte(s) of the page are no text in {used}; each became �.",
    hint="Save the page as UTF-8 in the program that it comes from.",
    why="The page mixes encodings, or is damaged.",
)
OTHER_PAGES = declare(
    "HTML-R003",
    Severity.WARNING,
    "The archive holds {count} page(s) besides {name}; only that one was read: {others}.",
    hint="Convert the others one by one.",
    why="A document is one page.",
)

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_PRESCANNED = 4096
_COMMENT = re.compile(rb"<!--.*?(?:-->|\Z)", re.DOTALL)
_META = re.compile(rb"<meta\b[^<>]*?charset\s*=\s*+[\"']?\s*+([A-Za-z0-9_.:-]+)", re.IGNORECASE)
_XML = compile_late(rb"<\?xml\b[^<>]*?encoding\s*=\s*[\"']([A-Za-z0-9_.:-]+)", re.IGNORECASE)
_FALLBACK = "cp1252"
_PAGES = (".html", ".htm", ".xhtml")
_NOT_FOR_PAGES = frozenset({"utf-7", "utf-16", "utf-16-le", "utf-16-be", "utf-32"})
_AS_CP1252 = frozenset({"ascii", "iso8859-1"})


@dataclass(frozen=True, slots=True)
class Page:
    """The text of a page, its name, and the files that it can refer to by their paths."""

    name: str
    text: str
    files: Mapping[str, bytes]

    def file(self, address: str) -> Handle | None:
        """What reads the file that a relative address leads to, None when there is none."""
        path = unquote(address.split("#", 1)[0].split("?", 1)[0]).replace("\\", "/")
        joined = posixpath.normpath(posixpath.join(posixpath.dirname(self.name), path))
        return handle_in(self.files, joined) if joined in self.files else None


def open_page(source: Archived, what: str, limits: Limits, base: Mapping[str, bytes], report: Report) -> Page:
    """The page in a zip (`index.html`, else the page nearest to the top), or the page that the bytes are.

    Raises: UnreadableInput, UnsafeInput.
    """
    if not source if isinstance(source, bytes) else isinstance(source, FileBacking) and not source.length:
        raise UnreadableInput(f"{what} is empty.")
    if isinstance(source, bytes) and not source.startswith(b"PK\x03\x04"):
        if len(source) > limits.member_size:
            raise UnsafeInput(f"{what} is larger than the {limits.member_size:,} bytes allowed.")
        _refuse_binary(source, what)
        return Page(MAIN_PART, _decode(source, report), base)
    archive = read_archive(source, what, limits)
    pages = sorted((name for name in archive if name.lower().endswith(_PAGES)), key=_rank)
    if not pages:
        raise UnreadableInput(f"{what} is an archive without an HTML page.")
    if len(pages) > 1:
        report.add(OTHER_PAGES, name=pages[0], count=len(pages) - 1, others=", ".join(pages[1:4]))
    return Page(pages[0], _decode(archive[pages[0]], report), archive)


def _rank(name: str) -> tuple[int, bool, str]:
    return name.count("/"), posixpath.basename(name).lower() not in ("index.html", "index.htm"), name


def _refuse_binary(source: bytes, what: str) -> None:
    start = source[:_PRESCANNED]
    if source.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return
    if b"\0" in start or source.startswith((b"%PDF", b"{\\rtf")):
        raise UnreadableInput(f"{what} is not an HTML page.")


def _decode(data: bytes, report: Report) -> str:
    """The text of a page: by its byte order mark, by what it declares, as UTF-8, or as Windows-1252."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _decode_as(data[len(mark) :], encoding, report)
    declared = _declared_encoding(data[:_PRESCANNED])
    for encoding in filter(None, (declared, "utf-8")):
        try:
            text = data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        if declared not in ("", encoding):
            report.add(ENCODING_WRONG, declared=declared, used=encoding)
        return text
    if declared == "utf-8" and _is_mostly_utf8(data):
        return _decode_as(data, declared, report)
    if declared not in ("", _FALLBACK):
        report.add(ENCODING_WRONG, declared=declared, used=_FALLBACK)
    return _decode_as(data, _FALLBACK, report)


def _is_mostly_utf8(data: bytes) -> bool:
    """Whether the page has more letters that are good UTF-8 than bytes that are none."""
    text = data.decode("utf-8", "replace")
    return sum(map(text.count, "äöüÄÖÜßéèáàçñ–—“”„’ ")) > 2 * text.count("\ufffd")


def _declared_encoding(start: bytes) -> str:
    """The encoding that a page declares, by Python's name of it; empty for none that a page can have."""
    found = _META.search(_COMMENT.sub(b"", start)) or _XML.search(start)
    if found is None:
        return ""
    try:
        name = codecs.lookup(found[1].decode("ascii")).name
        "".encode(name)
    except LookupError:
        return ""
    if name in _NOT_FOR_PAGES:
        return "utf-8"
    return _FALLBACK if name in _AS_CP1252 else name


def _decode_as(data: bytes, encoding: str, report: Report) -> str:
    text = data.decode(encoding, "replace")
    count = text.count("\ufffd")
    if count:
        report.add(ENCODING_DAMAGED, count=count, used=encoding)
    return text
