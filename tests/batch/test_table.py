"""Outcomes as Arrow tables."""

from __future__ import annotations

import sys
from collections import Counter

import pyarrow as pa
import pytest
from batch_outcomes import outcomes

from sdconvert.batch import FindingRow, Outcome, State, Step, StepOutcome, documents_to_arrow, outcomes_to_arrow
from sdconvert.batch import table as table_module
from sdconvert.errors import BadConfiguration
from sdconvert.findings import Severity

FINDINGS = (
    FindingRow("DOCX-R034", Severity.WARNING, "An element is left out.", "word/document.xml, paragraph 3", 3),
    FindingRow("SDXML-W003", Severity.ERROR, "A cell is lost: “Größe”."),
)
COUNTS = {"DOCX-R034": 700, "SDXML-W003": 1}
GOOD = Outcome(
    "a/good.docx",
    "/in/a/good.docx",
    (
        StepOutcome(Step.VALIDATE, State.DONE, 0.25),
        StepOutcome(Step.CONVERT, State.DONE, 0.5, "", "", FINDINGS, COUNTS, output="/out/a/good.zip"),
        StepOutcome(Step.UPLOAD, State.DONE, 1.0, document_id="d-1"),
    ),
    "ab12",
    2_048,
    "0.1.0",
)
BAD = Outcome("bad.docx", "/in/bad.docx", (StepOutcome(Step.VALIDATE, State.FAILED, 0.0, "It is none.", "Unreadable"),))


def test_a_finding_is_a_row() -> None:
    assert outcomes_to_arrow([BAD, GOOD]).to_pylist() == [
        {
            "document": "a/good.docx",
            "step": "convert",
            "state": "done",
            "code": "DOCX-R034",
            "severity": "warning",
            "message": "An element is left out.",
            "place": "word/document.xml, paragraph 3",
            "paragraph": 3,
        },
        {
            "document": "a/good.docx",
            "step": "convert",
            "state": "done",
            "code": "SDXML-W003",
            "severity": "error",
            "message": "A cell is lost: “Größe”.",
            "place": None,
            "paragraph": None,
        },
    ]


def test_a_document_is_a_row() -> None:
    good, bad = documents_to_arrow(iter([GOOD, BAD])).to_pylist()
    assert good == {
        "document": "a/good.docx",
        "source": "/in/a/good.docx",
        "state": "done",
        "error": None,
        "error_kind": None,
        "findings": 701,
        "errors": 1,
        "warnings": 1,
        "seconds": 1.75,
        "size": 2_048,
        "content_hash": "ab12",
        "output": "/out/a/good.zip",
        "document_id": "d-1",
        "version": "0.1.0",
    }
    assert (bad["state"], bad["error"], bad["error_kind"]) == ("failed", "It is none.", "Unreadable")
    assert (bad["findings"], bad["errors"], bad["warnings"]) == (0, 0, 0)
    assert (bad["size"], bad["content_hash"], bad["output"], bad["document_id"], bad["version"]) == (None,) * 5


@pytest.mark.parametrize("make", [outcomes_to_arrow, documents_to_arrow])
def test_the_columns_are_the_same_whatever_the_outcomes_are(make: object) -> None:
    assert callable(make)
    tables = [make(given) for given in ([], [BAD], [GOOD, BAD], outcomes(50))]
    assert tables[0].num_rows == 0
    assert {str(table.schema) for table in tables} == {str(tables[0].schema)}
    assert pa.concat_tables(tables).num_rows == sum(table.num_rows for table in tables)


def test_the_types_of_the_columns_are_promised() -> None:
    assert {field.name: str(field.type) for field in outcomes_to_arrow([]).schema} == {
        **dict.fromkeys(("document", "step", "state", "code", "severity", "message", "place"), "string"),
        "paragraph": "int32",
    }


def test_a_table_of_many_pieces_has_every_row_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    given = list(outcomes(60))
    whole = outcomes_to_arrow(given)
    monkeypatch.setattr(table_module, "_ROWS_AT_ONCE", 7)
    pieces = outcomes_to_arrow(given)
    assert pieces.column("code").num_chunks > 1
    assert pieces.to_pylist() == whole.to_pylist()
    expected = Counter(found.code for outcome in given for step in outcome.steps for found in step.findings)
    assert Counter(whole.column("code").to_pylist()) == expected


def test_without_the_library_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(BadConfiguration, match=r"pip install 'sdconvert\[arrow\]'"):
        outcomes_to_arrow([])
