"""Classes and directions of elements."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from sdconvert.formats.html.names import ALIGNMENT_CLASSES, LEFT_ALIGNED
from sdconvert.model.blocks import Alignment
from sdconvert.model.inlines import Inline
from sdconvert.writing.direction import is_right_to_left


@lru_cache(maxsize=512)
def class_attribute(alignment: Alignment, indent: int, other: str, is_rtl: bool = False) -> str:
    """The classes of a block, with its direction where it is read from the right: left is then an alignment to name."""
    aligned = LEFT_ALIGNED if is_rtl and alignment is Alignment.LEFT else ALIGNMENT_CLASSES[alignment]
    classes = " ".join(filter(None, (other, aligned, f"i{indent}" if indent else "")))
    direction = ' dir="rtl"' if is_rtl else ""
    return f'{direction} class="{classes}"' if classes else direction


def direction_attribute(content: Iterable[Inline]) -> str:
    """The direction of text that is read from the right; nothing for other text."""
    return ' dir="rtl"' if is_right_to_left(content) else ""
