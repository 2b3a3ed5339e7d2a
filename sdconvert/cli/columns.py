"""Aligned columns of plain text that fit a width."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import NamedTuple

from sdconvert.cli.output import escape

_GAP = "  "
_READABLE = 28
_WIDE = frozenset("WF")


class Column(NamedTuple):
    """A column. It is as wide as its content when there is room; else those with a `least` width give way, first those
    that `is_cut`, where text too long ends in an ellipsis. In the others it goes on below."""

    title: str
    least: int | None = None
    is_number: bool = False
    is_cut: bool = False


def columns(layout: Sequence[Column], rows: Sequence[Sequence[str]], width: int) -> Iterator[str]:
    """The lines of a table: its titles, then its rows."""
    table = [[column.title for column in layout], *([escape(text) for text in row] for row in rows)]
    widths = _fit(layout, [max(display_width(row[at]) for row in table) for at in range(len(layout))], width)
    for row in table:
        cells = [
            [cut(text, room)] if column.is_cut else wrap(text, room)
            for text, room, column in zip(row, widths, layout, strict=True)
        ]
        for line in zip_longest(*cells, fillvalue=""):
            padded = (_pad(text, room, column) for text, room, column in zip(line, widths, layout, strict=True))
            yield _GAP.join(padded).rstrip()


def wrap(text: str, width: int) -> list[str]:
    """The text as lines of at most this width, broken between words where there are any."""
    lines = [""]
    for piece, is_new_word in _pieces(text, width):
        joined = f"{lines[-1]} {piece}" if lines[-1] else piece
        if is_new_word and display_width(joined) <= width:
            lines[-1] = joined
        elif lines[-1]:
            lines.append(piece)
        else:
            lines[-1] = piece
    return lines


def _pieces(text: str, width: int) -> Iterator[tuple[str, bool]]:
    """The words, those too long in parts, each with whether a word begins there."""
    for word in text.split():
        is_new_word = True
        while word:
            head = _head(word, width)
            yield head, is_new_word
            word = word[len(head) :]
            is_new_word = False


def cut(text: str, width: int) -> str:
    """The text, or as much of its beginning as fits with an ellipsis."""
    return text if display_width(text) <= width else _head(text, width - 1).rstrip() + "…"


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
    """Take the width that is too much from the columns that can give, always from the widest of them; none is made
    narrower than is good to read while another can give."""
    widths = list(natural)
    excess = sum(widths) + len(_GAP) * (len(widths) - 1) - width
    for is_cut, readable in ((True, _READABLE), (False, _READABLE), (True, 0), (False, 0)):
        giving = {
            at: max(c.least, readable) for at, c in enumerate(layout) if c.least is not None and c.is_cut is is_cut
        }
        while excess > 0 and (spare := [at for at, least in giving.items() if widths[at] > least]):
            widths[max(spare, key=lambda at: widths[at])] -= 1
            excess -= 1
    return widths
