"""The database of a sandbox: SQLite with a write-ahead log, for one process at a time."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from typing import Any, cast

from sdconvert.errors import BadConfiguration

_TABLES = {
    "settings": ("name TEXT PRIMARY KEY", "value TEXT NOT NULL"),
    "users": (
        "user_id TEXT PRIMARY KEY",
        "user_id_sd TEXT NOT NULL UNIQUE",
        "email TEXT NOT NULL",
        "firstname TEXT NOT NULL",
        "lastname TEXT NOT NULL",
        "company TEXT NOT NULL",
        "role TEXT NOT NULL",
    ),
    "documents": (
        "id TEXT PRIMARY KEY",
        "title TEXT NOT NULL",
        "description TEXT NOT NULL",
        "subtitle TEXT NOT NULL DEFAULT ''",
        "filename TEXT NOT NULL DEFAULT ''",
        "footer TEXT NOT NULL DEFAULT ''",
        "tags TEXT NOT NULL DEFAULT '[]'",
        "supplemental TEXT NOT NULL DEFAULT ''",
        "creator_id TEXT NOT NULL",
        "group_id TEXT NOT NULL",
        "status TEXT NOT NULL",
        "created INTEGER NOT NULL",
        "archived INTEGER NOT NULL DEFAULT 0",
        "section_changes INTEGER NOT NULL DEFAULT 1",
        "conversation_changes INTEGER NOT NULL DEFAULT 0",
        "is_edited INTEGER NOT NULL DEFAULT 0",
        "is_empty INTEGER NOT NULL DEFAULT 0",
        "findings TEXT NOT NULL DEFAULT '[]'",
        "mapping TEXT NOT NULL DEFAULT 'null'",
        "private_authors TEXT NOT NULL DEFAULT '[]'",
    ),
    "views": (
        "document_id TEXT NOT NULL",
        "user_id TEXT NOT NULL",
        "has_opened INTEGER NOT NULL",
        "section_changes INTEGER NOT NULL",
        "conversation_changes INTEGER NOT NULL",
        "section_history INTEGER NOT NULL",
        "PRIMARY KEY (document_id, user_id)",
    ),
    "members": ("group_id TEXT NOT NULL", "user_id TEXT NOT NULL", "PRIMARY KEY (group_id, user_id)"),
    "links": (
        "token TEXT PRIMARY KEY",
        "document_id TEXT NOT NULL",
        "user_id TEXT NOT NULL",
        "role TEXT NOT NULL",
        "expires REAL NOT NULL",
        "section_history INTEGER NOT NULL",
    ),
    "tokens": ("token TEXT PRIMARY KEY",),
}
STATE_TABLES = tuple(name for name in _TABLES if name != "settings")
"""Those that a reset empties and a snapshot holds."""
COLUMNS = {
    table: tuple(column.split()[0] for column in columns if not column.startswith("PRIMARY"))
    for table, columns in _TABLES.items()
}
"""The names of the columns by table."""
_VERSION = 3

TableRow = Mapping[str, Any]
DATABASE_ERRORS = (sqlite3.Error, UnicodeDecodeError)
"""The module of the database cannot even say what is wrong with names of tables that are no UTF-8."""


class Database:
    """The tables. Every change belongs into a `transaction`."""

    def __init__(self, folder: Path | None) -> None:
        """In memory without a folder. Raises: BadConfiguration, sqlite3.Error, UnicodeDecodeError."""
        self._lock = RLock()
        self._connection = _connect(folder)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """What is changed within is written all together or not at all, and nobody else changes anything meanwhile."""
        with self._lock, self._connection:
            yield

    def close(self) -> None:
        with self._lock:
            self._connection.close()

    def execute(self, statement: str, *values: object) -> None:
        with self._lock:
            self._connection.execute(statement, values)

    def fetch_one(self, statement: str, *values: object) -> TableRow | None:
        with self._lock:
            return cast("TableRow | None", self._connection.execute(statement, values).fetchone())

    def fetch_all(self, statement: str, *values: object) -> list[TableRow]:
        with self._lock:
            return cast("list[TableRow]", self._connection.execute(statement, values).fetchall())

    def insert(self, table: str, values: TableRow) -> None:
        """Add a row."""
        places = ", ".join("?" * len(values))
        self.execute(f"INSERT INTO {table} ({', '.join(values)}) VALUES ({places})", *values.values())  # noqa: S608

    def rows(self, table: str) -> list[dict[str, Any]]:
        """All rows of a table in the order in which they were added."""
        return [dict(row) for row in self.fetch_all(f"SELECT * FROM {table} ORDER BY rowid")]  # noqa: S608

    def clear(self, table: str) -> None:
        """Remove all rows of a table."""
        self.execute(f"DELETE FROM {table}")  # noqa: S608


def _connect(folder: Path | None) -> sqlite3.Connection:
    """The database, which no other process can open while this one has it.

    Raises: BadConfiguration for one of another version.
    """
    name = ":memory:" if folder is None else str(folder / "state.sqlite3")
    db = sqlite3.connect(name, check_same_thread=False, timeout=0)
    try:
        db.row_factory = sqlite3.Row
        db.execute("PRAGMA locking_mode = EXCLUSIVE")
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = NORMAL")
        db.execute("BEGIN IMMEDIATE")
        if db.execute("SELECT 1 FROM sqlite_master").fetchone() is None:
            for table, columns in _TABLES.items():
                db.execute(f"CREATE TABLE {table} ({', '.join(columns)})")
            db.execute(f"PRAGMA user_version = {_VERSION}")
        elif db.execute("PRAGMA user_version").fetchone()[0] != _VERSION:
            raise BadConfiguration(f"{folder} holds the state of another version of the sandbox; name another folder.")
        db.commit()
    except (*DATABASE_ERRORS, BadConfiguration):
        db.close()
        raise
    return db
