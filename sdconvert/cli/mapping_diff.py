"""`sdconvert mapping diff`: which documents another mapping would change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count
from pathlib import Path

import click

from sdconvert.batch.scheduler import NoResult, Workers, schedule
from sdconvert.batch.sources import Item, discover
from sdconvert.batch.survey.difference import Becoming, Changes, RowChange, both_as_json, changes_of, row_changes
from sdconvert.batch.survey.jobs import SurveyJob, survey_jobs
from sdconvert.cli.corpus import MANY, workers_for
from sdconvert.cli.limit_options import limit_options, limits_from
from sdconvert.cli.lists import read_lists
from sdconvert.cli.mapping_file import load_mapping
from sdconvert.cli.output import echo, echo_json, style
from sdconvert.cli.progress import Advance, progress_of
from sdconvert.cli.shared_command import SharedCommand
from sdconvert.cli.shared_options import jobs_option, json_option, list_option, progress_option
from sdconvert.cli.skipped import tell_of_skipped
from sdconvert.frozen import dataclass
from sdconvert.paths import Skipped
from sdconvert.pipeline import FORMATS
from sdconvert.recognition import FormatName
from sdconvert.stylemap.render import one_line
from sdconvert.stylemap.rows import MappingRow

_UNUSABLE = 2
_MOST_KINDS = 5


@dataclass(frozen=True, slots=True)
class _MappingDifference:
    """What is not the same: rows, and documents, those with the most changes first."""

    rows: tuple[RowChange, ...]
    documents: tuple[tuple[str, Changes], ...]
    unreadable: tuple[tuple[str, str], ...]
    same: int

    @property
    def totals(self) -> list[tuple[Becoming, int]]:
        """How many blocks of all documents become what, the most first."""
        totals: Counter[Becoming] = Counter()
        for _, changes in self.documents:
            totals.update(changes.counts)
        return sorted(totals.items(), key=lambda item: (-item[1], item[0]))

    @property
    def exit_code(self) -> int:
        return _UNUSABLE if self.unreadable else int(bool(self.documents))


@click.command("diff", cls=SharedCommand)
@click.argument("old", type=click.Path(path_type=Path, dir_okay=False))
@click.argument("new", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--on",
    "sources",
    multiple=True,
    metavar="PATH",
    help="The documents: a folder, a file, a pattern or a URL of fsspec. May be repeated.",
)
@list_option
@limit_options
@jobs_option(f"1, which needs no process; one for each processor from {MANY} documents on")
@progress_option
@json_option("`rows`, `changes`, `documents` with `file`, `changed` and `examples`, `same`, and `unreadable`")
@click.pass_context
def diff(
    ctx: click.Context,
    old: Path,
    new: Path,
    sources: tuple[str, ...],
    lists: tuple[str, ...],
    max_size: int | None,
    max_ratio: int,
    max_members: int,
    jobs: int | None,
    progress: str,
    as_json: bool,
) -> None:
    """Show which rows of the mappings OLD and NEW differ, and which documents become something else under NEW.

    For each document it says how many blocks of text change, from what into what, and shows the first ones. Levels
    count from 0, as in a mapping.

    Exit code: 0 no document changes, 1 some do, 2 a mapping cannot be used or a document cannot be read.

    \b
    sdconvert mapping diff mapping.json new.json --on contracts/
    """
    if not sources and not lists:
        raise click.UsageError("Name documents with --on, or a list with --from-file.")
    mappings = load_mapping(old), load_mapping(new)
    items, skipped = discover(sources, FORMATS[FormatName.DOCX].suffixes, read_lists(lists))
    rows = row_changes(*mappings)
    todo = survey_jobs(items, both_as_json(*mappings), limits_from(max_size, max_ratio, max_members))
    with progress_of(len(items), "Comparing", progress) as advance:
        found = _changes(todo, workers_for(jobs, len(items)), advance)
    difference = _difference(rows, items, found, skipped)
    tell_of_skipped(one for one in skipped if not one.is_unread)
    if as_json:
        echo_json(_as_dict(difference))
    else:
        echo(*_as_text(difference))
    ctx.exit(difference.exit_code)


def _changes(jobs: Iterable[SurveyJob], workers: int, advance: Advance) -> Mapping[int, Changes | NoResult]:
    """What changes of each document, those left out in which nothing does."""
    done = count(1)
    found: dict[int, Changes | NoResult] = {}
    for job, changes in schedule(changes_of, jobs, Workers(workers)):
        advance(next(done), job.item.name)
        if isinstance(changes, NoResult) or changes.total:
            found[job.number] = changes
    return found


def _difference(
    rows: tuple[RowChange, ...],
    items: Sequence[Item],
    found: Mapping[int, Changes | NoResult],
    skipped: Iterable[Skipped],
) -> _MappingDifference:
    named = [(items[number].name, found[number]) for number in sorted(found)]
    documents = [(name, one) for name, one in named if isinstance(one, Changes)]
    unreadable = tuple((name, one.reason) for name, one in named if isinstance(one, NoResult))
    unreadable += tuple((one.place, f"{one.reason}.") for one in skipped if one.is_unread)
    documents.sort(key=lambda item: -item[1].total)
    return _MappingDifference(rows, tuple(documents), unreadable, len(items) - len(found))


def _as_text(difference: _MappingDifference) -> Iterator[str]:
    yield {0: "no row differs", 1: "1 row differs"}.get(len(difference.rows), f"{len(difference.rows)} rows differ")
    for change in difference.rows:
        yield f"  {_sign(change)} {one_line(change.style)}: {_row(change.before)} → {_row(change.after)}"
    for name, changes in difference.documents:
        yield ""
        yield f"{name}: {changes.total} of {_number(changes.blocks, 'block')} become something else"
        yield from _kinds(list(changes.counts.items()))
        for one in changes.seen:
            yield f"    a reader sees: {one_line(one.row or one.style)} {one.words_of_one}"
        for example in changes.examples:
            place = "" if example.paragraph is None else f"paragraph {example.paragraph}, "
            yield f"    {place}“{one_line(example.text)}”: {example.before} → {example.after}"
    yield ""
    for name, reason in difference.unreadable:
        yield f"{name}: {style('unreadable', 'red')}: {one_line(reason)}"
    yield _summary(difference)


def _kinds(counts: list[tuple[Becoming, int]]) -> Iterator[str]:
    for becoming, times in counts[:_MOST_KINDS]:
        yield f"  {times:>6} × {one_line(becoming.style)}: {becoming.before} → {becoming.after}"
    if len(counts) > _MOST_KINDS:
        yield f"         and {len(counts) - _MOST_KINDS} other kinds of change"


def _summary(difference: _MappingDifference) -> str:
    blocks = sum(changes.total for _, changes in difference.documents)
    changing = f"{_number(len(difference.documents), 'document')} would change ({_number(blocks, 'block')})"
    unreadable = f", {len(difference.unreadable)} unreadable" if difference.unreadable else ""
    return f"{changing}, {difference.same} would not{unreadable}"


def _number(count: int, noun: str) -> str:
    return f"1 {noun}" if count == 1 else f"{count} {noun}s"


def _sign(change: RowChange) -> str:
    if change.before is None:
        return style("+", "green")
    return style("-", "red") if change.after is None else style("~", "yellow")


def _row(row: MappingRow | None) -> str:
    return "no row" if row is None else str(row)


def _as_dict(difference: _MappingDifference) -> dict[str, object]:
    return {
        "rows": [
            {
                "style": change.style,
                "before": None if change.before is None else str(change.before),
                "after": None if change.after is None else str(change.after),
            }
            for change in difference.rows
        ],
        "changes": [_becoming_as_dict(becoming, times) for becoming, times in difference.totals],
        "documents": [
            {
                "file": name,
                "changed": changes.total,
                "blocks": changes.blocks,
                "changes": [_becoming_as_dict(becoming, times) for becoming, times in changes.counts.items()],
                "examples": [example._asdict() for example in changes.examples],
                "seen": [{"row": one.row or one.style, "what": one.words_of_one} for one in changes.seen],
            }
            for name, changes in difference.documents
        ],
        "same": difference.same,
        "unreadable": [{"file": name, "error": reason} for name, reason in difference.unreadable],
    }


def _becoming_as_dict(becoming: Becoming, times: int) -> dict[str, object]:
    return {**becoming._asdict(), "count": times}
