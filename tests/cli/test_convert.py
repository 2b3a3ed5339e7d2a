import io
import json
import os
import sys
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from docx_builder import build_docx

import sdconvert
from sdconvert.cli import convert as command
from sdconvert.cli.main import cli
from sdconvert.files import Output

PLAIN = "<w:p><w:r><w:t>Good day.</w:t></w:r></w:p>"
LOSSY = (
    '<w:p><w:r><w:t>Good</w:t></w:r><w:r><w:object w:dxaOrig="1"/></w:r></w:p><w:foo><w:r><w:t>lost</w:t></w:r></w:foo>'
)
CHANGED = '<w:p><w:ins w:author="A"><w:r><w:t>new</w:t></w:r></w:ins></w:p>'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.docx").write_bytes(build_docx(PLAIN))
    return tmp_path


def convert(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["convert", *arguments], prog_name="sdconvert")


def put(path: str, body: str = PLAIN) -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_bytes(build_docx(body))


def sd_xml(package: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return archive.read("sd.xml").decode()


def written() -> set[str]:
    return {str(path) for path in Path().rglob("*") if path.is_file() and path.suffix != ".docx"}


def test_one_file_becomes_one_package_with_a_line_and_a_summary(folder: Path) -> None:
    result = convert("a.docx", "-o", "a.zip")
    assert result.exit_code == 0
    assert result.stdout == ""
    assert result.stderr == "a.docx -> a.zip: no findings\n1 of 1 converted (no findings)\n"
    assert "Good day." in sd_xml(Path("a.zip").read_bytes())


def test_without_an_output_the_package_lies_beside_its_input(folder: Path) -> None:
    put("in/b.docm")
    convert("in/b.docm")
    assert written() == {"in/b.zip", "in/b.docm"}


@pytest.mark.parametrize("output", ["out", "out/", "made"])
def test_an_output_without_a_suffix_or_that_is_a_folder_takes_the_name_of_the_input(folder: Path, output: str) -> None:
    Path("made").mkdir()
    convert("a.docx", "-o", output)
    assert written() == {f"{output.rstrip('/')}/a.zip"}


def test_a_folder_is_mirrored(folder: Path) -> None:
    put("in/b.docx")
    put("in/deep/c.dotx")
    put("in/deep/~$c.docx")
    assert convert("in", "-o", "out").exit_code == 0
    assert {path for path in written() if path.startswith("out")} == {"out/b.zip", "out/deep/c.zip"}


def test_a_pattern_is_mirrored_from_its_fixed_part(folder: Path) -> None:
    put("in/x/same.docx")
    put("in/y/same.docx")
    assert convert("in/**/*.docx", "-o", "out").exit_code == 0
    assert written() == {"out/x/same.zip", "out/y/same.zip"}


def test_an_input_named_twice_is_converted_once(folder: Path) -> None:
    result = convert("a.docx", "./a.docx", str(folder / "a.docx"), "*.docx", "-o", "out")
    assert result.stderr.endswith("1 of 1 converted (no findings)\n")


def test_two_inputs_for_one_output_are_refused_before_anything_is_written(folder: Path) -> None:
    put("x/same.docx")
    put("y/same.docx")
    result = convert("a.docx", "x/same.docx", "y/same.docx", "-o", "out")
    assert result.exit_code == 2
    assert "x/same.docx and y/same.docx would both become out/same.zip" in result.stderr
    assert written() == set()


def test_what_a_killed_conversion_left_is_removed_by_the_next(folder: Path) -> None:
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)
    for process in (child, os.getppid()):
        Path(f".a.zip.{process}.part").write_bytes(b"half")
    assert convert("a.docx").exit_code == 0
    assert [path.name for path in Path().glob(".*.part")] == [f".a.zip.{os.getppid()}.part"]


def test_inputs_that_differ_in_their_suffix_only_keep_their_full_names(folder: Path) -> None:
    put("a.docm")
    for arguments in (("a.docx", "a.docm"), ("a.docx", "a.docm", "-o", "out")):
        assert convert(*arguments).exit_code == 0
    for name in ("a.docx.zip", "a.docm.zip"):
        assert Path(name).is_file()
        assert Path("out", name).is_file()
    assert not Path("a.zip").exists()


@pytest.mark.parametrize("name", ["a.pdf", "a.txt", "a.doc", "a.rtf", "a.docm", "a.2024"])
def test_a_name_that_says_no_format_of_ours_is_refused(folder: Path, name: str) -> None:
    result = convert("a.docx", "-o", name)
    assert result.exit_code == 2
    assert f"{name} is no name for this result, which may end in .zip or .sdox" in result.stderr
    assert not Path(name).exists()


def test_an_output_never_replaces_an_input(folder: Path) -> None:
    before = Path("a.docx").read_bytes()
    result = convert("a.docx", "-o", "a.docx")
    assert result.exit_code == 2
    assert "would be written over" in result.stderr
    assert Path("a.docx").read_bytes() == before


@pytest.mark.parametrize("inputs", [("a.docx", "b.docx"), (".",)])
def test_a_file_name_does_not_take_several_inputs(folder: Path, inputs: tuple[str, ...]) -> None:
    put("b.docx")
    result = convert(*inputs, "-o", "all.zip")
    assert result.exit_code == 2
    assert "all.zip names a file, but the inputs need a folder" in result.stderr


def test_standard_output_takes_the_package_and_nothing_else(folder: Path) -> None:
    result = convert("a.docx", "-o", "-")
    assert result.stdout_bytes == sdconvert.convert("a.docx").value
    assert result.stderr.startswith("a.docx -> standard output: no findings\n")
    assert written() == set()


def test_standard_output_takes_one_document_only(folder: Path) -> None:
    put("b.docx")
    result = convert("a.docx", "b.docx", "-o", "-")
    assert (result.exit_code, result.stdout) == (2, "")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_package_is_not_poured_onto_a_terminal(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stdout", terminal)
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    with pytest.raises(SystemExit) as end:
        cli(["convert", "a.docx", "-o", "-"])
    assert end.value.code == 2
    assert terminal.getvalue() == ""


def test_one_file_that_cannot_be_read_does_not_stop_the_others_and_the_last_line_says_so(folder: Path) -> None:
    Path("0.docx").write_bytes(b"{\\rtf1 x}")
    result = convert("0.docx", "a.docx", "-o", "out")
    assert result.exit_code == 2
    assert "0.docx: unreadable: 0.docx is an RTF file, not an intact zip package." in result.stderr
    assert result.stderr.endswith("1 of 2 converted (no findings), 1 not: 0.docx\n")
    assert written() == {"out/a.zip"}


def test_a_failed_conversion_leaves_an_earlier_output_as_it_was(folder: Path) -> None:
    convert("a.docx", "-o", "a.zip")
    before = Path("a.zip").read_bytes()
    Path("a.docx").write_bytes(b"PK")
    assert convert("a.docx", "-o", "a.zip").exit_code == 2
    assert Path("a.zip").read_bytes() == before


def test_a_write_that_breaks_off_leaves_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, data: Output) -> None:
        with open(path, "wb") as target:
            target.write(next(data.pieces())[:10])
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr("sdconvert.files._write_pieces", full)
    result = convert("a.docx", "-o", "a.zip")
    assert result.exit_code == 2
    assert "a.zip cannot be written: No space left on device." in result.stderr
    assert written() == set()


@pytest.mark.parametrize(
    ("arguments", "code"),
    [((), 1), (("--fail-on", "error"), 1)],
)
def test_a_loss_makes_the_exit_code_1_though_the_package_is_written(
    folder: Path, arguments: tuple[str, ...], code: int
) -> None:
    put("lossy.docx", LOSSY)
    assert convert("lossy.docx", "-o", "l.zip", *arguments).exit_code == code
    assert Path("l.zip").exists()


@pytest.mark.parametrize(("arguments", "code"), [((), 0), (("--fail-on", "warning"), 1), (("--fail-on", "info"), 1)])
def test_strict_and_fail_on_lower_the_threshold(folder: Path, arguments: tuple[str, ...], code: int) -> None:
    put("warn.docx", '<w:p><w:r><w:t>a</w:t></w:r><w:fldSimple w:instr="DATE"/></w:p>')
    assert convert("warn.docx", *arguments).exit_code == code


def test_findings_are_printed_when_asked_for(folder: Path) -> None:
    put("lossy.docx", LOSSY)
    assert "DOCX-R005" not in convert("lossy.docx").stderr
    assert "error DOCX-R005: The element w:foo is not understood" in convert("lossy.docx", "-v").stderr


def test_the_report_holds_every_file_with_findings_ledger_or_error(folder: Path) -> None:
    put("lossy.docx", LOSSY)
    Path("0.docx").write_bytes(b"")
    result = convert("0.docx", "a.docx", "lossy.docx", "-o", "out", "--report", "reports/r.json")
    report = json.loads(Path("reports/r.json").read_text("utf-8"))
    assert result.exit_code == 2
    assert (report["summary"]["files"], report["summary"]["failed"]) == (3, 1)
    empty, good, lossy = report["files"]
    assert (empty["output"], empty["error"], empty["ledger"]) == (None, "0.docx is empty.", None)
    assert (good["file"], good["output"], good["findings"]) == ("a.docx", "out/a.zip", [])
    assert good["ledger"]["characters"]["kept"] == len("Good day.")
    assert "DOCX-R005" in {finding["code"] for finding in lossy["findings"]}


@pytest.mark.parametrize("report", ["a.docx", "a.zip"])
def test_the_report_replaces_neither_input_nor_output(folder: Path, report: str) -> None:
    result = convert("a.docx", "-o", "a.zip", "--report", report)
    assert result.exit_code == 2
    assert written() == set()


def test_metadata_is_set_by_name(folder: Path) -> None:
    convert("a.docx", "-o", "a.zip", "--meta", "title=A = B", "--meta", "creator=Me")
    xml = sd_xml(Path("a.zip").read_bytes())
    assert "<title>A = B</title>" in xml
    assert "<creator>Me</creator>" in xml


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--meta", "title"), "--meta takes KEY=VALUE"),
        (("--meta", "titel=x"), "There is no metadata named 'titel'"),
        (("--mapping", "none.json"), "none.json"),
        (("--revisions", "maybe"), "'maybe' is not one of"),
        (("--max-size", "0"), "--max-size"),
    ],
)
def test_a_wrong_option_is_told_once_before_anything_is_written(
    folder: Path, arguments: tuple[str, ...], says: str
) -> None:
    put("b.docx")
    result = convert("a.docx", "b.docx", "-o", "out", *arguments)
    assert result.exit_code == 2
    assert result.stderr.count(says) == 1
    assert "Traceback" not in result.stderr
    assert written() == set()


@pytest.mark.parametrize("argument", ["none.docx", "none/*.docx"])
def test_what_does_not_exist_is_a_usage_error(folder: Path, argument: str) -> None:
    result = convert(argument, "-o", "out")
    assert result.exit_code == 2
    assert argument in result.stderr


def test_tracked_changes_can_be_taken_back_or_refused(folder: Path) -> None:
    put("c.docx", CHANGED)
    assert "new" in sd_xml(convert("c.docx", "-o", "-").stdout_bytes)
    assert "new" not in sd_xml(convert("c.docx", "-o", "-", "--revisions", "reject").stdout_bytes)
    refused = convert("c.docx", "-o", "c.zip", "--revisions", "refuse")
    assert refused.exit_code == 2
    assert "1 tracked change" in refused.stderr
    assert written() == set()


def test_a_mapping_changes_what_a_style_becomes(folder: Path) -> None:
    Path("map.json").write_text('{"Normal": {"textType": "heading", "level": 0}}', "utf-8")
    normal = '<w:style w:type="paragraph" w:default="1" w:styleId="N"><w:name w:val="Normal"/></w:style>'
    Path("a.docx").write_bytes(build_docx(PLAIN, styles=normal))
    result = convert("a.docx", "-o", "a.zip", "--mapping", "map.json")
    assert result.exit_code == 0, result.stderr
    assert "<heading" in sd_xml(Path("a.zip").read_bytes())


def test_limits_can_be_raised_and_lowered(folder: Path) -> None:
    put("zeros.docx", f"<w:p><w:r><w:t>{'0' * 3_000_000}</w:t></w:r></w:p>")
    refused = convert("zeros.docx")
    assert refused.exit_code == 2
    assert "looks like a zip bomb" in refused.stderr
    assert convert("zeros.docx", "--max-ratio", "2000").exit_code == 0
    assert convert("a.docx", "--max-members", "2").exit_code == 2
    assert convert("zeros.docx", "--max-ratio", "2000", "--max-size", "1").exit_code == 2


def test_a_progress_bar_is_shown_on_a_terminal_only_and_errors_after_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put("b.docx")
    Path("0.docx").write_bytes(b"")
    assert "Converting" not in convert(".", "-o", "out").stderr
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    with pytest.raises(SystemExit) as end:
        cli(["convert", "0.docx", "a.docx", "b.docx", "-o", "out"])
    shown = terminal.getvalue()
    assert end.value.code == 2
    assert "Converting" in shown
    assert "a.docx -> " not in shown
    assert "0.docx is empty." in shown
    assert shown.endswith("2 of 3 converted (no findings), 1 not: 0.docx\n")


def test_help_names_every_option_with_a_word_of_explanation() -> None:
    result = convert("-h")
    assert result.exit_code == 0
    undocumented = [option.name for option in command.convert.params[1:] if not getattr(option, "help", "")]
    assert undocumented == []
