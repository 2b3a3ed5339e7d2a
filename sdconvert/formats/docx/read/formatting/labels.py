"""The label that Word shows before each numbered paragraph (ECMA-376 Part 1, 17.9)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from sdconvert.formats.docx.read.formatting.numbering import LEVEL_COUNT, Level, Levels, Numbering
from sdconvert.formats.docx.read.formatting.numerals import GREATEST, numeral
from sdconvert.frozen import maker


class Label(NamedTuple):
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


_make_label = maker(Label)
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
    """Where a list stands. `key` changes when an override begins the list anew; `top` is the highest level in use, and
    none below `deepest` has a value."""

    __slots__ = ("_list_key", "_restart_count", "deepest", "key", "top", "values")

    def __init__(self, list_key: str) -> None:
        self._list_key = self.key = list_key
        self._restart_count = 0
        self.top = LEVEL_COUNT
        self.deepest = 0
        self.values: list[int | None] = [None] * LEVEL_COUNT

    def restart(self, ilvl: int) -> None:
        """Set a level back. That begins another list unless the level stands below others that go on."""
        self.values[ilvl] = None
        if ilvl <= self.top:
            self._restart_count += 1
            self.key = f"{self._list_key}.{self._restart_count}"

    def set(self, ilvl: int, value: int) -> None:
        """Let a level stand at a value."""
        self.values[ilvl] = value
        self.deepest = max(self.deepest, ilvl)

    def begin_deeper(self, ilvl: int, levels: Levels) -> None:
        """Let the levels below one that was used begin anew, but those that go on."""
        values, deepest = self.values, ilvl
        for deeper in range(ilvl + 1, self.deepest + 1):
            if values[deeper] is not None:
                if _is_reset(levels.get(deeper), ilvl):
                    values[deeper] = None
                else:
                    deepest = deeper
        self.deepest = deepest


class _Number(NamedTuple):
    """The number of a level in a label: how it is written, and what it is while the level has not been used."""

    ilvl: int
    start: int
    num_fmt: str
    custom_format: str


class _Place(NamedTuple):
    """A level of a list and all that its labels are made of: `start` is where it begins, `override` where the list says
    so itself, `higher` are the levels above with their starts."""

    level: Level
    levels: Levels
    state: _Count
    start: int
    override: int | None
    higher: tuple[tuple[int, int], ...]
    parts: tuple[str | _Number, ...]
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
        level, _, count, _, override, _, parts, end = place
        restarts = override is not None and self._is_restart(num_id, level.ilvl, count, override)
        if restarts:
            count.restart(level.ilvl)
        value = self._advance(num_id, place)
        text, is_certain = "", True
        for part in parts:
            if isinstance(part, str):
                text += part
            else:
                number, is_known = _write_number(part, count.values)
                text += number
                is_certain = is_certain and is_known
        if level.is_hidden or level.is_caps:
            text = _in_look(text, level)
        num_fmt = "bullet" if level.is_bullet else level.num_fmt
        return _make_label((text, value, count.key, num_fmt, level.is_bullet, restarts, not is_certain, end))

    def _find_place(self, key: tuple[str, int]) -> _Place | None:
        num_id, ilvl = key
        level = self._numbering.level(num_id, ilvl)
        place = None
        if level is not None:
            levels, starts = self._numbering.levels(num_id), self._numbering.starts(num_id)
            place = _Place(
                level,
                levels,
                self._count_of(level.list_key),
                starts.get(level.ilvl, level.start),
                starts.get(level.ilvl),
                tuple([(at, starts.get(at, levels[at].start)) for at in range(level.ilvl) if at in levels]),
                tuple(_parts_of(level, levels, starts)),
                _ENDS.get(level.suff, "\t"),
            )
        self._places[key] = place
        return place

    def _is_restart(self, num_id: str, ilvl: int, count: _Count, override: int) -> bool:
        """Whether a list uses a level that it begins itself for the first time, and elsewhere than where it stands."""
        if (num_id, ilvl) in self._used:
            return False
        self._used.add((num_id, ilvl))
        current = count.values[ilvl]
        return current is not None and current + 1 != override

    def _advance(self, num_id: str, place: _Place) -> int:
        """Count the level up, let those above it begin and those below it begin anew; the level's value."""
        level, levels, count, start, _, higher, _, _ = place
        ilvl, values = level.ilvl, count.values
        for at, its_start in higher:
            if values[at] is None:
                values[at] = its_start
                self._used.add((num_id, at))
        current = values[ilvl]
        value = values[ilvl] = start if current is None else current + 1 if current < GREATEST else GREATEST
        if count.deepest > ilvl:
            count.begin_deeper(ilvl, levels)
        else:
            count.deepest = ilvl
        if count.top > ilvl:
            count.top = ilvl
        return value

    def _count_of(self, list_key: str) -> _Count:
        count = self._counts.get(list_key)
        if count is None:
            count = self._counts[list_key] = _Count(list_key)
        return count

    def start_at(self, num_id: str, ilvl: int, start: int) -> None:
        """Let the next paragraph on this level of this list be counted so."""
        level = self._numbering.level(num_id, ilvl)
        if level is not None:
            self._count_of(level.list_key).set(level.ilvl, start - 1)

    def labels_down_to(self, num_id: str, ilvl: int) -> tuple[tuple[LabelPart, ...], ...]:
        """The labels of a list's levels down to this one as they stand after the last paragraph, in pieces; those of
        bullets and of levels left out are empty."""
        levels, starts = self._numbering.levels(num_id), self._numbering.starts(num_id)
        return tuple([tuple(self._label_parts(levels.get(k), levels, starts)) for k in range(ilvl + 1)])

    def _label_parts(self, level: Level | None, levels: Levels, starts: Mapping[int, int]) -> Iterator[LabelPart]:
        count = None if level is None else self._counts.get(level.list_key)
        if level is not None and count is not None and not level.is_bullet:
            for part in _parts_of(level, levels, starts):
                if isinstance(part, str):
                    yield LabelPart(part, None)
                else:
                    number, is_known = _write_number(part, count.values)
                    yield LabelPart(number, part.ilvl, is_known)


def _in_look(text: str, level: Level) -> str:
    """The text as the level's own run properties show it (17.9.24)."""
    if level.is_hidden:
        return ""
    return text.upper() if level.is_caps else text


def _is_reset(deeper: Level | None, used: int) -> bool:
    restart = None if deeper is None else deeper.lvl_restart
    return restart is None or used < restart


def _parts_of(level: Level, levels: Levels, starts: Mapping[int, int]) -> Iterator[str | _Number]:
    """The pieces of a level's label, without the numbers of levels that have none; a bullet is all of its own."""
    for part in (level.bullet_text,) if level.is_bullet else level.label_parts:
        if isinstance(part, str):
            yield part
        elif (shown := levels.get(part)) is not None and not shown.is_bullet:
            is_decimal = level.is_legal and shown.num_fmt not in _KEPT_IN_LEGAL_STYLE
            num_fmt = "decimal" if is_decimal else shown.num_fmt
            yield _Number(part, starts.get(part, shown.start), num_fmt, shown.custom_format)


def _write_number(number: _Number, values: list[int | None]) -> tuple[str, bool]:
    """The number of a level as a label shows it, and whether its format is known."""
    ilvl, start, num_fmt, custom_format = number
    value = values[ilvl]
    return numeral(start if value is None else value, num_fmt, custom_format)
