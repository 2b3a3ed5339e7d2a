"""What the log of faults says, for `--debug`."""

from __future__ import annotations

import logging
from collections.abc import Callable

from sdconvert.cli.output import echo


def tell_faults() -> Callable[[], None]:
    """Lead what is known of faults to standard error until what is returned is called."""
    log, handler = logging.getLogger("sdconvert.faults"), _FaultHandler()
    before = log.level
    log.addHandler(handler)
    log.setLevel(logging.DEBUG)

    def stop() -> None:
        log.removeHandler(handler)
        log.setLevel(before)

    return stop


class _FaultHandler(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        echo(*self.format(record).split("\n"), err=True)
