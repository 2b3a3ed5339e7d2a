"""Places of documents: paths of this machine, and folders elsewhere by the URLs of fsspec (`s3://…`, `sftp://…`).

A place is a text. Only what holds `://` is fsspec's, so that local work needs nothing of it.
"""

from __future__ import annotations

import hashlib
import os
import posixpath
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from sdconvert.backings import FileBacking, stretch
from sdconvert.errors import SdconvertError, UnreadableInput, one_line
from sdconvert.files import as_path, load
from sdconvert.files import remove_parts as remove_parts_in
from sdconvert.home import user_folder
from sdconvert.opening import open_source
from sdconvert.paths import Skipped
from sdconvert.remote import find_files, is_remote, local_path, local_text, open_system, read_with, real_place

T = TypeVar("T")


class SourceChanged(SdconvertError):
    """What is to be used is not what was judged."""


_STATE_SUFFIX = ".batch"
_BLOCK = 1 << 20


def absolute(place: str) -> str:
    """A place that does not depend on the working directory."""
    return place if is_remote(place) else os.path.abspath(local_path(place))


def real(place: str) -> str:
    """What two spellings of one place have in common: links of this machine are followed.

    Raises: BadConfiguration for a URL that cannot be understood.
    """
    return real_place(place) if is_remote(place) else os.path.realpath(local_path(place))


def reals(places: Iterable[str]) -> Iterator[str]:
    """What `real` gives for each place, with the links of a folder followed once for all places in it."""
    folders: dict[str, str] = {}
    for place in map(absolute, places):
        if is_remote(place):
            yield place
            continue
        folder, name = os.path.split(place)
        if folder not in folders:
            folders[folder] = os.path.realpath(folder)
        path = os.path.join(folders[folder], name)
        yield os.path.realpath(path) if os.path.islink(path) else path


def state_folder(destination: str) -> Path:
    """Where the journal and the reports of a destination are: beside it, where its links lead to unless there is one at
    the link already; or for one elsewhere in the user's folder for states.

    Raises: BadConfiguration where there is no such folder.
    """
    if not is_remote(destination):
        named = Path(os.path.abspath(local_path(destination)) + _STATE_SUFFIX)
        return named if named.exists() else Path(real(destination) + _STATE_SUFFIX)
    base = user_folder("XDG_STATE_HOME", ".local/state", instead=", or give --state")
    name = hashlib.sha256(destination.encode("utf-8", "surrogateescape")).hexdigest()[:16]
    return base / "sdconvert" / name


def as_text(place: str) -> str:
    """A place as text that can be written anywhere: bytes of a name that are no UTF-8 stand as `\\udc80`."""
    return place if place.isascii() else place.encode("utf-8", "backslashreplace").decode("utf-8")


def below(folder: str, name: str) -> str:
    """The place of `name`, which has `/` between its parts, below a folder."""
    if is_remote(folder):
        return posixpath.join(folder, name)
    return os.path.join(_text_of_path(folder), os.path.normpath(name))


@lru_cache(maxsize=64)
def _text_of_path(folder: str) -> str:
    """The path of a folder of this machine, asked for once for all that it holds."""
    return str(local_path(folder))


def read(place: str) -> bytes:
    """What stands at a place. Raises: UnreadableInput."""
    return load(place if is_remote(place) else _file(place))


def open_at(place: str) -> bytes | FileBacking:
    """What stands at a place, a large zip to be read from. Raises: UnreadableInput, UnsafeInput."""
    return open_source(place if is_remote(place) else _file(place))


def _file(place: str) -> Path:
    """The path of what is to be read here. Raises: UnreadableInput for a pipe and its like, which may never end."""
    path = local_path(place)
    if path.exists() and not path.is_file() and not path.is_dir():
        raise UnreadableInput(f"{place} is no file that can be read twice, but a pipe, a socket or a device.")
    return path


def remove_parts(places: Iterable[str]) -> None:
    """Remove what workers that were killed while they wrote to these places left beside them, on this machine.

    Raises: OutputRefused.
    """
    names: defaultdict[str, list[str]] = defaultdict(list)
    for place in places:
        if place and not is_remote(place):
            folder, name = os.path.split(local_text(place))
            names[folder].append(name)
    for folder, inner in names.items():
        remove_parts_in(Path(folder), inner)


def digest(place: str) -> str:
    """The SHA-256 of what stands at a place, empty where nothing does. Raises: UnreadableInput."""
    if not is_remote(place):
        return _local_digest(_file(place))
    system, path = open_system(place)
    try:
        with system.open(path, "rb") as file:
            return _digest_of(iter(lambda: file.read(_BLOCK), b""))
    except FileNotFoundError:
        return ""
    except Exception as error:
        raise UnreadableInput(f"{place} cannot be read: {one_line(error)}.") from error


def _local_digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise UnreadableInput(f"{path} cannot be read: {error.strerror or error}.") from error


def digest_of(data: bytes | FileBacking) -> str:
    """The SHA-256 of these bytes. Raises: UnreadableInput for a file that was changed meanwhile."""
    return _digest_of(iter((data,)) if isinstance(data, bytes) else stretch(data, 0, data.length))


def _digest_of(pieces: Iterator[bytes]) -> str:
    found = hashlib.sha256()
    for piece in pieces:
        found.update(piece)
    return found.hexdigest()


@contextmanager
def as_file(place: str) -> Iterator[Path]:
    """What stands at a place as a file of this machine, copied for as long as it is needed where it is elsewhere.

    Raises: UnreadableInput.
    """
    with as_path(place if is_remote(place) else _file(place), "") as path:
        yield path


@contextmanager
def as_unchanged_file(place: str, content_hash: str) -> Iterator[Path]:
    """A copy of what stands at a place, which nobody changes while it is used.

    Raises: SourceChanged where it has not this hash any more; UnreadableInput.
    """
    with as_file(place) as original, tempfile.TemporaryDirectory(prefix="sdconvert-") as folder:
        copy = Path(folder) / original.name
        try:
            shutil.copyfile(original, copy)
        except OSError as error:
            raise UnreadableInput(f"{place} cannot be read: {error.strerror or error}.") from error
        if _local_digest(copy) != content_hash:
            raise SourceChanged(f"{place} was changed after it was judged and is not sent; run again to judge it anew.")
        yield copy


def modification_time(place: str) -> float | None:
    """When it was last changed, in seconds since 1970; None where nobody can tell. Raises: UnreadableInput."""
    if not is_remote(place):
        try:
            return local_path(place).stat().st_mtime
        except OSError as error:
            raise UnreadableInput(f"{place} cannot be read: {error.strerror or error}.") from error
    try:
        moment: Any = read_with(place, lambda system, path: system.modified(path))
        return float(moment.timestamp())
    except (AttributeError, UnreadableInput):
        return None


def is_folder(place: str) -> bool:
    """Whether a remote place is a folder. Raises: UnreadableInput."""
    return bool(read_with(place, lambda system, path: system.isdir(path)))


def files_below(folder: str) -> tuple[list[str], list[Skipped]]:
    """The names of all files below a remote folder, sorted, those in hidden folders left out; and the folders in it
    that cannot be listed. Raises: UnreadableInput."""
    names, unlisted = read_with(folder, find_files)
    shown = sorted(name for name in names if not any(part.startswith(".") for part in name.split("/")[:-1]))
    return shown, [Skipped(place, f"it cannot be read: {reason}", is_unread=True) for place, reason in unlisted]


def exists(place: str) -> bool:
    """Whether there is anything at a remote place. Raises: UnreadableInput."""
    return bool(read_with(place, lambda system, path: system.exists(path)))


def files_matching(pattern: str, root: str) -> list[str]:
    """The names below `root`, which the pattern begins with, of what it matches in a remote folder: the files, and
    those below the folders, as `files_below` gives them; sorted. Raises: UnreadableInput."""
    base = str(open_system(root)[1]).rstrip("/")

    def glob(system: Any, path: str) -> set[str]:
        found = {one[len(base) :].lstrip("/"): facts for one, facts in system.glob(path, detail=True).items()}
        names = {name for name, facts in found.items() if facts["type"] != "directory"}
        for name in found.keys() - names:
            names.update(f"{name}/{inner}" for inner in files_below(below(root, name))[0])
        return names

    return sorted(read_with(pattern, glob))
