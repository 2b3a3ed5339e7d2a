"""In which elements the looks of a run are written."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from sdconvert.formats.sdxml.names import MARK_ELEMENTS
from sdconvert.formats.sdxml.write.tags import start_tag
from sdconvert.model.inlines import Mark
from sdconvert.writing.markup import Tag, Tags

_SCRIPTS = frozenset({Mark.SUBSCRIPT, Mark.SUPERSCRIPT})


_MARK_TAGS = {mark: Tag(f"<{name}>", f"</{name}>") for mark, name in MARK_ELEMENTS.items()}
_CODE = _MARK_TAGS[Mark.CODE]


class Nesting(NamedTuple):
    """The elements around a run, outside in, and what of its looks has no place there."""

    tags: Tags
    has_lost_mark: bool
    has_lost_style: bool


@lru_cache(maxsize=4096)
def nest(marks: frozenset[Mark], style: str, has_style_place: bool) -> Nesting:
    """The nesting of these looks; `has_style_place` tells whether `inline` can stand directly in the parent.

    Where it cannot, it stands within the outermost look that can hold it: all can but `kbd`.
    """
    has_lost_mark = marks >= _SCRIPTS
    if has_lost_mark:
        marks = marks - {Mark.SUBSCRIPT}
    tags = tuple([tag for mark, tag in _MARK_TAGS.items() if mark in marks])
    if not style:
        return Nesting(tags, has_lost_mark, False)
    place = 0 if has_style_place else next((place for place, tag in enumerate(tags, 1) if tag is not _CODE), None)
    if place is None:
        return Nesting(tags, has_lost_mark, True)
    own = Tag(start_tag("inline", {"stylename": style}), "</inline>")
    return Nesting((*tags[:place], own, *tags[place:]), has_lost_mark, False)
