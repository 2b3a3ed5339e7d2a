"""The blocks of both sides in one order."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from sdconvert.model.document import Block
from sdconvert.reconciling.alignment import align
from sdconvert.reconciling.blocks import FourBlocks, merge_block, with_note
from sdconvert.reconciling.context import DELETED_CONFLICT, EDITED_CONFLICT, PLACE_CONFLICT, Context
from sdconvert.reconciling.essence import as_compared, essence_of, text_of_block
from sdconvert.reconciling.result import Conflicts, EditKind

Blocks = Sequence[Block]
MergeBlock = Callable[[Context, FourBlocks], Block]


class Alignment:
    """Which block is which over the four versions: all by their places."""

    def __init__(self, base: Blocks, shown: Blocks, theirs: Blocks, mine: Blocks) -> None:
        self.in_mine = align(base, mine)
        self.in_shown = align(base, shown)
        self.in_theirs = align(shown, theirs)
        self.shown_of_theirs = {there: here for here, there in self.in_theirs.items()}
        self.base_of_shown = {there: here for here, there in self.in_shown.items()}
        self.base_of_mine = {there: here for here, there in self.in_mine.items()}

    def base_of_theirs(self, at: int) -> int | None:
        """The block of the base that one of theirs is."""
        shown = self.shown_of_theirs.get(at)
        return None if shown is None else self.base_of_shown.get(shown)

    def theirs_of_base(self, at: int) -> int | None:
        """The other way round."""
        shown = self.in_shown.get(at)
        return None if shown is None else self.in_theirs.get(shown)


class SequenceMerge:
    """Merges the blocks of a document, or of a cell."""

    def __init__(
        self, context: Context, base: Blocks, shown: Blocks, theirs: Blocks, mine: Blocks, alignment: Alignment
    ) -> None:
        self.context = context
        self.base, self.shown, self.theirs, self.mine = base, shown, theirs, mine
        self.alignment = alignment
        self.slots: list[Block | None] = list(mine)
        self.after: dict[int, list[Block]] = defaultdict(list)
        self.moved_here = _moved([alignment.base_of_mine.get(at) for at in range(len(mine))])
        self.moved_there = _moved([alignment.base_of_theirs(at) for at in range(len(theirs))])

    def run(self) -> tuple[Block, ...]:
        """The blocks of the result."""
        self._merge_in_place()
        self._place_theirs()
        blocks = list(self.after[-1])
        for at, block in enumerate(self.slots):
            blocks += [] if block is None else [block]
            blocks += self.after[at]
        return tuple(blocks)

    # ------------------------------------------------------------------------------------------- blocks that are there

    def _merge_in_place(self) -> None:
        for at, mine in enumerate(self.mine):
            base = self.alignment.base_of_mine.get(at)
            shown = None if base is None else self.alignment.in_shown.get(base)
            if base is None or shown is None:
                continue
            theirs = self.alignment.in_theirs.get(shown)
            if theirs is None:
                self.slots[at] = self._remove(self.base[base], mine)
            else:
                four = FourBlocks(self.base[base], self.shown[shown], self.theirs[theirs], mine)
                self.slots[at] = merge_block(self.context, four)

    def _remove(self, base: Block, mine: Block) -> Block | None:
        """What becomes of a block that the other side deleted."""
        self.context.at = mine.at or self.context.at
        if essence_of(base) == essence_of(mine):
            self.context.tell(EditKind.REMOVED, text_of_block(mine))
            return None
        self.context.clash(DELETED_CONFLICT, "deleted block", text_of_block(base), text_of_block(mine), "")
        if self.context.takes_theirs:
            return None
        return with_note(mine, self.context.note("Edited file: this is deleted."))

    # ------------------------------------------------------------------------------------------------ blocks of theirs

    def _place_theirs(self) -> None:
        same = self._same_insertions()
        place = -1
        for at, theirs in enumerate(self.theirs):
            base = self.alignment.base_of_theirs(at)
            mine = same.get(at) if base is None else self.alignment.in_mine.get(base)
            if base is None and mine is None:
                if at not in self.alignment.shown_of_theirs:
                    self._insert(place, theirs)
            elif mine is None:
                assert base is not None
                self._revive(place, base, theirs)
            elif at in self.moved_there and not self._stays(mine, base):
                self._move(place, mine)
            elif mine not in self.moved_here:
                place = mine

    def _insert(self, place: int, theirs: Block) -> None:
        self.context.tell(EditKind.ADDED, text_of_block(theirs), theirs.at)
        self.after[self._behind_own(place)].append(theirs)

    def _behind_own(self, place: int) -> int:
        """What both sides put at one place stands in the order ours, theirs."""
        while place + 1 < len(self.mine) and place + 1 not in self.alignment.base_of_mine:
            place += 1
        return place

    def _stays(self, mine: int, base: int | None) -> bool:
        """Whether a block that they moved is one that we moved, too."""
        if base is None:
            return True
        if mine not in self.moved_here:
            return False
        self.context.at = self.mine[mine].at
        text = text_of_block(self.mine[mine])
        self.context.clash(PLACE_CONFLICT, "place", text, text, text)
        return True

    def _move(self, place: int, mine: int) -> None:
        block = self.slots[mine]
        if block is not None:
            self.context.tell(EditKind.MOVED, text_of_block(block), block.at)
            self.slots[mine] = None
            self.after[self._behind_own(place)].append(block)

    def _revive(self, place: int, base: int, theirs: Block) -> None:
        """A block that we deleted: it stays so where they did not change it."""
        shown = self.shown[self.alignment.in_shown[base]]
        if essence_of(shown) == essence_of(theirs):
            return
        self.context.at = theirs.at
        self.context.clash(EDITED_CONFLICT, "deleted block", text_of_block(self.base[base]), "", text_of_block(theirs))
        if self.context.policy is not Conflicts.MINE:
            block = with_note(theirs, self.context.note("This was deleted, and changed in the edited file."))
            self.after[self._behind_own(place)].append(block)

    def _same_insertions(self) -> Mapping[int, int]:
        """What both sides put at one place, by the places of theirs."""
        ours = self._insertions(self.mine, self.alignment.base_of_mine.get)
        found: dict[int, int] = {}
        for gap, places in self._insertions(self.theirs, self._base_or_none).items():
            free = list(ours.get(gap, ()))
            for at in places:
                key = as_compared(self.theirs[at])
                here = next((one for one in free if as_compared(self.mine[one]) == key), None)
                if here is not None and at not in self.alignment.shown_of_theirs:
                    found[at] = here
                    free = [one for one in free if one > here]
        return found

    def _base_or_none(self, at: int) -> int | None:
        return self.alignment.base_of_theirs(at)

    @staticmethod
    def _insertions(blocks: Blocks, base_of: Callable[[int], int | None]) -> Mapping[int, list[int]]:
        """The places of what was inserted, by the block of the base before it."""
        found: dict[int, list[int]] = defaultdict(list)
        before = -1
        for at in range(len(blocks)):
            base = base_of(at)
            if base is None:
                found[before].append(at)
            else:
                before = base
        return found


def _moved(order: Sequence[int | None]) -> frozenset[int]:
    """The places of those that do not stand in the order of the base."""
    known = [(at, base) for at, base in enumerate(order) if base is not None]
    staying = _longest_rising([base for _, base in known])
    return frozenset([at for number, (at, _) in enumerate(known) if number not in staying])


def _longest_rising(values: Sequence[int]) -> frozenset[int]:
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
