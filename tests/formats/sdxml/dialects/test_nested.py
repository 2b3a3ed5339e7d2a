import pytest
from sdxml_reading import read_body

from sdconvert.ledger import Kind
from sdconvert.model.blocks import ListItem, Paragraph
from sdconvert.model.inlines import LineBreak, Link, Note, Run

SIGN = "<ul><li/></ul>"


def read_2017(body):
    """What becomes of a body, to which a list is added that tells the dialect."""
    result = read_body(body + SIGN, version="1.0")
    return result.blocks[:-1], [finding for finding in result.findings if finding.code.id != "SDXML-D001"], result


def texts_of(blocks):
    return ["".join(node.text for node in block.content if isinstance(node, Run)) for block in blocks]


@pytest.mark.parametrize(
    ("xml", "items"),
    [
        ("<ul><li>a</li><ul><li>b</li></ul><li>c</li></ul>", "-0a -1b -0c"),
        ("<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>", "-0a -1b -0c"),
        ('<ol indent="0"><li>a</li><ul indent="1"><li>b</li><ol indent="2"><li>c</li></ol></ul></ol>', "#0a -1b #2c"),
        ('<ol indent="4"><li>a</li><ol><li>b</li></ol></ol>', "#4a #5b"),
        ('<ol indent="99"><li>a</li><ol><li>b</li></ol></ol>', "#15a #15b"),
        ("<ol>" * 20 + "<li>a</li>" + "</ol>" * 20, "#15a"),
        ('<ol indent="x"><li>a</li></ol>', "#0a"),
        ("<ul>a<li>b</li>c</ul>", "-0a -0b -0c"),
        ("<ul><li>a</li><b>b</b></ul>", "-0a -0b"),
        ("<ul><ol><li>a</li>b</ol>c</ul>", "#1a #1b -0c"),
    ],
)
def test_items_of_lists_within_each_other_have_levels(xml, items):
    blocks, findings, _ = read_2017(xml)
    assert findings == []
    assert all(isinstance(block, ListItem) for block in blocks)
    assert len({block.list_id for block in blocks}) == 1
    signs = ["#" if block.is_ordered else "-" for block in blocks]
    shown = [f"{sign}{block.level}{text}" for sign, block, text in zip(signs, blocks, texts_of(blocks), strict=True)]
    assert " ".join(shown) == items


def test_lists_side_by_side_are_two_lists_and_text_behind_one_is_kept():
    blocks, findings, _ = read_2017("<ul><li>a</li></ul>between<ul><li>a</li></ul>")
    assert texts_of(blocks) == ["a", "between", "a"]
    assert blocks[0].list_id != blocks[2].list_id
    assert [finding.code.id for finding in findings] == ["SDXML-R013"]


def test_items_keep_their_ids_and_lose_their_alignment_with_a_count():
    items = '<li id="own" alignment="right">a</li><li alignment="right">b</li><li alignment="left">c</li>'
    blocks, (finding,), _ = read_2017(f'<ul>{items}<ol><li alignment="right">d</li></ol></ul>')
    assert blocks[0].id == "own"
    assert (finding.code.id, finding.details["count"], finding.details["alignment"]) == ("SDXML-D020", 3, "right")


@pytest.mark.parametrize(
    ("footnote", "content", "codes"),
    [
        ('<footnote data-content="a"/>', (Run("a"),), []),
        ('<footnote data-content="a"> </footnote>', (Run("a"),), []),
        ('<footnote data-content="a">a</footnote>', (Run("a"),), []),
        ('<footnote data-content="a">b<br/></footnote>', (Run("a b"), LineBreak()), ["SDXML-D023"]),
        ('<footnote data-content="a"><br/></footnote>', (Run("a "), LineBreak()), ["SDXML-D023"]),
        ('<footnote data-content="">b</footnote>', (Run("b"),), []),
        ("<footnote>b</footnote>", (Run("b"),), []),
    ],
)
def test_a_footnote_has_its_text_inside_or_in_its_attribute(footnote, content, codes):
    (block,), findings, _ = read_2017(f"<paragraph>{footnote}</paragraph>")
    assert block.content == (Note((content,)),)
    assert [finding.code.id for finding in findings] == codes


def test_empty_attributes_are_passed_over_where_they_say_nothing():
    body = '<paragraph alignment="" stylename="">a</paragraph><paragraph alignment="">b</paragraph>'
    blocks, findings, _ = read_2017(body)
    assert [block.extra for block in blocks] == [(("id", None),)] * 2
    assert [(finding.details["attribute"], finding.details["count"]) for finding in findings] == [
        ("alignment", 2),
        ("stylename", 1),
    ]


def test_empty_attributes_that_say_something_are_kept():
    content = '<a href="">a</a><img filename="" caption=""/>'
    blocks, findings, _ = read_2017(f'<paragraph id="">{content}</paragraph>')
    assert blocks[0].content[0] == Link("", (Run("a"),))
    assert {finding.code.id for finding in findings} == {"SDXML-R030"}


def cell_of(content, attributes='border-top="1"'):
    blocks, findings, result = read_2017(f"<table><tr><td {attributes}>{content}</td><td a='1'/></tr></table>")
    findings = [finding for finding in findings if finding.code.id != "SDXML-R011"]
    return blocks[0].rows[0].cells[0], findings, result


@pytest.mark.parametrize(
    ("content", "texts"),
    [
        ('<font size="9pt">a</font>', ["a"]),
        ('<font size="9pt"/>', []),
        ('<font size="9pt"><b>a</b>b</font>', ["ab"]),
        ('<font size="9pt">a</font><font size="9pt">b</font>', ["a", "b"]),
        ('<font size="9pt">a<br/>b</font>', ["a", "b"]),
        ("<br/>a", ["", "a"]),
        ("a<br/>", ["a", ""]),
        ("a<b>b</b>c<i>d</i>e", ["abcde"]),
        ("<p>a</p>b<p>c</p>", ["a", "b", "c"]),
        ("b<p>a</p>", ["b", "a"]),
        ("a<p>b</p>c", ["a", "b", "c"]),
        ("a<font>b</font>c", ["a", "b", "c"]),
        (" <p>a</p> ", ["a"]),
        ("<ul><li>a</li></ul>b", ["a", "b"]),
    ],
)
def test_the_lines_of_a_cell_are_its_paragraphs(content, texts):
    cell, _, _ = cell_of(content)
    assert texts_of(cell.content) == texts


def test_line_breaks_that_became_paragraphs_are_in_the_account():
    _, findings, result = cell_of("a<br/>b<br/>c")
    assert [(finding.code.id, finding.details["count"]) for finding in findings] == [("SDXML-D025", 2)]
    assert result.ledger.read[Kind.LINE_BREAKS] == 2
    assert result.ledger.changed == {(Kind.LINE_BREAKS, "SDXML-D025"): 2}


@pytest.mark.parametrize(
    ("content", "attributes", "size", "codes"),
    [
        ('<font size="9pt">a</font><font size="9pt">b</font>', 'border-top="1"', 9.0, []),
        ('<font size="9pt">a</font><font size="8pt">b</font>', 'border-top="1"', 9.0, ["SDXML-D021"]),
        ('<font size="9pt">a</font>', 'font-size="7pt"', 7.0, []),
        ("<font>a</font>", 'border-top="1"', None, []),
    ],
)
def test_the_size_of_a_cell_is_that_of_its_first_font(content, attributes, size, codes):
    cell, findings, _ = cell_of(content, attributes)
    assert cell.font_size == size
    assert [finding.code.id for finding in findings] == codes


def test_sizes_outside_of_cells_are_counted():
    font = '<font size="{}">a</font>'
    _, findings, _ = read_2017(f"<paragraph>{font.format('9pt') * 3}{font.format('8pt')}<font>b</font></paragraph>")
    assert [(finding.details["size"], finding.details["count"]) for finding in findings] == [
        ("9pt", 3),
        ("8pt", 1),
        ("unknown", 1),
    ]


def test_a_paragraph_that_states_no_indent_has_none():
    (block,), _, _ = read_2017("<paragraph>a</paragraph>")
    assert block == Paragraph((Run("a"),), 0)
