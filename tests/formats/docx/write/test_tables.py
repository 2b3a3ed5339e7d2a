import re
from dataclasses import replace

import pytest
from docx_writing import write_blocks
from strategies import png
from table_layouts import table_of, written_docx
from word_rules import problems

from sdconvert.archive import write_archive
from sdconvert.formats.docx.write import DocxWriteOptions
from sdconvert.model.blocks import Alignment, Heading, ListItem, Paragraph, Picture
from sdconvert.model.inlines import Link, Run
from sdconvert.model.tables import Borders, Cell, Row, Table, VerticalAlignment

ALL = Borders(True, True, True, True)


def cell(text="x", **fields):
    return Cell((Paragraph((Run(text),), style="Normal"),), **fields)


def table(*rows, columns=None, **fields):
    width = max((sum(each.col_span for each in row) for row in rows), default=0)
    return Table(tuple(map(Row, rows)), columns or (round(100 / width, 2),) * width, style="Normal Table", **fields)


def back(*blocks, **fields):
    return write_blocks(*blocks, **fields).back.blocks


def grid(block):
    return [[(c.col_span, c.row_span, texts(c)) for c in row.cells] for row in block.rows]


def texts(cell):
    return "".join(node.text for block in cell.content for node in block.content)


def test_a_table_with_everything_comes_back_as_it_was():
    block = Table(
        (
            Row((cell("a", is_header=True, borders=ALL), cell("b", is_header=True, borders=Borders(top=True)))),
            Row(
                (cell("c", background="#ff00aa", font_size=8.5), cell("d", vertical_alignment=VerticalAlignment.MIDDLE))
            ),
            Row((cell("e", col_span=2, vertical_alignment=VerticalAlignment.BOTTOM),), 30.5),
        ),
        (33.33, 66.67),
        61.8,
        Alignment.CENTER,
        border_color="#123456",
        style="Table Grid",
    )
    assert back(block) == (block,)


@pytest.mark.parametrize("width", [1.0, 12.34, 50.0, 66.67, 87.43, 99.99])
@pytest.mark.parametrize("columns", [(33.33, 66.67), (1.01, 98.99), (12.34, 87.66)])
def test_widths_and_shares_come_back_to_the_hundredth(width, columns):
    found = back(table((cell(), cell()), columns=columns, width=width))[0]
    assert (found.width, found.columns) == (width, columns)


def test_spans_in_both_directions_come_back():
    block = table(
        (cell("a", col_span=2, row_span=2), cell("b")),
        (cell("c", row_span=2),),
        (cell("d"), cell("e")),
    )
    assert grid(back(block)[0]) == grid(block)


def test_a_merged_cell_keeps_the_lines_of_its_far_sides():
    block = table((cell("a", row_span=2, borders=ALL), cell("b")), (cell("c"),))
    assert back(block)[0].rows[0].cells[0].borders == ALL


def test_spans_in_both_directions_are_those_that_python_docx_finds():
    block = table_of([[("a", 1, 2), ("b", 2, 1)], [("c", 1, 1), ("d", 1, 1)]])
    assert written_docx(block).places == [["a", "b", "b"], ["a", "c", "d"]]


def test_gaps_at_the_ends_of_rows_are_no_cells_of_word():
    block = table((Cell(), cell("a"), Cell()), (cell("b"), cell("c"), cell("d")))
    written = write_blocks(block)
    assert "<w:gridBefore" in written.body
    assert "<w:gridAfter" in written.body
    assert written.back.blocks[0].rows == block.rows


def test_ragged_rows_and_impossible_spans_are_repaired_and_reported():
    written = write_blocks(table((cell("a"), cell("b", row_span=9)), (cell("c", col_span=5), cell("d"))))
    assert "DOCX-W051" in written.codes
    assert [texts(c) for row in written.back.blocks[0].rows for c in row.cells if c.content] == ["a", "b", "c", "d"]


def test_more_columns_than_word_has_are_joined_without_losing_text():
    written = write_blocks(table(tuple(cell(str(number)) for number in range(70))))
    assert written.codes == ["DOCX-W051"]
    cells = written.back.blocks[0].rows[0].cells
    assert len(cells) == 63
    assert texts(cells[-1]) == "".join(map(str, range(62, 70)))


def test_a_table_without_cells_becomes_its_caption():
    written = write_blocks(Table((), (), caption=(Run("x"),)))
    assert (written.codes, written.back.blocks[0].content) == (["DOCX-W050"], (Run("x"),))


def test_a_row_of_headers_is_one_with_a_gap_at_its_end_too():
    gap = Cell()
    written = write_blocks(table((cell("a", is_header=True, borders=ALL), gap), (cell("c"), cell("d"))))
    assert "<w:tblHeader/>" in written.body
    assert "<w:gridAfter" in written.body
    assert written.messages == []


def test_header_cells_elsewhere_than_in_the_first_rows_are_reported():
    written = write_blocks(table((cell("a", is_header=True), cell("b")), (cell("c", is_header=True), cell("d"))))
    assert written.messages == ["2 header cell(s) are cells like others."]


def test_a_colour_that_is_none_is_reported():
    assert write_blocks(table((cell(background="auto"),))).codes == ["DOCX-W053"]


@pytest.mark.parametrize("size", [10.0, 10.5, 11.0, 11.5, 12.0, None])
@pytest.mark.parametrize("block", [Paragraph((Run("x"),)), Paragraph(), Heading((Run("x"),), 0)])
def test_the_size_of_text_in_a_cell_comes_back(size, block):
    found = back(table((Cell((block,), font_size=size), cell())))[0]
    assert found.rows[0].cells[0].font_size == size


def test_a_cell_aligns_what_says_nothing_else():
    found = back(table((Cell((Paragraph((Run("x"),)),), alignment=Alignment.RIGHT),)))[0]
    assert found.rows[0].cells[0].alignment is Alignment.RIGHT


def test_a_cell_holds_lists_pictures_and_tables():
    inner = table((cell("in"),))
    content = (ListItem((Run("x"),), True, 0, "a"), Picture("a.png", 10.0), inner)
    found = back(table((Cell(content),)), assets={"a.png": png()})[0]
    assert list(map(type, found.rows[0].cells[0].content)) == [ListItem, Picture, Table]


@pytest.mark.parametrize("caption", [(), (Run("of the first"),)])
@pytest.mark.parametrize("second_caption", [(), (Run("of the second"),)])
@pytest.mark.parametrize("is_numbered", [True, False])
def test_neighbouring_tables_stay_apart_and_keep_their_own_captions(caption, second_caption, is_numbered):
    def captioned(text, caption):
        return table((cell(text),), caption=caption, is_numbered=bool(caption) and is_numbered)

    written = write_blocks(captioned("a", caption), captioned("b", second_caption))
    assert "</w:tbl><w:tbl>" not in written.body
    assert written.back.blocks == (captioned("a", caption), captioned("b", second_caption))


@pytest.mark.parametrize("is_numbered", [True, False])
def test_a_caption_is_not_taken_by_a_picture_before_the_table(is_numbered):
    captioned = table((cell(),), caption=(Run("x"),), is_numbered=is_numbered)
    found = back(Picture("a.png"), captioned, assets={"a.png": png()})
    assert (found[0].caption, found[1].caption) == ((), (Run("x"),))


@pytest.mark.parametrize("is_numbered", [True, False])
def test_a_caption_in_a_cell_belongs_to_the_table_there(is_numbered):
    inner = table((cell("in"),), caption=(Run("x"),), is_numbered=is_numbered)
    outer = table((Cell((inner,)),))
    assert back(outer) == (outer,)


def test_a_body_and_a_cell_end_in_a_paragraph():
    body = write_blocks(table((Cell((table((cell(),)),)),))).body
    assert body.endswith("</w:p>")
    assert "</w:tbl></w:tc>" not in body


def test_a_table_in_a_cell_is_no_wider_than_its_cell():
    inner = table((cell(), cell()), columns=(50.0, 50.0), width=100.0)
    outer = table((Cell((inner,)), cell()), columns=(50.0, 50.0), width=50.0)
    xml = write_blocks(outer).body
    widths = [int(width) for width in re.findall(r'<w:tblW w:w="(\d+)" w:type="dxa"/>', xml)]
    assert abs(widths[1] - (widths[0] / 2 - 216)) < 1
    assert back(outer)[0].rows[0].cells[0].content[0].width == 100.0


@pytest.mark.parametrize("alignment", [Alignment.LEFT, Alignment.CENTER, Alignment.RIGHT])
def test_a_table_from_right_to_left_stays_one_where_it_stands(alignment):
    """ECMA-376 Part 1, 17.4.1 (bidiVisual): its alignment counts from where rows begin."""
    block = table((cell("a", borders=Borders(left=True)), cell("b")), alignment=alignment, is_right_to_left=True)
    written = write_blocks(block)
    assert written.back.blocks == (block,)
    width, _, justification = written.body.partition("<w:bidiVisual/>")[2].partition("/>")
    assert width.startswith("<w:tblW ")
    said = {Alignment.RIGHT: "<w:tblLayout", Alignment.CENTER: '<w:jc w:val="center"/>'}
    assert justification.startswith(said.get(alignment, '<w:jc w:val="right"/>'))


@pytest.mark.parametrize("width", [10.0, 33.33, 100.0])
def test_a_picture_in_a_cell_is_as_wide_as_its_share_of_the_cell(width):
    block = table((Cell((Picture("a.png", width, style="Normal"),)), cell()), columns=(40.0, 60.0), width=50.0)
    found = back(block, assets={"a.png": png()})[0].rows[0].cells[0].content[0]
    assert found.width == pytest.approx(width, abs=0.02)


@pytest.mark.parametrize(
    ("borders", "style_id"),
    [(ALL, "SMASHDOCsGrid"), (Borders(), "SMASHDOCsPlain"), (Borders(top=True), "SMASHDOCsPlain")],
)
def test_what_the_cells_of_a_table_share_is_said_by_its_style(borders, style_id):
    block = table((cell(borders=borders), cell(borders=borders)))
    written = write_blocks(block)
    assert f'<w:tblStyle w:val="{style_id}"/>' in written.body
    assert ("<w:tcBorders>" in written.body) is (borders == Borders(top=True))
    assert "<w:tblCellMar>" not in written.body
    assert written.back.blocks == (block,)


def test_lines_that_differ_are_said_by_every_cell():
    block = table((cell(borders=ALL), cell()), (cell(), cell(borders=ALL)))
    written = write_blocks(block)
    assert written.body.count("<w:tcBorders>") == 4
    assert written.back.blocks == (block,)


def test_the_colour_of_lines_is_said_once():
    block = table((cell(borders=ALL), cell(borders=ALL)), border_color="#aa0000")
    written = write_blocks(block)
    assert written.body.count('w:color="aa0000"') == 6
    assert written.back.blocks == (block,)


def test_a_style_of_the_documents_says_nothing_so_the_table_does():
    block = replace(table((cell(), cell())), style="Table Grid")
    written = write_blocks(block)
    assert '<w:tblBorders><w:top w:val="nil"/>' in written.body
    assert written.back.blocks == (block,)


def test_a_style_of_a_template_is_taken_as_it_is_and_the_cells_say_all():
    template = write_blocks(Paragraph()).data
    written = write_blocks(
        replace(table((cell(borders=ALL),)), style="Table Grid"), options=DocxWriteOptions(template=template)
    )
    assert "<w:tblBorders>" not in written.body
    assert "<w:tcBorders>" in written.body


def test_a_template_says_how_tables_of_no_style_look():
    template = write_blocks(Paragraph()).data
    written = write_blocks(table((cell(borders=ALL),)), options=DocxWriteOptions(template=template))
    assert '<w:tblStyle w:val="SMASHDOCsGrid"/>' in written.body
    assert written.codes == []


LINK = Link("https://a.b", (Run("there"),))
AUTOMATIC = '<w:color w:val="auto"/>'


@pytest.mark.parametrize("fill", ["#000000", "#1f3864", "#c00000", "#808080"])
@pytest.mark.parametrize(
    "block",
    [Paragraph((LINK,)), Heading((Run("a"),), 0), Picture("a.png", caption=(Run("a"),))],
    ids=["link", "heading", "caption"],
)
def test_text_whose_style_cannot_be_read_on_the_colour_of_its_cell_is_black_or_white(fill, block):
    cells = (Cell((block,), background=fill), Cell((block,)))
    written = write_blocks(table(cells), assets={"a.png": png()})
    coloured, plain = re.findall("<w:tc>.*?</w:tc>", written.body)
    assert AUTOMATIC in coloured
    assert AUTOMATIC not in plain
    assert problems(written.parts) == []


@pytest.mark.parametrize("fill", ["#ffffff", "#ffff00", "#f2f2f2", "#deeaf6"])
def test_text_that_can_be_read_keeps_the_colour_of_its_style(fill):
    blocks = (Paragraph((LINK,)), Heading((Run("a"),), 0), Paragraph((Run("b"),)))
    assert AUTOMATIC not in write_blocks(table((Cell(blocks, background=fill),))).body


def test_text_of_no_colour_needs_none_for_word_makes_it_readable():
    assert AUTOMATIC not in write_blocks(table((cell(background="#000000"),))).body


def test_the_colour_around_a_table_in_a_cell_counts_there_too():
    inner = table((Cell((Paragraph((LINK,)),)), Cell((Paragraph((LINK,)),), background="#ffffff")))
    written = write_blocks(table((Cell((inner, Paragraph((Run("a"),))), background="#000000"),)))
    assert written.body.count(AUTOMATIC) == 1


def test_the_colour_of_text_of_a_template_counts():
    styles = write_blocks(Paragraph()).parts
    grey = {
        name: styles[name].replace(b"<w:rPrDefault>\n      <w:rPr>", b'<w:rPrDefault><w:rPr><w:color w:val="404040"/>')
        for name in styles
    }
    options = DocxWriteOptions(template=write_archive(grey))
    assert AUTOMATIC in write_blocks(table((cell(background="#000000"),)), options=options).body
    assert AUTOMATIC not in write_blocks(table((cell(background="#ffffff"),)), options=options).body


def test_sizes_beyond_all_reason_are_the_largest_of_word():
    assert '<w:sz w:val="3276"/>' in write_blocks(table((cell(font_size=1e308),))).body
