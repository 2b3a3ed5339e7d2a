import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from docx_builder import build_docx

from sdconvert.cli.main import cli

CHAPTER = "<projekt><werk><kapitel><u1><titel><text>Purpose</text></titel></u1>{}</kapitel></werk></projekt>"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    put("a.xml", "<abs>The old rules hold for all of us here and now</abs><abs>gone</abs>")
    return tmp_path


def put(name: str, body: str) -> None:
    Path(name).write_text(CHAPTER.format(body))


def diff(*arguments: str, color: bool = False) -> Result:
    return CliRunner().invoke(cli, ["diff", *arguments], color=color)


def test_a_document_has_no_difference_from_itself(folder: Path) -> None:
    result = diff("a.xml", "a.xml")
    assert (result.exit_code, result.stdout) == (0, "no difference, 3 the same\n")


def test_blocks_are_told_with_their_words(folder: Path) -> None:
    put("b.xml", "<abs>The new rules hold for all of us here and now</abs><abs>come lately</abs>")
    result = diff("a.xml", "b.xml")
    assert result.exit_code == 1
    assert result.stdout.splitlines() == [
        "~ paragraph (block 2, under “Purpose”)",
        "    The [-old-]{+new+} rules hold for all of us …",
        "- paragraph (block 3, under “Purpose”)",
        "    gone",
        "+ paragraph (block 3, under “Purpose”)",
        "    come lately",
        "1 added, 1 removed, 1 changed, 1 the same",
    ]


def test_another_kind_and_other_looks_are_told(folder: Path) -> None:
    put("b.xml", "<abs>The old rules hold for <fett>all of us</fett> here and now</abs><u2><titel>gone</titel></u2>")
    assert diff("a.xml", "b.xml").stdout.splitlines() == [
        "~ paragraph (block 2, under “Purpose”)",
        "    + all of us: bold",
        "~ paragraph -> heading 2 (block 3, under “Purpose”)",
        "2 changed, 1 the same",
    ]


def test_signs_are_coloured_on_a_terminal(folder: Path) -> None:
    put("b.xml", "")
    assert "\x1b[31m-\x1b[0m paragraph" in diff("a.xml", "b.xml", color=True).stdout


def test_json_holds_all(folder: Path) -> None:
    put("b.xml", "<abs>The old rules hold for <fett>you</fett></abs><abs>gone</abs>")
    facts = json.loads(diff("a.xml", "b.xml", "--json").stdout)
    (difference,) = facts["differences"]
    assert facts["same"] == 2
    assert difference["change"] == "changed"
    assert difference["after"]["looks"] == [["you", ["bold"]]]
    assert difference["words"] == [
        {"same": "The old rules hold for"},
        {"before": "all of us here and now", "after": "you"},
    ]


def test_documents_of_two_formats_are_compared(folder: Path) -> None:
    Path("a.docx").write_bytes(build_docx("<w:p><w:r><w:t>same</w:t></w:r></w:p>"))
    Path("b.xml").write_text("<projekt><werk><abs>same</abs></werk></projekt>")
    assert diff("a.docx", "b.xml").stdout == "no difference, 1 the same\n"


@pytest.mark.parametrize(
    "arguments", [("a.xml", "gone.xml"), ("a.xml", "text.xml"), ("a.xml", "a.xml", "--from-b", "docx")]
)
def test_what_cannot_be_read_has_exit_code_2(folder: Path, arguments: tuple[str, ...]) -> None:
    Path("text.xml").write_text("text")
    result = diff("a.xml", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")


def test_other_labels_are_told_with_how_many_follow(folder: Path) -> None:
    lists = '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="{}"/><w:numFmt w:val="lowerLetter"/>'
    lists += '<w:lvlText w:val="%1)"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    numbered = '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>'
    body = "".join(f"<w:p>{numbered}<w:r><w:t>{word}</w:t></w:r></w:p>" for word in ("one", "two"))
    for name, start in (("a.docx", 1), ("b.docx", 3)):
        Path(name).write_bytes(build_docx(body, numbering=lists.format(start)))
    assert diff("a.docx", "b.docx").stdout.splitlines() == [
        "~ numbered item 1 (block 1)",
        "    label a) -> c): one (and 1 more in a row)",
        "1 changed, 0 the same",
    ]


def test_a_redline_is_a_page_with_both_documents(folder: Path) -> None:
    put("b.xml", "<abs>The new rules hold for all of us here and now</abs><abs>come lately</abs>")
    result = diff("a.xml", "b.xml", "--html", "out/redline.html")
    assert (result.exit_code, result.stderr) == (1, "")
    page = Path("out/redline.html").read_text("utf-8")
    assert "<title>a.xml → b.xml</title>" in page
    assert "The <del>old</del><ins>new</ins> rules hold" in page
    assert diff("a.xml", "b.xml", "--html", "-").stdout == page
    assert diff("a.xml", "a.xml", "--html", "same.html").exit_code == 0


def test_what_is_for_a_redline_asks_for_one(folder: Path) -> None:
    result = diff("a.xml", "a.xml", "--as-shown")
    assert result.exit_code == 2
    assert "--as-shown is for --html" in result.stderr
