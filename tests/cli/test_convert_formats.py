from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from docx_builder import build_docx

from sdconvert.archive import read_archive
from sdconvert.cli.main import cli
from sdconvert.recognition import recognise

PLAIN = "<w:p><w:r><w:t>Good day.</w:t></w:r></w:p>"
PARSX = "<projekt><werk><abs>Good day.</abs></werk></projekt>"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.docx").write_bytes(build_docx(PLAIN))
    (tmp_path / "p.xml").write_text(PARSX)
    return tmp_path


def convert(*arguments: str, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(cli, ["convert", *arguments], input=stdin)


def format_of(path: str) -> str:
    return recognise(Path(path).read_bytes()).format


@pytest.mark.parametrize(
    ("arguments", "format"),
    [
        (("a.docx", "-o", "b.html"), "html"),
        (("p.xml", "-o", "b.docx"), "docx"),
        (("p.xml", "-o", "b.zip"), "sdxml"),
        (("a.docx", "-o", "b.zip", "--to", "parsx"), "parsx"),
        (("a.docx", "-o", "b.zip", "--to", "html"), "html"),
        (("p.xml", "-o", "b.docx", "--from", "parsx", "--to", "docx"), "docx"),
    ],
)
def test_the_name_of_the_output_or_an_option_says_the_format(
    folder: Path, arguments: tuple[str, ...], format: str
) -> None:
    assert convert(*arguments).exit_code == 0
    assert format_of(arguments[2]) == format


def test_a_page_is_one_file_and_a_zip_holds_one(folder: Path) -> None:
    convert("a.docx", "-o", "b.html")
    convert("a.docx", "-o", "b.zip", "--to", "html")
    assert Path("b.html").read_bytes().startswith(b"<!")
    assert "index.html" in read_archive(Path("b.zip").read_bytes())


@pytest.mark.parametrize(
    ("arguments", "output"),
    [
        (("p.xml", "--to", "docx"), "p.docx"),
        (("p.xml", "--to", "html", "--single-file"), "p.html"),
        (("p.xml", "--to", "html"), "p.html.zip"),
        (("a.docx", "--to", "parsx"), "a.parsx.zip"),
        (("p.xml", "--to", "docx", "-o", "out"), "out/p.docx"),
    ],
)
def test_new_files_have_the_suffix_of_their_format(folder: Path, arguments: tuple[str, ...], output: str) -> None:
    assert convert(*arguments).exit_code == 0
    assert Path(output).is_file()


def test_a_name_and_an_option_that_disagree_are_refused(folder: Path) -> None:
    result = convert("a.docx", "-o", "b.html", "--to", "docx")
    assert result.exit_code == 2
    assert "b.html is the name of a html file, but --to says docx" in result.stderr


def test_standard_input_goes_to_standard_output(folder: Path) -> None:
    result = convert("-", "--to", "docx", stdin=PARSX.encode())
    assert result.exit_code == 0
    assert recognise(result.stdout_bytes).format == "docx"
    assert result.stderr.startswith("standard input -> standard output: no findings\n")


def test_standard_input_goes_into_a_file_or_a_folder(folder: Path) -> None:
    assert convert("-", "-o", "b.zip", stdin=PARSX.encode()).exit_code == 0
    assert convert("-", "-o", "out", stdin=PARSX.encode()).exit_code == 0
    assert Path("b.zip").read_bytes() == Path("out/document.zip").read_bytes()


def test_standard_input_has_limits(folder: Path) -> None:
    result = convert("-", "--max-size", "1", stdin=b"x" * 1_000_001)
    assert result.exit_code == 2
    assert "Standard input has more than the 1,000,000 bytes allowed." in result.stderr


def test_of_a_folder_the_files_of_the_format_are_taken(folder: Path) -> None:
    convert("a.docx", "-o", "in/one.zip")
    Path("in/two.html").write_text("<!doctype html><p>b")
    assert convert("in", "--from", "sdxml", "-o", "x").exit_code == 0
    assert [path.name for path in Path("x").iterdir()] == ["one.zip"]
    assert convert("in", "--to", "docx", "-o", "y").exit_code == 0
    assert sorted(path.name for path in Path("y").iterdir()) == ["one.docx", "two.docx"]


def test_a_template_and_settings_are_for_word(folder: Path) -> None:
    assert convert("p.xml", "-o", "b.docx", "--template", "a.docx", "--settings", '{"textToc": true}').exit_code == 0
    Path("settings.json").write_text('{"language": "en_EN"}')
    assert convert("p.xml", "-o", "c.docx", "--settings", "settings.json").exit_code == 0
    assert convert("p.xml", "-o", "d.zip", "--template", "a.docx").exit_code == 2


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--settings", "gone.json"), "gone.json cannot be read"),
        (("--settings", "{"), "--settings is no JSON"),
        (("--settings", "list.json"), "--settings takes a JSON object"),
        (("--settings", '{"x": 1}'), "'x' is not a setting"),
        (("--single-file",), "The option --single-file is for writing html; this writes docx."),
        (("--dialect", "2.6"), "The option --dialect is for writing sdxml"),
        (("--revisions", "accept"), "Tracked changes are a matter of Word files"),
    ],
)
def test_what_cannot_apply_is_told_and_nothing_is_written(folder: Path, arguments: tuple[str, ...], says: str) -> None:
    Path("list.json").write_text("[]")
    result = convert("p.xml", "-o", "b.docx", *arguments)
    assert result.exit_code == 2
    assert says in result.stderr
    assert not Path("b.docx").exists()


def test_2_6_is_written_and_any_other_release_is_refused_with_the_reason(folder: Path) -> None:
    assert convert("a.docx", "-o", "b.zip", "--dialect", "2.6").exit_code == 0
    assert b'version="2.6' in read_archive(Path("b.zip").read_bytes())["sd.xml"]
    for release in ("2.13", "2.25", "latest"):
        refused = convert("a.docx", "-o", "c.zip", "--dialect", release)
        assert refused.exit_code == 2
        assert f"SDXML {release} is not written: of all releases only the grammar of 2.6 is published" in refused.stderr
        assert not Path("c.zip").exists()
