"""Paragraphs with labels: how these look, and what is told of them."""

from __future__ import annotations

import pytest
from docx_builder import Relation, build_docx, wrap
from docx_documents import assert_accounted, blocks_of, codes, messages, p, read_document, style, styled
from docx_lists import abstract, level, num

from sdconvert import convert
from sdconvert.archive import read_archive
from sdconvert.formats.docx.read import read
from sdconvert.model.blocks import Alignment, ListItem, Paragraph

ITEM = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
ARTICLES = abstract(level(0, "upperRoman", "Article %1")) + num()


def with_look(level_xml: str, rpr: str) -> str:
    return abstract(level_xml.replace("</w:lvl>", f"<w:rPr>{rpr}</w:rPr></w:lvl>")) + num()


def bullets(text: str, more: str = "", rpr: str = "") -> str:
    return with_look(level(0, "bullet", text, more=more), rpr)


def label(body: str, **build: str) -> str:
    return blocks_of(body, **build)[0].label


def test_a_label_is_in_capitals_where_the_mark_of_its_paragraph_is() -> None:
    assert label(p("a", ppr=ITEM), numbering=ARTICLES) == "Article I"
    assert label(p("a", ppr=f"{ITEM}<w:rPr><w:caps/></w:rPr>"), numbering=ARTICLES) == "ARTICLE I"
    loud = style("Loud", properties=f"<w:pPr>{ITEM}</w:pPr><w:rPr><w:caps/></w:rPr>")
    assert label(styled("Loud", "a"), numbering=ARTICLES, styles=loud) == "ARTICLE I"


def test_a_level_that_is_not_in_capitals_goes_before_the_mark() -> None:
    plain = with_look(level(0, text="Article %1"), '<w:caps w:val="0"/>')
    assert label(p("a", ppr=f"{ITEM}<w:rPr><w:caps/></w:rPr>"), numbering=plain) == "Article 1"


def test_a_bullet_that_is_hidden_or_blank_is_none() -> None:
    for lists in (bullets("•", rpr="<w:vanish/>"), bullets(""), bullets(" ")):
        (block,) = blocks_of(p("a", ppr=ITEM), numbering=lists)
        assert isinstance(block, Paragraph)


def test_a_picture_as_bullet_is_told_once_for_a_list() -> None:
    picture = '<w:numPicBullet w:numPicBulletId="3"/>'
    lists = picture + bullets("", more='<w:lvlPicBulletId w:val="3"/>')
    result = read_document(p("a", ppr=ITEM) + p("b", ppr=ITEM), numbering=lists)
    assert [(type(block), block.label) for block in result.value.blocks] == [(ListItem, "•")] * 2
    assert messages(result, "DOCX-R114") == [
        "2 paragraph(s) of this list begin with a picture as their bullet, in place of which stands “•”."
    ]
    gone = read_document(p("a", ppr=ITEM), numbering=bullets("•", more='<w:lvlPicBulletId w:val="3"/>'))
    assert codes(gone) == []


def test_a_bullet_of_a_font_that_is_not_known_is_told() -> None:
    lists = bullets("\uf041", rpr='<w:rFonts w:ascii="Own Signs"/>')
    result = read_document(p("a", ppr=ITEM), numbering=lists)
    assert result.value.blocks[0].label == "•"
    assert "only its font has (Own Signs)" in messages(result, "DOCX-R115")[0]
    known = read_document(p("a", ppr=ITEM), numbering=bullets("\uf0fe", rpr='<w:rFonts w:ascii="Wingdings"/>'))
    assert codes(known) == []


def test_clauses_in_a_heading_style_are_told_once_with_their_count() -> None:
    clause = "The tenant pays the rent on the first day of each month, in advance."
    body = styled("H", "Rent") + styled("H", clause) + styled("H", clause) + styled("H", "x" * 201)
    result = read_document(body, styles=style("H", "heading 2"))
    assert messages(result, "DOCX-R170") == [
        f"3 paragraph(s) of the heading style “heading 2” read like clauses and become headings; the first: “{clause}”"
    ]


def test_a_number_within_a_line_is_counted_and_told() -> None:
    lists = abstract(level(0)) + num()
    joined = p("one", ppr=f"{ITEM}<w:rPr><w:vanish/></w:rPr>") + p(" two", ppr=ITEM)
    result = read_document(joined + p("three", ppr=ITEM), numbering=lists)
    assert [block.label for block in result.value.blocks] == ["1.", "3."]
    assert "1 number(s) of paragraphs that stand in one line" in messages(result, "DOCX-R172")[0]
    assert "the first: “2.”" in messages(result, "DOCX-R172")[0]


def test_a_heading_in_a_cell_is_bold_only_where_word_shows_it_so() -> None:
    styles = style("H", "heading 1", "<w:rPr><w:i/></w:rPr>") + style("I", "heading 2", "<w:rPr><w:b/></w:rPr>")
    cells = "".join(f"<w:tc>{styled(id, text)}</w:tc>" for id, text in (("H", "light"), ("I", "heavy")))
    written = convert(build_docx(f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>", styles=styles))
    xml = read_archive(written.value)["sd.xml"].decode()
    assert "<p><i>light</i></p>" in xml
    assert "<p><b>heavy</b></p>" in xml


def test_line_numbers_are_told_once() -> None:
    section = '<w:sectPr><w:lnNumType w:countBy="{}"/></w:sectPr>'
    result = read_document(p("a", ppr=section.format(1)) + p("b") + section.format(5))
    assert messages(result, "DOCX-R171") == [
        "Word shows line numbers beside the text of 2 section(s), which are left out."
    ]
    assert codes(read_document(p("a") + section.format(0))) == []


def test_what_stands_between_a_label_and_its_text_stays_with_it() -> None:
    for suff, text in (("tab", "a)\ttext"), ("space", "a) text"), ("nothing", "a)text")):
        lists = abstract(level(0, "lowerLetter", "%1)", more=f'<w:suff w:val="{suff}"/>')) + num()
        xml = read_archive(convert(build_docx(p("text", ppr=ITEM), numbering=lists)).value)["sd.xml"].decode()
        assert f">{text}<" in xml
        note = f'<w:footnote w:id="1">{p("text", ppr=ITEM)}</w:footnote>'
        body = p("x", '<w:r><w:footnoteReference w:id="1"/></w:r>')
        (block,) = blocks_of(body, numbering=lists, footnotes=note)
        assert block.content[1].paragraphs[0][0].text == text


def test_labels_in_comments_and_footers_are_text() -> None:
    comment = f'<w:comment w:id="1" w:author="Ada">{p("one", ppr=ITEM)}{p("two", ppr=ITEM)}</w:comment>'
    footer = wrap("w:ftr", p("foot", ppr=ITEM))
    body = p("x", '<w:r><w:commentReference w:id="1"/></w:r>')
    body += '<w:sectPr><w:footerReference w:type="default" r:id="rIdF"/></w:sectPr>'
    package = build_docx(
        body,
        numbering=ARTICLES,
        comments=comment,
        relations=[Relation("rIdF", "footer", "footer1.xml")],
        files={"word/footer1.xml": footer},
    )
    result = read(package)
    assert result.value.blocks[0].content[1].paragraphs == ("Article I\tone", "Article II\ttwo")
    assert result.value.metadata.footer == "Article I foot"
    assert len(messages(result, "DOCX-R173")) == 2
    assert_accounted(package)


@pytest.mark.parametrize(
    ("look", "expected"),
    [
        ('<w:b/><w:i/><w:u w:val="single"/>', "bold, italic, underlined"),
        ('<w:color w:val="FF0000"/><w:vertAlign w:val="superscript"/>', "superscript, #ff0000"),
        ('<w:rFonts w:ascii="Arial"/><w:sz w:val="40"/>', "Arial, 20 pt"),
        ("<w:dstrike/>", "struck through twice"),
    ],
)
def test_how_numbers_look_beside_their_text_is_told_once(look: str, expected: str) -> None:
    lists = with_look(level(0), look)
    result = read_document(p("a", ppr=ITEM) * 2, numbering=lists)
    assert messages(result, "DOCX-R226") == [
        f"Numbers and signs before paragraphs look as their text does: 2 paragraph(s) ({expected} × 2)."
    ]


def test_a_number_that_looks_as_its_text_or_is_not_shown_is_not_told_of() -> None:
    bold = with_look(level(0), '<w:b/><w:lang w:val="fr-FR"/>')
    strong = style("Strong", properties="<w:rPr><w:b/></w:rPr>")
    assert codes(read_document(p("a", ppr=f'<w:pStyle w:val="Strong"/>{ITEM}'), numbering=bold, styles=strong)) == []
    hidden = with_look(level(0), "<w:b/><w:vanish/>")
    assert codes(read_document(p("a", ppr=ITEM), numbering=hidden)) == []
    assert codes(read_document(p("a", ppr=ITEM), numbering=bullets("•", rpr='<w:rFonts w:ascii="Arial"/>'))) == []


@pytest.mark.parametrize(
    ("level_look", "mark_look", "count"),
    [
        ("<w:strike/>", "", 1),
        ("", "<w:strike/>", 1),
        ("", "<w:dstrike/>", 1),
        ('<w:strike w:val="0"/>', "<w:strike/>", 0),
    ],
)
def test_a_number_that_is_struck_through_is_a_warning(level_look: str, mark_look: str, count: int) -> None:
    lists = with_look(level(0, "lowerLetter", "(%1)"), level_look)
    result = read_document(p("a", ppr=f"{ITEM}<w:rPr>{mark_look}</w:rPr>"), numbering=lists)
    told = "1 number(s) that Word shows struck through stand as if they were not: “(a)”"
    assert messages(result, "DOCX-R227") == [told] * count
    by_style = style("Gone", properties="<w:rPr><w:strike/></w:rPr>")
    struck = read_document(
        p("a", ppr=f'<w:pStyle w:val="Gone"/>{ITEM}'), numbering=with_look(level(0), ""), styles=by_style
    )
    assert "DOCX-R227" in codes(struck)


def test_a_level_says_how_its_paragraphs_are_aligned_and_look() -> None:
    """ECMA-376 Part 1, 17.9.22: over the style where the paragraph names the list, under it where the style does."""
    centred = level(0).replace("</w:lvl>", '<w:pPr><w:jc w:val="center"/><w:shd w:fill="FFEE00"/></w:pPr></w:lvl>')
    lists = abstract(centred) + num()
    right = style("Right", properties=f'<w:pPr>{ITEM}<w:jc w:val="right"/></w:pPr>')
    direct = read_document(p("a", ppr=f'<w:pStyle w:val="Right"/>{ITEM}'), numbering=lists, styles=right)
    by_style = read_document(styled("Right", "a"), numbering=lists, styles=right)
    assert [result.value.blocks[0].alignment for result in (direct, by_style)] == [Alignment.CENTER, Alignment.RIGHT]
    assert codes(direct) == codes(by_style) == ["DOCX-R144"]
