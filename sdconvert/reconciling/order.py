"""Items of both sides in one order: blocks of a document or a cell, rows and columns of a table."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from typing import NamedTuple

from sdconvert.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Alignment:
    """Which item is which over the four versions, all by their places; `mine` and `theirs` are how many there are."""

    in_mine: Mapping[int, int]
    in_shown: Mapping[int, int]
    in_theirs: Mapping[int, int]
    mine: int
    theirs: int
    shown_of_theirs: Mapping[int, int] = field(init=False)
    base_of_mine: Mapping[int, int] = field(init=False)
    base_of_theirs: Mapping[int, int] = field(init=False)

    def __post_init__(self) -> None:
        base_of_shown = _inverse(self.in_shown)
        shown_of_theirs = _inverse(self.in_theirs)
        base_of_theirs = {at: base_of_shown[shown] for at, shown in shown_of_theirs.items() if shown in base_of_shown}
        object.__setattr__(self, "shown_of_theirs", shown_of_theirs)
        object.__setattr__(self, "base_of_mine", _inverse(self.in_mine))
        object.__setattr__(self, "base_of_theirs", base_of_theirs)


def _inverse(mapping: Mapping[int, int]) -> Mapping[int, int]:
    return {there: here for here, there in mapping.items()}


class Slot(NamedTuple):
    """An item of the result by its places: None for a version that does not have it. `is_moved`: the other side moved
    it; `is_torn`: both sides moved it to different places."""

    base: int | None
    mine: int | None
    theirs: int | None
    is_moved: bool = False
    is_torn: bool = False


def merge_order(alignment: Alignment, is_same: Callable[[int, int], bool]) -> list[Slot]:
    """All items that one of the sides has, those that the other deleted among them, in the order of both.

    The order is ours; what they inserted stands behind what it follows with them, and behind what we inserted there;
    what they moved and we did not stands where they moved it. `is_same` tells whether one of theirs and one of ours are
    the same: what both inserted at one place is there once.
    """
    return _Merge(alignment, is_same).run()


class _Merge:
    def __init__(self, alignment: Alignment, is_same: Callable[[int, int], bool]) -> None:
        self.alignment = alignment
        self.moved_here = _moved([alignment.base_of_mine.get(at) for at in range(alignment.mine)])
        self.moved_there = _moved([alignment.base_of_theirs.get(at) for at in range(alignment.theirs)])
        self.slots: list[Slot | None] = [self._own_slot(at) for at in range(alignment.mine)]
        self.after: dict[int, list[Slot]] = defaultdict(list)
        self.same = self._same_insertions(is_same)

    def run(self) -> list[Slot]:
        place = -1
        for at in range(self.alignment.theirs):
            place = self._place(at, place)
        slots = list(self.after[-1])
        for number, slot in enumerate(self.slots):
            slots += [] if slot is None else [slot]
            slots += self.after[number]
        return slots

    def _own_slot(self, at: int) -> Slot:
        base = self.alignment.base_of_mine.get(at)
        shown = None if base is None else self.alignment.in_shown.get(base)
        return Slot(base, at, None if shown is None else self.alignment.in_theirs.get(shown))

    def _place(self, at: int, place: int) -> int:
        """Put one of theirs to its place behind ours, and the place for the next."""
        base = self.alignment.base_of_theirs.get(at)
        if base is None:
            return self._place_new(at, place)
        mine = self.alignment.in_mine.get(base)
        if mine is None:
            self.after[self._behind_own(place)].append(Slot(base, None, at))
            return place
        is_moved, was_moved = at in self.moved_there, mine in self.moved_here
        slot = self.slots[mine]
        if slot is not None and is_moved:
            if was_moved:
                self.slots[mine] = slot._replace(is_torn=self._is_torn(mine, at))
            else:
                self.slots[mine] = None
                self.after[self._behind_own(place)].append(slot._replace(is_moved=True))
            return place
        return place if was_moved else mine

    def _place_new(self, at: int, place: int) -> int:
        if at in self.same:
            mine = self.same[at]
            self.slots[mine] = Slot(None, mine, at)
            return mine
        if at not in self.alignment.shown_of_theirs:
            self.after[self._behind_own(place)].append(Slot(None, None, at))
        return place

    def _behind_own(self, place: int) -> int:
        """What both sides put at one place stands in the order ours, theirs."""
        while place + 1 < self.alignment.mine and place + 1 not in self.alignment.base_of_mine:
            place += 1
        return place

    def _is_torn(self, mine: int, at: int) -> bool:
        """Whether it follows another item with them than with us."""
        ours = self._before(mine, self.alignment.base_of_mine)
        return ours != self._before(at, self.alignment.base_of_theirs)

    @staticmethod
    def _before(at: int, base_of: Mapping[int, int]) -> int | None:
        return next((base_of[one] for one in range(at - 1, -1, -1) if one in base_of), None)

    def _same_insertions(self, is_same: Callable[[int, int], bool]) -> Mapping[int, int]:
        """What both sides put at one place, by the places of theirs."""
        ours = _insertions(self.alignment.mine, self.alignment.base_of_mine)
        theirs = _insertions(self.alignment.theirs, self.alignment.base_of_theirs)
        found: dict[int, int] = {}
        for gap, places in theirs.items():
            free = list(ours.get(gap, ()))
            for at in places:
                here = None if at in self.alignment.shown_of_theirs else next((x for x in free if is_same(at, x)), None)
                if here is not None:
                    found[at] = here
                    free = [one for one in free if one > here]
        return found


def _insertions(count: int, base_of: Mapping[int, int]) -> Mapping[int, list[int]]:
    """The places of what was inserted, by the item of the base before it."""
    found: dict[int, list[int]] = defaultdict(list)
    before = -1
    for at in range(count):
        if at in base_of:
            before = base_of[at]
        else:
            found[before].append(at)
    return found


def _moved(order: Sequence[int | None]) -> frozenset[int]:
    """The places of those that do not stand in the order of the base."""
    known = [(at, base) for at, base in enumerate(order) if base is not None]
    staying = _longest_rising([base for _, base in known])
    return frozenset([at for number, (at, _) in enumerate(known) if number not in staying])


def _longest_rising(values: Sequence[int]) -> frozenset[int]:
    """The places of the longest row of values that rise."""
    ends: list[int] = []
    last: list[int] = []
    previous: list[int] = []
    for at, value in enumerate(values):
        length = bisect_left(ends, value)
        previous.append(last[length - 1] if length else -1)
        ends[length : length + 1] = [value]
        last[length : length + 1] = [at]
    at = last[-1] if last else -1
    row = set()
    while at >= 0:
        row.add(at)
        at = previous[at]
    return frozenset(row)
