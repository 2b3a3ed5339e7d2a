"""Paragraphs found again in the text of printed pages: those that stand out first, the others between them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

_BEGINNING = 40
_ANCHOR = 24
_END = 16
_SHORT = 12
_REACH = 2500
_REACH_OF_SHORT = 400


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

    Paragraphs whose beginning stands once in the text are found first, as far as they come in the same order in both.
    The others are looked for between two of these, from the end: what is printed before a text, such as the directory
    that lists it, is not taken for it. What is printed in another order, or not at all, is passed over.
    """
    text = letters.text
    wanted = [letters_of(words) for _, words in paragraphs]
    starts = _fill(text, wanted, _find_anchors(text, wanted))
    found = ((number, start) for number, start in enumerate(starts) if start is not None)
    return [
        (paragraphs[number][0], box)
        for number, start in found
        for box in _join(letters.boxes[start : _find_end(text, wanted[number], start)])
    ]


def _find_anchors(text: str, wanted: Sequence[str]) -> list[tuple[int, int]]:
    """The paragraphs that begin as no other place of the text, with where, in the order of both: as many as can be."""
    beginnings = {each[:_ANCHOR] for each in wanted if len(each) >= _ANCHOR}
    places: dict[str, int] = {}
    repeated: set[str] = set()
    for at in range(len(text) - _ANCHOR + 1):
        piece = text[at : at + _ANCHOR]
        if piece in beginnings:
            if piece in places:
                repeated.add(piece)
            places[piece] = at
    known = ((number, each[:_ANCHOR]) for number, each in enumerate(wanted))
    return _rising([(number, places[piece]) for number, piece in known if piece in places and piece not in repeated])


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest part of the pairs, which rise in their first, that rises in both."""
    ends: list[int] = []
    at: list[int] = []
    before: list[int | None] = []
    for number, (_, place) in enumerate(pairs):
        length = bisect_left(ends, place)
        before.append(at[length - 1] if length else None)
        ends[length:] = [place, *ends[length + 1 :]] if length < len(ends) else [place]
        at[length:] = [number, *at[length + 1 :]] if length < len(at) else [number]
    chain: list[tuple[int, int]] = []
    last = at[-1] if at else None
    while last is not None:
        chain.append(pairs[last])
        last = before[last]
    return chain[::-1]


def _fill(text: str, wanted: Sequence[str], anchors: Sequence[tuple[int, int]]) -> list[int | None]:
    """Where each paragraph begins, None where it is not found."""
    starts: list[int | None] = [None] * len(wanted)
    for number, start in anchors:
        starts[number] = start
    if anchors:
        _search_forwards(text, wanted, starts, anchors[-1][0] + 1, anchors[-1][1] + len(wanted[anchors[-1][0]]))
    else:
        _search_forwards(text, wanted, starts, 0, 0)
    for (first, begin), (last, end) in pairwise(((-1, 0), *anchors)):
        least = begin + (len(wanted[first]) if first >= 0 else 0)
        _search_backwards(text, wanted, starts, range(last - 1, first, -1), least, end)
    return starts


def _search_forwards(text: str, wanted: Sequence[str], starts: list[int | None], first: int, at: int) -> None:
    for number in range(first, len(wanted)):
        beginning = wanted[number][:_BEGINNING]
        start = text.find(beginning, at, at + _reach(beginning)) if beginning else -1
        if start >= 0:
            starts[number] = start
            at = start + len(wanted[number])


def _search_backwards(
    text: str, wanted: Sequence[str], starts: list[int | None], numbers: range, least: int, end: int
) -> None:
    for number in numbers:
        beginning = wanted[number][:_BEGINNING]
        start = text.rfind(beginning, max(least, end - _reach(wanted[number])), end) if beginning else -1
        if start >= 0:
            starts[number] = end = start


def _reach(wanted: str) -> int:
    """How far a paragraph is looked for: a short one comes too often to be looked for far away."""
    return len(wanted) + (_REACH if len(wanted) >= _SHORT else _REACH_OF_SHORT)


def _find_end(text: str, wanted: str, start: int) -> int:
    """Where a paragraph ends that begins here. The text may have other words in it, such as a number of a line."""
    expected = start + len(wanted)
    ending = wanted[-_END:]
    found = text.find(ending, max(start, expected - _END), expected + 100 + len(wanted) // 10)
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
