"""The elements of tracked changes, and which of them go where all changes are accepted, or all rejected."""

from __future__ import annotations

from collections.abc import Mapping

from sdconvert.choices import Revisions
from sdconvert.formats.docx.names import RPR, W14, M, w
from sdconvert.formats.docx.read.census import REVISIONS
from sdconvert.xmlio import Element

INS, DEL, MOVE_FROM, MOVE_TO, CELL_INS, CELL_DEL, CELL_MERGE, CONFLICT_INS, CONFLICT_DEL = REVISIONS
CTRL_PR = f"{{{M}}}ctrlPr"
NUM_PR = w("numPr")

GONE: Mapping[Revisions, frozenset[str]] = {
    Revisions.ACCEPT: frozenset((DEL, MOVE_FROM, CELL_DEL, CONFLICT_DEL)),
    Revisions.REJECT: frozenset((INS, MOVE_TO, CELL_INS, CONFLICT_INS)),
    Revisions.REFUSE: frozenset(),
}
"""What goes with all that it holds or marks; a document that is not refused has no changes."""
DELETIONS = frozenset((DEL, MOVE_FROM, CONFLICT_DEL))

PROPERTY_CHANGES = tuple(
    w(f"{name}Change") for name in ("rPr", "pPr", "sectPr", "tblPr", "tblPrEx", "trPr", "tcPr", "tblGrid")
)
CONTROL_RANGES = (
    *(w(f"customXml{kind}RangeStart") for kind in ("Ins", "Del", "MoveFrom", "MoveTo")),
    *(f"{{{W14}}}customXmlConflict{kind}RangeStart" for kind in ("Ins", "Del")),
)
"""Marks of controls and custom XML that were inserted, deleted or moved: not of what these hold."""
NUMBERING_CHANGE = w("numberingChange")


def parent_tag(element: Element) -> object:
    """The name of the element around this one, None for a root."""
    parent = element.getparent()
    return None if parent is None else parent.tag


def marked_construct(revision: Element) -> Element | None:
    """The construct or argument of an equation whose signs this change marks, None where it marks something else.

    Source: ECMA-376 Part 1, 22.1.2.23 (ctrlPr), 17.13.5.13 and 17.13.5.16.
    """
    properties = revision.getparent()
    while properties is not None and properties.tag in (INS, DEL, RPR):
        properties = properties.getparent()
    if properties is None or properties.tag != CTRL_PR:
        return None
    holder = properties.getparent()
    return holder.getparent() if holder is not None and str(holder.tag).endswith("Pr") else holder
