"""The numbers of headings and paragraphs, for sources that state none."""

from __future__ import annotations

from sdconvert.formats.parsx.names import MAX_HEADING_LEVEL, MAX_LIST_LEVEL
from sdconvert.model.blocks import Heading, Paragraph


class Numbering:
    """Counts headings and numbered paragraphs in one, as SMASHDOCs does: `2.1` for the first of level 1 below the
    second of level 0. A level that was not met yet counts 0."""

    __slots__ = ("_numbers",)

    def __init__(self) -> None:
        self._numbers: tuple[int, ...] = ()

    def number_of(self, block: Heading | Paragraph) -> str:
        """Count a block that counts and return its number, which is empty for others."""
        if isinstance(block, Heading):
            return self._next(min(max(block.level, 0), MAX_HEADING_LEVEL), block.restarts) if block.is_numbered else ""
        if block.number_level is None:
            return ""
        return self._next(min(max(block.number_level, 0), MAX_LIST_LEVEL), block.restarts)

    def _next(self, level: int, restarts: bool) -> str:
        upper = self._numbers[:level] + (0,) * (level - len(self._numbers))
        own = 1 if restarts or len(self._numbers) <= level else self._numbers[level] + 1
        self._numbers = (*upper, own)
        return ".".join(map(str, self._numbers))
