"""The labels that a reader sees before the blocks of a document, and how they agree with Word's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, assert_never

from sdconvert.choices import Headings, Labels
from sdconvert.labelling.account import Labelled
from sdconvert.labelling.agreement import Agreement, compare
from sdconvert.labelling.settle import LABEL_AS_TEXT, decide
from sdconvert.model.blocks import Directory, Heading, ListItem, PageBreak, Paragraph, Picture
from sdconvert.model.document import Block, Document
from sdconvert.model.tables import Table
from sdconvert.model.walk import walk_blocks
from sdconvert.options import ConversionOptions
from sdconvert.review.places import place_of_block


class SeenLabel(NamedTuple):
    """A block as a reader sees it: what it is, its level from 0, the number or bullet before it, and how that agrees
    with the one in the source."""

    kind: str
    level: int
    shown: str
    agreement: Agreement


SeenLabels = Mapping[str, SeenLabel]
"""By place, in reading order."""


def see_labels(document: Document, options: ConversionOptions) -> SeenLabels:
    """What a reader of SMASHDOCs sees before each block. A number where the source has none agrees with nothing."""
    decided = decide(document, options.choice(Labels), options.choice(Headings))
    labelled = {}
    for row, code in zip(decided.rows, decided.codes, strict=True):
        if code is LABEL_AS_TEXT:
            labelled[id(row.block)] = (row.label.strip(), Agreement.SAME)
        else:
            labelled[id(row.block)] = (row.shown, row.agreement if row.label else compare("", row.shown))
    found: dict[str, SeenLabel] = {}
    for block in walk_blocks(decided.document):
        place = place_of_block(block)
        if place:
            shown, agreement = labelled.get(id(block), ("", Agreement.SAME))
            found.setdefault(place, SeenLabel(_kind(block), _level(block), shown, agreement))
    return found


def labels_in(document: Document) -> dict[str, str]:
    """The labels that the source shows, by place."""
    labels: dict[str, str] = {}
    for block in walk_blocks(document):
        if isinstance(block, Labelled) and block.label:
            labels.setdefault(place_of_block(block), block.label)
    return labels


def count_changed(seen: SeenLabels) -> int:
    """How many blocks show another number than in the source, or none, or one where the source has none."""
    return sum(one.agreement is not Agreement.SAME for one in seen.values())


def _kind(block: Block) -> str:
    match block:
        case Heading():
            return "heading"
        case Paragraph():
            return "paragraph"
        case ListItem():
            return "item"
        case Picture():
            return "picture"
        case Table():
            return "table"
        case PageBreak() | Directory():
            return "other"
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
