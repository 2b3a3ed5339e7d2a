"""The marks of notes as Word shows them, and what is said of those that nobody knows."""

from __future__ import annotations

from docx_documents import messages, p, read_document, table
from note_documents import ENDNOTE, NOTES, SECTION, note_marks, reference

ONE, TWO, THREE = (p("a", reference(id)) for id in (1, 2, 3))


def test_footnotes_count_in_digits_and_endnotes_in_roman_numerals() -> None:
    body = p(reference(1), reference(1, ENDNOTE), reference(2), reference(2, ENDNOTE))
    assert note_marks(body) == ["1", "i", "2", "ii"]


def test_the_document_says_how_its_notes_count_and_a_section_otherwise() -> None:
    settings = '<w:footnotePr><w:numFmt w:val="lowerLetter"/><w:numStart w:val="3"/></w:footnotePr>'
    assert note_marks(ONE + TWO, settings=settings) == ["c", "d"]
    own = SECTION.format('<w:footnotePr><w:numFmt w:val="upperRoman"/></w:footnotePr>')
    assert note_marks(p("a", reference(1), ppr=own) + TWO, settings=settings) == ["III", "d"]


def test_notes_may_begin_anew_in_each_section() -> None:
    settings = '<w:footnotePr><w:numRestart w:val="eachSect"/></w:footnotePr>'
    body = ONE + p("b", reference(2), ppr=SECTION.format("")) + THREE
    assert note_marks(body, settings=settings) == ["1", "2", "1"]
    assert note_marks(body) == ["1", "2", "3"]


def test_notes_that_begin_anew_on_each_page_are_told_once() -> None:
    settings = '<w:footnotePr><w:numRestart w:val="eachPage"/></w:footnotePr>'
    result = read_document(ONE + TWO, settings=settings, **NOTES)
    assert messages(result, "DOCX-R116")[0].startswith("Word begins to count the 2 footnotes anew on each page")
    assert len(messages(result, "DOCX-R116")) == 1


def test_a_note_with_a_mark_of_its_own_does_not_count() -> None:
    own = '<w:r><w:footnoteReference w:id="1" w:customMarkFollows="1"/><w:sym w:font="Symbol" w:char="F02A"/></w:r>'
    assert note_marks(p(own, "x", reference(2))) == ["∗", "1"]
    written = '<w:r><w:footnoteReference w:id="1" w:customMarkFollows="1"/><w:t>†</w:t></w:r>'
    assert note_marks(p(written, "x", reference(2))) == ["†", "1"]


def test_a_hidden_reference_does_not_count() -> None:
    hidden = '<w:r><w:rPr><w:vanish/></w:rPr><w:footnoteReference w:id="1"/></w:r>'
    assert note_marks(p("a", hidden, reference(2))) == ["1"]


def test_notes_in_cells_count_in_the_order_of_the_text() -> None:
    assert note_marks(ONE + table([TWO]) + THREE) == ["1", "2", "3"]
