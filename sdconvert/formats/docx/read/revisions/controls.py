"""Content controls that were inserted, deleted or moved (ECMA-376 Part 1, 17.13.5.4 to 17.13.5.11): their content has
changes of its own."""

from __future__ import annotations

from sdconvert.choices import Revisions
from sdconvert.formats.docx.names import W14, w
from sdconvert.formats.docx.read.markers import MARKERS
from sdconvert.xmlio import Element

_ID = w("id")
_GONE = {
    Revisions.ACCEPT: frozenset(
        (w("customXmlDelRangeStart"), w("customXmlMoveFromRangeStart"), f"{{{W14}}}customXmlConflictDelRangeStart")
    ),
    Revisions.REJECT: frozenset(
        (w("customXmlInsRangeStart"), w("customXmlMoveToRangeStart"), f"{{{W14}}}customXmlConflictInsRangeStart")
    ),
    Revisions.REFUSE: frozenset(),
}


def is_control_gone(control: Element, revisions: Revisions) -> bool:
    """Whether a control itself is gone, so that only what its content has become is shown: the mark of a change stands
    directly before it."""
    ended: set[str | None] = set()
    before = control.getprevious()
    while before is not None and before.tag in MARKERS:
        if before.tag in _GONE[revisions] and before.get(_ID) not in ended:
            return True
        ended.add(before.get(_ID))
        before = before.getprevious()
    return False
