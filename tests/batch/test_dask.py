"""A real Dask cluster on loopback does what a batch needs, by the rules that this takes."""

from __future__ import annotations

import logging
import os
import pickle
import re
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path

import dask_kit
import pytest
from batch_kit import COMMAND, Doing, poison, word, word_files
from click.testing import CliRunner
from dask_kit import HostileJob, Recording

import sdconvert
from sdconvert.batch.error_texts import MOST_SIGNS
from sdconvert.batch.executors import executor_at
from sdconvert.batch.job import MOST_FINDINGS, work
from sdconvert.batch.outcome import Outcome, State, Step
from sdconvert.batch.planning import plan
from sdconvert.batch.processes import WorkerLimits
from sdconvert.batch.runner import MixedVersions, RunSettings, run
from sdconvert.batch.scheduler import NoResult, Workers, WorkersLost, schedule
from sdconvert.batch.uploads import UploadTarget
from sdconvert.cli.main import cli
from sdconvert.errors import BadConfiguration
from sdconvert.partner import NewDocument, PartnerClient, User
from sdconvert.sandbox.server import Sandbox, start

WORKERS = 2
WINDOW = 4 * WORKERS
SAMPLES = Path(__file__).parents[2] / "samples" / "docx"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with dask_kit.running(WORKERS) as cluster:
        yield cluster.address


@pytest.fixture(scope="module")
def dask(address: str) -> Iterator[Executor]:
    with executor_at(address) as cluster:
        assert cluster.jobs == WORKERS
        yield cluster.executor


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with start() as running:
        yield running


def outcomes(sources: Path, destination: Path, executor: Executor, **options: object) -> list[Outcome]:
    return list(
        run(plan([str(sources)], str(destination)), executor=executor, settings=RunSettings(WORKERS), **options)
    )


def on(executor: Executor) -> Workers:
    return Workers(WORKERS, executor=executor)


def many_files(folder: Path) -> Path:
    return word_files(folder, *(f"{number:02}.docx" for number in range(3 * WINDOW)))


def packages(folder: Path) -> dict[str, bytes]:
    """Everything in a folder, half-written files too."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


# ------------------------------------------------------------------------------------------------------ what travels


def test_no_field_of_a_job_is_taken_for_an_option_of_dask(dask: Executor) -> None:
    assert list(schedule(dask_kit.same, [HostileJob()], on(dask))) == [(HostileJob(), HostileJob())]


def test_a_job_is_one_positional_argument(dask: Executor, tmp_path: Path) -> None:
    recording = Recording(dask)
    outcomes(word_files(tmp_path / "in", "a.docx"), tmp_path / "out", recording)
    assert [(len(arguments), options) for arguments, options in recording.submitted] == [(1, {})]


def test_equal_jobs_are_done_each_for_itself(dask: Executor, tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    list(schedule(dask_kit.noted, [(str(notes), "again")] * 3, on(dask)))
    assert notes.read_text() == "again\n" * 3


def test_a_result_that_is_told_is_held_by_nobody_on_the_cluster(address: str) -> None:
    with executor_at(address) as cluster:
        told = [cluster.executor.submit(dask_kit.same, number) for number in range(5)]
        assert [future.result() for future in told] == list(range(5))
        assert dask_kit.held_tasks(address) == []


def test_a_job_has_the_place_of_its_document_and_not_its_bytes(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "small.docx").write_bytes(word("x"))
    (tmp_path / "in" / "large.docx").write_bytes(word("".join(chr(0x4E00 + n % 20_000) for n in range(400_000))))
    planned = plan([str(tmp_path / "in")], str(tmp_path / "out"))
    jobs = list(planned.jobs(zip(planned.items, planned.outputs, strict=True), 300))
    assert (tmp_path / "in" / "large.docx").stat().st_size > 50 * (tmp_path / "in" / "small.docx").stat().st_size
    assert [len(pickle.dumps(job)) < 3_000 for job in jobs] == [True, True]


def test_what_comes_back_is_small_whatever_there_is_to_say(dask: Executor, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "worst.docx").write_bytes(dask_kit.document_with_findings(3 * MOST_FINDINGS))
    (outcome,) = outcomes(tmp_path / "in", tmp_path / "out", dask)
    converted = outcome.step(Step.CONVERT)
    assert converted is not None
    assert len(converted.findings) == MOST_FINDINGS
    assert sum(converted.counts.values()) >= 3 * MOST_FINDINGS
    assert len(pickle.dumps(outcome)) < MOST_FINDINGS * (MOST_SIGNS + 200)


def test_nothing_but_the_room_of_executors_names_dask() -> None:
    package = Path(sdconvert.__file__).parent
    imports = re.compile(r"^\s*(?:import|from)\s+(?:dask|distributed)|load_extra\(.(?:dask|distributed)", re.MULTILINE)
    found = [path.name for path in package.rglob("*.py") if imports.search(path.read_text("utf-8"))]
    assert found == ["executors.py"]


def test_no_secret_is_in_what_travels(
    dask: Executor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sandbox: Sandbox
) -> None:
    known = sandbox.credentials
    monkeypatch.setenv("SDCONVERT_CLIENT_SECRET", known.client_secret)
    recording = Recording(dask)
    sources = word_files(tmp_path / "in", "a.docx", "b.docx")
    with PartnerClient(sandbox.url, known.client_id, known.client_secret, user_id="u") as client:
        document = NewDocument(User("u", "a@b.c", "A", "B", "C"), "A title", "g")
        target = UploadTarget(client, lambda outcome: replace(document, title=outcome.name))
        planned = plan([str(sources)], str(tmp_path / "out"), steps=[*Step])
        done = list(run(planned, executor=recording, settings=RunSettings(WORKERS), target=target))
    assert [outcome.state for outcome in done] == [State.DONE] * 2
    assert len(recording.sent) == len(recording.submitted) == 2
    for task in recording.sent:
        assert str(sources).encode() in task
        for secret in (known.client_secret, known.client_id, known.api_key, known.password, sandbox.url):
            assert secret.encode() not in task


# ------------------------------------------------------------------------------------------------- window and cancel


def test_at_most_four_jobs_for_each_worker_are_under_way(dask: Executor, tmp_path: Path) -> None:
    recording = Recording(dask)
    done = outcomes(many_files(tmp_path / "in"), tmp_path / "out", recording)
    assert len(done) == 3 * WINDOW
    assert max(recording.under_way) == WINDOW


def test_who_stops_listening_cancels_what_waits(dask: Executor, tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    jobs = [(str(notes), str(number), 0.3) for number in range(WINDOW)]
    results = schedule(dask_kit.slept, jobs, on(dask))
    next(results)
    results.close()
    time.sleep(1.5)
    assert WORKERS <= len(notes.read_text().split()) <= WINDOW - 2


def test_after_a_stop_no_more_is_begun_and_what_was_begun_is_told(dask: Executor, tmp_path: Path) -> None:
    recording, stop = Recording(dask), threading.Event()
    sources = many_files(tmp_path / "in")
    done = outcomes(sources, tmp_path / "out", recording, stop=stop, on_result=lambda _: stop.set())
    assert 1 <= len(done) == len(recording.submitted) <= WINDOW
    assert sorted(packages(tmp_path / "out")) == sorted(outcome.name.replace(".docx", ".zip") for outcome in done)


# ------------------------------------------------------------------------------------------------------- what may fail


def test_a_document_that_fails_is_an_outcome_and_no_exception(dask: Executor, tmp_path: Path) -> None:
    sources = word_files(tmp_path / "in", "good.docx")
    (sources / "bad.docx").write_bytes(b"no Word file")
    (sources / "gone.docx").symlink_to(tmp_path / "nowhere")
    done = {outcome.name: outcome for outcome in outcomes(sources, tmp_path / "out", dask)}
    assert done["good.docx"].state is State.DONE
    assert done["bad.docx"].state is State.FAILED
    assert done["bad.docx"].steps[0].error_kind == "UnreadableInput"
    assert "fault of sdconvert" not in done["bad.docx"].error


def test_a_document_that_ends_its_worker_twice_is_poison_and_no_other_is(dask: Executor, tmp_path: Path) -> None:
    names = ["00-poison.docx", *(f"{number:02}.docx" for number in range(1, 3 * WINDOW))]
    doing = Recording(Doing(dask, dask_kit.work_or_die))
    done = {one.name: one for one in outcomes(word_files(tmp_path / "in", *names), tmp_path / "out", doing)}
    assert sorted(done) == names
    assert {name: one.error for name, one in done.items() if not one.state.is_good}.keys() == {"00-poison.docx"}
    assert done["00-poison.docx"].state is State.POISON
    assert done["00-poison.docx"].error == "Tried twice: its worker died: it ended with code 1."
    assert [job.item.name for (job,), _ in doing.submitted].count("00-poison.docx") == 2
    assert set(doing.under_way[len(names) :]) == {1}, "a second try is made when nothing else is at work"


def test_a_document_that_hangs_is_ended_and_its_worker_lives_on(address: str, tmp_path: Path) -> None:
    workers = dask_kit.worker_processes(address, WORKERS)
    with executor_at(address, WorkerLimits(seconds=0.5)) as cluster:
        (hung,) = outcomes(word_files(tmp_path / "in", "hang.docx"), tmp_path / "out", Doing(cluster.executor, poison))
    assert hung.state is State.POISON
    assert hung.error == "Tried twice: it took longer than a document may take."
    assert dask_kit.worker_processes(address, WORKERS) == workers


def test_a_worker_that_is_killed_in_the_middle_costs_nothing(dask: Executor, address: str, tmp_path: Path) -> None:
    sources = tmp_path / "in"
    samples = [path for path in sorted(SAMPLES.glob("*.docx")) if path.is_file()]
    for copy in range(3):
        for sample in samples:
            path = sources / str(copy) / sample.name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(sample.read_bytes())
    victims = dask_kit.worker_processes(address, WORKERS)
    seen: list[str] = []

    def kill_one(outcome: Outcome) -> None:
        seen.append(outcome.name)
        if len(seen) == 6:
            os.kill(victims[0], signal.SIGKILL)

    done = outcomes(sources, tmp_path / "out", Doing(dask, dask_kit.slow_work), on_result=kill_one)
    assert len(done) == len(samples) * 3 >= 18
    assert {outcome.state for outcome in done} == {State.DONE}
    assert victims[0] not in dask_kit.worker_processes(address, WORKERS)
    with ThreadPoolExecutor(1) as plain:
        outcomes(sources, tmp_path / "plain", plain)
    assert packages(tmp_path / "out") == packages(tmp_path / "plain")


def test_a_task_that_runs_twice_leaves_one_whole_output(dask: Executor, tmp_path: Path) -> None:
    planned = plan([str(SAMPLES / "technical-report.docx")], str(tmp_path / "out"))
    (job,) = planned.jobs(zip(planned.items, planned.outputs, strict=True), 300)
    results = [result for _, result in schedule(work, [job] * WINDOW, on(dask))]
    hashes = {result.steps[-1].output_hash for result in results if not isinstance(result, NoResult)}
    assert len(results) == WINDOW
    assert packages(tmp_path / "out") == {
        "technical-report.zip": sdconvert.convert(SAMPLES / "technical-report.docx").value
    }
    assert len(hashes) == 1


def test_a_worker_of_another_version_is_refused(dask: Executor, tmp_path: Path) -> None:
    sources = word_files(tmp_path / "in", "a.docx", "b.docx")
    with pytest.raises(MixedVersions, match=r"A worker has sdconvert 0\.0\.9, this is"):
        outcomes(sources, tmp_path / "out", Doing(dask, dask_kit.old_work))


# ------------------------------------------------------------------------------------------------- clusters that end


@pytest.fixture(scope="module")
def bare() -> Iterator[dask_kit.Cluster]:
    """A cluster without workers, for tests that end it, in this order."""
    with dask_kit.running(0) as cluster:
        yield cluster


def test_a_cluster_without_workers_is_refused(bare: dask_kit.Cluster) -> None:
    with pytest.raises(BadConfiguration, match="has no worker"):
        begin(bare.address)


def test_a_cluster_that_loses_all_workers_ends_the_run_and_not_the_documents(
    bare: dask_kit.Cluster, tmp_path: Path
) -> None:
    """Without this, the run would wait without end."""
    sources = many_files(tmp_path / "in")
    with dask_kit.worker_of(bare.address) as worker:
        told = lose(bare.address, sources, tmp_path / "out", worker.kill, _SILENT)
    with ThreadPoolExecutor(1) as plain:
        again = outcomes(sources, tmp_path / "out", plain)
    assert len(told) < len(again) == 3 * WINDOW
    assert {outcome.state.is_good for outcome in again} == {True}


def test_a_scheduler_that_is_frozen_or_dies_ends_the_run_and_not_the_documents(
    bare: dask_kit.Cluster, tmp_path: Path
) -> None:
    sources = many_files(tmp_path / "in")
    with dask_kit.worker_of(bare.address):
        began = time.monotonic()
        freeze = partial(bare.process.send_signal, signal.SIGSTOP)
        told = lose(bare.address, sources, tmp_path / "out", freeze, _SILENT)
        assert time.monotonic() - began < 30
        bare.process.send_signal(signal.SIGCONT)
        told += lose(bare.address, sources, tmp_path / "again", bare.process.kill, "Run again to go on")
    assert len(told) < 6 * WINDOW


_SILENT = "has had no worker, or not answered, for 1 seconds"


def lose(address: str, sources: Path, out: Path, harm: Callable[[], None], words: str) -> list[Outcome]:
    """What a run tells of that loses its cluster after the first document, and says so."""
    told: list[Outcome] = []

    def tell(outcome: Outcome) -> None:
        told.append(outcome)
        harm()

    with pytest.raises(WorkersLost, match=words):
        work_slowly(sources, out, address, tell)
    assert {outcome.state for outcome in told} == {State.DONE}
    return told


def work_slowly(sources: Path, destination: Path, address: str, on_result: Callable[[Outcome], None]) -> None:
    with executor_at(address, connect=2, patience=1) as cluster:
        outcomes(sources, destination, Doing(cluster.executor, dask_kit.slow_work), on_result=on_result)


def test_a_scheduler_that_is_lost_is_said_by_us_and_not_by_tracebacks_of_dask(address: str) -> None:
    log = logging.getLogger("distributed.client")
    before = list(log.filters)
    with executor_at(address):
        assert len(log.filters) == len(before) + 1
        assert not log.filter(logging.makeLogRecord({"levelno": logging.ERROR}))
    assert log.filters == before


def begin(address: str) -> None:
    with executor_at(address, connect=0.5):
        pass


def test_an_address_without_a_scheduler_is_refused() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = f"dask://127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(BadConfiguration, match=f"There is no Dask scheduler at {address}: "):
            begin(address)


@pytest.mark.parametrize("address", ["dask://", "127.0.0.1:8786", "ray://127.0.0.1:1", "dask://127.0.0.1:port"])
def test_what_is_no_address_of_a_cluster_is_refused(address: str) -> None:
    with pytest.raises(BadConfiguration, match="dask://"):
        begin(address)


def test_a_cluster_with_another_version_is_refused_before_it_begins(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sdconvert.batch.executors.own_version", dask_kit.other_version)
    with pytest.raises(BadConfiguration, match=r"The worker tcp://127.* has sdconvert 0\.0\.9 \(\d+\), this is"):
        begin(address)


def test_a_cluster_without_sdconvert_is_refused_before_it_begins(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sdconvert.batch.executors.own_version", dask_kit.no_version)
    with pytest.raises(BadConfiguration, match="has sdconvert none that works"):
        begin(address)


def test_a_worker_that_is_lost_while_it_is_asked_for_its_version_refuses_nothing(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sdconvert.batch.executors.own_version", dask_kit.lost_worker)
    begin(address)


# ------------------------------------------------------------------------------------------------------- the command


def batch_run(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [*COMMAND, "run", *map(str, arguments), "--progress", "none"]
    return subprocess.run(command, capture_output=True, text=True, timeout=120)


def test_the_command_works_on_a_cluster(address: str, tmp_path: Path) -> None:
    sources = word_files(tmp_path / "in", "a.docx", "below/b.docx")
    done = batch_run(sources, "-o", tmp_path / "out", "--executor", address)
    assert done.returncode == 0, done.stderr
    assert sorted(packages(tmp_path / "out")) == ["a.zip", "below/b.zip"]
    assert "Traceback" not in done.stderr


def test_the_command_says_that_there_is_no_cluster(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sdconvert.cli.batch_run_options.executor_at", partial(executor_at, connect=0.5))
    sources = word_files(tmp_path / "in", "a.docx")
    command = ["batch", "run", str(sources), "-o", str(tmp_path / "out"), "--executor", "dask://127.0.0.1:9"]
    done = CliRunner().invoke(cli, command, prog_name="sdconvert")
    assert done.exit_code == 2
    assert "There is no Dask scheduler at dask://127.0.0.1:9" in done.stderr
    assert not (tmp_path / "out").exists()
