"""Places elsewhere, by the URLs of fsspec (`s3://…`, `sftp://…`, `memory://…`), whose library is imported when used.

A place is a text. Only what holds `://` is fsspec's, so that local work needs nothing of it.
"""

from __future__ import annotations

import hashlib
import os
import posixpath
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import unquote, urlsplit

from sdconvert.backings import IN_MEMORY
from sdconvert.errors import BadConfiguration, OutputRefused, SdconvertError, UnreadableInput, UnsafeInput, one_line
from sdconvert.extras import load_extra

T = TypeVar("T")

_LOCAL = "file://"
_EXTRAS = {
    **dict.fromkeys(("s3", "s3a"), "s3"),
    **dict.fromkeys(("gs", "gcs"), "gcs"),
    **dict.fromkeys(("az", "abfs", "abfss", "adl"), "azure"),
    **dict.fromkeys(("sftp", "ssh"), "sftp"),
}

PART = ".part"
_LONG_NAME = 200
_PIECE = 8 << 20
"""How much of a large file is asked for at once: each time may be a request."""
_CHAINED = "::"
_STAND_IN = "\ue000\ue001"
_WRAPPERS = ("zip", "tar", "libarchive", "dir", "reference", "cached", "blockcache", "filecache", "simplecache")
"""Those whose `::` leads to the file system that they are in."""


def is_remote(place: str) -> bool:
    """Whether a place is fsspec's."""
    return "://" in place and not place.startswith(_LOCAL)


def check_place(place: str) -> None:
    """Raises: BadConfiguration for a URL with a password in it, which would stand in every report."""
    if is_remote(place) and urlsplit(place).password is not None:
        raise BadConfiguration(
            f"{place.split('://', 1)[0]}://… holds a password; put it into the configuration of fsspec instead."
        )


def local_path(place: str) -> Path:
    """The path of a place of this machine."""
    return Path(local_text(place))


def local_text(place: str) -> str:
    """The path of a place of this machine as text."""
    return unquote(place.removeprefix(_LOCAL)) if place.startswith(_LOCAL) else place


def open_system(place: str) -> tuple[Any, str]:
    """The file system of a URL and the path in it. Raises: BadConfiguration where its library is missing."""
    literal = place if _is_chain(place) else place.replace(_CHAINED, _STAND_IN)
    try:
        system, path = load_extra("fsspec.core", "batch").url_to_fs(literal)
        return system, path.replace(_STAND_IN, _CHAINED)
    except SdconvertError:
        raise
    except ImportError as error:
        scheme = place.split("://", 1)[0]
        extra = _EXTRAS.get(scheme)
        words = f"needs a library: {one_line(error)}" if extra is None else f"needs pip install 'sdconvert[{extra}]'"
        raise BadConfiguration(f"{scheme}:// {words}.") from error
    except Exception as error:
        raise BadConfiguration(f"{place} is no folder that can be reached: {one_line(error)}.") from error


def _is_chain(place: str) -> bool:
    """Whether `::` joins file systems, as in `zip://a.docx::s3://bucket/b.zip`, and is not a part of a name."""
    first, *rest = place.split(_CHAINED)
    return "://" not in first or first.split("://")[0] in _WRAPPERS or any("://" in part for part in rest)


def read_with(place: str, read_from: Callable[[Any, str], T]) -> T:
    """What `read_from` gives for the file system of a URL and the path in it. Raises: UnreadableInput."""
    return ask(*open_system(place), read_from, place)


def ask(system: Any, path: str, read_from: Callable[[Any, str], T], what: str) -> T:
    """What `read_from` gives for a path of a file system; `what` is what errors call it. Raises: UnreadableInput."""
    try:
        return read_from(system, path)
    except SdconvertError:
        raise
    except FileNotFoundError as error:
        raise UnreadableInput(f"{what} does not exist.") from error
    except Exception as error:  # each backend raises errors of its own
        raise UnreadableInput(f"{what} cannot be read: {one_line(error)}.") from error


def keep(system: Any, path: str, most: int, what: str, keep_pieces: Callable[[Iterator[bytes]], T]) -> T:
    """What `keep_pieces` makes of a file, which comes in pieces and may have no more than so many bytes; for `ask`.

    Raises: UnsafeInput.
    """
    if not hasattr(system, "open"):
        return keep_pieces(iter((within(system.cat_file(path), most, what),)))
    with system.open(path, "rb") as file:
        size = getattr(file, "size", None)
        if isinstance(size, int) and size > most:
            raise UnsafeInput(f"{what} has {size:,} bytes, more than the {most:,} allowed.")
        piece_size = size if isinstance(size, int) and 0 < size <= IN_MEMORY else _PIECE
        return keep_pieces(_pieces_within(file, piece_size, most, what))


def _pieces_within(file: Any, piece_size: int, most: int, what: str) -> Iterator[bytes]:
    left = most + 1
    while left and (piece := file.read(min(piece_size, left))):
        left -= len(piece)
        yield bytes(piece)
    if not left:
        raise UnsafeInput(f"{what} has more than the {most:,} bytes allowed.")


def within(data: Any, most: int, what: str) -> bytes:
    """The data, where they are no more than may be. Raises: UnsafeInput."""
    if len(data) > most:
        raise UnsafeInput(f"{what} has more than the {most:,} bytes allowed.")
    return bytes(data)


def find_files(system: Any, path: str) -> tuple[list[str], list[tuple[str, str]]]:
    """The names of all files below a folder, and the folders in it that cannot be listed, with the reason; for
    `read_with`."""
    base = path.rstrip("/")
    unlisted: list[tuple[str, str]] = []
    found = system.find(base) if _lists_at_once(system) else _walk(system, base, unlisted)
    return [one[len(base) :].lstrip("/") for one in found], unlisted


def _lists_at_once(system: Any) -> bool:
    """Whether it is an object store, which lists all that is below a folder by itself."""
    asynchronous = load_extra("fsspec.asyn", "batch").AsyncFileSystem
    plain = load_extra("fsspec.spec", "batch").AbstractFileSystem
    kind: Any = type(system)
    if issubclass(kind, asynchronous):
        return kind._find is not asynchronous._find
    return kind.find is not plain.find


def _walk(system: Any, base: str, unlisted: list[tuple[str, str]]) -> Iterator[str]:
    """The files below a folder; fsspec's own walk passes over what it cannot list."""
    folders = [base]
    while folders:
        folder = folders.pop()
        entries = _list_folder(system, folder)
        if isinstance(entries, Exception):
            if folder == base:
                raise entries
            unlisted.append((folder, one_line(entries)))
            continue
        for entry in entries:
            name = entry["name"].rstrip("/")
            if entry["type"] != "directory":
                yield name
            elif name != folder:
                folders.append(name)


def _list_folder(system: Any, folder: str) -> list[dict[str, Any]] | Exception:
    try:
        return list(system.ls(folder, detail=True))
    except Exception as error:  # each backend raises errors of its own
        return error


def write_file(system: Any, path: str, data: bytes, what: str) -> None:
    """Put bytes at a path of a file system: written beside it and renamed, so that they are there whole or not at all,
    and read again. Names are names: only calls are made that are about a single file and know no patterns.

    Raises: OutputRefused.
    """
    import secrets

    folder, name = posixpath.split(path)
    beside = posixpath.join(folder, f"{start_of_part(name)}{secrets.token_hex(6)}{PART}")
    try:
        system.makedirs(folder, exist_ok=True)
        try:
            system.pipe_file(beside, data)
            _rename(system, beside, path)
        except BaseException:
            _remove(system, beside)
            raise
        if hashlib.sha256(system.cat_file(path)).digest() != hashlib.sha256(data).digest():
            raise OSError("what is there now is not what was written")
    except Exception as error:  # each backend raises errors of its own
        raise OutputRefused(f"{what} cannot be written: {one_line(error)}.") from error


def _rename(system: Any, path: str, to: str) -> None:
    """By what the file system has for it, or else as one copy: fsspec's own `mv` takes names for patterns."""
    kind: Any = type(system)
    if hasattr(kind, "mv") and kind.mv is not load_extra("fsspec.spec", "batch").AbstractFileSystem.mv:
        system.mv(path, to)
    else:
        system.cp_file(path, to)
        system.rm_file(path)


def start_of_part(name: str) -> str:
    """How the hidden name of a file begins while it is written beside its place, not longer than names may be."""
    data = os.fsencode(name)
    return f".{hashlib.sha256(data).hexdigest() if len(data) > _LONG_NAME else name}."


def real_place(place: str) -> str:
    """What the spellings of a URL have in common, as far as its file system tells. Raises: BadConfiguration."""
    system, path = open_system(place)
    protocol = system.protocol if isinstance(system.protocol, str) else system.protocol[0]
    return f"{protocol}://{system.storage_options.get('host', '')}/{path.strip('/')}"


def _remove(system: Any, path: str) -> None:
    """Remove what was left behind, as far as that can be done where something failed already."""
    with suppress(Exception):
        system.rm_file(path)
