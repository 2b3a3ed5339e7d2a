"""Why a run ended as it did, in a few lines for whoever ran it."""

from __future__ import annotations

from collections.abc import Iterator

from sdconvert.batch.outcome import RunInfo, State
from sdconvert.batch.report.totals import OfCause, OfCode, Totals, by_cause, by_severity, not_reached, places_of
from sdconvert.batch.uploads import MOST_UNANSWERED, MOST_UNREACHABLE, UNREACHABLE
from sdconvert.codes import known_codes
from sdconvert.findings import Severity
from sdconvert.paths import skipped_lines

_MOST = 5


def ending(info: RunInfo, totals: Totals) -> Iterator[str]:
    """The lines before the last: the findings with the hint on the worst of them, each cause for which documents are
    not done, why no more were begun where it was the server, and what of the sources was not taken."""
    yield from _findings(totals)
    causes = by_cause(totals.causes)
    yield from (_line(state, cause) for (state, _, _), cause in causes[:_MOST])
    if causes[_MOST:]:
        rest = sum(cause.documents for _, cause in causes[_MOST:])
        others = f"{len(causes) - _MOST} other causes"
        yield f"{rest:,} more not done, for {others}: sdconvert batch status {places_of(info)}"
    yield from _server(info, totals)
    yield from skipped_lines(info.skipped)


def _findings(totals: Totals) -> Iterator[str]:
    """How many findings but infos there are, and the first of them with what to do."""
    told = [(id, of) for id, of in by_severity(totals.codes) if of.severity is not Severity.INFO]
    if not told:
        return
    counts = ", ".join(
        f"{totals.severities[severity]:,} {severity}{'s' * (totals.severities[severity] != 1)}"
        for severity in (Severity.ERROR, Severity.WARNING)
        if totals.severities[severity]
    )
    yield f"Findings: {counts}. The first of them: {_first(*told[0])}"


def _first(id: str, of: OfCode) -> str:
    code = known_codes().get(id)
    message = of.example.message if of.example is not None else ""
    hint = f" {code.hint}" if code is not None and code.hint else ""
    return f"{id}, {of.count:,} × in {_documents(of.documents)}: {message.rstrip('.')}.{hint}"


def _line(state: State, cause: OfCause) -> str:
    more = f" (and {cause.documents - 1:,} more)" if cause.documents > 1 else ""
    return f"{cause.documents:,} {state}: {cause.example_name}{more}: {cause.example}"


def _documents(count: int) -> str:
    return "1 document" if count == 1 else f"{count:,} documents"


def _server(info: RunInfo, totals: Totals) -> Iterator[str]:
    """Why no more documents were begun, where it was the server."""
    if not not_reached(info, totals):
        return
    unreachable = [of for cause, of in totals.causes.items() if cause.kind in UNREACHABLE]
    unanswered = [of for cause, of in totals.causes.items() if cause.state is State.UNKNOWN]
    for causes, most, words in (
        (unreachable, MOST_UNREACHABLE, "could not be reached"),
        (unanswered, MOST_UNANSWERED, "answered no upload"),
    ):
        if sum(of.documents for of in causes) >= most:
            yield f"No more documents were begun, since the server {words}: {causes[0].example}"
