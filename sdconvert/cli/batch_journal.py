"""`sdconvert batch status`, `why` and `report`: what the journal of a destination says."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any
from unicodedata import normalize

import click

from sdconvert.batch.journal import NAME, Journal
from sdconvert.batch.kept import PastStep
from sdconvert.batch.lock import is_at_work
from sdconvert.batch.outcome import Outcome, RunInfo, Step, as_dict
from sdconvert.batch.report.html_report import Outcomes, write_page
from sdconvert.batch.report.json_report import write_json
from sdconvert.batch.report.junit import junit as junit_report
from sdconvert.batch.report.sarif import sarif as sarif_report
from sdconvert.batch.report.totals import Totals, exit_code, last_line, places_of
from sdconvert.batch.storage import state_folder
from sdconvert.cli.messages import tell
from sdconvert.cli.output import echo, echo_json, echo_result
from sdconvert.cli.shared_command import SharedCommand
from sdconvert.cli.shared_options import (
    html_option,
    json_option,
    junit_option,
    output_option,
    sarif_option,
    state_option,
)
from sdconvert.cli.stdio import DASH, check_stdout, name_of_output, write_json_by, write_result
from sdconvert.errors import BadConfiguration
from sdconvert.files import remove_parts
from sdconvert.paths import skipped_lines
from sdconvert.sarif import repository_root

_SHOWN = 20
destination_argument = click.argument("destination", type=click.Path(readable=False), metavar="DEST")
_run_option = click.option("--run", "number", type=click.IntRange(1), metavar="N", help="A run.  [default: the last]")


def open_journal(destination: str, state: Path | None) -> Journal:
    """The journal of a destination that was run into. Raises: BadConfiguration where there is none."""
    folder = state or state_folder(destination)
    if not (folder / NAME).exists():
        raise BadConfiguration(f"No batch was run into {destination}: there is no {folder / NAME}.")
    return Journal(folder)


def find_run(journal: Journal, number: int | None) -> RunInfo:
    """The run of this number, the last without. Raises: BadConfiguration where there is none."""
    runs = journal.runs()
    if not runs:
        raise BadConfiguration("No run was ever begun here.")
    if number is None:
        return runs[-1]
    found = next((info for info in runs if info.number == number), None)
    if found is None:
        raise BadConfiguration(f"There is no run {number}; there are 1 to {runs[-1].number}.")
    return found


@click.command(cls=SharedCommand)
@destination_argument
@state_option
@json_option("what run.json beside the journal has: `run`, `totals` and `documents`")
@click.pass_context
def status(ctx: click.Context, destination: str, state: Path | None, as_json: bool) -> None:
    """Show the runs into DEST, what came of the last one, and which documents are not done.

    Exit code: that of the last run, 1 while it is at work.

    \b
    sdconvert batch status packages
    """
    with open_journal(destination, state) as journal, journal.snapshot():
        info = find_run(journal, None)
        if as_json:
            ctx.exit(exit_code(info, write_json(info, journal.outcomes(info.number), echo_result)))
        ends = journal.ends(info.number, _SHOWN)
        totals = Totals.of_ends(ends)
        bad = list(journal.outcomes(info.number, only=ends.bad))
        is_running = info.ended is None and is_at_work(journal.path.parent)
        for line in (*_run_lines(journal.runs(), info, totals, is_running), *_bad_lines(info, totals, bad)):
            echo(line)
    ctx.exit(exit_code(info, totals))


def _bad_lines(info: RunInfo, totals: Totals, bad: list[Outcome]) -> Iterator[str]:
    yield from (f"  {outcome.state:<8} {outcome.name}: {outcome.error}" for outcome in bad)
    rest = totals.documents - totals.good - len(bad)
    if rest:
        yield f"  and {rest:,} more: sdconvert batch report {places_of(info)}"


def _run_lines(runs: Iterable[RunInfo], info: RunInfo, totals: Totals, is_running: bool) -> Iterator[str]:
    for one in runs:
        is_this = is_running and one.number == info.number
        ended = _DURATION_OPEN[is_this] if one.ended is None else f"{one.ended - one.started:.0f} s"
        yield f"run {one.number}: {_time(one.started)}, {one.planned:,} documents, {', '.join(one.steps)}, {ended}"
    yield ""
    yield from skipped_lines(info.skipped)
    ended_so_far = f"At work: {totals.documents:,} of {info.planned:,} ended, {totals.good:,} of them done."
    yield ended_so_far if is_running else last_line(info, totals)


@click.command(cls=SharedCommand)
@destination_argument
@click.argument("path")
@state_option
@json_option("`name`, `source`, `state`, `error` and `steps` with `step`, `state`, `output`, `findings` …")
def why(destination: str, path: str, state: Path | None, as_json: bool) -> None:
    """Show what came of the document PATH in DEST: each step, when and how often it was done, and every finding.

    PATH is its name in the batch, its source or its result; the end of any of them does.

    Exit code: 0, or 2 when it is not known.

    \b
    sdconvert batch why packages 2024/contract.docx
    """
    with open_journal(destination, state) as journal:
        name = _find(journal, path)
        outcome = journal.outcome(name)
        past = journal.past(name)
    if outcome is None:
        raise BadConfiguration(f"{name} was not done by any run.")
    if as_json:
        echo_json(as_dict(outcome))
        return
    for line in _why_lines(outcome, past):
        echo(line)


def _find(journal: Journal, path: str) -> str:
    """The name of the one document that the path is the end of. Raises: BadConfiguration."""
    if journal.outcome(path) is not None:
        return path
    wanted = normalize("NFC", str(Path(path)).strip("/"))
    found = [name for name, source in journal.sources() if _ends(name, wanted) or _ends(source, wanted)]
    found = found or list(dict.fromkeys(name for name, output in journal.outputs() if _ends(output, wanted)))
    if len(found) == 1:
        return found[0]
    if not found:
        raise BadConfiguration(f"No document of the batch is called {path}.{_near(journal, wanted)}")
    shown = ", ".join(found[:5]) + (" …" if len(found) > 5 else "")
    raise BadConfiguration(f"{path} may be {len(found)} documents: {shown}")


def _near(journal: Journal, wanted: str) -> str:
    """A sentence about names that contain what was wanted, empty where there are none."""
    near = [name for name, _ in journal.sources() if wanted.casefold() in name.casefold()]
    return f" Near it: {', '.join(near[:5])}{' …' if len(near) > 5 else ''}" if near else ""


def _ends(place: str, wanted: str) -> bool:
    """Whether a place ends in what is wanted, however its letters are composed."""
    place = normalize("NFC", place)
    return place.strip("/") == wanted or place.endswith(f"/{wanted}")


def _why_lines(outcome: Outcome, past: dict[Step, PastStep]) -> Iterator[str]:
    yield f"{outcome.name}: {outcome.state}"
    yield f"  source     {outcome.source} ({outcome.size:,} bytes, sha256 {outcome.content_hash[:16] or 'unknown'})"
    for step in outcome.steps:
        known = past[step.step]
        yield ""
        yield f"  {step.step}: {known.outcome.state} in run {known.run}, {_time(known.ended)}, {step.seconds:.2f} s"
        yield from (f"    {name:<9} {value}" for name, value in _facts(known) if value)
        for found in sorted(step.findings, key=lambda found: found.severity.rank):
            place = f" ({found.place})" if found.place else ""
            yield f"    {found.severity} {found.code}: {found.message}{place}"
        rest = sum(step.counts.values()) - len(step.findings)
        if rest:
            yield f"    and {rest:,} more findings"


def _facts(past: PastStep) -> Iterator[tuple[str, Any]]:
    step = past.outcome
    yield "error", step.error
    yield "output", step.output
    yield "document", step.document_id + (" (it was there already)" if step.was_adopted else "")
    yield "lost", ", ".join(f"{count:,} {kind}" for kind, count in step.lost.items())
    yield "done", f"{past.times} times" if past.times > 1 else ""
    yield "by", f"sdconvert {past.version}, options {past.options_hash}"


@click.command(cls=SharedCommand)
@destination_argument
@output_option("Write to this file what --json prints; - is standard output.")
@_run_option
@state_option
@html_option("the report")
@junit_option
@sarif_option
@json_option("what run.json beside the journal has: `run`, `totals` and `documents`")
def report(
    destination: str,
    output: Path | None,
    number: int | None,
    state: Path | None,
    page: Path | None,
    junit: Path | None,
    sarif: Path | None,
    as_json: bool,
) -> None:
    """Write the report of a run into DEST: as a page for people, or as JSON, JUnit or SARIF for machines.

    Where none is asked for, the page is report.html beside the journal.

    Exit code: 0, or 2 when there is no such run.

    \b
    sdconvert batch report packages
    sdconvert batch report packages --run 2 --junit junit.xml --sarif run.sarif
    """
    check_stdout(DASH if as_json else output, page, junit, sarif)
    with open_journal(destination, state) as journal:
        info = find_run(journal, number)
        wanted = [("html", page), ("junit", junit), ("sarif", sarif), ("json", output)]
        if not as_json and all(target is None for _, target in wanted):
            wanted = [("html", journal.path.parent / "report.html")]
        for form, target in (*wanted, ("json", DASH if as_json else None)):
            if target is not None:
                write_report(journal, info, form, target)
                tell(name_of_output(target))


def write_report(journal: Journal, info: RunInfo, form: str, target: Path) -> None:
    """Write the report of a run in one of its forms, as it is at one moment. Raises: OutputRefused."""
    outcomes = partial(journal.outcomes, info.number)
    if target != DASH:
        remove_parts(target.parent, [target.name], of_the_dead=True)
    with journal.snapshot():
        match form:
            case "html":
                _write_page(info, outcomes, target)
            case "json":
                write_json_by(target, lambda write: write_json(info, outcomes(), write))
            case "junit":
                write_result(target, junit_report(info, outcomes()))
            case _:
                write_result(target, "".join(sarif_report(info, outcomes(), repository_root(), tell)).encode())


def _write_page(info: RunInfo, outcomes: Outcomes, target: Path) -> None:
    """The page is written piece by piece, so that for standard output it is a file first."""
    if target != DASH:
        write_page(info, outcomes, target)
        return
    with tempfile.TemporaryDirectory(prefix="sdconvert-") as folder:
        file = Path(folder, "report.html")
        write_page(info, outcomes, file)
        write_result(target, file.read_bytes())


_DURATION_OPEN = {True: "at work", False: "not ended: killed, or stopped at once"}


def _time(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M:%S")
