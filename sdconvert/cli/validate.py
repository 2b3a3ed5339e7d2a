"""`sdconvert validate`: judge SDXML packages."""

from __future__ import annotations

from pathlib import Path

import click

from sdconvert.cli.render import Outcome, as_json, as_text, summary
from sdconvert.errors import OutputRefused, SdconvertError
from sdconvert.findings import Severity
from sdconvert.paths import expand
from sdconvert.validation import check

_SUFFIXES = (".zip", ".sdox", "sd.xml")


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to print findings.")
@click.option(
    "--fail-on",
    type=click.Choice([str(severity) for severity in Severity]),
    default=str(Severity.ERROR),
    show_default=True,
    help="The lowest severity that makes the exit code 1.",
)
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Write the findings to this file.")
@click.pass_context
def validate(ctx: click.Context, paths: tuple[str, ...], form: str, fail_on: str, output: Path | None) -> None:
    """Judge SDXML packages: zips, unpacked folders, bare sd.xml files.

    A folder that holds an sd.xml is one package; in any other folder every .zip, .sdox and sd.xml is judged.

    Exit code: 0 fine, 1 findings at or above --fail-on, 2 something could not be read.
    """
    outcomes = [_judge(path) for path in expand(paths, _SUFFIXES, _is_package)]
    report = as_json(outcomes) if form == "json" else "\n".join(as_text(outcomes))
    if output is None:
        click.echo(report)
    else:
        _write(output, click.unstyle(report) + "\n")
    click.echo(summary(outcomes), err=form == "json" and output is None)
    ctx.exit(_exit_code(outcomes, Severity(fail_on)))


def _is_package(path: Path) -> bool:
    return (path / "sd.xml").is_file()


def _judge(path: Path) -> Outcome:
    try:
        return Outcome(str(path), check(path))
    except SdconvertError as error:
        return Outcome(str(path), error=str(error))


def _exit_code(outcomes: list[Outcome], threshold: Severity) -> int:
    if any(outcome.error is not None for outcome in outcomes):
        return 2
    return int(any(outcome.fails_at(threshold) for outcome in outcomes))


def _write(path: Path, text: str) -> None:
    beside = path.with_name(f"{path.name}.part")
    try:
        beside.write_text(text, encoding="utf-8")
        beside.replace(path)
    except OSError as error:
        raise OutputRefused(f"{path} cannot be written: {error.strerror or error}.") from error
