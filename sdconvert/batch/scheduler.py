"""The scheduler: the jobs of many documents on workers, a window of them at a time, so that none stops the others.

What a document is and what its result is for is the caller's business. Workers are any executor of
`concurrent.futures`, processes of our own with limits, or this process.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from queue import Empty, SimpleQueue
from typing import Any, Generic, NamedTuple, TypeVar

from sdconvert.batch.error_texts import reason_of
from sdconvert.batch.worker_limits import WorkerDied, WorkerLimits, WorkerTimedOut
from sdconvert.errors import SdconvertError, one_line
from sdconvert.frozen import dataclass

J = TypeVar("J")
R = TypeVar("R")
R_co = TypeVar("R_co", covariant=True)

log = logging.getLogger("sdconvert.batch")

_WINDOW_PER_WORKER = 4
_POLL_SECONDS = 0.5
_MOST_TRIES = 2
_WORKER_LOST = "WorkerLost"


class WorkersLost(SdconvertError):
    """The executor takes no more work: all of its workers are gone."""


@dataclass(frozen=True, slots=True)
class NoResult:
    """What stands in the place of a result: why there is none, as a sentence, and the name of the error's class."""

    reason: str
    kind: str

    @property
    def is_worker_lost(self) -> bool:
        """Whether the job ended its worker, twice: it crashed, hung or exhausted it."""
        return self.kind == _WORKER_LOST


@dataclass(frozen=True, slots=True)
class KnownResult(Generic[J, R_co]):
    """A job whose result is known already, so that no worker is asked."""

    job: J
    result: R_co


@dataclass(frozen=True, slots=True)
class Workers:
    """Who does the jobs: `executor`, which has so many workers and stays open; without one, so many processes with
    these limits; and where their number is 0, this process, which has no limits."""

    number: int
    limits: WorkerLimits = WorkerLimits()
    executor: Executor | None = None

    @property
    def window(self) -> int:
        """How many jobs are given out at once: enough that no worker waits, and not all."""
        return max(_WINDOW_PER_WORKER * self.number, 1)

    @property
    def has_shared_fate(self) -> bool:
        """Whether jobs that wait for the same worker are lost with it, as on a cluster."""
        return self.executor is not None

    def open(self) -> AbstractContextManager[Executor]:
        """The executor. At the end of the block processes end after their jobs, at once where the block broke."""
        if self.executor is not None:
            return nullcontext(self.executor)
        if not self.number:
            return _ThisProcess()
        from sdconvert.batch.processes import Processes

        return Processes(self.number, self.limits)


class _ThisProcess(Executor):
    """Does a job when it is submitted."""

    def submit(self, fn: Callable[..., R], /, *args: Any, **kwargs: Any) -> Future[R]:
        future: Future[R] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except (MemoryError, TimeoutError) as error:  # what `attempt` lets through
            future.set_exception(error)
        return future


def schedule(
    work: Callable[[J], R],
    jobs: Iterable[J | KnownResult[J, R]],
    workers: Workers,
    is_stopped: Callable[[], bool] = lambda: False,
) -> Generator[tuple[J, R | NoResult], None, None]:
    """Each job with its result, as they end. A worker gets a job as one positional argument; `jobs` is read no further
    than the window of the workers. Once `is_stopped`, what is running comes to its end and no more is begun.

    A job that raises has `NoResult`. One whose worker was lost is tried once more before that; where it cannot be tried
    again because of a stop, nothing is said of it. Where jobs share the fate of a worker, second tries are made at the
    end, one at a time, so that only a job that does harm itself is given up.

    Raises: WorkersLost when the executor is broken, or gave up a job.
    """
    waiting = iter(jobs)
    with workers.open() as executor:
        under_way = _UnderWay(executor, partial(attempt, work), workers.has_shared_fate, is_stopped)
        try:
            while True:
                yield from under_way.fill(waiting, workers.window)
                if under_way.is_empty:
                    return
                yield from under_way.collect()
        finally:
            under_way.cancel()


def attempt(work: Callable[[J], R], job: J) -> R | NoResult:
    """In a worker: the result of a job, or why it has none.

    Raises: MemoryError, TimeoutError: they tell of the worker, not of the document.
    """
    try:
        return work(job)
    except (MemoryError, TimeoutError):
        raise
    except Exception as error:  # also a fault of ours must not stop the other documents
        return NoResult(reason_of(error), type(error).__name__)


class _Lost(NamedTuple):
    reason: str


class _ExecutorGone(NamedTuple):
    reason: str


class _UnderWay(Generic[J, R]):
    """The jobs that are with the workers, each with the number of its try, and those that wait for their second."""

    def __init__(
        self,
        executor: Executor,
        work: Callable[[J], R | NoResult],
        has_shared_fate: bool,
        is_stopped: Callable[[], bool],
    ) -> None:
        self._executor = executor
        self._work = work
        self._has_shared_fate = has_shared_fate
        self._is_stopped = is_stopped
        self._running: dict[Future[R | NoResult], tuple[J, int]] = {}
        self._ended: SimpleQueue[Future[R | NoResult]] = SimpleQueue()
        self._suspects: deque[J] = deque()

    @property
    def is_empty(self) -> bool:
        return not self._running

    def fill(self, waiting: Iterator[J | KnownResult[J, R]], window: int) -> Iterator[tuple[J, R]]:
        """Give out jobs up to the window, or take back what was not begun where that is asked for; the known results
        that are met."""
        if self._is_stopped():
            self._take_back()
        while len(self._running) < window and not self._is_stopped():
            job = next(waiting, None)
            if job is None:
                break
            if isinstance(job, KnownResult):
                yield job.job, job.result
            else:
                self._begin(job, 1)
        if self._suspects and not self._running and not self._is_stopped():
            self._begin(self._suspects.popleft(), _MOST_TRIES)

    def collect(self) -> Iterator[tuple[J, R | NoResult]]:
        """Wait for jobs to end, for a while; the results of those that did and are not tried again."""
        for job, tries, result in self._take_ended():
            if isinstance(result, _ExecutorGone):
                raise WorkersLost(result.reason)
            if not isinstance(result, _Lost):
                yield job, result
            elif tries == _MOST_TRIES:
                yield job, NoResult(f"Tried twice: {result.reason}.", _WORKER_LOST)
            else:
                self._try_again(job, tries, result)

    def _take_ended(self) -> list[tuple[J, int, R | NoResult | _Lost | _ExecutorGone]]:
        """The jobs that ended, with the numbers of their tries and what came. Nobody holds their futures any more: what
        somebody holds a cluster does once more when it loses the result, and writes it after it was told."""
        ended = self._wait()
        results: list[tuple[J, int, R | NoResult | _Lost | _ExecutorGone]] = []
        for future in [one for one in self._running if one in ended]:
            came = _result_of(future)
            results.append((*self._running.pop(future), came))
        return results

    def _wait(self) -> set[Future[R | NoResult]]:
        """The futures that ended, at least one of them where one does within a while; they say so themselves, which
        takes a fifth of the time that it takes to ask all of them."""
        ended = set()
        try:
            ended.add(self._ended.get(timeout=_POLL_SECONDS))
            while not self._ended.empty():
                ended.add(self._ended.get_nowait())
        except Empty:
            pass
        return ended

    def cancel(self) -> None:
        """Cancel what waits for a worker."""
        for future in self._running:
            future.cancel()

    def _try_again(self, job: J, tries: int, lost: _Lost) -> None:
        log.debug("a job is tried again: %s", lost.reason)
        if self._has_shared_fate:
            self._suspects.append(job)
        elif not self._is_stopped():
            self._begin(job, tries + 1)

    def _begin(self, job: J, tries: int) -> None:
        try:
            future = self._executor.submit(self._work, job)
        except (BrokenExecutor, RuntimeError) as error:
            raise WorkersLost(f"The executor takes no more documents ({error}). Run again to go on.") from error
        self._running[future] = (job, tries)
        future.add_done_callback(self._ended.put)

    def _take_back(self) -> None:
        """Forget the jobs that were submitted and not begun, where the executor tells which those are: a cluster does
        not, and calls none of them running."""
        if any(future.running() for future in self._running):
            for future in [one for one in self._running if not one.running() and one.cancel()]:
                del self._running[future]


def _result_of(future: Future[R]) -> R | _Lost | _ExecutorGone:
    """The result; an exception tells of the worker, since those of the job are results."""
    try:
        return future.result()
    except BrokenExecutor as error:
        return _ExecutorGone(f"The workers died ({error}). Run again to go on.")
    except CancelledError:
        return _ExecutorGone("The executor gave up a document that it had taken. Run again to go on.")
    except MemoryError:
        return _Lost("it needed more memory than a worker has")
    except (TimeoutError, WorkerTimedOut):
        return _Lost("it took longer than a document may take")
    except WorkerDied as error:
        return _Lost(f"its worker died: {error}")
    except Exception as error:
        return _Lost(f"its worker died ({type(error).__name__}: {one_line(error)})")
