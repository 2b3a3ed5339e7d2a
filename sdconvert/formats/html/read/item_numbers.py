"""The marks of list items, as a browser shows them."""

from __future__ import annotations

import re
from string import ascii_lowercase
from typing import NamedTuple

from sdconvert.formats.html.read.css import is_hidden, parse_style
from sdconvert.formats.html.read.elements import parse_integer
from sdconvert.numerals import lower_roman
from sdconvert.patterns import compile_late
from sdconvert.xmlio import Element

_GREEK = "αβγδεζηθικλμνξοπρστυφχψω"
_BY_ATTRIBUTE = {
    "1": "decimal",
    "a": "lower-alpha",
    "A": "upper-alpha",
    "i": "lower-roman",
    "I": "upper-roman",
    **{name: name for name in ("disc", "circle", "square")},
}
"""The kinds that the attribute `type` names."""
_BULLETS = frozenset(("disc", "circle", "square", "disclosure-open", "disclosure-closed"))
_NONE = "none"
_STRING = compile_late(r"""(["'])(.*?)\1""")
_PICTURE = compile_late(r"url\(|gradient\(|image\(", re.IGNORECASE)
_PLACES = frozenset(("inside", "outside"))


class ItemMark(NamedTuple):
    """What a browser shows before an item: a number or a sign as `label`, a mere bullet where that is empty, or nothing
    at all (`is_shown`)."""

    label: str = ""
    is_ordered: bool = False
    is_shown: bool = True


BULLET = ItemMark()


def mark_items(element: Element) -> tuple[dict[Element, ItemMark], int]:
    """The mark of each item of a list, and the number that the next one would have. Hidden items are not counted.

    Source: HTML, 15.3.7 (attributes `type`, `start`, `value`, `reversed`); CSS Lists, 3 (`list-style`).
    """
    items = [item for item in element.iterchildren("li") if not is_hidden(item)]
    is_reversed = element.get("reversed") is not None
    start = parse_integer(element.get("start"))
    number = start if start is not None else len(items) if is_reversed else 1
    kind = _kind_of(element) or ("decimal" if element.tag == "ol" else "disc")
    marks: dict[Element, ItemMark] = {}
    for item in items:
        value = parse_integer(item.get("value"))
        number = number if value is None else value
        marks[item] = _mark(number, _kind_of(item) or kind)
        number += -1 if is_reversed else 1
    return marks, number


def _kind_of(element: Element) -> str:
    """The kind of marks that a list or an item asks for: a string of its own in quotes; empty where it does not say."""
    style = parse_style(element.get("style", ""))
    names = style.get("list-style-type") or style.get("list-style", "")
    if _PICTURE.search(style.get("list-style-image", "") + names):
        return "disc"
    quoted = _STRING.search(names)
    if quoted:
        return quoted[0]
    said = [name for name in names.lower().split() if name not in _PLACES]
    return said[0] if said else _BY_ATTRIBUTE.get(element.get("type", ""), "")


def _mark(number: int, kind: str) -> ItemMark:
    quoted = _STRING.fullmatch(kind)
    if quoted:
        return ItemMark(quoted[2].strip(), is_shown=bool(quoted[2].strip()))
    if kind in _BULLETS:
        return BULLET
    return ItemMark(is_shown=False) if kind == _NONE else ItemMark(f"{_numeral(number, kind)}.", is_ordered=True)


def _numeral(number: int, kind: str) -> str:
    match kind:
        case "lower-alpha" | "lower-latin" if number > 0:
            return _letters(number)
        case "upper-alpha" | "upper-latin" if number > 0:
            return _letters(number).upper()
        case "lower-greek" if number > 0:
            return _letters(number, _GREEK)
        case "lower-roman" if 0 < number < 4000:
            return lower_roman(number)
        case "upper-roman" if 0 < number < 4000:
            return lower_roman(number).upper()
        case "decimal-leading-zero" if -10 < number < 10:
            return f"{'-' * (number < 0)}0{abs(number)}"
        case _:
            return str(number)


def _letters(number: int, alphabet: str = ascii_lowercase) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, len(alphabet))
        letters = alphabet[rest] + letters
    return letters
