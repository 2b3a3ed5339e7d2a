"""The labels that SMASHDOCs shows, and how they differ from those of the source."""

from __future__ import annotations

_PUNCTUATION = " \t\u00a0.,:;()[]-–"


class Numbering:
    """Counts as SMASHDOCs does: SDXML has no numbering format, so that what a reader sees follows from the levels.

    - Numbered headings and numbered paragraphs share one count. A label is the decimal numbers of all levels down to
      the block's own, joined by dots: `2.1`. A level that was not met yet counts 0. A block counts its own level up
      and lets the deeper ones begin again; `restartNumbering` sets its level to 1.
    - An `ol-li` shows the decimal number of its own level within its list, whatever stands between its items. An item
      of a higher level, numbered or not, lets the deeper ones begin again.
    - A `ul-li` shows a bullet. Everything else shows no label.
    """

    __slots__ = ("_lists", "_sections")

    def __init__(self) -> None:
        self._sections: tuple[int, ...] = ()
        self._lists: dict[str, tuple[int, ...]] = {}

    def next_section(self, level: int, restarts: bool) -> tuple[int, ...]:
        """The numbers of a numbered heading or paragraph that comes next."""
        return _next(self._sections, level, restarts)

    def count_section(self, numbers: tuple[int, ...]) -> None:
        """The block with these numbers is written as a numbered one."""
        self._sections = numbers

    def next_item(self, list_id: str, level: int) -> tuple[int, ...]:
        """The numbers of a numbered list item that comes next."""
        return _next(self._lists.get(list_id, ()), level, False)

    def count_item(self, list_id: str, numbers: tuple[int, ...]) -> None:
        """The item with these numbers is written as a numbered one."""
        self._lists[list_id] = numbers

    def count_bullet(self, list_id: str, level: int) -> None:
        """A bullet of this level is written: deeper numbers of the list begin again."""
        self._lists[list_id] = self._lists.get(list_id, ())[: level + 1]


def _next(numbers: tuple[int, ...], level: int, restarts: bool) -> tuple[int, ...]:
    upper = numbers[:level] + (0,) * (level - len(numbers))
    return (*upper, 1 if restarts or len(numbers) <= level else numbers[level] + 1)


def section_label(numbers: tuple[int, ...]) -> str:
    """The label of a numbered heading or paragraph."""
    return ".".join(map(str, numbers))


def is_other_label(label: str, shown: str) -> bool:
    """Whether a reader would miss the source's `label` where SMASHDOCs shows `shown`: `1.`, `(1)` and `1` are one,
    `a)`, `§ 1` and `1` are not. No label of the source means that it is unknown."""
    return label != shown and label.strip(_PUNCTUATION) != shown and bool(label)
