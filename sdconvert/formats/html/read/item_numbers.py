"""The numbers of list items, as a browser shows them."""

from __future__ import annotations

from sdconvert.formats.html.read.css import is_hidden
from sdconvert.formats.html.read.elements import parse_integer
from sdconvert.xmlio import Element

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def number_items(element: Element) -> tuple[dict[Element, str], int]:
    """The number of each item of a list, and the number that the next one would have. Hidden items are not counted."""
    items = [item for item in element.iterchildren("li") if not is_hidden(item)]
    is_reversed = element.get("reversed") is not None
    start = parse_integer(element.get("start"))
    number = start if start is not None else len(items) if is_reversed else 1
    kind = element.get("type", "1")
    labels: dict[Element, str] = {}
    for item in items:
        value = parse_integer(item.get("value"))
        number = number if value is None else value
        labels[item] = f"{_numeral(number, kind)}."
        number += -1 if is_reversed else 1
    return labels, number


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
