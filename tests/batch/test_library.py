"""The batch as a library: it can be pickled, and leaves the program that uses it as it was."""

from __future__ import annotations

import logging
import pickle
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from batch_kit import word_files

import sdconvert.batch
from sdconvert.batch import Item, Outcome, RunSettings, WorkerLimits
from sdconvert.batch.planning import plan
from sdconvert.batch.runner import run
from sdconvert.options import ConversionOptions

UNTOUCHED = """
import importlib, logging, pkgutil, signal, sys
def state():
    root = logging.getLogger()
    return root.level, list(root.handlers), logging.raiseExceptions, list(map(signal.getsignal, (2, 15)))
before = state()
import sdconvert
for module in pkgutil.walk_packages(sdconvert.__path__, "sdconvert."):
    if not module.name.endswith("__main__"):
        importlib.import_module(module.name)
assert state() == before, (state(), before)
assert [type(one).__name__ for one in logging.getLogger("sdconvert").handlers] == ["NullHandler"]
assert logging.getLogger("sdconvert").level == logging.NOTSET
logging.getLogger("sdconvert.batch").warning("nobody asked for this")
"""
LIGHT = """
import sys
import sdconvert.batch
heavy = {"lxml", "pyarrow", "opentelemetry", "distributed", "requests", "sqlite3", "fsspec"}
assert not heavy & set(sys.modules), heavy & set(sys.modules)
from sdconvert.batch.runner import run
heavy -= {"lxml", "sqlite3"}
assert not heavy & set(sys.modules), heavy & set(sys.modules)
"""


def python(script: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60)


@pytest.mark.parametrize("script", [UNTOUCHED, LIGHT], ids=["untouched", "light"])
def test_what_an_import_does_not_do(script: str) -> None:
    done = python(script)
    assert (done.returncode, done.stderr) == (0, "")


def test_every_public_name_is_there_and_has_something_to_say() -> None:
    for name in sdconvert.batch.__all__:
        assert getattr(sdconvert.batch, name).__doc__, name
    assert set(sdconvert.batch._LAZY) == set(sdconvert.batch.__all__)
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        _ = sdconvert.batch.nothing  # type: ignore[attr-defined]


def test_plans_jobs_and_outcomes_can_be_pickled(tmp_path: Path) -> None:
    planned = plan([str(word_files(tmp_path / "in", "a.docx"))], str(tmp_path / "out"))
    with ThreadPoolExecutor(1) as threads:
        outcomes = list(run(planned, executor=threads))
    jobs = list(planned.jobs(zip(planned.items, planned.outputs, strict=True), 1.0))
    values = [
        planned,
        *jobs,
        *outcomes,
        ConversionOptions.parse(to="html"),
        RunSettings(2, WorkerLimits(1.0)),
        Item("a", "b"),
        Outcome("a", "b"),
    ]
    assert [pickle.loads(pickle.dumps(value)) for value in values] == values


def test_two_runs_at_once_in_one_process_know_nothing_of_each_other(tmp_path: Path) -> None:
    sources = word_files(tmp_path / "in", *(f"{number}.docx" for number in range(5)))

    def into(name: str) -> list[str]:
        with ThreadPoolExecutor(2) as threads:
            options = ConversionOptions.parse(to="html") if name == "pages" else None
            planned = plan([str(sources)], str(tmp_path / name), options=options)
            return sorted(str(outcome.state) for outcome in run(planned, executor=threads))

    with ThreadPoolExecutor(2) as both:
        assert list(both.map(into, ("pages", "packages"))) == [["done"] * 5] * 2
    pages, packages = (sorted((tmp_path / name).iterdir()) for name in ("pages", "packages"))
    assert [page.name.replace(".html", "") for page in pages] == [package.name for package in packages]
    assert all(page.read_bytes() != package.read_bytes() for page, package in zip(pages, packages, strict=True))


def test_a_run_tells_of_its_begin_its_end_and_of_each_document(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    sources = word_files(tmp_path / "in", "good.docx")
    (sources / "bad.docx").write_bytes(b"secret words, no Word file")
    with caplog.at_level(logging.DEBUG, "sdconvert.batch"), ThreadPoolExecutor(1) as threads:
        list(run(plan([str(sources)], str(tmp_path / "out")), executor=threads))
    told = [(record.levelname, record.getMessage()) for record in caplog.records if record.name == "sdconvert.batch"]
    assert told[0] == ("INFO", "run 1 begins: 2 documents, validate, convert")
    assert told[1][1].startswith("bad.docx is failed after ")
    assert told[2][1].startswith("good.docx is done after ")
    assert told[-1] == ("INFO", "run 1 ends: 1 done, 1 failed")
    assert "secret" not in caplog.text


def test_a_second_try_and_poison_are_told(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    class Deadly(ThreadPoolExecutor):
        def submit(self, fn, /, *_arguments, **_options):  # type: ignore[no-untyped-def]
            def die() -> None:
                raise MemoryError

            return super().submit(die)

    with caplog.at_level(logging.DEBUG, "sdconvert.batch"), Deadly(1) as threads:
        list(run(plan([str(word_files(tmp_path / "in", "a.docx"))], str(tmp_path / "out")), executor=threads))
    told = [(record.levelname, record.getMessage()) for record in caplog.records if record.name == "sdconvert.batch"]
    assert ("DEBUG", "a job is tried again: it needed more memory than a worker has") in told
    assert ("WARNING", "a.docx is poison after 0.000 seconds") in told
