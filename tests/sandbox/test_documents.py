from __future__ import annotations

import http.client
import json
import re
import uuid

import pytest
from sandbox_calls import USER, Caller, new_document, opening, person

DUPLICATE = {"title": "copy", "description": "", "creatorUserId": USER}


def test_creating_gives_link_user_and_a_version_4_id(call: Caller) -> None:
    reply = call("POST", "/partner/documents/create", new_document())
    assert reply.status == 200
    assert set(reply.json) == {"documentAccessLink", "userIdSD", "documentId"}
    id = reply.json["documentId"]
    assert (uuid.UUID(id).version, str(uuid.UUID(id))) == (4, id)
    assert re.fullmatch(rf"http://127.*/#/document/{id}&otpt=[0-9a-f]{{64}}", reply.json["documentAccessLink"])


def test_every_answer_names_the_version_of_the_api(call: Caller) -> None:
    assert call("GET", "/partner/templates/word").headers["x-api-version"] == "2.6.1.1"
    assert call("GET", f"/partner/documents/{uuid.uuid4()}").headers["x-api-version"] == "2.6.1.1"


def test_the_facts_about_a_new_document(call: Caller) -> None:
    call.control("POST", "clock", {"now": 1481014475.9})
    info = call.info(call.create(supplemental="s", description="Ü"))
    sd_id, id = info.pop("creatorIdSD"), info.pop("id")
    assert sd_id != USER
    assert id
    assert info == {
        "title": "my first document",
        "subtitle": "",
        "description": "Ü",
        "tags": [],
        "supplemental": "s",
        "creatorId": USER,
        "status": "draft",
        "createdDate": 1481014475,
        "hasUnreadSectionChanges": False,
        "hasUnreadConversationChanges": False,
        "hasOpenedDocument": False,
        "archived": False,
        "groupId": "group9",
    }


def test_json_is_taken_escaped_and_as_utf_8(call: Caller) -> None:
    for title in (b"\\u00fc\\ud83d\\ude00", "ü😀".encode()):
        body = b'{"title": "' + title + b'"}'
        id = call.create()
        assert call.send("POST", f"/partner/documents/{id}/metadata", body, call.signed()).status == 200
        assert call.info(id)["title"] == "ü😀"


def test_a_slash_at_the_end_of_the_path_is_taken(call: Caller) -> None:
    assert call("POST", "/partner/documents/create/", new_document()).status == 200


def test_the_same_user_keeps_the_services_id_and_changes_otherwise(call: Caller) -> None:
    first = call("POST", "/partner/documents/create", new_document()).json
    again = call("POST", "/partner/documents/create", new_document(user={**person(USER), "firstname": "Eva"})).json
    assert first["userIdSD"] == again["userIdSD"]
    assert call.sandbox.service.store.user(USER).firstname == "Eva"


# ----------------------------------------------------------------------------------------------------- draft and review


def test_a_draft_is_opened_by_its_creator_only_and_a_review_document_by_everybody(call: Caller) -> None:
    id = call.create()
    path = f"/partner/documents/{id}"
    assert call("POST", path, opening("another")).status == 403
    assert call("POST", path, opening(USER)).status == 200
    assert call.act(id, "review") == 200
    assert call("POST", path, {**opening("another"), "groupId": "ignored", "sectionHistory": True}).status == 200


def test_a_document_can_be_made_in_review(call: Caller) -> None:
    assert call.info(call.create(status="review"))["status"] == "review"


def test_actions_without_a_body_answer_an_empty_body(call: Caller) -> None:
    id = call.create()
    for action in ("archive", "unarchive", "review"):
        reply = call("POST", f"/partner/documents/{id}/{action}")
        assert (reply.status, reply.body, reply.headers["content-length"]) == (200, b"", "0")


def test_a_second_archive_and_unarchive_fail(call: Caller) -> None:
    id = call.create()
    actions = ("unarchive", "archive", "archive", "unarchive", "unarchive")
    assert [call.act(id, action) for action in actions] == [400, 200, 400, 200, 400]


def test_an_archived_document_is_neither_opened_nor_duplicated_but_listed(call: Caller) -> None:
    id = call.create(status="review")
    call.act(id, "archive")
    assert call("POST", f"/partner/documents/{id}", opening(USER)).status == 400
    assert call("POST", f"/partner/documents/{id}/duplicate", DUPLICATE).status == 400
    assert call.info(id)["archived"] is True
    assert [one["id"] for one in call("GET", "/partner/documents/list?groupId=group9").json] == [id]


def test_a_draft_is_deleted_once_and_a_review_document_never(call: Caller) -> None:
    draft, review = call.create(), call.create(status="review")
    reply = call("DELETE", f"/partner/documents/{draft}")
    assert (reply.status, reply.json) == (200, {})
    assert call("DELETE", f"/partner/documents/{draft}").status == 404
    assert call("DELETE", f"/partner/documents/{review}").status == 400
    assert call("GET", f"/partner/documents/{draft}").status == 404


def test_a_duplicate_is_a_draft_of_the_named_user(call: Caller) -> None:
    id = call.create(status="review", supplemental="s")
    call.create(user=person("eva"))
    reply = call("POST", f"/partner/documents/{id}/duplicate", {**DUPLICATE, "creatorUserId": "eva"})
    assert set(reply.json) == {"documentId"}
    copy = call.info(reply.json["documentId"])
    assert copy["id"] != id
    assert (copy["title"], copy["status"], copy["creatorId"]) == ("copy", "draft", "eva")
    assert (copy["groupId"], copy["supplemental"]) == ("group9", "s")


def test_a_draft_is_duplicated_for_its_creator_only(call: Caller) -> None:
    path = f"/partner/documents/{call.create()}/duplicate"
    call.create(user=person("eva"))
    assert call("POST", path, DUPLICATE).status == 200
    assert call("POST", path, {**DUPLICATE, "creatorUserId": "eva"}).status == 403
    assert call("POST", path, {**DUPLICATE, "creatorUserId": "nobody"}).fields == {"creatorUserId"}


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_an_unknown_id_is_not_found(call: Caller, method: str) -> None:
    body = opening(USER) if method == "POST" else None
    assert call(method, f"/partner/documents/{uuid.uuid4()}", body).status == 404


@pytest.mark.parametrize("path", ["list", "create"])
def test_a_fixed_path_is_not_taken_for_an_id(call: Caller, path: str) -> None:
    assert call("DELETE", f"/partner/documents/{path}").status == 405


# ------------------------------------------------------------------------------------------------------------- metadata


def test_metadata_is_changed_by_any_subset(call: Caller) -> None:
    id = call.create()
    path = f"/partner/documents/{id}/metadata"
    reply = call("POST", path, {"title": "new", "subtitle": "sub", "filename": "f", "footer": "o", "tags": ["a", "b"]})
    assert (reply.status, reply.json) == (200, {})
    call("POST", path, {"tags": ["c"], "supplemental": "s"})
    call("POST", path, {})
    info = call.info(id)
    assert (info["title"], info["subtitle"], info["tags"], info["supplemental"]) == ("new", "sub", ["c"], "s")
    assert "filename" not in info
    assert "footer" not in info


def test_all_faults_of_metadata_are_named(call: Caller) -> None:
    body = {"title": "x" * 201, "description": "x" * 401, "supplemental": "x" * 401, "tags": "a", "footer": 1}
    assert call("POST", f"/partner/documents/{call.create()}/metadata", body).fields == set(body)


# ---------------------------------------------------------------------------------------------------------------- lists


@pytest.fixture
def listed(call: Caller):
    """The titles that a list gives. Two users have a draft and a review document in each of two groups."""
    for user in ("u", "v"):
        for group in ("g", "h"):
            for status in ("draft", "review"):
                call.create(user=person(user), groupId=group, status=status, title=f"{user}{group}-{status}")

    def titles(query: str) -> set[str]:
        reply = call("GET", f"/partner/documents/list{query}")
        assert reply.status == 200
        return {info["title"] for info in reply.json}

    return titles


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?groupId=g&userId=u", {"ug-draft", "ug-review", "vg-review"}),
        ("?groupId=g", {"ug-review", "vg-review"}),
        ("?userId=u", {"ug-draft", "uh-draft"}),
        ("?userId=nobody", set()),
        ("?userIdSD=nobody", set()),
        ("?groupId=none", set()),
        ("", set()),
    ],
)
def test_the_variants_of_the_list(listed, query: str, expected: set[str]) -> None:
    assert listed(query) == expected


def test_filters_in_the_body_of_a_get_are_not_looked_at(call: Caller) -> None:
    call.create(status="review")
    connection = http.client.HTTPConnection(call.host, timeout=10)
    for query, titles in (("", []), ("?groupId=group9", ["my first document"])):
        connection.request("GET", f"/partner/documents/list{query}", b'{"groupId": "group9"}', call.signed())
        with connection.getresponse() as response:
            assert response.status == 200
            assert [info["title"] for info in json.loads(response.read())] == titles
    connection.close()


def test_the_services_id_stands_for_the_user(call: Caller, listed) -> None:
    sd_id = call.sandbox.service.store.user("u").sd_id
    assert listed(f"?userIdSD={sd_id}") == {"ug-draft", "uh-draft"}


# --------------------------------------------------------------------------------------------------------------- unseen


def unseen(call: Caller, user: str) -> tuple[int, int, int, list[str]]:
    counts = call("GET", f"/partner/documents/unseen/count?userId={user}").json
    numbers = (counts[f"numWith{kind}Change"] for kind in ("Any", "Section", "Conversation"))
    return (*numbers, [group["groupId"] for group in counts["groups"]])  # type: ignore[return-value]


def test_unseen_counts_follow_what_users_opened(call: Caller) -> None:
    id = call.create(status="review")
    call.create(user=person("eva"))
    assert unseen(call, USER) == (0, 0, 0, [])
    assert unseen(call, "eva") == (1, 1, 0, ["group9"])
    assert [one["id"] for one in call("GET", "/partner/documents/unseen/list?userId=eva").json] == [id]
    call("POST", f"/partner/documents/{id}", opening("eva"))
    assert unseen(call, "eva") == (0, 0, 0, [])
    call.control("POST", f"documents/{id}/change", {"conversation": True})
    assert unseen(call, "eva") == (1, 0, 1, ["group9"])


def test_what_was_seen_depends_on_the_user(call: Caller) -> None:
    id = call.create(status="review")
    call("POST", f"/partner/documents/{id}", opening("eva"))
    opened = {query: call.info(id, query)["hasOpenedDocument"] for query in ("", "?userId=eva", f"?userId={USER}")}
    assert opened == {"": False, "?userId=eva": True, f"?userId={USER}": False}


@pytest.mark.parametrize("path", ["count", "list"])
def test_unseen_needs_a_user(call: Caller, path: str) -> None:
    assert call("GET", f"/partner/documents/unseen/{path}").fields == {"userId"}
