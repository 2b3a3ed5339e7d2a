"""Bytes in and out: a source of any kind is loaded, a result is written whole or not at all.

A source is a path, a URL of fsspec, bytes, a binary file, a path of a file system of fsspec, or a document of
python-docx. A destination is a path, a URL, a binary file or a path of a file system.
"""

from __future__ import annotations

import hashlib
import io
import os
import stat
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Protocol, TypeAlias, TypeGuard, TypeVar

from sdconvert import remote
from sdconvert.archive import DEFAULT_LIMITS, Limits, read_archive, write_archive
from sdconvert.backings import FileBacking, joined, stretch
from sdconvert.errors import InvalidSource, OutputRefused, UnreadableInput, UnsafeInput

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

T = TypeVar("T")


class FileSystem(Protocol):
    """What is used of a file system of fsspec."""

    def cat_file(self, path: str) -> bytes: ...

    def pipe_file(self, path: str, value: bytes) -> None: ...

    def mv(self, path1: str, path2: str) -> None: ...


class Output(Protocol):
    """A file to be written."""

    def pieces(self) -> Iterator[bytes]:
        """Its bytes in order, anew for each call. Raises: UnreadableInput for what is no longer there."""
        ...


Place: TypeAlias = "str | os.PathLike[str]"
InMemory: TypeAlias = "bytes | bytearray | memoryview"
Source: TypeAlias = "Place | InMemory | BinaryIO | tuple[FileSystem, str] | WordDocument | FileBacking"
Destination: TypeAlias = "Place | BinaryIO | tuple[FileSystem, str]"

_NAMELESS = "The file"
_NO_LIMITS = Limits(*[1 << 60] * 4)
_LONGEST_NAME = 255
_PIECE = 1 << 20
DESTINATION_KINDS = "a path, a URL, a binary file, or a pair of file system and path"
SOURCE_KINDS = "a path, a URL, bytes, a binary file, a pair of file system and path, or a python-docx document"


def load(source: Source, limits: Limits = DEFAULT_LIMITS) -> bytes:
    """The bytes of a source; equal documents of python-docx give equal bytes, whenever they are saved.

    Raises: UnreadableInput when there is nothing to read, UnsafeInput for a file of more bytes than the limits allow an
        archive to hold, of which no more is read; InvalidSource for what is no source.
    """
    if isinstance(source, bytes):
        return source
    if isinstance(source, (bytearray, memoryview)):
        return bytes(source)
    if isinstance(source, FileBacking):
        return joined(stretch(source, 0, source.length))
    if is_elsewhere(source):
        return read_elsewhere(source, limits, joined)
    path = path_of(source)
    if path is not None:
        return _read_path(path, limits.total_size)
    if _is_word_document(source):
        buffer = io.BytesIO()
        source.save(buffer)
        return write_archive(read_archive(buffer.getvalue(), _NAMELESS, _NO_LIMITS))
    if callable(getattr(source, "read", None)):
        return _read_file(source, limits.total_size)
    raise InvalidSource(f"A source is {SOURCE_KINDS}, not {_describe(source)}.")


def is_elsewhere(source: object) -> bool:
    """Whether a source is a URL of fsspec or a path of one of its file systems."""
    return (isinstance(source, str) and remote.is_remote(source)) or _is_pair(source)


def read_elsewhere(source: Source, limits: Limits, keep: Callable[[Iterator[bytes]], T]) -> T:
    """What `keep` makes of what stands at a URL or in a file system, which comes in pieces; no more of it is fetched
    than the limits allow an archive to hold.

    Raises: UnreadableInput, UnsafeInput, BadConfiguration; what `keep` raises.
    """
    if isinstance(source, str):
        remote.check_place(source)
        system, path, what = *remote.open_system(source), source
    else:
        assert _is_pair(source)
        system, path, what = *source, source[1]
    return remote.ask(system, path, lambda system, path: remote.keep(system, path, limits.total_size, what, keep), what)


def path_of(source: object) -> Path | None:
    """The path of a source that is a file or folder of this machine, None for all others."""
    if isinstance(source, str):
        return None if remote.is_remote(source) else remote.local_path(source)
    if isinstance(source, Path):
        return source
    if isinstance(source, os.PathLike):
        place = os.fspath(source)
        return Path(place) if isinstance(place, str) else Path(os.fsdecode(place))
    return None


def name_of(source: Source) -> str:
    """What to call a source in a message: the name of its file where it has one."""
    if isinstance(source, str) and not source.startswith("file:"):
        return Path(source).name or source
    path = path_of(source)
    if path is not None:
        return path.name or str(path)
    name = source[1] if _is_pair(source) else getattr(source, "name", None)
    return Path(name).name or name if isinstance(name, str) else _NAMELESS


def with_name(data: bytes | FileBacking, name: str) -> Source:
    """A source of these bytes under a name; a file has its own."""
    if isinstance(data, FileBacking):
        return data
    source = io.BytesIO(data)
    source.name = name
    return source


def is_source(value: object) -> bool:
    """Whether a value is of a kind that `load` takes."""
    is_held = isinstance(value, (str, os.PathLike, bytes, bytearray, memoryview))
    return is_held or _is_pair(value) or _is_word_document(value) or callable(getattr(value, "read", None))


def is_destination(value: object) -> bool:
    """Whether a value is of a kind that `save` takes."""
    return isinstance(value, (str, os.PathLike)) or _is_pair(value) or callable(getattr(value, "write", None))


def check_sources(sources: object) -> None:
    """Raises: InvalidSource for what is no list of sources, above all for one source in place of a list of one."""
    if is_source(sources):
        raise InvalidSource(f"A list of sources is needed, not {_describe(sources)} alone; put it into brackets.")
    if not isinstance(sources, Iterable):
        raise InvalidSource(f"A list of sources is needed, not {_describe(sources)}.")


def has_name(source: Source) -> bool:
    """Whether a source tells what its file is called."""
    return name_of(source) != _NAMELESS


@contextmanager
def as_path(source: Source, name: str | Callable[[bytes], str]) -> Iterator[Path]:
    """A file with what a source holds: the source itself where it is a file of this machine, else a copy that is there
    for as long as it is needed, called as the source is or, where that has no name, as `name` says.

    Raises: UnreadableInput, InvalidSource.
    """
    path = path_of(source)
    if path is not None:
        yield path
        return
    with tempfile.TemporaryDirectory(prefix="sdconvert-") as folder:
        yield _copy(source, Path(folder), name)


@contextmanager
def temporary_path(name: str) -> Iterator[Path]:
    """Where a file of this name may stand for as long as it is needed."""
    with tempfile.TemporaryDirectory(prefix="sdconvert-") as folder:
        yield Path(folder, _short_name(name))


def _copy(source: Source, folder: Path, name: str | Callable[[bytes], str]) -> Path:
    """A file in the folder with what a source holds; what stands at a URL does not pass through memory."""
    if isinstance(source, str):
        remote.check_place(source)
        copy = folder / _short_name(name_of(source))
        remote.read_with(source, lambda system, path: system.get_file(path, str(copy)))
        return copy
    data = load(source)
    told = name_of(source) if has_name(source) else name if isinstance(name, str) else name(data)
    copy = folder / _short_name(told)
    copy.write_bytes(data)
    return copy


def _short_name(name: str) -> str:
    """The name where a file of this machine may have it, else a shorter one of the same kind."""
    data = os.fsencode(name)
    return name if len(data) <= _LONGEST_NAME else f"{hashlib.sha256(data).hexdigest()}{Path(name).suffix[:20]}"


def _is_alive(process: int) -> bool:
    """Whether a process of this number is there, as far as anybody can tell here."""
    if os.name != "posix":  # a signal of no effect is one that ends it there
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True


def _read_path(path: Path, most: int) -> bytes:
    try:
        found = path.stat()
        if found.st_size > most:
            raise UnsafeInput(f"{path} has {found.st_size:,} bytes, more than the {most:,} allowed.")
        with open(path, "rb", buffering=0) as file:
            return file.read() if stat.S_ISREG(found.st_mode) else _read_file(file, most)
    except OSError as error:
        raise UnreadableInput(f"{path} cannot be read: {error.strerror or error}.") from error
    except ValueError as error:
        raise UnreadableInput(f"{str(path)!r} cannot be read: {error}.") from error


def _read_file(source: Any, most: int) -> bytes:
    what = name_of(source)
    try:
        data = _read_pieces(source, most + 1)
    except OSError as error:
        raise UnreadableInput(f"{what} cannot be read: {error.strerror or error}.") from error
    except ValueError as error:
        raise UnreadableInput(f"{what} cannot be read: {error}.") from error
    if isinstance(data, str):
        raise UnreadableInput(f"{what} is open as text; open it in binary mode.")
    if not isinstance(data, (bytes, bytearray, memoryview)):
        raise InvalidSource(f"What {what} gives when it is read is no bytes, but {_describe(data)}.")
    return remote.within(data, most, what)


def _read_pieces(source: Any, most: int) -> Any:
    """What a file gives, no more than so many bytes of it; what is no bytes is the first thing that it gives."""
    first = source.read(min(_PIECE, most))
    if not isinstance(first, bytes) or not first:
        return first
    whole = io.BytesIO()  # grows in place, and gives what it holds without a copy
    whole.write(first)
    while whole.tell() < most and (piece := source.read(min(_PIECE, most - whole.tell()))):
        whole.write(piece)
    return whole.getvalue()


def _is_pair(source: object) -> TypeGuard[tuple[Any, str]]:
    return (
        isinstance(source, tuple) and len(source) == 2 and hasattr(source[0], "cat_file") and isinstance(source[1], str)
    )


def _is_word_document(source: object) -> TypeGuard[WordDocument]:
    """Whether it is a document of python-docx: where that is not imported, nothing is."""
    module = sys.modules.get("docx.document")
    return module is not None and isinstance(source, module.Document)


def _describe(value: object) -> str:
    kind = type(value).__name__
    return "None" if value is None else f"{'an' if kind[:1].lower() in 'aeiou' else 'a'} {kind}"


def join(data: bytes | Output) -> bytes:
    """The bytes of a file. Raises: as `Output.pieces`."""
    return data if isinstance(data, bytes) else joined(data.pieces())


def pieces_of(data: bytes | Output) -> Iterator[bytes]:
    """The bytes of a file in order. Raises: as `Output.pieces`."""
    return iter((data,)) if isinstance(data, bytes) else data.pieces()


def save(place: Destination, data: bytes | Output) -> None:
    """Write a file beside its place and rename it, so that it is there whole or not at all. An open file gets the bytes
    where it stands.

    Raises: OutputRefused; UnreadableInput where what is to be written is read from a file that was changed.
    """
    if isinstance(place, str) and remote.is_remote(place):
        remote.check_place(place)
        remote.write_file(*remote.open_system(place), join(data), place)
        return
    path = path_of(place)
    if path is not None:
        _save_path(path, data)
    elif _is_pair(place):
        system, inner = place
        remote.write_file(system, inner, join(data), inner)
    elif callable(getattr(place, "write", None)):
        _write_file(place, data)
    else:
        raise OutputRefused(f"A result goes to a path, a URL or a binary file, not to {_describe(place)}.")


def _write_file(file: Any, data: bytes | Output) -> None:
    try:
        for piece in pieces_of(data):
            file.write(piece)
    except TypeError as error:
        raise OutputRefused(f"{name_of(file)} is open as text; open it in binary mode.") from error
    except (OSError, ValueError) as error:
        raise OutputRefused(f"{name_of(file)} cannot be written: {error}.") from error


def _save_path(path: Path, data: bytes | Output) -> None:
    save_by(path, lambda place: _write_pieces(place, data))


def save_by(path: Path, write: Callable[[Path], object]) -> None:
    """Write a file as `save` does, where it is too large to be at hand: `write` is told at which path.

    Raises: OutputRefused.
    """
    if path.name in ("", ".."):
        raise OutputRefused(f"{path} is a folder; name a file in it.")
    beside = part_of(path)
    try:
        if _is_read_only(path):
            raise OutputRefused(f"{path} is read-only and stays as it is.")
        if path.exists() and not path.is_file() and not path.is_dir():  # a pipe or a device is not to be replaced
            write(path)
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            write(beside)
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)
    except (OSError, ValueError) as error:
        raise OutputRefused(f"{path} cannot be written: {_why_not(path, error)}.") from error


def _write_pieces(path: Path, data: bytes | Output) -> None:
    if isinstance(data, bytes):
        path.write_bytes(data)
        return
    with path.open("wb") as file:
        for piece in pieces_of(data):
            file.write(piece)


def _why_not(path: Path, error: Exception) -> object:
    above = next((folder for folder in path.parents if folder.is_file()), None)
    return f"{above} is a file, not a folder" if above else getattr(error, "strerror", None) or error


def _is_read_only(path: Path) -> bool:
    """Whether there is a file that nobody may write to; who may is asked of the file, since root may always."""
    return path.is_file() and not path.stat().st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH)


def part_of(path: Path) -> Path:
    """What a file is called while it is written: a hidden name in the same folder, not longer than names may be."""
    return path.with_name(f"{remote.start_of_part(path.name)}{os.getpid()}{remote.PART}")


def remove_parts(folder: Path, names: Iterable[str], *, of_the_dead: bool = False) -> None:
    """Remove what a process that was killed while it saved files of these names in a folder left there. Where somebody
    else may be saving them meanwhile, only that `of_the_dead`: of processes that are no longer there.

    Raises: OutputRefused.
    """
    starts = {remote.start_of_part(name) for name in names}
    try:
        found = [path for path in folder.iterdir() if path.name.endswith(remote.PART)]
        for path in found:
            start, _, process = path.name.removesuffix(remote.PART).rpartition(".")
            if f"{start}." in starts and process.isdigit() and not (of_the_dead and _is_alive(int(process))):
                path.unlink(missing_ok=True)
    except (FileNotFoundError, NotADirectoryError):
        return
    except OSError as error:
        raise OutputRefused(f"{folder} cannot be cleaned up: {error.strerror or error}.") from error
