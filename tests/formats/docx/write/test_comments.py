from docx_writing import write_blocks, write_document, write_inlines

from sdconvert.model.blocks import Paragraph
from sdconvert.model.inlines import Comment, Equation, InlinePicture, Link, Note, Run, Sidenote
from sdconvert.model.tables import Cell, Row, Table


def comment(words="", text="why?", **fields):
    return Comment("Ada", "2024-05-01T10:00:00Z", (text,), words, **fields)


def test_a_comment_comes_back_with_its_author_date_paragraphs_and_words():
    content = (Run("some "), Run("words"), Comment("Ada L.", "2024-05-01T10:00:00Z", ("a", "b"), "words"), Run("."))
    assert write_inlines(*content).back.blocks[0].content == (Run("some words"), content[2], Run("."))


def test_the_range_begins_at_the_first_word():
    body = write_inlines(Run("some words"), comment("words")).body
    start = body.index("<w:commentRangeStart")
    assert body.index("some ") < start < body.index(">words<") < body.index("<w:commentRangeEnd")


def test_words_can_reach_over_paragraphs_links_notes_and_other_comments():
    blocks = (
        Paragraph((Run("a b"), comment("b"))),
        Paragraph((Link("https://example.org/", (Run("cd"),)), Note(((Run("e"),),)))),
        Table((Row((Cell((Paragraph((Run("f"),)),)),)),), (100.0,)),
        Paragraph((Run("g"), comment("bcdefg", "all"))),
    )
    written = write_blocks(*blocks)
    assert [found.words.replace(" ", "") for found in comments_of(written.back)] == ["b", "bcdefg"]
    assert write_document(written.back).back == written.back


def comments_of(document):
    return [node for block in document.blocks for node in getattr(block, "content", ()) if isinstance(node, Comment)]


def test_a_comment_whose_words_are_not_before_it_stands_on_its_place():
    found = comments_of(write_inlines(Run("abc"), comment("xyz")).back)
    assert [each.words for each in found] == [""]


def test_replies_come_back_in_order_those_to_replies_beside_them():
    thread = comment(replies=(Comment("B", "", ("b",), replies=(Comment("C", "", ("c",)),)), Comment("D", "", ("d",))))
    back = comments_of(write_inlines(Run("a"), thread).back)
    assert [reply.author for reply in back[0].replies] == ["B", "C", "D"]


def test_a_date_that_is_none_is_left_out_and_reported():
    written = write_inlines(Run("a"), Comment("Ada", "yesterday", ("b",)))
    assert written.codes == ["DOCX-W032"]


def test_a_comment_in_a_sidenote_stands_beside_it():
    written = write_inlines(Run("a"), Sidenote((Run("b"), comment())))
    assert [each.paragraphs for each in comments_of(written.back)] == [("b",), ("why?",)]


def test_the_caption_of_a_picture_in_the_text_counts_before_the_words_of_a_comment():
    picture = InlinePicture("gone.png", caption=(Run("abc"),))
    body = write_inlines(picture, Run("x "), Note(((Run("y"),),)), Run("words"), comment("words")).body
    assert body.index("footnoteReference") < body.index("<w:commentRangeStart") < body.index(">words<")


def test_words_are_found_in_the_order_in_which_a_table_is_written():
    cell = Cell((Paragraph((Run("abc"), comment("bc"))),))
    table = Table((Row((cell,)),), (100.0,), caption=(Run("long caption"),), is_numbered=True)
    body = write_blocks(table).body
    start = body.index("<w:commentRangeStart")
    assert body.count("<w:commentRangeStart") == 1
    assert body.index(">a<") < start < body.index(">bc<") < body.index("<w:commentRangeEnd")


def test_words_behind_a_simple_formula_begin_where_they_do():
    body = write_inlines(Equation("x^{2}", "x2"), Run(" is big"), comment("big")).body
    assert body.index("> is <") < body.index("<w:commentRangeStart") < body.index(">big<")
