"""`sdconvert mapping`: propose a style mapping for Word documents, check one, or tell two apart."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import click

from sdconvert.batch.scheduler import NoResult, Workers, schedule
from sdconvert.batch.sources import Item
from sdconvert.batch.survey.documents import UsedStyles, used_styles
from sdconvert.batch.survey.jobs import survey_jobs
from sdconvert.batch.survey.trial import propose_and_try, try_mapping
from sdconvert.cli.corpus import MANY, workers_for
from sdconvert.cli.finding_options import fail_on_option
from sdconvert.cli.groups import Group
from sdconvert.cli.mapping_diff import diff
from sdconvert.cli.output import echo, echo_text
from sdconvert.cli.proposal import form_of, mapping_text, proposal_table, styles
from sdconvert.cli.render import FileOutcome, as_json, as_text, summary
from sdconvert.cli.row_reasons import explain_row
from sdconvert.cli.skipped import check_documents, fail_empty_option, tell_of_nothing, tell_of_skipped
from sdconvert.effects import corpus_findings
from sdconvert.files import save
from sdconvert.findings import Finding, Result, Severity
from sdconvert.options import ConversionOptions
from sdconvert.paths import find_documents
from sdconvert.stylemap.parse import check_file, load_stylemap
from sdconvert.stylemap.proposal import Proposal
from sdconvert.stylemap.propose import files_changed_by
from sdconvert.stylemap.votes import Votes

_Read = Result[UsedStyles] | NoResult


class _WithDefault(Group):
    """A group whose first argument is a file unless it is the name of a subcommand."""

    nameless = "propose"

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        first = args[0] if args else ""
        if first not in (*self.commands, *ctx.help_option_names):
            args = [self.nameless, *args]
        return super().parse_args(ctx, args)

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with click.Context(propose, info_name=ctx.info_name, parent=ctx.parent) as shown:
            propose.format_help(shown, formatter)
        self.format_commands(ctx, formatter)


@click.command("propose")
@click.argument("paths", nargs=-1, required=True, type=click.Path(readable=False), metavar="FILE_OR_DIR...")
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
    "--explain",
    "explained",
    metavar="ROW",
    help="Print what speaks for the row of this style and what against it, with examples, and nothing else.",
)
@click.option(
    "--jobs",
    type=click.IntRange(1),
    help="How many documents are read at once, by a process each.  [default: 1, which needs no process; one for each "
    f"processor from {MANY} documents on]",
)
@fail_empty_option
@fail_on_option()
@click.pass_context
def propose(
    ctx: click.Context,
    paths: tuple[str, ...],
    output: Path | None,
    form: str | None,
    mapping_file: Path | None,
    candidates: bool,
    explained: str | None,
    jobs: int | None,
    fails_empty: bool,
    fail_on: Severity,
) -> None:
    """Propose a style mapping: what the Word import makes of each paragraph style that the documents use.

    The JSON is the object that the partner API takes as `mapping`. The table says how often each style is used, in how
    many files, an example, what it maps to, how far that can be trusted, and why.

    Confidence is high where Word's own name, an outline level or the numbering states what a style is, medium where
    that is concluded, from the style it is based on or from the absence of every other sign, low where only the look
    speaks for a heading or against a text. Where some of the paragraphs speak against a row, it is no more than medium,
    with the share of those that agree, and low where no more than half of them do.

    Exit code: 0 fine, 1 findings at or above --fail-on, 2 something could not be read.
    """
    if mapping_file is not None and (output is not None or form == "toml"):
        raise click.UsageError("--check prints findings; it goes with neither --output nor --format toml.")
    if explained is not None and (mapping_file is not None or output is not None):
        raise click.UsageError("--explain prints one row; it goes with neither --check nor --output.")
    documents = find_documents(paths)
    tell_of_skipped(one for one in documents.skipped if not one.is_unread)
    check_documents(bool(documents.inputs), fails_empty)
    files = [Item(str(path), str(path)) for path, _ in documents.inputs]
    unread = [FileOutcome(one.place, error=f"{one.reason}.") for one in documents.skipped if one.is_unread]
    tell_of_nothing(bool(files))
    workers = Workers(workers_for(jobs, len(files)))
    read = _read(files, workers)
    outcomes = [_outcome(item.name, one) for item, one in zip(files, read, strict=True)] + unread
    if mapping_file is not None:
        outcomes.append(FileOutcome(str(mapping_file), _check(mapping_file, files, read, workers)))
        _print_check(outcomes, form)
    else:
        votes = _votes(read)
        proposal = propose_and_try(votes, files, ConversionOptions(), workers)
        if explained is not None:
            for line in explain_row(explained, proposal, votes, files, workers):
                echo(line)
            return
        outcomes.append(FileOutcome("mapping", proposal.findings))
        _print_troubles(outcomes)
        if proposal.rows:
            _print_proposal(proposal.with_candidates() if candidates else proposal, form, output)
    ctx.exit(_exit_code(outcomes, fail_on))


@click.group(cls=_WithDefault, commands=[propose, diff])
def mapping() -> None:
    """Propose a style mapping, check one, or tell two apart."""


def _read(files: Sequence[Item], workers: Workers) -> list[_Read]:
    """The styles of each file, in the order of the files."""
    found = {job.number: read for job, read in schedule(used_styles, survey_jobs(files), workers)}
    return [found[number] for number in range(len(files))]


def _outcome(name: str, read: _Read) -> FileOutcome:
    return FileOutcome(name, error=read.reason) if isinstance(read, NoResult) else FileOutcome(name, read.findings)


def _votes(read: Iterable[_Read]) -> Votes:
    votes = Votes()
    for number, one in enumerate(read):
        if isinstance(one, Result):
            votes.add(number, one.value.uses, one.value.forms)
    return votes


def _check(mapping_file: Path, files: Sequence[Item], read: Sequence[_Read], workers: Workers) -> tuple[Finding, ...]:
    """What is wrong with a mapping file, and what it changes of what a reader of these files sees."""
    readable = {number: one.value for number, one in enumerate(read) if isinstance(one, Result)}
    checked = check_file(mapping_file, [use for styles in readable.values() for use in styles.uses])
    if any(finding.severity is Severity.ERROR for finding in checked):
        return checked
    stylemap = load_stylemap(mapping_file)
    counts = try_mapping(stylemap, files, files_changed_by(stylemap, _votes(read)), ConversionOptions(), workers)
    return (*checked, *corpus_findings(counts, [item.name for item in files]))


def _print_check(outcomes: Sequence[FileOutcome], form: str | None) -> None:
    if form == "json":
        echo_text(as_json(outcomes))
        echo(summary(outcomes), err=True)
        return
    for line in as_text(_with_news(outcomes[:-1])):
        echo(line)
    for line in as_text(outcomes[-1:]):
        echo(line)


def _print_troubles(outcomes: Iterable[FileOutcome]) -> None:
    for line in as_text(_with_news(outcomes)):
        echo(line, err=True)


def _with_news(outcomes: Iterable[FileOutcome]) -> Iterator[FileOutcome]:
    return (outcome for outcome in outcomes if outcome.error is not None or outcome.findings)


def _print_proposal(proposal: Proposal, form: str | None, output: Path | None) -> None:
    text = _render(proposal, form or _default_form(output))
    if output is None:
        echo_text(text.rstrip("\n"))
    else:
        save(output, text.encode())
        echo(f"{output}: {styles(len(proposal.rows))} mapped", err=True)
    if proposal.candidates and (output is not None or form == "json" or not sys.stdout.isatty()):
        echo(
            f"{styles(len(proposal.candidates))} only looking like headings: see --format table, or use --candidates",
            err=True,
        )


def _default_form(output: Path | None) -> str:
    if output is not None:
        return form_of(output)
    return "table" if sys.stdout.isatty() else "json"


def _render(proposal: Proposal, form: str) -> str:
    if form == "table":
        return "".join(f"{line}\n" for line in proposal_table(proposal))
    return mapping_text(proposal, form)


def _exit_code(outcomes: Sequence[FileOutcome], threshold: Severity) -> int:
    if any(outcome.error is not None for outcome in outcomes):
        return 2
    return int(any(outcome.fails_at(threshold) for outcome in outcomes))
