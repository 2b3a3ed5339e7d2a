import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sdconvert.archive import read_archive, write_archive
from sdconvert.cli import corpus
from sdconvert.cli.main import cli
from sdconvert.cli.mapping import mapping
from sdconvert.formats.docx.names import W
from sdconvert.stylemap.parse import load_stylemap

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONSHIPS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
)
_STYLE = '<w:style w:type="paragraph" w:styleId="{0}"{1}><w:name w:val="{2}"/><w:rPr>{3}</w:rPr></w:style>'
_STYLES = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="n"><w:name w:val="Normal"/></w:style>',
    _STYLE.format("h", "", "heading 1", ""),
    _STYLE.format("h7", "", "heading 7", ""),
    _STYLE.format("own", ' w:customStyle="1"', "Own", '<w:b/><w:sz w:val="40"/>'),
)


def _docx(path: Path, *styles: str) -> Path:
    """A document with one paragraph for each of these style ids."""
    paragraphs = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t>Words</w:t></w:r></w:p>' for style in styles
    )
    normal = "<w:p><w:pPr><w:rPr><w:sz w:val='20'/></w:rPr></w:pPr><w:r><w:t>" + "Text. " * 50 + "</w:t></w:r></w:p>"
    defaults = '<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="20"/></w:rPr></w:rPrDefault></w:docDefaults>'
    relationship = '<Relationship Id="r" Type="{}" Target="{}"/>'
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": _RELATIONSHIPS.format(relationship.format(f"{_OFFICE}/officeDocument", "word/document.xml")),
        "word/_rels/document.xml.rels": _RELATIONSHIPS.format(relationship.format(f"{_OFFICE}/styles", "styles.xml")),
        "word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{paragraphs}{normal}</w:body></w:document>',
        "word/styles.xml": f'<w:styles xmlns:w="{W}">{defaults}{"".join(_STYLES)}</w:styles>',
    }
    path.write_bytes(write_archive({name: text.encode() for name, text in parts.items()}))
    return path


def _run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, ["mapping", *map(str, arguments)], catch_exceptions=False)


def test_json_is_alone_on_standard_output(tmp_path):
    result = _run(_docx(tmp_path / "a.docx", "h", "own"), "--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout) == {
        "heading 1": {"textType": "heading", "level": 0},
        "Normal": {"textType": "paragraph", "level": 0},
        "Own": {"textType": "paragraph", "level": 0},
    }
    assert "1 style only looking like headings" in result.stderr


def test_candidates_are_mapped_when_asked_for(tmp_path):
    result = _run(_docx(tmp_path / "a.docx", "own"), "--candidates", "--json")
    assert json.loads(result.stdout)["Own"] == {"textType": "heading", "level": 0}
    assert result.stderr == ""


def test_the_table_says_why_and_shows_candidates_apart(tmp_path, monkeypatch):
    monkeypatch.setenv("COLUMNS", "140")
    _docx(tmp_path / "a.docx", "h", "own")
    _docx(tmp_path / "b.docx", "h")
    lines = _run(tmp_path).stdout.splitlines()
    assert lines[0].split() == ["STYLE", "USES", "FILES", "EXAMPLE", "MAPS", "TO", "CONFIDENCE", "WHY"]
    assert " ".join(lines[1].split()) == "heading 1 2 2 Words heading 0 high Word's own heading, not numbered in Word"
    apart = lines.index("These only look like headings; --candidates maps them so:")
    assert lines[apart + 2].startswith("Own ")
    assert "bold, larger than the text (20 against 10 pt)" in lines[apart + 2]


@pytest.mark.parametrize("width", [80, 100, 120])
def test_the_table_fits_the_terminal(tmp_path, monkeypatch, width: int):
    monkeypatch.setenv("COLUMNS", str(width))
    result = _run(_docx(tmp_path / "a.docx", "h", "own"))
    assert max(map(len, result.stdout.splitlines())) <= width


@pytest.mark.parametrize("name", ["m.json", "m.toml"])
def test_a_written_mapping_reads_back(tmp_path, name: str):
    output = tmp_path / name
    result = _run(_docx(tmp_path / "a.docx", "h"), "-o", output)
    assert (result.exit_code, result.stdout) == (0, "")
    assert "2 styles mapped" in result.stderr
    assert set(load_stylemap(output).rows) == {"heading 1", "Normal"}
    assert output.read_text().startswith("#") is (name == "m.toml")


def test_an_output_that_cannot_be_written_is_an_error(tmp_path):
    (tmp_path / "file").write_text("")
    result = _run(_docx(tmp_path / "a.docx"), "-o", tmp_path / "file" / "m.json")
    assert result.exit_code == 2
    assert "cannot be written" in result.stderr


def test_an_unreadable_file_is_reported_and_does_not_stop_the_rest(tmp_path):
    (tmp_path / "bad.docx").write_bytes(b"nothing")
    _docx(tmp_path / "good.docx", "h")
    result = _run(tmp_path, "--json")
    assert result.exit_code == 2
    assert "heading 1" in json.loads(result.stdout)
    assert "bad.docx: unreadable" in result.stderr


def test_nothing_is_written_when_nothing_could_be_read(tmp_path):
    (tmp_path / "bad.docx").write_bytes(b"nothing")
    result = _run(tmp_path, "-o", tmp_path / "m.json")
    assert (result.exit_code, result.stdout) == (2, "")
    assert not (tmp_path / "m.json").exists()


def test_findings_make_the_exit_code_at_their_threshold(tmp_path):
    path = _docx(tmp_path / "a.docx", "h7")
    assert _run(path).exit_code == 0
    result = _run(path, "--fail-on", "warning")
    assert result.exit_code == 1
    assert "MAP-010" in result.stderr


def test_a_mapping_is_checked_against_the_documents(tmp_path):
    path = _docx(tmp_path / "a.docx", "h", "own")
    mapping_file = tmp_path / "m.json"
    mapping_file.write_text('{\n"Heading 1": {"textType": "heading", "level": 9},\n"own": {"textType": "caption"}}')
    result = _run(path, "--check", mapping_file)
    assert result.exit_code == 1
    assert "MAP-002" in result.stdout
    assert "m.json, line 3" in result.stdout
    assert "is “Own” meant?" in result.stdout
    assert "The style “Normal” has no row; 1 paragraphs use it" in result.stdout


def test_a_check_is_json_on_request(tmp_path):
    mapping_file = tmp_path / "m.json"
    mapping_file.write_text('{"Normal": {"textType": "paragraph"}}')
    result = _run(_docx(tmp_path / "a.docx"), "--check", mapping_file, "--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["summary"]["findings"] == {"error": 0, "warning": 0, "info": 0}


def test_a_mapping_that_is_no_json_is_a_usage_error(tmp_path):
    mapping_file = tmp_path / "m.json"
    mapping_file.write_text("{")
    result = _run(_docx(tmp_path / "a.docx"), "--check", mapping_file)
    assert result.exit_code == 2
    assert "is not JSON" in result.stderr


def test_check_and_output_exclude_each_other(tmp_path):
    path = _docx(tmp_path / "a.docx")
    result = CliRunner().invoke(mapping, [str(path), "--check", str(path), "-o", str(path)])
    assert result.exit_code == 2
    assert "--check prints findings" in result.stderr


def test_processes_give_the_same_as_none(tmp_path):
    for number in range(6):
        _docx(tmp_path / f"{number}.docx", *("h", "own", "h7")[: number % 4])
    (tmp_path / "bad.docx").write_bytes(b"nothing")
    alone, together = (_run(tmp_path, "--jobs", jobs) for jobs in (1, 2))
    assert (alone.exit_code, alone.stdout, alone.stderr) == (2, together.stdout, together.stderr)
    checks = [_run(tmp_path, "--check", _mapping(tmp_path, {}), "--jobs", jobs).stdout for jobs in (1, 2)]
    assert checks[0] == checks[1]
    assert "MAP-008" in checks[0]


@pytest.mark.parametrize(("jobs", "documents", "workers"), [(None, 499, 0), (None, 500, 3), (1, 9_000, 0), (4, 1, 4)])
def test_processes_are_for_many_documents_or_as_told(monkeypatch, jobs: int | None, documents: int, workers: int):
    monkeypatch.setattr(corpus.os, "cpu_count", lambda: 3)
    assert corpus.workers_for(jobs, documents) == workers


def test_files_that_disagree_show_in_the_confidence(tmp_path, monkeypatch):
    monkeypatch.setenv("COLUMNS", "140")
    _docx(tmp_path / "a.docx", "own", "own", "own")
    docx = _docx(tmp_path / "b.docx", "own")
    parts = dict(read_archive(docx.read_bytes()))
    parts["word/styles.xml"] = parts["word/styles.xml"].replace(
        b'w:val="Own"/>', b'w:val="Own"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr>'
    )
    docx.write_bytes(write_archive(parts))
    lines = _run(tmp_path).stdout.splitlines()
    assert any(" ".join(line.split()).startswith("Own 4 2 Words paragraph 0 low, 75%") for line in lines)


# ------------------------------------------------------------------------------------------------------- mapping diff


def _mapping(folder: Path, rows: dict[str, str], name: str = "m.json") -> Path:
    """A mapping file: a text type, with its level where it has one, for each style."""
    pairs = ((style, *row.split()) for style, row in rows.items())
    values = {style: {"textType": kind, **({"level": int(level[0])} if level else {})} for style, kind, *level in pairs}
    path = folder / name
    path.write_text(json.dumps(values))
    return path


_OLD = {"heading 1": "heading-ol 0", "Normal": "paragraph 0", "Own": "paragraph 0"}
_NEW = {"heading 1": "heading-ol 0", "Own": "heading-ol 1", "heading 7": "heading 0"}


def _diff(folder: Path, old: dict[str, str], new: dict[str, str], *arguments: object) -> Result:
    maps = _mapping(folder, old, "old.json"), _mapping(folder, new, "new.json")
    return _run("diff", *maps, "--on", folder / "docs", *arguments)


def _corpus(folder: Path) -> None:
    (folder / "docs").mkdir()
    _docx(folder / "docs" / "a.docx", "h", "own")
    _docx(folder / "docs" / "b.docx", "own", "own", "own", "own")
    _docx(folder / "docs" / "c.docx", "h")


def test_a_difference_names_rows_and_the_documents_that_change_most_first(tmp_path):
    _corpus(tmp_path)
    result = _diff(tmp_path, _OLD, _NEW)
    assert result.exit_code == 1
    assert result.stdout.splitlines() == [
        "3 rows differ",
        "  + heading 7: no row → heading 0",
        "  - Normal: paragraph 0 → no row",
        "  ~ Own: paragraph 0 → heading-ol 1",
        "",
        "b.docx: 4 of 5 blocks become something else",
        "       4 × Own: paragraph → heading-ol 1",
        "    a reader sees: Own makes headings of 4 paragraphs",
        "    a reader sees: Own adds a number to 4 headings",
        "    paragraph 1, “Words”: paragraph → heading-ol 1",
        "    paragraph 2, “Words”: paragraph → heading-ol 1",
        "    paragraph 3, “Words”: paragraph → heading-ol 1",
        "",
        "a.docx: 1 of 3 blocks become something else",
        "       1 × Own: paragraph → heading-ol 1",
        "    a reader sees: Own makes headings of 1 paragraph",
        "    a reader sees: Own adds a number to 1 heading",
        "    paragraph 2, “Words”: paragraph → heading-ol 1",
        "",
        "2 documents would change (5 blocks), 1 would not",
    ]


def test_a_difference_is_json_on_request_and_the_same_by_processes(tmp_path):
    _corpus(tmp_path)
    alone, together = (_diff(tmp_path, _OLD, _NEW, "--json", "--jobs", jobs) for jobs in (1, 2))
    assert alone.stdout == together.stdout
    found = json.loads(alone.stdout)
    becoming = {"style": "Own", "before": "paragraph", "after": "heading-ol 1"}
    assert found["changes"] == [{**becoming, "count": 5}]
    assert [(one["file"], one["changed"], one["blocks"]) for one in found["documents"]] == [
        ("b.docx", 4, 5),
        ("a.docx", 1, 3),
    ]
    assert found["documents"][1]["examples"] == [{"paragraph": 2, "text": "Words", **becoming}]
    assert (found["same"], found["unreadable"]) == (1, [])


def test_rows_may_differ_and_no_document_change(tmp_path):
    _corpus(tmp_path)
    result = _diff(tmp_path, _OLD, {**_OLD, "Elsewhere": "caption"})
    assert result.exit_code == 0
    assert result.stdout.splitlines()[0] == "1 row differs"
    assert result.stdout.splitlines()[-1] == "0 documents would change (0 blocks), 3 would not"


def test_a_document_that_cannot_be_read_stops_no_other(tmp_path):
    _corpus(tmp_path)
    (tmp_path / "docs" / "bad.docx").write_bytes(b"nothing")
    result = _diff(tmp_path, _OLD, _NEW)
    assert result.exit_code == 2
    assert "bad.docx: unreadable" in result.stdout
    assert "2 documents would change (5 blocks), 1 would not, 1 unreadable" in result.stdout


def test_a_mapping_that_cannot_be_used_ends_a_difference(tmp_path):
    _corpus(tmp_path)
    result = _diff(tmp_path, _OLD, {"Own": "poem"})
    assert (result.exit_code, result.stdout) == (2, "")
    assert "new.json cannot be used" in result.stderr


def test_diff_is_a_subcommand_and_a_file_of_that_name_is_given_with_its_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    _docx(tmp_path / "diff", "h")
    assert "heading 1" in json.loads(_run("./diff", "--json").stdout)
    assert "heading 1" in json.loads(_run("--json", "diff").stdout)
    assert "Usage: cli mapping diff [OPTIONS] OLD NEW" in _run("diff", "--help").stdout


def test_the_help_of_mapping_is_that_of_proposing_and_names_the_subcommand():
    shown = _run("--help").stdout
    assert shown.startswith("Usage: cli mapping [OPTIONS] [FILE_OR_DIR]...")
    assert "--candidates" in shown
    assert "\n  diff " in shown


def test_mapping_without_a_file_is_a_usage_error():
    result = _run()
    assert result.exit_code == 2
    assert "Name documents: FILE_OR_DIR, or a list with --from-file." in result.stderr


def test_a_conversion_of_many_files_tells_once_what_is_wrong_with_the_mapping(tmp_path):
    source = tmp_path / "in"
    source.mkdir()
    for name in "ab":
        _docx(source / f"{name}.docx", "h")
    told = tmp_path / "m.json"
    told.write_text(
        '{"caption": {"textType": "caption", "level": 1}, "Überschrift 1": {"textType": "heading", "lvl": 0}}'
    )
    command = ["convert", str(source), "-o", str(tmp_path / "out"), "--mapping", str(told)]
    result = CliRunner().invoke(cli, command, catch_exceptions=False)
    faults = [line for line in result.stderr.splitlines() if "(" + str(told) in line]
    assert [line.split(":")[0] for line in faults] == ["warning MAP-005", "warning MAP-003", "warning MAP-018"]
    assert faults[0].endswith(f"({told}, line 1)")


def test_a_row_that_no_file_uses_is_one_finding_of_a_run(tmp_path):
    source, told = tmp_path / "in", tmp_path / "m.json"
    source.mkdir()
    for name, styles in (("a", ("h",)), ("b", ("own",))):
        _docx(source / f"{name}.docx", *styles)
    told.write_text(json.dumps({style: {"textType": "paragraph"} for style in ("heading 1", "Own", "None of it")}))
    for command in (
        ["convert", str(source), "-o", str(tmp_path / "out")],
        ["batch", "run", str(source), "-o", str(tmp_path / "run")],
    ):
        result = CliRunner().invoke(cli, [*command, "--mapping", str(told)], catch_exceptions=False)
        assert [line for line in result.stderr.splitlines() if "warning MAP-0" in line] == [
            "warning MAP-007: The row “None of it” maps a style that no paragraph uses."
        ]
    survey = CliRunner().invoke(cli, ["batch", "survey", str(source), "--mapping", str(told), "--json"])
    (finding,) = json.loads(survey.stdout)["unused_rows"]
    assert finding["details"]["style"] == "None of it"
    assert "MAP-012" not in {code["code"] for code in json.loads(survey.stdout)["findings"]}


def test_a_row_is_explained_with_examples_in_which_tabs_are_spaces(tmp_path):
    _docx(tmp_path / "a.docx", "own", "h")
    result = _run(tmp_path, "--explain", "heading 1")
    assert result.stdout.splitlines()[:6] == [
        "heading 1 → heading 0: high, 1 paragraph in 1 file",
        "",
        "What speaks for which row",
        "  heading 0: 1 paragraph, for Word's own heading, not numbered in Word (by name)",
        "",
        "What its paragraphs are without a mapping",
    ]
    assert f"    “Words” ({tmp_path / 'a.docx'})" in result.stdout.splitlines()
    assert _run(tmp_path, "--explain", "Own").stdout.splitlines()[4].startswith("  it may be meant as heading 0: short")


def test_a_row_that_is_not_there_cannot_be_explained(tmp_path):
    result = _run(_docx(tmp_path / "a.docx", "h"), "--explain", "None")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "There is no row 'None'; there are Normal, heading 1." in result.stderr
