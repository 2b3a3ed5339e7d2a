"""The findings of a whole folder as an Arrow table, counted by code (extra `arrow`).

    python findings_table.py IN [findings.parquet]

The documents are converted into a folder that goes away; what is to be said of them stays, as rows.
"""

import argparse
import tempfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet

from sdconvert.batch import outcomes_to_arrow, plan, run


def findings(source: str) -> pa.Table:
    """A row for each finding in the documents of a folder."""
    with tempfile.TemporaryDirectory() as folder:
        return outcomes_to_arrow(run(plan([source], f"{folder}/out"), folder=Path(folder)))


def by_code(table: pa.Table) -> pa.Table:
    """How often each code was found, and in how many documents; the most frequent first."""
    counted = table.group_by(["code", "severity"]).aggregate([("document", "count"), ("document", "count_distinct")])
    return counted.sort_by([("document_count", "descending"), ("code", "ascending")])


def main(source: str, kept: str = "") -> None:
    table = findings(source)
    if kept:
        pyarrow.parquet.write_table(table, kept)
    for row in by_code(table).to_pylist():
        print("{code}  {severity:8}{document_count:6} in {document_count_distinct} documents".format(**row))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Count the findings of a folder of documents by their codes.")
    parser.add_argument("source", help="a folder, file, pattern or URL")
    parser.add_argument("kept", nargs="?", default="", metavar="FILE.parquet", help="where the table is kept")
    main(**vars(parser.parse_args()))
