"""Where LibreOffice is on this machine, whether what it draws can be read, and files printed by it; programs of ours
that do what may take too long or too much memory, and are ended then.

LibreOffice runs in a profile of its own, for a limited time, and is ended with all its children.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import IO

from sdconvert.pictures.apart import messages

_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.exe",
)
MOST_MEMORY = 4_000_000_000
"""What LibreOffice, and the programs of ours that are run, may take each. Units: bytes of address space."""
LARGEST_CALL = 100_000_000
"""What LibreOffice is not asked to draw at once. Units: bytes."""
_LIMITED = 'ulimit -v "$0" 2>/dev/null; exec "$@"'
READER = "pypdfium2"
"""The library that reads the pages that LibreOffice prints."""


def find_office() -> str | None:
    """The program, None where it is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice") or next(filter(os.path.exists, _PLACES), None)


def has_reader() -> bool:
    """Whether the library is there that reads what LibreOffice draws."""
    return find_spec(READER) is not None


def print_file(office: str, source: Path, seconds: float) -> None:
    """Have the program print a file as a PDF of the same name beside it. What else it writes is in that folder too,
    below `profile`, where its settings may stand already. Nothing is there when it fails or takes too long.

    Raises: OSError when the program cannot be started.
    """
    folder = source.parent
    command = [
        office,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--norestore",
        "--nolockcheck",
        "--convert-to",
        "pdf:writer_pdf_Export",
        "--outdir",
        str(folder),
        str(source),
    ]
    with subprocess.Popen(  # noqa: S603  the program is LibreOffice, its arguments are ours
        _bounded(command),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        try:
            with _doing_after(seconds, partial(_end, process)):
                process.wait()
        finally:
            _end(process)


def run_apart(command: Sequence[str], given: bytes, seconds: float) -> bytes:
    """What a program writes that is given this, nothing where it fails, takes too long or too much memory."""
    try:
        done = subprocess.run(  # noqa: S603  the program is ours, and so are its arguments
            _bounded(command), input=given, capture_output=True, timeout=seconds, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return b""
    return b"" if done.returncode else done.stdout


class Answerer:
    """A program of ours that answers one message after the other, as long as none takes too long or too much memory.
    It needs no multiprocessing, and so works in processes that may have no children of that kind."""

    __slots__ = ("_answers", "_asked", "_process")

    def __init__(self, command: Sequence[str]) -> None:
        """Start it. Raises: OSError when it cannot be started."""
        self._process = subprocess.Popen(  # noqa: S603  the program is ours, and so are its arguments
            _bounded(command),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        asked, answers = self._process.stdin, self._process.stdout
        assert asked is not None
        assert answers is not None
        self._asked: IO[bytes] = asked
        self._answers: IO[bytes] = answers

    def is_ready(self, seconds: float) -> bool:
        """Whether it says that it is, which it does once, within that time."""
        with _doing_after(seconds, self._process.kill):
            return messages.read(self._answers) is not None

    def ask(self, header: messages.Header, content: bytes, seconds: float) -> messages.Message | None:
        """What it answers; None where it ended instead, or was ended for the time it took."""
        with _doing_after(seconds, self._process.kill), suppress(OSError):
            messages.write(self._asked, header, content)
            return messages.read(self._answers)
        return None

    def kill(self) -> None:
        """End it, whatever it does, while somebody waits for its answer."""
        self._process.kill()

    def end(self) -> None:
        """End it, whatever it does, and all that is held for it."""
        self._process.kill()
        with suppress(OSError):
            self._asked.close()
        self._answers.close()
        self._process.wait()


@contextmanager
def _doing_after(seconds: float, act: Callable[[], None]) -> Iterator[None]:
    """Act where something takes longer than that: nobody wakes up to see whether it still does."""
    guard = threading.Timer(seconds, act)
    guard.daemon = True
    guard.start()
    try:
        yield
    finally:
        guard.cancel()


def _bounded(command: Sequence[str]) -> list[str]:
    """The command with a limit of memory, where the system has one to give and the program is there: a shell sets it,
    which would tell of a missing one by its exit code alone."""
    if os.name != "posix" or shutil.which(command[0]) is None:
        return list(command)
    return ["/bin/sh", "-c", _LIMITED, str(MOST_MEMORY // 1024), *command]


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a program and the children that it leaves behind."""
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
