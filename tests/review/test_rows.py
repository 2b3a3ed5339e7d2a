"""The rows of the mapping editor."""

from __future__ import annotations

import tomllib

import pytest

from sdconvert.errors import BadConfiguration
from sdconvert.model.styleuse import StyleUse
from sdconvert.review.rows import editor_rows, mapping_text, read_chosen, rows_as_dict
from sdconvert.stylemap import MappingRow, StyleMap, TextType
from sdconvert.stylemap.parse import parse_stylemap
from sdconvert.stylemap.propose import propose

USES = (
    StyleUse("heading 1", count=2, example="One\ttab", numbering="decimal"),
    StyleUse("Own", is_own=True, count=3, example="Text."),
)
PROPOSAL = propose(USES)


def test_each_style_has_a_row_with_what_is_proposed_and_why() -> None:
    first, second = editor_rows(PROPOSAL, StyleMap({}), USES)
    assert (first["style"], first["count"], first["example"], first["confidence"]) == (
        "heading 1",
        2,
        "One tab",
        "high",
    )
    assert first["proposed"] == {"textType": "heading-ol", "level": 0}
    assert second["faults"] == []


def test_a_fault_stands_beside_its_row_and_a_row_without_paragraphs_at_the_end() -> None:
    chosen = StyleMap({"Heading 1": MappingRow(TextType.CAPTION, 2), "Onw": MappingRow(TextType.PARAGRAPH)})
    rows = editor_rows(PROPOSAL, chosen, USES)
    faults = {row["key"]: [fault["code"] for fault in row["faults"]] for row in rows}
    assert faults == {"Heading 1": ["MAP-003"], "Own": [], "Onw": ["MAP-007"]}
    assert rows[-1]["proposed"] is None


def test_a_style_of_a_family_has_a_row_of_its_own_that_names_the_family() -> None:
    chosen = StyleMap({"O*": MappingRow(TextType.CAPTION)})
    rows = editor_rows(PROPOSAL, chosen, USES)
    assert [(row["key"], row["family"]) for row in rows] == [("heading 1", ""), ("Own", "O*")]


def test_a_mapping_goes_to_the_page_and_back() -> None:
    chosen = StyleMap({"a": MappingRow(TextType.HEADING, 1), "b": MappingRow(TextType.LIST_UL)})
    assert read_chosen(rows_as_dict(chosen)) == chosen


@pytest.mark.parametrize(
    "value", [None, [], {"a": None}, {"a": {"textType": "x"}}, {"a": {"textType": "heading", "level": True}}]
)
def test_what_is_no_mapping_is_refused(value: object) -> None:
    with pytest.raises(BadConfiguration):
        read_chosen(value)


@pytest.mark.parametrize("form", ["json", "toml"])
def test_both_files_hold_the_mapping(form: str) -> None:
    chosen = StyleMap({'a "quoted" # name': MappingRow(TextType.HEADING, 1), "Own": MappingRow(TextType.LIST_UL)})
    assert parse_stylemap(mapping_text(chosen, PROPOSAL, form)).rows == chosen.rows


def test_toml_gives_the_reason_of_a_row_as_proposed_and_says_what_was_chosen_by_hand() -> None:
    text = mapping_text(StyleMap({**PROPOSAL.stylemap.rows, "Own": MappingRow(TextType.CAPTION)}), PROPOSAL, "toml")
    assert tomllib.loads(text)["Own"] == {"textType": "caption"}
    assert "Word's own heading" in text
    assert "3× in 1 file: chosen by hand" in text
