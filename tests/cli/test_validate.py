import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from sdconvert.archive import write_archive
from sdconvert.cli.main import cli

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
    assert "broken.zip: unreadable: The file is truncated or damaged" in result.output
    assert "good.zip: no findings" in result.output
    assert result.output.endswith("3 files: 1 without findings, 1 with 1 error, 1 unreadable\n")


def test_json_is_alone_on_stdout_complete_and_stable(folder: Path) -> None:
    (folder / "bad.zip").write_bytes(package(BREAK))
    (folder / "broken.zip").write_bytes(b"")
    result = validate("bad.zip", "broken.zip", "--format", "json")
    report = json.loads(result.stdout)
    bad, broken = report["files"]
    assert bad["findings"][0]["code"] == "SDXML-V032"
    assert bad["findings"][0]["location"]["xpath"] == "/smashdoc/document/paragraph/br"
    assert bad["error"] is None
    assert broken["error"].endswith("is empty.")
    assert report["summary"] == {
        "files": 2,
        "unreadable": 1,
        "findings": {"error": 1, "warning": 0, "info": 0},
    }
    assert "1 unreadable" in result.stderr
    assert validate("bad.zip", "broken.zip", "--format", "json").stdout == result.stdout


def test_output_goes_to_the_file_without_colours_and_the_summary_to_stdout(folder: Path) -> None:
    (folder / "bad.zip").write_bytes(package(BREAK))
    result = CliRunner().invoke(cli, ["validate", "bad.zip", "--output", "report.txt"], color=True)
    assert result.output == "1 file: 1 with 1 error\n"
    assert "\n  error SDXML-V032" in (folder / "report.txt").read_text(encoding="utf-8")
    assert not list(folder.glob("*.part"))


def test_output_that_cannot_be_written_is_an_error(folder: Path) -> None:
    result = validate("good.zip", "--output", "no/such/report.txt")
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


@pytest.mark.parametrize("argument", ["none.zip", "*.none", "empty"])
def test_what_names_no_file_is_a_usage_error(folder: Path, argument: str) -> None:
    (folder / "empty").mkdir()
    result = validate(argument)
    assert result.exit_code == 2
    assert argument in result.stderr


def test_no_path_is_a_usage_error() -> None:
    assert validate().exit_code == 2
