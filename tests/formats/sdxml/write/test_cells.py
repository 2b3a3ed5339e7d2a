from sdxml_writing import write_blocks
from strategies import png

from sdconvert.ledger import Kind
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


def test_how_a_blank_paragraph_is_aligned_is_not_seen():
    written = write_blocks(table_of(Paragraph(), Paragraph(TEXT, alignment=Alignment.RIGHT)))
    assert 'text-align="right"' in written.body
    assert written.messages == []


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


def grid(*texts, columns=2, **settings):
    """A table of these texts, each a paragraph in a cell."""
    cells = [Cell((Paragraph((Run(text),)),)) if text else Cell() for text in texts]
    rows = [Row(tuple(cells[start : start + columns])) for start in range(0, len(cells), columns)]
    return Table(tuple(rows), (100.0 / columns,) * columns, **settings)


def test_a_nested_table_of_short_cells_becomes_a_line_for_each_row():
    written = in_cell(grid("a", "b", "", "d", caption=TEXT))
    assert written.body == "<p>x</p><p>a | b</p><p> | d</p>"
    assert written.ledger.changed == {(Kind.TABLES, "SDXML-W072"): 1}
    assert written.ledger.added == {(Kind.CHARACTERS, "SDXML-W072"): 6}


def test_an_empty_paragraph_in_an_inner_cell_makes_it_no_longer():
    inner = Table((Row((Cell((Paragraph(), Paragraph(TEXT), Paragraph())), Cell((Paragraph(),)))),), (50.0, 50.0))
    assert in_cell(inner).body == "<p>x | </p>"


def test_nested_tables_of_one_size_are_told_together():
    written = in_cell(grid("a", "b", "c", "d"), grid("e", "f", "g", "h"))
    assert written.messages == [
        "2 table(s) of 2 × 2 within table cells became lines of their cells, one for each row; the first: "
        "“a | b | c | d”."
    ]


def test_a_nested_table_with_more_than_a_line_in_a_cell_stands_behind_its_parent():
    long = Table((Row((Cell((Paragraph(TEXT), Paragraph(TEXT))), Cell((Paragraph(TEXT),)))),), (50.0, 50.0))
    written = write_blocks(table_of(Paragraph((Run("before"),)), long), Paragraph((Run("after"),)))
    outer, inner = written.body.split("</table>")[:2]
    assert "<p>before</p><p>[Table 1 × 2 ↓]</p></td>" in outer
    assert inner.count("<p>x</p>") == 3
    assert written.body.endswith(">after</paragraph>")
    assert written.codes == ["SDXML-W081"]


def test_a_nested_list_item_is_never_part_of_a_line():
    item = Table((Row((Cell((ListItem(TEXT, True),)), Cell())),), (50.0, 50.0))
    assert write_blocks(table_of(item)).codes == ["SDXML-W081"]


def test_tables_in_a_table_that_was_lifted_stand_behind_it():
    inner = table_of(Paragraph(TEXT), Paragraph(TEXT)).rows[0].cells[0]
    middle = Table((Row((Cell((Table((Row((inner, inner)),), (50.0, 50.0)),)), inner)),), (50.0, 50.0))
    assert write_blocks(table_of(middle)).body.count("</table>") == 3


def test_a_nested_table_of_one_cell_is_its_content():
    written = in_cell(table_of(Paragraph(TEXT), ListItem(TEXT, False)))
    assert written.body == '<p>x</p><ul-li indent="0">x</ul-li>'
    assert written.codes == ["SDXML-W072"]


def test_page_breaks_and_directories_have_no_place():
    written = in_cell(PageBreak(), Directory(DirectoryKind.CONTENT), PageBreak())
    assert written.body == ""
    assert sorted(written.codes) == ["SDXML-W078", "SDXML-W079"]
    assert "2 page break(s) in table cells are lost." in written.messages


def test_a_list_item_can_be_referred_to_and_a_paragraph_cannot():
    table = table_of(ListItem(TEXT, True, id="item"), Paragraph(TEXT, id="p"))
    references = Paragraph((CrossReference("item", text="a"), CrossReference("p", text="b")))
    written = write_blocks(table, references)
    assert written.body.count("<xref") == 1
    assert written.codes == ["SDXML-W015"]
