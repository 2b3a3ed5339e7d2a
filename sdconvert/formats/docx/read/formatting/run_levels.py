"""What the levels of the cascade say of one run (ECMA-376 Part 1, 17.7.2 and 17.7.3)."""

from __future__ import annotations

from sdconvert.formats.docx.read.formatting.run_properties import RunValues


class RunLevels:
    """What each level of the cascade says of a run, weakest first."""

    __slots__ = ("_strongest", "character", "default", "direct", "paragraph", "table")

    def __init__(
        self, default: RunValues, table: RunValues, paragraph: RunValues, character: RunValues, direct: RunValues
    ) -> None:
        self.default = default
        self.table = table
        self.paragraph = paragraph
        self.character = character
        self.direct = direct
        self._strongest = {**default, **table, **paragraph, **character, **direct}

    def without_character(self) -> RunLevels:
        """These levels without what a character style says."""
        return RunLevels(self.default, self.table, self.paragraph, {}, self.direct)

    def with_direct(self, direct: RunValues) -> RunLevels:
        """These levels with other direct properties."""
        return RunLevels(self.default, self.table, self.paragraph, self.character, direct)

    def of_paragraph(self) -> RunLevels:
        """What the levels say that all text of the paragraph has."""
        return RunLevels(self.default, self.table, self.paragraph, {}, {})

    def value(self, tag: str) -> object:
        """What the strongest level says that says anything, None where none does."""
        return self._strongest.get(tag)

    def says_none_of(self, tags: frozenset[str]) -> bool:
        """Whether no level says anything of these."""
        return tags.isdisjoint(self._strongest)

    def toggle(self, tag: str) -> bool:
        """Source: ECMA-376 Part 1, 17.7.3."""
        if tag in self.direct:
            return bool(self.direct[tag])
        if self.default.get(tag):
            return True
        return bool(self.table.get(tag)) ^ bool(self.paragraph.get(tag)) ^ bool(self.character.get(tag))
