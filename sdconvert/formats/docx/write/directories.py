"""Generated directories as fields with lines, so that what does not compute fields shows something too
(ECMA-376 Part 1, 17.16.5.68 and 17.16.5.26)."""

from __future__ import annotations

from collections.abc import Iterator

from sdconvert.findings import Severity, declare
from sdconvert.formats.docx.write.context import Context
from sdconvert.formats.docx.write.markup import (
    FIELD_END,
    FIELD_SEPARATE,
    paragraph_properties,
    write_instruction,
    write_run,
)
from sdconvert.formats.docx.write.template import HEADING_COUNT
from sdconvert.ledger import Kind
from sdconvert.model.blocks import Directory, DirectoryKind, Heading, Picture
from sdconvert.model.tables import Table

DIRECTORY_UNKNOWN = declare(
    "DOCX-W060",
    Severity.WARNING,
    "A directory of {kind} is not in the result.",
    why="Word makes directories of headings, captions and index marks only.",
)

_INDEX_LEVELS = 3
Line = tuple[str, str]


def write_directory(context: Context, directory: Directory) -> str:
    """A directory, its lines as Word would make them but for page numbers, which only a layout knows: Word is asked to
    fill them in when it opens the document.

    Loses: DOCX-W060.
    """
    words = context.words
    match directory.kind:
        case DirectoryKind.CONTENT:
            instruction, lines = 'TOC \\o "1-6" \\h \\z \\u', list(_heading_lines(context))
        case DirectoryKind.IMAGES:
            instruction, lines = f'TOC \\h \\z \\c "{words.figure}"', list(_caption_lines(context, Picture))
        case DirectoryKind.TABLES:
            instruction, lines = f'TOC \\h \\z \\c "{words.table}"', list(_caption_lines(context, Table))
        case DirectoryKind.INDEXES:
            instruction, lines = 'INDEX \\e ", "', list(_index_lines(context))
        case _:
            context.report.drop(DIRECTORY_UNKNOWN, {Kind.DIRECTORIES: 1}, directory.at, kind=str(directory.kind))
            return ""
    context.report.keep({Kind.DIRECTORIES: 1})
    context.has_pages_to_count = context.options.updates_fields
    return _field(instruction, lines, context.has_pages_to_count)


def _field(instruction: str, lines: list[Line], is_dirty: bool) -> str:
    """A field whose result are paragraphs, one for each line of style and runs."""
    paragraphs = []
    for index, (properties, runs) in enumerate(lines or [("", "")]):
        begin = write_instruction(instruction, is_dirty) + FIELD_SEPARATE if index == 0 else ""
        end = FIELD_END if index >= len(lines) - 1 else ""
        paragraphs.append(f"<w:p>{properties}{begin}{runs}{end}</w:p>")
    return "".join(paragraphs)


def _heading_lines(context: Context) -> Iterator[Line]:
    number = 0
    for shown in context.shown:
        if isinstance(shown.block, Heading) and shown.is_in_contents:
            name = context.heading_names[number]
            number += 1
            if shown.content:
                level = min(max(shown.block.level, 0), HEADING_COUNT - 1) + 1
                properties = paragraph_properties(context.styles.built_in("paragraph", f"toc {level}"))
                text = "  ".join(filter(None, (shown.number, shown.content)))
                yield properties, f'<w:hyperlink w:anchor="{name}" w:history="1">{write_run(text)}</w:hyperlink>'


def _caption_lines(context: Context, kind: type[Picture] | type[Table]) -> Iterator[Line]:
    properties = paragraph_properties(context.styles.built_in("paragraph", "table of figures"))
    for shown in context.shown:
        if isinstance(shown.block, kind) and shown.number:
            yield properties, write_run(shown.line)


def _index_lines(context: Context) -> Iterator[Line]:
    for level, title in context.index.lines():
        style = f"index {min(level, _INDEX_LEVELS - 1) + 1}"
        yield paragraph_properties(context.styles.built_in("paragraph", style)), write_run(title)
