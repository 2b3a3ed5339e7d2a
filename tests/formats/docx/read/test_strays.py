from __future__ import annotations

import pytest
from docx_builder import build_docx
from docx_documents import (
    PICTURE,
    PICTURE_FILE,
    PICTURE_RELATION,
    assert_accounted,
    blocks_of,
    codes,
    messages,
    p,
    r,
    read_document,
    simple,
    texts,
)

from sdconvert.model.blocks import Paragraph, Picture
from sdconvert.model.inlines import Equation, InlinePicture
from sdconvert.model.tables import Table

MATH = "<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>"
DRAWING = PICTURE.removeprefix("<w:r>").removesuffix("</w:r>")


def test_equations_between_paragraphs_are_paragraphs() -> None:
    body = p("a") + MATH + MATH + p(MATH) + MATH + f"<m:oMathPara>{MATH}</m:oMathPara>" + p("b")
    blocks = blocks_of(body)
    counts = [sum(isinstance(piece, Equation) for piece in block.content) for block in blocks]  # type: ignore[union-attr]
    assert counts == [0, 2, 1, 1, 1, 0]
    assert_accounted(build_docx(body))


def test_an_equation_between_the_paragraphs_of_a_cell_or_note_is_a_paragraph() -> None:
    (table,) = blocks_of(f"<w:tbl><w:tr><w:tc>{MATH}{p('a')}</w:tc></w:tr></w:tbl>")
    assert isinstance(table, Table)
    assert len(table.rows[0].cells[0].content) == 2
    note = f'<w:footnote w:id="1">{MATH}</w:footnote>'
    result = read_document(p('<w:r><w:footnoteReference w:id="1"/></w:r>'), footnotes=note)
    assert "Equation(" in str(result.value.blocks)
    assert codes(result) == []


def test_an_equation_in_a_hidden_row_is_booked_once() -> None:
    row = f"<w:tr><w:trPr><w:hidden/></w:trPr>{MATH}<w:tc>{p(r('a', '<w:vanish/>'))}</w:tc></w:tr>"
    body = f"<w:tbl>{row}<w:tr><w:tc>{p('b')}</w:tc></w:tr></w:tbl>"
    result, _ = assert_accounted(build_docx(body))
    assert "DOCX-R062" not in codes(result)


@pytest.mark.parametrize("body", [p("a", DRAWING, "b"), p("a", simple("PAGE", DRAWING), "b")])
def test_a_drawing_outside_of_a_run_is_read(body: str) -> None:
    build = {"relations": [PICTURE_RELATION], "files": PICTURE_FILE}
    (block,) = blocks_of(body, **build)
    assert isinstance(block, Paragraph)
    assert any(isinstance(piece, InlinePicture) for piece in block.content)
    assert_accounted(build_docx(body, **build))  # type: ignore[arg-type]


def test_a_drawing_between_paragraphs_is_a_picture() -> None:
    blocks = blocks_of(p("a") + DRAWING, relations=[PICTURE_RELATION], files=PICTURE_FILE)
    assert isinstance(blocks[1], Picture)


SYM_EX = '<w:r><w16se:symEx xmlns:w16se="{}" w16se:font="Segoe UI Emoji" w16se:char="1F60A"/></w:r>'.format(
    "http://schemas.microsoft.com/office/word/2015/wordml/symex"
)


def test_a_symbol_beyond_four_digits_is_its_character() -> None:
    body = p("a", SYM_EX)
    assert texts(blocks_of(body)) == ["a\U0001f60a"]
    assert_accounted(build_docx(body))


@pytest.mark.parametrize("keyword", ["PRINT", "BIDIOUTLINE", "ADDIN EN.CITE.DATA"])
def test_a_field_that_shows_nothing_is_no_loss(keyword: str) -> None:
    assert codes(read_document(p("a", simple(keyword)))) == ["DOCX-R023"]


def test_what_a_definition_of_a_shape_holds_is_told() -> None:
    box = f"<v:textbox><w:txbxContent>{p('x')}</w:txbxContent></v:textbox>"
    body = p("a", f"<w:r><w:pict><v:shapetype>{box}</v:shapetype></w:pict></w:r>")
    result, _ = assert_accounted(build_docx(body))
    assert messages(result, "DOCX-R223")[0].endswith("“x”")
