"""Aligned columns of plain text that fit a width."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import NamedTuple

_GAP = "  "
_WIDE = frozenset("WF")


class Column(NamedTuple):
    """A column. It is as wide as its content when there is room; else those with a `least` width share what is left."""

    title: str
    least: int | None = None
    is_number: bool = False


def columns(layout: Sequence[Column], rows: Sequence[Sequence[str]], width: int) -> Iterator[str]:
    """The lines of a table: its titles, then its rows. Text too long for its column goes on below."""
    table = [[column.title for column in layout], *rows]
    widths = _fit(layout, [max(display_width(row[at]) for row in table) for at in range(len(layout))], width)
    for row in table:
        cells = [wrap(text, room) for text, room in zip(row, widths, strict=True)]
        for line in zip_longest(*cells, fillvalue=""):
            padded = (_pad(text, room, column) for text, room, column in zip(line, widths, layout, strict=True))
            yield _GAP.join(padded).rstrip()


def wrap(text: str, width: int) -> list[str]:
    """The text as lines of at most this width, broken between words where there are any."""
    lines = [""]
    for word in text.split():
        if lines[-1] and display_width(lines[-1]) + 1 + display_width(word) > width:
            lines.append("")
        while not lines[-1] and display_width(word) > width:
            head = _head(word, width)
            lines[-1:] = [head, ""]
            word = word[len(head) :]
        lines[-1] += f" {word}" if lines[-1] else word
    return lines


def display_width(text: str) -> int:
    """How many places the text takes on a terminal: East Asian signs take two, combining marks none."""
    if text.isascii():
        return len(text)
    return sum(_character_width(character) for character in text)


def _character_width(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in _WIDE else 1


def _head(word: str, width: int) -> str:
    taken = 0
    for at, character in enumerate(word):
        taken += _character_width(character)
        if taken > width and at:
            return word[:at]
    return word


def _pad(text: str, width: int, column: Column) -> str:
    padding = " " * (width - display_width(text))
    return padding + text if column.is_number else text + padding


def _fit(layout: Sequence[Column], natural: list[int], width: int) -> list[int]:
    """Take the width that is too much from the columns that can give, always from the widest of them."""
    widths = list(natural)
    excess = sum(widths) + len(_GAP) * (len(widths) - 1) - width
    flexible = {at: column.least for at, column in enumerate(layout) if column.least is not None}
    while excess > 0:
        spare = [at for at, least in flexible.items() if widths[at] > least]
        if not spare:
            break
        widths[max(spare, key=lambda at: widths[at])] -= 1
        excess -= 1
    return widths
