"""`sdconvert merge`: files, the list of documents, findings, exit codes."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from docx_builder import build_docx
from merge_kit import p, texts

from sdconvert.archive import read_archive
from sdconvert.cli.main import cli
from sdconvert.merging import documents as merged_documents

RECORDS = '{"id": 1, "name": "Ann & <b>"}\n{"id": 2, "name": "Bob"}\n'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("t.docx").write_bytes(build_docx(p("Dear {{ name }}")))
    Path("r.jsonl").write_text(RECORDS, "utf-8")
    return tmp_path


def merge(*arguments: str, stdin: bytes | None = None) -> Result:
    command = ["merge", "t.docx", "--records", "r.jsonl", "-o", "out", *arguments]
    return CliRunner().invoke(cli, command, prog_name="sdconvert", input=stdin)


def documents() -> list[dict[str, object]]:
    return [json.loads(line) for line in Path("out/documents.jsonl").read_text("utf-8").splitlines()]


def written() -> set[str]:
    return {path.name for path in Path("out").iterdir()}


def test_each_record_becomes_a_file_with_a_line_and_a_row(folder: Path) -> None:
    result = merge()
    assert result.exit_code == 0
    assert result.stdout == ""
    assert result.stderr.splitlines() == [
        f"record 1 -> {Path('out/1.docx')}: no findings",
        f"record 2 -> {Path('out/2.docx')}: no findings",
        "2 of 2 merged (no findings)",
    ]
    assert texts(Path("out/1.docx").read_bytes()) == ["Dear Ann & <b>"]
    assert documents() == [{"file": "1.docx", "record": 1}, {"file": "2.docx", "record": 2}]
    assert written() == {"1.docx", "2.docx", "documents.jsonl"}


def test_names_and_texts_come_from_fields(folder: Path) -> None:
    merge(
        *("--name", "{id}-{name}", "--title", "Letter to {name}", "--description", "no. {id}"),
        *("--group", "g{id}", "--supplemental", "{{{id}}}"),
    )
    assert documents()[1] == {
        "file": "2-Bob.docx",
        "title": "Letter to Bob",
        "description": "no. 2",
        "groupId": "g2",
        "supplemental": "{2}",
        "record": 2,
    }
    assert documents()[0]["file"] == "1-Ann & _b_.docx"


def test_two_runs_give_the_same_bytes(folder: Path) -> None:
    merge("--name", "{name}")
    first = {path.name: path.read_bytes() for path in Path("out").iterdir()}
    merge("--name", "{name}")
    assert {path.name: path.read_bytes() for path in Path("out").iterdir()} == first


def test_equal_names_get_numbers_and_a_finding(folder: Path) -> None:
    result = merge("--name", "letter", "-v")
    assert [row["file"] for row in documents()] == ["letter.docx", "letter-2.docx"]
    assert "MERGE-008" in result.stderr
    assert result.exit_code == 0
    assert merge("--name", "letter", "--fail-on", "warning").exit_code == 1


def test_a_bad_record_does_not_stop_the_others(folder: Path) -> None:
    Path("r.jsonl").write_text('{"id": 1, "name": "A"}\n{no\n{"id": 3}\n{"id": 4, "name": "D"}\n', "utf-8")
    result = merge("--missing", "error", "--report", "report.json")
    assert result.exit_code == 1
    assert "line 2: no document: Line 2 is no JSON" in result.stderr
    assert "line 3: no document: The record lacks what is asked for: name." in result.stderr
    assert result.stderr.splitlines()[-1] == "2 of 4 merged (no findings), 2 not: line 2, line 3"
    assert [row["record"] for row in documents()] == [1, 4]
    report = json.loads(Path("report.json").read_text("utf-8"))
    assert (report["summary"]["files"], report["summary"]["failed"]) == (4, 2)
    assert [entry["error"] is None for entry in report["files"]] == [True, False, False, True]
    assert [entry["output"] for entry in report["files"]][1:3] == [None, None]


def test_missing_fields_are_findings_with_their_record(folder: Path) -> None:
    Path("r.jsonl").write_text('{"id": "x7"}\n', "utf-8")
    result = merge("-v", "--report", "report.json")
    assert result.exit_code == 0
    assert "“name” is asked for" in result.stderr
    assert "at record x7, name" in result.stderr
    found = json.loads(Path("report.json").read_text("utf-8"))["files"][0]["findings"][0]
    assert (found["code"], found["location"]["part"], found["location"]["xpath"]) == ("MERGE-002", "record x7", "name")
    assert merge("--fail-on", "warning").exit_code == 1
    assert merge("--missing", "blank", "--fail-on", "info").exit_code == 0


def test_texts_that_an_upload_would_refuse_are_errors_and_whole_in_the_list(folder: Path) -> None:
    lengths = {"title": 200, "description": 400, "supplemental": 349}
    for excess in (0, 1):
        record = {"id": 1, "name": "x"} | {name: "ü" * (limit + excess) for name, limit in lengths.items()}
        Path("r.jsonl").write_text(json.dumps(record), "utf-8")
        result = merge(*(word for name in lengths for word in (f"--{name}", f"{{{name}}}")), "-v")
        assert result.exit_code == excess
        assert result.stderr.count("MERGE-009") == 3 * excess
        assert {name: len(str(documents()[0][name])) for name in lengths} == {
            name: limit + excess for name, limit in lengths.items()
        }


def test_packages_are_written_with_the_findings_of_the_conversion(folder: Path) -> None:
    Path("t.docx").write_bytes(build_docx(p("Dear {{ name }}") + "<w:foo><w:r><w:t>lost</w:t></w:r></w:foo>"))
    result = merge("--to", "sdxml", "-v")
    assert documents()[0]["file"] == "1.zip"
    assert "Dear Ann &amp; &lt;b&gt;" in read_archive(Path("out/1.zip").read_bytes())["sd.xml"].decode()
    assert "DOCX-R" in result.stderr
    assert merge("--mapping", "m.json").exit_code == 2


def test_records_come_from_standard_input(folder: Path) -> None:
    result = merge("--records", "-", stdin=RECORDS.encode())
    assert result.exit_code == 0
    assert len(documents()) == 2


def test_the_fields_are_printed_for_a_shell(folder: Path) -> None:
    result = CliRunner().invoke(cli, ["merge", "t.docx", "--fields"])
    assert (result.exit_code, result.stdout) == (0, "name\n")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--name", "{id"), "single brace"),
        (("--locale", "xx_YY"), "no known locale"),
        (("--timezone", "Mars/Base"), "no known time zone"),
        (("--currency", "EURO"), "no currency"),
        (("--records", "none.jsonl"), "none.jsonl cannot be read"),
        (("--records", "out/documents.jsonl"), "written over"),
        (("--report", "r.jsonl"), "is an input or an output"),
    ],
)
def test_wrong_usage_ends_before_anything_is_written(folder: Path, arguments: tuple[str, ...], message: str) -> None:
    result = merge(*arguments)
    assert result.exit_code == 2
    assert message in result.stderr
    assert "Traceback" not in result.stderr
    assert not Path("out").exists()


def test_a_wrong_tag_ends_with_its_place(folder: Path) -> None:
    Path("t.docx").write_bytes(build_docx(p("x") + p("{{ name")))
    result = merge()
    assert result.exit_code == 2
    assert "word/document.xml, paragraph 2, at “{{ name”" in result.stderr


def test_records_or_a_folder_may_not_be_forgotten(folder: Path) -> None:
    assert CliRunner().invoke(cli, ["merge", "t.docx"]).exit_code == 2


def test_a_file_never_takes_the_place_of_the_template(folder: Path) -> None:
    before = Path("t.docx").read_bytes()
    assert merge("-o", ".", "--name", "T").exit_code == 0
    assert Path("t.docx").read_bytes() == before
    assert Path("T-2.docx").exists()


def test_a_file_that_cannot_be_written_fails_its_record_only(folder: Path) -> None:
    Path("out/1.docx/x").mkdir(parents=True)
    result = merge()
    assert result.exit_code == 1
    assert "1.docx cannot be written" in result.stderr
    assert written() == {"1.docx", "2.docx", "documents.jsonl"}


def test_an_interrupted_run_leaves_no_half_list(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    merge()
    before = Path("out/documents.jsonl").read_bytes()
    real = merged_documents.save

    def interrupted(path: Path, data: bytes) -> None:
        if path.name == "2.docx":
            raise KeyboardInterrupt
        real(path, data)

    monkeypatch.setattr(merged_documents, "save", interrupted)
    assert merge("--title", "{name}").exit_code == 130
    assert Path("out/documents.jsonl").read_bytes() == before
    assert not any(name.endswith(".part") for name in written())


def test_a_folder_that_cannot_be_made_is_an_error(folder: Path) -> None:
    Path("out").write_text("x")
    result = merge()
    assert result.exit_code == 2
    assert "Traceback" not in result.stderr


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_shows_a_bar_and_then_only_what_matters(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("r.jsonl").write_text(RECORDS + "\n{no\n", "utf-8")
    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    with pytest.raises(SystemExit) as ended:
        cli(["merge", "t.docx", "--records", "r.jsonl", "-o", "out"], prog_name="sdconvert")
    assert ended.value.code == 1
    assert "3/3" in screen.getvalue()
    assert "record 1 ->" not in screen.getvalue()
    assert "Line 4 is no JSON" in screen.getvalue()


def test_help_shows_an_example(folder: Path) -> None:
    text = merge("--help").output
    assert "sdconvert merge booking.docx --records bookings.jsonl -o out" in text
    assert "documents.jsonl" in text


def test_records_of_another_file_are_joined(folder: Path) -> None:
    Path("t.docx").write_bytes(build_docx(p("{{ boss.name }}: {% for one in team %}{{ one.name }} {% endfor %}")))
    Path("r.jsonl").write_text('{"id": 1, "boss_id": 7, "team_id": 8}\n{"id": 2, "boss_id": 9}\n', "utf-8")
    Path("people.jsonl").write_text('{"id": 7, "name": "Ann"}\n{"id": 8, "name": "B\\ud800ob"}\n', "utf-8")
    result = merge(
        *("--join", "boss_id:boss=people.jsonl", "--join", "team_id:team[]=people.jsonl"),
        *("--title", "{boss.name}", "--report", "report.json"),
    )
    assert result.exit_code == 0
    assert texts(Path("out/1.docx").read_bytes()) == ["Ann: Bob "]
    assert documents()[0] == {"file": "1.docx", "title": "Ann", "record": 1}
    found = [
        found["code"] for file in json.loads(Path("report.json").read_text())["files"] for found in file["findings"]
    ]
    assert sorted(found) == ["MERGE-001", "MERGE-002", "MERGE-002", "MERGE-010"]


def test_a_joined_file_is_not_written_over(folder: Path) -> None:
    Path("people.jsonl").write_text('{"id": 7}\n', "utf-8")
    result = merge("--join", "who:person=people.jsonl", "--report", "people.jsonl")
    assert result.exit_code == 2
    assert Path("people.jsonl").read_text() == '{"id": 7}\n'


def test_half_characters_are_a_finding_wherever_they_stand(folder: Path) -> None:
    Path("r.jsonl").write_text('{"id": "x\\ud800", "name": {"a\\udc00": 1}, "\\ud800": 2}\n', "utf-8")
    result = merge("--title", "{id}{name}", "--report", "report.json", "-v")
    assert result.exit_code == 0
    assert documents() == [{"file": "x.docx", "title": 'x{"a": 1}', "record": "x"}]
    assert result.stderr.count("MERGE-001") == 3
    assert json.loads(Path("report.json").read_text("utf-8"))["files"][0]["record"] == "x"


def test_an_id_steers_no_terminal(folder: Path) -> None:
    Path("r.jsonl").write_text('{"id": "1\\u009b31m\\n2", "name": "Ann"}\n', "utf-8")
    result = merge()
    assert r"record 1\u009b31m\n2 -> " in result.stderr


def test_documents_of_an_earlier_run_in_the_folder_are_named(folder: Path) -> None:
    assert "warning" not in merge().stderr
    assert "warning" not in merge().stderr
    result = merge("--name", "b{id}")
    assert result.exit_code == 0
    assert "warning: out has 2 more .docx that documents.jsonl does not name (1.docx, 2.docx)" in result.stderr
    assert "warning" not in merge("--to", "sdxml").stderr
