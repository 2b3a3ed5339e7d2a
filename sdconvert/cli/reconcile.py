"""`sdconvert reconcile`: edits that were made in Word come home."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from sdconvert.choices import Revisions
from sdconvert.cli.columns import cut
from sdconvert.cli.conversion_options import option_for, parse_settings
from sdconvert.cli.limit_options import limit_options, limits_from
from sdconvert.cli.messages import is_verbose, tell
from sdconvert.cli.output import echo_json
from sdconvert.cli.render import FileOutcome, as_dict, as_text, exit_code, totals
from sdconvert.cli.shared_command import SharedCommand
from sdconvert.cli.shared_options import fail_on_option, html_option, json_option, output_option
from sdconvert.cli.stdio import (
    check_stdin,
    check_stdout,
    check_terminal,
    name_of_output,
    name_of_source,
    source_at,
    write_result,
)
from sdconvert.findings import Severity
from sdconvert.reconciling import Conflicts, Proposals, Reconciliation, reconciliation_page
from sdconvert.reconciling import reconcile as reconcile_files

_SOURCE = click.Path(path_type=Path, allow_dash=True)
_LONGEST = 90


@click.command(cls=SharedCommand)
@click.argument("base", type=_SOURCE)
@click.argument("current", type=_SOURCE)
@click.argument("edited", type=_SOURCE)
@output_option("The merged SDXML package; - is standard output.", is_required=True)
@click.option(
    "--conflicts",
    type=click.Choice([str(each) for each in Conflicts]),
    default=str(Conflicts.BOTH),
    show_default=True,
    help="Where both sides changed the same: CURRENT's text with that of EDITED in a note in the margin, that of "
    "CURRENT (mine) or of EDITED (theirs) alone, or no result.",
)
@html_option("what each side changed and what that makes of CURRENT, in three columns,")
@option_for("revisions")
@click.option(
    "--proposals",
    type=click.Choice([str(each) for each in Proposals]),
    default=str(Proposals.LIST),
    show_default=True,
    help="New comments of EDITED, and with --revisions reject its tracked changes: listed alone (-v, --json), or also "
    "in notes in the margin of the result.",
)
@option_for("template")
@option_for("settings")
@option_for("labels")
@limit_options
@fail_on_option()
@json_option("`files` with `file`, `output`, `edits`, `conflicts`, `proposals` and `findings`; `summary`")
@click.pass_context
def reconcile(
    ctx: click.Context,
    base: Path,
    current: Path,
    edited: Path,
    output: Path,
    conflicts: str,
    page: Path | None,
    revisions: str | None,
    proposals: str,
    template: Path | None,
    settings: str | None,
    labels: str | None,
    max_size: int | None,
    max_ratio: int,
    max_members: int,
    fail_on: Severity | None,
    as_json: bool,
) -> None:
    """Bring the edits of a Word file home: what EDITED changed since BASE is carried over to CURRENT.

    BASE is the SDXML package as it was exported, CURRENT the package as it is now, EDITED the Word file that was made
    of BASE and then edited, or a file of any other format; - is standard input for one of them. EDITED is compared with
    BASE as Word shows it, so that what Word cannot say is no edit. Every block of CURRENT keeps its id.
    --template, --settings and --labels are those with which the Word file was made.

    Exit code: 0 merged, 1 conflicts, or findings at or above --fail-on, 2 a document cannot be read.

    \b
    sdconvert reconcile exported.zip now.zip edited.docx -o merged.zip
    sdconvert reconcile exported.zip now.zip edited.docx -o merged.zip --conflicts mine --html merged.html
    """
    check_stdin(base, current, edited)
    check_stdout(output, page, as_json=as_json)
    check_terminal(output)
    limits = limits_from(max_size, max_ratio, max_members)
    result = reconcile_files(
        *[source_at(path, limits) for path in (base, current, edited)],
        conflicts=conflicts,
        revisions=revisions or Revisions.ACCEPT,
        proposals=proposals,
        template=template,
        settings=None if settings is None else parse_settings(settings),
        labels=labels,
        limits=limits,
    )
    is_refused = conflicts == Conflicts.FAIL and not result.is_clean
    if not is_refused:
        write_result(output, result.value)
    if page is not None:
        names = [Path(name_of_source(path)).name for path in (base, current, edited)]
        write_result(page, reconciliation_page(result, (names[0], names[1], names[2])))
    outcome = FileOutcome(name_of_source(edited), result.findings)
    if as_json:
        place = None if is_refused else str(output)
        echo_json({"files": [as_dict(outcome, output=place, **_as_json(result))], "summary": totals([outcome])})
    where = "no result" if is_refused else name_of_output(output)
    tell(f"{outcome.name} -> {where}: {_count(result)}")
    if is_verbose():
        tell(*_edit_lines(result))
    if result.findings and not as_json:
        tell(*as_text([outcome]))
    ctx.exit(max(exit_code([outcome], fail_on), int(not result.is_clean)))


def _as_json(result: Reconciliation) -> dict[str, Any]:
    """What was carried over and where both sides changed the same."""
    return {
        "edits": [asdict(edit) | {"at": _place(edit.at)} for edit in result.edits],
        "conflicts": [asdict(conflict) | {"at": _place(conflict.at)} for conflict in result.conflicts],
        "proposals": [asdict(proposal) | {"at": _place(proposal.at)} for proposal in result.proposals],
    }


def _place(at: object) -> str | None:
    return None if at is None else str(at)


def _count(result: Reconciliation) -> str:
    """How many edits and conflicts there are."""
    edits, conflicts = len(result.edits), len(result.conflicts)
    return f"{edits} edit{'s' * (edits != 1)} carried over, {conflicts or 'no'} conflict{'s' * (conflicts != 1)}"


def _edit_lines(result: Reconciliation) -> Iterator[str]:
    for edit in result.edits:
        yield f"  {edit.kind}: {cut(edit.words, _LONGEST)}"
    for proposal in result.proposals:
        yield f"  {'taken' if proposal.is_taken else 'proposed'} by {cut(str(proposal), _LONGEST)}"
