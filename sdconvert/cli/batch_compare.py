"""`sdconvert batch compare`: what another version, mapping or other options change in a corpus."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import click

from sdconvert.batch.rehearsal.changes import THAT_COUNT, Change
from sdconvert.batch.rehearsal.comparison import RunComparison, compare_runs
from sdconvert.batch.rehearsal.html_page import comparison_page
from sdconvert.batch.rehearsal.redlines import write_redlines
from sdconvert.batch.rehearsal.reports import comparison_as_dict, comparison_junit
from sdconvert.cli.messages import tell
from sdconvert.cli.output import echo, json_text
from sdconvert.cli.shared_command import SharedCommand
from sdconvert.cli.shared_options import html_option, json_option, junit_option, output_option
from sdconvert.cli.stdio import DASH, check_stdout, name_of_output, write_result
from sdconvert.errors import BadConfiguration
from sdconvert.suggestions import did_you_mean

_SHOWN = 20
_MOST_REDLINES = 200


class Changes(click.ParamType[frozenset[Change]]):
    """Kinds of changes, with commas between them."""

    name = "kinds"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> frozenset[Change]:
        if isinstance(value, frozenset):
            return value
        return frozenset(self._parse(name.strip(), param, ctx) for name in str(value).split(","))

    def _parse(self, name: str, param: click.Parameter | None, ctx: click.Context | None) -> Change:
        if name not in list(Change):
            hint = did_you_mean(name, Change)
            self.fail(f"{name!r} is no kind of change; there are {', '.join(Change)}.{hint}", param, ctx)
        return Change(name)


@click.command(cls=SharedCommand)
@click.argument("run_a", metavar="RUN_A")
@click.argument("run_b", metavar="RUN_B")
@output_option("Write to this file what --json prints; - is standard output.")
@click.option(
    "--changes",
    "kinds",
    type=Changes(),
    default=THAT_COUNT,
    show_default="all but time",
    metavar="KINDS",
    help="What counts for the exit code and is a failure in JUnit: labels,words …",
)
@html_option("the comparison, with redlines in a folder beside it")
@junit_option
@json_option("`before`, `after`, `totals` and `documents` with `name`, `changes`, `labels`, `blocks`, `findings` …")
@click.pass_context
def compare(
    ctx: click.Context,
    run_a: str,
    run_b: str,
    output: Path | None,
    kinds: frozenset[Change],
    page: Path | None,
    junit: Path | None,
    as_json: bool,
) -> None:
    """Show what changed from RUN_A to RUN_B: what another version of sdconvert, another mapping or other options do to
    a corpus.

    A run is DEST, the last run into it, or DEST@N, run N. Documents are matched by the names of their sources. The
    kinds of changes are labels, words, structure, pictures, findings, validity and time, and documents that one of the
    runs lacks.

    Exit code: 0 nothing changed, 1 something that counts did, 2 there is no such run.

    \b
    sdconvert batch compare packages rehearsal
    sdconvert batch compare packages@3 packages@4 --changes labels --junit junit.xml
    sdconvert batch compare packages rehearsal --html compare.html
    """
    check_stdout(DASH if as_json else output, page, junit)
    comparison = compare_runs(run_a, run_b)
    if as_json:
        echo(*json_text(comparison_as_dict(comparison)).split("\n"))
    else:
        echo(*comparison_lines(comparison, kinds))
    if output is not None:
        write_result(output, f"{json_text(comparison_as_dict(comparison))}\n".encode())
    if junit is not None:
        write_result(junit, comparison_junit(comparison, kinds))
        tell(name_of_output(junit))
    if page is not None:
        _write_page(comparison, page)
    ctx.exit(int(bool(comparison.changed(kinds))))


def _write_page(comparison: RunComparison, page: Path) -> None:
    """The page, and beside it a folder with the redlines. Raises: BadConfiguration, OutputRefused."""
    if page == DASH:
        raise BadConfiguration("The redlines stand beside the page: name a file for it.")
    folder = page.with_name(f"{page.stem}.redlines")
    redlines = {}
    for written in write_redlines(comparison.documents, folder, _MOST_REDLINES):
        if written.page:
            redlines[written.name] = f"{quote(folder.name)}/{written.page}"
        else:
            tell(f"{written.name} has no redline: {written.reason}")
    write_result(page, comparison_page(comparison, redlines).encode("utf-8", "backslashreplace"))
    tell(name_of_output(page))


def comparison_lines(comparison: RunComparison, changes: frozenset[Change] = THAT_COUNT) -> Iterator[str]:
    """What changed, for a person: the first documents with a change that counts, and how many of each kind."""
    changed = comparison.changed(changes)
    for one in changed[:_SHOWN]:
        yield f"{one.name}: {', '.join(one.changes)}"
        yield from (f"  {line}" for line in one.lines())
    if changed[_SHOWN:]:
        yield f"and {len(changed) - _SHOWN:,} more: --json has all"
    kinds = ", ".join(f"{comparison.totals[change]:,} {change}" for change in Change if comparison.totals[change])
    ending = f" ({kinds})" if kinds else ""
    yield f"{len(changed):,} of {comparison.compared:,} documents changed{ending}."
