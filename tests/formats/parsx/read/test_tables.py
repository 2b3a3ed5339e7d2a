from parsx_reading import blocks, codes, read_body

from sdconvert.model.blocks import Alignment, ListItem, Paragraph
from sdconvert.model.inlines import Run
from sdconvert.model.tables import Cell, Row, Table, VerticalAlignment

A = (Run("a"),)
CELL = Cell((Paragraph(A),))


def table(inner: str, *, around: str = "") -> Table:
    (block,) = blocks(f"<tabelle>{around}<table>{inner}</table></tabelle>")
    assert isinstance(block, Table)
    return block


def test_rows_of_all_sections_stand_one_after_the_other_and_those_of_the_head_are_header_cells() -> None:
    inner = "<thead><tr><td>a</td></tr></thead><tbody><tr><td>a</td><th>a</th></tr></tbody>"
    head = Cell((Paragraph(A),), is_header=True)
    assert table(inner) == Table((Row((head,)), Row((CELL, head))), ())


def test_spans_and_alignments_are_those_of_html_and_nonsense_is_one() -> None:
    inner = '<tr><td colspan="2" rowspan="3" align="right" valign="middle"/><td colspan="x" rowspan="-1"/></tr>'
    cell = Cell((), 2, 3, alignment=Alignment.RIGHT, vertical_alignment=VerticalAlignment.MIDDLE)
    assert table(inner).rows == (Row((cell, Cell())),)


def test_columns_are_shares_whatever_their_unit() -> None:
    assert table('<colgroup><col width="25%"/><col width="75%"/></colgroup>').columns == (25, 75)
    assert table('<col width="3cm"/><col width="1cm"/>').columns == (75, 25)
    assert table('<col width="3cm"/><col/>').columns == ()


def test_the_caption_is_the_title_and_a_legend_below_it_a_paragraph() -> None:
    result = read_body(
        "<tabelle><titel><zaehler>1</zaehler><text>a</text></titel><table/><legende><abs>a</abs></legende></tabelle>"
    )
    assert result.value.blocks == (Table((), (), caption=A, is_numbered=True), Paragraph(A))
    assert codes(result) == ["PARSX-R050"]


def test_without_a_title_the_legend_is_the_caption() -> None:
    assert blocks("<tabelle><table/><legende>a</legende></tabelle>") == (Table((), (), caption=A),)


def test_a_cell_holds_any_blocks() -> None:
    inner = "<tr><td><abs>a</abs><liste_ungeordnet><eintrag>a</eintrag></liste_ungeordnet><table/></td></tr>"
    (row,) = table(inner).rows
    assert row.cells[0].content == (Paragraph(A), ListItem(A, False, 0, "1"), Table((), ()))


def test_columns_are_those_of_the_table_itself() -> None:
    inner = '<colgroup><col width="100%"/></colgroup><tr><td><table><col width="50%"/></table></td></tr>'
    assert table(inner).columns == (100,)
