"""Reviews of small folders, and a caller of their servers."""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from sdconvert.batch.sources import discover
from sdconvert.options import ConversionOptions
from sdconvert.review.server import ReviewServer
from sdconvert.review.session import ReviewSession

NUMBER_HEADINGS = {"heading 1": {"textType": "heading-ol", "level": 0}}
"""A mapping as the page sends it: headings that have no number in Word get one."""


def session_of(folder: Path, output: Path | None = None, **options: Any) -> ReviewSession:
    """A review of all Word files of a folder, in this process."""
    known = {"workers": 0, "is_folder": True, **options}
    return ReviewSession(
        discover([str(folder)], (".docx",)).items,
        ConversionOptions(),
        output or folder / "out" / "mapping.json",
        **known,
    )


class Answered(NamedTuple):
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class ReviewCaller:
    """Calls a server as its page does, or with other headers."""

    def __init__(self, server: ReviewServer) -> None:
        self.server = server
        self.host = f"127.0.0.1:{server.port}"
        self.root = urlsplit(server.url).path

    def get(self, path: str = "", **headers: str) -> Answered:
        return self.send("GET", self.root + path, headers)

    def order(self, method: str, path: str, body: Any, **headers: str) -> Answered:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self.send(method, self.root + path, {"content-type": "application/json", **headers}, data)

    def send(self, method: str, path: str, headers: Mapping[str, str], body: bytes | None = None) -> Answered:
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=20)
        try:
            connection.request(method, path, body, {name.replace("_", "-"): text for name, text in headers.items()})
            answer = connection.getresponse()
            return Answered(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())
        finally:
            connection.close()

    def wait(self) -> None:
        """Wait until all documents are read and judged."""
        wait_until(
            lambda: (effects := self.get("api/effects").json)["isJudged"] and effects["done"] == effects["total"]
        )


def _is_settled(effects: Any) -> bool:
    return bool(effects["isJudged"] and effects["done"] == effects["total"])


def wait_until(holds: Callable[[], bool], seconds: float = 20) -> None:
    """Raises: AssertionError when it does not hold in time."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.01)
