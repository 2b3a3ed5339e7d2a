"""Blocks other than tables, as pieces of XML."""

from __future__ import annotations

from sdconvert.findings import Kind, Location, Severity, declare
from sdconvert.formats.sdxml.names import FILE, MAX_INDENT, MAX_LEVEL
from sdconvert.formats.sdxml.write.carried import carried, restore
from sdconvert.formats.sdxml.write.contentmodels import BLOCK
from sdconvert.formats.sdxml.write.context import Context, text_of
from sdconvert.formats.sdxml.write.ids import list_uuid
from sdconvert.formats.sdxml.write.inlines import caption_text, write_content
from sdconvert.formats.sdxml.write.splitting import SplitBlock
from sdconvert.model.blocks import Alignment, Directory, Heading, ListItem, PageBreak, Paragraph, Picture
from sdconvert.model.extra import Extra
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
    "The alternative text of a picture is not in the result: “{text}”.",
    hint="Where the text matters, write it into the picture's caption.",
    why="In SDXML `image` has a caption, but no alternative text.",
)

_ALIGNMENTS = {
    Alignment.LEFT: "",
    Alignment.CENTER: ' alignment="center"',
    Alignment.RIGHT: ' alignment="right"',
    Alignment.JUSTIFY: ' alignment="justify"',
}


def style_attribute(context: Context, style: str) -> str:
    """`stylename` for a style of the author's own, nothing for others."""
    return f' stylename="{escape_attribute(style)}"' if style and style in context.own_styles else ""


# ------------------------------------------------------------------------------------------------------------- headings


def write_heading(context: Context, heading: Heading) -> None:
    """Source: DTD, `heading`. Loses: SDXML-W021, SDXML-W050."""
    level = context.clamp(heading.level, MAX_LEVEL, "heading level", heading.at)
    block_id = context.block_id(heading.id, text_of(heading.content, " "))
    if heading.is_numbered:
        restart = ' restartNumbering="1"' if heading.restarts else ""
        attributes = f'enumeration="{level}"{restart}'
    else:
        attributes = f'level="{level}"'
    tag = f'<heading id="{block_id}" {attributes}{_ALIGNMENTS[heading.alignment]}>'
    context.out.append(restore(tag, heading.extra) if heading.extra else tag)
    write_content(context, heading.content, BLOCK, heading.at)
    context.out.append("</heading>")


# ----------------------------------------------------------------------------------------------------------- paragraphs


def write_paragraph(context: Context, paragraph: Paragraph) -> None:
    """Source: DTD, `paragraph`. Loses: SDXML-W050."""
    indent = context.clamp(paragraph.indent, MAX_INDENT, "indent", paragraph.at)
    style = style_attribute(context, paragraph.style) if paragraph.style else ""
    look = f'indent="{indent}"{_ALIGNMENTS[paragraph.alignment]}{style}'
    if paragraph.number_level is None:
        _write_plain_paragraph(context, paragraph.content, paragraph.id, look, paragraph.at, extra=paragraph.extra)
    else:
        _write_numbered_paragraph(context, paragraph, paragraph.number_level, look)


def _write_plain_paragraph(
    context: Context,
    content: tuple[Inline, ...],
    own_id: str,
    look: str,
    at: Location | None,
    prefix: str = "",
    extra: Extra = (),
) -> None:
    block_id = context.block_id(own_id, text_of(content))
    tag = f'<paragraph id="{block_id}" {look}>'
    context.out.append(restore(tag, extra) if extra else tag)
    if prefix:
        context.out.append(escape_text(prefix))
    block = SplitBlock("paragraph", look)
    write_content(context, content, BLOCK, at, block)
    context.out.append(block.end)


def _write_numbered_paragraph(context: Context, paragraph: Paragraph, number_level: int, look: str) -> None:
    level = context.clamp(number_level, MAX_LEVEL, "paragraph level", paragraph.at)
    block_id = context.block_id(paragraph.id, text_of(paragraph.content))
    restart = ' restartNumbering="1"' if paragraph.restarts else ""
    tag = f'<paragraph id="{block_id}" enumeration="{level}"{restart} {look}>'
    context.out.append(restore(tag, paragraph.extra) if paragraph.extra else tag)
    block = SplitBlock("paragraph", look)
    write_content(context, paragraph.content, BLOCK, paragraph.at, block)
    context.out.append(block.end)


# ----------------------------------------------------------------------------------------------------------- list items


def write_list_item(context: Context, item: ListItem) -> None:
    """Source: DTD, `ol-li` and `ul-li`. Loses: SDXML-W050, SDXML-W052."""
    level = context.clamp(item.level, MAX_INDENT, "list level", item.at)
    write_item(context, item, level, f'indent="{min(level + 1, MAX_INDENT)}"')


def write_item(context: Context, item: ListItem, level: int, rest_look: str | None) -> None:
    """A list item as an element of its own. `rest_look` is the look of the paragraph that goes on after a line break,
    None in a table cell."""
    if item.alignment is not Alignment.LEFT:
        context.report.tally(LIST_ALIGNMENT, item.alignment, item.at, alignment=str(item.alignment))
    name = "ol-li" if item.is_ordered else "ul-li"
    block_id = context.block_id(item.id, text_of(item.content))
    list_id = f' list-id="{list_uuid(item.list_id)}"' if item.list_id else ""
    tag = f'<{name} id="{block_id}" indent="{level}"{list_id}>'
    context.out.append(restore(tag, item.extra) if item.extra else tag)
    block = SplitBlock(name, rest_look)
    write_content(context, item.content, BLOCK, item.at, block)
    context.out.append(block.end)


# ------------------------------------------------------------------------------------------------------------- pictures


def write_picture(context: Context, picture: Picture) -> None:
    """Source: DTD, `image`. Loses: SDXML-W040 to SDXML-W042, SDXML-W053."""
    file_name = context.assets.use_as(carried(picture.extra, FILE), picture.asset, picture.at)
    if file_name is None:
        _write_picture_text(context, picture)
        return
    if picture.text:
        context.report.add(ALTERNATIVE_TEXT_LOST, picture.at, text=picture.text)
    block_id = context.block_id(picture.id, file_name)
    frame = frame_attributes(context, picture)
    tag = restore(f'<image id="{block_id}" {frame}>', picture.extra)
    context.out.append(f"{tag}{escape_text(file_name)}</image>")


def _write_picture_text(context: Context, picture: Picture) -> None:
    """A paragraph in the place of a picture: its alternative text in brackets, then its caption."""
    indent = context.clamp(picture.indent, MAX_INDENT, "indent", picture.at)
    look = f'indent="{indent}"{_ALIGNMENTS[picture.alignment]}'
    prefix = f"[{picture.text}] " if picture.text else ""
    _write_plain_paragraph(context, picture.caption, picture.id, look, picture.at, prefix)


def frame_attributes(context: Context, block: Picture | Table) -> str:
    """The attributes that pictures and tables share."""
    indent = context.clamp(block.indent, MAX_INDENT, "indent", block.at)
    caption = f' caption="{caption_text(context, block.caption, block.at)}"' if block.caption else ""
    return (
        f'width="{percentage(block.width)}" indent="{indent}" num-enabled="{block.is_numbered:d}"'
        f"{_ALIGNMENTS[block.alignment]}{style_attribute(context, block.style)}{caption}"
    )


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
    context.out.append(f'<directory type="{directory.kind}"/>')
    context.report.keep({Kind.DIRECTORIES: 1})
