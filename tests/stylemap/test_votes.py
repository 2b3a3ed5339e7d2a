import itertools
from dataclasses import replace

import pytest

from sdconvert.model.styleuse import StyleUse
from sdconvert.stylemap.proposal import Confidence, Ground, ProposedRow
from sdconvert.stylemap.propose import proposal_of, propose
from sdconvert.stylemap.rows import MappingRow, TextType
from sdconvert.stylemap.votes import Votes

_TEXT = StyleUse("Own", is_own=True, count=10, example="Ten.")
_HEADING = StyleUse("Own", is_own=True, count=4, example="Four", outline_level=1, outline_style="Own")
_FILES = (
    (_TEXT, StyleUse("Heading 1", count=1), StyleUse("Normal", is_default=True, count=5, example="Words")),
    (_HEADING, StyleUse("heading 1", count=1, example="First"), StyleUse("Quote", count=3)),
    (replace(_HEADING, count=6, example=""), StyleUse("Quote", is_own=True, count=3, example="Quoted")),
    (replace(_TEXT, example="Eleven", count=11, numbering="bullet"), StyleUse("quote", count=1)),
)


def test_the_order_of_tallying_makes_no_difference():
    proposals = []
    for order in itertools.permutations(range(len(_FILES))):
        votes = Votes()
        for number in order:
            votes.add(number, _FILES[number])
        proposals.append(proposal_of(votes))
    assert len(proposals) == 24
    assert all(proposal == proposals[0] for proposal in proposals)


def test_a_tally_can_be_read_more_than_once():
    votes = Votes()
    for number, uses in enumerate(_FILES):
        votes.add(number, uses)
    assert proposal_of(votes) == proposal_of(votes)


def test_a_style_met_twice_in_one_file_is_in_one_file():
    votes = Votes()
    votes.add(7, (StyleUse("Heading 1", count=1), StyleUse("heading 1", count=2, example="Title")))
    row = proposal_of(votes).rows[0]
    assert (row.style, row.count, row.files, row.example, row.example_file) == ("heading 1", 3, 1, "Title", 7)


def _row(*uses: StyleUse) -> ProposedRow:
    return propose(uses).rows[0]


def test_agreement_is_the_share_of_paragraphs_in_files_that_give_the_row_alone():
    row = _row(_TEXT, _HEADING)
    assert (row.row, row.agreement) == (MappingRow(TextType.PARAGRAPH, 0), 10 / 14)


def test_paragraphs_that_say_they_are_headings_speak_against_a_text_row():
    assert _row(replace(_TEXT, outlined=3)).agreement == 0.7
    assert _row(replace(_HEADING, outlined=3)).agreement == 1


@pytest.mark.parametrize(
    ("use", "ground", "confidence"),
    [
        (StyleUse("heading 2", count=1), Ground.NAME, Confidence.HIGH),
        (_HEADING, Ground.OUTLINE_LEVEL, Confidence.HIGH),
        (replace(_TEXT, numbering="bullet"), Ground.NUMBERING, Confidence.HIGH),
        (replace(_TEXT, based_on=("heading 1",)), Ground.INHERITANCE, Confidence.MEDIUM),
        (_TEXT, Ground.NOTHING_SPECIAL, Confidence.MEDIUM),
    ],
)
def test_confidence_begins_with_the_ground(use: StyleUse, ground: Ground, confidence: Confidence):
    row = _row(use)
    assert (row.ground, row.confidence) == (ground, confidence)


@pytest.mark.parametrize(
    ("against", "confidence"),
    [(0, Confidence.HIGH), (1, Confidence.MEDIUM), (3, Confidence.MEDIUM), (4, Confidence.LOW)],
)
def test_paragraphs_that_speak_against_a_row_lower_the_confidence(against: int, confidence: Confidence):
    others = [replace(_TEXT, count=1)] * against
    row = _row(_HEADING, *others)
    assert (row.row.text_type, row.confidence) == (TextType.HEADING, confidence)


def test_what_only_looks_like_a_heading_is_doubtful_either_way():
    look = replace(_TEXT, example="Title", size=20.0, body_size=10.0, average_length=5.0)
    proposal = propose([look])
    assert [row.confidence for row in (*proposal.rows, *proposal.candidates)] == [Confidence.LOW, Confidence.LOW]
    assert proposal.candidates[0].agreement is None


def test_what_is_concluded_stays_at_medium_while_most_agree():
    assert _row(replace(_TEXT, outlined=4)).confidence is Confidence.MEDIUM
    assert _row(replace(_TEXT, outlined=5)).confidence is Confidence.LOW
