import pytest

from sdconvert.model.styleuse import StyleUse
from sdconvert.stylemap.proposal import Ground, ProposedRow
from sdconvert.stylemap.propose import propose
from sdconvert.stylemap.rows import MappingRow, TextType


def _row(use: StyleUse) -> ProposedRow:
    (row,) = propose([use]).rows
    return row


def _own(name: str = "Own", **fields: object) -> StyleUse:
    return StyleUse(name, is_own=True, count=1, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize("level", range(6))
def test_built_in_headings_that_are_numbered_become_numbered_headings(level: int):
    row = _row(StyleUse(f"Heading {level + 1}", count=1, numbering="decimal"))
    assert (row.style, row.row, row.ground) == (
        f"heading {level + 1}",
        MappingRow(TextType.HEADING_OL, level),
        Ground.NAME,
    )


def test_a_heading_that_word_does_not_number_gets_no_number():
    row = _row(StyleUse("heading 1", count=1))
    assert (row.row, row.reason) == (MappingRow(TextType.HEADING, 0), "Word's own heading, not numbered in Word")


def test_headings_below_the_sixth_are_clamped_with_a_finding():
    proposal = propose([StyleUse("heading 8", count=1), StyleUse("heading 6", count=1)])
    assert proposal.stylemap.rows["heading 8"] == MappingRow(TextType.HEADING, 5)
    (finding,) = proposal.findings
    assert finding.code.id == "MAP-010"
    assert "“heading 8” is a heading of level 8" in finding.message


def test_the_caption_takes_no_level():
    assert _row(StyleUse("Caption", count=1)).row == MappingRow(TextType.CAPTION)
    assert _row(StyleUse("Caption", count=1)).style == "caption"


def test_the_title_is_a_heading_without_a_number_and_the_subtitle_a_paragraph():
    assert _row(StyleUse("Title", count=1, outline_level=3, outline_style="Title")).row == MappingRow(
        TextType.HEADING, 0
    )
    assert _row(StyleUse("Subtitle", count=1)).row == MappingRow(TextType.PARAGRAPH, 0)


@pytest.mark.parametrize("name", ["toc 1", "TOC Heading", "index 2", "table of figures", "header", "footnote text"])
def test_what_word_generates_is_a_paragraph(name: str):
    assert _row(StyleUse(name, count=1, based_on=("heading 1",))).row == MappingRow(TextType.PARAGRAPH, 0)


def test_an_own_style_with_an_outline_level_is_a_heading_and_says_where_the_level_comes_from():
    row = _row(_own(outline_level=1, outline_style="Base", numbering="decimal"))
    assert (row.row, row.ground) == (MappingRow(TextType.HEADING_OL, 1), Ground.OUTLINE_LEVEL)
    assert row.reason == "outline level 2, from “Base”"


def test_an_own_style_based_on_a_heading_is_a_heading_of_its_level():
    row = _row(_own(based_on=("Own base", "Heading 3", "Normal")))
    assert (row.row, row.ground) == (MappingRow(TextType.HEADING, 2), Ground.INHERITANCE)
    assert row.reason == "based on “heading 3”, not numbered in Word"


def test_a_style_that_says_it_is_body_text_is_no_heading():
    row = _row(_own(based_on=("heading 1",), outline_style="Own"))
    assert row.row == MappingRow(TextType.PARAGRAPH, 0)
    assert "says that it is body text" in row.reason


@pytest.mark.parametrize(
    ("numbering", "text_type"),
    [("bullet", TextType.LIST_UL), ("decimal", TextType.LIST_OL), ("lowerRoman", TextType.LIST_OL)],
)
def test_list_styles_go_by_what_their_numbering_is_and_not_by_their_name(numbering: str, text_type: TextType):
    assert _row(StyleUse("List Bullet", count=1, numbering=numbering)).row == MappingRow(text_type)


def test_a_list_style_without_numbering_is_left_to_the_import():
    row = _row(StyleUse("List Paragraph", count=4, listed=3))
    assert row.row == MappingRow(TextType.PARAGRAPH, 0)
    assert row.reason == "most are list items by numbering of their own, which the import finds by itself"


def test_a_list_style_whose_paragraphs_mostly_take_the_number_away_is_text():
    assert _row(StyleUse("Item", count=3, numbering="decimal", unlisted=2)).row == MappingRow(TextType.PARAGRAPH, 0)


def test_a_heading_that_takes_its_inherited_number_away_is_a_heading_without_a_number():
    row = _row(_own(based_on=("heading 2",), has_dropped_number=True))
    assert (row.row, row.reason) == (
        MappingRow(TextType.HEADING, 1),
        "based on “heading 2”, whose number it takes away",
    )


def test_a_style_based_on_the_caption_is_a_caption():
    assert _row(_own(based_on=("Base", "Caption"))).row == MappingRow(TextType.CAPTION)


def test_the_reason_is_that_of_most_paragraphs():
    row, *_ = propose([StyleUse("heading 1", count=2), StyleUse("heading 1", count=9, numbering="decimal")]).rows
    assert row.reason == "Word's own heading"


def test_text_numbered_in_one_list_with_the_headings_is_a_numbered_paragraph():
    use = _own(numbering="decimal", number_level=1, is_numbered_with_headings=True)
    assert _row(use).row == MappingRow(TextType.PARAGRAPH_OL, 1)


def test_counts_and_files_add_up_over_files():
    row, _ = propose([StyleUse("Body", count=2, example=""), StyleUse("body", count=5, example="B"), _own()]).rows
    assert (row.style, row.count, row.files, row.example) == ("Body", 7, 2, "B")


def test_files_that_disagree_are_named_and_the_more_used_meaning_wins():
    uses = [StyleUse("X", is_own=True, count=9, numbering="bullet"), StyleUse("X", is_own=True, count=2)]
    proposal = propose(uses)
    assert proposal.stylemap.rows["X"] == MappingRow(TextType.LIST_UL)
    (finding,) = proposal.findings
    assert finding.code.id == "MAP-011"
    assert "list-ul for 9 paragraphs; paragraph 0 for 2 paragraphs" in finding.message


LOOKS = {"is_bold": True, "size": 16.0, "body_size": 11.0, "example": "Scope", "average_length": 12.0}


def test_a_style_that_only_looks_like_a_heading_is_proposed_apart():
    proposal = propose([_own(**LOOKS)])
    assert proposal.stylemap.rows["Own"] == MappingRow(TextType.PARAGRAPH, 0)
    (candidate,) = proposal.candidates
    assert (candidate.row, candidate.ground) == (MappingRow(TextType.HEADING, 0), Ground.APPEARANCE)
    assert candidate.reason == "short (on average 12 characters), bold, larger than the text (16 against 11 pt)"


@pytest.mark.parametrize(
    "unlike",
    [
        {"average_length": 200.0},
        {"size": 11.0},
        {"size": None},
        {"size": 12.0, "is_bold": False},
        {"sentences": 1},
        {"in_tables": 1},
        {"is_default": True},
        {"numbering": "bullet"},
        {"outline_level": 0},
    ],
)
def test_a_style_that_lacks_one_trait_is_no_candidate(unlike: dict[str, object]):
    assert propose([_own(**{**LOOKS, **unlike})]).candidates == ()


def test_a_candidate_takes_the_level_of_the_headings_of_its_size():
    headings = [StyleUse(f"heading {n}", count=1, size=size) for n, size in ((1, 20.0), (2, 16.0), (3, 13.0))]
    levels = {
        size: propose([*headings, _own(**{**LOOKS, "size": size})]).candidates[0].row.level
        for size in (24.0, 16.0, 14.0, 12.0)
    }
    assert levels == {24.0: 0, 16.0: 1, 14.0: 2, 12.0: 3}


def test_candidates_without_headings_are_levelled_among_themselves():
    uses = [_own("Small", **{**LOOKS, "size": 13.0}), _own("Large", **{**LOOKS, "size": 18.0})]
    assert {row.style: row.row.level for row in propose(uses).candidates} == {"Large": 0, "Small": 1}


def test_paragraphs_with_an_outline_level_of_their_own_make_a_candidate():
    (candidate,) = propose([_own(outlined=1, example="Scope")]).candidates
    assert candidate.reason == "1 of its 1 paragraphs have an outline level of their own"


def test_paragraphs_that_are_headings_by_themselves_are_a_finding():
    (finding,) = propose([StyleUse("Normal", count=9, outlined=2), StyleUse("Normal", count=9, outlined=1)]).findings
    assert finding.code.id == "MAP-009"
    assert finding.message.startswith("3 paragraphs of the style “Normal” are headings")


def test_what_word_names_itself_is_no_candidate():
    assert propose([StyleUse("Subtitle", count=1, **LOOKS)]).candidates == ()  # type: ignore[arg-type]


def test_candidates_are_mapped_when_asked_for():
    taken = propose([_own(**LOOKS)]).with_candidates()
    assert taken.stylemap.rows["Own"] == MappingRow(TextType.HEADING, 0)
    assert taken.candidates == ()


def test_rows_stand_in_reading_order():
    uses = [StyleUse("Normal", count=9), StyleUse("caption", count=1), StyleUse("heading 2", count=1)]
    assert [row.style for row in propose([*uses, StyleUse("heading 1", count=1)]).rows] == [
        "heading 1",
        "heading 2",
        "caption",
        "Normal",
    ]


def test_lines_formatted_as_headings_are_told_and_not_guessed():
    first = StyleUse("Normal", count=9, formatted=2, formatted_example="Scope")
    proposal = propose([first, StyleUse("Normal", count=9, formatted=1, formatted_example="Term")])
    assert proposal.stylemap.rows["Normal"] == MappingRow(TextType.PARAGRAPH, 0)
    (finding,) = proposal.findings
    assert finding.message == (
        "3 line(s) of the style “Normal” in 2 file(s) look like headings by formatting of their own, such as “Scope”; "
        "the row leaves them text."
    )
