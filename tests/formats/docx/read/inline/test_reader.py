from __future__ import annotations

import pytest
from docx_builder import Relation
from docx_documents import (
    blocks_of,
    codes,
    content_of,
    messages,
    p,
    r,
    read_document,
    sdt,
    style,
    texts,
)

from sdconvert.ledger import Kind
from sdconvert.model.inlines import Mark, Run

LINKS = [Relation("rId1", "hyperlink", "https://a.example", True)]


def shown(run: str) -> str:
    (text,) = texts(blocks_of(p(run)))
    return text


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


def test_hidden_text_is_left_out_with_a_finding_that_holds_it() -> None:
    result = read_document(p("a", r("secret", "<w:vanish/>"), "b"))
    assert texts(result.value.blocks) == ["ab"]
    assert messages(result, "DOCX-R030") == ["1 piece(s) of hidden text are left out; the first: “secret”"]


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
    assert messages(result, "DOCX-R031") == [
        "1 passage(s) shown in capitals are kept as they were typed; the first: “Word”"
    ]


def test_capitals_that_are_typed_need_no_finding() -> None:
    assert codes(read_document(p(r("WORD 1", "<w:caps/>")))) == []


def test_an_unknown_element_is_left_out_with_its_text() -> None:
    result = read_document(p("a", f"<w:odd>{r('lost')}</w:odd>", "<w:r><w:strange><w:t>too</w:t></w:strange></w:r>"))
    assert texts(result.value.blocks) == ["a"]
    assert messages(result, "DOCX-R034") == [
        "The element w:odd is not understood and left out: “lost”",
        "The element w:strange is not understood and left out: “too”",
    ]


def test_a_paragraph_within_a_paragraph_is_its_text() -> None:
    assert texts(blocks_of(p("a", p("b"), "c"))) == ["abc"]


def test_the_reader_counts_what_it_reads() -> None:
    link = f'<w:hyperlink r:id="rId1">{r("c")}</w:hyperlink>'
    result = read_document(p("ab", "<w:r><w:tab/><w:br/></w:r>", link), relations=LINKS)
    assert result.ledger.read == {Kind.CHARACTERS: 4, Kind.LINE_BREAKS: 1, Kind.LINKS: 1}
