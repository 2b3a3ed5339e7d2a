"""Comments in formats that have none: what a finding about one tells, and what it stands for in the ledger."""

from __future__ import annotations

from dataclasses import replace

from sdconvert.ledger import Kind
from sdconvert.model.inlines import Comment


def thread_of(comment: Comment) -> list[Comment]:
    """A comment and its replies, theirs included, in reading order. A reply is on the words of its comment."""
    replies = (replace(reply, words=reply.words or comment.words) for reply in comment.replies)
    return [comment, *(each for reply in replies for each in thread_of(reply))]


def comment_counts(comment: Comment) -> dict[Kind, int]:
    """What the ledger counts of a comment without its replies."""
    return {Kind.COMMENTS: 1, Kind.CHARACTERS: sum(map(len, comment.paragraphs))}


def comment_details(comment: Comment) -> dict[str, object]:
    """What a finding holds of a comment."""
    return {
        "author": comment.author or "an unknown author",
        "date": comment.date,
        "words": comment.words,
        "text": "\n".join(comment.paragraphs),
    }
