"""The state of a sandbox: its database, and the files of the documents beside it.

What a call changes is written in one transaction before the call is answered, and the file of a document is complete
before its row exists: a process that is killed leaves every answered document and no half one.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path

from sdconvert.errors import BadConfiguration
from sdconvert.sandbox.database import DATABASE_ERRORS, STATE_TABLES, Database, TableRow
from sdconvert.sandbox.files import Files
from sdconvert.sandbox.parameters import Person
from sdconvert.sandbox.records import (
    UNSEEN,
    AccessLink,
    StoredDocument,
    StoredUser,
    View,
    document_values,
    read_document,
    read_user,
)


class Store:
    """Users, documents, links and tokens. Every change belongs into a `transaction`."""

    def __init__(self, folder: Path | None) -> None:
        """Raises: BadConfiguration."""
        try:
            self.files = Files(folder)
            self.database = Database(folder)
            self.files.remove_staged()
            self.files.keep_only({document.id for document in self.documents()})
        except (OSError, *DATABASE_ERRORS) as error:
            raise BadConfiguration(
                f"{folder or 'The temporary folder'} cannot hold the state of a sandbox: {_words(error)}."
            ) from error

    def transaction(self) -> AbstractContextManager[None]:
        """What is changed within is written all together or not at all, and nobody else changes anything meanwhile."""
        return self.database.transaction()

    def close(self) -> None:
        """Close the database, and remove what is not to stay."""
        self.database.close()
        self.files.close()

    # --------------------------------------------------------------------------------------------------------- settings

    def setting(self, name: str) -> str | None:
        """A setting that outlives the process."""
        row = self.database.fetch_one("SELECT value FROM settings WHERE name = ?", name)
        return None if row is None else str(row["value"])

    def set_setting(self, name: str, value: str) -> None:
        self.database.execute("INSERT OR REPLACE INTO settings VALUES (?, ?)", name, value)

    # ------------------------------------------------------------------------------------------------------------ users

    def put_user(self, person: Person, new_sd_id: str) -> StoredUser:
        """The user, created or overwritten; only a new one gets the id."""
        self.database.execute(
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
        return read_user(self.database.fetch_one("SELECT * FROM users WHERE user_id = ?", id))

    def user_by_sd_id(self, id: str) -> StoredUser | None:
        """A user by the service's id."""
        return read_user(self.database.fetch_one("SELECT * FROM users WHERE user_id_sd = ?", id))

    def users(self) -> list[StoredUser]:
        return [user for row in self.database.fetch_all("SELECT * FROM users") if (user := read_user(row)) is not None]

    def join(self, user_id: str, group_id: str) -> None:
        """Note that a user belongs to a group."""
        self.database.execute("INSERT OR IGNORE INTO members VALUES (?, ?)", group_id, user_id)

    def groups_of(self, user_id: str) -> set[str]:
        """The groups in which a user made or opened a document."""
        return {
            row["group_id"]
            for row in self.database.fetch_all("SELECT group_id FROM members WHERE user_id = ?", user_id)
        }

    # -------------------------------------------------------------------------------------------------------- documents

    def add_document(self, document: StoredDocument) -> None:
        """Add a document, whose content is there."""
        self.database.insert("documents", document_values(document))

    def put_document(self, document: StoredDocument) -> None:
        """Write a document that changed."""
        values = document_values(document)
        assignments = ", ".join(f"{name} = ?" for name in values)
        self.database.execute(f"UPDATE documents SET {assignments} WHERE id = ?", *values.values(), document.id)  # noqa: S608

    def document(self, id: str) -> StoredDocument | None:
        row = self.database.fetch_one("SELECT * FROM documents WHERE id = ?", id)
        return None if row is None else read_document(row)

    def documents(self) -> list[StoredDocument]:
        """All documents in the order in which they were made."""
        return [read_document(row) for row in self.database.fetch_all("SELECT * FROM documents ORDER BY rowid")]

    def drafts_of(self, user_id: str) -> list[StoredDocument]:
        """The drafts that a user made."""
        return self._documents_where("creator_id = ? AND status = 'draft'", user_id)

    def reviews_in(self, group_id: str) -> list[StoredDocument]:
        """The review documents of a group."""
        return self._documents_where("group_id = ? AND status = 'review'", group_id)

    def _documents_where(self, condition: str, value: str) -> list[StoredDocument]:
        rows = self.database.fetch_all(f"SELECT * FROM documents WHERE {condition} ORDER BY rowid", value)  # noqa: S608
        return [read_document(row) for row in rows]

    def remove_document(self, id: str) -> None:
        """Forget a document and everything about it but its content."""
        self.database.execute("DELETE FROM documents WHERE id = ?", id)
        self.database.execute("DELETE FROM views WHERE document_id = ?", id)
        self.database.execute("DELETE FROM links WHERE document_id = ?", id)

    def view(self, document_id: str, user_id: str) -> View:
        """What a user has seen of a document."""
        row = self.database.fetch_one("SELECT * FROM views WHERE document_id = ? AND user_id = ?", document_id, user_id)
        if row is None:
            return UNSEEN
        return _read_view(row)

    def views_of(self, document_id: str) -> dict[str, View]:
        """What each user has seen of a document, by the ids of the users."""
        rows = self.database.fetch_all("SELECT * FROM views WHERE document_id = ? ORDER BY user_id", document_id)
        return {row["user_id"]: _read_view(row) for row in rows}

    def put_view(self, document: StoredDocument, user_id: str, has_opened: bool, section_history: bool = False) -> None:
        """Note that a user has seen a document as it is now, and whether with the history of its sections."""
        self.database.execute(
            "INSERT OR REPLACE INTO views VALUES (?, ?, ?, ?, ?, ?)",
            *(document.id, user_id, int(has_opened), document.section_changes, document.conversation_changes),
            int(section_history),
        )

    # ------------------------------------------------------------------------------------------------- links and tokens

    def add_link(self, token: str, link: AccessLink) -> None:
        self.database.execute(
            "INSERT INTO links VALUES (?, ?, ?, ?, ?, ?)",
            *(token, link.document_id, link.user_id, link.role, link.expires, int(link.section_history)),
        )

    def take_link(self, token: str, document_id: str) -> AccessLink | None:
        """The access to a document that a token gives, once."""
        row = self.database.fetch_one(
            "DELETE FROM links WHERE token = ? AND document_id = ? RETURNING *", token, document_id
        )
        if row is None:
            return None
        has_history = bool(row["section_history"])
        return AccessLink(row["document_id"], row["user_id"], row["role"], row["expires"], has_history)

    def add_token(self, token: str) -> None:
        self.database.execute("INSERT INTO tokens VALUES (?)", token)

    def is_token(self, token: str) -> bool:
        return self.database.fetch_one("SELECT 1 FROM tokens WHERE token = ?", token) is not None

    # -------------------------------------------------------------------------------------------------------- the whole

    def reset(self) -> None:
        """Forget everything but the settings."""
        with self.transaction():
            for table in STATE_TABLES:
                self.database.clear(table)
            self.files.keep_only(set())


def _read_view(row: TableRow) -> View:
    counts = row["section_changes"], row["conversation_changes"]
    return View(bool(row["has_opened"]), *counts, section_history=bool(row["section_history"]))


def _words(error: Exception) -> str:
    if getattr(error, "sqlite_errorname", "").startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return "another sandbox runs with it; stop that one, or name another folder"
    return str(error)
