import pytest

from sdconvert.model.styleuse import StyleUse
from sdconvert.stylemap.resolve import resolve
from sdconvert.stylemap.rows import MappingRow, StyleMap, TextType

MAP = StyleMap({"heading 1": MappingRow(TextType.HEADING_OL, 0), "Clause": MappingRow(TextType.PARAGRAPH_OL, 1)})


def test_a_built_in_style_is_found_in_any_case():
    assert MAP.key("Heading 1", is_own=False) == "heading 1"


def test_an_own_style_is_found_by_its_exact_name_only():
    assert MAP.key("Clause", is_own=True) == "Clause"
    assert MAP.key("clause", is_own=True) is None


def test_the_exact_row_wins_over_one_of_another_case():
    both = StyleMap({"BODY": MappingRow(TextType.HEADING, 0), "Body": MappingRow(TextType.PARAGRAPH, 0)})
    assert both.key("Body", is_own=False) == "Body"
    assert both.key("body", is_own=False) == "BODY"


def test_only_paragraphs_and_headings_have_a_level():
    assert {text_type for text_type in TextType if text_type.has_level} == {
        "paragraph",
        "paragraph-ol",
        "heading",
        "heading-ol",
    }


def test_a_row_for_a_family_holds_for_each_style_whose_name_fits():
    rows = {
        name: MappingRow(TextType.PARAGRAPH) for name in ("Klausel *", "Klausel * lang", "*", "Klausel 3", "heading *")
    }
    stylemap = StyleMap(rows)
    assert stylemap.has_families
    names = ("Klausel 1", "Klausel 1 lang", "Klausel 3", "klausel 1", "Body (a.b)")
    assert [stylemap.key(name, is_own=True) for name in names] == ["Klausel *", "Klausel * lang", "Klausel 3", "*", "*"]
    assert stylemap.key("Heading 2", is_own=False) == "heading *"
    assert not StyleMap({"Klausel": MappingRow(TextType.PARAGRAPH)}).has_families


def test_a_family_is_resolved_for_the_styles_of_a_document():
    text, heading = MappingRow(TextType.PARAGRAPH), MappingRow(TextType.HEADING, 1)
    stylemap = StyleMap({"Klausel *": text, "Klausel 2": heading, "Heading 1": heading})
    uses = [StyleUse(name, is_own=True) for name in ("Klausel 1", "Klausel 2", "Other")]
    assert resolve(stylemap, uses).rows == {"Klausel 1": text, "Klausel 2": heading, "heading 1": heading}


def test_words_own_styles_are_sent_by_the_names_that_the_api_gives_them():
    caption, heading = MappingRow(TextType.CAPTION), MappingRow(TextType.HEADING, 1)
    assert resolve(StyleMap({"Caption": caption, "Heading 2": heading}), ()).rows == {
        "caption": caption,
        "heading 2": heading,
    }
    assert resolve(StyleMap({"Caption": caption}), [StyleUse("Caption", is_own=True)]).rows == {"Caption": caption}


@pytest.mark.parametrize(
    ("family", "style", "fits"),
    [
        ("a*a", "a", False),
        ("a*a", "aa", True),
        ("*b*", "abc", True),
        ("a*b*c", "a-c-b", False),
        ("a**c", "abc", True),
        ("*a" * 40 + "*b", "a" * 250, False),
    ],
)
def test_a_name_fits_a_family_in_the_order_of_its_parts(family: str, style: str, fits: bool):
    stylemap = StyleMap({family: MappingRow(TextType.PARAGRAPH)})
    assert (stylemap.key(style, is_own=True) == family) is fits
