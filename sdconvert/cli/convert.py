"""`sdconvert convert`: documents from any format to any."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import click

from sdconvert.archive import Limits
from sdconvert.cli.conversion_options import conversion_options
from sdconvert.cli.finding_options import finding_options
from sdconvert.cli.output import echo, echo_result
from sdconvert.cli.render import FileOutcome, as_text
from sdconvert.cli.skipped import check_documents, fail_empty_option, tell_of_nothing, tell_of_skipped
from sdconvert.errors import BadConfiguration, SdconvertError, UnsafeInput
from sdconvert.files import save
from sdconvert.findings import Finding, Severity, severity_counts
from sdconvert.ledger import Ledger
from sdconvert.options import ConversionOptions
from sdconvert.paths import Skipped, find_documents
from sdconvert.pipeline import Conversion, input_suffixes, output_suffix, prepare
from sdconvert.recognition import FormatName
from sdconvert.stylemap.unused import UnusedRows, take_unused

_PAGES = (".html", ".htm")
_PACKAGES = (".zip", ".sdox")
_OUTPUTS = {".docx": FormatName.DOCX, **dict.fromkeys(_PAGES, FormatName.HTML)}
"""What the name of an output says about its format; other names say SDXML."""
_STDIN = Path("-")
_STDOUT = Path("-")
_NAMED_IN_SUMMARY = 5
_UNREADABLE = 2


@dataclass(frozen=True, slots=True)
class _FileJob:
    source: Path
    target: Path

    @property
    def name(self) -> str:
        """What to call the input."""
        return "standard input" if self.source == _STDIN else str(self.source)

    @property
    def is_to_stdout(self) -> bool:
        return self.target == _STDOUT


@dataclass(frozen=True, slots=True)
class _ConvertedFile:
    job: _FileJob
    outcome: FileOutcome
    ledger: Ledger | None = None
    unused_rows: frozenset[str] = frozenset()


@click.command()
@click.argument("sources", nargs=-1, required=True, type=click.Path(readable=False), metavar="IN...")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, allow_dash=True),
    help="For one input a file or a folder, for several a folder that mirrors theirs; - is standard output. "
    "Default: a file beside each input.",
)
@conversion_options
@finding_options
@click.option(
    "--progress",
    type=click.Choice(["auto", "none"]),
    default="auto",
    show_default=True,
    help="A progress bar for several inputs on a terminal, or a line for each.",
)
@fail_empty_option
@click.pass_context
def convert(
    ctx: click.Context,
    sources: tuple[str, ...],
    output: Path | None,
    options: ConversionOptions,
    to: FormatName | None,
    report: Path | None,
    shows: bool,
    threshold: Severity,
    progress: str,
    fails_empty: bool,
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
    options = _with_output(options, to, output)
    inputs, skipped = _inputs(sources, options)
    check_documents(bool(inputs), fails_empty)
    jobs = _plan(inputs, sources, output, options)
    _check_report(report, jobs)
    conversion = prepare(options)
    if progress == "auto" and len(jobs) > 1 and sys.stderr.isatty():
        with _progress_bar(jobs) as steps:
            done = [_run(job, conversion, is_alone=False) for job in steps]
        _print([step for step in done if shows or step.outcome.error is not None], shows)
    else:
        done = []
        for job in jobs:
            done.append(_run(job, conversion, is_alone=len(jobs) == 1))
            _print(done[-1:], shows)
    unused = _unused_rows(done)
    for finding in unused:
        echo(str(finding), err=True)
    if report is not None:
        save(report, _as_json(done, unused, skipped).encode())
    tell_of_skipped(skipped)
    tell_of_nothing(bool(inputs))
    if done:
        echo(_summary(done), err=True)
    ctx.exit(_UNREADABLE if any(one.is_unread for one in skipped) else _exit_code(done, threshold))


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
    if output == _STDOUT or (output is None and list(inputs) == [_STDIN]):
        return [_job_to_stdout(inputs)]
    suffix = output_suffix(options.to, bool(options.single_file))
    jobs = [_FileJob(path, target) for path, target in _targets(inputs, sources, output, suffix)]
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


def _inputs(sources: tuple[str, ...], options: ConversionOptions) -> tuple[dict[Path, Path], tuple[Skipped, ...]]:
    """Each input once, with its path below the folder that was named; and what was not taken."""
    inputs: dict[Path, Path] = {}
    skipped: dict[Skipped, None] = {}
    seen: set[Path] = set()
    for argument in sources:
        if argument == str(_STDIN):
            inputs[_STDIN] = Path("document")
            continue
        found = find_documents([argument], input_suffixes(options.source_format, options.to))
        skipped |= dict.fromkeys(found.skipped)
        for path, below in found.inputs:
            if path.resolve() not in seen:
                seen.add(path.resolve())
                inputs[path] = below
    return inputs, tuple(skipped)


def _job_to_stdout(inputs: Iterable[Path]) -> _FileJob:
    paths = list(inputs)
    if len(paths) > 1:
        raise click.UsageError("Standard output takes one document; name a folder with -o for several.")
    if sys.stdout.isatty():
        raise click.UsageError("Standard output is a terminal; redirect it into a file, or name one with -o.")
    return _FileJob(paths[0], _STDOUT)


def _targets(
    inputs: dict[Path, Path], sources: tuple[str, ...], output: Path | None, suffix: str
) -> Iterator[tuple[Path, Path]]:
    if output is None:
        yield from ((path, path.with_suffix(suffix)) for path in inputs)
    elif _is_folder(output, inputs, sources):
        yield from ((path, output / relative.with_suffix(suffix)) for path, relative in inputs.items())
    else:
        yield from ((path, output) for path in inputs)


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


@contextmanager
def _progress_bar(jobs: list[_FileJob]) -> Iterator[Iterator[_FileJob]]:
    with click.progressbar(
        jobs, label="Converting", file=sys.stderr, show_pos=True, item_show_func=lambda job: job and job.source.name
    ) as bar:
        yield iter(bar)


def _unused_rows(done: Iterable[_ConvertedFile]) -> tuple[Finding, ...]:
    """A finding for each row of the mapping that no document uses."""
    unused = UnusedRows()
    for step in done:
        if step.outcome.error is None:
            unused.add(step.unused_rows)
    return unused.findings()


def _run(job: _FileJob, conversion: Conversion, *, is_alone: bool) -> _ConvertedFile:
    """What came of a document. One that `is_alone` has itself the findings on rows that it does not use."""
    try:
        result = conversion(_read_stdin(conversion.options.limits) if job.source == _STDIN else job.source)
        if job.is_to_stdout:
            echo_result(result.value)
        else:
            save(job.target, result.value)
    except BadConfiguration:
        raise
    except SdconvertError as error:
        return _ConvertedFile(job, FileOutcome(job.name, error=str(error)))
    findings, unused = (result.findings, frozenset[str]()) if is_alone else take_unused(result.findings)
    return _ConvertedFile(job, FileOutcome(job.name, findings), result.ledger, unused)


def _read_stdin(limits: Limits) -> bytes:
    data = sys.stdin.buffer.read(limits.total_size + 1)
    if len(data) > limits.total_size:
        raise UnsafeInput(f"Standard input has more than the {limits.total_size:,} bytes allowed.")
    return data


def _print(steps: Iterable[_ConvertedFile], shows: bool) -> None:
    for step in steps:
        if step.outcome.error is not None or shows:
            for line in as_text([step.outcome]):
                echo(line, err=True)
        else:
            target = "standard output" if step.job.is_to_stdout else step.job.target
            echo(f"{step.outcome.name} -> {target}: {severity_counts(step.outcome.findings)}", err=True)


def _summary(done: Sequence[_ConvertedFile]) -> str:
    failed = [step.outcome.name for step in done if step.outcome.error is not None]
    findings = severity_counts(finding for step in done for finding in step.outcome.findings)
    text = f"{len(done) - len(failed)} of {len(done)} converted ({findings})"
    if not failed:
        return text
    more = f" and {len(failed) - _NAMED_IN_SUMMARY} more" if len(failed) > _NAMED_IN_SUMMARY else ""
    return f"{text}, {len(failed)} not: {', '.join(failed[:_NAMED_IN_SUMMARY])}{more}"


def _exit_code(done: Iterable[_ConvertedFile], threshold: Severity) -> int:
    outcomes = [step.outcome for step in done]
    if any(outcome.error is not None for outcome in outcomes):
        return _UNREADABLE
    return int(any(outcome.fails_at(threshold) for outcome in outcomes))


def _as_json(done: Sequence[_ConvertedFile], unused: Iterable[Finding], skipped: Iterable[Skipped]) -> str:
    files = [
        {
            "source": step.outcome.name,
            "output": None if step.outcome.error is not None else str(step.job.target),
            "error": step.outcome.error,
            "findings": [finding.as_dict() for finding in step.outcome.findings],
            "ledger": None if step.ledger is None else step.ledger.as_dict(),
        }
        for step in done
    ]
    failed = sum(step.outcome.error is not None for step in done)
    told = [finding.as_dict() for finding in unused]
    report = {
        "files": files,
        "converted": len(done) - failed,
        "failed": failed,
        "mapping_findings": told,
        "skipped": [one._asdict() for one in skipped],
    }
    return json.dumps(report, ensure_ascii=False, indent=2, default=str)
