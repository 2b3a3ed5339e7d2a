"""The jobs of an executor, each in a process of its own below the worker that got it: what hangs or dies is ended, and
the worker, which is not ours, lives on."""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import Executor, Future
from functools import lru_cache
from multiprocessing.util import Finalize
from typing import Any, NamedTuple, TypeVar

from sdconvert.batch.processes import WorkerLimits, WorkerProcess

R = TypeVar("R")

_IDLE_SECONDS = 30.0


class NestedProcesses(Executor):
    """Another executor, such as that of a cluster, whose workers do each job in a process of its own with these limits.
    The process is kept for the next job and ends when it had none for half a minute, or with its worker."""

    def __init__(self, inner: Executor, limits: WorkerLimits | None = None) -> None:
        self._inner = inner
        self._limits = limits or WorkerLimits()

    def submit(self, fn: Callable[..., R], /, *args: Any, **kwargs: Any) -> Future[R]:
        """The future of a call with positional arguments. Its exceptions are those of the call, WorkerDied,
        WorkerTimedOut, BrokenExecutor when no process can be started, and those of the inner executor."""
        if kwargs:
            raise TypeError("a job takes positional arguments only")
        return self._inner.submit(call_in_process, self._limits, fn, args)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Shut the inner executor down."""
        self._inner.shutdown(wait, cancel_futures=cancel_futures)


def call_in_process(limits: WorkerLimits, function: Callable[..., R], arguments: tuple[Any, ...]) -> R:
    """Do a call in a process below this one. Raises: as the call; WorkerDied, WorkerTimedOut, BrokenExecutor."""
    worker = _take(limits)
    try:
        succeeded, value = worker.call(function, arguments)
    except BaseException:
        _forget(worker)
        raise
    _put_back(worker, limits)
    if succeeded:
        result: R = value
        return result
    raise value


class _Spare(NamedTuple):
    worker: WorkerProcess
    since: float


_lock = threading.Lock()
_started: set[WorkerProcess] = set()
_spares: defaultdict[WorkerLimits, list[_Spare]] = defaultdict(list)


def _take(limits: WorkerLimits) -> WorkerProcess:
    with _lock:
        if _spares[limits]:
            return _spares[limits].pop().worker
    worker = WorkerProcess.start(limits)
    _end_with_this_process()
    with _lock:
        _started.add(worker)
    return worker


@lru_cache(maxsize=1)
def _end_with_this_process() -> None:
    """A process that ends waits for its children first, and where it is a child itself never comes to `atexit`."""
    Finalize(None, _kill_all, exitpriority=10)


def _put_back(worker: WorkerProcess, limits: WorkerLimits) -> None:
    """Keep a process for the next job, where it may have one."""
    if worker.jobs >= limits.jobs:
        _forget(worker)
        worker.end()
        return
    with _lock:
        _spares[limits].append(_Spare(worker, time.monotonic()))
    _look_later()


def _look_later() -> None:
    timer = threading.Timer(_IDLE_SECONDS + 1, _end_idle)
    timer.daemon = True
    timer.start()


def _end_idle() -> None:
    """End the processes that had no job for a while."""
    with _lock:
        idle = [one for spares in _spares.values() for one in spares if time.monotonic() - one.since > _IDLE_SECONDS]
        for limits, spares in _spares.items():
            _spares[limits] = [one for one in spares if one not in idle]
    for worker, _ in idle:
        _forget(worker)
        worker.end()


def _forget(worker: WorkerProcess) -> None:
    with _lock:
        _started.discard(worker)


def _kill_all() -> None:
    for worker in tuple(_started):
        worker.kill()
