import pytest
from sdxml_writing import write_blocks
from table_layouts import table_of, written_sdxml

from sdconvert.findings import Kind
from sdconvert.formats.sdxml.write.grid import MAX_COLUMNS, build_grid
from sdconvert.model.blocks import Alignment, Paragraph
from sdconvert.model.inlines import Run
from sdconvert.model.tables import Borders, Cell, Row, Table, VerticalAlignment


def cell(text="x", **fields):
    return Cell((Paragraph((Run(text),)),), **fields)


def table(*rows, columns=(), **fields):
    return Table(tuple(Row(tuple(row)) for row in rows), columns, **fields)


def test_a_table_has_its_frame_shares_rows_and_cells():
    block = table((cell("a"), cell("b")), columns=(20.0, 80.0), caption=(Run("c"),), is_numbered=True, width=92.0)
    written = write_blocks(block)
    borders = 'border-top="0" border-right="0" border-bottom="0" border-left="0"'
    assert written.body == (
        '<table width="92.00%" indent="0" num-enabled="1" caption="c" border-color="#000000">'
        "<column_width><item>20.00%</item><item>80.00%</item></column_width>"
        f"<tr><td {borders}><p>a</p></td><td {borders}><p>b</p></td></tr></table>"
    )
    assert written.ledger.kept[Kind.TABLES] == 1


def test_a_cell_has_spans_and_a_look():
    full = cell(
        is_header=True,
        col_span=2,
        row_span=2,
        borders=Borders(True, False, True, False),
        background="#a0b1c2",
        font_size=9.75,
        alignment=Alignment.CENTER,
        vertical_alignment=VerticalAlignment.MIDDLE,
    )
    assert (
        '<th colspan="2" rowspan="2" border-top="1" border-right="0" border-bottom="1" border-left="0" '
        'font-size="9.75pt" text-align="center" vertical-align="middle" background-color="#a0b1c2" '
        'background-intensity="100%">'
    ) in write_blocks(table((full,), ())).body


def test_the_height_of_a_row_is_in_millimetres():
    assert '<tr min-height="25.40mm">' in write_blocks(Table((Row((cell(),), 72.0),), ())).body


def test_a_cell_without_shading_has_neither_colour_nor_intensity():
    assert "background" not in write_blocks(table((cell(),))).body


def test_what_is_no_colour_is_left_out_and_reported():
    written = write_blocks(table((cell(background="auto"),), border_color="auto"))
    assert "color" not in written.body
    assert written.codes == ["SDXML-W080"]


def test_ragged_rows_are_filled_with_an_empty_cell():
    written = write_blocks(table((cell(), cell(), cell()), (cell(),)))
    assert written.body.count('<td colspan="2"') == 1
    assert written.codes == ["SDXML-W071"]


def test_rows_covered_by_a_span_from_above_need_no_filling():
    written = write_blocks(table((cell(), cell(row_span=2)), (cell(),)))
    assert written.codes == []


def test_a_cell_over_two_rows_leaves_its_place_in_the_second_to_no_other():
    block = table_of([[("a", 1, 2), ("b", 2, 1)], [("c", 1, 1), ("d", 1, 1)]])
    assert written_sdxml(block) == ([["a", "b", "b"], ["a", "c", "d"]], set())


def test_a_span_beyond_the_last_row_is_cut():
    written = write_blocks(table((cell(row_span=9),)))
    assert "rowspan" not in written.body
    assert written.codes == ["SDXML-W071"]


def test_a_span_into_a_covered_place_is_cut():
    grid = build_grid(table((cell(), cell(row_span=2)), (cell(col_span=2),)))
    assert [place.col_span for place in grid.rows[1]] == [1]


def test_absurd_tables_are_bounded_and_keep_their_text():
    grid = build_grid(table((cell(col_span=10**9), cell("a"), cell("b")), [cell()] * 1000))
    assert sum(place.col_span for place in grid.rows[0]) == MAX_COLUMNS
    texts = [block.content[0].text for place in grid.rows[0] for block in place.cell.content]
    assert texts == ["x", "a", "b"]
    assert sum(len(place.cell.content) for place in grid.rows[1]) == 1000


@pytest.mark.parametrize(
    ("columns", "shares"),
    [
        ((1.0, 1.0, 1.0), (33.34, 33.33, 33.33)),
        ((), (33.34, 33.33, 33.33)),
        ((50.0, float("nan"), 0.0), (33.34, 33.33, 33.33)),
        ((10.0, 20.0, 30.0), (16.67, 33.33, 50.0)),
        ((1e308, 1e308, 1.0), (49.99, 50.0, 0.01)),
    ],
)
def test_shares_sum_to_a_hundred_percent(columns, shares):
    grid = build_grid(table([cell()] * 3, columns=columns))
    assert grid.shares == shares
    assert not grid.is_repaired


def test_columns_that_no_row_has_are_left_out():
    grid = build_grid(table((cell(),), columns=(50.0, 50.0)))
    assert grid.shares == (100.0,)
    assert grid.is_repaired


def test_an_empty_table_leaves_its_caption():
    written = write_blocks(Table((), (), caption=(Run("c"),)))
    assert written.body == '<paragraph indent="0">c</paragraph>'
    assert written.ledger.dropped == {(Kind.TABLES, "SDXML-W070"): 1}
