"""Below the workers of another executor each job has a process of its own, which is ended there and never forgotten."""

from __future__ import annotations

import multiprocessing
import os
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import process_doubles as doubles
import pytest

from sdconvert.batch import nested
from sdconvert.batch.nested import NestedProcesses, call_in_process
from sdconvert.batch.processes import WorkerDied, WorkerLimits, WorkerTimedOut

LIMITS = WorkerLimits(seconds=20.0, memory=600, jobs=5)


@pytest.fixture
def executor() -> Iterator[NestedProcesses]:
    with ThreadPoolExecutor(1) as inner:
        yield NestedProcesses(inner, LIMITS)
    nested._kill_all()
    nested._started.clear()
    nested._spares.clear()


def is_running(pid: int) -> bool:
    status = Path(f"/proc/{pid}/stat")
    return status.exists() and status.read_text().rsplit(")", 1)[1].split()[0] != "Z"


def test_a_process_is_kept_for_the_next_job_and_replaced_after_its_last(executor: NestedProcesses) -> None:
    pids = [executor.submit(doubles.own_pid).result() for _ in range(7)]
    assert [pids.count(pid) for pid in dict.fromkeys(pids)] == [5, 2]
    assert os.getpid() not in pids


def test_what_dies_or_raises_is_told_and_the_worker_lives_on(executor: NestedProcesses) -> None:
    with pytest.raises(ValueError, match="no such thing"):
        executor.submit(doubles.fail, "no such thing").result()
    with pytest.raises(WorkerDied, match="signal 9"):
        executor.submit(doubles.die, None).result()
    assert executor.submit(doubles.double, 4).result() == 8


def test_what_hangs_is_ended() -> None:
    with ThreadPoolExecutor(1) as inner, pytest.raises(WorkerTimedOut):
        NestedProcesses(inner, WorkerLimits(seconds=0.2)).submit(doubles.sleep, 60.0).result()
    assert not nested._started


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="asks /proc")
def test_a_process_without_a_job_for_a_while_is_ended(
    executor: NestedProcesses, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nested, "_IDLE_SECONDS", -1)
    pid = executor.submit(doubles.own_pid).result()
    end = time.monotonic() + 10
    while is_running(pid) and time.monotonic() < end:
        time.sleep(0.02)
    assert not is_running(pid)


def use_and_leave(answers: multiprocessing.SimpleQueue[int]) -> None:
    """Leave one process without a job, and one in the middle of its job."""
    answers.put(call_in_process(LIMITS, doubles.own_pid, ()))
    threading.Thread(target=call_in_process, args=(WorkerLimits(), doubles.sleep, (60.0,)), daemon=True).start()
    while len(nested._started) < 2:
        time.sleep(0.02)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="asks /proc")
def test_who_ends_is_kept_by_none_of_his_processes_and_leaves_none() -> None:
    context = multiprocessing.get_context("spawn")
    answers = context.SimpleQueue()
    process = context.Process(target=use_and_leave, args=(answers,), daemon=True)
    process.start()
    pid = answers.get()
    process.join(20)
    assert process.exitcode == 0
    assert not is_running(pid)
