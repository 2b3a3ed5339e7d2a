from __future__ import annotations

import pytest
from sandbox_calls import Caller, new_document, opening


def link(call: Caller, docx: bytes) -> str:
    """The path form of the access link of a new document."""
    access = call.upload("word", docx, title="<Contract>").json["documentAccessLink"]
    path, _, otpt = access.partition("/#")[2].partition("&otpt=")
    return f"{path}?otpt={otpt}"


def test_a_link_shows_the_document_once(call: Caller, docx: bytes) -> None:
    path = link(call, docx)
    page = call.send("GET", path)
    assert page.status == 200
    assert "Hello Welt" in page.body.decode()
    assert "&lt;Contract&gt;" in page.body.decode()
    assert call.send("GET", path).status == 410


def test_a_link_expires_after_a_minute(call: Caller, docx: bytes) -> None:
    early, late = link(call, docx), link(call, docx)
    call.control("POST", "clock", {"advance": 59})
    assert call.send("GET", early).status == 200
    call.control("POST", "clock", {"advance": 2})
    assert call.send("GET", late).status == 410


def test_opening_again_gives_another_link(call: Caller) -> None:
    first = call("POST", "/partner/documents/create", new_document()).json
    again = call("POST", f"/partner/documents/{first['documentId']}", opening("764ea18872a34337")).json
    assert again["documentAccessLink"] != first["documentAccessLink"]
    assert again["userIdSD"] == first["userIdSD"]


def test_looking_at_a_link_with_head_does_not_use_it_up(call: Caller, docx: bytes) -> None:
    path = link(call, docx)
    assert call.send("HEAD", path).status == 405
    assert call.send("GET", path).status == 200


def test_a_link_of_another_document_does_not_open_this_one(call: Caller, docx: bytes) -> None:
    path = link(call, docx)
    otpt = path.partition("?")[2]
    assert call.send("GET", f"/document/{call.create()}?{otpt}").status == 410
    assert call.send("GET", path).status == 200


def test_a_link_does_not_open_what_was_archived_meanwhile(call: Caller, docx: bytes) -> None:
    path = link(call, docx)
    assert call.act(path.split("/")[2].partition("?")[0], "archive") == 200
    assert call.send("GET", path).status == 410


def test_the_overview_lists_documents_groups_and_requests(call: Caller) -> None:
    id = call.create(title="<b>bold</b>", groupId="<g>")
    call("GET", "/partner/documents/unseen/count")
    page = call.send("GET", "/").body.decode()
    for text in ("&lt;b&gt;bold", id, "&lt;g&gt;", "/partner/documents/unseen/count", "userId: is required"):
        assert text in page
    assert "<b>bold" not in page


def test_a_browser_has_no_reason_to_ask_for_an_icon(call: Caller) -> None:
    assert 'rel="icon" href="data:,"' in call.send("GET", "/").body.decode()


def test_the_overview_hands_over_what_follows_the_hash(call: Caller) -> None:
    assert "location.hash" in call.send("GET", "/").body.decode()


def test_a_page_of_somebody_else_gives_no_orders(call: Caller) -> None:
    id = call.create()
    foreign = {"origin": "https://example.org", "content-type": "text/plain"}
    assert call.send("POST", "/_sandbox/reset", b"", foreign).status == 403
    assert call.info(id)["id"] == id
    assert call.send("POST", "/_sandbox/reset", b"", {"origin": call.sandbox.url}).status == 200


@pytest.mark.parametrize(
    ("host", "status"),
    [("rebound.example", 403), ("rebound.example:80", 403), ("[", 403), ("127.0.0.1:1", 200), ("localhost", 200)],
)
def test_orders_are_taken_only_by_a_name_of_this_machine(call: Caller, host: str, status: int) -> None:
    call.create()
    assert call.send("GET", "/_sandbox/snapshot", headers={"host": host}).status == status


def test_orders_are_taken_by_any_name_where_other_machines_are_let_in(
    call: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(call.sandbox.service, "url", "http://0.0.0.0:8642")
    assert call.send("GET", "/_sandbox/faults", headers={"host": "build-machine"}).status == 200


def test_a_document_is_shown_with_its_findings(call: Caller, docx: bytes) -> None:
    id = call.upload("word", docx).json["documentId"]
    page = call.send("GET", f"/_sandbox/documents/{id}/page").body.decode()
    for text in ("draft", "group9", "Findings", "Hello Welt"):
        assert text in page
    assert call.send("GET", "/_sandbox/documents/none/page").status == 404
