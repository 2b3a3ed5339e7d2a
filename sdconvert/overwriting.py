"""What a result may replace, the same for every command: what sdconvert made itself, and texts of the same kind.

Packages, Word files and pages are known by how sdconvert writes them, and replace only those of their own format.
Reports and mappings, which carry no mark, replace JSON with JSON, XML with XML, text with text.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from pathlib import Path
from typing import Protocol

from sdconvert.archive import Package, own_members
from sdconvert.errors import OutputRefused

_START = 4096
_BY_MEMBER = {"[Content_Types].xml": "word", "sd.xml": "sdxml", "parsx.xml": "parsx"}
_OWN_PAGE = b'content="sdconvert'


class Output(Protocol):
    """A file to be written."""

    def pieces(self) -> Iterator[bytes]:
        """Its bytes in order."""
        ...


def check_replaceable(path: Path, data: bytes | Output) -> None:
    """Raises: OutputRefused for a file that a result may not replace."""
    if not path.is_file() or path.stat().st_size == 0:
        return
    try:
        with path.open("rb") as file:
            start = file.read(_START)
            old = _kind_of_package(file.name) if start.startswith(b"PK") else _kind_of_text(start)
    except OSError as error:
        raise OutputRefused(f"{path} cannot be written: {error.strerror or error}.") from error
    new = _kind_of(data)
    if not old or old != new:
        raise OutputRefused(f"{path} exists already, and is no earlier result of this kind; --force replaces it.")


def _kind_of(data: bytes | Output) -> str:
    """The format of a result, or what kind of text it is."""
    if isinstance(data, Package):
        return _kind_of_members(data.parts)
    start = data[:_START] if isinstance(data, bytes) else next(data.pieces(), b"")[:_START]
    if isinstance(data, bytes) and start.startswith(b"PK"):
        return _kind_of_package(data)
    return _kind_of_text(start)


def _kind_of_package(source: str | bytes) -> str:
    """The format of a package that sdconvert wrote, empty for another one's."""
    members = own_members(source)
    return "" if members is None else _kind_of_members(members)


def _kind_of_members(members: Container[str]) -> str:
    return next((kind for name, kind in _BY_MEMBER.items() if name in members), "html")


def _kind_of_text(start: bytes) -> str:
    """What kind of text it is that begins so, empty for a page that sdconvert did not write and for what is no text."""
    text = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    if b"\0" in start:
        return ""
    if text.startswith((b"{", b"[")) and not text.startswith(b"[["):
        return "json"
    if not text.startswith(b"<"):
        return "text"
    is_page = b"<html" in text.lower()
    return "xml" if not is_page else "page" if _OWN_PAGE in text else ""
