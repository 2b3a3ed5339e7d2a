from __future__ import annotations

import io
import json
import random
import subprocess
import sys
import threading
import zipfile
from http.client import HTTPException
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from sandbox_calls import USER, Caller

from sdconvert.errors import BadConfiguration
from sdconvert.sandbox.options import SandboxOptions
from sdconvert.sandbox.server import Sandbox, start

LIST = f"/partner/documents/list?userId={USER}"


def test_the_state_outlives_the_server(tmp_path: Path, docx: bytes) -> None:
    options = SandboxOptions(data=tmp_path / "state", seed=1)
    with start(options=options) as sandbox:
        id = Caller(sandbox).upload("word", docx).json["documentId"]
        credentials = sandbox.credentials
    with start(options=options) as sandbox:
        assert sandbox.credentials == credentials
        call = Caller(sandbox)
        assert [info["id"] for info in call("GET", LIST).json] == [id]
        assert call.create() != id


def test_a_folder_that_cannot_be_made_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(BadConfiguration, match="cannot hold the state"):
        start(options=SandboxOptions(data=tmp_path / "file"))


def run(folder: Path) -> tuple[subprocess.Popen[str], Caller]:
    """The sandbox as a process of its own, which prints its address and credentials."""
    command = [sys.executable, "-m", "sdconvert", "sandbox", "--port", "0", "--data", str(folder), "--json"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    told = json.loads(process.stdout.readline())
    credentials = SimpleNamespace(client_id=told["clientId"], client_secret=told["clientSecret"])
    return process, Caller(cast(Sandbox, SimpleNamespace(url=told["url"], credentials=credentials)))


def kill(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.wait()
    assert process.stdout is not None
    process.stdout.close()


def test_what_was_answered_outlives_a_killed_process_and_nothing_is_half(tmp_path: Path, docx: bytes) -> None:
    chance, answered = random.Random(4), set[str]()
    for _ in range(3):
        process, call = run(tmp_path)
        try:
            answered |= upload_until_killed(process, call, docx, chance.uniform(0.1, 0.4))
        finally:
            kill(process)
    process, call = run(tmp_path)
    try:
        there = [info["id"] for info in call("GET", LIST).json]
        assert answered
        assert answered <= set(there)
        for id in there:
            package = call("POST", f"/partner/documents/{id}/export/sdxml", {"userId": USER}).body
            with zipfile.ZipFile(io.BytesIO(package)) as archive:
                assert b"Hello Welt" in archive.read("sd.xml")
        assert {path.stem for path in (tmp_path / "documents").iterdir()} == set(there)
    finally:
        kill(process)


def upload_until_killed(process: subprocess.Popen[str], call: Caller, docx: bytes, after: float) -> set[str]:
    """The documents that were answered before the process was gone."""
    answered = set()
    killer = threading.Timer(after, process.kill)
    killer.start()
    try:
        while True:
            answered.add(call.upload("word", docx).json["documentId"])
    except (OSError, HTTPException):
        killer.join()
    return answered


# ----------------------------------------------------------------------------------------------- snapshot, clock, reset


def test_a_snapshot_brings_everything_back(call: Caller, docx: bytes) -> None:
    id = call.upload("word", docx).json["documentId"]
    snapshot = call.send("GET", "/_sandbox/snapshot").body
    assert call.control("POST", "reset").status == 200
    assert call("GET", LIST).json == []
    assert call.send("POST", "/_sandbox/load", snapshot).status == 200
    assert call.info(id)["title"] == "my first document"
    assert call("POST", f"/partner/documents/{id}/export/sdxml", {"userId": USER}).status == 200


def snapshot_of(state: object) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("state.json", json.dumps(state))
    return target.getvalue()


@pytest.mark.parametrize("snapshot", [b"", b"x", snapshot_of({}), snapshot_of([]), snapshot_of({"documents": [{}]})])
def test_what_is_no_snapshot_is_refused_and_changes_nothing(call: Caller, snapshot: bytes) -> None:
    id = call.create()
    assert call.send("POST", "/_sandbox/load", snapshot).fields == {"body"}
    assert call.info(id)["id"] == id


def test_the_clock_can_be_moved_and_tokens_stay_good(call: Caller) -> None:
    call.control("POST", "clock", {"now": 1_000_000_000})
    call.control("POST", "clock", {"advance": 86_400})
    assert call.info(call.create())["createdDate"] in range(1_000_086_400, 1_000_086_420)


@pytest.mark.parametrize("body", [{}, {"now": "x"}, {"advance": True}, {"now": 1e300}])
def test_a_wrong_time_is_refused(call: Caller, body: object) -> None:
    assert call.control("POST", "clock", body).status == 412
