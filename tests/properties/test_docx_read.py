"""Word files put together from odd pieces: they convert, nothing vanishes, and what is written is valid."""

from __future__ import annotations

import re
from contextlib import suppress

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
from thoroughness import examples

from sdconvert import SdconvertError, convert
from sdconvert.archive import read_archive
from sdconvert.formats.sdxml.grammar import grammar

WORD = re.compile(r"word\d+")
thorough = settings(max_examples=examples(60), deadline=None, suppress_health_check=list(HealthCheck))

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
run_properties = st.sampled_from(["", "", "<w:b/>", "<w:vanish/>", "<w:caps/>", '<w:vertAlign w:val="superscript"/>'])
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
        PICTURE[5:-6],
    ]
)
symbols = st.just(r("abc", '<w:rFonts w:ascii="Symbol"/>'))
runs = (
    st.builds(r, words, run_properties)
    | symbols
    | st.builds(
        lambda rpr, content: f"<w:r><w:rPr>{rpr}</w:rPr>{''.join(content)}</w:r>",
        run_properties,
        st.lists(specials, min_size=1, max_size=3),
    )
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
            lambda content: (
                f'<mc:AlternateContent><mc:Choice Requires="w14">{content}</mc:Choice>'
                f"<mc:Fallback>{r('fallback')}</mc:Fallback></mc:AlternateContent>"
            )
        ),
        st.builds(lambda instruction, content: simple(instruction, content or "<w:proofErr/>"), instructions, some),
        st.builds(lambda instruction, content: f"{begin(instruction)}{content}{END}", instructions, some),
        st.builds(lambda instruction, content: f"{begin(instruction)}{content}", instructions, some),
        some.map(
            lambda content: (
                "<w:r><w:pict><v:shape><v:textbox><w:txbxContent>"
                f"<w:p>{content}</w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
            )
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
    cells = st.builds(
        "<w:tc><w:tcPr>{}</w:tcPr>{}</w:tc>".format,
        st.sampled_from(["", "", f"<w:cellDel {AUTHOR}/>", f"<w:cellIns {AUTHOR}/>", "<w:vMerge/>"]),
        some,
    )
    rows = st.lists(
        st.builds(
            lambda trpr, cells: f"<w:tr><w:trPr>{trpr}</w:trPr>" + "".join(cells) + "</w:tr>",
            st.sampled_from(["", "", f"<w:del {AUTHOR}/>", f"<w:ins {AUTHOR}/>"]),
            st.lists(cells, max_size=2),
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
            PICTURE_RELATION,
            Relation("rIdC", "aFChunk", "chunk.html"),
            Relation("rIdH", "header", "header1.xml"),
            Relation("rIdH2", "footer", "footer1.xml"),
        ],
        files={
            **PICTURE_FILE,
            "word/chunk.html": "<p>one<p>two",
            "word/header1.xml": wrap("w:hdr", header),
            "word/footer1.xml": wrap("w:ftr", header),
        },
        styles=STYLES,
        numbering=NUMBERING,
        footnotes=f'<w:footnote w:id="1">{footnote}</w:footnote>',
        endnotes=f'<w:endnote w:id="1">{p("end")}</w:endnote>',
        comments=f'<w:comment w:id="1" w:author="Ada">{comment}</w:comment>',
    )


documents = st.builds(document, bodies, stories, stories, stories)
revisions = st.sampled_from(["accept", "reject"])


@thorough
@given(documents, revisions, st.sampled_from(["findings", "sidenote"]))
def test_any_body_converts_to_valid_sdxml_with_a_ledger_that_closes(source: bytes, mode: str, comments: str) -> None:
    assert_accounted(source, revisions=mode, comments=comments)


@thorough
@given(documents, revisions)
def test_every_word_is_in_the_result_or_in_a_finding(source: bytes, mode: str) -> None:
    result = convert(source, revisions=mode)
    archive = read_archive(source)
    written = b"".join(archive[name] for name in archive if name.startswith("word/") and name.endswith(".xml"))
    told = " ".join(str(value) for finding in result.findings for value in finding.details.values())
    xml = read_archive(result.value)["sd.xml"].decode()
    assert set(WORD.findall(written.decode())) <= set(WORD.findall(xml)) | set(WORD.findall(told))


@thorough
@given(documents)
def test_the_same_file_gives_the_same_bytes_and_findings(source: bytes) -> None:
    first, second = convert(source), convert(source)
    assert first.value == second.value
    assert list(map(str, first.findings)) == list(map(str, second.findings))


def _element(name: str, attributes: list[str], content: list[str]) -> str:
    return f"<{name} {' '.join(dict.fromkeys(attributes))}>{''.join(content)}</{name}>"


_W_NAMES = (
    "p r t tbl tr tc pPr rPr trPr tcPr tblPr sectPr sdt sdtContent ins del moveTo numPr gridSpan vMerge hyperlink "
    "fldSimple fldChar instrText ruby rt rubyBase altChunk br tab sym pict object drawing txbxContent odd "
    "footnoteReference commentReference"
)
_OTHER_NAMES = (
    "m:oMath m:oMathPara m:r m:t m:f m:num m:e m:d m:m m:mr mc:AlternateContent mc:Choice mc:Fallback wp:inline "
    "a:graphic pic:pic a:blip v:shape v:textbox v:imagedata v:group wps:wsp wps:txbx"
)
tags = st.sampled_from([*(f"w:{name}" for name in _W_NAMES.split()), *_OTHER_NAMES.split()])
attributes = st.sampled_from(
    ['w:val="2"', 'w:id="1"', 'r:id="rIdP"', 'r:embed="rIdP"', 'w:fldCharType="begin"', 'w:fldCharType="end"']
)
trees = st.recursive(
    words | st.just("<w:br/>"),
    lambda inner: st.builds(_element, tags, st.lists(attributes, max_size=2), st.lists(inner, max_size=4)),
    max_leaves=12,
)


@thorough
@given(st.lists(trees, max_size=3).map("".join), stories)
def test_any_nesting_of_elements_gives_a_valid_result_or_an_error_of_ours(body: str, note: str) -> None:
    with suppress(SdconvertError):
        tree = etree.fromstring(read_archive(convert(document(body, note)).value)["sd.xml"])
        assert grammar().validate(tree), grammar().error_log
