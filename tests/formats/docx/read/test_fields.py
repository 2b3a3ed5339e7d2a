from __future__ import annotations

import pytest
from docx_builder import build_docx
from docx_documents import (
    END,
    assert_accounted,
    begin,
    blocks_of,
    cell_texts,
    codes,
    field,
    fld_char,
    messages,
    p,
    r,
    read_document,
    simple,
    table,
    texts,
)

from sdconvert.formats.docx.read.fields import parse_instruction, switch_value
from sdconvert.model.blocks import Directory, DirectoryKind
from sdconvert.model.inlines import Link, Run

# ------------------------------------------------------------------------------------------------- instructions


def test_quotes_that_nothing_closes_take_no_longer_than_their_text() -> None:
    words = 200_000
    assert parse_instruction("TOC “a b” " + "“ " * words) == ("TOC", ("a b", *["“"] * words))


@pytest.mark.parametrize(
    ("instruction", "keyword", "arguments"),
    [
        (" PAGE ", "PAGE", []),
        ("page \\* MERGEFORMAT", "PAGE", ["\\*", "MERGEFORMAT"]),
        ('HYPERLINK "https://a.example/b c"', "HYPERLINK", ["https://a.example/b c"]),
        ('HYPERLINK "C:\\\\folder\\\\file"', "HYPERLINK", ["C:\\folder\\file"]),
        ('XE "say \\"yes\\""', "XE", ['say "yes"']),
        ('XE "a\\:b:c"', "XE", ["a\\:b:c"]),
        ("SEQ “Table 1” \\r 3", "SEQ", ["Table 1", "\\r", "3"]),
        ("", "", []),
    ],
)
def test_an_instruction_is_a_keyword_and_its_words(instruction: str, keyword: str, arguments: list[str]) -> None:
    assert parse_instruction(instruction) == (keyword, tuple(arguments))


@pytest.mark.parametrize(
    ("arguments", "value"),
    [(["\\c", "Figure"], "Figure"), (["\\C", "x"], "x"), (["\\c"], ""), (["\\c", "\\h"], ""), (["\\o"], None)],
)
def test_the_value_of_a_switch_is_the_word_after_it(arguments: list[str], value: str | None) -> None:
    assert switch_value(arguments, "\\c") == value


# ----------------------------------------------------------------------------------------------- complex fields


def test_a_complex_field_is_what_a_simple_one_is() -> None:
    instruction = 'HYPERLINK "https://a.example"'
    assert blocks_of(p("a", field(instruction, "b"), "c")) == blocks_of(p("a", simple(instruction, "b"), "c"))


def test_an_instruction_may_be_split_over_runs() -> None:
    parts = "".join(f"<w:r><w:instrText>{part}</w:instrText></w:r>" for part in ("HYPER", 'LINK "x"'))
    (block,) = blocks_of(p(f"{fld_char('begin')}{parts}{fld_char('separate')}{r('a')}{END}"))
    assert block.content == (Link("x", (Run("a"),)),)


def test_field_characters_may_share_a_run_with_each_other_and_with_text() -> None:
    run = (
        '<w:r><w:t>a</w:t><w:fldChar w:fldCharType="begin"/><w:instrText>HYPERLINK "x"</w:instrText>'
        '<w:fldChar w:fldCharType="separate"/><w:t>b</w:t><w:fldChar w:fldCharType="end"/><w:t>c</w:t></w:r>'
    )
    (block,) = blocks_of(p(run))
    assert block.content == (Run("a"), Link("x", (Run("b"),)), Run("c"))


def test_fields_nest_in_results() -> None:
    (block,) = blocks_of(p(field('HYPERLINK "x"', "page ", field("PAGE", "3"), "!")))
    assert block.content == (Link("x", (Run("page 3!"),)),)


def test_a_field_in_an_instruction_is_not_shown_and_found() -> None:
    inner = field("PAGE", "7")
    outer = f"{fld_char('begin')}<w:r><w:instrText>IF </w:instrText></w:r>{inner}{fld_char('separate')}{r('yes')}{END}"
    result = read_document(p(outer))
    assert texts(result.value.blocks) == ["yes"]
    assert messages(result, "DOCX-R021") == [
        "What stands inside the instruction of the field IF is not shown by Word and left out: “7”"
    ]


def test_a_field_without_a_separator_has_no_result() -> None:
    bare = f"{fld_char('begin')}<w:r><w:instrText>DATE</w:instrText></w:r>{END}"
    result = read_document(p("a", bare, "b"))
    assert texts(result.value.blocks) == ["ab"]
    assert codes(result) == ["DOCX-R051"]


def test_a_field_over_paragraphs_keeps_its_result_as_text() -> None:
    result = read_document(p("a", begin("IF x"), "b") + p("c", END, "d"))
    assert texts(result.value.blocks) == ["ab", "cd"]
    assert messages(result, "DOCX-R020")[0].startswith("The field IF does not begin and end in one place")


def test_a_field_over_cells_keeps_its_result_as_text() -> None:
    source = build_docx(table([p(begin("TOC"), "b"), p("c", END)]))
    _, tree = assert_accounted(source)
    assert [element.text for element in tree.iter("p")] == ["b", "c"]


def test_a_begin_without_an_end_keeps_what_follows() -> None:
    result = read_document(p("a", begin("PAGE"), "b") + p("c"))
    assert texts(result.value.blocks) == ["ab", "c"]
    assert codes(result) == ["DOCX-R020"]


@pytest.mark.parametrize("stray", [END, fld_char("separate"), "<w:r><w:instrText>PAGE</w:instrText></w:r>"])
def test_a_field_character_without_a_begin_is_nothing(stray: str) -> None:
    result = read_document(p("a", stray, "b"))
    assert texts(result.value.blocks) == ["ab"]
    assert codes(result) == []


def test_a_field_may_end_within_a_link_that_it_does_not_begin_in() -> None:
    body = p(begin("PAGE"), f'<w:hyperlink r:id="gone">{r("3")}{END}</w:hyperlink>')
    result, _ = assert_accounted(build_docx(body))
    assert "DOCX-R020" in codes(result)


# ------------------------------------------------------------------------------------- fields that span paragraphs

TOC = begin('TOC \\o "1-3"')


def test_a_directory_over_paragraphs_takes_their_place() -> None:
    result = read_document(p("before") + p(TOC, "One 1") + p("Two 2", END) + p("after"))
    assert texts(result.value.blocks) == ["before", "Directory", "after"]
    assert messages(result, "DOCX-R055")[0].endswith("“One 1 Two 2”")


def test_text_before_a_directory_and_after_it_stays() -> None:
    blocks = blocks_of(p("before ", TOC, "One 1") + p("Two 2", END, " after"))
    assert texts(blocks) == ["before ", "Directory", " after"]


def test_an_end_that_stands_alone_leaves_the_empty_paragraph_that_word_shows() -> None:
    assert texts(blocks_of(p(TOC, "One 1") + p("Two 2") + p(END))) == ["Directory", ""]


def test_links_and_page_fields_in_the_lines_of_a_directory_are_part_of_them() -> None:
    line = f'<w:hyperlink w:anchor="_Toc1">{r("One")}{field("PAGEREF _Toc1", "1")}</w:hyperlink>'
    result, tree = assert_accounted(build_docx(p(TOC, line) + p(line) + p(END)))
    assert tree.find("document/directory") is not None
    assert set(codes(result)) == {"DOCX-R055"}


def test_a_section_that_ends_in_a_directory_still_ends() -> None:
    body = p(TOC, "One 1") + p("Two", ppr="<w:sectPr/>") + p(END) + p("after") + "<w:sectPr/>"
    assert texts(blocks_of(body)) == ["Directory", "PageBreak", "", "after"]


def test_directories_follow_each_other() -> None:
    body = p(TOC, "One 1") + p(END) + p(begin('TOC \\c "Table"'), "Table 1") + p(END)
    kinds = [block.kind for block in blocks_of(body) if isinstance(block, Directory)]
    assert kinds == [DirectoryKind.CONTENT, DirectoryKind.TABLES]


def test_fields_nested_absurdly_deep_are_text() -> None:
    deep = "".join(begin("IF") for _ in range(60)) + r("x") + END * 60
    result, tree = assert_accounted(build_docx(p(deep)))
    assert tree.findtext("document/paragraph") == "x"
    assert "DOCX-R020" in codes(result)


# ------------------------------------------------------------------------------------ instructions over paragraphs


def _instruction(text: str) -> str:
    return f"<w:r><w:instrText>{text}</w:instrText></w:r>"


_CONDITION = fld_char("begin") + _instruction("IF ") + field("MERGEFIELD A", "N") + _instruction(' = "Y" "Yes.')
_OTHER_BRANCH = {
    "instruction": p(_instruction("More.")),
    "text": p(r("More.")),
    "table": table(["More."]),
    "section": "<w:p><w:pPr><w:sectPr/></w:pPr><w:r><w:t>More.</w:t></w:r></w:p>",
}


@pytest.mark.parametrize("branch", _OTHER_BRANCH)
def test_an_instruction_over_paragraphs_shows_its_result_alone(branch: str) -> None:
    last = p(_instruction('" "No."'), fld_char("separate"), r("No."), END)
    result = read_document(p("before") + p("So: ", _CONDITION) + _OTHER_BRANCH[branch] + last + p("after"))
    assert [text for text in texts(result.value.blocks) if text] == ["before", "So: No.", "after"]
    assert messages(result, "DOCX-R021")[0].endswith("“N”" if branch == "instruction" else "“N More.”")


@pytest.mark.parametrize("branch", _OTHER_BRANCH)
def test_what_an_instruction_holds_is_accounted_for(branch: str) -> None:
    last = p(_instruction('" "No."'), fld_char("separate"), r("No."), END)
    assert_accounted(build_docx(p("So: ", _CONDITION) + _OTHER_BRANCH[branch] + last))


def test_an_instruction_may_run_into_a_result_of_several_paragraphs() -> None:
    body = p(_CONDITION) + p(_instruction('" ""'), fld_char("separate"), r("a")) + p(r("b"), END, "c")
    result = read_document(body)
    assert texts(result.value.blocks) == ["a", "bc"]


def test_a_field_over_paragraphs_without_a_result_shows_nothing() -> None:
    result = read_document(p("a", _CONDITION) + p(r("More.")) + p(_instruction('" ""'), END, "b"))
    assert texts(result.value.blocks) == ["ab"]
    assert "DOCX-R051" in codes(result)


def test_a_field_never_ended_shows_no_instruction() -> None:
    result = read_document(p("a", _CONDITION) + p(r("More.")) + p(_instruction('" ""'), fld_char("separate"), "b"))
    assert texts(result.value.blocks) == ["ab"]


def test_an_instruction_over_the_cells_of_a_table_leaves_the_cells() -> None:
    row = f"<w:tr><w:tc>{p('x', _CONDITION)}</w:tc><w:tc>{p('More.')}</w:tc><w:tc>"
    rest = f"{p(fld_char('separate'), 'y', END)}</w:tc></w:tr>"
    (block,) = blocks_of(f"<w:tbl>{row}{rest}</w:tbl>")
    assert cell_texts(block) == [[["x"], [], ["y"]]]


def test_the_result_of_a_nested_field_is_part_of_the_instruction() -> None:
    nested = fld_char("begin") + _instruction("HYPERLINK ") + field("DOCPROPERTY Site", "https://a.example")
    (block,) = blocks_of(p(nested, fld_char("separate"), "here", END))
    assert block.content == (Link("https://a.example", (Run("here"),)),)
