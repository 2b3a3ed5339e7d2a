"""Where two sequences are not the same: a patience diff, and pair by pair where little is left."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from typing import TypeVar

T = TypeVar("T", bound=Hashable)

_SMALL = 4_000
"""Pairs up to which a stretch is compared pair by pair."""


def find_gaps(a: Sequence[T], b: Sequence[T], small: int = _SMALL) -> Iterator[tuple[int, int, int, int]]:
    """The stretches between what both have, as start and end in `a` and in `b`, in order.

    What is equal at both ends is left out first, then items that stand once in both sequences are anchors, as in a
    patience diff; what is between them is compared pair by pair while it has no more than `small` pairs.
    """
    head = common_start(a, b)
    tail = common_start(a[head:][::-1], b[head:][::-1])
    end_a, end_b = len(a) - tail, len(b) - tail
    at_a, at_b = head, head
    anchors = _anchors(a[head:end_a], b[head:end_b])
    for anchor_a, anchor_b in [*((head + x, head + y) for x, y in anchors), (end_a, end_b)]:
        if (at_a, at_b) != (anchor_a, anchor_b):
            yield from _small_gaps(a, b, (at_a, anchor_a, at_b, anchor_b), bool(anchors), small)
        at_a, at_b = anchor_a + 1, anchor_b + 1


def _small_gaps(
    a: Sequence[T], b: Sequence[T], gap: tuple[int, int, int, int], is_part: bool, small: int
) -> Iterator[tuple[int, int, int, int]]:
    start_a, end_a, start_b, end_b = gap
    if is_part:
        inner = find_gaps(a[start_a:end_a], b[start_b:end_b], small)
        yield from ((start_a + w, start_a + x, start_b + y, start_b + z) for w, x, y, z in inner)
    elif (end_a - start_a) * (end_b - start_b) > small:
        yield gap
    else:
        at_a, at_b = start_a, start_b
        matches = _longest_common(a[start_a:end_a], b[start_b:end_b])
        for x, y in [*((start_a + x, start_b + y) for x, y in matches), (end_a, end_b)]:
            if (at_a, at_b) != (x, y):
                yield at_a, x, at_b, y
            at_a, at_b = x + 1, y + 1


def _longest_common(a: Sequence[T], b: Sequence[T]) -> Iterator[tuple[int, int]]:
    """The places of the longest row of items that both have in one order."""
    lengths = [[0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for x in range(len(a) - 1, -1, -1):
        row, below, item = lengths[x], lengths[x + 1], a[x]
        for y in range(len(b) - 1, -1, -1):
            row[y] = below[y + 1] + 1 if item == b[y] else max(below[y], row[y + 1])
    x = y = 0
    while x < len(a) and y < len(b):
        if a[x] == b[y]:
            yield x, y
            x, y = x + 1, y + 1
        elif lengths[x + 1][y] >= lengths[x][y + 1]:
            x += 1
        else:
            y += 1


def common_start(a: Sequence[T], b: Sequence[T]) -> int:
    """How many items both begin with."""
    count = 0
    for one, other in zip(a, b, strict=False):
        if one != other:
            break
        count += 1
    return count


def _anchors(a: Sequence[T], b: Sequence[T]) -> list[tuple[int, int]]:
    """The places of items that stand once in both, as far as they are in one order: the longest such row."""
    places_b = _once(b)
    found = [(at, places_b[item]) for item, at in _once(a).items() if item in places_b]
    return _longest_rising(sorted(found))


def _once(items: Sequence[T]) -> dict[T, int]:
    counts = Counter(items)
    return {item: at for at, item in enumerate(items) if counts[item] == 1}


def _longest_rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest row of pairs in which the second numbers rise."""
    ends: list[int] = []
    last: list[int] = []
    previous: list[int] = []
    for at, (_, value) in enumerate(pairs):
        length = bisect_left(ends, value)
        previous.append(last[length - 1] if length else -1)
        ends[length : length + 1] = [value]
        last[length : length + 1] = [at]
    row = []
    at = last[-1] if last else -1
    while at >= 0:
        row.append(pairs[at])
        at = previous[at]
    return row[::-1]
