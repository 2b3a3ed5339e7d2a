import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from docx_documents import p
from survey_kit import HIDDEN, docx, heading, own

from sdconvert.cli import progress
from sdconvert.cli.main import cli
from sdconvert.stylemap.parse import load_stylemap


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    docx(folder / "a.docx", heading("First"), own("Mine."))
    docx(folder / "sub" / "b.docx", "Text.", p(HIDDEN))
    return folder


def _run(*arguments: object, stdin: bytes | None = None) -> Result:
    command = ["batch", "survey", "--jobs", "1", *map(str, arguments)]
    return CliRunner().invoke(cli, command, input=stdin, catch_exceptions=False)


def test_the_text_shows_styles_contents_findings_and_the_worst_files(corpus: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("COLUMNS", "200")
    result = _run(corpus)
    assert (result.exit_code, result.stderr) == (0, "")
    lines = [" ".join(line.split()) for line in result.stdout.splitlines()]
    assert lines[0] == "2 files; 3 styles"
    assert "STYLE USES FILES BY EXAMPLE IN MAPS TO CONFIDENCE WHY" in lines
    assert "Own 1 1 author Mine. a.docx paragraph 0 medium plain text by its definition" in lines
    assert "characters 2 21 15 0 6 1 DOCX-R030 × 6" in lines
    assert any(
        line.startswith("DOCX-R030 warning 1 1 1 piece(s) of hidden text are left out; the first: “Unseen”")
        for line in lines
    )
    assert lines[-3:] == ["Loses most, of 1 file that lose something", "LOSSES CHARACTERS FILE", "1 6 sub/b.docx"]


def test_json_goes_to_the_output_and_the_mapping_to_its_file(corpus: Path, tmp_path: Path):
    output, mapping = tmp_path / "out" / "s.json", tmp_path / "m.toml"
    result = _run(corpus, "-o", output, "--mapping-out", mapping, "--json")
    assert result.exit_code == 0
    assert output.read_text() == result.stdout
    survey = json.loads(result.stdout)
    assert (survey["files"], survey["losing_files"]) == (2, 1)
    assert set(load_stylemap(mapping).rows) == set(survey["mapping"]) == {"heading 1", "Normal", "Own"}
    assert mapping.read_text().startswith("#")
    assert "3 styles mapped" in result.stderr


def test_a_mapping_written_by_a_survey_is_what_the_mapping_command_writes(corpus: Path, tmp_path: Path):
    _run(corpus, "--mapping-out", tmp_path / "m.json")
    other = CliRunner().invoke(cli, ["mapping", str(corpus), "--json"])
    assert (tmp_path / "m.json").read_text() == other.stdout


def test_an_unreadable_file_makes_the_exit_code_1_and_stops_no_other(corpus: Path):
    (corpus / "broken.docx").write_bytes(b"nothing")
    result = _run(corpus)
    assert result.exit_code == 1
    assert "3 files, 1 could not be read; 3 styles" in result.stdout
    (line,) = (line for line in result.stdout.splitlines() if line.startswith("  broken.docx: "))
    assert line.endswith("not an intact zip package.")


def test_documents_are_named_by_lists_too(corpus: Path):
    result = _run("--from-file", "-", "--json", stdin=f"{corpus / 'a.docx'}\n{corpus / 'no.docx'}\n".encode())
    survey = json.loads(result.stdout)
    assert survey["files"] == 2
    assert survey["unreadable"][0]["file"] == "no.docx"
    assert "No such file" in survey["unreadable"][0]["error"]


def test_documents_elsewhere_are_named_by_urls(corpus: Path):
    result = _run(f"file://{corpus}", "--json")
    assert json.loads(result.stdout)["files"] == 2


def test_limits_of_archives_hold(corpus: Path):
    result = _run(corpus, "--max-members", "2")
    assert result.exit_code == 1
    assert "2 files, 2 could not be read; 0 styles" in result.stdout
    assert "Holds" not in result.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "Name documents: SOURCE, or --from-file."),
        (["nowhere"], "nowhere does not exist"),
        (["--from-file", "nowhere.txt"], "nowhere.txt cannot be read"),
        (["--from-file", "/dev/null", "--fail-empty"], "Nothing to do: the sources hold no documents."),
    ],
)
def test_nothing_to_survey_is_said(arguments: list[str], words: str):
    result = _run(*arguments)
    assert result.exit_code == 2
    assert words in result.stderr


def test_a_mapping_predicts(corpus: Path, tmp_path: Path):
    (tmp_path / "m.json").write_text('{"Own": {"textType": "heading", "level": 0}}')
    result = _run(corpus, "--mapping", tmp_path / "m.json", "--json")
    codes = {finding["code"]: finding for finding in json.loads(result.stdout)["findings"]}
    assert "paragraph became heading of level 0" in codes["MAP-013"]["example"]


def test_a_mapping_that_cannot_be_used_is_an_error(corpus: Path, tmp_path: Path):
    (tmp_path / "m.json").write_text("{")
    result = _run(corpus, "--mapping", tmp_path / "m.json")
    assert result.exit_code == 2
    assert "is not JSON" in result.stderr


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("stream", "mode", "shown"),
    [(_Terminal(), "auto", True), (_Terminal(), "none", False), (io.StringIO(), "auto", False)],
)
def test_progress_is_shown_on_a_terminal_only(
    monkeypatch: pytest.MonkeyPatch, stream: io.StringIO, mode: str, shown: bool
):
    monkeypatch.setattr(progress.sys, "stderr", stream)
    with progress.progress_of(3, "Surveying", mode) as told:
        told(1)
        told(3)
    assert ("3/3" in stream.getvalue()) is shown
    assert bool(stream.getvalue()) is shown


def test_the_survey_is_written_as_a_page(tmp_path: Path):
    docx(tmp_path / "a.docx", heading("First"))
    page = tmp_path / "survey.html"
    result = _run(tmp_path / "a.docx", "--html", page)
    assert result.exit_code == 0
    assert "Survey of 1 documents" in page.read_text("utf-8")
