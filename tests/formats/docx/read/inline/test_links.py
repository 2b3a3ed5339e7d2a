from __future__ import annotations

import pytest
from docx_builder import Relation, build_docx
from docx_documents import (
    assert_accounted,
    blocks_of,
    bookmark,
    codes,
    content_of,
    p,
    r,
    read_document,
    texts,
)

from sdconvert.model.inlines import CrossReference, Link, Mark, Run

LINKS = [Relation("rId1", "hyperlink", "https://a.example", True)]


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


def test_tips_over_links_are_told_once() -> None:
    lines = p(link('r:id="rId1" w:tooltip="Opens a form"', "a") + link('r:id="rId1" w:tooltip="Other"', "b"))
    messages = [finding.message for finding in read_document(lines, relations=LINKS).findings]
    assert messages == ["The tip that appears over a link is left out at 2 link(s); the first says “Opens a form”."]


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


def test_a_location_in_a_document_is_a_place_as_an_anchor_is() -> None:
    blocks = blocks_of(p(bookmark("here", "x")) + p(link('w:docLocation="here"', "there")))
    assert blocks[1].content == (CrossReference("here", False, True),)  # type: ignore[union-attr]
    content = content_of(p(link('r:id="rId1" w:docLocation="Sheet1"', "there")), relations=LINKS)
    assert content == (Link("https://a.example#Sheet1", (Run("there"),)),)
