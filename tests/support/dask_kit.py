"""A Dask cluster on loopback in a process of its own, and what its workers are told to do in tests."""

from __future__ import annotations

import contextlib
import os
import pickle
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

from docx_builder import build_docx

from sdconvert.batch.job import work
from sdconvert.batch.outcome import Outcome
from sdconvert.batch.planning import Job

HERE = Path(__file__).parent
_ENVIRONMENT = {
    "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0",
    "DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED": "False",
    "DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "5s",
    "PYTHONPATH": f"{HERE}{os.pathsep}{HERE.parents[1]}",  # the workers have this sdconvert, whatever is installed
}


@dataclass(frozen=True)
class Cluster:
    """A cluster: where its scheduler is, and the process that it is in."""

    address: str
    process: subprocess.Popen[str]


@contextlib.contextmanager
def running(workers: int) -> Iterator[Cluster]:
    """A cluster with so many workers of one thread, ended with the block. A task that was at work in a worker that died
    is not tried again by the cluster: `sdconvert` does that."""
    command = [sys.executable, str(HERE / "dask_kit.py"), str(workers)]
    surrounding = {**os.environ, **_ENVIRONMENT}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=surrounding
    ) as process:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        assert address, "the cluster did not begin"
        try:
            yield Cluster(address, process)
        finally:
            with contextlib.suppress(BrokenPipeError):
                process.communicate("end\n", timeout=30)


def worker_processes(address: str, workers: int) -> list[int]:
    """The processes of the workers of a cluster, once it has so many."""
    import distributed

    client: Any = distributed.Client  # which is not typed
    with client(address.replace("dask://", "tcp://"), set_as_default=False) as connected:
        connected.wait_for_workers(workers, timeout=30)
        return list(connected.run(os.getpid).values())


def held_tasks(address: str) -> list[str]:
    """The tasks of a cluster whose results somebody still wants, once they are let go of or after ten seconds."""
    import distributed

    def wanted(dask_scheduler: Any) -> list[str]:
        return [str(task.key) for task in dask_scheduler.tasks.values() if task.who_wants]

    client: Any = distributed.Client  # which is not typed
    with client(address.replace("dask://", "tcp://"), set_as_default=False) as connected:
        deadline = time.monotonic() + 10
        while (held := connected.run_on_scheduler(wanted)) and time.monotonic() < deadline:
            time.sleep(0.05)
    return list(held)


@contextlib.contextmanager
def worker_of(address: str) -> Iterator[subprocess.Popen[bytes]]:
    """The process of one more worker of a cluster, which nobody replaces when it dies."""
    scheduler = address.replace("dask://", "tcp://")
    options = ("--no-nanny", "--no-dashboard", "--nthreads", "1", "--host", "127.0.0.1")
    command = [sys.executable, "-m", "distributed.cli.dask_worker", scheduler, *options]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL, env={**os.environ, **_ENVIRONMENT}) as process:
        try:
            worker_processes(address, 1)
            yield process
        finally:
            process.kill()


def serve(workers: int) -> None:
    """Print the address of a cluster and keep it until a line comes in."""
    import distributed

    cluster: Any = distributed.LocalCluster  # which is not typed
    with cluster(
        n_workers=workers,
        threads_per_worker=1,
        processes=True,
        host="127.0.0.1",
        dashboard_address=None,
        worker_dashboard_address=None,
        silence_logs=50,
    ) as local:
        print(local.scheduler_address.replace("tcp://", "dask://"), flush=True)
        sys.stdin.readline()


class Recording(Executor):
    """Another executor; `submitted` has what it was given, `sent` that as it travels, `under_way` how many of its jobs
    were, at each of them."""

    def __init__(self, inner: Executor) -> None:
        self._inner = inner
        self.submitted: list[tuple[tuple[Any, ...], dict[str, Any]]] = []
        self.sent: list[bytes] = []
        self.futures: list[Future[Any]] = []
        self.under_way: list[int] = []

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.submitted.append((args, kwargs))
        self.sent.append(pickle.dumps((fn, args, kwargs)))
        self.futures.append(self._inner.submit(fn, *args, **kwargs))
        self.under_way.append(sum(not future.done() for future in self.futures))
        return self.futures[-1]


# -------------------------------------------------------------------------------------------------- what workers do


def document_with_findings(number: int) -> bytes:
    """A Word file of which as many things are to be said, each with many words."""
    random = Random(1)
    codes = ("".join(random.choices("abcdefghij", k=1_000)) for _ in range(number))
    return build_docx("".join(f"<w:p><w:fldSimple w:instr='{code}'/></w:p>" for code in codes))


@dataclass(frozen=True)
class HostileJob:
    """A job whose fields are named as the options of `Client.submit` are."""

    key: str = "K1"
    retries: int = 5
    workers: int = 3
    pure: bool = True
    priority: int = 7
    resources: str = "gpu"
    actor: bool = True
    fifo_timeout: str = "1s"
    allow_other_workers: bool = True


def same(job: Any) -> Any:
    """What it was given."""
    return job


def noted(job: tuple[str, str]) -> str:
    """Append a line to a file, so that it can be counted how often this was done."""
    path, line = job
    with open(path, "a", encoding="utf-8") as file:
        file.write(f"{line}\n")
    return line


def slept(job: tuple[str, str, float]) -> str:
    """A line in a file, and then some sleep."""
    path, line, seconds = job
    noted((path, line))
    time.sleep(seconds)
    return line


def die_on_poison(job: Any) -> Any:
    """What it was given, but the process ends on "poison"."""
    if job == "poison":
        os._exit(1)
    return job


def work_or_die(job: Job) -> Outcome:
    """The work, but the process ends on a document that is called poison."""
    if "poison" in job.item.name:
        os._exit(1)
    return work(job)


def slow_work(job: Job) -> Outcome:
    """The work, after long enough that a worker can be ended in the middle of it."""
    time.sleep(0.05)
    return work(job)


def old_work(job: Job) -> Outcome:
    """The work as a worker of another version does it."""
    return replace(work(job), version="0.0.9")


def other_version() -> str:
    """A version that differs in each process."""
    return f"0.0.9 ({os.getpid()})"


def lost_worker() -> str:
    """What comes of asking a worker that is killed meanwhile."""
    if "pytest" in sys.modules:
        return "0.1.0"
    raise OSError("Stream is closed")


def no_version() -> str:
    """What a worker says that has no sdconvert, or one that cannot be imported."""
    if "pytest" in sys.modules:
        return "0.1.0"
    raise ModuleNotFoundError("No module named 'sdconvert'")


if __name__ == "__main__":
    serve(int(sys.argv[1]))
