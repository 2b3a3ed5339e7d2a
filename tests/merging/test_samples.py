"""The finished templates with their records: made by their script, filled without a finding, readable by others."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx_writing import audit

from sdconvert.archive import read_archive
from sdconvert.merging import load_template, merge
from sdconvert.merging.records import MergeRecord, read_records
from sdconvert.pipeline import convert
from sdconvert.validation import check

SAMPLES = Path(__file__).parents[2] / "samples"
MERGE = SAMPLES / "merge"
PAIRS = {"booking-confirmation": "bookings", "settlement-agreement": "negotiations"}
OPTIONS = {"locale": "en_US", "timezone": "America/New_York", "currency": "USD", "missing": "error"}


def records(name: str) -> list[MergeRecord]:
    with (MERGE / f"{PAIRS[name]}.jsonl").open("rb") as stream:
        found = list(read_records(stream))
    assert all(isinstance(record, MergeRecord) for record in found)
    return [record for record in found if isinstance(record, MergeRecord)]


def fill(name: str, number: int) -> Document:
    template = load_template(MERGE / f"{name}.docx", **OPTIONS)
    return docx.Document(io.BytesIO(merge(template, records(name)[number].fields).value))


def words(document: Document) -> str:
    rows = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in document.paragraphs] + rows)


def test_the_script_makes_the_committed_templates(tmp_path: Path) -> None:
    subprocess.run([sys.executable, SAMPLES / "make_merge_samples.py", tmp_path], check=True, timeout=60)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(path.name for path in MERGE.glob("*.docx"))
    for path in tmp_path.iterdir():
        made, kept = read_archive(path.read_bytes()), read_archive((MERGE / path.name).read_bytes())
        assert dict(made) == dict(kept), path.name


@pytest.mark.parametrize("name", PAIRS)
def test_each_record_fills_its_template_without_a_finding(name: str) -> None:
    template = load_template(MERGE / f"{name}.docx", **OPTIONS)
    assert template.findings == ()
    for record in records(name):
        merged = merge(template, record.fields)
        assert merged.findings == ()
        assert "{{" not in words(docx.Document(io.BytesIO(merged.value)))
        package = convert(merged.value)
        assert [finding for finding in check(package.value) if finding.severity == "error"] == []


@pytest.mark.parametrize("name", PAIRS)
def test_validators_of_office_files_have_nothing_against_a_filled_document(name: str, tmp_path: Path) -> None:
    template = load_template(MERGE / f"{name}.docx", **OPTIONS)
    for record in records(name):
        assert audit(merge(template, record.fields).value, tmp_path) == []


def test_a_booking_shows_its_services_their_sum_and_local_times() -> None:
    document = fill("booking-confirmation", 0)
    cells = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert cells == [
        ["Service", "Duration", "Price"],
        ["Deep tissue massage", "60 min", "$95.00"],
        ["Aroma add-on, lavender & rosemary", "30 min", "$24.50"],
        ["Total", "Total", "$119.50"],
    ]
    text = words(document)
    assert "We expect you on December 7, 2026 at 10:00\u202fAM" in text.replace("10:00 AM", "10:00\u202fAM")
    assert "Ring the bell at the side entrance.\nParking: bay 4.\tFree of charge." in text


def test_a_cancelled_booking_says_so() -> None:
    text = words(fill("booking-confirmation", 2))
    assert text.startswith("Cancellation\n")
    assert "is cancelled" in text
    assert "Notes" not in text


def test_an_agreement_shows_parties_terms_and_what_is_outstanding() -> None:
    agreed, open_ = words(fill("settlement-agreement", 0)), words(fill("settlement-agreement", 1))
    assert "Castell & Daughters Ltd" in agreed
    assert "€18,400.00" in agreed
    assert "outstanding" not in agreed
    assert "plot 17 <front part>" in open_
    assert "an answer of Owner of plot 17 is outstanding" in open_
    assert "in 1 session;" in open_
