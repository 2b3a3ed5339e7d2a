"""Blocks: headings open chapters, list items nest in each other, quotations are kept together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from sdconvert.findings import Severity, declare
from sdconvert.formats.parsx.names import MAX_HEADING_LEVEL, QUOTATION
from sdconvert.formats.parsx.write.context import Context
from sdconvert.formats.parsx.write.inlines import write_content, write_equation, write_picture_reference
from sdconvert.formats.parsx.write.lists import OpenLists
from sdconvert.formats.parsx.write.losses import lose_frame, lose_position, lose_style
from sdconvert.formats.parsx.write.tables import write_table
from sdconvert.ledger import Kind
from sdconvert.model.blocks import Alignment, Directory, Heading, ListItem, PageBreak, Paragraph, Picture
from sdconvert.model.document import Block
from sdconvert.model.inlines import Equation
from sdconvert.model.tables import Table
from sdconvert.writing.inlines import lone_text

NUMBER_AS_TEXT = declare(
    "PARSX-W060",
    Severity.INFO,
    "{count} paragraph(s) outside of lists have a number or bullet; it is written as text.",
    why="In parsX headings have a place for their number (`zaehler`) and lists count by themselves, but a paragraph "
    "has no number.",
)
LABEL_AS_NUMBER = declare(
    "PARSX-W061",
    Severity.INFO,
    "{count} heading(s) that do not count show a label; it is written as their number.",
    why="In parsX `zaehler` holds what stands before a heading, whether it counts or not.",
)
RESTART_LOST = declare(
    "PARSX-W062",
    Severity.INFO,
    "{count} heading(s) begin their numbering again; only their number says so.",
    why="In parsX the number of a heading is text.",
)
HEADING_IN_CELL = declare(
    "PARSX-W063",
    Severity.WARNING,
    "{count} heading(s) in table cells became paragraphs.",
    hint="Move the heading out of the table.",
    why="In parsX a heading opens a chapter, which cannot stand in a table.",
)
PAGE_BREAK_LOST = declare(
    "PARSX-W064",
    Severity.WARNING,
    "A page break is not in the result.",
    why="parsX knows no pages.",
)
DIRECTORY_LOST = declare(
    "PARSX-W065",
    Severity.INFO,
    "A directory ({kind}) is not in the result.",
    why="A publishing house makes its directories from the finished pages.",
)
NUMBERED_CAPTION = declare(
    "PARSX-W066",
    Severity.INFO,
    "{count} picture(s) whose caption carries a number do not say so any more.",
    why="In parsX the `legende` of a picture has no place for a number.",
)


class BlockWriter:
    """Writes blocks one after the other and closes what was opened. In a cell there are no chapters."""

    __slots__ = ("_chapters", "_context", "_is_cell", "_is_quoting", "_lists", "_out")

    def __init__(self, context: Context, is_cell: bool = False) -> None:
        self._context = context
        self._out = context.out
        self._is_cell = is_cell
        self._is_quoting = False
        self._chapters: list[int] = []
        self._lists = OpenLists(context)

    def write(self, blocks: Sequence[Block]) -> None:
        """Write all of them."""
        for block in blocks:
            if type(block) is Paragraph:
                self._write_paragraph(block)
            else:
                self._write_block(block)
        self._end_groups()
        self._out.append("</kapitel>" * len(self._chapters))

    def _write_block(self, block: Block) -> None:
        match block:
            case ListItem():
                self._begin_item()
                self._lists.write_item(block)
            case Paragraph():
                self._write_paragraph(block)
            case Heading():
                self._end_groups()
                self._write_heading(block)
            case Picture():
                self._begin_block()
                self._write_picture(block)
            case Table():
                self._begin_block()
                write_table(self._context, block, self._write_cell_blocks)
            case PageBreak():
                self._context.report.drop(PAGE_BREAK_LOST, {Kind.PAGE_BREAKS: 1}, block.at)
            case Directory():
                self._context.report.drop(DIRECTORY_LOST, {Kind.DIRECTORIES: 1}, block.at, kind=str(block.kind))
            case _:
                assert_never(block)

    def _write_cell_blocks(self, blocks: Sequence[Block]) -> None:
        BlockWriter(self._context, is_cell=True).write(blocks)

    # ------------------------------------------------------------------------------------------- what is open

    def _begin_block(self) -> None:
        self._end_groups()
        self._begin_chapter()

    def _begin_item(self) -> None:
        self._end_quotation()
        self._begin_chapter()

    def _begin_chapter(self) -> None:
        """What stands before the first heading is a chapter without one."""
        if not self._chapters and not self._is_cell:
            self._chapters.append(0)
            self._out.append("<kapitel>")

    def _end_groups(self) -> None:
        self._lists.end()
        self._end_quotation()

    def _end_quotation(self) -> None:
        if self._is_quoting:
            self._out.append("</einschub>")
            self._is_quoting = False

    # ------------------------------------------------------------------------------------------------ headings

    def _write_heading(self, heading: Heading) -> None:
        """Loses: PARSX-W050, PARSX-W061, PARSX-W062, PARSX-W063."""
        context = self._context
        level = context.clamp(heading.level, MAX_HEADING_LEVEL, "heading level", heading.at)
        number = context.numbering.number_of(heading)
        label = heading.label or number
        lose_position(context, heading.alignment, heading.indent, heading.at)
        if heading.restarts:
            context.report.tally(RESTART_LOST, None, heading.at)
        if self._is_cell:
            context.report.tally(HEADING_IN_CELL, None, heading.at)
            self._write_plain(heading, f"{label} " if label else "")
            return
        if label and not heading.is_numbered:
            context.report.tally(LABEL_AS_NUMBER, None, heading.at)
        self._open_chapter(level)
        self._out.append(f"<u{level + 1}{context.attribute('id', heading.id)}><titel>")
        if label:
            self._out.append("<zaehler>")
            context.write_addition(label)
            self._out.append("</zaehler>")
        self._out.append("<text>")
        write_content(context, heading.content, heading.at)
        self._out.append(f"</text></titel></u{level + 1}>")

    def _open_chapter(self, level: int) -> None:
        while self._chapters and self._chapters[-1] >= level:
            self._chapters.pop()
            self._out.append("</kapitel>")
        self._chapters.append(level)
        self._out.append("<kapitel>")

    # ---------------------------------------------------------------------------------------------- paragraphs

    def _write_paragraph(self, paragraph: Paragraph) -> None:
        """Loses: PARSX-W051, PARSX-W052, PARSX-W060."""
        context = self._context
        label = "" if paragraph.number_level is None and not paragraph.label else self._label(paragraph)
        goes_on = not label and not paragraph.style and paragraph.indent == self._lists.text_indent
        indent = 0 if goes_on else paragraph.indent
        if indent or paragraph.alignment is not Alignment.LEFT:
            lose_position(context, paragraph.alignment, indent, paragraph.at)
        if goes_on:
            self._write_plain(paragraph)
            return
        is_quotation = paragraph.style == QUOTATION
        if not is_quotation:
            if paragraph.style:
                lose_style(context, paragraph.style, paragraph.at)
            self._end_quotation()
        self._lists.end()
        self._begin_chapter()
        if is_quotation and not self._is_quoting:
            self._out.append(f'<einschub typ="{QUOTATION}">')
            self._is_quoting = True
        formula = _only_formula(paragraph)
        if formula is not None and not label:
            write_equation(context, formula, "formel")
        else:
            self._write_plain(paragraph, label)

    def _label(self, paragraph: Paragraph) -> str:
        number = self._context.numbering.number_of(paragraph)
        label = paragraph.label or number
        if not label:
            return ""
        self._context.report.tally(NUMBER_AS_TEXT, None, paragraph.at)
        return f"{label} "

    def _write_plain(self, block: Paragraph | Heading, prefix: str = "") -> None:
        context = self._context
        start = f"<abs{context.attribute('id', block.id)}>"
        text = None if prefix else lone_text(block.content)
        if text is not None:
            context.characters += len(text)
            self._out.append(f"{start}{context.escape(text)}</abs>")
            return
        self._out.append(start)
        if prefix:
            context.write_addition(prefix)
        write_content(context, block.content, block.at)
        self._out.append("</abs>")

    # ------------------------------------------------------------------------------------------------ pictures

    def _write_picture(self, picture: Picture) -> None:
        """Loses: PARSX-W040, PARSX-W051, PARSX-W052, PARSX-W066."""
        context = self._context
        path = context.assets.use(picture.asset, picture.at)
        identity = context.attribute("id", picture.id)
        if path is None:
            self._out.append(f"<abs{identity}>")
            context.write_addition(f"[{picture.text}] " if picture.text else "")
            write_content(context, picture.caption, picture.at)
            self._out.append("</abs>")
            return
        lose_frame(context, picture)
        if picture.is_numbered and not picture.label:
            context.report.tally(NUMBERED_CAPTION, None, picture.at)
        self._out.append(f"<bild{identity}>")
        write_picture_reference(context, path, picture.text)
        if picture.caption or picture.label:
            self._out.append("<legende><abs>")
            context.write_addition(picture.label)
            write_content(context, picture.caption, picture.at)
            self._out.append("</abs></legende>")
        self._out.append("</bild>")


def _only_formula(paragraph: Paragraph) -> Equation | None:
    """The formula that a paragraph is nothing but, when it is one of its own line."""
    if len(paragraph.content) == 1 and not paragraph.id:
        node = paragraph.content[0]
        if isinstance(node, Equation) and node.is_display:
            return node
    return None
