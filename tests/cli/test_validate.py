import json
import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner
from docx_builder import build_docx

from sdconvert.archive import read_archive, write_archive
from sdconvert.cli.main import cli
from sdconvert.exchange import check_import

SD_XML = (
    '<smashdoc version="2.6"><meta><language value="de_DE"/><title>T</title><subtitle/><description/><footer/>'
    "<creator/></meta><document>{}</document></smashdoc>"
)
BREAK = '<heading level="0">Purpose</heading><paragraph indent="0">a<br/>b</paragraph>'
NO_UUID = '<pagebreak/><paragraph id="p1" indent="0">a</paragraph>'


def package(body: str = "") -> bytes:
    return write_archive({"sd.xml": SD_XML.format(body).encode()})


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "good.zip").write_bytes(package())
    return tmp_path


def validate(*arguments: str):
    return CliRunner().invoke(cli, ["validate", *arguments])


def test_a_good_package_has_one_line_and_a_summary(folder: Path) -> None:
    result = validate("good.zip")
    assert result.exit_code == 0
    assert result.output == "good.zip: no findings\n1 file: 1 without findings\n"


def test_a_finding_is_told_with_place_and_hint_and_without_colours_in_a_pipe(folder: Path) -> None:
    (folder / "bad.zip").write_bytes(package(BREAK))
    result = validate("bad.zip")
    assert result.exit_code == 1
    lines = result.output.splitlines()
    assert lines[0] == "bad.zip: 1 error"
    assert lines[1].startswith("  error SDXML-V032: A line break (br) cannot stand directly in a paragraph;")
    assert lines[2] == "      at sd.xml, /smashdoc/document/paragraph/br, under “Purpose”, at “ab”"
    assert lines[3].startswith("      hint: Split the block")
    assert lines[4] == "1 file: 1 with 1 error"


def test_severities_are_coloured_on_a_terminal(folder: Path) -> None:
    (folder / "bad.zip").write_bytes(package(BREAK))
    result = CliRunner().invoke(cli, ["validate", "bad.zip"], color=True)
    assert "\x1b[31merror\x1b[0m SDXML-V032" in result.output


@pytest.mark.parametrize(("threshold", "code"), [("error", 0), ("warning", 1), ("info", 1)])
def test_fail_on_is_the_lowest_severity_that_fails(folder: Path, threshold: str, code: int) -> None:
    (folder / "warn.zip").write_bytes(package(NO_UUID))
    assert validate("warn.zip", "--fail-on", threshold).exit_code == code


def test_one_unreadable_file_does_not_stop_the_rest_and_the_summary_says_so(folder: Path) -> None:
    (folder / "broken.zip").write_bytes(b"PK\x03\x04")
    (folder / "bad.zip").write_bytes(package(BREAK))
    result = validate("broken.zip", "bad.zip", "good.zip")
    assert result.exit_code == 2
    assert "broken.zip: unreadable: The package is truncated or damaged" in result.output
    assert "good.zip: no findings" in result.output
    assert result.output.endswith("3 files: 1 without findings, 1 with 1 error, 1 unreadable\n")


def test_json_is_alone_on_stdout_complete_and_stable(folder: Path) -> None:
    (folder / "bad.zip").write_bytes(package(BREAK))
    (folder / "broken.zip").write_bytes(b"")
    result = validate("bad.zip", "broken.zip", "--json")
    report = json.loads(result.stdout)
    bad, broken = report["files"]
    assert bad["findings"][0]["code"] == "SDXML-V032"
    assert bad["findings"][0]["location"]["xpath"] == "/smashdoc/document/paragraph/br"
    assert bad["error"] is None
    assert broken["error"].endswith("is empty.")
    assert report["summary"] == {
        "files": 2,
        "failed": 1,
        "findings": {"error": 1, "warning": 0, "info": 0},
    }
    assert "1 unreadable" in result.stderr
    assert validate("bad.zip", "broken.zip", "--json").stdout == result.stdout


def test_output_goes_to_the_file_without_colours_and_the_summary_to_stdout(folder: Path) -> None:
    (folder / "bad.zip").write_bytes(package(BREAK))
    result = CliRunner().invoke(cli, ["validate", "bad.zip", "--output", "report.txt"], color=True)
    assert result.output == "1 file: 1 with 1 error\n"
    assert "\n  error SDXML-V032" in (folder / "report.txt").read_text(encoding="utf-8")
    assert not list(folder.glob("*.part"))


def test_output_that_cannot_be_written_is_an_error(folder: Path) -> None:
    (folder / "file").write_text("x", encoding="utf-8")
    result = validate("good.zip", "--output", "file/report.txt")
    assert result.exit_code == 2
    assert "cannot be written" in result.stderr


def test_a_folder_with_sd_xml_is_one_package_and_another_folder_is_searched(folder: Path) -> None:
    unpacked = folder / "all" / "unpacked"
    unpacked.mkdir(parents=True)
    (unpacked / "sd.xml").write_text(SD_XML.format(""), encoding="utf-8")
    (folder / "all" / "b.sdox").write_bytes(package())
    (folder / "all" / "readme.txt").write_text("x", encoding="utf-8")
    result = validate("all")
    assert [line.split(":")[0] for line in result.output.splitlines()[:-1]] == ["all/unpacked", "all/b.sdox"]
    assert validate("all/unpacked").output.startswith("all/unpacked: no findings\n1 file")


def test_a_pattern_is_expanded_and_each_file_judged_once(folder: Path) -> None:
    assert validate("*.zip", "good.zip").output.endswith("1 file: 1 without findings\n")


def test_what_does_not_exist_is_a_usage_error(folder: Path) -> None:
    for argument in ("none.zip", "none/*.zip"):
        result = validate(argument)
        assert result.exit_code == 2
        assert f"{argument}" in result.stderr


def test_no_path_is_a_usage_error() -> None:
    assert validate().exit_code == 2


# ---------------------------------------------------------------------------------------------------------- Word files

CHART = (
    "<w:p><w:r><w:drawing><wp:inline><a:graphic><a:graphicData "
    'uri="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:chart r:id="x"/>'
    "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
)


def word(body: str = "<w:p><w:r><w:t>Text</w:t></w:r></w:p>") -> bytes:
    return build_docx(body)


def test_a_word_file_is_judged_by_its_reader(folder: Path) -> None:
    (folder / "good.docx").write_bytes(word())
    (folder / "chart.docx").write_bytes(word(CHART))
    result = validate("good.docx", "chart.docx")
    assert result.exit_code == 1
    lines = result.output.splitlines()
    assert lines[0] == "good.docx: no findings"
    assert lines[1] == "chart.docx: 1 error"
    assert lines[2].startswith("  error DOCX-R084: A chart is left out")
    assert lines[3].startswith("      at word/document.xml, paragraph 1")


def test_what_its_reader_only_changes_fails_nothing(folder: Path) -> None:
    (folder / "hidden.docx").write_bytes(word("<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>Text</w:t></w:r></w:p>"))
    assert "warning DOCX-R030" in validate("hidden.docx").output
    assert validate("hidden.docx").exit_code == 0
    assert validate("hidden.docx", "--fail-on", "warning").exit_code == 1


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"{\\rtf1}", "RTF"),
        (b"", "is empty"),
        (package(), "without a Word document"),
        (word()[:-40], "truncated or damaged"),
    ],
)
def test_what_is_no_intact_word_file_is_unreadable(folder: Path, content: bytes, says: str) -> None:
    (folder / "broken.docx").write_bytes(content)
    result = validate("broken.docx")
    assert result.exit_code == 2
    assert says in result.output


def test_a_damaged_member_makes_a_word_file_unreadable_though_no_reader_needs_it(folder: Path) -> None:
    data = write_archive({**members(word()), "docProps/thumbnail.jpeg": b"never read" * 9})
    (folder / "damaged.docx").write_bytes(data.replace(b"never read", b"never road", 1))
    result = validate("damaged.docx")
    assert result.exit_code == 2
    assert "thumbnail.jpeg is damaged" in result.output


def test_a_folder_gives_packages_and_word_files(folder: Path) -> None:
    for name in ("a.docx", "b.DOCM", "c.dotx", "~$a.docx", "notes.txt"):
        (folder / name).write_bytes(word())
    assert [line.split(":")[0] for line in validate(".").stdout.splitlines()] == [
        "a.docx",
        "b.DOCM",
        "c.dotx",
        "good.zip",
    ]


# -------------------------------------------------------------------------------------------- severities and baselines


def test_a_severity_can_be_changed(folder: Path) -> None:
    (folder / "bad.zip").write_bytes(package(BREAK))
    result = validate("bad.zip", "--severity", "SDXML-V032=info")
    assert result.exit_code == 0
    assert "  info SDXML-V032" in result.output
    assert validate("bad.zip", "--severity", "SDXML-V001=info").exit_code == 1


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ("SDXML-V032", "CODE=warning"),
        ("SDXML-V032=loud", "CODE=warning"),
        ("SDXML-V999=info", "Did you mean 'SDXML-V09"),
    ],
)
def test_a_severity_that_cannot_be_is_a_usage_error(folder: Path, change: str, says: str) -> None:
    result = validate("good.zip", "--severity", change)
    assert result.exit_code == 2
    assert says in result.stderr


def test_a_written_baseline_accepts_what_stands_and_nothing_new(folder: Path) -> None:
    (folder / "bad.zip").write_bytes(package(BREAK))
    written = validate("bad.zip", "--write-baseline", "accepted.json", "--reason", "Known since May.")
    assert written.exit_code == 0
    result = validate("bad.zip", "--baseline", "accepted.json")
    assert result.exit_code == 0
    assert result.output.splitlines()[0] == "bad.zip: no findings, 1 suppressed"
    assert "  suppressed error SDXML-V032" in result.output
    assert "      reason: Known since May." in result.output
    assert result.output.endswith("1 file: 1 without findings, 1 suppressed\n")
    (folder / "bad.zip").write_bytes(package(BREAK + BREAK))
    assert validate("bad.zip", "--baseline", "accepted.json").exit_code == 1


def test_an_accepted_finding_is_known_again_behind_a_new_paragraph(folder: Path) -> None:
    (folder / "bad.zip").write_bytes(package(BREAK))
    validate("bad.zip", "--write-baseline", "accepted.json", "--reason", "Known.")
    (folder / "bad.zip").write_bytes(package('<paragraph indent="0">New</paragraph>' + BREAK))
    assert validate("bad.zip", "--baseline", "accepted.json").exit_code == 0


def test_json_holds_suppressed_findings_with_their_reason(folder: Path) -> None:
    (folder / "bad.zip").write_bytes(package(BREAK))
    baseline(folder, {"code": "SDXML-V032", "file": "b*.zip", "reason": "Known."})
    (file,) = json.loads(validate("bad.zip", "--baseline", "accepted.json", "--json").stdout)["files"]
    assert file["findings"] == []
    assert [(row["code"], row["reason"]) for row in file["suppressed"]] == [("SDXML-V032", "Known.")]


def test_an_entry_of_use_no_more_is_told_of_for_the_files_judged(folder: Path) -> None:
    entry = {"code": "SDXML-V032", "reason": "Known."}
    baseline(folder, {**entry, "file": "good.zip"}, {**entry, "file": "other.zip"})
    assert (
        "accepts SDXML-V032 in good.zip, which is no longer found"
        in validate("good.zip", "--baseline", "accepted.json").stderr
    )
    assert "other.zip" not in validate("good.zip", "--baseline", "accepted.json").stderr


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "is no JSON"),
        ("[]", "a list named suppressed"),
        ('{"suppressed": [{"code": "SDXML-V032"}]}', "Entry 1 of the baseline accepted.json needs a reason"),
        ('{"suppressed": [{"code": "A", "reason": "b", "line": "1"}]}', "has 'line'"),
        ('{"suppressed": [1]}', "has to be an object of texts"),
    ],
)
def test_a_baseline_that_cannot_be_used_is_an_error(folder: Path, text: str, says: str) -> None:
    (folder / "accepted.json").write_text(text, encoding="utf-8")
    result = validate("good.zip", "--baseline", "accepted.json")
    assert result.exit_code == 2
    assert says in result.stderr


def test_a_baseline_is_not_written_without_a_reason(folder: Path) -> None:
    assert validate("good.zip", "--write-baseline", "accepted.json").exit_code == 2
    assert not (folder / "accepted.json").exists()


def test_writing_a_baseline_hides_no_unreadable_file(folder: Path) -> None:
    (folder / "broken.zip").write_bytes(b"")
    assert validate("broken.zip", "--write-baseline", "accepted.json", "--reason", "Known.").exit_code == 2
    assert json.loads((folder / "accepted.json").read_bytes()) == {"suppressed": []}


# --------------------------------------------------------------------------------------------------------------- SARIF


def sarif(*arguments: str) -> dict:
    return json.loads(validate(*arguments, "--sarif", "-").stdout)["runs"][0]


def test_sarif_has_every_finding_and_every_unreadable_file_at_its_file(folder: Path) -> None:
    (folder / "bad.zip").write_bytes(package(BREAK))
    (folder / "broken one.docx").write_bytes(b"")
    run = sarif("bad.zip", "broken one.docx", "good.zip")
    bad, broken = run["results"]
    assert (bad["ruleId"], bad["level"]) == ("SDXML-V032", "error")
    assert bad["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "bad.zip"},
        "region": {"startLine": 1},
    }
    assert bad["locations"][0]["logicalLocations"] == [
        {"name": "br", "fullyQualifiedName": "sd.xml/smashdoc/document/paragraph/br", "kind": "element"}
    ]
    assert (broken["ruleId"], broken["level"]) == ("FILE-001", "error")
    assert broken["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "broken%20one.docx"
    assert run["invocations"] == [{"executionSuccessful": False}]
    assert {rule["id"] for rule in run["tool"]["driver"]["rules"]} == {"SDXML-V032", "FILE-001"}


def test_sarif_names_a_file_the_same_however_it_is_named(folder: Path) -> None:
    (folder / "bad.zip").write_bytes(package(BREAK))
    assert sarif("bad.zip") == sarif("./bad.zip") == sarif(str(folder / "bad.zip"))


def test_sarif_names_files_from_the_root_of_the_repository_and_a_baseline_from_where_it_is_made(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / ".git").mkdir()
    (folder / "docs").mkdir()
    (folder / "docs/bad.zip").write_bytes(package(BREAK))
    monkeypatch.chdir(folder / "docs")
    (result,) = sarif("bad.zip")["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "docs/bad.zip"
    validate("bad.zip", "--write-baseline", "accepted.json", "--reason", "known")
    assert json.loads(Path("accepted.json").read_bytes())["suppressed"][0]["file"] == "bad.zip"


def test_sarif_marks_what_is_suppressed_and_follows_a_changed_severity(folder: Path) -> None:
    (folder / "bad.zip").write_bytes(package(BREAK))
    (before,) = sarif("bad.zip")["results"]
    baseline(folder, {"code": "SDXML-V032", "reason": "Known."})
    (after,) = sarif("bad.zip", "--baseline", "accepted.json", "--severity", "SDXML-V032=info")["results"]
    assert after["suppressions"] == [{"kind": "external", "status": "accepted", "justification": "Known."}]
    assert after["level"] == "note"
    assert after["partialFingerprints"] == before["partialFingerprints"]


def baseline(folder: Path, *entries: dict[str, str]) -> None:
    (folder / "accepted.json").write_text(json.dumps({"suppressed": entries}), encoding="utf-8")


def members(data: bytes) -> dict[str, bytes]:
    return dict(read_archive(data))


def test_the_lines_of_the_page_about_integration_run_as_they_stand(folder: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "ci.md").read_text(encoding="utf-8")
    lines = re.findall(r"^    sdconvert validate (.*?)(?: +#.*)?$", page, re.MULTILINE)
    assert len(lines) == 8
    (folder / "documents").mkdir()
    (folder / "documents" / "bad.zip").write_bytes(package(BREAK))
    (folder / "contract.docx").write_bytes(word())
    (folder / "styles.json").write_text("{}", encoding="utf-8")
    codes = [validate(*shlex.split(line)).exit_code for line in lines]
    assert codes == [1, 1, 1, 1, 0, 1, 0, 0]


def test_the_baseline_on_the_page_about_integration_is_one(folder: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "ci.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"```json\n(.*?)```", page, re.DOTALL)
    (folder / "accepted.json").write_text(block, encoding="utf-8")
    (folder / "archive").mkdir()
    (folder / "archive" / "a.docx").write_bytes(word())
    result = validate("archive", "--baseline", "accepted.json")
    assert result.exit_code == 0
    assert "accepts DOCX-R085 in archive/*.docx, which is no longer found" in result.stderr


def test_an_export_of_another_format_is_judged_and_a_folder_of_it_is_one_input(folder: Path) -> None:
    page = '<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>T</title><p id="a">a</p><p id="a">b</p></html>'
    (folder / "export").mkdir()
    (folder / "export" / "index.html").write_text(page, "utf-8")
    (folder / "page.zip").write_bytes(write_archive({"index.html": page.encode()}))
    result = validate(".")
    assert result.exit_code == 1
    assert [line for line in result.output.splitlines() if not line.startswith(" ")] == [
        "export: 1 error",
        "good.zip: no findings",
        "page.zip: 1 error",
        "3 files: 1 without findings, 2 with 2 errors",
    ]
    assert result.output.count("error HTML-V002: The id a is carried by 2 elements.") == 2


def test_an_index_page_beside_other_documents_is_a_file_like_them(folder: Path) -> None:
    (folder / "index.html").write_text("<!DOCTYPE html><p>a</p>", "utf-8")
    assert validate(".").output.count("good.zip") == 1


# ------------------------------------------------------------------------------------------------------ for an import


def test_for_an_import_each_file_is_a_yes_or_a_no_with_reasons(folder: Path) -> None:
    assert validate("good.zip", "--for-import").output == "good.zip: yes, SMASHDOCs takes it\n"
    (folder / "old.doc").write_bytes(b"x")
    result = validate(".", "--for-import")
    assert result.exit_code == 1
    assert result.output.splitlines() == [
        "good.zip: yes, SMASHDOCs takes it",
        "old.doc: no, SMASHDOCs does not take it",
        "  old.doc is a Word file of before 2007, and the import takes .docx only. Save it as .docx in Word.",
        "2 files: 1 can be imported, 1 cannot",
    ]


def test_for_an_import_the_command_and_the_call_are_one_thing(folder: Path) -> None:
    (folder / "bad.zip").write_bytes(package(BREAK))
    result = validate("bad.zip", "--for-import", "--json", "--output", "answer.json")
    assert (result.exit_code, result.output) == (1, "")
    answer = json.loads((folder / "answer.json").read_text("utf-8"))
    row = {"file": "bad.zip", "taken": False, "reasons": list(check_import(folder / "bad.zip"))}
    assert answer == {"taken": False, "files": [row]}
    assert row["reasons"]


@pytest.mark.parametrize("options", [["--fail-on", "error"], ["--sarif", "-"], ["--severity", "SDXML-V005=info"]])
def test_for_an_import_options_of_findings_are_refused(folder: Path, options: list[str]) -> None:
    result = validate("good.zip", "--for-import", *options)
    assert result.exit_code == 2
    assert "is for findings" in result.output


def test_for_an_import_size_and_mapping_are_judged_too(folder: Path) -> None:
    (folder / "a.docx").write_bytes(build_docx("<w:p/>"))
    (folder / "map.json").write_text('{"heading 1": {"textType": "heading", "level": 0}}', "utf-8")
    assert validate("a.docx", "--for-import", "--mapping", "map.json").exit_code == 0
    result = validate("a.docx", "--for-import", "--largest-upload", "10")
    assert result.exit_code == 1
    assert "bytes, 10 are allowed." in result.output
    assert validate("a.docx", "--largest-upload", "10").exit_code == 2
