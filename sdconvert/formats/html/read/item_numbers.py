"""The numbers of list items, as a browser shows them."""

from __future__ import annotations

from sdconvert.formats.html.read.elements import parse_integer
from sdconvert.xmlio import Element

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


class ItemCounter:
    """Counts the items of one list. `next_number` is that of the item that would come next."""

    __slots__ = ("_kind", "_step", "next_number")

    def __init__(self, element: Element) -> None:
        self._kind = element.get("type", "1")
        is_reversed = element.get("reversed") is not None
        start = parse_integer(element.get("start"))
        self._step = -1 if is_reversed else 1
        items = len(element.findall("li")) if is_reversed and start is None else 1
        self.next_number = items if start is None else start

    def take_label(self, item: Element) -> str:
        """The number of the next item, as it is shown."""
        number = parse_integer(item.get("value"))
        number = self.next_number if number is None else number
        self.next_number = number + self._step
        return f"{_numeral(number, self._kind)}."


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


def _roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        text += letters * count
    return text
