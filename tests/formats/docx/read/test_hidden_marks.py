from __future__ import annotations

import pytest
from docx_builder import build_docx
from docx_documents import (
    assert_accounted,
    blocks_of,
    bookmark,
    cell_texts,
    codes,
    messages,
    p,
    r,
    read_document,
    simple,
    style,
    table,
    texts,
)
from docx_lists import OUTLINE, abstract, level, num

from sdconvert.model.blocks import Heading, ListItem, Paragraph
from sdconvert.model.inlines import Mark, Note, Run

HIDDEN = "<w:vanish/>"
HIDDEN_MARK = f"<w:rPr>{HIDDEN}</w:rPr>"
SEPARATOR = "<w:rPr><w:vanish/><w:specVanish/></w:rPr>"
NUMBER = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
NUMBERING = abstract(level(0)) + num()
STYLES = (
    style("Normal")
    + style("Heading2", "heading 2", '<w:pPr><w:outlineLvl w:val="1"/></w:pPr><w:rPr><w:b/></w:rPr>')
    + style("Aside", "Aside", "<w:rPr><w:vanish/></w:rPr>")
)


def test_a_paragraph_hidden_with_its_mark_leaves_no_block() -> None:
    result = read_document(p("one") + p(r("aside", HIDDEN), ppr=HIDDEN_MARK) + p("two"))
    assert texts(result.value.blocks) == ["one", "two"]
    assert messages(result, "DOCX-R030") == ["1 piece(s) of hidden text are left out; the first: “aside”"]


def test_a_style_may_hide_text_and_mark_and_a_paragraph_may_show_itself_again() -> None:
    shown = '<w:vanish w:val="0"/>'
    ppr = f'<w:pStyle w:val="Aside"/><w:rPr>{shown}</w:rPr>'
    hidden = p("aside", ppr='<w:pStyle w:val="Aside"/>')
    assert texts(blocks_of(p("one") + hidden + p(r("two", shown), ppr=ppr), styles=STYLES)) == ["one", "two"]


def test_a_style_alone_hides_a_paragraph() -> None:
    hidden = p("aside", ppr='<w:pStyle w:val="Aside"/>')
    assert texts(blocks_of(p("one") + hidden + p("two"), styles=STYLES)) == ["one", "two"]


def test_a_style_separator_alone_hides_a_mark() -> None:
    assert texts(blocks_of(p("one", ppr="<w:rPr><w:specVanish/></w:rPr>") + p(" two"))) == ["one two"]


def test_a_paragraph_whose_mark_is_shown_stays_a_line() -> None:
    assert texts(blocks_of(p("one") + p(r("aside", HIDDEN)) + p("two"))) == ["one", "", "two"]


def test_a_hidden_item_counts_in_its_list() -> None:
    items = p("a", ppr=NUMBER) + p(ppr=NUMBER + HIDDEN_MARK) * 2 + p("b", ppr=NUMBER)
    blocks = blocks_of(items, numbering=NUMBERING)
    assert [block.label for block in blocks if isinstance(block, ListItem)] == ["1.", "4."]


@pytest.mark.parametrize("mark", [HIDDEN_MARK, SEPARATOR])
def test_a_hidden_mark_joins_the_paragraph_with_the_next(mark: str) -> None:
    (block,) = blocks_of(p("one", ppr=mark) + p(" two", ppr=mark) + p(" three", ppr='<w:jc w:val="center"/>'))
    assert isinstance(block, Paragraph)
    assert block.content == (Run("one two three"),)
    assert block.alignment == "center"


def test_a_run_in_heading_is_part_of_its_line_with_its_look_and_number() -> None:
    heading = '<w:pStyle w:val="Heading2"/><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr>'
    body = p("Closing.", ppr=heading + SEPARATOR) + p(" It is at noon.") + p("Next", ppr=heading)
    result = read_document(body, styles=STYLES, numbering=abstract(*OUTLINE) + num())
    line, following = result.value.blocks
    assert isinstance(line, (Paragraph, ListItem))
    assert line.content == (Run("Closing.", frozenset((Mark.BOLD,))), Run(" It is at noon."))
    assert line.label == "1.1"
    assert isinstance(following, Heading)
    assert following.label == "1.2"
    assert messages(result, "DOCX-R100")[0].endswith("the first is “Closing.”.")


def test_the_number_of_a_line_is_that_of_its_first_text_and_the_others_count() -> None:
    body = p("a", ppr=NUMBER + HIDDEN_MARK) + p("b", ppr=NUMBER) + p("c", ppr=NUMBER)
    blocks = blocks_of(body, numbering=NUMBERING)
    assert [(block.label, text) for block, text in zip(blocks, texts(blocks), strict=True)] == [
        ("1.", "ab"),
        ("3.", "c"),
    ]


def test_a_hidden_mark_before_a_table_joins_nothing() -> None:
    blocks = blocks_of(p("one", ppr=HIDDEN_MARK) + table(["x"]))
    assert texts(blocks[:1]) == ["one"]
    assert len(blocks) == 2


def test_a_bookmark_of_a_hidden_paragraph_leads_to_the_next() -> None:
    body = p(bookmark("here", r("aside", HIDDEN)), ppr=HIDDEN_MARK) + p("two") + p(simple("HYPERLINK \\l here", "go"))
    assert texts(blocks_of(body))[0] == "two"
    assert_accounted(build_docx(body))


def test_marks_are_hidden_in_cells_and_notes_too() -> None:
    hidden = p(r("aside", HIDDEN), ppr=HIDDEN_MARK)
    (block,) = blocks_of(table([p("one", ppr=HIDDEN_MARK) + p(" two") + hidden]))
    assert cell_texts(block) == [[["one two"]]]
    note = f'<w:footnote w:id="2">{p("one", ppr=HIDDEN_MARK)}{p(" two")}{hidden}</w:footnote>'
    (block,) = blocks_of(p('<w:r><w:footnoteReference w:id="2"/></w:r>'), footnotes=note)
    assert isinstance(block, Paragraph)
    assert block.content == (Note(((Run("one two"),),)),)


def test_a_hidden_paragraph_may_end_a_section() -> None:
    section = f"<w:rPr>{HIDDEN}</w:rPr><w:sectPr/>"
    result = read_document(p("one", ppr=section) + p("two") + "<w:sectPr/>")
    assert [text for text in texts(result.value.blocks) if text != "PageBreak"] == ["one", "two"]
    assert "DOCX-R100" not in codes(result)


def test_text_that_its_style_hides_stays_hidden_where_a_bookmark_keeps_its_paragraph() -> None:
    hidden = p(bookmark("b", "aside"), ppr='<w:pStyle w:val="Aside"/>')
    assert texts(blocks_of(hidden + p("two"), styles=STYLES)) == ["two"]


def test_a_line_of_many_hidden_marks_keeps_what_each_part_looked_like() -> None:
    heading, plain = '<w:pStyle w:val="Heading2"/>', ""
    parts = [p(str(at), ppr=(heading if at % 2 else plain) + HIDDEN_MARK) for at in range(6)]
    (line,) = blocks_of("".join(parts) + p("end"), styles=STYLES)
    assert isinstance(line, Paragraph)
    runs = [node for node in line.content if isinstance(node, Run)]
    assert "".join(run.text for run in runs) == "012345end"
    assert "".join(run.text for run in runs if Mark.BOLD in run.marks) == "135"
