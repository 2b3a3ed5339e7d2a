"""What a reader of SMASHDOCs will see of the labels and the references of a document."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sdconvert.choices import Headings, Labels
from sdconvert.findings import Code
from sdconvert.frozen import dataclass, maker
from sdconvert.labelling.account import Labelled, Value, is_labelled, shown_of, spread
from sdconvert.labelling.references import ShownReference, find_references
from sdconvert.labelling.settle import LABEL_AS_TEXT, Decision, decide
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
    return Shown(_for_all(decided, seen, NO_LABEL), tuple(find_references(decided.document, decided.shown)))


def _for_all(decided: Decision, values: Sequence[Value], other: Value) -> tuple[Value, ...]:
    """For each block that can be numbered the value of what counts, another one for the rest."""
    found = spread(values, decided.countables, len(decided.placed), other)
    return tuple([value for value, (block, _) in zip(found, decided.placed, strict=True) if is_labelled(block)])


def labels_beside(
    document: Document, labels: Labels = Labels.AUTO, headings: Headings = Headings.AUTO
) -> tuple[tuple[str, str], ...]:
    """For each block that can be numbered, in reading order, its label by the source and what SMASHDOCs shows in its
    place, which are equal where one says what the other does."""
    decided = decide(document, labels, headings)
    columns = zip(decided.countables, decided.numbers, decided.told, strict=True)
    beside = [_beside(countable.block, number, code) for countable, number, code in columns]
    return _for_all(decided, beside, ("", ""))


def _beside(block: Labelled, number: str, code: Code | None) -> tuple[str, str]:
    label = block.label.strip()
    says_the_same = bool(block.label) and (code is None or code is LABEL_AS_TEXT)
    return label, label if says_the_same else shown_of(block, number)
