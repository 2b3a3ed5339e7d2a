"""The extractor that the converter is measured by, on the smallest files that show each of its rules."""

from __future__ import annotations

import hashlib

import pytest
from facts import BOLD, ITALIC, SMALL_CAPS, STRIKE, SUB, SUP, UNDERLINE, Facts
from small_word import STRICT, p, r, style, word
from word_facts import word_facts
from word_package import NotAWordPackage, Package, is_word_package

PNG = b"\x89PNG\r\n\x1a\n-a-picture"
EMF = b"\x01\x00\x00\x00-a-metafile"


def texts(facts: Facts) -> list[str]:
    return [word.text for word in facts.words]


def marks(body: str, styles: str = "") -> int:
    """The marks of the first character."""
    return word_facts(word(body, styles=styles)).words[0].marks[0]


def free(body: str, styles: str = "") -> int:
    return word_facts(word(body, styles=styles)).words[0].free[0]


def p_style(name: str) -> str:
    return f'<w:pStyle w:val="{name}"/>'


def r_style(name: str) -> str:
    return f'<w:rStyle w:val="{name}"/>'


BOLD_RUN = "<w:rPr><w:b/></w:rPr>"


# -- marks


@pytest.mark.parametrize(
    ("properties", "expected"),
    [
        ("<w:b/>", BOLD),
        ('<w:b w:val="0"/>', 0),
        ('<w:b w:val="off"/>', 0),
        ("<w:b/><w:i/>", BOLD | ITALIC),
        ('<w:u w:val="single"/>', UNDERLINE),
        ('<w:u w:val="none"/>', 0),
        ('<w:u w:color="FF0000"/>', 0),
        ("<w:dstrike/>", STRIKE),
        ('<w:vertAlign w:val="subscript"/>', SUB),
        ('<w:vertAlign w:val="superscript"/>', SUP),
        ("<w:smallCaps/>", SMALL_CAPS),
        ("<w:smallCaps/><w:caps/>", 0),
        ("<w:bCs/>", 0),
        ("<w:rtl/><w:b/>", 0),
        ("<w:rtl/><w:bCs/>", BOLD),
        ("<w:rPrChange><w:rPr><w:b/></w:rPr></w:rPrChange>", 0),
    ],
)
def test_direct_formatting_gives_marks(properties: str, expected: int) -> None:
    assert marks(p(r("x", properties))) == expected


def test_the_nearest_style_of_a_chain_counts() -> None:
    styles = style("A", BOLD_RUN) + style("B", '<w:rPr><w:b w:val="0"/></w:rPr>', parent="A") + style("C", parent="A")
    assert marks(p(r("x"), p_style("B")), styles) == 0
    assert marks(p(r("x"), p_style("C")), styles) == BOLD


def test_a_cycle_of_styles_ends() -> None:
    styles = style("A", BOLD_RUN, parent="B") + style("B", "<w:rPr><w:i/></w:rPr>", parent="A")
    assert marks(p(r("x"), p_style("A")), styles) == BOLD | ITALIC


def test_toggles_of_paragraph_and_character_style_cancel_each_other() -> None:
    styles = style("Body", BOLD_RUN) + style("Strong", BOLD_RUN, kind="character")
    assert marks(p(r("x", r_style("Strong")), p_style("Body")), styles) == 0


def test_direct_formatting_is_absolute() -> None:
    styles = style("Body", BOLD_RUN) + style("Strong", BOLD_RUN, kind="character")
    assert marks(p(r("x", r_style("Strong") + "<w:b/>"), p_style("Body")), styles) == BOLD


def test_a_toggle_of_the_document_defaults_is_not_cancelled_by_a_style() -> None:
    styles = f"<w:docDefaults><w:rPrDefault>{BOLD_RUN}</w:rPrDefault></w:docDefaults>" + style("Body", BOLD_RUN)
    assert marks(p(r("x"), p_style("Body")), styles) == BOLD


def test_underline_is_no_toggle() -> None:
    line = '<w:rPr><w:u w:val="single"/></w:rPr>'
    styles = style("Body", line) + style("Lined", line, kind="character")
    assert marks(p(r("x", r_style("Lined")), p_style("Body")), styles) == UNDERLINE


def test_a_paragraph_without_a_style_or_with_an_unknown_one_has_the_default_style() -> None:
    styles = style("Normal", BOLD_RUN, is_default=True)
    assert marks(p(r("x")), styles) == BOLD
    assert marks(p(r("x"), p_style("Nowhere")), styles) == BOLD


def test_the_look_of_a_heading_is_no_mark_but_direct_formatting_in_it_is() -> None:
    styles = style("heading 1", BOLD_RUN)
    assert marks(p(r("x"), p_style("heading1")), styles) == 0
    assert marks(p(r("x", "<w:i/>"), p_style("heading1")), styles) == ITALIC
    assert free(p(r("x", "<w:b/>"), p_style("heading1")), styles) == BOLD


def test_the_underline_of_a_link_is_free() -> None:
    styles = style("Hyperlink", '<w:rPr><w:u w:val="single"/></w:rPr>', kind="character")
    assert marks(p(r("x", r_style("Hyperlink"))), styles) == 0
    assert free(p(f'<w:hyperlink r:id="l">{r("x")}</w:hyperlink>'), styles) == 0
    linked = word(p(f'<w:hyperlink r:id="l">{r("x")}</w:hyperlink>'), links={"l": "https://example.org/"})
    assert word_facts(linked).words[0].free[0] == UNDERLINE


TABLE_STYLE = style(
    "Grid",
    '<w:tblStylePr w:type="firstRow"><w:pPr><w:jc w:val="center"/></w:pPr><w:rPr><w:b/></w:rPr></w:tblStylePr>',
    kind="table",
)


def styled_table(cell: str, look: str = 'w:val="0020"') -> str:
    row = f"<w:tr><w:tc>{cell}</w:tc></w:tr>"
    return f'<w:tbl><w:tblPr><w:tblStyle w:val="Grid"/><w:tblLook {look}/></w:tblPr>{row}{row}</w:tbl>'


def test_the_style_of_a_table_makes_marks_and_cancels_a_toggle_of_the_paragraph_style() -> None:
    assert marks(styled_table(p(r("x"))), TABLE_STYLE) == BOLD
    assert marks(styled_table(p(r("x")), 'w:val="0000"'), TABLE_STYLE) == 0
    styles = TABLE_STYLE + style("Body", BOLD_RUN)
    assert marks(styled_table(p(r("x"), p_style("Body"))), styles) == 0
    assert marks(p(r("x"), p_style("Body")), styles) == BOLD


@pytest.mark.parametrize(
    ("look", "expected"),
    [('w:val="0020"', ["center", "left"]), ('w:firstRow="1"', ["center", "left"]), ('w:val="0000"', ["left", "left"])],
)
def test_the_conditional_parts_of_a_table_style_apply_as_the_table_asks(look: str, expected: list[str]) -> None:
    facts = word_facts(word(styled_table(p(r("x")), look), styles=TABLE_STYLE))
    assert [w.alignment for w in facts.words] == expected


# -- text


def test_text_runs_join_to_words_and_tabs_and_breaks_part_them() -> None:
    body = p(r("Wo") + r("rd one") + "<w:r><w:tab/><w:t>two</w:t><w:br/><w:t>three</w:t></w:r>")
    assert texts(word_facts(word(body))) == ["Word", "one", "two", "three"]


def test_soft_hyphens_are_no_text_and_hard_ones_are() -> None:
    body = p("<w:r><w:t>a\u00adb</w:t><w:softHyphen/><w:t>c</w:t><w:noBreakHyphen/><w:t>d</w:t></w:r>")
    assert texts(word_facts(word(body))) == ["abc\u2011d"]


def test_hidden_text_is_kept_apart() -> None:
    styles = style("Ghost", "<w:rPr><w:vanish/></w:rPr>", kind="character")
    facts = word_facts(word(p(r("seen ") + r("direct ", "<w:vanish/>") + r("styled", r_style("Ghost"))), styles=styles))
    assert texts(facts) == ["seen"]
    assert facts.hidden == ["direct", "styled"]


def test_wrappers_do_not_hide_text() -> None:
    inner = f"<w:sdt><w:sdtContent><w:smartTag>{r('in')}</w:smartTag></w:sdtContent></w:sdt>"
    block = f"<w:sdt><w:sdtContent><w:customXml>{p(inner)}</w:customXml></w:sdtContent></w:sdt>"
    assert texts(word_facts(word(block))) == ["in"]


def test_of_alternate_content_one_branch_is_read() -> None:
    known = f'<mc:Choice Requires="wps">{r("new")}</mc:Choice><mc:Fallback>{r("old")}</mc:Fallback>'
    assert texts(word_facts(word(p(f"<mc:AlternateContent>{known}</mc:AlternateContent>")))) == ["new"]
    unknown = known.replace('"wps"', '"mc"')
    assert texts(word_facts(word(p(f"<mc:AlternateContent>{unknown}</mc:AlternateContent>")))) == ["old"]


def test_the_strict_namespace_reads_the_same() -> None:
    assert texts(word_facts(word(p(r("strict")), STRICT))) == ["strict"]


def test_a_text_box_follows_its_paragraph_once() -> None:
    box = f"<w:txbxContent>{p(r('box'))}</w:txbxContent>"
    drawing = f"<wps:wsp><wps:txbx>{box}</wps:txbx></wps:wsp>"
    alternate = (
        f'<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>{drawing}</w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent>"
    )
    facts = word_facts(word(p(f"<w:r>{alternate}</w:r>" + r("anchor"))))
    assert texts(facts) == ["anchor", "box"]


# -- tracked changes


def test_tracked_changes_are_accepted() -> None:
    body = p(
        f"<w:ins>{r('in ')}</w:ins><w:del><w:r><w:delText>out</w:delText></w:r></w:del>"
        f"<w:moveFrom>{r('from')}</w:moveFrom><w:moveTo>{r('to')}</w:moveTo>"
    )
    assert texts(word_facts(word(body))) == ["in", "to"]


def test_a_deleted_paragraph_mark_joins_two_paragraphs() -> None:
    body = p(r("Wo"), "<w:rPr><w:del/></w:rPr>") + p(r("rd"), '<w:jc w:val="center"/>')
    (joined,) = word_facts(word(body)).words
    assert (joined.text, joined.alignment) == ("Word", "center")


def test_a_deleted_row_is_gone() -> None:
    row = "<w:tr>{}<w:tc>" + p(r("x")) + "</w:tc></w:tr>"
    body = "<w:tbl>" + row.format("<w:trPr><w:del/></w:trPr>") + row.format("") + "</w:tbl>"
    assert len(word_facts(word(body)).cells) == 1


# -- fields


def field(instruction: str, result: str) -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f"<w:r><w:instrText>{instruction}</w:instrText></w:r>"
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def test_a_field_shows_its_result_and_not_its_instruction() -> None:
    facts = word_facts(word(p(field(" DATE ", r("today")) + f'<w:fldSimple w:instr="X">{r(" also")}</w:fldSimple>')))
    assert texts(facts) == ["today", "also"]


def test_a_field_that_never_ends_hides_nothing() -> None:
    body = p('<w:r><w:fldChar w:fldCharType="begin"/></w:r>' + r("seen"))
    assert texts(word_facts(word(body))) == ["seen"]


def test_the_lines_of_a_table_of_contents_are_generated() -> None:
    body = p(field(r" TOC \o ", r("Chapter ") + field(" PAGEREF a ", r("1")))) + p(r("text"))
    facts = word_facts(word(body))
    assert (facts.generated, texts(facts)) == (["Chapter", "1"], ["text"])


def test_links_are_read_from_elements_and_fields() -> None:
    body = p(
        f'<w:hyperlink r:id="l" w:anchor="here">{r("one")}{r(" two")}</w:hyperlink>'
        + field(r' HYPERLINK "mailto:a@b.c" \o "tip" ', r("mail"))
        + f'<w:hyperlink w:anchor="mark">{r("inside")}</w:hyperlink>'
    )
    facts = word_facts(word(body, links={"l": "https://example.org/"}))
    assert [link[:2] for link in facts.links] == [("https://example.org/#here", "onetwo"), ("mailto:a@b.c", "mail")]
    assert [facts.groups.get(w.group) for w in facts.words] == [None, None, "reference"]


def test_the_number_of_a_caption_may_be_generated_again() -> None:
    facts = word_facts(word(p(r("Figure ") + field(" SEQ Figure ", r("1")) + r(": A cat"))))
    kinds = [facts.groups.get(w.group) for w in facts.words]
    assert list(zip(texts(facts), kinds, strict=True)) == [
        ("Figure", "label"),
        ("1:", "label"),
        ("A", None),
        ("cat", None),
    ]


# -- headings and lists


def test_headings_are_known_by_name_and_outline_and_their_levels_end_at_5() -> None:
    styles = (
        style("heading 2")
        + style("heading 9")
        + style("Mine", '<w:pPr><w:outlineLvl w:val="2"/></w:pPr>')
        + style("Based", parent="heading2")
        + style("Body", '<w:pPr><w:outlineLvl w:val="9"/></w:pPr>', parent="heading2")
        + style("Title")
    )
    names = ("heading2", "heading9", "Mine", "Based", "Body", "Title")
    facts = word_facts(word("".join(p(r(name), p_style(name)) for name in names), styles=styles))
    assert [(h.text, *h.levels) for h in facts.headings] == [
        ("heading2", 1),
        ("heading9", 5),
        ("Mine", 2),
        ("Based", 1),
        ("Title", 0),
    ]


def level(ilvl: int, number_format: str, text: str, bound: str = "") -> str:
    style_link = f'<w:pStyle w:val="{bound}"/>' if bound else ""
    return f'<w:lvl w:ilvl="{ilvl}"><w:numFmt w:val="{number_format}"/>{style_link}<w:lvlText w:val="{text}"/></w:lvl>'


def abstract(number: int, content: str) -> str:
    return f'<w:abstractNum w:abstractNumId="{number}">{content}</w:abstractNum>'


def num(number: int, abstract_number: int, content: str = "") -> str:
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{abstract_number}"/>{content}</w:num>'


def num_pr(number: int, ilvl: int | None = None) -> str:
    place = "" if ilvl is None else f'<w:ilvl w:val="{ilvl}"/>'
    return f'<w:numPr>{place}<w:numId w:val="{number}"/></w:numPr>'


NUMBERING = abstract(0, level(0, "decimal", "%1.") + level(1, "bullet", "-")) + num(1, 0)


def items(body: str, styles: str = "", numbering: str = NUMBERING) -> list[tuple[str, int]]:
    facts = word_facts(word(body, styles=styles, numbering=numbering))
    return [(min(item.kinds), min(item.levels)) for item in facts.items if not item.is_optional]


def test_list_items_have_the_kind_of_their_level() -> None:
    assert items(p(r("x"), num_pr(1, 0)) + p(r("x"), num_pr(1, 1))) == [("ol", 0), ("ul", 1)]


@pytest.mark.parametrize("number", [0, 7])
def test_number_0_and_a_list_that_is_not_there_are_no_list(number: int) -> None:
    styles = style("Item", f"<w:pPr>{num_pr(1)}</w:pPr>")
    assert items(p(r("x"), p_style("Item") + num_pr(number, 0)), styles) == []


def test_a_style_gives_a_list_and_the_level_that_is_bound_to_it() -> None:
    numbering = abstract(0, level(0, "decimal", "%1.") + level(1, "decimal", "%2.", bound="Item")) + num(1, 0)
    styles = style("Item", f"<w:pPr>{num_pr(1)}</w:pPr>") + style("Kind", parent="Item")
    assert items(p(r("x"), p_style("Item")) + p(r("x"), p_style("Kind")), styles, numbering) == [("ol", 1)] * 2


def test_a_level_of_the_num_overrides_that_of_the_list() -> None:
    override = f'<w:lvlOverride w:ilvl="0">{level(0, "bullet", "-")}</w:lvlOverride>'
    assert items(p(r("x"), num_pr(2, 0)), numbering=abstract(0, level(0, "decimal", "%1.")) + num(2, 0, override)) == [
        ("ul", 0)
    ]


def test_a_list_takes_its_levels_from_a_numbering_style_and_a_cycle_ends() -> None:
    numbering = (
        abstract(0, level(0, "bullet", "-"))
        + abstract(1, '<w:numStyleLink w:val="Bullets"/>')
        + abstract(2, '<w:numStyleLink w:val="Loop"/>')
        + num(1, 0)
        + num(2, 1)
        + num(3, 2)
    )
    styles = style("Bullets", f"<w:pPr>{num_pr(1)}</w:pPr>", kind="numbering")
    styles += style("Loop", f"<w:pPr>{num_pr(3)}</w:pPr>", kind="numbering")
    assert items(p(r("x"), num_pr(2, 0)) + p(r("x"), num_pr(3, 0)), styles, numbering) == [("ul", 0)]


def test_an_item_in_the_list_of_the_headings_is_a_numbered_paragraph() -> None:
    body = p(r("first"), num_pr(1, 0)) + p(r("head"), p_style("heading1") + num_pr(1, 0))
    facts = word_facts(word(body, styles=style("heading 1"), numbering=NUMBERING))
    assert [heading.numbered for heading in facts.headings] == [True]
    assert [set(item.kinds) for item in facts.items] == [{"p"}]


# -- tables, pictures, notes


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(r(text) if text else '')}</w:tc>"


def rows(*content: str) -> str:
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in content) + "</w:tbl>"


def test_cells_have_their_place_and_spans() -> None:
    body = rows(
        cell("a", '<w:vMerge w:val="restart"/>') + cell("b", '<w:gridSpan w:val="2"/>'),
        cell("", "<w:vMerge/>") + cell("c") + cell("d"),
        '<w:trPr><w:gridBefore w:val="1"/></w:trPr>' + cell("e") + cell("f"),
    )
    assert [c[:5] for c in word_facts(word(body)).cells] == [
        (0, 0, 1, 2, "a"),
        (0, 1, 2, 1, "b"),
        (1, 1, 1, 1, "c"),
        (1, 2, 1, 1, "d"),
        (2, 1, 1, 1, "e"),
        (2, 2, 1, 1, "f"),
    ]


def test_grid_columns_that_no_cell_ends_at_do_not_count() -> None:
    span = '<w:gridSpan w:val="3"/>'
    assert [c[:4] for c in word_facts(word(rows(cell("a", span) + cell("b", span)))).cells] == [
        (0, 0, 1, 1),
        (0, 1, 1, 1),
    ]


def test_a_nested_table_is_text_of_its_cell() -> None:
    body = rows(f"<w:tc>{p(r('out'))}{rows(cell('in'))}{p()}</w:tc>")
    assert [c.text for c in word_facts(word(body)).cells] == ["outin"]


def test_pictures_are_known_by_content_and_those_of_other_kinds_as_converted() -> None:
    def drawing(name: str) -> str:
        return f'<w:r><w:drawing><pic:blipFill><a:blip r:embed="{name}"/></pic:blipFill></w:drawing></w:r>'

    facts = word_facts(word(p(drawing("one") + drawing("two") + drawing("gone")), one=PNG, two=EMF))
    assert facts.pictures == [hashlib.sha256(PNG).hexdigest(), "converted"]


def test_the_fill_of_a_shape_is_no_picture_that_has_to_be_there() -> None:
    fill = '<w:r><w:drawing><wps:spPr><a:blipFill><a:blip r:embed="one"/></a:blipFill></wps:spPr></w:drawing></w:r>'
    facts = word_facts(word(p(fill), one=PNG))
    assert (len(facts.pictures), len(facts.optional_pictures)) == (0, 1)


def test_a_note_is_read_where_it_is_referred_to() -> None:
    note = f'<w:footnote w:id="2">{p(r("A note"))}{p(r("goes on"))}</w:footnote>'
    facts = word_facts(word(p(r("text") + '<w:r><w:footnoteReference w:id="2"/></w:r>'), footnotes=note))
    assert facts.notes == [("Anotegoeson", False)]
    assert (texts(facts), [w.text for w in facts.side_words]) == (["text"], ["A", "note", "goes", "on"])


# -- alignment


@pytest.mark.parametrize(
    ("properties", "expected"),
    [
        ("", "left"),
        ('<w:jc w:val="both"/>', "justify"),
        ('<w:jc w:val="distribute"/>', "justify"),
        ('<w:jc w:val="end"/>', "right"),
        ("<w:bidi/>", "right"),
        ('<w:bidi/><w:jc w:val="end"/>', "left"),
        ('<w:bidi/><w:jc w:val="right"/>', ""),
    ],
)
def test_alignment_goes_by_direction(properties: str, expected: str) -> None:
    assert word_facts(word(p(r("x"), properties))).words[0].alignment == expected


# -- packages


def test_what_is_no_word_file_is_told_apart() -> None:
    assert not is_word_package(b"no zip")
    assert is_word_package(word(""))
    with pytest.raises(NotAWordPackage):
        word_facts(b"")


def test_a_member_beyond_the_limit_is_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("word_package.MEMBER_LIMIT", 10)
    assert Package(word("")).read("word/document.xml") is None


def test_comments_and_headers_are_kept_apart() -> None:
    body = (
        p(r("text") + '<w:r><w:commentReference w:id="4"/></w:r>')
        + '<w:sectPr><w:headerReference r:id="header"/></w:sectPr>'
    )
    page = f'<w:fldSimple w:instr="PAGE">{r("7")}</w:fldSimple>'
    comments = f'<w:comment w:id="4">{p(r("why"))}</w:comment><w:comment w:id="5">{p(r("stray"))}</w:comment>'
    facts = word_facts(word(body, comments=comments, header=p(r("Top ") + page)))
    assert (texts(facts), facts.comments, facts.margins) == (["text"], ["why"], ["Top"])
