"""Each look that SDXML cannot say is told once for a document, wherever it comes from."""

from __future__ import annotations

import pytest
from docx_documents import codes, deleted, messages, p, r, read_document, style, styled
from docx_styles import defaults

USUAL = defaults('<w:rFonts w:ascii="Times"/><w:sz w:val="24"/>')
NORMAL = '<w:style w:type="paragraph" w:default="1" w:styleId="N"><w:name w:val="Normal"/></w:style>'
HEADING = style("H", "heading 1", '<w:rPr><w:b/><w:color w:val="0000FF"/><w:sz w:val="40"/></w:rPr>')


def looks(body: str, styles: str = "", **parts: str) -> list[str]:
    """What is told of looks, as the code and its values."""
    result = read_document(body, styles=USUAL + NORMAL + styles, **parts)
    found = [finding for finding in result.findings if "DOCX-R130" <= finding.code.id <= "DOCX-R142"]
    return [f"{finding.code.id} {finding.details['values']}" for finding in found]


@pytest.mark.parametrize(
    ("properties", "expected"),
    [
        ('<w:color w:val="FF0000"/>', "R130 #ff0000 × 1"),
        ('<w:highlight w:val="yellow"/>', "R131 yellow × 1"),
        ('<w:shd w:val="clear" w:fill="00FF00"/>', "R131 #00ff00 × 1"),
        ('<w:rFonts w:ascii="Arial"/>', "R132 Arial × 1"),
        ('<w:sz w:val="19"/>', "R133 9.5 pt × 1"),
        ('<w:spacing w:val="20"/>', "R134 spaced by 1 pt × 1"),
        ('<w:w w:val="80"/>', "R134 scaled to 80 % × 1"),
        ('<w:position w:val="6"/>', "R134 raised by 3 pt × 1"),
        ('<w:fitText w:val="900"/>', "R134 fitted × 1"),
        ("<w:shadow/><w:outline/>", "R135 outlined, with a shadow × 1"),
        ('<w:effect w:val="lights"/>', "R135 animated × 1"),
        ('<w14:glow w14:rad="63500"/>', "R135 glowing × 1"),
        ('<w:u w:val="wave"/>', "R136 wave × 1"),
        ('<w:u w:val="single" w:color="FF0000"/>', "R136 single #ff0000 × 1"),
        ("<w:dstrike/>", "R136 struck through twice × 1"),
        ('<w:bdr w:val="single"/>', "R137 single × 1"),
        ('<w:em w:val="dot"/>', "R138 dot × 1"),
        ('<w:eastAsianLayout w:combine="1"/>', "R139 lines in one × 1"),
    ],
)
def test_a_look_of_a_run_is_told_and_of_a_style_too(properties: str, expected: str) -> None:
    own = f"<w:rPr>{properties}</w:rPr>"
    assert looks(p(r("a", properties))) == [f"DOCX-{expected}"]
    assert looks(styled("S", "a"), style("S", properties=own)) == [f"DOCX-{expected}"]
    character = f'<w:style w:type="character" w:styleId="C"><w:name w:val="C"/>{own}</w:style>'
    assert looks(p(r("a", '<w:rStyle w:val="C"/>')), character) == [f"DOCX-{expected}"]


@pytest.mark.parametrize(
    "properties",
    [
        '<w:color w:val="auto"/><w:highlight w:val="none"/><w:shd w:val="clear" w:fill="auto"/>',
        '<w:color w:val="000000"/><w:rFonts w:ascii="Times"/><w:sz w:val="24"/><w:spacing w:val="0"/>',
        '<w:u w:val="single"/><w:bdr w:val="none"/><w:em w:val="none"/><w:effect w:val="none"/><w:shadow w:val="0"/>',
        '<w14:textOutline><w14:noFill/></w14:textOutline><w:eastAsianLayout w:id="1"/><w:lang w:val="de-DE"/>',
    ],
)
def test_what_looks_as_usual_is_no_finding(properties: str) -> None:
    assert looks(p(r("a", properties))) == []


def test_one_finding_tells_how_often_and_in_which_values() -> None:
    red, green = '<w:color w:val="FF0000"/>', '<w:color w:val="00B050"/>'
    note = f'<w:footnote w:id="1">{p(r("d", green))}</w:footnote>'
    cell = f"<w:tbl><w:tr><w:tc>{p(r('c', red))}</w:tc></w:tr></w:tbl>"
    reference = '<w:r><w:footnoteReference w:id="1"/></w:r>'
    body = p(r("a", red), "b", r(" ", green), deleted("e"), reference) + cell + p(r("f", red))
    assert looks(body, footnotes=note) == ["DOCX-R130 #ff0000 × 3, #00b050 × 1"]


def test_a_toggled_effect_is_resolved_over_the_styles() -> None:
    own = "<w:rPr><w:shadow/></w:rPr>"
    character = f'<w:style w:type="character" w:styleId="C"><w:name w:val="C"/>{own}</w:style>'
    twice = p(r("a", '<w:rStyle w:val="C"/>'), ppr='<w:pStyle w:val="S"/>')
    assert looks(twice, style("S", properties=own) + character) == []


def test_the_text_of_a_table_style_has_looks() -> None:
    white = '<w:tblStylePr w:type="firstRow"><w:rPr><w:color w:val="FFFFFF"/></w:rPr></w:tblStylePr>'
    table_style = f'<w:style w:type="table" w:styleId="T"><w:name w:val="T"/>{white}</w:style>'
    table = (
        '<w:tbl><w:tblPr><w:tblStyle w:val="T"/><w:tblLook w:firstRow="1"/></w:tblPr>'
        f"<w:tr><w:tc>{p('a')}</w:tc></w:tr><w:tr><w:tc>{p('b')}</w:tc></w:tr></w:tbl>"
    )
    assert looks(table, table_style) == ["DOCX-R130 #ffffff × 1"]


def test_headings_and_notes_look_by_their_kind_and_what_differs_there_is_told() -> None:
    body = styled("H", "a") + styled("H", r("b", '<w:color w:val="FF0000"/>'), " c")
    assert looks(body, HEADING) == [
        "DOCX-R130 #ff0000 × 1",
        "DOCX-R140 heading 1 × 3",
    ]


@pytest.mark.parametrize("way", ['<w:b w:val="0"/>', '<w:rStyle w:val="C"/>'])
def test_regular_words_in_a_bold_heading_are_told(way: str) -> None:
    character = '<w:style w:type="character" w:styleId="C"><w:name w:val="C"/><w:rPr><w:b/></w:rPr></w:style>'
    result = read_document(styled("H", "a ", r("b", way)), styles=HEADING + character)
    assert messages(result, "DOCX-R141") == [
        "1 passage(s) that are not bold in a bold heading are bold like all of it; the first: “b”"
    ]


def test_text_that_is_not_kept_has_no_looks() -> None:
    assert codes(read_document(p(r("a", '<w:vanish/><w:color w:val="FF0000"/>')))) == ["DOCX-R030"]


def test_one_sentence_tells_how_many_and_which() -> None:
    result = read_document(p(r("a", '<w:color w:val="FF0000"/>'), "b", r("c", '<w:color w:val="0000FF"/>')))
    assert messages(result, "DOCX-R130") == [
        "The colour of text is not kept: 2 passage(s), 2 colour(s) (#ff0000 × 1, #0000ff × 1)."
    ]


def test_passages_in_another_language_than_the_documents_are_told() -> None:
    lines = p(r("a", '<w:lang w:val="fr-FR"/>') + r("b", '<w:lang w:val="en-US"/>') + r("c"))
    result = read_document(lines, styles=defaults('<w:lang w:val="en-GB"/>'))
    assert [finding.message for finding in result.findings] == [
        "Passages in another language than the document's are not marked as such: 1 passage(s) (fr × 1)."
    ]
    assert codes(read_document(lines)) == []


def test_text_that_nobody_sees_is_a_warning_and_white_on_a_colour_is_none() -> None:
    white = '<w:color w:val="FFFFFF"/>'
    shaded = p(r("c", white), ppr='<w:shd w:val="clear" w:fill="000080"/>')
    marked = p(r("d", f'{white}<w:highlight w:val="black"/>'))
    cell = f"<w:tbl><w:tr><w:tc>{p(r('e', white))}</w:tc></w:tr></w:tbl>"
    result = read_document(p("a", r("b", white)) + shaded + marked + cell)
    assert messages(result, "DOCX-R142") == [
        "1 passage(s) that Word shows white on white, so that nobody sees them, are shown; the first: “b”"
    ]
    assert "(#ffffff × 3)" in messages(result, "DOCX-R130")[0]


def test_the_font_and_size_of_most_text_are_the_documents_own() -> None:
    body = style("B", properties='<w:rPr><w:rFonts w:ascii="Arial"/><w:sz w:val="20"/></w:rPr>')
    usual = styled("B", "a") * 30
    assert looks(usual, body) == []
    others = p("c") * 2 + p(r("d", '<w:rFonts w:ascii="Georgia"/>'))
    assert looks(usual + others, body) == ["DOCX-R132 Times × 2, Georgia × 1"]
    assert looks(usual + p("c") * 40, body) == ["DOCX-R132 Arial × 30", "DOCX-R133 10 pt × 30"]


def test_passages_of_one_look_are_told_apart_by_letters_and_place() -> None:
    arial, small = '<w:rFonts w:ascii="Arial"/>', '<w:sz w:val="19"/>'
    assert looks(p(r("a", arial)) + p(r("•", arial)) * 2 + p(r("(b", arial)) * 2) == ["DOCX-R132 Arial × 3"]
    cell = f"<w:tbl><w:tr><w:tc>{p(r('c', small))}</w:tc></w:tr></w:tbl>"
    assert looks(p(r("a", small)) + cell * 2 + p(r("b", small)) * 2) == ["DOCX-R133 9.5 pt × 3"]
