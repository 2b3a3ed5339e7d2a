"""The files of an SDXML package: `sd.xml` and what stands beside it, in a zip, in a folder, or alone."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from sdconvert.archive import Archive, Limits, is_zip_file, open_archive, read_archive
from sdconvert.backings import FileBacking
from sdconvert.errors import UnreadableInput, UnsafeInput
from sdconvert.files import Source, load, path_of
from sdconvert.folders import Hoard
from sdconvert.formats.sdxml.names import IMAGE_FOLDER, MAIN_PART
from sdconvert.frozen import dataclass
from sdconvert.handles import Handle, Members
from sdconvert.opening import open_source

_XML_STARTS = (b"<", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\0<")
_LEFTOVERS = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})


@dataclass(frozen=True, slots=True)
class PackageFiles:
    """The files of a package by their names. `sd.xml` stands in `folder`, which is empty at the root of the package or
    ends with a slash; one that `is_bare` has nothing beside it."""

    members: Mapping[str, bytes]
    folder: str = ""
    is_bare: bool = False

    @property
    def main_part(self) -> bytes:
        """What sd.xml holds. Raises: UnreadableInput, UnsafeInput."""
        return self.members[self.folder + MAIN_PART]

    @property
    def images(self) -> dict[str, str]:
        """The members below `images/` by their names from there."""
        inside = self.folder + IMAGE_FOLDER
        return {name.removeprefix(inside): name for name in self.members if name.startswith(inside) and name != inside}

    def size(self, name: str) -> int:
        """The size of a member in bytes."""
        if isinstance(self.members, (Archive, FolderMembers)):
            return self.members.size(name)
        return len(self.members[name])


def open_package(source: Source | Archive, what: str, limits: Limits) -> PackageFiles:
    """The files of the package in a zip, in a folder, or in a bare sd.xml. `what` is what errors call it.

    Raises: UnreadableInput when there is no sd.xml in it, UnsafeInput when it breaks a limit.
    """
    if isinstance(source, (FileBacking, Archive)):
        return files_of(read_archive(source, what, limits), what)
    path = path_of(source)
    if path is not None and path.is_dir():
        return files_of(FolderMembers(path, limits), f"The folder {path}")
    if path is not None:
        _check_size(path, limits)
        if is_zip_file(path):
            return files_of(open_archive(path, limits), what)
    data = open_source(source, limits)
    if isinstance(data, FileBacking):
        return files_of(read_archive(data, what, limits), what)
    if not data.lstrip().startswith(_XML_STARTS):
        return files_of(read_archive(data, what, limits), what)
    if len(data) > limits.member_size:
        raise UnsafeInput(f"{what} has {len(data):,} bytes, more than the {limits.member_size:,} allowed.")
    return PackageFiles({MAIN_PART: data}, is_bare=True)


def _check_size(path: Path, limits: Limits) -> None:
    if path.is_file() and path.stat().st_size > limits.total_size:
        size = path.stat().st_size
        raise UnsafeInput(f"{path} has {size:,} bytes, more than the {limits.total_size:,} allowed.")


def files_of(members: Mapping[str, bytes], what: str) -> PackageFiles:
    """The files of a package that are among these. Raises: UnreadableInput when there is no sd.xml among them."""
    if MAIN_PART in members:
        return PackageFiles(members)
    found = [name for name in members if name.endswith(f"/{MAIN_PART}") and not is_leftover(name)]
    if not found:
        raise UnreadableInput(f"{what} holds no {MAIN_PART}, so it is no SDXML package.")
    if len(found) > 1:
        raise UnreadableInput(f"{what} holds {len(found)} files {MAIN_PART} in folders and none at its root.")
    return PackageFiles(members, found[0].removesuffix(MAIN_PART))


def is_leftover(name: str) -> bool:
    """Whether a member came along from an operating system when the package was zipped."""
    folders, _, base = name.rpartition("/")
    return base in _LEFTOVERS or "__MACOSX" in folders.split("/")


def bare_name(reference: str) -> str:
    """The file name in a reference to an image, which is to be nothing else."""
    return reference.replace("\\", "/").rpartition("/")[2]


class FolderMembers(Members):
    """The files of a folder on disk by their names with forward slashes, sorted; read when asked for.

    Raises: UnsafeInput when there are more, or more bytes, than the limits allow, or a symbolic link.
    """

    def __init__(self, folder: Path, limits: Limits) -> None:
        self._files = {path.relative_to(folder).as_posix(): path for path in _files_below(folder, limits)}
        self._hoard = Hoard()
        total = sum(map(self.size, self._files))
        if total > limits.total_size:
            raise UnsafeInput(
                f"The folder {folder} holds {total:,} bytes, more than the {limits.total_size:,} allowed."
            )

    def __getitem__(self, name: str) -> bytes:
        return load(self._files[name])

    def handle(self, name: str) -> Handle:
        """What reads a file when asked. Raises: KeyError, UnreadableInput."""
        path = self._files[name]
        try:
            return self._hoard.handle(path, name)
        except OSError as error:
            raise UnreadableInput(f"{path} cannot be read: {error.strerror or error}.") from error

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)

    def size(self, name: str) -> int:
        """The size of a file in bytes."""
        return self._files[name].stat().st_size


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
