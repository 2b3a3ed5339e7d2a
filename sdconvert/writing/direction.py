"""From which side text is read: neither the model nor SDXML says it, so its first letter does."""

from __future__ import annotations

from collections.abc import Iterable
from unicodedata import bidirectional

from sdconvert.model.inlines import CrossReference, Inline, Link, Run

_FIRST_FROM_RIGHT = "\u0590"
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
        character >= _FIRST_FROM_RIGHT and bidirectional(character) in _FROM_RIGHT for character in text
    )
