"""The examples of docs/sources.md run as they stand, against servers on this machine."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from source_servers import EMAIL, KEY, TOKEN, both_served

from sdconvert.cli.main import cli
from sdconvert.http.transport import Broken, Request, Response
from sdconvert.sources import Connection, Listing, RetryPolicy, Smartsettle, SmoothSchedule
from sdconvert.sources.errors import ConnectionFailed
from sdconvert.sources.schedule import READABLE

PAGE = (Path(__file__).parents[2] / "docs" / "sources.md").read_text(encoding="utf-8")


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))


def test_the_commands_run(settings: None, tmp_path: Path) -> None:
    lines = re.findall(r"^\$ sdconvert (.*)$", PAGE, re.MULTILINE)
    assert len(lines) == 5
    with both_served() as env:
        for line in lines:
            done = CliRunner().invoke(cli, shlex.split(line), env=env)
            is_saved = "-o " in line
            assert done.exit_code == 0, line
            assert bool(done.stdout) is not is_saved
            assert (" records -> " in done.stderr) is is_saved
    assert sorted(file.name for file in tmp_path.iterdir()) == ["bookings.jsonl", "negotiations.jsonl"]


def test_the_python_example_runs(
    settings: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    [block] = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    with both_served() as env:
        for name, value in env.items():
            monkeypatch.setenv(name, value)
        exec(compile(block, "sources.md", "exec"), {})
    printed = capsys.readouterr().out.splitlines()
    assert printed[:5] == [f"Settlement {number}" for number in range(1, 6)]
    assert printed[5:] == ["2025-01-14 09:00:00+01:00 CONFIRMED 3", "2025-01-10 09:00:00+01:00 CONFIRMED 2"]


def test_the_readme_says_that_both_systems_are_only_read_and_which_paths_are_guesses() -> None:
    readme = " ".join((Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8").split())
    assert "are only read: `fetch` sends nothing but GET" in readme
    said, _, rest = readme.partition("print the paths")[2].partition(";")
    printed, guessed = (set(re.findall(r"`(\w+)`", part)) for part in (said, rest.partition(" of Smo")[0]))
    assert printed == {"negotiations", "services", "bookings", "customers"}
    assert printed | guessed == {"negotiations", *(resource.name for resource in READABLE)}


def test_every_request_only_reads() -> None:
    sent: list[str] = []

    class Noting:
        def send(self, request: Request) -> Response:
            sent.append(request.method)
            raise Broken("enough")

        def close(self) -> None:
            """Nothing is open."""

    connection = Connection(transport=Noting(), retries=RetryPolicy(attempts=1))
    with SmoothSchedule("demo", TOKEN, connection=connection) as schedule:
        lists: list[Listing[Any]] = [schedule.listing(resource, {}) for resource in READABLE]
        with Smartsettle(EMAIL, KEY, connection=connection) as settle:
            for listing in (*lists, settle.negotiations()):
                with pytest.raises(ConnectionFailed):
                    next(listing)
    assert sent == ["GET"] * 6
