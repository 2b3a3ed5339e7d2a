"""Dates, numbers and money by locale, from the texts and numbers that JSON has."""

from __future__ import annotations

import pytest
from merge_kit import codes, filled

NO_BREAK = "\u00a0"


@pytest.mark.parametrize(
    ("tag", "value", "locale", "text"),
    [
        ("date", "2026-10-05", "en", "Oct 5, 2026"),
        ("date", "2026-10-05", "de_DE", "05.10.2026"),
        ("date('long')", "2026-10-05T23:30:00Z", "de-DE", "5. Oktober 2026"),
        ("date('full')", "2026-10-05", "fr_FR", "lundi 5 octobre 2026"),
        ("date('d. MMMM yyyy')", "2026-10-05", "de_DE", "5. Oktober 2026"),
        ("datetime", "2026-10-05T08:00:00Z", "en_GB", "5 Oct 2026, 08:00:00"),
        ("datetime('short')", "2026-10-05 08:00", "de_DE", "05.10.26, 08:00"),
        ("datetime('HH:mm')", "2026-10-05T08:00:00.123+05:30", "en", "08:00"),
        ("number", 1234567, "de_DE", "1.234.567"),
        ("number", "1234.5678", "en", "1,234.5678"),
        ("number(2)", 2.675, "de_DE", "2,68"),
        ("number(0)", 1234.5, "en", "1,234"),
        ("money('EUR')", 500000, "de_DE", f"5.000,00{NO_BREAK}€"),
        ("money('EUR')", 5000, "en_US", "€50.00"),
        ("money('USD')", -1, "en_US", "-$0.01"),
        ("money('JPY')", 5000, "en_US", "¥5,000"),
        ("money('eur')", "1999", "de_DE", f"19,99{NO_BREAK}€"),
        ("money", 5000, "en_US", "$50.00"),
    ],
)
def test_a_value_is_written_as_the_locale_writes_it(tag: str, value: object, locale: str, text: str) -> None:
    options = {"locale": locale, "currency": "USD"}
    assert filled(f"{{{{ a|{tag} }}}}", {"a": value}, **options) == [text]
    assert codes(f"{{{{ a|{tag} }}}}", {"a": value}, **options) == []


def test_times_with_an_offset_are_shown_in_the_zone_that_was_asked_for() -> None:
    body = "{{ a|datetime('HH:mm') }} {{ a|date }}"
    assert filled(body, {"a": "2026-10-05T23:30:00Z"}, timezone="Europe/Berlin") == ["01:30 Oct 6, 2026"]
    assert filled(body, {"a": "2026-10-05T23:30:00"}, timezone="Europe/Berlin") == ["23:30 Oct 5, 2026"]


@pytest.mark.parametrize(
    ("tag", "value"),
    [
        ("date", "next Tuesday"),
        ("date", "2026-13-01"),
        ("date", 20261005),
        ("datetime", "2026-10-05"),
        ("number", "1,5"),
        ("number", True),
        ("number", "1e999999"),
        ("number", "NaN"),
        ("money('EUR')", 12.5),
        ("money('EUR')", "12.50"),
        ("money('XXXX')", 5),
        ("money", 5),
        ("money(gone2)", 5),
    ],
)
def test_what_is_not_of_the_kind_is_a_finding_and_stands_as_it_is(tag: str, value: object) -> None:
    record = {"a": value, "gone2": None}
    assert codes(f"{{{{ a|{tag} }}}}", record) == ["MERGE-004"]
    assert filled(f"{{{{ a|{tag} }}}}", record) == [str(value).lower() if value is True else str(value)]


@pytest.mark.parametrize("tag", ["date", "datetime", "number", "money('EUR')"])
def test_null_is_empty_in_every_filter(tag: str) -> None:
    assert filled(f"[{{{{ a|{tag} }}}}]", {"a": None}) == ["[]"]
    assert codes(f"[{{{{ a|{tag} }}}}]", {"a": None}) == []
