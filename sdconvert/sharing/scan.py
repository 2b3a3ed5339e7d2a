"""Which words of a file are in another one: a look that knows nothing of how the other was made."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from lxml import etree

from sdconvert.archive import DEFAULT_LIMITS, Limits, read_archive
from sdconvert.errors import SdconvertError
from sdconvert.xmlio import Element

_WORD = re.compile(r"[^\W\d_]{4,}")
_GUID = re.compile(r"[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}")
_HEX = re.compile(r"(?<![0-9A-Za-z])(?=[A-Fa-f]*+[0-9])[0-9A-Fa-f]{6,40}(?![0-9A-Za-z])")
_COLOUR = re.compile("#?[0-9A-Fa-f]{6}|[0-9A-Fa-f]{8}")
_MARKUP = (b"<", b"\xef\xbb\xbf<", b"\xff\xfe<", b"\xfe\xff\0<", b"<\0", b"\0<")
_ASCII = re.compile(rb"[A-Za-z]{4,}")
_WIDE = re.compile(rb"(?:[A-Za-z]\0){4,}")
_KNOWN = (
    *(
        "{http://schemas.",
        "{urn:schemas-microsoft-com:",
        "{http://purl.o",
        "{http://www.w3.org/",
        "{http://uri.etsi.org/",
    ),
    *("{urn:oasis:", "{http://www.wps.cn/"),
)
"""What names begin with that are the formats' own."""
_INSTRUCTIONS = ("}instrText", "}delInstrText")
"""A field may cut its keyword in pieces, so that they are read together only."""
_INSTRUCTION_TAGS = ("{*}instrText", "{*}delInstrText")
_DEEPEST = 4


class Leak(NamedTuple):
    """A part in which words of the source are left, in small letters, sorted."""

    part: str
    words: tuple[str, ...]


def words_of(parts: Mapping[str, bytes], limits: Limits = DEFAULT_LIMITS) -> set[str]:
    """Every word of four letters and more of the texts, the values and the names of parts, in small letters."""
    found: set[str] = set()
    for name, data in parts.items():
        found.update(_words(name))
        found.update(_words_of_part(data, limits, 0))
    return found


def find_leaks(
    parts: Mapping[str, bytes], words: Iterable[str], own: frozenset[str], limits: Limits = DEFAULT_LIMITS
) -> tuple[Leak, ...]:
    """The parts in which some of these words are, but for those of the formats' `own`. Markup is looked at as texts and
    values; all else as signs of one byte and of two, too."""
    wanted = set(words) - {word.casefold() for word in own}
    leaks = []
    for name, data in parts.items():
        found = {*_words(name), *_words_of_part(data, limits, 0)} | set(_words_of_bytes(data))
        if left := found & wanted:
            leaks.append(Leak(name, tuple(sorted(left))))
    return tuple(leaks)


def _words(text: str) -> Iterator[str]:
    plain = _HEX.sub(" ", _GUID.sub(" ", text))
    return (word.casefold() for word in _WORD.findall(plain))


def _words_of_part(data: bytes, limits: Limits, depth: int) -> Iterator[str]:
    if data.startswith(b"PK") and depth < _DEEPEST:
        yield from _words_of_package(data, limits, depth)
    elif data.startswith(b"\x1f\x8b"):
        yield from _words_of_bytes(_unpack(data, limits))
    elif data.lstrip().startswith(_MARKUP):
        yield from _words_of_markup(data)
    elif b"\0" not in data[:1000]:
        yield from _words_of_text(data)


def _words_of_package(data: bytes, limits: Limits, depth: int) -> Iterator[str]:
    try:
        for name, part in read_archive(data, limits=limits).items():
            yield from _words(name)
            yield from _words_of_part(part, limits, depth + 1)
    except SdconvertError:
        yield from _words_of_bytes(data)


def _unpack(data: bytes, limits: Limits) -> bytes:
    try:
        return zlib.decompressobj(wbits=31).decompress(data, limits.member_size)
    except zlib.error:
        return data


def _words_of_text(data: bytes) -> Iterator[str]:
    try:
        yield from _words(data.decode("utf-8"))
    except UnicodeDecodeError:
        return


def _words_of_markup(data: bytes) -> Iterator[str]:
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    except (etree.XMLSyntaxError, ValueError):
        yield from _words(data.decode("utf-8", "ignore"))
        return
    has_own_names = root.tag == "smashdoc"
    for node in root.iter():
        yield from _words(node.tail or "")
        if isinstance(node.tag, str):
            yield from _words_of_element(node, has_own_names)
        else:
            yield from _words(node.text or "")


def _words_of_element(element: Element, has_own_names: bool) -> Iterator[str]:
    if not element.tag.endswith(_INSTRUCTIONS):
        yield from _words(element.text or "")
    for name, value in element.items():
        if _COLOUR.fullmatch(str(value)) is None:
            yield from _words(str(value))
        if not has_own_names and not (element.tag.startswith(_KNOWN) or str(name).startswith(_KNOWN)):
            yield from _words(str(name))
    if not has_own_names and not element.tag.startswith(_KNOWN):
        yield from _words(element.tag)
    if element.tag.endswith(("}p", "}si")) or element.tag in ("p", "heading", "paragraph", "ol-li", "ul-li"):
        yield from _words("".join(str(text) for text in element.itertext()))
        yield from _words("".join(str(one.text or "") for one in element.iter(*_INSTRUCTION_TAGS)))


def _words_of_bytes(data: bytes) -> Iterator[str]:
    """The words in what is no markup, as UTF-8 and as UTF-16 from either byte on."""
    if data.lstrip().startswith(_MARKUP[:2]):
        return
    yield from _words(data.decode("utf-8", "replace"))
    yield from _words(data.decode("latin-1"))
    yield from (run.decode("ascii").lower() for run in _ASCII.findall(data))
    yield from (run.decode("utf-16-le").lower() for run in _WIDE.findall(data))
    for start in (0, 1):
        yield from _words(data[start:].decode("utf-16-le", "replace"))
