"""A proposed mapping: rows, each with what it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sdconvert.findings import Finding
from sdconvert.stylemap.rows import Row, StyleMap, TextType


class Ground(StrEnum):
    """What a row rests on."""

    NAME = "name"
    OUTLINE_LEVEL = "outline level"
    INHERITANCE = "inheritance"
    NUMBERING = "numbering"
    APPEARANCE = "appearance"
    NOTHING_SPECIAL = "body text"


@dataclass(frozen=True, slots=True)
class ProposedRow:
    """A row with what it rests on: `reason` is for a person. `count` paragraphs in `files` files have the style."""

    style: str
    row: Row
    ground: Ground
    reason: str
    count: int
    files: int
    example: str = ""


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
