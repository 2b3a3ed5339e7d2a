"""Many files for a program that wants the bytes."""

from __future__ import annotations

import itertools
import os
import pickle
import time
from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from pathlib import Path

import fsspec
import pytest
from batch_kit import word, word_files
from dask_kit import Recording

import sdconvert
from sdconvert.batch import ConvertedFile, RunSettings, WorkerLimits, WorkersLost, conversions, convert_many
from sdconvert.errors import BadConfiguration, UnreadableInput
from sdconvert.options import ConversionOptions
from sdconvert.stylemap.render import to_api

SAMPLES = sorted(path for path in (Path(__file__).parents[2] / "samples" / "docx").glob("*.docx") if path.is_file())


@pytest.fixture
def threads() -> Iterator[Executor]:
    with ThreadPoolExecutor(2) as found:
        yield found


def test_each_result_is_that_of_convert_with_its_findings(threads: Executor) -> None:
    found = {one.source: one for one in convert_many(SAMPLES, ConversionOptions.parse(to="html"), executor=threads)}
    assert sorted(found) == [str(path) for path in SAMPLES]
    for path in SAMPLES:
        plain = sdconvert.convert(path, to="html")
        assert found[str(path)] == ConvertedFile(str(path), plain.value, plain.findings)
    assert any(one.findings for one in found.values())


def test_without_an_executor_processes_do_it(tmp_path: Path) -> None:
    paths = SAMPLES[:2]
    found = sorted(convert_many(paths, settings=RunSettings(1)), key=lambda one: one.source)
    assert [one.value for one in found] == [sdconvert.convert(path).value for path in paths]


def test_a_result_can_be_pickled_and_is_the_same_afterwards(threads: Executor) -> None:
    for one in convert_many(SAMPLES, executor=threads):
        again = pickle.loads(pickle.dumps(one))
        assert again == one
        assert [finding.message for finding in again.findings] == [finding.message for finding in one.findings]


def test_a_bad_file_is_a_result_and_the_others_are_converted(tmp_path: Path, threads: Executor) -> None:
    sources = word_files(tmp_path, "a.docx", "c.docx")
    (sources / "b.docx").write_bytes(b"no Word file")
    places = [sources / "a.docx", sources / "b.docx", sources / "gone.docx", sources / "c.docx"]
    found = {Path(one.source).name: one for one in convert_many(places, executor=threads)}
    assert {name: (one.value is None, one.error_kind) for name, one in found.items()} == {
        "a.docx": (False, ""),
        "b.docx": (True, "UnreadableInput"),
        "gone.docx": (True, "UnreadableInput"),
        "c.docx": (False, ""),
    }
    assert found["gone.docx"].error.endswith(".")


def test_a_fault_of_ours_is_a_result_that_says_so(monkeypatch: pytest.MonkeyPatch, threads: Executor) -> None:
    def broken(*_arguments: object) -> None:
        raise KeyError("w:p")

    monkeypatch.setattr(conversions, "_source", broken)
    (found,) = convert_many([SAMPLES[0]], executor=threads)
    assert (found.value, found.error_kind) == (None, "KeyError")
    assert "fault of sdconvert" in found.error


def test_a_file_that_hangs_is_given_up_after_two_tries_and_the_others_are_converted(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "hangs.docx")
    places = [tmp_path / "hangs.docx", SAMPLES[0]]
    began = time.monotonic()
    found = {
        Path(one.source).name: one for one in convert_many(places, settings=RunSettings(2, WorkerLimits(seconds=4.0)))
    }
    assert found["hangs.docx"].error == "Tried twice: it took longer than a document may take."
    assert found[SAMPLES[0].name].value is not None
    assert time.monotonic() - began < 30


def test_the_sources_are_read_no_further_than_needed(threads: Executor) -> None:
    taken = []

    def endless() -> Iterator[Path]:
        for number in itertools.count():
            taken.append(number)
            yield SAMPLES[0]

    recording = Recording(threads)
    results = convert_many(endless(), executor=recording, settings=RunSettings(2))
    assert taken == []
    for _ in range(20):
        next(results)
    assert len(taken) <= 20 + 4 * 2
    assert max(recording.under_way) <= 8


def test_files_elsewhere_are_read_where_they_are_converted(threads: Executor) -> None:
    with fsspec.open("memory://many/a.docx", "wb") as file:
        file.write(word("from afar"))
    (found,) = convert_many(["memory://many/a.docx"], executor=threads)
    assert found == ConvertedFile("memory://many/a.docx", sdconvert.convert(word("from afar")).value, found.findings)


def test_choices_that_cannot_be_are_refused_at_once(tmp_path: Path) -> None:
    with pytest.raises(BadConfiguration, match="pdf"):
        convert_many([], ConversionOptions.parse(to="pdf"))
    with pytest.raises((BadConfiguration, UnreadableInput)):
        convert_many([], ConversionOptions.parse(to="docx", template=str(tmp_path / "gone.dotx")))


def test_a_mapping_is_the_object_of_the_api(threads: Executor) -> None:
    source = SAMPLES[0].with_name("letter.docx")
    mapping = {**to_api(sdconvert.style_mapping([source]).value.stylemap), "Normal": {"textType": "caption"}}
    (found,) = convert_many([source], ConversionOptions.parse(mapping=mapping), executor=threads)
    assert found.value == sdconvert.convert(source, mapping=mapping).value
    assert found.value != sdconvert.convert(source).value


def test_an_executor_that_ends_is_told() -> None:
    threads = ThreadPoolExecutor(1)
    threads.shutdown()
    with pytest.raises(WorkersLost, match="takes no more documents"):
        list(convert_many([SAMPLES[0]], executor=threads))
