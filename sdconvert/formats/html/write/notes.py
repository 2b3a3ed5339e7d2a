"""Notes, sidenotes and comments: what a text refers to and what is written apart from it."""

from __future__ import annotations

from datetime import datetime

from sdconvert.formats.html.names import (
    BACK,
    COMMENT,
    COMMENTS,
    DATA_DATE,
    DATA_WORDS,
    ENDNOTES,
    FOOTNOTES,
    SIDENOTE,
)
from sdconvert.formats.html.write.attributes import direction_attribute
from sdconvert.formats.html.write.context import Context, PendingNote
from sdconvert.formats.html.write.inlines import write_content
from sdconvert.ledger import Kind
from sdconvert.model.inlines import Comment
from sdconvert.patterns import compile_late
from sdconvert.xmlio import escape_attribute, escape_text

_DATE = compile_late(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9]{2}:[0-9]{2}(?::[0-9]{2})?(?:Z|[+-][0-9]{2}:[0-9]{2})?)?")


def write_asides(context: Context) -> None:
    """Write the sidenotes that the last block refers to, and those that they refer to."""
    while context.asides:
        aside = context.asides.pop(0)
        context.out.append(f'<aside class="{SIDENOTE}" id="{aside.anchor}" role="note">')
        _write_back(context, aside.anchor, aside.number)
        context.out.append(f"<p{direction_attribute(aside.content)}>")
        write_content(context, aside.content, aside.at)
        context.out.append("</p></aside>")


def write_notes(context: Context) -> None:
    """Write the footnotes and the endnotes, each kind as a section. A note can refer to further notes of both."""
    body = context.out
    kinds = (context.footnotes, context.endnotes)
    items: tuple[list[str], list[str]] = ([], [])
    written = [0, 0]
    while any(done < len(notes) for done, notes in zip(written, kinds, strict=True)):
        for kind, notes in enumerate(kinds):
            context.out = items[kind]
            for note in notes[written[kind] :]:
                _write_note(context, note)
                written[kind] += 1
    context.out = body
    _write_section(context, FOOTNOTES, context.words.footnotes, items[0])
    _write_section(context, ENDNOTES, context.words.endnotes, items[1])


def _write_section(context: Context, name: str, title: str, items: list[str]) -> None:
    if items:
        context.out.append(f'\n<section class="{name}" role="doc-endnotes" aria-label="{title}">\n<ol>')
        context.out.extend(items)
        context.out.append("\n</ol>\n</section>")


def _write_note(context: Context, pending: PendingNote) -> None:
    context.out.append(f'\n<li id="{pending.anchor}">')
    for number, paragraph in enumerate(pending.note.paragraphs):
        context.out.append(("\n<p" if number else "<p") + direction_attribute(paragraph) + ">")
        write_content(context, paragraph, pending.at)
        context.out.append("</p>")
    _write_back(context, pending.anchor, "↩")
    write_asides(context)
    context.out.append("</li>")


def _write_back(context: Context, anchor: str, sign: str) -> None:
    label = context.words.back
    context.out.append(
        f'<a class="{BACK}" role="doc-backlink" href="#{anchor}-ref" title="{label}" aria-label="{label}">{sign}</a>'
    )


def write_comments(context: Context) -> None:
    """Write the comments with their replies as a section."""
    if not context.comments:
        return
    title = context.words.comments
    context.out.append(f'\n<section class="{COMMENTS}" aria-label="{title}">')
    for pending in context.comments:
        _open_comment(context, pending.comment, f' id="{pending.anchor}"')
        _write_back(context, pending.anchor, pending.number)
        _write_comment_text(context, pending.comment)
    context.out.append("\n</section>")


def _open_comment(context: Context, comment: Comment, identity: str) -> None:
    words = f' {DATA_WORDS}="{escape_attribute(comment.words)}"' if comment.words else ""
    date = f' {DATA_DATE}="{escape_attribute(comment.date)}"' if comment.date else ""
    context.out.append(f'\n<aside class="{COMMENT}"{identity}{date}{words}>')


def _is_date(text: str) -> bool:
    """Whether a text is a day, or a moment, that there is."""
    if not _DATE.fullmatch(text):
        return False
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def _write_comment_text(context: Context, comment: Comment) -> None:
    context.out.append(f"<header><cite>{escape_text(comment.author)}</cite>")
    if _is_date(comment.date):
        context.out.append(f' <time datetime="{comment.date}">{comment.date[:16].replace("T", " ")}</time>')
    if comment.words:
        context.out.append(f"<q>{escape_text(comment.words)}</q>")
    context.out.append("</header>")
    for paragraph in comment.paragraphs:
        context.out.append(f"<p>{escape_text(paragraph)}</p>")
        context.characters += len(paragraph)
    context.report.keep({Kind.COMMENTS: 1})
    for reply in comment.replies:
        _open_comment(context, reply, "")
        _write_comment_text(context, reply)
    context.out.append("</aside>")
