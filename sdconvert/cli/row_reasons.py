"""What speaks for a row of a proposed mapping, and what against it, with examples."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sdconvert.batch.scheduler import NoResult, Workers, schedule
from sdconvert.batch.sources import Item
from sdconvert.batch.survey.documents import form_examples
from sdconvert.batch.survey.jobs import SurveyJob
from sdconvert.cli.columns import cut
from sdconvert.cli.proposal import confidence, table_width
from sdconvert.errors import BadConfiguration
from sdconvert.stylemap.forms import Form, changes_by
from sdconvert.stylemap.proposal import Proposal, ProposedRow
from sdconvert.stylemap.render import one_line
from sdconvert.stylemap.votes import StyleVotes, Votes

_MOST_FILES = 20
_MOST_EXAMPLES = 3


def explain_row(style: str, proposal: Proposal, votes: Votes, files: Sequence[Item], workers: Workers) -> Iterator[str]:
    """The lines about the row of a style. Raises: BadConfiguration where there is none."""
    rows = {row.style: row for row in (*reversed(proposal.candidates), *proposal.rows)}
    key = proposal.stylemap.key(style, is_own=False)
    if key is None:
        raise BadConfiguration(f"There is no row {style!r}; there are {', '.join(sorted(rows))}.")
    row, said = rows[key], votes.by_style()[key]
    yield f"{one_line(row.style)} → {row.row}: {confidence(row)}, {_in_files(row)}"
    yield ""
    yield "What speaks for which row"
    for choice, supporters in said.ranking():
        count = _number(supporters.paragraphs, "paragraph")
        yield f"  {choice.row}: {count}, for {one_line(choice.reason)} (by {choice.ground})"
    for candidate in proposal.candidates:
        if candidate.style == key:
            yield f"  it may be meant as {candidate.row}: {one_line(candidate.reason)}"
    yield from _forms(row, said, files, workers)
    if row.changes:
        yield from ("", "What a reader would see changed")
    for change in row.changes:
        names = ", ".join(files[number].name for number in change.files[:_MOST_FILES])
        yield f"  {change.words}: {names}"


def _in_files(row: ProposedRow) -> str:
    return f"{_number(row.count, 'paragraph')} in {_number(row.files, 'file')}"


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _forms(row: ProposedRow, votes: StyleVotes, files: Sequence[Item], workers: Workers) -> Iterator[str]:
    examples = _examples(votes, files, workers)
    yield from ("", "What its paragraphs are without a mapping")
    forms = votes.form_counts()
    for form in sorted(forms, key=lambda form: -forms[form]):
        if form.is_reference:
            yield f"  {forms[form]} references to {form}"
            continue
        change = ", changed by the row" if changes_by(row.row, {form: 1}) else ""
        yield f"  {forms[form]} {form}{change}"
        for text, name in examples.get(form, [])[:_MOST_EXAMPLES]:
            yield f"    {cut(f'“{one_line(text)}”', max(20, table_width() - len(name) - 8))} ({name})"


def _examples(votes: StyleVotes, files: Sequence[Item], workers: Workers) -> dict[Form, list[tuple[str, str]]]:
    """Examples of each form with the names of their files: of the first files that have it."""
    numbers = dict.fromkeys(number for held in votes.forms.values() for number in held.first_files(_MOST_FILES))
    jobs = [SurveyJob(number, files[number], votes.name[1]) for number in sorted(numbers)]
    found: dict[Form, list[tuple[str, str]]] = {}
    results = sorted(schedule(form_examples, jobs, workers), key=lambda one: one[0].number)
    for job, examples in results:
        if not isinstance(examples, NoResult):
            for form, texts in examples.items():
                found.setdefault(form, []).extend((text, job.item.name) for text in texts)
    return found
