from sdxml_writing import write_blocks
from strategies import png

from sdconvert.findings import Kind
from sdconvert.model.blocks import (
    Alignment,
    Directory,
    DirectoryKind,
    Heading,
    ListItem,
    PageBreak,
    Paragraph,
    Picture,
)
from sdconvert.model.inlines import CrossReference, LineBreak, Link, Note, Run
from sdconvert.model.tables import Cell, Row, Table

TEXT = (Run("x"),)


def table_of(*blocks):
    return Table((Row((Cell(blocks),)),), (100.0,))


def in_cell(*blocks, **settings):
    written = write_blocks(table_of(*blocks), **settings)
    content = written.body.split("<td ")[1].split("</td>")[0]
    return written._replace(body=content.split(">", 1)[1])


def test_a_paragraph_is_a_p_and_may_hold_notes():
    assert in_cell(Paragraph((Run("a"), Note((TEXT,))))).body == "<p>a<footnote>x</footnote></p>"


def test_list_items_stay_list_items():
    written = in_cell(ListItem(TEXT, True, 1), ListItem(TEXT, False))
    assert written.body == '<ol-li indent="1">x</ol-li><ul-li indent="0">x</ul-li>'


def test_line_breaks_split_into_paragraphs_of_the_cell():
    broken = (Run("a"), LineBreak(), Run("b"), LineBreak(), Run("c"))
    assert in_cell(Paragraph(broken)).body == "<p>a</p><p>b</p><p>c</p>"
    assert in_cell(ListItem(broken, True)).body == '<ol-li indent="0">a</ol-li><p>b</p><p>c</p>'


def test_a_heading_is_a_bold_paragraph():
    written = in_cell(Heading((Run("a"), Link("https://a.example", TEXT)), 0))
    assert written.body == '<p><b>a</b><a href="https://a.example"><b>x</b></a></p>'
    assert written.codes == ["SDXML-W073"]


def test_indent_and_own_style_of_a_paragraph_are_reported():
    block = table_of(Paragraph(TEXT, indent=1, style="Own"))
    assert write_blocks(block, own_styles=frozenset({"Own"})).codes == ["SDXML-W074", "SDXML-W075"]


def test_the_alignment_that_all_paragraphs_share_is_that_of_the_cell():
    written = write_blocks(table_of(*[Paragraph(TEXT, alignment=Alignment.RIGHT)] * 2))
    assert 'text-align="right"' in written.body
    assert written.codes == []


def test_paragraphs_aligned_otherwise_than_their_cell_are_reported():
    written = in_cell(Paragraph(TEXT), Paragraph(TEXT, alignment=Alignment.RIGHT))
    assert written.messages == ["1 paragraph(s) in table cells aligned “right” are aligned as their cell is."]


def test_a_picture_stands_within_a_paragraph():
    written = in_cell(Picture("p", text="A cat"), assets={"p": png()})
    assert written.body.startswith('<p><img filename="')
    assert written.body.endswith('.png" caption="A cat"/></p>')
    assert written.codes == ["SDXML-W077"]


def test_the_caption_of_a_picture_goes_before_its_alternative_text():
    written = in_cell(Picture("p", caption=TEXT, text="A cat"), assets={"p": png()})
    assert 'caption="x"' in written.body
    assert "SDXML-W053" in written.codes


def test_a_picture_that_cannot_be_written_leaves_its_texts():
    assert in_cell(Picture("gone", caption=TEXT, text="A cat")).body == "<p>[A cat] x</p>"


def test_a_nested_table_becomes_paragraphs_row_by_row():
    cells = [Cell((Paragraph((Run(text),)),)) for text in "abcd"]
    inner = Table((Row(tuple(cells[:2])), Row(tuple(cells[2:]))), (50.0, 50.0), caption=TEXT)
    written = in_cell(inner)
    assert written.body == "<p>x</p><p>a</p><p>b</p><p>c</p><p>d</p>"
    assert written.ledger.changed == {(Kind.TABLES, "SDXML-W072"): 1}


def test_page_breaks_and_directories_have_no_place():
    written = in_cell(PageBreak(), Directory(DirectoryKind.CONTENT))
    assert written.body == ""
    assert written.codes == ["SDXML-W078", "SDXML-W079"]


def test_a_list_item_can_be_referred_to_and_a_paragraph_cannot():
    table = table_of(ListItem(TEXT, True, id="item"), Paragraph(TEXT, id="p"))
    references = Paragraph((CrossReference("item", text="a"), CrossReference("p", text="b")))
    written = write_blocks(table, references)
    assert written.body.count("<xref") == 1
    assert written.codes == ["SDXML-W015"]
