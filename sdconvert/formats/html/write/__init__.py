"""Document -> HTML."""

from __future__ import annotations

from sdconvert.archive import write_archive
from sdconvert.findings import Kind, Result, Severity, declare
from sdconvert.formats.html.names import MAIN_PART
from sdconvert.formats.html.write.context import Context
from sdconvert.formats.html.write.directories import IndexSection, write_directories
from sdconvert.formats.html.write.flow import write_flow
from sdconvert.formats.html.write.notes import write_comments, write_notes
from sdconvert.formats.html.write.options import HtmlOptions
from sdconvert.formats.html.write.page import write_end, write_start
from sdconvert.formats.html.write.text import Escaper, encode_legal
from sdconvert.model.document import Document

__all__ = ["DEFAULT_OPTIONS", "HtmlOptions", "write"]

ILLEGAL_CHARACTERS = declare(
    "HTML-W001",
    Severity.WARNING,
    "{count} character(s) that HTML cannot hold are not in the result.",
    hint="Remove control characters from the source.",
    why="HTML has no place for control characters, lone surrogates and code points that are no characters.",
)

DEFAULT_OPTIONS = HtmlOptions()


def write(document: Document, options: HtmlOptions = DEFAULT_OPTIONS) -> Result[bytes]:
    """A page that shows the document: a zip of `index.html` and `images/`, or with `single_file` the page alone.

    The page has no script and asks for nothing outside. Equal documents and options give equal bytes.

    Loses: HTML-W001 and what the parts of the document lose.
    """
    context = _compose(document, options, Escaper(strips=False))
    page = encode_legal("".join(context.out))
    if page is None:
        context = _compose(document, options, Escaper(strips=True))
        page = "".join(context.out).encode()
        escaper = context.escaper
        context.report.drop(ILLEGAL_CHARACTERS, {Kind.CHARACTERS: escaper.lost}, count=escaper.stripped)
    value = page if options.single_file else write_archive({MAIN_PART: page, **context.pictures.parts})
    return context.report.result(value)


def _compose(document: Document, options: HtmlOptions, escaper: Escaper) -> Context:
    context = Context(document, options, escaper)
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
    return context
