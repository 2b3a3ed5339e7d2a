"""Packages of pictures: what is read where it stands is what is read at once, and needs no memory for its pictures."""

from __future__ import annotations

import io
import os
import pickle
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from picture_samples import noise_png

from sdconvert import (
    Limits,
    OutputRefused,
    UnreadableInput,
    UnsafeInput,
    convert,
    pack,
    read_document,
    unpack,
    validate,
)
from sdconvert.archive import write_archive
from sdconvert.backings import FileBacking
from sdconvert.findings import FileResult
from sdconvert.folders import FilesBeside
from sdconvert.handles import MemberContent
from sdconvert.model.document import Document
from sdconvert.opening import open_source
from sdconvert.results import ConversionResult

FORMATS = ("sdxml", "docx", "html", "parsx")
COUNT, BYTES = 4, 500_000


@pytest.fixture(scope="module")
def page() -> bytes:
    """A page with its pictures, packed as Word packs them."""
    shown = "".join(f'<p>Picture {number} <img src="{number}.png" alt=""></p>' for number in range(COUNT))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as zipped:
        zipped.writestr("index.html", f"<!doctype html><html lang=en><title>Large</title><body>{shown}</body></html>")
        for number in range(COUNT):
            zipped.writestr(f"{number}.png", noise_png(BYTES, number))
    return buffer.getvalue()


@pytest.fixture(scope="module")
def packages(page: bytes) -> dict[str, bytes]:
    """The page in every format."""
    return {form: convert(page, source_format="html", to=form).value for form in FORMATS}


@pytest.fixture
def is_read_in_place(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if everything were large."""
    for module in ("opening", "folders", "sandbox.exports"):
        monkeypatch.setattr(f"sdconvert.{module}.IN_MEMORY", 1_000)


@pytest.fixture
def peak(packages: dict[str, bytes]) -> Iterator[Callable[[], float]]:
    """How many bytes more than before were held at once, as a share of those of the pictures."""
    assert {form for form, data in packages.items() if validate(data) is not None} == set(FORMATS)  # all is imported
    tracemalloc.start()
    tracemalloc.reset_peak()
    yield lambda: tracemalloc.get_traced_memory()[1] / (COUNT * BYTES)
    tracemalloc.stop()


@pytest.mark.usefixtures("is_read_in_place")
@pytest.mark.parametrize("source", FORMATS)
@pytest.mark.parametrize("to", FORMATS)
def test_a_file_that_is_read_in_place_gives_what_its_bytes_give(
    packages: dict[str, bytes], tmp_path: Path, source: str, to: str
) -> None:
    path = tmp_path / "large.zip"
    path.write_bytes(packages[source])
    expected = convert(packages[source], source_format=source, to=to)
    given = convert(path, source_format=source, to=to)
    given.save(tmp_path / "saved")
    assert (tmp_path / "saved").read_bytes() == given.value == expected.value
    assert (given.findings, given.document) == (expected.findings, expected.document)
    assert given.ledger.as_dict() == expected.ledger.as_dict()
    with path.open("rb") as file:
        assert convert(file, source_format=source, to=to).value == expected.value


@pytest.mark.usefixtures("is_read_in_place")
def test_pictures_are_in_no_result_twice_nor_in_memory(page: bytes, tmp_path: Path, peak: Callable[[], float]) -> None:
    source, package, folder = tmp_path / "page.zip", tmp_path / "package.zip", tmp_path / "folder"
    source.write_bytes(page)
    convert(source, source_format="html").save(package)
    for to in FORMATS:
        convert(package, to=to).save(tmp_path / f"result.{to}")
        convert(tmp_path / f"result.{to}", source_format=to).save(tmp_path / "again.zip")
        validate(tmp_path / f"result.{to}")
    convert(package, to="html", single_file=True).save(tmp_path / "page.html")
    unpack(package, folder)
    pack(folder).save(tmp_path / "packed.zip")
    assert validate(folder) == validate(package)
    assert peak() < 0.6
    with zipfile.ZipFile(source) as before, zipfile.ZipFile(package) as after:
        packed = sorted((member.CRC, member.compress_size) for member in before.infolist() if ".png" in member.filename)
        assert packed == sorted((m.CRC, m.compress_size) for m in after.infolist() if ".png" in m.filename)


def test_a_result_that_is_held_says_the_same_when_its_source_is_gone(page: bytes, tmp_path: Path) -> None:
    source = tmp_path / "page.zip"
    source.write_bytes(page)
    result = convert(source, source_format="html")
    source.unlink()
    assert result.value == convert(page, source_format="html").value


@pytest.mark.usefixtures("is_read_in_place")
def test_a_source_that_is_changed_before_the_result_is_written_is_an_error(page: bytes, tmp_path: Path) -> None:
    source, target = tmp_path / "page.zip", tmp_path / "package.zip"
    source.write_bytes(page)
    result = convert(source, source_format="html")
    with source.open("r+b") as file:
        file.write(b"PK\3\4 another file")
    os.utime(source, ns=(1, 1))
    with pytest.raises(UnreadableInput, match=r"page\.zip was changed"):
        result.save(target)
    assert list(tmp_path.iterdir()) == [source]
    with pytest.raises(UnreadableInput):
        _ = result.value
    with pytest.raises(UnreadableInput):
        _ = result.document.assets[next(iter(result.document.assets))]


@pytest.mark.usefixtures("is_read_in_place")
def test_documents_are_equal_by_what_their_pictures_are(page: bytes, tmp_path: Path) -> None:
    source = tmp_path / "page.zip"
    source.write_bytes(page)
    placed, held = read_document(source, source_format="html").value, read_document(page, source_format="html").value
    plain = Document(placed.blocks, placed.metadata, dict(held.assets), placed.index, placed.own_styles)
    name = next(iter(placed.assets))
    assert isinstance(placed.assets.handle(name), MemberContent)  # type: ignore[attr-defined]
    assert placed == held == plain
    assert hash(placed) == hash(held) == hash(plain)
    assert placed.assets == dict(plain.assets)
    assert pickle.loads(pickle.dumps(placed)) == placed
    assert replace(placed, assets={name: b"x"}) != placed
    assert repr(replace(placed, assets={"a.png": b"x"}).assets) == "<Assets: a.png>"
    with pytest.raises(TypeError):
        placed.assets[name] = b"x"  # type: ignore[index]


def test_a_result_is_a_value_like_any(page: bytes, tmp_path: Path) -> None:
    result = convert(page, source_format="html")
    copy = pickle.loads(pickle.dumps(result))
    assert isinstance(copy, ConversionResult)
    assert (copy.value, copy.document, copy.losses) == (result.value, result.document, result.losses)
    assert replace(result, findings=()).value == result.value
    then = convert("samples/docx/minutes.docx").then(lambda data: convert(data, to="docx"))
    assert (type(then), then.document.metadata.language) == (ConversionResult, "en")
    assert pickle.loads(pickle.dumps(FileResult(b"abc"))).value == b"abc"
    assert repr(FileResult(b"abc")) == "<FileResult of 3 bytes: no findings; ledger closes>"
    assert replace(FileResult(b"abc"), value=b"d").value == b"d"
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = FileResult(b"abc").nothing  # type: ignore[attr-defined]
    file = io.BytesIO()
    result.save(file)
    assert file.getvalue() == result.value
    with pytest.raises(OutputRefused, match="open as text"):
        result.save(io.StringIO())  # type: ignore[arg-type]


@pytest.mark.usefixtures("is_read_in_place")
def test_only_a_large_zip_is_read_in_place(page: bytes, tmp_path: Path) -> None:
    zipped, text = tmp_path / "page.zip", tmp_path / "page.html"
    zipped.write_bytes(page)
    text.write_bytes(b"<p>" + b"x" * 5_000)
    assert isinstance(open_source(zipped), FileBacking)
    assert open_source(text) == text.read_bytes()
    assert open_source(io.BytesIO(page)) == page
    with zipped.open("r+b") as file:
        opened = open_source(file)
        assert isinstance(opened, FileBacking)
        assert (file.tell(), opened.length) == (0, len(page))
        assert open_source(opened) is opened
        file.seek(2)
        assert open_source(file) == page[2:]
    with text.open("rb") as file:
        assert open_source(file) == text.read_bytes()
    with zipped.open("rb") as file:
        for source in (zipped, file):
            with pytest.raises(UnsafeInput, match=r"page\.zip has [\d,]+ bytes, more than the 1,000 allowed"):
                open_source(source, Limits(total_size=1_000))
    with pytest.raises(UnreadableInput, match=r"gone\.zip cannot be read"):
        open_source(tmp_path / "gone.zip")


@pytest.mark.usefixtures("is_read_in_place")
def test_a_large_file_that_is_no_intact_zip_is_told_as_a_small_one_is(tmp_path: Path) -> None:
    path = tmp_path / "letter.docx"
    path.write_bytes(b"PK\3\4" + b"x" * 5_000)
    with pytest.raises(UnreadableInput, match=r"^letter\.docx is truncated or damaged, not an intact zip package\.$"):
        convert(path)


def test_the_first_files_beside_a_page_are_read_at_once_and_the_others_when_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sdconvert.folders.IN_MEMORY", 10)
    for name in ("a", "b", "c"):
        (tmp_path / name).write_bytes(b"12345678")
    beside = FilesBeside(tmp_path / "page.html")
    kinds = [type(beside.handle(name)).__name__ for name in ("a", "b", "c")]
    assert kinds == ["HeldContent", "FileContent", "FileContent"]
    assert {beside.handle(name).read() for name in beside} == {b"12345678"}
    with pytest.raises(KeyError):
        beside.handle("gone")


def test_documents_without_pictures_are_small(tmp_path: Path) -> None:
    assert read_document(write_archive({"index.html": b"<p>x"})).value.assets == {}
