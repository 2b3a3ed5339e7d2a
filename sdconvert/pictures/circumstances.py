"""What a picture is made with besides its own bytes: programs, libraries and fonts, told apart by size and time.

Nothing is opened for it, and no library is loaded. It is asked for once a process, as fonts are.
"""

from __future__ import annotations

import os
import platform
import sys
import zlib
from collections.abc import Iterable, Iterator
from functools import lru_cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

from sdconvert.home import home_folder
from sdconvert.pictures.font_folders import FONT_ENDINGS, font_folders
from sdconvert.pictures.program import READER, find_office, has_reader

_LIBRARY_FOLDERS = ("/lib", "/usr/lib", "/usr/local/lib", "/opt/homebrew/lib")
_LIBRARIES = ("libfribidi", "libraqm", "libharfbuzz", "libfreetype", "libz.", "libjpeg", "libtiff", "libwebp")
"""What Pillow may take from the system: some of it decides how letters are set."""
_COMPILED = "__pycache__"
_FONT_SETTINGS = ("/etc/fonts", "/etc/fonts/conf.d", "/usr/share/fontconfig/conf.avail")


@lru_cache(maxsize=1)
def of_own_drawing() -> str | None:
    """What this program's pictures depend on; None where Pillow is missing, or where its files cannot be looked at."""
    pillow = _package("PIL")
    if pillow is None:
        return None
    own = Path(__file__).parent
    parts = [
        sys.version,
        platform.machine(),
        zlib.ZLIB_RUNTIME_VERSION,
        os.environ.get("LD_LIBRARY_PATH", ""),
        *_seen(_below(own, (".py",))),
        *_seen(_entries(pillow)),
        *_seen(_entries(pillow.parent / "pillow.libs")),
        *_seen(_libraries()),
        *(line for folder in font_folders() for line in _seen(_below(folder, FONT_ENDINGS))),
    ]
    return _digest(parts)


@lru_cache(maxsize=1)
def of_office_drawing() -> str | None:
    """What the pictures of LibreOffice depend on besides; None where it does not draw any."""
    office, own = find_office(), of_own_drawing()
    if office is None or own is None or not has_reader():
        return None
    program = Path(os.path.realpath(office))
    settings = [Path(place) for place in _FONT_SETTINGS]
    home = home_folder()
    if home is not None:
        settings += [home / ".config/fontconfig", home / ".config/fontconfig/fonts.conf", home / ".fonts.conf"]
    reader = [folder for name in (READER, f"{READER}_raw") if (folder := _package(name)) is not None]
    parts = [
        own,
        *_seen([program, *_entries(program.parent, ("soffice", "version", "oosplash"))]),
        *_seen(path for folder in reader for path in _entries(folder)),
        *_seen(settings),
    ]
    return _digest(parts)


def _digest(parts: Iterable[str]) -> str:
    return sha256("\n".join(parts).encode("utf-8", "surrogateescape")).hexdigest()


def _package(name: str) -> Path | None:
    spec = find_spec(name)
    return None if spec is None or spec.origin is None else Path(spec.origin).parent


def _seen(paths: Iterable[Path]) -> Iterator[str]:
    """Each path with its size and the times of its last change, of which an image of a machine may have fixed the one;
    those that are not there are left out."""
    for path in paths:
        try:
            status = path.stat()
        except OSError:
            continue
        yield f"{path}|{status.st_size}|{status.st_mtime_ns}|{status.st_ctime_ns}"


def _entries(folder: Path, starts: tuple[str, ...] = ("",)) -> list[Path]:
    try:
        return [folder / name for name in sorted(os.listdir(folder)) if name.startswith(starts) and name != _COMPILED]
    except OSError:
        return []


def _below(folder: Path, endings: Iterable[str]) -> list[Path]:
    chosen = frozenset(endings)
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() in chosen)


def _libraries() -> Iterator[Path]:
    for place in _LIBRARY_FOLDERS:
        folder = Path(place)
        for one in (folder, *folder.glob("*-linux-gnu*"), Path(f"{place}64")):
            yield from _entries(one, _LIBRARIES)
