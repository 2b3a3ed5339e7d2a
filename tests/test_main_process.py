"""What only a process of its own can show: what is imported, and what a user sees when something fails."""

import json
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

HEAVY = ("PIL", "click", "jwt", "lxml", "pypdfium2", "requests")


def run(*arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments], capture_output=True, text=True, check=False, cwd=cwd, timeout=60
    )


def loaded_by(statement: str) -> set[str]:
    script = f"import json, sys; {statement}; print(json.dumps([n for n in {HEAVY!r} if n in sys.modules]))"
    return set(json.loads(run("-c", script).stdout.splitlines()[-1]))


def test_the_module_runs_as_the_command_does() -> None:
    done = run("-m", "sdconvert", "--version")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"sdconvert {version('sdconvert')}\n", "")


def test_importing_the_package_loads_no_library() -> None:
    assert loaded_by("import sdconvert") == set()


def test_the_whole_library_is_used_without_the_command_line_and_without_http() -> None:
    statement = "import sdconvert; sdconvert.convert; sdconvert.validate; sdconvert.style_mapping"
    assert loaded_by(statement) & {"click", "jwt", "requests"} == set()


def test_every_public_name_is_there() -> None:
    assert run("-c", "import sdconvert; [getattr(sdconvert, name) for name in sdconvert.__all__]").returncode == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ("convert", "none.docx"),
        ("convert", "bad.docx"),
        ("inspect", "bad.docx"),
        ("mapping", "bad.docx"),
        ("validate", "bad.docx"),
        ("explain", "NONE-0"),
        ("convert",),
    ],
)
def test_a_failure_is_a_sentence_and_exit_code_2_not_a_traceback(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    (tmp_path / "bad.docx").write_bytes(b"PK\x03\x04 not a zip")
    done = run("-m", "sdconvert", *arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr + done.stdout
    assert (done.stderr + done.stdout).strip()
