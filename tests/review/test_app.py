"""Who may ask the page, and what it answers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from docx_documents import r
from review_kit import NUMBER_HEADINGS, ReviewCaller, session_of
from survey_kit import LOST, docx, heading, own

from sdconvert.review.server import ReviewServer

HOSTILE = "<script>alert(1)</script>“‘\"'&{name}"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("letters")
    docx(folder / "a.docx", heading("One"), own("Text."), heading("Two"))
    docx(folder / "b.docx", heading("Only"), own("Text."), LOST)
    docx(folder / "c.docx", own("No heading."))
    (folder / "d<img src=x>.docx").write_bytes(b"no zip")
    docx(folder / "e.docx", heading(r(HOSTILE)))
    return folder


@pytest.fixture(scope="module")
def served(folder: Path) -> Iterator[ReviewCaller]:
    with ReviewServer(session_of(folder)) as server:
        caller = ReviewCaller(server)
        caller.wait()
        yield caller


@pytest.fixture
def call(served: ReviewCaller) -> ReviewCaller:
    """A review without a mapping."""
    served.order("PUT", "api/mapping", {"rows": {}})
    served.wait()
    return served


# ------------------------------------------------------------------------------------------------------ who may ask


def test_the_page_and_its_files_are_served_to_who_knows_the_token(call: ReviewCaller) -> None:
    page = call.get()
    assert (page.status, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert call.get("app.js").headers["content-type"].startswith("text/javascript")
    assert b".page" in call.get("document.css").body


@pytest.mark.parametrize("path", ["/", "/api/review", "/wrong/", "/wrong/api/review", "//api/review", "/%00/", ""])
def test_without_the_token_there_is_nothing(call: ReviewCaller, path: str) -> None:
    answer = call.send("GET", path or "/x", {})
    assert (answer.status, answer.body) == (404, b"There is nothing here.")


@pytest.mark.parametrize("host", ["example.org", "127.0.0.1", "localhost", "127.0.0.1:1", "127.0.0.1.example.org"])
def test_a_page_that_resolves_its_own_name_to_this_machine_is_refused(call: ReviewCaller, host: str) -> None:
    assert call.get(host=host).status == 403


def test_localhost_is_a_name_of_this_machine(call: ReviewCaller) -> None:
    assert call.get(host=f"localhost:{call.server.port}").status == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://example.org"},
        {"origin": "null"},
        {"content-type": "text/plain"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_an_order_of_another_page_is_refused(call: ReviewCaller, headers: dict[str, str]) -> None:
    path = f"{call.root}api/mapping"
    known = {"content-type": "application/json"}
    assert call.send("PUT", path, {**known, **headers}, b'{"rows": {}}').status == 403


def test_every_answer_forbids_what_the_page_does_not_need(call: ReviewCaller) -> None:
    for path in ("", "api/review", "app.js", "api/documents/0", "nothing", "api/documents/99"):
        headers = call.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'; script-src 'self'; style-src 'self';" in policy
        assert "unsafe" not in policy
        assert headers["cache-control"] == "no-store"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["x-content-type-options"] == "nosniff"


def test_the_frame_of_others_may_have_styles_and_no_connection(call: ReviewCaller) -> None:
    policy = call.get("preview.html").headers["content-security-policy"]
    assert "script-src 'self';" in policy
    assert "connect-src" not in policy


@pytest.mark.parametrize("path", ["../app.py", "%2e%2e/app.py", "page/../../app.py", "..%2Fapp.py", "app.py"])
def test_only_the_files_of_the_page_are_served(call: ReviewCaller, path: str) -> None:
    assert call.get(path).status == 404


@pytest.mark.parametrize("body", [b"{", b"[]", b"[" * 100_000, b'{"rows": 1}', b'{"rows": {"a": {"textType": 1}}}'])
def test_what_is_no_mapping_is_refused_with_a_reason(call: ReviewCaller, body: bytes) -> None:
    answer = call.order("PUT", "api/mapping", body)
    assert answer.status == 422
    assert answer.json["error"]


def test_an_order_that_is_too_large_is_refused(call: ReviewCaller) -> None:
    assert call.order("PUT", "api/mapping", b" " * 2_100_000).status == 422


# ---------------------------------------------------------------------------------------------------------- answers


def test_a_document_comes_with_its_side_places_and_findings(call: ReviewCaller) -> None:
    answer = call.get("api/documents/1").json
    assert answer["name"] == "b.docx"
    assert [place["words"] for place in answer["places"].values()] == ["Only", "Text."]
    assert answer["smashdocs"]["blocks"][0][1] == "1"
    lost = next(finding for finding in answer["findings"] if finding["isLoss"])
    assert (lost["severity"], lost["place"], lost["isExact"]) == ("error", "1", False)
    word = call.get("api/documents/1/word").json
    assert [place for _, place in word["blocks"]] == ["1", "2"]


def test_what_the_mapping_changes_is_a_page_of_its_own_with_a_policy_of_its_own(call: ReviewCaller) -> None:
    call.order("PUT", "api/mapping", {"rows": NUMBER_HEADINGS})
    page = call.get("api/documents/0/redline")
    assert b"a.docx" in page.body
    assert page.body.count(b'class="change') or b"label" in page.body
    assert "connect-src" not in page.headers["content-security-policy"]
    assert b"script-src 'sha256-" in page.body


def test_a_document_that_cannot_be_read_says_why(call: ReviewCaller) -> None:
    answer = call.get("api/documents/3")
    assert answer.status == 422
    assert "zip" in answer.json["error"]
    assert call.get("api/documents/5").status == 404


def test_without_an_office_there_are_no_pages(call: ReviewCaller) -> None:
    assert call.get("api/documents/0/pages").json == {"state": "missing"}
    assert call.get("api/documents/0/pages/0.png").status == 404
    assert call.get("api/review").json["renderers"][-1] == "own"


def test_text_of_a_document_is_text_in_its_html(call: ReviewCaller) -> None:
    html = call.get("api/documents/4").json["smashdocs"]["html"]
    assert "&lt;script>alert(1)" in html.replace("&gt;", ">")
    assert "<script" not in html


def test_the_table_is_sorted_found_in_and_has_what_cannot_be_read(call: ReviewCaller) -> None:
    answer = call.get("api/folder?sort=losses&order=descending").json
    assert [row["name"] for row in answer["rows"]][:2] == ["d<img src=x>.docx", "b.docx"]
    assert (answer["total"], answer["done"], answer["found"]) == (5, 5, 5)
    assert answer["rows"][0]["error"]
    assert [row["name"] for row in call.get("api/folder?words=C.D").json["rows"]] == ["c.docx"]
    assert call.get("api/folder?sort=<x>&page=-1").json["rows"][0]["name"] == "a.docx"
    assert call.get("api/folder?page=7").json["rows"] == []


def test_a_mapping_shows_its_effects_on_the_document_and_on_all(call: ReviewCaller) -> None:
    rows = call.order("PUT", "api/mapping", {"rows": NUMBER_HEADINGS}).json
    assert rows["chosen"] == NUMBER_HEADINGS
    call.wait()
    effects = call.get("api/effects").json
    (effect,) = effects["effects"]
    assert (effect["kind"], effect["noun"], effect["blocks"], effect["files"]) == ("number added", "heading", 4, 3)
    assert (effect["example"], effect["exampleName"]) == (0, "a.docx")
    assert [(one["row"], one["blocks"]) for one in effects["byRow"]] == [("heading 1", 4)]
    document = call.get("api/documents/0").json
    assert [(one["kind"], one["blocks"], one["place"]) for one in document["effects"]] == [("number added", 2, "1")]
    assert document["labels"] == 2
    changes = call.get("api/folder?sort=changes&order=descending").json["rows"]
    assert [row["changes"] for row in changes if not row["error"]] == [2, 1, 1, 0]


def test_effects_of_several_rows_are_counted_together_and_by_row(call: ReviewCaller) -> None:
    own = {"Own": {"textType": "heading-ol", "level": 0}}
    call.order("PUT", "api/mapping", {"rows": {**NUMBER_HEADINGS, **own}})
    call.wait()
    effects = call.get("api/effects").json
    together = {(one["kind"], one["noun"]): (one["blocks"], one["files"]) for one in effects["effects"]}
    assert together == {("number added", "heading"): (7, 4), ("heading added", "paragraph"): (3, 3)}
    by_row = [(one["row"], one["kind"], one["blocks"], one["files"]) for one in effects["byRow"]]
    assert ("Own", "number added", 3, 3) in by_row
    assert len(by_row) == 3


def test_words_of_the_page_come_in_german(call: ReviewCaller) -> None:
    assert call.get("api/words?language=de").json["words"]["Undo"] == ["Rückgängig"]
    assert call.get("api/words?language=xx").json["words"] == {}


def test_nothing_is_written_but_on_save_and_nothing_is_replaced_unasked(call: ReviewCaller, folder: Path) -> None:
    call.order("PUT", "api/mapping", {"rows": NUMBER_HEADINGS})
    assert not (folder / "out").exists()
    target = folder / "out" / "mapping.json"
    target.parent.mkdir()
    target.write_text("{}")
    refused = call.order("POST", "api/save", {"format": "json"})
    assert (refused.status, refused.json["canReplace"], target.read_text()) == (409, True, "{}")
    assert call.order("POST", "api/save", {"format": "json", "replace": True}).status == 200
    assert json.loads(target.read_text()) == NUMBER_HEADINGS
    assert call.order("POST", "api/save", {"format": "json"}).status == 200
    assert call.order("POST", "api/save", {"format": "../x"}).status == 422
    assert call.order("POST", "api/save", {"format": "toml"}).json["saved"].endswith("mapping.toml")
    assert sorted(path.name for path in target.parent.iterdir()) == ["mapping.json", "mapping.toml"]
