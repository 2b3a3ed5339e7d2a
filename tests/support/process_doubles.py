"""What a worker process can be asked to do in tests: functions that its import finds by name."""

from __future__ import annotations

import os
import signal
import time
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from sdconvert.batch import processes


class Unsendable(Exception):
    """An exception that cannot be read again where it arrives."""

    def __init__(self, one: str, other: str) -> None:
        super().__init__(one + other)


def own_pid(_: object = None) -> int:
    return os.getpid()


def double(number: int) -> int:
    return 2 * number


def fail(words: str) -> None:
    raise ValueError(words)


def fail_unsendably(_: object) -> None:
    raise Unsendable("one", "other")


def give_back_unsendable(_: object) -> object:
    return lambda: None


def die(_: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def leave(code: int) -> None:
    os._exit(code)


def sleep(seconds: float) -> float:
    time.sleep(seconds)
    return seconds


def hoard(megabytes: int) -> int:
    return sum(len(piece) for piece in [bytearray(1_000_000) for _ in range(megabytes)])


def ignores_interrupts(_: object) -> bool:
    return signal.getsignal(signal.SIGINT) is signal.SIG_IGN


@dataclass(frozen=True)
class DyingAtStart:
    """What a worker process does that is killed so many times before it comes up; each start is a sign in a file."""

    starts: Path
    deaths: int

    def __call__(self, pipe: Connection, megabytes: int) -> None:
        with self.starts.open("a") as file:
            file.write("x")
        if self.starts.stat().st_size <= self.deaths:
            die(None)
        processes._serve_pipe(pipe, megabytes)
