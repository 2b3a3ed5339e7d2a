"""What paragraphs are without a mapping, and the row that changes the fewest of them."""

from __future__ import annotations

import pytest

from sdconvert.model.blocks import Heading, ListItem, Paragraph
from sdconvert.model.document import Document
from sdconvert.model.inlines import CrossReference, Run
from sdconvert.model.styleuse import StyleUse
from sdconvert.stylemap.choice import choose
from sdconvert.stylemap.forms import Form, FormCounts, changes_by, count_forms
from sdconvert.stylemap.proposal import Confidence, Ground, ProposedRow
from sdconvert.stylemap.propose import files_changed_by, proposal_of
from sdconvert.stylemap.rows import MappingRow, TextType
from sdconvert.stylemap.votes import Votes

CLAUSE = "The supplier delivers the goods within ten days after the order was placed in writing."
NUMBERED, PLAIN = Form(TextType.HEADING_OL, 0), Form(TextType.HEADING, 0)
HEADING = StyleUse("heading 1", count=14, numbering="decimal")


def proposed(*files: tuple[StyleUse, FormCounts]) -> ProposedRow:
    votes = Votes()
    for number, (use, forms) in enumerate(files):
        votes.add(number, [use], {use.name: forms})
    (row,) = proposal_of(votes).rows
    return row


def test_forms_are_counted_by_style():
    blocks = (
        Heading((Run("Scope"),), 1, is_numbered=True, style="heading 2"),
        Heading((Run(CLAUSE),), 1, is_numbered=True, style="heading 2"),
        Paragraph((Run("a"),), number_level=2, style="Own"),
        ListItem((Run("b"),), is_ordered=False, level=1, style="Own"),
    )
    assert count_forms(Document(blocks)) == {
        "heading 2": {Form(TextType.HEADING_OL, 1): 1, Form(TextType.HEADING_OL, 1, is_clause=True): 1},
        "Own": {Form(TextType.PARAGRAPH_OL, 2): 1, Form(TextType.LIST_UL, 1): 1},
    }


def test_references_to_numbers_weigh_on_the_side_of_the_numbers():
    reference = CrossReference("x", text="1", show_number=True, show_content=False)
    blocks = (
        Heading((Run("Scope"),), 0, is_numbered=True, style="heading 1", id="x"),
        Paragraph((reference, reference), style="Body"),
    )
    forms = count_forms(Document(blocks))["heading 1"]
    assert forms == {NUMBERED: 1, NUMBERED._replace(is_reference=True): 2}
    assert choose(HEADING, {**forms, PLAIN: 2}).row.text_type is TextType.HEADING_OL


@pytest.mark.parametrize(
    ("text_type", "form", "changes"),
    [
        (TextType.HEADING_OL, NUMBERED, 0),
        (TextType.HEADING_OL, PLAIN, 1),
        (TextType.HEADING, NUMBERED, 1),
        (TextType.HEADING_OL, Form(TextType.PARAGRAPH), 2),
        (TextType.PARAGRAPH, Form(TextType.PARAGRAPH_OL, 3), 0),
        (TextType.PARAGRAPH, Form(TextType.LIST_UL), 0),
        (TextType.LIST_OL, Form(TextType.LIST_UL), 1),
        (TextType.PARAGRAPH, NUMBERED, 2),
        (TextType.HEADING_OL, Form(TextType.HEADING_OL, 2), 2),
        (TextType.PARAGRAPH_OL, Form(TextType.HEADING_OL, 0, is_clause=True), 0),
        (TextType.HEADING_OL, Form(TextType.HEADING_OL, 0, is_clause=True), 1),
    ],
)
def test_a_row_changes_headings_and_labels(text_type: TextType, form: Form, changes: int):
    assert changes_by(MappingRow(text_type, 0), {form: 1}) == changes


def test_a_style_that_is_mostly_not_numbered_gets_no_number():
    choice = choose(HEADING, {NUMBERED: 4, PLAIN: 10})
    assert choice.row == MappingRow(TextType.HEADING, 0)
    assert choice.reason == "Word's own heading, most of it not numbered in Word"


def test_a_style_that_is_partly_numbered_is_less_sure():
    row = proposed((HEADING, {NUMBERED: 10, PLAIN: 4}))
    assert (row.row, row.confidence, row.changed) == (MappingRow(TextType.HEADING_OL, 0), Confidence.MEDIUM, 4)


def test_of_the_rows_of_all_files_the_one_that_changes_the_fewest_paragraphs_is_taken():
    few = (StyleUse("heading 1", count=3, numbering="decimal"), {NUMBERED: 3})
    many = (StyleUse("heading 1", count=5), {PLAIN: 5})
    row = proposed(few, many)
    assert (row.row, row.changed, row.confidence) == (MappingRow(TextType.HEADING, 0), 3, Confidence.MEDIUM)


def test_clauses_in_a_heading_style_become_numbered_paragraphs_of_its_level():
    use = StyleUse("heading 2", count=5, numbering="decimal")
    row = proposed((use, {Form(TextType.HEADING_OL, 1, is_clause=True): 4, Form(TextType.HEADING_OL, 1): 1}))
    assert (row.row, row.ground) == (MappingRow(TextType.PARAGRAPH_OL, 1), Ground.WORDING)
    assert row.reason == "Word's own heading, but most of it reads like clauses"
    assert row.confidence is Confidence.MEDIUM


def test_clauses_without_a_number_become_paragraphs():
    use = StyleUse("heading 2", count=2)
    assert proposed((use, {Form(TextType.HEADING, 1, is_clause=True): 2})).row == MappingRow(TextType.PARAGRAPH, 0)


def test_a_list_style_that_only_some_paragraphs_follow_leaves_lists_to_the_import():
    use = StyleUse("List", count=5, numbering="bullet")
    assert proposed((use, {Form(TextType.LIST_UL): 4, Form(TextType.PARAGRAPH): 1})).row.text_type is TextType.PARAGRAPH
    assert proposed((use, {Form(TextType.LIST_UL): 4})).row.text_type is TextType.LIST_UL


def test_only_files_that_a_row_may_change_are_to_be_tried():
    votes = Votes()
    for number, form in enumerate((NUMBERED, PLAIN, NUMBERED, NUMBERED)):
        votes.add(number, [HEADING], {"heading 1": {form: 1}})
    assert files_changed_by(proposal_of(votes).stylemap, votes) == (1,)
