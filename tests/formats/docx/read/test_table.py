from __future__ import annotations

from typing import Any

import pytest
from docx_documents import read_document
from docx_reading import codes, read_body, texts

from sdconvert.formats.docx.read.census import count
from sdconvert.formats.docx.read.context import Reading
from sdconvert.formats.docx.read.table import column_shares, read_table
from sdconvert.ledger import Kind
from sdconvert.model.blocks import Alignment, Paragraph
from sdconvert.model.inlines import Run
from sdconvert.model.tables import Borders, Cell, Table, VerticalAlignment
from sdconvert.xmlio import Element


def paragraphs(tc: Element) -> tuple[Paragraph, ...]:
    return tuple(Paragraph((Run(text),) if text else ()) for text in texts(tc))


def read(content: str, **build: Any) -> tuple[Table | None, Reading]:
    tbl, reading = read_body(f"<w:tbl>{content}</w:tbl>", **build)
    return read_table(tbl, reading, paragraphs), reading


def table_of(content: str, **build: Any) -> Table:
    table, _ = read(content, **build)
    assert table is not None
    return table


def tc(text: str = "", properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def grid(*widths: int) -> str:
    return "<w:tblGrid>" + "".join(f'<w:gridCol w:w="{width}"/>' for width in widths) + "</w:tblGrid>"


def shape(table: Table) -> list[list[tuple[str, int, int]]]:
    return [[(text(cell), cell.col_span, cell.row_span) for cell in row.cells] for row in table.rows]


def text(cell: Cell) -> str:
    return "".join(run.text for block in cell.content for run in block.content)  # type: ignore[union-attr]


def span(columns: int) -> str:
    return f'<w:gridSpan w:val="{columns}"/>'


RESTART = '<w:vMerge w:val="restart"/>'
CONTINUE = "<w:vMerge/>"


# ---------------------------------------------------------------------------------------------------------- grid


def test_rows_and_cells_keep_their_order() -> None:
    table = table_of(grid(100, 100) + tr(tc("a"), tc("b")) + tr(tc("c"), tc("d")))
    assert shape(table) == [[("a", 1, 1), ("b", 1, 1)], [("c", 1, 1), ("d", 1, 1)]]


def test_grid_span_gives_a_column_span() -> None:
    table = table_of(grid(100, 100) + tr(tc("a", span(2))) + tr(tc("c"), tc("d")))
    assert shape(table)[0] == [("a", 2, 1)]


def test_vertical_merge_gives_a_row_span_and_covered_places_hold_nothing() -> None:
    table = table_of(tr(tc("a", RESTART), tc("b")) + tr(tc("", CONTINUE), tc("d")) + tr(tc("", CONTINUE), tc("f")))
    assert shape(table) == [[("a", 1, 3), ("b", 1, 1)], [("d", 1, 1)], [("f", 1, 1)]]


def test_a_restart_ends_the_merge_above() -> None:
    table = table_of(tr(tc("a", RESTART)) + tr(tc("", CONTINUE)) + tr(tc("b", RESTART)) + tr(tc("", CONTINUE)))
    assert shape(table) == [[("a", 1, 2)], [], [("b", 1, 2)], []]


def test_a_cell_that_continues_nothing_stands_alone_with_a_finding() -> None:
    table, reading = read(tr(tc("a")) + tr(tc("b", CONTINUE)) + tr(tc("", CONTINUE)))
    assert table is not None
    assert shape(table) == [[("a", 1, 1)], [("b", 1, 2)], []]
    assert codes(reading) == ["DOCX-R063"]


def test_merged_cells_of_other_columns_do_not_join() -> None:
    table, reading = read(tr(tc("a", RESTART + span(2)), tc("b")) + tr(tc("c", CONTINUE), tc("d"), tc("e")))
    assert table is not None
    assert shape(table) == [[("a", 2, 1), ("b", 1, 1)], [("c", 1, 1), ("d", 1, 1), ("e", 1, 1)]]
    assert codes(reading) == ["DOCX-R063"]


def test_a_merge_in_both_directions_is_one_cell() -> None:
    table = table_of(tr(tc("a", span(2) + RESTART), tc("b")) + tr(tc("", span(2) + CONTINUE), tc("c")))
    assert shape(table) == [[("a", 2, 2), ("b", 1, 1)], [("c", 1, 1)]]


def test_legacy_horizontal_merge_is_one_cell() -> None:
    table = table_of(
        tr(tc("a", '<w:hMerge w:val="restart"/>'), tc("", "<w:hMerge/>"), tc("b")) + tr(tc("c"), tc("d"), tc("e"))
    )
    assert shape(table)[0] == [("a", 2, 1), ("b", 1, 1)]


@pytest.mark.parametrize("merge", [tr(tc("a", RESTART)) + tr(tc("lost", CONTINUE)),
                                   tr(tc("a", '<w:hMerge w:val="restart"/>'), tc("lost", "<w:hMerge/>"))])  # fmt: skip
def test_text_in_a_covered_cell_is_in_a_finding_and_in_the_ledger(merge: str) -> None:
    _, reading = read(merge)
    assert codes(reading) == ["DOCX-R061"]
    assert "lost" in reading.report.findings[0].message
    assert reading.report.ledger.dropped == {(Kind.CHARACTERS, "DOCX-R061"): 4}


def test_missing_cells_before_and_after_a_row_are_empty_cells_without_borders() -> None:
    table = table_of(
        "<w:tblPr><w:tblBorders><w:top w:val='single'/></w:tblBorders></w:tblPr>"
        + tr(tc("a"), tc("b"), tc("c"), tc("d"))
        + tr(tc("e"), properties='<w:gridBefore w:val="1"/><w:gridAfter w:val="2"/>')
    )
    assert shape(table)[1] == [("", 1, 1), ("e", 1, 1), ("", 2, 1)]
    assert table.rows[1].cells[0] == Cell()
    assert table.rows[1].cells[2] == Cell(col_span=2)


def test_a_row_that_ends_early_is_filled_up() -> None:
    assert shape(table_of(tr(tc("a"), tc("b")) + tr(tc("c"))))[1] == [("c", 1, 1), ("", 1, 1)]


def test_an_absurd_span_is_bounded_with_a_finding() -> None:
    table, reading = read(tr(tc("a", span(100_000)), tc("b")) + tr(tc("c"), tc("d", span(10**9))))
    assert table is not None
    assert len(table.columns) == 4
    assert shape(table) == [[("a", 2, 1), ("b", 1, 1), ("", 1, 1)], [("c", 1, 1), ("d", 3, 1)]]
    assert codes(reading) == ["DOCX-R064"]


@pytest.mark.parametrize("value", ["0", "-3", "x"])
def test_a_span_that_is_none_counts_as_one(value: str) -> None:
    assert shape(table_of(tr(tc("a", span(value)))))[0] == [("a", 1, 1)]  # type: ignore[arg-type]


def test_many_real_columns_stay() -> None:
    table, reading = read(tr(*(tc(str(number)) for number in range(70))))
    assert table is not None
    assert len(table.rows[0].cells) == len(table.columns) == 70
    assert codes(reading) == []


def test_a_table_without_cells_is_dropped() -> None:
    table, reading = read(grid(100) + tr())
    assert table is None
    assert reading.report.ledger.dropped == {(Kind.TABLES, "DOCX-R060"): 1}


def test_what_is_no_cell_is_lost_with_its_text_and_marks_are_not_mentioned() -> None:
    _, reading = read('<w:bookmarkStart w:id="1" w:name="x"/>' + tr(tc("a"), "<w:p><w:r><w:t>stray</w:t></w:r></w:p>"))
    assert codes(reading) == ["DOCX-R062"]
    assert reading.report.findings[0].message.endswith("(p): “stray”")


def test_a_table_books_nothing_that_it_gives() -> None:
    tbl, reading = read_body("<w:tbl>" + tr(tc("a")) + "</w:tbl>")
    assert read_table(tbl, reading, paragraphs) is not None
    assert count(tbl) == {Kind.TABLES: 1, Kind.CHARACTERS: 1}
    assert not reading.report.ledger.dropped
    assert not reading.report.ledger.kept


# -------------------------------------------------------------------------------------------------------- widths


def test_columns_are_shares_of_the_grid() -> None:
    assert table_of(grid(1000, 3000) + tr(tc(), tc())).columns == (25.0, 75.0)


@pytest.mark.parametrize("widths", [[1, 1, 1], [1] * 7, [3, 5, 9, 11, 13, 17], [1, 1_000_000]])
def test_shares_are_a_hundred_together(widths: list[int]) -> None:
    assert sum(round(share * 100) for share in column_shares(widths)) == 10_000


def test_without_a_grid_the_cells_tell_the_widths() -> None:
    rows = tr(tc("", '<w:tcW w:w="3000" w:type="dxa"/>' + span(2)), tc("", '<w:tcW w:w="1000" w:type="dxa"/>'))
    rows += tr(tc("", '<w:tcW w:w="1000" w:type="dxa"/>'), tc(), tc())
    assert table_of(rows).columns == (25.0, 50.0, 25.0)


def test_without_any_width_columns_are_equal() -> None:
    table = table_of(grid(0, 0) + tr(tc(), tc()))
    assert table.columns == (50.0, 50.0)
    assert table.width == 100.0


@pytest.mark.parametrize(
    ("width", "expected"),
    [
        ('w:w="2500" w:type="pct"', 50.0),
        ('w:w="50%" w:type="pct"', 50.0),
        ('w:w="4500" w:type="dxa"', 50.0),
        ('w:w="0" w:type="auto"', 25.0),
        ('w:w="99999" w:type="dxa"', 100.0),
    ],
)
def test_table_width_is_percent_of_the_text_width(width: str, expected: float) -> None:
    assert table_of(f"<w:tblPr><w:tblW {width}/></w:tblPr>" + grid(2250) + tr(tc())).width == expected


# --------------------------------------------------------------------------------------------------------- looks


def test_only_leading_repeated_rows_are_header_cells() -> None:
    header = "<w:tblHeader/>"
    table = table_of(tr(tc("a"), properties=header) + tr(tc("b")) + tr(tc("c"), properties=header))
    assert [row.cells[0].is_header for row in table.rows] == [True, False, False]


@pytest.mark.parametrize(
    ("properties", "expected"),
    [
        ('<w:jc w:val="center"/>', Alignment.CENTER),
        ('<w:jc w:val="end"/>', Alignment.RIGHT),
        ('<w:bidiVisual/><w:jc w:val="left"/>', Alignment.RIGHT),
        ("<w:bidiVisual/>", Alignment.RIGHT),
        ('<w:bidiVisual w:val="0"/>', Alignment.LEFT),
    ],
)
def test_a_table_has_the_alignment_of_its_properties(properties: str, expected: Alignment) -> None:
    assert table_of(f"<w:tblPr>{properties}</w:tblPr>" + tr(tc())).alignment is expected


def test_a_table_from_right_to_left_is_one() -> None:
    assert table_of("<w:tblPr><w:bidiVisual/></w:tblPr>" + tr(tc())).is_right_to_left
    assert not table_of("<w:tblPr/>" + tr(tc())).is_right_to_left


def test_row_height_is_in_points() -> None:
    table = table_of(
        tr(tc(), properties='<w:trHeight w:val="360"/>') + tr(tc(), properties='<w:trHeight w:hRule="auto" w:val="9"/>')
    )
    assert [row.min_height for row in table.rows] == [18.0, None]


RED = 'w:val="single" w:color="FF0000"'
RED = 'w:val="single" w:color="FF0000"'
BOX = f"<w:tblPr><w:tblBorders><w:top {RED}/><w:insideV {RED}/></w:tblBorders></w:tblPr>"


def test_borders_of_the_table_are_resolved_at_each_place() -> None:
    table = table_of(BOX + tr(tc(), tc()) + tr(tc(), tc()))
    assert [[cell.borders for cell in row.cells] for row in table.rows] == [
        [Borders(top=True, right=True), Borders(top=True, left=True)],
        [Borders(right=True), Borders(left=True)],
    ]
    assert table.border_color == "#ff0000"


def test_a_cell_has_its_own_borders_before_those_of_the_table() -> None:
    own = '<w:tcBorders><w:top w:val="nil"/><w:bottom w:val="dotted"/></w:tcBorders>'
    assert table_of(BOX + tr(tc("", own))).rows[0].cells[0].borders == Borders(bottom=True)


def test_a_row_has_its_own_borders_before_those_of_the_table() -> None:
    row = tr("<w:tblPrEx><w:tblBorders><w:top w:val='none'/></w:tblBorders></w:tblPrEx>", tc())
    assert table_of(BOX + row).rows[0].cells[0].borders == Borders()


def test_a_merged_cell_ends_at_the_far_borders_of_what_it_covers() -> None:
    line = '<w:tcBorders><w:bottom w:val="single"/></w:tcBorders>'
    table = table_of(BOX + tr(tc("", RESTART + span(2))) + tr(tc("", CONTINUE + span(2) + line)))
    assert table.rows[0].cells[0].borders == Borders(top=True, bottom=True)


def test_a_table_without_lines_has_black_as_its_colour() -> None:
    assert table_of(tr(tc())).border_color == "#000000"


STYLE = """<w:style w:type="table" w:styleId="Grid"><w:name w:val="My Grid"/>
<w:pPr><w:jc w:val="center"/></w:pPr><w:rPr><w:sz w:val="18"/></w:rPr>
<w:tblPr><w:tblBorders><w:bottom w:val="single" w:color="00FF00"/></w:tblBorders></w:tblPr>
<w:tblStylePr w:type="firstRow"><w:tcPr><w:shd w:val="clear" w:fill="112233"/><w:vAlign w:val="center"/></w:tcPr>
</w:tblStylePr></w:style>"""
STYLED = '<w:tblPr><w:tblStyle w:val="Grid"/><w:tblLook w:firstRow="1"/></w:tblPr>'


def test_cells_look_as_the_style_of_the_table_says_for_their_place() -> None:
    table = table_of(STYLED + tr(tc("a")) + tr(tc("b")), styles=STYLE)
    first, last = (row.cells[0] for row in table.rows)
    assert table.style == "My Grid"
    assert (first.background, last.background) == ("#112233", None)
    assert (first.vertical_alignment, last.vertical_alignment) == (VerticalAlignment.MIDDLE, VerticalAlignment.TOP)
    assert (first.borders, last.borders) == (Borders(), Borders(bottom=True))
    assert not first.is_header


def test_own_shading_goes_before_the_style_and_can_take_it_away() -> None:
    own = '<w:shd w:val="clear" w:fill="ABCDEF"/>'
    none = '<w:shd w:val="clear" w:fill="auto"/>'
    table = table_of(STYLED + tr(tc("a", own), tc("b", none)), styles=STYLE)
    assert [cell.background for cell in table.rows[0].cells] == ["#abcdef", None]


def test_shading_of_the_table_shows_where_no_cell_has_its_own() -> None:
    table = table_of('<w:tblPr><w:shd w:val="clear" w:fill="EEEEEE"/></w:tblPr>' + tr(tc("a")))
    assert table.rows[0].cells[0].background == "#eeeeee"


def test_own_vertical_alignment_goes_before_the_style() -> None:
    table = table_of(STYLED + tr(tc("a", '<w:vAlign w:val="bottom"/>')), styles=STYLE)
    assert table.rows[0].cells[0].vertical_alignment is VerticalAlignment.BOTTOM


def test_a_table_style_aligns_paragraphs_that_say_nothing_themselves() -> None:
    aligned = '<w:tc><w:p><w:pPr><w:jc w:val="left"/></w:pPr></w:p></w:tc>'
    cells = table_of(STYLED + tr(tc("a"), aligned), styles=STYLE).rows[0].cells
    assert [cell.alignment for cell in cells] == [Alignment.CENTER, Alignment.LEFT]
    assert cells[0].content == (Paragraph((Run("a"),), alignment=Alignment.CENTER),)


def test_a_cell_is_aligned_as_all_its_filled_paragraphs_are() -> None:
    tbl, reading = read_body("<w:tbl>" + tr(tc("a"), tc("b")) + "</w:tbl>")
    right, left = Paragraph((Run("x"),), alignment=Alignment.RIGHT), Paragraph((Run("y"),))
    contents = iter([(right, Paragraph()), (right, left)])
    table = read_table(tbl, reading, lambda _: next(contents))
    assert table is not None
    assert [cell.alignment for cell in table.rows[0].cells] == [Alignment.RIGHT, Alignment.LEFT]


def sized(*sizes: int) -> str:
    runs = "".join(f'<w:r><w:rPr><w:sz w:val="{size}"/></w:rPr><w:t>x</w:t></w:r>' for size in sizes)
    return f"<w:tc><w:p>{runs}</w:p></w:tc>"


def test_font_size_is_the_one_that_all_text_has_unless_it_is_the_usual() -> None:
    defaults = '<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="22"/></w:rPr></w:rPrDefault></w:docDefaults>'
    table = table_of(tr(sized(18, 18), sized(18, 20), sized(22)), styles=defaults)
    assert [cell.font_size for cell in table.rows[0].cells] == [9.0, None, None]


def test_font_size_of_the_table_style_counts_where_nothing_else_is_said() -> None:
    table = table_of(STYLED + tr(tc("a"), sized(30), tc()), styles=STYLE)
    assert [cell.font_size for cell in table.rows[0].cells][:2] == [9.0, 15.0]


def test_turned_text_is_a_finding() -> None:
    _, reading = read(tr(tc("a", '<w:textDirection w:val="btLr"/>'), tc("b", '<w:textDirection w:val="lrTb"/>')))
    assert [finding.details["number"] for finding in reading.report.findings] == [1]
    assert codes(reading) == ["DOCX-R067"]


def test_alternative_text_is_a_finding() -> None:
    _, reading = read('<w:tblPr><w:tblCaption w:val="T"/><w:tblDescription w:val="D"/></w:tblPr>' + tr(tc("a")))
    assert codes(reading) == ["DOCX-R065"]
    assert reading.report.findings[0].details["text"] == "T: D"


@pytest.mark.parametrize(
    ("properties", "indent"),
    [
        ('<w:tblInd w:w="1440" w:type="dxa"/>', 2),
        ('<w:tblInd w:w="-100" w:type="dxa"/>', 0),
        ('<w:tblInd w:w="1440" w:type="dxa"/><w:jc w:val="center"/>', 0),
        ('<w:tblStyle w:val="T"/>', 1),
        ('<w:tblStyle w:val="T"/><w:tblInd w:w="0" w:type="dxa"/>', 0),
    ],
)
def test_a_table_is_indented_by_itself_or_its_style(properties: str, indent: int) -> None:
    style = (
        '<w:style w:type="table" w:styleId="T"><w:name w:val="T"/>'
        '<w:tblPr><w:tblInd w:w="720" w:type="dxa"/></w:tblPr></w:style>'
    )
    assert table_of(f"<w:tblPr>{properties}</w:tblPr>{tr(tc('a'))}", styles=style).indent == indent


# ------------------------------------------------------------------------------------------- rows by a table style

ROW_STYLE = (
    '<w:style w:type="table" w:styleId="T"><w:name w:val="T"/><w:trPr><w:trHeight w:val="400"/></w:trPr>'
    '<w:tblStylePr w:type="firstRow"><w:trPr><w:trHeight w:val="600"/><w:tblHeader/></w:trPr></w:tblStylePr>'
    '<w:tblStylePr w:type="lastRow"><w:trPr><w:hidden/></w:trPr><w:rPr><w:vanish/></w:rPr></w:tblStylePr></w:style>'
)


def test_a_table_style_says_which_rows_are_headers_and_how_high_rows_are() -> None:
    look = '<w:tblPr><w:tblStyle w:val="T"/><w:tblLook w:firstRow="1"/></w:tblPr>'
    own = '<w:trHeight w:val="0" w:hRule="auto"/>'
    table = table_of(look + tr(tc("a")) + tr(tc("b")) + tr(tc("c"), properties=own), styles=ROW_STYLE)
    assert [row.cells[0].is_header for row in table.rows] == [True, False, False]
    assert [row.min_height for row in table.rows] == [30.0, 20.0, None]
    denied = table_of(look + tr(tc("a"), properties='<w:tblHeader w:val="0"/>'), styles=ROW_STYLE)
    assert denied.rows[0].cells[0].is_header is False


def test_a_style_that_is_not_shown_there_says_nothing_of_a_row() -> None:
    table = table_of('<w:tblPr><w:tblStyle w:val="T"/></w:tblPr>' + tr(tc("a")), styles=ROW_STYLE)
    assert (table.rows[0].cells[0].is_header, table.rows[0].min_height) == (False, 20.0)


def test_a_table_style_hides_rows() -> None:
    look = '<w:tblPr><w:tblStyle w:val="T"/><w:tblLook w:lastRow="1"/></w:tblPr>'
    body = f"<w:tbl>{look}{tr(tc('a'))}{tr(tc('b'))}</w:tbl>"
    result = read_document(body, styles=ROW_STYLE)
    assert [finding.code.id for finding in result.findings] == ["DOCX-R105"]


# -------------------------------------------------------------------------------------------------- widths of cells


def wide(width: int, kind: str = "dxa") -> str:
    return f'<w:tcW w:w="{width}" w:type="{kind}"/>'


@pytest.mark.parametrize(
    ("properties", "rows", "columns"),
    [
        ("", [(3000, 6000)], (33.33, 66.67)),
        ("", [(3000, 6000), (4000, 4000)], (40.0, 60.0)),
        ('<w:tblLayout w:type="fixed"/>', [(3000, 6000), (4000, 4000)], (33.33, 66.67)),
        ("", [(0, 6000)], (50.0, 50.0)),
    ],
)
def test_widths_of_cells_go_before_those_of_the_grid(
    properties: str, rows: list[tuple[int, int]], columns: tuple[float, float]
) -> None:
    cells = "".join(tr(*(tc("a", wide(width)) for width in row)) for row in rows)
    assert table_of(f"<w:tblPr>{properties}</w:tblPr>{grid(4500, 4500)}{cells}").columns == columns


def test_percentages_of_cells_are_of_the_width_of_the_table() -> None:
    row = tr(tc("a", wide(1250, "pct")), tc("b", wide(3000)))
    table = table_of(f'<w:tblPr><w:tblW w:w="4000" w:type="dxa"/></w:tblPr>{grid(9, 9)}{row}')
    assert table.columns == (25.0, 75.0)


# ------------------------------------------------------------------------------------------- cells where text hides


def test_the_size_of_a_cell_is_that_of_its_links_too() -> None:
    small = '<w:r><w:rPr><w:sz w:val="16"/></w:rPr><w:t>a</w:t></w:r>'
    linked = f'<w:tc><w:p/><w:p><w:hyperlink w:anchor="x">{small}</w:hyperlink></w:p></w:tc>'
    mixed = f'<w:tc><w:p>{small}<w:fldSimple w:instr="X"><w:r><w:t>b</w:t></w:r></w:fldSimple></w:p></w:tc>'
    assert [cell.font_size for cell in table_of(tr(linked, mixed)).rows[0].cells] == [8.0, None]


def test_a_blank_paragraph_does_not_say_how_a_cell_is_aligned() -> None:
    blank = '<w:p><w:pPr><w:jc w:val="left"/></w:pPr></w:p>'
    cell = f"<w:tc>{blank}<w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc>"
    assert table_of(STYLED + tr(cell), styles=STYLE).rows[0].cells[0].alignment is Alignment.CENTER


def test_a_row_may_show_other_parts_of_the_style_than_its_table() -> None:
    style = (
        '<w:style w:type="table" w:styleId="T"><w:name w:val="T"/><w:tblStylePr w:type="firstRow"><w:tcPr>'
        '<w:shd w:val="clear" w:fill="112233"/></w:tcPr></w:tblStylePr></w:style>'
    )
    own = '<w:tblPrEx><w:tblLook w:firstRow="0"/></w:tblPrEx>'
    look = '<w:tblPr><w:tblStyle w:val="T"/><w:tblLook w:firstRow="1"/></w:tblPr>'
    shown, other = (table_of(f"{look}<w:tr>{each}{tc('a')}</w:tr>", styles=style) for each in ("", own))
    assert [table.rows[0].cells[0].background for table in (shown, other)] == ["#112233", None]


def test_a_table_style_may_let_a_table_run_from_right_to_left() -> None:
    style = '<w:style w:type="table" w:styleId="T"><w:name w:val="T"/><w:tblPr><w:bidiVisual/></w:tblPr></w:style>'
    table, reading = read('<w:tblPr><w:tblStyle w:val="T"/></w:tblPr>' + tr(tc()), styles=style)
    assert table is not None
    assert (table.alignment, table.is_right_to_left, codes(reading)) == (Alignment.RIGHT, True, [])


LINES = '<w:tcBorders><w:top w:val="single" w:color="FF0000"/></w:tcBorders>'


@pytest.mark.parametrize(
    "other",
    [
        '<w:tcBorders><w:top w:val="nil" w:color="FF0000"/></w:tcBorders>',
        '<w:tcBorders><w:bottom w:val="single" w:color="FF0000"/></w:tcBorders>',
        '<w:tcBorders/><w:top w:val="single" w:color="FF0000"/>',
        '<w:tcBorders><w:top w:color="single" w:val="FF0000"/></w:tcBorders>',
        "",
    ],
)
def test_cells_that_differ_in_anything_are_not_taken_for_equal(other: str) -> None:
    alone = table_of(tr(tc("a", other))).rows[0].cells[0]
    both = table_of(tr(tc("a", LINES), tc("a", other))).rows[0].cells
    assert both[1].borders == alone.borders
    assert both[0].borders == Borders(True, False, False, False)


def test_cells_that_give_one_value_to_two_attributes_are_not_taken_for_equal() -> None:
    filled, plain = '<w:shd w:val="clear" w:fill="FF0000"/>', '<w:shd w:val="clear" w:color="FF0000"/>'
    cells = table_of(tr(tc("a", filled), tc("a", plain))).rows[0].cells
    assert [cell.background for cell in cells] == ["#ff0000", None]


def test_equal_properties_of_cells_are_read_once() -> None:
    _, reading = read(tr(tc("a", LINES), tc("b", LINES)) + tr(tc("c", LINES), tc("d")))
    assert len(reading.known_cells) == 2
