import pytest
from sdxml_reading import read_body

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
from sdconvert.model.inlines import Run

ID = "0f8fad5b-d9cb-469f-a165-70867728950e"


def read_one(xml):
    result = read_body(xml)
    assert result.codes == []
    (block,) = result.blocks
    return block


def test_a_numbered_heading():
    heading = read_one(f'<heading id="{ID}" enumeration="2" restartNumbering="1" alignment="right">x</heading>')
    assert heading == Heading((Run("x"),), 2, True, True, Alignment.RIGHT, id=ID)
    assert heading.extra == ()


def test_a_plain_heading():
    assert read_one('<heading level="5">x</heading>') == Heading((Run("x"),), 5)


def test_a_numbered_paragraph_with_a_style():
    assert read_one('<paragraph enumeration="1" indent="3" stylename="Own">x</paragraph>') == Paragraph(
        (Run("x"),), 3, number_level=1, style="Own"
    )


def test_the_styles_of_paragraphs_are_the_authors_own():
    assert read_body('<paragraph indent="0" stylename="Own"/>').document.own_styles == {"Own"}


def test_list_items():
    assert read_one('<ol-li indent="2" list-id="a">x</ol-li>') == ListItem((Run("x"),), True, 2, "a")
    assert read_one("<ul-li>x</ul-li>") == ListItem((Run("x"),), False)


def test_a_picture_of_which_nothing_is_said_is_numbered_and_full_width():
    picture = read_body("<image>a.png</image>").blocks[0]
    assert picture == Picture("a.png", 100.0, is_numbered=True)


@pytest.mark.parametrize(("text", "width"), [("51.00%", 51.0), ("92.0%", 92.0), ("12cm", 100.0), ("250%", 100.0)])
def test_the_width_of_a_picture_is_percent(text, width):
    assert read_body(f'<image width="{text}">a.png</image>').blocks[0].width == width


def test_page_breaks_and_directories():
    assert read_one("<pagebreak/>") == PageBreak()
    assert read_one('<directory type="tables"/>') == Directory(DirectoryKind.TABLES)


def test_what_only_sdxml_says_is_carried():
    paragraph = read_one('<paragraph origin_ids="a b" indent="0" restartNumbering="1"/>')
    assert paragraph.extra == (("id", None), ("origin_ids", "a b"), ("restartNumbering", "1"))


def test_of_two_blocks_with_one_id_the_first_has_it():
    first, second = read_body(f'<paragraph id="{ID}" indent="0"/><paragraph id="{ID}" indent="0"/>').blocks
    assert (first.id, first.extra) == (ID, ())
    assert (second.id, second.extra) == ("", (("id", ID),))


def test_a_level_beyond_the_grammar_is_the_highest():
    result = read_body('<heading level="7">x</heading>')
    assert result.blocks[0].level == 5
    assert result.messages == [
        "The attribute level of 1 heading is “7”, which SDXML 2.6 does not know; it was read as 5."
    ]


def test_an_alignment_that_nobody_knows_is_left():
    result = read_body('<paragraph indent="0" alignment="start"/>')
    assert result.blocks[0].alignment is Alignment.LEFT
    assert result.codes == ["SDXML-R012"]


def test_an_unknown_attribute_is_reported_with_its_values():
    result = read_body('<paragraph indent="0" colour="red"/><paragraph indent="0" colour="blue"/>')
    assert result.codes == ["SDXML-R011"]
    assert result.findings[0].details["values"] == "red, blue"
    assert result.findings[0].details["count"] == 2


def test_an_unknown_block_becomes_a_paragraph():
    result = read_body("<quote>x<b>y</b></quote>")
    assert [node.text for node in result.blocks[0].content] == ["x", "y"]
    assert result.codes == ["SDXML-R010"]


def test_text_between_blocks_becomes_a_paragraph():
    result = read_body('one<paragraph indent="0">two</paragraph> three ')
    assert [block.content[0].text for block in result.blocks] == ["one", "two", "three"]
    assert result.codes == ["SDXML-R013", "SDXML-R013"]


def test_what_stands_beside_the_document_is_a_finding_that_holds_it():
    result = read_body("", around="<notes>remember</notes>")
    assert result.codes == ["SDXML-R016"]
    assert result.findings[0].details["text"] == "remember"


def test_a_finding_names_the_place_and_the_heading_before_it():
    result = read_body('<heading level="0">Purpose</heading><paragraph indent="0" x="1">some words</paragraph>')
    place = result.findings[0].location
    assert (place.part, place.path) == ("sd.xml", "/smashdoc/document/*[2]")
    assert (place.heading, place.words) == ("Purpose", "some words")
