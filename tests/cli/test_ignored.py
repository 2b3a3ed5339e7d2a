"""Findings that the project file ignores count for nothing and are never silent."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from docx_builder import build_docx

from sdconvert.archive import write_archive
from sdconvert.cli.main import cli

SD_XML = (
    '<smashdoc version="2.6"><meta><language value="de_DE"/><title>T</title><subtitle/><description/><footer/>'
    '<creator/></meta><document><paragraph indent="0">a<br/>b</paragraph></document></smashdoc>'
)
REASON = "It has always been so."
RULE = "SDXML-V032"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package that is not valid and a Word file whose formula is told, in a folder; with what is ignored there."""
    (tmp_path / "old").mkdir()
    monkeypatch.chdir(tmp_path)
    for name in ("old/bad.zip", "new.zip"):
        Path(name).write_bytes(write_archive({"sd.xml": SD_XML.encode()}))
    Path("old/a.docx").write_bytes(build_docx("<w:p><w:r><w:t>a</w:t><w:unheard/></w:r></w:p>"))
    codes = [RULE, "SDXML-V005", "DOCX-R0*"]
    Path("sdconvert.toml").write_text(f"[[ignore]]\nfiles = 'old'\ncodes = {codes}\nreason = '{REASON}'\n")
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments, prog_name="sdconvert")


def test_validate_suppresses_them_with_their_reason() -> None:
    result = run("validate", "old/bad.zip")
    assert result.exit_code == 0
    assert "old/bad.zip: no findings, 1 suppressed\n" in result.stdout
    assert f"  suppressed error {RULE}: " in result.stdout
    assert f"      reason: {REASON}\n" in result.stdout
    assert run("validate", "new.zip").exit_code == run("--isolated", "validate", "old/bad.zip").exit_code == 1


def test_validate_tells_programs_of_them() -> None:
    (file,) = json.loads(run("validate", "old/bad.zip", "--json").stdout)["files"]
    assert (file["findings"], [(one["code"], one["reason"]) for one in file["suppressed"]]) == ([], [(RULE, REASON)])
    log = json.loads(run("validate", "old/bad.zip", "--sarif", "-").stdout)
    assert [one["suppressions"][0]["justification"] for one in log["runs"][0]["results"]] == [REASON]


def test_they_are_meant_wherever_the_command_runs(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder / "old")
    assert run("validate", "bad.zip").exit_code == 0
    assert run("validate", "../new.zip").exit_code == 1


def test_convert_counts_them_and_writes_them_into_its_report() -> None:
    result = run("convert", "old/a.docx", "-o", "a.zip", "--fail-on", "warning", "--report", "report.json")
    assert result.exit_code == 0
    assert result.stderr == (
        "old/a.docx -> a.zip: no findings, 1 suppressed\n1 of 1 converted (no findings, 1 suppressed)\n"
    )
    (file,) = json.loads(Path("report.json").read_text())["files"]
    assert [one["reason"] for one in file["suppressed"]] == [REASON]
    assert run("--isolated", "convert", "old/a.docx", "-o", "b.zip", "--fail-on", "warning").exit_code == 1


def test_a_batch_tells_how_many_there_are_and_why(monkeypatch: pytest.MonkeyPatch) -> None:
    from batch_kit import Inline

    monkeypatch.setattr("sdconvert.batch.processes.Processes", lambda *_arguments: Inline())
    result = run("batch", "run", "old/bad.zip", "new.zip", "--steps", "validate", "--output", "out")
    assert (result.exit_code, "1 of 2 done" in result.stderr) == (1, True)
    (told,) = json.loads(run("batch", "why", "out", "bad.zip", "--json").stdout)["steps"]
    assert [(one["code"], one["message"]) for one in told["findings"]] == [
        ("PROJECT-001", f"The project file ignores {RULE} here, 1 ×: {REASON}")
    ]
    Path("sdconvert.toml").unlink()
    again = run("batch", "run", "old/bad.zip", "new.zip", "--steps", "validate", "--output", "out")
    assert "0 of 2 done" in again.stderr
