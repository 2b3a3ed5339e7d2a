"""Blocks other than tables, as pieces of XML."""

from __future__ import annotations

from collections.abc import Mapping

from sdconvert.findings import Location, Severity, declare
from sdconvert.formats.sdxml.names import FILE, MAX_INDENT, MAX_LEVEL
from sdconvert.formats.sdxml.write.carried import carried
from sdconvert.formats.sdxml.write.contentmodels import BLOCK
from sdconvert.formats.sdxml.write.context import Context, text_of
from sdconvert.formats.sdxml.write.inlines import caption_text, write_content
from sdconvert.formats.sdxml.write.runs import render_runs
from sdconvert.formats.sdxml.write.splitting import SplitBlock
from sdconvert.formats.sdxml.write.tags import Attributes, Look, empty_tag, render_attributes, start_tag
from sdconvert.ledger import Kind
from sdconvert.model.blocks import Alignment, Directory, Heading, ListItem, PageBreak, Paragraph, Picture
from sdconvert.model.inlines import Inline
from sdconvert.model.tables import Table
from sdconvert.xmlio import escape_attribute, escape_text

LIST_ALIGNMENT = declare(
    "SDXML-W052",
    Severity.INFO,
    "{count} list item(s) aligned “{alignment}” are shown aligned left.",
    why="In SDXML the alignment of list items is always left.",
)
ALTERNATIVE_TEXT_LOST = declare(
    "SDXML-W053",
    Severity.WARNING,
    "{count} picture(s) lose their alternative text; the first: “{text}”.",
    hint="Where the text matters, write it into the picture's caption.",
    why="In SDXML `image` has a caption, but no alternative text.",
)

_ALIGNMENTS: Mapping[Alignment, Attributes] = {
    Alignment.LEFT: {},
    Alignment.CENTER: {"alignment": "center"},
    Alignment.RIGHT: {"alignment": "right"},
    Alignment.JUSTIFY: {"alignment": "justify"},
}


# ------------------------------------------------------------------------------------------------------------- headings


def write_heading(context: Context, heading: Heading) -> None:
    """Source: DTD, `heading`. Loses: SDXML-W021, SDXML-W050."""
    look = _heading_look(context, heading)
    if not _write_runs(context, "heading", heading, look):
        context.out.append(_start_tag(context, "heading", heading, look, text_of(heading.content, " ")))
        write_content(context, heading.content, BLOCK, heading.at)
        context.out.append("</heading>")


def _heading_look(context: Context, heading: Heading) -> Look:
    key = ("heading", heading.level, heading.indent, heading.is_numbered, heading.restarts, heading.alignment)
    look = context.looks.get(key)
    if look is None:
        level = context.clamp(heading.level, MAX_LEVEL, "heading level", heading.at)
        indent = context.clamp(heading.indent, MAX_INDENT, "indent", heading.at)
        attributes = {
            **(_numbering(level, heading.restarts) if heading.is_numbered else {"level": str(level)}),
            **({"indent": str(indent)} if indent else {}),
            **_ALIGNMENTS[heading.alignment],
        }
        look = Look(attributes, render_attributes(attributes))
        if (level, indent) == (heading.level, heading.indent):
            context.looks[key] = look
    return look


def _numbering(level: int, restarts: bool) -> Attributes:
    """What makes a heading or a paragraph numbered."""
    return {"enumeration": str(level), "restartNumbering": "1"} if restarts else {"enumeration": str(level)}


# ----------------------------------------------------------------------------------------------------------- paragraphs


def write_paragraph(context: Context, paragraph: Paragraph) -> None:
    """Source: DTD, `paragraph`. Loses: SDXML-W050."""
    look = _paragraph_look(context, paragraph)
    if not _write_runs(context, "paragraph", paragraph, look):
        context.out.append(_start_tag(context, "paragraph", paragraph, look, text_of(paragraph.content)))
        _write_split_content(context, paragraph.content, "paragraph", look.rest, paragraph.at)


def _paragraph_look(context: Context, paragraph: Paragraph) -> Look:
    indent, level = paragraph.indent, paragraph.number_level
    key = ("paragraph", indent, level, paragraph.restarts, paragraph.alignment, paragraph.style)
    look = context.looks.get(key)
    if look is None:
        indent = context.clamp(indent, MAX_INDENT, "indent", paragraph.at)
        rest = {"indent": str(indent), **_ALIGNMENTS[paragraph.alignment], **_style(context, paragraph.style)}
        attributes: Attributes = rest
        if level is not None:
            level = context.clamp(level, MAX_LEVEL, "paragraph level", paragraph.at)
            attributes = {**_numbering(level, paragraph.restarts), **rest}
        look = Look(attributes, render_attributes(attributes), rest)
        if (indent, level) == (paragraph.indent, paragraph.number_level):
            context.looks[key] = look
    return look


def _write_runs(context: Context, name: str, block: Heading | Paragraph | ListItem, look: Look) -> bool:
    """Write a block that holds nothing but runs, as most do, in one piece; whether it is one."""
    runs = render_runs(block.content)
    if runs is None:
        return False
    text, markup = runs
    context.characters += len(text)
    context.out.append(f"{_start_tag(context, name, block, look, text)}{markup}</{name}>")
    return True


def _start_tag(context: Context, name: str, block: Heading | Paragraph | ListItem, look: Look, text: str) -> str:
    """The start tag of a block of this text."""
    if block.extra:
        return start_tag(name, {"id": context.block_id(block.id, text), **look.attributes}, block.extra)
    id = escape_attribute(context.block_id(block.id, text)) if block.id else context.new_id(text)
    return f'<{name} id="{id}"{look.rendered}>'


def _write_split_content(
    context: Context, content: tuple[Inline, ...], name: str, rest_look: Attributes | None, at: Location | None
) -> None:
    """The content of a block that was begun, and its end. `rest_look` is the look of the paragraph that goes on after a
    line break, None in a table cell."""
    block = SplitBlock(name, rest_look)
    write_content(context, content, BLOCK, at, block)
    context.out.append(block.end)


def _style(context: Context, style: str) -> Attributes:
    """`stylename` for a style of the author's own, nothing for others."""
    return {"stylename": style} if style and style in context.own_styles else {}


# ----------------------------------------------------------------------------------------------------------- list items


def write_list_item(context: Context, item: ListItem) -> None:
    """Source: DTD, `ol-li` and `ul-li`. Loses: SDXML-W050, SDXML-W052."""
    level = context.clamp(item.level, MAX_INDENT, "list level", item.at)
    write_item(context, item, level, {"indent": str(min(level + 1, MAX_INDENT))})


def write_item(context: Context, item: ListItem, level: int, rest_look: Attributes | None) -> None:
    """A list item as an element of its own. `rest_look` is the look of the paragraph that goes on after a line break,
    None in a table cell."""
    if item.alignment is not Alignment.LEFT:
        context.report.tally(LIST_ALIGNMENT, item.alignment, item.at, alignment=str(item.alignment))
    name = "ol-li" if item.is_ordered else "ul-li"
    look = _item_look(context, level, item.list_id)
    if not _write_runs(context, name, item, look):
        context.out.append(_start_tag(context, name, item, look, text_of(item.content)))
        _write_split_content(context, item.content, name, rest_look, item.at)


def _item_look(context: Context, level: int, list_id: str) -> Look:
    key = ("item", level, list_id)
    look = context.looks.get(key)
    if look is None:
        attributes = {"indent": str(level), **({"list-id": context.list_id(list_id)} if list_id else {})}
        look = context.looks[key] = Look(attributes, render_attributes(attributes))
    return look


# ------------------------------------------------------------------------------------------------------------- pictures


def write_picture(context: Context, picture: Picture) -> None:
    """Source: DTD, `image`. Loses: SDXML-W040 to SDXML-W042, SDXML-W053."""
    file_name = context.assets.use_as(carried(picture.extra, FILE), picture.asset, picture.at)
    if file_name is None:
        _write_picture_text(context, picture)
        return
    if picture.text:
        context.report.tally_drop(ALTERNATIVE_TEXT_LOST, None, {}, picture.at, picture.text)
    attributes = {"id": context.block_id(picture.id, file_name), **frame_attributes(context, picture)}
    context.out.append(f"{start_tag('image', attributes, picture.extra)}{escape_text(file_name)}</image>")


def _write_picture_text(context: Context, picture: Picture) -> None:
    """A paragraph in the place of a picture: its alternative text in brackets, then its caption."""
    indent = context.clamp(picture.indent, MAX_INDENT, "indent", picture.at)
    look = {"indent": str(indent), **_ALIGNMENTS[picture.alignment]}
    attributes = {"id": context.block_id(picture.id, text_of(picture.caption)), **look}
    context.out.append(start_tag("paragraph", attributes))
    if picture.text:
        context.out.append(escape_text(f"[{picture.text}] "))
    _write_split_content(context, picture.caption, "paragraph", look, picture.at)


def frame_attributes(context: Context, block: Picture | Table) -> Attributes:
    """The attributes that pictures and tables share."""
    indent = context.clamp(block.indent, MAX_INDENT, "indent", block.at)
    caption = {"caption": caption_text(context, block.caption, block.at)} if block.caption else {}
    return {
        "width": percentage(block.width),
        "indent": str(indent),
        "num-enabled": f"{block.is_numbered:d}",
        **_ALIGNMENTS[block.alignment],
        **_style(context, block.style),
        **caption,
    }


def percentage(share: float) -> str:
    """A share of the text width, at least 1 and at most 100 percent; 100 for what is no number."""
    return f"{min(max(share, 1.0), 100.0):.2f}%" if share == share else "100.00%"


# --------------------------------------------------------------------------------------- page breaks and directories


def write_page_break(context: Context, _: PageBreak) -> None:
    """Source: DTD, `pagebreak`."""
    context.out.append("<pagebreak/>")
    context.report.keep({Kind.PAGE_BREAKS: 1})


def write_directory(context: Context, directory: Directory) -> None:
    """Source: DTD, `directory`, which has no id."""
    context.out.append(empty_tag("directory", {"type": directory.kind}))
    context.report.keep({Kind.DIRECTORIES: 1})
