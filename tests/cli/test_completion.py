"""Completion in shells, through the scripts that click writes: the commands are imported when they are needed only."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

BIN = Path(sys.executable).parent
BASH = shutil.which("bash")

ASK = """
eval "$(_SDCONVERT_COMPLETE=bash_source sdconvert)"
compopt() { local IFS=" "; echo "compopt $*"; }
COMP_WORDS=("$@"); COMP_CWORD=$(( $# - 1 ))
_sdconvert_completion sdconvert
printf '%s\\n' "${COMPREPLY[@]}"
"""


def run(command: list[str], **variables: str) -> str:
    environment = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", **variables}
    return subprocess.run(command, capture_output=True, text=True, check=True, env=environment, timeout=60).stdout


def in_bash(*words: str) -> list[str]:
    if BASH is None:
        pytest.skip("there is no bash here")
    return run([BASH, "--norc", "-c", ASK, "bash", *words]).splitlines()


@pytest.mark.parametrize(
    ("words", "completions"),
    [
        (("sdconvert", "val"), ["validate"]),
        (("sdconvert", "validate", "--wr"), ["--write-baseline"]),
        (("sdconvert", "validate", "--fail-on", "e"), ["error"]),
        (("sdconvert", "api", "dup"), ["duplicate"]),
    ],
)
def test_bash_completes_commands_options_and_values(words: tuple[str, ...], completions: list[str]) -> None:
    assert in_bash(*words) == completions


def test_bash_completes_files_where_a_path_stands() -> None:
    assert in_bash("sdconvert", "validate", "contr") == ["compopt -o default", ""]


@pytest.mark.parametrize(
    ("shell", "registers"), [("bash", "complete -o"), ("zsh", "compdef"), ("fish", "complete --no-files --command")]
)
def test_there_is_a_script_for_each_shell(shell: str, registers: str) -> None:
    script = run([str(BIN / "sdconvert")], _SDCONVERT_COMPLETE=f"{shell}_source")
    assert registers in script
    assert f"_SDCONVERT_COMPLETE={shell}_complete" in script


@pytest.mark.parametrize(
    ("shell", "position", "answer"),
    [
        ("zsh", "1", "plain\nvalidate\nJudge packages and exports and Word files.\n"),
        ("fish", "val", "plain,validate\tJudge packages and exports and Word files.\n"),
    ],
)
def test_zsh_and_fish_are_answered_with_what_a_command_does(shell: str, position: str, answer: str) -> None:
    variables = {"_SDCONVERT_COMPLETE": f"{shell}_complete", "COMP_WORDS": "sdconvert val", "COMP_CWORD": position}
    assert run([str(BIN / "sdconvert")], **variables) == answer


def rows(words: str) -> list[list[str]]:
    """What fish is answered: the kind of each completion, the word, and what its script shows of the help."""
    variables = {"_SDCONVERT_COMPLETE": "fish_complete", "COMP_WORDS": words, "COMP_CWORD": words.rpartition(" ")[2]}
    answer = run([str(BIN / "sdconvert")], **variables)
    return [row.replace("\t", ",").split(",")[:3] for row in answer.splitlines()]


@pytest.mark.parametrize("words", ["sdconvert ", "sdconvert batch "])
def test_a_command_is_told_with_its_whole_summary(words: str) -> None:
    """The script of click cuts it at a comma, and click itself the first sentence of a command that it imports."""
    answered = rows(words)
    assert len(answered) > 5
    assert [row for row in answered if not row[2].endswith(".") or row[2].endswith("...")] == []


def test_commands_and_options_are_told_by_their_beginnings() -> None:
    assert [row[1] for row in rows("sdconvert batch re")] == ["retry", "report"]
    assert "--version" in [row[1] for row in rows("sdconvert --v")]


@pytest.mark.parametrize(
    "words",
    [
        "sdconvert convert co",
        "sdconvert mapping co",
        "sdconvert batch run co",
        "sdconvert batch plan co",
        "sdconvert batch survey co",
        "sdconvert batch run in -o co",
        "sdconvert batch status co",
        "sdconvert batch retry co",
    ],
)
def test_names_of_files_are_completed(words: str) -> None:
    assert rows(words) == [["file", "co"]]
