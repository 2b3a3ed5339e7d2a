"""Processes that do the work of a checkout, so that two of them can be measured by turns."""

from __future__ import annotations

import atexit
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from select import select
from typing import Any

PATIENCE = 600


class Checkout:
    """What does the work of one checkout, or of a peer: a process that is begun anew where it was ended."""

    def __init__(self, root: Path, patience: float = PATIENCE) -> None:
        self._root, self._patience = root, patience
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> Checkout:
        return self

    def __exit__(self, *_: object) -> None:
        if self._process:
            self._process.kill()
            self._process.wait()

    def seconds(self, work: str, path: Path, rounds: int) -> float | None:
        """Processor seconds; None where the work fails, the patience where it takes longer."""
        if self._process is None:
            self._process = self._begin()
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps([work, str(path), rounds]) + "\n")
        self._process.stdin.flush()
        ready, _, _ = select([self._process.stdout], [], [], self._patience * (rounds + 1))
        answer = self._process.stdout.readline() if ready else ""
        if answer:
            return json.loads(answer)  # type: ignore[no-any-return]
        self._process.kill()
        self._process.wait()
        self._process = None
        return None if ready else self._patience

    def _begin(self) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, Path(__file__).with_name("measured.py")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=environment(self._root),
        )


@cache
def environment(root: Path) -> Mapping[str, str]:
    """In which `sdconvert` is that of a checkout; with `-c` and `-m` it has to be the working folder too, which stands
    before the path. Its modules are compiled, as they are where it is installed: elsewhere, so that no checkout gains
    by what was compiled in it before."""
    found = {**os.environ, "PYTHONPATH": str(root), "PYTHONPYCACHEPREFIX": _folder_of_compiled()}
    found.pop("PYTHONDONTWRITEBYTECODE", None)
    for command in (("compileall", "-q", "sdconvert"), ("sdconvert", "--help")):
        subprocess.run([sys.executable, "-m", *command], cwd=root, env=found, stdout=subprocess.DEVNULL)
    return found


@cache
def _folder_of_compiled() -> str:
    folder = tempfile.mkdtemp()
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def ask(root: Path, command: Sequence[object]) -> Any:
    """What Python, with a checkout, prints as JSON in its last line; None, told to the error output, where it fails, as
    an older checkout may."""
    words = [sys.executable, *map(str, command)]
    done = subprocess.run(words, stdout=subprocess.PIPE, text=True, env=environment(root), cwd=root)
    if done.returncode or not done.stdout:
        print(f"{root.name}: {' '.join(words[1:3])[:100]} failed", file=sys.stderr)
        return None
    return json.loads(done.stdout.splitlines()[-1])
