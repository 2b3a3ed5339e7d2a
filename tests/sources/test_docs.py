"""The examples of docs/sources.md run as they stand, against servers on this machine."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner
from source_servers import both_served

from sdconvert.cli.main import cli

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
            assert (done.exit_code, done.stderr) == (0, ""), line
            assert done.stdout
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
