"""The places of notes and comments in a paragraph (ECMA-376 Part 1, 17.11 and 17.13.4)."""

from __future__ import annotations

from sdconvert.findings import Severity, declare
from sdconvert.formats.docx.names import R_ID, w
from sdconvert.formats.docx.read.formatting.cascade import RunProperties
from sdconvert.formats.docx.read.inline.reader import InlineReader, ReadBetweenRuns, ReadInRun
from sdconvert.xmlio import Element

SUBDOCUMENT = declare(
    "DOCX-R160",
    Severity.ERROR,
    "The text of a subdocument is missing, as it stands in a file of its own: {target}",
    "Open the master document in Word, expand its subdocuments and unlink them, or convert them one by one.",
    "A master document holds links to its parts, not their text (ECMA-376 Part 1, 17.17.2.2); nothing outside is read.",
)


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


def _read_subdocument(reader: InlineReader, element: Element) -> None:
    relation = reader.reading.package.relationships(reader.reading.part).get(element.get(R_ID, ""))
    target = "?" if relation is None else relation.target
    reader.reading.report.add(SUBDOCUMENT, reader.reading.at(element), target=target)


READERS_IN_RUN: dict[str, ReadInRun] = {
    w("footnoteReference"): _read_note,
    w("endnoteReference"): _read_note,
    w("commentReference"): _read_comment,
}
READERS: dict[str, ReadBetweenRuns] = {
    w("commentRangeStart"): _read_comment_start,
    w("commentRangeEnd"): _read_comment_end,
    w("subDoc"): _read_subdocument,
}
