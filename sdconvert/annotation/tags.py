"""The tags of an XML part with their places in its bytes, and changes of the bytes there: what is not changed stays as
it was written, which no parser and serialiser could promise."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple
from xml.parsers import expat

from sdconvert.errors import UnreadableInput
from sdconvert.formats.docx.names import STRICT

_CHUNK = 1 << 16
_OPEN_TAG = re.compile(rb"""<(?:[^>"']++|"[^"]*"|'[^']*')*+>""")
_DECLARED = re.compile(rb"""^\s*<\?xml[^<>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_MARKS = (
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
    (codecs.BOM_UTF8, "utf-8"),
)
_AS_IT_IS = ("utf-8", "us-ascii", "ascii")


class Tag(NamedTuple):
    """A tag: the qualified name of its element with transitional namespaces, where it starts and ends in the bytes. An
    empty element is an opening tag that `is_empty` and a closing one of no length behind it."""

    name: str
    attributes: Mapping[str, str]
    start: int
    end: int
    is_closing: bool = False
    is_empty: bool = False


class Change(NamedTuple):
    """Bytes that stand in the place of those from `start` to `end`."""

    start: int
    end: int
    text: bytes = b""


class PartText:
    """The text of a part as UTF-8, and its way back into the encoding that it was in.

    Raises: UnreadableInput for an encoding that is not known.
    """

    def __init__(self, data: bytes, name: str) -> None:
        self._codec = _codec_of(data)
        try:
            self.utf8 = data if self._codec in _AS_IT_IS else data.decode(self._codec).encode()
        except (LookupError, UnicodeDecodeError) as error:
            raise UnreadableInput(f"{name} is written in {self._codec}, which cannot be changed here.") from error

    def with_changes(self, changes: Iterable[Change]) -> bytes:
        """The part with these changes, which do not overlap, in its own encoding."""
        changed = change(self.utf8, changes)
        return changed if self._codec in _AS_IT_IS else changed.decode().encode(self._codec, "xmlcharrefreplace")


def _codec_of(data: bytes) -> str:
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return codec
    declared = _DECLARED.match(data)
    return "utf-8" if declared is None else declared[1].decode().lower()


def change(data: bytes, changes: Iterable[Change]) -> bytes:
    """The bytes with these changes, which do not overlap; of two at one place the first stands first."""
    pieces, at = [], 0
    for start, end, text in sorted(changes, key=lambda one: one[:2]):
        pieces += [data[at:start], text]
        at = end
    return b"".join([*pieces, data[at:]])


def read_tags(data: bytes) -> Iterator[Tag]:
    """The tags of a part, in order. `data` is UTF-8 that `xmlio.parse` has taken: it is well-formed and declares no
    document type."""
    names: dict[str, str] = {}
    found: list[Tag] = []
    open_tags: list[tuple[str, bool]] = []
    parser = expat.ParserCreate("utf-8", " ")

    def name_of(name: str) -> str:
        if name not in names:
            names[name] = _qualify(name)
        return names[name]

    def start(name: str, attributes: dict[str, str]) -> None:
        at = parser.CurrentByteIndex
        end = _end_of_tag(data, at)
        is_empty = data[end - 2 : end] == b"/>"
        open_tags.append((name_of(name), is_empty))
        found.append(
            Tag(name_of(name), {name_of(key): attributes[key] for key in attributes}, at, end, False, is_empty)
        )

    def end(_name: str) -> None:
        name, is_empty = open_tags.pop()
        at = parser.CurrentByteIndex
        found.append(Tag(name, {}, at, at if is_empty else data.index(b">", at) + 1, True, is_empty))

    parser.StartElementHandler, parser.EndElementHandler = start, end
    for offset in range(0, len(data), _CHUNK):
        parser.Parse(data[offset : offset + _CHUNK], offset + _CHUNK >= len(data))
        yield from found
        found.clear()


def _end_of_tag(data: bytes, start: int) -> int:
    tag = _OPEN_TAG.match(data, start)
    assert tag is not None
    return tag.end()


def _qualify(name: str) -> str:
    """`uri local` as `{uri}local`, the uri a transitional one."""
    uri, space, local = name.rpartition(" ")
    for strict, transitional in STRICT:
        uri = uri.replace(strict.decode(), transitional.decode())
    return f"{{{uri}}}{local}" if space else local
