from docx_writing import write_blocks

from sdconvert.model.blocks import Heading, ListItem, Paragraph
from sdconvert.model.inlines import Run

TEXT = (Run("x"),)


def item(list_id="a", level=0, is_ordered=True):
    return ListItem(TEXT, is_ordered, level, list_id)


def heading(level=0, **fields):
    return Heading(TEXT, level, True, **fields)


def labels(*blocks):
    return [block.label for block in write_blocks(*blocks).back.blocks]


def test_headings_and_numbered_paragraphs_count_together():
    blocks = (heading(), heading(1), Paragraph(TEXT, number_level=1), Heading(TEXT, 0), heading())
    assert labels(*blocks) == ["1", "1.1", "1.2", "", "2"]


def test_a_restart_comes_back_where_it_was():
    blocks = (heading(), heading(), heading(restarts=True), heading(1), heading(1, restarts=True), heading())
    back = write_blocks(*blocks).back.blocks
    assert [block.label for block in back] == ["1", "2", "1", "1.1", "1.1", "2"]
    assert [block.restarts for block in back] == [False, False, True, False, True, False]


def test_levels_left_out_count_from_zero_and_use_nothing_up():
    assert labels(heading(1), heading(), heading(2), heading(1)) == ["0.1", "1", "1.0.1", "1.1"]
    assert labels(heading(), heading(2, restarts=True), heading(2), heading(1)) == ["1", "1.0.1", "1.0.2", "1.1"]
    assert labels(item(level=2), item(level=1), item(level=1), item(), item()) == ["1.", "1.", "2.", "1.", "2."]


def test_heading_styles_are_bound_to_a_list_only_where_there_are_numbers():
    assert "<w:numPr>" in write_blocks(heading()).part("word/styles.xml")
    written = write_blocks(Heading(TEXT, 0))
    assert "<w:numPr>" not in written.part("word/styles.xml")
    assert "word/numbering.xml" not in written.parts


def test_a_plain_heading_among_numbered_ones_takes_the_number_of_its_style_away():
    assert '<w:numId w:val="0"/>' in write_blocks(heading(), Heading(TEXT, 0)).body


def test_each_list_counts_for_itself_and_goes_on_where_it_left_off():
    blocks = (item("a"), item("b"), Paragraph(TEXT), item("a"), item("a", 1), item("b"), item("a"))
    assert labels(*blocks) == ["1.", "1.", "", "2.", "1.", "2.", "3."]


def test_lists_are_told_apart_when_read_again():
    back = write_blocks(item("a"), item("b"), item("a"), item("c", is_ordered=False)).back.blocks
    first, second, third, fourth = (block.list_id for block in back)
    assert first == third
    assert len({first, second, fourth}) == 3


def test_items_without_a_list_are_one_list_as_long_as_nothing_stands_between():
    ids = [
        getattr(block, "list_id", None)
        for block in write_blocks(item(""), item(""), Paragraph(TEXT), item("")).back.blocks
    ]
    assert ids[0] == ids[1] != ids[3]


def test_numbers_and_bullets_of_one_list_and_level_do_not_count_together():
    blocks = (item(), item(is_ordered=False), item(), item(level=1, is_ordered=False), item())
    back = write_blocks(*blocks).back.blocks
    assert [block.is_ordered for block in back] == [True, False, True, False, True]
    assert [block.label for block in back if block.is_ordered] == ["1.", "2.", "3."]


def test_a_level_deeper_than_words_nine_is_cut_and_reported():
    written = write_blocks(item(level=12))
    assert (written.codes, written.back.blocks[0].level) == (["DOCX-W040"], 8)
