"""A `w:tbl` becomes a table of the model (ECMA-376 Part 1, 17.4)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import takewhile
from typing import NamedTuple

from sdconvert.findings import Severity, declare
from sdconvert.formats.docx.names import OUR_TABLES, VAL, P, T, is_on, w
from sdconvert.formats.docx.read.census import count
from sdconvert.formats.docx.read.column_widths import read_width
from sdconvert.formats.docx.read.context import DEEPEST_INDENT, Reading
from sdconvert.formats.docx.read.formatting.borders import Border, RegionBorders, read_borders
from sdconvert.formats.docx.read.formatting.shading import read_shading
from sdconvert.formats.docx.read.formatting.table_styles import CellProperties, TableLook, TableStyle, read_table_look
from sdconvert.formats.docx.read.grid import Grid, GridCell, GridRow, TableShape, read_grid
from sdconvert.formats.docx.read.table_looks import CELL_SIZES, TableLooks, report_crossed
from sdconvert.formats.docx.read.text_sizes import TextSizes, find_sizes
from sdconvert.formats.docx.units import TWIPS_PER_POINT
from sdconvert.frozen import replace
from sdconvert.ledger import Kind
from sdconvert.model.blocks import Alignment, Heading, ListItem, Paragraph, Picture
from sdconvert.model.document import Block
from sdconvert.model.tables import Borders, Cell, Row, Table, VerticalAlignment
from sdconvert.xmlio import Element

EMPTY_TABLE = declare(
    "DOCX-R060",
    Severity.INFO,
    "A table without any cell is left out.",
    why="There is nothing in it, and Word does not show it.",
)
COVERED_TEXT = declare(
    "DOCX-R061",
    Severity.WARNING,
    "Text in a cell that a merged cell covers is left out, as Word does not show it: “{text}”",
    "Split the merged cell in Word to see the text.",
    "A merged cell shows only the content of its first cell.",
)
TABLE_DESCRIPTION = declare(
    "DOCX-R065",
    Severity.INFO,
    "The alternative text of a table is left out: “{text}”",
    why="Word does not show it, and SDXML has no place for it.",
)
TURNED_TEXT = declare(
    "DOCX-R067",
    Severity.WARNING,
    "The text of {number} cell(s), which is turned in Word, runs horizontally.",
    why="SDXML has no turned text.",
)

ReadBlocks = Callable[[Element], tuple[Block, ...]]

_TBL_PR = w("tblPr")
_TBL_STYLE = w("tblStyle")
_TBL_LOOK = w("tblLook")
_TBL_BORDERS = w("tblBorders")
_TBL_W = w("tblW")
_TBL_LAYOUT = w("tblLayout")
_TBL_IND = w("tblInd")
_TBL_CAPTION = w("tblCaption")
_TBL_DESCRIPTION = w("tblDescription")
_BIDI_VISUAL = w("bidiVisual")
_SHD = w("shd")
_JC = w("jc")
_SIZE = w("sz")

_BLACK = "#000000"
CELL_MARGINS = 10.8
"""What Word leaves free at the left and at the right of a cell's text, together, in points."""
_HUNDREDTHS = 10_000  # of a percent, in 100 percent

_ALIGNMENTS = {
    "left": Alignment.LEFT,
    "start": Alignment.LEFT,
    "center": Alignment.CENTER,
    "right": Alignment.RIGHT,
    "end": Alignment.RIGHT,
    "both": Alignment.JUSTIFY,
    "distribute": Alignment.JUSTIFY,
}
_MIRRORED = {Alignment.LEFT: Alignment.RIGHT, Alignment.RIGHT: Alignment.LEFT}
_VERTICAL = {"center": VerticalAlignment.MIDDLE, "bottom": VerticalAlignment.BOTTOM}


class _TableProperties(NamedTuple):
    """What the cells of a table share."""

    style: TableStyle
    look: TableLook
    borders: RegionBorders
    shading: str | None
    usual_size: int | None


def read_table(tbl: Element, reading: Reading, read_blocks: ReadBlocks) -> Table | None:
    """The table, or None when it has no cell; `read_blocks` gives the content of a `w:tc`.

    Every place of the grid is covered: where Word has no cell there is an empty one without borders. Header cells are
    those of the leading rows that Word repeats on each page (`w:tblHeader`); a first row that merely looks different
    is not known to be a header.

    Source: ECMA-376 Part 1, 17.4.37 (tbl), 17.4.59 (tblPr), 17.4.49 (tblHeader).
    Loses: DOCX-R060, DOCX-R061, DOCX-R065, DOCX-R067, and those of the grid.
    """
    tbl_pr = tbl.find(_TBL_PR)
    children = {} if tbl_pr is None else {child.tag: child for child in tbl_pr}
    properties = _read_properties(children, reading)
    grid = read_grid(tbl, reading, _shape(children, properties, reading.table_width * TWIPS_PER_POINT))
    if not any(row.cells for row in grid.rows):
        reading.report.drop(EMPTY_TABLE, {Kind.TABLES: 1}, reading.at(tbl))
        return None
    _report_lost_looks(tbl, children, grid, reading)
    width = _width(children.get(_TBL_W), grid, reading.table_width)
    builder = _RowBuilder(grid, properties, reading, read_blocks, reading.table_width * width / 100)
    rows = tuple(builder.read_row(index) for index in range(len(grid.rows)))
    builder.looks.report(tbl, children, grid, properties.style, reading)
    return Table(
        rows=rows,
        columns=column_shares(grid.widths),
        width=width,
        alignment=_alignment(children, properties.style),
        indent=_indent(children, properties.style, reading),
        border_color=builder.border_color(),
        is_right_to_left=_is_mirrored(children, properties.style),
        style=reading.styles.table(None).name if properties.style.name in OUR_TABLES else properties.style.name,
        at=reading.at(tbl),
    )


def column_shares(widths: Iterable[float]) -> tuple[float, ...]:
    """The widths as percent of their sum, rounded to hundredths so that they are 100 together."""
    widths = tuple(widths)
    total = sum(widths)
    exact = [width * _HUNDREDTHS / total for width in widths]
    shares = [int(share) for share in exact]
    most_cut = sorted(range(len(exact)), key=lambda column: shares[column] - exact[column])
    for column in most_cut[: _HUNDREDTHS - sum(shares)]:
        shares[column] += 1
    return tuple(share / 100 for share in shares)


# ------------------------------------------------------------------------------------------------------ the table


def _read_properties(children: dict[str, Element], reading: Reading) -> _TableProperties:
    styles = reading.styles
    return _TableProperties(
        style=styles.table(_val(children.get(_TBL_STYLE))),
        look=read_table_look(children.get(_TBL_LOOK)),
        borders=read_borders(children.get(_TBL_BORDERS), styles.theme.colors),
        shading=read_shading(children.get(_SHD), styles.theme.colors),
        usual_size=reading.cascade.run(styles.paragraph(None), None).size_half_points,
    )


def _shape(children: dict[str, Element], properties: _TableProperties, whole: float) -> TableShape:
    layout, width = children.get(_TBL_LAYOUT), children.get(_TBL_W)
    return TableShape(
        properties.style,
        properties.look,
        (0.0 if width is None else read_width(width, whole)) or whole,
        layout is not None and layout.get(w("type")) == "fixed",
    )


def _report_lost_looks(tbl: Element, children: dict[str, Element], grid: Grid, reading: Reading) -> None:
    texts = (_val(children.get(tag)) for tag in (_TBL_CAPTION, _TBL_DESCRIPTION))
    description = ": ".join(text for text in texts if text)
    if description:
        reading.report.add(TABLE_DESCRIPTION, reading.at(tbl), text=description)
    turned = sum(cell.is_turned and cell.owner is None for row in grid.rows for cell in row.cells)
    if turned:
        reading.report.add(TURNED_TEXT, reading.at(tbl), number=turned)


def _is_mirrored(children: dict[str, Element], style: TableStyle) -> bool:
    element = children.get(_BIDI_VISUAL)
    return style.is_mirrored if element is None else is_on(element.get(VAL))


def _alignment(children: dict[str, Element], style: TableStyle) -> Alignment:
    jc = _val(children.get(_JC)) or style.jc or "left"
    alignment = _ALIGNMENTS.get(jc, Alignment.LEFT)
    return _MIRRORED.get(alignment, alignment) if _is_mirrored(children, style) else alignment


def _indent(children: dict[str, Element], style: TableStyle, reading: Reading) -> int:
    """In steps of the default tab stops; a table that is centred or stands at the right has none (17.4.50)."""
    if _alignment(children, style) in (Alignment.CENTER, Alignment.RIGHT):
        return 0
    element = children.get(_TBL_IND)
    twips = (style.indent_twips or 0.0) if element is None else read_width(element, 0)
    return min(DEEPEST_INDENT, round(twips / reading.default_tab))


def _width(tbl_w: Element | None, grid: Grid, text_width: float) -> float:
    """Percent of the text width, at most all of it; of an automatic width, what its columns add up to."""
    whole = text_width * TWIPS_PER_POINT
    width = 0.0 if tbl_w is None else read_width(tbl_w, whole)
    if not width and grid.is_measured:
        width = sum(grid.widths)
    return round(min(100.0, width * 100 / whole), 2) or 100.0


def _val(element: Element | None) -> str | None:
    return None if element is None else element.get(VAL)


# ----------------------------------------------------------------------------------------------------- the cells


class _RowBuilder:
    """Makes the rows of one table, in order, and remembers what its lines look like."""

    def __init__(
        self, grid: Grid, properties: _TableProperties, reading: Reading, read_blocks: ReadBlocks, width: float
    ) -> None:
        self._width = width
        self._grid = grid
        self._properties = properties
        self._reading = reading
        self._read_blocks = read_blocks
        self._header_rows = sum(1 for _ in takewhile(lambda row: row.is_header, grid.rows))
        look = properties.look
        look = look._replace(first_row=look.first_row and grid.shows_first, last_row=look.last_row and grid.shows_last)
        self._looks = [row.look or look for row in grid.rows]
        self._row_borders = [row.borders.over(properties.borders) for row in grid.rows]
        self._kinds = self._kinds_of_rows()
        self._known: dict[tuple[int, int], CellProperties] = {}
        self._whole = sum(grid.widths) or 1.0
        self.looks = TableLooks()

    def read_row(self, index: int) -> Row:
        """The row, its content read."""
        source = self._grid.rows[index]
        cells: list[Cell] = []
        if source.before:
            cells.append(Cell(col_span=source.before))
        for cell in source.cells:
            if cell.owner is None:
                cells.append(self._read_cell(cell, index))
            else:
                self._lose_covered(cell)
            for covered in cell.beside:
                self._lose_covered(covered)
        rest = len(self._grid.widths) - source.cells_end
        if rest:
            cells.append(Cell(col_span=rest))
        return Row(tuple(cells), source.min_height or None)

    def border_color(self) -> str:
        """The colour that most lines have."""
        return self.looks.colors.most_common(1)[0][0] if self.looks.colors else _BLACK

    def _read_cell(self, cell: GridCell, row: int) -> Cell:
        styled = self._cell_properties(row, cell.column)
        report_crossed(cell.element, cell.borders.across or styled.borders.across, self._reading)
        sizes = TextSizes()
        content = self._reading.read_in_cell(cell.element, self._read_blocks, styled.run, self._text_width(cell), sizes)
        alignment = _common_alignment(content)
        if styled.jc and alignment is Alignment.LEFT and not self._has_aligned_paragraph(cell.element):
            alignment = _ALIGNMENTS.get(styled.jc, alignment)
            content = tuple(_aligned(block, alignment) for block in content)
        return Cell(
            content=content,
            col_span=cell.span,
            row_span=cell.row_span,
            is_header=row < self._header_rows,
            borders=self._borders(cell, row, styled),
            background=self._background(cell, self._grid.rows[row], styled),
            font_size=self._font_size(cell.element, sizes, styled),
            alignment=alignment,
            vertical_alignment=_VERTICAL.get(cell.v_align or styled.v_align or "", VerticalAlignment.TOP),
        )

    def _text_width(self, cell: GridCell) -> float:
        """The width of a cell's text in points, at least a point."""
        share = sum(self._grid.widths[cell.column : cell.end]) / self._whole
        return max(self._width * share - CELL_MARGINS, 1.0)

    def _lose_covered(self, cell: GridCell) -> None:
        if count(cell.element):
            self._reading.lose(COVERED_TEXT, cell.element)

    def _cell_properties(self, row: int, column: int) -> CellProperties:
        """What the style says of a cell: the same for all of one column in rows of one kind."""
        key = (self._kinds[row], column)
        known = self._known.get(key)
        if known is None:
            rows, columns, look = len(self._grid.rows), len(self._grid.widths), self._looks[row]
            known = self._known[key] = self._properties.style.cell_properties(
                row, column, rows, columns, look, self._row_borders[row]
            )
        return known

    def _kinds_of_rows(self) -> list[int]:
        """A number for each row, the same for those that show the same parts of the style within the same lines."""
        style, count = self._properties.style, len(self._grid.rows)
        rows = enumerate(zip(self._looks, self._row_borders, strict=True))
        kinds = [(style.row_kind(row, count, look), look, borders) for row, (look, borders) in rows]
        numbers: dict[object, int] = {}
        return [numbers.setdefault(kind, len(numbers)) for kind in kinds]

    def _borders(self, cell: GridCell, row: int, styled: CellProperties) -> Borders:
        """Each side by the cell that lies there: a merged cell ends at the far sides of the last ones it covers."""
        bottom_row = row + cell.row_span - 1
        lowest = cell.below or cell
        rightmost = cell.beside[-1] if cell.beside else cell
        by_right = styled if cell.span == 1 else self._cell_properties(row, cell.end - 1)
        by_bottom = styled if cell.row_span == 1 else self._cell_properties(bottom_row, cell.column)
        return Borders(
            self._shows(cell.borders.top or styled.borders.top),
            self._shows(rightmost.borders.right or by_right.borders.right),
            self._shows(lowest.borders.bottom or by_bottom.borders.bottom),
            self._shows(cell.borders.left or styled.borders.left),
        )

    def _shows(self, line: Border | None) -> bool:
        """Whether a line is seen; if it is, its look is counted."""
        if line is None or not line.is_visible:
            return False
        self.looks.hear_line(line, line.color or _BLACK)
        return True

    def _background(self, cell: GridCell, row: GridRow, styled: CellProperties) -> str | None:
        for shading in (cell.shading, styled.shading, row.shading, self._properties.shading):
            if shading is not None:
                return shading or None
        return None

    def _has_aligned_paragraph(self, tc: Element) -> bool:
        paragraphs = list(tc.iterchildren(P))
        filled = [paragraph for paragraph in paragraphs if next(paragraph.iter(T), None) is not None]
        return any(self._reading.read_properties(paragraph).is_aligned for paragraph in filled or paragraphs)

    def _font_size(self, tc: Element, heard: TextSizes, styled: CellProperties) -> float | None:
        """The size that all text of the cell has, in points, where it is not the document's own."""
        reading, usual, size_in_style = self._reading, self._properties.usual_size, styled.size_half_points
        size: int | None = None
        for style, sizes in heard.paragraphs or find_sizes(tc, reading.styles, reading.cascade):
            is_open = size_in_style is not None and _SIZE not in style.run
            for own in sizes:
                run_size = size_in_style if is_open and own == usual else own
                if run_size is None:
                    return None
                if size is not None and size != run_size:
                    reading.looks.add(CELL_SIZES, "mixed", reading.at(tc))
                    return None
                size = run_size
        return None if size is None or size == usual else size / 2


def _common_alignment(blocks: tuple[Block, ...]) -> Alignment:
    """The alignment that all blocks have, empty paragraphs aside; left where they differ."""
    if len(blocks) == 1 and isinstance(blocks[0], Paragraph):
        return blocks[0].alignment
    aligned = [block for block in blocks if isinstance(block, (Paragraph, Heading, ListItem, Picture))]
    filled = [block for block in aligned if isinstance(block, Picture) or block.content]
    alignments = {block.alignment for block in filled or aligned}
    return alignments.pop() if len(alignments) == 1 else Alignment.LEFT


def _aligned(block: Block, alignment: Alignment) -> Block:
    return replace(block, alignment=alignment) if isinstance(block, (Paragraph, Picture)) else block
