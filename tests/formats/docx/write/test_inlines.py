from itertools import chain, combinations

import pytest
from docx_writing import write_blocks, write_inlines
from strategies import png

from sdconvert.ledger import Kind
from sdconvert.model.blocks import Paragraph
from sdconvert.model.document import IndexEntry
from sdconvert.model.inlines import Equation, IndexMark, InlinePicture, LineBreak, Link, Mark, Note, Run, Sidenote

SUBSETS = list(chain.from_iterable(combinations(Mark, count) for count in range(len(Mark) + 1)))


def back(*content, **fields):
    return write_inlines(*content, **fields).back.blocks[0].content


@pytest.mark.parametrize("style", ["", "Own"])
def test_every_subset_of_marks_comes_back_but_for_both_scripts(style):
    for subset in SUBSETS:
        marks = frozenset(subset)
        if {Mark.SUBSCRIPT, Mark.SUPERSCRIPT} <= marks:
            continue
        run = Run("x", marks, style)
        assert back(Run("a"), run, Run("b")) == ((Run("axb"),) if run == Run("x") else (Run("a"), run, Run("b")))


def test_subscript_with_superscript_is_superscript_and_reported():
    written = write_inlines(Run("x", frozenset({Mark.SUBSCRIPT, Mark.SUPERSCRIPT})))
    assert written.codes == ["DOCX-W020"]
    assert written.back.blocks[0].content == (Run("x", frozenset({Mark.SUPERSCRIPT})),)


@pytest.mark.parametrize(
    "text", [" a ", "a\tb", "\t", "a\u00adb", "a\u2011b", "a  b", "\u00a0x\u00a0", '<&>"', "]]>", "\u3000x", "🙂"]
)
def test_text_comes_back_to_the_character(text):
    assert back(Run(text)) == (Run(text),)


def test_line_breaks_come_back_with_their_marks():
    bold = frozenset({Mark.BOLD})
    content = (Run("a", bold), LineBreak(bold), Run("b", bold), LineBreak())
    assert back(*content) == content


@pytest.mark.parametrize(
    "href",
    [
        "https://example.org/a?b=1&c=%20#d",
        "mailto:a@b.example",
        "https://de.wikipedia.org/wiki/Österreich",
        "https://example.org/with space",
        'https://example.org/"quoted"',
        "http://",
        "#local",
        "javascript:alert(1)",
        "\\\\server\\share\\file.docx",
        "a:b\\c",
    ],
)
def test_the_address_of_a_link_comes_back_as_it_was(href):
    assert back(Link(href, (Run("text"),))) == (Link(href, (Run("text"),)),)


def test_an_address_that_is_none_for_other_programs_is_a_field_and_no_relationship():
    written = write_inlines(Link("http://", (Run("text"),)))
    assert 'HYPERLINK "http://"' in written.body
    assert "http://<" not in written.part("word/_rels/document.xml.rels")


def test_one_address_has_one_relationship():
    written = write_inlines(*[Link("https://example.org/", (Run(text),)) for text in "ab"])
    assert written.part("word/_rels/document.xml.rels").count("https://example.org/") == 1


def test_marks_and_breaks_within_a_link_come_back():
    link = Link("https://example.org/", (Run("a"), Run("b", frozenset({Mark.CODE, Mark.UNDERLINE})), LineBreak()))
    assert back(link) == (link,)


def test_a_link_without_address_becomes_text_and_one_without_text_is_lost():
    assert write_inlines(Link(" ", (Run("text"),))).codes == ["DOCX-W021"]
    assert write_inlines(Link("https://example.org/", ())).codes == ["DOCX-W022"]


def test_a_picture_in_the_text_keeps_its_size_and_description():
    content = (Run("a"), InlinePicture("a.png", "alt", 30.0, 15.0), Run("b"))
    picture = back(*content, assets={"a.png": png()})[1]
    assert (picture.text, picture.width, picture.height) == ("alt", 30.0, 15.0)


def test_a_picture_in_the_text_without_a_size_is_shown_by_its_pixels():
    picture = back(Run("a"), InlinePicture("a.png"), assets={"a.png": png()})[1]
    assert (picture.width, picture.height) == (0.75, 0.75)


@pytest.mark.parametrize("length", [0.0, -1.0, float("nan"), float("inf"), 5e-324])
def test_a_picture_in_the_text_whose_size_is_no_length_is_shown_by_its_pixels(length):
    picture = back(Run("a"), InlinePicture("a.png", "", length, length), assets={"a.png": png()})[1]
    assert (picture.width, picture.height) == (0.75, 0.75)


@pytest.mark.parametrize(("assets", "codes"), [({"a.png": png()}, []), ({}, ["DOCX-W010"])])
def test_the_caption_of_a_picture_in_the_text_stands_behind_it(assets, codes):
    picture = InlinePicture("a.png", caption=(Run("grey"), LineBreak(), Link("https://a.example/", (Run("x"),))))
    written = write_inlines(picture, Run(" b"), assets=assets)
    assert written.codes == [*codes, "DOCX-W033"]
    assert written.back.blocks[0].content[-4:] == (*picture.caption, Run(" b"))
    assert "“grey x”" in str(written.findings[-1])


def test_an_equation_is_written_as_latex_and_reported():
    written = write_inlines(Equation("a^2", "a2"), Equation("c^2", "c2"), Run(" "), Equation("b^1", "b1", True))
    assert written.codes == ["DOCX-W028"]
    assert written.back.blocks[0].content == (Run("$a^2$ $c^2$ $$b^1$$"),)


def test_a_simple_formula_is_written_as_text_with_looks():
    written = write_inlines(Equation("x^{2}", "x2"))
    assert written.codes == ["DOCX-W065"]
    marks = [(run.text, run.marks) for run in written.back.blocks[0].content]
    assert marks == [("x", {Mark.ITALIC}), ("2", {Mark.SUPERSCRIPT})]


def test_the_spaces_around_operators_are_the_conversions_own():
    written = write_inlines(Equation("x = - 1", "x=−1"))
    assert [run.text for run in written.back.blocks[0].content] == ["x", " = −1"]
    assert written.ledger.added == {(Kind.CHARACTERS, "DOCX-W065"): 2}


INDEX = (
    IndexEntry("1", 'a:b"c\\d', (IndexEntry("2", "sub", description="text", sorting_key="key"),)),
    IndexEntry("3", "other", target="1"),
)


def test_index_marks_and_their_entries_come_back():
    document = write_inlines(IndexMark("2"), Run("x"), IndexMark("3"), index=INDEX).back
    marks = [node.entry for node in document.blocks[0].content if isinstance(node, IndexMark)]
    first, second = document.index
    assert marks == [first.children[0].id, second.id]
    assert (first.title, second.title, second.description) == ('a:b"c\\d', "other", 'See a:b"c\\d')
    assert (first.children[0].description, first.children[0].sorting_key) == ("text", "key")


def test_an_entry_without_a_mark_and_a_mark_without_an_entry_are_reported():
    written = write_inlines(IndexMark("2"), IndexMark("gone"), index=INDEX)
    assert written.codes == ["DOCX-W027", "DOCX-W030"]
    assert "other" in written.messages[1]


def test_notes_come_back_with_their_kind_paragraphs_and_looks():
    bold = Run("bold", frozenset({Mark.BOLD}))
    footnote = Note(((Run("one "), bold, Link("https://example.org/", (Run("link"),))), (Run("two"),)))
    endnote = Note(((Run("end"),),), True)
    assert back(Run("a"), footnote, Run("b"), endnote) == (Run("a"), footnote, Run("b"), endnote)


def test_a_note_that_begins_bold_keeps_its_first_letter_and_space():
    note = Note(((Run("x", frozenset({Mark.BOLD})), Run(" y")),))
    assert back(Run("a"), note)[1] == note


def test_a_picture_in_a_note_comes_back():
    note = Note(((Run("a"), InlinePicture("a.png", "alt")),))
    assert back(Run("a"), note, assets={"a.png": png()})[1].paragraphs[0][1].text == "alt"


def test_a_note_within_a_note_is_written_in_brackets():
    written = write_inlines(Note(((Run("a"), Note(((Run("b"),),))),)))
    assert written.codes == ["DOCX-W029"]
    assert written.back.blocks[0].content[0].paragraphs == ((Run("a [b]"),),)


def test_a_sidenote_becomes_a_comment_in_the_margin():
    written = write_blocks(Paragraph((Run("a"), Sidenote((Run("b", frozenset({Mark.BOLD})),)))))
    assert written.codes == ["DOCX-W031"]
    comment = written.back.blocks[0].content[1]
    assert (comment.author, comment.paragraphs) == ("Sidenote", ("b",))
    assert "<w:b/>" in written.part("word/comments.xml")
