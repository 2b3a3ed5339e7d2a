"""Blocks other than tables and items of lists, as pieces of HTML."""

from __future__ import annotations

from functools import lru_cache
from math import isfinite

from sdconvert.findings import Location, Severity, declare
from sdconvert.formats.html.names import (
    DATA_ASSET,
    DATA_ID,
    DATA_LEVEL,
    DATA_RESTARTS,
    DATA_STYLE,
    MAX_INDENT,
    MAX_LEVEL,
    NUMBER,
    NUMBERED,
    PAGE_BREAK,
)
from sdconvert.formats.html.write.attributes import class_attribute
from sdconvert.formats.html.write.context import Context, PendingDirectory
from sdconvert.formats.html.write.inlines import write_content, write_mixed
from sdconvert.formats.html.write.plan import Identity
from sdconvert.ledger import Kind
from sdconvert.model.blocks import Directory, Heading, PageBreak, Paragraph, Picture
from sdconvert.model.document import Block
from sdconvert.model.inlines import Inline
from sdconvert.model.tables import Table
from sdconvert.model.text import plain_text
from sdconvert.writing.direction import is_right_to_left
from sdconvert.writing.inlines import lone_text
from sdconvert.xmlio import escape_attribute, escape_text

WIDTH_UNUSABLE = declare(
    "HTML-W051",
    Severity.INFO,
    "The width of {count} picture(s) or table(s) is no share of the text width; it became 100 %.",
    why="A width is more than nothing and not without end.",
)
_LONGEST_TITLE = 40
_SENTENCE_ENDS = ".!?:;,"
_TEXT_WIDTH = 453.0  # points of an A4 page within its margins
_WHOLE = 100.0


# ----------------------------------------------------------------------------------------------------------- attributes


def id_attributes(identity: Identity) -> str:
    """The id of an element, and that of the model where it is another."""
    anchor = f' id="{identity.anchor}"' if identity.anchor else ""
    return f'{anchor} {DATA_ID}="{escape_attribute(identity.own_id)}"' if identity.own_id else anchor


@lru_cache(maxsize=1024)
def style_attribute(style: str) -> str:
    return f' {DATA_STYLE}="{escape_attribute(style)}"' if style else ""


def _number(identity: Identity) -> str:
    return f'<span class="{NUMBER}">{escape_text(identity.number)} </span>' if identity.number else ""


# --------------------------------------------------------------------------------------------- headings and paragraphs


def write_heading(context: Context, heading: Heading) -> None:
    named, content = next(context.identities), heading.content
    level = context.clamp(heading.level, MAX_LEVEL, "heading level", heading.at)
    indent = heading.indent
    if indent:
        indent = context.clamp(indent, MAX_INDENT, "indent", heading.at)
    text = lone_text(content)
    is_rtl = (text is None or not text.isascii()) and is_right_to_left(content)
    look = class_attribute(heading.alignment, indent, NUMBERED if heading.is_numbered else "", is_rtl)
    if heading.restarts:
        look += f" {DATA_RESTARTS}"
    if heading.style:
        look += style_attribute(heading.style)
    if named is None:
        start = f'\n<h{level + 1} id="{heading.id}"{look}>'
    else:
        start = f"\n<h{level + 1}{id_attributes(named)}{look}>{_number(named)}"
    _write_text_block(context, start, content, text, f"</h{level + 1}>", heading.at)


def write_paragraph(context: Context, paragraph: Paragraph) -> None:
    named, content = next(context.identities), paragraph.content
    indent, level = paragraph.indent, paragraph.number_level
    if indent:
        indent = context.clamp(indent, MAX_INDENT, "indent", paragraph.at)
    text = lone_text(content)
    is_rtl = (text is None or not text.isascii()) and is_right_to_left(content)
    look = class_attribute(paragraph.alignment, indent, "" if level is None else NUMBERED, is_rtl)
    if paragraph.style:
        look += style_attribute(paragraph.style)
    look += f' id="{paragraph.id}"' if named is None else id_attributes(named)
    if level is not None:
        level = context.clamp(level, MAX_LEVEL, "paragraph level", paragraph.at)
        look += f' {DATA_LEVEL}="{level}"'
    if paragraph.restarts:
        look += f" {DATA_RESTARTS}"
    start = f"\n<p{look}>" if named is None else f"\n<p{look}>{_number(named)}"
    _write_text_block(context, start, content, text, "</p>", paragraph.at)


def _write_text_block(
    context: Context, start: str, content: tuple[Inline, ...], text: str | None, end: str, at: Location | None
) -> None:
    """Write a block of text, which is `text` where it has no looks; `start` and `end` stand around it."""
    if text is None:
        context.out.append(start)
        write_mixed(context, content, at)
        context.out.append(end)
    else:
        context.out.append(f"{start}{escape_text(text)}{end}")
        context.characters += len(text)


# ------------------------------------------------------------------------------------------------------------- pictures


def write_picture(context: Context, picture: Picture) -> None:
    """Loses: what the picture itself loses; its alternative text and its caption then stand in a paragraph."""
    identity = context.identify(picture)
    source = context.pictures.use(picture.asset, picture.at)
    if source is None:
        text = f"[{escape_text(picture.text)}] " if picture.text else ""
        context.out.append(f"\n<p{id_attributes(identity)}>{text}")
        write_content(context, picture.caption, picture.at)
        context.out.append("</p>")
        return
    asset = f' {DATA_ASSET}="{escape_attribute(source.asset)}"' if source.asset else ""
    context.out.append(
        f"\n<figure{frame_attributes(context, picture, identity, _least_width(picture.width))}>"
        f'<img src="{source.address}" alt="{escape_attribute(picture.text)}"{asset}>'
    )
    if picture.caption or identity.number:
        context.out.append("<figcaption>")
        write_caption(context, picture.caption, identity, picture.at)
        context.out.append("</figcaption>")
    context.out.append("</figure>")


def _least_width(share: float) -> str:
    """What keeps a picture its size where the page is narrower than paper: a share of the text of an A4 page, or all
    of the page where that is less."""
    return f";min-width:min(100%,{share * _TEXT_WIDTH / 100:.4g}pt)" if 0 < share < _WHOLE else ""


def frame_attributes(context: Context, block: Picture | Table, identity: Identity, more_style: str = "") -> str:
    """The attributes that pictures and tables share. Loses: HTML-W050, HTML-W051."""
    width = block.width
    if not isfinite(width) or width <= 0:
        context.report.tally(WIDTH_UNUSABLE, None, block.at)
        width = 100.0
    indent = context.clamp(block.indent, MAX_INDENT, "indent", block.at)
    classes = class_attribute(block.alignment, indent, NUMBERED if block.is_numbered else "")
    style = style_attribute(block.style)
    return f'{id_attributes(identity)}{classes} style="width:{width}%{more_style}"{style}'


def write_caption(context: Context, caption: tuple[Inline, ...], identity: Identity, at: Location | None) -> None:
    """The number and the text of a caption."""
    if identity.number:
        end = ": " if caption else ""
        context.out.append(f'<span class="{NUMBER}">{escape_text(identity.number)}{end}</span>')
    write_content(context, caption, at)


# ---------------------------------------------------------------------------------------------------------- directories


def write_directory(context: Context, directory: Directory, previous: Block | None) -> None:
    """Leave a place for the directory, which is written when all that it lists is known. `previous` is the block before
    it, which can be its title."""
    identity = context.identify(directory)
    has_title = _is_title(previous)
    context.directories.append(PendingDirectory(len(context.out), directory.kind, id_attributes(identity), has_title))
    context.out.append("")
    context.report.keep({Kind.DIRECTORIES: 1})


def _is_title(block: Block | None) -> bool:
    """Whether a block is short enough to be a title, and no sentence."""
    if not isinstance(block, (Heading, Paragraph)):
        return False
    text = plain_text(block.content).strip()
    return 0 < len(text) <= _LONGEST_TITLE and text[-1] not in _SENTENCE_ENDS


def write_page_break(context: Context, page_break: PageBreak) -> None:
    """A rule on the screen, a new page in print."""
    context.out.append(f'\n<hr class="{PAGE_BREAK}"{id_attributes(context.identify(page_break))}>')
    context.report.keep({Kind.PAGE_BREAKS: 1})
