"""An SDXML package as the rules see it, from a zip, a folder, or a bare sd.xml."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache, cached_property, wraps
from typing import TypeVar, cast
from weakref import WeakKeyDictionary

from lxml import etree

from sdconvert.archive import DEFAULT_LIMITS, Archive, Limits
from sdconvert.errors import UnreadableInput
from sdconvert.files import Source
from sdconvert.findings import Report
from sdconvert.formats.sdxml.dialects import KnownDialect, upgrade
from sdconvert.formats.sdxml.names import MAIN_PART
from sdconvert.formats.sdxml.package import PackageFiles, open_package
from sdconvert.frozen import dataclass
from sdconvert.handles import handle_in
from sdconvert.pictures import PictureFacts, facts_of
from sdconvert.xmlio import Attributes, Element, parse

T = TypeVar("T")

_SELDOM = ("meta", "heading", "image", "img", "table", "column_width", "xref", "index", "index-node")
"""The elements that rules ask for one by one, but for those of which a document has thousands."""


@dataclass(frozen=True, eq=False)
class SdxmlPackage:
    """The tree of sd.xml and the files of its package.

    `dialect` is what the file is written in, and `evidence` what tells it; the tree is brought to the shape of 2.6.
    """

    root: Element
    files: PackageFiles
    dialect: KnownDialect
    evidence: str

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The members of the folder of sd.xml, seen from there."""
        folder = self.files.folder
        return tuple(name.removeprefix(folder) for name in self.files.members if name.startswith(folder))

    @cached_property
    def images(self) -> dict[str, str]:
        """The members that references can name, by bare name: those directly in `images/`."""
        return {name: member for name, member in self.files.images.items() if "/" not in name}

    @cached_property
    def _elements(self) -> tuple[list[Element], list[Attributes]]:
        return elements_of(self.root)

    @property
    def elements(self) -> Iterator[tuple[Element, Attributes]]:
        """Every element with its attributes, in document order."""
        return zip(*self._elements, strict=True)

    @cached_property
    def _seldom(self) -> dict[str, list[Element]]:
        found: dict[str, list[Element]] = {name: [] for name in _SELDOM}
        for element in self.root.iter(*[f"{{*}}{name}" for name in _SELDOM]):
            found[local_name(element)].append(element)
        return found

    def each(self, *names: str) -> Iterator[Element]:
        """The elements of these local names, name by name, in document order."""
        for name in names:
            seldom = self._seldom.get(name)
            yield from self.root.iter(f"{{*}}{name}") if seldom is None else seldom

    def values(self, path: str) -> list[str]:
        """What attributes say to which an XPath leads from the root, in document order. Asked of libxml2, that takes a
        tenth of the time that a look at each element does."""
        return _ask(path)(self.root)

    @cached_property
    def pictures(self) -> Mapping[str, PictureFacts]:
        """What each file of `images/` is by its content; each is unpacked once, in pieces."""
        return {name: self._look_at(name) for name in self.images}

    def _look_at(self, name: str) -> PictureFacts:
        try:
            return facts_of(handle_in(self.files.members, self.images[name]))
        except UnreadableInput:
            return PictureFacts(None, False)


def once_per_package(function: Callable[[SdxmlPackage], T]) -> Callable[[SdxmlPackage], T]:
    """The function with its value remembered as long as the package lives, for what several rules ask."""
    values: WeakKeyDictionary[SdxmlPackage, T] = WeakKeyDictionary()

    @wraps(function)
    def look_up(package: SdxmlPackage) -> T:
        if package not in values:
            values[package] = function(package)
        return values[package]

    return look_up


@cache
def _ask(path: str) -> Callable[[Element], list[str]]:
    return cast("Callable[[Element], list[str]]", etree.XPath(path, smart_strings=False))


def elements_of(root: Element) -> tuple[list[Element], list[Attributes]]:
    """Every element of a tree in document order, and the attributes of each: side by side, since pairs that live long
    are a burden to the garbage collector."""
    elements = list(root.iter())
    return elements, cast("list[Attributes]", [tuple(element.items()) for element in elements])


def local_name(element: Element) -> str:
    """The name of an element without its namespace."""
    tag = str(element.tag)
    return tag.rpartition("}")[2] if tag.startswith("{") else tag


def read_package(source: Source | Archive, limits: Limits = DEFAULT_LIMITS) -> SdxmlPackage:
    """The package in a zip, a folder, or a bare sd.xml, by path or bytes. It is judged in the shape of 2.6 whatever its
    dialect.

    Raises: UnreadableInput when there is no well-formed sd.xml in it, UnsafeInput when it breaks a limit.
    """
    return package_of(open_package(source, "The package", limits))


def package_of(files: PackageFiles) -> SdxmlPackage:
    """The package of these files. Raises: UnreadableInput when its sd.xml is not well-formed."""
    upgraded = upgrade(parse(files.main_part, MAIN_PART, allows_doctype=True), Report())
    return SdxmlPackage(upgraded.root, files, upgraded.dialect, upgraded.evidence)
