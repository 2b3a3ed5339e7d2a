"""The numbers that the editor shows, computed for a whole document before it is written.

- Numbered headings and numbered paragraphs share one count. A number is the decimal numbers of all levels down to the
  block's own, joined by dots: `2.1`. A level that was not met yet counts 0. A block counts its own level up and lets
  the deeper ones begin again; a restart sets its level to 1.
- An ordered list item shows the decimal number of its own level within its list, whatever stands between its items.
  An item of a higher level, numbered or not, lets the deeper ones begin again.
- Numbered pictures and numbered tables are counted through the document, each kind on its own.
"""

from __future__ import annotations

_PUNCTUATION = " \t\u00a0.,:;()[]-–"


class Numbering:
    """Counts while the document is gone through from top to bottom."""

    __slots__ = ("_lists", "_pictures", "_sections", "_tables")

    def __init__(self) -> None:
        self._sections: tuple[int, ...] = ()
        self._lists: dict[str, tuple[int, ...]] = {}
        self._pictures = 0
        self._tables = 0

    def section(self, level: int, restarts: bool) -> str:
        """The number of the numbered heading or paragraph that comes next."""
        self._sections = _next(self._sections, level, restarts)
        return ".".join(map(str, self._sections))

    def item(self, list_id: str, level: int) -> int:
        """The number of the ordered list item that comes next."""
        numbers = _next(self._lists.get(list_id, ()), level, False)
        self._lists[list_id] = numbers
        return numbers[-1]

    def bullet(self, list_id: str, level: int) -> None:
        """A bullet comes next: deeper numbers of the list begin again."""
        self._lists[list_id] = self._lists.get(list_id, ())[: level + 1]

    def picture(self) -> int:
        """The number of the numbered picture that comes next."""
        self._pictures += 1
        return self._pictures

    def table(self) -> int:
        """The number of the numbered table that comes next."""
        self._tables += 1
        return self._tables


def _next(numbers: tuple[int, ...], level: int, restarts: bool) -> tuple[int, ...]:
    upper = numbers[:level] + (0,) * (level - len(numbers))
    return (*upper, 1 if restarts or len(numbers) <= level else numbers[level] + 1)


def is_other_label(label: str, shown: str) -> bool:
    """Whether a reader would miss the source's `label` where `shown` is shown: `1.`, `(1)` and `1` are one, `a)`,
    `§ 1` and `1` are not. No label of the source means that it is unknown."""
    return bool(label) and label != shown and label.strip(_PUNCTUATION) != shown
