"""Well-formed parts that say absurd things: cycles, spans, levels, sizes, depth and number."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from docx_builder import Relation, build_docx
from packages import PARAGRAPH, TEXT, codes, convert, text_of

import sdconvert
from sdconvert import UnreadableInput
from sdconvert.formats.docx.read.inventory import read_style_uses

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a49444154789c6360000000020001"
    "48afa4710000000049454e44ae426082"
)
BEGIN = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> {} </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
)
END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
ABSURD = ("-1", "0", "999999999999999999999999", "1e9", "NaN", "", "x", "١", "²", " 3 ", "+2", "0x10", "1.5")


def nested(before: str, after: str, depth: int, inside: str) -> str:
    return before * depth + inside + after * depth


@pytest.mark.parametrize("kind", ["paragraph", "character", "table", "numbering"])
@pytest.mark.parametrize("length", [1, 2, 50])
def test_a_cycle_of_styles_is_a_finding(kind: str, length: int) -> None:
    styles = "".join(
        f'<w:style w:type="{kind}" w:styleId="s{i}"><w:name w:val="S{i}"/><w:basedOn w:val="s{(i + 1) % length}"/>'
        f'<w:link w:val="s{i}"/><w:next w:val="s{i}"/></w:style>'
        for i in range(length)
    )
    body = (
        '<w:p><w:pPr><w:pStyle w:val="s0"/></w:pPr><w:r><w:rPr><w:rStyle w:val="s0"/></w:rPr><w:t>Good day.</w:t></w:r>'
        '</w:p><w:tbl><w:tblPr><w:tblStyle w:val="s0"/></w:tblPr><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>'
    )
    result = convert(build_docx(body, styles=styles))
    assert "Good day." in text_of(result)
    if kind == "paragraph":
        assert "DOCX-R003" in codes(result)


def test_a_chain_of_ten_thousand_styles_is_followed() -> None:
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="s{i}"><w:name w:val="S{i}"/><w:basedOn w:val="s{i - 1}"/></w:style>'
        for i in range(10_000)
    )
    result = convert(build_docx(f'<w:p><w:pPr><w:pStyle w:val="s9999"/></w:pPr>{TEXT}</w:p>', styles=styles))
    assert "Good day." in text_of(result)


def test_a_cycle_of_numbering_links_ends() -> None:
    numbering = (
        '<w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="n"/></w:abstractNum>'
        '<w:abstractNum w:abstractNumId="1"><w:styleLink w:val="n"/><w:numStyleLink w:val="n"/></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
    )
    styles = (
        '<w:style w:type="numbering" w:styleId="n"><w:name w:val="N"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr>'
        "</w:pPr></w:style>"
    )
    body = "".join(f'<w:p><w:pPr><w:numPr><w:numId w:val="{i}"/></w:numPr></w:pPr>{TEXT}</w:p>' for i in (1, 2, 3))
    assert text_of(convert(build_docx(body, styles=styles, numbering=numbering))).count("Good day.") == 3


@pytest.mark.parametrize("value", ABSURD)
def test_absurd_numbers_anywhere_give_a_document(value: str) -> None:
    numbering = (
        f'<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="{value}"><w:start w:val="{value}"/></w:lvl>'
        f'<w:lvl w:ilvl="0"><w:start w:val="{value}"/><w:numFmt w:val="lowerRoman"/><w:lvlText w:val="%1%9%0%a"/>'
        f'<w:lvlRestart w:val="{value}"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/>'
        f'<w:lvlOverride w:ilvl="{value}"><w:startOverride w:val="{value}"/></w:lvlOverride>'
        f'<w:lvlOverride w:ilvl="0"><w:startOverride w:val="{value}"/></w:lvlOverride></w:num>'
    )
    styles = (
        f'<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="{value}"/></w:rPr></w:rPrDefault></w:docDefaults>'
        f'<w:style w:type="paragraph" w:styleId="h"><w:name w:val="heading {value}"/><w:pPr>'
        f'<w:outlineLvl w:val="{value}"/></w:pPr></w:style>'
    )
    body = (
        f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{value}"/><w:numId w:val="1"/></w:numPr></w:pPr>{TEXT}</w:p>'
        f'<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="{value}"/></w:numPr></w:pPr>{TEXT}</w:p>'
        f'<w:p><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="{value}"/><w:ind w:left="{value}" '
        f'w:firstLine="{value}" w:hanging="{value}"/></w:pPr>{TEXT}</w:p>'
        f'<w:p><w:pPr><w:pStyle w:val="h"/></w:pPr><w:r><w:rPr><w:sz w:val="{value}"/><w:position w:val="{value}"/>'
        f'</w:rPr><w:t>a</w:t><w:sym w:font="Symbol" w:char="{value}"/><w:sym w:font="{value}"/></w:r></w:p>'
        f'<w:p><w:r><w:footnoteReference w:id="{value}"/><w:endnoteReference w:id="{value}"/>'
        f'<w:commentReference w:id="{value}"/></w:r></w:p>'
        f'<w:p><w:r><w:drawing><wp:inline><wp:extent cx="{value}" cy="{value}"/><a:graphic><a:graphicData><pic:pic>'
        f'<pic:blipFill><a:blip r:embed="p"/><a:srcRect l="{value}" r="{value}"/></pic:blipFill></pic:pic>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
        f'<w:p><w:r><w:pict><v:shape style="width:{value}pt;height:{value}"><v:imagedata r:id="p"/></v:shape></w:pict>'
        "</w:r></w:p>"
        f'<w:p><w:pPr><w:sectPr><w:pgSz w:w="{value}" w:h="{value}"/><w:pgMar w:left="{value}" w:right="{value}"/>'
        f'<w:cols w:num="{value}" w:space="{value}"/></w:sectPr></w:pPr></w:p>'
        f'<w:tbl><w:tblPr><w:tblW w:w="{value}" w:type="pct"/><w:tblInd w:w="{value}"/></w:tblPr><w:tblGrid>'
        f'<w:gridCol w:w="{value}"/><w:gridCol/></w:tblGrid><w:tr><w:trPr><w:gridBefore w:val="{value}"/><w:gridAfter '
        f'w:val="{value}"/><w:trHeight w:val="{value}"/><w:wBefore w:w="{value}"/></w:trPr><w:tc><w:tcPr><w:tcW '
        f'w:w="{value}"/><w:gridSpan w:val="{value}"/><w:vMerge w:val="{value}"/><w:hMerge w:val="{value}"/>'
        f'<w:tcBorders><w:top w:val="single" w:sz="{value}" w:color="{value}"/></w:tcBorders><w:shd w:fill="{value}"/>'
        f"</w:tcPr>{PARAGRAPH}</w:tc></w:tr></w:tbl>"
    )
    package = build_docx(
        body,
        styles=styles,
        numbering=numbering,
        settings=f'<w:defaultTabStop w:val="{value}"/>',
        footnotes=f'<w:footnote w:id="{value}">{PARAGRAPH}</w:footnote>',
        comments=f'<w:comment w:id="{value}">{PARAGRAPH}</w:comment>',
        relations=[Relation("p", "image", "media/p.png")],
        files={"word/media/p.png": PNG},
    )
    result = sdconvert.convert(package)
    assert result.ledger.imbalance() == {}
    assert text_of(result).count("Good day.") >= 4
    assert [str(f) for f in sdconvert.validate(result.value) if f.severity is sdconvert.Severity.ERROR] == []


@pytest.mark.parametrize(
    "rows",
    [
        "<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr>{0}</w:tc></w:tr>" * 3,
        '<w:tr><w:tc><w:tcPr><w:gridSpan w:val="1000000"/></w:tcPr>{0}</w:tc></w:tr>' * 50,
        '<w:tr><w:trPr><w:gridBefore w:val="1000000"/></w:trPr><w:tc>{0}</w:tc></w:tr><w:tr><w:tc>{0}</w:tc></w:tr>',
        '<w:tr><w:tc><w:tcPr><w:hMerge/></w:tcPr>{0}</w:tc><w:tc><w:tcPr><w:hMerge w:val="restart"/></w:tcPr>{0}</w:tc>'
        "</w:tr>",
        "<w:tr/><w:tr><w:tc/></w:tr><w:tr><w:tc><w:tcPr/></w:tc></w:tr>",
        '<w:tr><w:tc><w:tcPr><w:vMerge w:val="restart"/><w:gridSpan w:val="2"/></w:tcPr>{0}</w:tc></w:tr>'
        "<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr>{0}</w:tc><w:tc><w:tcPr><w:vMerge/></w:tcPr>{0}</w:tc></w:tr>",
        "",
    ],
)
def test_grids_that_do_not_add_up_give_a_valid_table_or_findings(rows: str) -> None:
    result = convert(build_docx(f"<w:tbl>{rows.format(PARAGRAPH)}</w:tbl>" + PARAGRAPH))
    assert "Good day." in text_of(result)


NESTINGS = {
    "tables": ("<w:tbl><w:tr><w:tc>", "<w:p/></w:tc></w:tr></w:tbl>", PARAGRAPH),
    "block content controls": ("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>", PARAGRAPH),
    "custom XML": ("<w:customXml>", "</w:customXml>", PARAGRAPH),
    "paragraphs": ("<w:p>", "</w:p>", TEXT),
    "unknown elements": ("<w:foo>", "</w:foo>", PARAGRAPH),
    "text boxes": (
        "<w:p><w:r><w:pict><v:shape><v:textbox><w:txbxContent>",
        "</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>",
        PARAGRAPH,
    ),
    "drawn text boxes": (
        "<w:p><w:r><w:drawing><wp:inline><a:graphic><a:graphicData><wps:wsp><wps:txbx><w:txbxContent>",
        "</w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>",
        PARAGRAPH,
    ),
}
INLINE_NESTINGS = {
    "runs": ("<w:r>", "</w:r>"),
    "insertions": ("<w:ins>", "</w:ins>"),
    "moves": ("<w:moveTo>", "</w:moveTo>"),
    "simple fields": ('<w:fldSimple w:instr="DATE">', "</w:fldSimple>"),
    "links": ('<w:hyperlink w:anchor="x">', "</w:hyperlink>"),
    "smart tags": ("<w:smartTag>", "</w:smartTag>"),
    "directions": ("<w:bdo>", "</w:bdo>"),
    "content controls": ("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>"),
    "ruby": ("<w:r><w:ruby><w:rt/><w:rubyBase>", "</w:rubyBase></w:ruby></w:r>"),
    "alternatives": ('<mc:AlternateContent><mc:Choice Requires="wps">', "</mc:Choice></mc:AlternateContent>"),
}
NESTINGS |= {name: (f"<w:p>{o}", f"{c}</w:p>", TEXT) for name, (o, c) in INLINE_NESTINGS.items()}


@contextmanager
def too_deep_is_said() -> Iterator[None]:
    """Lets a result pass, and the error that says that something nests too deeply."""
    try:
        yield
    except UnreadableInput as error:
        if "nests" not in str(error):
            raise


def at_depth(name: str, depth: int) -> str:
    before, after, inside = NESTINGS[name]
    if name in INLINE_NESTINGS:
        opening, closing = INLINE_NESTINGS[name]
        return f"<w:p>{nested(opening, closing, depth, inside)}</w:p>"
    return nested(before, after, depth, inside)


@pytest.mark.parametrize("name", NESTINGS)
def test_twenty_levels_are_read_without_losing_the_text(name: str) -> None:
    result = convert(build_docx(at_depth(name, 20)))
    assert "Good day." in text_of(result) + "".join(finding.message for finding in result.findings)


@pytest.mark.parametrize("name", NESTINGS)
@pytest.mark.parametrize("levels", [100, 180, 240, 250])
def test_depth_ends_in_a_result_or_in_one_sentence(name: str, levels: int) -> None:
    before = NESTINGS[name][0] if name not in INLINE_NESTINGS else INLINE_NESTINGS[name][0]
    package = build_docx(at_depth(name, levels // before.count("<")))
    with too_deep_is_said():
        assert sdconvert.convert(package).ledger.imbalance() == {}
    with too_deep_is_said():
        sdconvert.style_mapping([package])


def test_equations_of_any_depth_keep_their_letters() -> None:
    for before, after in (("<m:d><m:e>", "</m:e></m:d>"), ("<m:f><m:num>", "</m:num><m:den/></m:f>")):
        equation = nested(before, after, 120, "<m:r><m:t>x</m:t></m:r>")
        assert "x" in text_of(convert(build_docx(f"<w:p><m:oMath>{equation}</m:oMath></w:p>")))


@pytest.mark.parametrize(
    "instruction", ["DATE", "REF x", 'HYPERLINK "http://x.y"', "TOC", "IF 1 = 1", "SEQ Figure", "XE"]
)
@pytest.mark.parametrize("depth", [31, 33, 2000])
def test_fields_nested_without_end_are_read_to_the_bound_and_then_kept_as_text(instruction: str, depth: int) -> None:
    body = f"<w:p>{nested(BEGIN.format(instruction), END, depth, TEXT)}</w:p>"
    result = convert(build_docx(body + PARAGRAPH))
    assert ("DOCX-R020" in codes(result)) == (depth > 32)


def test_directories_nested_over_paragraphs_are_read_to_the_bound() -> None:
    begins = f"<w:p>{BEGIN.format('TOC')}</w:p>" * 500
    assert "DOCX-R020" in codes(convert(build_docx(f"{begins}{PARAGRAPH}{f'<w:p>{END}</w:p>' * 500}")))


@pytest.mark.parametrize(
    "marks",
    [
        BEGIN.format("DATE") * 50,
        END * 50,
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' * 50,
        '<w:r><w:fldChar/><w:fldChar w:fldCharType="x"/></w:r>',
        f"{END}{BEGIN.format('TOC')}",
        f"</w:p><w:p>{BEGIN.format('DATE')}</w:p><w:tbl><w:tr><w:tc><w:p>{END}</w:p></w:tc></w:tr></w:tbl><w:p>",
    ],
)
def test_fields_that_do_not_pair_lose_no_text(marks: str) -> None:
    result = convert(build_docx(f"<w:p>{marks}{TEXT}</w:p>"))
    assert "Good day." in text_of(result)


def test_notes_that_refer_to_each_other_end() -> None:
    notes = "".join(
        f'<w:footnote w:id="{i}"><w:p><w:r><w:footnoteReference w:id="{3 - i}"/></w:r>{TEXT}</w:p></w:footnote>'
        for i in (1, 2)
    )
    body = '<w:p><w:r><w:footnoteReference w:id="1"/></w:r></w:p>'
    assert "Good day." in text_of(sdconvert.convert(build_docx(body, footnotes=notes)))


COUNT = 20_000
TEXT_BOX = (
    f"<w:r><w:pict><v:shape><v:textbox><w:txbxContent>{PARAGRAPH}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
)
WIDE = {
    "empty paragraphs": "<w:p/>" * 100_000,
    "runs": f"<w:p>{TEXT * COUNT}</w:p>",
    "fields": f"<w:p>{(BEGIN.format('DATE') + TEXT + END) * COUNT}</w:p>",
    "fields in one run": "<w:p><w:r>"
    + (
        '<w:fldChar w:fldCharType="begin"/><w:instrText>DATE</w:instrText><w:fldChar w:fldCharType="separate"/>'
        '<w:t>x</w:t><w:fldChar w:fldCharType="end"/>'
    )
    * COUNT
    + "</w:r></w:p>",
    "insertions": f"<w:p>{f'<w:ins>{TEXT}</w:ins>' * COUNT}</w:p>",
    "deletions": f"<w:p>{'<w:del><w:r><w:delText>x</w:delText></w:r></w:del>' * COUNT}</w:p>",
    "deleted paragraph marks": f"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{TEXT}</w:p>" * COUNT + PARAGRAPH,
    "content controls": f"<w:p>{f'<w:sdt><w:sdtContent>{TEXT}</w:sdtContent></w:sdt>' * COUNT}</w:p>",
    "ruby": f"<w:p>{f'<w:r><w:ruby><w:rt>{TEXT}</w:rt><w:rubyBase>{TEXT}</w:rubyBase></w:ruby></w:r>' * COUNT}</w:p>",
    "dead links": f"<w:p>{f'<w:hyperlink>{TEXT}</w:hyperlink>' * COUNT}</w:p>",
    "text boxes": f"<w:p>{TEXT_BOX * COUNT}</w:p>",
    "rows": f"<w:tbl>{f'<w:tr><w:tc>{PARAGRAPH}</w:tc></w:tr>' * COUNT}</w:tbl>",
    "cells": f"<w:tbl><w:tr>{f'<w:tc>{PARAGRAPH}</w:tc>' * COUNT}</w:tr></w:tbl>",
    "sections": f"<w:p><w:pPr><w:sectPr/></w:pPr>{TEXT}</w:p>" * COUNT,
    "unknown elements": "<w:foo/>" * COUNT,
    "equations": f"<w:p>{'<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>' * COUNT}</w:p>",
}


@pytest.mark.parametrize("name", WIDE)
def test_the_time_does_not_explode_with_the_number_of_things(name: str) -> None:
    limits = sdconvert.Limits(ratio=100_000)
    start = time.process_time()
    result = sdconvert.convert(build_docx(WIDE[name]), limits=limits)
    assert time.process_time() - start < 15
    assert result.ledger.imbalance() == {}


@pytest.mark.parametrize("name", ["empty paragraphs", "runs", "text boxes", "cells"])
def test_the_style_mapping_takes_its_time_too(name: str) -> None:
    start = time.process_time()
    assert read_style_uses(build_docx(WIDE[name]), sdconvert.Limits(ratio=100_000)).value
    assert time.process_time() - start < 15
