import pytest
from picture_samples import encoded
from sdxml_writing import write_blocks, write_inlines
from strategies import png

from sdconvert.ledger import Kind
from sdconvert.model.blocks import Heading, Paragraph, Picture
from sdconvert.model.document import IndexEntry
from sdconvert.model.inlines import (
    CrossReference,
    Equation,
    IndexMark,
    InlinePicture,
    LineBreak,
    Link,
    Mark,
    Note,
    Run,
    Sidenote,
)

BOLD = frozenset({Mark.BOLD})
ITALIC = frozenset({Mark.ITALIC})


def test_text_is_escaped():
    assert write_inlines(Run("a < b & c > d")).body == "a &lt; b &amp; c &gt; d"


def test_marks_stand_in_the_canonical_order():
    every = frozenset(Mark) - {Mark.SUBSCRIPT}
    expected = '<inline stylename="Own"><b><i><u><s><sd-sc><kbd><sup>x</sup></kbd></sd-sc></s></u></i></b></inline>'
    assert write_inlines(Run("x", every, "Own")).body == expected


def test_marks_that_neighbours_share_stay_open():
    assert write_inlines(Run("a", BOLD), Run("b", BOLD | ITALIC), Run("c")).body == "<b>a<i>b</i></b>c"


def test_a_run_without_text_opens_nothing():
    assert write_inlines(Run("a"), Run("", BOLD)).body == "a"


def test_subscript_gives_way_to_superscript_and_is_counted_once_for_all():
    both = frozenset({Mark.SUBSCRIPT, Mark.SUPERSCRIPT})
    written = write_inlines(Run("x", both), Run("y"), Run("z", both))
    assert written.body == "<sup>x</sup>y<sup>z</sup>"
    assert written.codes == ["SDXML-W010"]
    assert "2 run(s)" in written.messages[0]


def test_a_character_style_in_a_note_stands_within_a_look():
    assert "<footnote><b><inline" in write_inlines(Note(((Run("x", BOLD, "Own"),),))).body


def test_a_bare_character_style_in_a_note_is_reported():
    written = write_inlines(Note(((Run("x", style="Own"),),)))
    assert written.body == "<footnote>x</footnote>"
    assert written.messages == ["The character style “Own” of 1 run(s) of text is lost in a footnote."]


def test_a_note_closes_the_marks_around_it():
    written = write_inlines(Run("a", BOLD), Note(((Run("n"),),)), Run("b", BOLD))
    assert written.body == "<b>a</b><footnote>n</footnote><b>b</b>"
    assert written.ledger.kept[Kind.NOTES] == 1


def test_the_paragraphs_of_a_note_become_lines():
    written = write_inlines(Note(((Run("a"),), (Run("b"),))))
    assert written.body == "<footnote>a<br/>b</footnote>"
    assert written.codes == ["SDXML-W023"]


def test_an_endnote_becomes_a_footnote():
    written = write_inlines(Note(((Run("a"),),), is_endnote=True))
    assert written.body == "<footnote>a</footnote>"
    assert written.ledger.changed == {(Kind.NOTES, "SDXML-W022"): 1}


def test_a_note_in_a_note_stands_in_brackets():
    written = write_inlines(Note(((Run("a"), Note(((Run("b"),), (Run("c"),)))),)))
    assert written.body == "<footnote>a [b c]</footnote>"
    assert written.codes == ["SDXML-W024"]


def test_a_sidenote_is_written_in_a_paragraph_and_in_brackets_in_a_note():
    written = write_inlines(Sidenote((Run("a"),)), Note(((Sidenote((Run("b"),)),),)))
    assert written.body == "<sidenote>a</sidenote><footnote> [b]</footnote>"
    assert written.codes == ["SDXML-W025"]


# ---------------------------------------------------------------------------------------------------------- line breaks


def test_a_line_break_stays_within_its_marks():
    written = write_inlines(Run("a", BOLD), LineBreak(BOLD), Run("b", BOLD))
    assert written.body == "<b>a<br/>b</b>"
    assert written.ledger.kept[Kind.LINE_BREAKS] == 1


def test_a_line_break_takes_the_marks_that_its_neighbours_share():
    assert write_inlines(Run("a", BOLD), LineBreak(), Run("b", BOLD | ITALIC)).body == "<b>a<br/><i>b</i></b>"


def test_a_line_break_in_a_link_stays():
    written = write_inlines(Link("https://a.example", (Run("a"), LineBreak(), Run("b"))))
    assert written.body == '<a href="https://a.example">a<br/>b</a>'


def test_a_line_break_in_a_note_stays():
    assert write_inlines(Note(((Run("a"), LineBreak(), Run("b")),))).body == "<footnote>a<br/>b</footnote>"


def test_a_line_break_without_a_place_splits_the_paragraph():
    written = write_inlines(Run("a", BOLD), LineBreak(), Run("b"), LineBreak(), Run("c"))
    assert written.body == '<b>a</b></paragraph><paragraph indent="0">b</paragraph><paragraph indent="0">c'
    assert written.ledger.changed == {(Kind.LINE_BREAKS, "SDXML-W020"): 2}
    assert written.codes == ["SDXML-W020"]


# ---------------------------------------------------------------------------------------------------------------- links


def test_a_link_holds_its_marks_and_closes_those_around_it():
    written = write_inlines(Run("a", BOLD), Link('https://a.example/?q="&x', (Run("b", BOLD),)), Run("c", BOLD))
    assert written.body == '<b>a</b><a href="https://a.example/?q=&quot;&amp;x"><b>b</b></a><b>c</b>'


def test_neighbouring_links_stay_two():
    written = write_inlines(Link("https://a.example", (Run("a"),)), Link("https://a.example", (Run("b"),)))
    assert written.body.count("<a ") == 2
    assert written.ledger.kept[Kind.LINKS] == 2


def test_a_link_without_an_address_is_text():
    written = write_inlines(Link(" ", (Run("a", BOLD),)))
    assert written.body == "<b>a</b>"
    assert written.messages == ["The link “a” has no address; its text is kept without a link."]


# --------------------------------------------------------------------------------------------------- cross-references


@pytest.mark.parametrize(("number", "content"), [(True, False), (False, True), (True, True)])
def test_a_reference_leads_to_the_id_of_its_target(number, content):
    reference = CrossReference("t", number, content, text="see")
    written = write_blocks(Paragraph((reference,)), Heading((Run("T"),), 0, id="t"))
    target = written.xml.split('<heading id="')[1][:36]
    expected = f'<xref href="{target}" data-num-enabled="{number:d}" data-content-enabled="{content:d}"/>'
    assert expected in written.body
    assert written.ledger.kept[Kind.CHARACTERS] == len("see") + len("T")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ((CrossReference("gone", text="see"),), "SDXML-W015"),
        ((CrossReference("t", show_content=False, text="see"),), "SDXML-W017"),
        ((Note(((CrossReference("t", text="see"),),)),), "SDXML-W016"),
    ],
)
def test_a_reference_that_cannot_be_written_leaves_its_text(content, code):
    written = write_blocks(Paragraph(content), Heading((Run("T"),), 0, id="t"))
    assert "see" in written.body
    assert "<xref" not in written.body
    assert written.codes == [code]
    assert written.ledger.kept[Kind.CHARACTERS] == 4


def test_a_reference_without_target_and_text_is_lost():
    written = write_inlines(CrossReference("gone"))
    assert written.ledger.dropped == {(Kind.REFERENCES, "SDXML-W019"): 1}


# ---------------------------------------------------------------------------------------------------------- index marks


def test_an_index_mark_names_its_entry():
    written = write_inlines(Run("a", BOLD), IndexMark("e"), index=(IndexEntry("e", "Entry"),))
    entry = written.xml.split('<index-node id="')[1][:36]
    assert written.body == f'<b>a</b><index data-id="{entry}"/>'


@pytest.mark.parametrize(
    ("content", "code"), [((IndexMark("gone"),), "SDXML-W028"), ((Note(((IndexMark("e"),),)),), "SDXML-W027")]
)
def test_an_index_mark_without_entry_or_place_is_lost(content, code):
    written = write_inlines(*content, index=(IndexEntry("e", "Entry"),))
    assert written.ledger.dropped == {(Kind.INDEX_MARKS, code): 1}


# -------------------------------------------------------------------------------------------- pictures and equations


def test_a_picture_in_text_has_its_alternative_text_as_caption():
    written = write_inlines(Run("a", BOLD), InlinePicture("p", 'The "logo"'), assets={"p": png()})
    name = next(iter(set(written.parts) - {"sd.xml"})).removeprefix("images/")
    assert written.body == f'<b>a</b><img filename="{name}" caption="The &quot;logo&quot;"/>'
    assert written.ledger.kept[Kind.PICTURES] == 1


def test_a_picture_that_will_be_larger_or_smaller_than_in_the_source_is_told():
    assets = {"p": encoded("PNG", size=(40, 20)), "wide": encoded("PNG", size=(4000, 20))}
    near = [InlinePicture("p", width=30.0), InlinePicture("p", width=26.0), InlinePicture("wide", width=450.0)]
    assert write_inlines(*near, assets=assets).codes == []
    other = [InlinePicture("p", width=15.0, height=7.5), InlinePicture("p", width=90.0)]
    (message,) = write_inlines(*other, assets=assets).messages
    assert message == (
        "2 picture(s) within text are shown as large as their files are; the first: 30 × 15 pt instead of 15 × 8 pt."
    )


def test_a_picture_that_cannot_be_written_leaves_its_alternative_text():
    assert write_inlines(InlinePicture("gone", "logo")).body == "[logo]"
    assert write_inlines(Note(((InlinePicture("gone", "logo"),),))).codes == ["SDXML-W026"]


def test_an_equation_is_latex_between_dollar_signs():
    written = write_inlines(Equation("x^2", "x2"), Equation("y^1 + 1", "y1+1", is_display=True))
    assert written.body == "$x^2$ $$y^1 + 1$$"
    assert written.ledger.changed == {(Kind.EQUATIONS, "SDXML-W029"): 2, (Kind.CHARACTERS, "SDXML-W029"): 6}
    assert written.messages == ["2 equation(s) are written as LaTeX text; the first: x^2"]


def test_a_simple_formula_is_text_with_looks():
    written = write_inlines(Equation(r"\mathrm{H}_{2}\mathrm{O}", "H2O"), Equation("x", "x"))
    assert written.body == "H<sub>2</sub>O<i>x</i>"
    assert written.ledger.changed == {(Kind.EQUATIONS, "SDXML-W082"): 2}
    assert written.codes == ["SDXML-W082"]


def test_the_spaces_around_operators_are_the_conversions_own():
    written = write_inlines(Equation("x_{i} = 2", "xi=2"))
    assert written.body == "<i>x<sub>i</sub></i> = 2"
    assert written.ledger.added == {(Kind.CHARACTERS, "SDXML-W082"): 2}


# ------------------------------------------------------------------------------------------------------------- captions


def test_a_caption_keeps_the_text_of_everything_and_reports_the_rest():
    caption = (
        Run("a", BOLD),
        LineBreak(BOLD),
        Link("https://a.example", (Run('"b"'),)),
        Note(((Run("c"),),)),
        Equation("d", "d"),
        CrossReference("t", text="e"),
        IndexMark("i"),
    )
    written = write_blocks(Picture("p", caption=caption), assets={"p": png()})
    assert 'caption="a &quot;b&quot; [c]$d$e"' in written.body
    assert sorted(written.codes) == [
        "SDXML-W012",
        "SDXML-W014",
        "SDXML-W015",
        "SDXML-W021",
        "SDXML-W024",
        "SDXML-W028",
        "SDXML-W029",
    ]
