"""Of several mappings, the one by which the fewest things change; each change is named."""

from __future__ import annotations

from collections.abc import Sequence

from sdconvert.effects import EffectCount, EffectTally, effects_of, propose_by_trial, summarise
from sdconvert.model.blocks import Heading
from sdconvert.model.document import Document
from sdconvert.model.inlines import Run
from sdconvert.model.styleuse import StyleUse
from sdconvert.stylemap.forms import count_forms
from sdconvert.stylemap.proposal import Confidence, Proposal
from sdconvert.stylemap.rows import StyleMap
from sdconvert.stylemap.votes import Votes


def heading(level: int, label: str = "") -> Heading:
    return Heading(
        (Run("Words"),), level, bool(label), label=label, style=f"heading {level + 1}", counter=label and "H"
    )


def propose(*documents: Document) -> Proposal:
    votes = Votes()
    for number, document in enumerate(documents):
        forms = count_forms(document)
        votes.add(number, [StyleUse(style, count=sum(counts.values())) for style, counts in forms.items()], forms)

    def trial(stylemap: StyleMap, numbers: Sequence[int]) -> tuple[EffectCount, ...]:
        tally = EffectTally()
        for number in numbers:
            tally.add(summarise(effects_of(documents[number], stylemap), number))
        return tally.counts()

    return propose_by_trial(votes, ["a.docx", "b.docx", "c.docx"], trial)


NUMBERED = Document((heading(0, "1."), heading(1, "1.1"), heading(1, "1.2"), heading(1, "1.3")))
PLAIN = Document((heading(0), heading(0), heading(0), heading(1)))


def test_headings_that_all_documents_number_alike_are_sure():
    proposal = propose(NUMBERED)
    assert [str(row.row) for row in proposal.rows] == ["heading-ol 0", "heading-ol 1"]
    assert {row.confidence for row in proposal.rows} == {Confidence.HIGH}
    assert proposal.findings == ()


def test_headings_of_one_list_are_numbered_together_or_not_at_all():
    alone = {"heading 1": "heading 0", "heading 2": "heading-ol 1"}  # by the majority of each
    rows = {row.style: str(row.row) for row in propose(NUMBERED, PLAIN).rows}
    assert rows != alone
    assert rows == {"heading 1": "heading 0", "heading 2": "heading 1"}


def test_what_changes_is_named_with_its_files_and_lowers_the_confidence():
    mixed = Document((heading(0, "1."), heading(0, "2."), heading(0)))
    proposal = propose(mixed, NUMBERED, mixed)
    row, _ = proposal.rows
    assert (str(row.row), row.confidence) == ("heading-ol 0", Confidence.MEDIUM)
    assert [one.words for one in row.changes] == ["adds a number to 2 headings of 2 files"]
    (finding,) = [finding for finding in proposal.findings if finding.code.id == "MAP-015"]
    assert finding.message == (
        "The row “heading 1” adds a number to 2 headings of 2 files (a.docx, c.docx); the first: “Words” (nothing → 3)."
    )


def test_clauses_in_heading_styles_keep_their_numbers_as_paragraphs():
    clause = "The supplier delivers the goods within ten days after the order was placed in writing."
    clauses = [
        Heading((Run(clause),), 1, True, label=f"1.{number}", style="heading 2", counter="H") for number in (1, 2, 3)
    ]
    proposal = propose(Document((heading(0, "1."), *clauses)))
    row = proposal.rows[-1]
    assert (row.style, str(row.row), row.confidence) == ("heading 2", "paragraph-ol 1", Confidence.MEDIUM)
    assert [change.words for change in row.changes] == ["makes text of 3 headings of 1 file"]
