"""What a sandbox keeps of users, documents and accesses, and the rows of the database that hold it."""

from __future__ import annotations

import json
from collections.abc import Mapping

from sdconvert.frozen import dataclass
from sdconvert.sandbox.database import COLUMNS, TableRow


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
    by which it was imported; `private_authors`: those whose conversations are not public."""

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
    private_authors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class View:
    """What a user has seen of a document, and whether the user may see the history of its sections."""

    has_opened: bool = False
    section_changes: int = 0
    conversation_changes: int = 0
    section_history: bool = False


UNSEEN = View()


@dataclass(frozen=True, slots=True)
class AccessLink:
    """A one-time access."""

    document_id: str
    user_id: str
    role: str
    expires: float
    section_history: bool = False


def read_user(row: TableRow | None) -> StoredUser | None:
    """The user in a row, None for no row."""
    if row is None:
        return None
    return StoredUser(row["user_id"], row["user_id_sd"], row["firstname"], row["lastname"], row["role"])


def document_values(document: StoredDocument) -> dict[str, object]:
    """The columns of the row of a document."""
    values: dict[str, object] = {name: getattr(document, name) for name in COLUMNS["documents"]}
    values["tags"] = json.dumps(document.tags)
    values["findings"] = json.dumps(document.findings)
    values["mapping"] = json.dumps(document.mapping)
    values["private_authors"] = json.dumps(document.private_authors)
    return values


def read_document(row: TableRow) -> StoredDocument:
    """The document in a row."""
    values = {name: row[name] for name in COLUMNS["documents"]}
    for name in ("archived", "is_edited", "is_empty"):
        values[name] = bool(values[name])
    values["tags"] = tuple(json.loads(values["tags"]))
    values["findings"] = tuple(json.loads(values["findings"]))
    values["mapping"] = json.loads(values["mapping"])
    values["private_authors"] = tuple(json.loads(values["private_authors"]))
    return StoredDocument(**values)
