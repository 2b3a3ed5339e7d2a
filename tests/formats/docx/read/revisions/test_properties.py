from __future__ import annotations

import pytest
from docx_documents import AUTHOR, blocks_of, codes, messages, p, r, read_document, style

from sdconvert import UnresolvedRevisions
from sdconvert.choices import Revisions
from sdconvert.model.blocks import Alignment, Heading, ListItem, Paragraph
from sdconvert.model.inlines import Mark

ACCEPT, REJECT, REFUSE = Revisions.ACCEPT, Revisions.REJECT, Revisions.REFUSE
LEVEL = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/>{}</w:lvl>'
NUM = '<w:abstractNum w:abstractNumId="0">{}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
NUM_PR = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/>{}</w:numPr>'


def former(kind: str, properties: str) -> str:
    return f"<w:{kind}Change {AUTHOR}><w:{kind}>{properties}</w:{kind}></w:{kind}Change>"


def test_changes_in_styles_are_resolved() -> None:
    run = f"<w:rPr><w:b/>{former('rPr', '<w:i/>')}</w:rPr>"
    paragraph = f'<w:pPr><w:jc w:val="center"/>{former("pPr", "")}</w:pPr>'
    styles = style("S", properties=paragraph + run)
    body = p("a", ppr='<w:pStyle w:val="S"/>')
    for mode, alignment, mark in ((ACCEPT, Alignment.CENTER, Mark.BOLD), (REJECT, Alignment.LEFT, Mark.ITALIC)):
        (block,) = blocks_of(body, mode, styles=styles)
        assert isinstance(block, Paragraph)
        assert (block.alignment, block.content[0].marks) == (alignment, {mark})  # type: ignore[union-attr]
    with pytest.raises(UnresolvedRevisions):
        blocks_of(body, REFUSE, styles=styles)


def test_changes_in_numbering_are_resolved() -> None:
    level = LEVEL.format(f'<w:pPr><w:ind w:left="720"/>{former("pPr", "")}</w:pPr>')
    with pytest.raises(UnresolvedRevisions):
        blocks_of(p("a", ppr=NUM_PR.format("")), REFUSE, numbering=NUM.format(level))
    for mode in (ACCEPT, REJECT):
        (block,) = blocks_of(p("a", ppr=NUM_PR.format("")), mode, numbering=NUM.format(level))
        assert isinstance(block, ListItem)


def test_a_number_that_was_changed_is_told_where_the_change_is_rejected() -> None:
    change = f'<w:numberingChange {AUTHOR} w:original="%1:3:0:.%2:4:4:)"/>'
    body = p("a", ppr=NUM_PR.format(change))
    numbering = NUM.format(LEVEL.format(""))
    assert codes(read_document(body, numbering=numbering)) == []
    (message,) = messages(read_document(body, REJECT, numbering=numbering), "DOCX-R222")
    assert "“3.d)”" in message
    with pytest.raises(UnresolvedRevisions):
        blocks_of(body, REFUSE, numbering=numbering)


def test_inserted_numbering_of_a_former_set_is_taken_back_with_it() -> None:
    numbering = NUM.format(LEVEL.format(""))
    before = former("pPr", NUM_PR.format(f"<w:ins {AUTHOR}/>"))
    (block,) = blocks_of(p("a", ppr=f'<w:jc w:val="center"/>{before}'), REJECT, numbering=numbering)
    assert isinstance(block, Paragraph)
    assert block.alignment is Alignment.LEFT


def test_changes_beside_a_section_leave_the_section() -> None:
    body = p("a", ppr=f'<w:jc w:val="right"/><w:sectPr/>{former("pPr", "")}') + p("b") + "<w:sectPr/>"
    blocks = blocks_of(body, REJECT)
    assert [type(block).__name__ for block in blocks] == ["Paragraph", "PageBreak", "Paragraph"]


def test_a_changed_section_begins_where_it_did() -> None:
    section = f"<w:sectPr>{former('sectPr', '')}</w:sectPr>"
    continuous = f'<w:sectPr><w:type w:val="continuous"/>{former("sectPr", "")}</w:sectPr>'
    body = p("a", ppr=section) + p("b") + continuous
    assert len(blocks_of(body)) == 2
    assert len(blocks_of(body, REJECT)) == 3


CHANGES = [
    p(r("a", former("rPr", ""))),
    p("a", ppr=former("pPr", "")),
    p("a", ppr=f"<w:rPr>{former('rPr', '')}</w:rPr>"),
    p("a") + f"<w:sectPr>{former('sectPr', '')}</w:sectPr>",
    *(
        f"<w:tbl>{before}<w:tr>{row}<w:tc>{cell}{p('a')}</w:tc></w:tr></w:tbl>"
        for before, row, cell in (
            (f"<w:tblPr>{former('tblPr', '')}</w:tblPr>", "", ""),
            ("<w:tblGrid><w:tblGridChange w:id='1'><w:tblGrid/></w:tblGridChange></w:tblGrid>", "", ""),
            ("", f"<w:tblPrEx>{former('tblPrEx', '')}</w:tblPrEx>", ""),
            ("", f"<w:trPr>{former('trPr', '')}</w:trPr>", ""),
            ("", f"<w:trPr><w:ins {AUTHOR}/></w:trPr>", ""),
            ("", "", f"<w:tcPr>{former('tcPr', '')}</w:tcPr>"),
            ("", "", f"<w:tcPr><w:cellMerge {AUTHOR}/></w:tcPr>"),
            ("", "", f"<w:tcPr><w:cellIns {AUTHOR}/></w:tcPr>"),
        )
    ),
    p("a", f"<w:moveTo {AUTHOR}/>"),
    p("a", f"<w14:conflictIns {AUTHOR}/>"),
    p("a", f"<w:customXmlDelRangeStart {AUTHOR}/>"),
    p("a", f"<m:oMath><m:rad><m:radPr><m:ctrlPr><w:ins {AUTHOR}/></m:ctrlPr></m:radPr><m:e/></m:rad></m:oMath>"),
    p("a", f"<w:r><w:fldChar w:fldCharType='begin'><w:numberingChange {AUTHOR}/></w:fldChar></w:r>"),
]


@pytest.mark.parametrize("body", CHANGES)
def test_every_change_is_refused_once(body: str) -> None:
    with pytest.raises(UnresolvedRevisions, match="holds 1 tracked changes"):
        blocks_of(body, REFUSE)


def test_the_style_of_a_table_is_taken_back() -> None:
    heading = style("H", "heading 1")
    body = p("Scope", ppr=former("pPr", '<w:pStyle w:val="H"/>'))
    assert isinstance(blocks_of(body, REJECT, styles=heading)[0], Heading)
