"""One run at a time in a folder and at a destination."""

from __future__ import annotations

import errno
import hashlib
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from importlib import import_module
from pathlib import Path

from sdconvert.batch import storage
from sdconvert.errors import BadConfiguration, OutputRefused
from sdconvert.home import user_folder
from sdconvert.remote import is_remote, local_path

_LOCK = "lock.sqlite"
_PATIENCE = 0.5
_NO_LOCKS = (errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS)


@contextmanager
def only_run(folder: Path, destination: str | None = None) -> Iterator[None]:
    """Keeps others from running with the same folder for their state, and into the same destination, by whatever name
    and wherever their state is. The locks end with the process, however that ends.

    Raises: BadConfiguration when another run is at work, OutputRefused.
    """
    with ExitStack() as held:
        held.enter_context(_lock_file(folder, _LOCK, f"Another run is at work in {folder}"))
        if destination is not None:
            at_work = f"Another run is at work at {destination}"
            name = hashlib.sha256(storage.real(destination).encode("utf-8", "surrogateescape")).hexdigest()[:16]
            locks = _folder_of_locks()
            if _has_locks(locks):
                held.enter_context(_lock_file(locks, f"{name}.sqlite", at_work))
            if not is_remote(destination):
                held.enter_context(_lock_place(local_path(destination), at_work))
        yield


def _folder_of_locks() -> Path:
    """The user's folder for locks; that for temporary files where there is no home or nothing can be written there."""
    with suppress(BadConfiguration, OSError):
        folder = user_folder("XDG_STATE_HOME", ".local/state") / "sdconvert" / "locks"
        folder.mkdir(parents=True, exist_ok=True)
        if os.access(folder, os.W_OK):
            return folder
    folder = Path(tempfile.gettempdir()) / f"sdconvert-locks-{getattr(os, 'getuid', int)()}"
    folder.mkdir(exist_ok=True)
    return folder


@contextmanager
def _lock_place(path: Path, at_work: str) -> Iterator[None]:
    """A lock on the folder itself, which other users and other machines see, where the system has such."""
    try:
        fcntl = import_module("fcntl")
        descriptor = os.open(path, os.O_RDONLY)
    except (ImportError, OSError):
        yield
        return
    try:
        with suppress(OSError):
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise BadConfiguration(f"{at_work}; wait for it, or stop it.") from error
        yield
    finally:
        os.close(descriptor)


@contextmanager
def _lock_file(folder: Path, name: str, at_work: str) -> Iterator[None]:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(folder / name, timeout=_PATIENCE, isolation_level=None)
    except (OSError, sqlite3.Error) as error:
        raise OutputRefused(f"{folder} cannot be used: {error}.") from error
    with closing(connection):
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.Error as error:
            if not _is_locked(error):
                raise OutputRefused(f"{folder / name} cannot be used: {error}.") from error
            if not _has_locks(folder):
                raise OutputRefused(
                    f"{folder} is on a file system that has no locks, so that no journal can be kept there; "
                    "name a folder on another one with --state."
                ) from error
            raise BadConfiguration(f"{at_work}; wait for it, or stop it.") from error
        yield


def _has_locks(folder: Path) -> bool:
    """Whether the file system of a folder can lock files, as far as anybody can tell. A file of its own is asked: to
    close another one would end the locks that this process has on it."""
    probe = folder / f".{os.getpid()}.probe.sqlite"
    try:
        fcntl = import_module("fcntl")
        with probe.open("wb") as file:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except ImportError:
        return True
    except OSError as error:
        return error.errno not in _NO_LOCKS
    finally:
        probe.unlink(missing_ok=True)
    return True


def is_at_work(folder: Path) -> bool:
    """Whether a run is at work in a folder just now."""
    if not (folder / _LOCK).exists():
        return False
    with closing(sqlite3.connect(folder / _LOCK, timeout=0)) as connection:
        try:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except sqlite3.Error as error:
            return _is_locked(error)
    return False


def _is_locked(error: sqlite3.Error) -> bool:
    return error.sqlite_errorcode == sqlite3.SQLITE_BUSY
