"""How the notes of a document count: which format and start give the marks that its source showed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from sdconvert.model.blocks import Heading, ListItem, Paragraph, Picture
from sdconvert.model.document import Document
from sdconvert.model.inlines import Inline, Note
from sdconvert.model.tables import Table
from sdconvert.model.walk import walk_blocks
from sdconvert.numerals import lower_roman, repeat_sign

_SIGNS = "*†‡§"
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_GREATEST_START = 500


class NoteCounting(NamedTuple):
    """How notes of one kind count: `num_fmt` is Word's word for the format, `start` the number of the first."""

    num_fmt: str
    start: int = 1

    def mark(self, index: int) -> str:
        """The mark of the note at this place, from 0."""
        return _FORMATS[self.num_fmt](self.start + index)


FOOTNOTES = NoteCounting("decimal")
"""How Word and SMASHDOCs count footnotes where nothing else is said."""
ENDNOTES = NoteCounting("lowerRoman")
"""How Word counts endnotes where nothing else is said."""


def find_counting(marks: Sequence[str], usual: NoteCounting) -> NoteCounting | None:
    """A way of counting that gives these marks in order, the usual one before others; None where there is none. A note
    whose source told no mark (an empty one) fits into any."""
    return next((way for way in _candidates(marks, usual) if _fits(way, marks)), None)


def counted_marks(document: Document, *, is_endnote: bool) -> list[str]:
    """The marks of the notes of one kind that count, in reading order."""
    notes = (node for content in _contents(document) for node in content if type(node) is Note)
    return [note.mark for note in notes if note.is_endnote == is_endnote and not note.has_own_mark]


def _contents(document: Document) -> Iterator[tuple[Inline, ...]]:
    for block in walk_blocks(document):
        match block:
            case Heading() | Paragraph() | ListItem():
                yield block.content
            case Picture() | Table():
                yield block.caption


def _candidates(marks: Sequence[str], usual: NoteCounting) -> Iterator[NoteCounting]:
    yield usual
    at = next((index for index, mark in enumerate(marks) if mark), 0)
    for num_fmt, write in _FORMATS.items():
        numbers = range(at, at + _GREATEST_START + 1)
        number = next((number for number in numbers if write(number) == marks[at]), None)
        if number is not None:
            yield NoteCounting(num_fmt, number - at)


def _fits(way: NoteCounting, marks: Sequence[str]) -> bool:
    return all(not mark or mark == way.mark(index) for index, mark in enumerate(marks))


def _upper_roman(number: int) -> str:
    return lower_roman(number).upper()


def _letters(number: int) -> str:
    return repeat_sign(_LETTERS, number)


def _upper_letters(number: int) -> str:
    return _letters(number).upper()


def _chicago(number: int) -> str:
    return repeat_sign(_SIGNS, number)


_FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "lowerLetter": _letters,
    "upperLetter": _upper_letters,
    "lowerRoman": lower_roman,
    "upperRoman": _upper_roman,
    "chicago": _chicago,
}
