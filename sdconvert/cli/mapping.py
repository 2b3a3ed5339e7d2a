"""`sdconvert mapping`: propose a style mapping for Word documents, check one, or tell two apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import click

from sdconvert.archive import Limits
from sdconvert.batch.scheduler import NoResult, Workers, schedule
from sdconvert.batch.sources import Item
from sdconvert.batch.survey.documents import UsedStyles, used_styles
from sdconvert.batch.survey.jobs import survey_jobs
from sdconvert.batch.survey.trial import propose_and_try, try_mapping
from sdconvert.cli.completers import complete_styles
from sdconvert.cli.corpus import MANY, workers_for
from sdconvert.cli.groups import Group
from sdconvert.cli.limit_options import limit_options, limits_from
from sdconvert.cli.lists import read_lists
from sdconvert.cli.mapping_diff import diff
from sdconvert.cli.messages import is_quiet, tell
from sdconvert.cli.output import echo, echo_json, echo_text
from sdconvert.cli.progress import Advance, progress_of
from sdconvert.cli.proposal import form_of, mapping_text, proposal_table, styles
from sdconvert.cli.render import FileOutcome, as_text, exit_code, summary
from sdconvert.cli.render import as_json as findings_as_json
from sdconvert.cli.row_reasons import reason_lines, reasons_of
from sdconvert.cli.shared_command import SharedCommand
from sdconvert.cli.shared_options import (
    fail_on_option,
    jobs_option,
    json_option,
    list_option,
    output_option,
    progress_option,
)
from sdconvert.cli.skipped import check_documents, fail_empty_option, tell_of_nothing, tell_of_skipped
from sdconvert.cli.stdio import DASH, STDIN, check_stdin, source_at, write_result
from sdconvert.effects import corpus_findings
from sdconvert.files import as_path
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


@click.command("propose", cls=SharedCommand)
@click.argument("paths", nargs=-1, type=click.Path(readable=False, allow_dash=True), metavar="[FILE_OR_DIR]...")
@output_option(
    "Write the mapping to this file, - is standard output: JSON, or TOML with the reasons as comments when it ends in "
    ".toml or with --toml. Without, a table is printed."
)
@list_option
@click.option(
    "--check",
    "mapping_file",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Propose nothing; judge this mapping file (JSON or TOML) against the documents.",
)
@click.option(
    "--candidates/--no-candidates",
    default=False,
    show_default=True,
    help="Map styles that only look like headings as headings, too. Without, they are only shown.",
)
@click.option(
    "--explain",
    "explained",
    metavar="STYLE",
    shell_complete=complete_styles,
    help="Print what speaks for the row of this style and what against it, with examples, and nothing else.",
)
@fail_empty_option
@fail_on_option()
@limit_options
@jobs_option(f"1, which needs no process; one for each processor from {MANY} documents on")
@progress_option
@click.option("--toml", "as_toml", is_flag=True, help="Print TOML, with the reasons as comments.")
@json_option(
    "the mapping, the object that the Partner API takes as `mapping`; with --check, `files` with `file`, `error` and "
    "`findings`, and `summary`; with --explain, `style`, `maps_to`, `choices`, `forms` and `changes`"
)
@click.pass_context
def propose(
    ctx: click.Context,
    paths: tuple[str, ...],
    output: Path | None,
    lists: tuple[str, ...],
    mapping_file: Path | None,
    candidates: bool,
    explained: str | None,
    fails_empty: bool,
    fail_on: Severity | None,
    max_size: int | None,
    max_ratio: int,
    max_members: int,
    jobs: int | None,
    progress: str,
    as_toml: bool,
    as_json: bool,
) -> None:
    """Propose a style mapping: what the Word import makes of each paragraph style that the documents use.

    FILE_OR_DIR is a Word file, a folder, a pattern, or - for standard input. The table says how often each style is
    used, in how many files, an example, what it maps to, how far that can be trusted, and why.

    Confidence is high where Word's own name, an outline level or the numbering states what a style is, medium where
    that is concluded, from the style it is based on or from the absence of every other sign, low where only the look
    speaks for a heading or against a text. Where some of the paragraphs speak against a row, it is no more than medium,
    with the share of those that agree, and low where no more than half of them do.

    Exit code: 0 fine, 1 findings at or above --fail-on, 2 something could not be read.

    \b
    sdconvert mapping contracts/
    sdconvert mapping contracts/ -o mapping.toml
    sdconvert mapping contracts/ --check mapping.toml
    """
    _check_usage((*paths, *lists), output, mapping_file, explained, as_toml=as_toml, as_json=as_json)
    limits = limits_from(max_size, max_ratio, max_members)
    named = (*paths, *read_lists(lists))
    documents = find_documents([one for one in named if one != str(DASH)])
    tell_of_skipped(one for one in documents.skipped if not one.is_unread)
    unread = [FileOutcome(one.place, error=f"{one.reason}.") for one in documents.skipped if one.is_unread]
    inputs = [*([DASH] if str(DASH) in named else []), *(path for path, _ in documents.inputs)]
    check_documents(bool(inputs), fails_empty)
    tell_of_nothing(bool(inputs))
    with ExitStack() as opened:
        files = [opened.enter_context(_open_item(path, limits)) for path in inputs]
        workers = Workers(workers_for(jobs, len(files)))
        advance = opened.enter_context(progress_of(len(files), "Reading", progress))
        read = _read(files, workers, limits, advance)
        outcomes = [_outcome(item.name, one) for item, one in zip(files, read, strict=True)] + unread
        options = ConversionOptions(limits=limits)
        if mapping_file is not None:
            outcomes.append(FileOutcome(str(mapping_file), _check(mapping_file, files, read, workers, options)))
            _print_check(outcomes, as_json=as_json)
        else:
            votes = _votes(read)
            proposal = propose_and_try(votes, files, options, workers)
            if explained is not None:
                reasons = reasons_of(explained, proposal, votes, files, workers, limits)
                echo_json(reasons) if as_json else echo(*reason_lines(reasons))
                return
            outcomes.append(FileOutcome("mapping", proposal.findings))
            _print_troubles(outcomes)
            if proposal.rows:
                chosen = proposal.with_candidates() if candidates else proposal
                _print_proposal(chosen, _form(output, as_toml=as_toml, as_json=as_json), output)
    ctx.exit(exit_code(outcomes, fail_on))


@click.group(cls=_WithDefault, commands=[propose, diff])
def mapping() -> None:
    """Propose a style mapping, check one, or tell two apart."""


def _check_usage(
    named: tuple[str, ...],
    output: Path | None,
    mapping_file: Path | None,
    explained: str | None,
    *,
    as_toml: bool,
    as_json: bool,
) -> None:
    """Raises: click.UsageError for options that do not go together, and when no document is named."""
    if not named:
        raise click.UsageError("Name documents: FILE_OR_DIR, or a list with --from-file.")
    check_stdin(*named)
    if mapping_file is not None and (output is not None or as_toml):
        raise click.UsageError("--check prints findings; it goes with neither --output nor --toml.")
    if explained is not None and (mapping_file is not None or output is not None or as_toml):
        raise click.UsageError("--explain prints one row; it goes with none of --check, --output and --toml.")
    if as_json and as_toml:
        raise click.UsageError("Give --json or --toml, not both.")


@contextmanager
def _open_item(path: Path, limits: Limits) -> Iterator[Item]:
    """A document; standard input is a copy, since each document is read more than once."""
    if path != DASH:
        yield Item(str(path), str(path))
        return
    with as_path(source_at(path, limits), "") as copy:
        yield Item(STDIN, str(copy))


def _read(files: Sequence[Item], workers: Workers, limits: Limits, advance: Advance) -> list[_Read]:
    """The styles of each file, in the order of the files."""
    found: dict[int, _Read] = {}
    for job, read in schedule(used_styles, survey_jobs(files, limits=limits), workers):
        found[job.number] = read
        advance(len(found), job.item.name)
    return [found[number] for number in range(len(files))]


def _outcome(name: str, read: _Read) -> FileOutcome:
    return FileOutcome(name, error=read.reason) if isinstance(read, NoResult) else FileOutcome(name, read.findings)


def _votes(read: Iterable[_Read]) -> Votes:
    votes = Votes()
    for number, one in enumerate(read):
        if isinstance(one, Result):
            votes.add(number, one.value.uses, one.value.forms)
    return votes


def _check(
    mapping_file: Path, files: Sequence[Item], read: Sequence[_Read], workers: Workers, options: ConversionOptions
) -> tuple[Finding, ...]:
    """What is wrong with a mapping file, and what it changes of what a reader of these files sees."""
    readable = {number: one.value for number, one in enumerate(read) if isinstance(one, Result)}
    checked = check_file(mapping_file, [use for styles in readable.values() for use in styles.uses])
    if any(finding.severity is Severity.ERROR for finding in checked):
        return checked
    stylemap = load_stylemap(mapping_file)
    counts = try_mapping(stylemap, files, files_changed_by(stylemap, _votes(read)), options, workers)
    return (*checked, *corpus_findings(counts, [item.name for item in files]))


def _print_check(outcomes: Sequence[FileOutcome], *, as_json: bool) -> None:
    if as_json:
        echo_text(findings_as_json(outcomes))
        tell(summary(outcomes))
        return
    shown = _with_news(outcomes) if is_quiet() else (*_with_news(outcomes[:-1]), outcomes[-1])
    for line in as_text(shown):
        echo(line)


def _print_troubles(outcomes: Sequence[FileOutcome]) -> None:
    for line in as_text(one for one in _with_news(outcomes) if one.error is not None or not is_quiet()):
        echo(line, err=True)


def _with_news(outcomes: Iterable[FileOutcome]) -> Iterator[FileOutcome]:
    return (outcome for outcome in outcomes if outcome.error is not None or outcome.findings)


def _print_proposal(proposal: Proposal, form: str, output: Path | None) -> None:
    if form == "table":
        echo(*proposal_table(proposal))
    else:
        write_result(output, mapping_text(proposal, form).encode())
    if output is not None and output != DASH:
        tell(f"{output}: {styles(len(proposal.rows))} mapped")
    if proposal.candidates and form != "table":
        tell(f"{styles(len(proposal.candidates))} only looking like headings: see the table, or use --candidates")


def _form(output: Path | None, *, as_toml: bool, as_json: bool) -> str:
    """What is printed or written: a table where nothing is said."""
    if as_toml or as_json:
        return "toml" if as_toml else "json"
    return "table" if output is None else form_of(output)
