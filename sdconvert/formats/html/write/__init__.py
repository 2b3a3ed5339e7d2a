"""Document -> HTML."""

from __future__ import annotations

from functools import partial

from sdconvert.archive import Package
from sdconvert.findings import FileResult, Severity, declare
from sdconvert.formats.html.names import IMAGE_FOLDER, MAIN_PART
from sdconvert.formats.html.write.context import Context
from sdconvert.formats.html.write.directories import IndexSection, write_directories
from sdconvert.formats.html.write.flow import write_flow
from sdconvert.formats.html.write.notes import write_comments, write_notes
from sdconvert.formats.html.write.options import HtmlOptions
from sdconvert.formats.html.write.page import write_end, write_start
from sdconvert.formats.html.write.pictures import PageWithPictures
from sdconvert.model.document import Document
from sdconvert.writing.legal import HTML, compose_legal

__all__ = ["DEFAULT_OPTIONS", "HtmlOptions", "write"]

ILLEGAL_CHARACTERS = declare(
    "HTML-W001",
    Severity.WARNING,
    "{count} character(s) that HTML cannot hold are not in the result.",
    hint="Remove control characters from the source.",
    why="HTML has no place for control characters, lone surrogates and code points that are no characters.",
)

DEFAULT_OPTIONS = HtmlOptions()


def write(document: Document, options: HtmlOptions = DEFAULT_OPTIONS) -> FileResult:
    """A page that shows the document: a zip of `index.html` and `images/`, or with `single_file` the page alone.

    The page has no script and asks for nothing outside. Equal documents and options give
    equal bytes where pictures are packed alike.

    Loses: HTML-W001 and what the parts of the document lose.
    """
    context, page = compose_legal(document, partial(_compose, options=options), HTML, ILLEGAL_CHARACTERS)
    if options.single_file:
        return context.report.file(PageWithPictures(page, context.pictures.within))
    return context.report.file(Package({MAIN_PART: page, **context.pictures.parts}, IMAGE_FOLDER))


def _compose(document: Document, options: HtmlOptions) -> tuple[Context, bytes] | None:
    """The page, None where there are characters that HTML cannot hold."""
    context = Context(document, options)
    index = IndexSection(document.index)
    write_start(context)
    write_flow(context, document.blocks)
    context.out.append("\n</main>")
    write_notes(context)
    write_comments(context)
    index.write(context)
    write_end(context)
    write_directories(context, index)
    context.close()
    page = HTML.encode("".join(context.out))
    return None if page is None else (context, page)
