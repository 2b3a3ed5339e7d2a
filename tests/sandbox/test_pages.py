from __future__ import annotations

from collections.abc import Callable

import pytest
from sandbox_calls import Caller, new_document, opening

from sdconvert.sandbox import pages


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


@pytest.mark.parametrize("path", ["/", "/openapi.json", "/document/none", "/_sandbox/snapshot", "/_sandbox/journal"])
@pytest.mark.parametrize(
    "host", ["rebound.example", "rebound.example:80", "[", "127.evil.example", "127.0.0.1.evil.example:8642", "127.x"]
)
def test_no_page_of_the_sandbox_is_for_another_name_than_this_machine(call: Caller, path: str, host: str) -> None:
    call.create()
    assert call.send("GET", path, headers={"host": host}).status == 403


@pytest.mark.parametrize("host", ["127.0.0.1:1", "127.0.0.2", "localhost", "[::1]:80"])
def test_every_name_of_this_machine_is_taken(call: Caller, host: str) -> None:
    for path in ("/", "/openapi.json", "/_sandbox/snapshot"):
        assert call.send("GET", path, headers={"host": host}).status == 200


def test_the_name_that_links_begin_with_is_taken(caller_of: Callable[..., Caller]) -> None:
    call = caller_of(link_base="https://partner.example/sandbox")
    assert call.send("GET", "/", headers={"host": "partner.example"}).status == 200
    assert call.send("GET", "/", headers={"host": "other.example"}).status == 403


@pytest.mark.parametrize("path", ["faults", "clock", "settings", "reset"])
def test_an_order_is_no_longer_than_orders_are(call: Caller, path: str) -> None:
    assert call.send("POST", f"/_sandbox/{path}", b" " * 1_000_001).status == 413


def test_a_badge_shows_what_it_says_as_text() -> None:
    assert "<script>" not in pages._badge("<script>") + pages._badge("x", '"><script>')


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


def test_the_cells_of_the_tables_name_their_columns_for_narrow_pages(call: Caller, docx: bytes) -> None:
    call.upload("word", docx, title="Contract")
    page = call.send("GET", "/").body.decode()
    for name in ("State", "Group", "Creator", "Made", "Id", "Documents", "Status", "Path"):
        assert f'<td data-label="{name}">' in page
    assert '<meta name="viewport"' in page
