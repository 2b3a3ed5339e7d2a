"""Comments, which SDXML 2.6 does not have."""

from __future__ import annotations

from dataclasses import replace

from sdconvert.choices import Comments, Dialect
from sdconvert.findings import Code, Kind, Location, Severity, declare
from sdconvert.formats.sdxml.names import COMMENT_AUTHOR, COMMENT_DATE, COMMENT_TARGET, COMMENT_WORDS
from sdconvert.formats.sdxml.write.context import Context
from sdconvert.formats.sdxml.write.options import SdxmlOptions
from sdconvert.formats.sdxml.write.places import BLOCK, Place
from sdconvert.model.inlines import Comment
from sdconvert.xmlio import escape_attribute, escape_text

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


COMMENT_ON_NO_BLOCK = declare(
    "SDXML-W033",
    Severity.WARNING,
    "A comment by {author} on “{words}” stands in {place}, which has no id to hang it on; it is not in the result: "
    "{text}",
    why="From 2.13 on comments are kept beside the document and name the block that they are on. Paragraphs of table "
    "cells, notes and captions have no ids.",
)
COMMENT_MOVED = declare(
    "SDXML-W034",
    Severity.INFO,
    "A comment by {author} on “{words}” hangs on its paragraph as a whole.",
    why="How a comment of 2.13 and later names a place within a paragraph is not published.",
)


def has_comments(options: SdxmlOptions) -> bool:
    """Whether comments are to be kept as comments."""
    return options.dialect is not Dialect.V2_6 and options.comments is Comments.FINDINGS


def keep_comment(context: Context, comment: Comment, at: Location | None, place: Place, *, is_last: bool) -> None:
    """Keep a comment for `comments`. `is_last` tells whether it stands at the end of its block.

    Source: the dialects 2.13 and later. Loses: SDXML-W033, SDXML-W034.
    """
    thread = _thread(comment)
    if place is not BLOCK:
        _report_dropped(context, COMMENT_ON_NO_BLOCK, thread, at, place)
        return
    for each in thread:
        if is_last:
            context.report.kept(_counts(each))
        else:
            context.report.changed(COMMENT_MOVED, _counts(each), at, **_details(each))
    context.comments.append(_comment_xml(comment, context.block))


def _comment_xml(comment: Comment, target: str) -> str:
    said = {
        COMMENT_TARGET: target,
        COMMENT_AUTHOR: comment.author,
        COMMENT_DATE: comment.date,
        COMMENT_WORDS: comment.words,
    }
    attributes = "".join([f' {name}="{escape_attribute(value)}"' for name, value in said.items() if value])
    lines = "".join([f"<p>{escape_text(paragraph)}</p>" for paragraph in comment.paragraphs])
    replies = "".join([_comment_xml(reply, "") for reply in comment.replies])
    return f"<comment{attributes}>{lines}{replies}</comment>"


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
    """A comment and its replies, theirs included, in reading order. A reply is on the words of its comment."""
    replies = (replace(reply, words=reply.words or comment.words) for reply in comment.replies)
    return [comment, *(each for reply in replies for each in _thread(reply))]


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
