"""Documents with tracked changes are not converted where the options say so."""

from __future__ import annotations

from sdconvert.errors import UnresolvedRevisions
from sdconvert.formats.docx.read.census import REVISIONS
from sdconvert.formats.docx.read.revisions.kinds import CONTROL_RANGES, NUMBERING_CHANGE, PROPERTY_CHANGES
from sdconvert.xmlio import Element

_ALL = (*REVISIONS, *PROPERTY_CHANGES, *CONTROL_RANGES, NUMBERING_CHANGE)


def refuse_revisions(root: Element) -> None:
    """Raises: UnresolvedRevisions where a part holds any tracked change."""
    number = sum(next(element.iterancestors(*PROPERTY_CHANGES), None) is None for element in root.iter(*_ALL))
    if number:
        raise UnresolvedRevisions(
            f"The document holds {number} tracked changes. Accept or reject them in Word, "
            "or convert with --revisions accept or --revisions reject."
        )
