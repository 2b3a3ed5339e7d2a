"""What bytes are read from, at any place: memory, or a file that is to stay as it is meanwhile."""

from __future__ import annotations

import errno
import io
import os
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from sdconvert.errors import UnreadableInput

PIECE = 1 << 17
IN_MEMORY = 32 << 20
"""What has no more bytes is read at once, and may then be changed or deleted."""


class Backing(Protocol):
    """What bytes are read from. `length` is how many there are."""

    length: int

    def read_at(self, offset: int, size: int) -> bytes:
        """The bytes from an offset on, fewer only at the end. Raises: UnreadableInput."""
        ...


class MemoryBacking:
    """Bytes in memory."""

    __slots__ = ("_view", "length")

    def __init__(self, data: bytes) -> None:
        self._view = memoryview(data)
        self.length = len(data)

    def read_at(self, offset: int, size: int) -> bytes:
        return bytes(self._view[offset : offset + size])


class FileBacking:
    """A file that is to stay as it is for as long as it is read.

    It is kept open, so that it may be renamed, replaced and deleted, but for systems on which an open file cannot be:
    there it is opened for each piece, and has to stay in its place.
    """

    __slots__ = ("__weakref__", "_descriptor", "_path", "_stamp", "length", "name")

    def __init__(self, path: Path, descriptor: int | None = None, *, stays_open: bool = os.name == "posix") -> None:
        """`descriptor` is one of a file that is open already; it stays the caller's. Raises: OSError."""
        self._path = path
        self.name = path.name
        own = os.open(path, _FLAGS) if descriptor is None else os.dup(descriptor)
        self._descriptor: int | None = own
        try:
            found = os.fstat(own)
        finally:
            if stays_open:
                weakref.finalize(self, os.close, own)
            else:
                os.close(own)
                self._descriptor = None
        self._stamp = _stamp(found)
        self.length = found.st_size

    def read_at(self, offset: int, size: int) -> bytes:
        """Raises: UnreadableInput for a file that is not what it was."""
        try:
            if self._descriptor is not None:
                data = os.pread(self._descriptor, size, offset)
                is_same = _stamp(os.fstat(self._descriptor)) == self._stamp
            else:
                data, is_same = self._read_anew(offset, size)
        except OSError as error:
            raise UnreadableInput(f"{self._path} can no longer be read: {error.strerror or error}.") from error
        if not is_same or len(data) < min(size, self.length - offset):
            raise UnreadableInput(f"{self._path} was changed while it was read.")
        return data

    def _read_anew(self, offset: int, size: int) -> tuple[bytes, bool]:
        with self._path.open("rb", buffering=0) as file:
            file.seek(offset)
            return file.read(size), _stamp(os.fstat(file.fileno())) == self._stamp


_FLAGS = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)


def _stamp(found: os.stat_result) -> tuple[int, ...]:
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns


class BackedFile(io.RawIOBase):
    """A file for the library that reads zips, which asks for it in small pieces and at any place."""

    def __init__(self, backing: FileBacking) -> None:
        self._backing = backing
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._backing.length}[whence]
        if base + offset < 0:
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
        self._at = base + offset
        return self._at

    def read(self, size: int | None = -1) -> bytes:
        left = max(0, self._backing.length - self._at)
        data = self._backing.read_at(self._at, left if size is None or size < 0 else min(size, left))
        self._at += len(data)
        return data


def joined(pieces: Iterator[bytes]) -> bytes:
    """All of them in one, without a second copy of what they are."""
    first, second = next(pieces, b""), next(pieces, None)
    if second is None:
        return first
    whole = io.BytesIO()
    whole.writelines((first, second))
    whole.writelines(pieces)
    return whole.getvalue()


def stretch(backing: Backing, offset: int, size: int) -> Iterator[bytes]:
    """So many bytes from an offset on, in pieces. Raises: UnreadableInput."""
    end = offset + size
    for at in range(offset, end, PIECE):
        yield backing.read_at(at, min(PIECE, end - at))
