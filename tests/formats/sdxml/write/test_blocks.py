import pytest
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
from sdconvert.model.inlines import LineBreak, Run

TEXT = (Run("x"),)
BROKEN = (Run("a"), LineBreak(), Run("b"))


def body(*blocks, **fields):
    return write_blocks(*blocks, **fields).body


def test_a_plain_heading_has_a_level_and_a_numbered_one_an_enumeration():
    assert body(Heading(TEXT, 2)) == '<heading level="2">x</heading>'
    numbered = Heading(TEXT, 2, is_numbered=True, restarts=True, alignment=Alignment.CENTER)
    assert body(numbered) == '<heading enumeration="2" restartNumbering="1" alignment="center">x</heading>'


def test_a_line_break_in_a_heading_is_a_space():
    written = write_blocks(Heading(BROKEN, 0))
    assert written.body == '<heading level="0">a b</heading>'
    assert written.ledger.changed == {(Kind.LINE_BREAKS, "SDXML-W021"): 1}


def test_a_level_out_of_range_is_clamped_and_reported():
    written = write_blocks(Heading(TEXT, 7), Heading(TEXT, 7), Paragraph(TEXT, -1))
    assert written.body == '<heading level="5">x</heading>' * 2 + '<paragraph indent="0">x</paragraph>'
    assert written.messages == [
        "The heading level 7 of 2 block(s) is beyond what SMASHDOCs knows; it became 5.",
        "The indent -1 of 1 block(s) is beyond what SMASHDOCs knows; it became 0.",
    ]


def test_an_empty_paragraph_is_kept():
    assert body(Paragraph()) == '<paragraph indent="0"></paragraph>'


def test_a_paragraph_has_its_indent_alignment_and_own_style():
    paragraph = Paragraph(TEXT, 3, Alignment.JUSTIFY, style="Own & co")
    expected = '<paragraph indent="3" alignment="justify" stylename="Own &amp; co">x</paragraph>'
    assert body(paragraph, own_styles=frozenset({"Own & co"})) == expected
    assert "stylename" not in body(paragraph)


def test_a_numbered_paragraph_has_an_enumeration():
    assert body(Paragraph(TEXT, number_level=1)) == '<paragraph enumeration="1" indent="0">x</paragraph>'


def test_a_paragraph_goes_on_in_its_own_look_but_without_number_after_a_line_break():
    paragraph = Paragraph(BROKEN, 2, Alignment.RIGHT, number_level=0, restarts=True)
    first = '<paragraph enumeration="0" restartNumbering="1" indent="2" alignment="right">a</paragraph>'
    assert body(paragraph) == first + '<paragraph indent="2" alignment="right">b</paragraph>'


def test_list_items_are_flat_with_a_level():
    items = ListItem(TEXT, True, 0), ListItem(TEXT, False, 1)
    assert body(*items) == '<ol-li indent="0">x</ol-li><ul-li indent="1">x</ul-li>'


def test_ids_do_not_tell_what_became_text():
    """Neither by the names of lists, of which some are none any more, nor by targets to which no reference leads."""
    lists = [write_blocks(ListItem(TEXT, True, list_id=name)).xml for name in ("1", "7")]
    assert lists[0] == lists[1]
    assert write_blocks(Paragraph(TEXT, id="was a target")).xml == write_blocks(Paragraph(TEXT)).xml


def test_the_items_of_one_list_share_a_list_id():
    xml = write_blocks(*(ListItem(TEXT, True, list_id=name) for name in ("7", "8", "7"))).xml
    first, second, third = (piece[:36] for piece in xml.split(' list-id="')[1:])
    assert first == third != second


def test_a_list_item_goes_on_as_an_indented_paragraph():
    item = ListItem((*BROKEN, LineBreak(), Run("c")), True, 1)
    rest = '<paragraph indent="2">b</paragraph><paragraph indent="2">c</paragraph>'
    assert body(item) == '<ol-li indent="1">a</ol-li>' + rest


def test_the_alignment_of_list_items_is_reported_once():
    written = write_blocks(*[ListItem(TEXT, True, alignment=Alignment.CENTER)] * 3)
    assert written.messages == ["3 list item(s) aligned “center” are shown aligned left."]


def test_a_picture_is_an_image_with_its_file_name():
    picture = Picture("p", 51.0, Alignment.CENTER, 1, TEXT, is_numbered=True)
    written = write_blocks(picture, assets={"p": png()})
    attributes = 'width="51.00%" indent="1" num-enabled="1" alignment="center" caption="x"'
    assert written.body.startswith(f"<image {attributes}>")
    assert written.body.endswith(".png</image>")


@pytest.mark.parametrize(("width", "text"), [(250.0, "100.00%"), (0.0, "1.00%"), (float("nan"), "100.00%")])
def test_the_width_of_a_picture_is_a_percentage(width, text):
    assert f'width="{text}"' in body(Picture("p", width), assets={"p": png()})


def test_the_alternative_texts_of_images_are_a_finding_that_holds_them():
    written = write_blocks(Picture("p", text="A cat"), Picture("p", text="A dog"), assets={"p": png()})
    assert written.messages == ["2 picture(s) lose their alternative text; the first: “A cat”."]
    assert written.findings[0].details["whole"] == "A cat\nA dog"


def test_a_picture_that_cannot_be_written_leaves_its_texts():
    written = write_blocks(Picture("gone", caption=TEXT, text="A cat"))
    assert written.body == '<paragraph indent="0">[A cat] x</paragraph>'
    assert written.ledger.dropped == {(Kind.PICTURES, "SDXML-W040"): 1}


def test_page_breaks_and_directories_are_kept():
    written = write_blocks(PageBreak(), Directory(DirectoryKind.CONTENT))
    assert written.body == '<pagebreak/><directory type="content"/>'
    assert written.ledger.kept == {Kind.PAGE_BREAKS: 1, Kind.DIRECTORIES: 1, Kind.CHARACTERS: 0}
