"""`sdconvert batch`: options, lines, exit codes, files."""

from __future__ import annotations

import json
import os
import pty
import select
import shlex
import signal
import subprocess
import sys
import threading
import time
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from batch_kit import COMMAND, batch, files_below, journal_of, rows, word, word_files
from click.testing import CliRunner, Result

from sdconvert.cli import batch_run
from sdconvert.cli.main import cli
from sdconvert.sandbox.options import SandboxOptions
from sdconvert.sandbox.server import Sandbox, start

SUBCOMMANDS = ("run", "plan", "retry", "status", "why", "report", "survey")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory, with a folder `in` of three documents of which one is damaged."""
    monkeypatch.chdir(tmp_path)
    word_files(tmp_path / "in", "a.docx", "x/b.docx")
    (tmp_path / "in/bad.docx").write_bytes(b"nothing")
    return tmp_path


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs work in this thread instead of in processes."""
    from batch_kit import Inline

    monkeypatch.setattr("sdconvert.batch.processes.Processes", lambda *_arguments: Inline())


def invoke(*arguments: str | Path, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(cli, ["batch", *map(str, arguments)], prog_name="sdconvert", input=stdin)


def sdconvert(*arguments: str) -> str:
    return CliRunner().invoke(cli, arguments, prog_name="sdconvert").stdout


def last(result: Result) -> str:
    return result.stderr.strip().splitlines()[-1]


# ----------------------------------------------------------------------------------------------------------------- help


@pytest.mark.parametrize("command", SUBCOMMANDS)
def test_every_option_says_what_it_does(command: str) -> None:
    import click

    from sdconvert.cli.batch import batch as group

    found = group.get_command(click.Context(group), command)
    assert found is not None
    silent = [one.name for one in found.params if isinstance(one, click.Option) and not one.help]
    assert silent == []
    assert invoke(command, "--help").exit_code == 0


def test_the_group_lists_its_commands() -> None:
    shown = invoke("--help").output
    assert all(f"\n  {name} " in shown for name in SUBCOMMANDS)


# ------------------------------------------------------------------------------------------------------------- the run


def test_a_run_in_processes_says_what_came_of_it(folder: Path) -> None:
    done = batch("run", "in", "-o", "out", "--jobs", "2", cwd=folder)
    assert done.returncode == 1, done.stderr
    assert done.stdout == ""
    assert done.stderr.splitlines()[-1] == f"2 of 3 done, 1 failed: run `sdconvert batch retry {folder / 'out'}`."
    assert files_below(folder / "out") == ["a.zip", "x/b.zip"]
    assert {"journal.sqlite", "report.html", "run.json"} <= set(files_below(folder / "out.batch"))


@pytest.mark.usefixtures("quick")
def test_exit_codes_and_last_lines_tell_the_truth(folder: Path) -> None:
    first = invoke("run", "in", "-o", "out")
    assert (first.exit_code, first.stdout) == (1, "")
    assert last(first).startswith("2 of 3 done, 1 failed: run `sdconvert batch retry ")
    (folder / "in/bad.docx").write_bytes(word())
    second = invoke("run", "in", "-o", "out")
    assert (second.exit_code, last(second)) == (0, "3 of 3 done (2 unchanged).")
    third = invoke("run", "in", "-o", "out", "--force")
    assert (third.exit_code, last(third)) == (0, "3 of 3 done.")
    none = invoke("run", "in", "-o", "out", "--since", "2099-01-01")
    assert (none.exit_code, last(none)) == (0, "Nothing to do: the sources hold no documents.")


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "Name at least one SOURCE, or a list with --from-file."),
        (("none",), "none does not exist."),
        (("in", "--steps", "validat"), "'validat' is no step of a batch"),
        (("in", "--steps", ","), "A batch needs a step"),
        (("in", "--mapping", "none.json"), "none.json"),
        (("in", "--template", "none.docx", "--to", "docx", "--from", "docx"), "none.docx"),
        (("in", "--from-file", "none.txt"), "The list none.txt cannot be read: No such file or directory."),
        (("in", "--executor", "http://x"), "http://x is no executor; dask://host:port is one."),
        (("in", "--executor", "dask://"), "dask:// is no executor; dask://host:port is one."),
        (("in", "--since", "yesterday"), "yesterday"),
        (("in", "--max-failures", "0"), "0 is not in the range"),
        (("in", "--log", "none/x.jsonl"), "none/x.jsonl cannot be written: No such file or directory."),
        (("in", "--state", "in/a.docx"), "a.docx"),
        (("in", "--steps", "upload"), "SDCONVERT_"),
        (("s3://bucket/in",), "s3:// needs pip install 'sdconvert[s3]'."),
    ],
)
def test_what_cannot_run_is_said_with_2(arguments: tuple[str, ...], words: str, folder: Path) -> None:
    result = invoke("run", *arguments, "-o", "out")
    assert result.exit_code == 2, result.output
    assert words in result.stderr
    assert "Traceback" not in result.output
    assert not (folder / "out").exists()


@pytest.mark.parametrize(
    ("module", "arguments", "extra"),
    [
        ("fsspec", ("run", "memory://x", "-o", "out"), "batch"),
        ("distributed", ("run", "in", "-o", "out", "--executor", "dask://127.0.0.1:9"), "dask"),
        ("jinja2", ("run", "in", "-o", "out"), "batch"),
        ("junitparser", ("run", "in", "-o", "out", "--no-html", "--junit", "j.xml"), "batch"),
    ],
)
@pytest.mark.usefixtures("quick")
def test_a_missing_extra_is_named(
    module: str, arguments: tuple[str, ...], extra: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == module]:
        monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.setitem(sys.modules, module, None)
    result = invoke(*arguments)
    assert result.exit_code == 2
    assert f"pip install 'sdconvert[{extra}]'" in result.stderr
    assert not (folder / "out").exists()


@pytest.mark.usefixtures("quick")
def test_a_report_that_cannot_be_written_does_not_cost_the_last_line(folder: Path) -> None:
    result = invoke("run", "in", "-o", "out", "--sarif", "in/a.docx/s.sarif")
    assert result.exit_code == 2
    assert "s.sarif cannot be written: " in result.stderr
    assert "2 of 3 done, 1 failed" in result.stderr
    assert files_below(folder / "out") == ["a.zip", "x/b.zip"]


@pytest.mark.usefixtures("quick")
def test_lists_come_from_files_and_standard_input(folder: Path) -> None:
    Path("list.txt").write_text("in/a.docx\r\nin/gone.docx\r\n", "utf-8")
    result = invoke("run", "--from-file", "list.txt", "-o", "one")
    assert last(result).startswith("1 of 2 done, 1 failed")
    result = invoke("run", "--from-file", "-", "-o", "two", stdin=b"in/a.docx\0in/x/b.docx\0")
    assert last(result) == "2 of 2 done."
    assert files_below(folder / "two") == ["a.zip", "x/b.zip"]


@pytest.mark.usefixtures("quick")
def test_a_run_stops_at_too_many_failures(folder: Path) -> None:
    for number in range(20):
        (folder / "in" / f"bad{number:02}.docx").write_bytes(b"nothing")
    result = invoke("run", "in", "-o", "out", "--max-failures", "2", "--jobs", "1")
    assert result.exit_code == 1
    assert "not reached: run the same command again to go on." in last(result)


@pytest.mark.usefixtures("quick")
def test_conversion_options_reach_the_documents(folder: Path) -> None:
    result = invoke("run", "in/a.docx", "-o", "out", "--to", "html", "--single-file", "--meta", "title=Set")
    assert result.exit_code == 0
    assert "<title>Set</title>" in (folder / "out/a.html").read_text("utf-8")


# ------------------------------------------------------------------------------------------------------------- reports


@pytest.mark.usefixtures("quick")
def test_what_a_run_leaves_for_machines(folder: Path) -> None:
    result = invoke(
        *("run", "in", "-o", "out", "--log", "log.jsonl", "--junit", "j.xml", "--sarif", "s.sarif", "--no-html")
    )
    assert result.exit_code == 1
    log = [json.loads(line) for line in Path("log.jsonl").read_text("ascii").splitlines()]
    assert {row["name"]: row["state"] for row in log} == {"a.docx": "done", "bad.docx": "failed", "x/b.docx": "done"}
    run = json.loads((folder / "out.batch/run.json").read_text("ascii"))
    assert run["totals"]["exit_code"] == 1
    assert run["totals"]["last_line"] == last(result)
    assert [row["name"] for row in run["documents"]] == ["a.docx", "bad.docx", "x/b.docx"]
    suite = ET.parse("j.xml").getroot()
    assert len(list(suite.iter("testcase"))) == 3
    assert len([*suite.iter("failure"), *suite.iter("error")]) == 1
    assert json.loads(Path("s.sarif").read_text("utf-8"))["version"] == "2.1.0"
    assert not (folder / "out.batch/report.html").exists()
    invoke("run", "in", "-o", "out", "--log", "log.jsonl", "--no-html")
    assert len(Path("log.jsonl").read_text("ascii").splitlines()) == 6


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(
    ("form", "name", "sign"),
    [
        ("html", "report.html", "<html"),
        ("json", "run.json", '"documents"'),
        ("junit", "junit.xml", "<testsuite"),
        ("sarif", "run.sarif", "2.1.0"),
    ],
)
def test_reports_are_written_of_any_run(form: str, name: str, sign: str, folder: Path) -> None:
    invoke("run", "in", "-o", "out", "--no-html")
    (folder / "in/bad.docx").write_bytes(word())
    invoke("run", "in", "-o", "out", "--no-html")
    option = "-o" if form == "json" else f"--{form}"
    assert invoke("report", "out", option, name).exit_code == 0
    newest = Path(name).read_text("utf-8")
    assert invoke("report", "out", "--run", "1", option, "older").exit_code == 0
    older = Path("older").read_text("utf-8")
    assert sign in newest
    assert sign in older
    words = "bad.docx is of an unknown kind"
    assert (words in older, words in newest) == (True, False)
    result = invoke("report", "out", "--run", "3")
    assert (result.exit_code, "There is no run 3; there are 1 to 2." in result.stderr) == (2, True)


@pytest.mark.usefixtures("quick")
def test_an_older_run_is_reported_as_it_was(folder: Path) -> None:
    first = invoke("run", "in", "-o", "out", "--no-html")
    (folder / "in/bad.docx").write_bytes(word())
    invoke("run", "in", "-o", "out", "--no-html")
    invoke("report", "out", "--json", "--run", "1", "-o", "older.json")
    totals = json.loads(Path("older.json").read_text("ascii"))["totals"]
    assert totals["last_line"] == last(first)
    assert totals["states"] == {"done": 2, "failed": 1}


# ---------------------------------------------------------------------------------------------------------------- plan


@pytest.mark.usefixtures("quick")
def test_a_plan_says_what_would_be_done_and_does_nothing(folder: Path) -> None:
    result = invoke("plan", "in", "-o", "out", "--json")
    assert result.exit_code == 0
    planned = json.loads(result.stdout)
    assert planned["steps"] == ["validate", "convert"]
    assert [row["state"] for row in planned["documents"]] == ["new"] * 3
    assert planned["documents"][0] == {
        "name": "a.docx", "source": str(folder / "in/a.docx"), "output": str(folder / "out/a.zip"), "state": "new"
    }  # fmt: skip
    assert sorted(path.name for path in folder.iterdir()) == ["in"]


@pytest.mark.usefixtures("quick")
def test_a_dry_run_is_the_plan(folder: Path) -> None:
    for state in ([], ["--state", "elsewhere"]):
        arguments = ["in", "-o", "out", "--revisions", "reject", *state]
        for _ in range(2):
            dry = invoke("run", *arguments, "--dry-run", "--json")
            assert (dry.exit_code, dry.stdout) == (0, invoke("plan", *arguments, "--json").stdout)
            invoke("run", *arguments)
        assert [row["state"] for row in json.loads(dry.stdout)["documents"]] == ["done", "failed", "done"]


@pytest.mark.skipif(sys.platform != "linux", reason="only there names may be any bytes")
def test_a_plan_with_a_name_that_is_no_utf_8_can_be_printed(folder: Path) -> None:
    (Path(os.fsdecode(bytes(folder) + b"/in/caf\xe9.docx"))).write_bytes(word())
    done = batch("plan", "in", "-o", "out", "--json", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert "caf\\\\udce9.docx" in done.stdout
    json.loads(done.stdout)


# ------------------------------------------------------------------------------------------------------- status and why


@pytest.mark.usefixtures("quick")
def test_status_shows_the_runs_and_what_is_not_done(folder: Path) -> None:
    invoke("run", "in", "-o", "out")
    result = invoke("status", "out")
    assert result.exit_code == 1
    assert result.stdout.startswith("run 1: ")
    assert "3 documents, validate, convert, 0 s" in result.stdout
    assert "2 of 3 done, 1 failed" in result.stdout
    assert "  failed   bad.docx: " in result.stdout
    assert json.loads(invoke("status", "out", "--json").stdout)["totals"]["states"] == {"done": 2, "failed": 1}
    (folder / "in/bad.docx").unlink()
    invoke("run", "in", "-o", "out")
    assert invoke("status", "out").exit_code == 0


@pytest.mark.parametrize("command", [("status", "none"), ("why", "none", "x"), ("report", "none"), ("retry", "none")])
def test_a_destination_without_a_journal_is_said(command: tuple[str, ...], folder: Path) -> None:
    result = invoke(*command)
    assert result.exit_code == 2
    assert "No batch was run into none" in result.stderr
    assert not (folder / "none.batch").exists()


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(
    "command",
    [("status", "out"), ("why", "out", "x"), ("report", "out"), ("retry", "out"), ("run", "in", "-o", "out")],
)
def test_a_damaged_journal_is_said(command: tuple[str, ...], folder: Path) -> None:
    (folder / "out.batch").mkdir()
    (folder / "out.batch/journal.sqlite").write_bytes(b"no database" * 1000)
    result = invoke(*command)
    assert result.exit_code == 2
    assert "file is not a database. Move it away to begin anew" in result.stderr


@pytest.mark.usefixtures("quick")
def test_status_and_reports_can_be_had_during_a_run(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Result] = []

    class Looking(batch_run.Progress):
        def tell(self, outcome: Any) -> None:
            seen.extend(
                invoke(*command) for command in (("status", "out"), ("report", "out"), ("why", "out", outcome.name))
            )

    monkeypatch.setattr(batch_run, "Progress", Looking)
    invoke("run", "in", "-o", "out")
    statuses, others = seen[::3], [*seen[1::3], *seen[2::3]]
    assert [result.exit_code for result in statuses] == [1, 1, 1]
    assert "At work: 1 of 3 ended, 1 of them done." in statuses[0].stdout
    assert ", at work" in statuses[0].stdout
    assert {result.exit_code for result in others} == {0}
    assert "At work" not in invoke("status", "out").stdout


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("path", ["x/b.docx", "b.docx", "b.zip", "in/x/b.docx", "out/x/b.zip", "./x/b.docx"])
def test_why_finds_a_document_by_any_of_its_places(path: str, folder: Path) -> None:
    invoke("run", "in", "-o", "out")
    for wanted in (path, folder / path) if path.startswith(("in/", "out/")) else (path,):
        result = invoke("why", "out", wanted)
        assert result.exit_code == 0, result.output
        assert result.stdout.startswith("x/b.docx: done\n")
        assert f"output    {folder / 'out/x/b.zip'}" in result.stdout


@pytest.mark.usefixtures("quick")
def test_why_says_what_went_wrong_and_what_it_does_not_know(folder: Path) -> None:
    word_files(folder / "in", "y/b.docx")
    for _ in range(2):
        invoke("run", "in", "-o", "out")
    shown = invoke("why", "out", "bad.docx").stdout
    assert "bad.docx: failed" in shown
    assert "error     " in shown
    assert "done      2 times" in shown
    assert json.loads(invoke("why", "out", "bad.docx", "--json").stdout)["state"] == "failed"
    ambiguous = invoke("why", "out", "b.docx")
    assert (ambiguous.exit_code, "b.docx may be 2 documents: x/b.docx, y/b.docx" in ambiguous.stderr) == (2, True)
    unknown = invoke("why", "out", "none.docx")
    assert (unknown.exit_code, "No document of the batch is called none.docx." in unknown.stderr) == (2, True)
    assert "Near it" not in unknown.stderr
    assert "is called AD.docx. Near it: bad.docx" in invoke("why", "out", "AD.docx").stderr


# --------------------------------------------------------------------------------------------------------------- retry


@pytest.mark.usefixtures("quick")
def test_retry_does_again_what_failed_and_nothing_else_from_anywhere(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    invoke("run", "in", "-o", "out", "--revisions", "reject")
    (folder / "elsewhere").mkdir()
    monkeypatch.chdir(folder / "elsewhere")
    still = invoke("retry", "../out")
    assert last(still).startswith("0 of 1 done, 1 failed")
    (folder / "in/bad.docx").write_bytes(word())
    fixed = invoke("retry", folder / "out")
    assert (fixed.exit_code, last(fixed)) == (0, "1 of 1 done.")
    nothing = invoke("retry", "../out")
    assert (nothing.exit_code, nothing.stderr) == (0, "Nothing to do again: every document of the last run is done.\n")
    monkeypatch.chdir(folder)
    all_of_it = invoke("run", "in", "-o", "out", "--revisions", "reject")
    assert last(all_of_it) == "3 of 3 done (3 unchanged)."
    assert len(rows(folder / "out", "SELECT * FROM runs")) == 4


@pytest.mark.usefixtures("quick")
def test_retry_does_what_the_last_run_did_not_reach(folder: Path) -> None:
    for number in range(12):
        (folder / "in" / f"bad{number:02}.docx").write_bytes(b"nothing")
    invoke("run", "in", "-o", "out", "--max-failures", "1", "--jobs", "1")
    with journal_of(folder / "out") as journal:
        reached = len(list(journal.outcomes(1)))
    assert reached < 15
    result = invoke("retry", "out")
    assert last(result).endswith("failed: run `sdconvert batch retry " + str(folder / "out") + "`.")
    assert json.loads((folder / "out.batch/run.json").read_text("ascii"))["run"]["planned"] == 14


# ------------------------------------------------------------------------------------------------------------ progress


@pytest.mark.usefixtures("quick")
def test_lines_tell_of_each_document_and_nothing_else_does(folder: Path) -> None:
    lines = invoke("run", "in", "-o", "out", "--progress", "lines", "--no-html").stderr.splitlines()
    assert len(lines) == 5
    assert [line.split(":")[:2] for line in lines[:3]] == [
        ["a.docx", lines[0].split(":")[1]], ["bad.docx", " failed"], ["x/b.docx", lines[2].split(":")[1]]
    ]  # fmt: skip
    assert lines[0].startswith("a.docx: done (")
    for choice in ("none", "auto"):
        assert len(invoke("run", "in", "-o", "out", "--progress", choice, "--no-html").stderr.splitlines()) == 2


def on_a_terminal(folder: Path, *arguments: str) -> str:
    """What a command writes to a terminal."""
    ours, theirs = pty.openpty()
    with subprocess.Popen([*COMMAND, *arguments], stderr=theirs, stdout=subprocess.DEVNULL, cwd=folder) as process:
        os.close(theirs)
        said = b""
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            if not select.select([ours], [], [], 0.2)[0]:
                continue
            try:
                piece = os.read(ours, 65_536)
            except OSError:
                break
            if not piece:
                break
            said += piece
        process.wait(10)
    os.close(ours)
    return said.decode()


@pytest.mark.parametrize(("choice", "shows"), [("auto", True), ("none", False)])
def test_a_bar_is_shown_on_a_terminal(choice: str, shows: bool, folder: Path) -> None:
    said = on_a_terminal(folder, "run", "in", "-o", "out", "--no-html", "--progress", choice)
    assert ("Documents" in said and "3/3" in said) is shows, said
    assert "2 of 3 done, 1 failed" in said
    if shows:
        assert "/s, 1 not done" in said


def test_a_bar_counts_what_is_to_be_done_and_no_more(folder: Path) -> None:
    for name in ("a.docx", "bad.docx"):
        os.utime(folder / "in" / name, (0, 0))
    said = on_a_terminal(folder, "run", "in", "-o", "out", "--no-html", "--since", "1d")
    assert "1/1" in said
    assert "1/3" not in said


# ------------------------------------------------------------------------------------------------------------- uploads


@pytest.fixture
def sandbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[Sandbox]:
    with start(options=SandboxOptions(seed=3)) as running:
        environment = {
            "URL": running.url,
            "CLIENT_ID": running.credentials.client_id,
            "CLIENT_SECRET": running.credentials.client_secret,
            "USER_ID": "tester",
            "EMAIL": "t@example.org",
            "FIRSTNAME": "T",
            "LASTNAME": "Ester",
            "COMPANY": "Example",
            "GROUP_ID": "g1",
            "ATTEMPTS": "2",
        }
        for name, value in environment.items():
            monkeypatch.setenv(f"SDCONVERT_{name}", value)
        yield running


@pytest.mark.usefixtures("quick")
def test_a_run_with_uploads_keeps_its_secrets(folder: Path, sandbox: Sandbox) -> None:
    arguments = ("run", "in", "-o", "out", "--steps", "validate,convert,upload", "--settle", "0")
    machine = ("--log", "log.jsonl", "--junit", "j.xml", "--sarif", "s.sarif", "--progress", "lines")
    result = invoke(*arguments, *machine)
    assert last(result).startswith("2 of 3 done, 1 failed"), result.output
    again = invoke(*arguments)
    assert last(again).startswith("2 of 3 done (2 unchanged), 1 failed")
    secret = sandbox.credentials.client_secret
    kept = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    for said in (result.output, again.output, invoke("status", "out", "--json").output, kept.decode("latin-1")):
        assert secret not in said
        assert "Bearer " not in said
        assert "otpt=" not in said


@pytest.mark.usefixtures("quick")
def test_a_server_that_goes_away_ends_the_run_early_with_why(
    folder: Path, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    word_files(folder / "in", *(f"{number:02}.docx" for number in range(40)))
    sandbox.fault(kind="reset", when="before", call="list")
    result = invoke(
        *("run", "in", "-o", "out", "--steps", "convert,upload", "--settle", "0", "--attempts", "1", "--jobs", "1")
    )
    assert result.exit_code == 1
    said = result.stderr.strip().splitlines()
    assert said[-2].startswith("No more documents were begun, since the server could not be reached: ")
    assert "not reached: run the same command again to go on." in said[-1]


@pytest.mark.usefixtures("quick")
def test_rows_about_documents_go_with_them(folder: Path, sandbox: Sandbox) -> None:
    Path("in/documents.jsonl").write_text(
        '{"file": "a.docx", "title": "Anna", "description": "", "groupId": "g2"}\n{"file": "bad.docx"}\n', "utf-8"
    )
    result = invoke(
        *(
            "run",
            "in",
            "-o",
            "out",
            "--steps",
            "convert,upload",
            "--documents",
            "in/documents.jsonl",
            "--rate",
            "500",
        )
    )
    assert last(result).startswith("2 of 3 done, 1 failed"), result.output
    journal = rows(folder / "out", "SELECT document, document_id FROM steps WHERE step = 'upload' ORDER BY document")
    assert [name for name, id in journal if id] == ["a.docx", "x/b.docx"]


@pytest.mark.usefixtures("quick")
def test_documents_that_each_have_a_group_need_none_besides(
    folder: Path, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SDCONVERT_GROUP_ID")
    Path("in/bad.docx").unlink()
    rows = Path("in/documents.jsonl")
    arguments = ("run", "in", "-o", "out", "--steps", "convert,upload", "--documents", rows, "--rate", "500")
    rows.write_text('{"file": "a.docx", "groupId": "g2"}\n{"file": "x/b.docx", "title": "b"}\n', "utf-8")
    assert "The group of the document is not known." in invoke(*arguments).output
    rows.write_text('{"file": "a.docx", "groupId": "g2"}\n{"file": "x/b.docx", "groupId": "g3"}\n', "utf-8")
    assert last(invoke(*arguments)).startswith("2 of 2 done")
    listed = json.loads(CliRunner().invoke(cli, ["api", "list", "--json"]).stdout)["documents"]
    assert sorted((one["title"], one["groupId"]) for one in listed) == [("a", "g2"), ("b", "g3")]


@pytest.mark.usefixtures("quick")
def test_a_server_that_cannot_be_reached_or_refuses_is_said_before_anything_is_done(
    folder: Path, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    arguments = ("run", "in", "-o", "out", "--steps", "convert,upload")
    monkeypatch.setenv("SDCONVERT_CLIENT_SECRET", "0" * 64)
    refused = invoke(*arguments)
    assert refused.exit_code == 2
    monkeypatch.setenv("SDCONVERT_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("SDCONVERT_TOTAL_TIME", "0.2")
    unreachable = invoke(*arguments)
    assert unreachable.exit_code == 2
    assert "the connection was refused" in unreachable.stderr
    assert not (folder / "out").exists()


@pytest.mark.usefixtures("quick")
def test_retry_knows_the_state_and_the_list_of_the_last_run(folder: Path, sandbox: Sandbox) -> None:
    Path("documents.jsonl").write_text('{"file": "in/bad.docx", "title": "Anna"}\n', "utf-8")
    steps = ("--steps", "convert,upload")
    first = invoke("run", "in", "-o", "out", *steps, "--documents", "documents.jsonl", "--state", "my state")
    advice = f"sdconvert batch retry {folder / 'out'} --state '{folder / 'my state'}'"
    assert last(first).endswith(f"run `{advice}`.")
    (folder / "in/bad.docx").write_bytes(word("Now it is one"))
    again = invoke(*shlex.split(advice)[2:])
    assert last(again) == "1 of 1 done."
    assert "Anna" in sdconvert("api", "list", "--user", "tester")


@pytest.mark.usefixtures("quick")
def test_a_run_is_reported_as_itself_though_another_began_before(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Followed(batch_run.Progress):
        def __exit__(self, *error: object) -> None:
            with journal_of(folder / "out") as journal:
                begun = journal.runs()[-1]
                journal.begin_run(replace(begun, planned=99))

    monkeypatch.setattr(batch_run, "Progress", Followed)
    assert last(invoke("run", "in/a.docx", "-o", "out")) == "1 of 1 done."


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_a_log_that_is_full_stops_no_run_and_is_told(folder: Path, quick: None) -> None:
    done = invoke("run", "in", "-o", "out", "--log", "/dev/full")
    assert (done.exit_code, files_below(folder / "out")) == (1, ["a.zip", "x/b.zip"])
    assert "sdconvert: warning: 3 documents are not in /dev/full: No space left on device.\n" in done.stderr


@pytest.mark.skipif(not hasattr(signal, "pthread_kill"), reason="signals are those of POSIX")
def test_a_request_to_terminate_leaves_what_is_under_way_some_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch_run, "_SECONDS_TO_TERMINATE", 0.2)
    began = time.monotonic()

    def hang() -> None:
        with batch_run._stop_on_signal(stop := threading.Event()):
            os.kill(os.getpid(), signal.SIGTERM)
            assert stop.wait(1.0)
            time.sleep(5.0)

    with pytest.raises(KeyboardInterrupt):
        hang()
    assert 0.15 < time.monotonic() - began < 2.0


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_run_that_ends_by_itself_after_a_signal_is_not_ended_again(
    monkeypatch: pytest.MonkeyPatch, number: signal.Signals
) -> None:
    monkeypatch.setattr(batch_run, "_SECONDS_TO_TERMINATE", 0.1)
    with batch_run._stop_on_signal(stop := threading.Event()):
        os.kill(os.getpid(), number)
        assert stop.wait(1.0)
        if number is signal.SIGINT:
            time.sleep(0.2)
    time.sleep(0.2)
