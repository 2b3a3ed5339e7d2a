"""The blocks of both sides: of a document, or of a cell."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from sdconvert.frozen import dataclass
from sdconvert.model.blocks import Directory
from sdconvert.model.document import Block
from sdconvert.reconciling.alignment import align
from sdconvert.reconciling.blocks import FourBlocks, with_notes
from sdconvert.reconciling.context import DELETED_CONFLICT, EDITED_CONFLICT, PLACE_CONFLICT, Context
from sdconvert.reconciling.essence import essence_of, is_same_text, tell_block
from sdconvert.reconciling.habits import is_empty, page_break_beside
from sdconvert.reconciling.order import Alignment, Slot, merge_order
from sdconvert.reconciling.result import Conflicts, EditKind
from sdconvert.reconciling.splits import join_splits, lead_to_first_halves, split_again

Blocks = Sequence[Block]
MergeBlock = Callable[[Context, FourBlocks], tuple[Block, ...]]


@dataclass(frozen=True, slots=True)
class FourSequences:
    """Blocks four times: as they were, as the format of the edited file shows them, as they were edited, as they are
    now."""

    base: Blocks
    shown: Blocks
    theirs: Blocks
    mine: Blocks


def align_blocks(four: FourSequences, *, by_place: bool = False) -> Alignment:
    """Which block is which; `by_place` is as for `align`."""
    in_mine = align(four.base, four.mine, by_place=by_place)
    in_shown = align(four.base, four.shown, by_place=by_place)
    in_theirs = align(four.shown, four.theirs, by_place=by_place)
    _pair_directories(four, in_theirs)
    lead_to_first_halves(four.shown, four.theirs, in_theirs)
    return Alignment(in_mine, in_shown, in_theirs, len(four.mine), len(four.theirs))


def _pair_directories(four: FourSequences, in_theirs: dict[int, int]) -> None:
    """A directory that is gone is the empty paragraph that stands in its place."""
    taken = set(in_theirs.values())
    for at, block in enumerate(four.shown):
        if isinstance(block, Directory) and at not in in_theirs:
            place = in_theirs.get(at - 1, -1) + 1
            if place not in taken and place < len(four.theirs) and is_empty(four.theirs[place]):
                in_theirs[at] = place


def merge_sequence(
    context: Context, four: FourSequences, merge_block: MergeBlock, alignment: Alignment | None = None
) -> tuple[Block, ...]:
    """What both sides made of the blocks."""
    known = alignment or align_blocks(four)
    splits = join_splits(four.shown, four.theirs, four.mine, known)
    four = replace(four, theirs=splits.theirs)

    def is_same(theirs: int, mine: int) -> bool:
        return is_same_text(four.theirs[theirs], four.mine[mine])

    blocks: list[Block] = []
    for slot in merge_order(known, is_same):
        if slot.theirs in splits.skipped:
            continue
        merged = list(_merge_slot(context, four, known, slot, merge_block))
        half = None if slot.theirs is None else splits.halves.get(slot.theirs)
        blocks += merged if half is None else [part for block in merged for part in split_again(block, half)]
    return tuple(blocks)


def _merge_slot(
    context: Context, four: FourSequences, alignment: Alignment, slot: Slot, merge_block: MergeBlock
) -> Iterator[Block]:
    if slot.mine is None:
        assert slot.theirs is not None
        yield from _take_theirs(context, four, alignment, slot.base, four.theirs[slot.theirs])
        return
    mine = four.mine[slot.mine]
    shown = None if slot.base is None else alignment.in_shown.get(slot.base)
    if slot.base is None or shown is None:
        yield mine
        return
    context.at = mine.at or context.at
    if slot.theirs is None and page_break_beside(four.shown, shown) in alignment.in_theirs:
        yield mine
        return
    if slot.theirs is None:
        yield from _remove(context, four.base[slot.base], mine)
        return
    if slot.is_torn:
        text = tell_block(mine)
        context.clash(PLACE_CONFLICT, "place", text, text, text)
    if slot.is_moved:
        context.tell(EditKind.MOVED, tell_block(mine))
    yield from merge_block(context, FourBlocks(four.base[slot.base], four.shown[shown], four.theirs[slot.theirs], mine))


def _remove(context: Context, base: Block, mine: Block) -> Iterator[Block]:
    """What becomes of a block that the other side deleted."""
    if essence_of(base) == essence_of(mine):
        context.tell(EditKind.REMOVED, tell_block(mine))
        return
    context.clash(DELETED_CONFLICT, "deleted block", tell_block(base), tell_block(mine), "")
    if not context.takes_theirs:
        yield with_notes(mine, context.note("Edited file: this is deleted."))


def _take_theirs(
    context: Context, four: FourSequences, alignment: Alignment, base: int | None, theirs: Block
) -> Iterator[Block]:
    """A block that only the other side has: one that it made, or one that we deleted, which stays so where it was not
    changed."""
    if base is None and not (four.shown or not is_empty(theirs)):
        return
    if base is None:
        context.tell(EditKind.ADDED, tell_block(theirs), theirs.at)
        yield theirs
    elif essence_of(four.shown[alignment.in_shown[base]]) != essence_of(theirs):
        context.at = theirs.at
        context.clash(EDITED_CONFLICT, "deleted block", tell_block(four.base[base]), "", tell_block(theirs))
        if context.policy is not Conflicts.MINE:
            yield with_notes(theirs, context.note("This was deleted, and changed in the edited file."))
