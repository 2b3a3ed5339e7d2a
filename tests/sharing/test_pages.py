"""The commands of docs/share.md run and say what the page shows; its example in Python runs."""

import re
import shlex
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from doc_pages import ROOT, blocks, typed_lines

from sdconvert.cli.main import cli

PAGE = "docs/share.md"


@pytest.fixture(autouse=True)
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(ROOT / "samples" / "docx", tmp_path / "samples" / "docx")
    monkeypatch.chdir(tmp_path)


def without_sizes(text: str) -> str:
    """Sizes of zips are not the same with every version of zlib."""
    return re.sub(r"[\d,]+ of [\d,]+ bytes", "", text)


def test_the_commands_say_what_is_shown() -> None:
    lines = typed_lines(PAGE, begins=("sdconvert",))
    assert len(lines) == 5
    for line, shown in lines:
        result = CliRunner().invoke(cli, shlex.split(line)[1:])
        assert result.exit_code == 0, result.output
        assert shown == "" or without_sizes(shown) == without_sizes(result.stderr)
    for name in ("contract-for-all.docx", "header.docx", "reference.docx", "refused.docx", "report.zip"):
        assert Path(name).exists()


def test_the_example_in_python_runs(capsys: pytest.CaptureFixture[str]) -> None:
    (block,) = blocks(PAGE, "python")
    exec(compile(block, PAGE, "exec"), {})
    assert capsys.readouterr().out.startswith("0 of 76 blocks\nthe finding DOCX-R008 ")
