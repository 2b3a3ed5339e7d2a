"""Pictures that were made, kept on disk: one that stands in many documents is drawn for the first of them.

An entry is a file named by what it was made of: the bytes of the picture, what was asked for, and all that it was made
with. It holds what came of it and what that took, behind a digest of both and of its name, so that results, findings
and allowances are those of a picture that was just made. What is not whole, not ours or not to be read is as if it
were not there; nothing that goes wrong here is an error.

Entries are pictures of documents: folder and files are for their user alone, and those of another user are not read.
"""

from __future__ import annotations

import json
import os
import stat
import time
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from sdconvert.errors import BadConfiguration
from sdconvert.home import user_folder
from sdconvert.pictures.apart import messages
from sdconvert.pictures.work import Work

VARIABLE = "SDCONVERT_PICTURE_CACHE"
"""What says where pictures are kept: a folder, `on` for the usual one, `off`."""
ON, OFF = "on", "off"
MOST_BYTES = 256_000_000
"""What all entries may take, about: those that were not used for the longest time go first."""

_FORMAT = 1
_LARGEST_SHARE = 8
_TIDIED_TO = 0.9
_STEPS_OF_A_TIDYING = 32
_DIGEST = 32
_USED_AGAIN = 3600.0
_UNFINISHED = 3600.0
_START = "."
_ENDING = ".picture"
_READING = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_READING |= getattr(os, "O_NONBLOCK", 0)
_WRITING = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)


class CacheUse(NamedTuple):
    """What a folder of kept pictures takes. Units: pictures, bytes."""

    pictures: int
    size: int


def usual_folder() -> Path:
    """Where pictures are kept if nothing else is said. Raises: BadConfiguration where the user has no home."""
    return user_folder("XDG_CACHE_HOME", ".cache") / "sdconvert" / "pictures"


def named_folder() -> Path | None:
    """The folder that the environment names; None where it says that there is none, or nothing."""
    said = os.environ.get(VARIABLE, "").strip()
    if said.lower() in ("", OFF, "0", "no", "false"):
        return None
    try:
        return usual_folder() if said.lower() in (ON, "1", "yes", "true") else Path(said).expanduser().absolute()
    except (BadConfiguration, RuntimeError):
        return None


def keep_by_default() -> None:
    """Keep pictures in the usual folder, in this process and those that it starts, where the environment says nothing
    else. For commands: a library that wrote into the user's home unasked would be a surprise."""
    os.environ.setdefault(VARIABLE, ON)


def open_cache() -> PictureCache | None:
    """The pictures that are kept where the environment says; None where none are, or where the folder is not safe."""
    folder = named_folder()
    return PictureCache(folder) if folder is not None and _is_ours(folder) else None


def _is_ours(folder: Path) -> bool:
    """Whether a folder is there, or made now, that nobody else can write into."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        status = folder.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(status.st_mode) and _is_private(status)


def _is_private(status: os.stat_result) -> bool:
    if not hasattr(os, "geteuid"):
        return True
    return status.st_uid == os.geteuid() and not status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def key_of(data: bytes, circumstances: str, *asked: object) -> str:
    """The name of what comes of a picture that is asked for in this way, under these circumstances."""
    told = json.dumps([_FORMAT, sha256(data).hexdigest(), circumstances, *map(repr, asked)])
    return sha256(told.encode()).hexdigest()


class PictureCache:
    """The entries of a folder."""

    __slots__ = ("_folder", "_most_bytes")

    def __init__(self, folder: Path, most_bytes: int = MOST_BYTES) -> None:
        self._folder = folder
        self._most_bytes = most_bytes

    def find(self, key: str) -> Work | None:
        """What is kept by a name, None where it is not there or not whole."""
        path = self._path(key)
        try:
            content = self._read(path)
            return None if content is None else _parsed(key, content)
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def _read(self, path: Path) -> bytes | None:
        descriptor = os.open(path, _READING)
        with open(descriptor, "rb") as file:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode) or not _is_private(status) or status.st_size > self._largest:
                return None
            if time.time() - status.st_mtime > _USED_AGAIN:
                with suppress(OSError):
                    os.utime(path)
            return file.read(self._largest)

    def keep(self, key: str, work: Work) -> None:
        """Write an entry beside and give it its name, so that nobody sees half of it."""
        content = _written(key, work)
        if not work.is_lasting or len(content) > self._largest:
            return
        beside = self._folder / f"{_START}{os.getpid()}-{os.urandom(8).hex()}"
        try:
            with open(os.open(beside, _WRITING, 0o600), "wb") as file:
                file.write(content)
            os.replace(beside, self._path(key))
        except OSError:  # no room, or no right: then nothing is kept
            with suppress(OSError):
                beside.unlink()
            return
        if int(key[:8], 16) * self._most_bytes <= len(content) * _STEPS_OF_A_TIDYING << 32:
            self._tidy()

    @property
    def _largest(self) -> int:
        return self._most_bytes // _LARGEST_SHARE

    def _path(self, key: str) -> Path:
        return self._folder / f"{key}{_ENDING}"

    # ---------------------------------------------------------------------------------------------------- what it takes

    def use(self) -> CacheUse:
        """How many entries there are, and what they take."""
        sizes = [size for _, size, _ in self._entries()]
        return CacheUse(len(sizes), sum(sizes))

    def clear(self) -> CacheUse:
        """Remove all entries. What they took."""
        use = self.use()
        for path in self._files():
            with suppress(OSError):
                os.unlink(path)
        return use

    def _tidy(self) -> None:
        """Remove what was not used for the longest time, where all take too much, and what was never finished. Looked
        for about once for each thirtieth of the bound that is written, which the names decide, as they are chance."""
        entries = sorted(self._entries())
        left = sum(size for _, size, _ in entries)
        if left > self._most_bytes:
            for _, size, path in entries:
                if left <= self._most_bytes * _TIDIED_TO:
                    break
                with suppress(OSError):
                    os.unlink(path)
                left -= size
        for path in self._files(_START):
            with suppress(OSError):
                if time.time() - os.lstat(path).st_mtime > _UNFINISHED:
                    os.unlink(path)

    def _entries(self) -> Iterator[tuple[float, int, str]]:
        """When each entry was used last, its size, and its path."""
        for path in self._files():
            with suppress(OSError):
                status = os.lstat(path)
                if path.endswith(_ENDING):
                    yield status.st_mtime, status.st_size, path

    def _files(self, start: str = "") -> list[str]:
        """The files of ours, of which some begin so."""
        try:
            with os.scandir(self._folder) as found:
                return [one.path for one in found if one.name.startswith(start) and _is_our_name(one.name)]
        except OSError:
            return []


def _is_our_name(name: str) -> bool:
    """Whether a file is ours by its name: the folder is the user's, who may keep others in it."""
    digits = name[1:].replace("-", "") if name.startswith(_START) else name.removesuffix(_ENDING)
    return (name.startswith(_START) or name.endswith(_ENDING)) and digits.isalnum() and len(digits) >= 17


def _written(key: str, work: Work) -> bytes:
    output = BytesIO()
    messages.write(output, *work.message())
    content = output.getvalue()
    return sha256(key.encode() + content).digest() + content


def _parsed(key: str, entry: bytes) -> Work | None:
    content = entry[_DIGEST:]
    if sha256(key.encode() + content).digest() != entry[:_DIGEST]:
        return None
    message = messages.read(BytesIO(content))
    return None if message is None else Work.parse(*message)
