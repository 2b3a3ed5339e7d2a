import pytest
from docx_styles import (
    based_on,
    cascade,
    defaults,
    marks,
    paragraph_properties,
    ppr,
    rpr,
    run_properties,
    style,
    styles,
    xml,
)

from sdconvert.formats.docx.read.formatting.cascade import Drop
from sdconvert.model.blocks import Alignment
from sdconvert.model.inlines import Mark

BOLD, ITALIC, UNDERLINE, STRIKE = Mark.BOLD, Mark.ITALIC, Mark.UNDERLINE, Mark.STRIKE


# Paragraphs


@pytest.mark.parametrize(
    ("jc", "expected"),
    [
        ("left", Alignment.LEFT),
        ("start", Alignment.LEFT),
        ("center", Alignment.CENTER),
        ("right", Alignment.RIGHT),
        ("end", Alignment.RIGHT),
        ("both", Alignment.JUSTIFY),
        ("distribute", Alignment.JUSTIFY),
        ("thaiDistribute", Alignment.JUSTIFY),
        ("lowKashida", Alignment.JUSTIFY),
    ],
)
def test_an_alignment_is_one_of_four(jc: str, expected: Alignment) -> None:
    assert paragraph_properties(styles(), f'<w:jc w:val="{jc}"/>').alignment is expected


@pytest.mark.parametrize(
    ("jc", "expected"),
    [
        ("", Alignment.RIGHT),
        ('<w:jc w:val="left"/>', Alignment.RIGHT),
        ('<w:jc w:val="start"/>', Alignment.RIGHT),
        ('<w:jc w:val="right"/>', Alignment.LEFT),
        ('<w:jc w:val="end"/>', Alignment.LEFT),
        ('<w:jc w:val="center"/>', Alignment.CENTER),
    ],
)
def test_left_means_the_leading_edge_in_a_right_to_left_paragraph(jc: str, expected: Alignment) -> None:
    found = paragraph_properties(styles(), f"<w:bidi/>{jc}")
    assert (found.alignment, found.is_bidi) == (expected, True)


def test_alignment_comes_from_the_defaults_the_style_and_the_paragraph_in_this_order() -> None:
    found = styles(defaults(paragraph='<w:jc w:val="both"/>'), style("C", ppr('<w:jc w:val="center"/>')))
    assert paragraph_properties(found, "").alignment is Alignment.JUSTIFY
    assert paragraph_properties(found, '<w:pStyle w:val="C"/>').alignment is Alignment.CENTER
    assert paragraph_properties(found, '<w:pStyle w:val="C"/><w:jc w:val="right"/>').alignment is Alignment.RIGHT


def test_it_is_known_whether_anything_says_how_to_align() -> None:
    assert not paragraph_properties(styles(), "").is_aligned
    assert paragraph_properties(styles(), '<w:jc w:val="left"/>').is_aligned


def test_a_page_break_before_can_be_switched_off_on_the_paragraph() -> None:
    found = styles(style("P", ppr("<w:pageBreakBefore/>")))
    assert paragraph_properties(found, '<w:pStyle w:val="P"/>').page_break_before
    assert not paragraph_properties(found, '<w:pStyle w:val="P"/><w:pageBreakBefore w:val="0"/>').page_break_before


def test_a_paragraph_without_properties_looks_like_the_default_style() -> None:
    assert cascade(styles()).paragraph(None).style.id == "Normal"


def test_left_and_first_line_are_inherited_apart() -> None:
    found = styles(style("A", ppr('<w:ind w:left="720" w:hanging="360"/>')), style("B", based_on("A")))
    both = paragraph_properties(found, '<w:pStyle w:val="B"/><w:ind w:start="100"/>')
    assert (both.indent_left, both.first_line) == (100, -360)
    assert found.paragraph("B").indent_left == 720


# Numbered paragraphs

LIST = (
    '<w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0">{0}<w:pPr><w:ind w:left="500" w:hanging="250"/></w:pPr>'
    '</w:lvl><w:lvl w:ilvl="1">{1}</w:lvl></w:abstractNum><w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num>'
)
PLAIN_LIST = LIST.format("", "")
NUM_3 = '<w:numPr><w:numId w:val="3"/></w:numPr>'
NUM_3_LEVEL_1 = '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="3"/></w:numPr>'


def test_the_list_named_by_a_paragraph_goes_before_the_indent_of_its_style() -> None:
    found = styles(style("L", ppr('<w:ind w:left="720"/>'), "List Paragraph"))
    numbered = paragraph_properties(found, f'<w:pStyle w:val="L"/>{NUM_3}', PLAIN_LIST)
    assert (numbered.indent_left, numbered.first_line, numbered.is_numbered_directly) == (500, -250, True)
    assert paragraph_properties(found, f'<w:pStyle w:val="L"/>{NUM_3}<w:ind w:left="9"/>', PLAIN_LIST).indent_left == 9


def test_the_indent_of_a_style_goes_before_the_list_that_it_names() -> None:
    found = styles(style("L", ppr(NUM_3 + '<w:ind w:left="720"/>')))
    numbered = paragraph_properties(found, '<w:pStyle w:val="L"/>', PLAIN_LIST)
    assert (numbered.indent_left, numbered.first_line, numbered.is_numbered_directly) == (720, -250, False)


def test_the_list_that_a_style_names_goes_before_what_the_style_inherits() -> None:
    found = styles(style("A", ppr('<w:ind w:left="720"/>')), style("L", based_on("A") + ppr(NUM_3)))
    assert paragraph_properties(found, '<w:pStyle w:val="L"/>', PLAIN_LIST).indent_left == 500


def test_number_zero_takes_the_list_of_the_style_away() -> None:
    found = styles(style("L", ppr(NUM_3)), style("N", based_on("L") + ppr('<w:numPr><w:numId w:val="0"/></w:numPr>')))
    plain = paragraph_properties(found, '<w:pStyle w:val="L"/><w:numPr><w:numId w:val="0"/></w:numPr>', PLAIN_LIST)
    assert (plain.num_id, plain.level, plain.indent_left) == (None, None, 0)
    assert found.paragraph("N").num_id is None
    assert paragraph_properties(found, '<w:pStyle w:val="L"/>', PLAIN_LIST).num_id == "3"


def test_an_unknown_list_is_none() -> None:
    assert paragraph_properties(styles(), NUM_3).num_id is None


def test_the_list_says_which_level_a_style_has() -> None:
    found = styles(style("L", ppr(NUM_3)))
    listed = LIST.format("", '<w:pStyle w:val="L"/>')
    assert paragraph_properties(found, '<w:pStyle w:val="L"/>', listed).ilvl == 1


def test_a_derived_style_has_the_level_of_the_style_that_brings_the_list() -> None:
    found = styles(style("L", ppr(NUM_3)), style("D", based_on("L")))
    assert paragraph_properties(found, '<w:pStyle w:val="D"/>', LIST.format("", '<w:pStyle w:val="L"/>')).ilvl == 1


def test_a_derived_style_may_change_the_level_alone() -> None:
    found = styles(style("L", ppr(NUM_3)), style("D", based_on("L") + ppr('<w:numPr><w:ilvl w:val="1"/></w:numPr>')))
    derived = paragraph_properties(found, '<w:pStyle w:val="D"/>', PLAIN_LIST)
    assert (derived.num_id, derived.ilvl) == ("3", 1)


def test_the_nearest_style_that_is_named_or_states_a_level_has_it() -> None:
    own_level = ppr('<w:numPr><w:ilvl w:val="1"/></w:numPr>')
    found = styles(style("L", ppr(NUM_3)), style("C", based_on("L")), style("D", based_on("C") + own_level))
    listed = LIST.format('<w:pStyle w:val="C"/>', "")
    assert paragraph_properties(found, '<w:pStyle w:val="C"/>', listed).ilvl == 0
    assert paragraph_properties(found, '<w:pStyle w:val="D"/>', listed).ilvl == 1


def test_the_level_of_a_style_holds_for_a_list_that_the_paragraph_names() -> None:
    found = styles(style("D", ppr('<w:numPr><w:ilvl w:val="1"/></w:numPr>')))
    assert paragraph_properties(found, f'<w:pStyle w:val="D"/>{NUM_3}', PLAIN_LIST).ilvl == 1


def test_a_paragraph_may_change_the_level_alone() -> None:
    found = styles(style("L", ppr(NUM_3)))
    changed = paragraph_properties(found, '<w:pStyle w:val="L"/><w:numPr><w:ilvl w:val="1"/></w:numPr>', PLAIN_LIST)
    assert (changed.num_id, changed.ilvl) == ("3", 1)


def test_the_level_on_the_paragraph_goes_before_that_of_its_style() -> None:
    found = styles(style("L", ppr(NUM_3)))
    assert (
        paragraph_properties(
            found, f'<w:pStyle w:val="L"/>{NUM_3_LEVEL_1}', LIST.format('<w:pStyle w:val="L"/>', "")
        ).ilvl
        == 1
    )


# Runs


@pytest.mark.parametrize(
    ("direct", "mark"),
    [
        ("<w:b/>", BOLD),
        ('<w:i w:val="true"/>', ITALIC),
        ('<w:u w:val="wavyHeavy"/>', UNDERLINE),
        ("<w:strike/>", STRIKE),
        ("<w:dstrike/>", STRIKE),
        ('<w:vertAlign w:val="subscript"/>', Mark.SUBSCRIPT),
        ('<w:vertAlign w:val="superscript"/>', Mark.SUPERSCRIPT),
        ("<w:smallCaps/>", Mark.SMALL_CAPITALS),
        ('<w:rFonts w:ascii="Courier New"/>', Mark.CODE),
    ],
)
def test_direct_formatting_gives_marks(direct: str, mark: Mark) -> None:
    assert marks(styles(), None, direct) == {mark}


@pytest.mark.parametrize(
    "direct",
    [
        '<w:b w:val="0"/>',
        '<w:i w:val="false"/>',
        '<w:u w:val="none"/>',
        '<w:strike w:val="off"/>',
        '<w:vertAlign w:val="baseline"/>',
        '<w:rFonts w:ascii="Monotype Corsiva"/>',
        '<w:rFonts w:ascii="American Typewriter"/>',
        '<w:rFonts w:eastAsia="Courier New"/>',
        '<w:color w:val="FF0000"/>',
        "",
    ],
)
def test_what_is_off_or_no_mark_gives_none(direct: str) -> None:
    assert marks(styles(), None, direct) == set()


IS_BOLD = rpr("<w:b/>")
STRONG = style("Strong", IS_BOLD, kind="character")
IN_STRONG = '<w:rStyle w:val="Strong"/>'


def test_toggles_of_paragraph_and_character_style_combine_by_xor() -> None:
    found = styles(style("Loud", IS_BOLD), STRONG)
    assert marks(found, None, IN_STRONG) == {BOLD}
    assert marks(found, "Loud") == {BOLD}
    assert marks(found, "Loud", IN_STRONG) == set()


def test_within_one_chain_the_nearest_toggle_wins() -> None:
    found = styles(
        style("Loud", IS_BOLD),
        style("A", based_on("Loud") + IS_BOLD),
        style("Q", based_on("A") + rpr('<w:b w:val="0"/>')),
    )
    assert marks(found, "A") == {BOLD}
    assert marks(found, "Q") == set()


def test_a_toggle_that_the_defaults_set_stays_set_whatever_styles_say() -> None:
    found = styles(defaults("<w:b/>"), style("Loud", IS_BOLD), STRONG)
    assert marks(found, "Loud", IN_STRONG) == {BOLD}
    assert marks(found, "Loud", '<w:b w:val="0"/>') == set()


def test_direct_formatting_is_absolute() -> None:
    found = styles(style("Loud", IS_BOLD), STRONG)
    assert marks(found, "Loud", IN_STRONG + "<w:b/>") == {BOLD}
    assert marks(found, "Loud", '<w:b w:val="0"/>') == set()


def test_double_strike_is_no_toggle() -> None:
    struck = rpr("<w:dstrike/>")
    found = styles(style("P", struck), style("C", struck, kind="character"))
    assert marks(found, "P", '<w:rStyle w:val="C"/>') == {STRIKE}


def test_underline_and_position_come_from_the_nearest_level() -> None:
    found = styles(style("P", rpr('<w:u w:val="single"/>')), style("C", rpr('<w:u w:val="none"/>'), kind="character"))
    assert marks(found, "P") == {UNDERLINE}
    assert marks(found, "P", '<w:rStyle w:val="C"/>') == set()


@pytest.mark.parametrize("switch", ["<w:rtl/>", "<w:cs/>"])
def test_complex_script_has_its_own_bold_and_italic(switch: str) -> None:
    assert marks(styles(), None, f"<w:b/><w:iCs/>{switch}") == {ITALIC}
    assert marks(styles(), None, "<w:b/><w:iCs/>") == {BOLD}


def test_the_direction_of_a_run_is_known() -> None:
    assert run_properties(styles(), None, "<w:rtl/>").is_rtl
    assert not run_properties(styles(), None, '<w:rtl w:val="0"/>').is_rtl


def test_hidden_and_all_capitals_are_told() -> None:
    found = styles(style("Hidden", rpr("<w:vanish/>"), kind="character"))
    assert run_properties(found, None, '<w:rStyle w:val="Hidden"/>').is_hidden
    assert run_properties(found, None, "<w:caps/>").is_caps
    assert not run_properties(found, None, "<w:specVanish/><w:webHidden/>").is_hidden


def test_the_look_of_a_heading_can_be_left_out_but_not_what_the_author_did_in_it() -> None:
    found = styles(style("H", rpr("<w:b/><w:caps/><w:vanish/>"), "heading 1"), STRONG)
    dropped = run_properties(found, "H", "", Drop.PARAGRAPH_STYLE)
    assert (set(dropped.marks), dropped.is_caps, dropped.is_hidden) == (set(), False, True)
    assert marks(found, "H", "<w:i/>", Drop.PARAGRAPH_STYLE) == {ITALIC}
    assert marks(found, "H", IN_STRONG, Drop.PARAGRAPH_STYLE) == set()  # bold twice is regular (17.7.3)


def test_in_a_bold_heading_only_what_the_author_made_bold_is_marked() -> None:
    found = styles(style("H", rpr("<w:b/>"), "heading 1"))
    assert marks(found, "H", "", Drop.PARAGRAPH_STYLE) == set()
    assert marks(found, "H", "<w:b/>", Drop.PARAGRAPH_STYLE) == {BOLD}
    assert marks(found, "H", '<w:b w:val="0"/><w:i/>', Drop.PARAGRAPH_STYLE) == {ITALIC}


def test_the_look_of_a_link_can_be_left_out_but_not_what_the_author_did_in_it() -> None:
    found = styles(style("Hl", rpr('<w:u w:val="single"/>'), "Hyperlink", "character"), STRONG)
    in_link = '<w:rStyle w:val="Hl"/>'
    assert marks(found, None, in_link) == {UNDERLINE}
    assert marks(found, None, in_link, Drop.LINK_STYLE) == set()
    assert marks(found, None, in_link + "<w:i/>", Drop.LINK_STYLE) == {ITALIC}
    assert marks(found, None, IN_STRONG, Drop.LINK_STYLE) == {BOLD}
    assert marks(found, None, in_link, Drop.LINK_STYLE | Drop.PARAGRAPH_STYLE) == set()


def test_only_an_own_character_style_is_named() -> None:
    own = 'w:customStyle="1"'
    found = styles(
        STRONG,
        style("H", name="heading 1"),
        style("Mine", name="Mein Stil", kind="character", more=own),
        style("HChar", '<w:link w:val="H"/>', "Heading 1 Char", "character", own),
    )
    names = [
        run_properties(found, None, f'<w:rStyle w:val="{id}"/>').style for id in ("Mine", "Strong", "HChar", "nowhere")
    ]
    assert names == ["Mein Stil", "", "", ""]


@pytest.mark.parametrize(
    "name", ["HTML Code", "Source Code", "Verbatim Char", "HTML Typewriter", "Code", "inline code"]
)
def test_a_character_style_for_code_gives_code(name: str) -> None:
    found = styles(style("C", name=name, kind="character"), style("D", based_on("C"), "KeywordTok", "character"))
    assert marks(found, None, '<w:rStyle w:val="C"/>') == {Mark.CODE}
    assert marks(found, None, '<w:rStyle w:val="D"/>') == {Mark.CODE}


def test_a_style_with_code_within_its_name_is_no_code() -> None:
    assert marks(styles(style("C", name="Postal Code", kind="character")), None, '<w:rStyle w:val="C"/>') == set()


@pytest.mark.parametrize("font", ["Courier", "Consolas", "DejaVu Sans Mono", "Lucida Sans Typewriter", "Nimbus Mono L"])
def test_monospaced_type_is_code_through_the_cascade(font: str) -> None:
    found = styles(style("P", rpr(f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}"/>')))
    assert marks(found, "P") == {Mark.CODE}
    assert run_properties(found, "P").font == font


def test_monospaced_type_says_nothing_in_a_typewritten_document() -> None:
    found = styles(defaults('<w:rFonts w:ascii="Courier New"/>'))
    assert marks(found, None, '<w:rFonts w:ascii="Consolas"/>') == set()


def test_the_font_of_the_theme_goes_before_a_font_by_name() -> None:
    found = styles(fonts={"minorHAnsi": "Calibri"})
    assert run_properties(found, None, '<w:rFonts w:ascii="Arial" w:asciiTheme="minorHAnsi"/>').font == "Calibri"
    assert run_properties(found, None, '<w:rFonts w:ascii="Arial" w:asciiTheme="unknown"/>').font == "Arial"


def test_the_size_comes_through_the_cascade() -> None:
    found = styles(defaults('<w:sz w:val="22"/>'), style("P", rpr('<w:sz w:val="28"/>')))
    assert [run_properties(found, id).size_half_points for id in (None, "P")] == [22, 28]
    assert run_properties(found, "P", '<w:sz w:val="20"/>').size_half_points == 20


def test_equal_runs_share_their_properties() -> None:
    found = styles(style("Loud", IS_BOLD))
    loud, of = found.paragraph("Loud"), cascade(found)
    assert of.run(loud, xml(rpr("<w:i/>"))) is of.run(loud, xml(rpr("<w:i/><w:noProof/>")))
    assert of.run(loud, xml(rpr("<w:i/>"))) is not of.run(found.paragraph(None), xml(rpr("<w:i/>")))
