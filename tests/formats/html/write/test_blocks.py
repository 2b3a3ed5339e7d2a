import math

import pytest
from html_pages import write_blocks

from sdconvert.model.blocks import (
    Alignment,
    Directory,
    DirectoryKind,
    Heading,
    ListItem,
    PageBreak,
    Paragraph,
)
from sdconvert.model.document import Metadata
from sdconvert.model.inlines import CrossReference, Note, Run
from sdconvert.model.tables import Cell, Row, Table


def text(content):
    return (Run(content),)


def item(content, level=0, is_ordered=True, list_id="x", **fields):
    return ListItem(text(content), is_ordered, level, list_id, **fields)


def test_a_heading_is_written_by_its_level():
    assert write_blocks(Heading(text("a"), 0), Heading(text("b"), 5)).main == "<h1>a</h1>\n<h6>b</h6>"


def test_numbers_are_computed_as_the_editor_shows_them_and_stand_as_text():
    written = write_blocks(
        Heading(text("a"), 0, True),
        Paragraph(text("b"), number_level=1),
        Heading(text("c"), 0, True),
        Heading(text("d"), 1, True),
        Heading(text("e"), 0, True, restarts=True),
    )
    numbers = [piece.partition("<")[0].strip() for piece in written.main.split('class="number">')[1:]]
    assert numbers == ["1", "1.1", "2", "2.1", "1"]


def test_a_level_beyond_six_is_told():
    written = write_blocks(Heading(text("a"), 9))
    assert written.main == "<h6>a</h6>"
    assert written.codes == ["HTML-W050"]


def test_looks_of_paragraphs_are_classes():
    written = write_blocks(Paragraph(text("a"), 2, Alignment.RIGHT, style="My style"))
    assert written.main == '<p class="right i2" data-style="My style">a</p>'


def test_flat_items_become_nested_lists():
    written = write_blocks(item("a"), item("b", 1, False), item("c"))
    assert written.main == ('<ol data-list="x"><li>a<ul data-list="x"><li>b</li></ul></li><li>c</li></ol>')


def test_a_list_that_goes_on_after_a_paragraph_counts_on():
    written = write_blocks(item("a"), Paragraph(text("p")), item("b"))
    assert '<li value="2">b</li>' in written.main


def test_a_level_that_is_left_out_is_an_item_without_a_sign():
    assert write_blocks(item("a", 1)).main == (
        '<ol data-list="x"><li class="bare"><ol data-list="x"><li>a</li></ol></li></ol>'
    )


def test_items_of_another_list_begin_a_list_of_their_own():
    written = write_blocks(item("a"), item("b", list_id="y"))
    assert written.main == '<ol data-list="x"><li>a</li></ol><ol data-list="y"><li>b</li></ol>'


def test_a_page_break_is_a_rule_that_breaks_the_page_in_print():
    written = write_blocks(PageBreak())
    assert written.main == '<hr class="page-break">'
    assert "hr.page-break{break-after:page" in written.page


def test_a_table_of_contents_links_to_the_headings():
    written = write_blocks(
        Directory(DirectoryKind.CONTENT),
        Heading(text("a & b"), 0, True, id="one"),
        Heading(text("c"), 2),
        metadata=Metadata(language="de-DE"),
    )
    assert '<a href="#one"><span class="number">1 </span>a &amp; b</a>' in written.main
    assert 'role="doc-toc"' in written.main
    assert '<p class="title">Inhalt</p>' in written.main


def test_the_title_of_a_directory_is_not_written_where_the_document_has_one():
    written = write_blocks(Paragraph(text("Table of contents")), Directory(DirectoryKind.CONTENT))
    assert 'class="title"' not in written.main


def test_a_directory_of_notes_links_to_them_wherever_it_stands():
    written = write_blocks(Directory(DirectoryKind.FOOTNOTES), Paragraph((Run("a"), Note((text("the note"),)))))
    assert '<a href="#sd-fn1"><span class="number">1 </span>the note</a>' in written.main


def test_a_reference_shows_number_and_text_of_what_it_leads_to():
    written = write_blocks(
        Paragraph((CrossReference("x", True, True, "old"),)), Heading(text("Title"), 0, True, id="x")
    )
    assert '<a class="reference" href="#x" data-shows="number content">1 Title</a>' in written.main
    assert written.codes == ["HTML-W013"]


def test_ids_that_html_cannot_have_are_kept_beside_one_that_it_can():
    written = write_blocks(Paragraph(text("a"), id="a b"), Paragraph(text("c"), id="a b"))
    assert written.main == '<p data-id="a b">a</p>\n<p data-id="a b">c</p>'
    assert 'id="sd-1" data-id="a b"' in written.page


@pytest.mark.parametrize("width", [0.0, -3.0, math.inf, math.nan])
def test_a_width_that_is_no_share_is_that_of_the_text_and_told(width):
    rows = (Row((Cell((Paragraph(text("a")),)),)),)
    usual, odd = (write_blocks(*[Table(rows, (100.0,), each)] * 2) for each in (100.0, width))
    assert (usual.codes, odd.codes) == ([], ["HTML-W051"])
    assert odd.main == usual.main
