"""Requests built by hand, as other clients send them: no line of ours makes or reads them.

The server is that of the other contract tests. Each row of `FORMS` is a client: the parts of its uploads in their
order, with the headers as that client writes them. Drupal sends what PHP does.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import io
import json
import time
import uuid
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPSConnection
from typing import Any
from urllib.parse import urlsplit

import pytest
from docx_builder import build_docx

TITLE = "Prüfung “1”"
WORDS = "Kündigung 漢字"
BOUNDARY = "----------------------------7d3a1f"
DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SD_XML = f"""<smashdoc version="2.6"><meta><title>x</title><subtitle/><description/><footer/><creator/></meta>
<document><paragraph id="p1" type="text">{WORDS}</paragraph></document></smashdoc>"""
Header = tuple[str, str]


@dataclass(frozen=True)
class Upload:
    """What is uploaded: the kind, its file, and the file's names and types as clients give them."""

    kind: str
    file: bytes
    real_name: str
    real_type: str
    dummy_name: str


def zipped(**members: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name, text in members.items():
            package.writestr(name.replace("_", "."), text)
    return buffer.getvalue()


UPLOADS = [
    Upload("word", build_docx(f"<w:p><w:r><w:t>{WORDS}</w:t></w:r></w:p>"), "vertrag-ü.docx", DOCX_TYPE, "dummy.docx"),
    Upload("sdxml", zipped(sd_xml=SD_XML), "vertrag-ü.zip", "application/zip", "dummy.zip"),
]


def part(content: bytes, *lines: str) -> bytes:
    return "\r\n".join([*lines, "", ""]).encode() + content


def field(name: str, filename: str | None = None) -> str:
    shown = "" if filename is None else f'; filename="{filename}"'
    return f'Content-Disposition: form-data; name="{name}"{shown}'


def guide(data: bytes, upload: Upload) -> list[bytes]:
    return [
        part(data, field("data"), "Content-Type: application/json"),
        part(upload.file, field("file", "sample.docx"), "Content-Type: application/octet-stream"),
    ]


def python(data: bytes, upload: Upload) -> list[bytes]:
    return [
        part(data, field("data"), "Content-Type: application/json"),
        part(upload.file, field("file", upload.dummy_name), "Content-Type: application/octet-stream"),
    ]


def node(data: bytes, upload: Upload) -> list[bytes]:
    return [
        part(b"application/json", field("content-type")),
        part(data, field("data")),
        part(upload.file, field("file", upload.real_name), f"Content-Type: {upload.real_type}"),
    ]


def php(data: bytes, upload: Upload) -> list[bytes]:
    sizes = [f"Content-Length: {len(content)}" for content in (data, upload.file)]
    return [
        part(data, "content-type: application/json", field("data"), sizes[0]),
        part(upload.file, f"content-type: {upload.real_type}", field("file", upload.real_name), sizes[1]),
    ]


def c_sharp(data: bytes, upload: Upload) -> list[bytes]:
    return [
        part(data, field("data")),
        part(upload.file, "Content-Type: application/octet-stream", field("file", upload.real_name)),
    ]


def data_as_a_file(data: bytes, upload: Upload) -> list[bytes]:
    return [
        part(data, field("data", "blob"), "Content-Type: application/json"),
        part(upload.file, field("file", upload.real_name)),
    ]


def capitals(data: bytes, upload: Upload) -> list[bytes]:
    return [
        part(data, field("data").replace("Content-Disposition", "CONTENT-DISPOSITION")),
        part(upload.file, "X-UNKNOWN: 1", field("file", upload.real_name).replace("Content-D", "content-d")),
    ]


FORMS = (guide, python, node, php, c_sharp, data_as_a_file, capitals)


class Server:
    """The server under test, called by hand."""

    def __init__(self, url: str, credentials: tuple[str, str]) -> None:
        self.parts = urlsplit(url)
        self.client_id, self.secret = credentials

    def connection(self) -> HTTPConnection:
        kind = HTTPSConnection if self.parts.scheme == "https" else HTTPConnection
        return kind(self.parts.netloc, timeout=30)

    def token(self, *, iss: str | None = None, iat: int | None = None, algorithm: str = "HS256") -> str:
        """A token as RFC 7519 says, by nothing but HMAC."""
        header = {"typ": "JWT", "alg": algorithm}
        when = int(time.time()) if iat is None else iat
        claims = {"iat": when, "iss": iss or str(uuid.uuid4()), "jti": str(uuid.uuid4())}
        signed = ".".join(_base64(json.dumps(value).encode()) for value in (header, claims))
        digest = getattr(hashlib, algorithm.replace("HS", "sha"))
        return f"{signed}.{_base64(hmac.digest(self.secret.encode(), signed.encode(), digest))}"

    def signed(self, token: str | None = None) -> list[Header]:
        return [("x-client-id", self.client_id), ("authorization", f"Bearer {token or self.token()}")]

    def __call__(self, method: str, path: str, headers: list[Header], body: bytes = b"") -> tuple[int, bytes]:
        connection = self.connection()
        try:
            self.begin(connection, method, path, headers)
            connection.send(body)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def begin(self, connection: HTTPConnection, method: str, path: str, headers: list[Header]) -> None:
        connection.putrequest(method, f"{self.parts.path}{path}", skip_accept_encoding=True)
        for name, value in headers:
            connection.putheader(name, value)
        connection.endheaders()

    def json(self, method: str, path: str, value: object = None) -> Any:
        """The answer to JSON that must be taken."""
        body = b"" if value is None else json.dumps(value).encode()
        headers = [("content-type", "application/json"), ("content-length", str(len(body)))]
        status, answer = self(method, path, [*self.signed(), *headers], body)
        assert status == 200, answer
        return json.loads(answer) if answer else None


def _base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


@pytest.fixture
def server(sandbox_url: str, sandbox_credentials: tuple[str, str]) -> Server:
    return Server(sandbox_url, sandbox_credentials)


@pytest.fixture
def described() -> dict[str, Any]:
    mark = uuid.uuid4().hex
    user = {"userId": f"u{mark}", "email": "a@b.c", "firstname": "Ann", "lastname": "Ö", "company": "Co"}
    settings = {"title": TITLE, "description": "", "groupId": f"g{mark}", "userRole": "commentator"}
    return {"user": user, **settings, "sectionHistory": True}


def upload_body(parts: list[bytes]) -> bytes:
    return b"".join(f"--{BOUNDARY}\r\n".encode() + one + b"\r\n" for one in parts) + f"--{BOUNDARY}--\r\n".encode()


def upload_headers(body: bytes) -> list[Header]:
    return [("content-type", f"multipart/form-data; boundary={BOUNDARY}"), ("content-length", str(len(body)))]


def text_of(server: Server, id: str, user: str) -> str:
    """The words of a document as its SDXML export has them, asked for as Node does."""
    body = json.dumps({"userId": user}).encode()
    headers = [("accept", "application/json"), ("content-type", "application/json"), ("content-length", str(len(body)))]
    status, answer = server("POST", f"/partner/documents/{id}/export/sdxml", [*server.signed(), *headers], body)
    assert status == 200, answer
    with zipfile.ZipFile(io.BytesIO(answer)) as package:
        return package.read("sd.xml").decode()


def check_made(server: Server, answer: bytes, described: dict[str, Any]) -> None:
    """Raises: AssertionError for an answer that is none of an import, or a document that is not what was sent."""
    access = json.loads(answer)
    assert set(access) >= {"documentId", "userIdSD", "documentAccessLink"}
    info = server.json("GET", f"/partner/documents/{access['documentId']}")
    assert (info["title"], info["creatorId"]) == (TITLE, described["user"]["userId"])
    assert WORDS in text_of(server, access["documentId"], described["user"]["userId"])


@pytest.mark.parametrize("upload", UPLOADS, ids=lambda upload: upload.kind)
@pytest.mark.parametrize("is_escaped", [True, False], ids=["escaped", "utf-8"])
@pytest.mark.parametrize("form", FORMS)
def test_an_upload_is_taken_as_each_client_sends_it(
    server: Server,
    described: dict[str, Any],
    form: Callable[[bytes, Upload], list[bytes]],
    is_escaped: bool,
    upload: Upload,
) -> None:
    body = upload_body(form(json.dumps(described, ensure_ascii=is_escaped).encode(), upload))
    path = f"/partner/imports/{upload.kind}/upload"
    status, answer = server("POST", path, [*server.signed(), *upload_headers(body)], body)
    assert status == 200, answer
    check_made(server, answer, described)


def test_a_content_type_that_is_set_by_hand_and_again_is_taken(server: Server, described: dict[str, Any]) -> None:
    body = upload_body(c_sharp(json.dumps(described).encode(), UPLOADS[0]))
    headers = [("content-type", "multipart/form-data"), *upload_headers(body)]
    status, answer = server("POST", "/partner/imports/word/upload", [*server.signed(), *headers], body)
    assert status == 200, answer
    check_made(server, answer, described)


def test_a_client_that_waits_for_100_is_answered(server: Server, described: dict[str, Any]) -> None:
    body = upload_body(php(json.dumps(described).encode(), UPLOADS[0]))
    connection = server.connection()
    headers = [*server.signed(), *upload_headers(body), ("expect", "100-continue")]
    server.begin(connection, "POST", "/partner/imports/word/upload", headers)
    connection.sock.settimeout(10)
    assert connection.sock.recv(25).startswith(b"HTTP/1.1 100")
    connection.send(body)
    received = b""
    while b"documentId" not in received:
        received += connection.sock.recv(65_536)
    assert received.lstrip(b"\r\n").startswith(b"HTTP/1.1 200")
    connection.close()


def templates(server: Server, token: str) -> int:
    return server("GET", "/partner/templates/word", server.signed(token))[0]


@pytest.mark.parametrize("algorithm", ["HS256", "HS384", "HS512"])
def test_a_token_of_each_algorithm_is_taken(server: Server, algorithm: str) -> None:
    assert templates(server, server.token(algorithm=algorithm)) == 200


def test_a_time_of_issue_that_is_rounded_up_is_taken(server: Server) -> None:
    assert templates(server, server.token(iat=int(time.time()) + 1)) == 200


def test_a_token_is_taken_twice(server: Server) -> None:
    token = server.token()
    assert [templates(server, token), templates(server, token)] == [200, 200]


def test_a_token_that_nobody_signed_is_not_taken(server: Server) -> None:
    header, claims, _ = server.token().split(".")
    unsigned = _base64(b'{"typ": "JWT", "alg": "none"}')
    assert templates(server, f"{unsigned}.{claims}.") == 401
    assert templates(server, f"{header}.{claims}.{_base64(b'x' * 32)}") == 401


@pytest.mark.parametrize("length", [[("content-length", "0")], []], ids=["zero", "none"])
def test_calls_without_a_body_say_json_and_are_taken(
    server: Server, described: dict[str, Any], length: list[Header]
) -> None:
    id = server.json("POST", "/partner/documents/create", described)["documentId"]
    headers = [("content-type", "application/json"), *length]
    for method, action, answer in (
        ("POST", "/archive", b""),
        ("POST", "/unarchive", b""),
        ("GET", "", None),
        ("DELETE", "", b"{}"),
    ):
        status, body = server(method, f"/partner/documents/{id}{action}", [*server.signed(), *headers])
        assert status == 200, body
        assert answer is None or body.replace(b" ", b"").strip() == answer


def test_a_list_whose_filter_stands_in_the_body_is_empty(server: Server, described: dict[str, Any]) -> None:
    server.json("POST", "/partner/documents/create", described)
    assert server.json("GET", "/partner/documents/list", {"groupId": described["groupId"]}) == []


def test_a_group_that_is_sent_on_opening_is_ignored(server: Server, described: dict[str, Any]) -> None:
    id = server.json("POST", "/partner/documents/create", described)["documentId"]
    opening = {"user": described["user"], "userRole": "editor", "groupId": "another", "sectionHistory": True}
    assert server.json("POST", f"/partner/documents/{id}", opening)["documentId"] == id
    assert server.json("GET", f"/partner/documents/{id}")["groupId"] == described["groupId"]


def test_metadata_of_a_title_only_changes_the_title_only(server: Server, described: dict[str, Any]) -> None:
    id = server.json("POST", "/partner/documents/create", {**described, "description": "kept"})["documentId"]
    assert server.json("POST", f"/partner/documents/{id}/metadata", {"title": "Neu"}) == {}
    info = server.json("GET", f"/partner/documents/{id}")
    assert (info["title"], info["description"]) == ("Neu", "kept")


def test_an_export_to_html_may_leave_out_its_mode(server: Server, described: dict[str, Any]) -> None:
    id = server.json("POST", "/partner/documents/create", described)["documentId"]
    body = json.dumps({"userId": described["user"]["userId"]}).encode()
    headers = [("content-type", "application/json"), ("content-length", str(len(body)))]
    status, answer = server("POST", f"/partner/documents/{id}/export/html", [*server.signed(), *headers], body)
    assert status == 200
    assert "index.html" in zipfile.ZipFile(io.BytesIO(answer)).namelist()


def test_a_user_that_is_not_nested_is_named_as_missing(server: Server, described: dict[str, Any]) -> None:
    flat = {**{key: value for key, value in described.items() if key != "user"}, **described["user"]}
    body = json.dumps(flat).encode()
    headers = [("content-type", "application/json"), ("content-length", str(len(body)))]
    status, answer = server("POST", "/partner/documents/create", [*server.signed(), *headers], body)
    assert (status, b"user" in answer) == (412, True)
