"""Which block became which."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from sdconvert.comparison.alignment import find_gaps
from sdconvert.comparison.result import ComparedBlock

Blocks = Sequence[ComparedBlock]

_SIMILAR = 0.5
"""The share of words that two blocks need in common to be one that changed."""
_WINDOW = 12
"""How many blocks are looked ahead for the one that a block became."""


def align_blocks(before: Blocks, after: Blocks) -> Iterator[tuple[int | None, int | None]]:
    """Which block became which, those that are the same among them, in order: None for those that were added or
    removed."""
    done_a = done_b = 0
    for start_a, end_a, start_b, end_b in (
        *find_gaps(before, after),
        (len(before), len(before), len(after), len(after)),
    ):
        yield from zip(range(done_a, start_a), range(done_b, start_b), strict=True)
        for at_a, at_b in pair_blocks(before[start_a:end_a], after[start_b:end_b]):
            yield (None if at_a is None else start_a + at_a), (None if at_b is None else start_b + at_b)
        done_a, done_b = end_a, end_b


def pair_blocks(before: Blocks, after: Blocks) -> Iterator[tuple[int | None, int | None]]:
    """Which block of a stretch became which, in order: None for those that were added or removed."""
    bags = [Counter(entry.text.split()) for entry in after]
    at_b = 0
    for at_a, old in enumerate(before):
        found = _successor(old, after, bags, at_b)
        if found is None:
            yield at_a, None
            continue
        yield from ((None, added) for added in range(at_b, found))
        yield at_a, found
        at_b = found + 1
    yield from ((None, added) for added in range(at_b, len(after)))


def _successor(old: ComparedBlock, after: Blocks, bags: Sequence[Mapping[str, int]], start: int) -> int | None:
    """The most similar of the next blocks, None when none is similar enough."""
    words = Counter(old.text.split())
    best, place = _SIMILAR, None
    for at in range(start, min(start + _WINDOW, len(after))):
        similarity = _similarity(words, bags[at]) if words or bags[at] else float(_noun(old) == _noun(after[at]))
        if similarity >= best and (similarity > best or place is None):
            best, place = similarity, at
    return place


def _noun(entry: ComparedBlock) -> str:
    return entry.kind.partition(" ")[0]


def _similarity(one: Counter[str], other: Mapping[str, int]) -> float:
    """The share of the words of both that both have."""
    common = sum([min(count, other.get(word, 0)) for word, count in one.items()])
    return 2 * common / (sum(one.values()) + sum(other.values()))
