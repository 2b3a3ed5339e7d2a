"""Jobs on workers: what comes of each, how many are given out at once, and what is tried again."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from typing import Any, ClassVar
from weakref import ReferenceType, ref

import pytest
from batch_kit import Inline
from dask_kit import Recording

from sdconvert.batch.scheduler import KnownResult, NoResult, Workers, WorkersLost, schedule
from sdconvert.errors import UnreadableInput


@pytest.fixture
def threads() -> Iterator[Executor]:
    with ThreadPoolExecutor(2) as found:
        yield found


def square(number: int) -> int:
    return number * number


def fail(number: int) -> int:
    if number == 1:
        raise UnreadableInput("It is no document.")
    if number == 2:
        raise KeyError("w:p")
    return number


def exhaust(number: int) -> int:
    if number == 1:
        raise MemoryError
    if number == 2:
        raise TimeoutError
    return number


def test_a_job_that_raises_has_no_result_and_stops_no_other() -> None:
    assert dict(schedule(fail, range(4), Workers(0))) == {
        0: 0,
        1: NoResult("It is no document.", "UnreadableInput"),
        2: NoResult("A fault of sdconvert (KeyError: 'w:p'); please report the file.", "KeyError"),
        3: 3,
    }


def test_this_process_tries_again_what_exhausts_it_and_then_goes_on() -> None:
    found = dict(schedule(exhaust, range(4), Workers(0)))
    assert found == {
        0: 0,
        1: NoResult("Tried twice: it needed more memory than a worker has.", "WorkerLost"),
        2: NoResult("Tried twice: it took longer than a document may take.", "WorkerLost"),
        3: 3,
    }
    assert [isinstance(one, NoResult) and one.is_worker_lost for one in found.values()] == [False, True, True, False]


def test_a_known_result_asks_no_worker(threads: Executor) -> None:
    recording = Recording(threads)
    jobs = [KnownResult(7, 0), 2, KnownResult(8, 1), 3]
    found = dict(schedule(square, jobs, Workers(2, executor=recording)))
    assert found == {7: 0, 8: 1, 2: 4, 3: 9}
    assert len(recording.submitted) == 2


def test_jobs_are_read_no_further_than_the_window(threads: Executor) -> None:
    taken = []

    def endless() -> Iterator[int]:
        for number in range(1_000):
            taken.append(number)
            yield number

    results = schedule(square, endless(), Workers(2, executor=threads))
    assert taken == []
    for _ in range(10):
        next(results)
    results.close()
    assert len(taken) <= 10 + 4 * 2


@pytest.mark.parametrize("is_own", [True, False])
def test_nothing_is_said_of_a_job_that_could_be_tried_only_once(is_own: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    stop, begun = threading.Event(), []

    def lost(job: Any) -> Any:
        begun.append(job)
        stop.set()
        raise ConnectionError("gone")

    monkeypatch.setattr("sdconvert.batch.processes.Processes", lambda *_arguments: Inline(lost))
    workers = Workers(1, executor=None if is_own else Inline(lost))
    assert list(schedule(lost, ["one", "two"], workers, stop.is_set)) == []
    assert begun == ["one"]


def test_nobody_holds_a_future_whose_result_is_told() -> None:
    """A cluster does a job once more, and writes over what was told, as long as somebody does."""

    class Watched(Inline):
        futures: ClassVar[list[ReferenceType[Future[Any]]]] = []

        def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
            future = super().submit(fn, *args, **kwargs)
            self.futures.append(ref(future))
            return future

    executor = Watched(square)
    results = schedule(square, range(4), Workers(1, executor=executor))
    assert next(results) == (0, 0)
    assert [future() for future in executor.futures] == [None] * 4
    assert list(results) == [(1, 1), (2, 4), (3, 9)]


def test_what_ended_before_the_executor_was_lost_is_told() -> None:
    def break_at_two(number: int) -> int:
        if number == 2:
            raise BrokenExecutor("gone")
        return number

    results = schedule(square, range(4), Workers(1, executor=Inline(break_at_two)))
    assert [next(results), next(results)] == [(0, 0), (1, 1)]
    with pytest.raises(WorkersLost, match=r"The workers died \(gone\)"):
        next(results)


def test_where_jobs_share_a_worker_second_tries_are_made_at_the_end() -> None:
    tries = []

    def lost_once(job: Any) -> Any:
        tries.append(job)
        if tries.count(job) == 1 and job != "c":
            raise ConnectionError("gone")
        return job

    assert dict(schedule(lost_once, "abc", Workers(1, executor=Inline(lost_once)))) == {"c": "c", "a": "a", "b": "b"}
    assert tries == ["a", "b", "c", "a", "b"]
