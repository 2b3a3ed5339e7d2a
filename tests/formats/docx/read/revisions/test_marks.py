from __future__ import annotations

import pytest
from docx_documents import AUTHOR, DELETED_MARK, INSERTED_MARK, blocks_of, deleted, inserted, p, r, style, table, texts

from sdconvert.choices import Revisions
from sdconvert.model.blocks import Heading, Paragraph

ACCEPT, REJECT = Revisions.ACCEPT, Revisions.REJECT


def mark(kind: str) -> str:
    return f"<w:rPr><w:{kind} {AUTHOR}/></w:rPr>"


@pytest.mark.parametrize(
    ("kind", "gone_in"), [("ins", REJECT), ("del", ACCEPT), ("moveFrom", ACCEPT), ("moveTo", REJECT)]
)
def test_the_paragraph_behind_a_mark_that_is_gone_has_its_properties(kind: str, gone_in: Revisions) -> None:
    heading = f'<w:pStyle w:val="H"/>{mark(kind)}'
    for mode in (ACCEPT, REJECT):
        blocks = blocks_of(p("a", ppr=heading) + p("b"), mode, styles=style("H", "heading 1"))
        expected = [Paragraph] if mode is gone_in else [Heading, Paragraph]
        assert [type(block) for block in blocks] == expected
        assert texts(blocks) == (["ab"] if mode is gone_in else ["a", "b"])


def test_a_mark_that_was_inserted_and_deleted_is_gone_either_way() -> None:
    both = f"<w:rPr><w:ins {AUTHOR}/><w:del {AUTHOR}/></w:rPr>"
    for mode in (ACCEPT, REJECT):
        assert texts(blocks_of(p("a", ppr=both) + p("b"), mode)) == ["ab"]


def test_the_marks_of_a_former_set_are_no_marks() -> None:
    former = f"<w:rPrChange {AUTHOR}><w:rPr><w:ins {AUTHOR}/><w:i/></w:rPr></w:rPrChange>"
    body = p("a", ppr=f"<w:rPr>{former}</w:rPr>") + p("b")
    for mode in (ACCEPT, REJECT):
        assert texts(blocks_of(body, mode)) == ["a", "b"]


def test_an_inserted_section_is_taken_back_with_its_mark() -> None:
    body = p("a", ppr=f"{INSERTED_MARK}<w:sectPr/>") + p("b") + "<w:sectPr/>"
    assert texts(blocks_of(body)) == ["a", "PageBreak", "b"]
    assert texts(blocks_of(body, REJECT)) == ["ab"]


def test_an_inserted_section_before_a_table_ends_without_its_paragraph() -> None:
    body = p(inserted(r("a")), ppr=f"{INSERTED_MARK}<w:sectPr/>") + table(["b"]) + p("c") + "<w:sectPr/>"
    assert texts(blocks_of(body, REJECT)) == ["", "c"]


def test_the_last_paragraph_of_a_document_keeps_its_text_and_goes_without() -> None:
    assert texts(blocks_of(p("a") + p("b", ppr=DELETED_MARK))) == ["a", "b"]
    assert texts(blocks_of(p("a") + p(deleted("b"), ppr=DELETED_MARK) + "<w:sectPr/>")) == ["a"]


@pytest.mark.parametrize("part", ["footnote", "endnote"])
def test_marks_in_notes_join_their_paragraphs(part: str) -> None:
    build = {f"{part}s": f'<w:{part} w:id="1">{p("one", ppr=DELETED_MARK)}{p("two")}</w:{part}>'}
    body = p("a", f'<w:r><w:{part}Reference w:id="1"/></w:r>')
    assert "onetwo" in str(blocks_of(body, **build))
    assert "onetwo" not in str(blocks_of(body, REJECT, **build))
