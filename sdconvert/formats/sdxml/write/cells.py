"""What stands in a table cell: paragraphs and list items, and what other blocks become there."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeGuard, assert_never

from sdconvert.findings import Location, Severity, declare
from sdconvert.formats.sdxml.names import FILE, MAX_INDENT
from sdconvert.formats.sdxml.write.blocks import ALTERNATIVE_TEXT_LOST, write_item
from sdconvert.formats.sdxml.write.carried import carried
from sdconvert.formats.sdxml.write.contentmodels import CELL
from sdconvert.formats.sdxml.write.context import Context
from sdconvert.formats.sdxml.write.inlines import caption_text, write_content
from sdconvert.formats.sdxml.write.runs import render_runs
from sdconvert.formats.sdxml.write.splitting import SplitBlock
from sdconvert.formats.sdxml.write.tags import empty_tag
from sdconvert.frozen import replace
from sdconvert.late import call_late
from sdconvert.ledger import Kind
from sdconvert.model.blocks import Alignment, Directory, Heading, ListItem, PageBreak, Paragraph, Picture
from sdconvert.model.document import Block
from sdconvert.model.inlines import Inline, Link, Mark, Run
from sdconvert.model.tables import Cell, Table
from sdconvert.xmlio import escape_text

if TYPE_CHECKING:
    from sdconvert.formats.sdxml.write.inner_tables import first_words, is_short, row_line, width
else:
    first_words = call_late("sdconvert.formats.sdxml.write.inner_tables", "first_words")
    is_short = call_late("sdconvert.formats.sdxml.write.inner_tables", "is_short")
    row_line = call_late("sdconvert.formats.sdxml.write.inner_tables", "row_line")
    width = call_late("sdconvert.formats.sdxml.write.inner_tables", "width")


NESTED_TABLE = declare(
    "SDXML-W072",
    Severity.WARNING,
    "{count} table(s) of {rows} × {columns} within table cells became lines of their cells, one for each row; the "
    "first: “{text}”.",
    hint="Move the inner table out of the cell if its grid matters.",
    why="SDXML has no nested tables.",
)
LIFTED_TABLE = declare(
    "SDXML-W081",
    Severity.WARNING,
    "{count} table(s) of {rows} × {columns} within table cells stand behind the outer table, with a note in the cell; "
    "the first: “{text}”.",
    hint="Move the inner table out of the cell where it is to stand elsewhere.",
    why="SDXML has no nested tables, and this one holds more than a line of text in a cell.",
)
HEADING_IN_CELL = declare(
    "SDXML-W073",
    Severity.WARNING,
    "{count} heading(s) stand in table cells and become paragraphs; the first: “{text}”.",
    hint="Move the heading out of the table if it should be one.",
    why="In SDXML a cell holds paragraphs and list items only.",
)
CELL_INDENT = declare(
    "SDXML-W074",
    Severity.INFO,
    "The indent of {count} paragraph(s) in table cells is lost.",
    why="In SDXML the paragraph of a cell has no attributes.",
)
CELL_STYLE = declare(
    "SDXML-W075",
    Severity.INFO,
    "The style “{style}” of {count} paragraph(s) in table cells is lost.",
    why="In SDXML the paragraph of a cell has no attributes, so it cannot name a style.",
)
CELL_ALIGNMENT = declare(
    "SDXML-W076",
    Severity.INFO,
    "{count} paragraph(s) in table cells aligned “{alignment}” are aligned as their cell is.",
    why="In SDXML the alignment is that of the cell; its paragraphs have none of their own.",
)
PICTURE_IN_CELL = declare(
    "SDXML-W077",
    Severity.INFO,
    "{count} picture(s) in table cells stand within a paragraph, in their own size and without a number.",
    why="In SDXML a cell holds paragraphs and list items only; a picture there is part of a paragraph.",
)
PAGE_BREAK_IN_CELL = declare(
    "SDXML-W078",
    Severity.WARNING,
    "{count} page break(s) in table cells are lost.",
    hint="Split the table where the new page should begin.",
    why="In SDXML a page break stands between blocks of the document only.",
)
DIRECTORY_IN_CELL = declare(
    "SDXML-W079",
    Severity.ERROR,
    "A directory ({kind}) in a table cell is not in the result.",
    hint="Move it out of the table.",
    why="In SDXML a directory stands between blocks of the document only.",
)


def write_cell_content(context: Context, cell: Cell, alignment: Alignment, at: Location | None) -> None:
    """Write the blocks of a cell that is aligned so.

    Source: DTD, the content of `td` and `th`.
    Loses: SDXML-W072 to SDXML-W079.
    """
    for block in cell.content:
        if _is_seen(block) and block.alignment is not alignment:
            context.report.tally(CELL_ALIGNMENT, block.alignment, block.at or at, alignment=str(block.alignment))
        _write_block(context, block, at)


def cell_alignment(cell: Cell) -> Alignment:
    """The alignment of a cell: its own, or that which all its paragraphs share."""
    if cell.alignment is not Alignment.LEFT:
        return cell.alignment
    if len(cell.content) == 1 and isinstance(cell.content[0], Paragraph):
        return cell.content[0].alignment
    aligned = [block for block in cell.content if isinstance(block, (Paragraph, Heading, Picture))]
    shared = {block.alignment for block in list(filter(_is_seen, aligned)) or aligned}
    return shared.pop() if len(shared) == 1 else Alignment.LEFT


def _is_seen(block: Block) -> TypeGuard[Paragraph | Heading | Picture]:
    """Whether it can be seen how the block is aligned."""
    return isinstance(block, Picture) or (isinstance(block, (Paragraph, Heading)) and bool(block.content))


def _write_block(context: Context, block: Block, at: Location | None) -> None:
    place = block.at or at
    match block:
        case Paragraph():
            _write_paragraph(context, block, place)
        case ListItem():
            _write_list_item(context, block, place)
        case Heading():
            _write_heading(context, block, place)
        case Picture():
            _write_picture(context, block, place)
        case Table():
            _write_table(context, block, place)
        case PageBreak():
            context.report.tally(PAGE_BREAK_IN_CELL, None, place)
            context.report.book_drop(PAGE_BREAK_IN_CELL, {Kind.PAGE_BREAKS: 1})
        case Directory():
            context.report.drop(DIRECTORY_IN_CELL, {Kind.DIRECTORIES: 1}, place, kind=str(block.kind))
        case _:
            assert_never(block)


def _write_p(context: Context, content: tuple[Inline, ...], at: Location | None, prefix: str = "") -> None:
    runs = render_runs(content)
    if runs is not None:
        text, markup = runs
        context.out.append(f"<p>{escape_text(prefix)}{markup}</p>")
        context.characters += len(text)
        return
    context.out.append(f"<p>{escape_text(prefix)}")
    block = SplitBlock("p", None)
    write_content(context, content, CELL, at, block)
    context.out.append(block.end)


def _write_paragraph(context: Context, paragraph: Paragraph, at: Location | None) -> None:
    if paragraph.indent:
        context.report.tally(CELL_INDENT, None, at)
    if paragraph.style in context.own_styles:
        context.report.tally(CELL_STYLE, paragraph.style, at, style=paragraph.style)
    _write_p(context, paragraph.content, at)


def _write_list_item(context: Context, item: ListItem, at: Location | None) -> None:
    level = context.clamp(item.level, MAX_INDENT, "list level", at)
    write_item(context, item, level, None)


def _write_heading(context: Context, heading: Heading, at: Location | None) -> None:
    text = "".join(node.text for node in heading.content if isinstance(node, Run))
    context.report.tally(HEADING_IN_CELL, None, at, text=text[:120])
    _write_p(context, heading.content if heading.has_own_look else tuple(map(_in_bold, heading.content)), at)


def _in_bold(node: Inline) -> Inline:
    match node:
        case Run():
            return replace(node, marks=node.marks | {Mark.BOLD})
        case Link():
            runs = [replace(run, marks=run.marks | {Mark.BOLD}) for run in node.content]
            return replace(node, content=tuple(runs))
        case _:
            return node


def _write_picture(context: Context, picture: Picture, at: Location | None) -> None:
    """A paragraph with the picture, or with its alternative text, and with its caption."""
    file_name = context.assets.use_as(carried(picture.extra, FILE), picture.asset, at)
    if file_name is None:
        _write_p(context, picture.caption, at, f"[{picture.text}] " if picture.text else "")
        return
    context.report.tally(PICTURE_IN_CELL, None, at)
    if picture.caption and picture.text:
        context.report.add(ALTERNATIVE_TEXT_LOST, at, text=picture.text)
    caption = caption_text(context, picture.caption, at) if picture.caption else picture.text
    context.out.append(f"<p>{empty_tag('img', {'filename': file_name, 'caption': caption})}</p>")


def _write_table(context: Context, table: Table, at: Location | None) -> None:
    """A table within the cell: one cell alone as its content, rows of short cells as lines; any other is lifted."""
    rows, columns = len(table.rows), width(table)
    is_frame = rows == 1 and columns == 1
    code = NESTED_TABLE if is_frame or is_short(table) else LIFTED_TABLE
    context.report.tally(code, (rows, columns), at, rows=rows, columns=columns, text=first_words(table))
    if code is LIFTED_TABLE:
        _lift_table(context, table, f"[{context.words.table} {rows} × {columns} ↓]")
        return
    context.report.book_change(NESTED_TABLE, {Kind.TABLES: 1})
    if table.caption:
        _write_p(context, table.caption, at)
    for row in table.rows:
        if is_frame:
            for block in row.cells[0].content:
                _write_block(context, block, at)
        else:
            content, separators = row_line(row)
            context.report.book_own(NESTED_TABLE, {Kind.CHARACTERS: separators})
            _write_p(context, content, at)


def _lift_table(context: Context, table: Table, note: str) -> None:
    context.report.book_own(LIFTED_TABLE, {Kind.CHARACTERS: len(note)})
    _write_p(context, (Run(note),), table.at)
    context.lifted.append(table)
