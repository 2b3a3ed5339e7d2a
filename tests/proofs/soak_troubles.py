"""What goes wrong in the soak: a run under way, the server it sends to, and who harms both meanwhile."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent
COMMAND = [sys.executable, "-m", "sdconvert"]
POISONED = [sys.executable, str(HERE / "soak_command.py")]
MARK = "SOAK_MARK"
PERSON = {"USER_ID": "u", "EMAIL": "a@b.c", "FIRSTNAME": "A", "LASTNAME": "B", "COMPANY": "C"}
_A_LONG_TIME = "1000000000"
STORM = (
    {"kind": "reset", "when": "before", "probability": 0.03},
    {"kind": "reset", "when": "after", "probability": 0.03},
    {"kind": "status", "status": 429, "retryAfter": 0, "probability": 0.03},
    {"kind": "status", "status": 429, "retryAfter": 0, "when": "after", "probability": 0.01},
    {"kind": "status", "status": 500, "when": "before", "probability": 0.02},
    {"kind": "status", "status": 500, "when": "after", "probability": 0.02},
    {"kind": "truncate", "when": "after", "probability": 0.03},
    {"kind": "garbage", "when": "after", "probability": 0.02},
    {"kind": "delay", "delay": 0.05, "probability": 0.05},
)


class SandboxProcess:
    """A sandbox in a process of its own, which can be killed and comes up again at the same address."""

    def __init__(self, folder: Path, group: str) -> None:
        self._folder = folder
        self._port = "0"
        self.settings: dict[str, str] = {f"SDCONVERT_{name}": value for name, value in PERSON.items()}
        self.settings["SDCONVERT_GROUP_ID"] = group
        self.start()

    def start(self) -> None:
        command = [*COMMAND, "sandbox", "--port", self._port, "--data", str(self._folder), "--seed", "7"]
        self._process = subprocess.Popen(
            [*command, "--iat-leeway", _A_LONG_TIME], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        assert self._process.stdout is not None
        found = 0
        while found < 3:
            line = self._process.stdout.readline()
            assert line, "the sandbox did not start"
            if line.startswith("export "):
                name, _, value = line.removeprefix("export ").strip().partition("=")
                self.settings[name] = value
                found += 1
        self.url = self.settings["SDCONVERT_URL"]
        self._port = self.url.rsplit(":", 1)[1]

    def ask(self, path: str, value: object = None, method: str = "POST") -> bytes:
        body = None if value is None else json.dumps(value).encode()
        request = urllib.request.Request(f"{self.url}/_sandbox/{path}", body, method=method)
        with urllib.request.urlopen(request, timeout=60) as answer:
            return bytes(answer.read())

    def storm(self) -> None:
        for fault in STORM:
            self.ask("faults", fault)

    def calm(self) -> None:
        self.ask("faults", method="DELETE")

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait()


def marked_processes(mark: str) -> dict[int, str]:
    """The processes that carry a mark in their environment, with their command lines."""
    found = {}
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and f"{MARK}={mark}".encode() in (entry / "environ").read_bytes().split(b"\0"):
                words = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
                if (entry / "stat").read_text().rsplit(")", 1)[1].split()[0] != "Z":
                    found[int(entry.name)] = words
        except OSError:
            continue
    return found


@dataclass
class Run:
    """A run of a batch in a process of its own, which leaves what it said in files."""

    command: list[str]
    environment: Mapping[str, str]
    folder: Path
    mark: str
    ending: str = "by itself"

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True)
        surrounding = {**os.environ, **self.environment, MARK: self.mark}
        with (self.folder / "out.txt").open("wb") as out, (self.folder / "err.txt").open("wb") as err:
            self.process = subprocess.Popen(
                self.command, stdin=subprocess.DEVNULL, stdout=out, stderr=err, env=surrounding, start_new_session=True
            )

    @property
    def said(self) -> list[str]:
        """The lines of standard error."""
        return (self.folder / "err.txt").read_text("utf-8", "replace").splitlines()

    @property
    def code(self) -> int | None:
        return self.process.returncode

    @property
    def is_reported(self) -> bool:
        """Whether it came to its end and says what came of it."""
        return self.code in (0, 1)

    def workers(self) -> list[int]:
        """The processes that work on documents."""
        return [process for process, words in marked_processes(self.mark).items() if "spawn_main" in words]

    def wait(self, seconds: float) -> bool:
        """Whether it ended within that time."""
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        return True

    def end(self, how: str, patience: float) -> bool:
        """End it in one of the ways; whether it did in time."""
        self.ending = how
        match how:
            case "killed":
                self.process.kill()
            case "terminated":
                self.process.send_signal(signal.SIGTERM)
            case _:
                for _ in range(2 if how == "interrupted twice" else 1):
                    self.process.send_signal(signal.SIGINT)
                    time.sleep(0.3)
        if self.wait(patience):
            return True
        self.process.kill()
        self.process.wait()
        return False


@dataclass
class Trouble:
    """Something that goes wrong now and again while a run is at work; `undo` is done at its end."""

    name: str
    act: Callable[[], object]
    every: tuple[float, float]
    undo: Callable[[], object] = lambda: None
    times: int = field(default=0, init=False)


class Troubles:
    """Troubles at work, each in a thread of its own, for a `with`."""

    def __init__(self, troubles: Iterable[Trouble], seed: str) -> None:
        self.all = list(troubles)
        self._seed = seed
        self._is_over = threading.Event()
        self._threads = [threading.Thread(target=self._go, args=(one,), daemon=True) for one in self.all]

    def _go(self, trouble: Trouble) -> None:
        chance = random.Random(f"{self._seed} {trouble.name}")
        while not self._is_over.wait(chance.uniform(*trouble.every)):
            trouble.act()
            trouble.times += 1

    def __enter__(self) -> Troubles:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._is_over.set()
        for thread in self._threads:
            thread.join()
        for trouble in self.all:
            trouble.undo()

    def __str__(self) -> str:
        return ", ".join(f"{trouble.name} {trouble.times} x" for trouble in self.all) or "undisturbed"


def kill_one(processes: list[int], chance: random.Random) -> None:
    if processes:
        try:
            os.kill(chance.choice(processes), signal.SIGKILL)
        except ProcessLookupError:
            return


def clock_steps(file: Path, chance: random.Random) -> None:
    """Set the clock of whoever reads it from this file forward or back by up to two days."""
    beside = file.with_suffix(".new")
    beside.write_text(f"{chance.choice((-172800, -3600, -60, -3, 0, 3, 60, 3600, 172800)):+d}")
    beside.replace(file)


def compile_library(name: str, folder: Path) -> Path | None:
    """A library of this folder that stands before the system's, None without a compiler of C."""
    library = folder / f"{name}.so"
    command = ["cc", "-shared", "-fPIC", "-o", str(library), str(HERE / f"{name}.c"), "-ldl"]
    try:
        made = subprocess.run(command, capture_output=True, check=False)
    except FileNotFoundError:
        return None
    return library if made.returncode == 0 else None
