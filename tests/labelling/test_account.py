"""What SMASHDOCs shows before blocks, held against the labels of the source."""

from __future__ import annotations

from sdconvert.choices import Headings, Labels
from sdconvert.findings import Finding
from sdconvert.labelling import settle
from sdconvert.model.blocks import Heading, ListItem, Paragraph
from sdconvert.model.document import Block, Document
from sdconvert.model.inlines import Run

TEXT = (Run("x"),)


def told(*blocks: Block, headings: Headings = Headings.AUTO) -> list[Finding]:
    """What is said of labels that SMASHDOCs would show otherwise."""
    return list(settle(Document(blocks), Labels.STRUCTURE, headings).findings)


def heading(label, level, **fields):
    return Heading(TEXT, level, is_numbered=True, label=label, **fields)


def item(label, level=0, list_id="l", is_ordered=True):
    return ListItem(TEXT, is_ordered, level, list_id, label=label)


def test_headings_and_numbered_paragraphs_share_decimal_numbers():
    blocks = (
        heading("1", 0),
        heading("1.1", 1),
        Paragraph(TEXT, number_level=2, label="1.1.1"),
        heading("1.2.", 1),
        heading("2", 0),
        heading("2.1", 1),
        heading("1", 0, restarts=True),
    )
    assert told(*blocks) == []


def test_a_level_that_was_not_met_counts_zero():
    assert told(heading("0.1", 1)) == []


def test_items_count_by_their_own_level_in_their_list():
    items = (
        item("1."),
        item("1.", 1),
        item("2.", 1),
        item("1", list_id="other"),
        Paragraph(TEXT),
        item("2."),
        item("1.", 1),
    )
    assert told(*items) == []


def test_bullets_are_bullets_and_let_deeper_numbers_begin_again():
    items = item("•", is_ordered=False), item("1", 1), item("–", is_ordered=False), item("1", 1)
    assert told(*items) == []


def test_other_labels_are_reported_once_for_each_list_and_level():
    findings = told(item("I."), item("II."), item("III."), item("5.", 1), item("1.", list_id="other"))
    assert [(f.details["label"], f.details["shown"], f.details["count"]) for f in findings] == [
        ("I.", "1", 3),
        ("5.", "1", 1),
    ]
    assert {f.code.id for f in findings} == {"LABEL-001"}


def test_the_number_of_a_heading_that_is_written_plain_is_reported():
    findings = told(heading("1", 0), headings=Headings.PLAIN)
    assert findings[0].details["shown"] == "no label"


def test_a_number_that_the_caller_asked_for_is_not_reported():
    block = Heading(TEXT, 0, label="A")
    assert told(block, headings=Headings.NUMBERED) == []
