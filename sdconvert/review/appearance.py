"""What a reader sees of each block, whatever its text is, and what a mapping changes of that."""

from __future__ import annotations

import pickle
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from enum import StrEnum
from typing import NamedTuple, assert_never

from sdconvert.choices import Headings, Labels
from sdconvert.findings import Location
from sdconvert.labelling.account import Labelled, number_blocks, place_blocks, rows_of
from sdconvert.labelling.agreement import Agreement, compare
from sdconvert.labelling.settle import settle
from sdconvert.model.blocks import Directory, Heading, ListItem, PageBreak, Paragraph, Picture
from sdconvert.model.document import Block, Document
from sdconvert.model.inlines import Inline, Run
from sdconvert.model.rewrite import rewrite_blocks
from sdconvert.model.tables import Table
from sdconvert.model.walk import walk_blocks
from sdconvert.options import ConversionOptions
from sdconvert.review.places import place_of_block
from sdconvert.stylemap import StyleMap
from sdconvert.stylemap.apply import restyle


class BlockKind(StrEnum):
    """What a block is to a reader."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "list item"
    PICTURE = "picture"
    TABLE = "table"
    OTHER = "other"


class Appearance(NamedTuple):
    """A block as a reader sees it: its kind, its level from 0, the number or bullet before it, how that agrees
    with the source, and its style."""

    kind: BlockKind
    level: int
    shown: str
    agreement: Agreement
    style: str


Appearances = Mapping[str, Appearance]
"""By place."""


class Effect(StrEnum):
    """What a mapping can change for a reader of a block. A block has one effect, the first that applies."""

    BECOMES_HEADING = "becomes-heading"
    BECOMES_TEXT = "becomes-text"
    BECOMES_CAPTION = "becomes-caption"
    NUMBER_ADDED = "number-added"
    NUMBER_LOST = "number-lost"
    NUMBER_CHANGED = "number-changed"
    LEVEL_CHANGED = "level-changed"
    KIND_CHANGED = "kind-changed"


Effects = Mapping[tuple[Effect, BlockKind], int]
"""How many blocks an effect concerns, by what they are after it."""


# ------------------------------------------------------------------------------------------------- what a reader sees


def settle_for_smashdocs(document: Document, options: ConversionOptions) -> Document:
    """The document with the labels, notes and references that SMASHDOCs will show."""
    return settle(document, options.choice(Labels), options.choice(Headings)).value


class ShownLabel(NamedTuple):
    """A block with the number or the bullet that SMASHDOCs shows before it, and how that agrees with the source."""

    block: Block
    shown: str
    agreement: Agreement


def labels_shown(settled: Document) -> Iterator[ShownLabel]:
    """The blocks of a settled document in reading order. A number where the source has none agrees with nothing."""
    placed = list(place_blocks(settled.blocks))
    rows = rows_of(placed, number_blocks(placed, ()))
    for each in placed:
        if not isinstance(each.block, Labelled):
            yield ShownLabel(each.block, "", Agreement.SAME)
            continue
        row = next(rows)
        yield ShownLabel(each.block, row.shown, row.agreement if row.label else compare("", row.shown))


def appearances(settled: Document, sources: Mapping[str, str]) -> Appearances:
    """What a reader sees at each place. `sources` are the labels of the source: where one stands as text before a
    block, it is what is shown."""
    found: dict[str, Appearance] = {}
    for block, shown, agreement in labels_shown(settled):
        place = place_of_block(block)
        if place and place not in found:
            written = sources.get(place, "") if not shown and _begins_with(block, sources.get(place, "")) else ""
            label = (shown or written).strip()
            found[place] = Appearance(_kind(block), _level(block), label, agreement, getattr(block, "style", ""))
    return found


def source_labels(document: Document) -> dict[str, str]:
    """The labels that the source shows, by place."""
    labels: dict[str, str] = {}
    for block in walk_blocks(document):
        if isinstance(block, Labelled) and block.label:
            labels.setdefault(place_of_block(block), block.label)
    return labels


def _begins_with(block: Block, label: str) -> bool:
    first = next(iter(_content(block)), None)
    return bool(label) and isinstance(first, Run) and first.text.startswith(label)


def _content(block: Block) -> tuple[Inline, ...]:
    match block:
        case Heading() | Paragraph() | ListItem():
            return block.content
        case Picture() | Table():
            return block.caption
        case PageBreak() | Directory():
            return ()
        case _:
            assert_never(block)


def _kind(block: Block) -> BlockKind:
    match block:
        case Heading():
            return BlockKind.HEADING
        case Paragraph():
            return BlockKind.PARAGRAPH
        case ListItem():
            return BlockKind.ITEM
        case Picture():
            return BlockKind.PICTURE
        case Table():
            return BlockKind.TABLE
        case PageBreak() | Directory():
            return BlockKind.OTHER
        case _:
            assert_never(block)


def _level(block: Block) -> int:
    match block:
        case Heading() | ListItem():
            return block.level
        case Paragraph():
            return block.number_level or 0
        case _:
            return 0


# ------------------------------------------------------------------------------------------------------------- effects


def effect_between(before: Appearance, after: Appearance | None) -> Effect | None:
    """What happened to one block; None for nothing that a reader sees."""
    if after is None:
        return Effect.BECOMES_CAPTION
    if before.kind is not after.kind and BlockKind.HEADING in (before.kind, after.kind):
        return Effect.BECOMES_HEADING if after.kind is BlockKind.HEADING else Effect.BECOMES_TEXT
    if before.shown != after.shown:
        if not before.shown:
            return Effect.NUMBER_ADDED
        return Effect.NUMBER_CHANGED if after.shown else Effect.NUMBER_LOST
    if before.kind is not after.kind:
        return Effect.KIND_CHANGED
    return Effect.LEVEL_CHANGED if before.level != after.level else None


def effects_by_place(before: Appearances, after: Appearances) -> dict[str, Effect]:
    """The places at which a reader sees a change."""
    found = {place: effect_between(old, after.get(place)) for place, old in before.items()}
    return {place: effect for place, effect in found.items() if effect is not None}


def count_effects(before: Appearances, after: Appearances) -> Effects:
    """How many blocks each effect concerns."""
    kinds = (
        (effect, after[place].kind if place in after else before[place].kind)
        for place, effect in effects_by_place(before, after).items()
    )
    return Counter(kinds)


def changed_labels(seen: Appearances) -> int:
    """How many blocks show another number than in the source, or none, or one where the source has none."""
    return sum(one.agreement is not Agreement.SAME for one in seen.values())


# ------------------------------------------------------------------------------------------------------------ skeleton


def skeleton_of(document: Document) -> bytes:
    """The document without its text, as small as it can travel and wait: enough to see what a mapping changes."""
    blocks = rewrite_blocks(document.blocks, _strip)
    return zlib.compress(pickle.dumps((blocks, document.own_styles), pickle.HIGHEST_PROTOCOL), 6)


def document_of(skeleton: bytes) -> Document:
    """The document that a skeleton of this process was made of, without its text."""
    blocks, own_styles = pickle.loads(zlib.decompress(skeleton))  # noqa: S301  made by `skeleton_of`, never read from a file
    return Document(blocks, own_styles=own_styles)


def restyled_appearances(skeleton: bytes, stylemap: StyleMap, options: ConversionOptions) -> Appearances:
    """What a reader sees of a document under a mapping."""
    document = document_of(skeleton)
    restyled = restyle(document, stylemap).value if stylemap.rows else document
    return appearances(settle_for_smashdocs(restyled, options), source_labels(document))


_SOME_TEXT = (Run("…"),)


def _strip(block: Block) -> Block:
    at = None if block.at is None else Location(block.at.part, block.at.paragraph)
    match block:
        case Heading() | Paragraph() | ListItem():
            return replace(block, content=_SOME_TEXT if block.content else (), at=at, id="", extra=())
        case Picture() | Table():
            return replace(block, caption=_SOME_TEXT if block.caption else (), at=at, id="", extra=())
        case PageBreak() | Directory():
            return replace(block, at=at, id="")
        case _:
            assert_never(block)
