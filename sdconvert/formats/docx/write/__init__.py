"""Document -> Word package."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sdconvert.archive import Package
from sdconvert.findings import FileResult, Report, Severity, declare
from sdconvert.formats.docx.write.body import BodyWriter
from sdconvert.formats.docx.write.bookmarks import directory_names, find_targets
from sdconvert.formats.docx.write.context import Context
from sdconvert.formats.docx.write.labels import find_shown
from sdconvert.formats.docx.write.needs import find_needs
from sdconvert.formats.docx.write.options import DEFAULT_OPTIONS, DocxWriteOptions, WordSettings, parse_settings
from sdconvert.formats.docx.write.package import PackageParts
from sdconvert.formats.docx.write.template import our_template, read_template
from sdconvert.handles import Handle
from sdconvert.ledger import Kind
from sdconvert.model.blocks import Directory, DirectoryKind, Picture
from sdconvert.model.document import Block, Document
from sdconvert.model.measure import difference
from sdconvert.model.tables import Cell, Table
from sdconvert.writing.legal import XML, compose_legal

__all__ = ["DEFAULT_OPTIONS", "DocxWriteOptions", "WordSettings", "parse_settings", "write"]

ILLEGAL_CHARACTERS = declare(
    "DOCX-W003",
    Severity.WARNING,
    "{count} character(s) that XML cannot hold are not in the result.",
    hint="Remove control characters from the source.",
    why="XML 1.0 has no place for most control characters, for lone surrogates and for U+FFFE and U+FFFF.",
)
CAPTIONS_LEFT_OUT = declare(
    "DOCX-W004",
    Severity.INFO,
    "The captions of pictures or tables are left out, as the settings say so.",
    hint="Set imageCaption and tableCaption to true.",
    why="The settings of a word export choose whether captions are written.",
)

DIRECTORY_ADDED = declare(
    "DOCX-W005",
    Severity.INFO,
    "Directories are put at the front, as the settings say so: {kinds}.",
    why="The settings of a word export ask for directories that the document does not have.",
)


def write(document: Document, options: DocxWriteOptions = DEFAULT_OPTIONS) -> FileResult:
    """A .docx package. Equal documents and options give
    equal bytes where pictures are packed alike.

    Source: ECMA-376 Parts 1 and 2. Loses: DOCX-W003, DOCX-W004, and what the parts of the document lose.
    Raises: BadConfiguration for a template that cannot be used, UnsafeInput.
    """
    wanted, added = _as_settings_say(document, options.settings)
    left_out = difference(document, wanted)
    left_out.pop(Kind.DIRECTORIES, None)

    def compose(legal: Document) -> tuple[Context, Mapping[str, bytes | Handle]] | None:
        composed = _compose(legal, options)
        if composed is not None:
            _report_settings(composed[0].report, added, left_out)
        return composed

    context, parts = compose_legal(wanted, compose, XML, ILLEGAL_CHARACTERS)
    return context.report.file(Package(parts))


def _report_settings(report: Report, added: list[str], left_out: Mapping[Kind, int]) -> None:
    if added:
        report.add_own(DIRECTORY_ADDED, {Kind.DIRECTORIES: len(added)}, kinds=", ".join(added))
    if left_out:
        report.drop(CAPTIONS_LEFT_OUT, left_out)


def _compose(document: Document, options: DocxWriteOptions) -> tuple[Context, Mapping[str, bytes | Handle]] | None:
    """The parts of the package, None where there are characters that XML cannot hold."""
    try:
        context, parts = _write(document, options)
    except UnicodeEncodeError:
        return None
    texts = (data for name, data in parts.items() if isinstance(data, bytes) and name.endswith((".xml", ".rels")))
    is_legal = all(map(XML.holds, texts))
    return (context, parts) if is_legal else None


def _write(document: Document, options: DocxWriteOptions) -> tuple[Context, Mapping[str, bytes | Handle]]:
    needs = find_needs(document)
    if options.template is None:
        template = our_template(needs.has_numbered_headings)
    else:
        template = read_template(options.template)
    context = Context(document, options, template, needs)
    _look_ahead(context)
    body = BodyWriter(context).body(document.blocks)
    context.index.report_unmarked(context.report)
    context.close()
    return context, PackageParts(context).parts(body)


def _look_ahead(context: Context) -> None:
    """Find out what references and directories show, where there are any."""
    needs = context.needs
    if not (needs.references or needs.directories):
        return
    is_listed = bool(needs.directories)
    context.shown = list(find_shown(context.document, context.words, needs.references, is_listed=is_listed))
    context.open_targets(find_targets(context.shown, needs.references))
    if DirectoryKind.CONTENT in needs.directories:
        context.heading_names = directory_names(context.shown)


def _as_settings_say(document: Document, settings: WordSettings) -> tuple[Document, list[str]]:
    """The document with the directories and without the captions that the settings choose, and what was added."""
    choices = (
        (settings.text_toc, DirectoryKind.CONTENT),
        (settings.image_toc, DirectoryKind.IMAGES),
        (settings.table_toc, DirectoryKind.TABLES),
    )
    present = {block.kind for block in document.blocks if isinstance(block, Directory)}
    added = [kind for is_wanted, kind in choices if is_wanted and kind not in present]
    blocks: tuple[Block, ...] = (*map(Directory, added), *document.blocks)
    if not (settings.image_caption and settings.table_caption):
        blocks = tuple(_without_captions(block, settings) for block in blocks)
    if blocks == document.blocks:
        return document, []
    return replace(document, blocks=blocks), [str(kind) for kind in added]


def _without_captions(block: Block, settings: WordSettings) -> Block:
    match block:
        case Picture() if not settings.image_caption:
            return replace(block, caption=(), is_numbered=False)
        case Table():
            rows = tuple(
                replace(row, cells=tuple(_cell_without_captions(cell, settings) for cell in row.cells))
                for row in block.rows
            )
            bare = replace(block, rows=rows)
            return bare if settings.table_caption else replace(bare, caption=(), is_numbered=False)
        case _:
            return block


def _cell_without_captions(cell: Cell, settings: WordSettings) -> Cell:
    return replace(cell, content=tuple(_without_captions(block, settings) for block in cell.content))
