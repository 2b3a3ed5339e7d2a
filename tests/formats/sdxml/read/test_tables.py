import pytest
from sdxml_reading import read_body

from sdconvert.formats.sdxml.attributes import parse_background
from sdconvert.model.blocks import Alignment, ListItem, Paragraph
from sdconvert.model.inlines import Run
from sdconvert.model.tables import Borders, Cell, VerticalAlignment


def read_table(content, attributes=""):
    (table,) = read_body(f"<table {attributes}>{content}</table>").blocks
    return table


def read_cell(xml):
    return read_table(f"<tr>{xml}</tr>").rows[0].cells[0]


def test_a_table_has_its_columns_rows_and_look():
    table = read_table(
        '<column_width><item>20%</item><item>80%</item></column_width><tr min-height="6.35mm"><th/><td/></tr>',
        'width="92.0%" border-color="#1F4e79" caption="c" num-enabled="0" indent="1" alignment="center"',
    )
    assert table.columns == (20.0, 80.0)
    assert (table.width, table.border_color, table.caption) == (92.0, "#1F4e79", (Run("c"),))
    assert (table.is_numbered, table.indent, table.alignment) == (False, 1, Alignment.CENTER)
    (row,) = table.rows
    assert row.min_height == 18.0
    assert [cell.is_header for cell in row.cells] == [True, False]


def test_a_cell_has_its_spans_and_look():
    cell = read_cell(
        '<td colspan="2" rowspan="3" border-top="1" border-left="1" font-size="9.750243756093903pt" text-align="right"'
        ' vertical-align="middle" background-color="#ff0000" background-intensity="100%"/>'
    )
    assert cell == Cell(
        (), 2, 3, False, Borders(True, False, False, True), "#ff0000", 9.75, Alignment.RIGHT, VerticalAlignment.MIDDLE
    )


@pytest.mark.parametrize(
    ("colour", "intensity", "seen"),
    [
        (None, None, None),
        ("#000000", None, None),
        ("#ff0000", None, "#ff0000"),
        ("#ff0000", "100%", "#ff0000"),
        ("#ff0000", "50%", "#ff8080"),
        ("#000000", "0.1", "#e6e6e6"),
        (None, "20%", "#cccccc"),
        ("#ff0000", "0%", None),
    ],
)
def test_the_intensity_tells_how_much_of_a_colour_is_seen(colour, intensity, seen):
    assert parse_background(colour, intensity) == seen


def test_paragraphs_of_a_cell_are_aligned_as_it_is():
    cell = read_cell('<td text-align="right"><p>x</p><ol-li indent="1" list-id="l">y</ol-li></td>')
    assert cell.content == (
        Paragraph((Run("x"),), alignment=Alignment.RIGHT),
        ListItem((Run("y"),), True, 1, "l"),
    )


def test_text_directly_in_a_cell_becomes_a_paragraph():
    result = read_body("<table><tr><td>x<p>y</p></td></tr></table>")
    assert [block.content for block in result.blocks[0].rows[0].cells[0].content] == [(Run("x"),), (Run("y"),)]
    assert result.codes == ["SDXML-R013"]


def test_other_blocks_in_a_cell_are_read_all_the_same():
    result = read_body('<table><tr><td><paragraph indent="0">x</paragraph><quote>y</quote></td></tr></table>')
    assert [block.content for block in result.blocks[0].rows[0].cells[0].content] == [(Run("x"),), (Run("y"),)]
    assert result.codes == ["SDXML-R014", "SDXML-R010"]


def test_rows_in_a_group_are_rows():
    result = read_body("<table><tbody><tr><td/></tr></tbody></table>")
    assert len(result.blocks[0].rows) == 1
    assert result.codes == ["SDXML-R010"]


def test_text_between_cells_is_a_finding_that_holds_it():
    result = read_body("<table>one<tr>two<td/></tr></table>")
    assert [finding.details["text"] for finding in result.findings] == ["one", "two"]


@pytest.mark.parametrize("value", ["0", "many", "-1", "1000000000"])
def test_a_span_that_is_none_is_one(value):
    assert read_cell(f'<td colspan="{value}"/>').col_span == 1


@pytest.mark.parametrize(
    ("xml", "texts"),
    [
        ("<table><tr/>after<tr/></table>", ["after"]),
        ("<table><tr><td/>after<td/></tr></table>", ["after"]),
        ("<table><tbody>in<tr/></tbody></table>", ["in"]),
        ("<table><column_width><width>30%</width></column_width><tr/></table>", ["30%"]),
    ],
)
def test_what_stands_between_rows_and_cells_is_a_finding_that_holds_it(xml, texts):
    findings = [finding for finding in read_body(xml).findings if finding.code.id in ("SDXML-R015", "SDXML-R016")]
    assert [finding.details["text"] for finding in findings] == texts


def test_the_first_of_several_lists_of_column_widths_counts():
    lists = "<column_width><item>20%</item></column_width><column_width><item>80%</item></column_width>"
    assert read_table(f"{lists}<tr/>").columns == (20.0,)


def test_what_is_no_cell_becomes_one_with_its_text():
    result = read_body("<table><tr><cell>x</cell><td/></tr></table>")
    assert [cell.content for cell in result.blocks[0].rows[0].cells] == [(Paragraph((Run("x"),)),), ()]
    assert result.codes == ["SDXML-R010"]


def test_whatever_makes_a_paragraph_in_a_cell_it_is_aligned_as_the_cell_is():
    cell = read_cell('<td text-align="right">one<p/>two<quote>three</quote></td>')
    texts = [(node.content and node.content[0].text, node.alignment) for node in cell.content]
    assert texts == [
        ("one", Alignment.RIGHT),
        ((), Alignment.RIGHT),
        ("two", Alignment.RIGHT),
        ("three", Alignment.RIGHT),
    ]


@pytest.mark.parametrize(
    ("xml", "codes"),
    [
        ('<td><p x="1"/></td>', ["SDXML-R011"]),
        ('<td x="1"/>', ["SDXML-R011"]),
        ("<td><table><tr/></table></td>", ["SDXML-R014"]),
        ("<td><image>gone.png</image></td>", ["SDXML-R014", "SDXML-R030"]),
        ('<td><heading level="1"/></td>', ["SDXML-R014"]),
    ],
)
def test_what_a_cell_cannot_hold_is_reported(xml, codes):
    assert sorted(read_body(f"<table><tr>{xml}</tr></table>").codes) == codes


@pytest.mark.parametrize("side", ["top", "right", "bottom", "left"])
def test_each_side_of_a_cell_has_its_border(side):
    assert read_cell(f'<td border-{side}="1"/>').borders == Borders(**{side: True})
