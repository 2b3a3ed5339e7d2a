"""Tables (ECMA-376 Part 1, 17.4)."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import takewhile
from math import isfinite

from sdconvert.findings import Severity, declare
from sdconvert.formats.docx.units import TWIPS_PER_POINT
from sdconvert.formats.docx.write.blocks import (
    DEEPEST_INDENT,
    style_of,
    write_caption,
    write_paragraph,
    write_separator,
)
from sdconvert.formats.docx.write.captions import has_caption_of
from sdconvert.formats.docx.write.context import Context
from sdconvert.formats.docx.write.grid import WordGrid, build_word_grid, cut
from sdconvert.formats.docx.write.inlines import ContentWriter
from sdconvert.formats.docx.write.markup import PLAIN_SPOT
from sdconvert.formats.docx.write.needs import MOST_POINTS
from sdconvert.formats.docx.write.runs import USUAL_TEXT, CellText
from sdconvert.formats.docx.write.table_frames import table_frame
from sdconvert.ledger import Kind
from sdconvert.model.blocks import Alignment, Heading, ListItem, Paragraph, Picture
from sdconvert.model.document import Block
from sdconvert.model.tables import Borders, Cell, Row, Table, VerticalAlignment
from sdconvert.model.text import run_text
from sdconvert.writing.grid import Placed

TABLE_EMPTY = declare(
    "DOCX-W050",
    Severity.WARNING,
    "A table without a cell is not in the result; its caption became a paragraph.",
    why="In Word a table has at least one cell.",
)
TABLE_REPAIRED = declare(
    "DOCX-W051",
    Severity.WARNING,
    "The cells of a table do not make a full grid of at most 63 columns; spans were cut and missing cells were added "
    "empty, those beyond were joined.",
    hint="Compare the table with the source.",
    why="Rows of different width, or cells that span more than there is, are shown differently by every program.",
)
HEADER_CELLS = declare(
    "DOCX-W052",
    Severity.INFO,
    "{count} header cell(s) are cells like others.",
    why="In Word whole rows at the top of a table are its header, which it repeats on each page.",
)
COLOUR_UNKNOWN = declare(
    "DOCX-W053",
    Severity.INFO,
    "The colour “{colour}” of {count} table(s) or cell(s) is left out.",
    why="Word knows colours as six hexadecimal digits.",
)
LINK_TO_TABLE = declare(
    "DOCX-W054",
    Severity.INFO,
    "A reference to a table without a caption leads to its first cell.",
    why="In Word a reference leads to text.",
)

WriteBlocks = Callable[[ContentWriter, tuple[Block, ...]], str]

_COLOUR = re.compile("#[0-9a-fA-F]{6}")
_CELL_MARGINS = 216
"""What Word leaves free at the left and at the right of a cell's text, together, in twips."""
_FIFTIETHS = 50
_MOST_HEIGHT = 1584.0  # points, which Word's 31680 twips are
_JUSTIFICATIONS = {Alignment.CENTER: '<w:jc w:val="center"/>', Alignment.RIGHT: '<w:jc w:val="right"/>'}
_MIRRORED_JUSTIFICATIONS = {Alignment.CENTER: '<w:jc w:val="center"/>', Alignment.LEFT: '<w:jc w:val="right"/>'}
"""Of tables from right to left: `right` is where rows end (ECMA-376 Part 1, 17.18.45)."""
_VERTICAL = {VerticalAlignment.MIDDLE: "center", VerticalAlignment.BOTTOM: "bottom"}
_SIZED_STYLES = frozenset(
    ("subtitle", "caption", "footnote text", "endnote text", "annotation text", "header", "footer")
)
_LOOK = (
    '<w:tblLook w:val="0620" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1"'
    ' w:noVBand="1"/>'
)


def write_table(
    context: Context, inlines: ContentWriter, table: Table, write_blocks: WriteBlocks, is_caption_below: bool = False
) -> str:
    """A table with its caption above it, or below where what stands above would take it.

    Source: ECMA-376 Part 1, 17.4.37. Loses: DOCX-W050 to DOCX-W054.
    """
    grid = build_word_grid(table)
    if not grid.shares:
        context.report.drop(TABLE_EMPTY, {Kind.TABLES: 1}, table.at)
        paragraph = Paragraph(table.caption, table.indent, table.alignment, id=table.id, at=table.at)
        return write_paragraph(context, inlines, paragraph, PLAIN_SPOT)
    if grid.is_repaired:
        context.report.add(TABLE_REPAIRED, table.at)
    context.report.keep({Kind.TABLES: 1})
    caption = ""
    has_caption = has_caption_of(table)
    if has_caption and not is_caption_below:
        caption = write_caption(context, inlines, table, context.words.table, True)
    elif not has_caption:
        _mark_first_cell(context, table)
    writer = _Writer(context, inlines, table, grid, write_blocks)
    written = writer.table()
    if has_caption and is_caption_below:
        return written + write_caption(context, inlines, table, context.words.table, False)
    return caption + written


def _mark_first_cell(context: Context, table: Table) -> None:
    target = context.take_target(table.id) if table.id else None
    if target is not None:
        context.report.add(LINK_TO_TABLE, table.at)
        context.pending_bookmark = target.whole


class _Writer:
    """Writes the rows of one table."""

    def __init__(
        self, context: Context, inlines: ContentWriter, table: Table, grid: WordGrid, write_blocks: WriteBlocks
    ) -> None:
        self._context = context
        self._inlines = inlines
        self._inlines_by_text = {inlines.cell_text: inlines}
        self._table = table
        self._grid = grid
        self._write_blocks = write_blocks
        whole = context.table_width
        self._whole = whole
        share = min(max(table.width, 1.0), 100.0) if table.width == table.width else 100.0
        self._share = share
        self._widths = cut(max(round(whole * share / 100), len(grid.shares)), grid.shares)
        self._color = self._known(table.border_color) or "auto"
        self._frame = table_frame(context, table, grid, self._color)
        self._header_rows = sum(1 for _ in takewhile(_is_header, zip(table.rows, grid.rows, strict=True)))

    def table(self) -> str:
        """The `w:tbl`."""
        rows = [self._row(index, row) for index, row in enumerate(self._table.rows)]
        return f"<w:tbl>{self._properties()}{self._columns()}{''.join(rows)}</w:tbl>"

    def _properties(self) -> str:
        context, table = self._context, self._table
        indent = context.clamp(table.indent, DEEPEST_INDENT, "indent", table.at) * context.template.default_tab
        frame = self._frame
        style = f'<w:tblStyle w:val="{frame.style_id}"/>' if frame.style_id else ""
        indented = f'<w:tblInd w:w="{indent}" w:type="dxa"/>' if indent else ""
        direction = "<w:bidiVisual/>" if table.is_right_to_left else ""
        justifications = _MIRRORED_JUSTIFICATIONS if table.is_right_to_left else _JUSTIFICATIONS
        return (
            f"<w:tblPr>{style}{direction}{self._width()}{justifications.get(table.alignment, '')}{indented}"
            f'{frame.lines}<w:tblLayout w:type="fixed"/>{frame.margins}{_LOOK}</w:tblPr>'
        )

    def _width(self) -> str:
        """The width in twips, or in fiftieths of a percent where those are inexact to a hundredth and these nearer."""
        whole, share = self._whole, round(self._share, 2)
        twips = round(whole * share / 100)
        fiftieths = round(share * _FIFTIETHS)
        by_twips, by_fiftieths = twips * 100 / whole, fiftieths / _FIFTIETHS
        if round(by_twips, 2) != share and abs(by_fiftieths - share) <= abs(by_twips - share):
            return f'<w:tblW w:w="{fiftieths}" w:type="pct"/>'
        return f'<w:tblW w:w="{twips}" w:type="dxa"/>'

    def _columns(self) -> str:
        """The grid by the real widths, or by hundredths of a percent where only these tell the shares exactly: Word
        goes by the widths of cells."""
        total = sum(self._widths)
        shares = [round(width * 10_000 / total) for width in self._widths]
        widths: Sequence[int] = self._widths if tuple(shares) == self._grid.shares else self._grid.shares
        columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        return f"<w:tblGrid>{columns}</w:tblGrid>"

    # -------------------------------------------------------------------------------------------------------- rows

    def _row(self, index: int, row: Row) -> str:
        places = self._grid.rows[index]
        first, last = _shown_range(places)
        before, after = places[:first], places[last:]
        shown = places[first:last]
        properties = self._row_properties(index, row, before, after)
        cells = [self._cell(place, index) for place in shown]
        return f"<w:tr>{properties}{''.join(cells)}</w:tr>"

    def _row_properties(self, index: int, row: Row, before: list[Placed], after: list[Placed]) -> str:
        pieces = []
        for name, width_name, gap in (("gridBefore", "wBefore", before), ("gridAfter", "wAfter", after)):
            if gap:
                width = sum(self._widths[gap[0].column : gap[-1].end])
                span = sum(place.col_span for place in gap)
                pieces.append(f'<w:{name} w:val="{span}"/><w:{width_name} w:w="{width}" w:type="dxa"/>')
        height = row.min_height
        if height is not None and isfinite(height) and height > 0:
            twips = max(round(min(height, _MOST_HEIGHT) * TWIPS_PER_POINT), 1)
            pieces.append(f'<w:trHeight w:val="{twips}" w:hRule="atLeast"/>')
        if index < self._header_rows:
            pieces.append("<w:tblHeader/>")
        elif any(cell.is_header for cell in row.cells):
            for _ in [cell for cell in row.cells if cell.is_header]:
                self._context.report.tally(HEADER_CELLS, None, self._table.at)
        return f"<w:trPr>{''.join(pieces)}</w:trPr>" if pieces else ""

    # ------------------------------------------------------------------------------------------------------- cells

    def _cell(self, place: Placed, row: int) -> str:
        cell, column, col_span, row_span = place
        width = self._widths[column] if col_span == 1 else sum(self._widths[column : column + col_span])
        merge = ""
        if row_span != 1:
            merge = "<w:vMerge/>" if row_span == 0 else '<w:vMerge w:val="restart"/>'
        borders = cell.borders if self._frame.has_own_lines else None
        fill = "" if cell.background is None else self._known(cell.background)
        look = _cell_look(borders, self._color, fill, cell.vertical_alignment)
        span = f'<w:gridSpan w:val="{col_span}"/>' if col_span > 1 else ""
        properties = f'<w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}{look}</w:tcPr>'
        content = "<w:p/>" if row_span == 0 else self._content(cell, width, fill)
        return f"<w:tc>{properties}{content}</w:tc>"

    def _content(self, cell: Cell, width: int, fill: str) -> str:
        inlines = self._inlines_of(self._text_of(cell, fill or self._inlines.cell_text.fill))
        blocks = _with_alignment(cell) or (Paragraph(alignment=cell.alignment, at=self._table.at),)
        outer, self._context.table_width = self._context.table_width, max(width - _CELL_MARGINS, 1)
        content = self._write_blocks(inlines, blocks)
        self._context.table_width = outer
        if inlines.cell_text.half_points and not _has_text(blocks):
            content = content.replace("</w:p>", f"<w:r>{inlines.plain_look}<w:t/></w:r></w:p>", 1)
        ends_in_table = content.endswith("</w:tbl>")
        return content + write_separator(self._context) if ends_in_table else content or "<w:p/>"

    def _inlines_of(self, text: CellText) -> ContentWriter:
        inlines = self._inlines_by_text.get(text)
        if inlines is None:
            outer = self._inlines
            inlines = ContentWriter(self._context, outer.relations, outer.story, outer.at, text)
            self._inlines_by_text[text] = inlines
        return inlines

    def _text_of(self, cell: Cell, fill: str) -> CellText:
        """How the text of a cell looks on a colour, which may be that of the cell around its table."""
        size = cell.font_size
        half_points = 0
        if size is not None and isfinite(size) and size > 0:
            half_points = max(round(min(size, MOST_POINTS) * 2), 2)
        elif _is_of_sized_styles(cell.content):
            half_points = self._context.text_half_points
        if not half_points and not fill:
            return USUAL_TEXT
        return CellText(half_points, fill, bool(fill) and self._is_unreadable(cell.content, fill))

    def _is_unreadable(self, blocks: tuple[Block, ...], fill: str) -> bool:
        """Whether the style of a block in a cell has a colour that cannot be read on that of the cell."""
        styles = self._context.styles
        return not all(styles.is_readable("paragraph", style_of(self._context, block), fill) for block in blocks)

    def _known(self, colour: str) -> str:
        """The six digits of a colour, empty where it is none."""
        if _COLOUR.fullmatch(colour):
            return colour[1:]
        self._context.report.tally(COLOUR_UNKNOWN, colour, self._table.at, colour=colour)
        return ""


def _has_text(blocks: tuple[Block, ...]) -> bool:
    """Whether text of its own shows the size of a cell's text."""
    return any(_texts(block) for block in blocks)


def _texts(block: Block) -> bool:
    if isinstance(block, (Picture, Table)):
        return has_caption_of(block)
    content = block.content if isinstance(block, (Paragraph, Heading, ListItem)) else ()
    return run_text(content) != ""


def _is_of_sized_styles(blocks: tuple[Block, ...]) -> bool:
    """Whether all text of a cell has styles with a size of their own: where the cell names no size, it has the usual
    one all the same."""
    if not any(map(_has_sized_style, blocks)):
        return False
    filled = [block for block in blocks if _texts(block)]
    return bool(filled) and all(map(_has_sized_style, filled))


def _has_sized_style(block: Block) -> bool:
    if isinstance(block, (Paragraph, ListItem)):
        return bool(block.style) and block.style.lower() in _SIZED_STYLES
    return isinstance(block, (Heading, Picture, Table))


def _is_header(row: tuple[Row, list[Placed]]) -> bool:
    """Whether all cells of a row are headers; gaps at its ends are no cells in Word."""
    cells, places = row
    first, last = _shown_range(places)
    gaps = {id(place.cell) for place in (*places[:first], *places[last:])}
    return bool(cells.cells) and all(cell.is_header for cell in cells.cells if id(cell) not in gaps)


def _shown_range(places: list[Placed]) -> tuple[int, int]:
    """From where to where a row has cells: gaps at its ends are none, but a row has one cell at least."""
    gaps = [_is_gap(place) for place in places]
    if all(gaps):
        return 0, 1
    return gaps.index(False), len(gaps) - gaps[::-1].index(False)


def _is_gap(place: Placed) -> bool:
    """Whether there is nothing to see: no content, no line, no colour."""
    cell = place.cell
    is_bare = not cell.content and cell.borders == Borders() and cell.background is None
    return is_bare and place.row_span == 1 and not cell.is_header


@lru_cache(maxsize=1024)
def _cell_look(borders: Borders | None, color: str, fill: str, vertical_alignment: VerticalAlignment) -> str:
    """What a `w:tcPr` says of lines, colour and place; nothing of lines that the table says.

    Source: ECMA-376 Part 1, 17.4.69 (tcPr).
    """
    lines = "" if borders is None else _cell_lines(borders, color)
    shading = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
    place = _VERTICAL.get(vertical_alignment)
    aligned = f'<w:vAlign w:val="{place}"/>' if place else ""
    return f"{lines}{shading}{aligned}"


def _cell_lines(borders: Borders, color: str) -> str:
    order = (("top", borders.top), ("left", borders.left), ("bottom", borders.bottom), ("right", borders.right))
    line = f'w:val="single" w:sz="4" w:space="0" w:color="{color}"'
    sides = "".join(f"<w:{side} {line if is_drawn else _NO_LINE}/>" for side, is_drawn in order)
    return f"<w:tcBorders>{sides}</w:tcBorders>"


_NO_LINE = 'w:val="nil"'


def _with_alignment(cell: Cell) -> tuple[Block, ...]:
    """The blocks of a cell, aligned as it is where they say nothing else."""
    if cell.alignment is Alignment.LEFT or _common_alignment(cell.content) is cell.alignment:
        return cell.content
    return tuple(_align(block, cell.alignment) for block in cell.content)


def _common_alignment(blocks: tuple[Block, ...]) -> Alignment | None:
    if len(blocks) == 1 and type(blocks[0]) is Paragraph:
        return blocks[0].alignment
    aligned = [block for block in blocks if isinstance(block, (Paragraph, Heading, ListItem, Picture))]
    filled = [block for block in aligned if isinstance(block, Picture) or block.content]
    alignments = {block.alignment for block in filled or aligned}
    return alignments.pop() if len(alignments) == 1 else None


def _align(block: Block, alignment: Alignment) -> Block:
    if isinstance(block, (Paragraph, Heading, Picture)) and block.alignment is Alignment.LEFT:
        return replace(block, alignment=alignment)
    return block
