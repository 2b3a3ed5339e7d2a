"""The notes that a text refers to."""

from __future__ import annotations

import re

from sdconvert.findings import Severity, declare
from sdconvert.formats.html.read.flow import Flow
from sdconvert.formats.html.read.reading import MAX_DEPTH, Reading
from sdconvert.formats.html.read.text_lines import make_lines
from sdconvert.ledger import Kind
from sdconvert.model.inlines import Note
from sdconvert.patterns import compile_late
from sdconvert.xmlio import Element

NOTE_TABLE = declare(
    "HTML-R050",
    Severity.WARNING,
    "A table in a note became paragraphs of it.",
    hint="Move the table out of the note if its grid matters.",
    why="A note holds paragraphs.",
)
NOTE_AGAIN = declare(
    "HTML-R051",
    Severity.WARNING,
    "A note is referred to a second time; only its first reference is one.",
    hint="Give the second place a note of its own.",
    why="In a document each note has one place.",
)

NOTE_DEPTH = 10
"""How many levels of elements a note counts as: notes that refer to ever more notes end soon."""

_ENDNOTE = compile_late(r"edn|endnote", re.IGNORECASE)


def read_note(flow: Flow, anchor: Element) -> Note | None:
    """The note that a link refers to, None when it refers to none. Loses: HTML-R050, HTML-R051."""
    reading = flow.reading
    holder = reading.links.notes.get(anchor)
    if holder is None or not claim_note(reading, holder, anchor):
        return None
    reading.report.read({Kind.NOTES: 1})
    pending, reading.pending = reading.pending, {}
    reading.depth += NOTE_DEPTH
    blocks = flow.read_apart(holder)
    reading.depth -= NOTE_DEPTH
    reading.pending = pending
    return Note(tuple(make_lines(reading, blocks, NOTE_TABLE)), bool(_ENDNOTE.search(anchor.get("href", ""))))


def claim_note(reading: Reading, holder: Element, anchor: Element) -> bool:
    """Whether the note can be read here; from now on it is read. Loses: HTML-R051."""
    if holder in reading.notes_read:
        reading.report.add(NOTE_AGAIN, reading.at(anchor))
        return False
    if reading.depth + NOTE_DEPTH >= MAX_DEPTH:
        return False
    reading.notes_read.add(holder)
    return True
