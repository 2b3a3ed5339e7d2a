from __future__ import annotations

from docx_builder import build_docx
from docx_documents import assert_accounted, blocks_of, bookmark, field, p, r, style, styled, table

from sdconvert.model.blocks import Heading, Paragraph
from sdconvert.model.document import Block
from sdconvert.model.inlines import CrossReference, Run

REF = p(field("REF here", "shown"))
START, END = '<w:bookmarkStart w:id="1" w:name="here"/>', '<w:bookmarkEnd w:id="1"/>'
REFERENCE = (CrossReference("here"),)
TEXT = (Run("shown"),)


def last(blocks: tuple[Block, ...]) -> tuple[object, ...]:
    block = blocks[-1]
    assert isinstance(block, Paragraph)
    return block.content


def test_a_bookmark_around_all_text_of_a_block_stands_for_it() -> None:
    blocks = blocks_of(p(bookmark("here", "a", r("b", "<w:b/>"))) + REF)
    assert blocks[0].id == "here"
    assert last(blocks) == REFERENCE


def test_white_space_outside_a_bookmark_does_not_count() -> None:
    assert last(blocks_of(p(" ", bookmark("here", "a"), " ") + REF)) == REFERENCE


def test_a_bookmark_on_a_part_of_a_block_does_not_stand_for_it() -> None:
    assert last(blocks_of(p("a", bookmark("here", "b")) + REF)) == TEXT
    assert last(blocks_of(p(bookmark("here", "a"), "b") + REF)) == TEXT
    assert last(blocks_of(p("a", bookmark("here")) + REF)) == TEXT


def test_names_of_bookmarks_know_no_case() -> None:
    assert last(blocks_of(p(bookmark("HERE", "a")) + REF)) == REFERENCE


def test_the_first_bookmark_of_a_name_counts() -> None:
    blocks = blocks_of(p(bookmark("here", "a")) + p(bookmark("here", "b", id=2)) + REF)
    assert [block.id for block in blocks] == ["here", "", ""]


def test_several_bookmarks_on_one_block_lead_to_it() -> None:
    body = p(bookmark("here", bookmark("there", "a", id=2))) + REF + p(field("REF there", "shown"))
    assert [block.content for block in blocks_of(body)[1:]] == [REFERENCE, REFERENCE]  # type: ignore[union-attr]


def test_a_bookmark_that_nothing_refers_to_gives_no_id() -> None:
    assert blocks_of(p(bookmark("here", "a")))[0].id == ""


def test_a_bookmark_over_several_blocks_stands_for_the_first() -> None:
    blocks = blocks_of(p(START, "a") + p("b", END) + REF)
    assert [block.id for block in blocks] == ["here", "", ""]
    assert last(blocks) == REFERENCE


def test_a_bookmark_between_blocks_stands_for_the_next() -> None:
    blocks = blocks_of(p("a") + START + p("b") + END + REF)
    assert [block.id for block in blocks] == ["", "here", ""]
    assert last(blocks) == REFERENCE


def test_a_bookmark_that_begins_before_a_block_may_end_in_its_middle() -> None:
    assert last(blocks_of(START + p("a", END, "b") + REF)) == TEXT


def test_a_bookmark_before_a_table_is_not_one_of_the_paragraph_after_it() -> None:
    blocks = blocks_of(START + table(["a"]) + END + p("after") + REF)
    assert blocks[1].id == ""


def test_a_bookmark_after_all_blocks_stands_for_nothing() -> None:
    assert last(blocks_of(REF + START + END)) == TEXT


def test_a_bookmark_in_a_heading_gives_the_heading_its_id() -> None:
    heading, reference = blocks_of(
        styled("H", bookmark("here", "a")) + p(field("REF here \\r", "1")), styles=style("H", "heading 1")
    )
    assert isinstance(heading, Heading)
    assert heading.id == "here"
    assert reference.content == (CrossReference("here", True, False),)  # type: ignore[union-attr]


def test_a_reference_into_a_cell_is_accounted() -> None:
    _, tree = assert_accounted(build_docx(table([p(bookmark("here", "a"))]) + REF))
    assert tree.findtext("document/paragraph") == "shown"
