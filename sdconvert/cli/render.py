"""Findings as text for people and as JSON for machines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from sdconvert.cli.messages import is_quiet
from sdconvert.cli.output import echo, echo_json, json_text, style
from sdconvert.findings import Finding, Severity, severity_counts
from sdconvert.frozen import dataclass
from sdconvert.paths import Skipped

UNREADABLE, NOT_WRITTEN = "unreadable", "not written"
_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}


@dataclass(frozen=True, slots=True)
class FileOutcome:
    """What came of one input: its findings, or the error that says why there are none, and in a word what `failed`. A
    suppressed finding counts for nothing and stays visible with its reason."""

    name: str
    findings: tuple[Finding, ...] = ()
    error: str | None = None
    suppressed: tuple[tuple[Finding, str], ...] = ()
    failed: str = UNREADABLE

    def fails_at(self, threshold: Severity | None) -> bool:
        """Whether a finding is at or above the threshold; without one, none is."""
        return threshold is not None and any(finding.severity.reaches(threshold) for finding in self.findings)


def as_text(outcomes: Iterable[FileOutcome]) -> Iterator[str]:
    """The outcomes, one paragraph each; one line for an input without findings. Severities are coloured: `click.echo`
    takes the colours out where there is no terminal."""
    for outcome in outcomes:
        if outcome.error is not None:
            yield f"{outcome.name}: {style(outcome.failed, 'red')}: {outcome.error}"
        else:
            yield f"{outcome.name}: {counts_of([outcome])}"
            for finding in outcome.findings:
                yield from _finding_lines(finding)
            for finding, reason in outcome.suppressed:
                yield f"  suppressed {finding}"
                yield f"      reason: {reason}"


def counts_of(outcomes: Iterable[FileOutcome]) -> str:
    """How many findings of each severity there are, and how many that are suppressed."""
    told = list(outcomes)
    suppressed = sum(len(outcome.suppressed) for outcome in told)
    counts = severity_counts(finding for outcome in told for finding in outcome.findings)
    return f"{counts}, {suppressed} suppressed" if suppressed else counts


def _finding_lines(finding: Finding) -> Iterator[str]:
    severity = style(str(finding.severity), _COLOURS[finding.severity])
    yield f"  {severity} {finding.code.id}: {finding.message}"
    if finding.location is not None:
        yield f"      at {finding.location}"
    if finding.code.hint:
        yield f"      hint: {finding.code.hint}"


def _plural(count: int, forms: tuple[str, str]) -> str:
    return f"{count} {forms[count != 1]}"


def summary(outcomes: Sequence[FileOutcome]) -> str:
    """One line over all inputs: how many, how many are without findings, what was found, what could not be read."""
    unreadable = sum(outcome.error is not None for outcome in outcomes)
    with_findings = sum(bool(outcome.findings) for outcome in outcomes)
    clean = len(outcomes) - unreadable - with_findings
    suppressed = sum(len(outcome.suppressed) for outcome in outcomes)
    found = severity_counts(finding for outcome in outcomes for finding in outcome.findings)
    parts = [
        f"{clean} without findings" if clean else "",
        f"{with_findings} with {found}" if with_findings else "",
        f"{unreadable} unreadable" if unreadable else "",
        f"{suppressed} suppressed" if suppressed else "",
    ]
    return f"{_plural(len(outcomes), ('file', 'files'))}: {', '.join(filter(None, parts))}"


def as_dict(outcome: FileOutcome, **more: object) -> dict[str, object]:
    """An input as it stands in JSON among `files`, with what its command has to say `more` of it."""
    return {
        "file": outcome.name,
        **more,
        "error": outcome.error,
        "findings": [finding.as_dict() for finding in outcome.findings],
        **_suppressed_findings(outcome),
    }


def totals(outcomes: Sequence[FileOutcome]) -> dict[str, object]:
    """The `summary` that stands in JSON beside `files`."""
    counts = Counter(str(finding.severity) for outcome in outcomes for finding in outcome.findings)
    return {
        "files": len(outcomes),
        "failed": sum(outcome.error is not None for outcome in outcomes),
        "findings": {str(severity): counts[severity] for severity in Severity},
    }


def as_json(outcomes: Sequence[FileOutcome], skipped: Sequence[Skipped] = ()) -> str:
    """The complete machine form: every input with every finding, what of the sources was not taken, and the totals.
    Same input, same text."""
    return json_text(
        {
            "files": [as_dict(outcome) for outcome in outcomes],
            "skipped": [one._asdict() for one in skipped],
            "summary": totals(outcomes),
        }
    )


def show_one(outcome: FileOutcome, output: Path | None, *, as_json: bool, err: bool = False) -> None:
    """Print what came of one input: its findings, in JSON with where its result is; with -q no text without any, and
    none on standard error."""
    if as_json:
        place = None if output is None else str(output)
        echo_json({"files": [as_dict(outcome, output=place)], "summary": totals([outcome])})
    elif not is_quiet() or (outcome.findings and not err):
        echo(*as_text([outcome]), err=err)


def exit_code(outcomes: Sequence[FileOutcome], threshold: Severity | None) -> int:
    """2 where an input failed, 1 where findings reach the threshold, else 0."""
    if any(outcome.error is not None for outcome in outcomes):
        return 2
    return int(any(outcome.fails_at(threshold) for outcome in outcomes))


def _suppressed_findings(outcome: FileOutcome) -> dict[str, object]:
    if not outcome.suppressed:
        return {}
    return {"suppressed": [finding.as_dict() | {"reason": reason} for finding, reason in outcome.suppressed]}
