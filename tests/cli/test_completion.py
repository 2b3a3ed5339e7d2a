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
        (("sdconvert", "validate", "--format", "s"), ["sarif"]),
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
        ("zsh", "1", "plain\nvalidate\nJudge SDXML packages and Word files.\n"),
        ("fish", "val", "plain,validate\tJudge SDXML packages and Word files.\n"),
    ],
)
def test_zsh_and_fish_are_answered_with_what_a_command_does(shell: str, position: str, answer: str) -> None:
    variables = {"_SDCONVERT_COMPLETE": f"{shell}_complete", "COMP_WORDS": "sdconvert val", "COMP_CWORD": position}
    assert run([str(BIN / "sdconvert")], **variables) == answer
