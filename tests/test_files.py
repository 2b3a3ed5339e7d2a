"""Sources and destinations of every kind."""

from __future__ import annotations

import asyncio
import io
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import docx
import fsspec
import pytest
from docx_builder import build_docx

import sdconvert
from sdconvert import Limits
from sdconvert.errors import BadConfiguration, InvalidSource, OutputRefused, UnreadableInput, UnsafeInput
from sdconvert.files import as_path, load, name_of, save

WORD = build_docx("<w:p><w:r><w:t>one</w:t></w:r></w:p>")


class Spelled(os.PathLike[str]):
    """A path of a library of its own."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __fspath__(self) -> str:
        return str(self.path)


class SpelledInBytes(Spelled):
    def __fspath__(self) -> Any:
        return os.fsencode(self.path)


def in_memory(path: Path) -> str:
    url = f"memory://{uuid4().hex}/{path.name}"
    fsspec.filesystem("memory").pipe_file(url, path.read_bytes())
    return url


KINDS: dict[str, Callable[[Path], Any]] = {
    "str": str,
    "Path": Path,
    "PathLike": Spelled,
    "PathLike of bytes": SpelledInBytes,
    "file URL": Path.as_uri,
    "bytes": Path.read_bytes,
    "bytearray": lambda path: bytearray(path.read_bytes()),
    "memoryview": lambda path: memoryview(path.read_bytes()),
    "stream": lambda path: io.BytesIO(path.read_bytes()),
    "URL": in_memory,
    "pair": lambda path: (fsspec.filesystem("file"), str(path)),
}


class Endless(io.RawIOBase):
    """A file whose size nobody knows, and which does not end."""

    given = 0

    def read(self, size: int = -1) -> bytes:
        assert size > 0, "it would be read whole"
        self.given += size
        return b"a" * size


class Streams:
    """A file system that gives one endless file."""

    def __init__(self) -> None:
        self.file = Endless()

    def cat_file(self, path: str) -> bytes:
        raise AssertionError("it would be read whole")

    def open(self, path: str, mode: str) -> Endless:
        return self.file


def test_no_more_is_fetched_of_a_file_elsewhere_than_the_limits_allow(tmp_path: Path) -> None:
    streams = Streams()
    with pytest.raises(UnsafeInput, match=r"^a\.docx has more than the 2,000,000 bytes allowed\.$"):
        load((streams, "a.docx"), Limits(total_size=2_000_000))
    assert streams.file.given == 2_000_001


def test_the_size_of_a_file_elsewhere_is_asked_for_first(monkeypatch: pytest.MonkeyPatch) -> None:
    place = "memory://sizes/large.docx"
    fsspec.filesystem("memory").pipe_file("/sizes/large.docx", bytes(2_001))
    with monkeypatch.context() as patched:
        patched.setattr("fsspec.implementations.memory.MemoryFile.read", None)
        with pytest.raises(UnsafeInput, match=r"large\.docx has 2,001 bytes, more than the 2,000 allowed\.$"):
            load(place, Limits(total_size=2_000))
    assert load(place, Limits(total_size=2_001)) == bytes(2_001)


@pytest.mark.parametrize("kind", KINDS)
def test_a_source_of_every_kind_gives_its_bytes(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "a b.docx"
    path.write_bytes(WORD)
    assert load(KINDS[kind](path)) == WORD
    assert sdconvert.convert(KINDS[kind](path)).value == sdconvert.convert(WORD).value


@pytest.mark.parametrize("kind", ["str", "Path", "PathLike", "URL", "pair"])
def test_a_source_with_a_name_is_called_by_it(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "letter.docx"
    path.write_bytes(b"nothing that is a document")
    assert name_of(KINDS[kind](path)) == "letter.docx"
    with pytest.raises(UnreadableInput, match=r"^letter\.docx is "):
        sdconvert.convert(KINDS[kind](path))


def test_a_document_of_python_docx_is_read_as_it_would_be_saved() -> None:
    document = docx.Document()
    document.add_heading("Purpose", level=1)
    document.add_paragraph("One sentence.")
    saved = io.BytesIO()
    document.save(saved)
    assert sdconvert.convert(document).value == sdconvert.convert(saved.getvalue()).value
    document.add_paragraph("Another one.")
    assert sdconvert.convert(document).value != sdconvert.convert(saved.getvalue()).value


def test_a_document_of_python_docx_gives_the_same_bytes_at_any_time(monkeypatch: pytest.MonkeyPatch) -> None:
    document = docx.Document()
    before = load(document)
    monkeypatch.setattr(time, "localtime", lambda *_: time.gmtime(2_000_000_000))
    assert load(document) == before


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "not None"),
        (7, "not an int"),
        (["a.docx"], "not a list"),
        ({"file": "a.docx"}, "not a dict"),
        (("a.docx", "b.docx"), "not a tuple"),
        (object(), "not an object"),
    ],
)
@pytest.mark.parametrize("call", [sdconvert.convert, sdconvert.read_document, sdconvert.validate, load])
def test_anything_else_is_refused_in_one_sentence(call: Callable[[Any], object], value: object, words: str) -> None:
    with pytest.raises(InvalidSource, match=rf"^A source is a path, .*, {words}\.$"):
        call(value)


def test_a_file_open_as_text_and_one_that_gives_no_bytes_are_told() -> None:
    with pytest.raises(UnreadableInput, match="binary mode"):
        load(io.StringIO("x"))  # type: ignore[arg-type]

    class Odd:
        def read(self, size: int) -> list[int]:
            return [1]

    with pytest.raises(InvalidSource, match="gives when it is read is no bytes, but a list"):
        load(Odd())  # type: ignore[arg-type]


def test_a_closed_file_and_a_missing_one_are_errors_of_ours(tmp_path: Path) -> None:
    closed = io.BytesIO(b"x")
    closed.close()
    for source in (closed, tmp_path / "none", f"memory://{uuid4().hex}", (fsspec.filesystem("memory"), "/none")):
        with pytest.raises(UnreadableInput):
            load(source)  # type: ignore[arg-type]


def test_a_file_system_that_can_not_do_it_is_an_error_of_ours() -> None:
    class Bare(fsspec.AbstractFileSystem):  # type: ignore[misc]
        """It can do nothing."""

    with pytest.raises(UnreadableInput, match=r"a\.docx cannot be read"):
        load((Bare(), "a.docx"))
    with pytest.raises(OutputRefused):
        save((Bare(), "a.docx"), b"x")


@pytest.mark.parametrize("act", [load, lambda place: save(place, b"")], ids=["load", "save"])
def test_a_password_in_a_url_is_refused_and_not_repeated(act: Callable[[str], object]) -> None:
    with pytest.raises(BadConfiguration) as refused:
        act("sftp://user:geheim@example.org/a.docx")
    assert "geheim" not in str(refused.value)


@pytest.mark.parametrize("kind", ["str", "Path", "PathLike", "file URL", "URL", "pair", "stream"])
def test_a_result_is_saved_to_a_destination_of_every_kind(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "new" / "a.zip"
    url = f"memory://{uuid4().hex}/a.zip"
    places: dict[str, Any] = {
        "str": str(path),
        "Path": path,
        "PathLike": Spelled(path),
        "file URL": path.as_uri(),
        "URL": url,
        "pair": (fsspec.filesystem("file"), str(path)),
        "stream": io.BytesIO(),
    }
    result = sdconvert.convert(WORD)
    result.save(places[kind])
    saved = places[kind].getvalue() if kind == "stream" else load(url if kind == "URL" else path)
    assert saved == result.value
    assert [found.name for found in path.parent.glob("*")] == (["a.zip"] if kind not in ("URL", "stream") else [])


@pytest.mark.parametrize("place", [None, 3, ["a.zip"], io.StringIO(), "bad\0name", "", ".", "..", "/"])
def test_what_is_no_destination_is_refused(place: Any) -> None:
    with pytest.raises(OutputRefused):
        save(place, b"x")


def test_what_is_no_file_cannot_be_saved(tmp_path: Path) -> None:
    with pytest.raises(OutputRefused, match="A Document is no file"):
        sdconvert.read_document(WORD).save(tmp_path / "a")


def test_a_result_is_short_when_it_is_printed_and_has_the_document_that_it_says() -> None:
    hidden = "<w:p><w:r><w:t>seen</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>unseen</w:t></w:r></w:p>"
    result = sdconvert.convert(build_docx("<w:p><w:r><w:t>seen</w:t></w:r></w:p>" * 500 + hidden))
    assert repr(result) == f"<ConversionResult of {len(result.value):,} bytes: 1 warning; ledger closes>"
    assert len(result.document.blocks) == 501
    assert repr(sdconvert.read_document(WORD)) == "<Result of a Document: no findings; ledger is open>"


def test_a_copy_of_what_has_no_path_is_there_while_it_is_needed(tmp_path: Path) -> None:
    named = io.BytesIO(WORD)
    named.name = "/somewhere/letter.docx"
    for source, called in ((WORD, "document.docx"), (named, "letter.docx")):
        with as_path(source, "document.docx") as path:
            assert path.name == called
            assert path.read_bytes() == WORD
        assert not path.exists()
    own = tmp_path / "own.docx"
    with as_path(own, "document.docx") as path:
        assert path is own or path == own


@pytest.mark.parametrize("value", ["a.docx", b"x", Path("a.docx"), io.BytesIO(), 3, None])
def test_one_source_in_place_of_a_list_is_told(value: Any) -> None:
    with pytest.raises(InvalidSource, match=r"^A list of sources is needed, not "):
        sdconvert.style_mapping(value)


def test_what_is_compared_has_to_be_read_before() -> None:
    document = sdconvert.read_document(WORD).value
    for pair in ((document, "b.docx"), (sdconvert.read_document(WORD), document)):
        with pytest.raises(InvalidSource, match="What is compared are documents, as read_document gives them"):
            sdconvert.compare(*pair)  # type: ignore[arg-type]


def test_folders_may_be_spelled_as_text(tmp_path: Path) -> None:
    package = sdconvert.convert(WORD).value
    folder = sdconvert.unpack(package, str(tmp_path / "package")).value
    assert sdconvert.pack(str(folder)).value == package


def test_conversions_side_by_side_in_threads_give_what_one_alone_gives() -> None:
    bodies = [f"<w:p><w:r><w:t>text {number}</w:t></w:r></w:p>" * 50 for number in range(12)]
    sources = [build_docx(body) for body in bodies]

    async def convert_all() -> list[bytes]:
        results = await asyncio.gather(*(asyncio.to_thread(sdconvert.convert, source) for source in sources))
        return [result.value for result in results]

    assert asyncio.run(convert_all()) == [sdconvert.convert(source).value for source in sources]
