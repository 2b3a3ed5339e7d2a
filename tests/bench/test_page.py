"""docs/performance.md has the tables of the results that stand beside it, and what is wanted is judged by them."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parent))

from figures import RESULTS, Book, Figure, Measured, Record, read_records
from layouts import LAYOUTS, SUMMARIES, block_of
from summary import fill_page
from wanted import WANTS, WANTS_OF_OLD, limits_of

PAGE = RESULTS.with_name("performance.md")
DAY = Measured("2026-01-01", "abc", "", "")
LATER = Measured("2026-01-02", "def", "", "")


def test_the_page_has_the_tables_of_the_results() -> None:
    assert PAGE.read_text("utf-8") == fill_page(PAGE.read_text("utf-8"), read_records(RESULTS)), "make bench-page"


@pytest.mark.parametrize("name", [*SUMMARIES, *LAYOUTS])
def test_every_table_has_a_place_on_the_page(name: str) -> None:
    assert PAGE.read_text("utf-8").count(f"<!-- table: {name} -->\n") == 1


def test_what_is_wanted_is_found_in_the_results() -> None:
    records = read_records(RESULTS)
    known = {(record.table, record.row) for record in records.values()}
    for want in (*WANTS, *WANTS_OF_OLD):
        assert want.table in LAYOUTS
        assert all((want.table, row) in known for row in want.rows), want.what


def test_a_run_in_part_changes_its_own_rows_alone(tmp_path: Path) -> None:
    results = tmp_path / "results.json"
    first, second = Book(DAY, results, limits_of), Book(LATER, results, limits_of)
    first.write("starts", "`convert`", time=Figure(151.2345, "ms", 160))
    first.write("starts", "`validate`", time=Figure(100, "ms"))
    second.write("starts", "`validate`", time=Figure(None, "ms"))
    assert list(read_records(results).values()) == [
        Record("starts", "`convert`", {"time": Figure(151.2, "ms", 160)}, DAY),
        Record("starts", "`validate`", {"time": Figure(None, "ms")}, LATER),
    ]
    assert '"wanted": {"at most": 150}, "met": false' in results.read_text("utf-8")


def test_a_table_that_was_measured_whole_keeps_no_older_rows(tmp_path: Path) -> None:
    results = tmp_path / "results.json"
    first, second = Book(DAY, results, limits_of), Book(LATER, results, limits_of)
    first.write("word", "old.docx", floor=Figure(1, "ms"))
    first.write("load", "calls", figure=Figure(1, "/s"))
    second.write("word", "new.docx", floor=Figure(2, "ms"))
    second.forget_others("word")
    assert [row for _, row in read_records(results)] == ["calls", "new.docx"]


@pytest.mark.parametrize(
    ("value", "verdict"), [(1.9, "1.90 × | met"), (1.88, "1.88 × | **missed**"), (None, "– | not measured")]
)
def test_a_figure_is_met_or_missed(value: float | None, verdict: str) -> None:
    row = ("batch", "two workers over one")
    records = {row: Record(*row, {"figure": Figure(value, "×", 1.75)}, DAY)}
    assert f"two processes over one | 1.75 × | at least 1.9 × | {verdict} |" in block_of(records, "wanted")


def test_of_several_rows_the_largest_counts() -> None:
    rows = [("`validate` SDXML", 37.0), ("`validate` Word", 121.0), ("`pack`", 130.0)]
    records = {("pictures", row): Record("pictures", row, {"peak": Figure(peak, "MB")}, DAY) for row, peak in rows}
    assert "| … `validate` |  | at most 120 MB | 121 MB | **missed** |" in block_of(records, "wanted")


@pytest.mark.parametrize("name", ["bench", "batch", "batch_measured", "growth", "load", "measured", "pictures"])
def test_every_bench_finds_what_it_measures(name: str) -> None:
    assert callable(importlib.import_module(name).main)
