"""Whether two readers, one of the source and one of SMASHDOCs, would cite the same number."""

from __future__ import annotations

import re
from enum import Enum, auto
from functools import lru_cache

_ROMAN = re.compile("[ivxlcdm]+", re.IGNORECASE)
_WORD = re.compile(r"\w+")
_PUNCTUATION = re.compile(r"[\s.,:;()\[\]{}<>/|–—-]*")
_USUAL_PUNCTUATION = " .()"

_LAST_WORD, _FIRST_WORD = re.compile(r"(?<!\S)\S*$"), re.compile(r"^\S*")


class Agreement(Enum):
    """`SAME`: nothing but punctuation differs, as between `1.`, `(1)` and `1`. `DECORATED`: the count is the same,
    words or signs stand around it, as in `§ 1` and `Article 1`. `OTHER`: the count is written or counted otherwise, as
    in `a)`, `IV`, `1.01` or `A.1`."""

    SAME = auto()
    DECORATED = auto()
    OTHER = auto()

    __hash__ = object.__hash__
    """Each is there once; the library would hash the name, in Python."""


@lru_cache(maxsize=8192)
def compare(label: str, shown: str) -> Agreement:
    """How the label of the source agrees with what SMASHDOCs will show, which is empty for nothing."""
    if shown and label.strip(_USUAL_PUNCTUATION) == shown:
        return Agreement.SAME
    around = split_around(label, shown)
    if around is None:
        return Agreement.SAME if not shown and not label.strip() else Agreement.OTHER
    is_bare = all(_PUNCTUATION.fullmatch(text) for text in around)
    return Agreement.SAME if is_bare else Agreement.DECORATED


def split_around(text: str, shown: str) -> tuple[str, str] | None:
    """What stands before and behind `shown` in the text where all of that is decoration; None where it is not, since
    it counts, or where `shown` is not there."""
    if not shown or text.count(shown) != 1:
        return None
    before, _, behind = text.partition(shown)
    return (before, behind) if _is_decoration(before, at_end=True) and _is_decoration(behind, at_end=False) else None


def _is_decoration(text: str, *, at_end: bool) -> bool:
    """Whether none of a text counts. A letter that touches the number does (`A1`, `1a`, `A.1`), and so does a word of
    one letter or a roman number; a sign of a script without spaces does not (`第1章`)."""
    if any(sign.isdigit() for sign in text):
        return False
    touching = (_LAST_WORD if at_end else _FIRST_WORD).search(text)
    if touching is not None and any(_is_spaced(sign) for sign in touching[0]):
        return False
    return not any(_counts(word) for word in _WORD.findall(text))


def _is_spaced(sign: str) -> bool:
    """Whether a sign is a letter of a script that sets spaces between words."""
    return sign.isalpha() and sign < "\u2e80"


def _counts(word: str) -> bool:
    return _is_spaced(word[0]) and (len(word) == 1 or bool(_ROMAN.fullmatch(word)))
