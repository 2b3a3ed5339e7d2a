"""Content that was inserted, deleted or moved (ECMA-376 Part 1, 17.13.5.14, 17.13.5.18, 17.13.5.21, 17.13.5.25)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from sdconvert.findings import Severity, declare
from sdconvert.formats.docx.names import RUN, M, P, T, w
from sdconvert.formats.docx.read.census import DEL_TEXT, DELETED_INSTRUCTION, INSTR_TEXT, count, describe
from sdconvert.formats.docx.read.context import Reading
from sdconvert.formats.docx.read.markers import MARKERS
from sdconvert.formats.docx.read.revisions.kinds import (
    CELL_DEL,
    CELL_INS,
    CONFLICT_DEL,
    CONFLICT_INS,
    DEL,
    DELETIONS,
    INS,
    MOVE_FROM,
    MOVE_TO,
    parent_tag,
)
from sdconvert.formats.docx.read.strays import CONTAINERS
from sdconvert.xmlio import Element, replace

DELETED_TEXT = declare(
    "DOCX-R010",
    Severity.INFO,
    "{count} piece(s) of text deleted by {author} are left out, as tracked changes are accepted; the first: “{text}”",
    "Use --revisions reject to convert the text as it was before.",
    "A tracked deletion shows text that is no longer part of the document.",
)
REJECTED_TEXT = declare(
    "DOCX-R011",
    Severity.INFO,
    "{count} piece(s) of text inserted by {author} are left out, as tracked changes are rejected; the first: “{text}”",
    "Use --revisions accept to convert the text with its changes.",
    "A tracked insertion shows text that is not yet part of the document.",
)
MOVED_TEXT = declare(
    "DOCX-R012",
    Severity.INFO,
    "{count} piece(s) of text moved by {author} stand in one of their two places only; the first: “{text}”",
    why="A tracked move shows the text twice, where it was and where it is.",
)

_CODES = {
    **dict.fromkeys((DEL, CELL_DEL, CONFLICT_DEL), DELETED_TEXT),
    **dict.fromkeys((INS, CELL_INS, CONFLICT_INS), REJECTED_TEXT),
    **dict.fromkeys((MOVE_FROM, MOVE_TO), MOVED_TEXT),
}
_LONE_CODES = {MOVE_FROM: DELETED_TEXT, MOVE_TO: REJECTED_TEXT}
_RUNS = frozenset((RUN, w("hyperlink"), w("fldSimple")))
_EQUATION = f"{{{M}}}oMath"
_TEXTS = (f"{{{M}}}t", T, DEL_TEXT)
_HOLDERS = frozenset((w("hyperlink"), w("fldSimple"), _EQUATION, f"{{{M}}}oMathPara"))
_FROM_START, _FROM_END = w("moveFromRangeStart"), w("moveFromRangeEnd")
_TO_START, _TO_END = w("moveToRangeStart"), w("moveToRangeEnd")
_PAIRS = {
    start: end
    for name in ("bookmark", "commentRange", "perm", "moveFromRange", "moveToRange")
    for start, end in ((w(f"{name}Start"), w(f"{name}End")),)
}
_ENDS = {end: start for start, end in _PAIRS.items()}
_REFERENCES = tuple(map(w, ("commentReference", "footnoteReference", "endnoteReference")))
_ID, _NAME = w("id"), w("name")


def remove_content(element: Element, revision: Element, reading: Reading, lone: frozenset[Element]) -> None:
    """Take out what a change says is gone, with the link, field or equation that holds nothing else; one finding for
    each author and part.

    `lone` are the moves without a counterpart.
    """
    element = _outermost_emptied(element)
    parent = element.getparent()
    if parent is None:
        return
    counts = count(element)
    if counts:
        tag = str(revision.tag)
        code = _LONE_CODES[tag] if revision in lone else _CODES[tag]
        author = revision.get(w("author"), "an unknown author")
        place = partial(reading.at, element)
        reading.report.tally_drop(code, (reading.part, author), counts, place, describe(element), author=author)
    reading.references_gone.update((str(found.tag), found.get(_ID, "")) for found in element.iter(*_REFERENCES))
    for marker in list(_open_markers(element)):
        element.addprevious(marker)
    parent.remove(element)


def keep_content(revision: Element) -> None:
    """Put what a change holds in its place; runs that stood in it among paragraphs are a paragraph."""
    if revision.tag in DELETIONS:
        _show_deleted(revision)
    content = list(revision)
    if parent_tag(revision) in CONTAINERS and any(child.tag in _RUNS for child in content):
        paragraph = revision.makeelement(P)
        paragraph.extend([child for child in content if child.tag in _RUNS])
        content = [paragraph, *(child for child in content if child.tag not in _RUNS)]
    replace(revision, content)


def remove_run(revision: Element, reading: Reading, is_gone: bool) -> None:
    """Take out the run that a change among its properties marks, or the change alone."""
    properties = revision.getparent()
    run = None if properties is None else properties.getparent()
    if properties is None or run is None:
        return
    if is_gone:
        remove_content(run, revision, reading, frozenset())
    else:
        if revision.tag in DELETIONS:
            _show_deleted(run)
        properties.remove(revision)


def find_lone_moves(root: Element) -> frozenset[Element]:
    """The moves that have no counterpart, which are deletions and insertions (17.13.5.21, 17.13.5.25).

    The two places of a move are ranges of one name; of moves in no range each stands for the other.
    """
    names: dict[Element, set[str]] = {}
    ranges: dict[str, dict[str, str]] = {MOVE_FROM: {}, MOVE_TO: {}}
    for element in root.iter(_FROM_START, _FROM_END, _TO_START, _TO_END, MOVE_FROM, MOVE_TO):
        tag = str(element.tag)
        opened = ranges[MOVE_FROM if tag in (_FROM_START, _FROM_END, MOVE_FROM) else MOVE_TO]
        if tag in (_FROM_START, _TO_START):
            opened[element.get(_ID, "")] = element.get(_NAME, "")
        elif tag in ranges:
            names[element] = set(opened.values()) or {""}
        else:
            opened.pop(element.get(_ID, ""), None)
    sides = {tag: set().union(*(on for move, on in names.items() if move.tag == tag)) for tag in ranges}
    both = sides[MOVE_FROM] & sides[MOVE_TO]
    return frozenset(move for move, on in names.items() if not on & both)


def _outermost_emptied(element: Element) -> Element:
    """What holds the element and nothing else of its own, as far as that shows nothing without it. Signs of an equation
    show nothing without any text."""
    equation = next(element.iterancestors(_EQUATION), None)
    if equation is not None and _holds_all_text(element, equation):
        element = equation
    parent = element.getparent()
    while parent is not None and parent.tag in _HOLDERS and parent.getparent() is not None:
        if not all(child is element or child.tag in MARKERS or str(child.tag).endswith("Pr") for child in parent):
            break
        element, parent = parent, parent.getparent()
    return element


def _holds_all_text(element: Element, equation: Element) -> bool:
    """Whether no text of an equation stands outside an element of it."""
    within = set(element.iter(*_TEXTS))
    return all(text in within or not (text.text or "").strip() for text in equation.iter(*_TEXTS))


def _open_markers(element: Element) -> Iterator[Element]:
    """The marks of ranges in the element whose other end stands outside."""
    marks = list(element.iter(*_PAIRS, *_ENDS))
    places = {(mark.tag, mark.get(_ID)) for mark in marks}
    for mark in marks:
        tag = str(mark.tag)
        if mark is not element and ((_PAIRS.get(tag) or _ENDS[tag]), mark.get(_ID)) not in places:
            yield mark


def _show_deleted(element: Element) -> None:
    for text in element.iter(DEL_TEXT):
        text.tag = T
    for text in element.iter(DELETED_INSTRUCTION):
        text.tag = INSTR_TEXT
