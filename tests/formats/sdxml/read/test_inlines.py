import pytest
from sdxml_reading import read_body, read_inlines

from sdconvert.model.inlines import (
    CrossReference,
    IndexMark,
    InlinePicture,
    LineBreak,
    Link,
    Mark,
    Note,
    Run,
    Sidenote,
)

BOLD, ITALIC = frozenset({Mark.BOLD}), frozenset({Mark.ITALIC})
BLOCK = '<paragraph indent="0">{}</paragraph>'


@pytest.mark.parametrize("xml", ["<b><i>x</i></b>", "<i><b>x</b></i>", "<b><i><b>x</b></i></b>"])
def test_marks_are_a_set_whatever_their_order(xml):
    assert read_inlines(xml) == (Run("x", BOLD | ITALIC),)


@pytest.mark.parametrize(("tag", "mark"), [("kbd", Mark.CODE), ("sd-sc", Mark.SMALL_CAPITALS), ("s", Mark.STRIKE)])
def test_each_look_has_its_mark(tag, mark):
    assert read_inlines(f"a<{tag}>b</{tag}>c") == (Run("a"), Run("b", frozenset({mark})), Run("c"))


def test_neighbours_of_one_look_are_one_run():
    assert read_inlines("<b>a</b><b>b</b><i/>") == (Run("ab", BOLD),)


def test_a_link_stands_outside_the_marks_around_it():
    assert read_inlines('<b>a<a href="h">b</a></b>') == (Run("a", BOLD), Link("h", (Run("b", BOLD),)))


def test_a_link_without_text_is_kept():
    assert read_inlines('<a href="h"/>') == (Link("h", ()),)


def test_a_link_in_a_link_divides_it_and_is_reported():
    result = read_body(BLOCK.format('<a href="out">a<b><a href="in">b</a></b>c</a>'))
    assert result.blocks[0].content == (
        Link("out", (Run("a"),)),
        Link("in", (Run("b", BOLD),)),
        Link("out", (Run("c"),)),
    )
    assert result.messages == [
        "A link to in stands within the link to out; its text leads to the inner one only.",
    ]


def test_the_inner_character_style_counts():
    result = read_body(BLOCK.format('<inline stylename="A">a<b><inline stylename="B">b</inline></b></inline>'))
    assert result.blocks[0].content == (Run("a", style="A"), Run("b", BOLD, "B"))
    assert result.codes == ["SDXML-R021"]


def test_the_inner_script_counts():
    result = read_body(BLOCK.format("<sub><b><sup>x</sup></b></sub>"))
    assert result.blocks[0].content == (Run("x", BOLD | {Mark.SUPERSCRIPT}),)
    assert result.codes == ["SDXML-R022"]


def test_a_line_break_has_the_looks_around_it():
    assert read_inlines('<inline stylename="A"><b>x<br/></b></inline>') == (
        Run("x", BOLD, "A"),
        LineBreak(BOLD, "A"),
    )


def test_notes_hold_their_text_and_lines():
    assert read_inlines("a<footnote>b<br/><i>c</i></footnote><sidenote>d</sidenote>") == (
        Run("a"),
        Note(((Run("b"), LineBreak(), Run("c", ITALIC)),)),
        Sidenote((Run("d"),)),
    )


def test_a_picture_in_text_has_its_caption():
    (picture,) = read_inlines('<img filename="a.png" caption="alt"><b>b</b></img>')
    assert picture == InlinePicture("a.png", "alt", caption=(Run("b", BOLD),))


def test_references_and_marks_of_the_index_name_their_targets():
    result = read_body(
        BLOCK.format('<xref href="x" data-num-enabled="1" data-content-enabled="0"/><index data-id="y"/>')
    )
    assert result.blocks[0].content == (CrossReference("x", True, False), IndexMark("y"))
    assert result.codes == ["SDXML-R041", "SDXML-R042"]


def test_the_text_of_an_unknown_element_is_kept_and_reported():
    result = read_body(BLOCK.format("a<b><blink speed='2'>b</blink></b><blink>c</blink>"))
    assert result.blocks[0].content == (Run("a"), Run("b", BOLD), Run("c"))
    assert result.codes == ["SDXML-R010", "SDXML-R011", "SDXML-R010"]
    assert "speed" in result.messages[1]


def test_a_note_within_a_link_divides_it():
    assert read_inlines('<a href="h">a<footnote>n</footnote>b</a>') == (
        Link("h", (Run("a"),)),
        Note(((Run("n"),),)),
        Link("h", (Run("b"),)),
    )


@pytest.mark.parametrize(
    ("xml", "content"),
    [
        ('<a href="h">a<footnote>n</footnote></a>', (Link("h", (Run("a"),)), Note(((Run("n"),),)))),
        ('<a href="h"><footnote>n</footnote>a</a>', (Note(((Run("n"),),)), Link("h", (Run("a"),)))),
        ('<a href="h"><footnote>n</footnote></a>', (Note(((Run("n"),),)),)),
        ('<a href="out"><a href="in">a</a></a>', (Link("in", (Run("a"),)),)),
        ('<a href="out"><a href="in"/>a</a>', (Link("in", ()), Link("out", (Run("a"),)))),
        ('<a href="h"><b/></a>', (Link("h", ()),)),
    ],
)
def test_a_link_that_something_divides_leaves_no_empty_link(xml, content):
    assert read_inlines(xml) == content


@pytest.mark.parametrize(
    ("xml", "attribute"),
    [
        ('<b x="1">a</b>', "b x"),
        ('<inline stylename="A" x="1">a</inline>', "inline x"),
        ('<inline x="1">a</inline>', "inline x"),
        ('<a href="h" x="1">a</a>', "a x"),
        ('<a link="h">a</a>', "a link"),
        ('<img filename="a.png" caption="" x="1"/>', "img x"),
        ('<footnote x="1">a</footnote>', "footnote x"),
        ('<sidenote x="1">a</sidenote>', "sidenote x"),
        ('<xref href="x" data-num-enabled="1" data-content-enabled="0" x="1"/>', "xref x"),
        ('<index data-id="y" x="1"/>', "index x"),
    ],
)
def test_an_attribute_that_nobody_knows_is_reported_wherever_it_stands(xml, attribute):
    (finding,) = [each for each in read_body(BLOCK.format(xml)).findings if each.code.id == "SDXML-R011"]
    assert f"{finding.details['element']} {finding.details['attribute']}" == attribute


@pytest.mark.parametrize(
    ("xml", "content"),
    [
        ("<b><br>x</br></b>", (LineBreak(BOLD), Run("x", BOLD))),
        ('<b><index data-id="y">x</index></b>', (IndexMark("y"), Run("x", BOLD))),
        (
            '<xref href="y" data-num-enabled="0" data-content-enabled="1">x</xref>',
            (CrossReference("y", False, True), Run("x")),
        ),
    ],
)
def test_text_in_what_is_to_be_empty_is_kept_behind_it(xml, content):
    assert read_inlines(xml) == content


def test_styles_divide_runs_and_the_same_style_within_itself_does_not():
    result = read_body(BLOCK.format('a<inline stylename="A">b<inline stylename="A">c</inline></inline>d'))
    assert result.blocks[0].content == (Run("a"), Run("bc", style="A"), Run("d"))
    assert result.codes == []


def test_an_inline_that_names_no_style_has_that_around_it():
    assert read_inlines('<inline stylename="A">a<inline stylename="">b</inline></inline>') == (Run("ab", style="A"),)


def test_a_link_has_its_line_breaks():
    assert read_inlines('<a href="h">a<br/><i>b</i></a>') == (Link("h", (Run("a"), LineBreak(), Run("b", ITALIC))),)


def test_what_a_caption_of_a_picture_in_text_cannot_hold_is_a_finding_that_holds_it():
    inner = "<footnote>one<footnote>two</footnote></footnote>"
    result = read_body(BLOCK.format(f'<img filename="a.png" caption=""><a href="h">x</a>y{inner}</img>'))
    (picture,) = result.blocks[0].content
    assert picture.caption == (Link("h", (Run("x"),)), Run("y"))
    lost = [finding.details["text"] for finding in result.findings if finding.code.id == "SDXML-R016"]
    assert lost == ["onetwo"]


def test_what_leads_nowhere_is_told_once_with_its_first_place():
    xref = '<xref href="x" data-num-enabled="1" data-content-enabled="0"/><index data-id="y"/>'
    result = read_body(BLOCK.format(f"first {xref}") + BLOCK.format(f"second {xref}"))
    assert [(finding.code.id, finding.location.words) for finding in result.findings] == [
        ("SDXML-R041", "first "),
        ("SDXML-R042", "first "),
    ]


def test_what_leads_to_a_block_or_an_entry_is_no_finding():
    xref = '<xref href="own" data-num-enabled="1" data-content-enabled="0"/><index data-id="deep"/>'
    nodes = '<index-node id="top" title="a"><index-node id="deep" title="b"/></index-node>'
    block = f'<heading id="own" level="0">a</heading>{BLOCK.format(xref)}'
    assert read_body(block, around=f"<indexes>{nodes}</indexes>").codes == []
