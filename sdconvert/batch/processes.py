"""Worker processes of which one may die, hang or eat all memory, and only its own job is lost.

Each has a pipe and a thread of its own, and no lock is shared: a death is seen as the end of the pipe, by the one who
waits for the answer.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import queue
import select
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import contextmanager
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection
from typing import Any, NamedTuple, TypeVar

from sdconvert.batch.worker_limits import WorkerDied as WorkerDied
from sdconvert.batch.worker_limits import WorkerLimits as WorkerLimits
from sdconvert.batch.worker_limits import WorkerTimedOut as WorkerTimedOut

R = TypeVar("R")

_MEGABYTE = 1_000_000
_START_SECONDS = 60.0
_END_SECONDS = 5.0
_MOST_STARTS = 10
_SPAWN = multiprocessing.get_context("spawn")


class _KilledAtStart(BrokenExecutor):
    """The process was ended by a signal before it came up: another one may live."""


class _SubmittedCall(NamedTuple):
    future: Future[Any]
    function: Callable[..., Any]
    arguments: tuple[Any, ...]


class Processes(Executor):
    """Processes that are started anew (spawn), so that nothing of this one is in them, and replaced when they end."""

    def __init__(self, workers: int, limits: WorkerLimits) -> None:
        self._limits = limits
        self._calls: queue.SimpleQueue[_SubmittedCall | None] = queue.SimpleQueue()
        self._at_work: set[WorkerProcess] = set()
        self._is_stopped = self._is_given_up = False
        self._threads = [threading.Thread(target=self._serve, daemon=True) for _ in range(workers)]
        for thread in self._threads:
            thread.start()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        """End the processes: after their jobs, or at once when what they were needed for broke."""
        self.shutdown(cancel_futures=kind is not None)

    def submit(self, fn: Callable[..., R], /, *args: Any, **kwargs: Any) -> Future[R]:
        """The future of a call with positional arguments. Its exceptions are those of the call, WorkerDied,
        WorkerTimedOut, and BrokenExecutor when no process can be started."""
        if kwargs:
            raise TypeError("a job takes positional arguments only")
        if self._is_stopped:
            raise RuntimeError("it was shut down")
        future: Future[R] = Future()
        self._calls.put(_SubmittedCall(future, fn, args))
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the processes: after the jobs that were submitted, or at once with `cancel_futures`."""
        self._is_stopped = True
        if cancel_futures:
            self._is_given_up = True
            self._cancel_all()
        for _ in self._threads:
            self._calls.put(None)
        if wait:
            for thread in self._threads:
                thread.join()

    def _cancel_all(self) -> None:
        while not self._calls.empty():
            call = self._calls.get()
            if call is not None and call.future.cancel():
                call.future.set_running_or_notify_cancel()
        for worker in tuple(self._at_work):
            worker.kill()

    def _serve(self) -> None:
        """In a thread: give jobs to one process after the other."""
        worker: WorkerProcess | None = None
        while (call := self._calls.get()) is not None:
            if call.future.set_running_or_notify_cancel():
                worker = self._end_call(call, worker)
        if worker is not None:
            worker.end()

    def _end_call(self, call: _SubmittedCall, worker: WorkerProcess | None) -> WorkerProcess | None:
        """Do a call so that its future ends, whatever happens; the worker for the next one."""
        try:
            return self._do_call(call, worker)
        except Exception as error:
            return _end_with(error, call)

    def _do_call(self, call: _SubmittedCall, worker: WorkerProcess | None) -> WorkerProcess | None:
        """The worker for the next job, None where a new one is needed."""
        try:
            if worker is None:
                worker = WorkerProcess.start(self._limits)
            self._at_work.add(worker)
            if self._is_given_up:  # it came up too late to be ended with the others
                worker.kill()
            succeeded, value = worker.call(call.function, call.arguments)
        except (WorkerDied, WorkerTimedOut, BrokenExecutor) as error:
            call.future.set_exception(error)
            return None
        finally:
            if worker is not None:
                self._at_work.discard(worker)
        if succeeded:
            call.future.set_result(value)
        else:
            call.future.set_exception(value)
        if worker.jobs < self._limits.jobs:
            return worker
        worker.end()
        return None


def _end_with(error: Exception, call: _SubmittedCall) -> WorkerProcess | None:
    """End the future of a call that could not be made; the next one needs a new worker."""
    if not call.future.done():
        call.future.set_exception(error)
    return None


class WorkerProcess:
    """One process and the pipe to it."""

    @classmethod
    def start(cls, limits: WorkerLimits) -> WorkerProcess:
        """A new one; what is killed while it comes up, as the system does when memory is short, is started again.

        Raises: BrokenExecutor when that goes on, or no process can be started.
        """
        for _ in range(_MOST_STARTS - 1):
            try:
                return cls(limits)
            except _KilledAtStart:
                continue
        return cls(limits)

    def __init__(self, limits: WorkerLimits) -> None:
        """Raises: BrokenExecutor when the process does not come up."""
        self.jobs = 0
        self._seconds = limits.seconds
        self._pipe, far_end = _SPAWN.Pipe()
        self._waits = _waiter(self._pipe)
        self._process = _SPAWN.Process(target=_serve_pipe, args=(far_end, limits.memory), daemon=True)
        _leave_signals_to_others()
        try:
            with _children_allowed():
                self._process.start()
        except Exception as error:
            raise BrokenExecutor(f"a worker could not be started: {error}") from error
        far_end.close()
        try:
            self._receive(_START_SECONDS)
        except (WorkerDied, WorkerTimedOut) as error:
            if (self._process.exitcode or 0) < 0:
                raise _KilledAtStart(f"a worker could not be started: {error}") from error
            raise BrokenExecutor(
                f"a worker could not be started: {error}; a script that runs a batch needs `if __name__ == '__main__'`"
            ) from error

    def call(self, function: Callable[..., Any], arguments: tuple[Any, ...]) -> tuple[bool, Any]:
        """Whether the call succeeded, with its value or its exception. Raises: WorkerDied, WorkerTimedOut."""
        self.jobs += 1
        try:
            self._pipe.send_bytes(pickle.dumps((function, arguments)))
        except OSError as error:
            raise WorkerDied(self._wait_for_end()) from error
        answer: tuple[bool, Any] = self._receive(self._seconds)
        return answer

    def _receive(self, seconds: float) -> Any:
        try:
            if not self._waits(seconds):
                self.kill()
                raise WorkerTimedOut(f"it was ended after {seconds:g} seconds")
            data = self._pipe.recv_bytes()
        except (EOFError, OSError) as error:
            raise WorkerDied(self._wait_for_end()) from error
        try:
            return pickle.loads(data)  # noqa: S301 (from a process of our own)
        except Exception as error:
            raise WorkerDied(f"its answer cannot be read: {error}") from error

    def _wait_for_end(self) -> str:
        """Wait for the process to end; how it did."""
        self._process.join(_END_SECONDS)
        code = self._process.exitcode
        if code is not None and code < 0:
            return f"it was ended by signal {-code}"
        return f"it ended with code {code}"

    def kill(self) -> None:
        """End the process at once."""
        self._process.kill()

    def end(self) -> None:
        """Let the process end: it does when its pipe is closed."""
        self._pipe.close()
        self._process.join(_END_SECONDS)
        self.kill()


def _waiter(pipe: Connection) -> Callable[[float], object]:
    """What waits so many seconds for something in a pipe, and says whether there is. The pipe's own way makes anew what
    asks the system, each time."""
    if not hasattr(select, "poll"):
        return pipe.poll
    asked = select.poll()
    asked.register(pipe.fileno(), select.POLLIN)
    return lambda seconds: asked.poll(min(1000 * seconds, _LONGEST_POLL))


_LONGEST_POLL = 2**31 - 1
_starting = threading.Lock()


@contextmanager
def _children_allowed() -> Iterator[None]:
    """Where this process is ended at once with its parent (a task of a queue, a worker of a cluster), it may have no
    children, since these would be left behind. Ours are not: they end with it."""
    process = multiprocessing.current_process()
    with _starting:
        is_daemon, process.daemon = process.daemon, False
        try:
            yield
        finally:
            process.daemon = is_daemon


def _leave_signals_to_others() -> None:
    """Block what asks to end in this thread, and so in the processes that it starts, from their first moment on: who
    runs the batch lets them come to the end of their jobs. Python's own helper unblocks it when it is started."""
    if hasattr(signal, "pthread_sigmask"):
        resource_tracker.ensure_running()
        signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT, signal.SIGTERM))


def _end_with_the_parent() -> None:
    """End the process in the middle of a job when its parent has died: nobody would end a job that hangs."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _serve_pipe(pipe: Connection, megabytes: int) -> None:
    """In the process: do jobs until the pipe is closed, which is also what the death of the parent looks like."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_the_parent, daemon=True).start()
    _bound_memory(megabytes)
    try:
        pipe.send_bytes(_pack(True, None))
        while True:
            pipe.send_bytes(_pack(*_run_call(pipe.recv_bytes())))
    except (EOFError, OSError):
        return


def _run_call(data: bytes) -> tuple[bool, Any]:
    """Whether the call that was sent succeeded, with its value or its exception."""
    try:
        function, arguments = pickle.loads(data)  # noqa: S301 (from the process that started this one)
        return True, function(*arguments)
    except Exception as error:  # it is raised again where the call was made
        return False, error


def _pack(succeeded: bool, value: Any) -> bytes:
    try:
        return pickle.dumps((succeeded, value))
    except Exception as error:  # what cannot travel is an answer as well
        return pickle.dumps((False, TypeError(f"its answer cannot travel: {error}")))


def _bound_memory(megabytes: int) -> None:
    """Where the system can."""
    try:
        import resource
    except ImportError:
        return
    kind = resource.RLIMIT_DATA if os.uname().sysname == "Linux" else resource.RLIMIT_AS
    _, hard = resource.getrlimit(kind)
    limit = megabytes * _MEGABYTE
    resource.setrlimit(kind, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard))
