from sdxml_writing import write_blocks

from sdconvert.choices import Headings, Labels
from sdconvert.formats.sdxml.write import SdxmlOptions
from sdconvert.model.blocks import Heading, ListItem, Paragraph
from sdconvert.model.inlines import Run

TEXT = (Run("x"),)
LITERAL = SdxmlOptions(labels=Labels.LITERAL)


def heading(label, level, **fields):
    return Heading(TEXT, level, is_numbered=True, label=label, **fields)


def item(label, level=0, list_id="l", is_ordered=True):
    return ListItem(TEXT, is_ordered, level, list_id, label=label)


def test_headings_and_numbered_paragraphs_share_decimal_numbers():
    blocks = (
        heading("1", 0),
        heading("1.1", 1),
        Paragraph(TEXT, number_level=2, label="1.1.1"),
        heading("1.2.", 1),
        heading("2", 0),
        heading("2.1", 1),
        heading("1", 0, restarts=True),
    )
    assert write_blocks(*blocks).codes == []


def test_a_level_that_was_not_met_counts_zero():
    assert write_blocks(heading("0.1", 1)).codes == []


def test_items_count_by_their_own_level_in_their_list():
    items = (
        item("1."),
        item("1.", 1),
        item("2.", 1),
        item("1", list_id="other"),
        Paragraph(TEXT),
        item("2."),
        item("1.", 1),
    )
    assert write_blocks(*items).codes == []


def test_bullets_are_bullets_and_let_deeper_numbers_begin_again():
    items = item("•", is_ordered=False), item("1", 1), item("–", is_ordered=False), item("1", 1)
    assert write_blocks(*items).codes == []


def test_other_labels_are_reported_once_for_each_list_and_level():
    written = write_blocks(item("I."), item("II."), item("III."), item("5.", 1), item("1.", list_id="other"))
    assert [(f.details["label"], f.details["shown"], f.details["count"]) for f in written.findings] == [
        ("I.", "1", 3),
        ("5.", "1", 1),
    ]
    assert set(written.codes) == {"SDXML-W060"}


def test_the_number_of_a_heading_that_is_written_plain_is_reported():
    written = write_blocks(heading("1", 0), options=SdxmlOptions(headings=Headings.PLAIN))
    assert written.findings[0].details["shown"] == "no label"


def test_a_number_that_the_caller_asked_for_is_not_reported():
    block = Heading(TEXT, 0, label="A")
    assert write_blocks(block, options=SdxmlOptions(headings=Headings.NUMBERED)).codes == []


def test_literal_labels_are_text_of_blocks_without_number():
    blocks = heading("Art. I", 1), Paragraph(TEXT, number_level=0, label="A"), item("a)", 2)
    written = write_blocks(*blocks, options=LITERAL)
    assert written.body == (
        '<heading level="1">Art. I\tx</heading><paragraph indent="0">A\tx</paragraph>'
        '<paragraph indent="2">a)\tx</paragraph>'
    )
    assert set(written.codes) == {"SDXML-W061"}


def test_a_label_that_smashdocs_shows_stays_its_own_even_then():
    assert write_blocks(item("1."), item("2."), options=LITERAL).body == '<ol-li indent="0">x</ol-li>' * 2


def test_a_list_that_starts_at_five_stays_literal_to_its_end():
    assert "<ol-li" not in write_blocks(item("5."), item("6."), item("7."), options=LITERAL).body
