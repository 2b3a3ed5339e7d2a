"""What the tests of a batch share: small Word files, executors and a work function that fail as they are told."""

from __future__ import annotations

import contextlib
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

from docx_builder import build_docx

from sdconvert.batch.job import work
from sdconvert.batch.journal import Journal
from sdconvert.batch.outcome import Outcome, Step
from sdconvert.batch.planning import Job, Plan, plan
from sdconvert.batch.runner import RunSettings, run
from sdconvert.batch.storage import state_folder
from sdconvert.options import ConversionOptions

COMMAND = [sys.executable, "-m", "sdconvert", "batch"]


def p(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def word(text: str = "Hello") -> bytes:
    return build_docx(p(text))


def word_files(folder: Path, *names: str) -> Path:
    """The folder with Word files of these names, each with a text of its own."""
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(word(f"Text of {name}"))
    return folder


class Inline(Executor):
    """Does each job at once, in this thread. `does` stands in for the work of a job; `jobs` has what came."""

    def __init__(self, does: Callable[[Job], Outcome] = work) -> None:
        self.does = does
        self.jobs: list[Job] = []

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        (job,) = args
        assert not kwargs
        self.jobs.append(job)
        future: Future[Any] = Future()
        try:
            future.set_result(self.does(job))
        except Exception as error:
            future.set_exception(error)
        return future

    @property
    def names(self) -> list[str]:
        return [job.item.name for job in self.jobs]


class Doing(Executor):
    """Another executor that is given another work: `does` is to be a function that can be pickled."""

    def __init__(self, inner: Executor, does: Callable[[Job], Outcome]) -> None:
        self.inner = inner
        self.does = does

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        return self.inner.submit(self.does, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        self.inner.shutdown(wait, cancel_futures=cancel_futures)


def poison(job: Job) -> Outcome:
    """The work, but for documents whose name says how it ends: kills its worker, hangs, or takes memory without end."""
    name = job.item.name
    if "kill" in name:
        os.kill(os.getpid(), signal.SIGKILL)
    if "hang" in name:
        time.sleep(600)
    if "memory" in name:
        filled = []
        while True:
            filled.append(bytearray(50_000_000))
    return work(job)


def poison_once(marks: Path, job: Job) -> Outcome:
    """The work, but each document kills its worker the first time."""
    mark = marks / job.item.name.replace("/", "_")
    if not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return work(job)


def once_poisoned(marks: Path) -> Callable[[Job], Outcome]:
    return partial(poison_once, marks)


def done(planned: Plan, *, executor: Executor | None = None, **options: Any) -> dict[str, Outcome]:
    """The outcomes of a run by name, in the order in which they came; in this thread where nothing is said."""
    settings = options.pop("settings", RunSettings(workers=1))
    outcomes = run(planned, executor=executor or Inline(), settings=settings, **options)
    return {outcome.name: outcome for outcome in outcomes}


def states(outcomes: dict[str, Outcome]) -> dict[str, str]:
    return {name: str(outcome.state) for name, outcome in outcomes.items()}


def plan_of(folder: Path, out: Path, *steps: Step | str, **choices: Any) -> Plan:
    chosen = steps or (Step.VALIDATE, Step.CONVERT)
    return plan([str(folder)], str(out), steps=chosen, options=ConversionOptions.parse(**choices))


@contextlib.contextmanager
def journal_of(out: Path | str) -> Iterator[Journal]:
    with Journal(state_folder(str(out))) as journal:
        yield journal


def rows(out: Path | str, query: str) -> list[tuple[Any, ...]]:
    with contextlib.closing(sqlite3.connect(state_folder(str(out)) / "journal.sqlite")) as connection:
        return connection.execute(query).fetchall()


def files_below(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def threads(count: int = 2) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(count)


def batch(*arguments: str | Path, **options: Any) -> subprocess.CompletedProcess[str]:
    """A batch command in a process of its own."""
    command = [*COMMAND, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, **options)
