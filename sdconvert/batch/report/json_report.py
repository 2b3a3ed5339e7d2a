"""A run for machines: `run.json` as a whole, and one line of JSON for each document while the run goes on."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from sdconvert.batch.outcome import Outcome, RunInfo, as_json
from sdconvert.batch.report.totals import Totals, by_cause, by_kind, by_severity, exit_code, last_line, not_reached

_PIECE = 1 << 20
_AT_ONCE = 100
FORMAT = 1
"""The version of the shape of `run.json`; it goes up when a reader of the old shape would misread the new one."""


def log_line(outcome: Outcome) -> str:
    """Everything about a document but its preview, as JSON on one line without its end, in ASCII."""
    return as_json(outcome)


def write_json(info: RunInfo, outcomes: Iterable[Outcome], write: Callable[[str], object]) -> Totals:
    """Write the run as one JSON object in ASCII: `run`, `totals`, and `documents` in the order of `outcomes`, one on
    each line; its totals. The documents are looked at once, and wait in a file for the totals that stand before them.
    """
    totals = Totals()
    with tempfile.TemporaryFile() as waiting:
        separator = "\n"
        for lines in _batched(_count_in(totals, outcomes), _AT_ONCE):
            waiting.write((separator + ",\n".join(lines)).encode("ascii"))
            separator = ",\n"
        write(f'{{"format": {FORMAT},\n"run": {json.dumps(run_as_dict(info))},\n')
        write(f'"totals": {json.dumps(totals_as_dict(info, totals))},\n"documents": [')
        waiting.seek(0)
        while piece := waiting.read(_PIECE):
            write(piece.decode("ascii"))
    write("\n]}\n")
    return totals


def _count_in(totals: Totals, outcomes: Iterable[Outcome]) -> Iterator[str]:
    for outcome in outcomes:
        totals.add(outcome)
        yield log_line(outcome)


def _batched(lines: Iterable[str], number: int) -> Iterator[list[str]]:
    remaining = iter(lines)
    while some := list(islice(remaining, number)):
        yield some


def run_as_dict(info: RunInfo) -> dict[str, Any]:
    """What is known of the run beside its documents, ready for JSON; times as in ISO 8601, in UTC."""
    skipped = [one._asdict() for one in info.skipped]
    times = {"started": iso_time(info.started), "ended": info.ended and iso_time(info.ended)}
    return asdict(info) | times | {"skipped": skipped}


def iso_time(seconds: float) -> str:
    """A time since 1970 as in ISO 8601, in UTC, to the second."""
    return datetime.fromtimestamp(int(seconds), UTC).isoformat().replace("+00:00", "Z")


def totals_as_dict(info: RunInfo, totals: Totals) -> dict[str, Any]:
    """The sums of a run, ready for JSON."""
    return {
        "last_line": last_line(info, totals),
        "exit_code": exit_code(info, totals),
        "documents": totals.documents,
        "not_reached": not_reached(info, totals),
        "states": dict(sorted(totals.states.items())),
        "seconds": totals.seconds,
        "size": totals.size,
        "severities": dict(sorted(totals.severities.items())),
        "codes": {
            code: {"severity": of.severity, "count": of.count, "documents": of.documents}
            for code, of in by_severity(totals.codes)
        },
        "steps": {
            step: {"states": dict(sorted(of.states.items())), "seconds": of.seconds, "adopted": of.adopted}
            for step, of in sorted(totals.steps.items())
        },
        "causes": [
            {
                "state": cause.state,
                "error_kind": cause.kind,
                "documents": of.documents,
                "error": of.example,
                "example": of.example_name,
            }
            for cause, of in by_cause(totals.causes)
        ],
        "content": {kind: {"read": read, "lost": lost} for kind, read, lost in by_kind(totals.read, totals.lost)},
        "slowest": [{"name": one.name, "seconds": one.seconds} for one in totals.slowest],
        "worst": [{"name": one.name, "errors": one.errors, "lost": one.lost} for one in totals.worst],
    }
