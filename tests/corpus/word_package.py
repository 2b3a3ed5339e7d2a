"""A Word package as parts found by relationship, read with nothing but zipfile and lxml."""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING
from urllib.parse import unquote

from lxml import etree

if TYPE_CHECKING:
    from pathlib import Path

    from lxml.etree import _Element as Element

MEMBER_LIMIT = 100_000_000
MEMBERS_LIMIT = 20_000

_OOXML = "http://schemas.openxmlformats.org/"
_STRICT = "http://purl.oclc.org/ooxml/"
_PREFIXES = {
    _OOXML + "wordprocessingml/2006/main": "w",
    _STRICT + "wordprocessingml/main": "w",
    _OOXML + "officeDocument/2006/relationships": "r",
    _STRICT + "officeDocument/relationships": "r",
    _OOXML + "officeDocument/2006/math": "m",
    _STRICT + "officeDocument/math": "m",
    _OOXML + "drawingml/2006/main": "a",
    _STRICT + "drawingml/main": "a",
    _OOXML + "drawingml/2006/picture": "pic",
    _STRICT + "drawingml/picture": "pic",
    _OOXML + "markup-compatibility/2006": "mc",
    "urn:schemas-microsoft-com:vml": "v",
    "urn:schemas-microsoft-com:office:office": "o",
}
_BROKEN = (
    KeyError, OSError, RuntimeError, NotImplementedError, ValueError, EOFError, zipfile.BadZipFile, zlib.error
)  # fmt: skip


class NotAWordPackage(Exception):
    """The bytes are no zip with a main document part that parses."""


@cache
def name(tag: object) -> str:
    """`w:p` for either of the two namespaces that mean it; the local name alone in a namespace we do not know."""
    if not isinstance(tag, str):
        return ""
    namespace, _, local = tag.rpartition("}")
    prefix = _PREFIXES.get(namespace.lstrip("{"))
    return f"{prefix}:{local}" if prefix else local if not namespace else f"?:{local}"


def attribute(element: Element, wanted: str) -> str | None:
    """The value of `w:val` and the like, in either namespace."""
    for tag, value in element.items():
        if name(tag) == wanted:
            return str(value)
    return None


def child(element: Element | None, wanted: str) -> Element | None:
    if element is None:
        return None
    return next((found for found in element if name(found.tag) == wanted), None)


def value_of(element: Element | None, wanted: str) -> str | None:
    found = child(element, wanted)
    return None if found is None else attribute(found, "w:val")


def is_on(element: Element) -> bool:
    return attribute(element, "w:val") not in ("0", "false", "off")


@dataclass(frozen=True)
class Relation:
    kind: str
    target: str
    is_external: bool


class Package:
    def __init__(self, source: Path | bytes) -> None:
        stream = BytesIO(source) if isinstance(source, bytes) else source
        try:
            self._zip = zipfile.ZipFile(stream)
        except _BROKEN as error:
            raise NotAWordPackage(str(error)) from error
        if len(self._zip.infolist()) > MEMBERS_LIMIT:
            raise NotAWordPackage("too many members")
        self._members = {info.filename.replace("\\", "/").lstrip("/").lower(): info for info in self._zip.infolist()}
        self._relations: dict[str, dict[str, Relation]] = {}

    def read(self, part: str) -> bytes | None:
        """The part's bytes; None where it is missing, broken or larger than we are willing to open."""
        info = self._members.get(part.lower())
        if info is None or info.file_size > MEMBER_LIMIT:
            return None
        try:
            return self._zip.read(info)
        except _BROKEN:
            return None

    def tree(self, part: str) -> Element | None:
        content = self.read(part)
        if not content:
            return None
        parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
        try:
            return etree.fromstring(content, parser)
        except etree.XMLSyntaxError:
            return None

    def relations(self, part: str) -> dict[str, Relation]:
        if part not in self._relations:
            folder, _, leaf = part.rpartition("/")
            tree = self.tree(posixpath.join(folder, "_rels", leaf + ".rels"))
            found = [] if tree is None else [r for r in tree if etree.QName(r).localname == "Relationship"]
            self._relations[part] = {r.get("Id", ""): _relation(folder, r) for r in found}
        return self._relations[part]

    def related(self, part: str, kind: str) -> list[str]:
        return [r.target for r in self.relations(part).values() if r.kind == kind and not r.is_external]

    def main(self) -> tuple[str, Element]:
        """The main document part's name and tree."""
        candidates = self.related("", "officeDocument") or ["word/document.xml"]
        for part in candidates:
            tree = self.tree(part)
            if tree is not None and name(tree.tag) == "w:document":
                return part, tree
        raise NotAWordPackage("no main document part that parses")

    def main_tree_of(self, part: str, kind: str) -> Element | None:
        return next((tree for found in self.related(part, kind) if (tree := self.tree(found)) is not None), None)


def _relation(folder: str, element: Element) -> Relation:
    target = element.get("Target", "")
    kind = element.get("Type", "").rpartition("/")[2]
    if element.get("TargetMode", "").lower() == "external":
        return Relation(kind, target, is_external=True)
    path = posixpath.normpath(posixpath.join("/" + folder, unquote(target.replace("\\", "/")))).lstrip("/")
    return Relation(kind, path, is_external=False)


def is_word_package(source: Path | bytes) -> bool:
    try:
        Package(source).main()
    except NotAWordPackage:
        return False
    return True


def declares_entities(source: Path | bytes) -> bool:
    """Whether the main part carries a document type, which a careful reader may refuse."""
    return bool(Package(source).main()[1].getroottree().docinfo.internalDTD)
