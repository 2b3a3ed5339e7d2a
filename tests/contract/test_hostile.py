"""A server that answers with what steers a terminal, ends a line or leaves a folder."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

ID = "8e6875cb-5cd2-4178-8ad4-d77b92173bf9"
BAD = "../../x\x1b]0;t\x07\n\ud800"
INFO = {"id": BAD, "title": BAD, "createdDate": 10**20, "tags": [BAD], "groupId": BAD}


class Hostile(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.reply([INFO] if "/list" in self.path else INFO)

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("content-length", 0)))
        self.reply({"documentId": BAD, "userIdSD": BAD, "documentAccessLink": f"javascript:{BAD}"})

    def reply(self, value: object) -> None:
        body = json.dumps(value).encode("ascii")
        self.send_response(200)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: object) -> None:
        """Nothing is printed."""


@pytest.fixture
def hostile(shell: Any) -> Iterator[Any]:
    server = HTTPServer(("127.0.0.1", 0), Hostile)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    shell.environment |= {"SDCONVERT_URL": f"http://127.0.0.1:{server.server_port}", "SDCONVERT_ATTEMPTS": "1"}
    yield shell
    server.shutdown()
    server.server_close()
    thread.join(5)


@pytest.mark.parametrize("is_json", [False, True], ids=["text", "json"])
@pytest.mark.parametrize(
    "command",
    [
        ("list",),
        ("unseen",),
        ("info", ID),
        ("create", "--title", "t"),
        ("open", ID),
        ("duplicate", ID, "--title", "t"),
        ("templates",),
    ],
    ids=lambda command: command[0],
)
def test_what_a_server_says_does_not_steer_the_terminal(hostile: Any, command: tuple[str, ...], is_json: bool) -> None:
    result = hostile("api", *command, *(["--json"] if is_json else []))
    assert result.exit_code in (0, 2)
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert "\x1b" not in result.output
    assert "\x07" not in result.output
    if is_json and result.exit_code == 0:
        assert "\\ud800" in result.stdout
        json.loads(result.stdout)


def test_an_upload_prints_no_sign_that_steers_the_terminal(hostile: Any, word: Path) -> None:
    result = hostile("upload", word)
    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) == 2
    assert not {"\x1b", "\x07"} & set(result.stdout)
