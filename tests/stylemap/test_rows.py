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
