"""What a mapping changes, as findings: of one document, and of all that it is meant for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from sdconvert.effects.summary import EffectCount
from sdconvert.findings import Finding, Severity, declare
from sdconvert.stylemap.proposal import NamedChange, Proposal

CHANGED_BY_MAPPING = declare(
    "MAP-015",
    Severity.WARNING,
    "{subject} {changes}; the first: {first}.",
    hint="Give the style another row, or none, which leaves its paragraphs as they are; or give the paragraphs another "
    "style in Word.",
    why="A row speaks for all paragraphs of a style. Where these are not all alike in Word, some read otherwise by it: "
    "a heading or a number comes, goes or changes, or a reference no longer follows what it refers to.",
)
FIXED_BY_MAPPING = declare(
    "MAP-016",
    Severity.INFO,
    "{subject} {changes}; the first: {first}.",
    hint="Choose a row that numbers, such as heading-ol, where SMASHDOCs is to count.",
    why="What is text reads the same and does not count on when the document is edited; what is counted does.",
)

_MOST_FILES = 3


def effect_findings(counts: Iterable[EffectCount]) -> tuple[Finding, ...]:
    """What a mapping changes in one document, a finding for each row and kind at the place of the first change."""
    return tuple(_finding(one, one.words_of_one, _example(one)) for one in counts)


def corpus_findings(counts: Iterable[EffectCount], names: Sequence[str]) -> tuple[Finding, ...]:
    """What a mapping changes in all documents, a finding for each row and kind, with the names of the files."""
    return tuple(
        replace(_finding(one, f"{one.words} ({_files(one, names)})", _example(one)), location=None) for one in counts
    )


def with_changes(proposal: Proposal, counts: Iterable[EffectCount], names: Sequence[str]) -> Proposal:
    """The proposal with each change that was found named by its row and among the findings."""
    counts = tuple(counts)
    changes: dict[str, list[NamedChange]] = {}
    for one in counts:
        changes.setdefault(one.row, []).append(NamedChange(one.words, one.files))
    rows = tuple(replace(row, changes=tuple(changes.get(row.style, ()))) for row in proposal.rows)
    return replace(proposal, rows=rows, findings=(*proposal.findings, *corpus_findings(counts, names)))


def _finding(one: EffectCount, changes: str, first: str) -> Finding:
    code = CHANGED_BY_MAPPING if one.kind.is_seen else FIXED_BY_MAPPING
    subject = f"The row “{one.row}”" if one.row else f"The mapping, in the style “{one.style}” that has no row,"
    details = {"subject": subject, "style": one.row or one.style, "kind": str(one.kind)}
    return Finding(code, one.first.place, {**details, "changes": changes, "first": first, "count": one.count})


def _example(one: EffectCount) -> str:
    effect = one.first
    if effect.before == effect.after:
        return f"“{effect.text}”"
    return f"“{effect.text}” ({effect.before or 'nothing'} → {effect.after or 'nothing'})"


def _files(one: EffectCount, names: Sequence[str]) -> str:
    return ", ".join(_shown_names(one.files, names))


def _shown_names(files: Sequence[int], names: Sequence[str]) -> Iterator[str]:
    yield from (names[number] for number in files[:_MOST_FILES])
    if len(files) > _MOST_FILES:
        yield f"{len(files) - _MOST_FILES} more"
