"""A run that is interrupted, terminated or killed: what it says, what it leaves, and that it goes on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from batch_kit import batch, files_below, journal_of, rows, word_files

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX's")

DOCUMENTS = 8
GATED = """
import pathlib, sys, time
from sdconvert.batch import job, runner
from sdconvert.cli.main import cli

def gated(given):
    if given.item.name not in ("00.docx", "01.docx"):
        while not pathlib.Path("gate").exists():
            time.sleep(0.02)
    return job.work(given)

if __name__ == "__main__":
    runner.work = gated
    cli(prog_name="sdconvert")
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    word_files(tmp_path / "in", *(f"{number:02}.docx" for number in range(DOCUMENTS)))
    (tmp_path / "gated.py").write_text(GATED, "utf-8")
    return tmp_path


class Batch:
    """A run in a process group of its own. Two documents are done at once, all others when the gate is open."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.out = folder / "out"
        command = [sys.executable, str(folder / "gated.py"), "batch", "run", "in", "-o", "out", "--jobs", "2"]
        self.process = subprocess.Popen(
            [*command, "--no-html", "--progress", "lines"],
            cwd=folder,
            stderr=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            text=True,
            start_new_session=True,
        )

    def wait_for(self, is_so: Callable[[], bool]) -> None:
        deadline = time.monotonic() + 30
        while not is_so():
            assert time.monotonic() < deadline
            assert self.process.poll() is None, self.process.communicate()[1]
            time.sleep(0.02)

    def wait_for_outputs(self) -> None:
        """Wait until both documents are done that are done at once, and two others are at work."""
        self.wait_for(lambda: len(list(self.out.glob("0[01].zip"))) == 2)
        time.sleep(0.3)

    def open_gate(self) -> None:
        (self.folder / "gate").touch()

    def workers(self) -> list[int]:
        """The worker processes that are alive."""
        found = []
        for path in Path("/proc").glob("[0-9]*/stat"):
            try:
                pid, rest = path.read_text().split(" ", 1)
                state, _parent, _group, session = rest.rpartition(")")[2].split()[:4]
                command = (path.parent / "cmdline").read_bytes()
            except (OSError, ValueError):
                continue
            if int(session) == self.process.pid and state != "Z" and b"spawn_main" in command:
                found.append(int(pid))
        return found

    def signal(self, number: int, *, to_all: bool = False) -> None:
        """As from `kill`; `to_all` as from a terminal, which sends it to the whole group."""
        if to_all:
            os.killpg(self.process.pid, number)
        else:
            self.process.send_signal(number)

    def end(self) -> tuple[int, list[str]]:
        """The exit code and the lines of standard error."""
        said = self.process.communicate(timeout=30)[1]
        return self.process.returncode, said.strip().splitlines()

    def workers_are_gone(self) -> bool:
        deadline = time.monotonic() + 10
        while self.workers() and time.monotonic() < deadline:
            time.sleep(0.05)
        return not self.workers()


@pytest.fixture
def begin(folder: Path) -> Iterator[Callable[..., Batch]]:
    """Begins a run, whose processes do not outlive the test."""
    begun: list[Batch] = []

    def begin_one() -> Batch:
        begun.append(Batch(folder))
        return begun[-1]

    yield begin_one
    for one in begun:
        if one.process.poll() is None or one.workers():
            os.killpg(one.process.pid, signal.SIGKILL)
        one.process.communicate(timeout=30)


def go_on(folder: Path) -> str:
    """The last line of the same run again, which has to bring all to their end."""
    done = batch("run", "in", "-o", "out", "--no-html", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert len(files_below(folder / "out")) == DOCUMENTS
    return done.stderr.strip().splitlines()[-1]


@pytest.mark.parametrize(("number", "to_all"), [(signal.SIGINT, True), (signal.SIGINT, False), (signal.SIGTERM, True)])
def test_one_signal_ends_what_is_under_way_and_stops(
    number: int, to_all: bool, begin: Callable[..., Batch], folder: Path
) -> None:
    running = begin()
    running.wait_for_outputs()
    running.signal(number, to_all=to_all)
    time.sleep(0.8)
    assert running.process.poll() is None
    running.open_gate()
    code, lines = running.end()
    assert code == 1, lines
    assert "Ending what is under way; press Ctrl-C again to stop at once." in lines
    assert "Traceback" not in "\n".join(lines)
    assert lines[-1] == "4 of 8 done, interrupted, 4 not reached: run the same command again to go on."
    assert running.workers_are_gone()
    assert files_below(running.out) == ["00.zip", "01.zip", "02.zip", "03.zip"]
    with journal_of(running.out) as journal:
        (info,) = journal.runs()
        assert info.ended is not None
        assert len(list(journal.outcomes(1))) == 4
    assert go_on(folder) == "8 of 8 done (4 unchanged)."


def test_a_second_signal_stops_at_once(begin: Callable[..., Batch], folder: Path) -> None:
    running = begin()
    running.wait_for_outputs()
    running.signal(signal.SIGINT, to_all=True)
    time.sleep(0.1)
    began = time.monotonic()
    running.signal(signal.SIGINT, to_all=True)
    code, lines = running.end()
    assert code == 130, lines
    assert time.monotonic() - began < 5
    assert lines[-1] == "Stopped at once. Run the same command again to go on."
    assert "Traceback" not in "\n".join(lines)
    assert running.workers_are_gone()
    with journal_of(running.out) as journal:
        assert journal.runs()[0].ended is None
    go_on(folder)
    assert {times for (times,) in rows(running.out, "SELECT max(times) FROM steps GROUP BY document, step")} == {1}


def test_a_signal_while_the_workers_start_is_as_any_other(begin: Callable[..., Batch], folder: Path) -> None:
    running = begin()
    running.open_gate()
    running.wait_for(lambda: bool(running.workers()))
    running.signal(signal.SIGINT, to_all=True)
    code, lines = running.end()
    assert "Traceback" not in "\n".join(lines)
    assert code == 1, lines
    assert running.workers_are_gone()


def test_a_killed_run_leaves_no_worker_even_in_the_middle_of_a_job_and_goes_on(
    begin: Callable[..., Batch], folder: Path
) -> None:
    running = begin()
    running.wait_for_outputs()
    assert len(running.workers()) == 2
    running.signal(signal.SIGKILL)
    assert running.process.wait(10) == -signal.SIGKILL
    assert running.workers_are_gone()
    status = batch("status", "out", cwd=folder)
    assert (status.returncode, "not ended: killed, or stopped at once" in status.stdout) == (1, True)
    assert go_on(folder) == "8 of 8 done (2 unchanged)."


def test_a_worker_that_is_killed_from_outside_costs_nothing(begin: Callable[..., Batch], folder: Path) -> None:
    running = begin()
    running.wait_for_outputs()
    os.kill(running.workers()[0], signal.SIGKILL)
    running.open_gate()
    code, lines = running.end()
    assert (code, lines[-1]) == (0, "8 of 8 done.")
    assert running.workers_are_gone()


def test_a_second_run_into_one_destination_is_refused(begin: Callable[..., Batch], folder: Path) -> None:
    running = begin()
    running.wait_for_outputs()
    other = batch("run", "in", "-o", "out", cwd=folder)
    assert other.returncode == 2
    assert "Another run is at work in" in other.stderr
    assert "At work: 2 of 8 ended, 2 of them done." in batch("status", "out", cwd=folder).stdout
    running.open_gate()
    assert running.end()[0] == 0
