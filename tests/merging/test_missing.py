"""What a record lacks: a finding, an error or nothing, by choice; each name once."""

from __future__ import annotations

import pytest
from merge_kit import codes, filled, findings, p, template

from sdconvert.errors import BadConfiguration
from sdconvert.merging import RecordRefused, merge


@pytest.mark.parametrize(
    ("tag", "name"),
    [
        ("{{ a }}", "a"),
        ("{{ a.b.c }}", "a.b.c"),
        ("{{ customer.phone }}", "customer.phone"),
        ("{{ customer.address.city }}", "customer.address.city"),
        ("{{ services[0].price }}", "services[0].price"),
        ("{{ services[4].name }}", "services[4].name"),
        ("{% for s in services %}{{ s.price }}{% endfor %}", "services[0].price"),
        ("{% for x in gone %}x{% endfor %}", "gone"),
        ("{% if gone %}x{% endif %}", "gone"),
        ("{% if gone == 3 %}x{% endif %}", "gone"),
        ("{% if gone > 3 %}x{% endif %}", "gone"),
        ("{{ gone|upper }}", "gone"),
        ("{{ gone|length }}", "gone"),
        ("{{ gone * 2 + 1 }}", "gone"),
        ("{{ gone|date }}", "gone"),
        ("{{ gone|money('EUR') }}", "gone"),
        ("{{ 'x' ~ gone }}", "gone"),
        ("{{ record['due-date'] }}", "due-date"),
    ],
)
def test_each_use_of_a_field_that_is_not_there_is_found(tag: str, name: str) -> None:
    record = {"customer": {"name": "Ann"}, "services": [{"name": "cut"}]}
    found = [finding for finding in findings(tag, record) if finding.code.id == "MERGE-002"]
    assert [finding.details["name"] for finding in found][:1] == [name]
    assert str(found[0].location) == f"record, {name}"
    assert codes(tag, record, missing="blank").count("MERGE-002") == 0
    with pytest.raises(RecordRefused, match=r"lacks what is asked for"):
        merge(template(tag, missing="error"), record)


@pytest.mark.parametrize(
    "tag",
    [
        "{% if a is defined %}x{% endif %}",
        "{{ a|default('') }}",
        "{{ a.b|default('') }}",
        "{% if a is not defined or a %}{% endif %}",
        "{{ customer.phone|d('') }}",
    ],
)
def test_to_ask_whether_a_field_is_there_is_no_use_of_it(tag: str) -> None:
    assert codes(tag, {"customer": {}}) == []


def test_all_missing_fields_are_named_at_once_and_each_once() -> None:
    body = p("{{ a }} {{ b.c }} {{ a }}") + p("{{ id }}")
    assert [finding.details["name"] for finding in findings(body, {"id": 1})] == ["a", "b.c"]
    with pytest.raises(RecordRefused, match=r"asked for: a, b\.c\.$"):
        merge(template(body, missing="error"), {"id": 1})


def test_the_place_of_a_missing_field_is_left_empty() -> None:
    for missing in ("finding", "blank"):
        assert filled("[{{ a }}]", {}, missing=missing) == ["[]"]


def test_an_unknown_policy_is_refused() -> None:
    with pytest.raises(BadConfiguration, match="'sometimes' is not one of finding, error, blank"):
        template("x", missing="sometimes")
