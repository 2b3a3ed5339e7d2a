from sdconvert.model.blocks import Heading, ListItem, PageBreak, Paragraph, Picture
from sdconvert.model.tables import Table
from sdconvert.writing.numbering import Deepest, RunningNumbers


def heading(level, **fields):
    return Heading((), level, is_numbered=True, **fields)


def item(level, list_id="l", is_ordered=True):
    return ListItem((), is_ordered, level, list_id)


def numbers_of(*blocks, counted_by=None):
    numbers = counted_by or RunningNumbers()
    return [numbers.number_of(block) for block in blocks]


def test_headings_and_numbered_paragraphs_share_one_count():
    blocks = (heading(0), heading(1), Paragraph(number_level=2), heading(1), heading(0), heading(1))
    assert numbers_of(*blocks) == ["1", "1.1", "1.1.1", "1.2", "2", "2.1"]


def test_what_has_no_number_does_not_count():
    blocks = (heading(0), Heading((), 0), Paragraph(), PageBreak(), Picture("p.png"), Table((), ()), heading(0))
    assert numbers_of(*blocks) == ["1", "", "", "", "", "", "2"]


def test_a_restart_sets_a_level_to_one():
    assert numbers_of(heading(0), heading(0), heading(0, restarts=True), heading(0)) == ["1", "2", "1", "2"]


def test_a_level_that_was_not_met_counts_zero():
    assert numbers_of(heading(2), heading(1), heading(0)) == ["0.0.1", "0.1", "1"]


def test_items_show_the_number_of_their_own_level_in_their_list():
    blocks = (item(0), item(1), item(1), item(0, "other"), heading(0), item(0), item(1))
    assert numbers_of(*blocks) == ["1", "1", "2", "1", "1", "2", "1"]


def test_a_bullet_lets_deeper_numbers_begin_again_and_is_no_number():
    blocks = (item(0), item(1), item(0, is_ordered=False), item(1), item(0))
    assert numbers_of(*blocks) == ["1", "1", "", "1", "2"]


def test_captions_count_each_kind_on_its_own():
    picture, table = Picture("p.png", is_numbered=True), Table((), (), is_numbered=True)
    assert numbers_of(picture, table, picture, table) == ["1", "1", "2", "2"]


def test_what_lies_deeper_than_the_deepest_level_counts_there():
    numbers = RunningNumbers(Deepest(heading=0, paragraph=1, item=1))
    blocks = (heading(5), heading(-1), Paragraph(number_level=9), item(0), item(7), item(1))
    assert numbers_of(*blocks, counted_by=numbers) == ["1", "2", "2.1", "1", "1", "2"]
