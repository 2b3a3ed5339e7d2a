"""A package taken apart for shrinking: its parts as trees where they are XML, so that pieces can be taken out."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from urllib.parse import unquote

from lxml import etree

from sdconvert.archive import Limits, read_archive, write_archive
from sdconvert.errors import SdconvertError
from sdconvert.formats.docx.names import R, local_name
from sdconvert.xmlio import Element, parse

CONTENT_TYPES = "[Content_Types].xml"
SDXML_PART = "sd.xml"
_STRICT_R = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_DECLARATION = b'<?xml version="1.0" encoding="UTF-8"?>\n'
"""The grammar of SDXML has defaults, so that its documents do not stand alone."""
_STANDALONE = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MARKUP = (b"<", b"\xef\xbb\xbf<", b"\xff\xfe", b"\xfe\xff")
_BLOCKS = ("{*}p", "{*}tbl", "heading", "paragraph", "ol-li", "ul-li", "image", "table", "directory", "pagebreak", "p")


class Part:
    """A part: its bytes, and its tree where it is XML that can be parsed. A change is a new part."""

    __slots__ = ("_data", "_references", "tree")

    def __init__(self, data: bytes | None = None, tree: Element | None = None) -> None:
        self._data = data
        self._references: frozenset[str] | None = None
        self.tree = tree

    @property
    def data(self) -> bytes:
        """The bytes, written when they are asked for."""
        if self._data is None:
            assert self.tree is not None
            declaration = _DECLARATION if self.tree.tag == "smashdoc" else _STANDALONE
            self._data = declaration + etree.tostring(self.tree, encoding="utf-8")
        return self._data

    @property
    def references(self) -> frozenset[str]:
        """The ids of relationships that the part names."""
        if self._references is None:
            self._references = frozenset() if self.tree is None else frozenset(_references(self.tree))
        return self._references


Parts = Mapping[str, Part]


def _references(tree: Element) -> Iterator[str]:
    for element in tree.iter():
        for name, value in element.items():
            if str(name).startswith((f"{{{R}}}", f"{{{_STRICT_R}}}")):
                yield str(value)


def read_parts(data: bytes, what: str, limits: Limits) -> dict[str, Part]:
    """The parts by their names. Raises: UnreadableInput, UnsafeInput."""
    return {name: _read_part(name, part) for name, part in read_archive(data, what, limits).items()}


def _read_part(name: str, data: bytes) -> Part:
    if not data.lstrip().startswith(_MARKUP):
        return Part(data)
    try:
        return Part(data, parse(data, name))
    except SdconvertError:
        return Part(data)


def write_parts(parts: Parts) -> bytes:
    """The package."""
    return write_archive({name: part.data for name, part in parts.items()})


def main_name(parts: Parts) -> str:
    """The part that holds the document, an empty name where none does."""
    if SDXML_PART in parts:
        return SDXML_PART
    for relation in relations_of(parts, "_rels/.rels"):
        if relation.get("Type", "").endswith("/officeDocument"):
            return target_of("_rels/.rels", relation)
    return ""


def relations_of(parts: Parts, name: str) -> list[Element]:
    """The relationships in a member."""
    part = parts.get(name)
    return [] if part is None or part.tree is None else list(part.tree)


def target_of(rels: str, relation: Element) -> str:
    """The member that a relationship leads to, an empty name for one that leads outside."""
    if relation.get("TargetMode", "").lower() == "external":
        return ""
    folder = posixpath.dirname(posixpath.dirname(rels))
    target = unquote(relation.get("Target", "").replace("\\", "/"))
    return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")


def rels_of(name: str) -> str:
    """The member with the relationships of a part."""
    folder, file = posixpath.split(name)
    return posixpath.join(folder, "_rels", f"{file}.rels")


def owner_of(rels: str) -> str:
    """The part whose relationships a member holds."""
    folder, file = posixpath.split(rels)
    return posixpath.join(posixpath.dirname(folder), file.removesuffix(".rels"))


def is_frame(name: str) -> bool:
    """Whether a member says how the parts belong together."""
    return name == CONTENT_TYPES or name.lower().endswith(".rels")


def count_blocks(parts: Parts) -> int:
    """Paragraphs and tables of the document, or what a package of SDXML has in their place."""
    part = parts.get(main_name(parts))
    if part is None or part.tree is None:
        return 0
    names = _BLOCKS[2:] if local_name(part.tree.tag) == "smashdoc" else _BLOCKS[:2]
    return sum(1 for _ in part.tree.iter(*names))
