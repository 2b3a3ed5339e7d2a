"""A file that one process writes at a time."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import BinaryIO

from sdconvert.errors import OutputRefused


def open_alone(path: Path) -> BinaryIO:
    """The file for reading and appending, made where it is not there. It is let go when it is closed, or when the
    process ends in whatever way. On Windows nothing is locked.

    Raises: OutputRefused while another process has it; OSError.
    """
    opened = path.open("a+b")
    if not _is_locked(opened, path):
        opened.close()
        raise OutputRefused(f"{path} is being written by another run; wait for its end, or name another file.")
    return opened


if sys.platform == "win32":

    def put_in_place(opened: BinaryIO, path: Path, target: Path) -> None:
        opened.close()
        path.replace(target)

    def _is_locked(opened: BinaryIO, path: Path) -> bool:
        return True

else:
    import fcntl

    def put_in_place(opened: BinaryIO, path: Path, target: Path) -> None:
        """Rename the file and let it go, in this order: no other may begin to write it in between."""
        path.replace(target)
        opened.close()

    def _is_locked(opened: BinaryIO, path: Path) -> bool:
        """False where another has it, or has put it in its place since it was opened."""
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return os.path.samestat(os.fstat(opened.fileno()), path.stat())
        except (BlockingIOError, FileNotFoundError):
            return False
