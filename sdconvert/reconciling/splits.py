"""Paragraphs that were split in two: their words stay where they are known, and both halves take edits of CURRENT."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from sdconvert.frozen import replace
from sdconvert.model.blocks import Heading, ListItem, Paragraph
from sdconvert.model.document import Block
from sdconvert.model.inlines import IndexMark, Inline
from sdconvert.reconciling.alignment import likeness
from sdconvert.reconciling.essence import is_same_text, text_of_block
from sdconvert.reconciling.order import Alignment

_HERE = IndexMark("\0a paragraph begins here")
"""What stands among the words where a paragraph was split, while they are merged."""
_LIKENESS = 0.8
"""The share of the words that both halves together need to have kept."""


def lead_to_first_halves(shown: Sequence[Block], theirs: Sequence[Block], in_theirs: dict[int, int]) -> None:
    """Of a block that was split the first half is the one that is known, not the longer one."""
    taken = set(in_theirs.values())
    for here, at in list(in_theirs.items()):
        if at and at - 1 not in taken and _is_split(shown[here], theirs[at - 1], theirs[at]):
            in_theirs[here] = at - 1


class Splits(NamedTuple):
    """`theirs` are their blocks with both halves of a paragraph in the place of the first, `halves` the second ones by
    the places of the first."""

    theirs: Sequence[Block]
    halves: dict[int, Block]

    @property
    def skipped(self) -> frozenset[int]:
        """The places of the second halves."""
        return frozenset([at + 1 for at in self.halves])


def join_splits(shown: Sequence[Block], theirs: Sequence[Block], mine: Sequence[Block], alignment: Alignment) -> Splits:
    """Their blocks, those joined that are one in the base: where we have not split it, too."""
    own = [block for at, block in enumerate(mine) if at not in alignment.base_of_mine]
    joined = list(theirs)
    halves: dict[int, Block] = {}
    for here, at in alignment.in_theirs.items():
        if at + 1 >= len(theirs) or at + 1 in alignment.shown_of_theirs or alignment.base_of_theirs.get(at) is None:
            continue
        first, second = theirs[at], theirs[at + 1]
        is_known = _is_split(shown[here], first, second) and not any(is_same_text(second, block) for block in own)
        if is_known and isinstance(first, _TEXT) and isinstance(second, _TEXT):
            joined[at] = replace(first, content=(*first.content, _HERE, *second.content))
            halves[at] = second
    return Splits(joined, halves)


_TEXT = (Heading, Paragraph, ListItem)


def _is_split(shown: Block, first: Block, second: Block) -> bool:
    if not all(isinstance(block, _TEXT) for block in (shown, first, second)):
        return False
    whole, one, other = map(text_of_block, (shown, first, second))
    if min(_share(one, whole), _share(other, whole)) < _LIKENESS:
        return False
    together = likeness(whole, f"{one} {other}")
    return together >= _LIKENESS and together > max(likeness(whole, one), likeness(whole, other))


def _share(part: str, whole: str) -> float:
    """How many of the words of a part the whole has, of 1."""
    words = Counter(part.split())
    return sum((words & Counter(whole.split())).values()) / sum(words.values()) if len(words) > 1 else 0.0


def split_again(block: Block, second: Block) -> tuple[Block, ...]:
    """The two halves of a block that was merged as one."""
    if not isinstance(block, _TEXT) or not isinstance(second, _TEXT) or _HERE not in block.content:
        return (block,)
    at = block.content.index(_HERE)
    rest: tuple[Inline, ...] = tuple([node for node in block.content[at + 1 :] if node != _HERE])
    halves = [replace(block, content=block.content[:at])]
    return (*halves, replace(second, content=rest)) if rest else (halves[0],)
