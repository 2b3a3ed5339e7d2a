"""The sums of a run, its last line and its exit code."""

from random import Random

import pytest
from batch_outcomes import hostile, outcomes, run_info

from sdconvert.batch.outcome import FindingRow, Outcome, State, Step, StepOutcome
from sdconvert.batch.report.totals import (
    KEPT,
    Totals,
    by_cause,
    by_kind,
    by_severity,
    exit_code,
    last_line,
    not_reached,
)
from sdconvert.findings import CODES, Severity


def one(name, state=State.DONE, **facts):
    return Outcome(name, f"/in/{name}", (StepOutcome(Step.CONVERT, state, **facts),), size=10)


def many(**numbers):
    return Totals.of(one(f"{state}{n}", State(state)) for state, number in numbers.items() for n in range(number))


def test_everything_of_every_document_is_in_the_sums():
    found = (
        FindingRow("DOCX-R030", Severity.WARNING, "Hidden."),
        FindingRow("DOCX-R040", Severity.ERROR, "Handwriting."),
    )
    first = one(
        "a",
        seconds=2.5,
        findings=found,
        counts={"DOCX-R030": 7, "DOCX-R040": 1},
        was_adopted=True,
        read={"tables": 3},
        lost={"tables": 1},
    )
    second = one("b", State.UNCHANGED, seconds=0.5, counts={"DOCX-R030": 1}, read={"tables": 2}, was_adopted=True)
    totals = Totals.of([first, second, one("c", State.POISON, seconds=70, error="It hung.", error_kind="TooSlow")])
    assert (totals.documents, totals.size, totals.seconds, totals.good, totals.adopted) == (3, 30, 73, 2, 1)
    assert totals.states == {State.DONE: 1, State.UNCHANGED: 1, State.POISON: 1}
    assert totals.severities == {Severity.WARNING: 8, Severity.ERROR: 1}
    hidden = totals.codes["DOCX-R030"]
    assert (hidden.count, hidden.documents, hidden.example, hidden.example_name) == (8, 2, found[0], "a")
    assert by_kind(totals.read, totals.lost) == [("tables", 5, 1)]
    assert totals.times == [0, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 1]
    assert [(state, kind, of.documents, of.example) for (state, kind, _), of in totals.causes.items()] == [
        ("poison", "TooSlow", 1, "It hung.")
    ]
    assert totals.steps[Step.CONVERT].states == totals.states


def test_the_sums_of_states_and_codes_agree_with_the_documents():
    documents = list(outcomes(400))
    totals = Totals.of(documents)
    assert totals.states.total() == sum(totals.times) == 400
    assert totals.severities.total() == sum(document.counts.total() for document in documents)
    assert sum(cause.documents for cause in totals.causes.values()) == 400 - totals.good


@pytest.mark.parametrize("seed", range(5))
def test_examples_and_their_order_do_not_depend_on_the_order_of_the_documents(seed):
    documents = list(outcomes(300))
    shuffled = Random(seed).sample(documents, len(documents))
    one, other = Totals.of(documents), Totals.of(shuffled)
    for first, second in (
        (by_severity(one.codes), by_severity(other.codes)),
        (by_cause(one.causes), by_cause(other.causes)),
    ):
        assert [(name, of.example_name, of.example) for name, of in first] == [
            (name, of.example_name, of.example) for name, of in second
        ]


def errors(document):
    return sum(count for code, count in document.counts.items() if CODES[code].severity is Severity.ERROR)


def lost(document):
    return sum(sum(step.lost.values()) for step in document.steps)


@pytest.mark.parametrize("seed", range(3))
def test_the_slowest_and_the_worst_do_not_depend_on_the_order(seed):
    documents = list(outcomes(300))
    Random(seed).shuffle(documents)
    totals = Totals.of(documents)
    slowest = sorted(documents, key=lambda document: (-document.seconds, document.name))[:KEPT]
    assert [kept.name for kept in totals.slowest] == [document.name for document in slowest]
    worst = sorted(documents, key=lambda document: (-errors(document), -lost(document), document.name))[:KEPT]
    assert [(kept.name, kept.errors) for kept in totals.worst] == [(each.name, errors(each)) for each in worst]
    assert all(documents[kept.position].name == kept.name for kept in totals.slowest + totals.worst)


def test_the_most_severe_and_most_frequent_codes_come_first():
    order = [(of.severity.rank, -of.count) for _, of in by_severity(Totals.of(outcomes(200)).codes)]
    assert len(order) > 20
    assert order == sorted(order)


def test_a_code_that_is_not_known_any_more_is_a_warning_until_a_finding_says_otherwise():
    assert Totals.of([one("a", counts={"OLD-R001": 2})]).severities == {Severity.WARNING: 2}
    found = FindingRow("OLD-R001", Severity.INFO, "It was so.")
    assert Totals.of([one("a", findings=(found,), counts={"OLD-R001": 2})]).severities == {Severity.INFO: 2}


LINES = {
    "10,000 of 10,000 done.": ({"done": 10_000}, {}, 0),
    "3 of 3 done (2 unchanged).": ({"done": 1, "unchanged": 2}, {}, 0),
    "4 of 10 done (1 unchanged), 3 failed, 2 poison, 1 unknown: run `sdconvert batch retry /srv/out`.": (
        {"done": 3, "unchanged": 1, "failed": 3, "poison": 2, "unknown": 1},
        {},
        1,
    ),
    "2 of 9 done, 1 failed, interrupted, 6 not reached: run the same command again to go on.": (
        {"done": 2, "failed": 1},
        {"planned": 9},
        1,
    ),
    "0 of 1 done, 1 failed: run `sdconvert batch retry '/srv/my out'`.": (
        {"failed": 1},
        {"destination": "/srv/my out"},
        1,
    ),
    "0 of 1 done, 1 failed: run `sdconvert batch retry '/srv/�[2J�out'`.": (
        {"failed": 1},
        {"destination": "/srv/\x1b[2J\nout"},
        1,
    ),
    "0 of 1 done, 1 failed: run `sdconvert batch retry /srv/out --state '/var/my journals'`.": (
        {"failed": 1},
        {"destination": "/srv/out", "options": {"state": "/var/my journals"}},
        1,
    ),
    "Nothing to do: the sources hold no documents.": ({}, {}, 0),
    "0 of 5 done, interrupted, 5 not reached: run the same command again to go on.": ({}, {"planned": 5}, 1),
}


@pytest.mark.parametrize("line", LINES)
def test_the_last_line_and_the_exit_code_tell_the_truth(line):
    numbers, changes, code = LINES[line]
    totals = many(**numbers)
    info = run_info(**({"planned": totals.documents} | changes))
    assert last_line(info, totals) == line
    assert exit_code(info, totals) == code


def test_uploads_found_on_the_server_are_told():
    totals = Totals.of([one("a", was_adopted=True)])
    assert last_line(run_info(1), totals) == "1 of 1 done (1 found on the server and not sent again)."
    again = Totals.of([one("a", State.UNCHANGED, was_adopted=True)])
    assert last_line(run_info(1), again) == "1 of 1 done (1 unchanged)."


def test_more_documents_than_planned_are_not_hidden():
    assert last_line(run_info(1), many(done=1, failed=1)).startswith("1 of 2 done, 1 failed:")
    assert not_reached(run_info(1), many(done=2)) == 0


def test_hostile_texts_are_summed_as_any_other():
    totals = Totals.of(hostile())
    assert totals.states == {State.FAILED: len(hostile())}
    assert "\n" not in last_line(run_info(len(hostile())), totals)
