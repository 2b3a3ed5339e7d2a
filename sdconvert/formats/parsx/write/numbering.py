"""The numbers of headings and paragraphs, for sources that state none."""

from __future__ import annotations


class Numbering:
    """Counts headings and numbered paragraphs in one, as SMASHDOCs does: `2.1` for the first of level 1 below the
    second of level 0. A level that was not met yet counts 0."""

    __slots__ = ("_numbers",)

    def __init__(self) -> None:
        self._numbers: tuple[int, ...] = ()

    def next(self, level: int, restarts: bool) -> str:
        """Count a block of this level and return its number."""
        upper = self._numbers[:level] + (0,) * (level - len(self._numbers))
        own = 1 if restarts or len(self._numbers) <= level else self._numbers[level] + 1
        self._numbers = (*upper, own)
        return ".".join(map(str, self._numbers))
