"""The examples of the README run as they stand."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from sdconvert.cli.main import cli

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
SHELL = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
PYTHON = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
CONSOLE = re.findall(r"^\$ sdconvert (.*)$", README, re.MULTILINE)


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "samples").mkdir()
    shutil.copytree(ROOT / "samples" / "docx", tmp_path / "samples" / "docx")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_python_examples_run_one_after_the_other(checkout: Path) -> None:
    names: dict[str, object] = {}
    for block in PYTHON:
        exec(compile(block, "README.md", "exec"), names)
    assert len(PYTHON) >= 5


def test_the_commands_run_one_after_the_other(checkout: Path) -> None:
    for line in CONSOLE:
        result = CliRunner().invoke(cli, shlex.split(line))
        assert result.exit_code == 0, f"{line}: {result.output}"
    assert len(CONSOLE) >= 6


def test_the_output_shown_is_the_output_given(checkout: Path) -> None:
    shown = re.search(r"^\$ sdconvert (convert .*contract.zip)\n(.*?)^\$", README, re.MULTILINE | re.DOTALL)
    assert shown is not None
    result = CliRunner().invoke(cli, shlex.split(shown[1]))
    assert result.stderr == shown[2]


def test_the_section_on_batches_runs_in_an_empty_folder(checkout: Path) -> None:
    (checkout / "samples" / "docx").rename(checkout / "contracts")
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SDCONVERT_")}
    script = "set -em\n" + "".join(SHELL)
    done = subprocess.run(
        ["bash", "-c", script], env={**environment, "PATH": path}, capture_output=True, text=True, timeout=400
    )
    assert done.returncode == 0, done.stderr
    assert "6 of 6 done.\n" in done.stderr
    assert "6 of 6 done (6 unchanged).\n" in done.stderr
    assert done.stdout.count(" draft ") == 6
    assert (checkout / "packages.batch" / "report.html").stat().st_size > 50_000
