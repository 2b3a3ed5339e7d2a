"""`sdconvert convert`: Word documents to SDXML packages."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sdconvert.archive import DEFAULT_LIMITS, Limits, save
from sdconvert.cli.paths import expand
from sdconvert.cli.render import Outcome, as_text, counted
from sdconvert.errors import SdconvertError
from sdconvert.findings import Ledger, Severity

if TYPE_CHECKING:
    from sdconvert.stylemap import StyleMap

_SUFFIXES = (".docx", ".docm", ".dotx", ".dotm")
_STDOUT = Path("-")


@dataclass(frozen=True, slots=True)
class _Job:
    source: Path
    target: Path


@dataclass(frozen=True, slots=True)
class _Done:
    job: _Job
    outcome: Outcome
    ledger: Ledger | None = None


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="IN...")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, allow_dash=True),
    help="A file for one input, a folder for several (folders are mirrored in it), - for standard output. "
    "Default: beside each input.",
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
@click.option("--meta", multiple=True, metavar="KEY=VALUE", help="Set metadata, such as title=… (may be repeated).")
@click.option(
    "--report", type=click.Path(path_type=Path, dir_okay=False), help="Write all findings and ledgers as JSON."
)
@click.option("--findings/--no-findings", "shows", default=False, help="Print each finding, not only their number.")
@click.option("--strict", is_flag=True, help="Exit code 1 on any loss, and for any finding but infos.")
@click.option(
    "--fail-on",
    type=click.Choice([str(severity) for severity in Severity]),
    default=str(Severity.ERROR),
    show_default=True,
    help="The lowest severity that makes the exit code 1.",
)
@click.option(
    "--progress", type=click.Choice(["auto", "none"]), default="auto", help="A progress bar on a terminal, or none."
)
@click.option("--max-size", type=click.IntRange(1), metavar="MB", help="Most megabytes that an input may unpack to.")
@click.option("--max-ratio", type=click.IntRange(1), help="Most times its size that an input may unpack to.")
@click.option("--max-members", type=click.IntRange(1), help="Most members that an input may hold.")
@click.pass_context
def convert(
    ctx: click.Context,
    sources: tuple[str, ...],
    output: Path | None,
    mapping: Path | None,
    meta: tuple[str, ...],
    report: Path | None,
    shows: bool,
    strict: bool,
    fail_on: str,
    progress: str,
    max_size: int | None,
    max_ratio: int | None,
    max_members: int | None,
    **options: str,
) -> None:
    """Convert Word documents (.docx, .docm, .dotx, .dotm) to SDXML packages.

    IN is a file, a folder (all Word files in it, at any depth) or a pattern. One file that cannot be read does not stop
    the others. Messages go to standard error.

    Exit code: 0 fine, 1 findings at or above --fail-on, 2 usage or an input that cannot be read.
    """
    jobs = _plan(sources, output)
    settings = {
        **options,
        "meta": _parse_meta(meta),
        "mapping": _load_mapping(mapping),
        "limits": _limits(max_size, max_ratio, max_members),
    }
    done = []
    with _progress(jobs, progress) as steps:
        for job in steps:
            done.append(_run(job, settings))
            if progress == "none" or not sys.stderr.isatty() or shows:
                _print(done[-1], shows)
    if report is not None:
        save(report, _as_json(done).encode())
    click.echo(_summary(done), err=True)
    ctx.exit(_exit_code(done, Severity.WARNING if strict else Severity(fail_on)))


def _plan(sources: tuple[str, ...], output: Path | None) -> list[_Job]:
    """Each input with its output; two inputs for one output are refused before anything is written."""
    inputs: dict[Path, Path] = {}
    for argument in sources:
        root = Path(argument)
        for path in expand([argument], _SUFFIXES):
            inputs.setdefault(path, path.relative_to(root) if root.is_dir() else Path(path.name))
    if output == _STDOUT and len(inputs) > 1:
        raise click.UsageError("Standard output takes one document; name a folder with -o for several.")
    into_folder = output is not None and output != _STDOUT and (len(inputs) > 1 or _is_folder(output, sources))
    jobs = []
    taken: dict[Path, Path] = {}
    for path, relative in inputs.items():
        if output is None:
            target = path.with_suffix(".zip")
        else:
            target = output / relative.with_suffix(".zip") if into_folder else output
        if target in taken:
            raise click.UsageError(f"{taken[target]} and {path} would both become {target}; convert them separately.")
        if target != _STDOUT and target.resolve() == path.resolve():
            raise click.UsageError(f"{path} would be written over itself; name another output with -o.")
        taken[target] = path
        jobs.append(_Job(path, target))
    return jobs


def _is_folder(output: Path, sources: tuple[str, ...]) -> bool:
    return output.is_dir() or output.suffix == "" or any(Path(source).is_dir() for source in sources)


def _parse_meta(pairs: tuple[str, ...]) -> dict[str, str]:
    values = {}
    for pair in pairs:
        key, sign, value = pair.partition("=")
        if not sign:
            raise click.UsageError(f"--meta takes KEY=VALUE, such as title=Contract, not {pair!r}.")
        values[key.strip()] = value
    return values


def _load_mapping(path: Path | None) -> StyleMap | None:
    if path is None:
        return None
    from sdconvert.stylemap.parse import load_stylemap

    return load_stylemap(path)


def _limits(max_size: int | None, max_ratio: int | None, max_members: int | None) -> Limits:
    size = None if max_size is None else max_size * 1_000_000
    return Limits(
        max_members or DEFAULT_LIMITS.members,
        size or DEFAULT_LIMITS.total_size,
        size or DEFAULT_LIMITS.member_size,
        max_ratio or DEFAULT_LIMITS.ratio,
    )


@contextmanager
def _progress(jobs: list[_Job], wanted: str) -> Iterator[Iterator[_Job]]:
    if wanted == "none" or len(jobs) < 2 or not sys.stderr.isatty():
        yield iter(jobs)
        return
    with click.progressbar(
        jobs, label="Converting", file=sys.stderr, show_pos=True, item_show_func=lambda job: job and job.source.name
    ) as bar:
        yield iter(bar)


def _run(job: _Job, settings: dict[str, object]) -> _Done:
    from sdconvert.pipeline import convert as convert_one

    try:
        result = convert_one(job.source, **settings)  # type: ignore[arg-type]  # click has checked the words
        if job.target == _STDOUT:
            click.get_binary_stream("stdout").write(result.value)
        else:
            save(job.target, result.value)
    except SdconvertError as error:
        return _Done(job, Outcome(str(job.source), error=str(error)))
    return _Done(job, Outcome(str(job.source), result.findings), result.ledger)


def _print(done: _Done, shows: bool) -> None:
    outcome = done.outcome
    if outcome.error is not None or shows:
        for line in as_text([outcome]):
            click.echo(line, err=True)
    else:
        click.echo(f"{outcome.name} -> {done.job.target}: {counted(outcome.findings)}", err=True)


def _summary(done: list[_Done]) -> str:
    failed = [step for step in done if step.outcome.error is not None]
    converted = len(done) - len(failed)
    findings = counted(finding for step in done for finding in step.outcome.findings)
    text = f"{converted} of {len(done)} converted ({findings})"
    return f"{text}, {len(failed)} not: {', '.join(step.outcome.name for step in failed[:5])}" if failed else text


def _exit_code(done: list[_Done], threshold: Severity) -> int:
    if any(step.outcome.error is not None for step in done):
        return 2
    return int(any(step.outcome.fails_at(threshold) for step in done))


def _as_json(done: list[_Done]) -> str:
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
    return json.dumps({"files": files, "converted": len(done) - failed, "failed": failed}, ensure_ascii=False, indent=2)
