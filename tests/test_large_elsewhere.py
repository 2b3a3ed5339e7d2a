"""Packages of pictures at URLs, in batches and on their way to the service: they stand in files and not in memory, and
nothing is left of these."""

from __future__ import annotations

import io
import os
import signal
import tempfile
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from picture_samples import noise_png

from sdconvert import Limits, UnreadableInput, UnsafeInput, convert
from sdconvert.backings import FileBacking, joined, stretch
from sdconvert.batch import job as jobs
from sdconvert.batch import storage
from sdconvert.batch.outcome import Outcome, State, Step
from sdconvert.batch.planning import plan
from sdconvert.cli.ending import ending_in_order
from sdconvert.exchange import package_for_import
from sdconvert.opening import hold, open_source
from sdconvert.options import ConversionOptions

fsspec = pytest.importorskip("fsspec")

COUNT, BYTES = 4, 500_000
URL = "memory://large/package.zip"


@pytest.fixture(scope="module")
def package() -> bytes:
    """An SDXML package that is nearly all pictures."""
    shown = "".join(f'<p>Picture {number} <img src="{number}.png" alt=""></p>' for number in range(COUNT))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as zipped:
        zipped.writestr("index.html", f"<!doctype html><html lang=en><title>Large</title><body>{shown}</body></html>")
        for number in range(COUNT):
            zipped.writestr(f"{number}.png", noise_png(BYTES, number))
    return convert(buffer.getvalue(), source_format="html").value


@pytest.fixture(autouse=True)
def scratch(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """Where temporary files are made, as if everything were large; at the end nothing is left there."""
    for name, value in (("opening.IN_MEMORY", 1_000), ("remote.IN_MEMORY", 1_000), ("remote._PIECE", 50_000)):
        monkeypatch.setattr(f"sdconvert.{name}", value)
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield folder
    assert list(folder.iterdir()) == []


@pytest.fixture
def url(package: bytes) -> Iterator[str]:
    system = fsspec.filesystem("memory")
    system.pipe_file("/large/package.zip", package)
    yield URL
    system.rm("/large", recursive=True)


def peak_of(action: Callable[[], object]) -> float:
    """How many bytes were held at once, as a share of those of the pictures, the second time that it is done."""
    action()
    tracemalloc.start()
    try:
        action()
        return tracemalloc.get_traced_memory()[1] / (COUNT * BYTES)
    finally:
        tracemalloc.stop()


def test_a_package_at_a_url_is_copied_into_a_file_without_a_name(url: str, package: bytes, scratch: Path) -> None:
    opened = open_source(url)
    assert isinstance(opened, FileBacking)
    assert (opened.name, opened.length) == ("package.zip", len(package))
    assert list(scratch.iterdir()) == []
    assert joined(stretch(opened, 0, opened.length)) == package
    assert isinstance(open_source((fsspec.filesystem("memory"), "/large/package.zip")), FileBacking)
    assert convert(url).value == convert(package).value


def test_what_is_no_zip_at_a_url_is_loaded(url: str) -> None:
    fsspec.filesystem("memory").pipe_file("/large/page.html", b"<p>" + b"x" * 5_000)
    assert open_source(url.replace("package.zip", "page.html")) == b"<p>" + b"x" * 5_000


class Unsized(io.BytesIO):
    """A file of a system that does not say how large it is."""


class System:
    """A file system of fsspec as far as it is needed, with one file."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.asked = 0

    def cat_file(self, _path: str) -> bytes:
        return self._data

    def open(self, _path: str, _mode: str) -> Any:
        file = Unsized(self._data)
        read = file.read

        def count(size: int) -> bytes:
            self.asked += size
            return read(size)

        file.read = count  # type: ignore[method-assign,assignment]
        return file


def test_limits_hold_while_a_package_is_copied(package: bytes) -> None:
    system: Any = System(package)
    with pytest.raises(UnsafeInput, match=r"a/package\.zip has more than the 200,000 bytes allowed"):
        open_source((system, "a/package.zip"), Limits(total_size=200_000))
    assert system.asked == 200_001, "no more of it is fetched"
    assert isinstance(open_source((system, "a/package.zip"), Limits(total_size=len(package))), FileBacking)


def test_a_disk_that_is_full_is_told(package: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_: object) -> Any:
        return open("/dev/full", "r+b", buffering=0)

    monkeypatch.setattr(tempfile, "TemporaryFile", refuse)
    with pytest.raises(UnreadableInput, match=r"a\.zip cannot be kept in a temporary file in .*: No space left"):
        hold(iter((package,)), "a.zip")


def test_pictures_at_a_url_are_never_in_memory(url: str, tmp_path: Path) -> None:
    assert peak_of(lambda: convert(url).save(tmp_path / "result.zip")) < 0.6


# ------------------------------------------------------------------------------------------------------------ batches


def work_on(source: str, folder: Path, *steps: Step) -> Outcome:
    planned = plan([source], str(folder / "out"), steps=steps or (Step.VALIDATE, Step.CONVERT), options=FROM_SDXML)
    (job,) = planned.jobs(zip(planned.items, planned.outputs, strict=True), 3600)
    return jobs.work(job)


FROM_SDXML = ConversionOptions.parse(source_format="sdxml")


@pytest.fixture
def source(tmp_path: Path, package: bytes) -> Path:
    path = tmp_path / "in" / "package.zip"
    path.parent.mkdir()
    path.write_bytes(package)
    return path


def test_a_document_of_a_batch_is_never_in_memory(source: Path, tmp_path: Path) -> None:
    assert peak_of(partial(work_on, str(source), tmp_path)) < 0.6


def test_a_large_document_of_a_batch_comes_out_as_a_small_one(
    source: Path, package: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    large = work_on(str(source), tmp_path)
    made = next((tmp_path / "out").rglob("*.zip"))
    result = made.read_bytes()
    monkeypatch.setattr("sdconvert.opening.IN_MEMORY", 1 << 30)
    small = work_on(str(source), tmp_path)
    assert (large.content_hash, large.size) == (sha256(package).hexdigest(), len(package))
    assert large.steps[1].output_hash == sha256(result).hexdigest() == small.steps[1].output_hash
    assert [(one.state, one.findings, one.read) for one in large.steps] == [
        (one.state, one.findings, one.read) for one in small.steps
    ]
    assert (large.preview, large.digest, large.content_hash) == (small.preview, small.digest, small.content_hash)


def test_a_document_at_a_url_is_worked_on_in_a_batch(url: str, package: bytes, tmp_path: Path) -> None:
    came = work_on(url, tmp_path)
    assert (came.state, came.content_hash) == (State.DONE, sha256(package).hexdigest())


def test_the_hash_is_that_of_what_is_converted_though_the_file_is_replaced(
    source: Path, package: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other.zip"
    other.write_bytes(convert("samples/docx/minutes.docx").value)
    meanwhile(monkeypatch, lambda: other.replace(source))
    came = work_on(str(source), tmp_path)
    assert (came.state, came.content_hash) == (State.DONE, sha256(package).hexdigest())
    assert next((tmp_path / "out").rglob("*.zip")).read_bytes() == convert(package).value
    assert came.stamp == "" or came.stamp.startswith(came.content_hash)


def test_a_file_that_is_changed_while_it_is_converted_is_an_error(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def change() -> None:
        with source.open("r+b") as file:
            file.write(b"PK\3\4 other")
        os.utime(source, ns=(1, 1))

    meanwhile(monkeypatch, change)
    came = work_on(str(source), tmp_path)
    assert (came.state, came.steps[0].error) == (State.FAILED, f"{source} was changed while it was read.")
    assert not (tmp_path / "out").exists()


def meanwhile(monkeypatch: pytest.MonkeyPatch, action: Callable[[], object]) -> None:
    """Do something when a document was opened and hashed."""
    digest_of = storage.digest_of

    def hash_and_act(data: bytes | FileBacking) -> str:
        found = digest_of(data)
        if isinstance(data, FileBacking) and data.name == "package.zip":
            monkeypatch.setattr(storage, "digest_of", digest_of)
            action()
        return found

    monkeypatch.setattr(storage, "digest_of", hash_and_act)


# ------------------------------------------------------------------------------------------------------------ uploads


def test_a_package_for_the_import_is_a_file_as_long_as_it_is_needed(source: Path, scratch: Path) -> None:
    def make() -> None:
        with package_for_import(source, FROM_SDXML) as made:
            assert made.value.name == "package.zip"
            assert [one.name for one in scratch.iterdir()] == [made.value.parent.name]

    assert peak_of(make) < 0.6


def test_an_order_to_end_is_followed_in_order(scratch: Path) -> None:
    former = signal.getsignal(signal.SIGTERM)

    def work() -> None:
        with ending_in_order(), tempfile.TemporaryDirectory():
            assert len(list(scratch.iterdir())) == 1
            os.kill(os.getpid(), signal.SIGTERM)

    with pytest.raises(SystemExit, match="143"):
        work()
    assert signal.getsignal(signal.SIGTERM) is former
