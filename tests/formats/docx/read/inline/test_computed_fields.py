"""Fields that the file has no result for, or an old one: what Word computes is shown, and told."""

from __future__ import annotations

import pytest
from docx_builder import build_docx
from docx_documents import (
    END,
    assert_accounted,
    begin,
    bookmark,
    codes,
    messages,
    p,
    r,
    read_document,
    simple,
    style,
    styled,
)
from docx_lists import abstract, level, num
from note_documents import ENDNOTE, NOTES, reference

from sdconvert.findings import Result
from sdconvert.model.blocks import Heading, ListItem, Paragraph
from sdconvert.model.document import Block, Document
from sdconvert.model.inlines import Run
from sdconvert.model.text import plain_text

CLAUSES = (
    abstract(
        level(0, text="%1."), level(1, text="%1.%2"), level(2, "lowerLetter", "(%3)"), level(3, "lowerRoman", "%4.")
    )
    + num()
)
ARTICLES = (
    abstract(level(0, "upperRoman", "Article %1."), level(1, "decimalZero", "Section %1.%2", more="<w:isLgl/>")) + num()
)


def read_due(body: str, **build: str) -> Result[Document]:
    """A document whose settings ask that fields are computed when it is opened (ECMA-376 Part 1, 17.15.1.90)."""
    return read_document(body, **({"settings": "<w:updateFields/>"} | build))


def item(ilvl: int, *content: str) -> str:
    return p(*content, ppr=f'<w:numPr><w:ilvl w:val="{ilvl}"/><w:numId w:val="1"/></w:numPr>')


def target(ilvl: int, name: str = "here") -> str:
    return item(ilvl, bookmark(name, "ground"))


def shown(blocks: tuple[Block, ...]) -> list[str]:
    return [plain_text(block.content) for block in blocks if isinstance(block, Heading | Paragraph | ListItem)]


def last(body: str, **build: str) -> str:
    return shown(read_due(body, **build).value.blocks)[-1]


OUTLINE = item(0, "a") + item(1, "b") + item(2, "c") + target(2)


@pytest.mark.parametrize(
    ("switches", "expected"),
    [
        ("\\n", "(b)"),
        ("\\w", "1.1(b)"),
        ("\\r", "(b)"),
        ("\\w \\h", "1.1(b)"),
        ("\\n \\p", "(b) above"),
        ("\\p", "above"),
        ("", "ground"),
    ],
)
def test_a_reference_without_a_result_shows_what_word_computes(switches: str, expected: str) -> None:
    body = OUTLINE + p("See ", simple(f"REF here {switches}"))
    result = read_due(body, numbering=CLAUSES)
    assert shown(result.value.blocks)[-1] == f"See {expected}"
    assert f"the first “{expected}” in place of “”" in messages(result, "DOCX-R117")[0]
    assert_accounted(build_docx(body, numbering=CLAUSES, settings="<w:updateFields/>"))


def test_a_reference_in_relative_context_shows_what_differs_from_where_it_stands() -> None:
    field = simple("REF here \\r")
    assert last(OUTLINE + item(2, field), numbering=CLAUSES) == "(b)"
    assert last(OUTLINE + item(1, "x") + item(2, field), numbering=CLAUSES) == "1.1(b)"
    assert last(OUTLINE + item(0, "x") + item(1, field), numbering=CLAUSES) == "1.1(b)"


def test_a_period_goes_where_nothing_needs_it() -> None:
    body = item(0, "a") + item(2, "b") + target(3)
    assert last(body + p(simple("REF here \\w")), numbering=CLAUSES) == "1.1(a)i"
    assert last(target(0) + p(simple("REF here \\n")), numbering=CLAUSES) == "1"


def test_words_are_left_out_of_a_number_where_the_field_says_so() -> None:
    body = item(0, "a") + target(1)
    assert last(body + p(simple("REF here \\w")), numbering=ARTICLES) == "Section 1.01"
    assert last(body + p(simple("REF here \\w \\t")), numbering=ARTICLES) == "1.01"


def test_a_reference_to_what_comes_is_below() -> None:
    body = p(simple("REF here \\r \\p")) + OUTLINE
    assert shown(read_due(body, numbering=CLAUSES).value.blocks)[0] == "1.1(b) below"


def test_a_result_that_is_out_of_date_is_replaced_and_another_is_kept() -> None:
    old = '<w:fldSimple w:instr="REF here \\w" w:dirty="1">' + r("1.7", "<w:b/>") + "</w:fldSimple>"
    result = read_due(OUTLINE + p(old), numbering=CLAUSES)
    assert shown(result.value.blocks)[-1] == "1.1(b)"
    assert "“1.1(b)” in place of “1.7”" in messages(result, "DOCX-R117")[0]
    complex = begin("REF here \\w").replace('="begin"', '="begin" w:dirty="true"') + r("1.7") + END
    assert last(OUTLINE + p(complex), numbering=CLAUSES) == "1.1(b)"
    assert last(OUTLINE + p(simple("REF here \\w", "1.7")), numbering=CLAUSES) == "1.7"
    same = read_due(OUTLINE + p(old.replace("1.7", "1.1(b)")), numbering=CLAUSES)
    assert "DOCX-R117" not in codes(same)


def test_a_reference_that_nobody_can_compute_is_told_as_before() -> None:
    result = read_due(p("a", simple("REF gone \\w")))
    assert codes(result) == ["DOCX-R051"]
    result = read_due(p(bookmark("here", "plain")) + p("a", simple("REF here \\w")))
    assert codes(result) == ["DOCX-R051"]


def test_a_reference_to_a_note_shows_its_mark() -> None:
    body = p("a", reference(1), bookmark("n", reference(2)), bookmark("e", reference(1, ENDNOTE), id=2))
    blocks = read_due(body + p(simple("NOTEREF n"), "/", simple("NOTEREF e \\p \\h")), **NOTES).value.blocks
    assert shown(blocks)[-1] == "2/i above"


def test_a_reference_to_a_style_shows_the_nearest_paragraph_before_it() -> None:
    styles = style("H", "heading 1")
    body = styled("H", "One") + styled("H", "Two") + p(simple('STYLEREF "heading 1"')) + styled("H", "Three")
    assert shown(read_due(body, styles=styles).value.blocks)[2] == "Two"
    assert shown(read_due(p(simple("STYLEREF 1")) + styled("H", "One"), styles=styles).value.blocks)[0] == "One"


def test_a_reference_to_a_style_may_show_its_number() -> None:
    styles = style("H", "heading 1", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>')
    body = styled("H", "One") + styled("H", "Two")
    assert last(body + p(simple("STYLEREF 1 \\s")), styles=styles, numbering=ARTICLES) == "II"
    assert last(body + p(simple("STYLEREF 1 \\n")), styles=styles, numbering=ARTICLES) == "Article II"


def test_sequences_count_restart_repeat_and_hide() -> None:
    styles = style("H", "heading 1")
    body = (
        p(simple("SEQ a"), simple("SEQ a"), simple("SEQ b \\* ROMAN"), simple("SEQ a \\c"), simple("SEQ a \\r 7"))
        + p(simple("SEQ a \\h"), "x", simple("SEQ a"))
        + styled("H", "One")
        + p(simple("SEQ a \\s 1"), simple("SEQ a \\s 1"), simple("SEQ b \\s 1 \\* alphabetic"))
    )
    result = read_due(body, styles=styles)
    assert shown(result.value.blocks) == ["12I27", "x9", "One", "12a"]
    assert_accounted(build_docx(body, styles=styles))


@pytest.mark.parametrize(
    ("keyword", "expected"),
    [
        ("AUTONUM", ["1. a", "1. b", "1. c", "2. d", "2. e", "1. f"]),
        ("AUTONUMLGL", ["1. a", "1.1. b", "1.1.1. c", "1.1.2. d", "2. e", "2.1. f"]),
        ("AUTONUMLGL \\e \\s -", ["1 a", "1-1 b", "1-1-1 c", "1-1-2 d", "2 e", "2-1 f"]),
    ],
)
def test_paragraphs_with_numbers_of_their_own_count_by_their_headings(keyword: str, expected: list[str]) -> None:
    number = simple(keyword)
    body = styled("H", number, " a") + styled("I", number, " b") + p(number, " c") + p(number, " d")
    body += styled("H", number, " e") + p(number, " f")
    blocks = read_due(body, styles=style("H", "heading 1") + style("I", "heading 2")).value.blocks
    assert shown(blocks) == expected


def test_an_outline_number_has_the_format_of_its_level() -> None:
    number = simple("AUTONUMOUT")
    body = styled("H", number) + styled("I", number) + styled("I", number) + styled("H", number)
    assert shown(read_due(body, styles=style("H", "heading 1") + style("I", "heading 2")).value.blocks) == [
        *("I.", "A.", "B.", "II.")
    ]


def test_numbers_within_text_count_in_their_list() -> None:
    body = p(simple("LISTNUM"), " a ", simple("LISTNUM"), " b ", simple("LISTNUM \\l 2"), " c")
    assert last(body) == "1) a 2) b a) c"
    legal = p(*(simple(f"LISTNUM LegalDefault \\l {k}") for k in (1, 2, 2)), simple("LISTNUM LegalDefault \\s 5"))
    assert last(legal) == "1.1.1.1.2.5."


def test_a_number_within_a_numbered_paragraph_is_one_of_its_list() -> None:
    body = item(0, "x ", simple("LISTNUM"), " y ", simple("LISTNUM")) + item(1, "z")
    blocks = read_due(body, numbering=CLAUSES).value.blocks
    assert [(block.label, text) for block, text in zip(blocks, shown(blocks), strict=True)] == [
        ("1.", "x 1.1 y 1.2"),
        ("1.3", "z"),
    ]


def test_a_list_is_known_by_its_name() -> None:
    lists = CLAUSES.replace("<w:lvl ", '<w:name w:val="Own"/><w:lvl ', 1)
    assert last(p(simple("LISTNUM own"), "x", simple("LISTNUM Own \\s 4")), numbering=lists) == "1.x4."


def test_a_field_in_a_note_knows_numbers_but_not_where_it_stands() -> None:
    fields = p(simple("REF here \\r \\p"), simple("REF here \\p"), simple("STYLEREF 1"))
    note = f'<w:footnote w:id="1">{fields}</w:footnote>'
    result = read_due(OUTLINE + p("x", reference(1)), numbering=CLAUSES, footnotes=note)
    assert result.value.blocks[-1].content[1].paragraphs == ((Run("1.1(b)"),),)
    assert codes(result).count("DOCX-R051") == 2


@pytest.mark.parametrize("instruction", ["REF here \\w", "REF here", "STYLEREF 1", "REF here \\p"])
def test_a_reference_that_shows_nothing_in_word_shows_nothing(instruction: str) -> None:
    """Word computes it when somebody updates it, or the file asks for that."""
    empty = begin(instruction) + END
    body = OUTLINE + p("See ", empty, r("."))
    result = read_due(body, numbering=CLAUSES, settings="")
    assert shown(result.value.blocks)[-1] == "See ."
    assert "DOCX-R117" not in codes(result)
    assert (
        shown(read_due(OUTLINE + p("See ", simple("REF here \\w", "1.7")), numbering=CLAUSES).value.blocks)[-1]
        == "See 1.7"
    )
    assert_accounted(build_docx(body, numbering=CLAUSES))
