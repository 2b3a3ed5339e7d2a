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
    result = read_body(f'<paragraph id="{ID}" indent="0"/><paragraph id="{ID}" indent="0"/>')
    first, second = result.blocks
    assert (first.id, first.extra) == (ID, ())
    assert (second.id, second.extra) == ("", ())
    assert result.codes == ["SDXML-R017"]


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


@pytest.mark.parametrize(
    ("xml", "level", "is_numbered", "restarts"),
    [
        ('<heading level="2" restartNumbering="1"/>', 2, False, False),
        ('<heading level="2" enumeration="1"/>', 1, True, False),
        ("<heading/>", 0, False, False),
    ],
)
def test_an_enumeration_makes_a_heading_numbered_and_only_then_it_restarts(xml, level, is_numbered, restarts):
    heading = read_one(xml)
    assert (heading.level, heading.is_numbered, heading.restarts) == (level, is_numbered, restarts)


def test_only_a_numbered_paragraph_restarts():
    numbered, plain = read_body(
        f'<paragraph id="{ID}" indent="0" enumeration="0" restartNumbering="1"/>'
        '<paragraph indent="0" restartNumbering="1"/>'
    ).blocks
    assert (numbered.restarts, numbered.extra) == (True, ())
    assert plain.restarts is False


@pytest.mark.parametrize(
    ("xml", "attribute", "result"),
    [
        ('<heading level="0" indent="99"/>', "indent", "15"),
        ('<heading level="01"/>', "level", "1"),
        ('<heading level="²"/>', "level", "none"),
        ('<paragraph indent="-1"/>', "indent", "none"),
        ('<paragraph indent="0" enumeration="6"/>', "enumeration", "5"),
        ('<ul-li indent="16"/>', "indent", "15"),
        ('<ol-li indent="0" enumeration="9"/>', "enumeration", "5"),
        ('<image num-enabled="yes">gone.png</image>', "num-enabled", "none"),
        ('<table indent="16"><tr/></table>', "indent", "15"),
        ('<table><tr><td vertical-align="high"/></tr></table>', "vertical-align", "top"),
        ('<table><tr><td border-top="2"/></tr></table>', "border-top", "1"),
        ('<directory type="quotes"/>', "type", "content"),
    ],
)
def test_a_value_beyond_the_grammar_is_told_with_what_it_was_read_as(xml, attribute, result):
    (finding,) = [each for each in read_body(xml).findings if each.code.id == "SDXML-R012"]
    assert (finding.details["attribute"], finding.details["result"]) == (attribute, result)


def test_indents_and_levels_go_as_far_as_those_of_the_grammar():
    item, paragraph, table = read_body(
        '<ul-li indent="15">x</ul-li><paragraph indent="15"/><table indent="15"><tr/></table>'
    ).blocks
    assert (item.level, paragraph.indent, table.indent) == (15, 15, 15)


def test_a_switch_that_is_no_number_is_as_if_it_were_not_there():
    assert read_body('<image num-enabled="yes">gone.png</image>').blocks[0].is_numbered is True


@pytest.mark.parametrize(
    ("xml", "codes"),
    [
        ('<pagebreak x="1"/>', ["SDXML-R011"]),
        ("<pagebreak>words</pagebreak>", ["SDXML-R015"]),
        ('<directory type="images">words</directory>', ["SDXML-R015"]),
        ('<directory type="images" x="1"/>', ["SDXML-R011"]),
        ('<quote x="1">words</quote>', ["SDXML-R010", "SDXML-R011"]),
        ('<image id="i" x="1">gone.png</image>', ["SDXML-R030", "SDXML-R011"]),
    ],
)
def test_what_a_block_cannot_hold_is_reported(xml, codes):
    assert read_body(xml).codes == codes


def test_an_empty_style_is_no_style_of_the_author():
    assert read_body('<paragraph indent="0" stylename=""/>').document.own_styles == frozenset()


def test_the_heading_of_a_finding_is_the_last_heading_and_no_paragraph():
    blocks = '<heading level="0">Purpose</heading><paragraph indent="0">text</paragraph><paragraph indent="0" x="1"/>'
    assert read_body(blocks).findings[0].location.heading == "Purpose"


def test_what_stands_twice_or_between_the_parts_is_a_finding_that_holds_it():
    result = read_body("", around="tail<document>again</document><indexes/><indexes>more</indexes>")
    assert [finding.details["text"] for finding in result.findings] == ["tail", "again", "more"]
    assert [finding.details["element"] for finding in result.findings] == ["smashdoc", "document", "indexes"]


def test_what_is_quoted_in_a_finding_is_not_longer_than_a_line():
    long = "x" * 500
    result = read_body(
        f'<paragraph indent="{long}" {long}="{long}">{long}<{long}/></paragraph><image>{long}</image>'
        f'<paragraph indent="0"><xref href="{long}" data-num-enabled="1" data-content-enabled="1"/></paragraph>'
        f"<quote>{long}</quote>"
    )
    assert sorted(result.codes) == ["SDXML-R010", "SDXML-R010", "SDXML-R011", "SDXML-R012", "SDXML-R030", "SDXML-R041"]
    for finding in result.findings:
        assert [value for value in finding.details.values() if len(str(value)) > 200] == []
        assert len(finding.location.words) <= 60
    quoted = [len(str(value)) for finding in result.findings for value in finding.details.values()]
    assert (max(quoted), quoted.count(80)) == (200, 7)


def test_of_many_values_twenty_are_shown_and_all_are_counted():
    result = read_body("".join(f'<paragraph indent="0" x="{number}"/>' for number in range(30)))
    assert result.findings[0].details["values"] == ", ".join(map(str, range(20)))
    assert result.findings[0].details["count"] == 30
