"""The log of a run: a line of JSON for each document, as it ends."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TextIO

from sdconvert.batch.outcome import Outcome
from sdconvert.batch.report.json_report import log_line
from sdconvert.cli.output import echo, echo_result
from sdconvert.cli.stdio import DASH
from sdconvert.errors import OutputRefused


class RunLog:
    """Used with `with`. A log that cannot be opened is an OutputRefused; one that cannot be written any more, as on a
    full disk, is told of at the end and stops no work."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._file: TextIO | None = None
        self._missing = 0
        self._reason = ""

    def __enter__(self) -> RunLog:
        if self._path is None or self._path == DASH:
            return self
        try:
            self._file = self._path.open("a", encoding="utf-8")
        except OSError as error:
            raise OutputRefused(f"{self._path} cannot be written: {error.strerror or error}.") from error
        return self

    def __exit__(self, *error: object) -> None:
        if self._file is not None:
            with suppress(OSError):  # what could not be written is counted
                self._file.close()
        if self._missing:
            lines = "1 document is" if self._missing == 1 else f"{self._missing} documents are"
            echo(f"sdconvert: warning: {lines} not in {self._path}: {self._reason}.", err=True)

    def write(self, outcome: Outcome) -> None:
        """Append what came of a document."""
        if self._path == DASH:
            echo_result(log_line(outcome) + "\n")
        if self._file is None:
            return
        try:
            self._file.write(log_line(outcome) + "\n")
            self._file.flush()
        except OSError as error:
            self._missing += 1
            self._reason = error.strerror or str(error)
