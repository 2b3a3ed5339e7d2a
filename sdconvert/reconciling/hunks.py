"""Three rows of items -> one: what two sides changed in a row that both began with, as diff3 has it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import Generic, NamedTuple, TypeVar

from sdconvert.comparison.alignment import find_gaps
from sdconvert.frozen import dataclass

T = TypeVar("T")

_SMALL = 40_000
"""Pairs of items up to which a stretch is compared pair by pair."""

Gap = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Hunk(Generic[T]):
    """Items `start` to `end` of the base that others took the place of."""

    start: int
    end: int
    items: tuple[T, ...]

    @property
    def is_insertion(self) -> bool:
        return self.start == self.end


class Region(NamedTuple, Generic[T]):
    """A stretch of the base that one side changed, or both: None is a side that did not. `is_same`: both made the same
    of it."""

    start: int
    end: int
    mine: tuple[T, ...] | None
    theirs: tuple[T, ...] | None
    is_same: bool = False

    @property
    def is_conflict(self) -> bool:
        return self.mine is not None and self.theirs is not None and not self.is_same


def gaps_between(a: Sequence[Hashable], b: Sequence[Hashable], is_island: Callable[[int], bool]) -> list[Gap]:
    """The stretches in which two rows are not the same. A single item of `a` for which `is_island` holds, between two
    changes, is taken along with them."""
    joined: list[Gap] = []
    for gap in find_gaps(a, b, _SMALL):
        last = joined[-1] if joined else None
        if last is not None and gap[0] - last[1] == 1 and is_island(last[1]) and _is_change(last) and _is_change(gap):
            joined[-1] = (last[0], gap[1], last[2], gap[3])
        else:
            joined.append(gap)
    return joined


def _is_change(gap: Gap) -> bool:
    return gap[0] < gap[1] and gap[2] < gap[3]


def matches_of(gaps: Sequence[Gap], length: int) -> dict[int, int]:
    """Which item of the first row is which of the second, by the stretches that are not the same."""
    found: dict[int, int] = {}
    at_a = at_b = 0
    for start_a, end_a, _, end_b in (*gaps, (length, length, -1, -1)):
        found.update(zip(range(at_a, start_a), range(at_b, at_b + start_a - at_a), strict=True))
        at_a, at_b = end_a, end_b
    return found


def project(gaps: Sequence[Gap], base_gaps: Sequence[Gap]) -> list[Gap]:
    """Changes of a row `shown` as changes of the base that it stands for; `base_gaps` are those between these two. What
    begins or ends within such a gap covers all of it."""
    projected: list[Gap] = []
    for start, end, start_b, end_b in gaps:
        first, low = _project_place(start, base_gaps, is_start=True)
        last, high = (first, low) if start == end and first == start else _project_place(end, base_gaps, is_start=False)
        gap = (low, max(low, high), start_b - (start - first), end_b + (last - end))
        if projected and projected[-1][1] > gap[0]:
            before = projected.pop()
            gap = (before[0], max(before[1], gap[1]), before[2], gap[3])
        projected.append(gap)
    return projected


def _project_place(place: int, base_gaps: Sequence[Gap], *, is_start: bool) -> tuple[int, int]:
    """A boundary in the shown row, moved to the boundary of a gap that it lies within, and the same in the base."""
    shift = 0
    for start_a, end_a, start_b, end_b in base_gaps:
        if place < start_b:
            break
        at_end, at_start = place == end_b, place == start_b
        if at_end and (is_start or not at_start):
            return place, end_a
        if at_start:
            return place, start_a
        if place < end_b:
            return (start_b, start_a) if is_start else (end_b, end_a)
        shift = end_a - end_b
    return place, place + shift


def find_regions(
    mine: Sequence[Hunk[T]],
    theirs: Sequence[Hunk[T]],
    compose_mine: Callable[[int, int], tuple[T, ...]],
    compose_theirs: Callable[[int, int], tuple[T, ...]],
    key: Callable[[T], Hashable],
) -> Iterator[Region[T]]:
    """What either side changed, in order. Changes that overlap are one region, in which both sides are whole:
    `compose_mine` and `compose_theirs` give what each has for a stretch of the base."""
    for low, high, has_mine, has_theirs in _group(mine, theirs):
        ours = compose_mine(low, high) if has_mine else None
        other = compose_theirs(low, high) if has_theirs else None
        is_same = ours is not None and other is not None and list(map(key, ours)) == list(map(key, other))
        yield Region(low, high, ours, other, is_same)


def _group(mine: Sequence[Hunk[T]], theirs: Sequence[Hunk[T]]) -> Iterator[tuple[int, int, bool, bool]]:
    changes = sorted(
        [(hunk.start, hunk.end, 0) for hunk in mine] + [(hunk.start, hunk.end, 1) for hunk in theirs],
        key=lambda change: change,
    )
    open_group: tuple[int, int, set[int]] | None = None
    for start, end, side in changes:
        if open_group is not None and _overlap(open_group[0], open_group[1], start, end):
            open_group = (open_group[0], max(open_group[1], end), open_group[2] | {side})
            continue
        if open_group is not None:
            yield open_group[0], open_group[1], 0 in open_group[2], 1 in open_group[2]
        open_group = (start, end, {side})
    if open_group is not None:
        yield open_group[0], open_group[1], 0 in open_group[2], 1 in open_group[2]


def _overlap(low: int, high: int, start: int, end: int) -> bool:
    """Whether a change meets those before it, which begin no later: in an item, or by being inserted at one place."""
    if low == high:
        return start == end == low
    return start < high
