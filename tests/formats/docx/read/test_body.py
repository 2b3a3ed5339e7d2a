from __future__ import annotations

import pytest
from docx_builder import build_docx
from docx_documents import (
    assert_accounted,
    blocks_of,
    cell_texts,
    codes,
    deleted,
    messages,
    p,
    read_document,
    sdt,
    table,
    text_box,
    texts,
)

from sdconvert.model.tables import Table


def test_blocks_keep_their_order() -> None:
    assert texts(blocks_of(p("a") + table(["x"]) + p("b"))) == ["a", "", "b"]


@pytest.mark.parametrize(
    "nothing",
    [
        '<w:bookmarkStart w:id="1" w:name="x"/><w:bookmarkEnd w:id="1"/>',
        "<w:proofErr/><w:permStart/><w:permEnd/>",
        "<w:moveFromRangeStart/><w:moveFromRangeEnd/><w:customXmlInsRangeStart/><w:customXmlInsRangeEnd/>",
        "<w:sectPr/>",
    ],
)
def test_marks_between_blocks_are_no_blocks(nothing: str) -> None:
    result = read_document(p("a") + nothing + p("b"))
    assert texts(result.value.blocks) == ["a", "b"]
    assert codes(result) == []


def test_an_unknown_element_between_blocks_is_left_out_with_its_text() -> None:
    result = read_document(p("a") + f"<w:odd>{p('lost')}</w:odd>")
    assert texts(result.value.blocks) == ["a"]
    assert messages(result, "DOCX-R005") == ["The element w:odd is not understood and left out: “lost”"]


# ----------------------------------------------------------------------------------------------------- sections


def section(kind: str) -> str:
    return f'<w:sectPr><w:type w:val="{kind}"/></w:sectPr>'


@pytest.mark.parametrize("kind", ["nextPage", "oddPage", "evenPage"])
def test_a_section_on_a_new_page_follows_a_page_break(kind: str) -> None:
    assert texts(blocks_of(p("a", ppr="<w:sectPr/>") + p("b") + section(kind))) == ["a", "PageBreak", "b"]


@pytest.mark.parametrize("kind", ["continuous", "nextColumn"])
def test_a_section_on_the_same_page_follows_nothing(kind: str) -> None:
    assert texts(blocks_of(p("a", ppr="<w:sectPr/>") + p("b") + section(kind))) == ["a", "b"]


def test_the_last_section_ends_the_document_and_no_page() -> None:
    assert texts(blocks_of(p("a") + "<w:sectPr/>")) == ["a"]
    assert texts(blocks_of(p("a", ppr="<w:sectPr/>"))) == ["a"]


def test_the_kind_of_break_is_that_of_the_section_that_begins() -> None:
    body = p("a", ppr=section("continuous")) + p("b", ppr=section("nextPage")) + p("c") + section("continuous")
    assert texts(blocks_of(body)) == ["a", "PageBreak", "b", "c"]


def test_each_section_has_its_own_text_width() -> None:
    wide = '<w:sectPr><w:type w:val="continuous"/><w:pgSz w:w="20000"/><w:pgMar w:left="0" w:right="0"/></w:sectPr>'
    narrow = wide.replace("20000", "10000")
    half = table(["x"]).replace("<w:tbl>", '<w:tbl><w:tblPr><w:tblW w:w="5000" w:type="dxa"/></w:tblPr>')
    blocks = blocks_of(half + p("", ppr=wide) + half + narrow)
    assert [block.width for block in blocks if isinstance(block, Table)] == [25.0, 50.0]


# --------------------------------------------------------------------------------------------------- text boxes


def test_the_content_of_a_text_box_follows_its_paragraph_with_a_finding() -> None:
    result = read_document(p("a ", text_box(p("one") + p("two")), "b") + p("c"))
    assert texts(result.value.blocks) == ["a b", "one", "two", "c"]
    assert codes(result) == ["DOCX-R059"]


def test_text_boxes_hold_tables_and_other_text_boxes() -> None:
    blocks = blocks_of(p(text_box(p("outer", text_box(p("inner"))) + table(["cell"]))))
    assert texts(blocks) == ["", "outer", "inner", ""]
    assert cell_texts(blocks[3]) == [[["cell"]]]


def test_a_text_box_in_a_cell_stays_there() -> None:
    (block,) = blocks_of(table([p("a", text_box(p("box")))]))
    assert cell_texts(block) == [[["a", "box"]]]


# ------------------------------------------------------------------------------------------------------- tables


def test_a_nested_table_is_part_of_its_cell() -> None:
    (block,) = blocks_of(table([p("a") + table(["inner"]) + p("b")]))
    assert isinstance(block, Table)
    content = block.rows[0].cells[0].content
    assert texts(content) == ["a", "", "b"]
    assert cell_texts(content[1]) == [[["inner"]]]


def test_content_controls_and_revisions_in_a_cell_are_resolved() -> None:
    (block,) = blocks_of(table([sdt(p("a", deleted("b"))) + p("c")]))
    assert cell_texts(block) == [[["a", "c"]]]


def test_paragraph_numbers_of_findings_count_those_in_tables_and_text_boxes() -> None:
    odd = "<w:odd/>"
    result = read_document(table(["a", p("b", odd)]) + p(text_box(p("c"))) + p("d", odd))
    found = [finding.location.paragraph for finding in result.findings if finding.location]
    assert sorted(found) == [2, 3, 5]


def test_all_of_this_is_accounted() -> None:
    body = (
        p("a ", text_box(p("one") + table(["x"])), ppr=section("nextPage"))
        + table([p("a") + table(["inner"]), p("b", text_box(p("box")))])
        + f"<w:odd>{p('lost')}</w:odd>"
        + section("nextPage")
    )
    assert_accounted(build_docx(body))
