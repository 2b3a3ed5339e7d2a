from __future__ import annotations

import json
import uuid

import pytest
from sandbox_calls import Caller, new_document

from sdconvert.errors import BadConfiguration
from sdconvert.sandbox.options import SandboxOptions
from sdconvert.sandbox.server import start


def test_strict_refuses_what_the_guide_does_not_settle(caller_of) -> None:
    call: Caller = caller_of(strict=True)
    assert call("GET", "/partner/documents/list").fields == {"groupId"}
    assert call.act(call.create(), "review") == 400
    assert call.act(call.create(status="review"), "review") == 400


def test_strict_takes_a_document_as_opened_when_its_link_was_used(caller_of) -> None:
    call: Caller = caller_of(strict=True)
    access = call("POST", "/partner/documents/create", new_document()).json
    query = "?userId=764ea18872a34337"
    id, otpt = access["documentId"], access["documentAccessLink"].partition("otpt=")[2]
    assert call.info(id, query)["hasOpenedDocument"] is False
    assert call.send("GET", f"/document/{id}?otpt={otpt}").status == 200
    assert call.info(id, query)["hasOpenedDocument"] is True


def test_the_literal_403_stands_for_404_and_413(caller_of, docx: bytes) -> None:
    call: Caller = caller_of(literal_403=True, upload_limit=10)
    assert call("GET", f"/partner/documents/{uuid.uuid4()}").status == 403
    assert call.upload("word", docx).status == 403


def test_payment_required_is_a_switch(call: Caller, docx: bytes) -> None:
    id = call.create()
    assert call.control("POST", "settings", {"paymentRequired": True}).status == 200
    duplicate = {"title": "t", "description": "", "creatorUserId": "764ea18872a34337"}
    assert call("POST", "/partner/documents/create", new_document()).status == 402
    assert call.upload("word", docx).status == 402
    assert call("POST", f"/partner/documents/{id}/duplicate", duplicate).status == 402
    assert call.info(id)["id"] == id


@pytest.mark.parametrize(
    ("settings", "wrong"),
    [
        ({"paymentRequired": 1}, "paymentRequired"),
        ({"uploadLimit": -1}, "uploadLimit"),
        ({"uploadLimit": True}, "uploadLimit"),
    ],
)
def test_wrong_settings_are_refused_by_name_and_change_nothing(
    call: Caller, settings: dict[str, object], wrong: str
) -> None:
    before = call.control("GET", "settings").json
    assert call.control("POST", "settings", settings).fields == {wrong}
    assert call.control("GET", "settings").json == before


@pytest.mark.parametrize(
    ("order", "body", "wrong"),
    [
        ("settings", {"paymentRequird": True}, "paymentRequird"),
        ("clock", {"advance": 61, "by": 1}, "by"),
        ("documents/{id}/change", {"sections": True}, "sections"),
        ("documents/{id}/change", {"section": "yes"}, "section"),
    ],
)
def test_a_member_that_an_order_does_not_know_is_refused(
    call: Caller, order: str, body: dict[str, object], wrong: str
) -> None:
    id = call.create()
    reply = call.control("POST", order.format(id=id), body)
    assert (reply.status, reply.fields) == (412, {wrong})
    assert call.control("GET", "clock").json["offset"] == 0.0


def test_the_journal_can_be_cleared_and_the_seed_of_faults_is_a_number(call: Caller) -> None:
    call.create()
    assert len(call.control("GET", "journal").json) == 1
    assert call.control("DELETE", "journal").json == []
    assert call.control("GET", "journal").json == []
    assert call.control("DELETE", "faults?seed=x").fields == {"seed"}


@pytest.mark.parametrize("base", ["https://partner.example.org", "https://partner.example.org/"])
def test_the_start_of_access_links_can_be_chosen(caller_of, base: str) -> None:
    access = caller_of(link_base=base)("POST", "/partner/documents/create", new_document()).json
    assert access["documentAccessLink"].startswith("https://partner.example.org/#/document/")


def test_the_version_of_the_api_can_be_another_or_absent(caller_of) -> None:
    for version in ("1.5.5.0", None):
        assert caller_of(api_version=version)("GET", "/partner/templates/word").headers.get("x-api-version") == version


def test_a_seed_makes_ids_and_credentials_repeatable(caller_of) -> None:
    first, second = caller_of(seed=7), caller_of(seed=7)
    assert first.sandbox.credentials == second.sandbox.credentials
    assert first.create() == second.create()


def test_secrets_are_not_in_the_repr_of_credentials(call: Caller) -> None:
    credentials = call.sandbox.credentials
    assert credentials.client_secret not in repr(credentials)
    assert credentials.password not in repr(credentials)


def test_a_missing_library_is_named_with_its_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sdconvert.sandbox.server.find_spec", lambda name: None if name == "uvicorn" else object())
    with pytest.raises(BadConfiguration, match=r"needs uvicorn.*sdconvert\[sandbox\]"):
        start()


def test_a_port_that_is_taken_is_a_clear_error(call: Caller) -> None:
    with pytest.raises(BadConfiguration, match="cannot listen"):
        start(port=int(call.host.rpartition(":")[2]))


def test_settings_typed_as_strings_are_for_lenient_sandboxes(call: Caller, caller_of) -> None:
    for one, status in ((call, 412), (caller_of(lenient=True), 200)):
        path = f"/partner/documents/{one.create()}/export/word"
        template = json.loads(one("GET", "/partner/templates/word").body)[0]["id"]
        body = {"userId": "764ea18872a34337", "templateId": template, "settings": {"textToc": "true"}}
        assert one("POST", path, body).status == status


def test_options_are_in_memory_by_default() -> None:
    assert SandboxOptions().data is None
