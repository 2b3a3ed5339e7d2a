"""What a reader of SMASHDOCs will see of the labels and the references of a document."""

from __future__ import annotations

from typing import NamedTuple

from sdconvert.choices import Headings, Labels
from sdconvert.findings import Code
from sdconvert.frozen import dataclass, maker
from sdconvert.labelling.account import Row, is_labelled, shown_of, spread
from sdconvert.labelling.agreement import Agreement
from sdconvert.labelling.references import ShownReference, find_references
from sdconvert.labelling.settle import LABEL_AS_TEXT, decide
from sdconvert.model.document import Document


class ShownLabel(NamedTuple):
    """What stands before a block, empty for nothing; `is_counted` where SMASHDOCs counts it, else it is text."""

    text: str
    is_counted: bool


NO_LABEL = ShownLabel("", is_counted=False)
_make_label = maker(ShownLabel)


@dataclass(frozen=True, slots=True)
class Shown:
    """The labels of the blocks that can be numbered, and the references, both in reading order."""

    labels: tuple[ShownLabel, ...]
    references: tuple[ShownReference, ...]


def shown_to_readers(document: Document, labels: Labels = Labels.AUTO, headings: Headings = Headings.AUTO) -> Shown:
    """What `settle` makes readers see, without a document being made of it."""
    decided = decide(document, labels, headings)
    seen = [
        _make_label((block.label.strip(), False))
        if code is LABEL_AS_TEXT
        else _make_label((shown_of(block, number), bool(number)))
        for (_, block, _, _), number, code in zip(decided.countables, decided.numbers, decided.told, strict=True)
    ]
    found = spread(seen, decided.countables, len(decided.placed), NO_LABEL)
    labelled = [label for label, (block, _) in zip(found, decided.placed, strict=True) if is_labelled(block)]
    return Shown(tuple(labelled), tuple(find_references(decided.document, decided.shown)))


def labels_beside(
    document: Document, labels: Labels = Labels.AUTO, headings: Headings = Headings.AUTO
) -> tuple[tuple[str, str], ...]:
    """For each block that can be numbered, in reading order, its label by the source and what SMASHDOCs shows in its
    place, which are equal where one says what the other does."""
    decided = decide(document, labels, headings)
    return tuple(
        (row.label.strip(), row.label.strip() if _says_the_same(row, code) else row.shown)
        for row, code in zip(decided.rows, decided.codes, strict=True)
    )


def _says_the_same(row: Row, code: Code | None) -> bool:
    return code is LABEL_AS_TEXT or (bool(row.label) and row.agreement is Agreement.SAME)
