from __future__ import annotations

import pytest
from docx_documents import (
    codes,
    content_of,
    messages,
    p,
    read_document,
    texts,
)

from sdconvert.model.inlines import LineBreak, Mark, Run


def test_an_unknown_symbol_stands_as_a_box() -> None:
    result = read_document(p('<w:r><w:sym w:font="Odd" w:char="F0FC"/></w:r>'))
    assert texts(result.value.blocks) == ["□"]
    assert messages(result, "DOCX-R032")[0].startswith("The symbol F0FC of the font Odd")


def test_a_line_break_keeps_the_marks_of_its_run() -> None:
    bold = frozenset({Mark.BOLD})
    content = content_of("<w:r><w:rPr><w:b/></w:rPr><w:t>a</w:t><w:br/><w:t>b</w:t><w:cr/></w:r>")
    assert content == (Run("a", bold), LineBreak(bold), Run("b", bold), LineBreak(bold))


def test_a_column_break_is_a_line_break() -> None:
    assert content_of("a", '<w:r><w:br w:type="column"/></w:r>') == (Run("a"), LineBreak())


def test_deleted_text_outside_a_deletion_is_left_out_with_a_finding() -> None:
    assert codes(read_document(p("<w:r><w:delText>lost</w:delText></w:r>"))) == ["DOCX-R030"]


@pytest.mark.parametrize("name", ["pgNum", "dayLong", "yearShort"])
def test_what_word_computes_is_left_out_with_a_finding(name: str) -> None:
    assert codes(read_document(p(f"<w:r><w:{name}/></w:r>"))) == ["DOCX-R041"]


def test_handwriting_is_left_out_with_a_finding() -> None:
    assert codes(read_document(p("<w:r><w:contentPart r:id='x'/></w:r>"))) == ["DOCX-R040"]
