from __future__ import annotations

import pytest
from sandbox_calls import Caller, new_document, person

CREATE = "/partner/documents/create"


@pytest.mark.parametrize("name", ["user", "title", "description", "groupId", "userRole"])
@pytest.mark.parametrize("value", ["missing", None, 1, [], {}])
def test_every_required_field_is_required_and_of_its_type(call: Caller, name: str, value: object) -> None:
    body = new_document()
    body[name] = value
    if value == "missing":
        del body[name]
    wrong = {field.partition(".")[0] for field in call("POST", CREATE, body).fields}
    assert wrong == {name}


@pytest.mark.parametrize("name", ["userId", "email", "firstname", "lastname", "company"])
def test_every_field_of_the_user_is_required(call: Caller, name: str) -> None:
    user = person("u")
    del user[name]
    assert call("POST", CREATE, new_document(user=user)).fields == {f"user.{name}"}


@pytest.mark.parametrize(("name", "limit"), [("title", 200), ("description", 400), ("supplemental", 400)])
@pytest.mark.parametrize("character", ["x", "ü", "😀"])
def test_limits_count_code_points(call: Caller, name: str, limit: int, character: str) -> None:
    assert call("POST", CREATE, new_document(**{name: character * limit})).status == 200
    assert call("POST", CREATE, new_document(**{name: character * (limit + 1)})).fields == {name}


@pytest.mark.parametrize("name", ["email", "firstname", "lastname", "company"])
def test_the_names_of_a_user_have_150_characters(call: Caller, name: str) -> None:
    assert call("POST", CREATE, new_document(user={**person("u"), name: "ü" * 150})).status == 200
    assert call("POST", CREATE, new_document(user={**person("u"), name: "ü" * 151})).fields == {f"user.{name}"}


@pytest.mark.parametrize("role", ["reader", "commenter", "commentator", "editor", "approver"])
def test_both_names_of_the_comment_role_are_taken(call: Caller, role: str) -> None:
    assert call("POST", CREATE, new_document(userRole=role)).status == 200


def test_all_faults_are_named_at_once(call: Caller) -> None:
    user = {**person("u"), "email": 1, "company": "x" * 151}
    body = new_document(user=user, title="x" * 201, status="final", sectionHistory="yes", userRole="owner")
    wrong = {"user.email", "user.company", "title", "status", "sectionHistory", "userRole"}
    assert call("POST", CREATE, body).fields == wrong


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'"x"', b"\xff", b"[" * 100_000, b'{"a": ' + b"1" * 5000])
def test_what_is_no_json_object_is_refused(call: Caller, body: bytes) -> None:
    assert call.send("POST", CREATE, body, call.signed()).fields == {"body"}


@pytest.mark.parametrize("text", ["\x00", "\x1b", "\ud800", "\uffff"])
def test_characters_that_no_document_holds_are_refused(call: Caller, text: str) -> None:
    assert call("POST", CREATE, new_document(title=f"a{text}")).fields == {"title"}


def test_a_company_may_be_missing_where_the_sandbox_is_lenient(caller_of) -> None:
    user = person("u")
    del user["company"]
    assert caller_of(lenient=True)("POST", CREATE, new_document(user=user)).status == 200


def test_optional_fields_may_be_null(call: Caller) -> None:
    body = {**new_document(), "status": None, "supplemental": None, "sectionHistory": None}
    assert call("POST", CREATE, body).status == 200


@pytest.mark.parametrize(
    "mapping",
    [[], {"Clause": "heading"}, {"Clause": {"textType": "title"}}, {"Clause": {"textType": "heading", "level": 6}}],
)
def test_a_wrong_mapping_is_refused_by_name(call: Caller, docx: bytes, mapping: object) -> None:
    assert call.upload("word", docx, mapping=mapping).fields == {"mapping"}
