from html_pages import read_page, texts

from sdconvert.model.blocks import Alignment
from sdconvert.model.inlines import Run
from sdconvert.model.tables import Borders, Table, VerticalAlignment


def table(page):
    return next(block for block in read_page(page).blocks if isinstance(block, Table))


def test_spans_header_cells_and_caption():
    result = table("<table><caption>C</caption><tr><th colspan=2>a<tr><td rowspan=0>b<td>c<tr><td>d</table>")
    assert result.caption == (Run("C"),)
    assert [[(cell.col_span, cell.row_span, cell.is_header) for cell in row.cells] for row in result.rows] == [
        [(2, 1, True)],
        [(1, 2, False), (1, 1, False)],
        [(1, 1, False)],
    ]


def test_the_head_comes_first_and_the_foot_last():
    result = table("<table><tfoot><tr><td>z</tfoot><tbody><tr><td>b</tbody><thead><tr><td>a</thead></table>")
    assert [row.cells[0].content[0].content[0].text for row in result.rows] == ["a", "b", "z"]


def test_what_stands_in_a_table_outside_of_cells_stands_before_it():
    page = "<table>x<tr>y<td>a</td></tr></table>"
    assert texts(read_page(page).document)[0] == "xy"


def test_a_second_caption_stands_before_the_table():
    page = "<table><caption>a</caption><tr><td>c</td></tr><caption>b</caption></table>"
    assert texts(read_page(page).document) == ["b", "a"]


def test_the_rows_of_a_section_in_a_section_are_rows():
    result = table("<table><tr><td>b</tr><thead><thead><tr><td>a</table>")
    assert [row.cells[0].content[0].content[0].text for row in result.rows] == ["a", "b"]


def test_text_among_the_columns_stands_before_the_table():
    assert texts(read_page("<table><colgroup>x<col></colgroup><tr><td>a</table>").document)[0] == "x"


def test_a_table_in_a_cell_is_one():
    inner = table("<table><tr><td>a<table><tr><td>b</table></table>").rows[0].cells[0].content
    assert isinstance(inner[1], Table)


def test_widths_of_columns_are_taken_when_all_are_given():
    assert table('<table><col width="10%"><col style="width:30%" span=2><tr><td>a</table>').columns == (
        10.0,
        30.0,
        30.0,
    )
    assert table('<table><col width="10%"><col><tr><td>a</table>').columns == ()


def test_looks_of_cells():
    style = "background:rgb(255, 0, 16);text-align:center;vertical-align:middle;font-size:9pt;border:none"
    cell = table(f'<table><tr><td style="{style}">a</table>').rows[0].cells[0]
    assert cell.background == "#ff0010"
    assert cell.alignment is Alignment.CENTER
    assert cell.vertical_alignment is VerticalAlignment.MIDDLE
    assert cell.font_size == 9.0
    assert cell.borders == Borders()


def test_lines_are_drawn_where_the_page_does_not_say_that_there_are_none():
    assert table("<table><tr><td>a</table>").rows[0].cells[0].borders == Borders(True, True, True, True)
    assert table("<table border=0><tr><td>a</table>").rows[0].cells[0].borders == Borders()


def test_spans_without_end_are_bounded():
    cell = table("<table><tr><td colspan=99999999 rowspan=99999>a</table>").rows[0].cells[0]
    assert (cell.col_span, cell.row_span) == (1, 1)


def test_a_table_runs_as_the_nearest_direction_says_and_its_lines_are_where_they_are_seen():
    cell = '<tr><td style="border:none;border-left:1px solid">a'
    for page in (f"<table dir=rtl>{cell}</table>", f"<div dir=RTL><table>{cell}</table></div>"):
        block = table(page)
        assert block.is_right_to_left
        assert block.rows[0].cells[0].borders == Borders(right=True)
    block = table(f"<div dir=rtl><div dir=ltr><table>{cell}</table></div></div>")
    assert (block.is_right_to_left, block.rows[0].cells[0].borders) == (False, Borders(left=True))
