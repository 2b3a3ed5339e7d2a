import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sdconvert.archive import write_archive
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


def test_json_goes_into_pipes_and_is_clean(tmp_path):
    result = _run(_docx(tmp_path / "a.docx", "h", "own"))
    assert result.exit_code == 0
    assert json.loads(result.stdout) == {
        "heading 1": {"textType": "heading-ol", "level": 0},
        "Normal": {"textType": "paragraph", "level": 0},
        "Own": {"textType": "paragraph", "level": 0},
    }
    assert "1 style only looking like headings" in result.stderr


def test_candidates_are_mapped_when_asked_for(tmp_path):
    result = _run(_docx(tmp_path / "a.docx", "own"), "--candidates")
    assert json.loads(result.stdout)["Own"] == {"textType": "heading", "level": 0}
    assert result.stderr == ""


def test_the_table_says_why_and_shows_candidates_apart(tmp_path, monkeypatch):
    monkeypatch.setenv("COLUMNS", "140")
    _docx(tmp_path / "a.docx", "h", "own")
    _docx(tmp_path / "b.docx", "h")
    lines = _run(tmp_path, "--format", "table").stdout.splitlines()
    assert lines[0].split() == ["STYLE", "USES", "FILES", "EXAMPLE", "MAPS", "TO", "CONFIDENCE", "WHY"]
    assert " ".join(lines[1].split()) == "heading 1 2 2 Words heading-ol 0 high Word's own heading, not numbered in Word"
    apart = lines.index("These only look like headings; --candidates maps them so:")
    assert lines[apart + 2].startswith("Own ")
    assert "bold, larger than the text (20 against 10 pt)" in lines[apart + 2]


@pytest.mark.parametrize("width", [80, 100, 120])
def test_the_table_fits_the_terminal(tmp_path, monkeypatch, width: int):
    monkeypatch.setenv("COLUMNS", str(width))
    result = _run(_docx(tmp_path / "a.docx", "h", "own"), "--format", "table")
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
    result = _run(tmp_path)
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
    result = _run(_docx(tmp_path / "a.docx"), "--check", mapping_file, "--format", "json")
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
