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


@pytest.mark.parametrize(
    ("attributes", "labels"),
    [
        ('style="list-style-type: lower-alpha"', ["a.", "b."]),
        ('style="list-style: upper-latin inside"', ["A.", "B."]),
        ('style="LIST-STYLE-TYPE:Lower-Roman" start=9', ["ix.", "x."]),
        ('style="list-style-type:upper-roman"', ["I.", "II."]),
        ('style="list-style-type:lower-greek"', ["α.", "β."]),
        ('style="list-style-type:decimal-leading-zero"', ["01.", "02."]),
        ('style="list-style-type:decimal" type=a', ["1.", "2."]),
        ('style="list-style: inside" type=a', ["a.", "b."]),
        ('style="list-style-type:unknown-kind"', ["1.", "2."]),
    ],
)
def test_numbers_are_of_the_kind_that_the_style_names(attributes, labels):
    for name in ("ol", "ul"):
        found = items(f"<{name} {attributes}><li>a<li>b</{name}>")
        if name == "ol" or "lower" in attributes:
            assert [(is_ordered, label) for _, is_ordered, label, _ in found] == [(True, label) for label in labels]


@pytest.mark.parametrize("style", ["disc", "square", "url(a.png)", "circle inside"])
def test_a_list_with_bullets_is_none_with_numbers(style):
    assert items(f'<ol style="list-style:{style}"><li>a</ol>') == [(0, False, "", "a")]


def test_signs_of_an_authors_own_are_labels_and_an_item_may_have_its_own():
    page = """<ul style="list-style-type:'§ '"><li>a<li style="list-style-type:decimal">b</ul>"""
    assert items(page) == [(0, False, "§", "a"), (0, True, "2.", "b")]


def test_items_before_which_a_page_shows_nothing_are_paragraphs():
    blocks = read_page('<ol style="list-style-type:none"><li>(a) x<ul><li>y</ul></ol>').blocks
    assert [(type(block), text(block)) for block in blocks] == [(Paragraph, "(a) x"), (ListItem, "y")]
    assert (blocks[0].indent, blocks[1].level) == (1, 1)
    assert read_page("""<ul style="list-style:''"><li>a</ul>""").blocks[0].indent == 1
