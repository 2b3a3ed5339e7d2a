"""`sdconvert batch survey`: what a corpus of Word documents holds and what a conversion of it would lose."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import click

from sdconvert.batch.processes import WorkerLimits
from sdconvert.batch.sources import discover
from sdconvert.batch.survey.html_page import survey_page
from sdconvert.batch.survey.survey import Survey, as_dict
from sdconvert.batch.survey.survey import survey as survey_of
from sdconvert.cli.columns import Column, columns
from sdconvert.cli.conversion_options import option_for
from sdconvert.cli.corpus import memory_option, processors, sources_argument, timeout_option
from sdconvert.cli.limit_options import limit_options, limits_from
from sdconvert.cli.lists import read_lists
from sdconvert.cli.mapping_file import load_mapping
from sdconvert.cli.messages import tell
from sdconvert.cli.output import echo, echo_text, json_text
from sdconvert.cli.progress import progress_of
from sdconvert.cli.proposal import form_of, mapping_text, proposal_table, styles, table_width
from sdconvert.cli.shared_command import SharedCommand
from sdconvert.cli.shared_options import (
    fail_on_option,
    html_option,
    jobs_option,
    json_option,
    list_option,
    mapping_option,
    output_option,
    progress_option,
)
from sdconvert.cli.skipped import check_documents, fail_empty_option, tell_of_nothing, tell_of_skipped
from sdconvert.cli.stdio import DASH, check_stdout, write_result
from sdconvert.findings import Severity
from sdconvert.ledger import Kind
from sdconvert.options import ConversionOptions
from sdconvert.pipeline import FORMATS
from sdconvert.recognition import FormatName
from sdconvert.stylemap.render import one_line

_CONTENTS = (
    Column("KIND"),
    *(Column(title, is_number=True) for title in ("FILES", "READ", "KEPT", "CHANGED", "LOST", "IN FILES")),
    Column("BY", least=12),
)
_CODES = (
    Column("CODE"),
    Column("SEVERITY"),
    Column("COUNT", is_number=True),
    Column("FILES", is_number=True),
    Column("FIRST", least=30),
    Column("IN", least=12, is_cut=True),
)
_WORST = (Column("LOSSES", is_number=True), Column("CHARACTERS", is_number=True), Column("FILE", least=30))


@click.command("survey", cls=SharedCommand)
@sources_argument
@output_option("Write to this file what --json prints; - is standard output.")
@list_option
@mapping_option("Predict a conversion with this style mapping.")
@option_for("revisions")
@html_option("the survey")
@click.option(
    "--mapping-out",
    type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
    metavar="FILE",
    help="Write the proposed mapping to this file: JSON, or TOML with the reasons when it ends in .toml.",
)
@click.option(
    "--candidates/--no-candidates",
    default=False,
    show_default=True,
    help="Map styles that only look like headings as headings, too. Without, they are only shown.",
)
@fail_empty_option
@fail_on_option(None)
@limit_options
@jobs_option("one for each processor")
@timeout_option
@memory_option
@progress_option
@json_option("`files`, `unreadable`, `mapping`, `styles`, `candidates`, `features` by kind, `findings`, `worst_files`")
@click.pass_context
def survey(
    ctx: click.Context,
    sources: tuple[str, ...],
    output: Path | None,
    lists: tuple[str, ...],
    mapping: Path | None,
    revisions: str | None,
    page: Path | None,
    mapping_out: Path | None,
    candidates: bool,
    fails_empty: bool,
    fail_on: Severity | None,
    max_size: int | None,
    max_ratio: int,
    max_members: int,
    jobs: int | None,
    timeout: float,
    memory: int,
    progress: str,
    as_json: bool,
) -> None:
    """Show what the Word documents of a corpus hold and what a conversion to SDXML would lose. Nothing is converted.

    SOURCE is a file, a folder, a pattern or a URL of fsspec. Shown are the paragraph styles of all files with one
    proposed mapping, the kinds of content, what a conversion would report, and the files that would lose most. A file
    that cannot be read, or takes too much time or memory twice, is named with the reason and stops no other.

    Exit code: 0 every file was read, 1 some were not, or findings at or above --fail-on, 2 an option
    cannot be used, or --fail-empty.

    \b
    sdconvert batch survey contracts/ -o survey.json --mapping-out mapping.toml
    sdconvert batch survey contracts/ --mapping mapping.toml
    sdconvert batch survey contracts/ --html survey.html
    """
    if not sources and not lists:
        raise click.UsageError("Name documents: SOURCE, or --from-file.")
    check_stdout(DASH if as_json else output, page, mapping_out)
    items, skipped = discover(sources, FORMATS[FormatName.DOCX].suffixes, read_lists(lists))
    check_documents(bool(items), fails_empty)
    options = ConversionOptions.parse(
        mapping=None if mapping is None else load_mapping(mapping),
        revisions=revisions,
        limits=limits_from(max_size, max_ratio, max_members),
    )
    with progress_of(len(items), "Surveying", progress) as advance:
        limits = WorkerLimits(seconds=timeout, memory=memory)
        found = survey_of(items, options, workers=jobs or processors(), limits=limits, on_result=advance)
    unread = tuple((one.place, f"{one.reason}.") for one in skipped if one.is_unread)
    found = replace(found, unreadable=(*found.unreadable, *unread))
    passed_over = [one for one in skipped if not one.is_unread]
    proposal = found.proposal.with_candidates() if candidates else found.proposal
    told = {"skipped": [one._asdict() for one in passed_over]}
    text = json_text(as_dict(found, with_candidates=candidates) | told)
    if output is not None:
        write_result(output, f"{text}\n".encode())
    if page is not None:
        # A name of bytes that are no text holds lone surrogates, which stand as U+FFFD on the page.
        write_result(page, survey_page(replace(found, proposal=proposal)).encode("utf-8", "replace"))
    if mapping_out is not None:
        write_result(mapping_out, mapping_text(proposal, form_of(mapping_out)).encode())
        tell(f"{mapping_out}: {styles(len(proposal.rows))} mapped")
    if DASH not in (output, page, mapping_out):
        if as_json:
            echo_text(text)
        else:
            echo(*_lines(replace(found, proposal=proposal)))
    tell_of_skipped(passed_over)
    tell_of_nothing(bool(items))
    is_bad = fail_on is not None and any(code.severity.reaches(fail_on) for code in found.codes.values())
    ctx.exit(int(bool(found.unreadable) or is_bad))


def _lines(found: Survey) -> Iterator[str]:
    yield _summary(found)
    for title, lines in (
        ("Not read", (f"  {name}: {one_line(reason)}" for name, reason in found.unreadable)),
        ("Paragraph styles, and a mapping for them", _style_lines(found)),
        ("About this mapping", (f"  {finding}" for finding in found.proposal.findings)),
        ("Of the mapping that is tried", (f"  {finding}" for finding in found.unused_rows)),
        ("Holds", _content_lines(found)),
        ("A conversion would report", _code_lines(found)),
        (f"Loses most, of {_files(found.losing)} that lose something", _worst_lines(found)),
    ):
        shown = list(lines)
        if shown:
            yield from ("", title, *shown)


def _summary(found: Survey) -> str:
    unreadable = len(found.unreadable)
    rest = f", {unreadable} could not be read" if unreadable else ""
    return f"{_files(len(found.names))}{rest}; {styles(len(found.proposal.rows))}"


def _files(count: int) -> str:
    return "1 file" if count == 1 else f"{count} files"


def _style_lines(found: Survey) -> Iterator[str]:
    return proposal_table(found.proposal, found.names) if found.proposal.rows else iter(())


def _content_lines(found: Survey) -> Iterator[str]:
    rows = [
        (
            *(str(kind), str(one.files), str(one.read), str(one.kept), str(one.changed)),
            *(str(one.lost), str(one.losing), _by_code(found, kind)),
        )
        for kind, one in found.contents.items()
    ]
    return columns(_CONTENTS, rows, table_width()) if rows else iter(())


def _by_code(found: Survey, kind: Kind) -> str:
    dropped = sorted(found.contents[kind].dropped.items(), key=lambda item: (-item[1], item[0]))
    return ", ".join(f"{code} × {lost}" for code, lost in dropped)


def _code_lines(found: Survey) -> Iterator[str]:
    rows = [
        (code_id, str(code.severity), str(code.count), str(code.files), code.example, found.names[code.example_file])
        for code_id, code in found.codes.items()
    ]
    return columns(_CODES, rows, table_width()) if rows else iter(())


def _worst_lines(found: Survey) -> Iterator[str]:
    rows = [(str(one.losses), str(one.characters), found.names[one.number]) for one in found.worst]
    return columns(_WORST, rows, table_width()) if rows else iter(())
