"""A process that converts files and tells how that ends, so that one that hangs or dies takes nothing with it."""

from __future__ import annotations

import pickle
import re
import subprocess
import sys
import threading
from typing import IO

from sdconvert.errors import InternalFault, SdconvertError
from sdconvert.options import ConversionOptions

_LENGTH = 8
_HANGS, _DIES = "hangs", "ends its process"
_QUOTED = re.compile("“[^“”]{0,200}”|'[^']{0,200}'")


class Worker:
    """Asks another process for the errors of conversions, and starts anew when that does not answer in time."""

    def __init__(self, options: ConversionOptions, limit: float) -> None:
        self._options = options
        self._limit = limit
        self._process: subprocess.Popen[bytes] | None = None

    def ask(self, data: bytes) -> str:
        """What is wrong with a file, an empty text for nothing."""
        process = self._process or self._start()
        timer = threading.Timer(self._limit, process.kill)
        timer.start()
        try:
            _send(process.stdin, data)
            answer = _receive(process.stdout)
        except OSError:
            answer = None
        finally:
            hangs = not timer.is_alive()
            timer.cancel()
        if answer is None:
            self.stop()
            return _HANGS if hangs else _DIES
        return answer.decode()

    def stop(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def _start(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", __name__]
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)  # noqa: S603
        self._process = process
        _send(process.stdin, pickle.dumps(self._options))
        return process


def _send(pipe: IO[bytes] | None, data: bytes) -> None:
    assert pipe is not None
    pipe.write(len(data).to_bytes(_LENGTH) + data)
    pipe.flush()


def _receive(pipe: IO[bytes] | None) -> bytes | None:
    """What is sent next, None where nothing comes any more."""
    assert pipe is not None
    length = pipe.read(_LENGTH)
    if len(length) < _LENGTH:
        return None
    data = pipe.read(int.from_bytes(length))
    return data if len(data) == int.from_bytes(length) else None


def describe_error(data: bytes, options: ConversionOptions) -> str:
    """How converting a file fails: the kind of the error with what it says but for names and numbers, the place of a
    fault with its cause; an empty text where it does not fail."""
    from sdconvert.pipeline import prepare

    try:
        prepare(options)(data)
    except InternalFault as error:
        return f"{type(error.__cause__).__name__}: {_place(error.__cause__)}"
    except SdconvertError as error:
        return f"{type(error).__name__}: {_words_of(error)}"
    except MemoryError:
        return "MemoryError"
    return ""


def _words_of(error: SdconvertError) -> str:
    """What it says, without quotations, names of files and numbers."""
    return " ".join(word for word in _QUOTED.sub(" ", str(error)).split() if word.strip(".,:;()").isalpha())


def _place(error: BaseException | None) -> str:
    """The last line of this program that was run."""
    place, trace = "", None if error is None else error.__traceback__
    while trace is not None:
        name = trace.tb_frame.f_globals.get("__name__", "")
        if name.startswith("sdconvert."):
            place = f"{name} {trace.tb_frame.f_code.co_name}"
        trace = trace.tb_next
    return place


def main() -> None:
    """Answer until nothing is asked any more."""
    options = pickle.loads(_receive(sys.stdin.buffer) or b"")  # noqa: S301  # it is the other half of this program
    while (data := _receive(sys.stdin.buffer)) is not None:
        _send(sys.stdout.buffer, describe_error(data, options).encode())


if __name__ == "__main__":
    main()
