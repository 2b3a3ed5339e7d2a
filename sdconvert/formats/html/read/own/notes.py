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
from sdconvert.formats.html.read.notes import NOTE_DEPTH, NOTE_TABLE, claim_note
from sdconvert.formats.html.read.reading import Reading
from sdconvert.formats.html.read.text_lines import make_lines
from sdconvert.ledger import Kind
from sdconvert.model.inlines import Comment, Inline, LineBreak, Note, Sidenote
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
    paragraphs = tuple([line for paragraph in holder.findall("p") for line in _read_lines(flow, paragraph)])
    flow.reading.report.read({Kind.NOTES: 1})
    if SIDENOTE_REFERENCE in names:
        flow.reading.report.read({Kind.LINE_BREAKS: len(paragraphs[1:])})
        return Sidenote(_join(paragraphs))
    section = next(holder.iterancestors("section"), None)
    return Note(paragraphs, section is not None and ENDNOTES in classes(section))


def _read_lines(flow: Flow, paragraph: Element) -> list[tuple[Inline, ...]]:
    """What a paragraph says: one line, or several where a page that was edited has blocks in it. Loses: HTML-R050."""
    blocks = flow.kind.read_text(flow, paragraph, PLAIN_TEXT)
    return make_lines(flow.reading, tuple(blocks), NOTE_TABLE) or [()]


def _join(paragraphs: tuple[tuple[Inline, ...], ...]) -> tuple[Inline, ...]:
    """One paragraph of several, each a line of it."""
    return tuple([node for number, line in enumerate(paragraphs) for node in ((LineBreak(),) * bool(number) + line)])


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
