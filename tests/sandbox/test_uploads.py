from __future__ import annotations

import http.client
import io
import json
import socket
import threading
import zipfile
from concurrent.futures import ThreadPoolExecutor

import pytest
from sandbox_calls import BOUNDARY, Caller, multipart, new_document, part

from sdconvert.sandbox.app import CONVERSIONS

DATA = json.dumps(new_document()).encode()
JSON_TYPE, OCTETS = "Content-Type: application/json", "Content-Type: application/octet-stream"
DOCX_TYPE = "Content-Type: application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def sd_xml(call: Caller, id: str) -> str:
    reply = call("POST", f"/partner/documents/{id}/export/sdxml", {"userId": "764ea18872a34337"})
    assert reply.status == 200
    with zipfile.ZipFile(io.BytesIO(reply.body)) as package:
        return package.read("sd.xml").decode()


def forms(docx: bytes) -> dict[str, bytes]:
    """Upload bodies as the clients send them."""
    length = f"Content-Length: {len(docx)}"
    field = part("data", DATA)
    return {
        "the guide": multipart(part("data", DATA, JSON_TYPE), part("file", docx, OCTETS, filename="sample.docx")),
        "Node": multipart(
            part("content-type", b"application/json"), field, part("file", docx, DOCX_TYPE, filename="ü.docx")
        ),
        "PHP": multipart(
            part("data", DATA, "content-type: application/json", f"Content-Length: {len(DATA)}"),
            part("file", docx, DOCX_TYPE, length, filename="a.docx"),
        ),
        "file first": multipart(part("file", docx, OCTETS, filename="a"), field),
        "data as a file": multipart(part("data", DATA, JSON_TYPE, filename="blob"), part("file", docx, filename="a")),
        "file without a name": multipart(field, part("file", docx)),
        "unknown fields": multipart(part("x", b"1"), field, part("y", b"2", filename="y"), part("file", docx)),
        "headers in capitals": multipart(field, part("file", docx, filename="A")).replace(
            b"Content-Disposition: form-data", b"CONTENT-DISPOSITION: form-data"
        ),
        "a preamble line and an epilogue": b"\r\n" + multipart(field, part("file", docx)) + b"epilogue",
    }


@pytest.mark.parametrize("form", list(forms(b"")))
def test_every_form_of_an_upload_is_taken(call: Caller, docx: bytes, form: str) -> None:
    reply = call.send_upload("word", forms(docx)[form])
    assert reply.status == 200, reply
    assert "Hello Welt" in sd_xml(call, reply.json["documentId"])


def test_a_content_type_that_is_sent_twice_is_taken(call: Caller, docx: bytes) -> None:
    body = forms(docx)["the guide"]
    lines = [
        "POST /partner/imports/word/upload HTTP/1.1",
        "Host: x",
        *(f"{name}: {value}" for name, value in call.signed().items()),
        "Content-Type: multipart/form-data",
        f'Content-Type: multipart/form-data; boundary="{BOUNDARY}"',
        f"Content-Length: {len(body)}",
        "Connection: close",
    ]
    assert exchange(call, "\r\n".join([*lines, "", ""]).encode() + body).startswith(b"HTTP/1.1 200")


def exchange(call: Caller, request: bytes) -> bytes:
    """Everything that the server answers until it closes the connection."""
    with connect(call) as connection:
        connection.sendall(request)
        return b"".join(iter(lambda: connection.recv(65536), b""))


def connect(call: Caller) -> socket.socket:
    host, _, port = call.host.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=10)


def head(call: Caller, path: str, *lines: str) -> bytes:
    signed = (f"{name}: {value}" for name, value in call.signed().items())
    return "\r\n".join([f"POST {path} HTTP/1.1", "Host: x", *signed, *lines, "", ""]).encode()


def upload_head(call: Caller, *lines: str) -> bytes:
    return head(call, "/partner/imports/word/upload", f"Content-Type: multipart/form-data; boundary={BOUNDARY}", *lines)


def test_a_client_that_waits_for_100_is_told_to_continue(call: Caller, docx: bytes) -> None:
    body = forms(docx)["PHP"]
    with connect(call) as connection:
        connection.sendall(
            upload_head(call, "Expect: 100-continue", f"Content-Length: {len(body)}", "Connection: close")
        )
        assert connection.recv(65536).startswith(b"HTTP/1.1 100")
        connection.sendall(body)
        assert connection.recv(65536).startswith(b"HTTP/1.1 200")


def test_a_client_that_waits_for_100_is_refused_before_it_sends(call: Caller) -> None:
    call.control("POST", "settings", {"uploadLimit": 10})
    request = upload_head(call, "Expect: 100-continue", "Content-Length: 90000000")
    answer = exchange(call, request)
    assert answer.startswith(b"HTTP/1.1 413")
    assert b"connection: close" in answer


def test_a_chunked_body_is_taken(call: Caller, docx: bytes) -> None:
    body = forms(docx)["the guide"]
    pieces = [body[start : start + 700] for start in range(0, len(body), 700)]
    chunks = b"".join(f"{len(piece):x}\r\n".encode() + piece + b"\r\n" for piece in pieces) + b"0\r\n\r\n"
    request = upload_head(call, "Transfer-Encoding: chunked", "Connection: close") + chunks
    assert exchange(call, request).startswith(b"HTTP/1.1 200")


def test_json_of_more_than_a_megabyte_is_too_large_with_a_length_and_in_chunks(call: Caller) -> None:
    path, body = "/partner/documents/create", b" " * 1_000_001
    chunked = f"{len(body):x}\r\n".encode() + body + b"\r\n0\r\n\r\n"
    assert call.send("POST", path, body, call.signed()).status == 413
    request = head(call, path, "Transfer-Encoding: chunked", "Connection: close") + chunked
    assert exchange(call, request).startswith(b"HTTP/1.1 413")


@pytest.mark.parametrize("length", [["Content-Length: 0"], []])
def test_actions_come_with_a_json_type_and_no_body(call: Caller, length: list[str]) -> None:
    path = f"/partner/documents/{call.create()}/archive"
    request = head(call, path, "content-type: application/json", *length, "Connection: close")
    assert exchange(call, request).startswith(b"HTTP/1.1 200")


def test_a_connection_is_used_again_after_a_refused_upload(call: Caller, docx: bytes) -> None:
    call.control("POST", "settings", {"uploadLimit": 10})
    body = multipart(part("data", DATA), part("file", docx * 400))
    connection = http.client.HTTPConnection(call.host, timeout=10)
    content_type = {"content-type": f"multipart/form-data; boundary={BOUNDARY}"}
    connection.request("POST", "/partner/imports/word/upload", body, {**call.signed(), **content_type})
    with connection.getresponse() as response:
        assert response.status == 413
        response.read()
    first = connection.sock
    connection.request("GET", "/_sandbox/clock")
    assert connection.getresponse().status == 200
    assert connection.sock is first
    connection.close()


def test_the_limit_of_an_upload_is_that_of_the_file(call: Caller, docx: bytes) -> None:
    call.control("POST", "settings", {"uploadLimit": len(docx)})
    assert call.upload("word", docx).status == 200
    call.control("POST", "settings", {"uploadLimit": len(docx) - 1})
    assert call.upload("word", docx).status == 413


def test_a_client_that_goes_away_leaves_no_document(call: Caller, docx: bytes) -> None:
    body = forms(docx)["the guide"]
    with connect(call) as connection:
        connection.sendall(upload_head(call, f"Content-Length: {len(body)}") + body[:-100])
    assert call("GET", "/partner/documents/list?userId=764ea18872a34337").json == []


def test_imports_wait_for_their_turn_and_the_other_calls_need_not(
    call: Caller, docx: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    under_way, is_over = threading.Semaphore(0), threading.Event()

    def dawdle(*_: object) -> dict[str, object]:
        under_way.release()
        assert is_over.wait(20)
        return {}

    monkeypatch.setattr(call.sandbox.service, "import_word", dawdle)
    with ThreadPoolExecutor(CONVERSIONS + 2) as pool:
        replies = [pool.submit(call.upload, "word", docx) for _ in range(CONVERSIONS + 2)]
        try:
            assert all(under_way.acquire(timeout=20) for _ in range(CONVERSIONS))
            assert call("GET", "/partner/templates/word").status == 200
            assert not under_way.acquire(timeout=0.2)
        finally:
            is_over.set()
        assert [reply.result().status for reply in replies] == [200] * (CONVERSIONS + 2)


# ------------------------------------------------------------------------------------------------------ what is refused


def test_missing_parts_are_named(call: Caller) -> None:
    assert call.send_upload("word", multipart(part("x", b""))).fields == {"data", "file"}
    assert call.send_upload("word", multipart(part("data", DATA))).fields == {"file"}
    wrong = json.dumps(new_document(title=7)).encode()
    assert call.send_upload("word", multipart(part("data", wrong))).fields == {"title", "file"}


@pytest.mark.parametrize("content_type", ["application/json", "multipart/form-data", "multipart/mixed; boundary=x"])
def test_another_content_type_is_refused(call: Caller, docx: bytes, content_type: str) -> None:
    reply = call.send_upload("word", forms(docx)["the guide"], **{"content-type": content_type})
    assert reply.fields == {"content-type"}


def test_a_boundary_beyond_measure_is_refused(call: Caller) -> None:
    content_type = f"multipart/form-data; boundary={'x' * 5000}"
    assert call.send_upload("word", b"", **{"content-type": content_type}).fields == {"content-type"}


@pytest.mark.parametrize("body", [b"", b"nothing of the kind", multipart(part("data", DATA))[:-10]])
def test_a_body_that_is_no_complete_multipart_is_refused(call: Caller, body: bytes) -> None:
    assert call.send_upload("word", body).fields == {"body"}


def test_faults_in_data_are_named(call: Caller, docx: bytes) -> None:
    assert call.upload("word", docx, title=None, groupId=7).fields == {"title", "groupId"}
    assert call.send_upload("word", multipart(part("data", b"{"), part("file", docx))).fields == {"data"}
    assert call.send_upload("word", multipart(part("data", b" " * 1_000_001), part("file", docx))).fields == {"data"}


def test_what_is_no_word_file_is_refused(call: Caller, docx: bytes, package: bytes) -> None:
    for file in (b"", b"import os\n", b"PK\x03\x04", docx[:-40], package):
        assert call.upload("word", file).fields == {"file"}


def zipped(**members: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return target.getvalue()


def test_what_is_no_zip_with_sd_xml_is_refused(call: Caller, docx: bytes) -> None:
    for file in (b"import os\n", docx, zipped(folder__sd_xml=b"<smashdoc/>"), zipped(sd_xml=b"<smashdoc>")):
        assert call.upload("sdxml", file).fields == {"file"}


def test_an_old_dialect_is_taken_and_what_is_not_valid_is_reported(call: Caller) -> None:
    old = b"<smashdoc><meta><title>Old</title></meta><document><p id='a'>Text</p></document></smashdoc>"
    reply = call.upload("sdxml", zipped(sd_xml=old))
    assert reply.status == 200, reply
    findings = call.control("GET", f"documents/{reply.json['documentId']}").json["findings"]
    assert any(finding["code"].startswith("SDXML-V") for finding in findings)
    assert "Text" in sd_xml(call, reply.json["documentId"])


def test_nested_lists_of_2017_are_taken_with_all_their_words(call: Caller) -> None:
    lists = b"<ul><ul-li id='a'>outer</ul-li><ul><ul-li id='b'>inner</ul-li></ul></ul>"
    old = b"<smashdoc><meta><title>Old</title></meta><document>" + lists + b"</document></smashdoc>"
    reply = call.upload("sdxml", zipped(sd_xml=old))
    assert reply.status == 200, reply
    text = sd_xml(call, reply.json["documentId"])
    assert "outer" in text
    assert "inner" in text


def test_a_mapping_turns_styles_into_headings(call: Caller, docx: bytes) -> None:
    mapping = {"Clause": {"textType": "heading-ol", "level": 1}}
    plain, mapped = call.upload("word", docx), call.upload("word", docx, mapping=mapping)
    headings = ["<heading" in sd_xml(call, reply.json["documentId"]) for reply in (plain, mapped)]
    assert headings == [False, True]
