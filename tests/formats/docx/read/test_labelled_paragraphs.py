"""Paragraphs with labels: how these look, and what is told of them."""

from __future__ import annotations

from docx_documents import blocks_of, codes, messages, p, read_document, style, styled
from docx_lists import abstract, level, num

from sdconvert.model.blocks import ListItem, Paragraph

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
