from html_pages import write_blocks
from table_layouts import table_of, written_html

from sdconvert.model.blocks import Alignment, Heading, Paragraph
from sdconvert.model.inlines import Run
from sdconvert.model.tables import Borders, Cell, Row, Table, VerticalAlignment


def cell(text="", *args, **fields):
    return Cell((Paragraph((Run(text),)),) if text else (), *args, **fields)


def table(*rows, columns=(), **fields):
    return Table(tuple(Row(tuple(cells)) for cells in rows), columns, **fields)


def written(*rows, **fields):
    main = write_blocks(table(*rows, **fields)).main
    return main.replace("\n", "").removeprefix('<table style="width:100.0%">').removesuffix("</table>")


def test_header_rows_stand_in_the_head_and_name_their_columns():
    assert written([cell("a", is_header=True)], [cell("b")]) == (
        '<thead><tr><th scope="col"><p>a</p></th></tr></thead><tbody><tr><td><p>b</p></td></tr></tbody>'
    )


def test_a_header_cell_in_a_row_names_the_row():
    assert '<th scope="row"><p>a</p></th><td><p>b</p></td>' in written([cell("a", is_header=True), cell("b")])


def test_a_header_row_that_reaches_into_the_body_is_part_of_it():
    assert "<thead>" not in written([cell("a", row_span=2, is_header=True)], [])


def test_a_heading_cannot_stand_in_a_header_cell():
    holder = Cell((Heading((Run("h"),), 0),), is_header=True)
    assert '<td class="header"><h1>h</h1></td>' in written([holder])


def test_looks_of_a_cell_are_classes_and_styles_and_its_text_is_readable():
    look = cell(
        "a",
        borders=Borders(True, False, True, False),
        background="#000080",
        font_size=9.5,
        alignment=Alignment.CENTER,
        vertical_alignment=VerticalAlignment.MIDDLE,
    )
    assert '<td class="t b center middle" style="background:#000080;color:#fff;font-size:9.5pt">' in written([look])


def test_widths_are_those_of_columns():
    assert '<col style="width:30.0%"><col style="width:70.0%">' in written([cell("a"), cell("b")], columns=(30.0, 70.0))


def test_columns_in_which_no_cell_begins_are_joined():
    main = write_blocks(table([cell("a", 2)], [cell("b", 2)], columns=(30.0, 70.0))).main
    assert '<col style="width:100.0%">' in main
    assert 'data-columns="30.0 70.0"' in main
    assert "colspan" not in main


def test_a_cell_over_two_rows_leaves_its_place_in_the_second_to_no_other():
    block = table_of([[("a", 1, 2), ("b", 2, 1)], [("c", 1, 1), ("d", 1, 1)]])
    assert written_html(block) == ([["a", "b", "b"], ["a", "c", "d"]], set())


def test_short_rows_are_filled():
    assert '<p>c</p></td><td class="bare"></td></tr>' in written([cell("a"), cell("b")], [cell("c")])


def test_spans_that_run_out_of_the_table_are_cut_and_told():
    result = write_blocks(table([cell("a", 1, 9)]))
    assert "rowspan" not in result.main
    assert result.codes == ["HTML-W071"]


def test_colours_and_sizes_that_are_none_are_told():
    bad = cell("a", background="red;}</style>", font_size=-1.0)
    result = write_blocks(table([bad], border_color="auto"))
    assert "style=" not in result.main.replace('style="width:100.0%"', "")
    assert sorted(result.codes) == ["HTML-W080", "HTML-W080", "HTML-W081"]


def test_a_caption_carries_the_number_of_the_table():
    result = write_blocks(table([cell("a")], caption=(Run("C"),), is_numbered=True))
    assert '<caption><span class="number">Table 1: </span>C</caption>' in result.main


def test_a_table_from_right_to_left_has_its_lines_where_they_are_seen_and_text_its_own_direction():
    block = table([cell("a", borders=Borders(left=True))], is_right_to_left=True)
    main = write_blocks(block).main.replace("\n", "")
    assert '<table style="width:100.0%" dir="rtl">' in main
    assert '<td class="r" dir="ltr"><p>a</p></td>' in main
