from __future__ import annotations

import pytest
from docx_builder import build_docx
from docx_documents import (
    END,
    assert_accounted,
    begin,
    blocks_of,
    bookmark,
    codes,
    field,
    fld_char,
    messages,
    p,
    r,
    read_document,
    simple,
    style,
    styled,
    texts,
)

from sdconvert.model.blocks import Paragraph
from sdconvert.model.inlines import CrossReference, IndexMark, Inline, LineBreak, Link, Mark, Run

TARGET = p(bookmark("here", "the target"))


def content_of(body: str) -> tuple[Inline, ...]:
    """The content of the last paragraph."""
    block = blocks_of(body)[-1]
    assert isinstance(block, Paragraph)
    return block.content


# --------------------------------------------------------------------------------------------------- HYPERLINK


def test_a_hyperlink_field_is_a_link() -> None:
    content = content_of(p("a ", field('HYPERLINK "https://a.example"', r("b", "<w:b/>")), " c"))
    assert content == (Run("a "), Link("https://a.example", (Run("b", frozenset({Mark.BOLD})),)), Run(" c"))


def test_a_hyperlink_field_keeps_its_place_within_the_page() -> None:
    content = content_of(p(field('HYPERLINK "https://a.example" \\l "part" \\o "tip"', "b")))
    assert content == (Link("https://a.example#part", (Run("b"),)),)


@pytest.mark.parametrize("instruction", ['HYPERLINK \\l "here"', 'HYPERLINK "" \\l "HERE"'])
def test_a_hyperlink_field_to_a_bookmark_is_a_reference(instruction: str) -> None:
    assert content_of(TARGET + p(field(instruction, "there"))) == (CrossReference("here", text="there"),)


def test_a_hyperlink_field_to_nowhere_is_its_text() -> None:
    result = read_document(p(field('HYPERLINK \\l "gone"', "there")))
    assert texts(result.value.blocks) == ["there"]
    assert messages(result, "DOCX-R035") == [
        "The link on “there” leads to “gone”, which is not in the document; its text is kept."
    ]


def test_a_line_break_in_a_link_is_part_of_it() -> None:
    content = content_of(p(field('HYPERLINK "x"', "a", "<w:r><w:br/></w:r>", "b")))
    assert content == (Link("x", (Run("a"), LineBreak(), Run("b"))),)


# --------------------------------------------------------------------------------------- REF, PAGEREF, NOTEREF


@pytest.mark.parametrize(
    ("switches", "is_number"),
    [
        ("", False),
        ("\\h", False),
        ("\\* MERGEFORMAT", False),
        ("\\r", True),
        ("\\r \\h", True),
        ("\\n \\h", True),
        ("\\w", True),
        ("\\R", True),
    ],
)
def test_a_reference_shows_the_number_or_the_content_of_its_block(switches: str, is_number: bool) -> None:
    content = content_of(TARGET + p(field(f"REF here {switches}", "shown")))
    assert content == (CrossReference("here", is_number, not is_number, "shown"),)


def test_a_reference_to_above_or_below_is_its_text() -> None:
    result = read_document(TARGET + p(field("REF here \\p \\h", "above")))
    assert texts(result.value.blocks) == ["the target", "above"]
    assert messages(result, "DOCX-R050") == [
        "1 field(s) REF are kept as the text that they showed last; the first: “above”"
    ]


def test_a_reference_to_a_part_of_a_paragraph_is_its_text() -> None:
    body = p("all of ", bookmark("here", "this"), " text") + p(field("REF here \\h", "this"))
    assert content_of(body) == (Run("this"),)


def test_a_reference_to_the_number_of_a_paragraph_needs_only_a_part_of_it() -> None:
    body = p("all of ", bookmark("here", "this"), " text") + p(field("REF here \\r", "1.2"))
    assert content_of(body) == (CrossReference("here", True, False, "1.2"),)


def test_a_reference_to_nowhere_is_its_text() -> None:
    result = read_document(p(field("REF gone \\h", "shown")))
    assert texts(result.value.blocks) == ["shown"]
    assert codes(result) == ["DOCX-R050"]


def test_numbers_of_notes_are_text() -> None:
    result = read_document(TARGET + p(field("NOTEREF here \\h", "3")))
    assert texts(result.value.blocks)[-1] == "3"
    assert messages(result, "DOCX-R050") == [
        "1 field(s) NOTEREF are kept as the text that they showed last; the first: “3”"
    ]


@pytest.mark.parametrize("keyword", ["PAGEREF", "PAGE", "NUMPAGES", "SECTIONPAGES"])
def test_page_numbers_are_text_and_a_warning_for_all_of_a_kind(keyword: str) -> None:
    result = read_document(TARGET + p(field(f"{keyword} here", "3"), " to ", field(f"{keyword} here", "4")))
    assert texts(result.value.blocks)[-1] == "3 to 4"
    assert messages(result, "DOCX-R118") == [
        f"2 page number(s) of the field {keyword} are kept as text, the first: “3”; they are those of Word's pages."
    ]


def test_a_reference_in_a_heading_and_in_a_link_is_one_too() -> None:
    styles = style("H", "heading 1")
    blocks = blocks_of(TARGET + styled("H", "see ", field("REF here", "x")), styles=styles)
    assert CrossReference("here", False, True) in blocks[-1].content  # type: ignore[union-attr]


# ---------------------------------------------------------------------------------------------------------- XE


def test_an_index_entry_is_a_mark_and_no_text() -> None:
    result = read_document(p("a", field('XE "law:civil"'), "b"))
    assert result.value.blocks[0].content == (Run("a"), IndexMark("index:law:civil"), Run("b"))
    assert codes(result) == []


def test_an_index_entry_without_a_text_is_a_finding() -> None:
    result = read_document(p("a", field("XE"), "b"))
    assert texts(result.value.blocks) == ["ab"]
    assert codes(result) == ["DOCX-R053"]


def test_the_page_format_and_range_of_an_index_entry_are_a_finding() -> None:
    result = read_document(p(field('XE "law" \\b \\r range'), "a"))
    assert messages(result, "DOCX-R054") == [
        "1 index mark(s) lose their page format or range (\\b \\r); the first is “law”."
    ]


# -------------------------------------------------------------------------------------------- results as text


@pytest.mark.parametrize("keyword", ["STYLEREF", "DATE", "AUTHOR", "DOCPROPERTY", "=", "QUOTE"])
def test_other_fields_are_their_result(keyword: str) -> None:
    result = read_document(p("a ", field(f"{keyword} x", "result"), " b"))
    assert texts(result.value.blocks) == ["a result b"]
    assert messages(result, "DOCX-R050") == [
        f"1 field(s) {keyword} are kept as the text that they showed last; the first: “result”"
    ]


def test_a_result_keeps_its_look() -> None:
    assert content_of(p(simple("AUTHOR", r("Ada", "<w:i/>")))) == (Run("Ada", frozenset({Mark.ITALIC})),)


def test_a_field_without_a_result_is_a_finding_with_its_instruction() -> None:
    result = read_document(p("a", field(" DOCPROPERTY Client \\* Upper ")))
    assert texts(result.value.blocks) == ["a"]
    assert "DOCPROPERTY Client \\* Upper" in messages(result, "DOCX-R051")[0]


@pytest.mark.parametrize(
    ("instruction", "text"),
    [
        ("EQ \\o(1;2)", "1;2"),
        ("eq \\o\\ac(◇,M)", "◇,M"),
        ("EQ \\a \\al (Milk,Eggs)", "Milk,Eggs"),
        ("EQ \\s\\up8(a\\,b)", "a,b"),
        ("EQ", ""),
    ],
)
def test_an_old_equation_is_its_operands(instruction: str, text: str) -> None:
    result, tree = assert_accounted(build_docx(p("x", field(instruction))))
    assert tree.findtext("document/paragraph") == (f"x {text} " if text else "x")
    assert codes(result) == ["DOCX-R025"]


def test_a_field_among_the_operands_of_an_old_equation_is_kept_and_stray_text_is_a_finding() -> None:
    instruction = [f"<w:r><w:instrText>{part}</w:instrText></w:r>" for part in ("EQ \\x(", ")")]
    operand = simple("PAGE", r("a", "<w:b/>"))
    equation = fld_char("begin") + instruction[0] + operand + r("stray") + instruction[1] + END
    result, tree = assert_accounted(build_docx(p("x", equation)))
    assert tree.findtext("document/paragraph/b") == "a"
    assert messages(result, "DOCX-R025") == ["The equation EQ \\x() is kept as its operands: “a”"]
    assert "stray" in messages(result, "DOCX-R021")[0]


@pytest.mark.parametrize("keyword", ["TC", "RD", "TA", "SET", "PRIVATE"])
def test_a_field_that_never_shows_anything_asks_for_nothing(keyword: str) -> None:
    result = read_document(p("a", field(f'{keyword} "x"'), "b"))
    assert texts(result.value.blocks) == ["ab"]
    assert codes(result) == ["DOCX-R023"]
    assert result.findings[0].code.hint == ""


def test_a_hidden_sequence_number_asks_for_nothing() -> None:
    assert codes(read_document(p("a", field("SEQ Figure \\h")))) == ["DOCX-R023"]


def test_a_symbol_field_is_its_character() -> None:
    fields = ['SYMBOL 97 \\f "Symbol" \\s 12', "SYMBOL 0x2022 \\u", "SYMBOL 65", "SYMBOL", "SYMBOL x"]
    result, tree = assert_accounted(build_docx(p("a", *map(field, fields))))
    assert tree.findtext("document/paragraph") == "aα•A"
    assert codes(result) == ["DOCX-R051"] * 2 + ["DOCX-R050"]


def test_a_sequence_number_without_an_object_is_its_text() -> None:
    result = read_document(p("Article ", field("SEQ Article", "5"), " Rights"))
    assert texts(result.value.blocks) == ["Article 5 Rights"]
    assert codes(result) == ["DOCX-R050"]


# ------------------------------------------------------------------------------------------------------- forms


def form(instruction: str, data: str, *result: str) -> str:
    instr = f"<w:r><w:instrText>{instruction}</w:instrText></w:r>"
    parts = "".join(map(r, result))
    return f"{fld_char('begin', f'<w:ffData>{data}</w:ffData>')}{instr}{fld_char('separate')}{parts}{END}"


def test_a_text_form_field_is_its_text() -> None:
    assert content_of(p("Name: ", form("FORMTEXT", "<w:textInput/>", "Ada"))) == (Run("Name: Ada"),)


@pytest.mark.parametrize(
    ("box", "sign"),
    [
        ("", "☐"),
        ("<w:checked/>", "☒"),
        ('<w:checked w:val="0"/>', "☐"),
        ('<w:default w:val="1"/>', "☒"),
        ('<w:default w:val="1"/><w:checked w:val="0"/>', "☐"),
    ],
)
def test_a_check_box_is_a_sign(box: str, sign: str) -> None:
    result = read_document(p(form("FORMCHECKBOX", f"<w:checkBox>{box}</w:checkBox>"), " yes"))
    assert texts(result.value.blocks) == [f"{sign} yes"]
    assert codes(result) == ["DOCX-R052"]


@pytest.mark.parametrize(
    ("chosen", "shown"), [("", "red"), ('<w:result w:val="1"/>', "green"), ('<w:result w:val="9"/>', "")]
)
def test_a_drop_down_list_is_the_entry_that_is_chosen(chosen: str, shown: str) -> None:
    entries = '<w:listEntry w:val="red"/><w:listEntry w:val="green"/>'
    result = read_document(p("a ", form("FORMDROPDOWN", f"<w:ddList>{chosen}{entries}</w:ddList>")))
    assert texts(result.value.blocks) == [f"a {shown}"]


@pytest.mark.parametrize("keyword", ["MACROBUTTON", "GOTOBUTTON"])
def test_a_button_is_its_text(keyword: str) -> None:
    assert content_of(p(field(f"{keyword} NoMacro [Click here]"))) == (Run("[Click here]"),)


def test_the_forms_are_accounted() -> None:
    data = '<w:ddList><w:listEntry w:val="red"/></w:ddList>'
    body = p(form("FORMDROPDOWN", data), form("FORMCHECKBOX", "<w:checkBox/>"), field("MACROBUTTON x y"))
    _, tree = assert_accounted(build_docx(body))
    assert tree.findtext("document/paragraph") == "red☐y"


def test_a_field_in_a_note_and_in_a_cell_is_read_as_elsewhere() -> None:
    body = p("a", '<w:r><w:footnoteReference w:id="1"/></w:r>') + p(begin("AUTHOR"), "1", END)
    note = f'<w:footnote w:id="1">{p(field("AUTHOR", "2"))}</w:footnote>'
    result, _ = assert_accounted(build_docx(body, footnotes=note))
    assert messages(result, "DOCX-R050") == [
        "2 field(s) AUTHOR are kept as the text that they showed last; the first: “2”"
    ]
