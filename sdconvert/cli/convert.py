"""`sdconvert convert`: Word documents to SDXML packages."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import click

from sdconvert.archive import save
from sdconvert.cli.limits import limit_options, limits_from
from sdconvert.cli.paths import expand, fixed_root
from sdconvert.cli.render import Outcome, as_text, counted
from sdconvert.errors import BadConfiguration, SdconvertError
from sdconvert.findings import Ledger, Result, Severity
from sdconvert.pipeline import convert as convert_document
from sdconvert.stylemap.parse import load_stylemap

_SUFFIXES = (".docx", ".docm", ".dotx", ".dotm")
_PACKAGES = (".zip", ".sdox")
_STDOUT = Path("-")
_NAMED_IN_SUMMARY = 5


@dataclass(frozen=True, slots=True)
class _Job:
    source: Path
    target: Path

    @property
    def is_to_stdout(self) -> bool:
        return self.target == _STDOUT


@dataclass(frozen=True, slots=True)
class _Done:
    job: _Job
    outcome: Outcome
    ledger: Ledger | None = None


_Conversion = Callable[[Path], Result[bytes]]


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="IN...")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, allow_dash=True),
    help="For one input a file (.zip) or a folder, for several a folder that mirrors theirs; - is standard output. "
    "Default: a .zip beside each input.",
)
@click.option("--mapping", type=click.Path(path_type=Path), help="A style mapping, as `sdconvert mapping` writes it.")
@click.option(
    "--revisions",
    type=click.Choice(["accept", "reject", "refuse"]),
    default="accept",
    show_default=True,
    help="Tracked changes: take them, take them back, or convert no document that has any.",
)
@click.option(
    "--headings",
    type=click.Choice(["auto", "numbered", "plain"]),
    default="auto",
    show_default=True,
    help="Numbered headings: as in Word, all, or none.",
)
@click.option(
    "--labels",
    type=click.Choice(["auto", "literal"]),
    default="auto",
    show_default=True,
    help="Numbers that SMASHDOCs would show otherwise than Word: report them, or write them as text.",
)
@click.option(
    "--comments",
    type=click.Choice(["findings", "sidenote"]),
    default="findings",
    show_default=True,
    help="Comments: report them, or keep them as notes in the margin.",
)
@click.option(
    "--meta", multiple=True, metavar="KEY=VALUE", help="Set metadata, such as title=Contract. May be repeated."
)
@click.option(
    "--report", type=click.Path(path_type=Path, dir_okay=False), help="Write all findings and ledgers as JSON."
)
@click.option("--findings/--no-findings", "shows", default=False, help="Print each finding, not only their number.")
@click.option("--strict", is_flag=True, help="Exit code 1 for any finding but infos: the same as --fail-on warning.")
@click.option(
    "--fail-on",
    type=click.Choice([str(severity) for severity in Severity]),
    default=str(Severity.ERROR),
    show_default=True,
    help="The lowest severity that makes the exit code 1. An error is something lost, a warning something changed.",
)
@click.option(
    "--progress",
    type=click.Choice(["auto", "none"]),
    default="auto",
    show_default=True,
    help="A progress bar for several inputs on a terminal, or a line for each.",
)
@limit_options
@click.pass_context
def convert(
    ctx: click.Context,
    sources: tuple[str, ...],
    output: Path | None,
    mapping: Path | None,
    revisions: str,
    headings: str,
    labels: str,
    comments: str,
    meta: tuple[str, ...],
    report: Path | None,
    shows: bool,
    strict: bool,
    fail_on: str,
    progress: str,
    max_size: int | None,
    max_ratio: int,
    max_members: int,
) -> None:
    """Convert Word documents (.docx, .docm, .dotx, .dotm) to SDXML packages.

    IN is a file, a folder (all Word files in it, at any depth) or a pattern. One file that cannot be read does not stop
    the others. Messages go to standard error.

    Exit code: 0 fine, 1 findings at or above --fail-on, 2 usage or an input that cannot be read.

    \b
    sdconvert convert contract.docx -o contract.zip
    sdconvert convert contracts/ -o packages/ --report report.json
    sdconvert convert minutes.docx -o - > minutes.zip
    """
    jobs = _plan(sources, output)
    _check_report(report, jobs)
    conversion = partial(
        convert_document,
        mapping=None if mapping is None else load_stylemap(mapping),
        revisions=revisions,
        headings=headings,
        labels=labels,
        comments=comments,
        meta=_parse_meta(meta),
        limits=limits_from(max_size, max_ratio, max_members),
    )
    if progress == "auto" and len(jobs) > 1 and sys.stderr.isatty():
        with _progress_bar(jobs) as steps:
            done = [_run(job, conversion) for job in steps]
        _print([step for step in done if shows or step.outcome.error is not None], shows)
    else:
        done = []
        for job in jobs:
            done.append(_run(job, conversion))
            _print(done[-1:], shows)
    if report is not None:
        save(report, _as_json(done).encode())
    click.echo(_summary(done), err=True)
    ctx.exit(_exit_code(done, Severity.WARNING if strict else Severity(fail_on)))


def _plan(sources: tuple[str, ...], output: Path | None) -> list[_Job]:
    """Each input with its output.

    Raises: click.UsageError for two inputs with one output, and for an output that would replace an input.
    """
    inputs = _inputs(sources)
    if output == _STDOUT:
        return [_job_to_stdout(inputs)]
    jobs = [_Job(path, target) for path, target in _targets(inputs, sources, output)]
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


def _inputs(sources: tuple[str, ...]) -> dict[Path, Path]:
    """Each input once, with its path below the folder that was named."""
    inputs: dict[Path, Path] = {}
    seen: set[Path] = set()
    for argument in sources:
        root = fixed_root(argument)
        for path in expand([argument], _SUFFIXES):
            if path.resolve() not in seen:
                seen.add(path.resolve())
                inputs[path] = path.relative_to(root)
    return inputs


def _job_to_stdout(inputs: Iterable[Path]) -> _Job:
    paths = list(inputs)
    if len(paths) > 1:
        raise click.UsageError("Standard output takes one document; name a folder with -o for several.")
    if sys.stdout.isatty():
        raise click.UsageError("Standard output is a terminal; redirect it into a file, or name one with -o.")
    return _Job(paths[0], _STDOUT)


def _targets(inputs: dict[Path, Path], sources: tuple[str, ...], output: Path | None) -> Iterator[tuple[Path, Path]]:
    if output is None:
        yield from ((path, path.with_suffix(".zip")) for path in inputs)
    elif _is_folder(output, inputs, sources):
        yield from ((path, output / relative.with_suffix(".zip")) for path, relative in inputs.items())
    else:
        yield from ((path, output) for path in inputs)


def _is_folder(output: Path, inputs: dict[Path, Path], sources: tuple[str, ...]) -> bool:
    if output.is_dir():
        return True
    needs_folder = len(inputs) > 1 or any(Path(source).is_dir() for source in sources)
    if needs_folder and (output.exists() or output.suffix.lower() in _PACKAGES):
        raise click.UsageError(f"{output} names a file, but the inputs need a folder.")
    return needs_folder or output.suffix == ""


def _check_report(report: Path | None, jobs: Iterable[_Job]) -> None:
    if report is None:
        return
    files = {path.resolve() for job in jobs for path in (job.source, job.target)}
    if report.resolve() in files:
        raise click.UsageError(f"{report} is an input or an output; name another file for the report.")


def _parse_meta(pairs: tuple[str, ...]) -> dict[str, str]:
    values = {}
    for pair in pairs:
        key, sign, value = pair.partition("=")
        if not sign:
            raise click.UsageError(f"--meta takes KEY=VALUE, such as title=Contract, not {pair!r}.")
        values[key.strip()] = value
    return values


@contextmanager
def _progress_bar(jobs: list[_Job]) -> Iterator[Iterator[_Job]]:
    with click.progressbar(
        jobs, label="Converting", file=sys.stderr, show_pos=True, item_show_func=lambda job: job and job.source.name
    ) as bar:
        yield iter(bar)


def _run(job: _Job, conversion: _Conversion) -> _Done:
    try:
        result = conversion(job.source)
        if job.is_to_stdout:
            click.echo(result.value, nl=False)
        else:
            save(job.target, result.value)
    except BadConfiguration:
        raise
    except SdconvertError as error:
        return _Done(job, Outcome(str(job.source), error=str(error)))
    return _Done(job, Outcome(str(job.source), result.findings), result.ledger)


def _print(steps: Iterable[_Done], shows: bool) -> None:
    for step in steps:
        if step.outcome.error is not None or shows:
            for line in as_text([step.outcome]):
                click.echo(line, err=True)
        else:
            target = "standard output" if step.job.is_to_stdout else step.job.target
            click.echo(f"{step.outcome.name} -> {target}: {counted(step.outcome.findings)}", err=True)


def _summary(done: Sequence[_Done]) -> str:
    failed = [step.outcome.name for step in done if step.outcome.error is not None]
    findings = counted(finding for step in done for finding in step.outcome.findings)
    text = f"{len(done) - len(failed)} of {len(done)} converted ({findings})"
    if not failed:
        return text
    more = f" and {len(failed) - _NAMED_IN_SUMMARY} more" if len(failed) > _NAMED_IN_SUMMARY else ""
    return f"{text}, {len(failed)} not: {', '.join(failed[:_NAMED_IN_SUMMARY])}{more}"


def _exit_code(done: Iterable[_Done], threshold: Severity) -> int:
    outcomes = [step.outcome for step in done]
    if any(outcome.error is not None for outcome in outcomes):
        return 2
    return int(any(outcome.fails_at(threshold) for outcome in outcomes))


def _as_json(done: Sequence[_Done]) -> str:
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
    report = {"files": files, "converted": len(done) - failed, "failed": failed}
    return json.dumps(report, ensure_ascii=False, indent=2, default=str)
