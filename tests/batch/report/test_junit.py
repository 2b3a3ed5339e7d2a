"""A run as JUnit, read back as a build server would."""

import junitparser
import pytest
from batch_outcomes import hostile, outcomes, run_info
from lxml import etree

from sdconvert.batch.outcome import FindingRow, Outcome, State, Step, StepOutcome
from sdconvert.batch.report.junit import junit
from sdconvert.findings import Severity


def suite(documents, **changes):
    info = run_info(**({"planned": len(documents)} | changes))
    (only,) = junitparser.JUnitXml.fromstring(junit(info, documents))
    return only


def one(state, **facts):
    return Outcome(
        "a/b/c.docx", "/in/c", (StepOutcome(Step.VALIDATE, State.DONE), StepOutcome(Step.CONVERT, state, **facts))
    )


def test_each_document_is_a_case():
    documents = list(outcomes(300))
    read = suite(documents)
    assert [f"{case.classname.replace('.', '/')}/{case.name}" for case in read] == [each.name for each in documents]
    states = [each.state for each in documents]
    assert (read.tests, read.failures, read.skipped) == (300, states.count(State.FAILED), 0)
    assert read.errors == states.count(State.POISON) + states.count(State.UNKNOWN) > 0


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (State.DONE, []),
        (State.UNCHANGED, []),
        (State.FAILED, [junitparser.Failure]),
        (State.POISON, [junitparser.Error]),
        (State.UNKNOWN, [junitparser.Error]),
    ],
)
def test_what_is_not_done_is_a_failure_or_an_error(state, expected):
    (case,) = suite([one(state, error="No way.", error_kind="UnreadableInput")])
    assert [type(result) for result in case.result] == expected
    assert [(result.message, result.type) for result in case.result] == [("No way.", "UnreadableInput")] * len(expected)


def test_findings_are_told_and_what_is_left_out_is_counted():
    found = (
        FindingRow("DOCX-R030", Severity.WARNING, "Hidden.", "word/document.xml"),
        FindingRow("DOCX-R040", Severity.ERROR, "Ink."),
    )
    (case,) = suite([one(State.DONE, findings=found, counts={"DOCX-R030": 5, "DOCX-R040": 1})])
    assert case.system_out.splitlines() == [
        "warning DOCX-R030: Hidden. (word/document.xml)",
        "error DOCX-R040: Ink.",
        "and 4 more findings",
    ]


def test_the_run_stands_in_the_properties():
    read = suite([one(State.DONE)], planned=5)
    assert read.timestamp == "2026-11-18T11:06:40"
    properties = {each.name: each.value for each in read.properties()}
    assert properties["steps"] == "validate, convert, upload"
    assert properties["documents not reached"] == "4"
    assert properties["jobs"] == "2"


@pytest.mark.parametrize("document", hostile(), ids=lambda document: ascii(document.name[:20]))
def test_hostile_texts_give_well_formed_xml_of_a_sane_size(document):
    written = junit(run_info(1, options={"mapping": document.name}), [document])
    (case,) = etree.fromstring(written).iter("testcase")
    assert len(written) < 60_000
    assert case.find("failure").get("message")[:3] == document.error[:3].replace("\x00", "�").replace("￾￿", "��")


def test_the_same_run_gives_the_same_bytes():
    assert junit(run_info(40), outcomes(40)) == junit(run_info(40), outcomes(40))
