"""The run of a batch: what is done, what is not done again, and what stops it."""

from __future__ import annotations

import os
import threading
import tracemalloc
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from batch_kit import (
    Doing,
    Inline,
    done,
    files_below,
    journal_of,
    once_poisoned,
    plan_of,
    poison,
    rows,
    states,
    threads,
    word,
    word_files,
)
from docx_builder import build_docx

from sdconvert.batch import job as job_module
from sdconvert.batch import runner as run_module
from sdconvert.batch.job import work
from sdconvert.batch.lock import is_at_work
from sdconvert.batch.outcome import FindingRow, Outcome, State, Step, StepOutcome
from sdconvert.batch.planning import Job, Plan, plan, plan_again
from sdconvert.batch.processes import WorkerLimits
from sdconvert.batch.runner import MixedVersions, RunSettings, run
from sdconvert.batch.scheduler import WorkersLost
from sdconvert.batch.storage import state_folder
from sdconvert.errors import BadConfiguration, OutputRefused, UnreadableInput
from sdconvert.findings import Severity
from sdconvert.options import ConversionOptions

NAMES = ("a.docx", "b.docx", "x/c.docx")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return word_files(tmp_path / "in", *NAMES)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


def all_are(state: str) -> dict[str, str]:
    return dict.fromkeys(NAMES, state)


# ----------------------------------------------------------------------------------------------------------- unchanged


def test_each_document_is_done_and_nothing_is_done_again(folder: Path, out: Path) -> None:
    planned = plan_of(folder, out)
    assert states(done(planned)) == all_are("done")
    assert files_below(out) == ["a.zip", "b.zip", "x/c.zip"]
    again = Inline()
    assert states(done(planned, executor=again)) == all_are("unchanged")
    assert again.jobs == []
    assert [info.planned for info in _runs(out)] == [3, 3]


def _runs(out: Path) -> list[Any]:
    with journal_of(out) as journal:
        return journal.runs()


def change_content(folder: Path, out: Path) -> None:
    (folder / "a.docx").write_bytes(word("other"))


def change_output(folder: Path, out: Path) -> None:
    (out / "a.zip").write_bytes(b"other")


def remove_output(folder: Path, out: Path) -> None:
    (out / "a.zip").unlink()


def touch(folder: Path, out: Path) -> None:
    os.utime(folder / "a.docx", (1, 1))


@pytest.mark.parametrize(
    ("change", "again"),
    [(change_content, ["a.docx"]), (change_output, ["a.docx"]), (remove_output, ["a.docx"]), (touch, [])],
)
def test_only_a_document_about_which_something_changed_is_done_again(
    change: Callable[[Path, Path], None], again: list[str], folder: Path, out: Path
) -> None:
    planned = plan_of(folder, out)
    done(planned)
    change(folder, out)
    executor = Inline()
    done(planned, executor=executor)
    assert executor.names == again
    assert states(done(planned)) == all_are("unchanged")


@pytest.mark.parametrize(
    "choices",
    [
        {"mapping": {"Heading 1": {"textType": "heading", "level": 1}}},
        {"revisions": "reject"},
        {"comments": "sidenote"},
        {"meta": {"title": "x"}},
        {"limits": {"ratio": 300}},
    ],
)
def test_all_are_done_again_with_another_option(choices: dict[str, Any], folder: Path, out: Path) -> None:
    done(plan_of(folder, out))
    assert states(done(plan_of(folder, out, **choices))) == all_are("done")
    assert states(done(plan_of(folder, out, **choices))) == all_are("unchanged")


def test_all_are_done_again_when_the_template_holds_something_else(tmp_path: Path, folder: Path, out: Path) -> None:
    page = out.parent / "pages" / "p.html"
    page.parent.mkdir()
    page.write_text("<html><body><h1>One</h1></body></html>", "utf-8")
    template = tmp_path / "t.docx"
    results = []
    for size in (30, 60):
        size_of_text = f'<w:rPr><w:sz w:val="{size}"/></w:rPr>'
        kind = 'w:type="paragraph" w:default="1" w:styleId="Normal"'
        styles = f'<w:style {kind}><w:name w:val="Normal"/>{size_of_text}</w:style>'
        template.write_bytes(build_docx("<w:p/>", styles=styles))
        planned = plan([str(page)], str(out), options=ConversionOptions.parse(to="docx", template=str(template)))
        assert states(done(planned)) == {"p.html": "done"}
        results.append((out / "p.docx").read_bytes())
        assert states(done(planned)) == {"p.html": "unchanged"}
    assert results[0] != results[1]


@pytest.mark.parametrize("steps", [(Step.VALIDATE,), (Step.VALIDATE, Step.CONVERT)])
def test_what_the_rules_of_pages_say_is_told_and_stops_none(steps: tuple[Step, ...], out: Path) -> None:
    page = out.parent / "pages" / "p.html"
    page.parent.mkdir()
    page.write_text('<!DOCTYPE html><html lang="en"><title>T</title><p id="a">a</p><p id="a">b</p></html>', "utf-8")
    (outcome,) = done(plan([str(page)], str(out), steps=steps)).values()
    assert [finding.code for finding in outcome.steps[0].findings] == ["HTML-V002"]
    assert [str(step.state) for step in outcome.steps] == ["done"] * len(steps)


def test_all_are_done_again_by_another_version(folder: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done(plan_of(folder, out))
    for module in (run_module, job_module):
        monkeypatch.setattr(module, "own_version", lambda: "99")
    assert states(done(plan_of(folder, out))) == all_are("done")


def test_a_destination_is_the_same_however_it_is_spelt(
    folder: Path, out: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    done(plan(["in"], "out"))
    monkeypatch.chdir(folder)
    for destination in ("../out", str(out), out.as_uri(), "../out/"):
        assert states(done(plan([str(folder)], destination))) == all_are("unchanged")


def test_a_step_more_is_done_without_doing_the_others_differently(folder: Path, out: Path) -> None:
    assert states(done(plan_of(folder, out, "validate"))) == all_are("done")
    assert not out.exists()
    assert states(done(plan_of(folder, out))) == all_are("done")
    assert files_below(out) == ["a.zip", "b.zip", "x/c.zip"]


def test_what_failed_is_done_again(folder: Path, out: Path) -> None:
    (folder / "b.docx").write_bytes(b"nothing")
    executor = Inline()
    for _ in range(2):
        outcomes = done(plan_of(folder, out), executor=executor)
        assert outcomes["b.docx"].state is State.FAILED
        assert outcomes["b.docx"].error
    assert executor.names == [*NAMES, "b.docx"]


def test_force_does_all_again(folder: Path, out: Path) -> None:
    done(plan_of(folder, out))
    assert states(done(plan_of(folder, out), settings=RunSettings(1, force=True))) == all_are("done")
    assert {times for (times,) in rows(out, "SELECT max(times) FROM steps GROUP BY document, step")} == {2}


def test_since_leaves_out_what_is_older(folder: Path, out: Path) -> None:
    os.utime(folder / "a.docx", (1000, 1000))
    listed = [str(folder / name) for name in (*NAMES, "gone.docx")]
    outcomes = done(plan([], str(out), listed=listed), settings=RunSettings(1, since=1001.0))
    assert sorted(outcomes) == ["b.docx", "gone.docx", "x/c.docx"]
    assert _runs(out)[0].planned == 3


def test_only_some_are_done_and_a_retry_of_that_is_of_these(folder: Path, out: Path) -> None:
    settings = RunSettings(1, only=frozenset({"b.docx", "none.docx"}))
    assert states(done(plan_of(folder, out), settings=settings)) == {"b.docx": "done"}
    again = plan_again(_runs(out)[-1].request)
    assert [item.name for item in again.items] == ["b.docx"]
    assert states(done(again)) == {"b.docx": "unchanged"}
    assert plan_again(_runs(out)[-1].request) == again


def test_a_plan_can_be_made_again_from_its_request_anywhere(
    folder: Path, out: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    planned = plan(
        ["in"], "out", steps=["convert"], options=ConversionOptions.parse(revisions="reject"), listed=["in/a.docx"]
    )
    monkeypatch.chdir("/")
    again = plan_again(planned.request())
    assert replace(again, sources=(), listed=()) == replace(planned, sources=(), listed=())
    assert again.request() == again.request()


# --------------------------------------------------------------------------------------------------- stops and goes on


def test_a_run_that_was_stopped_goes_on_where_it_stopped(folder: Path, out: Path) -> None:
    stop = threading.Event()
    first = Inline()
    outcomes = run(plan_of(folder, out), executor=first, settings=RunSettings(1), stop=stop)
    next(outcomes)
    stop.set()
    began = 1 + len(list(outcomes))
    assert began == len(first.jobs)
    info = _runs(out)[-1]
    assert (info.planned, info.ended is None) == (3, False)
    again = Inline()
    assert len(done(plan_of(folder, out), executor=again)) == 3
    assert sorted(first.names + again.names) == sorted(NAMES)


def test_after_a_stop_nothing_is_begun(folder: Path, out: Path) -> None:
    stop = threading.Event()
    stop.set()
    executor = Inline()
    assert done(plan_of(folder, out), executor=executor, stop=stop) == {}
    assert executor.jobs == []


def test_a_run_that_nobody_listens_to_any_more_is_not_ended_and_goes_on(folder: Path, out: Path) -> None:
    outcomes = run(plan_of(folder, out), executor=Inline(), settings=RunSettings(1))
    first = next(outcomes)
    outcomes.close()
    assert _runs(out)[0].ended is None
    assert states(done(plan_of(folder, out)))[first.name] == "unchanged"


def test_an_interrupt_in_the_middle_leaves_a_journal_that_goes_on(folder: Path, out: Path) -> None:
    def interrupt(outcome: Outcome) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        done(plan_of(folder, out), on_result=interrupt)
    again = states(done(plan_of(folder, out)))
    assert sorted(again.values()) == ["done", "done", "unchanged"]


def test_each_outcome_is_in_the_journal_before_it_is_told(folder: Path, out: Path) -> None:
    told = []

    def look(outcome: Outcome) -> None:
        with journal_of(out) as journal:
            told.append(journal.outcome(outcome.name))

    outcomes = done(plan_of(folder, out), on_result=look)
    assert told == [replace(outcome) for outcome in outcomes.values()]


def test_no_more_are_begun_once_too_many_have_failed(tmp_path: Path, out: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(30):
        (folder / f"{number:02}.docx").write_bytes(b"nothing")
    outcomes = done(plan_of(folder, out), settings=RunSettings(1, max_failures=3))
    assert 3 <= len(outcomes) <= 7
    assert _runs(out)[0].planned == 30


def test_two_runs_at_once_are_refused(folder: Path, out: Path) -> None:
    outcomes = run(plan_of(folder, out), executor=Inline(), settings=RunSettings(1))
    next(outcomes)
    with pytest.raises(BadConfiguration, match="Another run is at work"):
        done(plan_of(folder, out))
    assert len(list(outcomes)) == 2


# ------------------------------------------------------------------------------------------------------ what goes wrong


def test_a_source_that_vanishes_after_the_plan_fails_alone(folder: Path, out: Path) -> None:
    planned = plan_of(folder, out)
    (folder / "a.docx").unlink()
    outcomes = done(planned)
    assert states(outcomes) == all_are("done") | {"a.docx": "failed"}
    assert "cannot be read" in outcomes["a.docx"].error


def test_a_source_that_vanishes_after_it_was_done_fails(folder: Path, out: Path) -> None:
    planned = plan_of(folder, out)
    done(planned)
    (folder / "a.docx").unlink()
    assert states(done(planned))["a.docx"] == "failed"


def test_a_place_that_cannot_be_written_fails_alone(folder: Path, out: Path) -> None:
    out.mkdir()
    (out / "x").write_text("no folder", "utf-8")
    (out / "b.zip").mkdir()
    outcomes = done(plan_of(folder, out))
    assert states(outcomes) == {"a.docx": "done", "b.docx": "failed", "x/c.docx": "failed"}
    assert outcomes["b.docx"].error.endswith("b.zip cannot be written: Is a directory.")
    assert files_below(out) == ["a.zip", "x"]


def test_a_full_disk_fails_documents_and_not_the_run(folder: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, data: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    outcomes = done(plan_of(folder, out))
    assert {outcome.error.partition(": ")[2] for outcome in outcomes.values()} == {"No space left on device."}
    monkeypatch.undo()
    assert states(done(plan_of(folder, out))) == all_are("done")


def test_a_journal_that_cannot_be_written_stops_the_run(folder: Path, out: Path) -> None:
    out.with_name("out.batch").write_text("x", "utf-8")
    with pytest.raises(OutputRefused, match=r"out\.batch cannot be used"):
        done(plan_of(folder, out))


def test_a_fault_of_ours_fails_its_document_alone(folder: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: Any) -> None:
        raise LookupError("two\nlines")

    monkeypatch.setattr(job_module, "preview", lambda *_arguments: ())
    monkeypatch.setattr(job_module, "save", fail)
    outcomes = done(plan_of(folder, out))
    assert {outcome.error for outcome in outcomes.values()} == {
        "A fault of sdconvert (LookupError: two lines); please report the file."
    }


def test_a_fault_of_ours_before_the_first_step_is_no_fault_of_the_worker(
    folder: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: Any) -> None:
        raise LookupError("x")

    planned = plan_of(folder, out)
    monkeypatch.setattr(job_module, "conversion_of", fail)
    monkeypatch.setattr(run_module, "check_options", lambda *_arguments: None)
    with threads() as executor:
        outcomes = done(planned, executor=executor)
    assert states(outcomes) == all_are("failed")
    assert outcomes["a.docx"].error == "A fault of sdconvert (LookupError: x); please report the file."


def test_a_fault_in_a_preview_does_not_cost_the_document(
    folder: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: Any) -> None:
        raise LookupError("x")

    monkeypatch.setattr(job_module, "preview", fail)
    outcomes = done(plan_of(folder, out))
    assert states(outcomes) == all_are("done")
    assert outcomes["a.docx"].preview[0].text == "There is no preview (LookupError); please report the file."


def test_choices_that_cannot_be_are_said_before_anything_is_done(folder: Path, out: Path) -> None:
    template = {"to": "docx", "source_format": "docx", "template": str(out.parent / "none.docx")}
    others = ({"mapping": {"Heading 1": {}}}, {"dialect": "1.0"}, {"revisions": "none"}, {"limits": {"x": 1}})
    for choices in (template, *others):
        with pytest.raises((BadConfiguration, UnreadableInput)):
            done(plan_of(folder, out, **choices))
    assert not out.with_name("out.batch").exists()


@pytest.mark.parametrize(("steps", "words"), [([], "needs a step"), (["convrt"], "'convrt' is no step of a batch")])
def test_steps_that_are_none_are_refused(steps: list[str], words: str, folder: Path, out: Path) -> None:
    with pytest.raises(BadConfiguration, match=words):
        plan([str(folder)], str(out), steps=steps)


def test_a_source_that_is_no_valid_package_is_not_converted(tmp_path: Path, out: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"PK nothing")
    outcomes = done(plan([str(tmp_path / "a.zip")], str(out), options=ConversionOptions.parse(to="html")))
    assert [(step.step, step.state) for step in outcomes["a.zip"].steps] == [(Step.VALIDATE, State.FAILED)]
    assert not out.exists()


def test_a_worker_of_another_version_is_refused(folder: Path, out: Path) -> None:
    def old(job: Job) -> Outcome:
        return replace(work(job), version="0.0.9")

    with pytest.raises(MixedVersions, match=r"A worker has sdconvert 0\.0\.9, this is .* Install the same version"):
        done(plan_of(folder, out), executor=Inline(old))
    assert rows(out, "SELECT * FROM steps") == []


# ------------------------------------------------------------------------------------------------------------- workers


def test_results_are_the_same_with_threads_processes_and_our_own(folder: Path, tmp_path: Path) -> None:
    def files(out: Path) -> dict[str, bytes]:
        return {name: (out / name).read_bytes() for name in files_below(out)}

    with threads() as executor:
        done(plan_of(folder, tmp_path / "threads"), executor=executor)
    with ProcessPoolExecutor(2) as processes:
        done(plan_of(folder, tmp_path / "processes"), executor=processes)
    own = {outcome.name: outcome for outcome in run(plan_of(folder, tmp_path / "own"), settings=RunSettings(2))}
    assert states(own).keys() == set(NAMES)
    assert files(tmp_path / "threads") == files(tmp_path / "processes") == files(tmp_path / "own")
    assert len(files(tmp_path / "own")) == 3


def test_a_callers_executor_stays_open(folder: Path, out: Path) -> None:
    with threads() as executor:
        done(plan_of(folder, out), executor=executor)
        assert executor.submit(len, "abc").result() == 3


def test_a_callers_broken_pool_stops_the_run_with_what_to_do(folder: Path, out: Path) -> None:
    word_files(folder, "kill.docx")
    with (
        ProcessPoolExecutor(1) as processes,
        pytest.raises(WorkersLost, match=r"The workers died .* Run again to go on\.$"),
    ):
        done(plan_of(folder, out), executor=Doing(processes, poison))
    assert states(done(plan_of(folder, out)))["kill.docx"] == "done"


@pytest.mark.parametrize("is_closed", [True, False])
def test_the_workers_have_ended_when_another_run_may_begin(
    is_closed: bool, folder: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_work: list[bool] = []

    class Watched(Inline):
        def __exit__(self, *_: object) -> None:
            at_work.append(is_at_work(state_folder(str(out))))

    def refuse(_outcome: Outcome) -> None:
        raise LookupError

    monkeypatch.setattr("sdconvert.batch.processes.Processes", lambda *_arguments: Watched())
    outcomes = run(plan_of(folder, out), settings=RunSettings(1), on_result=None if is_closed else refuse)
    if is_closed:
        next(outcomes)
        outcomes.close()
    else:
        with pytest.raises(LookupError):
            next(outcomes)
    assert at_work == [True]


def test_an_executor_that_was_shut_down_stops_the_run(folder: Path, out: Path) -> None:
    executor = threads()
    executor.shutdown()
    with pytest.raises(WorkersLost, match="takes no more documents"):
        done(plan_of(folder, out), executor=executor)


class Failing(Inline):
    """Fails so often for each document, as a cluster does whose worker is gone."""

    def __init__(self, often: int) -> None:
        super().__init__(self._fail)
        self._often = often

    def _fail(self, job: Job) -> Outcome:
        if self.names.count(job.item.name) <= self._often:
            raise ConnectionError("worker\ngone")
        return work(job)


def test_a_document_whose_worker_was_lost_once_is_done_the_second_time(folder: Path, out: Path) -> None:
    executor = Failing(1)
    assert states(done(plan_of(folder, out), executor=executor)) == all_are("done")
    assert len(executor.jobs) == 6


def test_a_document_whose_worker_was_lost_twice_is_poison(folder: Path, out: Path) -> None:
    executor = Failing(2)
    outcomes = done(plan_of(folder, out), executor=executor)
    assert states(outcomes) == all_are("poison")
    assert outcomes["a.docx"].error == "Tried twice: its worker died (ConnectionError: worker gone)."
    assert len(executor.jobs) == 6
    assert states(done(plan_of(folder, out))) == all_are("done")


def test_a_document_whose_worker_was_lost_during_a_stop_is_left_for_another_run(folder: Path, out: Path) -> None:
    stop = threading.Event()

    def lost(job: Job) -> Outcome:
        stop.set()
        raise ConnectionError("gone")

    assert done(plan_of(folder, out), executor=Inline(lost), stop=stop) == {}
    with journal_of(out) as journal:
        assert [name for name, _ in journal.sources()] == []
    assert states(done(plan_of(folder, out))) == all_are("done")


def test_poison_of_every_kind_costs_its_document_only(
    folder: Path, out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    word_files(folder, "hang.docx", "kill.docx", "memory.docx")
    monkeypatch.setattr(run_module, "work", poison)
    settings = RunSettings(2, WorkerLimits(seconds=6.0, memory=600))
    outcomes = {outcome.name: outcome for outcome in run(plan_of(folder, out), settings=settings)}
    assert states(outcomes) == all_are("done") | dict.fromkeys(("hang.docx", "kill.docx", "memory.docx"), "poison")
    assert "longer than" in outcomes["hang.docx"].error
    assert "memory" in outcomes["memory.docx"].error
    assert "died" in outcomes["kill.docx"].error
    assert all(outcome.error.startswith("Tried twice: ") for outcome in outcomes.values() if outcome.error)


def test_workers_that_die_once_for_each_document_cost_none(
    folder: Path, out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    marks = tmp_path / "marks"
    marks.mkdir()
    monkeypatch.setattr(run_module, "work", once_poisoned(marks))
    outcomes = {outcome.name: outcome for outcome in run(plan_of(folder / "x", out), settings=RunSettings(1))}
    assert states(outcomes) == {"c.docx": "done"}
    assert len(list(marks.iterdir())) == 1


def test_what_a_killed_worker_left_beside_a_result_does_no_harm(folder: Path, out: Path) -> None:
    out.mkdir()
    for name in (".a.zip.4711.part", ".other.zip.4711.part", ".a.zip.mine.part", "a.zip.4711.part"):
        (out / name).write_bytes(b"half")
    assert states(done(plan_of(folder, out))) == all_are("done")
    left = [".a.zip.mine.part", ".other.zip.4711.part", "a.zip.4711.part"]
    assert files_below(out) == sorted([*left, "a.zip", "b.zip", "x/c.zip"])
    assert states(done(plan_of(folder, out))) == all_are("unchanged")
    as_html = plan(
        [str(out)], str(out.parent / "html"), options=ConversionOptions.parse(source_format="sdxml", to="html")
    )
    assert states(done(as_html)) == {"a.zip": "done", "b.zip": "done", "x/c.zip": "done"}


def test_what_a_worker_that_was_killed_in_this_run_left_is_gone_at_its_end(folder: Path, out: Path) -> None:
    def leave_a_part(job: Job) -> Outcome:
        beside = Path(job.output).with_name(f".{Path(job.output).name}.4711.part")
        beside.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(b"half")
        return job_module.work(job)

    assert states(done(plan_of(folder, out), executor=Inline(leave_a_part))) == all_are("done")
    assert files_below(out) == ["a.zip", "b.zip", "x/c.zip"]


# ------------------------------------------------------------------------------------------------------- many documents


class Synthetic(Executor):
    """Makes up an outcome for each job, with many findings; `most` is how many were under way at once."""

    def __init__(self) -> None:
        self.under_way = self.most = self.count = 0

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        (job,) = args
        self.count += 1
        self.most = max(self.most, self.count)
        future: Future[Any] = Future()
        found = tuple(
            FindingRow("DOCX-R030", Severity.WARNING, f"{job.item.name} {n}" * 5, "here", n) for n in range(100)
        )
        step = StepOutcome(Step.CONVERT, State.DONE, findings=found, counts={"DOCX-R030": 100}, output=job.output)
        future.set_result(Outcome(job.item.name, job.item.place, (step,), "c", 1, job_module.own_version()))
        return future


def test_the_memory_of_the_parent_does_not_grow_with_the_documents(out: Path, tmp_path: Path) -> None:
    listed = [f"/none/{number:04}.docx" for number in range(300)]
    planned: Plan = plan([], str(out), steps=["convert"], listed=listed)
    sizes = []
    tracemalloc.start()
    try:
        for number, _ in enumerate(run(planned, executor=Synthetic(), settings=RunSettings(2))):
            if number in (50, 290):
                sizes.append(tracemalloc.get_traced_memory()[0])
    finally:
        tracemalloc.stop()
    assert sizes[1] - sizes[0] < 300_000


class Late(Executor):
    """Ends nothing by itself."""

    def __init__(self) -> None:
        self.waiting: list[tuple[Future[Any], Job]] = []
        self.most = 0

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        self.waiting.append((future, args[0]))
        self.most = max(self.most, len(self.waiting))
        threading.Timer(0.01, self._end).start()
        return future

    def _end(self) -> None:
        future, job = self.waiting.pop(0)
        future.set_result(work(job))


def test_a_stop_takes_back_what_was_submitted_and_not_begun(tmp_path: Path, out: Path) -> None:
    folder = word_files(tmp_path / "many", *(f"{number:02}.docx" for number in range(20)))
    stop, begun = threading.Event(), []

    def slowly(job: Job) -> Outcome:
        begun.append(job.item.name)
        threading.Event().wait(0.3)
        stop.set()
        return work(job)

    with threads(2) as executor:
        outcomes = done(plan_of(folder, out), executor=Doing(executor, slowly), settings=RunSettings(2), stop=stop)
    assert len(outcomes) == len(begun) <= 4


def test_only_a_window_of_jobs_is_submitted_at_once(tmp_path: Path, out: Path) -> None:
    folder = word_files(tmp_path / "many", *(f"{number}.docx" for number in range(40)))
    executor = Late()
    assert len(done(plan_of(folder, out), executor=executor, settings=RunSettings(2))) == 40
    assert 2 <= executor.most <= 8


def test_documents_that_may_take_long_are_begun_first(folder: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sizes = {path.name: path.stat().st_size for path in folder.rglob("*.docx")}
    monkeypatch.setattr(run_module, "_LARGE", min(sizes.values()))
    executor = Inline()
    word_files(folder, "d.docx")
    (folder / "d.docx").write_bytes(word("A text that is longer than those of the others, " * 9 + str(range(999))))
    done(plan_of(folder, out), executor=executor)
    assert executor.names[0] == "d.docx"
    assert sorted(executor.names) == ["a.docx", "b.docx", "d.docx", "x/c.docx"]
