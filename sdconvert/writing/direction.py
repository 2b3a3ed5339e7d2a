"""From which side text is read: neither the model nor SDXML says it, so its first letter does."""

from __future__ import annotations

from collections.abc import Iterable
from string import ascii_letters
from unicodedata import bidirectional

from sdconvert.model.inlines import CrossReference, Inline, Link, Run
from sdconvert.model.text import run_text
from sdconvert.patterns import compile_late

_IN_BLOCKS_FROM_RIGHT = compile_late(
    "[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_BEGINS_FROM_RIGHT = bytes((*range(0xD6, 0xE1), 0xEF, 0xF0))
"""With which bytes the characters of those blocks begin in UTF-8, but for the mark U+200F: to look for these takes a
tenth of the time that it takes to look for the characters."""
_SHORT = 32
"""Up to so many characters are looked at themselves in less time."""
_LETTERS_FROM_LEFT = frozenset(ascii_letters)
_LETTER_FROM_LEFT = compile_late("[A-Za-z]")
"""One of ASCII, which has none from the right."""
_FROM_RIGHT = frozenset({"R", "AL"})
_WITH_DIRECTION = _FROM_RIGHT | {"L"}


def is_right_to_left(content: Iterable[Inline]) -> bool:
    """Whether the first letter of a paragraph is one of Arabic, Hebrew or another script that is read from the right.

    Source: Unicode Standard Annex 9, rules P2 and P3.
    """
    for node in content:
        text = node.text if type(node) is Run else _text_of(node)
        if text.isascii():
            if text and (text[0] in _LETTERS_FROM_LEFT or _LETTER_FROM_LEFT.search(text)):
                return False
            continue
        for character in text:
            direction = bidirectional(character)
            if direction in _WITH_DIRECTION:
                return direction in _FROM_RIGHT
    return False


def _text_of(node: Inline) -> str:
    match node:
        case Run() | CrossReference():
            return node.text
        case Link():
            return run_text(node.content)
        case _:
            return ""


def has_right_to_left(text: str) -> bool:
    """Whether a text has such letters anywhere."""
    if text.isascii():
        return False
    if len(text) > _SHORT:
        data = text.encode(errors="replace")
        if len(data.translate(None, _BEGINS_FROM_RIGHT)) == len(data) and "\u200f" not in text:
            return False
    return any(bidirectional(sign) in _FROM_RIGHT for sign in _IN_BLOCKS_FROM_RIGHT.findall(text))
