"""The run of a batch: each document goes to a worker unless nothing about it has changed, and then to the server."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Generator, Iterator, Mapping
from concurrent.futures import Executor
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from sdconvert.archive import own_members
from sdconvert.batch import storage
from sdconvert.batch.job import check_options, own_version, work
from sdconvert.batch.journal import Journal
from sdconvert.batch.lock import only_run
from sdconvert.batch.outcome import Outcome, RunInfo, State, Step, StepOutcome
from sdconvert.batch.planning import Job, Plan
from sdconvert.batch.processes import WorkerLimits
from sdconvert.batch.scheduler import KnownResult, NoResult, Workers, schedule
from sdconvert.batch.sources import Item
from sdconvert.batch.stamps import look_at
from sdconvert.batch.telemetry import observe
from sdconvert.batch.unchanged import Changes, Unchanged
from sdconvert.batch.uploads import Uploads, UploadTarget
from sdconvert.errors import BadConfiguration, OutputRefused, SdconvertError, UnreadableInput
from sdconvert.frozen import dataclass
from sdconvert.remote import is_remote, local_path

_LOT = 100
_LARGE = 250_000


class MixedVersions(SdconvertError):
    """A worker is of another sdconvert than this one."""


@dataclass(frozen=True, slots=True)
class RunSettings:
    """How a run goes about it. `workers` is how many documents are worked on at once; where an executor is given, how
    many it has. `force` does again what has not changed; `since` leaves out what was changed before that time, in
    seconds since 1970; `only` names the documents to do. After `max_failures` no more are begun. `checksum` hashes
    every file, also one whose size and times are those of the last time."""

    workers: int = 0
    limits: WorkerLimits = WorkerLimits()
    force: bool = False
    since: float | None = None
    only: frozenset[str] | None = None
    max_failures: int | None = None
    checksum: bool = False

    def make_workers(self, executor: Executor | None) -> Workers:
        """Who does the work: one worker for each processor where nothing is said."""
        return Workers(self.workers or os.cpu_count() or 1, self.limits, executor)


def run(
    plan: Plan,
    *,
    folder: Path | None = None,
    executor: Executor | None = None,
    settings: RunSettings | None = None,
    target: UploadTarget | None = None,
    on_begin: Callable[[RunInfo], None] | None = None,
    on_result: Callable[[Outcome], None] | None = None,
    stop: threading.Event | None = None,
    notes: Mapping[str, str] | None = None,
    now: Callable[[], float] = time.time,
) -> Generator[Outcome, None, None]:
    """What comes of each document of the plan, as they end; each is in the journal before it is told.

    A document is unchanged, and nothing is done, when its content, everything its result depends on and the version of
    sdconvert are those of the last time and the result is still there as it was. A run that was stopped or killed is
    gone on with by running the same plan again.

    `executor` is any of `concurrent.futures`; without one, processes are started with the limits of `settings`, and a
    document whose process dies, hangs or takes too much memory twice is `poison`. `target` is needed for the step
    `upload`. Once `stop` is set, what is under way comes to its end and no more is begun. `folder` is where the journal
    is kept, by default `storage.state_folder(plan.destination)`. `notes` are written into the journal for a person.
    `on_begin` is told the number of the run and how many documents it is to do.

    Raises: BadConfiguration when the plan cannot be run or another run is at work there; WorkersLost, MixedVersions,
        OutputRefused. The journal holds what was done until then.
    """
    if Step.UPLOAD in plan.steps and target is None:
        raise BadConfiguration("The step upload needs to know where to: the address of a server and credentials.")
    check_options(plan.options.to_json(), plan.options_hash)
    _check_writable(plan)
    how = settings or RunSettings()
    where = folder or storage.state_folder(plan.destination)
    with only_run(where, plan.destination), Journal(where) as journal:
        chosen = _choose(plan, how)
        storage.remove_parts(plan.place(output) for _, output in chosen)
        info = journal.begin_run(_describe(plan, chosen, now(), notes or {}))
        begun = _BatchRun(plan, how, journal, info, target, stop or threading.Event(), now)
        if on_begin is not None:
            on_begin(begun.info)
        with closing(begun.outcomes(chosen, how.make_workers(executor))) as outcomes:
            for outcome in observe(begun.info, outcomes, now):
                if on_result is not None:
                    on_result(outcome)
                yield outcome
        with suppress(OutputRefused):  # the next run tries again
            storage.remove_parts(plan.place(output) for _, output in chosen)
        journal.end_run(begun.info.number, now())


def _check_writable(plan: Plan) -> None:
    """Raises: OutputRefused where no result could be written."""
    if Step.CONVERT not in plan.steps or is_remote(plan.destination):
        return
    folder = local_path(plan.destination)
    there = next((path for path in (folder, *folder.parents) if path.exists()), folder)
    if not os.access(there, os.W_OK):
        raise OutputRefused(f"{plan.destination} cannot be written: {there} may not be written to.")


def _choose(plan: Plan, settings: RunSettings) -> list[tuple[Item, str]]:
    """The documents to do, with their outputs."""
    pairs = zip(plan.items, plan.outputs, strict=True)
    named = [pair for pair in pairs if settings.only is None or pair[0].name in settings.only]
    chosen = [pair for pair in named if settings.since is None or _is_newer(pair[0].place, settings.since)]
    return _with_large_first(chosen)


def _with_large_first(chosen: list[tuple[Item, str]]) -> list[tuple[Item, str]]:
    """The documents that may take long before all others, so that no worker has one left when the others have none."""
    sizes = {item.place: look.size for item, _ in chosen if (look := look_at(item.place)) is not None}
    large = [pair for pair in chosen if sizes.get(pair[0].place, 0) >= _LARGE]
    if not large:
        return chosen
    places = {pair[0].place for pair in large}
    large.sort(key=lambda pair: -sizes[pair[0].place])
    return [*large, *(pair for pair in chosen if pair[0].place not in places)]


def _describe(plan: Plan, chosen: list[tuple[Item, str]], started: float, notes: Mapping[str, str]) -> RunInfo:
    """What is known of a run that begins; its number is the journal's business."""
    return RunInfo(
        number=0,
        started=started,
        ended=None,
        version=own_version(),
        sources=tuple(map(storage.as_text, plan.sources)),
        destination=storage.as_text(plan.destination),
        steps=plan.steps,
        planned=len(chosen),
        options=notes,
        request=_request(plan, chosen),
        skipped=plan.skipped,
    )


def _request(plan: Plan, chosen: list[tuple[Item, str]]) -> str:
    """The plan, of these documents only, in a form that can be planned again."""
    return plan.request(plan.only if len(chosen) == len(plan.items) else tuple(item.name for item, _ in chosen))


def _is_newer(place: str, since: float) -> bool:
    """Whether it was changed since then; what nobody can tell counts as newer."""
    try:
        modified = storage.modification_time(place)
    except SdconvertError:
        return True
    return modified is None or modified >= since


class _Lot(NamedTuple):
    """Documents that follow one another and have not changed: written down together, before the first is told."""

    documents: tuple[tuple[Job, Unchanged], ...]


class _BatchRun:
    """One run: what it was told, and what it knows while it goes on."""

    def __init__(
        self,
        plan: Plan,
        settings: RunSettings,
        journal: Journal,
        info: RunInfo,
        target: UploadTarget | None,
        stop: threading.Event,
        now: Callable[[], float],
    ) -> None:
        self.info = info
        self._plan = plan
        self._settings = settings
        self._journal = journal
        self._stop = stop
        self._now = now
        self._uploads = Uploads(target, journal, now=now) if target is not None and Step.UPLOAD in plan.steps else None
        self._failures = 0

    def outcomes(self, chosen: list[tuple[Item, str]], workers: Workers) -> Generator[Outcome, None, None]:
        """What comes of each document. Workers and uploads have ended when this has."""
        with closing(self._work_on(chosen, workers)) as results:
            if self._uploads is None:
                yield from self._stop_after_failures(outcome for outcome, _ in results)
                return
            with self._uploads as uploads:
                yield from self._stop_after_failures(self._upload(uploads, results))

    def _stop_after_failures(self, outcomes: Iterator[Outcome]) -> Iterator[Outcome]:
        """The outcomes; no more documents are begun once too many have failed."""
        most = self._settings.max_failures
        for outcome in outcomes:
            self._failures += not outcome.state.is_good
            yield outcome
            if most is not None and self._failures >= most:
                self._stop.set()

    # ---------------------------------------------------------------------------------------------------------- workers

    def _work_on(self, chosen: list[tuple[Item, str]], workers: Workers) -> Generator[tuple[Outcome, str], None, None]:
        """Write down what the workers make of each document; its outcome and the place of its source."""
        options = dict.fromkeys(self._plan.worker_steps, self._plan.options_hash)
        jobs: Iterator[Job | KnownResult[Job, Outcome | _Lot]] = self._jobs(chosen)
        with closing(schedule(work, jobs, workers, self._stop.is_set)) as results:
            for job, result in results:
                if isinstance(result, _Lot):
                    yield from self._record_lot(result)
                    continue
                outcome = _outcome_without_result(job, result) if isinstance(result, NoResult) else result
                _check_version(outcome)
                is_last = self._uploads is None or not _is_good_so_far(outcome)
                self._journal.record(self.info.number, outcome, options, self._now(), is_last=is_last)
                yield outcome, job.item.place

    def _record_lot(self, lot: _Lot) -> Iterator[tuple[Outcome, str]]:
        found = (one for _, one in lot.documents)
        self._journal.record_unchanged(self.info.number, found, self._now(), is_last=self._uploads is None)
        yield from ((one.outcome, job.item.place) for job, one in lot.documents)

    def _jobs(self, chosen: list[tuple[Item, str]]) -> Iterator[Job | KnownResult[Job, Outcome | _Lot]]:
        """The jobs of the documents; for those that have not changed, lots of what was found out about them before."""
        changes = Changes(self._journal, self._plan.options_hash, own_version(), checksum=self._settings.checksum)
        lot: list[tuple[Job, Unchanged]] = []
        for job in self._plan.jobs(chosen, self._settings.limits.seconds):
            found = changes.find_unchanged(job) if job.steps and not self._settings.force else None
            if found is not None:
                lot.append((job, found))
            if lot and (found is None or len(lot) == _LOT):
                yield KnownResult(lot[0][0], _Lot(tuple(lot)))
                lot = []
            if found is None:
                known = self._find_taken(job) if job.steps else _outcome_to_send(job)
                yield job if known is None else KnownResult(job, known)
        if lot:
            yield KnownResult(lot[0][0], _Lot(tuple(lot)))

    def _find_taken(self, job: Job) -> Outcome | None:
        """The outcome of a document at the place of whose result a file is that neither an earlier run nor another
        command of sdconvert made, else None."""
        if not job.output or is_remote(job.output):
            return None
        path = local_path(job.output)
        if not path.is_file() or not path.stat().st_size or self._was_made_here(job):
            return None
        if path.suffix in (".html", ".htm") or own_members(str(path)) is not None:
            return None
        error = (
            f"{job.output} exists already and was not made by sdconvert; move it away, or choose another destination."
        )
        step = StepOutcome(Step.CONVERT, State.FAILED, error=error, error_kind=OutputRefused.__name__)
        return Outcome(job.item.name, storage.as_text(job.item.place), (step,), version=own_version())

    def _was_made_here(self, job: Job) -> bool:
        past = self._journal.past(job.item.name).get(Step.CONVERT)
        return past is not None and past.outcome.output == storage.as_text(job.output)

    # ---------------------------------------------------------------------------------------------------------- uploads

    def _upload(self, uploads: Uploads, results: Iterator[tuple[Outcome, str]]) -> Iterator[Outcome]:
        """What came of each document, those that reach the server when they have."""
        for outcome, place in results:
            if not _is_good_so_far(outcome):
                yield outcome
                continue
            past = None if self._settings.force else self._journal.past(outcome.name).get(Step.UPLOAD)
            settled = uploads.take(outcome, place, past)
            if settled is not None:
                yield self._record_upload(settled, past.options_hash if past is not None else "")
            yield from self._record_uploads(uploads.collect())
            while uploads.is_full:
                yield from self._record_uploads(uploads.collect(waits=True))
            if uploads.is_hopeless:
                self._stop.set()
        yield from self._record_uploads(uploads.drain(self._stop.is_set))

    def _record_uploads(self, ended: Iterator[tuple[Outcome, str]]) -> Iterator[Outcome]:
        return (self._record_upload(outcome, options_hash) for outcome, options_hash in ended)

    def _record_upload(self, outcome: Outcome, options_hash: str) -> Outcome:
        """Write down the upload of a document; its outcome."""
        hashes = {Step.UPLOAD: options_hash}
        self._journal.record(self.info.number, outcome, hashes, self._now(), only=Step.UPLOAD)
        return outcome


def _outcome_to_send(job: Job) -> Outcome:
    """The outcome of a document that is sent as it is: nothing was done yet, or it cannot be read."""
    outcome = Outcome(job.item.name, storage.as_text(job.item.place), version=own_version())
    try:
        content_hash = storage.digest(job.item.place)
        if not content_hash:
            raise UnreadableInput(f"{job.item.place} does not exist.")
    except SdconvertError as error:
        step = StepOutcome(Step.UPLOAD, State.FAILED, error=str(error), error_kind=type(error).__name__)
        return replace(outcome, steps=(step,))
    return replace(outcome, content_hash=content_hash)


def _is_good_so_far(outcome: Outcome) -> bool:
    return all(step.state.is_good for step in outcome.steps)


def _outcome_without_result(job: Job, why: NoResult) -> Outcome:
    """The outcome of a document whose worker was lost twice, or failed before its first step."""
    state = State.POISON if why.is_worker_lost else State.FAILED
    step = StepOutcome(job.steps[-1], state, error=why.reason, error_kind=why.kind)
    return Outcome(job.item.name, storage.as_text(job.item.place), (step,), version=own_version())


def _check_version(outcome: Outcome) -> None:
    """Raises: MixedVersions."""
    if outcome.version != own_version():
        raise MixedVersions(
            f"A worker has sdconvert {outcome.version}, this is {own_version()}: their results would differ. "
            "Install the same version everywhere."
        )
