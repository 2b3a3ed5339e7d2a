"""From which side text is read: neither the model nor SDXML says it, so its first letter does."""

from __future__ import annotations

import re
from collections.abc import Iterable
from unicodedata import bidirectional

from sdconvert.model.inlines import CrossReference, Inline, Link, Run

_IN_BLOCKS_FROM_RIGHT = re.compile(
    "[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_FROM_RIGHT = frozenset({"R", "AL"})
_WITH_DIRECTION = _FROM_RIGHT | {"L"}


def is_right_to_left(content: Iterable[Inline]) -> bool:
    """Whether the first letter of a paragraph is one of Arabic, Hebrew or another script that is read from the right.

    Source: Unicode Standard Annex 9, rules P2 and P3.
    """
    for node in content:
        if isinstance(node, Link):
            node_text = "".join(part.text for part in node.content if isinstance(part, Run))
        else:
            node_text = node.text if isinstance(node, (Run, CrossReference)) else ""
        for character in node_text:
            direction = bidirectional(character)
            if direction in _WITH_DIRECTION:
                return direction in _FROM_RIGHT
    return False


def has_right_to_left(text: str) -> bool:
    """Whether a text has such letters anywhere."""
    return not text.isascii() and any(
        bidirectional(sign) in _FROM_RIGHT for sign in _IN_BLOCKS_FROM_RIGHT.findall(text)
    )
