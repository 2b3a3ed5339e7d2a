"""Files of a folder by name, opened when asked for."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from sdconvert.archive import DEFAULT_LIMITS, Limits
from sdconvert.backings import IN_MEMORY, FileBacking
from sdconvert.errors import UnsafeInput
from sdconvert.handles import FileContent, Handle, HeldContent, Members


class Hoard:
    """Gives handles of files, of which the first are read at once, until they are many bytes. The others are opened
    for each piece, for there may be more than a process may have open."""

    def __init__(self) -> None:
        self._left = IN_MEMORY

    def handle(self, path: Path, name: str) -> Handle:
        """Raises: OSError."""
        if path.stat().st_size > self._left:
            return FileContent(FileBacking(path, stays_open=False), name)
        data = path.read_bytes()
        self._left -= len(data)
        return HeldContent(data, name)


class FilesBeside(Members):
    """The files beside a file and below its folder, by their paths from there; each is read when asked for. Nothing
    outside of the folder is in it, whatever a path or a link says, and nothing larger than a member may be."""

    def __init__(self, path: Path, limits: Limits = DEFAULT_LIMITS) -> None:
        self._path_beside = path
        self._limits = limits
        self._hoard = Hoard()

    @cached_property
    def _folder(self) -> Path:
        return self._path_beside.resolve().parent

    def __getitem__(self, name: str) -> bytes:
        try:
            return self._path(name).read_bytes()
        except (OSError, ValueError) as error:
            raise KeyError(name) from error

    def handle(self, name: str) -> Handle:
        """What reads a file when asked. Raises: KeyError, UnsafeInput."""
        try:
            return self._hoard.handle(self._path(name), name)
        except (OSError, ValueError) as error:
            raise KeyError(name) from error

    def _path(self, name: str) -> Path:
        path = (self._folder / name).resolve()
        if not path.is_relative_to(self._folder) or not path.is_file():
            raise KeyError(name)
        if path.stat().st_size > self._limits.member_size:
            raise UnsafeInput(f"{name} has more than the {self._limits.member_size:,} bytes allowed.")
        return path

    def __iter__(self) -> Iterator[str]:
        for parent, _, names in os.walk(self._folder):
            yield from (Path(parent, name).relative_to(self._folder).as_posix() for name in names)

    def __len__(self) -> int:
        return sum(1 for _ in self)
