"""What speaks for a row of a proposed mapping, and what against it, with examples."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sdconvert.archive import Limits
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


def reasons_of(
    style: str, proposal: Proposal, votes: Votes, files: Sequence[Item], workers: Workers, limits: Limits
) -> dict[str, Any]:
    """What is known of the row of a style, ready for JSON. Raises: BadConfiguration where there is none."""
    rows = {row.style: row for row in (*reversed(proposal.candidates), *proposal.rows)}
    key = proposal.stylemap.key(style, is_own=False)
    if key is None:
        raise BadConfiguration(f"There is no row {style!r}; there are {', '.join(sorted(rows))}.")
    row, said = rows[key], votes.by_style()[key]
    return {
        "style": row.style,
        "maps_to": str(row.row),
        "confidence": confidence(row),
        "count": row.count,
        "files": row.files,
        "choices": [
            {"maps_to": str(one.row), "count": of.paragraphs, "reason": one.reason, "ground": str(one.ground)}
            for one, of in said.ranking()
        ],
        "candidates": [
            {"maps_to": str(one.row), "reason": one.reason} for one in proposal.candidates if one.style == key
        ],
        "forms": list(_forms(row, said, files, workers, limits)),
        "changes": [
            {"what": change.words, "files": [files[number].name for number in change.files]} for change in row.changes
        ],
    }


def reason_lines(reasons: Mapping[str, Any]) -> Iterator[str]:
    """The same for people."""
    count, of = _number(reasons["count"], "paragraph"), _number(reasons["files"], "file")
    yield f"{one_line(reasons['style'])} → {reasons['maps_to']}: {reasons['confidence']}, {count} in {of}"
    yield from ("", "What speaks for which row")
    for choice in reasons["choices"]:
        count = _number(choice["count"], "paragraph")
        yield f"  {choice['maps_to']}: {count}, for {one_line(choice['reason'])} (by {choice['ground']})"
    for candidate in reasons["candidates"]:
        yield f"  it may be meant as {candidate['maps_to']}: {one_line(candidate['reason'])}"
    yield from ("", "What its paragraphs are without a mapping")
    for form in reasons["forms"]:
        yield from _form_lines(form)
    if reasons["changes"]:
        yield from ("", "What a reader would see changed")
    for change in reasons["changes"]:
        yield f"  {change['what']}: {', '.join(change['files'][:_MOST_FILES])}"


def _form_lines(form: Mapping[str, Any]) -> Iterator[str]:
    references = " references to" if form["is_reference"] else ""
    yield f"  {form['count']}{references} {form['form']}{', changed by the row' if form['is_changed'] else ''}"
    for example in form["examples"]:
        name = example["file"]
        yield f"    {cut('“' + one_line(example['text']) + '”', max(20, table_width() - len(name) - 8))} ({name})"


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _forms(
    row: ProposedRow, votes: StyleVotes, files: Sequence[Item], workers: Workers, limits: Limits
) -> Iterator[dict[str, Any]]:
    examples = _examples(votes, files, workers, limits)
    forms = votes.form_counts()
    for form in sorted(forms, key=lambda form: -forms[form]):
        shown = [] if form.is_reference else examples.get(form, [])[:_MOST_EXAMPLES]
        yield {
            "form": str(form),
            "count": forms[form],
            "is_reference": form.is_reference,
            "is_changed": not form.is_reference and bool(changes_by(row.row, {form: 1})),
            "examples": [{"text": text, "file": name} for text, name in shown],
        }


def _examples(
    votes: StyleVotes, files: Sequence[Item], workers: Workers, limits: Limits
) -> dict[Form, list[tuple[str, str]]]:
    """Examples of each form with the names of their files: of the first files that have it."""
    numbers = dict.fromkeys(number for held in votes.forms.values() for number in held.first_files(_MOST_FILES))
    jobs = [SurveyJob(number, files[number], votes.name[1], limits) for number in sorted(numbers)]
    found: dict[Form, list[tuple[str, str]]] = {}
    results = sorted(schedule(form_examples, jobs, workers), key=lambda one: one[0].number)
    for job, examples in results:
        if not isinstance(examples, NoResult):
            for form, texts in examples.items():
                found.setdefault(form, []).extend((text, job.item.name) for text in texts)
    return found
