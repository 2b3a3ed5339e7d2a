"""Every call as it goes over the wire, and its answer as a value."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from partner_kit import ACCESS, DOCUMENT, ID, LINK, USER, Reply, Script, client, word_file, zip_of

from sdconvert.errors import OutputRefused
from sdconvert.partner import (
    DocumentInfo,
    GroupCounts,
    MappingTarget,
    MetadataChanges,
    PartnerClient,
    UnseenCounts,
    WordExportSettings,
    WordTemplate,
)
from sdconvert.partner.errors import MalformedAnswer

BASE = f"/partner/documents/{ID}"
INFO = {
    "id": ID, "title": "t", "subtitle": "s", "description": "d", "tags": ["a"], "supplemental": "x",
    "creatorIdSD": "sd", "creatorId": "u1", "status": "review", "createdDate": 1481014475,
    "hasUnreadSectionChanges": True, "hasUnreadConversationChanges": False, "hasOpenedDocument": True,
    "archived": True, "groupId": "g1",
}  # fmt: skip
COUNTS = {"numWithAnyChange": 2, "numWithConversationChange": 1, "numWithSectionChange": 1}

CALLS: dict[str, tuple[Callable[[PartnerClient], Any], str, Any, Any, Any]] = {
    "open": (
        lambda c: c.open(ID, USER, "commenter"), f"POST {BASE}",
        {"user": USER.as_json(), "userRole": "commentator", "sectionHistory": True}, ACCESS, None),
    "info": (lambda c: c.info(ID), f"GET {BASE}", None, INFO, None),
    "info of a user": (lambda c: c.info(ID, "u 2"), f"GET {BASE}?userId=u%202", None, INFO, None),
    "list by both": (
        lambda c: c.list_documents(group_id="g1", user_id="u1"),
        "GET /partner/documents/list?groupId=g1&userId=u1", None, [], ()),
    "list by the other id": (
        lambda c: c.list_documents(user_id_sd="sd"), "GET /partner/documents/list?userIdSD=sd", None, [], ()),
    "unseen count": (
        lambda c: c.unseen_count("u1"), "GET /partner/documents/unseen/count?userId=u1", None,
        {**COUNTS, "groups": [{**COUNTS, "groupId": "g"}]}, UnseenCounts(2, 1, 1, (GroupCounts("g", 2, 1, 1),))),
    "unseen list": (
        lambda c: c.unseen_list("u1"), "GET /partner/documents/unseen/list?userId=u1", None, [], ()),
    "metadata": (
        lambda c: c.update_metadata(ID, MetadataChanges(title="n", tags=("a", "b"))), f"POST {BASE}/metadata",
        {"title": "n", "tags": ["a", "b"]}, {}, None),
    "duplicate": (
        lambda c: c.duplicate(ID, "copy", "u2"), f"POST {BASE}/duplicate",
        {"title": "copy", "description": "", "creatorUserId": "u2"}, {"documentId": "d2"}, "d2"),
    "review": (lambda c: c.review(ID), f"POST {BASE}/review", None, b"", None),
    "archive": (lambda c: c.archive(ID), f"POST {BASE}/archive", None, b"", None),
    "unarchive": (lambda c: c.unarchive(ID), f"POST {BASE}/unarchive", None, b"", None),
    "delete": (lambda c: c.delete(ID), f"DELETE {BASE}", None, {}, None),
    "templates": (
        lambda c: c.word_templates(), "GET /partner/templates/word", None,
        [{"id": "t1", "name": "Standard", "description": "d"}], (WordTemplate("t1", "Standard", "d"),)),
}  # fmt: skip


@pytest.mark.parametrize("name", CALLS)
def test_a_call_sends_what_the_guide_says_and_returns_a_value(name: str) -> None:
    make, line, payload, answer, value = CALLS[name]
    script = Script(Reply(answer))
    made = make(client(script))
    assert script.calls == [line]
    assert (json.loads(script.bodies[0]) if script.bodies[0] else None) == payload
    assert script.requests[0].headers["content-type"] == "application/json"
    assert value is None or made == value


def test_information_on_a_document_has_every_field_that_the_guide_lists() -> None:
    info = client(Script(Reply(INFO))).info(ID)
    assert info == DocumentInfo(
        ID, "t", "s", "d", ("a",), "x", "sd", "u1", "review", 1481014475, True, False, True, True, "g1"
    )
    assert info.as_json() == INFO


def test_creating_sends_the_user_nested_and_no_tag() -> None:
    script = Script(Reply(ACCESS))
    assert client(script).create(DOCUMENT).link == LINK
    sent = script.json()
    assert sent["user"]["userId"] == "u1"
    assert "supplemental" not in sent
    assert (sent["userRole"], sent["status"], sent["sectionHistory"]) == ("editor", "draft", True)


def test_a_word_import_sends_data_and_file_as_the_guide_shows_them(tmp_path: Path) -> None:
    script = Script(Reply([]), Reply(ACCESS))
    file = word_file(tmp_path)
    imported = client(script).import_word(file, DOCUMENT, {"My style": MappingTarget("heading", 0)})
    assert script.calls[1] == "POST /partner/imports/word/upload"
    assert imported.access is not None
    head, data, upload, end = script.bodies[1].split(script.bodies[1].split(b"\r\n")[0])
    assert (head, end) == (b"", b"--\r\n")
    assert b'name="data"\r\nContent-Type: application/json\r\n\r\n' in data
    assert json.loads(data.split(b"\r\n\r\n")[1])["mapping"] == {"My style": {"textType": "heading", "level": 0}}
    assert b'name="file"; filename="contract.docx"\r\nContent-Type: application/octet-stream' in upload
    assert upload.split(b"\r\n\r\n", 1)[1] == file.read_bytes() + b"\r\n"


SETTINGS = WordExportSettings("de_DE", image_caption=True, image_toc=True)
EXPORTS = {
    "sdxml": (lambda c, t: c.export_sdxml(ID, t), {"userId": "u1"}, "sd.xml"),
    "parsx": (lambda c, t: c.export_parsx(ID, t, "u2"), {"userId": "u2"}, "parsx.xml"),
    "html": (
        lambda c, t: c.export_html(ID, t, mode="news", only_public=True),
        {"userId": "u1", "mode": "news", "onlyPublic": True}, "index.html"),
    "word": (
        lambda c, t: c.export_word(ID, t, "t1", settings=SETTINGS),
        {"userId": "u1", "templateId": "t1",
         "settings": {"language": "de_DE", "imageCaption": True, "imageToc": True}}, "[Content_Types].xml"),
}  # fmt: skip


@pytest.mark.parametrize("kind", EXPORTS)
def test_an_export_is_the_file_that_was_asked_for(kind: str, tmp_path: Path) -> None:
    export, payload, needed = EXPORTS[kind]
    script = Script(Reply(zip_of(needed)))
    target = tmp_path / "folder" / "out.zip"
    assert export(client(script), target) == target
    assert script.calls == [f"POST {BASE}/export/{kind}"]
    assert script.json() == payload
    assert target.read_bytes() == zip_of(needed)
    assert list(target.parent.iterdir()) == [target]


@pytest.mark.parametrize("body", [b"<html>", zip_of("sd.xml")[:-5], zip_of("other.xml"), b""])
def test_an_export_that_is_no_such_package_leaves_the_target_as_it_was(body: bytes, tmp_path: Path) -> None:
    target = tmp_path / "out.zip"
    target.write_bytes(b"before")
    with pytest.raises(MalformedAnswer):
        client(Script(Reply(body))).export_sdxml(ID, target)
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"before"]


def test_an_export_that_is_too_large_is_asked_for_once_and_leaves_nothing(tmp_path: Path) -> None:
    script = Script(Reply(zip_of("sd.xml")))
    with pytest.raises(OutputRefused, match="more than the 20 bytes allowed"):
        client(script, largest_export=20).export_sdxml(ID, tmp_path / "out.zip")
    assert (len(script.calls), list(tmp_path.iterdir())) == (1, [])


def test_what_a_killed_process_left_of_an_export_is_removed_later(tmp_path: Path) -> None:
    names = ("out.zip.0123456789ab", "out.zip.ba9876543210", "other.zip.0123456789ab")
    old, new, other = (tmp_path / f".{name}.part" for name in names)
    for path in (old, new, other):
        path.write_bytes(b"x")
    for path in (old, other):
        os.utime(path, (time.time() - 4000,) * 2)
    target = client(Script(Reply(zip_of("sd.xml")))).export_sdxml(ID, tmp_path / "out.zip")
    assert sorted(tmp_path.iterdir()) == sorted((new, other, target))


@pytest.mark.parametrize("body", [b"", b"<html>", [], {"documentId": 5}, {"documentId": "x"}, b"[" * 100_000])
def test_an_answer_that_the_guide_does_not_describe_is_one_error(body: Any) -> None:
    with pytest.raises(MalformedAnswer):
        client(Script(Reply(body))).open(ID, USER)


@pytest.mark.parametrize("text", ["2.6.0.0-x", "2.6.1.1", "3", "", "unknown"])
def test_versions_that_are_new_enough_or_unknown_are_fine(text: str) -> None:
    assert client(Script(Reply([], headers={"x-api-version": text}))).ping().api_version == text
