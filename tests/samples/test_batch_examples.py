"""The examples of the batch as a library, and the blocks of its page, run as they stand."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import dask_kit
import pyarrow.parquet
import pytest

ROOT = Path(__file__).parents[2]
ETL = ROOT / "samples" / "etl"
PAGE = (ROOT / "docs" / "batch-library.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
WHOLE = sorted(path for path in (ROOT / "samples" / "docx").glob("*.docx") if path.is_file())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the samples, and one document that is none."""
    documents = tmp_path / "samples" / "docx"
    documents.mkdir(parents=True)
    for path in WHOLE:
        shutil.copy(path, documents)
    return tmp_path


def spoil(folder: Path) -> None:
    (folder / "samples" / "docx" / "bad.docx").write_bytes(b"no Word file")


def python(folder: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *map(str, arguments)]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120)


def test_the_blocks_of_the_page_run_one_after_the_other(folder: Path) -> None:
    first, *others = BLOCKS
    page = "\n".join([first, *(textwrap.indent(block, "    ") for block in others)])
    (folder / "page.py").write_text(page, encoding="utf-8")
    done = python(folder, "page.py")
    assert done.returncode == 0, done.stderr
    assert len(BLOCKS) >= 6
    assert len(list((folder / "build" / "packages").iterdir())) == len(WHOLE)
    assert f"{len(WHOLE)} contract-de.zip" in done.stdout
    for path in WHOLE:
        assert f"{path.name} done" in done.stdout


def test_the_names_that_the_page_tells_of_are_there() -> None:
    import sdconvert.batch

    for name in ("Outcome", "WorkersLost", "MixedVersions", "executor_at", "convert_many", "outcomes_to_arrow"):
        assert f"`{name}" in PAGE or f"import {name}" in PAGE
        assert name in sdconvert.batch.__all__


def test_the_script_tells_of_what_failed_and_goes_on_where_it_was(folder: Path) -> None:
    spoil(folder)
    done = python(folder, ETL / "batch_script.py", "samples/docx", "out")
    assert done.returncode == 1
    assert done.stdout == f"{len(WHOLE)} done, 1 failed\n"
    assert re.fullmatch(r"bad\.docx: failed: .*\.\n", done.stderr)
    (folder / "samples" / "docx" / "bad.docx").unlink()
    again = python(folder, ETL / "batch_script.py", "samples/docx", "out")
    assert (again.returncode, again.stdout) == (0, f"{len(WHOLE)} unchanged\n")


def test_the_script_works_on_a_cluster(folder: Path) -> None:
    with dask_kit.running(1) as cluster:
        done = python(folder, ETL / "batch_script.py", "samples/docx", "out", cluster.address)
    assert (done.returncode, done.stdout) == (0, f"{len(WHOLE)} done\n"), done.stderr


def test_the_table_counts_findings_by_code_and_is_kept(folder: Path) -> None:
    done = python(folder, ETL / "findings_table.py", "samples/docx", "findings.parquet")
    assert done.returncode == 0, done.stderr
    rows = [re.fullmatch(r"(\S+)  (\w+) +(\d+) in (\d+) documents", line) for line in done.stdout.splitlines()]
    assert len(rows) > 5
    counts = [int(row[3]) for row in rows if row is not None]
    assert counts == sorted(counts, reverse=True)
    table = pyarrow.parquet.read_table(folder / "findings.parquet")
    assert table.num_rows == sum(counts)
    assert sorted(path.name for path in folder.iterdir()) == ["findings.parquet", "samples"]


def test_a_task_may_be_tried_again_at_any_time(folder: Path) -> None:
    spoil(folder)
    first = json.loads(python(folder, ETL / "batch_task.py", "samples/docx", "out").stdout)
    assert (first["counts"]["done"], first["counts"]["failed"]) == (len(WHOLE), 1)
    assert [row["document"] for row in first["failed"]] == ["bad.docx"]
    (folder / "out" / "letter.zip").unlink()
    second = json.loads(python(folder, ETL / "batch_task.py", "samples/docx", "out").stdout)
    assert (second["counts"]["unchanged"], second["counts"]["done"]) == (len(WHOLE) - 1, 1)
    assert second["failed"] == first["failed"]


def test_a_task_raises_for_what_another_try_may_put_right(folder: Path) -> None:
    done = python(folder, ETL / "batch_task.py", "gone", "out")
    assert done.returncode == 1
    assert "BadConfiguration" in done.stderr
