"""Comments, which SDXML 2.6 does not have."""

from __future__ import annotations

from sdconvert.choices import Comments
from sdconvert.findings import Code, Severity, declare
from sdconvert.formats.sdxml.write.elements import ElementWriter
from sdconvert.model.inlines import Comment
from sdconvert.writing.comments import comment_counts, comment_details, thread_of
from sdconvert.xmlio import escape_text

COMMENT_AS_FINDING = declare(
    "SDXML-W030",
    Severity.WARNING,
    "A comment by {author} on “{words}” is not in the result: {text}",
    hint="Use --comments sidenote to write comments as sidenotes.",
    why="SDXML 2.6 has no comments. The finding holds author, date, commented words and text.",
)
COMMENT_AS_SIDENOTE = declare(
    "SDXML-W031",
    Severity.INFO,
    "A comment by {author} on “{words}” became a sidenote.",
    why="SDXML 2.6 has no comments; --comments sidenote asks for sidenotes in their place.",
)
COMMENT_HAS_NO_PLACE = declare(
    "SDXML-W032",
    Severity.WARNING,
    "A comment by {author} on “{words}” cannot be a sidenote in {place}; it is not in the result: {text}",
    why="In SDXML a sidenote can stand in headings, paragraphs and list items, but not in paragraphs of table cells, "
    "notes and captions.",
)


def write_comment(writer: ElementWriter, comment: Comment) -> None:
    """Write a comment as a sidenote where that is wanted and possible, else report it. Replies follow their comment.

    Loses: SDXML-W030, SDXML-W032.
    """
    thread = thread_of(comment)
    if writer.context.options.comments is Comments.FINDINGS:
        _drop(writer, COMMENT_AS_FINDING, thread)
    elif not writer.parent.has_sidenotes:
        _drop(writer, COMMENT_HAS_NO_PLACE, thread)
    else:
        for each in thread:
            counts = comment_counts(each)
            writer.context.report.change(COMMENT_AS_SIDENOTE, counts, writer.at, **comment_details(each))
        writer.write_outside(f"<sidenote>{'<br/>'.join(map(_sidenote_text, thread))}</sidenote>")


def _drop(writer: ElementWriter, code: Code, thread: list[Comment]) -> None:
    place = writer.parent.name
    for each in thread:
        writer.context.report.drop(code, comment_counts(each), writer.at, place=place, **comment_details(each))


def _sidenote_text(comment: Comment) -> str:
    head = " ".join(filter(None, (comment.author, f"({comment.date})" if comment.date else "")))
    lines = "<br/>".join(map(escape_text, comment.paragraphs))
    return f"{escape_text(head)}: {lines}" if head else lines
