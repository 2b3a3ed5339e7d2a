"""The calls of the API: method, path, what their body is, and the answer of each."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import field
from enum import Enum, auto
from functools import partial
from typing import BinaryIO

from sdconvert.frozen import dataclass
from sdconvert.recognition import FormatName
from sdconvert.sandbox.parameters import (
    Creation,
    parse_duplication,
    parse_export,
    parse_html_export,
    parse_metadata,
    parse_new_document,
    parse_object,
    parse_opening,
    parse_sign_in,
    parse_word_export,
)
from sdconvert.sandbox.refusal import Refusal, invalid
from sdconvert.sandbox.service import SandboxService

JSON, ZIP = "application/json", "application/zip"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class Body(Enum):
    """What the body of a call is. A body where there should be `NONE` is not looked at."""

    NONE = auto()
    JSON = auto()
    UPLOAD = auto()


class Scheme(Enum):
    """How a call is let in."""

    SIGNED = auto()
    API_KEY = auto()


@dataclass(frozen=True, slots=True)
class CallRequest:
    """A call that was let in. `data` is the JSON: the body, or the part `data` of an upload with its `file`."""

    issuer: str | None = None
    id: str = ""
    query: Mapping[str, str] = field(default_factory=dict)
    data: bytes | None = b""
    file: BinaryIO | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a call is answered with: `file` where there is one, which is closed then, else `body`."""

    body: bytes = b""
    content_type: str = JSON
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    file: BinaryIO | None = None

    @property
    def size(self) -> int:
        """How long it is, in bytes."""
        return len(self.body) if self.file is None else os.fstat(self.file.fileno()).st_size

    def close(self) -> None:
        """Let go of the file."""
        if self.file is not None:
            self.file.close()


@dataclass(frozen=True, slots=True)
class ApiCall:
    """A row of the table of calls. `converts`: it takes a processor and the memory for a whole document."""

    name: str
    method: str
    path: str
    answer: Callable[[SandboxService, CallRequest], Answer]
    body: Body = Body.NONE
    scheme: Scheme = Scheme.SIGNED
    converts: bool = False


def as_json(value: object, status: int = 200) -> Answer:
    """An answer in JSON."""
    return Answer(json.dumps(value, ensure_ascii=False).encode(), status=status)


_DONE: dict[str, object] = {}


def _sign_in(service: SandboxService, request: CallRequest) -> Answer:
    user_id, token = service.sign_in(*parse_sign_in(parse_object(request.data)))
    return as_json({"userId": user_id, "adminAccessToken": token})


def _sign_in_deprecated(service: SandboxService, request: CallRequest) -> Answer:
    user_id, token = service.sign_in(*parse_sign_in(parse_object(request.data)))
    return as_json({"userId": user_id, "refreshToken": service.refresh_token(), "accessToken": token})


def _create(service: SandboxService, request: CallRequest) -> Answer:
    wanted = parse_new_document(parse_object(request.data), is_lenient=service.options.lenient)
    return as_json(service.create(wanted))


def _import_word(service: SandboxService, request: CallRequest) -> Answer:
    return as_json(service.import_word(*_upload(service, request, has_mapping=True)))


def _import_sdxml(service: SandboxService, request: CallRequest) -> Answer:
    return as_json(service.import_sdxml(*_upload(service, request, has_mapping=False)))


def _upload(service: SandboxService, request: CallRequest, has_mapping: bool) -> tuple[Creation, BinaryIO]:
    """The two parts of an upload.

    Raises: Refusal, naming what is wrong with both.
    """
    faults = {} if request.file is not None else {"file": "is required"}
    try:
        body = parse_object(request.data, "data")
        wanted = parse_new_document(body, has_mapping=has_mapping, is_lenient=service.options.lenient)
    except Refusal as refusal:
        raise invalid({**refusal.fields, **faults}) from refusal
    if request.file is None:
        raise invalid(faults)
    return wanted, request.file


def _open(service: SandboxService, request: CallRequest) -> Answer:
    return as_json(service.open(request.id, parse_opening(parse_object(request.data), service.options.lenient)))


def _info(service: SandboxService, request: CallRequest) -> Answer:
    return as_json(service.listing.info(request.id, request.query.get("userId")))


def _list(service: SandboxService, request: CallRequest) -> Answer:
    query = request.query
    return as_json(service.listing.list_documents(query.get("groupId"), query.get("userId"), query.get("userIdSD")))


def _unseen_count(service: SandboxService, request: CallRequest) -> Answer:
    return as_json(service.listing.unseen_counts(_user_id(request)))


def _unseen_list(service: SandboxService, request: CallRequest) -> Answer:
    return as_json(service.listing.unseen(_user_id(request)))


def _user_id(request: CallRequest) -> str:
    user_id = request.query.get("userId")
    if not user_id:
        raise invalid({"userId": "is required"})
    return user_id


def _metadata(service: SandboxService, request: CallRequest) -> Answer:
    service.set_metadata(request.id, parse_metadata(parse_object(request.data)))
    return as_json(_DONE)


def _duplicate(service: SandboxService, request: CallRequest) -> Answer:
    return as_json(service.duplicate(request.id, parse_duplication(parse_object(request.data))))


def _delete(service: SandboxService, request: CallRequest) -> Answer:
    service.delete(request.id)
    return as_json(_DONE)


def _review(service: SandboxService, request: CallRequest) -> Answer:
    service.review(request.id)
    return Answer()


def _archive(service: SandboxService, request: CallRequest) -> Answer:
    service.archive(request.id)
    return Answer()


def _unarchive(service: SandboxService, request: CallRequest) -> Answer:
    service.unarchive(request.id)
    return Answer()


def _templates(service: SandboxService, _request: CallRequest) -> Answer:
    return as_json(service.exports.templates())


def _export(service: SandboxService, request: CallRequest, to: FormatName) -> Answer:
    user_id = parse_export(parse_object(request.data))
    return _attachment(service.exports.export(request.id, user_id, to, request.issuer), ZIP, f"{to}.zip")


def _export_html(service: SandboxService, request: CallRequest) -> Answer:
    wanted = parse_html_export(parse_object(request.data))
    return _attachment(service.exports.export_html(request.id, wanted, request.issuer), ZIP, "html.zip")


def _export_word(service: SandboxService, request: CallRequest) -> Answer:
    wanted = parse_word_export(parse_object(request.data), service.exports.template_ids, service.options.lenient)
    return _attachment(service.exports.export_word(request.id, wanted, request.issuer), DOCX, "document.docx")


def _attachment(content: bytes | BinaryIO, content_type: str, name: str) -> Answer:
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    if isinstance(content, bytes):
        return Answer(content, content_type, headers=headers)
    return Answer(content_type=content_type, headers=headers, file=content)


_EXPORT_SDXML, _EXPORT_PARSX = (partial(_export, to=to) for to in (FormatName.SDXML, FormatName.PARSX))
_DOCUMENT = "/partner/documents/{id}"

CALLS = (
    ApiCall("authenticate", "POST", "/partner/authenticate", _sign_in, Body.JSON, Scheme.API_KEY),
    ApiCall("users_authenticate", "POST", "/users/authenticate", _sign_in_deprecated, Body.JSON, Scheme.API_KEY),
    ApiCall("create", "POST", "/partner/documents/create", _create, Body.JSON),
    ApiCall("import_word", "POST", "/partner/imports/word/upload", _import_word, Body.UPLOAD, converts=True),
    ApiCall("import_sdxml", "POST", "/partner/imports/sdxml/upload", _import_sdxml, Body.UPLOAD, converts=True),
    ApiCall("list", "GET", "/partner/documents/list", _list),
    ApiCall("unseen_count", "GET", "/partner/documents/unseen/count", _unseen_count),
    ApiCall("unseen_list", "GET", "/partner/documents/unseen/list", _unseen_list),
    ApiCall("templates", "GET", "/partner/templates/word", _templates),
    ApiCall("info", "GET", _DOCUMENT, _info),
    ApiCall("open", "POST", _DOCUMENT, _open, Body.JSON),
    ApiCall("delete", "DELETE", _DOCUMENT, _delete),
    ApiCall("metadata", "POST", f"{_DOCUMENT}/metadata", _metadata, Body.JSON),
    ApiCall("duplicate", "POST", f"{_DOCUMENT}/duplicate", _duplicate, Body.JSON),
    ApiCall("review", "POST", f"{_DOCUMENT}/review", _review),
    ApiCall("archive", "POST", f"{_DOCUMENT}/archive", _archive),
    ApiCall("unarchive", "POST", f"{_DOCUMENT}/unarchive", _unarchive),
    ApiCall("export_sdxml", "POST", f"{_DOCUMENT}/export/sdxml", _EXPORT_SDXML, Body.JSON),
    ApiCall("export_html", "POST", f"{_DOCUMENT}/export/html", _export_html, Body.JSON, converts=True),
    ApiCall("export_parsx", "POST", f"{_DOCUMENT}/export/parsx", _EXPORT_PARSX, Body.JSON, converts=True),
    ApiCall("export_word", "POST", f"{_DOCUMENT}/export/word", _export_word, Body.JSON, converts=True),
)
"""Every call, those with a fixed path before those with an id in it."""
CALL_NAMES = tuple(call.name for call in CALLS)
