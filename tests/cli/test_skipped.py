"""What commands say of sources that are not taken, and of nothing: in words, in JSON and by the exit code."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pytest
from batch_kit import word_files
from click.testing import CliRunner, Result

from sdconvert.cli.main import cli

NOTHING = "Nothing to do: the sources hold no documents."
COMMANDS = {
    "convert": ("convert", "in", "-o", "out"),
    "validate": ("validate", "in"),
    "mapping": ("mapping", "in"),
    "survey": ("batch", "survey", "in", "--jobs", "1"),
    "plan": ("batch", "plan", "in", "-o", "out"),
    "run": ("batch", "run", "in", "-o", "out", "--jobs", "1", "--no-html"),
    "diff": ("mapping", "diff", "m.json", "m.json", "--on", "in"),
}
TAKES_FAIL_EMPTY = [name for name in COMMANDS if name != "diff"]


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    Path("m.json").write_text("{}")
    Path("in").mkdir()
    return tmp_path


@pytest.fixture
def locked(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A folder that cannot be listed, also by root."""
    inner = Path("in/locked")
    inner.mkdir()
    listing = os.scandir

    def refuse(path: Any) -> Any:
        if os.fspath(path).endswith("locked"):
            raise PermissionError(13, "Permission denied", path)
        return listing(path)

    monkeypatch.setattr(os, "scandir", refuse)
    yield
    monkeypatch.undo()


@pytest.mark.parametrize("command", COMMANDS)
def test_a_folder_without_documents_is_no_failure_and_said(command: str, folder: Path) -> None:
    result = run(*COMMANDS[command])
    assert result.exit_code == 0, result.output
    assert command in ("plan", "diff") or NOTHING in result.stderr


@pytest.mark.parametrize("command", TAKES_FAIL_EMPTY)
def test_a_folder_without_documents_fails_where_that_is_asked_for(command: str, folder: Path) -> None:
    result = run(*COMMANDS[command], "--fail-empty")
    assert (result.exit_code, NOTHING in result.stderr) == (2, True)


@pytest.mark.parametrize("command", COMMANDS)
def test_what_is_not_taken_is_named_with_the_reason(command: str, folder: Path) -> None:
    word_files(Path("in"), "old.doc", "~$a.docx")
    result = run(*COMMANDS[command])
    assert result.exit_code == 0, result.output
    assert "old.doc: the old format of Word; save it as .docx." in result.stderr
    assert "~$a.docx: a lock file of Word" in result.stderr


@pytest.mark.parametrize(
    ("command", "code"),
    [("convert", 2), ("validate", 2), ("mapping", 2), ("survey", 1), ("plan", 0), ("run", 1), ("diff", 2)],
)
@pytest.mark.usefixtures("locked")
def test_a_folder_that_cannot_be_read_is_named_and_is_an_error(command: str, code: int) -> None:
    result = run(*COMMANDS[command])
    assert result.exit_code == code, result.output
    assert "locked" in result.output
    assert "it cannot be read: Permission denied." in result.output


def test_json_and_reports_have_what_was_not_taken(folder: Path) -> None:
    word_files(Path("in"), "a.docx", "old.doc")
    run("convert", "in", "-o", "out", "--report", "report.json")
    batch = run("batch", "run", "in", "-o", "bat", "--jobs", "1", "--junit", "junit.xml", "--sarif", "run.sarif")
    assert batch.exit_code == 0, batch.output
    told = [
        json.loads(Path("report.json").read_text())["skipped"],
        json.loads(run("validate", "in", "--json").stdout)["skipped"],
        json.loads(run("batch", "survey", "in", "--json", "--jobs", "1").stdout)["skipped"],
        json.loads(run("batch", "plan", "in", "-o", "out", "--json").stdout)["skipped"],
        json.loads(Path("bat.batch/run.json").read_text())["run"]["skipped"],
    ]
    for (one,) in told:
        assert one["place"].endswith("in/old.doc")
        assert one["reason"] == "the old format of Word; save it as .docx"
        assert one["is_unread"] is False
    for path in ("bat.batch/report.html", "junit.xml", "run.sarif"):
        assert "old.doc" in Path(path).read_text(), path


def test_status_names_what_was_not_taken_and_why_finds_names_however_letters_are_composed(folder: Path) -> None:
    word_files(Path("in"), normalize("NFD", "Büro.docx"), "old.doc")
    assert run("batch", "run", "in", "-o", "out", "--jobs", "1", "--no-html").exit_code == 0
    assert "old.doc: the old format of Word" in run("batch", "status", "out").stdout
    for form in ("NFC", "NFD"):
        assert run("batch", "why", "out", normalize(form, "Büro.docx")).exit_code == 0
