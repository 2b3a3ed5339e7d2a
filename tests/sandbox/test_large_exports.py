"""Exports that are too large to be held go out from a file of their own, and say the same."""

from __future__ import annotations

import re

import pytest
from docx_builder import build_docx
from sandbox_calls import USER, Caller

BODY = {"userId": USER}
TEXT = "<w:p><w:ins w:id='1' w:author='Eva'><w:r><w:t>Words</w:t></w:r></w:ins></w:p>"


def exports(call: Caller, id: str) -> list[bytes]:
    """Everything that a document is exported as."""
    word = {**BODY, "templateId": call("GET", "/partner/templates/word").json[0]["id"], "settings": {}}
    wanted = [("sdxml", BODY), ("html", {**BODY, "mode": "allInOne"}), ("parsx", BODY), ("word", word)]
    replies = [call("POST", f"/partner/documents/{id}/export/{form}", body) for form, body in wanted]
    assert [reply.status for reply in replies] == [200] * 4, replies
    return [reply.body for reply in replies]


def test_a_large_export_is_sent_from_a_file(call: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    id = call.upload("word", build_docx(TEXT)).json["documentId"]
    call("POST", f"/partner/documents/{id}/metadata", {"title": "Another"})
    small = exports(call, id)
    for room in ("sandbox.exports", "opening"):
        monkeypatch.setattr(f"sdconvert.{room}.IN_MEMORY", 10)
    assert exports(call, id) == small
    assert all(re.match(rb"PK", body) for body in small)
