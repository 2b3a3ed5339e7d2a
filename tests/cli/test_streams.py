"""The standard streams are closed, full, or of a code page that cannot say everything."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from docx_builder import build_docx

NAME = "כהן.docx"
FULL = Path("/dev/full")
pytestmark = pytest.mark.skipif(not FULL.exists(), reason="there is no /dev/full here")


@pytest.fixture
def documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "in"
    folder.mkdir()
    for name in (NAME, "b.docx"):
        (folder / name).write_bytes(build_docx("<w:p><w:r><w:t>a</w:t></w:r></w:p>"))
    return folder


def run(arguments: str, redirect: str = "", **environment: str) -> "subprocess.CompletedProcess[bytes]":
    command = f"exec {sys.executable} -m sdconvert {arguments} {redirect}"
    return subprocess.run(command, shell=True, capture_output=True, check=False, env={**os.environ, **environment})


@pytest.mark.parametrize(
    ("arguments", "redirect"),
    [("validate in", ">/dev/full"), ("convert in/b.docx -o -", ">/dev/full"), ("--help", ">&-")],
)
def test_a_result_that_is_lost_is_one_sentence_and_an_exit_code_of_its_own(
    documents: Path, arguments: str, redirect: str
) -> None:
    done = run(arguments, redirect)
    lost = [line for line in done.stderr.decode().splitlines() if "annot be written" in line]
    assert done.returncode == 74
    assert len(lost) == 1
    assert lost[0].startswith("sdconvert: error: Standard output cannot be written: ")
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("redirect", ["2>/dev/full", "2>&-"])
def test_what_cannot_be_told_stops_no_work(documents: Path, redirect: str) -> None:
    done = run("convert in -o out", redirect)
    assert (done.returncode, len(list(Path("out").iterdir()))) == (0, 2)


def test_what_is_opened_next_does_not_take_the_place_of_a_closed_stream(documents: Path) -> None:
    script = (
        "import os; from sdconvert.cli.streams import occupy_closed_streams as f; f(); print(os.open('x', os.O_CREAT))"
    )
    done = subprocess.run(f'exec {sys.executable} -c "{script}" 2>&- <&-', shell=True, capture_output=True, check=True)
    assert int(done.stdout) > 2


def test_a_code_page_that_cannot_say_a_name_gets_it_escaped(documents: Path) -> None:
    told = run("validate in", PYTHONIOENCODING="cp1252")
    assert (told.returncode, told.stderr) == (0, b"2 files: 2 without findings\n")
    assert rb"in/\u05db\u05d4\u05df.docx: no findings" in told.stdout
    listed = run("validate in --json", PYTHONIOENCODING="ascii")
    assert [file["file"] for file in json.loads(listed.stdout)["files"]] == ["in/b.docx", f"in/{NAME}"]
