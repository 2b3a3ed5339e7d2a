"""Embedded documents (`w:altChunk`, ECMA-376 Part 1, 17.17.2.1), read as Word does when it opens the file."""

from __future__ import annotations

from typing import NamedTuple

from sdconvert.errors import UnreadableInput, UnsafeInput
from sdconvert.findings import Report, Result, Severity, declare
from sdconvert.formats.docx.names import R_ID, VAL, is_on, w
from sdconvert.formats.docx.read.chunk_formats import Chunk, ChunkForm, open_chunk
from sdconvert.formats.docx.read.embedding import DEEPEST, Embedding
from sdconvert.formats.docx.read.insertion import insert_document
from sdconvert.formats.docx.read.story import Story
from sdconvert.ledger import Kind
from sdconvert.model.blocks import Paragraph
from sdconvert.model.document import Block, Document
from sdconvert.model.inlines import Run
from sdconvert.xmlio import Element

CHUNK_READ = declare(
    "DOCX-R006",
    Severity.INFO,
    "An embedded document ({target}: {kind}, {size}) stands in its place as part of this one.",
    "Open the file in Word and save it: Word then merges the embedded document.",
    "What is embedded is a document of its own, which Word merges when it opens the file.",
)
CHUNK_LOST = declare(
    "DOCX-R007",
    Severity.ERROR,
    "An embedded document ({target}: {kind}, {size}) is left out: {reason}",
    "Open the file in Word and save it: Word then merges the embedded document.",
    "What is embedded is a document of its own, in a format of its own.",
)

_KILO = 1000


class _Found(NamedTuple):
    """An embedded document as far as it was found: `data` is None where the package has none."""

    target: str
    data: bytes | None
    content_type: str


def read_alt_chunk(element: Element, story: Story) -> tuple[Block, ...]:
    """The blocks of an embedded document: Word, flat Word, HTML, a web archive or plain text. Others are left out.

    Loses: DOCX-R007, and what the reader of its format loses.
    """
    reading = story.reading
    found = _find(element, story)
    kind, size = "missing", "no size"
    try:
        if found.data is None:
            raise UnreadableInput("It is not in the package.")
        kind, size = "unknown", size_of(len(found.data))
        chunk = open_chunk(found.data, found.target, found.content_type)
        kind = chunk.kind
        result = _read(chunk, found.target, element, story)
    except (UnreadableInput, UnsafeInput) as error:
        details = {"target": found.target, "kind": kind, "size": size, "reason": str(error)}
        reading.report.drop(CHUNK_LOST, {Kind.CHUNKS: 1}, reading.at(element), **details)
        return ()
    details = {"target": found.target, "kind": kind, "size": size}
    reading.report.change(CHUNK_READ, {Kind.CHUNKS: 1}, reading.at(element), **details)
    return insert_document(result, found.target, story)


def size_of(bytes: int) -> str:
    """A number of bytes in words."""
    if bytes < _KILO:
        return f"{bytes} bytes"
    return f"{bytes / _KILO:.0f} kB" if bytes < _KILO**2 else f"{bytes / _KILO**2:.1f} MB"


def _find(element: Element, story: Story) -> _Found:
    package = story.reading.package
    relationship = package.relationships(story.reading.part).get(element.get(R_ID, ""))
    if relationship is None:
        return _Found("", None, "")
    data = None if relationship.is_external else package.data(relationship.target)
    return _Found(relationship.target, data, package.content_type(relationship.target))


def _read(chunk: Chunk, target: str, element: Element, story: Story) -> Result[Document]:
    """Raises: UnreadableInput, UnsafeInput, UnresolvedRevisions."""
    embedding = story.reading.embedding
    if chunk.form is ChunkForm.OTHER:
        raise UnreadableInput("This format is not read here.")
    if embedding is None or embedding.depth >= DEEPEST or embedding.budget.documents <= 0:
        raise UnreadableInput("There are too many documents embedded, or too deep in each other.")
    embedding.budget.documents -= 1
    if chunk.form is ChunkForm.TEXT:
        return _read_text(chunk.data.decode())
    if chunk.form is ChunkForm.WORD:
        return embedding.read_word(chunk.data, target, _embedding_of(element, embedding, story))
    if embedding.read_page is None:
        raise UnreadableInput("There is no reader of web pages here.")
    return embedding.read_page(chunk.data, target, embedding.limits, chunk.files)


def _embedding_of(element: Element, embedding: Embedding, story: Story) -> Embedding:
    """How a Word document is read there: its styles are those of the document around it, unless `w:matchSrc`."""
    match_source = element.find(f"{w('altChunkPr')}/{w('matchSrc')}")
    keeps_own = match_source is not None and is_on(match_source.get(VAL))
    return embedding.within(None if keeps_own else story.reading.styles_root)


def _read_text(text: str) -> Result[Document]:
    """A paragraph for each line, blank lines at the end aside."""
    report = Report()
    lines = text.rstrip().splitlines()
    report.read({Kind.CHARACTERS: sum(map(len, lines))})
    return report.result(Document(tuple(Paragraph((Run(line),) if line else ()) for line in lines)))
