"""What became of one document from one run to another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import field
from difflib import SequenceMatcher
from enum import StrEnum
from typing import NamedTuple

from sdconvert.batch.digest import Digest
from sdconvert.batch.outcome import Outcome, State, Step
from sdconvert.frozen import dataclass

_MOST_EXAMPLES = 5
_SLOWER = 2.0
_WORTH_TELLING = 1.0


class Change(StrEnum):
    """A kind of change. `validity`: how the document ended, or why it is not done, is another; `time`: twice as long or
    half, and a second at least; `unknown`: one of the runs kept no digest, and the results differ."""

    ADDED = "added"
    REMOVED = "removed"
    VALIDITY = "validity"
    LABELS = "labels"
    WORDS = "words"
    STRUCTURE = "structure"
    PICTURES = "pictures"
    FINDINGS = "findings"
    UNKNOWN = "unknown"
    TIME = "time"


THAT_COUNT = frozenset(Change) - {Change.TIME}
"""The kinds that make two runs differ where nothing is said: a machine is never as fast twice."""


class LabelChange(NamedTuple):
    """A label as readers of SMASHDOCs see it."""

    before: str
    after: str


@dataclass(frozen=True, slots=True)
class DocumentChange:
    """What became of a document. Counts are of blocks: those that are no more and those that are new by their words,
    those with another label, and those with another kind or level; of pictures, those that are gone and those that
    came. `findings` has the number of each code before and after, where they differ. `labels` are the first five
    examples."""

    name: str
    changes: tuple[Change, ...]
    before: Outcome | None = field(default=None, compare=False)
    after: Outcome | None = field(default=None, compare=False)
    blocks_gone: int = 0
    blocks_new: int = 0
    labels_changed: int = 0
    labels: tuple[LabelChange, ...] = ()
    kinds_changed: int = 0
    pictures_gone: int = 0
    pictures_new: int = 0
    findings: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    def lines(self) -> Iterator[str]:
        """What changed, a line for each kind, for a person."""
        before, after = self.before, self.after
        for change in self.changes:
            match change:
                case Change.VALIDITY if before is not None and after is not None:
                    error = f": {after.error}" if after.error else ""
                    yield f"{_good(before)} → {_good(after)}{error}"
                case Change.LABELS:
                    examples = ", ".join(f"{one.before or 'none'} → {one.after or 'none'}" for one in self.labels)
                    yield f"labels of {_number(self.labels_changed, 'block')}: {examples}"
                case Change.WORDS:
                    yield f"words: {_number(self.blocks_gone, 'block')} gone, {self.blocks_new:,} new"
                case Change.STRUCTURE:
                    yield f"structure: {_number(self.kinds_changed, 'block')} of another kind or level"
                case Change.PICTURES:
                    yield f"pictures: {self.pictures_gone:,} gone, {self.pictures_new:,} new"
                case Change.FINDINGS:
                    codes = (f"{code} {was:,} → {now:,}" for code, (was, now) in self.findings.items())
                    yield f"findings: {', '.join(codes)}"
                case Change.TIME if before is not None and after is not None:
                    yield f"time: {before.seconds:.2f} → {after.seconds:.2f} s"
                case Change.UNKNOWN:
                    yield "the results differ, and one of the runs kept nothing to tell in what"
                case _:
                    yield {Change.ADDED: "only in the second run", Change.REMOVED: "only in the first run"}[change]


def _good(outcome: Outcome) -> str:
    return "done" if outcome.state.is_good else str(outcome.state)


def _number(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def compare_outcomes(before: Outcome, after: Outcome, digests: tuple[Digest | None, Digest | None]) -> DocumentChange:
    """What became of a document that both runs did."""
    findings = _changed_counts(before.counts, after.counts)
    are_read = before.state.is_good and after.state.is_good
    content = _compare_digests(*digests) if are_read and None not in digests else _Content()
    found = {
        Change.VALIDITY: _good(before) != _good(after) or before.error != after.error,
        Change.LABELS: bool(content.labels),
        Change.WORDS: bool(content.gone or content.new),
        Change.STRUCTURE: bool(content.kinds),
        Change.PICTURES: bool(content.pictures_gone or content.pictures_new),
        Change.FINDINGS: bool(findings),
        Change.UNKNOWN: are_read and None in digests and _result(before) != _result(after),
        Change.TIME: _is_other_time(before, after),
    }
    return DocumentChange(
        before.name,
        tuple(change for change, is_there in found.items() if is_there),
        before,
        after,
        content.gone,
        content.new,
        len(content.labels),
        tuple(content.labels[:_MOST_EXAMPLES]),
        content.kinds,
        content.pictures_gone,
        content.pictures_new,
        findings,
    )


def _result(outcome: Outcome) -> str:
    step = outcome.step(Step.CONVERT)
    return "" if step is None else step.output_hash


def _is_other_time(before: Outcome, after: Outcome) -> bool:
    """Whether both did the document, and one took much longer."""
    if State.UNCHANGED in (before.state, after.state):
        return False
    short, long = sorted((before.seconds, after.seconds))
    return long - short >= _WORTH_TELLING and long >= _SLOWER * short


def _changed_counts(before: Counter[str], after: Counter[str]) -> dict[str, tuple[int, int]]:
    return {code: (before[code], after[code]) for code in sorted({*before, *after}) if before[code] != after[code]}


class _Content(NamedTuple):
    gone: int = 0
    new: int = 0
    labels: tuple[LabelChange, ...] = ()
    kinds: int = 0
    pictures_gone: int = 0
    pictures_new: int = 0


def _compare_digests(before: Digest | None, after: Digest | None) -> _Content:
    """What tells one digest from another. Blocks are aligned by their words; of blocks whose words changed as many for
    as many, labels and kinds are compared in their order."""
    assert before is not None
    assert after is not None
    if before == after:
        return _Content()
    pictures = Counter(before.pictures), Counter(after.pictures)
    gone = new = kinds = 0
    labels: list[LabelChange] = []
    matcher = SequenceMatcher(None, before.words, after.words, autojunk=False)
    for tag, low, high, start, end in matcher.get_opcodes():
        if tag != "equal":
            gone, new = gone + (high - low) * before.group, new + (end - start) * after.group
        if high - low == end - start:
            kinds += sum(map(str.__ne__, before.kinds[low:high], after.kinds[start:end]))
            pairs = zip(before.labels[low:high], after.labels[start:end], strict=True)
            labels += [LabelChange(was, now) for was, now in pairs if was != now]
    return _Content(
        gone, new, tuple(labels), kinds, (pictures[0] - pictures[1]).total(), (pictures[1] - pictures[0]).total()
    )
