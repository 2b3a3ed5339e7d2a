"""The numbers that stand before blocks and in captions, and how they differ from the labels of the source.

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

from collections.abc import Hashable
from typing import NamedTuple, assert_never

from sdconvert.findings import Code, Location, Report
from sdconvert.model.blocks import Directory, Heading, ListItem, PageBreak, Paragraph, Picture
from sdconvert.model.document import Block
from sdconvert.model.tables import Table

_PUNCTUATION = " \t\u00a0.,:;()[]-–"

Numbers = tuple[int, ...]


class Deepest(NamedTuple):
    """The deepest level that is told apart in each kind of block; what lies deeper counts as if it were there."""

    heading: int
    paragraph: int
    item: int


SMASHDOCS = Deepest(heading=5, paragraph=5, item=15)


class RunningNumbers:
    """Counts while a document is gone through from top to bottom: as SMASHDOCs does, or as a program whose levels go
    down to `deepest` and in which a level that was not met yet counts `unmet`."""

    __slots__ = ("_deepest", "_lists", "_pictures", "_sections", "_tables", "_unmet")

    def __init__(self, deepest: Deepest = SMASHDOCS, unmet: int = 0) -> None:
        self._deepest = deepest
        self._unmet = unmet
        self._sections: Numbers = ()
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
        numbers = self.next_section(min(max(level, 0), deepest), restarts)
        self.count_section(numbers)
        return section_label(numbers)

    def _number_item(self, item: ListItem) -> str:
        level = min(max(item.level, 0), self._deepest.item)
        if not item.is_ordered:
            self.count_bullet(item.list_id, level)
            return ""
        numbers = self.next_item(item.list_id, level)
        self.count_item(item.list_id, numbers)
        return str(numbers[-1])

    # ------------------------------------------- for writers that know only later whether a block keeps its number

    def next_section(self, level: int, restarts: bool) -> Numbers:
        """The numbers of a numbered heading or paragraph that comes next."""
        return self._next(self._sections, level, restarts)

    def count_section(self, numbers: Numbers) -> None:
        """The block with these numbers is written as a numbered one."""
        self._sections = numbers

    def next_item(self, list_id: str, level: int) -> Numbers:
        """The numbers of an ordered list item that comes next."""
        return self._next(self._lists.get(list_id, ()), level, False)

    def count_item(self, list_id: str, numbers: Numbers) -> None:
        """The item with these numbers is written as an ordered one."""
        self._lists[list_id] = numbers

    def count_bullet(self, list_id: str, level: int) -> None:
        """A bullet of this level is written: deeper numbers of the list begin again."""
        self._lists[list_id] = self._lists.get(list_id, ())[: level + 1]

    def _next(self, numbers: Numbers, level: int, restarts: bool) -> Numbers:
        upper = numbers[:level] + (self._unmet,) * (level - len(numbers))
        return (*upper, 1 if restarts or len(numbers) <= level else numbers[level] + 1)


def section_label(numbers: Numbers) -> str:
    """What is shown before a heading or paragraph of these numbers."""
    return ".".join(map(str, numbers))


def is_other_label(label: str, shown: str) -> bool:
    """Whether a reader would miss the source's `label` where `shown` is shown: `1.`, `(1)` and `1` are one, `a)`,
    `§ 1` and `1` are not. No label of the source means that it is unknown."""
    return label != shown and label.strip(_PUNCTUATION) != shown and bool(label)


def compare_label(
    report: Report, code: Code, label: str, shown: str, numbered: tuple[Hashable, int], at: Location | None
) -> bool:
    """Whether a reader would miss the source's label, which then is tallied for `numbered`: the list and the level."""
    is_other = is_other_label(label, shown)
    if is_other:
        report.tally(code, numbered, at, label=label, shown=shown or "no label")
    return is_other
