"""Paragraphs found again in the text of printed pages: one after the other, by how they begin and end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

_BEGINNING = 40
_END = 16
_SHORT = 4
_LOOK_AHEAD = 2500
_LOOK_AHEAD_SHORT = 400
_LENGTH_THAT_IS_LONG = 12


class Box(NamedTuple):
    """A rectangle on a page, from its upper left corner. Units: points."""

    page: int
    left: float
    top: float
    right: float
    bottom: float


class Letters:
    """The letters and digits of a text in their order, without case, each with its box."""

    def __init__(self) -> None:
        self._signs: list[str] = []
        self.boxes: list[Box] = []

    def add(self, sign: str, box: Box) -> None:
        """Add a letter; one that folds to several has the same box for each."""
        for folded in sign.casefold():
            self._signs.append(folded)
            self.boxes.append(box)

    @property
    def text(self) -> str:
        return "".join(self._signs)


def letters_of(text: str) -> str:
    """The letters and digits of a text, without case."""
    return "".join(sign for sign in text.casefold() if sign.isalnum())


def pair_paragraphs(paragraphs: Sequence[tuple[str, str]], letters: Letters) -> list[tuple[str, Box]]:
    """The boxes of the paragraphs that are found, each of them given by its place and its text: one for each page that
    a paragraph stands on.

    A paragraph is looked for behind the one before it, not far: what is printed in another order, or not at all, is
    passed over, and a word that comes again cannot lead far astray.
    """
    found: list[tuple[str, Box]] = []
    text, at = letters.text, 0
    for place, words in paragraphs:
        wanted = letters_of(words)
        start = _find(text, wanted, at)
        if start is None:
            continue
        end = _find_end(text, wanted, start)
        found += [(place, box) for box in _join(letters.boxes[start:end])]
        at = end
    return found


def _find(text: str, wanted: str, at: int) -> int | None:
    if not wanted:
        return None
    ahead = _LOOK_AHEAD if len(wanted) >= _LENGTH_THAT_IS_LONG else _LOOK_AHEAD_SHORT
    if len(wanted) < _SHORT:
        ahead = 60
    start = text.find(wanted[:_BEGINNING], at, at + ahead + _BEGINNING)
    return None if start < 0 else start


def _find_end(text: str, wanted: str, start: int) -> int:
    """Where a paragraph ends that begins here. The text may have other words in it: a page's header, a number."""
    expected = start + len(wanted)
    ending = wanted[-_END:]
    found = text.find(ending, max(start, expected - _END), expected + 600)
    return expected if found < 0 else found + len(ending)


def _join(boxes: Sequence[Box]) -> Iterator[Box]:
    """One box around those of each page."""
    for page in dict.fromkeys(box.page for box in boxes):
        those = [box for box in boxes if box.page == page]
        yield Box(
            page,
            min(box.left for box in those),
            min(box.top for box in those),
            max(box.right for box in those),
            max(box.bottom for box in those),
        )
