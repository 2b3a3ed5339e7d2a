import pytest

from sdconvert.findings import Finding
from sdconvert.model.styleuse import StyleUse
from sdconvert.stylemap.builtin import built_in_name
from sdconvert.stylemap.check import check, check_rows
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


def _rows(**rows: MappingRow) -> StyleMap:
    return StyleMap({name.replace("_", " "): row for name, row in rows.items()})


def test_rows_for_one_style_of_word_are_told_together():
    heading, text = MappingRow(TextType.HEADING, 0), MappingRow(TextType.PARAGRAPH, 0)
    faults = check_rows(_rows(heading_1=heading, Heading_1=text, Überschrift_1=heading, Clause=text, clause=heading))
    assert [(fault.code.id, fault.message) for fault in faults] == [
        (
            "MAP-018",
            "The row “Überschrift 1” is named as Word shows its own style “heading 1”; files and the API call that "
            "“heading 1”.",
        ),
        (
            "MAP-017",
            "The rows “heading 1” and “Heading 1” and “Überschrift 1” are for one style, Word's own “heading 1”, and "
            "say: heading 0, paragraph 0, heading 0.",
        ),
    ]


def test_a_name_that_an_own_style_has_is_none_of_words():
    stylemap = _rows(Titre_1=MappingRow(TextType.HEADING, 0))
    assert [fault.code.id for fault in check_rows(stylemap)] == ["MAP-018"]
    assert check_rows(stylemap, [StyleUse("Titre 1", is_own=True, count=1)]) == ()


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("Heading 3", "heading 3"),
        ("TITRE 2", "heading 2"),
        ("標題 1", None),
        ("标题 1", "heading 1"),
        ("Caption", "caption"),
    ],
)
def test_names_of_words_own_styles_are_known_in_other_languages(name: str, known: str | None):
    assert built_in_name(name) == known
