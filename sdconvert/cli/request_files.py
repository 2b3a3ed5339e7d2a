"""Uploads written to files instead of sent, for another HTTP client."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sdconvert.cli.connection import PartnerConnection
from sdconvert.cli.items import Done
from sdconvert.errors import OutputRefused
from sdconvert.exchange import check_import
from sdconvert.files import save
from sdconvert.partner import MultipartBody, NewDocument, pack_upload
from sdconvert.partner.errors import Failure, InvalidRequest
from sdconvert.partner.imports import check_file, kind_of
from sdconvert.partner.limits import check_mapping, check_new_document, check_supplemental


class RequestFiles:
    """Writes for each file NAME.body, the body, and NAME.json with method, address, headers and the body's name. Files
    of one name from several folders get numbers: NAME, NAME-2 …"""

    def __init__(self, connection: PartnerConnection, folder: Path, *, validates: bool) -> None:
        """Raises: BadConfiguration when the address of the server is not known."""
        self._address = connection.profile.address(connection.is_insecure)
        self._commenter_word = connection.profile.commenter_word
        self._largest = connection.profile.largest_upload
        self._folder = folder
        self._validates = validates
        self._taken: set[str] = set()

    def write(self, file: Path, document: NewDocument, mapping: Mapping[str, Any] | None) -> Done:
        """Raises: InvalidRequest, InvalidFile, TooLarge, OutputRefused, UnreadableInput."""
        self._check(file, document, mapping)
        headers, body = pack_upload(file, document.as_json(self._commenter_word), mapping)
        name = self._name(file)
        described = {
            "method": "POST",
            "url": f"{self._address}/partner/imports/{kind_of(file)}/upload",
            "headers": headers,
            "body": f"{name}.body",
        }
        request, target = self._folder / f"{name}.json", self._folder / f"{name}.body"
        _save_body(target, body)
        save(request, json.dumps(described, indent=2).encode("ascii"))
        facts = {"file": str(file), "request": str(request), "body": str(target)}
        return Done(facts, [f"{file} -> {request}, {target}"])

    def _check(self, file: Path, document: NewDocument, mapping: Mapping[str, Any] | None) -> None:
        operation = f"Importing {file.name}"
        faults = [
            *check_new_document(document.user, document.as_json()),
            *check_supplemental(document.supplemental),
            *check_mapping(mapping or {}),
        ]
        if faults:
            raise InvalidRequest("; ".join(faults), Failure(operation), faults)
        check_file(operation, file, self._largest, check_import if self._validates else None)

    def _name(self, file: Path) -> str:
        names = [file.name, *(f"{file.stem}-{number}{file.suffix}" for number in range(2, len(self._taken) + 3))]
        name = next(name for name in names if name.casefold() not in self._taken)
        self._taken.add(name.casefold())
        return name


def _save_body(target: Path, body: MultipartBody) -> None:
    """Writes a body beside its place and renames it. Raises: OutputRefused, UnreadableInput."""
    beside = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            with beside.open("wb") as file:
                shutil.copyfileobj(body, file)
            beside.replace(target)
        finally:
            beside.unlink(missing_ok=True)
            body.close()
    except OSError as error:
        raise OutputRefused(f"{target} cannot be written: {error.strerror or error}.") from error
