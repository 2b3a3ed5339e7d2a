"""Records joined with those of other files by their ids."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sdconvert.errors import BadConfiguration, UnreadableInput
from sdconvert.findings import Report
from sdconvert.merging import RecordRefused
from sdconvert.merging.joins import Join, apply_joins, load_join

ANN, BOB = {"id": 1, "name": "Ann"}, {"id": "2", "name": "Bob"}


@pytest.fixture
def people(tmp_path: Path) -> Path:
    return lines(tmp_path / "people.jsonl", ANN, BOB)


def lines(path: Path, *records: object) -> Path:
    path.write_text("".join(json.dumps(record) + "\n" for record in records), "utf-8")
    return path


def after(record: dict[str, Any], *joins: Join) -> tuple[dict[str, Any], list[str]]:
    """The record with what was joined, and what is said of it."""
    report = Report()
    whole = apply_joins(record, joins, "record 7", report)
    return dict(whole), [str(finding) for finding in report.result(None).findings]


def test_the_record_of_an_id_gets_the_name(people: Path) -> None:
    customer = load_join(f"customer_id:customer={people}")
    assert after({"customer_id": 1}, customer) == ({"customer_id": 1, "customer": ANN}, [])


@pytest.mark.parametrize("number", [2, "2"])
def test_a_number_and_its_text_are_one_id(people: Path, number: object) -> None:
    assert after({"who": number}, load_join(f"who:person={people}"))[0]["person"] == BOB


def test_a_list_is_made_of_one_where_brackets_ask_for_it(people: Path) -> None:
    assert after({"who": 1}, load_join(f"who:people[]={people}"))[0]["people"] == [ANN]


@pytest.mark.parametrize("brackets", ["", "[]"])
def test_a_list_of_ids_gives_a_list_in_its_order(people: Path, brackets: str) -> None:
    assert after({"who": [2, 1, 2]}, load_join(f"who:people{brackets}={people}"))[0]["people"] == [BOB, ANN, BOB]


def test_several_joins_stand_side_by_side(people: Path) -> None:
    joins = (load_join(f"a:first={people}"), load_join(f"b:second={people}"))
    assert after({"a": 1, "b": 2}, *joins)[0] == {"a": 1, "b": 2, "first": ANN, "second": BOB}


@pytest.mark.parametrize("record", [{}, {"who": None}])
def test_what_holds_no_reference_goes_without_a_word(people: Path, record: dict[str, Any]) -> None:
    assert after(record, load_join(f"who:person={people}")) == (record, [])


def test_a_reference_that_leads_nowhere_is_a_finding(people: Path) -> None:
    record, [said] = after({"who": [1, 9]}, load_join(f"who:people={people}"))
    assert record["people"] == [ANN]
    assert "MERGE-010" in said
    assert "“who[1]” is 9, and people.jsonl has no record of this id" in said
    assert after({"who": 9}, load_join(f"who:person={people}"))[0] == {"who": 9}


def test_what_is_there_already_is_not_replaced(people: Path) -> None:
    with pytest.raises(RecordRefused, match="has a field person already"):
        after({"who": 1, "person": "x"}, load_join(f"who:person={people}"))


@pytest.mark.parametrize("held", [True, 1.5, {"id": 1}, [[1]], ""])
def test_what_is_no_id_is_refused(people: Path, held: object) -> None:
    with pytest.raises(RecordRefused, match="holds no id"):
        after({"who": held}, load_join(f"who:person={people}"))


@pytest.mark.parametrize("text", ["", "who=f", "who:=f", ":a=f", "who:a", "who:a[=f", "who:a.b=f", "who:a="])
def test_a_join_that_cannot_be_understood_is_refused(text: str) -> None:
    with pytest.raises(BadConfiguration, match="is no join; write FIELD:NAME=FILE"):
        load_join(text)


@pytest.mark.parametrize(
    ("records", "words"),
    [
        ([ANN, {"name": "x"}], "the record on line 2 has no id"),
        ([ANN, BOB, {"id": "1"}], "line 3 has the id 1, which another line has too"),
        ([ANN, [1]], "Line 2 holds a list"),
    ],
)
def test_a_file_that_cannot_be_joined_by_ids_is_refused(tmp_path: Path, records: list[object], words: str) -> None:
    file = lines(tmp_path / "bad.jsonl", *records)
    with pytest.raises(UnreadableInput, match=words):
        load_join(f"who:person={file}")


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match=r"gone\.jsonl cannot be read"):
        load_join(f"who:person={tmp_path / 'gone.jsonl'}")
