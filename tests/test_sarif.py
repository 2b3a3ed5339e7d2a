"""The log of code scanning: the shape that SARIF asks for, and the rules beyond it that GitHub refuses files for."""

import json
import os
import re
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from sdconvert import sarif
from sdconvert.findings import Code, Location, Severity
from sdconvert.sarif import SarifRow, log, row, uri, with_fingerprints

SCHEMA = os.environ.get("SDCONVERT_SARIF_SCHEMA", "")
BREAK = Code("SDXML-V900", Severity.ERROR, "A break in a {what}.", "Split it.", "It cannot stand there.")
BARE = Code("SDXML-V901", Severity.INFO, "Something.")
CODES = {code.id: code for code in (BREAK, BARE)}
PLACE = Location("word/document.xml", 12, "Purpose", "It is", "1A2B3C4D")


def finding(message: str = "A break in a paragraph.", place: Location | None = PLACE, name: str = "a.docx") -> SarifRow:
    return row(name, BREAK.id, Severity.ERROR, message, place)


def logged(*rows: SarifRow) -> dict:
    return json.loads("".join(log(rows, "1.2.3", {"executionSuccessful": True}, CODES)))


def results(*rows: SarifRow) -> list[dict]:
    return logged(*rows)["runs"][0]["results"]


def prints(rows: Iterable[SarifRow]) -> list[str]:
    return [fingerprint for _, fingerprint in with_fingerprints(rows)]


def test_the_log_holds_what_the_schema_and_github_require() -> None:
    document = logged(finding(), finding("Again.", None), SarifRow("b.docx", BARE.id, Severity.WARNING, "Something."))
    assert document["version"] == "2.1.0"
    assert document["$schema"].endswith("sarif-2.1.0.json")
    (run,) = document["runs"]
    driver = run["tool"]["driver"]
    assert driver["name"] == "sdconvert"
    ids = [rule["id"] for rule in driver["rules"]]
    assert ids == sorted(set(ids))
    for rule in driver["rules"]:
        assert all(rule[name]["text"] for name in ("shortDescription", "fullDescription", "help"))
        assert rule["defaultConfiguration"]["level"] in ("error", "warning", "note")
    for result in run["results"]:
        assert result["ruleId"] in ids
        assert result["level"] in ("error", "warning", "note")
        assert result["message"]["text"]
        assert re.fullmatch(r"[0-9a-f]{16}:\d+", result["partialFingerprints"]["primaryLocationLineHash"])
        (location,) = result["locations"]
        assert location["physicalLocation"]["artifactLocation"]["uri"]
        assert location["physicalLocation"]["region"] == {"startLine": 1}


@pytest.mark.skipif(not SCHEMA, reason="SDCONVERT_SARIF_SCHEMA names no copy of the whole schema")
def test_the_log_keeps_to_the_whole_schema() -> None:
    schema = json.loads(Path(SCHEMA).read_text("utf-8"))
    for holder in ("run", "toolComponent"):  # the pattern is no regular expression to this validator
        del schema["definitions"][holder]["properties"]["language"]["pattern"]
    rows = (finding(), finding("Again.", None), finding()._replace(reason="Known.", times=3))
    jsonschema_rs.validator_for(schema).validate(logged(*rows))


def test_a_log_without_rows_is_whole() -> None:
    (run,) = logged()["runs"]
    assert (run["results"], run["tool"]["driver"]["rules"]) == ([], [])


def test_a_paragraph_is_a_logical_location_with_its_xpath() -> None:
    (result,) = results(finding())
    assert result["locations"][0]["logicalLocations"] == [
        {"name": "paragraph 12", "fullyQualifiedName": "word/document.xml/(//w:p)[12]", "kind": "element"}
    ]
    assert result["message"]["text"] == f"A break in a paragraph. ({PLACE})"


def test_an_element_is_named_by_the_last_step_of_its_path_and_a_part_by_its_name() -> None:
    element, part = results(
        finding(place=Location("sd.xml", path="/smashdoc/document/table[2]")), finding(place=Location("images/a.png"))
    )
    assert element["locations"][0]["logicalLocations"][0]["name"] == "table[2]"
    assert element["locations"][0]["logicalLocations"][0]["fullyQualifiedName"] == "sd.xml/smashdoc/document/table[2]"
    assert part["locations"][0]["logicalLocations"][0]["fullyQualifiedName"] == "images/a.png"


def test_a_finding_without_a_place_has_its_file_only() -> None:
    (result,) = results(finding(place=None))
    assert list(result["locations"][0]) == ["physicalLocation"]
    assert result["message"]["text"] == "A break in a paragraph."


def test_rules_are_explained_as_explain_does() -> None:
    bare, broken = logged(finding(), SarifRow("a", "SDXML-V899", Severity.INFO, "x"))["runs"][0]["tool"]["driver"][
        "rules"
    ]
    assert broken["help"]["text"] == "It cannot stand there.\n\nHint: Split it."
    assert broken["shortDescription"]["text"] == "A break in a ‹what›."
    assert (bare["id"], bare["help"]["text"]) == ("SDXML-V899", "SDXML-V899")


@pytest.mark.parametrize(
    "moved",
    [
        finding(place=PLACE._replace(paragraph=13)),
        finding()._replace(severity=Severity.INFO, reason="Known."),
    ],
)
def test_a_fingerprint_stays_when_a_place_moves_or_a_finding_is_judged_otherwise(moved: SarifRow) -> None:
    assert prints([moved]) == prints([finding()])


def test_a_fingerprint_stays_when_elements_are_put_in_before() -> None:
    first, second = (finding(place=Location("sd.xml", path=f"/smashdoc/document/table[{n}]")) for n in (2, 3))
    assert prints([first]) == prints([second])


@pytest.mark.parametrize(
    "other",
    [finding("Other."), finding(name="b.docx"), finding(place=PLACE._replace(heading="Scope")), finding(place=None)],
)
def test_another_finding_has_another_fingerprint(other: SarifRow) -> None:
    assert prints([other]) != prints([finding()])


def test_equal_findings_are_numbered_file_by_file() -> None:
    numbers = [one.partition(":")[2] for one in prints([finding(), finding(), finding(name="b"), finding(name="b")])]
    assert numbers == ["1", "2", "1", "2"]


def test_a_suppressed_finding_is_a_result_with_its_reason() -> None:
    standing, suppressed = results(finding(), finding()._replace(reason="Known."))
    assert "suppressions" not in standing
    assert suppressed["suppressions"] == [{"kind": "external", "status": "accepted", "justification": "Known."}]


def test_a_row_for_many_findings_says_how_many() -> None:
    assert results(finding()._replace(times=7))[0]["occurrenceCount"] == 7


def test_a_long_message_is_cut_and_halves_of_characters_are_replaced() -> None:
    (result,) = results(finding("x" * 5000, None))
    assert result["message"]["text"] == "x" * 2000 + "…"
    (result,) = results(finding("a\ud800ä", None))
    assert result["message"]["text"] == "a\ufffdä"


def test_the_log_is_in_ascii_and_the_same_each_time() -> None:
    once, again = ("".join(log([finding("ä\ud800")], "1", {}, CODES)) for _ in range(2))
    assert once.isascii()
    assert once == again


@pytest.mark.parametrize(
    ("source", "root", "expected"),
    [
        ("docs/a b.docx", "", "docs/a%20b.docx"),
        ("/repo/docs/ä#.docx", "/repo", "docs/%C3%A4%23.docx"),
        ("/other/a.docx", "/repo", "file:///other/a.docx"),
        ("s3://bucket/a b.docx", "/repo", "s3://bucket/a%20b.docx"),
    ],
)
def test_a_file_is_named_relative_to_the_root(source: str, root: str, expected: str) -> None:
    assert uri(source, root) == expected


def many(files: int, each: int, severity: Severity = Severity.WARNING) -> Iterator[SarifRow]:
    return (
        SarifRow(f"{file}.docx", "A-1", severity, f"no. {number}") for file in range(files) for number in range(each)
    )


def results_of(rows: Iterable[SarifRow], told: list[str]) -> dict[str, Any]:
    (run,) = json.loads("".join(log(rows, "1", {"executionSuccessful": True}, {}, told.append)))["runs"]
    return run


def test_more_results_than_code_scanning_takes_are_folded_by_code_and_file_and_that_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sarif, "MOST_RESULTS", 10)
    told: list[str] = []
    assert len(results_of(many(2, 5), told)["results"]) == 10
    assert told == []
    run = results_of(chain(many(2, 5), [SarifRow("0.docx", "B-1", Severity.ERROR, "other")]), told)
    assert [(one["ruleId"], one.get("occurrenceCount", 1)) for one in run["results"]] == [
        ("A-1", 5), ("A-1", 5), ("B-1", 1)
    ]  # fmt: skip
    assert run["results"][0]["message"]["text"] == "no. 0 (the first of 5 of this kind in this file)"
    assert told == [
        "11 findings are more than the 10 that code scanning takes: those of one code in one file are one result."
    ]
    assert run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"] == told[0]


def test_what_is_still_too_much_is_left_out_the_least_severe_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sarif, "MOST_RESULTS", 10)
    told: list[str] = []
    errors = (SarifRow(f"{file}.docx", "E-1", Severity.ERROR, "bad") for file in range(4))
    run = results_of(chain(many(12, 2), errors), told)
    assert len(run["results"]) == 10
    assert sum(one["level"] == "error" for one in run["results"]) == 4
    assert told[0].endswith("file are one result, and 6 results, the least severe, are left out.")


def test_files_are_named_from_the_root_of_the_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a/b").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "a/b")
    (tmp_path / ".git").mkdir()
    assert sarif.repository_root() == str(tmp_path)
    assert sarif.uri(str(tmp_path / "a/b/c d.docx"), sarif.repository_root()) == "a/b/c%20d.docx"
