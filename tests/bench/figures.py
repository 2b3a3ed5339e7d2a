"""What the benches have measured: records in one file of JSON, each with when it was measured and by which version."""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parents[2]
RESULTS = ROOT / "docs" / "performance.json"


class Figure(NamedTuple):
    """What was measured of this version, and of an older one in the same run; None where nothing could be."""

    now: float | None
    unit: str = "×"
    before: float | None = None


class Measured(NamedTuple):
    """The circumstances of a measurement: the day, the versions, and the machine."""

    date: str
    version: str
    before: str
    machine: str


class Record(NamedTuple):
    """A row of a table: figures by what they measure."""

    table: str
    row: str
    figures: Mapping[str, Figure]
    measured: Measured

    def figure(self, measure: str) -> Figure:
        return self.figures.get(measure, Figure(None))


Records = dict[tuple[str, str], Record]
"""By table and row, in the order in which rows were first measured."""

Judge = Callable[[Record, str], Mapping[str, object]]
"""What is wanted of a figure and whether that is met, for those who read the file."""


def read_records(path: Path) -> Records:
    """What a file holds; nothing where there is none."""
    if not path.exists():
        return {}
    rows = json.loads(path.read_text("utf-8"))
    return {(row["table"], row["row"]): _read_record(row) for row in rows}


def _read_record(row: Mapping[str, Any]) -> Record:
    figures = {
        measure: Figure(found["now"], found["unit"], found.get("before")) for measure, found in row["figures"].items()
    }
    return Record(row["table"], row["row"], figures, Measured(*row["measured"]))


def write_records(records: Records, path: Path, judge: Judge) -> None:
    """One line for each, so that a measurement made anew changes its own lines."""
    lines = [json.dumps(_as_json(record, judge), ensure_ascii=False) for record in records.values()]
    path.write_text("[\n" + ",\n".join(lines) + "\n]\n", "utf-8")


def _as_json(record: Record, judge: Judge) -> Mapping[str, object]:
    figures = {
        measure: {
            "now": _short(figure.now),
            "unit": figure.unit,
            **({} if figure.before is None else {"before": _short(figure.before)}),
            **judge(record, measure),
        }
        for measure, figure in record.figures.items()
    }
    return {"table": record.table, "row": record.row, "figures": figures, "measured": record.measured}


def _short(value: float | None) -> float | None:
    """Four digits, as no measurement here is worth more."""
    return None if value is None else float(f"{value:.4g}")


def rows_of(records: Records, table: str) -> list[Record]:
    return [record for record in records.values() if record.table == table]


class Book:
    """What one run of a bench writes down: at once, so that what was measured before it ended is there."""

    def __init__(self, measured: Measured, results: Path | None, judge: Judge) -> None:
        self.records: Records = {}
        self._measured, self._results, self._judge = measured, results, judge

    def write(self, table: str, row: str, **figures: Figure) -> None:
        """Take up a row, in place of what there is of it."""
        told = ", ".join(f"{name} {_short(figure.now)} {figure.unit}".rstrip() for name, figure in figures.items())
        say(f"{table}, {row}: {told}")
        record = Record(table, row, figures, self._measured)
        self.records[table, row] = record
        if self._results:
            records = read_records(self._results)
            records[table, row] = record
            write_records(records, self._results, self._judge)

    def forget_others(self, table: str) -> None:
        """Take out the rows of a table that this run has not measured: a bench that measures all of them says so."""
        if self._results:
            records = read_records(self._results)
            kept = {key: record for key, record in records.items() if key[0] != table or key in self.records}
            write_records(kept, self._results, self._judge)


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options that all benches have."""
    parser.add_argument("--before", type=Path, metavar="CHECKOUT", help="The root of an older checkout.")
    parser.add_argument(
        "--results", type=Path, metavar="FILE", help="Take the figures up into this file (docs/performance.json)."
    )
    parser.add_argument("--date", default=datetime.now(UTC).date().isoformat(), help="The day that records name.")


def open_book(chosen: argparse.Namespace, judge: Judge) -> Book:
    """The book of a run with these options."""
    before = version_of(chosen.before) if chosen.before else ""
    return Book(Measured(chosen.date, version_of(ROOT), before, machine()), chosen.results, judge)


def checkouts_of(chosen: argparse.Namespace) -> dict[str, Path]:
    """What is measured by turns."""
    return {"now": ROOT} | ({"before": chosen.before.resolve()} if chosen.before else {})


def version_of(root: Path) -> str:
    """The commit of a checkout, with a plus sign where its code has changes."""
    commit = _ask_git(root, "rev-parse", "--short", "HEAD")
    return f"{commit}+" if _ask_git(root, "status", "--porcelain", "sdconvert", "dtd") else commit or "of no commit"


def _ask_git(root: Path, *words: str) -> str:
    return subprocess.run(["git", *words], cwd=root, capture_output=True, text=True).stdout.strip()


def machine() -> str:
    from lxml import etree

    lxml = ".".join(map(str, etree.LXML_VERSION[:2]))
    return f"{os.cpu_count()} processors, Python {platform.python_version()}, lxml {lxml}"


def of_checkouts(unit: str, values: Mapping[str, float | None]) -> Figure:
    """A figure of what was measured of each checkout, by `now` and `before`."""
    return Figure(values.get("now"), unit, values.get("before"))


def say(text: str) -> None:
    """Progress; what is printed to the output is tables alone."""
    print(text, file=sys.stderr, flush=True)


def largest(values: Iterable[float | None]) -> float | None:
    """None where there is no value."""
    return max((value for value in values if value is not None), default=None)
