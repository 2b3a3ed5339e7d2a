"""Comments and tracked changes of the edited file: taken, listed, or put into the margin."""

from __future__ import annotations

import io

import docx
import pytest
from docx.oxml import parse_xml
from reconcile_kit import as_word, edited, package, texts_of

import sdconvert
from sdconvert.reconciling import Proposal

BASE = package("The rent is due on the first.", "Notice is given in writing.")
W = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" w:author="Ann" '
    'w:date="2026-11-01T10:00:00Z"'
)


def track(document):
    """Replace `first` by `third`, as Word tracks it."""
    paragraph = document.paragraphs[0]
    run = paragraph.runs[0]
    run.text = "The rent is due on the "
    for number, xml in enumerate(
        (
            f'<w:del {W} w:id="90"><w:r><w:delText>first</w:delText></w:r></w:del>',
            f'<w:ins {W} w:id="91"><w:r><w:t>third</w:t></w:r></w:ins>',
        ),
        1,
    ):
        paragraph._p.insert(list(paragraph._p).index(run._r) + number, parse_xml(xml))
    paragraph.add_run(".")


def comment(document):
    document.add_comment(document.paragraphs[1].runs[0], "By letter?", author="Ben")


WORD = edited(as_word(BASE), track, comment)


def told(proposals: tuple[Proposal, ...]) -> list[tuple[str, str, str, bool]]:
    return [(one.kind, one.author, one.text, one.is_taken) for one in proposals]


def test_tracked_changes_are_taken_and_told_with_their_author_and_date():
    result = sdconvert.reconcile(BASE, BASE, WORD)
    assert texts_of(result) == ["The rent is due on the third.", "Notice is given in writing."]
    assert told(result.proposals) == [
        ("deletion", "Ann", "first", True),
        ("insertion", "Ann", "third", True),
        ("comment", "Ben", "By letter?", False),
    ]
    assert result.proposals[0].date == "2026-11-01T10:00:00Z"
    assert result.proposals[2].words == "Notice is given in writing."


def test_they_are_left_as_proposals():
    result = sdconvert.reconcile(BASE, BASE, WORD, revisions="reject")
    assert result.value == BASE
    assert told(result.proposals)[:2] == [("deletion", "Ann", "first", False), ("insertion", "Ann", "third", False)]


@pytest.mark.parametrize("revisions", ["accept", "reject"])
def test_they_stand_in_the_margin_where_that_is_asked_for(revisions: str):
    result = sdconvert.reconcile(BASE, BASE, WORD, revisions=revisions, proposals="sidenote")
    first, second = texts_of(result)
    assert "⟦sidenote: Ben: By letter?⟧" in second
    assert ("⟦sidenote: Ann: insertion: third⟧" in first) is (revisions == "reject")
    assert not [finding for finding in sdconvert.validate(result.value) if finding.severity == "error"]


def test_comments_that_went_out_with_the_file_are_no_news():
    sent = docx.Document(io.BytesIO(as_word(BASE)))
    comment(sent)
    out = io.BytesIO()
    sent.save(out)
    result = sdconvert.reconcile(out.getvalue(), BASE, out.getvalue())
    assert result.proposals == ()
