from __future__ import annotations

from typing import Any

import pytest
from docx_builder import Relation, build_docx, wrap
from docx_documents import (
    AUTHOR,
    DELETED_MARK,
    END,
    INSERTED_MARK,
    PICTURE,
    PICTURE_FILE,
    PICTURE_RELATION,
    assert_accounted,
    begin,
    bookmark,
    codes,
    deleted,
    field,
    fld_char,
    inserted,
    p,
    picture,
    r,
    sdt,
    simple,
    style,
    styled,
    table,
    text_box,
)
from docx_reading import read_body

from sdconvert.formats.docx.read.census import count, visible_text
from sdconvert.ledger import Kind


def counted(xml: str) -> dict[Kind, int]:
    return count(read_body(xml)[0])


@pytest.mark.parametrize(
    ("content", "counts"),
    [
        ("abc", {Kind.CHARACTERS: 3}),
        ("", {}),
        ("<w:r><w:tab/><w:ptab/><w:noBreakHyphen/><w:softHyphen/><w:sym/></w:r>", {Kind.CHARACTERS: 5}),
        ("<w:r><w:delText>ab</w:delText></w:r>", {Kind.CHARACTERS: 2}),
        ("<m:oMath><m:r><m:t>ab</m:t></m:r></m:oMath>", {Kind.CHARACTERS: 2, Kind.EQUATIONS: 1}),
        ("<w:r><w:br/><w:cr/><w:br w:type='column'/></w:r>", {Kind.LINE_BREAKS: 3}),
        ("<w:r><w:br w:type='page'/></w:r>", {Kind.PAGE_BREAKS: 1}),
        (field("PAGE"), {Kind.FIELDS: 1}),
        (simple("PAGE"), {Kind.FIELDS: 1}),
        ("<w:r><w:footnoteReference/><w:endnoteReference/></w:r>", {Kind.NOTES: 2}),
        ("<w:hyperlink/>", {Kind.LINKS: 1}),
        ("<w:r><w:pict><v:imagedata r:id='x'/></w:pict></w:r>", {Kind.DRAWINGS: 1, Kind.PICTURES: 1}),
        ("<w:r><w:pict><v:imagedata/></w:pict></w:r>", {Kind.DRAWINGS: 1}),
    ],
)
def test_an_element_holds_what_the_ledger_counts(content: str, counts: dict[Kind, int]) -> None:
    assert counted(p(content) if content else "<w:p/>") == counts


def test_tab_stops_and_labels_are_no_characters() -> None:
    assert counted(p(ppr='<w:tabs><w:tab w:val="left" w:pos="1"/></w:tabs>')) == {}


def test_the_visible_text_is_one_line() -> None:
    first = p("a", "<w:r><w:tab/></w:r>", "b  c", "<w:r><w:noBreakHyphen/></w:r>")
    element, _ = read_body(f"<w:odd>{first}{p('d')}</w:odd>")
    assert visible_text(element) == "a b c\u2011 d"


# ------------------------------------------------------------------------------- every loss is booked, every time

NOTE = '<w:r><w:footnoteReference w:id="1"/></w:r>'
COMMENTED = '<w:commentRangeStart w:id="1"/>{}<w:commentRangeEnd w:id="1"/><w:r><w:commentReference w:id="1"/></w:r>'
LINK = '<w:hyperlink r:id="rIdL">{}</w:hyperlink>'
MATH = "<m:oMath><m:f><m:num><m:r><m:t>a</m:t></m:r></m:num><m:den><m:r><m:t>b</m:t></m:r></m:den></m:f></m:oMath>"
SEQ = simple("SEQ Figure", "1")
PAGE_BREAK = '<w:r><w:br w:type="page"/></w:r>'
ITEM = '<w:numPr><w:numId w:val="1"/></w:numPr>'
SECTION = '<w:sectPr><w:headerReference r:id="rIdH"/><w:footerReference r:id="rIdF"/></w:sectPr>'
PACKAGE: dict[str, Any] = {
    "relations": [
        Relation("rIdL", "hyperlink", "https://a.example", True),
        PICTURE_RELATION,
        Relation("rIdC", "aFChunk", "chunk.html"),
        Relation("rIdH", "header", "header1.xml"),
        Relation("rIdF", "footer", "footer1.xml"),
    ],
    "files": {
        **PICTURE_FILE,
        "word/chunk.html": "<p>one<p>two",
        "word/header1.xml": wrap("w:hdr", p("head", PICTURE)),
        "word/footer1.xml": wrap("w:ftr", p("foot ", field("PAGE", "1")) + table(["x"])),
    },
    "styles": style("H", "heading 1") + style("D", "heading 9") + style("C", "caption") + style("T", "Title"),
    "numbering": '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:lvlText w:val="%1)"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>',
    "footnotes": f'<w:footnote w:id="1">{p("note ", LINK.format(r("link")))}{table(["cell"])}'
    f'{p("x", PICTURE, MATH, ppr=ITEM)}</w:footnote><w:footnote w:id="2">{p("unused")}</w:footnote>',
    "comments": f'<w:comment w:id="1" w:author="Ada">{p("about ", PICTURE)}{table(["x"])}</w:comment>'
    f'<w:comment w:id="2" w:author="Ada">{p("unused")}</w:comment>',
}

BODIES = {
    "nothing": "",
    "text": p("a", "<w:r><w:tab/><w:br/><w:t> b </w:t><w:noBreakHyphen/></w:r>"),
    "headings": styled("T", "t") + styled("H", "a", "<w:r><w:br/></w:r>", "b") + styled("D", "deep", NOTE),
    "revisions": p("a", inserted(r("b") + deleted("c")), deleted("d"), ppr=DELETED_MARK) + p("e", ppr=INSERTED_MARK),
    "moves": p(f"<w:moveFrom {AUTHOR}>{r('x')}</w:moveFrom>") + p(f"<w:moveTo {AUTHOR}>{r('x')}</w:moveTo>"),
    "deleted row": f"<w:tbl><w:tr><w:trPr><w:del {AUTHOR}/></w:trPr><w:tc>{p('a', NOTE)}</w:tc></w:tr></w:tbl>",
    "deleted objects": p(f"<w:del {AUTHOR}>{PICTURE}{NOTE}{field('PAGE', '1')}{LINK.format(r('l'))}</w:del>", "a"),
    "wrappers": sdt(p(sdt(r("a")), f"<w:smartTag>{r('b')}</w:smartTag>")),
    "ruby": p(f"<w:r><w:ruby><w:rt>{r('r')}</w:rt><w:rubyBase>{r('b')}</w:rubyBase></w:ruby></w:r>"),
    "alternatives": p(
        f'<mc:AlternateContent><mc:Choice Requires="wps">{PICTURE}</mc:Choice>'
        f"<mc:Fallback>{PICTURE}</mc:Fallback></mc:AlternateContent>"
    ),
    "hidden": p(r("a", "<w:vanish/>"), f"<w:r><w:rPr><w:vanish/></w:rPr>{PICTURE[5:-6]}<w:tab/><w:br/></w:r>"),
    "capitals": p(r("Word", "<w:caps/>")),
    "symbols": p('<w:r><w:sym w:font="Wingdings" w:char="F0FC"/><w:sym w:font="Odd" w:char="F0FC"/></w:r>'),
    "unknown": p("a", f"<w:odd>{r('b')}{PICTURE}</w:odd>") + f"<w:odd>{p('c', NOTE)}</w:odd>",
    "fields": p(field("PAGE", "1"), field("DATE"), field("TC x"), field("XE"), field('XE "a:b"'), field("SEQ x", "1")),
    "nested fields": p(field("IF ", field("PAGE", "1"), "x"), field('HYPERLINK "x"', field("PAGE", "1"))),
    "unbalanced fields": p(begin("PAGE"), "a") + p(END, END, fld_char("separate"), begin("IF x")),
    "spanning link": p(begin('HYPERLINK "x"'), "a") + p("b", END),
    "directory": p("x", begin("TOC"), LINK.format(r("a") + field("PAGEREF b", "1"))) + p(NOTE, ppr=ITEM) + p(END, "y"),
    "directory of listings": p(begin('TOC \\c "Listing"'), "a") + p("b", END),
    "references": p(bookmark("b", "a")) + p(*(field(f"REF b {switch}", "a") for switch in ("", "\\r", "\\p"))),
    "links": p(LINK.format(r("a") + NOTE + r("b")), LINK.format(PICTURE), LINK.format(""), "<w:hyperlink/>"),
    "anchors": p(bookmark("b", "a")) + p(*(f'<w:hyperlink w:anchor="{x}">{r("x")}{NOTE}</w:hyperlink>' for x in "bc")),
    "notes": p("a", NOTE, NOTE, '<w:r><w:endnoteReference w:id="9"/></w:r>'),
    "comments": p(COMMENTED.format(r("a"))) + table([p(COMMENTED.format(r("b")))]),
    "page breaks": p("a", PAGE_BREAK, "b") + p("c", ppr="<w:pageBreakBefore/>") + table([p(PAGE_BREAK)]),
    "sections": p("a", ppr="<w:sectPr/>") + p("b", ppr='<w:sectPr><w:type w:val="continuous"/></w:sectPr>'),
    "pictures": p(" ", PICTURE, " ") + p("a", PICTURE) + table([p(PICTURE)]) + p(picture("gone")),
    "captions": p(PICTURE) + styled("C", "Figure ", SEQ, ": x", NOTE) + table(["a"]) + styled("C", "y"),
    "lone captions": styled("C", "Figure ", SEQ, " x"),
    "tables": table(["a", p("b") + table(["c"]) + p("d")], [p("e", NOTE), styled("H", "f")]),
    "text boxes": p("a", text_box(p("b", text_box(p("c"))) + table(["d"]))) + table([p(text_box(p("e")))]),
    "equations": p("a", MATH) + p(f"<m:oMathPara>{MATH}</m:oMathPara>"),
    "odd equations": p(f"<m:oMath>{r('a')}{NOTE}{PICTURE}{field('PAGE', '1')}</m:oMath>"),
    "lists": p("a", "<w:r><w:br/></w:r>", "b", ppr=ITEM) + p(PAGE_BREAK, ppr=ITEM) + table([p("c", ppr=ITEM)]),
    "chunks": '<w:altChunk r:id="rIdC"/><w:altChunk r:id="gone"/>' + table(['<w:altChunk r:id="rIdC"/>']),
    "headers": p("a") + SECTION,
    "nested text": p("<w:r><w:t>a<w:tab/><w:t>b</w:t></w:t></w:r>"),
    "nested paragraphs": p("a", p("b", PAGE_BREAK, NOTE)),
    "loose content": r("a") + MATH + PICTURE + NOTE + "<w:tr/>",
    "handwriting": p('<w:r><w:contentPart r:id="x"/></w:r>', "<w:r><w:pgNum/></w:r>", "<w:subDoc/>"),
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES.keys())
@pytest.mark.parametrize("revisions", ["accept", "reject"])
@pytest.mark.parametrize("comments", ["findings", "sidenote"])
def test_every_difference_is_booked_with_a_finding(body: str, revisions: str, comments: str) -> None:
    assert_accounted(build_docx(body, **PACKAGE), revisions=revisions, comments=comments)


def test_a_document_of_everything_is_accounted() -> None:
    result, _ = assert_accounted(build_docx("".join(BODIES.values()), **PACKAGE))
    assert len(set(codes(result))) > 40
