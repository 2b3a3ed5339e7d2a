"""What a schema cannot say: which documents, users, templates and passwords there are. Valid requests get those of the
running sandbox; what is invalid on purpose stays as it is."""

from __future__ import annotations

import json
import os
import zipfile
from io import BytesIO
from types import SimpleNamespace
from typing import Any, cast

import schemathesis
from docx_builder import build_docx
from sandbox_calls import USER, Caller
from schemathesis.core.parameters import ParameterLocation

from sdconvert.sandbox.server import Sandbox

ADDRESS = json.loads(os.environ["SANDBOX_ADDRESS"])
CALL = Caller(cast(Sandbox, SimpleNamespace(url=ADDRESS["url"], credentials=SimpleNamespace(**ADDRESS))))
DOCX = build_docx("<w:p><w:r><w:t>Hello Welt</w:t></w:r></w:p>")
TEMPLATE = CALL("GET", "/partner/templates/word").json[0]["id"]
STATES = {"delete": "draft", "review": "draft"}
EXPORTS = ("export_sdxml", "export_html", "export_parsx", "export_word")


def package() -> bytes:
    """An SDXML package."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("sd.xml", "<smashdoc><meta/><document><p id='a'>Hello Welt</p></document></smashdoc>")
    return target.getvalue()


FILES = {"import_word": DOCX, "import_sdxml": package()}


@schemathesis.hook
def map_body(context: schemathesis.HookContext, body: Any) -> Any:
    """Put in the file of an upload. Not in `before_call`: there a body with bytes is no longer taken for valid."""
    file = FILES.get(name_of(context.operation))
    return {**body, "file": file} if file is not None and isinstance(body, dict) and "file" in body else body


@schemathesis.hook
def before_call(context: schemathesis.HookContext, case: schemathesis.Case, _kwargs: dict[str, Any]) -> None:
    """Put in what there is."""
    assert case.meta is not None
    call = name_of(case.operation)
    if "id" in (case.path_parameters or {}) and not case.meta.is_negative_at(ParameterLocation.PATH):
        case.path_parameters["id"] = document_for(call)
    if isinstance(case.body, dict) and not case.meta.is_negative_at(ParameterLocation.BODY):
        give_known(call, case.body)


def name_of(operation: Any) -> str:
    return str(operation.definition.raw["operationId"])


def document_for(call: str) -> str:
    """A document in a state that allows the call."""
    id = CALL.create(status=STATES.get(call, "review"))
    if call == "unarchive":
        CALL.act(id, "archive")
    return id


def give_known(call: str, body: dict[str, Any]) -> None:
    """Name a user and a template that there are, and sign in with what opens the door."""
    if call in EXPORTS:
        body["userId"] = USER
    if call == "export_word":
        body["templateId"] = TEMPLATE
    if call == "duplicate":
        body["creatorUserId"] = USER
    if call.endswith("authenticate"):
        body.update(email=ADDRESS["email"], password=ADDRESS["password"])
