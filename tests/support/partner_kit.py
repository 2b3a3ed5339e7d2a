"""A Partner API that answers as it is told, for tests of the client without a network."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sdconvert.http.transport import Broken, Request
from sdconvert.partner import NewDocument, PartnerClient, RetryPolicy, User

SECRET = "5ec4e7" * 10 + "beef"
ID = "8e6875cb-5cd2-4178-8ad4-d77b92173bf9"
LINK = "https://partner.example/#/document/1&otpt=" + "ab" * 32
ACCESS = {"documentId": ID, "userIdSD": "sd1", "documentAccessLink": LINK}
USER = User("u1", "steven@example.org", "Steven", "Miller", "Example")
DOCUMENT = NewDocument(USER, "A title", "g1")


@dataclass
class Reply:
    """An answer; `breaks` is raised after its chunks."""

    body: Any = field(default_factory=dict, repr=False)
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    breaks: Broken | None = None

    def chunks(self) -> Iterator[bytes]:
        yield self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()
        if self.breaks is not None:
            raise self.breaks

    def close(self) -> None:
        """Nothing is open."""


class Script:
    """A transport that answers with these replies in turn, the last one again and again, and keeps the requests."""

    def __init__(self, *replies: Reply | Broken) -> None:
        self.replies = list(replies)
        self.requests: list[Request] = []
        self.bodies: list[bytes] = []

    def send(self, request: Request) -> Reply:
        self.requests.append(request)
        body = request.body
        self.bodies.append(body if isinstance(body, bytes) else b"" if body is None else b"".join(body))
        reply = self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]
        if isinstance(reply, Broken):
            raise reply
        return reply

    def close(self) -> None:
        """Nothing is open."""

    @property
    def calls(self) -> list[str]:
        return [f"{request.method} {request.url.removeprefix('https://api.example')}" for request in self.requests]

    def json(self, at: int = -1) -> Any:
        return json.loads(self.bodies[at])


class Time:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.now = 1_700_000_000.0
        self.naps: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.naps.append(seconds)
        self.now += seconds


def client(script: Script, time: Time | None = None, **options: Any) -> PartnerClient:
    """A client of that script, whose waits take no time."""
    clock = time or Time()
    given = {"retries": RetryPolicy(settle=0.0), "user_id": "u1", **options}
    return PartnerClient(
        "https://api.example",
        "c1",
        SECRET,
        transport=script,
        now=clock,
        monotonic=clock,
        sleep=clock.sleep,
        random=lambda: 0.0,
        **given,
    )


def zip_of(*names: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as zipped:
        for name in names:
            zipped.writestr(name, b"<x/>")
    return target.getvalue()


def word_file(folder: Path, name: str = "contract.docx") -> Path:
    path = folder / name
    path.write_bytes(zip_of("[Content_Types].xml", "_rels/.rels"))
    return path
