"""Comments, which SDXML 2.6 does not have."""

from __future__ import annotations

from sdconvert.findings import Code, Kind, Location, Severity, declare
from sdconvert.formats.sdxml.write.context import Context
from sdconvert.formats.sdxml.write.options import Comments
from sdconvert.formats.sdxml.write.places import Place
from sdconvert.model.inlines import Comment
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


def write_comment(context: Context, comment: Comment, out: list[str], at: Location | None, place: Place) -> None:
    """Write a comment as a sidenote where that is wanted and possible, else report it. Replies follow their comment.

    Loses: SDXML-W030, SDXML-W032.
    """
    thread = _thread(comment)
    if context.options.comments is Comments.FINDINGS:
        _report_dropped(context, COMMENT_AS_FINDING, thread, at, place)
    elif not place.has_sidenotes:
        _report_dropped(context, COMMENT_HAS_NO_PLACE, thread, at, place)
    else:
        for each in thread:
            context.report.changed(COMMENT_AS_SIDENOTE, _counts(each), at, **_details(each))
        out.append(f"<sidenote>{'<br/>'.join(map(_sidenote_text, thread))}</sidenote>")


def _thread(comment: Comment) -> list[Comment]:
    """A comment and its replies, theirs included, in reading order."""
    return [comment, *(each for reply in comment.replies for each in _thread(reply))]


def _report_dropped(context: Context, code: Code, thread: list[Comment], at: Location | None, place: Place) -> None:
    for comment in thread:
        context.report.dropped(code, _counts(comment), at, place=place.name, **_details(comment))


def _counts(comment: Comment) -> dict[Kind, int]:
    return {Kind.COMMENTS: 1, Kind.CHARACTERS: sum(map(len, comment.paragraphs))}


def _details(comment: Comment) -> dict[str, object]:
    return {
        "author": comment.author or "an unknown author",
        "date": comment.date,
        "words": comment.words,
        "text": "\n".join(comment.paragraphs),
    }


def _sidenote_text(comment: Comment) -> str:
    head = " ".join(filter(None, (comment.author, f"({comment.date})" if comment.date else "")))
    lines = "<br/>".join(map(escape_text, comment.paragraphs))
    return f"{escape_text(head)}: {lines}" if head else lines
