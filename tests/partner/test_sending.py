"""Errors by cause, and which calls are made again."""

from __future__ import annotations

import pickle
import re
from collections.abc import Callable
from email.utils import formatdate
from pathlib import Path
from typing import Any

import jwt
import pytest
from partner_kit import ACCESS, DOCUMENT, ID, USER, Reply, Script, Time, client, word_file, zip_of

from sdconvert.errors import BadConfiguration, PartnerError, PartnerFailed, PartnerRefused, PartnerUnreachable
from sdconvert.http.transport import Broken, Request, TimedOut, Untrusted
from sdconvert.partner import PartnerClient, RetryPolicy
from sdconvert.partner import errors as partner_errors
from sdconvert.partner.errors import (
    AuthenticationFailed,
    CallError,
    CallTimedOut,
    CertificateRefused,
    Conflict,
    ConnectionFailed,
    InvalidRequest,
    InvalidState,
    NotFound,
    OutcomeUnknown,
    PaymentRequired,
    PermissionDenied,
    RateLimited,
    ServerError,
    TooLarge,
    UnexpectedStatus,
    VersionTooOld,
)

ONCE = RetryPolicy(attempts=1, settle=0.0)
UNSENT = Broken("the connection was refused", was_sent=False)
LOST = Broken("the connection was reset")
Call = Callable[[PartnerClient], Any]

STATUSES = {
    400: (InvalidState, PartnerRefused),
    401: (AuthenticationFailed, PartnerRefused),
    402: (PaymentRequired, PartnerRefused),
    403: (PermissionDenied, PartnerRefused),
    404: (NotFound, PartnerRefused),
    409: (Conflict, PartnerRefused),
    412: (InvalidRequest, PartnerRefused),
    413: (TooLarge, PartnerRefused),
    429: (RateLimited, PartnerRefused),
    500: (ServerError, PartnerFailed),
    503: (ServerError, PartnerFailed),
    302: (UnexpectedStatus, PartnerFailed),
    204: (UnexpectedStatus, PartnerFailed),
}


@pytest.mark.parametrize("status", STATUSES)
def test_an_error_is_named_by_its_cause_and_says_what_is_known(status: int) -> None:
    kind, root = STATUSES[status]
    script = Script(Reply(b"title:\n too long", status, {"x-request-id": "r7"}))
    with pytest.raises(kind) as caught:
        client(script, retries=ONCE).info(ID)
    error = caught.value
    assert isinstance(error, root)
    assert (error.status, error.request_id, error.body) == (status, "r7", "title: too long")
    assert "title: too long" in str(error)
    assert error.advice in str(error)


BREAKS = {ConnectionFailed: LOST, CallTimedOut: TimedOut("late"), CertificateRefused: Untrusted("no", was_sent=False)}


@pytest.mark.parametrize("kind", BREAKS)
def test_what_breaks_the_connection_is_unreachable(kind: type[CallError]) -> None:
    with pytest.raises(kind) as caught:
        client(Script(BREAKS[kind]), retries=ONCE).info(ID)
    assert isinstance(caught.value, PartnerUnreachable)


def test_a_403_for_what_is_not_there_is_not_found() -> None:
    with pytest.raises(NotFound):
        client(Script(Reply(b"403 Not Found", 403))).info(ID)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("", PermissionDenied),
        ("403 Request Entity Too Large", TooLarge),
        ("Forbidden: the client sent a body that is too large", TooLarge),
        ("The draft exceeds the limit of 25 MB", TooLarge),
        ("unknown client id", PermissionDenied),
        ("<html><h1>403 Forbidden</h1></html>", PermissionDenied),
    ],
)
def test_a_403_for_an_upload_is_too_large_unless_it_speaks_of_rights(
    words: str, kind: type[CallError], tmp_path: Path
) -> None:
    script = Script(Reply([]), Reply(words.encode(), 403))
    with pytest.raises(kind):
        client(script).import_word(word_file(tmp_path), DOCUMENT)


@pytest.mark.parametrize("status", [200, 201, 204, 301, 307])
def test_an_import_that_is_not_answered_as_the_guide_says_is_looked_for(status: int, tmp_path: Path) -> None:
    found = {"id": ID, "createdDate": 1, "groupId": "g1"}

    class Keeping(Script):
        def send(self, request: Request) -> Reply:
            answer = super().send(request)
            if "/list" in request.url:
                tags = re.findall(rb"\[sd:[0-9a-f.]+\]", b"".join(self.bodies))
                return Reply([{**found, "supplemental": tag.decode()} for tag in tags])
            return answer

    script = Keeping(Reply(b"<html>created</html>", status))
    assert client(script).import_word(word_file(tmp_path), DOCUMENT).document_id == ID
    assert [call.split("?")[0] for call in script.calls] == [
        "GET /partner/documents/list",
        "POST /partner/imports/word/upload",
        "GET /partner/documents/list",
    ]


@pytest.mark.parametrize("status", [200, 201, 204, 301, 307])
def test_a_creation_that_is_not_answered_as_the_guide_says_is_told_as_unknown(status: int) -> None:
    script = Script(Reply(b"<html>created</html>", status))
    with pytest.raises(OutcomeUnknown) as unknown:
        client(script).create(DOCUMENT)
    assert unknown.value.trace is None
    assert len(script.calls) == 1


def test_an_error_says_what_was_done_what_came_and_what_to_do() -> None:
    script = Script(Reply(b"<html>\n<h1>Gateway  Time-out</h1>\x1b[31m</html>", 504, {"x-request-id": "r7"}))
    with pytest.raises(ServerError) as caught:
        client(script, retries=ONCE).info(ID)
    text = str(caught.value)
    for words in ("Reading a document's information", "504", "request r7", "“Gateway Time-out”", "Try again"):
        assert words in text
    assert "\x1b" not in text
    assert len(text.splitlines()) == 1


def test_the_id_of_an_attempt_stands_for_a_request_that_the_server_did_not_name() -> None:
    script = Script(Reply({}, 404))
    with pytest.raises(NotFound) as caught:
        client(script).info(ID)
    token = script.requests[0].headers["authorization"].removeprefix("Bearer ")
    assert jwt.decode(token, options={"verify_signature": False})["jti"] == caught.value.request_id


def test_the_words_of_the_server_are_trimmed() -> None:
    with pytest.raises(InvalidRequest) as caught:
        client(Script(Reply(b"x" * 100_000, 412))).info(ID)
    assert len(caught.value.body) == 501


def test_a_server_too_old_is_refused_where_nothing_was_made() -> None:
    old = {"x-api-version": "2.5.9.9"}
    with pytest.raises(VersionTooOld):
        client(Script(Reply([], headers=old))).word_templates()
    assert client(Script(Reply(ACCESS, headers=old))).create(DOCUMENT).document_id == ID
    assert client(Script(Reply([], headers=old)), least_version=(1, 5)).word_templates() == ()


def test_every_error_can_be_pickled() -> None:
    with pytest.raises(OutcomeUnknown) as caught:
        client(Script(LOST, Reply([]))).create(DOCUMENT)
    again = pickle.loads(pickle.dumps(caught.value))
    assert (str(again), again.trace) == (str(caught.value), caught.value.trace)


def test_every_error_tells_what_to_do() -> None:
    kinds = [kind for kind in vars(partner_errors).values() if isinstance(kind, type) and issubclass(kind, CallError)]
    assert len(kinds) > 15
    assert [kind for kind in kinds if kind is not CallError and not kind.advice] == []


# ---------------------------------------------------------------- retries

SAFE: dict[str, tuple[Call, Reply]] = {
    "get": (lambda c: c.info(ID), Reply({"id": ID})),
    "open": (lambda c: c.open(ID, USER), Reply(ACCESS)),
    "export": (lambda c: c.export_sdxml(ID, Path("out.zip")), Reply(zip_of("sd.xml"))),
    "delete": (lambda c: c.delete(ID), Reply({})),
}
TRANSIENT = {
    "refused": UNSENT,
    "reset": LOST,
    "late": TimedOut("late"),
    "500": Reply({}, 500),
    "429": Reply({}, 429),
    "cut short": Reply(b"{", breaks=Broken("cut short")),
    "garbage": Reply(b"\0\1"),
}


@pytest.mark.parametrize("fault", TRANSIENT)
@pytest.mark.parametrize("name", SAFE)
def test_a_safe_call_is_made_again(name: str, fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    call, good = SAFE[name]
    script = Script(TRANSIENT[fault], TRANSIENT[fault], good)
    call(client(script))
    assert len(script.requests) == (1 if (name, fault) == ("delete", "garbage") else 3)


@pytest.mark.parametrize("status", [400, 401, 402, 403, 404, 412, 413])
def test_a_refusal_is_final(status: int) -> None:
    script = Script(Reply({}, status))
    with pytest.raises(PartnerRefused):
        client(script).info(ID)
    assert len(script.requests) == 1


def test_each_attempt_has_its_own_token_and_body(tmp_path: Path) -> None:
    script = Script(Reply([]), UNSENT, Reply({}, 429), Reply([]), Reply(ACCESS))
    client(script).import_word(word_file(tmp_path), DOCUMENT)
    attempts = [request for request in script.requests if request.method == "POST"]
    assert len(attempts) == 3
    assert len({request.headers["authorization"] for request in attempts}) == 3
    assert len({id(request.body) for request in attempts}) == 3
    assert sum(b"[Content_Types].xml" in body for body in script.bodies) == 3


CREATING: dict[str, Call] = {
    "create": lambda c: c.create(DOCUMENT),
    "duplicate": lambda c: c.duplicate(ID, "copy", "u1"),
}


@pytest.mark.parametrize("fault", ["reset", "late", "500", "cut short", "garbage"])
@pytest.mark.parametrize("name", CREATING)
def test_what_makes_something_is_not_repeated_when_the_server_may_have_acted(name: str, fault: str) -> None:
    script = Script(TRANSIENT[fault], Reply([]))
    with pytest.raises(OutcomeUnknown):
        CREATING[name](client(script))
    assert sum(call.startswith("POST") for call in script.calls) == 1


@pytest.mark.parametrize("fault", ["refused", "429"])
def test_what_makes_something_is_repeated_when_the_server_did_nothing(fault: str) -> None:
    script = Script(TRANSIENT[fault], Reply({"documentId": "d2"}))
    assert client(script).duplicate(ID, "copy", "u1") == "d2"


def test_waits_grow_up_to_a_limit_and_end_with_the_attempts() -> None:
    time = Time()
    with pytest.raises(ConnectionFailed):
        client(Script(LOST), time, retries=RetryPolicy(attempts=6, first_wait=1, longest_wait=5)).info(ID)
    assert time.naps == [1, 2, 4, 5, 5]


def test_chance_shortens_a_wait_by_half_at_most() -> None:
    policy = RetryPolicy(first_wait=4)
    assert (policy.wait(1, 0.0), policy.wait(1, 1.0)) == (4, 2)


def test_the_total_time_is_kept() -> None:
    time = Time()
    with pytest.raises(ConnectionFailed):
        client(Script(LOST), time, retries=RetryPolicy(attempts=100, first_wait=10, total=35)).info(ID)
    assert sum(time.naps) <= 35


@pytest.mark.parametrize("form", ["seconds", "date"])
def test_the_server_says_how_long_to_wait(form: str) -> None:
    time = Time()
    text = "7" if form == "seconds" else formatdate(time.now + 7, usegmt=True)
    client(Script(Reply({}, 429, {"retry-after": text}), Reply([])), time).word_templates()
    assert time.naps == [7]


@pytest.mark.parametrize("text", ["soon", "-1", "", "99999999999999999999 May 2020"])
def test_a_retry_after_that_says_nothing_is_passed_over(text: str) -> None:
    time = Time()
    client(Script(Reply({}, 429, {"retry-after": text}), Reply([])), time).word_templates()
    assert time.naps == [0.5]


def test_a_wait_longer_than_the_total_time_is_not_begun() -> None:
    time = Time()
    with pytest.raises(RateLimited):
        client(Script(Reply({}, 429, {"retry-after": "3600"})), time).word_templates()
    assert time.naps == []


def test_a_pause_longer_than_the_total_time_stops_the_next_call_at_once_too() -> None:
    time = Time()
    script = Script(Reply({}, 429, {"retry-after": "3600"}), Reply([]))
    made = client(script, time)
    for seconds in ("429", "3600 seconds more"):
        with pytest.raises(RateLimited, match=seconds):
            made.word_templates()
    assert (time.naps, len(script.requests)) == ([], 1)
    time.now += 3600
    assert made.word_templates() == ()


# ---------------------------------------------------------------- states after a lost answer


def test_an_error_tells_whether_any_attempt_may_have_acted() -> None:
    for first, may_have_acted in ((LOST, True), (UNSENT, False)):
        with pytest.raises(NotFound) as caught:
            client(Script(first, Reply({}, 404))).open(ID, USER)
        assert pickle.loads(pickle.dumps(caught.value)).failure.may_have_acted is may_have_acted


def test_a_delete_whose_first_answer_was_lost_is_done_when_the_document_is_gone() -> None:
    client(Script(LOST, Reply({}, 404))).delete(ID)
    with pytest.raises(NotFound):
        client(Script(UNSENT, Reply({}, 404))).delete(ID)


@pytest.mark.parametrize(
    ("change", "reached"),
    [("review", {"status": "review"}), ("archive", {"archived": True}), ("unarchive", {"archived": False})],
)
def test_a_change_whose_answer_was_lost_is_looked_at(change: str, reached: dict[str, Any]) -> None:
    getattr(client(Script(LOST, Reply({"id": ID, **reached}))), change)(ID)
    other = {"status": "draft", "archived": change == "unarchive"}
    with pytest.raises(OutcomeUnknown):
        getattr(client(Script(LOST, Reply({"id": ID, **other}))), change)(ID)


# ---------------------------------------------------------------- settings


@pytest.mark.parametrize(
    "url", ["", "api.example", "ftp://a", "https://u:p@a", "https://a?x=1", "http://api.example", "https://"]
)
def test_an_address_that_is_none_or_not_safe_is_refused(url: str) -> None:
    with pytest.raises(BadConfiguration):
        PartnerClient(url, "c", "s", transport=Script(Reply()))


def test_an_algorithm_that_is_not_known_is_refused() -> None:
    with pytest.raises(BadConfiguration, match="'none'; HS256, HS384, HS512 are known"):
        PartnerClient("https://api.example", "c", "s", algorithm="none", transport=Script(Reply()))


def test_switching_the_verification_off_is_loud() -> None:
    with pytest.warns(UserWarning, match="not verified"):
        PartnerClient("http://api.example", "c", "s", transport=Script(Reply()), insecure=True)


def test_a_call_without_an_acting_user_is_refused() -> None:
    with pytest.raises(BadConfiguration, match="acting user"):
        client(Script(Reply([])), user_id="").word_templates()


def test_every_partner_error_is_one_of_three_kinds() -> None:
    kinds = [kind for kind in vars(partner_errors).values() if isinstance(kind, type) and issubclass(kind, CallError)]
    roots = (PartnerUnreachable, PartnerRefused, PartnerFailed)
    assert all(sum(issubclass(kind, root) for root in roots) == 1 for kind in kinds if kind is not CallError)
    assert all(issubclass(kind, PartnerError) for kind in kinds if kind is not CallError)
