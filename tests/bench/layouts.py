"""The tables of what was measured, in Markdown: as they are printed and as docs/performance.md has them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from figures import Figure, Measured, Record, Records, rows_of
from wanted import DIRECTIONS, WANTS, WANTS_OF_OLD, Want

NOTHING = "–"
_SHOWN: dict[str, Callable[[float], str]] = {
    "×": lambda value: f"{value:.2f} ×" if value < 10 else f"{value:.1f} ×" if value < 100 else f"{value:.0f} ×",
    "s": lambda value: f"{value:.2f} s" if value < 10 else f"{value:.1f} s",
    "%": lambda value: f"{value:.1f} %",
    "/s": lambda value: f"{value:,.1f}/s" if value < 100 else f"{value:,.0f}/s",
    "": lambda value: f"{value:,.0f}",
    "exponent": lambda value: f"{value:.2f}",
}


def show(value: float | None, unit: str) -> str:
    """A figure as a reader sees it."""
    if value is None:
        return NOTHING
    return _SHOWN[unit](value) if unit in _SHOWN else f"{value:.1f} {unit}" if value < 10 else f"{value:,.0f} {unit}"


class Column(NamedTuple):
    """A column: measures, put beside each other, of now or of before."""

    title: str
    measures: tuple[str, ...]
    is_before: bool = False

    def cell(self, record: Record) -> str:
        values = [self._show(record.figures[measure]) for measure in self.measures if measure in record.figures]
        return "" if set(values) == {NOTHING} and self.is_before else ", ".join(values)

    def _show(self, figure: Figure) -> str:
        return show(figure.before if self.is_before else figure.now, figure.unit)


def _both(title: str, *measures: str) -> tuple[Column, Column]:
    return Column(f"{title}, before", measures, True), Column(title, measures)


LAYOUTS: dict[str, tuple[str, tuple[Column, ...]]] = {
    "speed": ("Word → SDXML", _both("× the floor", "time")),
    "word": (
        "file",
        (
            Column("floor", ("floor",)),
            *_both("× the floor", "time"),
            Column("peak", ("peak",)),
            Column("unzipped", ("unzipped",)),
        ),
    ),
    "metafiles": ("", (Column("metafiles", ("number",)), *_both("median, slowest", "median", "slowest"))),
    "packages": ("", _both("median, slowest of ten", "median", "slowest")),
    "peers": (
        "tool",
        (
            Column("files", ("files",)),
            Column("its CPU time", ("its",)),
            Column("ours for the same", ("ours",)),
            Column("its ÷ ours, median", ("ratio",)),
            Column("not read", ("not read",)),
            Column("given up after 20 s", ("given up",)),
        ),
    ),
    "starts": ("over a bare interpreter", _both("time", "time")),
    "pictures": ("300 MB of pictures", (*_both("peak, CPU", "peak", "time"),)),
    "load": ("", (Column("figure", ("figure",)),)),
    "batch": ("", _both("figure", "figure")),
    "throughput": ("tool", (Column("documents", ("figure",)),)),
    "memory": ("documents", (Column("memory", ("memory",)),)),
    "journal": ("", (Column("documents", ("documents",)), *_both("time, CPU, peak", "time", "cpu", "peak"))),
    "growth": (
        "exponents of time, memory",
        tuple(Column(name, (f"{way} time", f"{way} memory")) for way, name in DIRECTIONS.items()),
    ),
}
"""For each table what its first column is called, and the others."""


def table_of(records: Records, name: str) -> str:
    """The table of a name, with when and by which version it was measured. Columns that hold nothing are left out."""
    first, columns = LAYOUTS[name]
    rows = rows_of(records, name)
    filled = [column for column in columns if any(column.cell(row).strip(f", {NOTHING}") for row in rows)]
    lines = [[first, *[column.title for column in filled]]]
    lines += [[row.row, *[column.cell(row) for column in filled]] for row in rows]
    return _join(lines, [row.measured._replace(machine="") for row in rows])


def table_of_wants(records: Records, wants: Iterable[Want]) -> str:
    """What is wanted, what there was, what there is, and whether that is met."""
    lines, measured = [["what", "before", "wanted", "now", ""]], []
    for want in wants:
        figure, rows = want.found_in(records)
        limit = "" if want.limit is None else f"at {'least' if want.is_least else 'most'} {_limit(want, figure.unit)}"
        before = "" if figure.before is None else show(figure.before, figure.unit)
        lines.append([want.what, before, limit, show(figure.now, figure.unit), _verdict(want, figure.now)])
        measured += [row.measured for row in rows]
    return _join(lines, measured)


def _limit(want: Want, unit: str) -> str:
    joined = {"": "", "exponent": "", "/s": "/s"}
    return f"{want.limit:,g}{joined.get(unit, f' {unit}')}"


def _verdict(want: Want, value: float | None) -> str:
    if want.limit is None:
        return ""
    return "not measured" if value is None else "met" if want.is_met_by(value) else "**missed**"


def _join(lines: list[list[str]], measured: Iterable[Measured]) -> str:
    head, *rest = [f"| {' | '.join(cells)} |" for cells in lines]
    rule = f"| ---{' | ---' * (len(lines[0]) - 1)} |"
    return "\n".join([head, rule, *rest, "", *_circumstances(measured)])


def _circumstances(measured: Iterable[Measured]) -> list[str]:
    told = [
        f"{each.date}, version {each.version}{f', before: {each.before}' if each.before else ''}"
        f"{f'; {each.machine}' if each.machine else ''}"
        for each in dict.fromkeys(measured)
    ]
    return [f"Measured {'; and '.join(told)}."] if told else ["Not measured yet."]


SUMMARIES: dict[str, Callable[[Records], str]] = {
    "wanted": lambda records: table_of_wants(records, WANTS),
    "wanted earlier": lambda records: table_of_wants(records, WANTS_OF_OLD),
}


def block_of(records: Records, name: str) -> str:
    """What stands between the markers of this name."""
    return SUMMARIES[name](records) if name in SUMMARIES else table_of(records, name)
