"""Commands that are ended from outside leave nothing behind."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def ending_in_order() -> Iterator[None]:
    """Within it, SIGTERM ends the command as Ctrl-C does, so that temporary files are removed: exit code 143."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    former = signal.signal(signal.SIGTERM, _end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, former)


def _end(number: int, _frame: object) -> None:
    raise SystemExit(128 + number)
