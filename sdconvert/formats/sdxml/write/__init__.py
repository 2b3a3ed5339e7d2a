"""Document -> SDXML 2.6."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from sdconvert.archive import Package
from sdconvert.findings import FileResult, Severity, declare
from sdconvert.formats.sdxml.names import EMPTY_INDEXES, IMAGE_FOLDER, MAIN_PART, VERSION
from sdconvert.formats.sdxml.write.blocks import (
    write_directory,
    write_heading,
    write_list_item,
    write_page_break,
    write_paragraph,
    write_picture,
)
from sdconvert.formats.sdxml.write.carried import carried
from sdconvert.formats.sdxml.write.context import Context
from sdconvert.formats.sdxml.write.ids import uuid_of
from sdconvert.formats.sdxml.write.indexes import entry_ids, write_indexes
from sdconvert.formats.sdxml.write.meta import write_meta
from sdconvert.formats.sdxml.write.options import SdxmlOptions
from sdconvert.formats.sdxml.write.tables import write_table
from sdconvert.formats.sdxml.write.tags import start_tag
from sdconvert.formats.sdxml.write.targets import target_ids
from sdconvert.model.blocks import Directory, Heading, ListItem, PageBreak, Paragraph, Picture
from sdconvert.model.document import Document
from sdconvert.model.tables import Table
from sdconvert.writing.legal import XML, compose_legal

__all__ = ["SdxmlOptions", "write"]

ILLEGAL_CHARACTERS = declare(
    "SDXML-W001",
    Severity.WARNING,
    "{count} character(s) that XML cannot hold are not in the result.",
    hint="Remove control characters from the source.",
    why="XML 1.0 has no place for most control characters, for lone surrogates and for U+FFFE and U+FFFF.",
)

DEFAULT_OPTIONS = SdxmlOptions()

DECLARATION = b'<?xml version="1.0" encoding="UTF-8"?>\n'

_WRITERS: dict[type, Callable[[Context, Any], None]] = {
    Heading: write_heading,
    Paragraph: write_paragraph,
    ListItem: write_list_item,
    Picture: write_picture,
    Table: write_table,
    PageBreak: write_page_break,
    Directory: write_directory,
}


def write(document: Document, options: SdxmlOptions = DEFAULT_OPTIONS) -> FileResult:
    """An SDXML package: a zip of `sd.xml` and `images/`. Equal documents and options give
    equal bytes where pictures are packed alike.

    Loses: SDXML-W001 and what the parts of the document lose.
    """
    context, xml = compose_legal(document, partial(_compose, options=options), XML, ILLEGAL_CHARACTERS)
    return context.report.file(Package({MAIN_PART: xml, **context.assets.parts}, IMAGE_FOLDER))


def _compose(document: Document, options: SdxmlOptions) -> tuple[Context, bytes] | None:
    """The XML of a document, None where there are characters that XML cannot hold."""
    targets = target_ids(document)
    taken = {*targets.values(), carried(document.extra, "id")}
    context = Context(document, options, targets, entry_ids(document.index, taken))
    body = XML.encode(_write_body(context, document))
    context.close()
    if body is None:
        return None
    tag = XML.encode(start_tag("smashdoc", {"version": VERSION, "id": uuid_of(body)}, document.extra))
    return None if tag is None else (context, b"".join((DECLARATION, tag, body, b"</smashdoc>")))


def _write_body(context: Context, document: Document) -> str:
    write_meta(context, document.metadata)
    context.out.append("<document>")
    for block in document.blocks:
        _WRITERS[type(block)](context, block)
    context.out.append("</document>")
    write_indexes(context, document.index, is_kept=EMPTY_INDEXES in document.extra)
    return "".join(context.out)
