"""Notes, sidenotes and comments of our own pages: they stand apart from the text that refers to them."""

from __future__ import annotations

from sdconvert.formats.html.names import (
    COMMENT,
    COMMENT_REFERENCE,
    DATA_DATE,
    DATA_WORDS,
    ENDNOTES,
    SIDENOTE_REFERENCE,
)
from sdconvert.formats.html.read.elements import classes, text_in
from sdconvert.formats.html.read.flow import Flow
from sdconvert.formats.html.read.inherited import PLAIN_TEXT
from sdconvert.formats.html.read.links import fragment
from sdconvert.formats.html.read.notes import NOTE_DEPTH, claim_note
from sdconvert.formats.html.read.reading import Reading
from sdconvert.ledger import Kind
from sdconvert.model.blocks import Paragraph
from sdconvert.model.inlines import Comment, Inline, Note, Sidenote
from sdconvert.xmlio import Element


def read_own_note(flow: Flow, anchor: Element) -> Note | Sidenote | Comment | None:
    """The note, sidenote or comment that a link refers to, None where it is not there. Loses: HTML-R051."""
    reading = flow.reading
    holder = reading.links.elements.get(fragment(anchor.get("href", "")))
    if holder is None or not claim_note(reading, holder, anchor):
        return None
    reading.depth += NOTE_DEPTH
    node = _read_holder(flow, holder, classes(anchor))
    reading.depth -= NOTE_DEPTH
    return node


def _read_holder(flow: Flow, holder: Element, names: frozenset[str]) -> Note | Sidenote | Comment:
    if COMMENT_REFERENCE in names:
        return _read_comment(flow.reading, holder)
    paragraphs = tuple([_read_content(flow, paragraph) for paragraph in holder.findall("p")])
    flow.reading.report.read({Kind.NOTES: 1})
    if SIDENOTE_REFERENCE in names:
        return Sidenote(paragraphs[0] if paragraphs else ())
    section = next(holder.iterancestors("section"), None)
    return Note(paragraphs, section is not None and ENDNOTES in classes(section))


def _read_content(flow: Flow, paragraph: Element) -> tuple[Inline, ...]:
    blocks = flow.kind.read_text(flow, paragraph, PLAIN_TEXT)
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
