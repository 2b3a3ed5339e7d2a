"""Jobs spread over workers: any executor will do, and by default each worker is a process with limits of its own."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sdconvert.errors import SdconvertError
from sdconvert.extras import load_extra

J = TypeVar("J")
R = TypeVar("R")

_MEGABYTE = 1_000_000
_DRAIN_SECONDS = 0.5


class WorkersLost(SdconvertError):
    """The executor takes no more work: all of its workers are gone."""


@dataclass(frozen=True, slots=True)
class Lost:
    """What stands in the place of a result when its worker died, hung or ran out of memory."""

    reason: str


@dataclass(frozen=True, slots=True)
class Ready(Generic[J, R]):
    """A job whose result is known already, so that no worker is asked."""

    job: J
    result: R


@dataclass(frozen=True, slots=True)
class Limits:
    """What a worker may take for one job, and how many jobs it lives for. Seconds, megabytes."""

    seconds: float = 300.0
    memory: int = 2_000
    jobs: int = 500


class Processes(Executor):
    """Worker processes that are killed when they take too long, and replaced when they die: only the job that they had
    is lost. They are started anew (spawn), so that nothing of this process is in them."""

    def __init__(self, workers: int, limits: Limits) -> None:
        """Raises: BadConfiguration when the extra `batch` is not installed."""
        self._limits = limits
        self._pool = load_extra("pebble", "batch").ProcessPool(
            max_workers=workers,
            max_tasks=limits.jobs,
            initializer=_prepare,
            initargs=[limits.memory],
            context=multiprocessing.get_context("spawn"),
        )

    def submit(self, fn: Callable[..., R], /, *args: Any, **kwargs: Any) -> Future[R]:
        """The future of a call. A time-out, a death and the end of the memory are exceptions of the future."""
        future: Future[R] = self._pool.schedule(fn, args=args, kwargs=kwargs, timeout=self._limits.seconds)
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the workers: at once with `cancel_futures`, else after their jobs."""
        if cancel_futures:
            self._pool.stop()
        else:
            self._pool.close()
        if wait:
            self._pool.join()


def _prepare(megabytes: int) -> None:
    """In a new worker: leave the interrupt key to the parent, and bound the memory where the system can."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        import resource
    except ImportError:
        return
    kind = resource.RLIMIT_DATA if os.uname().sysname == "Linux" else resource.RLIMIT_AS
    _, hard = resource.getrlimit(kind)
    limit = megabytes * _MEGABYTE
    resource.setrlimit(kind, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard))


def spread(
    work: Callable[[J], R],
    jobs: Iterable[J | Ready[J, R]],
    executor: Executor,
    window: int,
    is_stopped: Callable[[], bool] = lambda: False,
) -> Iterator[tuple[J, R | Lost]]:
    """Each job with its result, as they end. The executor has at most `window` jobs at once, each as one positional
    argument; `jobs` is read no further. Once `is_stopped`, what is running comes to its end and no more is begun.

    A job whose worker was lost is tried once more, and then gives `Lost`.

    Raises: WorkersLost when the executor is broken.
    """
    waiting = iter(jobs)
    running: dict[Future[R], tuple[J, int]] = {}
    try:
        while True:
            while len(running) < window and not is_stopped():
                job = next(waiting, None)
                if job is None:
                    break
                if isinstance(job, Ready):
                    yield job.job, job.result
                else:
                    running[_submit(executor, work, job)] = (job, 1)
            if not running:
                return
            ended, _ = wait(running, timeout=_DRAIN_SECONDS, return_when=FIRST_COMPLETED)
            for future in ended:
                job, tries = running.pop(future)
                result = _result(future)
                if isinstance(result, Lost) and tries == 1 and not is_stopped():
                    running[_submit(executor, work, job)] = (job, 2)
                else:
                    yield job, result
    finally:
        for future in running:
            future.cancel()


def _submit(executor: Executor, work: Callable[[J], R], job: J) -> Future[R]:
    try:
        return executor.submit(work, job)
    except (BrokenExecutor, RuntimeError) as error:
        raise WorkersLost(f"The executor takes no more documents ({error}). Run again to go on.") from error


def _result(future: Future[R]) -> R | Lost:
    """The result; `work` raises nothing of its own, so that an exception tells of the worker."""
    try:
        return future.result()
    except BrokenExecutor as error:
        raise WorkersLost("The workers died. Run again to go on.") from error
    except MemoryError:
        return Lost("it needed more memory than a worker has")
    except TimeoutError:
        return Lost("it took longer than a document may take")
    except Exception as error:
        return Lost(f"its worker died ({type(error).__name__}: {_one_line(error)})")


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())[:200]
