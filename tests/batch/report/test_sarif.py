"""A run as SARIF: against the part of the 2.1.0 schema that is used here, closed against anything else, and what GitHub
asks for. Name a copy of the whole schema in SDCONVERT_SARIF_SCHEMA to check against it too."""

import json
import os
from pathlib import Path

import jsonschema_rs
import pytest
from batch_outcomes import hostile, outcomes, run_info

from sdconvert.batch.outcome import FindingRow, Outcome, State, Step, StepOutcome
from sdconvert.batch.report.sarif import sarif
from sdconvert.findings import Severity

SCHEMA = os.environ.get("SDCONVERT_SARIF_SCHEMA")
LEVEL = {"enum": ["none", "note", "warning", "error"]}
TEXT = {"type": "string", "minLength": 1}


def closed(required, **optional):
    return {
        "type": "object",
        "required": list(required),
        "properties": required | optional,
        "additionalProperties": False,
    }


MESSAGE = closed({"text": TEXT}, markdown=TEXT)
URI = {"type": "string", "format": "uri-reference", "minLength": 1}
TIME = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$"}
RULE = closed(
    {
        "id": TEXT,
        "shortDescription": MESSAGE,
        "fullDescription": MESSAGE,
        "help": closed({"text": TEXT, "markdown": TEXT}),
        "defaultConfiguration": closed({"level": LEVEL}),
    }
)
PHYSICAL = closed(
    {"artifactLocation": closed({"uri": URI}), "region": closed({"startLine": {"type": "integer", "minimum": 1}})}
)
LOGICAL = closed({"name": TEXT, "fullyQualifiedName": TEXT, "kind": TEXT})
RESULT = closed(
    {
        "ruleId": TEXT,
        "level": LEVEL,
        "message": MESSAGE,
        "locations": {
            "type": "array",
            "minItems": 1,
            "items": closed({"physicalLocation": PHYSICAL}, logicalLocations={"type": "array", "items": LOGICAL}),
        },
        "partialFingerprints": closed(
            {"primaryLocationLineHash": {"type": "string", "pattern": r"^[0-9a-f]{16}:\d+$"}}
        ),
    },
    occurrenceCount={"type": "integer", "minimum": 1},
)
INVOCATION = closed({"executionSuccessful": {"type": "boolean"}, "startTimeUtc": TIME}, endTimeUtc=TIME)
DRIVER = closed(
    {
        "name": TEXT,
        "version": TEXT,
        "semanticVersion": TEXT,
        "rules": {"type": "array", "items": RULE, "uniqueItems": True},
    }
)
RUN = closed(
    {
        "columnKind": {"const": "unicodeCodePoints"},
        "results": {"type": "array", "items": RESULT},
        "invocations": {"type": "array", "items": INVOCATION, "minItems": 1},
        "tool": closed({"driver": DRIVER}),
    }
)
USED = closed(
    {
        "$schema": {"const": "https://json.schemastore.org/sarif-2.1.0.json"},
        "version": {"const": "2.1.0"},
        "runs": {"type": "array", "items": RUN, "minItems": 1},
    }
)
USED_VALIDATOR = jsonschema_rs.validator_for(USED, validate_formats=True)


def read(documents, root="", **changes):
    log = json.loads("".join(sarif(run_info(len(documents), **changes), documents, root)))
    USED_VALIDATOR.validate(log)
    return log["runs"][0]


def one(*found, counts=None, name="in/ä 1.docx", **facts):
    counts = counts or {each.code: 1 for each in found}
    return Outcome(
        name, facts.pop("source", name), (StepOutcome(Step.CONVERT, State.DONE, findings=found, counts=counts),)
    )


HIDDEN = FindingRow("DOCX-R030", Severity.WARNING, "Hidden.", "word/document.xml, paragraph 3, at “Dear”", 3)


@pytest.mark.parametrize("documents", [[], list(outcomes(100)), hostile()], ids=len)
@pytest.mark.parametrize("ended", [True, False])
def test_the_log_keeps_to_the_schema(documents, ended):
    run = read(documents, ended=ended)
    assert {result["ruleId"] for result in run["results"]} == {rule["id"] for rule in run["tool"]["driver"]["rules"]}


@pytest.mark.skipif(not SCHEMA, reason="SDCONVERT_SARIF_SCHEMA names no copy of the whole schema")
@pytest.mark.parametrize("documents", [[], list(outcomes(100)), hostile()], ids=len)
def test_the_log_keeps_to_the_whole_schema(documents):
    log = json.loads("".join(sarif(run_info(len(documents)), documents)))
    schema = json.loads(Path(SCHEMA).read_text("utf-8"))
    for holder in ("run", "toolComponent"):  # the pattern is no regular expression to this validator
        del schema["definitions"][holder]["properties"]["language"]["pattern"]
    jsonschema_rs.validator_for(schema).validate(log)


def test_each_finding_has_a_place_in_the_file_and_one_in_the_document():
    (result,) = read([one(HIDDEN)])["results"]
    assert result["locations"] == [
        {
            "physicalLocation": {"artifactLocation": {"uri": "in/%C3%A4%201.docx"}, "region": {"startLine": 1}},
            "logicalLocations": [
                {"name": "paragraph 3", "fullyQualifiedName": "word/document.xml/paragraph 3", "kind": "element"}
            ],
        }
    ]
    assert (result["ruleId"], result["level"]) == ("DOCX-R030", "warning")
    assert result["message"]["text"] == "Hidden. (word/document.xml, paragraph 3, at “Dear”)"


def test_a_rule_explains_its_code():
    (rule,) = read([one(HIDDEN)])["tool"]["driver"]["rules"]
    assert rule["shortDescription"]["text"] == "‹count› piece(s) of hidden text are left out; the first: “‹text›”"
    assert rule["help"]["text"].startswith("SDXML has no hidden text")
    assert "Hint: Make it visible" in rule["help"]["text"]


@pytest.mark.parametrize("state", [State.FAILED, State.POISON, State.UNKNOWN])
def test_a_document_that_is_not_done_is_a_result(state):
    step = StepOutcome(Step.CONVERT, state, error="It broke.", error_kind="Broken")
    (result,) = read([Outcome("a.docx", "a.docx", (step,))])["results"]
    assert (result["ruleId"], result["level"], result["message"]["text"]) == (f"document-{state}", "error", "It broke.")


def test_findings_that_are_counted_but_not_kept_are_told():
    _, rest = read([one(HIDDEN, counts={"DOCX-R030": 1_201})])["results"]
    assert rest["message"]["text"] == "1,200 more findings of this kind are counted but not listed."
    assert (rest["ruleId"], rest["level"], rest["occurrenceCount"]) == ("DOCX-R030", "warning", 1_200)


def prints(*found, **facts):
    return [
        result["partialFingerprints"]["primaryLocationLineHash"] for result in read([one(*found, **facts)])["results"]
    ]


def test_a_fingerprint_stays_when_the_place_moves_and_tells_findings_apart():
    moved = HIDDEN._replace(place="word/document.xml, paragraph 9, at “Dear”", paragraph=9)
    assert prints(HIDDEN) == prints(moved)
    assert prints(HIDDEN) != prints(HIDDEN._replace(message="Other."))
    assert prints(HIDDEN) != prints(HIDDEN, name="b.docx")
    first, second = prints(HIDDEN, moved)
    assert (first.partition(":")[0], second) == (second.partition(":")[0], first.replace(":1", ":2"))


@pytest.mark.parametrize(
    ("source", "root", "uri"),
    [
        ("docs/a b.docx", "", "docs/a%20b.docx"),
        ("/repo/docs/a#1.docx", "/repo", "docs/a%231.docx"),
        ("/repo/docs/a.docx", "/other", "file:///repo/docs/a.docx"),
        ("/repo/docs/a.docx", "", "file:///repo/docs/a.docx"),
        ("s3://bucket/ü.docx", "", "s3://bucket/%C3%BC.docx"),
        ("caf\udce9.docx", "", "caf%E9.docx"),
    ],
)
def test_a_document_is_named_by_a_uri(source, root, uri):
    (result,) = read([one(HIDDEN, source=source)], root)["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri


def test_the_same_run_gives_the_same_text():
    assert list(sarif(run_info(40), outcomes(40))) == list(sarif(run_info(40), outcomes(40)))
