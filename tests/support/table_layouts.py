"""Where the cells of a written table stand, told by what is not ours: the table model of the HTML standard written here
from its text (“Forming a table”), and python-docx for Word."""

from io import BytesIO
from typing import NamedTuple

import docx
import html5lib
from hypothesis import strategies as st
from lxml import etree

from sdconvert.archive import read_archive
from sdconvert.formats.docx.write import write as write_docx
from sdconvert.formats.html.write import write as write_html
from sdconvert.formats.parsx.write import write as write_parsx
from sdconvert.formats.sdxml.write import write as write_sdxml
from sdconvert.model.blocks import Paragraph
from sdconvert.model.document import Document
from sdconvert.model.inlines import Run
from sdconvert.model.tables import Cell, Row, Table

NO_CELL = None
"""What stands in a place that no cell covers."""


class Layout(NamedTuple):
    """`places` are the texts of the cells by row and column, `overlaps` the places that two cells cover."""

    places: list
    overlaps: set

    @property
    def is_whole(self):
        """Whether each place has one cell."""
        return not self.overlaps and all(place is not NO_CELL for row in self.places for place in row)


class Forming:
    """A table while it is formed. Source: HTML standard, 4.9.12.1, the steps by their numbers."""

    def __init__(self):
        self.width = self.height = self.current = 0
        self.slots = {}
        self.overlaps = set()
        self.growing = []

    def process_group(self, rows):
        """“The algorithm for processing row groups”; `rows` hold (text, colspan, rowspan) as they are written."""
        for row in rows:
            self.process_row(row)
        while self.current < self.height:  # “the algorithm for ending a row group”
            self.current += 1
            self.grow()
        self.growing = []

    def process_row(self, cells):
        """“The algorithm for processing rows”."""
        if self.height == self.current:  # 1
            self.height += 1
        x = 0  # 2
        self.grow()  # 3
        for text, colspan, rowspan in cells:  # 4, 5, 16
            while x < self.width and (x, self.current) in self.slots:  # 6
                x += 1
            if x == self.width:  # 7
                self.width += 1
            colspan = min(colspan or 1, 1000)  # 8
            rowspan = min(rowspan, 65534)  # 9
            is_growing = rowspan == 0  # 10
            rowspan = rowspan or 1
            self.width = max(self.width, x + colspan)  # 11
            self.height = max(self.height, self.current + rowspan)  # 12
            for column in range(x, x + colspan):  # 13
                for row in range(self.current, self.current + rowspan):
                    self.cover(column, row, text)
            if is_growing:  # 14
                self.growing.append((text, x, colspan))
            x += colspan  # 15
        self.current += 1

    def grow(self):
        """“The algorithm for growing downward-growing cells”."""
        for text, x, colspan in self.growing:
            for column in range(x, x + colspan):
                self.cover(column, self.current, text)

    def cover(self, column, row, text):
        if (column, row) in self.slots:
            self.overlaps.add((column, row))
        self.slots[column, row] = text

    def layout(self):
        rows = [[self.slots.get((x, y), NO_CELL) for x in range(self.width)] for y in range(self.height)]
        return Layout(rows, self.overlaps)


def form(groups):
    """The layout of row groups of rows of (text, colspan, rowspan)."""
    forming = Forming()
    for group in groups:
        forming.process_group(group)
    return forming.layout()


# --------------------------------------------------------------------------------------------- what the writers wrote


def written_html(table):
    """The layout of a table in the page, parsed as a browser does."""
    page = read_archive(write_html(Document((table,))).value)["index.html"].decode()
    tree = html5lib.HTMLParser(strict=True, tree=html5lib.getTreeBuilder("lxml"), namespaceHTMLElements=False)
    return _of_element(tree.parse(page).getroot().find(".//table"))


def written_sdxml(table):
    """The layout of a table in SDXML, whose cells have the spans of HTML."""
    return _of_element(etree.fromstring(read_archive(write_sdxml(Document((table,))).value)["sd.xml"]).find(".//table"))


def written_parsx(table):
    """The layout of a table in parsX, whose tables are those of HTML."""
    return _of_element(
        etree.fromstring(read_archive(write_parsx(Document((table,))).value)["parsx.xml"]).find(".//{*}table")
    )


def _of_element(element):
    loose = [child for child in element if _name(child) == "tr"]
    groups = [child for child in element if _name(child) in ("thead", "tbody", "tfoot")]
    groups = sorted(groups, key=lambda group: _name(group) == "tfoot")
    rows_of_groups = [[row for row in group if _name(row) == "tr"] for group in groups]
    return form([[_cells(row) for row in rows] for rows in ([loose] if loose else []) + rows_of_groups])


def _name(element):
    return etree.QName(element).localname


def _cells(row):
    return [
        ("".join(cell.itertext()).strip(), int(cell.get("colspan", "1")), int(cell.get("rowspan", "1")))
        for cell in row
        if _name(cell) in ("td", "th")
    ]


def written_docx(table):
    """The layout of a table in Word, as python-docx tells it."""
    written = docx.Document(BytesIO(write_docx(Document((table,))).value)).tables[0]
    rows = []
    for row in written.rows:
        cells = [cell.text for cell in row.cells]
        rows.append([""] * row.grid_cols_before + cells + [""] * row.grid_cols_after)
    return Layout([row + [NO_CELL] * (len(written.columns) - len(row)) for row in rows], set())


# ------------------------------------------------------------------------------------------------------------- tables


def table_of(rows, **fields):
    """A table of rows of (text, col_span, row_span), in headers with True behind these."""
    return Table(tuple(Row(tuple(cell(*each) for each in row)) for row in rows), (), **fields)


def cell(text, *spans_and_header):
    return Cell((Paragraph((Run(text),)),) if text else (), *spans_and_header)


class Tiling(NamedTuple):
    """Rows of (text, col_span, row_span, is_header), and the texts as they stand place by place."""

    rows: list
    places: list


@st.composite
def tilings(draw, most=5):
    """Tables whose cells cover a rectangle, each place once; the first rows may be headers."""
    width, height = draw(st.integers(1, most)), draw(st.integers(1, most))
    header_rows = draw(st.integers(0, height))
    places = [[NO_CELL] * width for _ in range(height)]
    rows = []
    number = 0
    for y in range(height):
        cells = []
        for x in range(width):
            if places[y][x] is not NO_CELL:
                continue
            free = next((at for at in range(x, width) if places[y][at] is not NO_CELL), width) - x
            col_span, row_span = draw(st.integers(1, free)), draw(st.integers(1, height - y))
            number += 1
            cells.append((f"c{number}", col_span, row_span, y < header_rows))
            for row in places[y : y + row_span]:
                row[x : x + col_span] = [f"c{number}"] * col_span
        rows.append(cells)
    return Tiling(rows, places)


def without_joined_columns(places):
    """The places without the columns in which no cell begins: HTML forbids such columns, and our pages have none."""
    begun = [x for x in range(len(places[0])) if x == 0 or any(row[x] and row[x] != row[x - 1] for row in places)]
    return [[row[x] for x in begun] for row in places]


_spans = st.integers(1, 4)


@st.composite
def broken_rows(draw):
    """Rows of cells that may leave places free, run into each other, and run over the edge."""
    counts = draw(st.lists(st.integers(0, 4), min_size=1, max_size=4))
    numbers = iter(range(1, 100))
    return [[(f"c{next(numbers)}", draw(_spans), draw(_spans)) for _ in range(count)] for count in counts]
