"""Jobs spread over workers: any executor of `concurrent.futures` will do."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Executor, Future, wait
from dataclasses import dataclass
from typing import Generic, TypeVar

from sdconvert.batch.processes import WorkerDied, WorkerTimedOut
from sdconvert.batch.sentences import one_line
from sdconvert.errors import SdconvertError

J = TypeVar("J")
R = TypeVar("R")

log = logging.getLogger("sdconvert.batch")

_DRAIN_SECONDS = 0.5
_TRIES = 2


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


def spread(
    work: Callable[[J], R],
    jobs: Iterable[J | Ready[J, R]],
    executor: Executor,
    window: int,
    is_stopped: Callable[[], bool] = lambda: False,
    *,
    shares_fate: bool = False,
) -> Generator[tuple[J, R | Lost], None, None]:
    """Each job with its result, as they end. The executor has at most `window` jobs at once, each as one positional
    argument; `jobs` is read no further. Once `is_stopped`, what is running comes to its end and no more is begun.

    A job whose worker was lost is tried once more, and then gives `Lost`; where it cannot be tried again because of a
    stop, nothing is said of it. Where jobs share the fate of a worker, as those that wait for the same one on a cluster
    do, second tries are made at the end, one at a time, so that only a job that does harm itself is given up.

    Raises: WorkersLost when the executor is broken, or gave up a job.
    """
    waiting = iter(jobs)
    running: dict[Future[R], tuple[J, int]] = {}
    suspects: deque[J] = deque()
    try:
        while True:
            if is_stopped():
                _take_back(running)
            while len(running) < window and not is_stopped():
                job = next(waiting, None)
                if job is None:
                    break
                if isinstance(job, Ready):
                    yield job.job, job.result
                else:
                    running[_submit(executor, work, job)] = (job, 1)
            if not running and suspects and not is_stopped():
                suspect = suspects.popleft()
                running[_submit(executor, work, suspect)] = (suspect, _TRIES)
            if not running:
                return
            ended, _ = wait(running, timeout=_DRAIN_SECONDS, return_when=FIRST_COMPLETED)
            for future in [one for one in running if one in ended]:
                job, tries = running.pop(future)
                result = _result(future)
                if not isinstance(result, Lost) or tries == _TRIES:
                    yield job, result
                    continue
                log.debug("a job is tried again: %s", result.reason)
                if shares_fate:
                    suspects.append(job)
                elif not is_stopped():
                    running[_submit(executor, work, job)] = (job, tries + 1)
    finally:
        for future in running:
            future.cancel()


def _take_back(running: dict[Future[R], tuple[J, int]]) -> None:
    """Forget the jobs that were submitted and not begun, where the executor tells which those are: a cluster does not,
    and calls none of them running."""
    if any(future.running() for future in running):
        for future in [one for one in running if not one.running() and one.cancel()]:
            del running[future]


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
        raise WorkersLost(f"The workers died ({error}). Run again to go on.") from error
    except CancelledError as error:
        raise WorkersLost("The executor gave up a document that it had taken. Run again to go on.") from error
    except MemoryError:
        return Lost("it needed more memory than a worker has")
    except (TimeoutError, WorkerTimedOut):
        return Lost("it took longer than a document may take")
    except WorkerDied as error:
        return Lost(f"its worker died: {error}")
    except Exception as error:
        return Lost(f"its worker died ({type(error).__name__}: {one_line(error)})")
