"""What a comparison says: the blocks that are not the same, and what changed in them."""

from __future__ import annotations

from dataclasses import field
from enum import StrEnum
from typing import NamedTuple

from sdconvert.frozen import dataclass


class LookOfWords(NamedTuple):
    """Words of one look: its marks and where its link leads."""

    words: str
    look: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ComparedBlock:
    """A block as it is compared: what it is, such as `heading 1`, its text with white space and objects made alike,
    the looks of its words, and the label that is shown before it, which is compared by itself."""

    kind: str
    text: str
    looks: tuple[LookOfWords, ...] = ()
    label: str = field(default="", compare=False)


def is_other_label(before: ComparedBlock, after: ComparedBlock) -> bool:
    """Whether two blocks are labelled otherwise: punctuation around a label is not cited."""
    return before.label.strip(_AROUND) != after.label.strip(_AROUND)


_AROUND = " \t\u00a0.:;,()[]–—-"


class Change(StrEnum):
    """What happened to a block."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


class WordStretch(NamedTuple):
    """A stretch of words: `before` became `after`; both are the same where nothing changed."""

    before: str
    after: str

    @property
    def is_same(self) -> bool:
        return self.before == self.after


@dataclass(frozen=True, slots=True)
class Difference:
    """A block that is not the same. `number_before` and `number_after` count the entries from 1; `heading` is the text
    of the heading above it. `words` are those of a changed block. `labels` counts the blocks in a row, this one first,
    of which nothing but the label is another."""

    change: Change
    before: ComparedBlock | None
    after: ComparedBlock | None
    number_before: int | None
    number_after: int | None
    heading: str = ""
    words: tuple[WordStretch, ...] = ()
    labels: int = 0

    @property
    def has_other_label(self) -> bool:
        """Whether a reader would cite the block by another label."""
        return self.before is not None and self.after is not None and is_other_label(self.before, self.after)

    @property
    def has_other_text(self) -> bool:
        return self.before is None or self.after is None or self.before.text != self.after.text

    @property
    def has_other_kind(self) -> bool:
        return self.before is not None and self.after is not None and self.before.kind != self.after.kind

    @property
    def has_other_looks(self) -> bool:
        """Whether the same words look otherwise."""
        return not self.has_other_text and not self.has_other_kind and not self.labels


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is not the same, in reading order, and how many blocks are the same."""

    differences: tuple[Difference, ...]
    same: int

    @property
    def is_same(self) -> bool:
        return not self.differences
