"""The standard streams, which may be closed, full or of a code page that cannot say everything: reporting stops no
work, and a result that is lost is told."""

from __future__ import annotations

import codecs
import errno
import io
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from sdconvert.cli.output import escape_units

_ESCAPE = "sdconvert-escape"


def _escape_unsayable(error: UnicodeError) -> tuple[str, int]:
    """As JSON has it, so that JSON stays what it is."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return escape_units(error.object[error.start : error.end]), error.end


codecs.register_error(_ESCAPE, _escape_unsayable)


class OutputLost(Exception):
    """Standard output cannot be written. `is_left`: whoever read it went away, which is no fault."""

    def __init__(self, error: Exception) -> None:
        reason = getattr(error, "strerror", None) or error
        super().__init__(f"Standard output cannot be written: {reason}.")
        self.is_left = isinstance(error, BrokenPipeError)


class _Stream:
    """A standard stream that never fails: what cannot be written goes nowhere."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=_ESCAPE)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    @property
    def buffer(self) -> Any:
        """The binary stream below."""
        return _BinaryOf(self, self._stream.buffer)

    def write(self, text: str) -> int:
        if text != "":  # a probe of click's
            self.attempt(lambda: self._stream.write(text))
        return len(text)

    def flush(self) -> None:
        self.attempt(self._stream.flush)

    def attempt(self, act: Callable[[], object]) -> None:
        """Do what may fail."""
        try:
            act()
        except (OSError, ValueError) as error:
            self.lose(error)

    def lose(self, _error: Exception) -> None:
        """Write to nowhere from now on, or Python complains when it flushes at the end."""
        with suppress(OSError, ValueError):
            number = self._stream.fileno()
            os.dup2(os.open(os.devnull, os.O_WRONLY), number)


class _Output(_Stream):
    """Standard output: once something of it is lost, each use of it tells so."""

    _lost: OutputLost | None = None

    def attempt(self, act: Callable[[], object]) -> None:
        if self._lost is None:
            super().attempt(act)
        if self._lost is not None:
            raise self._lost

    def lose(self, error: Exception) -> None:
        super().lose(error)
        self._lost = OutputLost(error)


class _BinaryOf:
    """The binary stream of a standard stream."""

    def __init__(self, owner: _Stream, stream: Any) -> None:
        self._owner, self._stream = owner, stream

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def write(self, data: bytes) -> int:
        self._owner.attempt(lambda: self._stream.write(data))
        return len(data)

    def flush(self) -> None:
        self._owner.attempt(self._stream.flush)


@contextmanager
def guarded_streams() -> Iterator[None]:
    """Standard output that raises OutputLost, and standard error that never fails; both escape what their code page
    cannot say."""
    before = sys.stdout, sys.stderr
    with open(os.devnull, "w") as nowhere:
        output, error = _Output(sys.stdout or nowhere), _Stream(sys.stderr or nowhere)
        if sys.stdout is None:
            output.lose(OSError(errno.EBADF, "it is closed"))
        sys.stdout, sys.stderr = output, error
        try:
            yield
        finally:
            sys.stdout, sys.stderr = before


def occupy_closed_streams() -> None:
    """Open what is closed of the first three descriptors to nowhere, or the next file that is opened takes its number
    and gets what programs and libraries print."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
