"""An SDXML package as the rules see it, from a zip, a folder, or a bare sd.xml."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, wraps
from pathlib import Path
from typing import TypeVar
from weakref import WeakKeyDictionary

from sdconvert.archive import DEFAULT_LIMITS, Limits, Source, is_zip_file, load, open_archive, read_archive
from sdconvert.errors import UnreadableInput, UnsafeInput
from sdconvert.findings import Report
from sdconvert.formats.sdxml.dialects import KnownDialect, upgrade
from sdconvert.pictures import PictureKind, is_readable, sniff
from sdconvert.xmlio import Element, parse

T = TypeVar("T")

MAIN_PART = "sd.xml"
IMAGE_FOLDER = "images/"

_XML_STARTS = (b"<", b"\xef\xbb\xbf<", b"\xff\xfe<\0", b"\xfe\xff\0<")


@dataclass(frozen=True, slots=True)
class PictureFacts:
    """What the content of an image file is; `is_whole` says whether it can be read to its end."""

    kind: PictureKind | None
    is_whole: bool


@dataclass(frozen=True, eq=False)
class SdxmlPackage:
    """The tree of sd.xml and what stands beside it.

    `names` are the members, seen from the folder of sd.xml (`folder`, empty at the root of the package); `images` the
    contents of `images/` by bare name. A bare sd.xml has no images to judge: `has_images` is False.

    `dialect` is what the file is written in, and `evidence` what tells it; the tree is brought to the shape of 2.6.
    """

    root: Element
    images: Mapping[str, bytes]
    has_images: bool
    names: tuple[str, ...]
    folder: str = ""
    dialect: KnownDialect = KnownDialect.V2_6
    evidence: str = ""

    @cached_property
    def _by_name(self) -> dict[str, list[Element]]:
        found: dict[str, list[Element]] = {}
        for element in self.root.iter():
            found.setdefault(local_name(element), []).append(element)
        return found

    def each(self, *names: str) -> Iterator[Element]:
        """The elements of these local names, name by name, in document order."""
        for name in names:
            yield from self._by_name.get(name, ())

    @property
    def elements(self) -> Iterator[Element]:
        """Every element, in document order."""
        return self.root.iter()

    def has_any(self, *names: str) -> bool:
        """Whether an element of one of these local names stands in the document."""
        return any(name in self._by_name for name in names)

    @cached_property
    def pictures(self) -> Mapping[str, PictureFacts]:
        """What each file of `images/` is by its content; each is unpacked once."""
        return {name: self._look_at(name) for name in self.images}

    def _look_at(self, name: str) -> PictureFacts:
        try:
            data = self.images[name]
        except UnreadableInput:
            return PictureFacts(None, False)
        kind = sniff(data)
        return PictureFacts(kind, kind is not None and is_readable(data, kind))


def once_per_package(function: Callable[[SdxmlPackage], T]) -> Callable[[SdxmlPackage], T]:
    """The function with its value remembered as long as the package lives, for what several rules ask."""
    values: WeakKeyDictionary[SdxmlPackage, T] = WeakKeyDictionary()

    @wraps(function)
    def remembered(package: SdxmlPackage) -> T:
        if package not in values:
            values[package] = function(package)
        return values[package]

    return remembered


def local_name(element: Element) -> str:
    """The name of an element without its namespace."""
    tag = str(element.tag)
    return tag.rpartition("}")[2] if tag.startswith("{") else tag


def open_package(source: Source, limits: Limits = DEFAULT_LIMITS) -> SdxmlPackage:
    """The package in a zip, a folder, or a bare sd.xml (which has no images to judge).

    Raises: UnreadableInput when there is no well-formed sd.xml in it, UnsafeInput when it breaks a limit.
    """
    if isinstance(source, (str, Path)) and Path(source).is_dir():
        return _from_members(_FolderMembers(Path(source), limits), f"The folder {source}")
    source = _within_limits(source, limits)
    if isinstance(source, (str, Path)) and is_zip_file(Path(source)):
        return _from_members(open_archive(Path(source), limits), "The package")
    data = load(source)
    if data.lstrip().startswith(_XML_STARTS):
        return _package(data, {}, has_images=False, names=(MAIN_PART,), folder="")
    return _from_members(read_archive(data, limits=limits), "The package")


def _within_limits(source: Source, limits: Limits) -> Source:
    if isinstance(source, (str, Path)) and Path(source).is_file():
        size = Path(source).stat().st_size
        if size > limits.total_size:
            raise UnsafeInput(f"{source} has {size:,} bytes, more than the {limits.total_size:,} allowed.")
    return source


def _from_members(members: Mapping[str, bytes], what: str) -> SdxmlPackage:
    folder = _folder_of_main_part(members, what)
    names = tuple(name.removeprefix(folder) for name in members if name.startswith(folder))
    images = _Images(members, folder + IMAGE_FOLDER)
    return _package(members[folder + MAIN_PART], images, has_images=True, names=names, folder=folder)


def _package(
    data: bytes, images: Mapping[str, bytes], *, has_images: bool, names: tuple[str, ...], folder: str
) -> SdxmlPackage:
    """The package of an sd.xml, which is judged in the shape of 2.6 whatever its dialect."""
    root = parse(data, MAIN_PART, allows_doctype=True)
    upgraded = upgrade(root, Report())
    return SdxmlPackage(upgraded.root, images, has_images, names, folder, upgraded.dialect, upgraded.evidence)


def _folder_of_main_part(members: Mapping[str, bytes], what: str) -> str:
    if MAIN_PART in members:
        return ""
    folders = [name.removesuffix(MAIN_PART) for name in members if name.endswith("/" + MAIN_PART)]
    if not folders:
        raise UnreadableInput(f"{what} holds no {MAIN_PART}, so it is no SDXML package.")
    if len(folders) > 1:
        raise UnreadableInput(f"{what} holds {len(folders)} files {MAIN_PART} in folders and none at its root.")
    return folders[0]


class _Images(Mapping[str, bytes]):
    """The members directly in the image folder, by bare name."""

    def __init__(self, members: Mapping[str, bytes], folder: str) -> None:
        self._members = members
        self._folder = folder
        inside = (name.removeprefix(folder) for name in members if name.startswith(folder))
        self._names = dict.fromkeys(name for name in inside if name and "/" not in name)

    def __getitem__(self, name: str) -> bytes:
        return self._members[self._folder + name]

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


class _FolderMembers(Mapping[str, bytes]):
    """The files of a folder on disk by their names with forward slashes, sorted; read when asked for."""

    def __init__(self, folder: Path, limits: Limits) -> None:
        self._files = {path.relative_to(folder).as_posix(): path for path in _files_below(folder, limits)}
        total = sum(path.stat().st_size for path in self._files.values())
        if total > limits.total_size:
            raise UnsafeInput(
                f"The folder {folder} holds {total:,} bytes, more than the {limits.total_size:,} allowed."
            )

    def __getitem__(self, name: str) -> bytes:
        return load(self._files[name])

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)


def _files_below(folder: Path, limits: Limits) -> list[Path]:
    found: list[Path] = []
    for parent, _, names in os.walk(folder):
        found += [Path(parent, name) for name in names]
        if len(found) > limits.members:
            raise UnsafeInput(f"The folder {folder} holds more than the {limits.members:,} files allowed.")
    for path in found:
        if path.is_symlink():
            raise UnsafeInput(f"The folder {folder} holds a symbolic link: {path.name!r}.")
    return sorted(found)
