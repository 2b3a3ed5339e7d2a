"""`sdconvert convert`: documents from any format to any."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import click

from sdconvert.cli.conversion_options import conversion_options
from sdconvert.cli.finding_options import finding_options
from sdconvert.cli.lists import read_lists
from sdconvert.cli.messages import is_quiet, is_verbose, tell
from sdconvert.cli.output import echo, echo_text, json_text
from sdconvert.cli.progress import progress_of
from sdconvert.cli.project_defaults import current_project
from sdconvert.cli.render import NOT_WRITTEN, UNREADABLE, FileOutcome, as_dict, as_text, counts_of, exit_code, totals
from sdconvert.cli.shared_command import SharedCommand
from sdconvert.cli.shared_options import (
    jobs_option,
    json_option,
    list_option,
    output_place_option,
    progress_option,
)
from sdconvert.cli.skipped import check_documents, fail_empty_option, tell_of_nothing, tell_of_skipped
from sdconvert.cli.stdio import (
    DASH,
    check_stdin,
    check_stdout,
    check_terminal,
    is_force_given,
    name_of_output,
    name_of_source,
    source_at,
    write_result,
)
from sdconvert.errors import BadConfiguration, OutputRefused, SdconvertError
from sdconvert.files import remove_parts
from sdconvert.findings import Finding, Severity
from sdconvert.frozen import dataclass
from sdconvert.ledger import Ledger
from sdconvert.options import ConversionOptions
from sdconvert.paths import Skipped, find_documents, result_names
from sdconvert.pipeline import Conversion, input_suffixes, output_suffix, prepare
from sdconvert.recognition import FormatName
from sdconvert.stylemap.unused import UnusedRows, take_unused

_PAGES = (".html", ".htm")
_PACKAGES = (".zip", ".sdox")
_OUTPUTS = {".docx": FormatName.DOCX, **dict.fromkeys(_PAGES, FormatName.HTML)}
"""What the name of an output says about its format; other names say SDXML."""
_NAMES_OF = {"docx": (".docx",), "html": _PAGES, "zip": _PACKAGES}
"""The suffixes that a result may have, by that which it has where nothing is said."""
_NAMED_IN_SUMMARY = 5
_UNREADABLE = 2


@dataclass(frozen=True, slots=True)
class _FileJob:
    source: Path
    target: Path
    is_forced: bool

    @property
    def name(self) -> str:
        """What to call the input."""
        return name_of_source(self.source)


@dataclass(frozen=True, slots=True)
class _ConvertedFile:
    job: _FileJob
    outcome: FileOutcome
    ledger: Ledger | None = None
    unused_rows: frozenset[str] = frozenset()


class _ToldJob(NamedTuple):
    """A job for another process, with the options of its conversion as JSON."""

    job: _FileJob
    options: str


@click.command(cls=SharedCommand)
@click.argument("sources", nargs=-1, type=click.Path(readable=False), metavar="[IN]...")
@output_place_option(
    "For one input a file or a folder, for several a folder that mirrors theirs; - is standard output. "
    "Default: a file beside each input."
)
@list_option
@fail_empty_option
@conversion_options
@finding_options
@jobs_option("1, which needs no process")
@progress_option
@json_option(
    "`files` with `file`, `output`, `error`, `findings` and `ledger`; `mapping_findings`; `skipped`; `summary`"
)
@click.pass_context
def convert(
    ctx: click.Context,
    sources: tuple[str, ...],
    output: Path | None,
    lists: tuple[str, ...],
    fails_empty: bool,
    options: ConversionOptions,
    to: FormatName | None,
    report: Path | None,
    fail_on: Severity | None,
    jobs: int | None,
    progress: str,
    as_json: bool,
) -> None:
    """Convert documents between Word, SDXML, HTML and parsX, to SDXML packages where nothing else is asked for.

    IN is a file, a folder (all Word files in it, at any depth, or those of the format --from), a pattern, or - for
    standard input. One file that cannot be read does not stop the others. Messages go to standard error; they name what
    of a folder was not taken (files of other formats, lock files of Word, linked folders), and a folder that cannot be
    read is an error. A folder without documents is none.

    Exit code: 0 fine, 1 findings at or above --fail-on, 2 usage or an input that cannot be read.

    \b
    sdconvert convert contract.docx -o contract.zip
    sdconvert convert contracts/ -o packages/ --report report.json
    sdconvert convert minutes.docx -o - > minutes.zip
    sdconvert convert export.zip -o contract.docx --template house.dotx
    sdconvert convert export.zip -o page.html
    """
    check_stdin(*sources, *lists)
    check_stdout(output, as_json=as_json)
    options = _with_output(options, to, output)
    if not sources and not lists:
        raise click.UsageError("Name what to convert: IN, or a list with --from-file.")
    inputs, skipped = _inputs(sources, read_lists(lists), options)
    check_documents(bool(inputs), fails_empty)
    planned = _plan(inputs, sources, output, options)
    _check_report(report, planned)
    if len(planned) > 1:
        from sdconvert.pictures.cache import keep_by_default

        keep_by_default()
    conversion = prepare(options)
    _remove_parts(job.target for job in planned if job.target != DASH)
    done = []
    with (
        progress_of(len(planned), "Converting", progress if len(planned) > 1 else "none") as advance,
        closing(_convert_each(planned, conversion, jobs or 1)) as steps,
    ):
        for number, step in enumerate(map(_without_ignored, steps), 1):
            done.append(step)
            advance(number, step.outcome.name)
            if not advance.has_bar:
                _print(step, fail_on)
    if advance.has_bar:
        for step in done:
            if is_verbose() or _is_bad(step, fail_on):
                _print(step, fail_on)
    unused = _unused_rows(done)
    for finding in unused:
        tell(str(finding))
    text = json_text(_as_dict(done, unused, skipped))
    if report is not None:
        write_result(report, f"{text}\n".encode())
    if as_json:
        echo_text(text)
    tell_of_skipped(skipped)
    tell_of_nothing(bool(inputs))
    if done:
        tell(_summary(done))
    ctx.exit(
        _UNREADABLE if any(one.is_unread for one in skipped) else exit_code([one.outcome for one in done], fail_on)
    )


def _with_output(options: ConversionOptions, to: FormatName | None, output: Path | None) -> ConversionOptions:
    """The options with what the name of the output says.

    Raises: click.UsageError when that is another format than `--to`.
    """
    said = None if output is None else _OUTPUTS.get(output.suffix.lower())
    target = to or said or FormatName.SDXML
    if said is not None and said is not target:
        raise click.UsageError(f"{output} is the name of a {said} file, but --to says {target}.")
    return replace(options, to=target, single_file=True if said is FormatName.HTML else options.single_file)


def _plan(
    inputs: dict[Path, Path], sources: tuple[str, ...], output: Path | None, options: ConversionOptions
) -> list[_FileJob]:
    """Each input with its output.

    Raises: click.UsageError for two inputs with one output, and for an output that would replace an input.
    """
    if not inputs:
        return []
    if output == DASH or (output is None and list(inputs) == [DASH]):
        return [_job_to_stdout(inputs)]
    suffix = output_suffix(options.to, bool(options.single_file))
    is_forced = is_force_given()
    jobs = [_FileJob(path, target, is_forced) for path, target in _targets(inputs, sources, output, suffix)]
    taken: dict[Path, Path] = {}
    own = {path.resolve() for path in inputs}
    for job in jobs:
        place = job.target.resolve()
        if place in own:
            raise click.UsageError(f"{job.target} is an input and would be written over; name another output with -o.")
        if place in taken:
            raise click.UsageError(
                f"{taken[place]} and {job.source} would both become {job.target}; convert them separately."
            )
        taken[place] = job.source
    return jobs


def _remove_parts(targets: Iterable[Path]) -> None:
    """Remove what a conversion that was killed left of these files. Raises: OutputRefused."""
    names: defaultdict[Path, list[str]] = defaultdict(list)
    for target in targets:
        names[target.parent].append(target.name)
    for folder, inner in names.items():
        remove_parts(folder, inner, of_the_dead=True)


def _inputs(
    sources: tuple[str, ...], listed: Sequence[str], options: ConversionOptions
) -> tuple[dict[Path, Path], tuple[Skipped, ...]]:
    """Each input once, with its path below the folder that was named, that of the files of a list being the one that
    all of them share; and what was not taken."""
    inputs: dict[Path, Path] = {}
    skipped: dict[Skipped, None] = {}
    seen: set[Path] = set()
    shared = Path(os.path.commonpath([os.path.dirname(os.path.abspath(place)) for place in listed])) if listed else None
    for argument, root in (*((one, None) for one in sources), *((one, shared) for one in listed)):
        if argument == str(DASH):
            inputs[DASH] = Path("document")
            continue
        found = find_documents([argument], input_suffixes(options.source_format, options.to))
        skipped |= dict.fromkeys(found.skipped)
        for path, below in found.inputs:
            if path.resolve() not in seen:
                seen.add(path.resolve())
                inputs[path] = below if root is None else path.absolute().relative_to(root)
    return inputs, tuple(skipped)


def _job_to_stdout(inputs: Iterable[Path]) -> _FileJob:
    paths = list(inputs)
    if len(paths) > 1:
        raise click.UsageError("Standard output takes one document; name a folder with -o for several.")
    check_terminal(DASH)
    return _FileJob(paths[0], DASH, is_forced=False)


def _targets(
    inputs: dict[Path, Path], sources: tuple[str, ...], output: Path | None, suffix: str
) -> Iterator[tuple[Path, Path]]:
    if output is None:
        yield from zip(inputs, map(Path, result_names([str(path) for path in inputs], suffix)), strict=True)
    elif _is_folder(output, inputs, sources):
        relatives = list(dict.fromkeys(relative.as_posix() for relative in inputs.values()))
        names = dict(zip(relatives, result_names(relatives, suffix), strict=True))
        yield from ((path, output / names[relative.as_posix()]) for path, relative in inputs.items())
    else:
        _check_name(output, suffix)
        yield from ((path, output) for path in inputs)


def _check_name(output: Path, suffix: str) -> None:
    """Raises: click.UsageError for a name that says another format than the result has."""
    fitting = _NAMES_OF[suffix.rpartition(".")[2]]
    if output.suffix.lower() not in fitting:
        raise click.UsageError(
            f"{output} is no name for this result, which may end in {' or '.join(fitting)}: "
            "sdconvert writes packages (.zip, .sdox), Word files (.docx) and pages (.html, .htm)."
        )


def _is_folder(output: Path, inputs: dict[Path, Path], sources: tuple[str, ...]) -> bool:
    if output.is_dir():
        return True
    needs_folder = len(inputs) > 1 or any(Path(source).is_dir() for source in sources)
    if needs_folder and (output.exists() or output.suffix.lower() in (*_PACKAGES, *_OUTPUTS)):
        raise click.UsageError(f"{output} names a file, but the inputs need a folder.")
    return needs_folder or output.suffix == ""


def _check_report(report: Path | None, jobs: Iterable[_FileJob]) -> None:
    if report is None:
        return
    files = {path.resolve() for job in jobs for path in (job.source, job.target)}
    if report.resolve() in files:
        raise click.UsageError(f"{report} is an input or an output; name another file for the report.")


def _unused_rows(done: Iterable[_ConvertedFile]) -> tuple[Finding, ...]:
    """A finding for each row of the mapping that no document uses."""
    unused = UnusedRows()
    for step in done:
        if step.outcome.error is None:
            unused.add(step.unused_rows)
    return unused.findings()


def _convert_each(planned: list[_FileJob], conversion: Conversion, workers: int) -> Generator[_ConvertedFile]:
    """What came of each document, as they end."""
    if workers == 1 or len(planned) == 1:
        yield from (_run(job, conversion, is_alone=len(planned) == 1) for job in planned)
        return
    from sdconvert.batch.scheduler import NoResult, Workers, schedule

    told = conversion.options.to_json()
    with closing(schedule(_run_told, (_ToldJob(job, told) for job in planned), Workers(workers))) as results:
        for (job, _), came in results:
            yield _ConvertedFile(job, FileOutcome(job.name, error=came.reason)) if isinstance(came, NoResult) else came


def _run_told(told: _ToldJob) -> _ConvertedFile:
    from sdconvert.batch.survey.documents import conversion_of

    return _run(told.job, conversion_of(told.options), is_alone=False)


def _run(job: _FileJob, conversion: Conversion, *, is_alone: bool) -> _ConvertedFile:
    """What came of a document. One that `is_alone` has itself the findings on rows that it does not use."""
    try:
        result = conversion(source_at(job.source, conversion.options.limits))
        write_result(job.target, result.output, is_forced=job.is_forced)
    except BadConfiguration:
        raise
    except SdconvertError as error:
        failed = NOT_WRITTEN if isinstance(error, OutputRefused) else UNREADABLE
        return _ConvertedFile(job, FileOutcome(job.name, error=str(error), failed=failed))
    findings, unused = (result.findings, frozenset[str]()) if is_alone else take_unused(result.findings)
    return _ConvertedFile(job, FileOutcome(job.name, findings), result.ledger, unused)


def _without_ignored(step: _ConvertedFile) -> _ConvertedFile:
    """The same, what the project ignores apart from the other findings."""
    standing, ignored = current_project().split(step.outcome.findings, step.job.source)
    return replace(step, outcome=replace(step.outcome, findings=standing, suppressed=ignored))


def _is_bad(step: _ConvertedFile, threshold: Severity | None) -> bool:
    return step.outcome.error is not None or step.outcome.fails_at(threshold)


def _print(step: _ConvertedFile, threshold: Severity | None) -> None:
    """Say what came of a document; with -q, only what makes the exit code another than 0."""
    if is_quiet() and not _is_bad(step, threshold):
        return
    if step.outcome.error is not None or is_verbose():
        for line in as_text([step.outcome]):
            echo(line, err=True)
    else:
        target = name_of_output(step.job.target)
        echo(f"{step.outcome.name} -> {target}: {counts_of([step.outcome])}", err=True)


def _summary(done: Sequence[_ConvertedFile]) -> str:
    failed = [step.outcome.name for step in done if step.outcome.error is not None]
    text = f"{len(done) - len(failed)} of {len(done)} converted ({counts_of(step.outcome for step in done)})"
    if not failed:
        return text
    more = f" and {len(failed) - _NAMED_IN_SUMMARY} more" if len(failed) > _NAMED_IN_SUMMARY else ""
    return f"{text}, {len(failed)} not: {', '.join(failed[:_NAMED_IN_SUMMARY])}{more}"


def _as_dict(
    done: Sequence[_ConvertedFile], unused: Iterable[Finding], skipped: Iterable[Skipped]
) -> dict[str, object]:
    files = [
        as_dict(
            step.outcome,
            output=None if step.outcome.error is not None else str(step.job.target),
            ledger=None if step.ledger is None else step.ledger.as_dict(),
        )
        for step in done
    ]
    told = [finding.as_dict() for finding in unused]
    return {
        "files": files,
        "mapping_findings": told,
        "skipped": [one._asdict() for one in skipped],
        "summary": totals([step.outcome for step in done]),
    }
