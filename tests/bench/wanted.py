"""What is wanted of speed and memory, and whether it is met by what was measured."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from figures import Figure, Record, Records, largest, rows_of

DIRECTIONS = {
    "word-sdxml": "Word → SDXML",
    "sdxml-html": "SDXML → HTML",
    "sdxml-word": "SDXML → Word",
    "sdxml-parsx": "SDXML → parsX",
    "html-sdxml": "HTML → SDXML",
    "parsx-sdxml": "parsX → SDXML",
    "diff": "`diff`",
    "mapping": "`mapping`",
    "validate": "`validate`",
}
"""Everything whose growth is measured, as it is called on the page."""


class Want(NamedTuple):
    """A figure that is wanted: of one row of a table, or the largest of several. Without a limit it is only told."""

    what: str
    table: str
    rows: tuple[str, ...]
    """None of them: all rows of the table."""
    measures: tuple[str, ...]
    limit: float | None = None
    is_least: bool = False
    """Whether the limit is the least that is wanted."""

    def concerns(self, record: Record, measure: str) -> bool:
        """Whether it speaks of this figure of a record."""
        return self.table == record.table and measure in self.measures and (not self.rows or record.row in self.rows)

    def is_met_by(self, value: float) -> bool:
        assert self.limit is not None
        return value >= self.limit if self.is_least else value <= self.limit

    def found_in(self, records: Records) -> tuple[Figure, list[Record]]:
        """The figure, and the records that it is from."""
        rows = [row for row in rows_of(records, self.table) if not self.rows or row.row in self.rows]
        figures = [row.figure(measure) for row in rows for measure in self.measures]
        unit = next((figure.unit for figure in figures), "")
        value, before = largest(figure.now for figure in figures), largest(figure.before for figure in figures)
        return Figure(value, unit, before), rows


def _wants_of_growth() -> Iterator[Want]:
    what = "growth with a document, steepest exponent of time and memory: "
    for way, name in DIRECTIONS.items():
        yield Want(f"{what}{name}", "growth", (), (f"{way} time", f"{way} memory"), 1.1)
        what = "… "


_CONVERSIONS = (
    *("SDXML → SDXML", "SDXML → Word", "Word → SDXML", "SDXML → HTML, a zip", "SDXML → HTML, one file"),
    *("HTML, a zip → SDXML", "SDXML → parsX", "parsX → SDXML"),
)
_ON_THEIR_WAY = (
    *("`batch run`", "`batch run`, at a URL", "`batch run` with upload"),
    *("`upload --as sdxml`", "`convert()` of a URL"),
)

WANTS = (
    Want("Word → SDXML, the ten largest main parts: median", "speed", ("the largest, median",), ("time",), 3.0),
    Want("… the slowest, the file of metafiles apart", "speed", ("the largest, slowest",), ("time",), 5.0),
    Want("… the file of metafiles", "speed", ("the file of metafiles",), ("time",)),
    Want("Word → SDXML, the corpus as a whole", "speed", ("all files",), ("time",), 3.5),
    Want("Word → SDXML, a document with 20 MB of PNG", "speed", ("20 MB of PNG",), ("time",), 0.7),
    Want("a metafile that is drawn: median", "metafiles", (), ("median",), 60),
    Want("… the slowest", "metafiles", (), ("slowest",)),
    Want("`validate`", "packages", ("`validate`",), ("median",), 2.5),
    Want("SDXML → HTML", "packages", ("SDXML → HTML",), ("median",), 5.0),
    Want("SDXML → Word", "packages", ("SDXML → Word",), ("median",), 6.0),
    Want("300 MB of pictures, peak: `convert`, all directions", "pictures", _CONVERSIONS, ("peak",), 120),
    Want(
        "… `validate`",
        "pictures",
        ("`validate` SDXML", "`validate` Word", "`validate` HTML", "`validate` a folder"),
        ("peak",),
        120,
    ),
    Want("… `pack`", "pictures", ("`pack`",), ("peak",), 120),
    Want("… import and export by the sandbox, server", "pictures", ("sandbox, server",), ("peak",), 120),
    Want("… client", "pictures", ("sandbox, client",), ("peak",), 120),
    Want("… `batch`, `upload` and `convert()` of files and URLs", "pictures", _ON_THEIR_WAY, ("peak",), 120),
    Want("`batch` over the corpus: two processes over one", "batch", ("two workers over one",), ("figure",), 1.9, True),
    Want("… the parent's share of the CPU time", "batch", ("CPU of the parent",), ("figure",), 3.0),
    Want("journal of 100,000 documents: `status`", "journal", ("`batch status`",), ("time",), 1.0),
    Want("… `why`", "journal", ("`batch why`",), ("time",), 0.5),
    Want("… JSON report", "journal", ("JSON report",), ("time",), 5.0),
    Want("… HTML report", "journal", ("HTML report",), ("time",), 5.0),
    Want("… memory", "journal", (), ("peak",), 150),
    Want("a run in which nothing has changed", "batch", ("nothing has changed",), ("figure",), 5000, True),
    Want("start of `convert` with a small file, over the interpreter", "starts", ("`convert`",), ("time",), 150),
    *_wants_of_growth(),
)
"""In the order in which they were asked for."""

WANTS_OF_OLD = (
    Want("`import sdconvert`, over the interpreter", "starts", ("`import sdconvert`",), ("time",), 100),
    Want("peak of Word → SDXML, less 60 MB, by unzipped size: the ten largest", "word", (), ("memory",), 6),
    Want("`batch` over a bare loop, for each document", "batch", ("over a bare loop, a document",), ("figure",), 3),
    Want("memory of `batch`, its end over its beginning", "memory", ("growth",), ("memory",), 1.1),
)
"""What had been asked for before."""


def limits_of(record: Record, measure: str) -> Mapping[str, object]:
    """What is wanted of a figure, and whether that is met; nothing where nothing is."""
    value = record.figure(measure).now
    for want in (*WANTS, *WANTS_OF_OLD):
        if want.limit is not None and want.concerns(record, measure):
            least = {"at least" if want.is_least else "at most": want.limit}
            return {"wanted": least, **({} if value is None else {"met": want.is_met_by(value)})}
    return {}
