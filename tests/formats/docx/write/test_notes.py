"""Notes in Word files count as they did in the source, as far as one way of counting says that."""

from __future__ import annotations

import io

import pytest
from docx_builder import build_docx
from docx_documents import p
from docx_writing import write_blocks

from sdconvert import convert
from sdconvert.archive import read_archive
from sdconvert.formats.docx.write.package import _with_counting
from sdconvert.model.blocks import Paragraph
from sdconvert.model.inlines import Note, Run


def note(mark: str = "", *, is_endnote: bool = False, has_own_mark: bool = False) -> Note:
    return Note(((Run("n"),),), is_endnote, has_own_mark, mark)


def parts(*content: Note | Run) -> tuple[str, str]:
    """The body and the properties of the section."""
    document = read_archive(write_blocks(Paragraph(content)).data)["word/document.xml"].decode()
    body, _, section = document.partition("<w:sectPr>")
    return body, section


def test_notes_that_count_as_is_usual_need_no_word_of_it() -> None:
    _, section = parts(note("1"), note("i", is_endnote=True), note())
    assert "notePr" not in section


def test_another_format_or_start_is_said_in_the_section() -> None:
    _, section = parts(note("c"), note("d"), note("1", is_endnote=True))
    assert section.startswith(
        '<w:footnotePr><w:numFmt w:val="lowerLetter"/><w:numStart w:val="3"/></w:footnotePr>'
        '<w:endnotePr><w:numFmt w:val="decimal"/></w:endnotePr>'
    )


def test_marks_that_no_count_gives_are_counted_as_is_usual() -> None:
    _, section = parts(note("a"), note("a"))
    assert "notePr" not in section


@pytest.mark.parametrize("rest", ["", " and more"])
def test_a_note_with_its_own_mark_has_it_in_the_run_of_its_reference(rest: str) -> None:
    body, _ = parts(note("*", has_own_mark=True), Run(f"*{rest}"), note("1"))
    assert 'w:footnoteReference w:customMarkFollows="1" w:id="1"/><w:t>*</w:t></w:r>' in body
    assert body.count("*") == 1
    assert rest in body
    assert '<w:footnoteReference w:id="2"/>' in body


def test_a_mark_that_does_not_follow_is_not_made_up() -> None:
    body, _ = parts(Run("a"), note("*", has_own_mark=True), Run("b"))
    assert 'customMarkFollows="1" w:id="1"/></w:r>' in body
    assert "*" not in body


def test_how_notes_count_stands_behind_headers_in_place_of_what_a_template_says() -> None:
    header = '<w:headerReference w:type="default" r:id="r1"/>'
    template = f'{header}<w:footnotePr><w:numFmt w:val="chicago"/></w:footnotePr><w:pgSz w:w="1"/>'
    assert _with_counting(template, "footnote", "") == template
    assert _with_counting(template, "footnote", "<own/>") == f'{header}<own/><w:pgSz w:w="1"/>'
    assert _with_counting('<w:footnotePr/><w:pgSz w:w="1"/>', "footnote", "<own/>") == '<own/><w:pgSz w:w="1"/>'


def test_a_word_file_keeps_the_marks_of_its_notes() -> None:
    """ECMA-376 Part 1, 17.11.11 and 17.11.14."""
    counted = '<w:r><w:footnoteReference w:id="{}"/></w:r>'.format
    own = '<w:r><w:footnoteReference w:id="5" w:customMarkFollows="1"/><w:t>*</w:t></w:r>'
    notes = "".join(f'<w:footnote w:id="{id}">{p("n")}</w:footnote>' for id in (4, 5, 6))
    rule = '<w:sectPr><w:footnotePr><w:numFmt w:val="upperLetter"/><w:numStart w:val="2"/></w:footnotePr></w:sectPr>'
    source = build_docx(p("a", counted(4), own, counted(6)) + rule, footnotes=notes)
    result = convert(source, to="docx")
    assert [finding.code.id for finding in result.findings] == []
    assert result.ledger.imbalance() == {}
    again = convert(io.BytesIO(result.value).getvalue(), to="docx")
    assert read_archive(again.value)["word/document.xml"] == read_archive(result.value)["word/document.xml"]
