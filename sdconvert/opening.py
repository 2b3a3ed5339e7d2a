"""Sources as they are read: loaded where they are small, and read from where they stand where they are large."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from sdconvert.archive import DEFAULT_LIMITS, Limits
from sdconvert.backings import IN_MEMORY, FileBacking, joined
from sdconvert.errors import UnreadableInput, UnsafeInput
from sdconvert.files import Source, is_elsewhere, load, name_of, path_of, read_elsewhere

_ZIP = b"PK"


def open_source(source: Source, limits: Limits = DEFAULT_LIMITS) -> bytes | FileBacking:
    """What a source holds: a large zip is not loaded but read from, where it stands if that is a file of this machine,
    else from a copy; all others are loaded.

    Raises: as `load`.
    """
    if is_elsewhere(source):
        return read_elsewhere(source, limits, lambda pieces: _hold_zip(pieces, name_of(source)))
    backing = source if isinstance(source, FileBacking) else _large_zip(source)
    if backing is None:
        return load(source, limits)
    if backing.length > limits.total_size:
        name = path_of(source) or name_of(source)
        raise UnsafeInput(f"{name} has {backing.length:,} bytes, more than the {limits.total_size:,} allowed.")
    return backing


def hold(pieces: Iterator[bytes], name: str) -> bytes | FileBacking:
    """Bytes that come in pieces, to be read as often as they are needed: many of them in a temporary file that has no
    name, so that it is gone with the last who reads it and with the process, few in memory. `name` is what errors call
    them.

    Raises: UnreadableInput where there is no room for them.
    """
    first, size = list[bytes](), 0
    for piece in pieces:
        first.append(piece)
        size += len(piece)
        if size > IN_MEMORY:
            break
    if size <= IN_MEMORY or os.name != "posix":  # elsewhere no file is without a name
        return joined(chain(first, pieces))
    try:
        return _copy(chain(first, pieces), name)
    except OSError as error:
        where = f"a temporary file in {tempfile.gettempdir()}"
        raise UnreadableInput(f"{name} cannot be kept in {where}: {error.strerror or error}.") from error


def _hold_zip(pieces: Iterator[bytes], name: str) -> bytes | FileBacking:
    first = next(pieces, b"")
    whole = chain((first,), pieces)
    return hold(whole, name) if first.startswith(_ZIP) else joined(whole)


def _copy(pieces: Iterator[bytes], name: str) -> FileBacking:
    with tempfile.TemporaryFile(prefix="sdconvert-") as file:
        for piece in pieces:
            file.write(piece)
        file.flush()
        return FileBacking(Path(name), file.fileno())


def _large_zip(source: Source) -> FileBacking | None:
    """The file that a source is, None for what is none or is no large zip."""
    path = path_of(source)
    try:
        if path is not None:
            found = path.stat()
            is_large = stat.S_ISREG(found.st_mode) and found.st_size > IN_MEMORY
            backing = FileBacking(path) if is_large else None
        else:
            backing = _large_file(source)
        return backing if backing is not None and backing.read_at(0, 2) == _ZIP else None
    except (OSError, ValueError):  # which loading tells better
        return None


def _large_file(source: Any) -> FileBacking | None:
    """The file behind one that is open, at its start; it stays there."""
    if os.name != "posix" or not (hasattr(source, "fileno") and hasattr(source, "tell")) or source.tell() != 0:
        return None
    size = source.seek(0, os.SEEK_END)
    try:
        return _backing_of(source) if size > IN_MEMORY else None
    finally:
        source.seek(0)


def _backing_of(source: Any) -> FileBacking | None:
    descriptor = source.fileno()
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        return None
    source.flush()
    return FileBacking(Path(name_of(source)), descriptor)
