"""The numbers that stand before blocks and in captions.

They follow from the levels of the blocks alone, since SDXML has no numbering format:

- Numbered headings and numbered paragraphs share one count. A number is the decimal numbers of all levels down to the
  block's own, joined by dots: `2.1`. A level that was not met yet counts 0. A block counts its own level up and lets
  the deeper ones begin again; a restart sets its level to 1.
- An ordered list item shows the decimal number of its own level within its list, whatever stands between its items. An
  item of a higher level, numbered or not, lets the deeper ones begin again.
- Numbered pictures and numbered tables are counted through the document, each kind on its own.
- Everything else shows no number: a bulleted item shows a bullet.
"""

from __future__ import annotations

from typing import NamedTuple, assert_never

from sdconvert.model.blocks import Directory, Heading, ListItem, PageBreak, Paragraph, Picture
from sdconvert.model.document import Block
from sdconvert.model.tables import Table

Numbers = tuple[int, ...]


class Deepest(NamedTuple):
    """The deepest level that is told apart in each kind of block; what lies deeper counts as if it were there."""

    heading: int
    paragraph: int
    item: int


SMASHDOCS = Deepest(heading=5, paragraph=5, item=15)


class RunningNumbers:
    """Counts while a document is gone through from top to bottom: as SMASHDOCs does, or as a program whose levels go
    down to `deepest`."""

    __slots__ = ("_above", "_deepest", "_lists", "_pictures", "_sections", "_tables")

    def __init__(self, deepest: Deepest = SMASHDOCS) -> None:
        self._deepest = deepest
        self._sections: list[int] = []
        self._above = ""
        self._lists: dict[str, Numbers] = {}
        self._pictures = 0
        self._tables = 0

    def number_of(self, block: Block) -> str:
        """Count the block that comes next. Its number as it is shown, empty for one that shows none."""
        match block:
            case Paragraph():
                if block.number_level is None:
                    return ""
                return self._number_section(block.number_level, self._deepest.paragraph, block.restarts)
            case Heading():
                if not block.is_numbered:
                    return ""
                return self._number_section(block.level, self._deepest.heading, block.restarts)
            case ListItem():
                return self._number_item(block)
            case Picture():
                self._pictures += block.is_numbered
                return str(self._pictures) if block.is_numbered else ""
            case Table():
                self._tables += block.is_numbered
                return str(self._tables) if block.is_numbered else ""
            case PageBreak() | Directory():
                return ""
            case _:
                assert_never(block)

    def _number_section(self, level: int, deepest: int, restarts: bool) -> str:
        if not 0 <= level <= deepest:
            level = min(max(level, 0), deepest)
        sections = self._sections
        if level == len(sections) - 1:
            sections[level] = 1 if restarts else sections[level] + 1
        else:
            self._sections = sections = list(self._next(tuple(sections), level, restarts))
            self._above = "".join([f"{number}." for number in sections[:-1]])
        return f"{self._above}{sections[level]}"

    def _number_item(self, item: ListItem) -> str:
        level = min(max(item.level, 0), self._deepest.item)
        numbers = self._lists.get(item.list_id, ())
        if not item.is_ordered:
            self._lists[item.list_id] = numbers[: level + 1]
            return ""
        self._lists[item.list_id] = numbers = self._next(numbers, level, False)
        return str(numbers[-1])

    def _next(self, numbers: Numbers, level: int, restarts: bool) -> Numbers:
        upper = numbers[:level] + (0,) * (level - len(numbers))
        return (*upper, 1 if restarts or len(numbers) <= level else numbers[level] + 1)
