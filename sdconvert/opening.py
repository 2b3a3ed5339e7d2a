"""Sources as they are read: loaded where they are small, and read from where they stand where they are large."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Any

from sdconvert.archive import DEFAULT_LIMITS, Limits
from sdconvert.backings import IN_MEMORY, FileBacking
from sdconvert.errors import UnsafeInput
from sdconvert.files import Source, load, name_of, path_of

_ZIP = b"PK"


def open_source(source: Source, limits: Limits = DEFAULT_LIMITS) -> bytes | FileBacking:
    """What a source holds: a large zip in a file of this machine is not read, but read from, all others are loaded.

    Raises: as `load`.
    """
    backing = source if isinstance(source, FileBacking) else _large_zip(source)
    if backing is None:
        return load(source, limits)
    if backing.length > limits.total_size:
        name = path_of(source) or name_of(source)
        raise UnsafeInput(f"{name} has {backing.length:,} bytes, more than the {limits.total_size:,} allowed.")
    return backing


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
