"""`sdconvert validate`: judge files of any format."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from sdconvert import sarif as sarif_log
from sdconvert.archive import Limits
from sdconvert.batch.scheduler import NoResult, Workers, schedule
from sdconvert.cli.baseline import AcceptedFinding, Baseline, load_baseline, save_baseline
from sdconvert.cli.completers import complete_severities
from sdconvert.cli.for_import import OTHER_SUFFIXES, check_usage, judge_for_import
from sdconvert.cli.limit_options import limit_options, limits_from
from sdconvert.cli.lists import read_lists
from sdconvert.cli.mapping_file import load_mapping
from sdconvert.cli.messages import is_quiet, tell
from sdconvert.cli.progress import progress_of
from sdconvert.cli.project_defaults import current_project
from sdconvert.cli.render import FileOutcome, as_text, exit_code, summary
from sdconvert.cli.render import as_json as render_json
from sdconvert.cli.shared_command import SharedCommand
from sdconvert.cli.shared_options import (
    fail_on_option,
    jobs_option,
    json_option,
    list_option,
    mapping_option,
    output_option,
    progress_option,
    sarif_option,
)
from sdconvert.cli.skipped import check_documents, fail_empty_option, tell_of_nothing, tell_of_skipped
from sdconvert.cli.stdio import DASH, check_stdin, check_stdout, name_of_source, source_at, write_lines, write_result
from sdconvert.faults import reporting_faults
from sdconvert.files import load, with_name
from sdconvert.findings import Finding, Severity
from sdconvert.ignores import Ignores
from sdconvert.judging import validate as judge
from sdconvert.late import call_late
from sdconvert.paths import Found, FoundInput, Skipped, find_documents
from sdconvert.pipeline import FORMATS
from sdconvert.recognition import FormatName
from sdconvert.sarif import SarifRow
from sdconvert.suggestions import did_you_mean

if TYPE_CHECKING:
    from importlib.metadata import version

    from sdconvert.codes import known_codes
else:
    known_codes = call_late("sdconvert.codes", "known_codes")
    version = call_late("importlib.metadata", "version")


_WORD = FORMATS[FormatName.DOCX].suffixes
_PAGES = (*FORMATS[FormatName.HTML].suffixes, ".xhtml")
_SUFFIXES = (".zip", ".sdox", "sd.xml", "parsx.xml", *_WORD, *_PAGES)


class _Judgement(NamedTuple):
    """An input with its findings: as they are shown, and as rows with their fingerprints."""

    outcome: FileOutcome
    rows: tuple[tuple[SarifRow, str], ...]


class _Job(NamedTuple):
    """An input to judge, and what it may hold; of standard input, which is read once, its bytes."""

    path: Path
    limits: Limits
    data: bytes | None = None


@click.command(cls=SharedCommand)
@click.argument("paths", nargs=-1, type=click.Path(), metavar="[PATH]...")
@output_option("Write the findings to this file; - is standard output.  [default: -]")
@list_option
@fail_empty_option
@fail_on_option()
@click.option(
    "--severity",
    "changes",
    multiple=True,
    metavar="CODE=LEVEL",
    shell_complete=complete_severities,
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
@click.option(
    "--for-import",
    is_flag=True,
    help="Say of each file whether SMASHDOCs takes it: yes, or no with the reasons. Exit code 1 for any no.",
)
@mapping_option("With --for-import: the style mapping that goes with Word files.")
@click.option(
    "--largest-upload",
    type=click.IntRange(1),
    metavar="BYTES",
    help="With --for-import: the size of the largest file that the service takes.",
)
@limit_options
@jobs_option("1, which needs no process")
@progress_option
@sarif_option
@json_option("`files` with `file`, `error`, `findings` and `suppressed`; `summary`")
@click.pass_context
def validate(
    ctx: click.Context,
    paths: tuple[str, ...],
    output: Path | None,
    lists: tuple[str, ...],
    fails_empty: bool,
    fail_on: Severity | None,
    changes: tuple[str, ...],
    baseline: Path | None,
    write_baseline: Path | None,
    reason: str,
    for_import: bool,
    mapping: Path | None,
    largest_upload: int | None,
    max_size: int | None,
    max_ratio: int,
    max_members: int,
    jobs: int | None,
    progress: str,
    sarif: Path | None,
    as_json: bool,
) -> None:
    """Judge SDXML packages, Word files, and HTML and parsX exports.

    An SDXML package (a zip, an unpacked folder, a bare sd.xml) is judged by the grammar and the rules around it, an
    HTML or parsX export by its rules and by what reading it would leave out or change. A Word file has to be intact and
    readable; what its reader has to leave out or change is shown. A folder that holds an sd.xml, a parsx.xml or a lone
    index.html is one export; in any other folder every .zip, .sdox, sd.xml, parsx.xml, .docx, .docm, .dotx, .dotm,
    .html, .htm and .xhtml is judged, what is not taken is named, and a folder that cannot be read is unreadable.

    PATH may be - for standard input.

    Exit code: 0 fine, 1 findings at or above --fail-on, 2 something could not be read.
    With --for-import: 0 SMASHDOCs takes every file, 1 it does not take one.

    \b
    sdconvert validate packages/
    sdconvert validate packages/ --json -o findings.json
    sdconvert validate contract.docx --for-import
    """
    check_stdin(*paths, *lists)
    check_stdout(DASH if output is None and as_json else output, sarif)
    named = (*paths, *read_lists(lists))
    if for_import:
        check_usage(ctx, sarif)
        stylemap = None if mapping is None else load_mapping(mapping)
        found = _find_inputs(named, (*_SUFFIXES, *OTHER_SUFFIXES))
        check_documents(bool(found.inputs), fails_empty)
        tell_of_skipped(found.skipped)
        tell_of_nothing(bool(found.inputs))
        files = [path for path, _ in found.inputs]
        limits = limits_from(max_size, max_ratio, max_members)
        code = judge_for_import(files, stylemap, largest_upload, limits, output, as_json=as_json)
        ctx.exit(2 if any(one.is_unread for one in found.skipped) else code)
    if mapping is not None or largest_upload is not None:
        raise click.UsageError("--mapping and --largest-upload are for --for-import.")
    if (write_baseline is None) != (not reason.strip()):
        raise click.UsageError("--write-baseline and --reason go together.")
    severities = _severities(changes)
    accepted = Baseline() if baseline is None else load_baseline(baseline)
    limits = limits_from(max_size, max_ratio, max_members)
    found = _find_inputs(named, _SUFFIXES)
    check_documents(bool(found.inputs), fails_empty)
    todo = [_job(path, limits) for path, _ in found.inputs]
    judged = [_judge(path, came, severities, accepted) for path, came in _find_all(todo, jobs or 1, progress)]
    judged += [_unreadable(one.place, f"{one.reason}.") for one in found.skipped if one.is_unread]
    passed_over = [one for one in found.skipped if not one.is_unread]
    outcomes = [one.outcome for one in judged]
    if sarif is not None:
        write_result(sarif, _sarif_log(judged).encode())
    if output is not None or sarif != DASH:
        _write_findings(output, outcomes, passed_over, as_json=as_json)
    tell_of_skipped(passed_over)
    tell_of_nothing(bool(outcomes))
    if outcomes:
        tell(summary(outcomes))
    _tell_of_stale(accepted, judged)
    if write_baseline is not None:
        save_baseline(write_baseline, (*accepted.entries, *_entries(judged, fail_on, reason)))
        ctx.exit(exit_code(outcomes, None))
    ctx.exit(exit_code(outcomes, fail_on))


def _find_inputs(arguments: Sequence[str], suffixes: tuple[str, ...]) -> Found:
    """Raises: click.UsageError when there is nothing to judge, and as `find_documents`."""
    if not arguments:
        raise click.UsageError("Name what to judge: PATH, or a list with --from-file.")
    found = find_documents([one for one in arguments if one != str(DASH)], suffixes, _is_package)
    given = (FoundInput(DASH, DASH),) if str(DASH) in arguments else ()
    return Found((*given, *found.inputs), found.skipped)


def _find_all(todo: list[_Job], workers: int, progress: str) -> Iterator[tuple[Path, tuple[Finding, ...] | NoResult]]:
    """The findings of each input, in the order of the inputs, or why there are none."""
    found = {}
    with progress_of(len(todo), "Validating", progress) as advance:
        for number, (job, came) in enumerate(_find_each(todo, workers), 1):
            found[job.path] = came
            advance(number, str(job.path))
    return ((job.path, found[job.path]) for job in todo)


def _job(path: Path, limits: Limits) -> _Job:
    return _Job(path, limits, load(source_at(path, limits)) if path == DASH else None)


def _find_each(todo: list[_Job], workers: int) -> Iterator[tuple[_Job, tuple[Finding, ...] | NoResult]]:
    """The findings of each input as they come, or why there are none."""
    number = 0 if workers == 1 or len(todo) == 1 else workers
    with closing(schedule(_findings, todo, Workers(number))) as results:
        yield from results


def _write_findings(
    output: Path | None, outcomes: list[FileOutcome], passed_over: Sequence[Skipped], *, as_json: bool
) -> None:
    """Findings as text or JSON; with -q, of those inputs only that have some."""
    if as_json:
        write_result(output, f"{render_json(outcomes, passed_over)}\n".encode())
        return
    shown = [one for one in outcomes if one.findings or one.error is not None or not is_quiet()]
    write_lines(output, as_text(shown))


def _severities(changes: Iterable[str]) -> dict[str, Severity]:
    """Raises: UsageError for a code or a severity that does not exist."""
    severities: dict[str, Severity] = {}
    for change in changes:
        id, _, level = change.partition("=")
        if level not in list(Severity):
            hint = did_you_mean(level, Severity) if level else ""
            raise click.UsageError(
                f"--severity {change!r}: give a code and one of {', '.join(Severity)}: CODE=warning.{hint}"
            )
        if id not in known_codes():
            raise click.UsageError(f"There is no code {id!r}.{did_you_mean(id, known_codes())}")
        severities[id] = Severity(level)
    return severities


def _is_package(path: Path) -> bool:
    """Whether a folder is one export: it holds an sd.xml or a parsx.xml, or an index.html and nothing else to judge."""
    if (path / "sd.xml").is_file() or (path / "parsx.xml").is_file():
        return True
    return (path / "index.html").is_file() and not any(
        name.lower().endswith(_SUFFIXES) and name != "index.html" for name in os.listdir(path)
    )


def _judge(
    path: Path, found: tuple[Finding, ...] | NoResult, severities: Mapping[str, Severity], baseline: Baseline
) -> _Judgement:
    name = name_of_source(path)
    uri = _uri(name)
    if isinstance(found, NoResult):
        return _unreadable(name, found.reason)
    findings = [_with_severity(finding, severities) for finding in found]
    ignores = current_project().ignores.of(path)
    return _accept(name, findings, [_row(uri, finding) for finding in findings], baseline, ignores)


def _unreadable(name: str, reason: str) -> _Judgement:
    row = _row(_uri(name), Finding(sarif_log.UNREADABLE, None, {"reason": reason}))
    return _Judgement(FileOutcome(name, error=reason), tuple(sarif_log.with_fingerprints([row])))


def _uri(name: str, root: str = "") -> str:
    """The URI of a file: as a baseline names it, from where we are, or as code scanning does, from a root."""
    path = os.path.normpath(name)
    if not root or name == name_of_source(DASH):
        return sarif_log.uri(path, os.getcwd())
    return sarif_log.uri(os.path.join(os.getcwd(), path), root)


def _findings(job: _Job) -> tuple[Finding, ...]:
    """Raises: UnreadableInput, UnsafeInput."""
    source = job.path if job.data is None else with_name(job.data, name_of_source(job.path))
    return reporting_faults(judge)(source, job.limits)


def _with_severity(finding: Finding, severities: Mapping[str, Severity]) -> Finding:
    severity = severities.get(finding.code.id, finding.severity)
    return finding if severity is finding.severity else replace(finding, code=replace(finding.code, severity=severity))


def _row(uri: str, finding: Finding) -> SarifRow:
    return sarif_log.row(uri, finding.code.id, finding.severity, finding.message, finding.location)


def _accept(
    name: str, findings: list[Finding], rows: list[SarifRow], baseline: Baseline, ignores: Ignores
) -> _Judgement:
    """The findings, those that the baseline accepts or the project ignores apart from the others."""
    known = [
        (row._replace(reason=baseline.reason(row, print_) or ignores.reason(row.code)), print_)
        for row, print_ in sarif_log.with_fingerprints(rows)
    ]
    pairs = list(zip(findings, (row.reason for row, _ in known), strict=True))
    standing = tuple(finding for finding, reason in pairs if reason is None)
    suppressed = tuple((finding, reason) for finding, reason in pairs if reason is not None)
    return _Judgement(FileOutcome(name, standing, suppressed=suppressed), tuple(known))


def _sarif_log(judged: list[_Judgement]) -> str:
    invocation = {"executionSuccessful": all(one.outcome.error is None for one in judged)}
    root = sarif_log.repository_root()
    named = ((one.rows, _uri(one.outcome.name, root)) for one in judged)
    rows = (row._replace(uri=uri) for rows, uri in named for row, _ in rows)
    return "".join(sarif_log.log(rows, version("sdconvert"), invocation, known_codes(), tell))


def _tell_of_stale(baseline: Baseline, judged: list[_Judgement]) -> None:
    uris = [_uri(one.outcome.name) for one in judged]
    for entry in baseline.stale(uris):
        tell(f"The baseline accepts {entry.code} in {entry.file}, which is no longer found.")


def _entries(judged: list[_Judgement], threshold: Severity | None, reason: str) -> Iterator[AcceptedFinding]:
    for one in judged:
        for row, fingerprint in one.rows:
            is_meant = threshold is not None and row.severity.reaches(threshold)
            if one.outcome.error is None and row.reason is None and is_meant:
                yield AcceptedFinding(row.uri, row.code, reason, fingerprint, row.message)
