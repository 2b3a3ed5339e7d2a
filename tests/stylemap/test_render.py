import json

from sdconvert.model.styleuse import StyleUse
from sdconvert.stylemap.parse import parse_stylemap
from sdconvert.stylemap.proposal import Ground, NamedChange, Proposal, ProposedRow
from sdconvert.stylemap.propose import propose
from sdconvert.stylemap.render import to_api, to_json, to_toml
from sdconvert.stylemap.rows import MappingRow, StyleMap, TextType


def test_the_api_object_has_levels_only_where_the_api_takes_one():
    rows = {
        "b": MappingRow(TextType.LIST_UL, 2),
        "A": MappingRow(TextType.HEADING, 0),
        "c": MappingRow(TextType.PARAGRAPH),
    }
    assert to_api(StyleMap(rows)) == {
        "A": {"textType": "heading", "level": 0},
        "b": {"textType": "list-ul"},
        "c": {"textType": "paragraph"},
    }


def test_json_does_not_depend_on_the_order_of_rows():
    rows = {"Überschrift": MappingRow(TextType.HEADING, 0), "a": MappingRow(TextType.CAPTION)}
    backwards = dict(reversed(rows.items()))
    assert to_json(StyleMap(rows)) == to_json(StyleMap(backwards))
    assert json.loads(to_json(StyleMap(rows))) == to_api(StyleMap(rows))
    assert "Überschrift" in to_json(StyleMap(rows))


def test_toml_gives_the_reasons_and_reads_back():
    proposal = propose([StyleUse('My "own"\x7f\\style', is_own=True, count=2, example="One\ntwo", numbering="bullet")])
    text = to_toml(proposal)
    assert "# 2× in 1 file: its style gives it a bullet\n# “One two”\n" in text
    assert parse_stylemap(text) == proposal.stylemap


def test_candidates_stay_comments_in_toml():
    looks = ProposedRow("Own", MappingRow(TextType.HEADING, 0), Ground.APPEARANCE, "bold", 1, 1)
    text = to_toml(Proposal(candidates=(looks,)))
    assert '# "Own" = { textType = "heading", level = 0 }' in text
    assert parse_stylemap(text).rows == {}


def test_toml_says_what_a_row_changes():
    change = NamedChange("adds a number to 2 headings of 1 file", (3,))
    row = ProposedRow("Own", MappingRow(TextType.HEADING_OL, 0), Ground.NAME, "own", 2, 1, changes=(change,))
    assert "\n# It adds a number to 2 headings of 1 file.\n" in to_toml(Proposal((row,)))
