from __future__ import annotations

import pytest
from docx_builder import Relation, build_docx, wrap
from docx_documents import blocks_of, p, texts

from sdconvert.formats.docx.names import A
from sdconvert.formats.docx.read import read
from sdconvert.formats.docx.read.looks import TEXT_COLOR
from sdconvert.formats.docx.read.package_lists import Relationship, read_content_types, read_relationships

PACKAGE = "http://schemas.openxmlformats.org/package/2006"
STYLES = f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="a" Type="x/styles" Target="%s"/>'
THEME = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    f'<a:theme xmlns:a="{A}"><a:clrScheme name="x"><a:accent1><a:srgbClr val="4472C4"/></a:accent1>'
    '<a:accent2><a:srgbClr val="ED7D31"/></a:accent2></a:clrScheme></a:theme>'
)
COLORED = '<w:p><w:r><w:rPr><w:color w:themeColor="accent1"/></w:rPr><w:t>a</w:t></w:r></w:p>'


def relationships(target: str) -> bytes:
    return f"{STYLES % target}</Relationships>".encode()


def test_a_list_is_read_once_for_all_packages_that_have_it() -> None:
    first, second = (read_relationships(relationships("styles.xml"), "list", "word") for _ in range(2))
    assert first is second
    assert first.by_id == {"a": Relationship("x/styles", "word/styles.xml", False)}
    assert first.first == {"styles": "word/styles.xml"}


def test_the_same_list_leads_elsewhere_from_another_folder() -> None:
    found = [read_relationships(relationships("../a.xml"), "list", folder).first for folder in ("word", "word/b")]
    assert found == [{"styles": "a.xml"}, {"styles": "word/a.xml"}]


def test_a_long_list_is_not_kept() -> None:
    first, second = (read_relationships(relationships("a" * 20_000), "list", "") for _ in range(2))
    assert first == second
    assert first is not second


def test_content_types_are_compared_in_lower_case() -> None:
    types = f'<Types xmlns="{PACKAGE}/content-types"><Override PartName="/Word/A%20b.xml" ContentType="X/Y"/></Types>'
    assert read_content_types(types.encode(), "list") == {"/word/a b.xml": "x/y"}


def colors(theme: str, settings: str = "") -> list[object]:
    source = build_docx(
        COLORED, settings=settings, relations=[Relation("t", "theme", "theme.xml")], files={"word/theme.xml": theme}
    )
    return [finding.details["values"] for finding in read(source).findings if finding.code is TEXT_COLOR]


def test_documents_with_one_theme_name_its_colours_each_in_their_way() -> None:
    mapping = '<w:clrSchemeMapping w:accent1="accent2"/>'
    found = [colors(THEME), colors(THEME, mapping), colors(THEME)]
    assert found == [["#4472c4 × 1"], ["#ed7d31 × 1"], ["#4472c4 × 1"]]


def test_a_theme_that_says_something_in_several_ways_is_read_as_it_is_understood() -> None:
    shown = THEME[THEME.index("<a:clr") : THEME.index("</a:theme>")]
    foreign = f'<mc:Choice xmlns:x="urn:x" Requires="x">{shown.replace("4472C4", "111111")}</mc:Choice>'
    alternatives = f"<mc:AlternateContent>{foreign}<mc:Fallback>{shown}</mc:Fallback></mc:AlternateContent>"
    assert colors(wrap("a:theme", alternatives)) == ["#4472c4 × 1"]


@pytest.mark.parametrize("theme", ["<broken", '<?xml version="1.0" encoding="UTF-8"?><broken'])
def test_a_broken_theme_is_told(theme: str) -> None:
    source = build_docx(p("a"), relations=[Relation("t", "theme", "t.xml")], files={"word/t.xml": theme})
    assert [finding.code.id for finding in read(source).findings] == ["DOCX-R001"]


def test_a_style_that_hides_is_seen_in_any_encoding() -> None:
    hiding = wrap("w:styles", '<w:style w:styleId="H"><w:name w:val="H"/><w:rPr><w:vanish/></w:rPr></w:style>')
    body = '<w:p><w:pPr><w:pStyle w:val="H"/></w:pPr><w:r><w:t>a</w:t></w:r></w:p>' + p("b")
    relation = [Relation("s", "styles", "styles.xml")]
    for styles in (hiding, hiding.replace("UTF-8", "UTF-16").encode("utf-16")):
        assert texts(blocks_of(body, files={"word/styles.xml": styles}, relations=relation)) == ["b"]
