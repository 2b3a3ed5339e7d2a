"""A proposed mapping: rows, each with what it rests on."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from sdconvert.findings import Finding
from sdconvert.frozen import dataclass
from sdconvert.stylemap.rows import MappingRow, StyleMap, TextType


class Ground(StrEnum):
    """What a row rests on."""

    NAME = "name"
    OUTLINE_LEVEL = "outline level"
    INHERITANCE = "inheritance"
    NUMBERING = "numbering"
    WORDING = "wording"
    APPEARANCE = "appearance"
    NOTHING_SPECIAL = "body text"


class Confidence(StrEnum):
    """How far a row can be trusted unseen, from what it rests on.

    It begins at `high` where Word's own name, an outline level or the numbering states what the style is; at `medium`
    where that is concluded, from the style it is based on, from what its paragraphs read like, or from the absence of
    every other sign; at `low` where only the look speaks for the row or against it. Where some of the paragraphs speak
    against the row, or would read otherwise by it, it is no more than `medium`, and `low` where at least half of them
    do.
    """

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


_BY_GROUND = {
    Ground.NAME: Confidence.HIGH,
    Ground.OUTLINE_LEVEL: Confidence.HIGH,
    Ground.NUMBERING: Confidence.HIGH,
    Ground.WORDING: Confidence.MEDIUM,
    Ground.INHERITANCE: Confidence.MEDIUM,
    Ground.NOTHING_SPECIAL: Confidence.MEDIUM,
    Ground.APPEARANCE: Confidence.LOW,
}


class NamedChange(NamedTuple):
    """What a row changes of what a reader sees, in words, and in which files, by their numbers."""

    words: str
    files: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ProposedRow:
    """A row with what it rests on: `reason` is for a person. `count` paragraphs in `files` files have the style.

    `example` is from the file of number `example_file`. `agreement` is the share of the paragraphs that are in files
    which give this row when asked alone and that do not contradict it by an outline level of their own; None for a row
    that the files were not asked about. `is_doubtful` when the style looks like a heading and the row makes it text.
    `changed` counts the headings and labels of its paragraphs that it changes, `changes` names what a reader would see
    changed under it in the documents that it was tried on.
    """

    style: str
    row: MappingRow
    ground: Ground
    reason: str
    count: int
    files: int
    example: str = ""
    example_file: int = 0
    is_own: bool = False
    agreement: float | None = None
    is_doubtful: bool = False
    changed: int = 0
    changes: tuple[NamedChange, ...] = ()

    @property
    def confidence(self) -> Confidence:
        """How far the row can be trusted unseen."""
        base = Confidence.LOW if self.is_doubtful else _BY_GROUND[self.ground]
        if self._is_agreed and not self.changed and not self.changes:
            return base
        is_split = not self._is_agreed and 2 * (self.agreement or 0) <= 1
        is_low = is_split or 2 * self.changed >= max(1, self.count) or base is Confidence.LOW
        return Confidence.LOW if is_low else Confidence.MEDIUM

    @property
    def _is_agreed(self) -> bool:
        return self.agreement is None or self.agreement == 1


@dataclass(frozen=True, slots=True)
class Proposal:
    """A mapping with its reasons, headings first. `candidates` are styles that only look like headings: they stand
    among the rows as what they are by definition, and here as the headings they may be meant as."""

    rows: tuple[ProposedRow, ...] = ()
    candidates: tuple[ProposedRow, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def stylemap(self) -> StyleMap:
        """The rows alone."""
        return StyleMap({proposed.style: proposed.row for proposed in self.rows})

    def with_candidates(self) -> Proposal:
        """The proposal with every candidate taken for the heading it looks like."""
        taken = {candidate.style: candidate for candidate in self.candidates}
        rows = (taken.get(proposed.style, proposed) for proposed in self.rows)
        return Proposal(tuple(sorted(rows, key=reading_order)), (), self.findings)


_RANK = {
    TextType.HEADING: 0,
    TextType.HEADING_OL: 1,
    TextType.CAPTION: 2,
    TextType.PARAGRAPH_OL: 3,
    TextType.LIST_OL: 4,
    TextType.LIST_UL: 5,
    TextType.PARAGRAPH: 6,
}


def reading_order(proposed: ProposedRow) -> tuple[int, int, int, str]:
    """What to sort rows by: headings by level first, then captions and lists, then the text by how much there is."""
    row = proposed.row
    level = row.level or 0
    is_text = row.text_type is TextType.PARAGRAPH
    return _RANK[row.text_type], 0 if is_text else level, -proposed.count, proposed.style
