import pytest
from parsx_reading import blocks, codes, read_body

from sdconvert.ledger import Kind
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


@pytest.mark.parametrize(
    ("inside", "caption", "is_numbered", "below", "told"),
    [
        ("<titel>a</titel>", "a", False, [], []),
        ("<titel><zaehler> 1 </zaehler>a</titel>", "a", True, [], []),
        ("<titel><text>a<zaehler>1</zaehler></text>b</titel>", "ab", True, [], []),
        ("<titel>a<fett>b</fett>c</titel>", "abc", False, [], []),
        ("<caption>a</caption>", "a", False, [], []),
        ("<titel>a</titel><titel>b</titel><abs>c</abs>", "a", False, ["b", "c"], []),
        ("<titel>a</titel><legende>b</legende>", "a", False, ["b"], ["PARSX-R050"]),
        ("<legende>a</legende><legende>b</legende><abs>c</abs>", "a", False, ["b", "c"], []),
        ("<abs>c</abs>", "", False, ["c"], []),
    ],
)
def test_a_table_has_one_caption_and_what_else_is_there_follows_it(
    inside: str, caption: str, is_numbered: bool, below: list[str], told: list[str]
) -> None:
    result = read_body(f"<tabelle>{inside}<table><tr><td>x</td></tr></table></tabelle>")
    found, *rest = result.value.blocks
    assert ("".join(run.text for run in found.caption), found.is_numbered) == (caption, is_numbered)
    assert ["".join(run.text for run in block.content) for block in rest] == below
    assert codes(result) == told
    assert result.ledger.read[Kind.TABLES] == 1


def test_a_table_without_a_frame_has_its_own_caption() -> None:
    inner = "<caption>a</caption><legende>b</legende><tr><td>c</td></tr>"
    result = read_body(f"<table>{inner}</table>")
    (found,) = result.value.blocks
    assert found.caption == A
    assert [row.cells[0].content[0].content[0].text for row in found.rows] == ["b", "c"]
    assert codes(result) == ["PARSX-R001"]


def test_tables_in_one_frame_are_one_below_the_other() -> None:
    grid = "<table><tr><td>a</td></tr></table>"
    (found,) = blocks(f"<tabelle>{grid}{grid}</tabelle>")
    assert len(found.rows) == 2


def test_what_is_no_row_is_one_with_its_text() -> None:
    result = read_body("<table><tr><td>a</td></tr><zeile>a</zeile></table>")
    assert result.value.blocks[0].rows == (Row((CELL,)), Row((CELL,)))
    assert codes(result) == ["PARSX-R001"]


@pytest.mark.parametrize(
    ("text", "span"),
    [("2", 2), (" 2 ", 2), ("0", 1), ("1000", 1000), ("1001", 1000), ("9" * 9, 1), ("²", 1), ("", 1)],
)
def test_a_span_is_a_number_from_1_to_1000(text: str, span: int) -> None:
    assert table(f'<tr><td colspan="{text}"/></tr>').rows[0].cells[0].col_span == span


@pytest.mark.parametrize(
    ("columns", "shares"),
    [
        ('<col width="30%"/><col width="30%"/>', (30, 30)),
        ('<col width="1*"/><col width="3*"/>', (25, 75)),
        ('<col width="50%"/><col width="50"/>', (50, 50)),
        ('<col width="20%"/><col width="60"/>', (25, 75)),
        ('<col width="0"/><col width="1"/>', ()),
        ('<col width="wide"/><col width="1"/>', ()),
        ('<col width="1"/><col/>', ()),
    ],
)
def test_columns_are_percent_or_shares_of_their_sum_or_unknown(columns: str, shares: tuple[float, ...]) -> None:
    assert table(columns).columns == shares


def test_only_rows_of_the_head_are_header_cells() -> None:
    row = "<tr><td>a</td></tr>"
    rows = table(f"<thead>{row}</thead><tbody>{row}</tbody><tfoot>{row}</tfoot>{row}").rows
    assert [row.cells[0].is_header for row in rows] == [True, False, False, False]
