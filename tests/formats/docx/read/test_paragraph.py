from __future__ import annotations

from typing import Any

import pytest
from docx_builder import build_docx
from docx_documents import (
    PICTURE,
    PICTURE_FILE,
    PICTURE_RELATION,
    assert_accounted,
    blocks_of,
    bookmark,
    codes,
    field,
    messages,
    p,
    r,
    read_document,
    style,
    styled,
    table,
    texts,
)

from sdconvert.model.blocks import Alignment, Heading, ListItem, PageBreak, Paragraph, Picture
from sdconvert.model.inlines import InlinePicture, LineBreak, Run
from sdconvert.model.tables import Table

OUTLINED = '<w:pPr><w:outlineLvl w:val="{}"/></w:pPr>'
PAGE_BREAK = '<w:r><w:br w:type="page"/></w:r>'
PACKAGE: dict[str, Any] = {"relations": [PICTURE_RELATION], "files": PICTURE_FILE}


def heading(body: str, **build: str) -> Heading:
    (block,) = blocks_of(body, **build)
    assert isinstance(block, Heading)
    return block


# ----------------------------------------------------------------------------------------------------- headings


@pytest.mark.parametrize(("name", "level"), [("heading 1", 0), ("Heading 3", 2), ("heading 6", 5)])
def test_a_heading_is_known_by_the_name_of_its_style_whatever_its_id(name: str, level: int) -> None:
    assert heading(styled("x7", "a"), styles=style("x7", name)).level == level


@pytest.mark.parametrize("level", [7, 8, 9])
def test_a_heading_deeper_than_six_becomes_the_sixth_with_a_finding(level: int) -> None:
    result = read_document(styled("H", "a"), styles=style("H", f"heading {level}"))
    assert [block.level for block in result.value.blocks if isinstance(block, Heading)] == [5]
    assert messages(result, "DOCX-R056") == [
        f"The heading of level {level} becomes one of level 6, the deepest that SMASHDOCs has: “a”"
    ]


def test_an_outline_level_makes_a_heading_through_styles() -> None:
    styles = style("Base", properties=OUTLINED.format(1)) + style("Own", based_on="Base")
    assert heading(styled("Own", "a"), styles=styles).level == 1


def test_an_outline_level_on_the_paragraph_makes_a_heading() -> None:
    assert heading(p("a", ppr='<w:outlineLvl w:val="2"/>')).level == 2


def test_an_outline_level_of_body_text_makes_none() -> None:
    styles = style("Base", properties=OUTLINED.format(1)) + style("Own", properties=OUTLINED.format(9), based_on="Base")
    assert isinstance(blocks_of(styled("Own", "a"), styles=styles)[0], Paragraph)


def test_a_title_is_a_heading_of_the_first_level_without_a_number() -> None:
    block = heading(styled("T", "a"), styles=style("T", "Title"))
    assert (block.level, block.is_numbered) == (0, False)


def test_a_subtitle_is_a_paragraph() -> None:
    assert isinstance(blocks_of(styled("S", "a"), styles=style("S", "Subtitle"))[0], Paragraph)


def test_the_look_of_a_heading_style_gives_no_marks_and_that_of_a_run_does() -> None:
    styles = style("H", "heading 1", "<w:rPr><w:b/></w:rPr>")
    block = heading(styled("H", "a", r("b", "<w:i/>")), styles=styles)
    assert [sorted(run.marks) for run in block.content if isinstance(run, Run)] == [[], ["italic"]]


def test_findings_name_the_nearest_heading_before_them() -> None:
    styles = style("H", "heading 1")
    result = read_document(styled("H", "Rights") + p("a", r("b", "<w:vanish/>")), styles=styles)
    assert [finding.location and finding.location.heading for finding in result.findings] == ["Rights"]


# ---------------------------------------------------------------------------------------------------- numbering

NUMBERING = (
    '<w:abstractNum w:abstractNumId="1">'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%2)"/></w:lvl>'
    "</w:abstractNum>"
    '<w:abstractNum w:abstractNumId="2"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="–"/></w:lvl>'
    '</w:abstractNum><w:abstractNum w:abstractNumId="3"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
    '<w:numFmt w:val="japaneseLegal"/><w:lvlText w:val="%1"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="3"/></w:num><w:num w:numId="4"><w:abstractNumId w:val="1"/>'
    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
)


def numbered(text: str, num_id: int = 1, ilvl: int = 0, more: str = "") -> str:
    return p(text, ppr=f'{more}<w:numPr><w:ilvl w:val="{ilvl}"/><w:numId w:val="{num_id}"/></w:numPr>')


def test_numbered_paragraphs_are_items_with_the_labels_that_word_shows() -> None:
    body = numbered("a") + numbered("b", ilvl=1) + numbered("c", ilvl=1) + numbered("d") + numbered("e", 2)
    items = [block for block in blocks_of(body, numbering=NUMBERING) if isinstance(block, ListItem)]
    assert [(item.label, item.level, item.is_ordered) for item in items] == [
        ("1.", 0, True),
        ("a)", 1, True),
        ("b)", 1, True),
        ("2.", 0, True),
        ("–", 0, False),
    ]
    assert items[0].list_id == items[3].list_id != items[4].list_id


def test_a_list_that_begins_anew_is_another_list() -> None:
    first, second = blocks_of(numbered("a") + numbered("b", 4), numbering=NUMBERING)
    assert isinstance(first, ListItem)
    assert isinstance(second, ListItem)
    assert (first.label, second.label) == ("1.", "1.")
    assert first.list_id != second.list_id


def test_numbering_that_is_taken_away_makes_a_paragraph() -> None:
    assert isinstance(blocks_of(numbered("a", 0), numbering=NUMBERING)[0], Paragraph)


def test_a_label_in_a_format_that_is_not_known_is_a_finding() -> None:
    result = read_document(numbered("a", 3), numbering=NUMBERING.replace("japaneseLegal", "thaiCounting"))
    assert [block.label for block in result.value.blocks if isinstance(block, ListItem)] == ["1"]
    assert codes(result) == ["DOCX-R057"]


HEADING_NUMBERED = style("H", "heading 1", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>')


def test_a_numbered_heading_keeps_its_label() -> None:
    first, second = blocks_of(styled("H", "a") + styled("H", "b"), styles=HEADING_NUMBERED, numbering=NUMBERING)
    assert isinstance(first, Heading)
    assert isinstance(second, Heading)
    assert (first.is_numbered, first.label, second.label) == (True, "1.", "2.")


def test_a_heading_whose_numbering_restarts_says_so() -> None:
    restarted = p("b", ppr='<w:pStyle w:val="H"/><w:numPr><w:numId w:val="4"/></w:numPr>')
    blocks = blocks_of(styled("H", "a") + restarted, styles=HEADING_NUMBERED, numbering=NUMBERING)
    assert [(block.label, block.restarts) for block in blocks if isinstance(block, Heading)] == [
        ("1.", False),
        ("1.", True),
    ]


def test_a_heading_with_a_bullet_is_not_numbered() -> None:
    styles = style("H", "heading 1", '<w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr>')
    assert not heading(styled("H", "a"), styles=styles, numbering=NUMBERING).is_numbered


def test_a_paragraph_numbered_in_the_list_of_the_headings_is_a_numbered_paragraph() -> None:
    body = styled("H", "a") + numbered("b", ilvl=1) + numbered("c", ilvl=1)
    _, first, second = blocks_of(body, styles=HEADING_NUMBERED, numbering=NUMBERING)
    assert isinstance(first, Paragraph)
    assert isinstance(second, Paragraph)
    assert (first.number_level, first.label, second.label) == (1, "a)", "b)")


# ------------------------------------------------------------------------------------------ alignment and indent


@pytest.mark.parametrize(
    ("ppr", "alignment"),
    [
        ("", Alignment.LEFT),
        ('<w:jc w:val="center"/>', Alignment.CENTER),
        ('<w:jc w:val="end"/>', Alignment.RIGHT),
        ('<w:jc w:val="both"/>', Alignment.JUSTIFY),
        ('<w:jc w:val="distribute"/>', Alignment.JUSTIFY),
        ("<w:bidi/>", Alignment.RIGHT),
        ('<w:bidi/><w:jc w:val="end"/>', Alignment.LEFT),
    ],
)
def test_a_paragraph_is_aligned_as_word_shows_it(ppr: str, alignment: Alignment) -> None:
    (block,) = blocks_of(p("a", ppr=ppr))
    assert isinstance(block, Paragraph)
    assert block.alignment is alignment


@pytest.mark.parametrize(("twips", "indent"), [(0, 0), (-500, 0), (720, 1), (1500, 2), (99999, 15)])
def test_the_indent_is_counted_in_default_tab_stops(twips: int, indent: int) -> None:
    (block,) = blocks_of(p("a", ppr=f'<w:ind w:left="{twips}"/>'))
    assert isinstance(block, Paragraph)
    assert block.indent == indent


@pytest.mark.parametrize(
    ("ind", "indent"),
    [
        ('w:left="720" w:hanging="720"', 0),
        ('w:left="1440" w:hanging="720"', 1),
        ('w:left="720" w:firstLine="720"', 1),
        ('w:start="1440" w:left="0"', 2),
        ('w:left="0" w:leftChars="300"', 1),
        ('w:left="1440" w:leftChars="0"', 2),
        ('w:left="1440" w:hangingChars="300"', 1),
        ('w:startChars="600"', 2),
    ],
)
def test_the_indent_is_where_the_first_line_begins(ind: str, indent: int) -> None:
    size = '<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="24"/></w:rPr></w:rPrDefault></w:docDefaults>'
    (block,) = blocks_of(p("a", ppr=f"<w:ind {ind}/>"), styles=size)
    assert isinstance(block, Paragraph)
    assert block.indent == indent


def test_an_indent_in_characters_of_a_style_goes_before_twips_of_the_paragraph() -> None:
    own = style("S", properties='<w:pPr><w:ind w:leftChars="720"/></w:pPr>')
    twips, none = '<w:ind w:left="0"/>', '<w:ind w:left="0" w:leftChars="0"/>'
    first, second = blocks_of("".join(p("a", ppr=f'<w:pStyle w:val="S"/>{ind}') for ind in (twips, none)), styles=own)
    assert isinstance(first, Paragraph)
    assert isinstance(second, Paragraph)
    assert (first.indent, second.indent) == (2, 0)


def test_headings_and_pictures_are_indented_too() -> None:
    heading = style("H", "heading 1", '<w:pPr><w:ind w:left="1440"/></w:pPr>')
    picture = p(PICTURE, ppr='<w:ind w:left="720" w:firstLine="720"/>')
    blocks = blocks_of(styled("H", "a") + picture, styles=heading, relations=[PICTURE_RELATION], files=PICTURE_FILE)
    assert [block.indent for block in blocks] == [2, 2]  # type: ignore[union-attr]


def test_the_default_tab_stop_is_that_of_the_document() -> None:
    (block,) = blocks_of(p("a", ppr='<w:ind w:left="2000"/>'), settings='<w:defaultTabStop w:val="1000"/>')
    assert isinstance(block, Paragraph)
    assert block.indent == 2


def test_an_empty_paragraph_stays() -> None:
    assert blocks_of(p() + p("a") + "<w:p/>") == (Paragraph(), Paragraph((Run("a"),)), Paragraph())


# -------------------------------------------------------------------------------------------------- page breaks


def test_a_page_break_cuts_a_paragraph_in_two() -> None:
    assert texts(blocks_of(p("a", PAGE_BREAK, "b"))) == ["a", "PageBreak", "b"]


def test_a_page_break_alone_leaves_no_empty_paragraph() -> None:
    assert texts(blocks_of(p("a") + p(PAGE_BREAK) + p("b"))) == ["a", "PageBreak", "b"]


def test_page_breaks_at_the_ends_of_a_paragraph_leave_no_empty_ones() -> None:
    assert texts(blocks_of(p(PAGE_BREAK, "a", PAGE_BREAK, PAGE_BREAK))) == ["PageBreak", "a", "PageBreak", "PageBreak"]


def test_what_follows_a_page_break_carries_no_number_and_no_id() -> None:
    body = numbered(f"{PAGE_BREAK}", 1).replace(PAGE_BREAK, f"{bookmark('here', 'a')}{PAGE_BREAK}{r('b')}")
    first, _, second, _ = blocks_of(body + p(field("REF here \\n", "1")), numbering=NUMBERING)
    assert isinstance(first, ListItem)
    assert isinstance(second, Paragraph)
    assert (first.id, second.id, second.label) == ("here", "", "")


def test_a_heading_may_begin_after_a_page_break() -> None:
    blocks = blocks_of(styled("H", PAGE_BREAK, "a"), styles=style("H", "heading 1"))
    assert [type(block) for block in blocks] == [PageBreak, Heading]


def test_a_paragraph_that_begins_a_page_follows_a_page_break() -> None:
    assert texts(blocks_of(p("a") + p("b", ppr="<w:pageBreakBefore/>"))) == ["a", "PageBreak", "b"]


def test_a_style_may_begin_pages_and_a_paragraph_not() -> None:
    styles = style("New", properties="<w:pPr><w:pageBreakBefore/></w:pPr>")
    body = p("a") + styled("New", "b") + p("c", ppr='<w:pStyle w:val="New"/><w:pageBreakBefore w:val="0"/>')
    assert texts(blocks_of(body, styles=styles)) == ["a", "PageBreak", "b", "c"]


@pytest.mark.parametrize(
    "before",
    ["", p(PAGE_BREAK), p("a", PAGE_BREAK), p("a", ppr="<w:sectPr/>")],
    ids=["first", "break", "break at the end", "section"],
)
def test_a_paragraph_that_begins_a_page_adds_no_second_one(before: str) -> None:
    blocks = blocks_of(before + p("b", ppr="<w:pageBreakBefore/>") + "<w:sectPr/>")
    assert sum(isinstance(block, PageBreak) for block in blocks) == bool(before)


def test_page_breaks_are_accounted_in_cells_too() -> None:
    body = table([p("a", PAGE_BREAK, "b"), p("c", ppr="<w:pageBreakBefore/>")]) + p("d", ppr="<w:pageBreakBefore/>")
    result, tree = assert_accounted(build_docx(body))
    assert len(tree.findall("document/pagebreak")) == 1
    assert "SDXML-W078" in codes(result)


# ----------------------------------------------------------------------------------------------------- pictures


def test_a_picture_alone_in_its_paragraph_is_a_block() -> None:
    section = '<w:sectPr><w:pgSz w:w="12000"/><w:pgMar w:left="1500" w:right="0"/></w:sectPr>'
    (block,) = blocks_of(p(PICTURE, ppr='<w:jc w:val="center"/>') + section, **PACKAGE)
    assert isinstance(block, Picture)
    assert (block.alignment, block.text) == (Alignment.CENTER, "alt")
    assert block.width == pytest.approx(100 * 300 / 525, abs=0.01)


def test_white_space_around_a_picture_is_none_of_its_company() -> None:
    source = build_docx(p(" ", PICTURE, "\u00a0 "), **PACKAGE)
    result, tree = assert_accounted(source)
    assert [element.tag for element in tree.find("document")] == ["image"]  # type: ignore[union-attr]
    assert "DOCX-R049" in codes(result)


def test_a_picture_in_text_is_part_of_it() -> None:
    (block,) = blocks_of(p("a", PICTURE), **PACKAGE)
    assert isinstance(block, Paragraph)
    assert [type(inline) for inline in block.content] == [Run, InlinePicture]


def test_two_pictures_in_one_paragraph_are_part_of_it() -> None:
    (block,) = blocks_of(p(PICTURE, PICTURE), **PACKAGE)
    assert isinstance(block, Paragraph)
    assert [type(inline) for inline in block.content] == [InlinePicture, InlinePicture]


def test_a_picture_with_a_line_break_is_a_paragraph() -> None:
    (block,) = blocks_of(p(PICTURE, "<w:r><w:br/></w:r>"), **PACKAGE)
    assert isinstance(block, Paragraph)
    assert [type(inline) for inline in block.content] == [InlinePicture, LineBreak]


# ------------------------------------------------------------------------------------------------------- places


def test_a_block_knows_where_it_was() -> None:
    body = p("a") + p("first words").replace("<w:p>", '<w:p w14:paraId="0A0B0C0D">')
    at = blocks_of(body)[1].at
    assert at is not None
    assert (at.part, at.paragraph, at.words, at.para_id) == ("word/document.xml", 2, "first words", "0A0B0C0D")


# ------------------------------------------------------------------------------------------- what has nothing to show

STYLE_LEVEL = (
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:pStyle w:val="H"/>'
    '<w:lvlText w:val="%1."/></w:lvl>'
)
STYLE_NUMBERING = (
    f'<w:abstractNum w:abstractNumId="0">{STYLE_LEVEL}</w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
)
IN_LIST = '<w:numPr><w:numId w:val="1"/></w:numPr>'


def test_an_empty_heading_is_a_paragraph_that_counts_where_it_is_numbered() -> None:
    body = styled("H", "a") + styled("H", "") + styled("H", "b")
    plain = read_document(body, styles=style("H", "heading 1")).value.blocks
    assert [type(block).__name__ for block in plain] == ["Heading", "Paragraph", "Heading"]
    numbered = style("H", "heading 1", f"<w:pPr>{IN_LIST}</w:pPr>")
    counted = read_document(body, styles=numbered, numbering=STYLE_NUMBERING).value.blocks
    assert [block.label for block in counted] == ["1.", "2.", "3."]  # type: ignore[union-attr]
    assert isinstance(counted[1], Paragraph)
    assert counted[1].number_level == 0


def test_a_picture_alone_keeps_the_label_of_its_paragraph() -> None:
    body = p("a", ppr=IN_LIST) + p(PICTURE, ppr=IN_LIST) + p("b", ppr=IN_LIST)
    result = read_document(body, numbering=STYLE_NUMBERING, relations=[PICTURE_RELATION], files=PICTURE_FILE)
    assert [block.label for block in result.value.blocks] == ["1.", "2.", "3."]  # type: ignore[union-attr]
    assert isinstance(result.value.blocks[1].content[0], InlinePicture)  # type: ignore[union-attr]


@pytest.mark.parametrize(("cell_width", "expected"), [(6100, 100.0), (12216, 50.0), (2000, 100.0)])
def test_the_width_of_a_picture_in_a_cell_counts_against_that_of_its_text(cell_width: int, expected: float) -> None:
    properties = f'<w:tblPr><w:tblW w:w="{cell_width}" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr>'
    grid = f'<w:tblGrid><w:gridCol w:w="{cell_width}"/></w:tblGrid>'
    section = '<w:sectPr><w:pgSz w:w="14000"/><w:pgMar w:left="500" w:right="500"/></w:sectPr>'
    table = f"<w:tbl>{properties}{grid}<w:tr><w:tc>{p(PICTURE)}</w:tc></w:tr></w:tbl>"
    block = blocks_of(table + section, **PACKAGE)[0]
    assert isinstance(block, Table)
    (picture,) = block.rows[0].cells[0].content
    assert isinstance(picture, Picture)
    assert picture.width == pytest.approx(expected, abs=0.01)
