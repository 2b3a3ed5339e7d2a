"""`sdconvert merge`: a Word template filled once for each record."""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import BinaryIO

import click

from sdconvert.cli.finding_options import finding_options
from sdconvert.cli.limit_options import limit_options, limits_from
from sdconvert.cli.mapping_file import load_mapping
from sdconvert.cli.messages import is_quiet, is_verbose, tell
from sdconvert.cli.output import echo, echo_json, echo_text, json_text, style
from sdconvert.cli.progress import Advance, progress_of
from sdconvert.cli.render import FileOutcome, as_text, totals
from sdconvert.cli.shared_command import SharedCommand
from sdconvert.cli.shared_options import json_option, mapping_option, output_folder_option, progress_option
from sdconvert.cli.stdio import DASH, check_stdin, is_force_given, name_of_source, source_at, write_result
from sdconvert.errors import UnreadableInput
from sdconvert.findings import Finding, Result, Severity, severity_counts
from sdconvert.merging.documents import DOCUMENTS, MergeOutcome, MergePlan, merge_all
from sdconvert.merging.filling import Missing
from sdconvert.merging.joins import load_join
from sdconvert.merging.patterns import parse_pattern
from sdconvert.merging.records import read_records
from sdconvert.merging.template import MergeTemplate, load_template
from sdconvert.recognition import FormatName

_SUFFIXES = {FormatName.DOCX: ".docx", FormatName.SDXML: ".zip"}
_NAMED_IN_SUMMARY = 5


@click.command(cls=SharedCommand)
@click.argument("template", type=click.Path(path_type=Path, allow_dash=True), metavar="TEMPLATE")
@click.option(
    "--records",
    type=click.Path(path_type=Path, allow_dash=True),
    metavar="FILE",
    help="The records: JSON lines, one object a line; - is standard input.",
)
@click.option(
    "--join",
    "joins",
    multiple=True,
    metavar="FIELD:NAME=FILE",
    help="Put the record of another file of JSON lines whose id is in FIELD under NAME; NAME[] makes a list of it. "
    "May be repeated.",
)
@output_folder_option("The folder of the documents.")
@click.option("--name", metavar="PATTERN", help="The names of the files.  [default: the record's id, or its line]")
@click.option("--title", metavar="PATTERN", help=f"The title of each document, for {DOCUMENTS}.")
@click.option("--description", metavar="PATTERN", help="The description of each document.")
@click.option("--group", metavar="PATTERN", help="The id of the group that gets each document.")
@click.option("--supplemental", metavar="PATTERN", help="The text that the document keeps for the partner system.")
@click.option(
    "--to",
    type=click.Choice([str(name) for name in _SUFFIXES]),
    default=str(FormatName.DOCX),
    show_default=True,
    help="Write Word files, or convert them to SDXML packages at once.",
)
@mapping_option("SDXML: a style mapping for the conversion.")
@click.option(
    "--missing",
    type=click.Choice([str(policy) for policy in Missing]),
    default=str(Missing.FINDING),
    show_default=True,
    help="A field that a record does not have: report it, make no document, or say nothing.",
)
@click.option(
    "--locale",
    metavar="LOCALE",
    default="en",
    show_default=True,
    help="How dates, numbers and money are written, such as de_DE.",
)
@click.option(
    "--timezone", metavar="ZONE", help="Show times in this zone, such as Europe/Berlin.  [default: their own]"
)
@click.option("--currency", metavar="CODE", help="The currency of amounts that name none, such as EUR.")
@click.option("--fields", "shows_fields", is_flag=True, help="Print the fields that the template asks for, and stop.")
@finding_options
@limit_options
@progress_option
@json_option(
    "`template`; `files` with `line`, `record`, `output`, `error` and `findings`; `summary`; with --fields, `fields`"
)
@click.pass_context
def merge(
    ctx: click.Context,
    template: Path,
    records: Path | None,
    joins: tuple[str, ...],
    output: Path | None,
    name: str | None,
    title: str | None,
    description: str | None,
    group: str | None,
    supplemental: str | None,
    to: str,
    mapping: Path | None,
    missing: str,
    locale: str,
    timezone: str | None,
    currency: str | None,
    shows_fields: bool,
    report: Path | None,
    fail_on: Severity | None,
    max_size: int | None,
    max_ratio: int,
    max_members: int,
    progress: str,
    as_json: bool,
) -> None:
    """Fill the Word file TEMPLATE once for each record, and list the documents for an upload.

    The template is a .docx or .dotx with tags: {{ customer.name }}, {{ start|date('long') }},
    {{ price|money('EUR') }}, {%tr for s in services %} … {%tr endfor %}. What a record holds is text, whatever it looks
    like. A record that cannot be filled in does not stop the others.

    A PATTERN names fields of the record in braces: '{id}-{customer.name}', '{services[0].name}'. The folder gets a file
    documents.jsonl with a line for each document, which `sdconvert batch run` takes.

    Exit code: 0 fine, 1 findings at or above --fail-on or a record without a document, 2 usage or an input that
    cannot be read.

    \b
    sdconvert merge booking.docx --fields
    sdconvert merge booking.docx --records bookings.jsonl -o out --name '{id}-{customer.name}'
    sdconvert merge booking.docx --records bookings.jsonl -o out --join customer_id:customer=customers.jsonl
    sdconvert merge booking.docx --records bookings.jsonl -o out --locale de_DE --timezone Europe/Berlin --missing error
    sdconvert fetch smartsettle negotiations | sdconvert merge agreement.docx --records - -o out --to sdxml
    """
    check_stdin(template, *([] if records is None else [records]))
    limits = limits_from(max_size, max_ratio, max_members)
    loaded = load_template(
        source_at(template, limits),
        locale=locale,
        timezone=timezone,
        currency=currency,
        missing=missing,
        limits=limits,
    )
    if shows_fields:
        echo_json({"fields": loaded.fields}) if as_json else echo(*loaded.fields)
        return
    if records is None or output is None:
        raise click.UsageError("Name the records with --records and a folder with -o.")
    loaded_joins = tuple(map(load_join, joins))
    _check_places([records, *(join.file for join in loaded_joins)], output, report)
    texts = {"title": title, "description": description, "groupId": group, "supplemental": supplemental}
    plan = MergePlan(
        None if name is None else parse_pattern(name),
        {key: parse_pattern(text) for key, text in texts.items() if text is not None},
        _SUFFIXES[FormatName(to)],
        _finish(FormatName(to), mapping),
        (template.stem,) if template.resolve().parent == output.resolve() else (),
        loaded_joins,
        is_force_given(),
    )
    for line in as_text([FileOutcome(name_of_source(template), loaded.findings)] if loaded.findings else []):
        tell(line)
    done = _merge(loaded, records, output, plan, progress, fail_on)
    text = json_text(_as_dict(loaded, done))
    if report is not None:
        write_result(report, f"{text}\n".encode())
    if as_json:
        echo_text(text)
    tell(_summary(done))
    _warn_of_others(output, plan.suffix, {step.file for step in done})
    ctx.exit(_exit_code(loaded, done, fail_on))


def _check_places(inputs: Iterable[Path], output: Path, report: Path | None) -> None:
    """Raises: click.UsageError when a result would take the place of an input."""
    listed = (output / DOCUMENTS).resolve()
    taken = {path.resolve() for path in inputs}
    if listed in taken:
        raise click.UsageError(f"{output / DOCUMENTS} would be written over by the list of documents; rename it.")
    if report is not None and report.resolve() in (listed, *taken):
        raise click.UsageError(f"{report} is an input or an output; name another file for the report.")


def _finish(to: FormatName, mapping: Path | None) -> Callable[[bytes], Result[bytes]]:
    if to is FormatName.DOCX:
        if mapping is not None:
            raise click.UsageError("--mapping is for the conversion with --to sdxml.")
        return Result
    from sdconvert.options import ConversionOptions
    from sdconvert.pipeline import prepare

    return prepare(ConversionOptions(to=to, mapping=None if mapping is None else load_mapping(mapping)))


def _merge(
    template: MergeTemplate,
    records: Path,
    output: Path,
    plan: MergePlan,
    progress: str,
    fail_on: Severity | None,
) -> list[MergeOutcome]:
    done = []
    with (
        _open_records(records) as stream,
        closing(_steps(template, stream, output, plan)) as steps,
        _progress_over(records, progress) as advance,
    ):
        for step in steps:
            done.append(step)
            advance(len(done), "" if step.file is None else step.file.name)
            if not advance.has_bar:
                _print(step, fail_on)
    if advance.has_bar:
        for step in done:
            if is_verbose() or _is_bad(step, fail_on):
                _print(step, fail_on)
    return done


def _progress_over(records: Path, progress: str) -> AbstractContextManager[Advance]:
    """How many records of standard input there are is known at its end only."""
    is_known = records != DASH
    return progress_of(_count_lines(records) if is_known else 0, "Merging", progress if is_known else "none")


def _steps(template: MergeTemplate, stream: BinaryIO, output: Path, plan: MergePlan) -> Generator[MergeOutcome]:
    yield from merge_all(template, read_records(stream), output, plan)


@contextmanager
def _open_records(records: Path) -> Iterator[BinaryIO]:
    if records == DASH:
        yield sys.stdin.buffer
        return
    try:
        stream = records.open("rb")
    except OSError as error:
        raise UnreadableInput(f"{records} cannot be read: {error.strerror or error}.") from error
    with stream:
        yield stream


def _count_lines(path: Path) -> int:
    with path.open("rb") as stream:
        return sum(1 for line in stream if line.strip())


def _is_bad(step: MergeOutcome, threshold: Severity | None) -> bool:
    return step.error is not None or FileOutcome("", step.findings).fails_at(threshold)


def _print(step: MergeOutcome, threshold: Severity | None) -> None:
    """Say what came of a record; with -q, only what makes the exit code another than 0."""
    if is_quiet() and not _is_bad(step, threshold):
        return
    if step.error is not None:
        echo(f"line {step.line}: {style('no document', 'red')}: {step.error}", err=True)
    elif is_verbose():
        for line in as_text([FileOutcome(str(step.file), step.findings)]):
            echo(line, err=True)
    else:
        echo(f"record {step.record} -> {step.file}: {severity_counts(step.findings)}", err=True)


def _summary(done: list[MergeOutcome]) -> str:
    failed = [f"line {step.line}" for step in done if step.error is not None]
    findings = severity_counts(finding for step in done for finding in step.findings)
    text = f"{len(done) - len(failed)} of {len(done)} merged ({findings})"
    if not failed:
        return text
    more = f" and {len(failed) - _NAMED_IN_SUMMARY} more" if len(failed) > _NAMED_IN_SUMMARY else ""
    return f"{text}, {len(failed)} not: {', '.join(failed[:_NAMED_IN_SUMMARY])}{more}"


def _warn_of_others(folder: Path, suffix: str, made: Collection[Path | None]) -> None:
    """Name the documents of the folder that are not of this run: an upload of the folder takes them, too."""
    others = sorted(path.name for path in folder.glob(f"*{suffix}") if path not in made)
    if others:
        more = ", …" if len(others) > _NAMED_IN_SUMMARY else ""
        tell(
            f"sdconvert: warning: {folder} has {len(others)} more {suffix} that {DOCUMENTS} does not name "
            f"({', '.join(others[:_NAMED_IN_SUMMARY])}{more}); an upload of the folder takes them, too. "
            "Give each run a folder of its own, or empty it before."
        )


def _exit_code(template: MergeTemplate, done: list[MergeOutcome], threshold: Severity | None) -> int:
    findings = [*template.findings, *(finding for step in done for finding in step.findings)]
    has_failed = any(step.error is not None for step in done)
    return int(has_failed or FileOutcome("", tuple(findings)).fails_at(threshold))


def _as_dict(template: MergeTemplate, done: list[MergeOutcome]) -> dict[str, object]:
    outcomes = [FileOutcome(str(step.line), step.findings, step.error) for step in done]
    return {
        "template": {"file": template.name, "fields": template.fields, "findings": _as_dicts(template.findings)},
        "files": [_record_as_dict(step) for step in done],
        "summary": totals(outcomes),
    }


def _record_as_dict(step: MergeOutcome) -> Mapping[str, object]:
    return {
        "line": step.line,
        "record": step.record,
        "output": None if step.file is None else str(step.file),
        "error": step.error,
        "findings": _as_dicts(step.findings),
    }


def _as_dicts(findings: Iterable[Finding]) -> list[dict[str, object]]:
    return [finding.as_dict() for finding in findings]
