from __future__ import annotations

import pytest
from docx_documents import (
    AUTHOR,
    DELETED_MARK,
    INSERTED_MARK,
    blocks_of,
    cell,
    cell_texts,
    codes,
    deleted,
    field,
    fld_char,
    inserted,
    messages,
    p,
    r,
    read_document,
    sdt,
    style,
    styled,
    table,
    texts,
)

from sdconvert import UnresolvedRevisions
from sdconvert.choices import Revisions
from sdconvert.model.blocks import Heading, PageBreak
from sdconvert.model.inlines import Mark, Run
from sdconvert.model.tables import VerticalAlignment

REJECT = Revisions.REJECT
REVISIONS = pytest.mark.parametrize("mode", [Revisions.ACCEPT, Revisions.REJECT])


# ---------------------------------------------------------------------------------------------------- wrappers


def test_a_content_control_around_paragraphs_is_no_block() -> None:
    assert texts(blocks_of(p("a") + sdt(p("b") + sdt(p("c"))) + p("d"))) == ["a", "b", "c", "d"]


def test_a_content_control_around_runs_is_part_of_its_paragraph() -> None:
    (block,) = blocks_of(p("a", sdt(r("b") + sdt(r("c"))), "d"))
    assert block.content == (Run("abcd"),)


def test_a_content_control_around_a_row_gives_the_row() -> None:
    row = f"<w:tr>{cell('b')}</w:tr>"
    (block,) = blocks_of(f"<w:tbl><w:tr>{cell('a')}</w:tr>{sdt(row)}</w:tbl>")
    assert cell_texts(block) == [[["a"]], [["b"]]]


def test_a_content_control_around_a_cell_gives_the_cell() -> None:
    (block,) = blocks_of(f"<w:tbl><w:tr>{cell('a')}{sdt(cell('b'))}</w:tr></w:tbl>")
    assert cell_texts(block) == [[["a"], ["b"]]]


def test_a_content_control_around_a_table_gives_the_table() -> None:
    (block,) = blocks_of(sdt(table(["a"])))
    assert cell_texts(block) == [[["a"]]]


def test_a_content_control_without_content_is_nothing() -> None:
    assert texts(blocks_of(p("a", "<w:sdt><w:sdtPr/></w:sdt>"))) == ["a"]


@pytest.mark.parametrize("name", ["customXml", "smartTag", "dir", "bdo"])
def test_other_wrappers_around_runs_give_their_runs_and_not_their_properties(name: str) -> None:
    properties = f"<w:{name}Pr><w:attr w:name='x'/></w:{name}Pr>" if name in ("customXml", "smartTag") else ""
    result = read_document(p("a", f"<w:{name}>{properties}{r('b')}</w:{name}>"))
    assert texts(result.value.blocks) == ["ab"]
    assert codes(result) == []


def test_custom_xml_around_blocks_gives_its_blocks() -> None:
    assert texts(blocks_of(f"<w:customXml><w:customXmlPr/>{p('a')}{p('b')}</w:customXml>")) == ["a", "b"]


# --------------------------------------------------------------------------------------------------------- ruby


def ruby(base: str, reading: str) -> str:
    return f"<w:ruby><w:rubyPr/><w:rt>{r(reading)}</w:rt><w:rubyBase>{r(base)}</w:rubyBase></w:ruby>"


def test_the_reading_of_a_ruby_follows_its_base_in_brackets() -> None:
    result = read_document(p("a", f"<w:r>{ruby('漢字', 'かんじ')}</w:r>", "b"))
    assert texts(result.value.blocks) == ["a漢字(かんじ)b"]
    assert messages(result, "DOCX-R013") == ["The reading “かんじ” of “漢字” follows it in brackets."]


def test_a_ruby_among_text_of_one_run_keeps_its_place() -> None:
    assert texts(blocks_of(p(f"<w:r><w:t>a</w:t>{ruby('B', 'b')}<w:t>c</w:t></w:r>"))) == ["aB(b)c"]


def test_a_ruby_without_a_reading_is_its_base() -> None:
    result = read_document(p(f"<w:r>{ruby('B', '')}</w:r>"))
    assert texts(result.value.blocks) == ["B"]
    assert codes(result) == []


# ---------------------------------------------------------------------------------------------------- revisions


def test_an_accepted_insertion_is_text_and_a_deletion_is_a_finding_that_holds_it() -> None:
    result = read_document(p("a", inserted(r("b")), deleted("c"), "d"))
    assert texts(result.value.blocks) == ["abd"]
    assert messages(result, "DOCX-R010") == [
        "1 piece(s) of text deleted by Ada are left out, as tracked changes are accepted; the first: “c”"
    ]


def test_a_rejected_insertion_is_a_finding_that_holds_it_and_a_deletion_is_text() -> None:
    result = read_document(p("a", inserted(r("b")), deleted("c"), "d"), REJECT)
    assert texts(result.value.blocks) == ["acd"]
    assert messages(result, "DOCX-R011") == [
        "1 piece(s) of text inserted by Ada are left out, as tracked changes are rejected; the first: “b”"
    ]


def test_refusing_revisions_tells_how_many_there_are() -> None:
    with pytest.raises(UnresolvedRevisions, match="holds 2 tracked changes"):
        read_document(p("a", inserted(r("b")), deleted("c")), Revisions.REFUSE)


def test_a_document_without_revisions_is_not_refused() -> None:
    assert texts(blocks_of(p("a"), Revisions.REFUSE)) == ["a"]


MOVED = p(f"<w:moveFrom {AUTHOR}>{r('x')}</w:moveFrom>", "a") + p("b", f"<w:moveTo {AUTHOR}>{r('x')}</w:moveTo>")


def test_an_accepted_move_stands_where_it_went() -> None:
    result = read_document(MOVED)
    assert texts(result.value.blocks) == ["a", "bx"]
    assert codes(result) == ["DOCX-R012"]


def test_a_rejected_move_stands_where_it_was() -> None:
    assert texts(blocks_of(MOVED, REJECT)) == ["xa", "b"]


@REVISIONS
def test_what_was_inserted_and_then_deleted_is_gone_either_way(mode: Revisions) -> None:
    result = read_document(p("a", inserted(deleted("b") + r("c"))), mode)
    assert texts(result.value.blocks) == ["ac" if mode is Revisions.ACCEPT else "a"]
    assert any("b" in finding.message.rpartition(":")[2] for finding in result.findings)


def test_changed_properties_are_those_that_stand_there_or_those_before_the_change() -> None:
    changed = f"<w:b/><w:rPrChange {AUTHOR}><w:rPr><w:i/></w:rPr></w:rPrChange>"
    mark = f"<w:rPr><w:i/><w:rPrChange {AUTHOR}><w:rPr/></w:rPrChange></w:rPr>"
    paragraph = f'<w:jc w:val="left"/>{mark}<w:pPrChange {AUTHOR}><w:pPr><w:pStyle w:val="H"/></w:pPr></w:pPrChange>'
    body = p(r("a", changed), ppr=paragraph)
    accepted = read_document(body, Revisions.ACCEPT, styles=style("H", "heading 1"))
    assert [block.content for block in accepted.value.blocks] == [(Run("a", frozenset({Mark.BOLD})),)]
    assert not isinstance(accepted.value.blocks[0], Heading)
    rejected = read_document(body, REJECT, styles=style("H", "heading 1"))
    assert [block.content for block in rejected.value.blocks] == [(Run("a", frozenset({Mark.ITALIC})),)]
    assert isinstance(rejected.value.blocks[0], Heading)
    with pytest.raises(UnresolvedRevisions):
        read_document(body, Revisions.REFUSE)


def test_changed_properties_of_tables_and_cells_are_taken_back() -> None:
    before = f'<w:tcPrChange {AUTHOR}><w:tcPr><w:vAlign w:val="bottom"/></w:tcPr></w:tcPrChange>'
    cells = f'<w:tcPr><w:vAlign w:val="center"/>{before}</w:tcPr>'
    rows = f"<w:trPr><w:tblHeader/><w:trPrChange {AUTHOR}><w:trPr/></w:trPrChange></w:trPr>"
    body = f"<w:tbl><w:tr>{rows}<w:tc>{cells}{p('a')}</w:tc></w:tr><w:tr><w:tc>{p('b')}</w:tc></w:tr></w:tbl>"
    (accepted,), (rejected,) = blocks_of(body), blocks_of(body, REJECT)
    assert (accepted.rows[0].cells[0].vertical_alignment, rejected.rows[0].cells[0].vertical_alignment) == (
        VerticalAlignment.MIDDLE,
        VerticalAlignment.BOTTOM,
    )
    assert (accepted.rows[0].cells[0].is_header, rejected.rows[0].cells[0].is_header) == (True, False)


def test_the_former_properties_of_a_section_are_no_section() -> None:
    former = f"<w:sectPrChange {AUTHOR}><w:sectPr/></w:sectPrChange>"
    continuous = '<w:type w:val="continuous"/>'
    body = p("a", ppr=f"<w:sectPr>{former}</w:sectPr>") + p("b", ppr=f"<w:sectPr>{continuous}{former}</w:sectPr>")
    assert texts(blocks_of(f"{body}{p('c')}<w:sectPr>{continuous}</w:sectPr>")) == ["a", "b", "c"]


def test_a_deleted_paragraph_mark_joins_the_paragraph_with_the_next() -> None:
    (block,) = blocks_of(p("a", ppr=DELETED_MARK) + styled("H", "b"), styles=style("H", "heading 1"))
    assert isinstance(block, Heading)
    assert block.content == (Run("ab"),)


def test_an_inserted_paragraph_mark_stays_when_accepted_and_joins_when_rejected() -> None:
    body = p("a", ppr=INSERTED_MARK) + p("b")
    assert texts(blocks_of(body)) == ["a", "b"]
    assert texts(blocks_of(body, REJECT)) == ["ab"]


def test_a_chain_of_deleted_paragraph_marks_joins_them_all_in_order() -> None:
    body = "".join(p(word, ppr=DELETED_MARK) for word in "abc") + p("d") + p("e")
    assert texts(blocks_of(body)) == ["abcd", "e"]


def test_a_deleted_mark_joins_with_the_paragraph_in_the_content_control_that_follows() -> None:
    assert texts(blocks_of(p("a", ppr=DELETED_MARK) + sdt(p("b")) + p("c"))) == ["ab", "c"]


def test_a_deleted_mark_joins_with_the_paragraph_after_the_content_control() -> None:
    assert texts(blocks_of(sdt(p("a", ppr=DELETED_MARK)) + p("b"))) == ["ab"]


def test_a_wholly_deleted_paragraph_before_a_table_is_gone() -> None:
    result = read_document(p(deleted("a"), ppr=DELETED_MARK) + table(["b"]))
    assert len(result.value.blocks) == 1
    assert cell_texts(result.value.blocks[0]) == [[["b"]]]


def test_a_paragraph_with_text_stays_before_a_table_though_its_mark_is_deleted() -> None:
    assert texts(blocks_of(p("a", ppr=DELETED_MARK) + table(["b"]))) == ["a", ""]


def test_a_deleted_mark_at_the_end_of_a_cell_joins_nothing_and_the_cell_keeps_a_paragraph() -> None:
    last = p(deleted("b"), ppr=DELETED_MARK)
    (block,) = blocks_of(table([p("a", ppr=DELETED_MARK) + last, "c"]))
    assert cell_texts(block) == [[["a"], ["c"]]]


def test_a_section_goes_on_where_the_mark_that_ends_it_is_gone() -> None:
    body = p("a", ppr=f"{DELETED_MARK}<w:sectPr/>") + p("b") + "<w:sectPr/>"
    assert texts(blocks_of(body)) == ["ab"]
    assert texts(blocks_of(body, REJECT)) == ["a", "PageBreak", "b"]


def row(kind: str, content: str) -> str:
    properties = f"<w:trPr><w:{kind} {AUTHOR}/></w:trPr>" if kind else ""
    return f"<w:tr>{properties}{content}</w:tr>"


def test_a_deleted_row_is_gone_and_an_inserted_one_stays() -> None:
    rows = row("", cell("a")) + row("del", cell(p(deleted("b")))) + row("ins", cell(p(inserted(r("c")))))
    result = read_document(f"<w:tbl>{rows}</w:tbl>")
    assert cell_texts(result.value.blocks[0]) == [[["a"]], [["c"]]]
    assert codes(result) == ["DOCX-R010"]


def test_a_rejected_deleted_row_stays_and_an_inserted_one_is_gone() -> None:
    rows = row("", cell("a")) + row("del", cell(p(deleted("b")))) + row("ins", cell(p(inserted(r("c")))))
    result = read_document(f"<w:tbl>{rows}</w:tbl>", REJECT)
    assert cell_texts(result.value.blocks[0]) == [[["a"]], [["b"]]]
    assert codes(result) == ["DOCX-R011"]


def test_a_table_whose_rows_are_all_deleted_is_gone() -> None:
    result = read_document(f"<w:tbl>{row('del', cell('a'))}{row('del', cell('b'))}</w:tbl>{p('c')}")
    assert texts(result.value.blocks) == ["c"]
    assert [finding.details["whole"] for finding in result.findings] == ["a\nb"]


def tracked_cell(kind: str, content: str) -> str:
    return f"<w:tc><w:tcPr><w:{kind} {AUTHOR}/></w:tcPr>{content}</w:tc>"


def test_a_deleted_cell_is_gone_and_an_inserted_one_stays_and_the_other_way_round() -> None:
    cells = cell("a") + tracked_cell("cellDel", p(deleted("b"))) + tracked_cell("cellIns", p(inserted(r("c"))))
    body = f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>"
    for mode, kept in ((Revisions.ACCEPT, "c"), (REJECT, "b")):
        (block,) = blocks_of(body, mode)
        assert cell_texts(block) == [[["a"], [kept]]]


def test_a_table_whose_cells_are_all_deleted_is_gone() -> None:
    result = read_document(f"<w:tbl><w:tr>{tracked_cell('cellDel', p('a'))}</w:tr></w:tbl>{p('b')}")
    assert texts(result.value.blocks) == ["b"]
    assert codes(result) == ["DOCX-R010"]


def test_a_deleted_field_is_gone_with_its_instruction() -> None:
    inside = f"{fld_char('begin')}<w:r><w:delInstrText> PAGE </w:delInstrText></w:r>{fld_char('separate')}"
    removed = f"<w:del {AUTHOR}>{inside}<w:r><w:delText>7</w:delText></w:r>{fld_char('end')}</w:del>"
    result = read_document(p("a", removed, "b"))
    assert texts(result.value.blocks) == ["ab"]
    assert codes(result) == ["DOCX-R010"]


def test_a_rejected_deletion_gives_the_field_back() -> None:
    inside = f"{fld_char('begin')}<w:r><w:delInstrText> DATE </w:delInstrText></w:r>{fld_char('separate')}"
    removed = f"<w:del {AUTHOR}>{inside}<w:r><w:delText>7</w:delText></w:r>{fld_char('end')}</w:del>"
    result = read_document(p("a", removed, "b"), REJECT)
    assert texts(result.value.blocks) == ["a7b"]
    assert messages(result, "DOCX-R050") == [
        "1 field(s) DATE are kept as the text that they showed last; the first: “7”"
    ]


def test_inserted_numbering_is_taken_back_and_refused() -> None:
    numbered = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/><w:ins {AUTHOR}/></w:numPr>'
    level = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
    numbering = (
        f'<w:abstractNum w:abstractNumId="0">{level}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    (kept,) = read_document(p("a", ppr=numbered), numbering=numbering).value.blocks
    (back,) = read_document(p("a", ppr=numbered), REJECT, numbering=numbering).value.blocks
    assert (type(kept).__name__, type(back).__name__) == ("ListItem", "Paragraph")
    with pytest.raises(UnresolvedRevisions):
        blocks_of(p("a", ppr=numbered), Revisions.REFUSE)


def test_a_deleted_page_break_is_gone() -> None:
    body = p("a") + p(f'<w:del {AUTHOR}><w:r><w:br w:type="page"/></w:r></w:del>') + p("b")
    assert not any(isinstance(block, PageBreak) for block in blocks_of(body))


# -------------------------------------------------------------------------------------------------- nested text


def test_what_stands_inside_a_text_follows_it() -> None:
    result = read_document(p(f"<w:r><w:t>a<w:r><w:t>b</w:t></w:r></w:t></w:r>{field('PAGE', 'c')}"))
    assert texts(result.value.blocks) == ["abc"]


def test_paragraphs_are_counted_as_they_stand_in_the_file() -> None:
    result = read_document(p("a", ppr=DELETED_MARK) + sdt(p("b")) + p(deleted("c"), "d"))
    assert [finding.location and finding.location.paragraph for finding in result.findings] == [3]


def test_text_against_its_own_direction_is_kept_and_told() -> None:
    forced = '<w:bdo w:val="{}"><w:r><w:t>{}</w:t></w:r></w:bdo>'
    body = p(forced.format("rtl", "abc"), forced.format("ltr", "abc"), forced.format("rtl", "\u05d0"))
    result = read_document(body)
    assert texts(result.value.blocks) == ["abcabc\u05d0"]
    assert messages(result, "DOCX-R110") == [
        "1 piece(s) of text that Word shows in the other direction run in their own; the first: “abc”"
    ]


@pytest.mark.parametrize(
    ("direction", "text", "is_told"),
    [
        ("rtl", "abc", False),
        ("rtl", "abc!", True),
        ("rtl", "(abc)", True),
        ("rtl", "abc \u05d0 def", True),
        ("rtl", "\u05d0!", False),
        ("ltr", "abc!", False),
        ("ltr", "\u05d0!", True),
        ("ltr", "12", False),
        ("", "abc!", False),
    ],
)
def test_text_whose_signs_a_frame_of_the_other_direction_moves_is_told(
    direction: str, text: str, is_told: bool
) -> None:
    framed = f'<w:dir w:val="{direction}"><w:r><w:t>{text}</w:t></w:r></w:dir>'
    result = read_document(p(framed))
    assert texts(result.value.blocks) == [text]
    assert len(messages(result, "DOCX-R110")) == is_told
