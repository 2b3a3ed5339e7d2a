"""The commands of docs/reconcile.md run as they stand and say what the page shows."""

from __future__ import annotations

import runpy
import shlex
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from doc_pages import ROOT, blocks, typed_lines

import sdconvert
from sdconvert.cli.main import cli

PAGE = "docs/reconcile.md"
CODES = {"reconcile": 1, "diff": 1, "validate": 0}


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(ROOT / "samples" / "reconcile", tmp_path / "samples" / "reconcile")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_commands_of_the_page_run_and_say_what_it_shows(checkout: Path) -> None:
    said = ""
    lines = typed_lines(PAGE, begins=("sdconvert",))
    assert len(lines) == 4
    for line in lines:
        words = shlex.split(line.typed)[1:]
        result = CliRunner().invoke(cli, words)
        assert result.exit_code == CODES[words[0]], result.output
        said += result.stderr + result.stdout
    (shown,) = blocks(PAGE, "text")
    assert [one for one in shown.splitlines() if one not in said.splitlines()] == []
    assert "Yuki reported on the state of" in said


def test_the_python_example_runs(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (code,) = blocks(PAGE, "python")
    exec(compile(code, PAGE, "exec"), {})
    assert "words 86 92 89" in capsys.readouterr().out


def test_the_samples_are_made_anew_as_they_are(tmp_path: Path) -> None:
    runpy.run_path(str(ROOT / "samples" / "make_reconcile_samples.py"))["main"](tmp_path)
    for name in ("exported.zip", "now.zip"):
        assert (tmp_path / name).read_bytes() == (ROOT / "samples" / "reconcile" / name).read_bytes()
    documents = [
        sdconvert.read_document(folder / "edited.docx").value for folder in (tmp_path, ROOT / "samples/reconcile")
    ]
    assert documents[0].blocks[:9] == documents[1].blocks[:9]
