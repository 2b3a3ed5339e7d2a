"""`sdconvert validate`: judge files of any format."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

import click

from sdconvert import sarif
from sdconvert.cli.baseline import AcceptedFinding, Baseline, load_baseline, save_baseline
from sdconvert.cli.finding_options import fail_on_option
from sdconvert.cli.for_import import OTHER_SUFFIXES, check_usage, judge_for_import
from sdconvert.cli.mapping_file import load_mapping
from sdconvert.cli.output import echo, unstyled
from sdconvert.cli.render import FileOutcome, as_json, as_text, summary
from sdconvert.cli.skipped import check_documents, fail_empty_option, tell_of_nothing, tell_of_skipped
from sdconvert.codes import known_codes
from sdconvert.errors import SdconvertError
from sdconvert.files import save
from sdconvert.findings import CODES, Finding, Severity
from sdconvert.judging import validate as judge
from sdconvert.paths import Skipped, find_documents
from sdconvert.pipeline import FORMATS
from sdconvert.recognition import FormatName
from sdconvert.sarif import SarifRow

_WORD = FORMATS[FormatName.DOCX].suffixes
_PAGES = (*FORMATS[FormatName.HTML].suffixes, ".xhtml")
_SUFFIXES = (".zip", ".sdox", "sd.xml", "parsx.xml", *_WORD, *_PAGES)


class _Judgement(NamedTuple):
    """An input with its findings: as they are shown, and as rows with their fingerprints."""

    outcome: FileOutcome
    rows: tuple[tuple[SarifRow, str], ...]


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(), metavar="PATH...")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "sarif"]),
    default="text",
    help="How to print findings; sarif is for code scanning.",
)
@fail_on_option()
@click.option(
    "--severity",
    "changes",
    multiple=True,
    metavar="CODE=LEVEL",
    help="Give the findings of a code another severity: error, warning or info.",
)
@click.option(
    "--baseline",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Accepted findings: they are shown and counted as suppressed, and fail nothing.",
)
@click.option(
    "--write-baseline",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write a baseline that accepts every finding at or above --fail-on, and keeps what --baseline has.",
)
@click.option("--reason", default="", help="Why they are accepted; needed by --write-baseline.")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Write the findings to this file.")
@click.option(
    "--for-import",
    is_flag=True,
    help="Say of each file whether SMASHDOCs takes it: yes, or no with the reasons. Exit code 1 for any no.",
)
@click.option(
    "--mapping",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="With --for-import: the style mapping that goes with Word files.",
)
@click.option(
    "--largest-upload",
    type=click.IntRange(1),
    metavar="BYTES",
    help="With --for-import: the size of the largest file that the service takes.",
)
@fail_empty_option
@click.pass_context
def validate(
    ctx: click.Context,
    paths: tuple[str, ...],
    form: str,
    fail_on: Severity,
    changes: tuple[str, ...],
    baseline: Path | None,
    write_baseline: Path | None,
    reason: str,
    output: Path | None,
    for_import: bool,
    mapping: Path | None,
    largest_upload: int | None,
    fails_empty: bool,
) -> None:
    """Judge SDXML packages, Word files, and HTML and parsX exports.

    An SDXML package (a zip, an unpacked folder, a bare sd.xml) is judged by the grammar and the rules around it, an
    HTML or parsX export by its rules and by what reading it would leave out or change. A Word file has to be intact and
    readable; what its reader has to leave out or change is shown. A folder that holds an sd.xml, a parsx.xml or a lone
    index.html is one export; in any other folder every .zip, .sdox, sd.xml, parsx.xml, .docx, .docm, .dotx, .dotm,
    .html, .htm and .xhtml is judged, what is not taken is named, and a folder that cannot be read is unreadable.

    Exit code: 0 fine, 1 findings at or above --fail-on, 2 something could not be read. With --for-import: 0 SMASHDOCs
    takes every file, 1 it does not take one.
    """
    if for_import:
        check_usage(ctx, form)
        stylemap = None if mapping is None else load_mapping(mapping)
        found = find_documents(paths, (*_SUFFIXES, *OTHER_SUFFIXES), _is_package)
        check_documents(bool(found.inputs), fails_empty)
        tell_of_skipped(found.skipped)
        tell_of_nothing(bool(found.inputs))
        code = judge_for_import([path for path, _ in found.inputs], stylemap, largest_upload, form, output)
        ctx.exit(2 if any(one.is_unread for one in found.skipped) else code)
    if mapping is not None or largest_upload is not None:
        raise click.UsageError("--mapping and --largest-upload are for --for-import.")
    if (write_baseline is None) != (not reason.strip()):
        raise click.UsageError("--write-baseline and --reason go together.")
    severities = _severities(changes)
    accepted = Baseline() if baseline is None else load_baseline(baseline)
    found = find_documents(paths, _SUFFIXES, _is_package)
    check_documents(bool(found.inputs), fails_empty)
    judged = [_judge(path, severities, accepted) for path, _ in found.inputs]
    judged += [_unreadable(Path(one.place), f"{one.reason}.") for one in found.skipped if one.is_unread]
    passed_over = [one for one in found.skipped if not one.is_unread]
    outcomes = [one.outcome for one in judged]
    report = _report(form, judged, passed_over)
    if output is not None:
        save(output, "".join(f"{unstyled(line)}\n" for line in report).encode())
    elif report:
        echo(*report)
    tell_of_skipped(passed_over)
    tell_of_nothing(bool(outcomes))
    if outcomes:
        echo(summary(outcomes), err=form != "text" and output is None)
    _tell_of_stale(accepted, judged)
    if write_baseline is not None:
        save_baseline(write_baseline, (*accepted.entries, *_entries(judged, fail_on, reason)))
        ctx.exit(_exit_code(outcomes, None))
    ctx.exit(_exit_code(outcomes, fail_on))


def _severities(changes: Iterable[str]) -> dict[str, Severity]:
    """Raises: UsageError for a code or a severity that does not exist."""
    severities: dict[str, Severity] = {}
    for change in changes:
        id, _, level = change.partition("=")
        if level not in list(Severity):
            raise click.UsageError(f"--severity {change}: give a code and one of {', '.join(Severity)}: CODE=warning.")
        if id not in known_codes():
            near = difflib.get_close_matches(id, known_codes(), n=3)
            raise click.UsageError(f"There is no code {id}." + (f" Near it are {', '.join(near)}." if near else ""))
        severities[id] = Severity(level)
    return severities


def _is_package(path: Path) -> bool:
    """Whether a folder is one export: it holds an sd.xml or a parsx.xml, or an index.html and nothing else to judge."""
    if (path / "sd.xml").is_file() or (path / "parsx.xml").is_file():
        return True
    return (path / "index.html").is_file() and not any(
        name.lower().endswith(_SUFFIXES) and name != "index.html" for name in os.listdir(path)
    )


def _judge(path: Path, severities: Mapping[str, Severity], baseline: Baseline) -> _Judgement:
    uri = sarif.uri(os.path.normpath(path), os.getcwd())
    try:
        findings = [_with_severity(finding, severities) for finding in judge(path)]
    except SdconvertError as error:
        return _unreadable(path, str(error))
    return _apply_baseline(str(path), findings, [_row(uri, finding) for finding in findings], baseline)


def _unreadable(path: Path, reason: str) -> _Judgement:
    finding = Finding(sarif.UNREADABLE, None, {"reason": reason})
    row = _row(sarif.uri(os.path.normpath(path), os.getcwd()), finding)
    return _Judgement(FileOutcome(str(path), error=reason), tuple(sarif.with_fingerprints([row])))


def _with_severity(finding: Finding, severities: Mapping[str, Severity]) -> Finding:
    severity = severities.get(finding.code.id, finding.severity)
    return finding if severity is finding.severity else replace(finding, code=replace(finding.code, severity=severity))


def _row(uri: str, finding: Finding) -> SarifRow:
    return sarif.row(uri, finding.code.id, finding.severity, finding.message, finding.location)


def _apply_baseline(name: str, findings: list[Finding], rows: list[SarifRow], baseline: Baseline) -> _Judgement:
    """The findings, those that the baseline accepts apart from the others."""
    known = [
        (row._replace(reason=baseline.reason(row, print_)), print_) for row, print_ in sarif.with_fingerprints(rows)
    ]
    pairs = list(zip(findings, (row.reason for row, _ in known), strict=True))
    standing = tuple(finding for finding, reason in pairs if reason is None)
    suppressed = tuple((finding, reason) for finding, reason in pairs if reason is not None)
    return _Judgement(FileOutcome(name, standing, suppressed=suppressed), tuple(known))


def _report(form: str, judged: list[_Judgement], passed_over: Sequence[Skipped]) -> list[str]:
    outcomes = [one.outcome for one in judged]
    if form == "json":
        return as_json(outcomes, passed_over).split("\n")
    if form == "text":
        return list(as_text(outcomes))
    invocation = {"executionSuccessful": all(outcome.error is None for outcome in outcomes)}
    rows = (row for one in judged for row, _ in one.rows)
    return "".join(sarif.log(rows, version("sdconvert"), invocation, CODES)).rstrip("\n").split("\n")


def _tell_of_stale(baseline: Baseline, judged: list[_Judgement]) -> None:
    uris = [sarif.uri(os.path.normpath(one.outcome.name), os.getcwd()) for one in judged]
    for entry in baseline.stale(uris):
        echo(f"The baseline accepts {entry.code} in {entry.file}, which is no longer found.", err=True)


def _entries(judged: list[_Judgement], threshold: Severity, reason: str) -> Iterator[AcceptedFinding]:
    for one in judged:
        for row, fingerprint in one.rows:
            if one.outcome.error is None and row.reason is None and row.severity.reaches(threshold):
                yield AcceptedFinding(row.uri, row.code, reason, fingerprint, row.message)


def _exit_code(outcomes: list[FileOutcome], threshold: Severity | None) -> int:
    if any(outcome.error is not None for outcome in outcomes):
        return 2
    return int(threshold is not None and any(outcome.fails_at(threshold) for outcome in outcomes))
