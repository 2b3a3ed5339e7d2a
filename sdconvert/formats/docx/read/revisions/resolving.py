"""The two steps of resolving tracked changes: content while its wrappers still stand, then paragraphs, rows and cells,
which find their neighbours when the wrappers are gone."""

from __future__ import annotations

from sdconvert.formats.docx.names import RPR, RUN, TC, TR, w
from sdconvert.formats.docx.read.context import Reading
from sdconvert.formats.docx.read.joining import is_within
from sdconvert.formats.docx.read.revisions.content import find_lone_moves, keep_content, remove_content, remove_run
from sdconvert.formats.docx.read.revisions.equations import remove_constructs
from sdconvert.formats.docx.read.revisions.kinds import (
    CELL_MERGE,
    GONE,
    MOVE_FROM,
    MOVE_TO,
    NUM_PR,
    marked_construct,
    parent_tag,
)
from sdconvert.formats.docx.read.revisions.marks import marked_paragraph, remove_marks
from sdconvert.formats.docx.read.revisions.tables import merge_cell, remove_cells, remove_row
from sdconvert.xmlio import Element

_TR_PR, _TC_PR = w("trPr"), w("tcPr")
_MARKED = frozenset((RPR, _TR_PR, _TC_PR, NUM_PR))
"""Properties in which a change is a mark of what they belong to."""


def resolve_content(revisions: list[Element], root: Element, reading: Reading) -> None:
    """Accept or reject changes of runs, of all that stands between them, and of the constructs of equations."""
    gone = GONE[reading.revisions]
    lone = find_lone_moves(root) if any(change.tag in (MOVE_FROM, MOVE_TO) for change in revisions) else frozenset()
    constructs = [change for change in revisions if change.tag in gone and marked_construct(change) is not None]
    remove_constructs(constructs, root, gone, reading)
    whole = {cell for change in revisions if change.tag in gone and (cell := _marked_cells(change)) is not None}
    for change in revisions:
        if not is_within(change, root) or marked_construct(change) is not None:
            continue
        if whole and any(cell in whole for cell in change.iterancestors(TR, TC)):
            continue
        if _marks_run(change):
            remove_run(change, reading, change.tag in gone)
        elif parent_tag(change) in _MARKED:
            continue
        elif change.tag in gone:
            remove_content(change, change, reading, lone)
        else:
            keep_content(change)


def resolve_structure(revisions: list[Element], root: Element, reading: Reading) -> None:
    """Accept or reject changes of paragraph marks, rows and cells, when no wrapper stands between these any more."""
    gone = GONE[reading.revisions]
    rows, cells, paragraphs = [], [], []
    for change in revisions:
        properties = change.getparent()
        if properties is None or not is_within(change, root):
            continue
        if change.tag == CELL_MERGE:
            merge_cell(change, reading.revisions)
        elif change.tag not in gone:
            continue
        elif properties.tag == _TR_PR:
            rows.append(change)
        elif properties.tag == _TC_PR:
            cells.append(change)
        elif properties.tag == RPR:
            paragraphs.append(marked_paragraph(properties))
    for change in rows:
        if is_within(change, root):
            properties = change.getparent()
            remove_row(None if properties is None else properties.getparent(), change, reading)
    remove_cells([change for change in cells if is_within(change, root)], reading)
    remove_marks([paragraph for paragraph in paragraphs if paragraph is not None and is_within(paragraph, root)])


def _marked_cells(change: Element) -> Element | None:
    """The row or cell that a change marks, which goes with all changes in it."""
    properties = change.getparent()
    return properties.getparent() if properties is not None and properties.tag in (_TR_PR, _TC_PR) else None


def _marks_run(change: Element) -> bool:
    properties = change.getparent()
    return properties is not None and properties.tag == RPR and parent_tag(properties) == RUN
