from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner
from sandbox_calls import Caller

from sdconvert.cli.main import cli

COMMAND = [sys.executable, "-m", "sdconvert", "sandbox", "--port", "0", "--ephemeral", "--seed", "1"]


def test_the_command_tells_address_and_credentials_and_stops_when_interrupted(tmp_path: Path) -> None:
    process = subprocess.Popen(COMMAND, stdout=subprocess.PIPE, text=True, cwd=tmp_path)
    assert process.stdout is not None
    lines = [process.stdout.readline() for _ in range(8)]
    process.send_signal(signal.SIGINT)
    assert process.wait(10) == 130
    process.stdout.close()
    text = "".join(lines)
    assert re.search(r"^export SDCONVERT_URL=http://127\.0\.0\.1:\d+$", text, re.MULTILINE)
    assert re.search(r"^export SDCONVERT_CLIENT_ID=[0-9a-f]{64}$", text, re.MULTILINE)
    assert re.search(r"^export SDCONVERT_CLIENT_SECRET=[0-9a-f]{64}$", text, re.MULTILINE)
    assert list(tmp_path.iterdir()) == []


def test_a_request_to_terminate_stops_it_in_order(tmp_path: Path) -> None:
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    process = subprocess.Popen(COMMAND, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.readline()
    assert len(list(tmp_path.iterdir())) == 1
    process.terminate()
    assert process.wait(10) == 128 + signal.SIGTERM
    assert process.stderr.read() == ""
    assert list(tmp_path.iterdir()) == []
    process.stdout.close()
    process.stderr.close()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_in_order_while_a_call_is_under_way(tmp_path: Path, number: signal.Signals) -> None:
    command = [*COMMAND, "--json", "--fault", "kind=delay,delay=60"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=tmp_path)
    assert process.stdout is not None
    assert process.stderr is not None
    host, _, port = json.loads(process.stdout.readline())["url"].removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port))) as connection:
        connection.sendall(b"GET /partner/templates/word HTTP/1.1\r\nHost: x\r\n\r\n")
        time.sleep(0.5)
        process.send_signal(number)
        assert process.wait(20) == 128 + number
    assert process.stderr.read() == ""
    process.stdout.close()
    process.stderr.close()


def test_a_port_that_is_taken_and_a_folder_that_cannot_be_made_are_sentences(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        for arguments in (("--port", port, "--data", str(tmp_path / "new")), ("--data", str(tmp_path / "file" / "x"))):
            done = CliRunner().invoke(cli, ["sandbox", "--port", "0", *arguments])
            assert done.exit_code == 2
            assert done.output.startswith("sdconvert: error: ")
            assert "Traceback" not in done.output
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--ephemeral", "--data", "x"), "not both"),
        (("--ephemeral", "--port", "0", "--fault", "kind=explode"), "is no fault"),
        (("--ephemeral", "--port", "0", "--fault", "nonsense"), "is no fault"),
        (("--ephemeral", "--port", "0", "--host", "256.0.0.1"), "cannot listen"),
    ],
)
def test_wrong_options_are_a_sentence_and_exit_code_2(arguments: tuple[str, ...], words: str) -> None:
    done = CliRunner().invoke(cli, ["sandbox", *arguments])
    assert done.exit_code == 2
    assert words in done.output


def test_faults_can_be_given_to_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    from sdconvert.sandbox.server import Foreground

    faults: list[dict[str, object]] = []

    def note(running: Foreground) -> None:
        faults.extend(running.service.faults.as_dicts())
        running.close()

    monkeypatch.setattr(Foreground, "run", note)
    words = "kind=status,status=429,retryAfter=2,call=create,count=3"
    done = CliRunner().invoke(cli, ["sandbox", "--ephemeral", "--port", "0", "--fault", words])
    assert done.exit_code == 0, done.output
    (fault,) = faults
    assert (fault["status"], fault["retryAfter"], fault["call"], fault["left"]) == (429, 2, "create", 3)


@pytest.mark.parametrize(("host", "is_told"), [("127.0.0.1", False), ("localhost", False), ("0.0.0.0", True)])
def test_a_sandbox_that_others_can_reach_says_so(monkeypatch: pytest.MonkeyPatch, host: str, is_told: bool) -> None:
    from sdconvert.sandbox.server import Foreground

    monkeypatch.setattr(Foreground, "run", Foreground.close)
    done = CliRunner().invoke(cli, ["sandbox", "--ephemeral", "--port", "0", "--host", host])
    assert done.exit_code == 0, done.output
    assert ("Other machines can reach it" in done.stderr) is is_told


def test_only_the_loopback_is_listened_to_unless_told_otherwise(call: Caller) -> None:
    assert call.sandbox.url.startswith("http://127.0.0.1:")
