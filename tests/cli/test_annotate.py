from pathlib import Path

import pytest
from annotation_laws import our_comments, parts_of
from click.testing import CliRunner, Result
from docx_builder import build_docx

from sdconvert.cli.main import cli

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
BODY = (
    '<w:p><w:r><w:rPr><w:sz w:val="60"/></w:rPr><w:t xml:space="preserve">Text </w:t></w:r>'
    '<w:ins w:id="1" w:author="A"><w:r><w:t>more</w:t></w:r></w:ins></w:p>'
    "<w:foo><w:r><w:t>lost</w:t></w:r></w:foo>"
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("a.docx").write_bytes(build_docx(BODY))
    return tmp_path


def annotate(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["annotate", *arguments], prog_name="sdconvert")


def initials(path: str) -> list[str]:
    return [comment.get(f"{W}initials", "") for comment in our_comments(parts_of(Path(path).read_bytes()))]


def test_findings_become_comments_and_go_again(folder: Path) -> None:
    result = annotate("a.docx", "-o", "b.docx")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "a.docx -> b.docx: 1 error, 1 info as comments\n"
    assert initials("b.docx") == ["sdconvert", "DOCX-R005", "DOCX-R133"]
    removed = annotate("b.docx", "-o", "c.docx", "--remove")
    assert (removed.exit_code, removed.stderr) == (0, "b.docx -> c.docx: without our comments\n")
    assert parts_of(Path("c.docx").read_bytes()) == parts_of(Path("a.docx").read_bytes())


def test_severity_code_and_date_choose_what_is_written(folder: Path) -> None:
    assert annotate("a.docx", "-o", "b.docx", "--severity", "warning").exit_code == 0
    assert initials("b.docx") == ["sdconvert", "DOCX-R005"]
    assert annotate("a.docx", "-o", "b.docx", "--code", "docx-r133", "--date", "2026-07-01").exit_code == 0
    assert initials("b.docx") == ["sdconvert", "DOCX-R133"]
    assert b'w:date="2026-07-01T00:00:00Z"' in parts_of(Path("b.docx").read_bytes())["word/comments.xml"]


def test_the_options_of_a_conversion_say_what_is_found(folder: Path) -> None:
    refused = annotate("a.docx", "-o", "b.docx", "--revisions", "refuse")
    assert refused.exit_code == 2
    assert not Path("b.docx").exists()


def test_a_code_that_there_is_not_is_a_usage_error(folder: Path) -> None:
    result = annotate("a.docx", "-o", "b.docx", "--code", "DOCX-R999X")
    assert result.exit_code == 2
    assert "there is no code 'DOCX-R999X'. Did you mean" in result.stderr
