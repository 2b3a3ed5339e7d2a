"""The commands of docs/annotate.md run and say what the page shows; the examples in Python of both pages run."""

import re
import shlex
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from sdconvert.cli.main import cli

DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture(autouse=True)
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(DOCS.parent / "samples" / "docx", tmp_path / "samples" / "docx")
    monkeypatch.chdir(tmp_path)


def blocks(page: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", (DOCS / page).read_text("utf-8"), re.DOTALL)


def test_the_commands_say_what_is_shown() -> None:
    (block,) = blocks("annotate.md", "console")
    steps = re.findall(r"\$ sdconvert (.*)\n((?:[^$].*\n)*)", block)
    assert len(steps) == 3
    for command, shown in steps:
        result = CliRunner().invoke(cli, shlex.split(command))
        assert (result.exit_code, result.stderr) == (0, shown)


@pytest.mark.parametrize("page", ["annotate.md", "compare.md"])
def test_the_examples_in_python_run(page: str) -> None:
    (block,) = blocks(page, "python")
    exec(compile(block, page, "exec"), {})
