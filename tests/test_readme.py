"""The examples of the README, and of the pages that it leads to first, run as they stand."""

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from doc_pages import ROOT, blocks, typed_lines

from sdconvert.cli.main import cli

SCRIPTS = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
README, COMMANDS, LIBRARY, BATCH = "README.md", "docs/command-line.md", "docs/library.md", "docs/batch.md"
# The pages sleep until the sandbox is there; here that takes as long as it takes.
SLEEP = "sleep() { until grep -q _SECRET= sandbox.txt; do command sleep 0.1; done; }"


def run_script(script: str) -> subprocess.CompletedProcess[str]:
    """Run it in a shell that has none of our settings."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SDCONVERT_")}
    return subprocess.run(
        ["bash", "-c", f"set -em\n{SLEEP}\n{script}"],
        env={**environment, "PATH": SCRIPTS},
        capture_output=True,
        text=True,
        timeout=400,
    )


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "samples").mkdir()
    shutil.copytree(ROOT / "samples" / "docx", tmp_path / "samples" / "docx")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(("page", "least"), [(README, 1), (LIBRARY, 7)])
def test_the_python_examples_run_one_after_the_other(checkout: Path, page: str, least: int) -> None:
    shutil.copy("samples/docx/contract-de.docx", "contract.docx")
    names: dict[str, object] = {}
    for block in blocks(page, "python"):
        exec(compile(block, page, "exec"), names)
    assert len(blocks(page, "python")) >= least


@pytest.mark.parametrize(("page", "least"), [(README, 8), (COMMANDS, 15)])
def test_the_commands_run_one_after_the_other_and_say_what_is_shown(checkout: Path, page: str, least: int) -> None:
    lines = typed_lines(page, begins=("sdconvert", "cp"))
    for line, shown in lines:
        words = shlex.split(line)
        if words[0] == "cp":
            shutil.copy(words[1], words[2])
            continue
        result = CliRunner().invoke(cli, words[1:])
        assert result.exit_code == 0, f"{line}: {result.output}"
        assert not shown or result.stderr == shown
    assert len(lines) >= least
    assert sum(bool(shown) for _, shown in lines) == 1


def test_the_upload_of_the_readme_runs_in_an_empty_folder(checkout: Path) -> None:
    shutil.copy("samples/docx/contract-de.docx", "contract.docx")
    (script,) = blocks(README, "sh")
    done = run_script(script)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count(" draft ") == 1
    assert "contract.docx -> " in done.stdout + done.stderr


def test_the_page_on_batches_runs_in_an_empty_folder(checkout: Path) -> None:
    (checkout / "samples" / "docx").rename(checkout / "contracts")
    (script,) = blocks(BATCH, "sh")
    done = run_script(script)
    assert done.returncode == 0, done.stderr
    assert "6 of 6 done.\n" in done.stderr
    assert "6 of 6 done (6 unchanged).\n" in done.stderr
    assert done.stdout.count(" draft ") == 6
    assert (checkout / "packages.batch" / "report.html").stat().st_size > 50_000
