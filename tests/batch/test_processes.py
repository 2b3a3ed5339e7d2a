"""Of the worker processes one may die, hang or eat all memory, and only its own job is lost."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, wait
from pathlib import Path
from typing import Any

import process_doubles as doubles
import pytest
from batch_kit import word

from sdconvert.batch import processes
from sdconvert.batch.processes import Processes, WorkerDied, WorkerLimits, WorkerTimedOut

LIMITS = WorkerLimits(seconds=20.0, memory=600, jobs=100)


@pytest.fixture(scope="module")
def two() -> Iterator[Processes]:
    with Processes(2, LIMITS) as executor:
        yield executor


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"


def waits_until_gone(pid: int) -> bool:
    end = time.monotonic() + 10
    while is_running(pid) and time.monotonic() < end:
        time.sleep(0.05)
    return not is_running(pid)


def test_calls_are_made_in_processes_of_their_own(two: Processes) -> None:
    pids = {future.result() for future in [two.submit(doubles.own_pid) for _ in range(20)]}
    assert 1 <= len(pids) <= 2
    assert os.getpid() not in pids


def test_an_exception_of_the_call_is_that_of_the_future(two: Processes) -> None:
    with pytest.raises(ValueError, match="no such thing"):
        two.submit(doubles.fail, "no such thing").result()


def test_a_death_is_that_of_one_job_however_many_are_under_way(two: Processes) -> None:
    futures = [two.submit(doubles.double, number) for number in range(10)]
    dead = [two.submit(doubles.die, None) for _ in range(5)]
    futures += [two.submit(doubles.double, number) for number in range(10, 20)]
    assert [future.result() for future in futures] == [2 * number for number in range(20)]
    for future in dead:
        with pytest.raises(WorkerDied, match="ended by signal 9"):
            future.result()


def test_an_exit_is_told_with_its_code(two: Processes) -> None:
    with pytest.raises(WorkerDied, match="ended with code 3"):
        two.submit(doubles.leave, 3).result()


def test_a_process_that_is_killed_while_it_comes_up_costs_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    starts = tmp_path / "starts"
    monkeypatch.setattr(processes, "_serve_pipe", doubles.DyingAtStart(starts, 2))
    with Processes(1, LIMITS) as executor:
        assert executor.submit(doubles.double, 4).result() == 8
    assert starts.read_text() == "xxx"


def test_processes_that_are_all_killed_while_they_come_up_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "_serve_pipe", doubles.DyingAtStart(tmp_path / "starts", 100))
    with Processes(1, LIMITS) as executor, pytest.raises(BrokenExecutor, match=r"could not be started: .* signal 9"):
        executor.submit(doubles.double, 4).result()


def test_what_takes_too_long_is_ended() -> None:
    with Processes(1, WorkerLimits(seconds=0.5)) as executor:
        late = executor.submit(doubles.sleep, 60.0)
        after = executor.submit(doubles.double, 4)
        with pytest.raises(WorkerTimedOut):
            late.result()
        assert after.result() == 8


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds the memory of a process as we need it")
def test_a_process_may_not_take_more_memory_than_allowed(two: Processes) -> None:
    with pytest.raises(MemoryError):
        two.submit(doubles.hoard, 5_000).result()
    assert two.submit(doubles.hoard, 50).result() == 50_000_000


def test_what_cannot_travel_is_an_error_of_its_own_job(two: Processes) -> None:
    with pytest.raises(TypeError, match="cannot travel"):
        two.submit(doubles.give_back_unsendable, None).result()
    with pytest.raises(WorkerDied, match="cannot be read"):
        two.submit(doubles.fail_unsendably, None).result()
    assert two.submit(doubles.double, 1).result() == 2


def test_a_process_is_replaced_after_its_jobs() -> None:
    with Processes(1, WorkerLimits(jobs=2)) as executor:
        pids = [executor.submit(doubles.own_pid).result() for _ in range(6)]
    assert [pids.count(pid) for pid in dict.fromkeys(pids)] == [2, 2, 2]


def test_a_process_leaves_the_interrupt_key_to_its_parent(two: Processes) -> None:
    assert two.submit(doubles.ignores_interrupts, None).result()


def test_at_the_end_the_jobs_are_done_and_the_processes_are_gone() -> None:
    executor = Processes(2, LIMITS)
    pids = {executor.submit(doubles.own_pid).result() for _ in range(8)}
    futures = [executor.submit(doubles.double, number) for number in range(20)]
    executor.shutdown()
    assert [future.result() for future in futures] == [2 * number for number in range(20)]
    assert all(map(waits_until_gone, pids))
    with pytest.raises(RuntimeError):
        executor.submit(doubles.double, 1)


def test_at_once_means_that_what_runs_is_killed_and_what_waits_is_cancelled() -> None:
    executor = Processes(1, LIMITS)
    pid = executor.submit(doubles.own_pid).result()
    running = executor.submit(doubles.sleep, 60.0)
    waiting = executor.submit(doubles.double, 1)
    while not running.running():
        time.sleep(0.01)
    began = time.monotonic()
    executor.shutdown(cancel_futures=True)
    assert time.monotonic() - began < 10
    wait([running, waiting], timeout=10)
    assert isinstance(running.exception(), WorkerDied)
    assert waiting.cancelled()
    assert waits_until_gone(pid)


def test_at_once_is_so_for_a_process_that_comes_up_just_then() -> None:
    executor = Processes(1, LIMITS)
    running = executor.submit(doubles.sleep, 15.0)
    while not running.running():
        time.sleep(0.001)
    began = time.monotonic()
    executor.shutdown(cancel_futures=True)
    assert time.monotonic() - began < 10
    assert isinstance(running.exception(), WorkerDied)


def test_a_call_has_positional_arguments_only(two: Processes) -> None:
    with pytest.raises(TypeError):
        two.submit(doubles.double, number=1)


def test_a_process_that_does_not_come_up_breaks_the_executor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "_START_SECONDS", 0.0)
    with Processes(1, LIMITS) as executor, pytest.raises(BrokenExecutor, match="__main__"):
        executor.submit(doubles.double, 1).result()


def test_processes_end_when_their_parent_is_killed() -> None:
    script = (
        "import os, process_doubles as d\n"
        "from sdconvert.batch.processes import Processes, WorkerLimits\n"
        "if __name__ == '__main__':\n"
        "    pool = Processes(1, WorkerLimits())\n"
        "    print(pool.submit(d.own_pid).result(), flush=True)\n"
        "    os.kill(os.getpid(), 9)\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(doubles.__file__).parent)}
    done = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == -9
    assert waits_until_gone(int(done.stdout))


def batch_in_a_daemon(answers: Any, out: str) -> None:
    """As a task of a queue does, whose processes may have no children."""
    from sdconvert.batch import RunSettings, plan, run

    outcomes = run(plan([f"{out}/../in"], out), settings=RunSettings(workers=1))
    answers.put([(str(outcome.state), multiprocessing.current_process().daemon) for outcome in outcomes])


def test_a_process_that_may_have_no_children_has_those_that_end_with_it(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.docx").write_bytes(word())
    context = multiprocessing.get_context("spawn")
    answers = context.Queue()
    process = context.Process(target=batch_in_a_daemon, args=(answers, str(tmp_path / "out")), daemon=True)
    process.start()
    try:
        assert answers.get(timeout=30) == [("done", True)]
    finally:
        process.kill()
        process.join()


def test_every_future_ends_whatever_happens_to_its_call(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise KeyError("nobody thought of this")

    monkeypatch.setattr("sdconvert.batch.processes.WorkerProcess.call", refuse)
    with Processes(1, WorkerLimits(seconds=30)) as processes:
        for _ in range(2):
            with pytest.raises(KeyError, match="nobody thought of this"):
                processes.submit(os.getpid).result(timeout=30)


def test_where_the_system_has_no_poll_the_pipe_waits_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    near, far = multiprocessing.Pipe()
    for has_poll in (True, False):
        if not has_poll:
            monkeypatch.delattr("select.poll")
        waits = processes._waiter(near)
        assert not waits(0.001)
        far.send_bytes(b"x")
        assert waits(1e30 if has_poll else 1)
        assert near.recv_bytes() == b"x"
    far.close()
    assert waits(1), "the end of a pipe is something"
