from __future__ import annotations

import pytest
from docx_builder import Relation, build_docx
from docx_documents import (
    assert_accounted,
    blocks_of,
    bookmark,
    codes,
    messages,
    p,
    r,
    read_document,
    sdt,
    style,
    texts,
)

from sdconvert.findings import Kind
from sdconvert.model.blocks import Paragraph
from sdconvert.model.inlines import CrossReference, Equation, Inline, LineBreak, Link, Mark, Run

LINKS = [Relation("rId1", "hyperlink", "https://a.example", True)]


def content_of(*content: str, **build: object) -> tuple[Inline, ...]:
    (block,) = blocks_of(p(*content), **build)
    assert isinstance(block, Paragraph)
    return block.content


def shown(run: str) -> str:
    (text,) = texts(blocks_of(p(run)))
    return text


# --------------------------------------------------------------------------------------------------------- text


def test_runs_of_one_look_are_one_run() -> None:
    assert content_of("a", r("b"), sdt(r("c")), "<w:proofErr/>", "d") == (Run("abcd"),)


def test_runs_of_different_looks_stay_apart() -> None:
    bold = frozenset({Mark.BOLD})
    assert content_of("a", r("b", "<w:b/>"), "c") == (Run("a"), Run("b", bold), Run("c"))


@pytest.mark.parametrize(
    ("run", "text"),
    [
        ("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t></w:r>", "a\tb"),
        ("<w:r><w:t>a</w:t><w:ptab w:alignment='right'/><w:t>b</w:t></w:r>", "a\tb"),
        ("<w:r><w:t>a</w:t><w:noBreakHyphen/><w:t>b</w:t></w:r>", "a\u2011b"),
        ("<w:r><w:t>a</w:t><w:softHyphen/><w:t>b</w:t></w:r>", "a\u00adb"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>', "✔"),
        ('<w:r><w:sym w:font="Symbol" w:char="F061"/></w:r>', "α"),
        ('<w:r><w:sym w:font="Arial" w:char="00E9"/></w:r>', "é"),
        ("<w:r><w:t> a </w:t></w:r>", "a"),
        ("<w:r><w:t xml:space='preserve'> a </w:t></w:r>", " a "),
        ("<w:r xml:space='preserve'><w:t> a </w:t></w:r>", " a "),
        ("<w:r xml:space='preserve'><w:t xml:space='default'> a </w:t></w:r>", "a"),
        ("<w:r><w:t>a\nb\r\nc</w:t></w:r>", "a b c"),
        ("<w:r><w:t>a\u00a0</w:t></w:r>", "a\u00a0"),
        ("<w:r><w:t/><w:t></w:t></w:r>", ""),
        ("<w:r><w:t>a</w:t><w:lastRenderedPageBreak/><w:t>b</w:t></w:r>", "ab"),
        ("<w:r><w:rPr><w:rFonts w:ascii='Symbol' w:hAnsi='Symbol'/></w:rPr><w:t>a</w:t></w:r>", "α"),
    ],
)
def test_a_run_shows_what_word_shows(run: str, text: str) -> None:
    assert shown(run) == text


def test_white_space_that_word_does_not_show_is_counted_as_a_finding() -> None:
    result = read_document(p("<w:r><w:t> a </w:t></w:r>"))
    assert messages(result, "DOCX-R049") == ["2 white space characters that carry nothing are left out."]


def test_an_unknown_symbol_stands_as_a_box() -> None:
    result = read_document(p('<w:r><w:sym w:font="Odd" w:char="F0FC"/></w:r>'))
    assert texts(result.value.blocks) == ["□"]
    assert messages(result, "DOCX-R032")[0].startswith("The symbol F0FC of the font Odd")


def test_a_line_break_keeps_the_marks_of_its_run() -> None:
    bold = frozenset({Mark.BOLD})
    content = content_of("<w:r><w:rPr><w:b/></w:rPr><w:t>a</w:t><w:br/><w:t>b</w:t><w:cr/></w:r>")
    assert content == (Run("a", bold), LineBreak(bold), Run("b", bold), LineBreak(bold))


def test_a_column_break_is_a_line_break() -> None:
    assert content_of("a", '<w:r><w:br w:type="column"/></w:r>') == (Run("a"), LineBreak())


# --------------------------------------------------------------------------------------------- hidden and capitals


def test_hidden_text_is_left_out_with_a_finding_that_holds_it() -> None:
    result = read_document(p("a", r("secret", "<w:vanish/>"), "b"))
    assert texts(result.value.blocks) == ["ab"]
    assert messages(result, "DOCX-R030") == ["Hidden text is left out: “secret”"]


def test_a_style_hides_text_and_a_run_shows_it_again() -> None:
    hidden = style("Hidden", properties="<w:rPr><w:vanish/></w:rPr>")
    body = p("a", r("b", '<w:vanish w:val="0"/>'), ppr='<w:pStyle w:val="Hidden"/>')
    assert texts(blocks_of(body, styles=hidden)) == ["b"]


@pytest.mark.parametrize("special", ["<w:tab/>", "<w:br/>", '<w:footnoteReference w:id="1"/>', "<w:noBreakHyphen/>"])
def test_what_else_is_hidden_is_left_out_too(special: str) -> None:
    result = read_document(p("a", f"<w:r><w:rPr><w:vanish/></w:rPr>{special}</w:r>"))
    assert texts(result.value.blocks) == ["a"]
    assert "DOCX-R030" in codes(result)


def test_capitals_are_kept_as_typed_with_a_finding() -> None:
    result = read_document(p(r("Word", "<w:caps/>")))
    assert texts(result.value.blocks) == ["Word"]
    assert messages(result, "DOCX-R031") == ["Text shown in capitals is kept as it was typed: “Word”"]


def test_capitals_that_are_typed_need_no_finding() -> None:
    assert codes(read_document(p(r("WORD 1", "<w:caps/>")))) == []


# -------------------------------------------------------------------------------------------------------- links


def link(attributes: str, *content: str) -> str:
    runs = "".join(part if part.startswith("<") else r(part) for part in content)
    return f"<w:hyperlink {attributes}>{runs}</w:hyperlink>"


def test_a_link_holds_its_runs_without_the_look_of_links() -> None:
    styles = (
        '<w:style w:type="character" w:styleId="L"><w:name w:val="Hyperlink"/>'
        '<w:rPr><w:u w:val="single"/></w:rPr></w:style>'
    )
    look = '<w:rStyle w:val="L"/>'
    content = content_of(link('r:id="rId1"', r("a", look), r("b", f"{look}<w:b/>")), relations=LINKS, styles=styles)
    assert content == (Link("https://a.example", (Run("a"), Run("b", frozenset({Mark.BOLD})))),)


def test_a_link_to_a_part_of_a_page_keeps_it() -> None:
    content = content_of(link('r:id="rId1" w:anchor="part"', "a"), relations=LINKS)
    assert content == (Link("https://a.example#part", (Run("a"),)),)


def test_a_link_to_a_bookmark_is_a_reference_to_its_block() -> None:
    body = p(bookmark("here", "the target")) + p("see ", link('w:anchor="here"', "this"))
    assert blocks_of(body)[1].content == (Run("see "), CrossReference("here", text="this"))  # type: ignore[union-attr]


@pytest.mark.parametrize("attributes", ['w:anchor="gone"', 'r:id="gone"', ""])
def test_a_link_to_nowhere_is_its_text(attributes: str) -> None:
    result = read_document(p(link(attributes, "this")))
    assert texts(result.value.blocks) == ["this"]
    assert codes(result) == ["DOCX-R035"]


def test_a_link_without_text_is_left_out_with_a_finding() -> None:
    result, _ = assert_accounted(build_docx(p("a", link('r:id="rId1"')), relations=LINKS))
    assert codes(result) == ["DOCX-R036"]


def test_a_link_is_cut_around_a_note() -> None:
    note = '<w:r><w:footnoteReference w:id="1"/></w:r>'
    source = build_docx(
        p(link('r:id="rId1"', "a", note, "b")), relations=LINKS, footnotes=f'<w:footnote w:id="1">{p("n")}</w:footnote>'
    )
    result, tree = assert_accounted(source)
    assert [a.text for a in tree.iter("a")] == ["a", "b"]
    assert "DOCX-R037" in codes(result)


# ------------------------------------------------------------------------------------------------------ the rest


def test_an_unknown_element_is_left_out_with_its_text() -> None:
    result = read_document(p("a", f"<w:odd>{r('lost')}</w:odd>", "<w:r><w:strange><w:t>too</w:t></w:strange></w:r>"))
    assert texts(result.value.blocks) == ["a"]
    assert messages(result, "DOCX-R034") == [
        "The element w:odd is not understood and left out: “lost”",
        "The element w:strange is not understood and left out: “too”",
    ]


def test_deleted_text_outside_a_deletion_is_left_out_with_a_finding() -> None:
    assert codes(read_document(p("<w:r><w:delText>lost</w:delText></w:r>"))) == ["DOCX-R030"]


@pytest.mark.parametrize("name", ["pgNum", "dayLong", "yearShort"])
def test_what_word_computes_is_left_out_with_a_finding(name: str) -> None:
    assert codes(read_document(p(f"<w:r><w:{name}/></w:r>"))) == ["DOCX-R041"]


def test_handwriting_is_left_out_with_a_finding() -> None:
    assert codes(read_document(p("<w:r><w:contentPart r:id='x'/></w:r>"))) == ["DOCX-R040"]


def test_an_equation_stands_in_its_text() -> None:
    math = "<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>"
    assert content_of("a ", math, " b") == (Run("a "), Equation("x", "x"), Run(" b"))
    assert content_of(f"<m:oMathPara>{math}</m:oMathPara>") == (Equation("x", "x", True),)


def test_what_an_equation_cannot_hold_is_a_finding() -> None:
    odd = '<m:oMath><m:r><m:t>x</m:t></m:r><w:r><w:sym w:font="Symbol" w:char="F061"/><w:br/></w:r></m:oMath>'
    result, _ = assert_accounted(build_docx(p(odd)))
    assert messages(result, "DOCX-R022")[0].startswith("What stands in an equation besides its text is left out:")


def test_a_paragraph_within_a_paragraph_is_its_text() -> None:
    assert texts(blocks_of(p("a", p("b"), "c"))) == ["abc"]


def test_the_reader_counts_what_it_reads() -> None:
    result = read_document(p("ab", "<w:r><w:tab/><w:br/></w:r>", link('r:id="rId1"', "c")), relations=LINKS)
    assert result.ledger.read == {Kind.CHARACTERS: 4, Kind.LINE_BREAKS: 1, Kind.LINKS: 1}
