"""What is seen of pages and not kept is told once for a document."""

from __future__ import annotations

import pytest
from docx_builder import build_docx, wrap
from docx_documents import p, read_document

from sdconvert.formats.docx.read import read
from sdconvert.ledger import Kind

A4 = '<w:pgSz w:w="11906" w:h="16838"/>'
MARGINS = '<w:pgMar w:top="1417" w:right="1417" w:bottom="1134" w:left="1417"/>'


def looks(*sections: str) -> list[str]:
    """What is told of the pages of sections with these properties, as the code and its values."""
    *before, last = sections
    body = "".join(p("a", ppr=f"<w:sectPr>{section}</w:sectPr>") for section in before)
    result = read_document(f"{body}{p('b')}<w:sectPr>{last}</w:sectPr>")
    return [
        f"{finding.code.id} {finding.details['values']}" for finding in result.findings if "values" in finding.details
    ]


@pytest.mark.parametrize(
    ("section", "expected"),
    [
        ('<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>', "R152 A4 landscape × 1"),
        ('<w:pgSz w:w="5670" w:h="11340"/>', "R152 10.0 × 20.0 cm × 1"),
        ('<w:cols w:num="2" w:sep="1"/>', "R153 2 columns with a line between × 1"),
        ('<w:cols w:equalWidth="0"><w:col w:w="1"/><w:col w:w="2"/><w:col w:w="3"/></w:cols>', "R153 3 columns × 1"),
        ('<w:pgBorders><w:top w:val="double"/></w:pgBorders>', "R154 lines × 1"),
        ('<w:vAlign w:val="center"/>', "R155 vertically center × 1"),
        ('<w:type w:val="oddPage"/>', "R155 begins on an odd page × 1"),
        ('<w:textDirection w:val="tbRl"/>', "R155 turned text × 1"),
    ],
)
def test_a_look_of_pages_is_told(section: str, expected: str) -> None:
    assert looks(section) == [f"DOCX-{expected}"]


@pytest.mark.parametrize(
    "section",
    [A4 + MARGINS, '<w:pgSz w:w="12240" w:h="15840"/>', '<w:cols w:num="1" w:space="720"/>', '<w:vAlign w:val="top"/>'],
)
def test_usual_pages_are_no_finding(section: str) -> None:
    assert looks(section) == []
    assert looks(section, section) == []


def test_sections_that_differ_are_told_with_all_of_them() -> None:
    assert looks(A4, '<w:pgSz w:w="16838" w:h="11906"/>', A4) == ["DOCX-R152 A4 × 2, A4 landscape × 1"]
    other = MARGINS.replace("1417", "567")
    assert looks(A4 + MARGINS, A4 + other) == [
        "DOCX-R152 A4, margins 2.5/2.5/2.0/2.5 cm × 1, A4, margins 1.0/1.0/2.0/1.0 cm × 1"
    ]


@pytest.mark.parametrize(("setting", "number"), [("<w:displayBackgroundShape/>", 1), ("", 0)])
def test_a_background_that_is_shown_is_told(setting: str, number: int) -> None:
    document = wrap("w:document", f'<w:background w:color="FFFF00"/><w:body>{p("a")}</w:body>')
    result = read(build_docx("", settings=setting, files={"word/document.xml": document}))
    assert [finding.code.id for finding in result.findings] == ["DOCX-R154"] * number


def test_what_is_drawn_behind_all_pages_is_told_and_accounted_for() -> None:
    graphic = "<a:graphic><a:graphicData><pic:pic/></a:graphicData></a:graphic>"
    frame = f'<wp:inline><wp:docPr id="1" name="Seal"/>{graphic}</wp:inline>'
    content = f"<w:background><w:drawing>{frame}</w:drawing></w:background><w:body>{p('b')}</w:body>"
    result = read(build_docx("", files={"word/document.xml": wrap("w:document", content)}))
    assert [finding.message for finding in result.findings] == ["What is drawn behind all pages is left out: “Seal”"]
    assert result.ledger.total(Kind.PICTURES) == (1, 0, 0, 1)


def test_a_section_that_says_no_margins_is_told_without() -> None:
    landscape = '<w:pgSz w:w="16838" w:h="11906"/>'
    assert looks(A4 + MARGINS, landscape) == [
        "DOCX-R152 A4, margins 2.5/2.5/2.0/2.5 cm × 1, A4 landscape × 1",
    ]
