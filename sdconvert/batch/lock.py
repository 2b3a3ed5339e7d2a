"""One run at a time in a folder."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sdconvert.errors import BadConfiguration, OutputRefused

_LOCK = "lock.sqlite"
_PATIENCE = 0.5


@contextmanager
def only_run(folder: Path) -> Iterator[None]:
    """Keeps others from running in the same folder. The lock ends with the process, however that ends.

    Raises: BadConfiguration when another run is at work, OutputRefused.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(folder / _LOCK, timeout=_PATIENCE, isolation_level=None)
    except (OSError, sqlite3.Error) as error:
        raise OutputRefused(f"{folder} cannot be used: {error}.") from error
    with closing(connection):
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.Error as error:
            if not _is_locked(error):
                raise OutputRefused(f"{folder / _LOCK} cannot be used: {error}.") from error
            raise BadConfiguration(f"Another run is at work in {folder}; wait for it, or stop it.") from error
        yield


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
