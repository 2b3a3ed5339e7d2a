from __future__ import annotations

from importlib import import_module
from pathlib import Path
from unittest.mock import patch

import pytest
from docx_builder import build_docx, wrap
from docx_documents import AUTHOR, begin, fld_char, p, r, style, styled
from docx_lists import abstract, level, num
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from sdconvert import Result
from sdconvert.formats.docx.names import P
from sdconvert.formats.docx.read import read
from sdconvert.formats.docx.read.written_properties import PARAGRAPHS, RUNS, Written, find_written_properties
from sdconvert.model.document import Document

SAMPLES = sorted((Path(__file__).parents[4] / "samples" / "docx").glob("*.docx"))
MARK = "<w:rPr>{}</w:rPr>"
STYLES = style("A", "Heading 1", '<w:pPr><w:outlineLvl w:val="0"/></w:pPr>') + style(
    "H", "Gone", "<w:rPr><w:vanish/></w:rPr>"
)
PROPERTIES = (
    "",
    '<w:pStyle w:val="A"/>',
    '<w:pStyle w:val="H"/>',
    '<w:jc w:val="right"/>',
    '<w:ind w:left="720"/>',
    '<w:pageBreakBefore/><w:jc w:val="center"/>',
    '<w:framePr w:dropCap="drop"/>',
    '<w:pStyle w:val="A"/>' + MARK.format("<w:vanish/>"),
    '<w:jc w:val="right"/>' + MARK.format("<w:specVanish/><w:vanish/>"),
    MARK.format(f"<w:del {AUTHOR}/>"),
    '<w:jc w:val="both"/>' + MARK.format(f"<w:ins {AUTHOR}/>"),
    f'<w:jc w:val="both"/><w:pPrChange {AUTHOR}><w:pPr><w:jc w:val="right"/></w:pPr></w:pPrChange>',
    f'<w:pPrChange {AUTHOR}><w:pPr><w:jc w:val="right"/></w:pPr></w:pPrChange><w:jc w:val="center"/>',
    f'<w:pPrChange {AUTHOR}><w:pPr><w:jc w:val="right"/></w:pPr></w:pPrChange><w:jc w:val="both"/>',
    '<mc:AlternateContent><mc:Choice Requires="x"/><mc:Fallback><w:jc w:val="right"/></mc:Fallback>'
    "</mc:AlternateContent>",
)
CONTENT = (
    r("Some text"),
    r("Bold", "<w:b/>"),
    r("Italic", "<w:i/>"),
    r("Bold no more", f"<w:b/><w:rPrChange {AUTHOR}><w:rPr><w:b/></w:rPr></w:rPrChange>"),
    r("Not bold", f'<w:b/><w:rPrChange {AUTHOR}><w:rPr><w:b/></w:rPr></w:rPrChange><w:b w:val="0"/>'),
    r("Alternatively bold", '<mc:AlternateContent><mc:Choice Requires="w14"><w:b/></mc:Choice></mc:AlternateContent>'),
    "<w:r><w:rPr><w:b/></w:rPr><w:t>bold</w:t><w:rPr><w:i/></w:rPr><w:t>italic</w:t></w:r>",
    "<w:r><w:t>plain</w:t><w:rPr><w:i/></w:rPr><w:t>italic</w:t></w:r>",
    "",
    "<w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r>",
    '<w:bookmarkStart w:id="1" w:name="one"/><w:bookmarkEnd w:id="1"/>',
    begin("REF one"),
    "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>REF </w:instrText></w:r>",
    fld_char("separate"),
    fld_char("end"),
    '<w:r><w:br w:type="page"/></w:r>',
    "<w:r><w:pict><v:rect><v:textbox><w:txbxContent><w:p><w:pPr><w:jc w:val='right'/></w:pPr>"
    "<w:r><w:t>in a box</w:t></w:r></w:p></w:txbxContent></v:textbox></v:rect></w:pict></w:r>",
)
ANY_PARAGRAPH = st.builds(
    lambda ppr, content: p(*content, ppr=ppr),
    st.sampled_from(PROPERTIES),
    st.lists(st.sampled_from(CONTENT), max_size=3),
)


def read_both(data: bytes) -> tuple[Result[Document], Result[Document]]:
    """What is read with properties looked up by what is written, and without."""
    with patch.object(
        import_module("sdconvert.formats.docx.read.normalise"), "find_written_properties", return_value={}
    ):
        plain = read(data)
    return read(data), plain


def assert_same(data: bytes) -> None:
    looked_up, plain = read_both(data)
    assert looked_up.value == plain.value
    assert repr(looked_up.value) == repr(plain.value)
    assert looked_up.findings == plain.findings
    assert looked_up.ledger.as_dict() == plain.ledger.as_dict()


@given(st.lists(ANY_PARAGRAPH, min_size=1, max_size=8).map("".join))
@settings(max_examples=60)
def test_properties_looked_up_by_what_is_written_are_those_of_the_elements(body: str) -> None:
    assert_same(build_docx(body, styles=STYLES))


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_samples_read_the_same_by_what_is_written(sample: Path) -> None:
    assert_same(sample.read_bytes())


def test_a_number_that_a_hidden_mark_carries_on_is_not_missed() -> None:
    numbered = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    right = '<w:jc w:val="right"/>'
    hidden = p("one", ppr=numbered + MARK.format("<w:vanish/>")) + p("line", ppr=right)
    assert_same(build_docx(p("text", ppr=right) + hidden, numbering=abstract(level(0)) + num()))


def test_properties_that_a_long_instruction_leaves_to_another_paragraph_are_not_missed() -> None:
    begins = "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>REF one</w:instrText></w:r>"
    first = p(*[r("x")] * 4, begins, ppr='<w:jc w:val="right"/>')
    second = p(fld_char("separate"), fld_char("end"), ppr='<w:jc w:val="center"/>')
    assert_same(build_docx(p("right", ppr='<w:jc w:val="right"/>') + first + second))


def reads_of_properties(body: str) -> int:
    cascade = import_module("sdconvert.formats.docx.read.formatting.cascade")
    with patch.object(cascade, "paragraph_key", wraps=cascade.paragraph_key) as key:
        read(build_docx(body, styles=STYLES))
    return key.call_count


def test_equal_properties_are_read_once() -> None:
    assert reads_of_properties(styled("A", "one") * 3) == reads_of_properties(styled("A", "one"))


def written(xml: str) -> list[bytes | None]:
    data = wrap("w:document", f"<w:body>{xml}</w:body>").encode()
    paragraphs = list(etree.fromstring(data).iter(P))
    found = find_written_properties(data, paragraphs, PARAGRAPHS)
    return [found.get(paragraph) for paragraph in paragraphs]


def test_each_paragraph_has_what_is_written_in_its_own_properties() -> None:
    inner = p("inner", ppr="<w:b/>")
    outer = f"<w:p w:rsidR='1'><w:pPr><w:a/></w:pPr><w:r><w:t>out</w:t>{inner}</w:r></w:p>"
    assert written(outer + "<w:p/>" + p("none") + "<w:p\n><w:pPr></w:pPr></w:p>") == [
        *(b"<w:a/>", b"<w:b/>", None, None, b""),
    ]


def test_properties_that_do_not_come_first_are_not_taken_for_those_of_the_paragraph() -> None:
    assert written("<w:p><w:r/><w:pPr><w:a/></w:pPr></w:p>") == [None]


@pytest.mark.parametrize(
    "elsewhere",
    [
        "<!-- <w:p> -->",
        "<w:x><![CDATA[<w:p >]]></w:x>",
        "<?x <w:p/>?>",
        '<w:p xmlns:w="urn:other"/>',
        '<x:p xmlns:x="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>',
    ],
)
def test_nothing_is_looked_up_where_something_else_is_written_like_a_paragraph(elsewhere: str) -> None:
    assert written(p("text", ppr="<w:a/>") + elsewhere) == [None] * (1 + elsewhere.startswith("<x:"))


def test_a_paragraph_of_another_prefix_in_place_of_one_that_is_none_is_seen() -> None:
    other = '<w:p xmlns:w="urn:other"><w:pPr></w:pPr></w:p>'
    own = '<x:p xmlns:x="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>'
    assert written(other + own) == [None]


@pytest.mark.parametrize(
    ("kind", "properties", "is_all"),
    [
        (PARAGRAPHS, b'<w:jc w:val="right"/>', True),
        (PARAGRAPHS, b"<w:rPr><w:b/></w:rPr>", True),
        (PARAGRAPHS, b"<w:pPrChange><w:pPr><w:jc/>", False),
        (PARAGRAPHS, b"<mc:AlternateContent/>", False),
        (PARAGRAPHS, b"<!-- --><w:jc/>", False),
        (RUNS, b"<w:b/>", True),
        (RUNS, b"<w:b/><w:rPrChange><w:rPr><w:i/>", False),
        (RUNS, b"<w14:glow/>", False),
    ],
)
def test_what_holds_other_properties_or_other_names_does_not_say_all(
    kind: Written, properties: bytes, is_all: bool
) -> None:
    assert kind.says_all(properties) is is_all


def test_runs_that_begin_alike_and_end_in_other_properties_are_not_taken_for_equal() -> None:
    was_bold = f"<w:b/><w:rPrChange {AUTHOR}><w:rPr><w:b/></w:rPr></w:rPrChange>"
    assert_same(build_docx(p(r("bold", was_bold), r("not bold", f'{was_bold}<w:b w:val="0"/>'))))


def test_looks_that_a_hidden_mark_carries_on_are_not_missed() -> None:
    bold = r("bold", "<w:i/>")
    carried = p(bold, ppr='<w:pStyle w:val="B"/>' + MARK.format("<w:vanish/>")) + p(bold)
    styles = STYLES + style("B", "Strong lines", "<w:rPr><w:b/></w:rPr>")
    assert_same(build_docx(p(bold) + carried, styles=styles))


def test_equal_properties_of_runs_are_read_once() -> None:
    cascade = import_module("sdconvert.formats.docx.read.formatting.cascade")
    with patch.object(cascade, "run_key", wraps=cascade.run_key) as key:
        read(build_docx(p(*[r("bold", "<w:b/>")] * 3)))
    assert key.call_count == 1
