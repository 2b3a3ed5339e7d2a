"""Lists: which one an item belongs to, and the numbers that a page shows."""

from __future__ import annotations

import re

from sdconvert.formats.html.read.css import Style, parse_points
from sdconvert.formats.html.read.elements import parse_integer
from sdconvert.formats.html.read.reading import Reading
from sdconvert.xmlio import Element

_WORD_LIST = re.compile(r"(l\d+) level(\d+) (lfo\d+)")
_POINTS_PER_LEVEL = 36.0


class Counter:
    """Counts the items of one list as a browser does."""

    __slots__ = ("_kind", "_next", "_step")

    def __init__(self, element: Element) -> None:
        self._kind = element.get("type", "1")
        is_reversed = element.get("reversed") is not None
        start = parse_integer(element.get("start"))
        self._step = -1 if is_reversed else 1
        items = len(element.findall("li")) if is_reversed and start is None else 1
        self._next = items if start is None else start

    @property
    def next_number(self) -> int:
        """The number of the item that would come next."""
        return self._next

    def label(self, item: Element) -> str:
        """The number of the next item, as it is shown."""
        number = parse_integer(item.get("value"))
        number = self._next if number is None else number
        self._next = number + self._step
        return f"{_numeral(number, self._kind)}."


def list_id_for(reading: Reading, element: Element) -> str:
    """The id of a list that begins here. One that counts on from where the last one stopped goes on with it."""
    start = parse_integer(element.get("start"))
    last_id, next_number = reading.last_numbered
    if element.tag == "ol" and start is not None and start > 1 and start == next_number:
        return last_id
    reading.list_count += 1
    return f"list-{reading.list_count}"


def word_list(style: Style) -> tuple[str, int] | None:
    """The list and the level that Word gives to a paragraph in a page that it saved."""
    found = _WORD_LIST.search(style.get("mso-list", ""))
    if found is None:
        return None
    return f"{found[1]} {found[3]}", int(found[2]) - 1


def filtered_level(style: Style) -> int:
    """The level of a list paragraph in a filtered page of Word, by its indent."""
    margin = style.get("margin-left") or next(iter(style.get("margin", "").split()[3:4]), "")
    points = parse_points(margin)
    return max(round((points or _POINTS_PER_LEVEL) / _POINTS_PER_LEVEL) - 1, 0)


def _numeral(number: int, kind: str) -> str:
    match kind:
        case "a" | "A" if number > 0:
            letters = _letters(number)
            return letters if kind == "a" else letters.upper()
        case "i" | "I" if 0 < number < 4000:
            roman = _roman(number)
            return roman if kind == "i" else roman.upper()
        case _:
            return str(number)


def _letters(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters


_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def _roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        text += letters * count
    return text
