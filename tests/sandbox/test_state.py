from __future__ import annotations

import io
import json
import random
import sqlite3
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable
from http.client import HTTPException
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

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


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes of folders")
def test_a_folder_with_secrets_is_for_its_owner_alone(tmp_path: Path) -> None:
    with start(options=SandboxOptions(data=tmp_path / "deep" / "state")):
        assert (tmp_path / "deep" / "state").stat().st_mode & 0o777 == 0o700


def test_what_cannot_hold_a_state_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "documents").write_bytes(b"")
    (tmp_path / "noise").mkdir()
    (tmp_path / "noise" / "state.sqlite3").write_bytes(b"no database at all" * 100)
    for folder in (tmp_path, tmp_path / "noise", Path("/dev/null/state")):
        with pytest.raises(BadConfiguration, match=f"{folder} cannot hold the state"):
            start(options=SandboxOptions(data=folder))


def test_a_state_whose_tables_have_damaged_names_is_a_clear_error(tmp_path: Path) -> None:
    with start(options=SandboxOptions(data=tmp_path)):
        pass
    path = tmp_path / "state.sqlite3"
    path.write_bytes(path.read_bytes().replace(b"tabledocuments", b"tabled\xffcuments"))
    with pytest.raises(BadConfiguration, match="cannot hold the state"):
        start(options=SandboxOptions(data=tmp_path))


def test_a_folder_that_takes_no_file_is_a_clear_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(BadConfiguration, match=r"cannot hold the state.*Permission denied"):
        start(options=SandboxOptions(data=tmp_path / "state"))


def test_a_state_of_another_version_is_a_clear_error_and_left_alone(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "state.sqlite3") as db:
        db.execute("CREATE TABLE documents (id TEXT)")
    db.close()
    with pytest.raises(BadConfiguration, match="another version of the sandbox"):
        start(options=SandboxOptions(data=tmp_path))
    with sqlite3.connect(tmp_path / "state.sqlite3") as db:
        assert [name for (name,) in db.execute("SELECT name FROM sqlite_master")] == ["documents"]
    db.close()


def test_two_sandboxes_do_not_share_a_folder(tmp_path: Path, docx: bytes) -> None:
    options = SandboxOptions(data=tmp_path)
    with start(options=options) as sandbox:
        call = Caller(sandbox)
        call.sandbox.service.store.files.stage("being-imported", docx)
        with pytest.raises(BadConfiguration, match="another sandbox runs with it"):
            start(options=options)
        command = [sys.executable, "-m", "sdconvert", "sandbox", "--port", "0", "--data", str(tmp_path)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=30)
        assert (done.returncode, done.stdout) == (2, "")
        assert "another sandbox runs with it" in done.stderr
        assert "Traceback" not in done.stderr
        assert (tmp_path / "documents" / ".being-imported.zip").exists()
        assert call.upload("word", docx).status == 200
    with start(options=options) as sandbox:
        assert len(Caller(sandbox)("GET", LIST).json) == 1
        assert not (tmp_path / "documents" / ".being-imported.zip").exists()


def test_the_files_of_a_sandbox_in_memory_are_gone_when_it_stops(docx: bytes) -> None:
    with start() as sandbox:
        Caller(sandbox).upload("word", docx)
        root = sandbox.service.store.files.root
        assert len(list((root / "documents").iterdir())) == 1
    assert not root.exists()


def test_a_folder_that_is_full_is_an_answer_and_leaves_no_document(
    call: Caller, docx: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "open", refuse)
    reply = call.upload("word", docx)
    assert (reply.status, reply.json["status"]) == (500, 500)
    assert "takes no further document: No space left on device" in reply.json["error"]
    assert call("GET", LIST).json == []
    assert "No space left" in call.control("GET", "journal").json[1]["problem"]


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
        assert answered <= set(there)
        assert len(answered) >= 3
        for id in there:
            package = call("POST", f"/partner/documents/{id}/export/sdxml", {"userId": USER}).body
            with zipfile.ZipFile(io.BytesIO(package)) as archive:
                assert b"Hello Welt" in archive.read("sd.xml")
        assert {path.stem for path in (tmp_path / "documents").iterdir()} == set(there)
    finally:
        kill(process)


def upload_until_killed(process: subprocess.Popen[str], call: Caller, docx: bytes, after: float) -> set[str]:
    """The documents that were answered before the process was gone, one at least."""
    answered = {call.upload("word", docx).json["documentId"]}
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


@pytest.mark.parametrize(
    "change",
    [
        lambda state: state["documents"][0].update(id="../../outside"),
        lambda state: state["documents"][0].update(id="/tmp/outside"),
        lambda state: state["documents"][0].update(id="abc"),
        lambda state: state["documents"][0].update(id="8e6875cb-5cd2-4178-8ad4-d77b92173bf9"),
        lambda state: state["documents"][0].update(tags="no JSON"),
        lambda state: state["documents"][0].update(findings="5"),
        lambda state: state["documents"][0].update(status="<script>alert(1)</script>"),
        lambda state: state["documents"][0].update(created="yesterday"),
        lambda state: state["documents"][0].update(created=10**15),
        lambda state: state["documents"][0].update(title=None),
        lambda state: state["users"].append(state["users"][0]),
        lambda state: state["users"][0].pop("email"),
    ],
)
def test_a_snapshot_that_was_tampered_with_is_refused_and_changes_nothing(
    call: Caller, change: Callable[[Any], object], tmp_path: Path
) -> None:
    id = call.create()
    snapshot = call.send("GET", "/_sandbox/snapshot").body
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(snapshot)) as old, zipfile.ZipFile(target, "w") as new:
        state = json.loads(old.read("state.json"))
        change(state)
        new.writestr("state.json", json.dumps(state))
        new.writestr(f"documents/{id}.zip", old.read(f"documents/{id}.zip"))
        new.writestr("documents//tmp/outside.zip", b"x")
        new.writestr("documents/abc.zip", b"x")
    assert call.send("POST", "/_sandbox/load", target.getvalue()).fields == {"body"}
    assert call("POST", f"/partner/documents/{id}/export/html", {"userId": USER}).status == 200
    assert call.send("GET", "/").status == 200
    assert not Path("/tmp/outside.zip").exists()


def test_the_clock_stays_within_what_a_page_can_show(call: Caller) -> None:
    call.create()
    assert call.control("POST", "clock", {"now": 32_000_000_000}).status == 200
    assert call.control("POST", "clock", {"advance": 32_000_000_000}).fields == {"advance"}
    assert call.send("GET", "/").status == 200


@pytest.mark.parametrize("body", [{}, {"now": "x"}, {"advance": True}, {"now": 1e300}])
def test_a_wrong_time_is_refused(call: Caller, body: object) -> None:
    assert call.control("POST", "clock", body).status == 412
