"""Accepted findings: which entry accepts which finding, and that many of them take no longer than they have to."""

from __future__ import annotations

import time

import pytest

from sdconvert.cli.baseline import AcceptedFinding, Baseline
from sdconvert.findings import Severity
from sdconvert.sarif import SarifRow


def row(uri: str, code: str = "A-1") -> SarifRow:
    return SarifRow(uri, code, Severity.ERROR, "bad")


@pytest.mark.parametrize(
    ("entry", "is_accepted"),
    [
        (AcceptedFinding("in/a.docx", "A-1", "why"), True),
        (AcceptedFinding("in/a.docx", "A-1", "why", "f:1"), True),
        (AcceptedFinding("in/a.docx", "A-1", "why", "f:2"), False),
        (AcceptedFinding("in/*.docx", "A-1", "why", "f:1"), True),
        (AcceptedFinding("*", "A-1", "why"), True),
        (AcceptedFinding("in/b.docx", "A-1", "why"), False),
        (AcceptedFinding("in/a.docx", "A-2", "why"), False),
        (AcceptedFinding("in/[ab].docx", "A-1", "why"), True),
    ],
)
def test_a_finding_is_accepted_by_its_file_its_code_and_what_it_is_known_by(
    entry: AcceptedFinding, is_accepted: bool
) -> None:
    baseline = Baseline([entry])
    assert (baseline.reason(row("in/a.docx"), "f:1") == "why") is is_accepted
    assert baseline.stale(["in/a.docx", "in/b.docx"]) == (() if is_accepted else (entry,))
    assert baseline.stale(["other.docx"]) == (() if is_accepted or entry.file != "*" else (entry,))


def test_the_first_entry_of_the_file_gives_the_reason_and_all_that_accept_are_used() -> None:
    entries = [
        AcceptedFinding("*", "A-1", "by a pattern"),
        AcceptedFinding("a.docx", "A-1", "by its name", "f:1"),
        AcceptedFinding("a.docx", "A-1", "by its file"),
    ]
    for ordered in (entries, entries[::-1]):
        baseline = Baseline(ordered)
        assert baseline.reason(row("a.docx"), "f:1") == ordered[0].reason
        assert baseline.stale(["a.docx"]) == ()


def test_a_baseline_of_many_findings_is_looked_up_and_not_gone_through() -> None:
    number = 20_000
    baseline = Baseline(AcceptedFinding(f"{at % 50}.docx", "A-1", "why", f"{at}:1") for at in range(number))
    began = time.process_time()
    assert all(baseline.reason(row(f"{at % 50}.docx"), f"{at}:1") == "why" for at in range(number))
    assert baseline.stale(f"{at}.docx" for at in range(50)) == ()
    assert time.process_time() - began < 2
