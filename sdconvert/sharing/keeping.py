"""What a smaller file has to show still: a finding, an error, or the exit code of a command."""

from __future__ import annotations

import re
import shlex
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from sdconvert.errors import BadConfiguration, SdconvertError
from sdconvert.faults import reporting_faults
from sdconvert.findings import Finding, Location
from sdconvert.options import ConversionOptions
from sdconvert.sharing.workers import Worker

PLACE = "{}"
"""What stands for the file in a command."""
_HANGS = "hangs"


class NotShown(SdconvertError):
    """The file does not show what is to be kept, so there is nothing to shrink it by."""


class Keep(Protocol):
    """What is kept. `begin` is called with the file as it is, and raises NotShown; `holds` with each smaller one."""

    def begin(self, data: bytes) -> None: ...
    def holds(self, data: bytes) -> bool: ...
    def places(self) -> Sequence[Location]:
        """Where it is in the file as it is, as far as that is known."""
        ...

    def end(self) -> None: ...
    @property
    def description(self) -> str:
        """What it is, for people."""
        ...


class KeepsCode:
    """A finding with this code: of reading, of converting as the options say, or of judging the result."""

    def __init__(self, code: str, options: ConversionOptions | None = None) -> None:
        self.code = code.upper()
        self._options = options or ConversionOptions()
        self._judge: Callable[[bytes], Sequence[Finding]] = self._read
        self._places: list[Location] = []

    def begin(self, data: bytes) -> None:
        """Find the least work that shows the finding."""
        for judge in (self._read, self._convert, self._check, self._check_result):
            try:
                found = [finding for finding in judge(data) if finding.code.id == self.code]
            except SdconvertError:
                continue
            if found:
                self._judge = judge
                self._places = [finding.location for finding in found if finding.location is not None]
                return
        raise NotShown(f"The file gives no finding {self.code} as it is converted here.")

    def holds(self, data: bytes) -> bool:
        """Whether a file has such a finding; one that cannot be converted has not."""
        try:
            return any(finding.code.id == self.code for finding in self._judge(data))
        except (SdconvertError, MemoryError):
            return False

    def places(self) -> Sequence[Location]:
        return self._places

    def end(self) -> None:
        """Nothing is held."""

    @property
    def description(self) -> str:
        return f"the finding {self.code}"

    def _read(self, data: bytes) -> Sequence[Finding]:
        from sdconvert.pipeline import prepare

        return reporting_faults(prepare(self._options).read)(data).findings

    def _convert(self, data: bytes) -> Sequence[Finding]:
        from sdconvert.pipeline import prepare

        return prepare(self._options)(data).findings

    def _check(self, data: bytes) -> Sequence[Finding]:
        from sdconvert.judging import validate

        return reporting_faults(validate)(data, self._options.limits)

    def _check_result(self, data: bytes) -> Sequence[Finding]:
        from sdconvert.judging import validate
        from sdconvert.pipeline import prepare

        return reporting_faults(validate)(prepare(self._options)(data).value, self._options.limits)


class KeepsError:
    """The error that a conversion ends with: its kind, and its place where it is a fault; also a conversion that takes
    longer than `try_limit` seconds, and one that ends its process. Each try is made by another process."""

    def __init__(self, options: ConversionOptions | None = None, try_limit: float = 20) -> None:
        self._worker = Worker(options or ConversionOptions(), try_limit)
        self.error = ""

    def begin(self, data: bytes) -> None:
        self.error = self._worker.ask(data)
        if not self.error:
            raise NotShown("The file is converted without an error.")

    def holds(self, data: bytes) -> bool:
        return self._worker.ask(data) == self.error

    def places(self) -> Sequence[Location]:
        return ()

    def end(self) -> None:
        self._worker.stop()

    @property
    def description(self) -> str:
        return f"the error {self.error}"


class KeepsExitCode:
    """The exit code of a command, in which `{}` stands for the file; a command that takes longer than `try_limit`
    seconds has none, which is kept too. It is run without a shell.

    Raises: BadConfiguration for a command that cannot be.
    """

    def __init__(self, command: str, suffix: str = ".docx", try_limit: float = 20) -> None:
        try:
            self._words = shlex.split(command)
        except ValueError as error:
            raise BadConfiguration(f"The command {command!r} cannot be read: {error}.") from error
        if not any(PLACE in word for word in self._words):
            raise BadConfiguration(f"The command {command!r} has no {PLACE}, which stands for the file.")
        self._suffix = suffix
        self._limit = try_limit
        self.exit_code = ""

    def begin(self, data: bytes) -> None:
        """Raises: BadConfiguration for a command that is not there."""
        try:
            self.exit_code = self._run(data)
        except OSError as error:
            raise BadConfiguration(f"{self._words[0]} cannot be run: {error.strerror}.") from error

    def holds(self, data: bytes) -> bool:
        return self._run(data) == self.exit_code

    def places(self) -> Sequence[Location]:
        return ()

    def end(self) -> None:
        """Nothing is held."""

    @property
    def description(self) -> str:
        """The command by its program alone: its words may be private."""
        return f"the exit code {self.exit_code} of {Path(self._words[0]).name}"

    def _run(self, data: bytes) -> str:
        with tempfile.TemporaryDirectory(prefix="sdconvert-") as folder:
            file = Path(folder, f"file{self._suffix}")
            file.write_bytes(data)
            words = [word.replace(PLACE, str(file)) for word in self._words]
            try:
                done = subprocess.run(  # noqa: S603  # the command is the user's own
                    words,
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    timeout=self._limit,
                    check=False,
                )
            except subprocess.TimeoutExpired:
                return _HANGS
        return str(done.returncode)


_CODE = re.compile(r"[A-Z]{2,12}-[A-Z]?\d{3}", re.IGNORECASE)


def is_code(text: str) -> bool:
    """Whether it is written as the code of a finding."""
    return _CODE.fullmatch(text) is not None
