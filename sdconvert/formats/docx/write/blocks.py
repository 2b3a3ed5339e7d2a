"""Blocks other than tables and directories, as paragraphs (ECMA-376 Part 1, 17.3.1)."""

from __future__ import annotations

from sdconvert.findings import Severity, declare
from sdconvert.formats.docx.units import TWIPS_PER_POINT
from sdconvert.formats.docx.write.bookmarks import ReferenceTarget
from sdconvert.formats.docx.write.captions import has_caption_of
from sdconvert.formats.docx.write.context import Context
from sdconvert.formats.docx.write.inlines import ContentWriter
from sdconvert.formats.docx.write.labels import CAPTION_SEPARATOR, Shown, is_title
from sdconvert.formats.docx.write.markup import (
    PLAIN_SPOT,
    Spot,
    paragraph_properties,
    text_properties,
    write_field,
    write_run,
)
from sdconvert.formats.docx.write.numbering import DEEPEST_LEVEL
from sdconvert.formats.docx.write.pictures import PICTURE_SHRUNK, block_size
from sdconvert.formats.docx.write.template import HEADING_COUNT
from sdconvert.ledger import Kind
from sdconvert.model.blocks import Heading, ListItem, PageBreak, Paragraph, Picture
from sdconvert.model.document import Block
from sdconvert.model.inlines import Inline, InlinePicture, Run
from sdconvert.model.tables import Table
from sdconvert.writing.direction import is_right_to_left
from sdconvert.writing.inlines import lone_text

LONE_PICTURE = declare(
    "DOCX-W041",
    Severity.INFO,
    "{count} picture(s) in the text stand alone in their paragraph, as a picture of its own does in Word.",
    why="Word has one kind of paragraph for both.",
)

DEEPEST_INDENT = 15

_PAGE_SPOT = Spot(starts_page=True)
PAGE_BREAK = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
_NO_NAMES = ReferenceTarget(Shown(PageBreak(), "", ""))
_SEPARATOR_LOOK = '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'


def _paragraph(context: Context, properties: str, content: str, id: str) -> str:
    """A paragraph, with the bookmarks of the block and of what stands before it."""
    if id in context.targets or context.pending_bookmark:
        content = _with_bookmarks(context, content, id)
    return f"<w:p>{properties}{content}</w:p>"


def _with_bookmarks(context: Context, content: str, id: str) -> str:
    target = context.take_target(id) if id else None
    if target is not None:
        for name in (target.whole, target.number, target.content):  # an empty table that is text has all in one place
            content = context.bookmarks.around(name, content)
    if context.pending_bookmark:
        content = context.bookmarks.around(context.pending_bookmark, content)
        context.pending_bookmark = ""
    return content


def write_heading(context: Context, inlines: ContentWriter, heading: Heading, spot: Spot) -> str:
    """Source: ECMA-376 Part 1, 17.7.4 (styles), 17.9.1. Loses: DOCX-W040."""
    text = lone_text(heading.content)
    is_rtl = (text is None or not text.isascii()) and is_right_to_left(heading.content)
    look = (heading.level, heading.style, heading.indent, heading.alignment, spot.starts_page, is_rtl)
    properties = None if heading.is_numbered else context.looks.get(look)
    if properties is None:
        properties = _heading_properties(context, heading, spot, is_rtl)
        if not heading.is_numbered and 0 <= heading.level < HEADING_COUNT and 0 <= heading.indent <= DEEPEST_INDENT:
            context.looks[look] = properties
    content = inlines.write(heading.content, heading.at)
    if context.heading_names and not is_title(heading):
        name = context.take_heading_name()
        target = context.targets.get(heading.id) if heading.id else None
        if name and (target is None or target.whole != name):
            content = context.bookmarks.around(name, content)
    return _paragraph(context, properties, content, heading.id)


def _heading_properties(context: Context, heading: Heading, spot: Spot, is_rtl: bool) -> str:
    level = context.clamp(heading.level, HEADING_COUNT - 1, "heading level", heading.at)
    indent = heading.indent and context.clamp(heading.indent, DEEPEST_INDENT, "indent", heading.at)
    style_id = _heading_style(context, heading, level)
    number = None
    if not is_title(heading):
        lists = context.lists
        number = lists.heading(level, heading.restarts) if heading.is_numbered else lists.plain_heading(level)
    page_spot = _PAGE_SPOT if spot.starts_page else PLAIN_SPOT
    indent_twips = indent * context.template.default_tab
    return text_properties(style_id, page_spot, number, indent_twips, True, heading.alignment, is_rtl)


def _heading_style(context: Context, heading: Heading, level: int) -> str:
    if is_title(heading):
        return context.styles.built_in("paragraph", "Title")
    return context.styles.heading(level, heading.style, heading.style in context.needs.paragraph_styles)


def _item_style(context: Context, item: ListItem) -> str:
    return context.styles.paragraph(item.style) or context.styles.built_in("paragraph", "List Paragraph")


def style_of(context: Context, block: Block) -> str:
    """The id of the style that the text of a block has, empty for the default one and for what has no text."""
    match block:
        case Heading():
            return _heading_style(context, block, min(max(block.level, 0), HEADING_COUNT - 1))
        case Paragraph():
            return context.styles.paragraph(block.style)
        case ListItem():
            return _item_style(context, block)
        case Picture() | Table() if has_caption_of(block):
            return context.styles.built_in("paragraph", "caption")
        case _:
            return ""


def write_paragraph(context: Context, inlines: ContentWriter, paragraph: Paragraph, spot: Spot) -> str:
    """Source: ECMA-376 Part 1, 17.3.1.22. Loses: DOCX-W040."""
    content, number = paragraph.content, None
    if paragraph.number_level is not None:
        level = context.clamp(paragraph.number_level, DEEPEST_LEVEL, "paragraph level", paragraph.at)
        number = context.lists.paragraph(level, paragraph.restarts)
    text = lone_text(content)
    if text is None and _is_lone_picture(content):
        context.report.tally(LONE_PICTURE, None, paragraph.at)
    is_rtl = (text is None or not text.isascii()) and is_right_to_left(content)
    look = (paragraph.style, paragraph.indent, paragraph.alignment, spot, is_rtl, number)
    properties = context.looks.get(look)
    if properties is None:
        properties = _paragraph_properties(context, paragraph, number, spot, is_rtl)
        if 0 <= paragraph.indent <= DEEPEST_INDENT:
            context.looks[look] = properties
    return _paragraph(context, properties, inlines.write(content, paragraph.at), paragraph.id)


def _paragraph_properties(
    context: Context, paragraph: Paragraph, number: tuple[int, int] | None, spot: Spot, is_rtl: bool
) -> str:
    indent = paragraph.indent and context.clamp(paragraph.indent, DEEPEST_INDENT, "indent", paragraph.at)
    indent_twips = 0 if number else indent * context.template.default_tab
    style_id = context.styles.paragraph(paragraph.style)
    return text_properties(style_id, spot, number, indent_twips, False, paragraph.alignment, is_rtl)


def _is_lone_picture(content: tuple[Inline, ...]) -> bool:
    return InlinePicture in map(type, content) and all(
        isinstance(node, InlinePicture) or (isinstance(node, Run) and not node.text.strip()) for node in content
    )


def write_list_item(context: Context, inlines: ContentWriter, item: ListItem, spot: Spot) -> str:
    """Source: ECMA-376 Part 1, 17.9.18 (numPr). Loses: DOCX-W040."""
    level = context.clamp(item.level, DEEPEST_LEVEL, "list level", item.at)
    style_id = _item_style(context, item)
    number = context.lists.item(item.list_id, level, item.is_ordered)
    is_rtl = is_right_to_left(item.content)
    properties = text_properties(style_id, spot, number, 0, False, item.alignment, is_rtl)
    return _paragraph(context, properties, inlines.write(item.content, item.at), item.id)


def write_page_break(context: Context, page_break: PageBreak) -> str:
    """A page break in a paragraph of its own.

    Source: ECMA-376 Part 1, 17.3.3.1.
    """
    context.report.keep({Kind.PAGE_BREAKS: 1})
    return PAGE_BREAK


# ------------------------------------------------------------------------------------------------ pictures, captions


def write_picture(context: Context, inlines: ContentWriter, picture: Picture, spot: Spot) -> str:
    """A paragraph with the picture, and one with its caption below it.

    Source: ECMA-376 Part 1, 20.4. Loses: DOCX-W010 to DOCX-W013, DOCX-W040.
    """
    image = context.media.use(picture.asset, picture.at, text=picture.text)
    template = context.template
    indent = context.clamp(picture.indent, DEEPEST_INDENT, "indent", picture.at) * template.default_tab
    has_caption = bool(picture.caption) or picture.is_numbered
    properties = paragraph_properties(
        context.styles.paragraph(picture.style),
        keeps_next=has_caption and image is not None,
        spot=spot,
        indent_twips=indent,
        alignment=picture.alignment,
    )
    if image is None:
        shown = write_run(f"[{picture.text}]" if picture.text else "")
    else:
        text_area = (context.table_width / TWIPS_PER_POINT, template.text_height / TWIPS_PER_POINT)
        width, height, share = block_size(image, picture.width, *text_area)
        if share < round(min(max(picture.width, 1.0), 100.0), 2):
            context.report.add(PICTURE_SHRUNK, picture.at, asset=picture.asset, width=share)
        shown = context.media.draw(image, width, height, picture.text, inlines.relations)
    if not has_caption:
        return _paragraph(context, properties, shown, picture.id)
    return f"<w:p>{properties}{shown}</w:p>" + write_caption(context, inlines, picture, context.words.figure, False)


def write_caption(
    context: Context,
    inlines: ContentWriter,
    block: Picture | Table,
    word: str,
    keeps_next: bool,
    spot: Spot = PLAIN_SPOT,
) -> str:
    """The caption of a picture or table; numbered by a sequence that Word counts.

    Source: ECMA-376 Part 1, 17.16.5.56 (SEQ).
    """
    properties = paragraph_properties(
        context.styles.built_in("paragraph", "caption"),
        keeps_next=keeps_next,
        spot=spot,
        alignment=block.alignment,
    )
    target = context.take_target(block.id) if block.id else None
    around = context.bookmarks.around
    names = target or _NO_NAMES
    label = separator = ""
    if block.is_numbered:
        number = context.numbers.number_of(block)
        look = inlines.caption_look(block.caption)
        field = write_field(f"SEQ {word} \\* ARABIC", write_run(number, look))
        label = around(names.number, write_run(f"{word} ", look) + field)
        separator = write_run(CAPTION_SEPARATOR, look) if block.caption else ""
    content = around(names.content, inlines.write(block.caption, block.at))
    whole = around(names.whole, label + separator + content)
    return f"<w:p>{properties}{whole}</w:p>"


def write_separator(context: Context) -> str:
    """A paragraph without height that keeps two tables apart, or ends a cell after one: an empty caption, which
    belongs to the table beside it and says nothing."""
    style_id = context.styles.built_in("paragraph", "caption")
    return f'<w:p><w:pPr><w:pStyle w:val="{style_id}"/>{_SEPARATOR_LOOK}</w:pPr></w:p>'
