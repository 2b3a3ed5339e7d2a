"""Records of both systems become documents of the service, hold what the records hold, and come once."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from records_kit import SAMPLES, Way, rows, whole_way

from sdconvert.partner.fingerprint import split_supplemental

AGREEMENTS = {
    1: ("The invoices of month 1.", "March 1, 2025", "in 1 session;"),
    2: ("The invoices of month 2.", "March 2, 2025", "in 2 sessions;"),
    3: ("The invoices of month 3.", "March 3, 2025", "in 3 sessions;"),
    4: ("The invoices of month 4.", "March 4, 2025", "in 4 sessions;"),
    5: ("The invoices of month 5.", "March 5, 2025", "in 5 sessions;"),
}
BOOKINGS = {
    1: ("Joan Ábel", "January 10, 2025", "Workshop", "180 min", "$250.00", "group-2"),
    2: ("John Doe", "January 11, 2025", "Quick call", "15 min", "$0.00", "group-1"),
    3: ("Joan Ábel", "Sunday, January 12, 2025", "Consultation", "45 min", "$49.00", "group-2"),
    4: ("John Doe", "January 13, 2025", "Workshop", "180 min", "$250.00", "group-1"),
    5: ("Joan Ábel", "January 14, 2025", "Quick call", "15 min", "$0.00", "group-2"),
    6: ("John Doe", "January 15, 2025", "Consultation", "45 min", "$49.00", "group-1"),
    7: ("Joan Ábel", "Thursday, January 16, 2025", "Workshop", "180 min", "$250.00", "group-2"),
}
CANCELLED = (3, 7)


@pytest.fixture
def way(tmp_path: Path) -> Iterator[Way]:
    with whole_way(tmp_path) as opened:
        yield opened


def agreements(way: Way, *fetching: str, to: str = "docx") -> Path:
    """The folder with an agreement for each negotiation, fetched and merged."""
    records, folder = way.folder / "negotiations.jsonl", way.folder / f"agreements-{to}"
    way("fetch", "smartsettle", "negotiations", "-o", records, "--per-page", "2", *fetching)
    way(
        *(
            "merge",
            SAMPLES / "settlement-agreement.docx",
            "--records",
            records,
            "-o",
            folder,
            "--missing",
            "error",
            "--to",
            to,
        ),
        *("--name", "{id}-{name}", "--title", "{name}", "--description", "{description}", "--group", "legal"),
        *("--supplemental", "negotiation {id} of {last_update}"),
    )
    return folder


def bookings(way: Way, *fetching: str, to: str = "docx") -> Path:
    """The folder with a confirmation for each booking, joined with its customer and its service."""
    for name in ("customers", "services"):
        way("fetch", "smoothschedule", name, "-o", way.folder / f"{name}.jsonl")
    records, folder = way.folder / "bookings.jsonl", way.folder / f"bookings-{to}"
    way("fetch", "smoothschedule", "bookings", "-o", records, *fetching)
    way(
        *(
            "merge",
            SAMPLES / "booking-confirmation.docx",
            "--records",
            records,
            "-o",
            folder,
            "--missing",
            "error",
            "--to",
            to,
        ),
        *("--join", f"customer_id:customer={way.folder / 'customers.jsonl'}"),
        *("--join", f"service_id:services[]={way.folder / 'services.jsonl'}"),
        *("--locale", "en_US", "--timezone", "Europe/Berlin", "--currency", "USD"),
        *("--name", "{id}", "--title", "Booking {id}", "--description", "{services[0].name} for {customer.last_name}"),
        *("--group", "group-{customer_id}", "--supplemental", '{{"booking": {id}}}'),
    )
    return folder


def told(way: Way) -> dict[str, tuple[str, str, str, str]]:
    """What the server knows of each document by its title: id, description, group, the text for the partner."""
    return {
        title: (info.id, info.description, info.group_id, split_supplemental(info.supplemental)[0])
        for title, info in way.documents().items()
    }


def test_negotiations_become_agreements_that_hold_what_they_hold(way: Way) -> None:
    way.batch(agreements(way))
    known = told(way)
    assert sorted(known) == [f"Settlement {number}" for number in AGREEMENTS]
    for number, values in AGREEMENTS.items():
        document_id, *about = known[f"Settlement {number}"]
        moment = f"2025-03-0{number}T09:00:00Z"
        assert about == [values[0], "legal", f"negotiation {number} of {moment}"]
        text = way.text(document_id)
        for value in (*values, "Riverside Estates Ltd", f"Settlement {number}", "an answer of other_party"):
            assert value in text, (number, value)


def test_bookings_become_confirmations_that_hold_what_they_hold(way: Way) -> None:
    way.batch(bookings(way))
    known = told(way)
    assert sorted(known) == [f"Booking {number}" for number in BOOKINGS]
    for number, (name, day, service, duration, price, group) in BOOKINGS.items():
        document_id, *about = known[f"Booking {number}"]
        assert about == [f"{service} for {name.split()[1]}", group, f'{{"booking": {number}}}']
        text = way.text(document_id)
        for value in (f"Dear {name},", day, service, duration, price):
            assert value in text, (number, value)
        assert ("No fee is due" in text) == (number in CANCELLED)
        assert ("9:00 AM" in text) == (number not in CANCELLED)


def test_a_second_run_and_one_without_its_journal_double_nothing(way: Way) -> None:
    for make in (agreements, bookings):
        way.batch(make(way), "--state", way.folder / make.__name__)
    first = told(way)
    assert len(first) == len(AGREEMENTS) + len(BOOKINGS)
    for make in (agreements, bookings):
        again = way.batch(make(way), "--state", way.folder / make.__name__)
        assert "unchanged" in again.stderr
    assert told(way) == first
    for make in (agreements, bookings):
        shutil.rmtree(way.folder / make.__name__)
        shutil.rmtree(way.folder / f"{make.__name__}-docx")
        way.batch(make(way), "--state", way.folder / make.__name__)
    assert told(way) == first


def test_records_in_another_order_double_nothing(way: Way) -> None:
    way.batch(agreements(way, "--ordering", "-id"), "--state", way.folder / "a")
    way.batch(bookings(way, "--ordering", "start_time"), "--state", way.folder / "b")
    first = told(way)
    orders = [rows(way.folder / folder) for folder in ("agreements-docx", "bookings-docx")]
    way.batch(agreements(way, "--ordering", "name"), "--state", way.folder / "a")
    way.batch(bookings(way, "--ordering", "-start_time"), "--state", way.folder / "b2")
    assert [rows(way.folder / folder) for folder in ("agreements-docx", "bookings-docx")] == [
        order[::-1] for order in orders
    ]
    assert told(way) == first


def test_a_record_that_changed_becomes_another_document_beside_the_former(way: Way) -> None:
    folder = agreements(way)
    way.batch(folder)
    before = told(way)
    records = way.folder / "negotiations.jsonl"
    records.write_text(records.read_text().replace('"session_number": 3', '"session_number": 4'))
    way("merge", SAMPLES / "settlement-agreement.docx", "--records", records, "-o", folder, "--name", "{id}-{name}",
        "--title", "{name}", "--description", "{description}", "--group", "legal",
        "--supplemental", "negotiation {id} of {last_update}")  # fmt: skip
    way.batch(folder)
    listed = way.client.list_documents(user_id="u-1")
    assert sorted(info.title for info in listed) == sorted([*before, "Settlement 3"])
    assert {known[0] for known in before.values()} < {info.id for info in listed}


@pytest.mark.parametrize("make", [agreements, bookings])
def test_packages_go_the_same_way_without_a_conversion(way: Way, make: type) -> None:
    folder = make(way, to="sdxml")
    assert {row["file"] for row in rows(folder)} == {path.name for path in folder.glob("*.zip")}
    steps = ("--steps", "validate,upload")
    way.batch(folder, *steps)
    first = told(way)
    assert sorted(first) == sorted(row["title"] for row in rows(folder))
    for row in rows(folder):
        document_id, *about = first[row["title"]]
        assert about == [row["description"], row["groupId"], row["supplemental"]]
        assert str(row["record"]) in way.text(document_id)
    shutil.rmtree(way.folder / "packages.batch")
    way.batch(make(way, to="sdxml"), *steps)
    assert told(way) == first
