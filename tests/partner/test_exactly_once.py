"""A file is imported once, whatever happens to the answer."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from partner_kit import ACCESS, DOCUMENT, ID, Reply, Script, Time, client, word_file

from sdconvert.errors import UnreadableInput
from sdconvert.http.transport import Broken, Request
from sdconvert.partner import NewDocument, PartnerClient, RetryPolicy
from sdconvert.partner.errors import (
    AlreadyExists,
    ConnectionFailed,
    InvalidFile,
    InvalidRequest,
    OutcomeUnknown,
    RateLimited,
    TooLarge,
)
from sdconvert.partner.fingerprint import split_supplemental

LOST = Broken("the connection was reset")


class Service:
    """A service with a document list. It acts on imports, and loses the answers that it is told to lose."""

    def __init__(self, *losses: str) -> None:
        self.losses = list(losses)
        self.documents: list[dict[str, Any]] = []
        self.shows = True

    def send(self, request: Request) -> Reply:
        if request.method == "GET":
            return Reply(self.documents if self.shows else [])
        loss = self.losses.pop(0) if self.losses else ""
        if loss == "before":
            raise LOST
        text = b"".join(request.body).decode("latin-1")  # type: ignore[union-attr, arg-type]
        data = json.loads(next(line for line in text.splitlines() if line.startswith("{")))
        id = f"{len(self.documents):08x}{ID[8:]}"
        self.documents.append({"id": id, "supplemental": data["supplemental"], "createdDate": len(self.documents)})
        if loss == "after":
            raise LOST
        if loss == "429 after":
            return Reply({}, 429)
        return Reply({**ACCESS, "documentId": id})

    def close(self) -> None:
        """Nothing is open."""


def connect(service: Service, **options: Any) -> PartnerClient:
    return client(service, **options)  # type: ignore[arg-type]


def test_an_import_whose_answer_was_lost_adopts_the_document(tmp_path: Path) -> None:
    service = Service("after")
    imported = connect(service).import_word(word_file(tmp_path), DOCUMENT)
    assert imported.was_adopted
    assert [one["id"] for one in service.documents] == [imported.document_id]


def test_an_import_that_never_arrived_is_an_unknown_outcome_and_can_be_repeated(tmp_path: Path) -> None:
    service = Service("before")
    with pytest.raises(OutcomeUnknown) as caught:
        connect(service).import_word(word_file(tmp_path), DOCUMENT)
    assert connect(service).reconcile(caught.value) is None
    assert not connect(service).import_word(word_file(tmp_path), DOCUMENT).was_adopted
    assert len(service.documents) == 1


def test_the_error_says_enough_to_reconcile_later(tmp_path: Path) -> None:
    service = Service("after")
    service.shows = False
    with pytest.raises(OutcomeUnknown) as caught:
        connect(service).import_word(word_file(tmp_path), DOCUMENT)
    service.shows = True
    found = connect(service).reconcile(caught.value)
    assert found is not None
    assert found.id == service.documents[0]["id"]


def test_the_list_is_asked_as_long_as_the_server_may_be_at_work(tmp_path: Path) -> None:
    time = Time()
    service = Service("before")
    with pytest.raises(OutcomeUnknown):
        connect(service, time=time, retries=RetryPolicy(settle=5)).import_word(word_file(tmp_path), DOCUMENT)
    assert sum(time.naps) == 5


def test_the_same_file_and_settings_are_adopted_refused_or_imported_anew(tmp_path: Path) -> None:
    service = Service()
    file = word_file(tmp_path)
    first = connect(service).import_word(file, DOCUMENT)
    again = connect(service).import_word(file, DOCUMENT)
    assert (again.document_id, again.was_adopted, again.access) == (first.document_id, True, None)
    with pytest.raises(AlreadyExists) as caught:
        connect(service).import_word(file, DOCUMENT, if_exists="fail")
    assert caught.value.document_id == first.document_id
    assert not connect(service).import_word(file, DOCUMENT, if_exists="new").was_adopted
    assert len(service.documents) == 2


def test_an_import_anew_whose_answer_was_lost_is_found_among_its_twins(tmp_path: Path) -> None:
    service = Service("", "after")
    file = word_file(tmp_path)
    first = connect(service).import_word(file, DOCUMENT)
    second = connect(service).import_word(file, DOCUMENT, if_exists="new")
    assert second.document_id == service.documents[1]["id"] != first.document_id


def test_an_import_that_was_refused_for_its_rate_and_yet_done_is_adopted(tmp_path: Path) -> None:
    service = Service("429 after")
    imported = connect(service).import_word(word_file(tmp_path), DOCUMENT)
    assert imported.was_adopted
    assert [one["id"] for one in service.documents] == [imported.document_id]


def test_equal_files_with_other_keys_are_other_documents(tmp_path: Path) -> None:
    service = Service()
    file = word_file(tmp_path)
    first = connect(service).upload(file, DOCUMENT, key="a/contract.docx")
    second = connect(service).upload(file, DOCUMENT, key="b/contract.docx")
    assert first.document_id != second.document_id
    assert connect(service).upload(file, DOCUMENT, key="a/contract.docx").document_id == first.document_id


def test_what_is_known_is_adopted_without_asking_the_list_again(tmp_path: Path) -> None:
    service = Service()
    file = word_file(tmp_path)
    first = connect(service).upload(file, DOCUMENT)
    known = connect(service).imports("group", "user")
    assert known == {first.fingerprint: first.document_id}
    service.shows = False
    assert connect(service).upload(file, DOCUMENT, known=known).document_id == first.document_id
    assert not connect(service).upload(file, DOCUMENT, known={}).was_adopted
    assert len(service.documents) == 2


@pytest.mark.parametrize("loss", ["after", "before", "429 after"])
def test_with_what_is_known_nothing_is_sent_again_and_the_list_is_left_to_the_caller(loss: str, tmp_path: Path) -> None:
    service = Service(loss)
    file = word_file(tmp_path)
    with pytest.raises((OutcomeUnknown, RateLimited)):
        connect(service).upload(file, DOCUMENT, known={})
    assert len(service.documents) == (loss != "before")
    known = connect(service).imports("group", "user")
    assert connect(service).upload(file, DOCUMENT, known=known).was_adopted == (loss != "before")
    assert len(service.documents) == 1


@pytest.mark.parametrize("change", [{"title": "Another"}, {"status": "review"}, {"supplemental": "mine"}])
def test_another_setting_is_another_document(change: dict[str, str], tmp_path: Path) -> None:
    service = Service()
    file = word_file(tmp_path)
    connect(service).import_word(file, DOCUMENT)
    assert not connect(service).import_word(file, replace(DOCUMENT, **change)).was_adopted


def test_another_content_or_mapping_is_another_document(tmp_path: Path) -> None:
    service = Service()
    file = word_file(tmp_path)
    connect(service).import_word(file, DOCUMENT)
    assert not connect(service).import_word(file, DOCUMENT, {"a": {"textType": "caption"}}).was_adopted
    file.write_bytes(file.read_bytes() + b" ")
    assert not connect(service).import_word(file, DOCUMENT).was_adopted


@pytest.mark.parametrize(
    "other", [replace(DOCUMENT, user=replace(DOCUMENT.user, user_id="u2")), replace(DOCUMENT, group_id="g2")]
)
def test_the_same_file_of_another_user_or_group_is_another_document(other: NewDocument, tmp_path: Path) -> None:
    service = Service()
    file = word_file(tmp_path)
    connect(service).import_word(file, DOCUMENT)
    assert not connect(service).import_word(file, other).was_adopted


@pytest.mark.parametrize("own", ["[sd:" + "a" * 32 + "." + "b" * 12 + "]", "x [sd:7.8]", " ", "ends in a space "])
def test_an_own_text_that_looks_like_a_fingerprint_is_kept_and_found_behind_it(own: str, tmp_path: Path) -> None:
    service = Service("after")
    own_document = replace(DOCUMENT, supplemental=own)
    imported = connect(service).import_word(word_file(tmp_path), own_document)
    assert imported.was_adopted
    assert connect(service).import_word(word_file(tmp_path), own_document).document_id == imported.document_id
    text, content, _ = split_supplemental(service.documents[0]["supplemental"])
    assert (text, content) == (own, imported.fingerprint)


def test_a_list_that_cannot_be_read_whole_ends_the_import_before_it_is_sent(tmp_path: Path) -> None:
    script = Script(Reply(b"[{", breaks=Broken("cut short")))
    with pytest.raises(ConnectionFailed):
        client(script, retries=RetryPolicy(attempts=2)).import_word(word_file(tmp_path), DOCUMENT)
    assert {call.split("?")[0] for call in script.calls} == {"GET /partner/documents/list"}


def test_a_changed_name_of_the_user_is_the_same_document(tmp_path: Path) -> None:
    service = Service()
    file = word_file(tmp_path)
    connect(service).import_word(file, DOCUMENT)
    married = replace(DOCUMENT, user=replace(DOCUMENT.user, lastname="Jones"))
    assert connect(service).import_word(file, married).was_adopted


def test_an_archived_document_is_not_adopted(tmp_path: Path) -> None:
    service = Service()
    file = word_file(tmp_path)
    connect(service).import_word(file, DOCUMENT)
    service.documents[0]["archived"] = True
    assert not connect(service).import_word(file, DOCUMENT).was_adopted


def test_a_document_of_an_unknown_outcome_is_found_though_it_was_archived_meanwhile(tmp_path: Path) -> None:
    service = Service("after")
    service.shows = False
    with pytest.raises(OutcomeUnknown) as caught:
        connect(service).import_word(word_file(tmp_path), DOCUMENT)
    service.shows = True
    service.documents[0]["archived"] = True
    found = connect(service).reconcile(caught.value)
    assert found is not None
    assert found.is_archived


def test_a_file_that_changes_between_two_attempts_is_not_sent_with_the_fingerprint_of_the_first(tmp_path: Path) -> None:
    file = word_file(tmp_path)

    class Busy(Script):
        def send(self, request: Request) -> Reply:
            try:
                return super().send(request)
            finally:
                if request.method == "POST":
                    file.write_bytes(file.read_bytes() + b" ")

    script = Busy(Reply([]), Broken("refused", was_sent=False), Reply(ACCESS))
    with pytest.raises(UnreadableInput, match="changed while it was imported"):
        client(script).import_word(file, DOCUMENT)
    assert len(script.requests) == 2


def test_the_oldest_of_two_is_adopted(tmp_path: Path) -> None:
    service = Service()
    file = word_file(tmp_path)
    first = connect(service).import_word(file, DOCUMENT)
    connect(service).import_word(file, DOCUMENT, if_exists="new")
    service.documents.reverse()
    assert connect(service).import_word(file, DOCUMENT).document_id == first.document_id


def test_the_own_text_comes_back_from_supplemental(tmp_path: Path) -> None:
    script = Script(Reply([]), Reply(ACCESS))
    client(script).import_word(word_file(tmp_path), replace(DOCUMENT, supplemental="case 7 [x]"))
    sent = re.search(rb'"supplemental": "([^"]*)"', script.bodies[-1])
    assert sent is not None
    text, content, call = split_supplemental(sent[1].decode())
    assert (text, len(content), len(call)) == ("case 7 [x]", 32, 12)
    assert split_supplemental("case 7 [x]") == ("case 7 [x]", "", "")


def test_without_the_fingerprint_all_of_supplemental_is_the_partners_own(tmp_path: Path) -> None:
    script = Script(Reply(ACCESS))
    own = client(script, fingerprint=False)
    imported = own.import_word(word_file(tmp_path), replace(DOCUMENT, supplemental="x" * 400))
    assert (imported.document_id, imported.fingerprint, imported.was_adopted) == (ID, "", False)
    assert b'"supplemental": "' + b"x" * 400 + b'"' in script.bodies[-1]
    assert script.calls == ["POST /partner/imports/word/upload"]
    with pytest.raises(InvalidRequest, match="400 are allowed"):
        own.import_word(word_file(tmp_path), replace(DOCUMENT, supplemental="x" * 401))


def test_without_the_fingerprint_nothing_is_taken_for_imported(tmp_path: Path) -> None:
    own = client(Script(LOST), fingerprint=False)
    with pytest.raises(OutcomeUnknown) as unknown:
        own.import_word(word_file(tmp_path), DOCUMENT)
    with pytest.raises(OutcomeUnknown):
        own.reconcile(unknown.value)
    with pytest.raises(InvalidRequest, match="the fingerprint, which is off"):
        own.import_word(word_file(tmp_path), DOCUMENT, if_exists="fail")


# ---------------------------------------------------------------- before sending


def test_a_file_that_the_import_would_refuse_is_not_sent(tmp_path: Path) -> None:
    script = Script(Reply([]), Reply(ACCESS))
    refusing = client(script, check=lambda path: [f"{path.name} is torn."])
    with pytest.raises(InvalidFile, match=r"contract\.docx is torn"):
        refusing.import_word(word_file(tmp_path), DOCUMENT)
    assert script.requests == []
    assert refusing.import_word(word_file(tmp_path), DOCUMENT, validate=False).document_id == ID


def test_a_word_that_says_nothing_of_what_exists_is_refused(tmp_path: Path) -> None:
    script = Script(Reply([]))
    with pytest.raises(InvalidRequest, match="if_exists is 'adopted', one of adopt, new, fail"):
        client(script).upload(word_file(tmp_path), DOCUMENT, if_exists="adopted")
    assert script.requests == []


def test_a_file_above_the_limit_is_not_sent(tmp_path: Path) -> None:
    script = Script(Reply(ACCESS))
    with pytest.raises(TooLarge):
        client(script, largest_upload=10).import_word(word_file(tmp_path), DOCUMENT)
    assert script.requests == []


def test_a_file_that_is_not_there_is_an_error_of_ours(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput):
        client(Script(Reply([]))).upload(tmp_path / "none.docx", DOCUMENT)


def test_the_name_of_the_file_chooses_the_call(tmp_path: Path) -> None:
    for name, kind in (("A.DOCX", "word"), ("a.zip", "sdxml"), ("a.sdox", "sdxml")):
        script = Script(Reply([]), Reply(ACCESS))
        client(script).upload(word_file(tmp_path, name), DOCUMENT)
        assert script.calls[1] == f"POST /partner/imports/{kind}/upload"


def test_a_mapping_for_an_sdxml_package_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidRequest):
        client(Script(Reply([]))).upload(word_file(tmp_path, "a.zip"), DOCUMENT, {"a": {"textType": "caption"}})
