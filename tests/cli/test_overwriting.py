"""One rule for what stands where a result goes, over all commands that write one."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from batch_kit import word, word_files
from click.testing import CliRunner, Result

from sdconvert import convert
from sdconvert.archive import read_archive, write_archive
from sdconvert.cli.main import cli
from sdconvert.cli.stdio import DASH
from sdconvert.overwriting import check_replaceable

FOREIGN = {
    "a PDF": b"%PDF-1.7 \0",
    "a letter of Word": word("written by hand"),
    "a page": b"<!doctype html><html><p>by hand</html>",
    "pictures": b"PK\x05\x06" + bytes(18),
}
COMMANDS = {
    "convert": ("convert", "a.docx", "-o", "{}.zip"),
    "convert to a page": ("convert", "a.docx", "-o", "{}.html"),
    "convert to Word": ("convert", "a.zip", "-o", "{}.docx"),
    "convert --report": ("convert", "a.docx", "-o", "other.zip", "--report", "{}.json"),
    "convert --jobs": ("convert", "a.docx", "b.docx", "-o", "{}", "--jobs", "2"),
    "pack": ("pack", "folder", "-o", "{}.zip"),
    "annotate": ("annotate", "a.docx", "-o", "{}.docx"),
    "shrink": ("shrink", "a.docx", "--keep", "true {{}}", "-o", "{}.docx"),
    "reconcile": ("reconcile", "a.zip", "a.zip", "a.docx", "-o", "{}.zip"),
    "diff": ("diff", "a.docx", "b.docx", "-o", "{}.txt"),
    "diff --html": ("diff", "a.docx", "b.docx", "--html", "{}.html"),
    "mapping": ("mapping", "a.docx", "-o", "{}.json"),
    "mapping to TOML": ("mapping", "a.docx", "-o", "{}.toml"),
    "validate": ("validate", "a.docx", "-o", "{}.txt"),
    "validate --sarif": ("validate", "a.docx", "--sarif", "{}.sarif"),
    "validate --write-baseline": ("validate", "a.docx", "--write-baseline", "{}.json", "--reason", "known"),
    "survey": ("batch", "survey", "a.docx", "--jobs", "1", "-o", "{}.json"),
    "survey --html": ("batch", "survey", "a.docx", "--jobs", "1", "--html", "{}.html"),
    "merge": ("merge", "t.docx", "--records", "r.jsonl", "-o", "{}"),
    "merge --report": ("merge", "t.docx", "--records", "r.jsonl", "-o", "m", "--report", "{}.json"),
}
IN_A_FOLDER = {"convert --jobs": "a.zip", "merge": "1.docx"}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    word_files(tmp_path, "a.docx", "b.docx")
    Path("t.docx").write_bytes(word("{{ id }}"))
    Path("r.jsonl").write_text('{"id": 1}\n')
    package = convert("a.docx").value
    Path("a.zip").write_bytes(package)
    Path("folder").mkdir()
    members = read_archive(package, "a.zip")
    for name in members:
        Path("folder", name).write_bytes(members[name])
    return tmp_path


def run(command: str, *more: str) -> tuple[Result, Path]:
    """What came of a command whose result goes to a place, and the place."""
    arguments = COMMANDS[command]
    result = CliRunner().invoke(cli, [argument.format("out") for argument in (*arguments, *more)])
    place = next(argument.format("out") for argument in arguments if argument.startswith("{}"))
    return result, Path(place, IN_A_FOLDER[command]) if command in IN_A_FOLDER else Path(place)


@pytest.mark.parametrize("command", COMMANDS)
def test_what_sdconvert_did_not_make_is_replaced_by_force_only(command: str, folder: Path) -> None:
    _, place = run(command)
    made = place.read_bytes()
    result, _ = run(command)
    assert "--force" not in result.stderr, "its own results are replaced"
    assert place.read_bytes() == made or "seconds" in made.decode("latin-1")
    for foreign in FOREIGN.values() if command.startswith("convert to") else [FOREIGN["a letter of Word"]]:
        place.write_bytes(foreign)
        result, _ = run(command)
        assert result.exit_code == (1 if command == "merge" else 2), result.output
        assert "--force replaces it" in result.stderr
        assert place.read_bytes() == foreign
    result, _ = run(command, "--force")
    assert "exists already" not in result.stderr
    assert place.read_bytes()[:20] == made[:20]


@pytest.mark.parametrize("command", [name for name in COMMANDS if "survey" not in name and "jobs" not in name])
def test_what_is_read_only_stays_also_with_force(command: str, folder: Path) -> None:
    _, place = run(command)
    place.chmod(0o444)
    made = place.read_bytes()
    result, _ = run(command, "--force")
    assert result.exit_code == (1 if command == "merge" else 2), result.output
    assert "read-only" in result.stderr
    assert place.read_bytes() == made
    assert [path.name for path in place.parent.iterdir() if path.name.endswith(".part")] == []


def test_formats_never_take_one_anothers_places(folder: Path) -> None:
    package = Path("a.zip").read_bytes()
    assert CliRunner().invoke(cli, ["convert", "a.docx", "--to", "html"]).exit_code == 0
    assert Path("a.html.zip").is_file()
    result = CliRunner().invoke(cli, ["convert", "a.docx", "--to", "html", "-o", "a.zip"])
    assert (result.exit_code, "--force" in result.stderr) == (2, True)
    assert Path("a.zip").read_bytes() == package


def test_a_batch_leaves_what_it_did_not_make(folder: Path) -> None:
    command = ["batch", "run", "a.docx", "b.docx", "-o", "out", "--jobs", "1", "--no-html"]
    Path("out").mkdir()
    Path("out/a.zip").write_bytes(b"by hand")
    result = CliRunner().invoke(cli, command)
    assert result.exit_code == 1, result.output
    assert "a.zip exists already and was not made by sdconvert" in result.stderr
    assert Path("out/a.zip").read_bytes() == b"by hand"
    Path("out/a.zip").unlink()
    assert CliRunner().invoke(cli, command).exit_code == 0
    Path("out/a.zip").write_bytes(b"spoilt")  # the journal knows that this place is the batch's
    assert CliRunner().invoke(cli, command).exit_code == 0
    assert Path("out/a.zip").read_bytes().startswith(b"PK")


def test_texts_replace_texts_of_their_kind_and_nothing_else(tmp_path: Path) -> None:
    texts = {"json": b'{"a": 1}', "xml": b"<?xml version='1.0'?><a/>", "text": b"a: 1 error\n"}
    place = tmp_path / "x"
    for old, before in texts.items():
        place.write_bytes(before)
        for new, data in texts.items():
            if old == new:
                check_replaceable(place, data)
            else:
                with pytest.raises(Exception, match="--force"):
                    check_replaceable(place, data)
    place.write_bytes(b"")
    check_replaceable(place, write_archive({"sd.xml": b""}))
    check_replaceable(tmp_path / DASH, json.dumps({}).encode())
