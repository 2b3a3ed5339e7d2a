from __future__ import annotations

from typing import Any

import pytest
from docx_builder import build_docx
from docx_documents import (
    PICTURE_FILE,
    PICTURE_RELATION,
    assert_accounted,
    blocks_of,
    bookmark,
    codes,
    field,
    messages,
    p,
    picture,
    r,
    read_document,
    simple,
    style,
    table,
    texts,
)

from sdconvert.formats.docx.read.inline.content import text_of
from sdconvert.model.blocks import ListItem, Paragraph, Picture
from sdconvert.model.inlines import CrossReference, Mark, Run
from sdconvert.model.tables import Table

PICTURE = p(picture())
TABLE = table(["cell"])
PACKAGE: dict[str, Any] = {
    "relations": [PICTURE_RELATION],
    "files": PICTURE_FILE,
    "styles": style("C", "caption"),
}
CAPTION_STYLE = '<w:pStyle w:val="C"/>'


def caption(label: str, text: str, ppr: str = CAPTION_STYLE) -> str:
    return p(f"{label} ", simple(f"SEQ {label} \\* ARABIC", "1"), f": {text}", ppr=ppr)


def blocks(body: str, **more: Any) -> list[tuple[str, str, bool | None]]:
    """Kind, text and whether it is numbered, of each block."""
    return [
        (type(block).__name__, text, getattr(block, "is_numbered", None))
        for block, text in ((block, texts((block,))[0]) for block in blocks_of(body, **{**PACKAGE, **more}))
    ]


@pytest.mark.parametrize("kind", ["Picture", "Table"])
@pytest.mark.parametrize("is_before", [True, False])
@pytest.mark.parametrize("ppr", [CAPTION_STYLE, ""], ids=["style", "no style"])
def test_a_caption_belongs_to_the_object_beside_it(kind: str, is_before: bool, ppr: str) -> None:
    pieces = [caption("Figure", "words", ppr), PICTURE if kind == "Picture" else TABLE]
    body = "".join(pieces if is_before else reversed(pieces))
    assert blocks(body) == [(kind, "words", True)]


def test_a_caption_without_a_number_is_one_by_its_style() -> None:
    assert blocks(PICTURE + p("words", ppr=CAPTION_STYLE)) == [("Picture", "words", False)]


def test_the_label_of_a_caption_is_a_finding_that_holds_it() -> None:
    result = read_document(PICTURE + caption("Figure", "words"), **PACKAGE)
    assert messages(result, "DOCX-R058") == [
        "The labels of 1 caption(s) are read as numbers and not as part of the text; the first: “Figure 1:” before "
        "“words”"
    ]


def test_a_number_of_chapter_and_figure_is_part_of_the_label() -> None:
    number = [simple("STYLEREF 1 \\s", "3"), "-", field("SEQ Figure \\s 1", "2")]
    assert blocks(PICTURE + p("Figure ", *number, " – words", ppr=CAPTION_STYLE)) == [("Picture", "words", True)]


@pytest.mark.parametrize(
    ("number", "label", "text"),
    [
        ([simple("STYLEREF 1 \\s", "3"), "-", field("SEQ Figure \\s 1", "2"), ". words"], "Figure 3-2. ", "words"),
        ([simple("SEQ Chapter \\c", "3"), ".", simple("SEQ Figure", "2"), " words"], "Figure 3.2 ", "words"),
        ([simple("SEQ Figure", "2"), "a: words"], "Figure 2a: ", "words"),
        ([simple("SEQ Figure", "2"), " and words"], "Figure 2 ", "and words"),
        ([simple("SEQ Figure", "2"), " ", simple("SEQ Part", "7"), " words"], "Figure 2 ", "7 words"),
    ],
)
def test_all_that_stands_with_the_number_is_the_label(number: list[str], label: str, text: str) -> None:
    (block,) = blocks_of(PICTURE + p("Figure ", *number, ppr=CAPTION_STYLE), **PACKAGE)
    assert isinstance(block, Picture)
    assert (block.label, block.counter, text_of(block.caption)) == (label, "captions figure", text)


def test_a_caption_numbered_by_its_style_is_numbered() -> None:
    numbering = (
        '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
        '<w:lvlText w:val="Abb. %1:"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    )
    styles = style("C", "caption", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>')
    body = PICTURE + p("words", ppr=CAPTION_STYLE)
    assert blocks(body, styles=styles, numbering=numbering) == [("Picture", "words", True)]
    result = read_document(body, **{**PACKAGE, "styles": styles, "numbering": numbering})
    assert "“Abb. 1:” before “words”" in messages(result, "DOCX-R058")[0]


def test_the_look_of_a_caption_is_kept() -> None:
    (block,) = blocks_of(PICTURE + p("a", r("b", "<w:i/>"), ppr=CAPTION_STYLE), **PACKAGE)
    assert isinstance(block, Picture)
    assert block.caption == (Run("a"), Run("b", frozenset({Mark.ITALIC})))


def test_between_a_picture_and_a_table_the_label_decides() -> None:
    assert blocks(PICTURE + caption("Figure", "words") + TABLE) == [("Picture", "words", True), ("Table", "", False)]
    assert blocks(PICTURE + caption("Tabelle", "words") + TABLE) == [("Picture", "", False), ("Table", "words", True)]
    assert blocks(TABLE + caption("Figure", "words") + PICTURE) == [("Table", "", False), ("Picture", "words", True)]


def test_between_two_tables_the_caption_is_above_and_between_two_pictures_below() -> None:
    assert [text for _, text, _ in blocks(TABLE + caption("Table", "words") + TABLE)] == ["", "words"]
    assert [text for _, text, _ in blocks(PICTURE + caption("Figure", "words") + PICTURE)] == ["words", ""]


def test_captions_and_objects_that_take_turns_pair_up() -> None:
    body = "".join(caption("Table", word) + TABLE for word in "ab") + "".join(
        PICTURE + caption("Figure", word) for word in "cd"
    )
    assert [text for _, text, _ in blocks(body)] == ["a", "b", "c", "d"]


def test_an_object_takes_one_caption_and_the_other_stays_a_paragraph() -> None:
    assert blocks(caption("Figure", "first") + PICTURE + caption("Figure", "second")) == [
        ("Picture", "first", True),
        ("Paragraph", "Figure 1: second", None),
    ]


def test_a_caption_without_an_object_is_a_paragraph_with_its_label() -> None:
    result = read_document(p("a") + caption("Figure", "words") + p("b"), **PACKAGE)
    assert texts(result.value.blocks) == ["a", "Figure 1: words", "b"]
    assert codes(result) == ["DOCX-R050"]


def test_a_sentence_with_a_sequence_number_is_no_caption() -> None:
    sentence = p("In the sense of Article ", simple("SEQ Article", "5"), " we agree")
    assert [text for _, text, _ in blocks(TABLE + sentence)] == ["", "In the sense of Article 5 we agree"]


def test_a_numbered_equation_beside_a_table_is_no_caption() -> None:
    equation = p("<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>", " (", simple("SEQ Equation", "1"), ")")
    assert [kind for kind, _, _ in blocks(TABLE + equation)] == ["Table", "Paragraph"]


def test_an_item_of_a_list_with_a_sequence_number_stays_one() -> None:
    numbering = (
        '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:lvlText w:val="%1."/></w:lvl>'
        '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    )
    item = p("Rule ", simple("SEQ Rule", "1"), ppr='<w:numPr><w:numId w:val="1"/></w:numPr>')
    (block,) = blocks_of(item, numbering=numbering)
    assert isinstance(block, ListItem)
    assert (block.label, texts((block,))) == ("1.", ["Rule 1"])


def test_a_caption_in_a_cell_finds_the_picture_there() -> None:
    (block,) = blocks_of(table([PICTURE + caption("Figure", "words")]), **PACKAGE)
    assert isinstance(block, Table)
    assert [(type(b), texts((b,))) for b in block.rows[0].cells[0].content] == [(Picture, ["words"])]


def test_a_reference_to_a_caption_leads_to_its_object() -> None:
    named = p(bookmark("fig", "Figure ", simple("SEQ Figure", "1")), ": words", ppr=CAPTION_STYLE)
    picture, paragraph = blocks_of(PICTURE + named + p("see ", field("REF fig \\h", "Figure 1")), **PACKAGE)
    assert isinstance(picture, Picture)
    assert isinstance(paragraph, Paragraph)
    assert picture.id == "fig"
    assert paragraph.content == (Run("see "), CrossReference("fig", True, False))


def test_a_reference_to_a_whole_caption_shows_number_and_text() -> None:
    named = p(bookmark("fig", "Figure ", simple("SEQ Figure", "1"), ": words"), ppr=CAPTION_STYLE)
    blocks = blocks_of(PICTURE + named + p(field("REF fig \\h", "Figure 1: words")), **PACKAGE)
    assert blocks[1].content == (CrossReference("fig", True, True),)  # type: ignore[union-attr]


def test_the_captions_are_accounted() -> None:
    body = (
        caption("Figure", "first") + PICTURE + caption("Figure", "second") + TABLE + p("x", simple("SEQ Figure", "3"))
    )
    _, tree = assert_accounted(build_docx(body, **PACKAGE))
    image = tree.find("document/image")
    assert image is not None
    assert (image.get("caption"), image.get("num-enabled")) == ("first", "1")
