"""The calls of the API: method, path, what their body is, and the answer of each."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import partial
from typing import BinaryIO

from sdconvert.recognition import FormatName
from sdconvert.sandbox.fields import (
    NewDocument,
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
from sdconvert.sandbox.service import Service

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
class Request:
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
class Call:
    """A row of the table of calls. `converts`: it takes a processor and the memory for a whole document."""

    name: str
    method: str
    path: str
    answer: Callable[[Service, Request], Answer]
    body: Body = Body.NONE
    scheme: Scheme = Scheme.SIGNED
    converts: bool = False


def as_json(value: object, status: int = 200) -> Answer:
    """An answer in JSON."""
    return Answer(json.dumps(value, ensure_ascii=False).encode(), status=status)


_DONE: dict[str, object] = {}


def _sign_in(service: Service, request: Request) -> Answer:
    user_id, token = service.sign_in(*parse_sign_in(parse_object(request.data)))
    return as_json({"userId": user_id, "adminAccessToken": token})


def _sign_in_deprecated(service: Service, request: Request) -> Answer:
    user_id, token = service.sign_in(*parse_sign_in(parse_object(request.data)))
    return as_json({"userId": user_id, "refreshToken": service.refresh_token(), "accessToken": token})


def _create(service: Service, request: Request) -> Answer:
    wanted = parse_new_document(parse_object(request.data), is_lenient=service.options.lenient)
    return as_json(service.create(wanted))


def _import_word(service: Service, request: Request) -> Answer:
    return as_json(service.import_word(*_upload(service, request, has_mapping=True)))


def _import_sdxml(service: Service, request: Request) -> Answer:
    return as_json(service.import_sdxml(*_upload(service, request, has_mapping=False)))


def _upload(service: Service, request: Request, has_mapping: bool) -> tuple[NewDocument, BinaryIO]:
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


def _open(service: Service, request: Request) -> Answer:
    return as_json(service.open(request.id, parse_opening(parse_object(request.data), service.options.lenient)))


def _info(service: Service, request: Request) -> Answer:
    return as_json(service.info(request.id, request.query.get("userId")))


def _list(service: Service, request: Request) -> Answer:
    query = request.query
    return as_json(service.listed(query.get("groupId"), query.get("userId"), query.get("userIdSD")))


def _unseen_count(service: Service, request: Request) -> Answer:
    return as_json(service.unseen_counts(_user_id(request)))


def _unseen_list(service: Service, request: Request) -> Answer:
    return as_json(service.unseen(_user_id(request)))


def _user_id(request: Request) -> str:
    user_id = request.query.get("userId")
    if not user_id:
        raise invalid({"userId": "is required"})
    return user_id


def _metadata(service: Service, request: Request) -> Answer:
    service.set_metadata(request.id, parse_metadata(parse_object(request.data)))
    return as_json(_DONE)


def _duplicate(service: Service, request: Request) -> Answer:
    return as_json(service.duplicate(request.id, parse_duplication(parse_object(request.data))))


def _delete(service: Service, request: Request) -> Answer:
    service.delete(request.id)
    return as_json(_DONE)


def _review(service: Service, request: Request) -> Answer:
    service.review(request.id)
    return Answer()


def _archive(service: Service, request: Request) -> Answer:
    service.archive(request.id)
    return Answer()


def _unarchive(service: Service, request: Request) -> Answer:
    service.unarchive(request.id)
    return Answer()


def _templates(service: Service, _request: Request) -> Answer:
    return as_json(service.templates())


def _export(service: Service, request: Request, to: FormatName) -> Answer:
    user_id = parse_export(parse_object(request.data))
    return _attachment(service.export(request.id, user_id, to, request.issuer), ZIP, f"{to}.zip")


def _export_html(service: Service, request: Request) -> Answer:
    user_id, mode = parse_html_export(parse_object(request.data))
    return _attachment(service.export_html(request.id, user_id, mode, request.issuer), ZIP, "html.zip")


def _export_word(service: Service, request: Request) -> Answer:
    wanted = parse_word_export(parse_object(request.data), service.template_ids, service.options.lenient)
    return _attachment(service.export_word(request.id, wanted, request.issuer), DOCX, "document.docx")


def _attachment(content: bytes | BinaryIO, content_type: str, name: str) -> Answer:
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    if isinstance(content, bytes):
        return Answer(content, content_type, headers=headers)
    return Answer(content_type=content_type, headers=headers, file=content)


_EXPORT_SDXML, _EXPORT_PARSX = (partial(_export, to=to) for to in (FormatName.SDXML, FormatName.PARSX))
_DOCUMENT = "/partner/documents/{id}"

CALLS = (
    Call("authenticate", "POST", "/partner/authenticate", _sign_in, Body.JSON, Scheme.API_KEY),
    Call("users_authenticate", "POST", "/users/authenticate", _sign_in_deprecated, Body.JSON, Scheme.API_KEY),
    Call("create", "POST", "/partner/documents/create", _create, Body.JSON),
    Call("import_word", "POST", "/partner/imports/word/upload", _import_word, Body.UPLOAD, converts=True),
    Call("import_sdxml", "POST", "/partner/imports/sdxml/upload", _import_sdxml, Body.UPLOAD, converts=True),
    Call("list", "GET", "/partner/documents/list", _list),
    Call("unseen_count", "GET", "/partner/documents/unseen/count", _unseen_count),
    Call("unseen_list", "GET", "/partner/documents/unseen/list", _unseen_list),
    Call("templates", "GET", "/partner/templates/word", _templates),
    Call("info", "GET", _DOCUMENT, _info),
    Call("open", "POST", _DOCUMENT, _open, Body.JSON),
    Call("delete", "DELETE", _DOCUMENT, _delete),
    Call("metadata", "POST", f"{_DOCUMENT}/metadata", _metadata, Body.JSON),
    Call("duplicate", "POST", f"{_DOCUMENT}/duplicate", _duplicate, Body.JSON),
    Call("review", "POST", f"{_DOCUMENT}/review", _review),
    Call("archive", "POST", f"{_DOCUMENT}/archive", _archive),
    Call("unarchive", "POST", f"{_DOCUMENT}/unarchive", _unarchive),
    Call("export_sdxml", "POST", f"{_DOCUMENT}/export/sdxml", _EXPORT_SDXML, Body.JSON),
    Call("export_html", "POST", f"{_DOCUMENT}/export/html", _export_html, Body.JSON, converts=True),
    Call("export_parsx", "POST", f"{_DOCUMENT}/export/parsx", _EXPORT_PARSX, Body.JSON, converts=True),
    Call("export_word", "POST", f"{_DOCUMENT}/export/word", _export_word, Body.JSON, converts=True),
)
"""Every call, those with a fixed path before those with an id in it."""
CALL_NAMES = tuple(call.name for call in CALLS)
