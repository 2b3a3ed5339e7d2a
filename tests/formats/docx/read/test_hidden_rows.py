from __future__ import annotations

from docx_builder import build_docx
from docx_documents import assert_accounted, cell_texts, codes, messages, p, r, read_document
from docx_lists import abstract, level, num

from sdconvert.model.blocks import ListItem
from sdconvert.model.tables import Table

HIDDEN_MARK = "<w:rPr><w:vanish/></w:rPr>"
NUMBER = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'


def row(content: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr><w:tc>{content}</w:tc></w:tr>"


HIDDEN_ROW = row(p(r("aside", "<w:vanish/>"), ppr=NUMBER + HIDDEN_MARK), "<w:hidden/>")


def test_a_row_hidden_with_its_text_is_left_out_and_still_counts() -> None:
    body = f"<w:tbl>{row(p('a', ppr=NUMBER))}{HIDDEN_ROW}{row(p('b', ppr=NUMBER))}</w:tbl>"
    numbering = abstract(level(0)) + num()
    result = read_document(body, numbering=numbering)
    (block,) = result.value.blocks
    assert cell_texts(block) == [[["a"]], [["b"]]]
    assert isinstance(block, Table)
    items = [content for row in block.rows for cell in row.cells for content in cell.content]
    assert [item.label for item in items if isinstance(item, ListItem)] == ["1.", "3."]
    assert messages(result, "DOCX-R105") == ["A hidden row of a table is left out: “aside”"]
    assert_accounted(build_docx(body, numbering=numbering))


def test_a_row_whose_mark_alone_is_hidden_is_shown_and_told() -> None:
    result = read_document(f"<w:tbl>{row(p('a'))}{row(p('b'), '<w:hidden/>')}</w:tbl>")
    assert cell_texts(result.value.blocks[0]) == [[["a"]], [["b"]]]
    assert "DOCX-R106" in codes(result)


def test_a_table_of_hidden_rows_is_no_table() -> None:
    body = f"<w:tbl>{HIDDEN_ROW.replace(NUMBER, '')}</w:tbl>" + p("b")
    assert len(read_document(body).value.blocks) == 1
    assert_accounted(build_docx(body))
