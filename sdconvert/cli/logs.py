"""What the logs of the library say, on standard error: all with `-v`, faults with `--debug`."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable

from sdconvert.cli.output import echo


def tell_log() -> Callable[[], None]:
    """Lead the records of the library to standard error until what is returned is called."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(name)s: %(message)s"))
    return _lead("sdconvert", handler)


def tell_faults() -> Callable[[], None]:
    """Lead what is known of faults to standard error until what is returned is called."""
    return _lead("sdconvert.faults", _FaultHandler())


def _lead(name: str, handler: logging.Handler) -> Callable[[], None]:
    log = logging.getLogger(name)
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
