import pytest
from html_pages import read_page

from sdconvert.model.blocks import ListItem, Paragraph


def items(page):
    return [(item.level, item.is_ordered, item.label, text(item)) for item in read_page(page).blocks]


def text(block):
    return "".join(run.text for run in block.content)


def test_lists_nest():
    page = "<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>"
    assert items(page) == [(0, True, "1.", "a"), (1, False, "", "b"), (0, True, "2.", "c")]


@pytest.mark.parametrize(
    ("attributes", "labels"),
    [
        ('type="a"', ["a.", "b."]),
        ('type="I" start="4"', ["IV.", "V."]),
        ('start="7"', ["7.", "8."]),
        ("reversed", ["2.", "1."]),
        ('start="x"', ["1.", "2."]),
    ],
)
def test_labels_are_those_that_a_browser_shows(attributes, labels):
    assert [label for _, _, label, _ in items(f"<ol {attributes}><li>a<li>b</ol>")] == labels


def test_a_list_that_counts_on_is_the_same_list():
    blocks = read_page('<ol><li>a</ol><p>p</p><ul><li>x</ul><ol start="2"><li>b</ol><ol><li>c</ol>').blocks
    lists = [block.list_id for block in blocks if isinstance(block, ListItem)]
    assert lists[0] == lists[2]
    assert len(set(lists)) == 3


def test_further_paragraphs_of_an_item_are_indented_as_far():
    blocks = read_page("<ul><li><p>a</p><p>b</p></li></ul>").blocks
    assert [type(block) for block in blocks] == [ListItem, Paragraph]
    assert blocks[1].indent == 1


def test_text_of_a_list_outside_of_its_items_is_kept():
    blocks = read_page("<ul>a<li>b</li>c</ul>").blocks
    assert [(type(block), text(block)) for block in blocks] == [(Paragraph, "a"), (ListItem, "b"), (Paragraph, "c")]


def test_hidden_items_are_left_out_and_told_and_not_counted():
    result = read_page("<ol><li>a<li hidden>b<li>c</ol>")
    assert [(item.label, text(item)) for item in result.blocks] == [("1.", "a"), ("2.", "c")]
    assert result.codes == ["HTML-R022"]


def test_an_item_without_a_list_is_one_of_its_own():
    assert items("<li>a</li><li>b</li>") == [(0, False, "", "a"), (0, False, "", "b")]


def test_lists_of_word_are_told_by_their_styles():
    page = (
        "<p class=MsoListParagraph style='mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>a)"
        "<span>&nbsp; </span></span>one</p>"
        "<p class=MsoListParagraph style='margin-left:72.0pt'>·<span>&nbsp;&nbsp; </span>two</p>"
    )
    assert items(page) == [(1, True, "a)", "one"), (1, False, "·", "two")]
