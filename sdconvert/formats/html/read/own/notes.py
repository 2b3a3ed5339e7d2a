"""Notes, sidenotes and comments of our own pages: they stand apart from the text that refers to them."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from sdconvert.formats.html.names import (
    BACK,
    COMMENT,
    COMMENT_REFERENCE,
    DATA_DATE,
    DATA_WORDS,
    ENDNOTES,
    SIDENOTE_REFERENCE,
)
from sdconvert.formats.html.read.elements import classes, text_in
from sdconvert.formats.html.read.flow import Flow
from sdconvert.formats.html.read.links import fragment
from sdconvert.formats.html.read.notes import NOTE_DEPTH, NOTE_TABLE, claim_note
from sdconvert.formats.html.read.reading import Reading
from sdconvert.formats.html.read.text_lines import join_lines, make_lines
from sdconvert.ledger import Kind
from sdconvert.model.inlines import Comment, Note, Sidenote
from sdconvert.xmlio import Element

_OF_COMMENTS = ("header", "aside")
"""What a comment has beside its words: who wrote it, when and on what; replies."""


def read_own_note(flow: Flow, anchor: Element) -> Note | Sidenote | Comment | None:
    """The note, sidenote or comment that a link refers to, None where it is not there. Loses: HTML-R050, HTML-R051."""
    reading = flow.reading
    holder = reading.links.elements.get(fragment(anchor.get("href", "")))
    if holder is None or not claim_note(reading, holder, anchor):
        return None
    pending, reading.pending = reading.pending, {}
    reading.depth += NOTE_DEPTH
    node = _read_holder(flow, holder, classes(anchor))
    reading.depth -= NOTE_DEPTH
    reading.pending = pending
    return node


def _read_holder(flow: Flow, holder: Element, names: frozenset[str]) -> Note | Sidenote | Comment:
    if COMMENT_REFERENCE in names:
        return _read_comment(flow.reading, holder)
    paragraphs = tuple(make_lines(flow.reading, flow.read_apart(holder), NOTE_TABLE))
    flow.reading.report.read({Kind.NOTES: 1})
    if SIDENOTE_REFERENCE in names:
        return Sidenote(join_lines(flow.reading, paragraphs))
    section = next(holder.iterancestors("section"), None)
    return Note(paragraphs, section is not None and ENDNOTES in classes(section))


def _read_words(element: Element) -> Iterator[str]:
    """The paragraphs of a comment, and what stands beside them in a page that was edited."""
    yield from _lines_beside(element.text)
    for child in element.iterchildren(etree.Element):
        if child.tag not in _OF_COMMENTS and BACK not in classes(child):
            yield text_in(child)
        yield from _lines_beside(child.tail)


def _lines_beside(text: str | None) -> Iterator[str]:
    line = " ".join((text or "").split())
    if line:
        yield line


def _read_comment(reading: Reading, element: Element) -> Comment:
    author = element.find("header/cite")
    paragraphs = tuple(_read_words(element))
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
