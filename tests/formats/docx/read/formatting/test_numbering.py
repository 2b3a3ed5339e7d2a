import pytest
from lxml import etree

from sdconvert.formats.docx.names import MC, W
from sdconvert.formats.docx.read.formatting.numbering import NO_LABEL, Label, Labels, Numbering
from sdconvert.formats.docx.read.formatting.styles import Styles

Used = list[tuple[str, int]]


def level(ilvl: int, num_fmt: str = "decimal", text: str | None = None, start: int = 1, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{ilvl}"><w:start w:val="{start}"/><w:numFmt w:val="{num_fmt}"/>{more}'
        f'<w:lvlText w:val="{f"%{ilvl + 1}." if text is None else text}"/></w:lvl>'
    )


def abstract(*levels: str, id: int = 0) -> str:
    return f'<w:abstractNum w:abstractNumId="{id}">{"".join(levels)}</w:abstractNum>'


def num(id: int = 1, of: int = 0, more: str = "") -> str:
    return f'<w:num w:numId="{id}"><w:abstractNumId w:val="{of}"/>{more}</w:num>'


def override(ilvl: int, content: str) -> str:
    return f'<w:lvlOverride w:ilvl="{ilvl}">{content}</w:lvlOverride>'


def start_at(ilvl: int, start: int) -> str:
    return override(ilvl, f'<w:startOverride w:val="{start}"/>')


def styles(content: str = "") -> Styles:
    return Styles.read(etree.fromstring(f'<w:styles xmlns:w="{W}">{content}</w:styles>'))


def numbering(*content: str, of: Styles | None = None) -> Numbering:
    root = etree.fromstring(f'<w:numbering xmlns:w="{W}" xmlns:mc="{MC}">{"".join(content)}</w:numbering>')
    return Numbering.read(root, of or styles())


def labels(of: Numbering, used: Used) -> list[Label]:
    running = Labels(of)
    return [running.next(num_id, ilvl) for num_id, ilvl in used]


def texts(of: Numbering, *ilvls: int) -> list[str]:
    return [label.text for label in labels(of, [("1", ilvl) for ilvl in ilvls])]


OUTLINE = (level(0, text="%1"), level(1, text="%1.%2"), level(2, text="%1.%2.%3"))


# Levels


def test_a_level_is_read() -> None:
    found = numbering(
        abstract(
            '<w:lvl w:ilvl="1"><w:start w:val="3"/><w:numFmt w:val="upperRoman"/><w:lvlRestart w:val="0"/>'
            '<w:pStyle w:val="H2"/><w:isLgl/><w:suff w:val="space"/><w:lvlText w:val="Art. %2"/>'
            '<w:pPr><w:ind w:left="720" w:hanging="360"/></w:pPr></w:lvl>',
            id=5,
        ),
        num(of=5),
    ).level("1", 1)
    assert found is not None
    assert (found.num_fmt, found.lvl_text, found.start, found.suff) == ("upperRoman", "Art. %2", 3, "space")
    assert (found.is_legal, found.lvl_restart, found.p_style, found.list_key) == (True, 0, "H2", "5")
    assert (found.indent_left, found.hanging, found.is_bullet) == (720, 360, False)


@pytest.mark.parametrize("num_id", ["0", "2", "", "x"])
def test_number_zero_and_unknown_lists_have_no_level_and_no_label(num_id: str) -> None:
    found = numbering(abstract(level(0)), num(), num(0))
    assert found.level(num_id, 0) is None
    assert Labels(found).next(num_id, 0) == NO_LABEL


def test_a_list_without_its_abstract_list_is_none() -> None:
    assert numbering(num(of=9)).level("1", 0) is None
    assert Numbering.read(None, styles()).level("1", 0) is None


@pytest.mark.parametrize(("ilvl", "expected"), [(-4, 0), (9, 8), (2**31, 8)])
def test_absurd_levels_are_the_nearest_there_are(ilvl: int, expected: int) -> None:
    found = numbering(abstract(*(level(at) for at in range(9))), num()).level("1", ilvl)
    assert found is not None
    assert found.ilvl == expected


def test_a_level_that_the_list_leaves_out_shows_no_label() -> None:
    assert texts(numbering(abstract(level(0)), num()), 0, 1, 0) == ["1.", "", "2."]


def test_a_whole_level_can_be_overridden() -> None:
    found = numbering(abstract(level(0)), num(more=override(0, level(0, "upperLetter", "%1)"))))
    assert texts(found, 0, 0) == ["A)", "B)"]


def test_a_list_leads_to_another_through_a_numbering_style() -> None:
    of = styles(
        '<w:style w:type="numbering" w:styleId="N"><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>'
    )
    link = '<w:numStyleLink w:val="N"/>'
    linked = numbering(abstract(link), abstract('<w:styleLink w:val="N"/>', level(0), id=1), num(), num(2, 1), of=of)
    assert texts(linked, 0) == ["1."]


def test_without_the_numbering_style_the_list_that_names_it_is_found() -> None:
    link = '<w:numStyleLink w:val="N"/>'
    assert texts(numbering(abstract(link), abstract('<w:styleLink w:val="N"/>', level(0), id=1), num()), 0) == ["1."]


def test_lists_that_lead_to_each_other_end() -> None:
    of = styles(
        '<w:style w:type="numbering" w:styleId="N"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    assert numbering(abstract('<w:numStyleLink w:val="N"/>'), num(), of=of).level("1", 0) is None


def test_a_list_keeps_a_level_for_a_style() -> None:
    found = numbering(abstract(level(0), level(1, more='<w:pStyle w:val="H2"/>')), num())
    assert found.level_of_style("1", "H2") == 1
    assert found.level_of_style("1", "H1") is None
    assert found.level_of_style("9", "H2") is None


def test_the_lists_of_headings_are_known() -> None:
    of = styles(
        '<w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="1"/>'
        '</w:numPr></w:pPr></w:style><w:style w:type="paragraph" w:styleId="L"><w:name w:val="List"/><w:pPr><w:numPr>'
        '<w:numId w:val="2"/></w:numPr></w:pPr></w:style>'
    )
    found = numbering(abstract(level(0), id=4), abstract(level(0), id=5), num(1, 4), num(2, 5), of=of)
    assert found.heading_list_keys(of) == {"4"}


# Labels


def test_a_list_counts() -> None:
    assert texts(numbering(abstract(level(0, start=5)), num()), 0, 0) == ["5.", "6."]


def test_a_label_shows_the_numbers_of_higher_levels_in_their_own_formats() -> None:
    found = numbering(abstract(level(0, "upperRoman", "Art. %1"), level(1, "lowerLetter", "%1-%2)")), num())
    assert texts(found, 0, 1, 1) == ["Art. I", "I-a)", "I-b)"]


def test_a_level_begins_anew_after_a_higher_one() -> None:
    assert texts(numbering(abstract(*OUTLINE), num()), 0, 1, 2, 1, 2, 0, 1, 2) == [
        "1",
        "1.1",
        "1.1.1",
        "1.2",
        "1.2.1",
        "2",
        "2.1",
        "2.1.1",
    ]


def test_a_level_may_go_on_after_a_higher_one() -> None:
    on = level(1, text="§ %2", more='<w:lvlRestart w:val="0"/>')
    assert texts(numbering(abstract(level(0), on), num()), 0, 1, 1, 0, 1) == ["1.", "§ 1", "§ 2", "2.", "§ 3"]


def test_a_level_may_begin_anew_only_after_one_of_the_higher_ones() -> None:
    third = level(2, text="%3", more='<w:lvlRestart w:val="1"/>')
    assert texts(numbering(abstract(level(0), level(1), third), num()), 0, 1, 2, 1, 2, 0, 2) == [
        "1.",
        "1.",
        "1",
        "2.",
        "2",
        "2.",
        "1",
    ]


def test_a_level_left_out_is_used_up_with_its_start() -> None:
    found = numbering(abstract(level(0, text="%1", start=3), level(1, text="%1.%2")), num())
    assert texts(found, 1, 1, 0, 1) == ["3.1", "3.2", "4", "4.1"]
    assert texts(numbering(abstract(*OUTLINE), num()), 0, 2, 1) == ["1", "1.1.1", "1.2"]


def test_a_level_left_out_has_used_its_override() -> None:
    found = labels(numbering(abstract(*OUTLINE), num(more=start_at(0, 5))), [("1", 1), ("1", 0)])
    assert [(label.text, label.restarts) for label in found] == [("5.1", False), ("6", False)]


def test_a_list_whose_highest_level_is_set_back_is_another_list() -> None:
    found = labels(numbering(abstract(*OUTLINE), num(1), num(2, more=start_at(1, 1))), [("1", 1), ("2", 1)])
    assert [(label.text, label.list_key) for label in found] == [("1.1", "0"), ("1.1", "0.1")]


def test_legal_numbering_shows_every_number_as_decimal() -> None:
    legal = level(1, "lowerLetter", "%1.%2", more="<w:isLgl/>")
    assert texts(numbering(abstract(level(0, "upperRoman"), legal), num()), 0, 0, 1) == ["I.", "II.", "2.1"]


def test_a_bullet_shows_what_its_symbol_font_shows() -> None:
    symbol = (
        '<w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="{}"/><w:rPr><w:rFonts w:{}="{}"/></w:rPr>'
        "</w:lvl>"
    )
    for text, attribute, font, expected in (
        ("\uf0b7", "ascii", "Symbol", "•"),
        ("\uf0a7", "hAnsi", "Wingdings", "▪"),
        ("o", "ascii", "Courier New", "o"),
        ("\uf0b7", "ascii", "Own Signs", "•"),
    ):
        [label] = labels(numbering(abstract(symbol.format(text, attribute, font)), num()), [("1", 0)])
        assert (label.text, label.is_bullet, label.format) == (expected, True, "bullet")


def test_a_format_of_nothing_and_an_empty_text_show_no_number() -> None:
    assert texts(numbering(abstract(level(0, "none")), num()), 0) == ["."]
    assert texts(numbering(abstract(level(0, text="")), num()), 0) == [""]
    null = '<w:lvl w:ilvl="0"><w:lvlText w:val="%1" w:null="1"/></w:lvl>'
    assert texts(numbering(abstract(null), num()), 0) == [""]


def test_a_bullet_of_a_higher_level_is_no_number() -> None:
    assert texts(numbering(abstract(level(0, "bullet", "-"), level(1, text="%1%2)")), num()), 0, 1) == ["-", "1)"]


def test_a_custom_format_is_chosen_among_the_alternatives() -> None:
    choice = (
        '<mc:AlternateContent><mc:Choice Requires="w14"><w:numFmt w:val="custom" w:format="001, 002, 003, ..."/>'
        '</mc:Choice><mc:Fallback><w:numFmt w:val="decimal"/></mc:Fallback></mc:AlternateContent>'
    )
    levels = f'<w:lvl w:ilvl="0"><w:start w:val="9"/>{choice}<w:lvlText w:val="%1"/></w:lvl>'
    assert texts(numbering(abstract(levels), num()), 0, 0) == ["009", "010"]


def test_a_format_that_is_not_known_is_decimal_and_says_so() -> None:
    [label] = labels(numbering(abstract(level(0, "vietnameseCounting")), num()), [("1", 0)])
    assert (label.text, label.is_approximate) == ("1.", True)
    [label] = labels(numbering(abstract(level(0)), num()), [("1", 0)])
    assert not label.is_approximate


@pytest.mark.parametrize(("start", "expected"), [(-7, "0."), (2**40, "32767.")])
def test_absurd_starts_are_bounded(start: int, expected: str) -> None:
    assert texts(numbering(abstract(level(0, start=start)), num()), 0) == [expected]


def test_the_value_is_that_of_the_own_level() -> None:
    assert [label.value for label in labels(numbering(abstract(*OUTLINE), num()), [("1", 0), ("1", 1), ("1", 1)])] == [
        1,
        1,
        2,
    ]


# One count or another


def test_lists_of_one_abstract_list_share_its_count() -> None:
    found = labels(numbering(abstract(level(0)), num(1), num(2)), [("1", 0), ("2", 0), ("1", 0)])
    assert [label.text for label in found] == ["1.", "2.", "3."]
    assert {label.list_key for label in found} == {"0"}


def test_abstract_lists_count_apart() -> None:
    found = labels(numbering(abstract(level(0)), abstract(level(0), id=1), num(1), num(2, 1)), [("1", 0), ("2", 0)])
    assert [(label.text, label.list_key) for label in found] == [("1.", "0"), ("1.", "1")]


def test_an_override_sets_the_count_back_once_and_begins_another_list() -> None:
    found = labels(numbering(abstract(level(0)), num(1), num(2, more=start_at(0, 4))), [("1", 0), *[("2", 0)] * 2])
    assert [label.text for label in found] == ["1.", "4.", "5."]
    assert [label.restarts for label in found] == [False, True, False]
    assert found[0].list_key != found[1].list_key == found[2].list_key


def test_an_override_of_the_first_list_restarts_nothing() -> None:
    [label] = labels(numbering(abstract(level(0)), num(1, more=start_at(0, 4))), [("1", 0)])
    assert (label.text, label.restarts, label.list_key) == ("4.", False, "0")


def test_an_override_below_a_level_that_goes_on_stays_in_the_list() -> None:
    found = labels(
        numbering(abstract(*OUTLINE), num(1), num(2, more=start_at(1, 1))), [("1", 0), ("1", 1), ("2", 1), ("1", 0)]
    )
    assert [label.text for label in found] == ["1", "1.1", "1.1", "2"]
    assert [label.restarts for label in found] == [False, False, True, False]
    assert len({label.list_key for label in found}) == 1


def test_a_higher_level_is_no_restart() -> None:
    found = labels(numbering(abstract(*OUTLINE), num()), [("1", 0), ("1", 1), ("1", 0), ("1", 1)])
    assert not any(label.restarts for label in found)


def test_stories_count_apart() -> None:
    found = numbering(abstract(level(0)), num())
    assert texts(found, 0) == texts(found, 0) == ["1."]
