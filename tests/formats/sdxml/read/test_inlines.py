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
