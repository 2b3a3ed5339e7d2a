"""Each look of paragraphs that SDXML cannot say is told once for a document."""

from __future__ import annotations

import pytest
from docx_documents import p, read_document, style, styled
from docx_lists import abstract, level, num

SPACED = '<w:spacing w:after="160" w:line="259" w:lineRule="auto"/>'
NORMAL = (
    f'<w:style w:type="paragraph" w:default="1" w:styleId="N"><w:name w:val="Normal"/><w:pPr>{SPACED}</w:pPr></w:style>'
)
HEADING = style("H", "heading 1", '<w:pPr><w:pBdr><w:top w:val="single"/></w:pBdr><w:spacing w:before="480"/></w:pPr>')
TAB = "<w:r><w:tab/></w:r>"


def looks(body: str, styles: str = "", **parts: str) -> list[str]:
    """What is told of looks, as the code and its values."""
    result = read_document(body, styles=NORMAL + styles, **parts)
    found = [finding for finding in result.findings if "DOCX-R143" <= finding.code.id <= "DOCX-R149"]
    return [f"{finding.code.id} {finding.details['values']}" for finding in found]


@pytest.mark.parametrize(
    ("properties", "expected"),
    [
        ('<w:pBdr><w:top w:val="single"/><w:left w:val="nil"/></w:pBdr>', "R143 top × 1"),
        ('<w:shd w:val="clear" w:fill="FFFF00"/>', "R144 #ffff00 × 1"),
        ('<w:shd w:val="pct10" w:fill="auto"/>', "R144 pct10 × 1"),
        ('<w:shd w:val="clear" w:fill="FFFF00" w:themeFill="accent1"/>', "R144 accent1 × 1"),
        (
            '<w:shd w:val="pct50" w:color="FF0000" w:themeFill="text2" w:themeFillTint="33"/>',
            "R144 text2 tint 33 pct50 #ff0000 × 1",
        ),
        ('<w:spacing w:before="240"/>', "R145 12 pt before × 1"),
        ('<w:spacing w:line="360" w:lineRule="exact"/>', "R145 lines of 18 pt × 1"),
        ('<w:spacing w:after="0"/>', "R145 0 pt after × 1"),
        ('<w:spacing w:afterAutospacing="1"/>', "R145 automatic space after × 1"),
        ('<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="9000"/></w:tabs>', "R146 right with dot leader × 1"),
        ('<w:ind w:right="720"/>', "R147 right × 1"),
        ('<w:ind w:firstLine="360"/>', "R147 first line × 1"),
        ('<w:ind w:firstLineChars="200"/>', "R147 first line × 1"),
        ('<w:ind w:left="720" w:hanging="720"/>', "R147 hanging lines × 1"),
        ('<w:ind w:left="-300"/>', "R147 into the margin × 1"),
        ('<w:ind w:left="300"/>', "R147 15 pt at the left × 1"),
        ('<w:ind w:left="14400"/>', "R147 720 pt at the left × 1"),
        ('<w:textDirection w:val="tbRl"/>', "R149 tbRl × 1"),
    ],
)
def test_a_look_of_a_paragraph_is_told_and_of_its_style_too(properties: str, expected: str) -> None:
    assert looks(p("a", TAB, ppr=properties)) == [f"DOCX-{expected}"]
    own = style("S", properties=f"<w:pPr>{properties}</w:pPr>", based_on="N")
    assert looks(styled("S", "a", TAB), own) == [f"DOCX-{expected}"]


@pytest.mark.parametrize(
    "properties",
    [
        SPACED,
        '<w:ind w:left="720"/><w:shd w:val="clear" w:fill="auto"/><w:pBdr><w:top w:val="none"/></w:pBdr>',
        '<w:tabs><w:tab w:val="clear" w:pos="720"/></w:tabs><w:keepNext/><w:keepLines/><w:widowControl w:val="0"/>',
    ],
)
def test_what_looks_as_usual_is_no_finding(properties: str) -> None:
    assert looks(p("a", TAB, ppr=properties)) == []


def test_one_finding_tells_how_often() -> None:
    box = '<w:pBdr><w:top w:val="single"/><w:bottom w:val="single"/></w:pBdr>'
    cell = f"<w:tbl><w:tr><w:tc>{p('c', ppr=box)}</w:tc></w:tr></w:tbl>"
    body = p("a", ppr=box) + p(ppr=box) + cell + p(ppr='<w:ind w:right="9"/>')
    assert looks(body) == ["DOCX-R143 top, bottom × 3"]


def test_tab_stops_are_seen_where_there_is_a_tab() -> None:
    assert looks(p("a", ppr='<w:tabs><w:tab w:val="right" w:pos="9000"/></w:tabs>')) == []


def test_headings_look_by_their_kind() -> None:
    assert looks(styled("H", "a"), HEADING) == []
    assert looks(p("a", ppr='<w:pStyle w:val="H"/><w:spacing w:before="0"/>'), HEADING) == ["DOCX-R145 0 pt before × 1"]


def test_what_hangs_before_a_numbered_paragraph_is_its_number() -> None:
    levels = '<w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
    numbering = (
        f'<w:abstractNum w:abstractNumId="1">{levels}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    )
    number = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    assert looks(p("a", ppr=f'{number}<w:ind w:left="720" w:hanging="360"/>'), numbering=numbering) == []


@pytest.mark.parametrize(
    ("indent", "expected"),
    [('w:right="720"', ["R147 right × 1"]), ('w:firstLine="720"', ["R147 first line × 1"]), ('w:hanging="360"', [])],
)
def test_of_the_indents_of_a_list_those_are_told_that_no_list_has(indent: str, expected: list[str]) -> None:
    indented = level(0).replace("</w:lvl>", f'<w:pPr><w:ind w:left="720" {indent}/></w:pPr></w:lvl>')
    item = p("a", ppr='<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')
    assert looks(item, numbering=abstract(indented) + num()) == [f"DOCX-{words}" for words in expected]
