"""`sdconvert mapping`: propose a style mapping for Word documents, or check one against them."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from shutil import get_terminal_size

import click

from sdconvert.archive import save
from sdconvert.cli.columns import Column, columns
from sdconvert.cli.render import Outcome, as_json, as_text, summary
from sdconvert.errors import SdconvertError
from sdconvert.findings import Severity
from sdconvert.formats.docx.read.inventory import read_style_uses
from sdconvert.model.styleuse import StyleUse
from sdconvert.paths import expand
from sdconvert.stylemap.parse import check_file
from sdconvert.stylemap.proposal import Proposal, ProposedRow
from sdconvert.stylemap.propose import propose
from sdconvert.stylemap.render import one_line, to_json, to_toml

_SUFFIXES = (".docx", ".docm", ".dotx", ".dotm")
_LEAST_WIDTH = 80
_WIDTH_OF_PIPES = 140
_LAYOUT = (
    Column("STYLE", least=16),
    Column("USES", is_number=True),
    Column("FILES", is_number=True),
    Column("EXAMPLE", least=12, is_cut=True),
    Column("MAPS TO"),
    Column("WHY", least=20),
)


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="FILE_OR_DIR...")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the mapping to this file: JSON, or TOML with the reasons as comments when it ends in .toml.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "toml"]),
    help="How to print it. Without: a table on a terminal, JSON into a pipe.",
)
@click.option(
    "--check",
    "mapping_file",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="MAPPING",
    help="Propose nothing; judge this mapping file (JSON or TOML) against the documents.",
)
@click.option(
    "--candidates/--no-candidates",
    default=False,
    help="Map styles that only look like headings as headings, too. Without, they are only shown.",
)
@click.option(
    "--fail-on",
    type=click.Choice([str(severity) for severity in Severity]),
    default=str(Severity.ERROR),
    show_default=True,
    help="The lowest severity that makes the exit code 1.",
)
@click.pass_context
def mapping(
    ctx: click.Context,
    paths: tuple[str, ...],
    output: Path | None,
    form: str | None,
    mapping_file: Path | None,
    candidates: bool,
    fail_on: str,
) -> None:
    """Propose a style mapping: what the Word import makes of each paragraph style that the documents use.

    The JSON is the object that the partner API takes as `mapping`. The table says how often each style is used, in how
    many files, an example, what it maps to, and why.

    Exit code: 0 fine, 1 findings at or above --fail-on, 2 something could not be read.
    """
    if mapping_file is not None and (output is not None or form == "toml"):
        raise click.UsageError("--check prints findings; it goes with neither --output nor --format toml.")
    uses: list[StyleUse] = []
    outcomes = [_read(path, uses) for path in expand(paths, _SUFFIXES)]
    if mapping_file is not None:
        outcomes.append(Outcome(str(mapping_file), check_file(mapping_file, uses)))
        _print_check(outcomes, form)
    else:
        proposal = propose(uses)
        outcomes.append(Outcome("mapping", proposal.findings))
        _print_troubles(outcomes)
        if uses:
            _print_proposal(proposal.with_candidates() if candidates else proposal, form, output)
    ctx.exit(_exit_code(outcomes, Severity(fail_on)))


def _read(path: Path, uses: list[StyleUse]) -> Outcome:
    try:
        result = read_style_uses(path)
    except SdconvertError as error:
        return Outcome(str(path), error=str(error))
    uses += result.value
    return Outcome(str(path), result.findings)


def _print_check(outcomes: Sequence[Outcome], form: str | None) -> None:
    if form == "json":
        click.echo(as_json(outcomes))
        click.echo(summary(outcomes), err=True)
        return
    for line in as_text(_with_news(outcomes[:-1])):
        click.echo(line)
    for line in as_text(outcomes[-1:]):
        click.echo(line)


def _print_troubles(outcomes: Iterable[Outcome]) -> None:
    for line in as_text(_with_news(outcomes)):
        click.echo(line, err=True)


def _with_news(outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    return (outcome for outcome in outcomes if outcome.error is not None or outcome.findings)


def _print_proposal(proposal: Proposal, form: str | None, output: Path | None) -> None:
    text = _rendered(proposal, form or _default_form(output))
    if output is None:
        click.echo(text, nl=False)
    else:
        save(output, text.encode())
        click.echo(f"{output}: {_styles(len(proposal.rows))} mapped", err=True)
    if proposal.candidates and (output is not None or form == "json" or not sys.stdout.isatty()):
        click.echo(
            f"{_styles(len(proposal.candidates))} only looking like headings: see --format table, or use --candidates",
            err=True,
        )


def _styles(count: int) -> str:
    return "1 style" if count == 1 else f"{count} styles"


def _default_form(output: Path | None) -> str:
    if output is not None:
        return "toml" if output.suffix.lower() == ".toml" else "json"
    return "table" if sys.stdout.isatty() else "json"


def _rendered(proposal: Proposal, form: str) -> str:
    match form:
        case "json":
            return to_json(proposal.stylemap)
        case "toml":
            return to_toml(proposal)
        case _:
            return "".join(f"{line}\n" for line in _table(proposal))


def _table(proposal: Proposal) -> Iterator[str]:
    width = max(_LEAST_WIDTH, get_terminal_size((_WIDTH_OF_PIPES, 24)).columns)
    yield from columns(_LAYOUT, [_cells(proposed) for proposed in proposal.rows], width)
    if proposal.candidates:
        yield ""
        yield "These only look like headings; --candidates maps them so:"
        yield from columns(_LAYOUT, [_cells(proposed) for proposed in proposal.candidates], width)


def _cells(proposed: ProposedRow) -> tuple[str, ...]:
    style, example, reason = (one_line(text) for text in (proposed.style, proposed.example, proposed.reason))
    return style, str(proposed.count), str(proposed.files), example, str(proposed.row), reason


def _exit_code(outcomes: Sequence[Outcome], threshold: Severity) -> int:
    if any(outcome.error is not None for outcome in outcomes):
        return 2
    return int(any(outcome.fails_at(threshold) for outcome in outcomes))
