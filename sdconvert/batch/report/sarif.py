"""A run for code scanning, as SARIF 2.1.0: each finding is a result at its document."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from sdconvert.batch.outcome import FindingRow, Outcome, RunInfo, State
from sdconvert.batch.report.json_report import iso_time
from sdconvert.batch.report.totals import severity_of
from sdconvert.codes import known_codes
from sdconvert.findings import Code, Severity
from sdconvert.paths import Skipped
from sdconvert.patterns import compile_late
from sdconvert.sarif import SarifRow, log, uri

_NOT_DONE = {
    State.FAILED: Code("document-failed", Severity.ERROR, "The document could not be worked on."),
    State.POISON: Code("document-poison", Severity.ERROR, "The document crashed, hung or exhausted its worker, twice."),
    State.UNKNOWN: Code("document-unknown", Severity.ERROR, "Nobody knows whether the server took the document."),
}
_MOVES = compile_late(r", paragraph \d+|\[\d+\]")


def sarif(
    info: RunInfo, outcomes: Iterable[Outcome], root: str = "", on_fold: Callable[[str], None] = lambda told: None
) -> Iterator[str]:
    """The run as the pieces of a SARIF log, as `sdconvert.sarif.log` makes it. Documents in the folder `root` are named
    relative to it, as code scanning wants it: give the root of the repository. A document that is not done is a result
    of its own.
    """
    rows = (row for outcome in outcomes for row in _rows(outcome, root))
    codes = known_codes() | {code.id: code for code in _NOT_DONE.values()}
    yield from log(rows, info.version, _invocation(info), codes, on_fold)


def _invocation(info: RunInfo) -> dict[str, Any]:
    ended = {} if info.ended is None else {"endTimeUtc": iso_time(info.ended)}
    told = {"toolExecutionNotifications": [_notification(one) for one in info.skipped]} if info.skipped else {}
    return {"executionSuccessful": info.ended is not None, "startTimeUtc": iso_time(info.started), **ended, **told}


def _notification(skipped: Skipped) -> dict[str, Any]:
    text = f"{'Not read' if skipped.is_unread else 'Not taken'}: {skipped.place}: {skipped.reason}."
    return {"level": "error" if skipped.is_unread else "note", "message": {"text": text}}


def _rows(outcome: Outcome, root: str) -> Iterator[SarifRow]:
    where = uri(outcome.source or outcome.name, root)
    for found, times in _findings(outcome):
        part = found.place.partition(",")[0]
        row = SarifRow(
            where, found.code, found.severity, found.message, found.place, part, found.paragraph, times=times
        )
        yield row._replace(known_by=_MOVES.sub("", found.place))


def _findings(outcome: Outcome) -> Iterator[tuple[FindingRow, int]]:
    """The reason why a document is not done, each finding, and for each code those that are counted but not kept."""
    if not outcome.state.is_good:
        yield FindingRow(_NOT_DONE[outcome.state].id, Severity.ERROR, outcome.error or str(outcome.state)), 1
    rest = outcome.counts
    examples: dict[str, FindingRow] = {}
    for step in outcome.steps:
        for found in step.findings:
            rest[found.code] -= 1
            examples[found.code] = found
            yield found, 1
    for code, count in sorted(rest.items()):
        if count > 0:
            severity = severity_of(code, examples.get(code))
            yield FindingRow(code, severity, f"{count:,} more findings of this kind are counted but not listed."), count
