"""`sdconvert batch run`, `plan` and `retry`."""

from __future__ import annotations

import _thread
import json
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from types import FrameType
from typing import Any

import click

from sdconvert.batch.journal import NAME, Journal
from sdconvert.batch.outcome import Outcome, RunInfo, Step
from sdconvert.batch.planning import Plan, plan_again
from sdconvert.batch.report.ending import ending
from sdconvert.batch.report.totals import Totals, exit_code, last_line
from sdconvert.batch.runner import run as run_batch
from sdconvert.batch.storage import state_folder
from sdconvert.cli.batch_baseline import BaselineRun, baseline_options
from sdconvert.cli.batch_journal import destination_argument, find_run, open_journal, write_report
from sdconvert.cli.batch_plan_options import Wanted, plan_options
from sdconvert.cli.batch_run_options import Sending, Ways, sending_options, ways_options
from sdconvert.cli.columns import Column, columns
from sdconvert.cli.connection import connection_options, document_options
from sdconvert.cli.messages import tell
from sdconvert.cli.output import echo, echo_json
from sdconvert.cli.progress import Progress
from sdconvert.cli.project_defaults import current_project
from sdconvert.cli.proposal import table_width
from sdconvert.cli.run_log import RunLog
from sdconvert.cli.shared_command import SharedCommand
from sdconvert.cli.shared_options import json_option, state_option
from sdconvert.cli.skipped import check_documents, tell_of_skipped
from sdconvert.cli.stdio import DASH
from sdconvert.findings import Severity
from sdconvert.pictures.cache import keep_by_default
from sdconvert.stylemap.unused import UnusedRows

_INTERRUPTED = 130
_SECONDS_TO_TERMINATE = 5.0
_ENDING = b"\nEnding what is under way; press Ctrl-C again to stop at once.\n"
"""Written past the buffer of standard error: the signal may come while that is written to."""

_RUN_JSON = "run.json"
_PAGE = "report.html"


@click.command(cls=SharedCommand)
@plan_options
@ways_options
@baseline_options
@connection_options
@document_options
@sending_options
@click.pass_context
def run(ctx: click.Context, wanted: Wanted, ways: Ways, baseline: BaselineRun, sending: Sending) -> None:
    """Validate, convert and upload the documents that each SOURCE names: a file, a folder, a pattern, a URL of fsspec.

    Results are named after their sources, below DEST. What an earlier run did and nothing has changed since is not
    done again; a document that crashes, hangs or exhausts its worker twice is left, named, and the run goes on. Ctrl-C
    ends what is under way and stops; a second one stops at once. SIGTERM ends it too, and stops at once after five
    seconds. Run the same command again to go on.

    The journal, run.json and report.html are in DEST.batch.

    Exit code: 0 all fine, 1 some documents are not done, 2 the run could not begin.

    \b
    sdconvert batch run contracts/ -o packages --mapping mapping.json
    sdconvert batch run contracts/ -o packages --steps validate,convert,upload --profile live --group legal
    find . -name '*.docx' -print0 | sdconvert batch run --from-file - -o packages
    """
    planned = wanted.plan()
    if sending.connection.is_dry:
        _show_plan(planned, ways.folder(planned.destination), as_json=ways.as_json)
        return
    check_documents(bool(planned.items), wanted.fails_empty)
    pinned = baseline.pin()
    only = pinned.names(planned.destination, ways.state)
    ways = replace(ways, settings=replace(ways.settings, only=only, force=ways.settings.force or only is not None))
    begun: list[RunInfo] = []
    code = _go(planned, ways, sending, begun)
    ctx.exit(code or pinned.judge(planned.destination, begun[0].number, ways.folder(planned.destination), only))


@click.command(cls=SharedCommand)
@plan_options
@state_option
@json_option("`steps`, `destination`, `choices`, and `documents` with `name`, `source`, `output` and `state`")
def plan(wanted: Wanted, state: Path | None, as_json: bool) -> None:
    """Show what `batch run` would do with each document, and do nothing.

    The state of a document is what the journal says: new, begun where a step is missing, or how the last time ended.

    Exit code: 0, or 2 when it could not run.

    \b
    sdconvert batch plan contracts/ -o packages
    """
    planned = wanted.plan()
    _show_plan(planned, state or state_folder(planned.destination), as_json=as_json)
    tell_of_skipped(planned.skipped)
    check_documents(bool(planned.items), wanted.fails_empty)


@click.command(cls=SharedCommand)
@destination_argument
@ways_options
@connection_options
@document_options
@sending_options
@click.pass_context
def retry(ctx: click.Context, destination: str, ways: Ways, sending: Sending) -> None:
    """Do again what the last run into DEST did not bring to its end: what failed, and what it did not reach.

    Sources, steps, the options of the conversion and the list of --documents are those of that run. For uploads, name
    the connection, the group and what else documents are uploaded as again.

    Exit code: as `batch run`.

    \b
    sdconvert batch retry packages
    """
    with open_journal(destination, ways.state) as journal:
        last = find_run(journal, None)
        planned = plan_again(last.request, current_project().ignores)
        good = {outcome.name for outcome in journal.outcomes(last.number) if outcome.state.is_good}
    names = frozenset(item.name for item in planned.items) - good
    if not names:
        tell("Nothing to do again: every document of the last run is done.")
        return
    if sending.documents is None and "documents" in last.options:
        sending = replace(sending, documents=Path(last.options["documents"]))
    ctx.exit(_go(planned, replace(ways, settings=replace(ways.settings, only=names)), sending))


_PLAN = (Column("STATE"), Column("DOCUMENT", least=20), Column("OUTPUT", least=20))


def _show_plan(planned: Plan, folder: Path, *, as_json: bool) -> None:
    told = _as_dict(planned, folder)
    if as_json:
        echo_json(told)
        return
    rows = [[str(one["state"]), str(one["name"]), str(one["output"] or "")] for one in told["documents"]]
    for line in columns(_PLAN, rows, table_width()):
        echo(line)
    steps = ", ".join(planned.steps)
    choices = "".join(f"; {name}: {value}" for name, value in told["choices"].items() if name not in _HIDDEN_CHOICES)
    tell(f"{len(rows)} documents into {planned.destination}: {steps}{choices}")


_HIDDEN_CHOICES = ("limits", "mapping")


def _as_dict(planned: Plan, folder: Path) -> dict[str, Any]:
    known: dict[str, Outcome] = {}
    if (folder / NAME).exists():
        with Journal(folder) as journal:
            known = {item.name: found for item in planned.items if (found := journal.outcome(item.name)) is not None}
    documents = [
        {
            "name": item.name,
            "source": item.place,
            "output": planned.place(output) or None,
            "state": _state(known.get(item.name), planned.steps),
        }
        for item, output in zip(planned.items, planned.outputs, strict=True)
    ]
    options = sorted(planned.options.as_dict().items())
    return {
        "steps": list(planned.steps),
        "destination": planned.destination,
        "choices": {name: value for name, value in options if value not in (None, {})},
        "documents": documents,
        "skipped": [one._asdict() for one in planned.skipped],
    }


def _state(known: Outcome | None, steps: tuple[Step, ...]) -> str:
    if known is None:
        return "new"
    is_whole = all(known.step(step) is not None for step in steps)
    return str(known.state) if is_whole or not known.state.is_good else "begun"


# ---------------------------------------------------------------------------------------------------------- the run


def _go(planned: Plan, ways: Ways, sending: Sending, begun: list[RunInfo] | None = None) -> int:
    """Run a plan and report on it; the exit code. What is known of the run is put into `begun`."""
    begun = [] if begun is None else begun
    ways.check()
    keep_by_default()
    folder = ways.folder(planned.destination)
    stop = threading.Event()
    totals, unused = Totals(), UnusedRows()
    try:
        with ExitStack() as opened:
            opened.enter_context(_stop_on_signal(stop))
            cluster = opened.enter_context(ways.cluster())
            target = opened.enter_context(sending.target(planned)) if Step.UPLOAD in planned.steps else None
            log = opened.enter_context(RunLog(ways.log))
            progress = opened.enter_context(Progress(ways.progress))

            def begin(info: RunInfo) -> None:
                begun.append(info)
                progress.begin(info.planned)

            settings = ways.settings
            if cluster is not None:
                settings = replace(settings, workers=settings.workers or cluster.jobs)
            outcomes = run_batch(
                planned,
                folder=folder,
                executor=None if cluster is None else cluster.executor,
                settings=settings,
                target=target,
                on_begin=begin,
                stop=stop,
                notes=_describe_run(planned, ways, sending),
            )
            opened.callback(outcomes.close)
            for outcome in outcomes:
                totals.add(outcome)
                if (came := outcome.step(Step.CONVERT)) is not None and came.state.is_good:
                    unused.add(outcome.unused_rows)
                progress.tell(outcome)
                log.write(outcome)
    except KeyboardInterrupt:
        echo("", "Stopped at once. Run the same command again to go on.", err=True)
        sys.stderr.flush()
        os._exit(_INTERRUPTED)
    with Journal(folder) as journal:
        (info,) = (info for info in journal.runs() if info.number == begun[0].number)
        try:
            _write_reports(journal, info, folder, ways)
        finally:
            code = exit_code(info, totals) or int(_has_findings(totals, ways.fail_on))
            for finding in unused.findings():
                tell(str(finding))
            for line in (*ending(info, totals), last_line(info, totals)):
                echo(line, err=True) if code else tell(line)
    return code


def _has_findings(totals: Totals, threshold: Severity | None) -> bool:
    """Whether a document has one that reaches the threshold."""
    return threshold is not None and any(severity.reaches(threshold) for severity in totals.severities.elements())


@contextmanager
def _stop_on_signal(stop: threading.Event) -> Iterator[None]:
    """The first Ctrl-C lets what is under way come to its end, a second one stops. A request to terminate lets it have
    some seconds, since whoever makes it kills soon: what hangs on a server would take longer."""
    patience = threading.Timer(_SECONDS_TO_TERMINATE, _ask_main_thread)
    patience.daemon = True

    def ask(number: int, _frame: FrameType | None) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()
        if number == signal.SIGTERM:
            patience.start()
        with suppress(OSError):  # nobody listens: no reason to break what is under way
            os.write(sys.stderr.fileno(), _ENDING)

    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        patience.cancel()
        for number, handler in before.items():
            signal.signal(number, handler)


def _ask_main_thread() -> None:
    """Ask for the end once more, so that the main thread notices, whatever it waits for."""
    if hasattr(signal, "pthread_kill"):
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGTERM)
    else:
        _thread.interrupt_main(signal.SIGTERM)


def _describe_run(planned: Plan, ways: Ways, sending: Sending) -> dict[str, str]:
    """What the run was told, for a person; and for the next one, where its journal and its list of documents are."""
    values = sorted(planned.options.as_dict().items())
    told = {name: value for name, value in values if value not in (None, {}, "")}
    for name in ("mapping", "limits"):
        told.pop(name, None)
    shown = {name: value if isinstance(value, str) else json.dumps(value) for name, value in told.items()}
    mapping = planned.options.mapping
    if mapping is not None and mapping.rows:
        shown["mapping"] = f"{len(mapping.rows)} styles"
    settings = ways.settings
    shown |= {"timeout": f"{settings.limits.seconds:g} s", "memory": f"{settings.limits.memory} MB"}
    if ways.state is not None:
        shown["state"] = str(ways.state.absolute())
    if sending.documents is not None and Step.UPLOAD in planned.steps:
        shown["documents"] = str(sending.documents.absolute())
    return shown | ({"force": "yes"} if settings.force else {}) | ({"executor": ways.executor} if ways.executor else {})


def _write_reports(journal: Journal, info: RunInfo, folder: Path, ways: Ways) -> None:
    """The reports that every run leaves, and those asked for."""
    page = ways.reports["html"]
    wanted = [("json", folder / _RUN_JSON), ("html", folder / _PAGE if ways.writes_page else None)]
    for form, path in (*wanted, *ways.reports.items(), ("json", DASH if ways.as_json else None)):
        if path is not None:
            write_report(journal, info, form, path)
    if ways.writes_page or page is not None:
        tell(f"Report: {page or folder / _PAGE}")
