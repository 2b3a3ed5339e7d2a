from __future__ import annotations

import io
import os
from pathlib import Path

import pytest

from sdconvert.sandbox.files import Files


@pytest.fixture
def files(tmp_path: Path) -> Files:
    files = Files(tmp_path)
    files.stage("a", b"package", io.BytesIO(b"upload"))
    files.place("a")
    return files


def content(files: Files, id: str) -> tuple[bytes, bytes | None]:
    upload = files.open_upload(id)
    with files.open(id) as package:
        if upload is None:
            return package.read(), None
        with upload:
            return package.read(), upload.read()


def test_what_is_staged_is_there_when_it_is_placed(files: Files) -> None:
    files.stage("b", b"another")
    with pytest.raises(KeyError):
        files.open("b")
    files.place("b")
    assert content(files, "a") == (b"package", b"upload")
    assert content(files, "b") == (b"another", None)


@pytest.mark.parametrize("knows_links", [True, False])
def test_a_copy_outlives_its_source(files: Files, monkeypatch: pytest.MonkeyPatch, knows_links: bool) -> None:
    if not knows_links:
        monkeypatch.setattr(os, "link", refuse)
    files.stage_copy("a", "b")
    files.place("b")
    files.remove("a")
    assert content(files, "b") == (b"package", b"upload")
    with pytest.raises(KeyError):
        files.stage_copy("a", "c")


def refuse(*_: object) -> None:
    raise OSError(95, "Operation not supported")


def test_only_named_documents_are_kept_and_what_is_staged(files: Files) -> None:
    files.stage("b", b"being made")
    files.keep_only(set())
    with pytest.raises(KeyError):
        files.open("a")
    assert files.open_upload("a") is None
    files.place("b")
    assert content(files, "b") == (b"being made", None)


def test_what_a_killed_process_staged_is_removed(files: Files) -> None:
    files.stage("b", b"half")
    files.remove_staged()
    files.place("b")
    with pytest.raises(KeyError):
        files.open("b")
