"""Tracked changes of properties (ECMA-376 Part 1, 17.13.5): each holds the whole set as it was before the change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from sdconvert.choices import Revisions
from sdconvert.findings import Severity, declare
from sdconvert.formats.docx.names import RPR, SECT_PR, w
from sdconvert.formats.docx.read.context import Reading
from sdconvert.formats.docx.read.formatting.numerals import numeral
from sdconvert.formats.docx.read.revisions.kinds import (
    INS,
    NUM_PR,
    NUMBERING_CHANGE,
    PROPERTY_CHANGES,
    parent_tag,
)
from sdconvert.late import call_late
from sdconvert.patterns import compile_late
from sdconvert.xmlio import Element

if TYPE_CHECKING:
    from sdconvert.formats.docx.read.revisions.refusal import refuse_revisions
else:
    refuse_revisions = call_late("sdconvert.formats.docx.read.revisions.refusal", "refuse_revisions")


FORMER_NUMBER = declare(
    "DOCX-R222",
    Severity.WARNING,
    "{count} number(s) stay as they are after a tracked change, as the file has no list for the former ones; the first "
    "was “{number}”.",
    "Reject the changes in Word and save the file.",
    "Such a change keeps the number that was shown as text, not how it was counted.",
)

_ORIGINAL = compile_late(r"%\d+:(\d+):(\d+):([^%]*)")
_FORMATS = ("decimal", "upperRoman", "lowerRoman", "upperLetter", "lowerLetter")
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


def resolve_properties(root: Element, revisions: Revisions) -> None:
    """Leave the properties of a part as they are where changes are accepted, else put the former sets in the place of
    the present ones, and take back numbering that was inserted.

    Source: ECMA-376 Part 1, 17.13.5.29 (pPrChange), 17.13.5.31 (rPrChange) and their kin, 17.13.5.19 (ins of numPr).
    Raises: UnresolvedRevisions where the options say to refuse and the part holds any change.
    """
    if revisions is Revisions.REFUSE:
        refuse_revisions(root)
    if revisions is not Revisions.REJECT:
        return
    for change in list(root.iter(*PROPERTY_CHANGES)):
        properties = change.getparent()
        if properties is not None and change.tag == f"{properties.tag}Change":
            _restore(properties, change)
    for mark in list(root.iter(INS)):
        if parent_tag(mark) == NUM_PR:
            _remove(mark.getparent())


def report_former_numbers(root: Element, reading: Reading) -> None:
    """Say where a number was another one before a change that is to be rejected (ECMA-376 Part 4, numberingChange)."""
    for change in root.iter(NUMBERING_CHANGE) if reading.revisions is Revisions.REJECT else ():
        number = _parse_original(change.get(w("original"), ""))
        reading.report.tally(FORMER_NUMBER, "", reading.at(change), number=number[:120])


def _parse_original(original: str) -> str:
    """The number that a text describes, of `%1:3:0:.%2:1:4:)` `3.a)`: for each level its value, format and sign."""
    levels = _ORIGINAL.findall(original)
    pieces = (f"{numeral(int(value), _format(kind))[0]}{sign}" for value, kind, sign in levels)
    return "".join(pieces) if levels else original


def _format(kind: str) -> str:
    return _FORMATS[int(kind)] if int(kind) < len(_FORMATS) else _FORMATS[0]


def _restore(properties: Element, change: Element) -> None:
    former = next(iter(change), None)
    stays = _STAYS[str(change.tag)]
    before = [] if former is None else [child for child in former if child.tag not in stays]
    for child in list(properties):
        if child.tag not in stays:
            properties.remove(child)
    for position, child in enumerate(before):
        properties.insert(position, child)


def _remove(element: Element | None) -> None:
    parent = None if element is None else element.getparent()
    if element is not None and parent is not None:
        parent.remove(element)
