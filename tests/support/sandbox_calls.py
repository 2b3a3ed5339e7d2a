"""Calls of the Partner API over plain HTTP, with tokens made by hand: nothing of our client is in them."""

from __future__ import annotations

import base64
import hashlib
import hmac
import http.client
import json
import time
import uuid
from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from sdconvert.sandbox.server import Sandbox

USER = "764ea18872a34337"
BOUNDARY = "b0undary"


class Reply(NamedTuple):
    """An answer."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def fields(self) -> set[str]:
        """The wrong parameters that a 412 names."""
        assert self.status == 412, self
        return set(self.json["fields"])


def new_document(**changes: object) -> dict[str, object]:
    """The parameters of creating a document; None leaves one out."""
    document: dict[str, object] = {
        "user": {
            "userId": USER,
            "email": "steven.miller@yourcompany.com",
            "firstname": "Steven",
            "lastname": "Miller",
            "company": "yourcompany",
        },
        "title": "my first document",
        "description": "",
        "groupId": "group9",
        "userRole": "approver",
        **changes,
    }
    return {name: value for name, value in document.items() if value is not None}


def person(user_id: str) -> dict[str, object]:
    """A user."""
    return {**new_document()["user"], "userId": user_id}  # type: ignore[dict-item]


def opening(user_id: str) -> dict[str, object]:
    """The parameters of opening a document."""
    return {"user": person(user_id), "userRole": "reader"}


def token(claims: Mapping[str, object], secret: str, algorithm: str = "HS256") -> str:
    """A JSON Web Token, signed by hand."""
    digest = {"HS256": hashlib.sha256, "HS384": hashlib.sha384, "HS512": hashlib.sha512}.get(algorithm)
    signed = f"{_encode({'alg': algorithm, 'typ': 'JWT'})}.{_encode(claims)}"
    signature = b"" if digest is None else hmac.new(secret.encode(), signed.encode(), digest).digest()
    return f"{signed}.{base64.urlsafe_b64encode(signature).rstrip(b'=').decode()}"


def _encode(value: Mapping[str, object]) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def claims(**changes: object) -> dict[str, object]:
    """The claims of a token that was issued just now."""
    return {"iat": int(time.time()), "iss": USER, "jti": str(uuid.uuid4()), **changes}


def part(name: str, content: bytes, *headers: str, filename: str | None = None) -> bytes:
    """A part of a multipart body; more headers stand before its disposition."""
    disposition = f'Content-Disposition: form-data; name="{name}"'
    if filename is not None:
        disposition += f'; filename="{filename}"'
    return "\r\n".join((f"--{BOUNDARY}", *headers, disposition, "", "")).encode() + content + b"\r\n"


def multipart(*parts: bytes) -> bytes:
    """A whole multipart body."""
    return b"".join(parts) + f"--{BOUNDARY}--\r\n".encode()


class Caller:
    """Calls a sandbox."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self.host = urlsplit(sandbox.url).netloc

    def signed(self, **changes: object) -> dict[str, str]:
        """The headers of a call that is let in."""
        credentials = self.sandbox.credentials
        bearer = f"Bearer {token(claims(**changes), credentials.client_secret)}"
        return {"x-client-id": credentials.client_id, "authorization": bearer}

    def send(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Reply:
        """The answer to a request with exactly these headers."""
        connection = http.client.HTTPConnection(self.host, timeout=20)
        try:
            connection.request(method, path, body, dict(headers or {}))
            response = connection.getresponse()
            return Reply(response.status, {k.lower(): v for k, v in response.getheaders()}, response.read())
        finally:
            connection.close()

    def __call__(self, method: str, path: str, value: object = None) -> Reply:
        """The answer to a signed call with a JSON body, or without one."""
        body = None if value is None else json.dumps(value).encode()
        return self.send(method, path, body, {**self.signed(), "content-type": "application/json"})

    def control(self, method: str, path: str, value: object = None) -> Reply:
        """The answer to a call of the sandbox's own."""
        return self.send(method, f"/_sandbox/{path}", None if value is None else json.dumps(value).encode())

    def create(self, **changes: object) -> str:
        """The id of a new document."""
        reply = self("POST", "/partner/documents/create", new_document(**changes))
        assert reply.status == 200, reply
        return str(reply.json["documentId"])

    def upload(self, kind: str, file: bytes, **changes: object) -> Reply:
        """The answer to an import in the form of the guide."""
        data = json.dumps(new_document(**changes)).encode()
        body = multipart(
            part("data", data, "Content-Type: application/json"),
            part("file", file, "Content-Type: application/octet-stream", filename="dummy"),
        )
        return self.send_upload(kind, body)

    def send_upload(self, kind: str, body: bytes, **headers: str) -> Reply:
        """The answer to an import with this body."""
        content_type = f"multipart/form-data; boundary={BOUNDARY}"
        return self.send(
            "POST",
            f"/partner/imports/{kind}/upload",
            body,
            {**self.signed(), "content-type": content_type, **headers},
        )

    def info(self, id: str, query: str = "") -> Any:
        """The facts about a document."""
        reply = self("GET", f"/partner/documents/{id}{query}")
        assert reply.status == 200, reply
        return reply.json

    def act(self, id: str, action: str) -> int:
        """The status of an action without a body."""
        return self("POST", f"/partner/documents/{id}/{action}").status
