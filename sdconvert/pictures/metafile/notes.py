"""What was noticed while a metafile was drawn: its text, and what may have come out wrong."""

from __future__ import annotations

from dataclasses import field

from sdconvert.frozen import dataclass


@dataclass(slots=True)
class DrawingNotes:
    """`has_drawing`: whether any record should leave paint."""

    texts: list[str] = field(default_factory=list)
    unmapped_families: set[str] = field(default_factory=set)
    missing_characters: set[str] = field(default_factory=set)
    skipped_records: set[str] = field(default_factory=set)
    has_unjoined_words: bool = False
    has_drawing: bool = False

    @property
    def text(self) -> str:
        """All text in the order of the records, with single spaces."""
        return " ".join(" ".join(self.texts).split())
