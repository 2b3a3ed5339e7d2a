"""Lists numbered 1, 1.1, 1.1.1: items of a list show the number of their own level alone, numbered paragraphs all."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

from sdconvert.frozen import replace
from sdconvert.labelling.account import (
    Countable,
    Placed,
    agreement_of,
    find_countables,
    list_key,
    number_countables,
    place_blocks,
)
from sdconvert.labelling.agreement import Agreement
from sdconvert.model.blocks import Heading, ListItem, Paragraph
from sdconvert.model.document import Block, Document
from sdconvert.model.rewrite import rewrite_blocks

_DEEPEST = 5
_MOST_LISTS = 40
"""How many lists are tried: each costs as much as to number the document anew."""

_OUTLINE_NUMBER = re.compile(r"\d+(?:\.\d+)*\.?")


def number_outlines(
    document: Document, placed: list[Placed], countables: list[Countable], tolerated: Collection[Agreement]
) -> tuple[Document, list[Placed], list[Countable]]:
    """The document and its blocks, which are `placed`, with the lists as numbered paragraphs whose labels only these
    can show, where all of a list's labels then agree and no label of another list agrees less than before."""
    before: dict[str, int] | None = None
    for key in _find_outlines(placed, countables)[:_MOST_LISTS]:
        before = _disagreements(countables, tolerated) if before is None else before
        is_first = not _has_section_before(countables, key)
        numbered = replace(document, blocks=rewrite_blocks(document.blocks, _SectionMaker(key, is_first).make))
        replaced = place_blocks(numbered.blocks)
        counted = find_countables(replaced)
        after = _disagreements(counted, tolerated)
        if _is_no_worse(before, after, key):
            document, placed, countables, before = numbered, replaced, counted, after
    return document, placed, countables


def _find_outlines(placed: Sequence[Placed], countables: Sequence[Countable]) -> list[str]:
    """The lists, in the order of the text, of which each item in a numbered level has a number of as many parts as its
    level is deep, and any of them more than one."""
    items = [
        (place, block, key)
        for place, block, key, _ in countables
        if isinstance(block, ListItem) and block.is_ordered and block.label
    ]
    depths: dict[str, int] = {}
    others: set[str] = set()
    for place, item, key in items:
        if placed[place][1] or not _is_outline_number(item):
            others.add(key)
        else:
            depths[key] = max(depths.get(key, 0), item.level)
    found = [key for key, depth in depths.items() if depth and key not in others]
    if found:
        others |= {key for _, block, key, _ in countables if block.label and isinstance(block, (Heading, Paragraph))}
    return [key for key in found if key not in others]


def _is_outline_number(item: ListItem) -> bool:
    label = item.label.strip()
    is_outline = _OUTLINE_NUMBER.fullmatch(label) is not None and item.level <= _DEEPEST
    return is_outline and label.rstrip(".").count(".") == item.level


def _has_section_before(countables: Iterable[Countable], key: str) -> bool:
    for _, block, of, _ in countables:
        if isinstance(block, ListItem) and of == key:
            return False
        if (isinstance(block, Heading) and block.is_numbered) or (
            isinstance(block, Paragraph) and block.number_level is not None
        ):
            return True
    return False


class _SectionMaker:
    """Makes numbered paragraphs of the items of one list; the first begins to count anew where others were counted."""

    def __init__(self, key: str, goes_on: bool) -> None:
        self._key = key
        self._goes_on = goes_on

    def make(self, block: Block) -> Block:
        if not isinstance(block, ListItem) or not block.is_ordered or list_key(block) != self._key:
            return block
        restarts, self._goes_on = not self._goes_on, True
        return Paragraph(
            block.content,
            0,
            block.alignment,
            block.level,
            restarts,
            block.style,
            block.label,
            block.id,
            block.at,
            block.extra,
            counter=self._key,
            label_end=block.label_end,
        )


def _disagreements(countables: Sequence[Countable], tolerated: Collection[Agreement]) -> dict[str, int]:
    """How many labels of each list would not be shown as they were."""
    counts: dict[str, int] = {}
    for (_, block, key, _), number in zip(countables, number_countables(countables), strict=True):
        if block.label and agreement_of(block, number) not in tolerated:
            counts[key] = counts.get(key, 0) + 1
    return counts


def _is_no_worse(before: dict[str, int], after: dict[str, int], key: str) -> bool:
    """Whether the list agrees entirely, and each other one at least as before."""
    return key not in after and all(count <= before.get(other, 0) for other, count in after.items())
