"""Tracked changes of properties (ECMA-376 Part 1, 17.13.5): each holds the whole set as it was before the change."""

from __future__ import annotations

from collections.abc import Mapping

from sdconvert.formats.docx.names import RPR, SECT_PR, w
from sdconvert.xmlio import Element

_INSERTED_NUMBERING = w("ins")
_NUM_PR = w("numPr")
_GRID_CHANGE = w("tblGridChange")

_STAYS: Mapping[str, frozenset[str]] = {
    w("rPrChange"): frozenset({w("ins"), w("del"), w("moveFrom"), w("moveTo")}),
    w("pPrChange"): frozenset({RPR, SECT_PR}),
    w("sectPrChange"): frozenset({w("headerReference"), w("footerReference")}),
    w("tblPrChange"): frozenset(),
    w("tblPrExChange"): frozenset(),
    w("trPrChange"): frozenset({w("ins"), w("del")}),
    w("tcPrChange"): frozenset({w("cellIns"), w("cellDel"), w("cellMerge")}),
    _GRID_CHANGE: frozenset(),
}
"""For each kind of change the properties that the former set does not hold, since they are no part of it."""


def find_property_changes(root: Element) -> list[Element]:
    """The changes of properties in a part, and the marks of numbering that was inserted."""
    numbered = [mark for mark in root.iter(_INSERTED_NUMBERING) if _parent_tag(mark) == _NUM_PR]
    return [*root.iter(*_STAYS), *numbered]


def reject_property_changes(changes: list[Element]) -> None:
    """Put the former sets in the place of the present ones, and take back numbering that was inserted.

    Source: ECMA-376 Part 1, 17.13.5.29 (pPrChange), 17.13.5.31 (rPrChange) and their kin, 17.13.5.19 (ins of numPr).
    """
    for change in changes:
        properties = change.getparent()
        if properties is None:
            continue
        if change.tag == _INSERTED_NUMBERING:
            _remove(properties)
        else:
            _restore(properties, change)


def _restore(properties: Element, change: Element) -> None:
    former = next(iter(change), None)
    stays = _STAYS[str(change.tag)]
    before = [] if former is None else list(former)
    for child in list(properties):
        if child.tag not in stays:
            properties.remove(child)
    for position, child in enumerate(before):
        properties.insert(position, child)


def _remove(element: Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _parent_tag(element: Element) -> object:
    parent = element.getparent()
    return None if parent is None else parent.tag
