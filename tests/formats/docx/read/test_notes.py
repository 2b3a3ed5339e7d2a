from __future__ import annotations

from typing import Any

import pytest
from docx_builder import Relation, build_docx
from docx_documents import (
    AUTHOR,
    assert_accounted,
    codes,
    deleted,
    field,
    messages,
    p,
    r,
    read_document,
    table,
    text_box,
)

from sdconvert import convert
from sdconvert.findings import Result
from sdconvert.model.blocks import Paragraph
from sdconvert.model.document import Document
from sdconvert.model.inlines import LineBreak, Link, Mark, Note, Run
from sdconvert.model.text import plain_text

MARK = "<w:r><w:footnoteRef/></w:r>"
REFERENCE = p("a", '<w:r><w:footnoteReference w:id="2"/></w:r>')
SEPARATORS = (
    f'<w:footnote w:type="separator" w:id="0">{p("<w:r><w:separator/></w:r>")}</w:footnote>'
    f'<w:footnote w:type="continuationSeparator" w:id="1">{p("<w:r><w:continuationSeparator/></w:r>")}</w:footnote>'
)


def document(content: str, body: str = REFERENCE, **build: Any) -> Result[Document]:
    footnotes = f'{SEPARATORS}<w:footnote w:id="2">{content}</w:footnote>'
    assert_accounted(build_docx(body, footnotes=footnotes, **build))
    return read_document(body, footnotes=footnotes, **build)


def note(content: str, body: str = REFERENCE, **build: Any) -> Note:
    (block,) = document(content, body, **build).value.blocks
    assert isinstance(block, Paragraph)
    found = block.content[-1]
    assert isinstance(found, Note)
    return found


def test_a_footnote_stands_where_it_is_referred_to() -> None:
    assert note(p(MARK, " note")) == Note(((Run("note"),),))


def test_an_endnote_says_that_it_is_one() -> None:
    body = p("a", '<w:r><w:endnoteReference w:id="2"/></w:r>')
    result = read_document(body, endnotes=f'<w:endnote w:id="2">{p("note")}</w:endnote>')
    assert result.value.blocks[0].content[-1] == Note(((Run("note"),),), True)  # type: ignore[union-attr]
    assert codes(result) == []


def test_a_footnote_and_an_endnote_may_have_the_same_id() -> None:
    body = p('<w:r><w:footnoteReference w:id="2"/><w:endnoteReference w:id="2"/></w:r>')
    result = document(p("foot"), body, endnotes=f'<w:endnote w:id="2">{p("end")}</w:endnote>')
    assert [piece.is_endnote for piece in result.value.blocks[0].content] == [False, True]  # type: ignore[union-attr]


def test_a_note_keeps_formatting_and_links_of_its_own_part() -> None:
    relations = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">' + (
        '<Relationship Id="rId1" Type="http://x/hyperlink" Target="https://a.example" TargetMode="External"/>'
        "</Relationships>"
    )
    content = p(MARK, " ", r("bold", "<w:b/>"), f'<w:hyperlink r:id="rId1">{r("link")}</w:hyperlink>')
    build = {
        "relations": [Relation("rId1", "hyperlink", "https://other.example", True)],
        "files": {"word/_rels/footnotes.xml.rels": relations},
    }
    (paragraph,) = note(content, **build).paragraphs
    assert paragraph == (Run("bold", frozenset({Mark.BOLD})), Link("https://a.example", (Run("link"),)))


def test_a_note_may_have_several_paragraphs() -> None:
    assert note(p(MARK, "\tone") + p() + p("two")).paragraphs == ((Run("one"),), (), (Run("two"),))


def test_a_note_that_is_missing_is_a_finding() -> None:
    result = read_document(REFERENCE)
    assert messages(result, "DOCX-R039") == ["The text of the note 2 is missing from the package."]
    assert_accounted(build_docx(REFERENCE))


def test_a_note_that_is_referred_to_twice_stands_once() -> None:
    result = document(p("note"), REFERENCE * 2)
    assert codes(result) == ["DOCX-R047"]
    assert [len(block.content) for block in result.value.blocks] == [2, 1]  # type: ignore[union-attr]


def test_a_note_that_nothing_refers_to_is_a_finding_that_holds_it() -> None:
    result = document(p("lost words"), p("a"))
    assert messages(result, "DOCX-R044") == ["A note that nothing in the text refers to is left out: “lost words”"]


def test_an_empty_note_that_nothing_refers_to_is_nothing() -> None:
    assert codes(document(p(MARK), p("a"))) == []


def test_a_note_that_refers_to_itself_ends() -> None:
    assert codes(document(p("note", '<w:r><w:footnoteReference w:id="2"/></w:r>'))) == ["DOCX-R047"]


def test_a_table_in_a_note_becomes_a_line_for_each_row() -> None:
    result = document(p("before") + table(["a", p("b") + p() + p("c"), p()], [p(), "d", "e"]) + p("after"))
    assert messages(result, "DOCX-R042") == [
        "1 table(s) in notes become lines, one for each row; the first: “a b c d e”"
    ]
    (block,) = result.value.blocks
    lines = [plain_text(line) for line in block.content[-1].paragraphs]  # type: ignore[union-attr]
    assert lines == ["before", "a | b / c | ", " | d | e", "after"]


def test_a_list_in_a_note_carries_its_labels_as_text_and_counts_for_itself() -> None:
    numbering = (
        '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:lvlText w:val="%1)"/></w:lvl>'
        '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    )
    item = '<w:numPr><w:numId w:val="1"/></w:numPr>'
    result = document(p("x", ppr=item) + p("y", ppr=item), p("z", ppr=item) + REFERENCE, numbering=numbering)
    assert codes(result) == ["DOCX-R043", "DOCX-R043"]
    found = result.value.blocks[1].content[-1]  # type: ignore[union-attr]
    assert found == Note(((Run("1)\tx"),), (Run("2)\ty"),)))


def test_breaks_in_a_note_are_line_breaks() -> None:
    content = p("a", "<w:r><w:br/></w:r>", "b", '<w:r><w:br w:type="page"/></w:r>', "c")
    assert note(content).paragraphs == ((Run("a"), LineBreak(), Run("b"), LineBreak(), Run("c")),)


def test_revisions_and_fields_in_a_note_are_resolved() -> None:
    content = p("a", deleted("b"), f"<w:ins {AUTHOR}>{r('c')}</w:ins>", field("PAGE", "7"))
    assert note(content).paragraphs == ((Run("ac7"),),)


def test_a_text_box_in_a_note_follows_its_paragraph_once() -> None:
    assert note(p("a", text_box(p("box"))) + p("b")).paragraphs == ((Run("a"),), (Run("box"),), (Run("b"),))


def test_a_chunk_in_a_note_is_its_text() -> None:
    relations = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">' + (
        '<Relationship Id="c" Type="http://x/aFChunk" Target="chunk.txt"/></Relationships>'
    )
    files = {"word/_rels/footnotes.xml.rels": relations, "word/chunk.txt": "chunk"}
    assert note(p("a") + '<w:altChunk r:id="c"/>', files=files).paragraphs == ((Run("a"),), (Run("chunk"),))


def test_what_is_unknown_in_a_note_is_a_finding() -> None:
    assert codes(document(p("a") + f"<w:odd>{p('b')}</w:odd>")) == ["DOCX-R005"]


@pytest.mark.parametrize("content", ["", "<w:p/>"])
def test_an_empty_note_is_a_note(content: str) -> None:
    assert isinstance(note(content), Note)


def test_a_note_in_a_cell_and_in_a_heading_is_accounted() -> None:
    reference = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    assert codes(document(p("note"), table([p("a", reference)]))) == []


# ------------------------------------------------------------------------------------------ separators and own marks


def test_text_in_a_separator_or_a_notice_is_told_and_counted() -> None:
    special = (
        f'<w:footnote w:type="separator" w:id="0">{p("NOTES (no part of the decision)")}</w:footnote>'
        f'<w:footnote w:type="continuationNotice" w:id="1">{p("Notes go on")}</w:footnote>'
    )
    footnotes = f'{special}<w:footnote w:id="2">{p("note")}</w:footnote>'
    assert_accounted(build_docx(REFERENCE, footnotes=footnotes))
    result = read_document(REFERENCE, footnotes=footnotes)
    assert [finding.details["text"] for finding in result.findings] == [
        "NOTES (no part of the decision)",
        "Notes go on",
    ]
    assert codes(result) == ["DOCX-R097", "DOCX-R097"]


def test_a_note_whose_mark_stands_in_the_text_says_so() -> None:
    custom = p("Roe", '<w:r><w:footnoteReference w:customMarkFollows="1" w:id="2"/><w:t>*</w:t></w:r>')
    footnotes = f'<w:footnote w:id="2">{p("* Of the Bar")}</w:footnote>'
    (block,) = read_document(custom, footnotes=footnotes).value.blocks
    assert isinstance(block, Paragraph)
    found = next(node for node in block.content if isinstance(node, Note))
    assert found.has_own_mark
    assert block.content[-1] == Run("*")
    assert not note(p("counted")).has_own_mark


def test_the_layout_of_paragraphs_in_notes_is_told_once() -> None:
    centred = p(r("a"), ppr='<w:jc w:val="center"/><w:ind w:left="720"/>')
    ruled = p(r("b"), ppr='<w:pBdr><w:top w:val="single"/></w:pBdr><w:jc w:val="right"/>')
    result = document(centred + ruled)
    assert messages(result, "DOCX-R184") == [
        "What paragraphs in notes say of their own layout is not kept: 3 (alignment × 2, an indent × 1)."
    ]
    assert len(messages(result, "DOCX-R143")) == 1


def test_a_note_of_two_paragraphs_with_a_mark_of_its_own_is_accounted_for() -> None:
    body = p('<w:r><w:footnoteReference w:id="2" w:customMarkFollows="1"/><w:t>*</w:t></w:r>')
    footnotes = f'{SEPARATORS}<w:footnote w:id="2">{p(r("a"))}{p(r("b"))}</w:footnote>'
    assert convert(build_docx(body, footnotes=footnotes)).ledger.imbalance() == {}
