"""Word files put together from odd pieces: they convert, nothing vanishes, and what is written is valid."""

from __future__ import annotations

from typing import Any

import pytest
from docx_builder import Relation, build_docx
from docx_documents import (
    AUTHOR,
    DELETED_MARK,
    END,
    INSERTED_MARK,
    assert_accounted,
    begin,
    bookmark,
    deleted,
    fld_char,
    p,
    r,
    sdt,
    simple,
    style,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from strategies import png

from sdconvert import SdconvertError, convert
from sdconvert.archive import read_archive
from sdconvert.findings import Result

thorough = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))

words = st.integers(0, 9999).map("word{}".format)
instructions = st.sampled_from(
    [
        'TOC \\o "1-3"',
        'TOC \\c "Figure"',
        'TOC \\c "Odd"',
        'INDEX \\c "2"',
        'XE "one:two"',
        "XE",
        "REF here \\h",
        "REF here \\r",
        "REF gone",
        "PAGEREF here",
        'HYPERLINK "https://a.example"',
        'HYPERLINK \\l "here"',
        "SEQ Figure",
        "SEQ Table \\* ARABIC",
        "PAGE",
        "FORMTEXT",
        "FORMCHECKBOX",
        "FORMDROPDOWN",
        "MACROBUTTON Run now",
        "EQ \\f(1;2)",
        "TC entry",
        "SYMBOL 183 \\f Symbol",
        "",
    ]
)
run_properties = st.sampled_from(
    ["", "", "<w:b/>", "<w:vanish/>", "<w:caps/>", '<w:rFonts w:ascii="Symbol"/>', '<w:vertAlign w:val="superscript"/>']
)
PICTURE = (
    '<w:drawing><wp:inline><wp:extent cx="9525" cy="9525"/><wp:docPr id="1" name="P" descr="alt"/><a:graphic>'
    '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:blipFill>'
    '<a:blip r:embed="rIdP"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>'
)
specials = st.sampled_from(
    [
        "<w:tab/>",
        "<w:ptab/>",
        "<w:br/>",
        "<w:cr/>",
        '<w:br w:type="page"/>',
        '<w:br w:type="column"/>',
        "<w:noBreakHyphen/>",
        "<w:softHyphen/>",
        '<w:sym w:font="Wingdings" w:char="F0FC"/>',
        '<w:sym w:font="Unknown" w:char="F0FC"/>',
        '<w:footnoteReference w:id="1"/>',
        '<w:endnoteReference w:id="1"/>',
        '<w:footnoteReference w:id="99"/>',
        '<w:commentReference w:id="1"/>',
        "<w:pgNum/>",
        "<w:t> plain </w:t>",
        "<w:odd><w:t>odd</w:t></w:odd>",
        "<w:delText>stray</w:delText>",
        '<w:fldChar w:fldCharType="begin"/>',
        '<w:fldChar w:fldCharType="end"/>',
        PICTURE,
    ]
)
runs = st.builds(r, words, run_properties) | st.builds(
    lambda rpr, content: f"<w:r><w:rPr>{rpr}</w:rPr>{''.join(content)}</w:r>",
    run_properties,
    st.lists(specials, min_size=1, max_size=3),
)
marks = st.sampled_from(
    [
        '<w:bookmarkStart w:id="5" w:name="here"/>',
        '<w:bookmarkEnd w:id="5"/>',
        '<w:commentRangeStart w:id="1"/>',
        '<w:commentRangeEnd w:id="1"/>',
        "<w:proofErr/>",
        fld_char("begin"),
        fld_char("separate"),
        END,
    ]
)


def _as_deleted(content: str) -> str:
    return content.replace("<w:t>", "<w:delText>").replace("<w:t ", "<w:delText ").replace("</w:t>", "</w:delText>")


def _around(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    some = st.lists(inner, max_size=3).map("".join)
    return st.one_of(
        some.map(sdt),
        some.map(lambda content: f"<w:ins {AUTHOR}>{content}</w:ins>"),
        some.map(lambda content: f"<w:del {AUTHOR}>{_as_deleted(content)}</w:del>"),
        some.map(lambda content: f"<w:moveFrom {AUTHOR}>{content}</w:moveFrom>"),
        some.map(lambda content: f'<w:hyperlink r:id="rIdL">{content}</w:hyperlink>'),
        some.map(lambda content: f'<w:hyperlink w:anchor="here">{content}</w:hyperlink>'),
        some.map(lambda content: f"<w:smartTag><w:smartTagPr/>{content}</w:smartTag>"),
        some.map(lambda content: f"<w:odd>{content}</w:odd>"),
        some.map(lambda content: f"<m:oMath><m:r><m:t>x</m:t></m:r>{content}</m:oMath>"),
        some.map(lambda content: bookmark("here", content or "<w:proofErr/>")),
        some.map(lambda c: f"<w:r><w:ruby><w:rt>{c}</w:rt><w:rubyBase>{c}</w:rubyBase></w:ruby></w:r>"),
        some.map(
            lambda content: f'<mc:AlternateContent><mc:Choice Requires="w14">{content}</mc:Choice>'
            f"<mc:Fallback>{r('fallback')}</mc:Fallback></mc:AlternateContent>"
        ),
        st.builds(lambda instruction, content: simple(instruction, content or "<w:proofErr/>"), instructions, some),
        st.builds(lambda instruction, content: f"{begin(instruction)}{content}{END}", instructions, some),
        st.builds(lambda instruction, content: f"{begin(instruction)}{content}", instructions, some),
        some.map(
            lambda content: "<w:r><w:pict><v:shape><v:textbox><w:txbxContent>"
            f"<w:p>{content}</w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
        ),
    )


inlines = st.recursive(runs | runs | marks, _around, max_leaves=5)
paragraph_properties = st.sampled_from(
    [
        "",
        "",
        '<w:pStyle w:val="Heading1"/>',
        '<w:pStyle w:val="Deep"/>',
        '<w:pStyle w:val="Title"/>',
        '<w:pStyle w:val="Caption"/>',
        "<w:pageBreakBefore/>",
        '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>',
        '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="2"/></w:numPr>',
        DELETED_MARK,
        INSERTED_MARK,
        "<w:sectPr/>",
        '<w:sectPr><w:type w:val="continuous"/></w:sectPr>',
    ]
)
paragraphs = st.builds(
    lambda ppr, content: f"<w:p><w:pPr>{ppr}</w:pPr>{''.join(content)}</w:p>",
    paragraph_properties,
    st.lists(inlines, max_size=3),
)


def _blocks_around(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    some = st.lists(inner, max_size=3).map("".join)
    rows = st.lists(
        st.builds(
            lambda trpr, cells: f"<w:tr><w:trPr>{trpr}</w:trPr>"
            + "".join(f"<w:tc>{content}</w:tc>" for content in cells)
            + "</w:tr>",
            st.sampled_from(["", "", f"<w:del {AUTHOR}/>", f"<w:ins {AUTHOR}/>"]),
            st.lists(some, max_size=2),
        ),
        max_size=2,
    )
    return st.one_of(
        some.map(sdt),
        some.map(lambda content: f"<w:customXml>{content}</w:customXml>"),
        rows.map(lambda content: f"<w:tbl>{''.join(content)}</w:tbl>"),
        rows.map(lambda content: f"<w:tbl>{sdt(''.join(content))}</w:tbl>"),
        some.map(lambda content: f"<w:odd>{content}</w:odd>"),
    )


blocks = st.recursive(
    paragraphs | paragraphs | marks | st.just('<w:altChunk r:id="rIdC"/>') | st.just('<w:altChunk r:id="gone"/>'),
    _blocks_around,
    max_leaves=6,
)
bodies = st.lists(blocks, max_size=4).map("".join)
stories = st.lists(paragraphs | blocks, max_size=2).map("".join)
STYLES = (
    style("Heading1", "heading 1", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>')
    + style("Deep", "heading 8")
    + style("Title", "Title")
    + style("Caption", "caption")
)
NUMBERING = (
    '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
    '<w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:abstractNum w:abstractNumId="2"><w:lvl w:ilvl="1">'
    '<w:numFmt w:val="bullet"/><w:lvlText w:val="-"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num>'
)


def document(body: str, footnote: str = "", comment: str = "", header: str = "") -> bytes:
    section = '<w:sectPr><w:headerReference w:type="default" r:id="rIdH"/><w:footerReference r:id="rIdH2"/></w:sectPr>'
    return build_docx(
        body + section,
        relations=[
            Relation("rIdL", "hyperlink", "https://a.example/", True),
            Relation("rIdP", "image", "media/image1.png"),
            Relation("rIdC", "aFChunk", "chunk.html"),
            Relation("rIdH", "header", "header1.xml"),
            Relation("rIdH2", "footer", "footer1.xml"),
        ],
        files={
            "word/media/image1.png": png(),
            "word/chunk.html": "<p>one<p>two",
            "word/header1.xml": _part("w:hdr", header),
            "word/footer1.xml": _part("w:ftr", header),
        },
        styles=STYLES,
        numbering=NUMBERING,
        footnotes=f'<w:footnote w:id="1">{footnote}</w:footnote>',
        endnotes=f'<w:endnote w:id="1">{p("end")}</w:endnote>',
        comments=f'<w:comment w:id="1" w:author="Ada">{comment}</w:comment>',
    )


def _part(root: str, content: str) -> str:
    from docx_builder import wrap

    return wrap(root, content)


documents = st.builds(document, bodies, stories, stories, stories)
revisions = st.sampled_from(["accept", "reject"])


@thorough
@given(documents, revisions)
def test_any_body_converts_to_valid_sdxml_with_a_ledger_that_closes(source: bytes, mode: str) -> None:
    assert_accounted(source, revisions=mode)
