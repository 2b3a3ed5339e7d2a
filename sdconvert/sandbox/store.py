"""The state of a sandbox: SQLite with a write-ahead log, and the files of the documents beside it.

What a call changes is written in one transaction before the call is answered, and the file of a document is complete
before its row exists: a process that is killed leaves every answered document and no half one.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from threading import RLock
from typing import Any, cast
from uuid import UUID

from sdconvert.archive import Limits, read_archive, write_archive
from sdconvert.errors import BadConfiguration, SdconvertError
from sdconvert.sandbox.files import PACKAGE, UPLOAD, Files
from sdconvert.sandbox.parameters import Person
from sdconvert.sandbox.refusal import invalid

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
    ),
    "views": (
        "document_id TEXT NOT NULL",
        "user_id TEXT NOT NULL",
        "has_opened INTEGER NOT NULL",
        "section_changes INTEGER NOT NULL",
        "conversation_changes INTEGER NOT NULL",
        "PRIMARY KEY (document_id, user_id)",
    ),
    "members": ("group_id TEXT NOT NULL", "user_id TEXT NOT NULL", "PRIMARY KEY (group_id, user_id)"),
    "links": (
        "token TEXT PRIMARY KEY",
        "document_id TEXT NOT NULL",
        "user_id TEXT NOT NULL",
        "role TEXT NOT NULL",
        "expires REAL NOT NULL",
    ),
    "tokens": ("token TEXT PRIMARY KEY",),
}
_STATE = tuple(name for name in _TABLES if name != "settings")
_COLUMNS = {
    table: tuple(column.split()[0] for column in columns if not column.startswith("PRIMARY"))
    for table, columns in _TABLES.items()
}
_STATE_MEMBER = "state.json"
_VERSION = 2
TAKEN = Limits(members=2**31, total_size=2**40, member_size=2**40, ratio=2**31)
"""For what was taken already: its limits were those of the import."""

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class StoredUser:
    """A user; `sd_id` is the service's own id."""

    id: str
    sd_id: str
    firstname: str
    lastname: str
    role: str


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document without its content. `is_edited`: its metadata changed since its content was made; `mapping`: the one
    by which it was imported."""

    id: str
    title: str
    description: str
    creator_id: str
    group_id: str
    status: str
    created: int
    supplemental: str = ""
    subtitle: str = ""
    filename: str = ""
    footer: str = ""
    tags: tuple[str, ...] = ()
    archived: bool = False
    section_changes: int = 1
    conversation_changes: int = 0
    is_edited: bool = False
    is_empty: bool = False
    findings: tuple[Mapping[str, object], ...] = ()
    mapping: Mapping[str, object] | None = None


@dataclass(frozen=True, slots=True)
class View:
    """What a user has seen of a document."""

    has_opened: bool = False
    section_changes: int = 0
    conversation_changes: int = 0


UNSEEN = View()


@dataclass(frozen=True, slots=True)
class AccessLink:
    """A one-time access."""

    document_id: str
    user_id: str
    role: str
    expires: float


class Store:
    """Users, documents, links and tokens. Every change belongs into a `transaction`."""

    def __init__(self, folder: Path | None) -> None:
        """Raises: BadConfiguration."""
        self._lock = RLock()
        try:
            self.files = Files(folder)
            self._db = _connect(folder)
            self.files.remove_staged()
            self.files.keep_only({document.id for document in self.documents()})
        except (OSError, sqlite3.Error) as error:
            raise BadConfiguration(
                f"{folder or 'The temporary folder'} cannot hold the state of a sandbox: {_words(error)}."
            ) from error

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """What is changed within is written all together or not at all, and nobody else changes anything meanwhile."""
        with self._lock, self._db:
            yield

    def close(self) -> None:
        """Close the database, and remove what is not to stay."""
        with self._lock:
            self._db.close()
        self.files.close()

    # --------------------------------------------------------------------------------------------------------- settings

    def setting(self, name: str) -> str | None:
        """A setting that outlives the process."""
        row = self._one("SELECT value FROM settings WHERE name = ?", name)
        return None if row is None else str(row["value"])

    def set_setting(self, name: str, value: str) -> None:
        self._do("INSERT OR REPLACE INTO settings VALUES (?, ?)", name, value)

    # ------------------------------------------------------------------------------------------------------------ users

    def put_user(self, person: Person, new_sd_id: str) -> StoredUser:
        """The user, created or overwritten; only a new one gets the id."""
        self._do(
            "INSERT INTO users VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (user_id) DO UPDATE SET "
            "email = excluded.email, firstname = excluded.firstname, lastname = excluded.lastname, "
            "company = excluded.company, role = excluded.role",
            *(person.user_id, new_sd_id, person.email),
            *(person.firstname, person.lastname, person.company, person.role),
        )
        user = self.user(person.user_id)
        assert user is not None
        return user

    def user(self, id: str) -> StoredUser | None:
        """A user by the partner's id."""
        return _user(self._one("SELECT * FROM users WHERE user_id = ?", id))

    def user_by_sd_id(self, id: str) -> StoredUser | None:
        """A user by the service's id."""
        return _user(self._one("SELECT * FROM users WHERE user_id_sd = ?", id))

    def users(self) -> list[StoredUser]:
        return [user for row in self._all("SELECT * FROM users") if (user := _user(row)) is not None]

    def join(self, user_id: str, group_id: str) -> None:
        """Note that a user belongs to a group."""
        self._do("INSERT OR IGNORE INTO members VALUES (?, ?)", group_id, user_id)

    def groups_of(self, user_id: str) -> set[str]:
        """The groups in which a user made or opened a document."""
        return {row["group_id"] for row in self._all("SELECT group_id FROM members WHERE user_id = ?", user_id)}

    # -------------------------------------------------------------------------------------------------------- documents

    def add_document(self, document: StoredDocument) -> None:
        """Add a document, whose content is there."""
        values = _document_values(document)
        self._do(f"INSERT INTO documents ({', '.join(values)}) VALUES ({_places(values)})", *values.values())  # noqa: S608

    def put_document(self, document: StoredDocument) -> None:
        """Write a document that changed."""
        values = _document_values(document)
        assignments = ", ".join(f"{name} = ?" for name in values)
        self._do(f"UPDATE documents SET {assignments} WHERE id = ?", *values.values(), document.id)  # noqa: S608

    def document(self, id: str) -> StoredDocument | None:
        row = self._one("SELECT * FROM documents WHERE id = ?", id)
        return None if row is None else _document(row)

    def documents(self) -> list[StoredDocument]:
        """All documents in the order in which they were made."""
        return [_document(row) for row in self._all("SELECT * FROM documents ORDER BY rowid")]

    def drafts_of(self, user_id: str) -> list[StoredDocument]:
        """The drafts that a user made."""
        rows = self._all("SELECT * FROM documents WHERE creator_id = ? AND status = 'draft' ORDER BY rowid", user_id)
        return [_document(row) for row in rows]

    def reviews_in(self, group_id: str) -> list[StoredDocument]:
        """The review documents of a group."""
        rows = self._all("SELECT * FROM documents WHERE group_id = ? AND status = 'review' ORDER BY rowid", group_id)
        return [_document(row) for row in rows]

    def remove_document(self, id: str) -> None:
        """Forget a document and everything about it but its content."""
        self._do("DELETE FROM documents WHERE id = ?", id)
        self._do("DELETE FROM views WHERE document_id = ?", id)
        self._do("DELETE FROM links WHERE document_id = ?", id)

    def view(self, document_id: str, user_id: str) -> View:
        """What a user has seen of a document."""
        row = self._one("SELECT * FROM views WHERE document_id = ? AND user_id = ?", document_id, user_id)
        if row is None:
            return UNSEEN
        return View(bool(row["has_opened"]), row["section_changes"], row["conversation_changes"])

    def put_view(self, document: StoredDocument, user_id: str, has_opened: bool) -> None:
        """Note that a user has seen a document as it is now."""
        self._do(
            "INSERT OR REPLACE INTO views VALUES (?, ?, ?, ?, ?)",
            *(document.id, user_id, int(has_opened), document.section_changes, document.conversation_changes),
        )

    # ------------------------------------------------------------------------------------------------- links and tokens

    def add_link(self, token: str, link: AccessLink) -> None:
        self._do(
            "INSERT INTO links VALUES (?, ?, ?, ?, ?)", token, link.document_id, link.user_id, link.role, link.expires
        )

    def take_link(self, token: str, document_id: str) -> AccessLink | None:
        """The access to a document that a token gives, once."""
        row = self._one("DELETE FROM links WHERE token = ? AND document_id = ? RETURNING *", token, document_id)
        return None if row is None else AccessLink(row["document_id"], row["user_id"], row["role"], row["expires"])

    def add_token(self, token: str) -> None:
        self._do("INSERT INTO tokens VALUES (?)", token)

    def is_token(self, token: str) -> bool:
        return self._one("SELECT 1 FROM tokens WHERE token = ?", token) is not None

    # -------------------------------------------------------------------------------------------------------- the whole

    def reset(self) -> None:
        """Forget everything but the settings."""
        with self.transaction():
            for table in _STATE:
                self._do(f"DELETE FROM {table}")  # noqa: S608
            self.files.keep_only(set())

    def snapshot(self) -> bytes:
        """A zip of the whole state but the settings."""
        with self._lock:
            state = {
                table: [dict(row) for row in self._all(f"SELECT * FROM {table} ORDER BY rowid")]  # noqa: S608
                for table in _STATE
            }
            ids = [row["id"] for row in state["documents"]]
            parts = {name: path.read_bytes() for id in ids for name, path in self._members(id) if path.exists()}
        return write_archive({_STATE_MEMBER: json.dumps(state).encode(), **parts})

    def _members(self, id: str) -> Iterator[tuple[str, Path]]:
        """The files of a document and their names in a snapshot."""
        for kind in (PACKAGE, UPLOAD):
            yield f"documents/{id}{kind}", self.files.path(id, kind)

    def load(self, snapshot: bytes) -> None:
        """Replace the state by that of a snapshot, or leave it as it is.

        Raises: Refusal for what is no snapshot.
        """
        try:
            archive = read_archive(snapshot, "The snapshot", TAKEN)
            state = json.loads(archive[_STATE_MEMBER])
            rows = {table: [tuple(row[name] for name in _COLUMNS[table]) for row in state[table]] for table in _STATE}
            with self.transaction():
                for table in _STATE:
                    self._do(f"DELETE FROM {table}")  # noqa: S608
                    for row in rows[table]:
                        self._insert(table, row)
                ids = {_check_id(document.id) for document in self.documents()}
                contents = {id: [archive.get(name) for name, _ in self._members(id)] for id in ids}
                self._replace_files(contents)
        except (SdconvertError, sqlite3.Error, KeyError, TypeError, ValueError) as error:
            raise invalid({"body": f"is no snapshot ({error})"}) from error

    def _replace_files(self, contents: Mapping[str, list[bytes | None]]) -> None:
        """Raises: ValueError for a document without a package."""
        for id, (package, upload) in contents.items():
            if package is None:
                raise ValueError(f"the document {id} has no package")
            self.files.stage(id, package, None if upload is None else BytesIO(upload))
        for id in contents:
            self.files.remove(id)
            self.files.place(id)
        self.files.keep_only(set(contents))

    def _insert(self, table: str, row: tuple[object, ...]) -> None:
        columns = ", ".join(_COLUMNS[table])
        self._do(f"INSERT INTO {table} ({columns}) VALUES ({_places(row)})", *row)  # noqa: S608

    # -------------------------------------------------------------------------------------------------------------- SQL

    def _do(self, statement: str, *values: object) -> None:
        with self._lock:
            self._db.execute(statement, values)

    def _one(self, statement: str, *values: object) -> Row | None:
        with self._lock:
            return cast("Row | None", self._db.execute(statement, values).fetchone())

    def _all(self, statement: str, *values: object) -> list[Row]:
        with self._lock:
            return cast("list[Row]", self._db.execute(statement, values).fetchall())


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
    except (sqlite3.Error, BadConfiguration):
        db.close()
        raise
    return db


def _words(error: Exception) -> str:
    if getattr(error, "sqlite_errorname", "").startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return "another sandbox runs with it; stop that one, or name another folder"
    return str(error)


def _places(values: object) -> str:
    return ", ".join("?" * len(cast("tuple[object, ...]", values)))


def _user(row: Row | None) -> StoredUser | None:
    if row is None:
        return None
    return StoredUser(row["user_id"], row["user_id_sd"], row["firstname"], row["lastname"], row["role"])


def _document_values(document: StoredDocument) -> dict[str, object]:
    values: dict[str, object] = {name: getattr(document, name) for name in _COLUMNS["documents"]}
    values["tags"] = json.dumps(document.tags)
    values["findings"] = json.dumps(document.findings)
    values["mapping"] = json.dumps(document.mapping)
    return values


def _document(row: Row) -> StoredDocument:
    values = {name: row[name] for name in _COLUMNS["documents"]}
    for name in ("archived", "is_edited", "is_empty"):
        values[name] = bool(values[name])
    values["tags"] = tuple(json.loads(values["tags"]))
    values["findings"] = tuple(json.loads(values["findings"]))
    values["mapping"] = json.loads(values["mapping"])
    return StoredDocument(**values)


def _check_id(id: str) -> str:
    """Raises: ValueError for what is no id of a document: it is the name of a file."""
    if str(UUID(id)) != id:
        raise ValueError(f"{id} is not the id of a document")
    return id
