"""The notes that a text refers to, and the comments of our own pages."""

from __future__ import annotations

import re

from sdconvert.findings import Kind, Severity, declare
from sdconvert.formats.html.names import (
    COMMENT,
    COMMENT_REFERENCE,
    DATA_DATE,
    DATA_WORDS,
    ENDNOTES,
    SIDENOTE_REFERENCE,
)
from sdconvert.formats.html.read.content import Look
from sdconvert.formats.html.read.elements import classes, text_in
from sdconvert.formats.html.read.flow import Flow
from sdconvert.formats.html.read.links import fragment
from sdconvert.formats.html.read.reading import MAX_DEPTH, Reading
from sdconvert.model.blocks import Heading, ListItem, Paragraph, Picture
from sdconvert.model.document import Block
from sdconvert.model.inlines import Comment, Inline, InlinePicture, Note, Sidenote
from sdconvert.model.tables import Table
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

_ENDNOTE = re.compile(r"edn|endnote", re.IGNORECASE)
_DEPTH_OF_NOTES = 10


def read_note(flow: Flow, anchor: Element) -> Note | None:
    """The note that a link refers to, None when it refers to none. Loses: HTML-R050, HTML-R051."""
    reading = flow.reading
    holder = reading.links.notes.get(anchor)
    if holder is None or not _claim_note(reading, holder, anchor):
        return None
    reading.report.read({Kind.NOTES: 1})
    pending, reading.pending = reading.pending, {}
    reading.depth += _DEPTH_OF_NOTES
    blocks = flow.read_apart(holder, Look())
    reading.depth -= _DEPTH_OF_NOTES
    reading.pending = pending
    return Note(tuple(_paragraphs(reading, blocks)), bool(_ENDNOTE.search(anchor.get("href", ""))))


def _claim_note(reading: Reading, holder: Element, anchor: Element) -> bool:
    """Whether the note can be read here; from now on it is read. Loses: HTML-R051."""
    if holder in reading.notes_read:
        reading.report.add(NOTE_AGAIN, reading.at(anchor))
        return False
    if reading.depth + _DEPTH_OF_NOTES >= MAX_DEPTH:
        return False
    reading.notes_read.add(holder)
    return True


def _paragraphs(reading: Reading, blocks: tuple[Block, ...]) -> list[tuple[Inline, ...]]:
    paragraphs: list[tuple[Inline, ...]] = []
    for block in blocks:
        match block:
            case Heading() | Paragraph() | ListItem():
                paragraphs.append(block.content)
            case Picture():
                paragraphs.append((InlinePicture(block.asset, block.text), *block.caption))
            case Table():
                reading.report.changed(NOTE_TABLE, {Kind.TABLES: 1}, block.at)
                paragraphs += [block.caption] if block.caption else []
                for row in block.rows:
                    for cell in row.cells:
                        paragraphs += _paragraphs(reading, cell.content)
            case _:
                continue
    return paragraphs


def read_own_note(flow: Flow, anchor: Element) -> Inline | None:
    """The note, sidenote or comment that a link of our own page refers to."""
    reading = flow.reading
    holder = reading.links.elements.get(fragment(anchor.get("href", "")))
    if holder is None or not _claim_note(reading, holder, anchor):
        return None
    reading.depth += _DEPTH_OF_NOTES
    names = classes(anchor)
    if COMMENT_REFERENCE in names:
        node: Inline = _read_comment(reading, holder)
    else:
        paragraphs = tuple([_read_content(flow, paragraph) for paragraph in holder.findall("p")])
        reading.report.read({Kind.NOTES: 1})
        if SIDENOTE_REFERENCE in names:
            node = Sidenote(paragraphs[0] if paragraphs else ())
        else:
            section = next(holder.iterancestors("section"), None)
            node = Note(paragraphs, section is not None and ENDNOTES in classes(section))
    reading.depth -= _DEPTH_OF_NOTES
    return node


def _read_content(flow: Flow, paragraph: Element) -> tuple[Inline, ...]:
    blocks = flow.read_content(paragraph, Look())
    return next((block.content for block in blocks if isinstance(block, Paragraph)), ())


def _read_comment(reading: Reading, element: Element) -> Comment:
    author = element.find("header/cite")
    paragraphs = tuple([text_in(paragraph) for paragraph in element.findall("p")])
    reading.report.read({Kind.COMMENTS: 1, Kind.CHARACTERS: sum(map(len, paragraphs))})
    replies = [
        _read_comment(reading, child)
        for child in element.iterchildren("aside")
        if COMMENT in classes(child) and child not in reading.notes_read
    ]
    return Comment(
        "" if author is None else text_in(author),
        element.get(DATA_DATE, ""),
        paragraphs,
        element.get(DATA_WORDS, ""),
        tuple(replies),
    )
