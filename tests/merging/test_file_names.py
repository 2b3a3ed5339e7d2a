"""Names of files and patterns: safe everywhere, each once, from data only."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdconvert.errors import BadConfiguration
from sdconvert.findings import Report
from sdconvert.merging.file_names import FileNames, safe_name
from sdconvert.merging.filling import Filling
from sdconvert.merging.patterns import parse_pattern


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ann Lee", "Ann Lee"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ('a\\b:c*d?e"f<g>h|i', "a_b_c_d_e_f_g_h_i"),
        ("x\x00y\nz\t", "x_y_z_"),
        ("CON", "_CON"),
        ("lpt1.x", "_lpt1.x"),
        ("console", "console"),
        (" .hidden. ", "hidden"),
        ("-rf", "_rf"),
        ("gpj\u202efdp", "gpjfdp"),
        ("e\u0301", "é"),
        ("\U0001f469\u200d\U0001f52c", "\U0001f469\u200d\U0001f52c"),
        ("\ud800", "_"),
        ("..", ""),
    ],
)
def test_a_name_is_made_safe(text: str, name: str) -> None:
    assert safe_name(text) == name


@given(st.text(st.characters()))
def test_every_text_gives_a_name_that_stays_in_its_folder(text: str) -> None:
    name = safe_name(text)
    assert safe_name(name) == name
    assert len(name.encode()) <= 201
    assert not set('/\\:*?"<>|\x00') & set(name)
    assert not name.startswith((".", "-", " "))


def test_a_long_name_is_cut_between_characters() -> None:
    assert safe_name("ü" * 300) == "ü" * 100


def test_names_that_are_taken_get_numbers_in_order_and_a_finding() -> None:
    names, report = FileNames(), Report()
    wanted = ["a", "A", "a-2", "a", "e\u0301", "é", "a/b", "..", "a_b"]
    given_names = [names.take(text, f"record-{n}", report) for n, text in enumerate(wanted, 1)]
    assert given_names == ["a", "A-2", "a-2-2", "a-3", "é", "é-2", "a_b", "record-8", "a_b-2"]
    assert [finding.code.id for finding in report.findings] == [
        *("MERGE-008", "MERGE-008", "MERGE-008", "MERGE-007", "MERGE-008", "MERGE-007", "MERGE-007", "MERGE-008")
    ]


def test_a_name_that_is_reserved_is_not_given() -> None:
    assert FileNames("Template").take("template", "x", Report()) == "template-2"


RECORD = {
    "id": 7,
    "customer": {"name": "Ann", "due-date": "soon", "0": "zero"},
    "services": [{"name": "cut"}, {"name": "dry"}],
    "none": None,
}


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("{id}-{customer.name}", "7-Ann"),
        ("{services[1].name} {services.0.name}", "dry cut"),
        ("{customer.due-date}", "soon"),
        ("{customer.0}", "zero"),
        ("{{{id}}} [{none}]", "{7} []"),
        ("plain", "plain"),
        ("", ""),
    ],
)
def test_a_pattern_is_filled_from_a_record(pattern: str, text: str) -> None:
    filling = Filling(RECORD, "record")
    assert parse_pattern(pattern).fill(filling) == text
    assert filling.report.findings == []


@pytest.mark.parametrize(
    "pattern",
    [
        "{__class__}",
        "{id.__class__}",
        "{customer.__init__.__globals__}",
        "{services.append}",
        "{services[9]}",
        "{id.real}",
    ],
)
def test_a_pattern_reaches_data_only(pattern: str) -> None:
    filling = Filling(RECORD, "record")
    assert parse_pattern(pattern).fill(filling) == ""
    assert [finding.details["name"] for finding in filling.report.findings] == [pattern[1:-1]]


@pytest.mark.parametrize(
    "pattern", ["{", "}", "{id", "id}", "{}", "{a..b}", "{a.}", "{ id }", "{a[x]}", "{a{b}}", "{[0]}"]
)
def test_a_pattern_that_names_no_field_is_refused(pattern: str) -> None:
    with pytest.raises(BadConfiguration, match="pattern"):
        parse_pattern(pattern)


def test_what_a_pattern_finds_is_never_a_pattern() -> None:
    assert parse_pattern("{a}").fill(Filling({"a": "{b}", "b": "x"}, "record")) == "{b}"


def test_an_object_in_a_pattern_is_a_finding() -> None:
    filling = Filling(RECORD, "record")
    assert parse_pattern("{services}").fill(filling).startswith("[{")
    assert [finding.code.id for finding in filling.report.findings] == ["MERGE-003"]
