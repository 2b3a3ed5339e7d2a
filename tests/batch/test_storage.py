"""Places of documents: this machine's, and others by URL."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import fsspec
import pytest
from fsspec.implementations.memory import MemoryFileSystem

from sdconvert.batch import storage
from sdconvert.errors import BadConfiguration, OutputRefused, UnreadableInput
from sdconvert.files import remove_parts, save


@pytest.fixture
def bucket() -> Iterator[str]:
    url = f"memory://bucket-{uuid4().hex}"
    yield url
    system, path = fsspec.url_to_fs(url)
    if system.exists(path):
        system.rm(path, recursive=True)


def found_in(url: str) -> list[str]:
    system, path = fsspec.url_to_fs(url)
    return [one.rpartition("/")[2] for one in system.find(path)]


def test_what_is_written_is_read_again_here_and_elsewhere(bucket: str, tmp_path: Path) -> None:
    for folder in (str(tmp_path), bucket, (tmp_path / "uri").as_uri()):
        place = storage.below(folder, "a/b.zip")
        assert storage.digest(place) == ""
        for data in (b"one", b"two"):
            save(place, data)
            assert storage.read(place) == data
        assert storage.digest(place).startswith("3fc4ccfe7458")
        with storage.as_file(place) as file:
            assert file.read_bytes() == b"two"
            assert file.name == "b.zip"
        assert storage.modification_time(place) is not None
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["b.zip", "b.zip"]
    assert found_in(bucket) == ["b.zip"]


def test_a_copy_of_what_is_elsewhere_goes_away(bucket: str) -> None:
    save(f"{bucket}/a.docx", b"x")
    with storage.as_file(f"{bucket}/a.docx") as file:
        folder = file.parent
    assert not folder.exists()


@pytest.mark.parametrize("breaks", ["pipe_file", "mv"])
def test_a_write_elsewhere_that_breaks_leaves_what_was_there(
    breaks: str, bucket: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(f"{bucket}/a.zip", b"old")

    def fail(*_arguments: Any, **_options: Any) -> None:
        raise OSError("the line is dead")

    monkeypatch.setattr(MemoryFileSystem, breaks, fail)
    with pytest.raises(OutputRefused, match=r"a\.zip cannot be written: the line is dead\."):
        save(f"{bucket}/a.zip", b"new")
    assert storage.read(f"{bucket}/a.zip") == b"old"
    assert found_in(bucket) == ["a.zip"]


def test_a_write_here_that_finds_the_disk_full_leaves_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(str(tmp_path / "a.zip"), b"old")

    def full(path: Path, data: bytes) -> None:
        with path.open("wb") as file:
            file.write(data[:1])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OutputRefused, match=r"a\.zip cannot be written: No space left on device\."):
        save(str(tmp_path / "a.zip"), b"new")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a.zip", b"old")]


def test_a_name_as_long_as_names_may_be_is_written(tmp_path: Path) -> None:
    for name in ("x" * 255, "ü" * 127):
        save(tmp_path / name, b"x")
        assert (tmp_path / name).read_bytes() == b"x"


@pytest.mark.parametrize(
    "name",
    ["What is new?", "a*b", "g[1]", "folder [old]/x", "Part 1::2", "{a,b}", "ü" * 125, "x" * 250, "a%20b", "a b#c"],
)
def test_a_name_elsewhere_is_a_name_whatever_signs_it_has(name: str, bucket: str) -> None:
    place = storage.below(bucket, f"{name}.zip")
    for near in ("What is newX", "aXb", "g1", "a"):  # what the names would match as patterns
        save(storage.below(bucket, f"{near}.zip"), b"near")
    for data in (b"one", b"two"):
        save(place, data)
        assert storage.read(place) == data
    assert storage.digest(place) == hashlib.sha256(b"two").hexdigest()
    assert storage.exists(place)
    with storage.as_file(place) as copy:
        assert copy.read_bytes() == b"two"
    assert f"{name}.zip".rpartition("/")[2] in found_in(bucket)
    assert not [found for found in found_in(bucket) if found.endswith(".part")]


def test_what_joins_file_systems_is_no_name(bucket: str, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as made:
        made.writestr("inner/a.docx", b"x")
    save(f"{bucket}/c.docx", b"y")
    assert storage.read(f"zip://inner/a.docx::{tmp_path}/b.zip") == b"x"
    assert storage.read(f"simplecache::{bucket}/c.docx") == b"y"


def test_what_is_written_elsewhere_is_read_again(bucket: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(MemoryFileSystem, "cat_file", lambda *_, **__: b"other")
    with pytest.raises(OutputRefused, match="what is there now is not what was written"):
        save(f"{bucket}/a.zip", b"data")


def test_where_others_may_be_saving_only_what_the_dead_left_is_removed(tmp_path: Path) -> None:
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)
    for process in (child, os.getpid()):
        (tmp_path / f".a.html.{process}.part").write_bytes(b"half")
    remove_parts(tmp_path, ["a.html"], of_the_dead=True)
    assert [path.name for path in tmp_path.iterdir()] == [f".a.html.{os.getpid()}.part"]


def test_the_state_of_a_link_is_where_it_leads_to_unless_it_has_one(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "out")
    assert storage.state_folder(str(tmp_path / "link")) == tmp_path / "out.batch"
    (tmp_path / "link.batch").mkdir()
    assert storage.state_folder(str(tmp_path / "link")) == tmp_path / "link.batch"


def test_what_a_killed_save_left_is_removed_and_nothing_else(tmp_path: Path) -> None:
    long = "x" * 250 + ".zip"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "replace", lambda *_: os._exit(1))
        child = os.fork()
        if child == 0:
            save(tmp_path / long, b"half")
        os.waitpid(child, 0)
    kept = [".b.zip.77.part", ".a.zip.x.part", "a.zip"]
    for name in (*kept, ".a.zip.77.part"):
        (tmp_path / name).write_bytes(b"x")
    assert len(list(tmp_path.iterdir())) == 5
    storage.remove_parts([str(tmp_path / "a.zip"), str(tmp_path / long), str(tmp_path / "none/c.zip"), "", "s3://b/a"])
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(kept)


@pytest.mark.parametrize(
    ("url", "module", "extra"),
    [
        ("s3://bucket/a.docx", "s3fs", "s3"),
        ("gs://bucket/a.docx", "gcsfs", "gcs"),
        ("gcs://bucket/a.docx", "gcsfs", "gcs"),
        ("az://bucket/a.docx", "adlfs", "azure"),
        ("abfs://bucket/a.docx", "adlfs", "azure"),
        ("sftp://host/a.docx", "paramiko", "sftp"),
    ],
)
def test_a_missing_library_is_said_with_its_extra(url: str, module: str, extra: str) -> None:
    if importlib.util.find_spec(module) is not None:
        pytest.skip(f"{module} is installed")
    with pytest.raises(BadConfiguration, match=rf"needs pip install 'sdconvert\[{extra}\]'\.$"):
        storage.read(url)


def test_an_unknown_scheme_is_said() -> None:
    with pytest.raises(BadConfiguration, match="is no folder that can be reached: Protocol not known: nonsense"):
        storage.read("nonsense://a/b")


def test_what_is_not_there_is_said(bucket: str, tmp_path: Path) -> None:
    for place in (f"{bucket}/none", str(tmp_path / "none")):
        for read in (storage.read, storage.modification_time) if place.startswith("/") else (storage.read,):
            with pytest.raises(UnreadableInput, match=r"does not exist|No such file"):
                read(place)
    assert storage.modification_time(f"{bucket}/none") is None


@pytest.mark.parametrize("destination", ["out", "out/", "./x/../out", "$HERE/out"])
def test_a_destination_has_one_state_folder_however_it_is_spelt(
    destination: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert storage.state_folder(destination.replace("$HERE", os.getcwd())) == tmp_path / "out.batch"


def test_odd_destinations_have_a_state_folder_beside_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "inner").mkdir()
    monkeypatch.chdir(tmp_path / "inner")
    assert storage.state_folder(".") == tmp_path / "inner.batch"
    assert storage.state_folder("..") == tmp_path.with_name(f"{tmp_path.name}.batch")
    assert storage.state_folder("/").parent == Path("/")


def test_the_state_of_a_destination_elsewhere_is_in_the_users_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", "/state")
    one, other = storage.state_folder("s3://b/one"), storage.state_folder("s3://b/other")
    assert one.parent == other.parent == Path("/state/sdconvert")
    assert one != other


def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    place = str(tmp_path / "pipe.docx")
    os.mkfifo(place)
    for look in (storage.read, storage.digest, lambda one: storage.as_file(one).__enter__()):
        with pytest.raises(UnreadableInput, match="is no file that can be read twice"):
            look(place)
