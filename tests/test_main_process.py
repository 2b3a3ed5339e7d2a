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


ENDING = """
import atexit, sys, tempfile, threading, time
import sdconvert.cli.main
from sdconvert.__main__ import main

def steps():
    try:
        yield 1
    finally:
        print("generator closed")

def work():
    made = steps()
    for _ in made:
        raise ValueError

def run():
    atexit.register(print, "at exit")
    {setup}
    try:
        work()
    except ValueError:
        sys.exit(3)

sdconvert.cli.main.main = run
main()
"""
"""A process in which a command ends while much is still to be done."""


@pytest.mark.parametrize(
    ("setup", "said"),
    [
        ("pass", ["generator closed", "at exit"]),
        ("threading.Thread(target=lambda: (time.sleep(0.3), print('thread'))).start()", ["thread", "at exit"]),
        ("folder = tempfile.TemporaryDirectory(); atexit.register(print, len(folder.name) > 4)", ["True", "at exit"]),
        ("atexit.register(lambda: sys.stdout.write('no end of line'))", ["no end of line"]),
    ],
)
def test_what_a_process_has_to_do_at_its_end_is_done(setup: str, said: list[str], tmp_path: Path) -> None:
    done = run("-c", ENDING.format(setup=setup), cwd=tmp_path)
    assert (done.returncode, done.stderr) == (3, "")
    assert all(line in done.stdout for line in said)


def test_a_command_leaves_no_folder_for_a_while_behind(tmp_path: Path) -> None:
    setup = f"sdconvert.folder = tempfile.TemporaryDirectory(dir={str(tmp_path)!r})"
    assert run("-c", ENDING.format(setup=setup)).returncode == 3
    assert list(tmp_path.iterdir()) == []


def test_a_profiler_says_what_it_saw() -> None:
    done = run("-m", "cProfile", "-m", "sdconvert", "--version")
    assert "function calls" in done.stdout


def test_what_cannot_be_written_at_the_end_is_told_by_the_interpreter() -> None:
    done = run("-c", ENDING.format(setup="sys.stdout.close(); sys.stdout = open('/dev/full', 'w'); print('lost')"))
    assert (done.returncode, "No space left" in done.stderr) == (120, True)


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
