from __future__ import annotations

import http.client
import socket
import threading
import time

import pytest
from sandbox_calls import USER, Caller, new_document

CREATE = "/partner/documents/create"


def arm(call: Caller, /, **fault: object) -> None:
    reply = call.control("POST", "faults", fault)
    assert reply.status == 200, reply


def count(call: Caller) -> int:
    return len(call("GET", "/partner/documents/list?userId=764ea18872a34337").json)


def test_a_status_comes_as_often_as_asked_for(call: Caller) -> None:
    arm(call, kind="status", status=429, retryAfter=2, count=2, call="templates")
    replies = [call("GET", "/partner/templates/word") for _ in range(3)]
    assert [reply.status for reply in replies] == [429, 429, 200]
    assert replies[0].headers["retry-after"] == "2"


@pytest.mark.parametrize("status", [201, 204, 304, 599])
def test_any_status_can_be_asked_for(call: Caller, status: int) -> None:
    arm(call, kind="status", status=status, count=1)
    assert call("GET", "/partner/templates/word").status == status


def test_a_client_that_does_not_wait_for_a_delayed_reset_does_no_harm(call: Caller) -> None:
    arm(call, kind="reset", delay=0.1, count=1)
    host, _, port = call.host.rpartition(":")
    with socket.create_connection((host, int(port))) as connection:
        connection.sendall(b"GET /partner/templates/word HTTP/1.1\r\nHost: x\r\n\r\n")
    time.sleep(0.2)
    (entry,) = call.control("GET", "journal").json
    assert (entry["status"], entry["problem"]) == (0, "")


def test_other_calls_are_left_alone(call: Caller) -> None:
    arm(call, kind="status", status=503, call="create")
    assert call("GET", "/partner/templates/word").status == 200
    assert call("POST", CREATE, new_document()).status == 503


@pytest.mark.parametrize(("when", "made"), [("before", 0), ("after", 1)])
@pytest.mark.parametrize("kind", ["reset", "status"])
def test_the_server_acts_before_the_fault_or_not_at_all(call: Caller, kind: str, when: str, made: int) -> None:
    arm(call, kind=kind, when=when, count=1)
    if kind == "reset":
        with pytest.raises(ConnectionResetError):
            call("POST", CREATE, new_document())
    else:
        assert call("POST", CREATE, new_document()).status == 500
    assert count(call) == made


def test_a_truncated_answer_ends_in_its_middle(call: Caller) -> None:
    arm(call, kind="truncate", count=1)
    with pytest.raises(http.client.IncompleteRead):
        call("POST", CREATE, new_document())
    assert count(call) == 1


def test_a_truncated_empty_answer_is_short_too(call: Caller) -> None:
    id = call.create()
    arm(call, kind="truncate", count=1)
    with pytest.raises(http.client.IncompleteRead):
        call.act(id, "archive")


def test_garbage_is_no_json(call: Caller) -> None:
    arm(call, kind="garbage", count=1)
    with pytest.raises(UnicodeDecodeError):
        call("POST", CREATE, new_document()).body.decode()


@pytest.mark.parametrize(("when", "made"), [("before", 0), ("after", 1)])
def test_a_delay_comes_before_the_server_acts_or_after(call: Caller, when: str, made: int) -> None:
    arm(call, kind="delay", delay=0.6, when=when, count=1, call="create")
    replies: list[int] = []
    started = time.monotonic()
    creation = threading.Thread(target=lambda: replies.append(call("POST", CREATE, new_document()).status))
    creation.start()
    time.sleep(0.3)
    assert count(call) == made
    creation.join()
    assert replies == [200]
    assert time.monotonic() - started >= 0.6
    assert count(call) == 1


def test_an_export_that_is_truncated_is_the_first_half_of_its_file(call: Caller, docx: bytes) -> None:
    id = call.upload("word", docx).json["documentId"]
    path, body = f"/partner/documents/{id}/export/sdxml", {"userId": USER}
    whole = call("POST", path, body).body
    arm(call, kind="truncate", count=1)
    with pytest.raises(http.client.IncompleteRead) as error:
        call("POST", path, body)
    assert error.value.partial == whole[: len(whole) // 2]


def test_a_seed_makes_chances_repeatable(call: Caller) -> None:
    def storm() -> list[int]:
        call.control("DELETE", "faults?seed=11")
        arm(call, kind="status", probability=0.5)
        return [call("GET", "/partner/templates/word").status for _ in range(20)]

    first = storm()
    assert storm() == first
    assert set(first) == {200, 500}


def test_faults_are_listed_and_cleared(call: Caller) -> None:
    arm(call, kind="reset", count=3, call="open")
    (fault,) = call.control("GET", "faults").json
    assert (fault["kind"], fault["call"], fault["when"], fault["left"]) == ("reset", "open", "before", 3)
    call.control("DELETE", "faults")
    assert call.control("GET", "faults").json == []


@pytest.mark.parametrize(
    ("fault", "wrong"),
    [
        ({}, {"kind"}),
        ({"kind": "explode"}, {"kind"}),
        ({"kind": "reset", "call": "none"}, {"call"}),
        ({"kind": "truncate", "when": "before"}, {"when"}),
        ({"kind": "status", "status": 99, "probability": 2, "count": -1}, {"status", "probability", "count"}),
        ({"kind": "reset", "often": 1}, {"often"}),
    ],
)
def test_a_wrong_fault_is_refused_by_name(call: Caller, fault: object, wrong: set[str]) -> None:
    assert call.control("POST", "faults", fault).fields == wrong


def test_a_failure_of_the_sandbox_is_a_500_that_the_journal_and_the_log_have(
    call: Caller, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(call.sandbox.service.exports, "templates", None)
    reply = call("GET", "/partner/templates/word")
    assert (reply.status, reply.json["status"]) == (500, 500)
    (entry,) = call.control("GET", "journal").json
    assert (entry["status"], entry["problem"]) == (500, "the sandbox itself failed")
    (record,) = caplog.records
    assert record.exc_info is not None
    assert record.exc_info[0] is TypeError


def test_the_journal_tells_what_happened(call: Caller) -> None:
    arm(call, kind="reset", when="after", count=1, call="create")
    with pytest.raises(ConnectionResetError):
        call("POST", CREATE, new_document())
    call("POST", CREATE, new_document(title=None))
    call("GET", "/nowhere")
    unknown, refused, broken = call.control("GET", "journal").json
    assert (broken["status"], broken["fault"]) == (0, "reset after acting")
    assert (refused["status"], refused["call"], "title" in refused["problem"]) == (412, "create", True)
    assert (unknown["status"], unknown["path"]) == (404, "/nowhere")
