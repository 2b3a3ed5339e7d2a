import pytest
from docx_lists import OUTLINE, abstract, labels, level, num, numbering, override, start_at, texts
from docx_styles import rpr, style, styles


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


def test_legal_numbering_leaves_numbers_with_a_zero_before_them_as_they_are() -> None:
    legal = level(1, "decimalZero", "Section %1.%2", more="<w:isLgl/>")
    found = numbering(abstract(level(0, "upperRoman"), legal), num())
    assert texts(found, 0, 1, 1) == ["I.", "Section 1.01", "Section 1.02"]


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


# How a label looks


def in_look(rpr: str, text: str = "Article %1") -> str:
    return level(0, "lowerRoman", text).replace("</w:lvl>", f"<w:rPr>{rpr}</w:rPr></w:lvl>")


def test_a_level_in_capitals_shows_its_label_in_capitals() -> None:
    assert texts(numbering(abstract(in_look("<w:caps/>")), num()), 0) == ["ARTICLE I"]
    assert texts(numbering(abstract(in_look("<w:smallCaps/>")), num()), 0) == ["Article i"]


def test_a_hidden_label_is_not_shown_and_counts() -> None:
    hidden = override(0, in_look("<w:vanish/>"))
    found = numbering(abstract(level(0)), num(), num(2, more=hidden))
    assert [label.text for label in labels(found, [("1", 0), ("2", 0), ("1", 0)])] == ["1.", "", "3."]


def test_the_look_of_a_label_may_come_from_a_character_style() -> None:
    of = styles(style("Loud", rpr("<w:caps/>"), kind="character"))
    assert texts(numbering(abstract(in_look('<w:rStyle w:val="Loud"/>')), num(), of=of), 0) == ["ARTICLE I"]


def test_signs_of_a_symbol_font_around_a_number_are_those_that_it_shows() -> None:
    fonts = '<w:rFonts w:ascii="Symbol"/>'
    assert texts(numbering(abstract(in_look(fonts, "\uf0b7%1")), num()), 0) == ["•i"]
    assert texts(numbering(abstract(in_look("", "\uf0b7%1")), num()), 0) == ["□i"]


def test_an_override_that_the_count_comes_to_anyway_begins_no_other_list() -> None:
    found = labels(numbering(abstract(level(0)), num(1), num(2, more=start_at(0, 2))), [("1", 0), ("2", 0), ("1", 0)])
    assert [(label.text, label.list_key, label.restarts) for label in found] == [
        (text, "0", False) for text in ("1.", "2.", "3.")
    ]
