"""The label that Word shows before each numbered paragraph (ECMA-376 Part 1, 17.9)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from sdconvert.formats.docx.read.formatting.numbering import LEVEL_COUNT, Level, Levels, Numbering
from sdconvert.formats.docx.read.formatting.numerals import GREATEST, numeral
from sdconvert.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Label:
    """What Word shows before a paragraph. `value` is the count of the paragraph's own level.

    `list_key` is one for each list as Word counts it. `restarts`: an override of the list, not a higher level, set the
    count back. `is_approximate`: decimal stands in for a format that is not known here. A label that is hidden has no
    text, and counts. `end` is what stands between the label and the text of the paragraph.
    """

    text: str = ""
    value: int = 0
    list_key: str = ""
    format: str = "none"
    is_bullet: bool = False
    restarts: bool = False
    is_approximate: bool = False
    end: str = "\t"


NO_LABEL = Label()


class LabelPart(NamedTuple):
    """A piece of a label: the number of a level, or what stands before, between or behind numbers (`ilvl` None)."""

    text: str
    ilvl: int | None
    is_certain: bool = True


_ENDS = {"space": " ", "nothing": ""}
_KEPT_IN_LEGAL_STYLE = frozenset(("none", "decimalZero"))
"""The formats that `w:isLgl` does not turn into decimal: of the second, [MS-DOC] says so (LVLF, fLegal)."""


class _Count:
    """Where a list stands. `key` changes when an override begins the list anew; `top` is the highest level in use."""

    __slots__ = ("_list_key", "_restart_count", "key", "top", "values")

    def __init__(self, list_key: str) -> None:
        self._list_key = self.key = list_key
        self._restart_count = 0
        self.top = LEVEL_COUNT
        self.values: list[int | None] = [None] * LEVEL_COUNT

    def restart(self, ilvl: int) -> None:
        """Set a level back. That begins another list unless the level stands below others that go on."""
        self.values[ilvl] = None
        if ilvl <= self.top:
            self._restart_count += 1
            self.key = f"{self._list_key}.{self._restart_count}"


class _Place(NamedTuple):
    """A level of a list and all that its labels are made of."""

    level: Level
    levels: Levels
    starts: Mapping[int, int]
    state: _Count
    end: str


class LabelSequence:
    """The labels of one story, asked for paragraph by paragraph in the order of the text."""

    def __init__(self, numbering: Numbering) -> None:
        self._numbering = numbering
        self._counts: dict[str, _Count] = {}
        self._used: set[tuple[str, int]] = set()
        self._places: dict[tuple[str, int], _Place | None] = {}

    def next(self, num_id: str, ilvl: int) -> Label:
        """The label of the next paragraph, which is on this level of this list.

        All lists of one abstract list share its count. A level begins anew after a higher one, as `w:lvlRestart` has
        it, and where a list with a `w:startOverride` uses the level first, which is a restart where the count would not
        have come there anyway. A level left out is used up with its start: after 1.1 without a 1 before it comes 2.

        Source: ECMA-376 Part 1, 17.9.10 (lvlRestart), 17.9.26 (startOverride), 17.9.4 (isLgl), 17.9.11 (lvlText).
        """
        key = (num_id, ilvl)
        place = self._places[key] if key in self._places else self._find_place(key)
        if place is None:
            return NO_LABEL
        level, levels, starts, count, end = place
        ilvl = level.ilvl
        current = count.values[ilvl]
        is_override = self._is_first_use(num_id, ilvl) and ilvl in starts
        restarts = is_override and current is not None and current + 1 != starts[ilvl]
        if restarts:
            count.restart(ilvl)
        self._count(count, num_id, level, levels, starts)
        value = count.values[ilvl] or 0
        if level.is_bullet:
            return Label(_in_look(level.bullet_text, level), value, count.key, "bullet", True, restarts, end=end)
        text, is_certain = _label_text(level, levels, starts, count.values)
        return Label(_in_look(text, level), value, count.key, level.num_fmt, False, restarts, not is_certain, end)

    def _find_place(self, key: tuple[str, int]) -> _Place | None:
        num_id, ilvl = key
        level = self._numbering.level(num_id, ilvl)
        place = None
        if level is not None:
            levels, starts = self._numbering.levels(num_id), self._numbering.starts(num_id)
            count = self._count_of(level.list_key)
            place = _Place(level, levels, starts, count, _ENDS.get(level.suff, "\t"))
        self._places[key] = place
        return place

    def _count_of(self, list_key: str) -> _Count:
        count = self._counts.get(list_key)
        if count is None:
            count = self._counts[list_key] = _Count(list_key)
        return count

    def start_at(self, num_id: str, ilvl: int, start: int) -> None:
        """Let the next paragraph on this level of this list be counted so."""
        level = self._numbering.level(num_id, ilvl)
        if level is not None:
            count = self._count_of(level.list_key)
            count.values[level.ilvl] = start - 1

    def labels_down_to(self, num_id: str, ilvl: int) -> tuple[tuple[LabelPart, ...], ...]:
        """The labels of a list's levels down to this one as they stand after the last paragraph, in pieces; those of
        bullets and of levels left out are empty."""
        levels, starts = self._numbering.levels(num_id), self._numbering.starts(num_id)
        return tuple([tuple(self._parts_of(levels.get(k), levels, starts)) for k in range(ilvl + 1)])

    def _parts_of(self, level: Level | None, levels: Levels, starts: Mapping[int, int]) -> Iterator[LabelPart]:
        count = None if level is None else self._counts.get(level.list_key)
        if level is not None and count is not None and not level.is_bullet:
            yield from _label_parts(level, levels, starts, count.values)

    def _count(self, count: _Count, num_id: str, level: Level, levels: Levels, starts: Mapping[int, int]) -> None:
        ilvl, values = level.ilvl, count.values
        for higher in range(ilvl):
            if values[higher] is None and higher in levels:
                values[higher] = starts.get(higher, levels[higher].start)
                self._used.add((num_id, higher))
        current = values[ilvl]
        values[ilvl] = starts.get(ilvl, level.start) if current is None else min(current + 1, GREATEST)
        for deeper in range(ilvl + 1, LEVEL_COUNT):
            if values[deeper] is not None and _is_reset(levels.get(deeper), ilvl):
                values[deeper] = None
        count.top = min(count.top, ilvl)

    def _is_first_use(self, num_id: str, ilvl: int) -> bool:
        is_first = (num_id, ilvl) not in self._used
        self._used.add((num_id, ilvl))
        return is_first


def _in_look(text: str, level: Level) -> str:
    """The text as the level's own run properties show it (17.9.24)."""
    if level.is_hidden:
        return ""
    return text.upper() if level.is_caps else text


def _is_reset(deeper: Level | None, used: int) -> bool:
    restart = None if deeper is None else deeper.lvl_restart
    return restart is None or used < restart


def _label_text(level: Level, levels: Levels, starts: Mapping[int, int], values: list[int | None]) -> tuple[str, bool]:
    texts, is_certain = "", True
    for part in level.label_parts:
        if isinstance(part, str):
            texts += part
        elif (number := _number(part, level, levels, starts, values)) is not None:
            texts += number[0]
            is_certain = is_certain and number[1]
    return texts, is_certain


def _label_parts(
    level: Level, levels: Levels, starts: Mapping[int, int], values: list[int | None]
) -> Iterator[LabelPart]:
    for part in level.label_parts:
        if isinstance(part, str):
            yield LabelPart(part, None)
        elif (number := _number(part, level, levels, starts, values)) is not None:
            yield LabelPart(number[0], part, number[1])


def _number(
    ilvl: int, level: Level, levels: Levels, starts: Mapping[int, int], values: list[int | None]
) -> tuple[str, bool] | None:
    """The number of a level as the label of another shows it, and whether its format is known; None for no number."""
    shown = levels.get(ilvl)
    if shown is None or shown.is_bullet:
        return None
    value = values[ilvl]
    if value is None:
        value = starts.get(ilvl, shown.start)
    num_fmt = "decimal" if level.is_legal and shown.num_fmt not in _KEPT_IN_LEGAL_STYLE else shown.num_fmt
    return numeral(value, num_fmt, shown.custom_format)
