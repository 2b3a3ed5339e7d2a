import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from docx_builder import build_docx

from sdconvert.cli.main import cli

BODY = (
    '<w:p><w:pPr><w:pStyle w:val="H1"/></w:pPr><w:r><w:t>Purpose</w:t></w:r></w:p>'
    '<w:p><w:r><w:t>Text</w:t></w:r><w:fldSimple w:instr="DATE"/></w:p>'
    "<w:foo><w:r><w:t>one\ntwo</w:t></w:r></w:foo>"
)
STYLES = '<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/></w:style>'
CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Contract</dc:title></cp:coreProperties>'
)
RELATIONSHIPS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="a" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"'
    ' Target="word/document.xml"/><Relationship Id="b" Target="core.xml" '
    'Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"/></Relationships>'
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    files: dict[str, bytes | str] = {"core.xml": CORE, "_rels/.rels": RELATIONSHIPS}
    (tmp_path / "a.docx").write_bytes(build_docx(BODY, styles=STYLES, files=files))
    return tmp_path


def inspect(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["inspect", *arguments], prog_name="sdconvert")


def test_text_shows_metadata_styles_content_and_what_a_conversion_would_report(folder: Path) -> None:
    result = inspect("a.docx")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0] == "a.docx"
    assert "  title        Contract" in lines
    assert any(line.split() == ["1", "×", "heading", "1", "Purpose"] for line in lines)
    assert any(line.split()[:2] == ["18", "characters"] for line in lines)
    assert any(line.startswith("  error    DOCX-R005 × 1") and "“one two”" in line for line in lines)
    assert lines.index("Metadata") < lines.index("Paragraph styles") < lines.index("Holds")


def test_the_most_severe_findings_come_first(folder: Path) -> None:
    severities = [finding["severity"] for finding in json.loads(inspect("a.docx", "--json").stdout)["findings"]]
    assert severities == sorted(severities, key=["error", "warning", "info"].index)
    assert len(severities) == 2


def test_json_is_complete_and_stable(folder: Path) -> None:
    result = inspect("a.docx", "--json")
    facts = json.loads(result.stdout)
    assert list(facts) == ["file", "metadata", "styles", "features", "findings"]
    assert facts["metadata"]["title"] == "Contract"
    assert [style["name"] for style in facts["styles"]] == ["heading 1", "Normal"]
    assert facts["features"]["characters"]["dropped"] == {"DOCX-R005": 7}
    assert inspect("a.docx", "--json").stdout == result.stdout


def test_a_document_with_nothing_says_so(folder: Path) -> None:
    Path("empty.docx").write_bytes(build_docx(""))
    assert inspect("empty.docx").stdout.count("  nothing") == 4


def test_nothing_is_written(folder: Path) -> None:
    inspect("a.docx")
    assert [path.name for path in folder.iterdir()] == ["a.docx"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("none.docx",), "none.docx cannot be read"),
        (("bad.docx",), "bad.docx is a PDF file, not an intact zip package."),
        (("a.docx", "--max-members", "1"), "more than the 1 allowed"),
        ((".",), "cannot be read"),
    ],
)
def test_what_cannot_be_read_is_one_line_and_exit_code_2(folder: Path, arguments: tuple[str, ...], says: str) -> None:
    Path("bad.docx").write_bytes(b"%PDF-1.7")
    result = inspect(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert says in result.stderr
    assert result.stderr.count("\n") == 1


def test_tracked_changes_can_be_refused(folder: Path) -> None:
    Path("c.docx").write_bytes(build_docx("<w:p><w:ins><w:r><w:t>x</w:t></w:r></w:ins></w:p>"))
    assert inspect("c.docx", "--revisions", "refuse").exit_code == 2
