"""What the levels of the cascade say of one run (ECMA-376 Part 1, 17.7.2 and 17.7.3)."""

from __future__ import annotations

from typing import NamedTuple

from sdconvert.formats.docx.read.formatting.run_properties import RunValues


class RunLevels(NamedTuple):
    """What each level of the cascade says of a run, weakest first."""

    default: RunValues
    table: RunValues
    paragraph: RunValues
    character: RunValues
    direct: RunValues

    def value(self, tag: str) -> object:
        """What the strongest level says that says anything, None where none does."""
        for level in (self.direct, self.character, self.paragraph, self.table, self.default):
            if tag in level:
                return level[tag]
        return None

    def toggle(self, tag: str) -> bool:
        """Source: ECMA-376 Part 1, 17.7.3."""
        if tag in self.direct:
            return bool(self.direct[tag])
        if self.default.get(tag):
            return True
        levels = (self.table, self.paragraph, self.character)
        return sum(bool(level.get(tag)) for level in levels) % 2 == 1
