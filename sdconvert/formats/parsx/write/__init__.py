"""Document -> parsX 4.0."""

from __future__ import annotations

from sdconvert.archive import Package
from sdconvert.findings import FileResult, Severity, declare
from sdconvert.formats.parsx.names import IMAGE_FOLDER, MAIN_PART, META_ELEMENTS, META_TAG, NAMESPACE
from sdconvert.formats.parsx.write.blocks import BlockWriter
from sdconvert.formats.parsx.write.context import Context
from sdconvert.model.document import Document, IndexEntry, Metadata
from sdconvert.model.walk import walk_entries
from sdconvert.writing.legal import XML, compose_legal
from sdconvert.xmlio import escape_attribute

__all__ = ["write"]

ILLEGAL_CHARACTERS = declare(
    "PARSX-W001",
    Severity.WARNING,
    "{count} character(s) that XML cannot hold are not in the result.",
    hint="Remove control characters from the source.",
    why="XML 1.0 has no place for most control characters, for lone surrogates and for U+FFFE and U+FFFF.",
)
INDEX_ENTRY_LOST = declare(
    "PARSX-W085",
    Severity.WARNING,
    "The index entry “{title}” is marked nowhere in the text; it is not in the result.",
    why="In parsX the index is made from the marks in the text.",
)
INDEX_DETAILS_LOST = declare(
    "PARSX-W086",
    Severity.INFO,
    "The index entry “{title}” loses its {what}.",
    why="In parsX an index mark holds the words of an entry and no more.",
)
INDEX_ENTRIES_JOINED = declare(
    "PARSX-W087",
    Severity.INFO,
    "Two index entries “{title}” of one place in the index are one in the result.",
    why="In parsX an entry of the index is known by its words.",
)

DECLARATION = b'<?xml version="1.0" encoding="UTF-8"?>\n'


def write(document: Document) -> FileResult:
    """A parsX package: a zip of `parsx.xml` and `images/`. Equal documents give equal bytes
    where pictures are packed alike.

    Loses: the codes PARSX-W….
    """
    context, xml = compose_legal(document, _compose, XML, ILLEGAL_CHARACTERS)
    return context.report.file(Package({MAIN_PART: DECLARATION + xml, **context.assets.parts}, IMAGE_FOLDER))


def _compose(document: Document) -> tuple[Context, bytes] | None:
    """The XML of a document, None where there are characters that XML cannot hold."""
    context = Context(document)
    _write_document(context, document)
    xml = XML.encode("".join(context.out))
    return None if xml is None else (context, xml)


def _write_document(context: Context, document: Document) -> None:
    language = context.attribute("xml:lang", document.metadata.language)
    context.out.append(f'<projekt xmlns="{escape_attribute(NAMESPACE)}" xml:space="preserve"{language}>')
    _write_meta(context, document.metadata)
    context.out.append("<werk><hauptteil>")
    BlockWriter(context).write(document.blocks)
    context.out.append("</hauptteil></werk></projekt>")
    _report_index(context, document.index)
    context.close()


def _write_meta(context: Context, metadata: Metadata) -> None:
    context.out.append("<meta>")
    for name, element in META_ELEMENTS.items():
        value = getattr(metadata, name)
        if value:
            _write_meta_text(context, element, value)
    for tag in metadata.tags:
        _write_meta_text(context, META_TAG, tag)
    context.out.append("</meta>")


def _write_meta_text(context: Context, element: str, value: str) -> None:
    context.out.append(f"<{element}>")
    context.write_addition(value)
    context.out.append(f"</{element}>")


def _report_index(context: Context, entries: tuple[IndexEntry, ...]) -> None:
    """What the marks in the text do not say about the index. Loses: PARSX-W085, PARSX-W086, PARSX-W087."""
    known = {entry.id: entry for *_, entry in walk_entries(entries)}
    held = {context.terms[used][:end] for used in context.used_terms for end in range(1, len(context.terms[used]) + 1)}
    _report_entries(context, entries, (), held)
    for entry in known.values():
        details = {"reference": entry.target, "description": entry.description, "sorting key": entry.sorting_key}
        what = ", ".join(name for name, value in details.items() if value)
        if what:
            context.report.add(INDEX_DETAILS_LOST, title=entry.title, what=what)


def _report_entries(
    context: Context, entries: tuple[IndexEntry, ...], above: tuple[str, ...], held: set[tuple[str, ...]]
) -> None:
    titles: set[str] = set()
    for entry in entries:
        path = (*above, entry.title)
        if entry.title in titles:
            context.report.add(INDEX_ENTRIES_JOINED, title=entry.title)
        elif path not in held:
            context.report.add(INDEX_ENTRY_LOST, title=entry.title)
        titles.add(entry.title)
        _report_entries(context, entry.children, path, held)
