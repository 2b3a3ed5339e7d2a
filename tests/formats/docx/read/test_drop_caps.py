from __future__ import annotations

import pytest
from docx_documents import blocks_of, codes, messages, p, r, read_document, style, styled, table, texts


@pytest.mark.parametrize("kind", ["drop", "margin"])
def test_a_drop_capital_belongs_to_its_word(kind: str) -> None:
    frame = f'<w:framePr w:dropCap="{kind}" w:lines="3" w:wrap="around"/>'
    result = read_document(
        p(r("O", '<w:sz w:val="96"/>'), ppr=frame) + p("nce upon a time", ppr='<w:jc w:val="both"/>')
    )
    assert texts(result.value.blocks) == ["Once upon a time"]
    assert messages(result, "DOCX-R104") == [
        "1 large initial(s) stand in their line as ordinary letters; the first is “O”."
    ]


def test_another_frame_is_a_paragraph_of_its_own() -> None:
    result = read_document(p("Note", ppr='<w:framePr w:wrap="around"/>') + p("Text"))
    assert texts(result.value.blocks) == ["Note", "Text"]
    assert "DOCX-R104" not in codes(result)


def test_a_drop_capital_before_a_table_stays_where_it_is() -> None:
    assert texts(blocks_of(p("O", ppr='<w:framePr w:dropCap="drop"/>') + table(["x"])))[0] == "O"


SIDE = '<w:framePr w:w="1000" w:hAnchor="page" w:x="1" w:y="1"/>'


def test_paragraphs_in_frames_are_told_once() -> None:
    body = p("in a frame", ppr=SIDE) + styled("F", "by its style") + p("text") + p(ppr=SIDE)
    result = read_document(body, styles=style("F", properties=f"<w:pPr>{SIDE}</w:pPr>"))
    assert messages(result, "DOCX-R161") == [
        "2 paragraph(s) that Word shows in a frame, at a place of its own, stand in the flow of text; the first: "
        "“in a frame”"
    ]
