"""The places of notes and comments in a paragraph (ECMA-376 Part 1, 17.11 and 17.13.4)."""

from __future__ import annotations

from sdconvert.formats.docx.names import w
from sdconvert.formats.docx.read.formatting.cascade import RunProperties
from sdconvert.formats.docx.read.inline.reader import InlineReader, ReadBetweenRuns, ReadInRun
from sdconvert.xmlio import Element


def _read_note(reader: InlineReader, element: Element, properties: RunProperties) -> None:
    note = reader.story.read_note(element)
    if note is not None:
        reader.put(note)


def _read_comment(reader: InlineReader, element: Element, properties: RunProperties) -> None:
    comment = reader.story.comments.take(element.get(w("id"), ""))
    if comment is not None:
        reader.put(comment)


def _read_comment_start(reader: InlineReader, element: Element) -> None:
    reader.flush()
    reader.story.comments.start(element.get(w("id"), ""))


def _read_comment_end(reader: InlineReader, element: Element) -> None:
    reader.story.comments.end(element.get(w("id"), ""))


READERS_IN_RUN: dict[str, ReadInRun] = {
    w("footnoteReference"): _read_note,
    w("endnoteReference"): _read_note,
    w("commentReference"): _read_comment,
}
READERS: dict[str, ReadBetweenRuns] = {
    w("commentRangeStart"): _read_comment_start,
    w("commentRangeEnd"): _read_comment_end,
}
