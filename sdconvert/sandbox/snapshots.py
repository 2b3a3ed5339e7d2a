"""The whole state of a sandbox but its settings as one zip, made and taken back."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from uuid import UUID

from sdconvert.archive import Limits, read_archive, write_archive
from sdconvert.errors import SdconvertError
from sdconvert.sandbox.database import COLUMNS, STATE_TABLES
from sdconvert.sandbox.files import PACKAGE, UPLOAD, Files
from sdconvert.sandbox.options import LATEST
from sdconvert.sandbox.parameters import STATUSES
from sdconvert.sandbox.records import StoredDocument
from sdconvert.sandbox.refusal import invalid
from sdconvert.sandbox.store import Store

_STATE_MEMBER = "state.json"
_LIMITS = Limits(members=1_000_000, total_size=4_000_000_000, member_size=1_000_000_000, ratio=1_000)


def make_snapshot(store: Store) -> bytes:
    """A zip of the state."""
    with store.transaction():
        state = {table: store.database.rows(table) for table in STATE_TABLES}
        ids = [row["id"] for row in state["documents"]]
        parts = {name: path.read_bytes() for id in ids for name, path in _members(store.files, id) if path.exists()}
    return write_archive({_STATE_MEMBER: json.dumps(state).encode(), **parts})


def _members(files: Files, id: str) -> Iterator[tuple[str, Path]]:
    """The files of a document and their names in a snapshot."""
    for kind in (PACKAGE, UPLOAD):
        yield f"documents/{id}{kind}", files.path(id, kind)


def load_snapshot(store: Store, snapshot: bytes) -> None:
    """Replace the state by that of a snapshot, or leave it as it is.

    Raises: Refusal for what is no snapshot.
    """
    try:
        archive = read_archive(snapshot, "The snapshot", _LIMITS)
        state = json.loads(archive[_STATE_MEMBER])
        rows = {table: [{name: row[name] for name in COLUMNS[table]} for row in state[table]] for table in STATE_TABLES}
        with store.transaction():
            for table in STATE_TABLES:
                store.database.clear(table)
                for row in rows[table]:
                    store.database.insert(table, row)
            ids = {_check_document(document) for document in store.documents()}
            contents = {id: [archive.get(name) for name, _ in _members(store.files, id)] for id in ids}
            _replace_files(store.files, contents)
    except (SdconvertError, sqlite3.Error, KeyError, TypeError, ValueError) as error:
        raise invalid({"body": f"is no snapshot ({error})"}) from error


def _replace_files(files: Files, contents: Mapping[str, list[bytes | None]]) -> None:
    """Raises: ValueError for a document without a package."""
    for id, (package, upload) in contents.items():
        if package is None:
            raise ValueError(f"the document {id} has no package")
        files.stage(id, package, None if upload is None else BytesIO(upload))
    for id in contents:
        files.remove(id)
        files.place(id)
    files.keep_only(set(contents))


def _check_document(document: StoredDocument) -> str:
    """The id of a document, which is the name of a file. Raises: ValueError where it is none, and for a state or a time
    that no page could show."""
    if str(UUID(document.id)) != document.id:
        raise ValueError(f"{document.id} is not the id of a document")
    if document.status not in STATUSES:
        raise ValueError(f"the state of the document {document.id} is not one of {', '.join(STATUSES)}")
    if not isinstance(document.created, int) or abs(document.created) > LATEST:
        raise ValueError(f"the time of the document {document.id} is none")
    return document.id
