from sdconvert.findings import Finding
from sdconvert.model.styleuse import StyleUse
from sdconvert.stylemap.check import check
from sdconvert.stylemap.rows import MappingRow, StyleMap, TextType


def _ids(findings: tuple[Finding, ...]) -> list[str]:
    return [finding.code.id for finding in findings]


def test_a_sound_mapping_that_covers_all_styles_has_no_finding():
    stylemap = StyleMap({"heading 1": MappingRow(TextType.HEADING_OL, 0)})
    assert check(stylemap, [StyleUse("Heading 1", count=1)]) == ()


def test_a_level_out_of_range_is_an_error():
    assert _ids(check(StyleMap({"A": MappingRow(TextType.HEADING, 6)}), [StyleUse("A", is_own=True)])) == ["MAP-002"]
    assert _ids(check(StyleMap({"A": MappingRow(TextType.HEADING, -1)}), [StyleUse("A", is_own=True)])) == ["MAP-002"]


def test_a_level_that_the_api_does_not_take_is_a_warning():
    assert _ids(check(StyleMap({"A": MappingRow(TextType.LIST_OL, 0)}), [StyleUse("A", is_own=True)])) == ["MAP-003"]


def test_a_row_that_nothing_uses_names_the_style_that_may_be_meant():
    stylemap = StyleMap({"Clauze": MappingRow(TextType.PARAGRAPH_OL, 0)})
    unused, without_row = check(stylemap, [StyleUse("Clause", is_own=True, count=2)])
    assert unused.code.id == "MAP-007"
    assert "is “Clause” meant?" in unused.message
    assert without_row.code.id == "MAP-008"


def test_a_style_without_a_row_counts_over_all_files():
    uses = [StyleUse("A", is_own=True, count=2, example="One"), StyleUse("A", is_own=True, count=3)]
    (finding,) = check(StyleMap({}), uses)
    assert finding.message == "The style “A” has no row; 5 paragraphs use it, such as “One”."


def test_an_own_style_in_another_case_is_another_style():
    stylemap = StyleMap({"clause": MappingRow(TextType.PARAGRAPH, 0)})
    assert _ids(check(stylemap, [StyleUse("Clause", is_own=True, count=1)])) == ["MAP-007", "MAP-008"]
