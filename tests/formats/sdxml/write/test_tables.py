from sdxml_writing import write_blocks
from table_layouts import table_of, written_sdxml

from sdconvert.ledger import Kind
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


def test_columns_that_no_row_has_are_left_out():
    written = write_blocks(table((cell(),), columns=(50.0, 50.0)))
    assert "<column_width><item>100.00%</item></column_width>" in written.body
    assert written.codes == ["SDXML-W071"]


def test_columns_without_cells_keep_their_shares():
    assert write_blocks(Table((), (25.0, 75.0))).body.endswith(
        "<column_width><item>25.00%</item><item>75.00%</item></column_width></table>"
    )


def test_an_empty_table_leaves_its_caption():
    written = write_blocks(Table((), (), caption=(Run("c"),)))
    assert written.body == '<paragraph indent="0">c</paragraph>'
    assert written.ledger.dropped == {(Kind.TABLES, "SDXML-W070"): 1}


def test_tables_from_right_to_left_are_told_once():
    written = write_blocks(*[table((cell(text),), is_right_to_left=True) for text in "ab"])
    assert [(finding.code.id, finding.details["text"]) for finding in written.findings] == [("SDXML-W083", "a")]
    assert [finding.details["count"] for finding in written.findings] == [2]
