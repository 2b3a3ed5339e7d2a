"""Commands that convert several documents keep pictures, where their user says nothing else."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from picture_samples import encoded

from sdconvert.cli import batch_run
from sdconvert.cli.main import cli
from sdconvert.errors import BadConfiguration
from sdconvert.pictures.cache import VARIABLE, named_folder


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where pictures are kept if nothing is said; two documents with one picture stand in the working directory."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    monkeypatch.delenv(VARIABLE)
    Path("logo.tiff").write_bytes(encoded("TIFF", size=(9, 9)))
    for name in ("one", "two"):
        Path(f"{name}.html").write_text(f'<h1>{name}</h1><p><img src="logo.tiff"></p>')
    return tmp_path / "caches" / "sdconvert" / "pictures"


def call(words: str) -> Result:
    result = CliRunner().invoke(cli, words.split())
    assert result.exit_code == 0, result.output
    return result


def test_several_documents_keep_their_pictures_and_one_does_not(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    call("convert one.html -o one.zip")
    assert not kept.exists()
    monkeypatch.setenv(VARIABLE, "off")
    call("convert one.html two.html -o nothing")
    assert not kept.exists()
    monkeypatch.delenv(VARIABLE)
    call("convert one.html two.html -o out")
    assert len(list(kept.iterdir())) == 1
    assert Path("out/one.zip").read_bytes() == Path("one.zip").read_bytes()


def test_the_processes_of_a_batch_keep_the_pictures_of_its_documents(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []

    def run(*_: object, **__: object) -> None:
        seen.append((os.environ[VARIABLE], named_folder()))
        raise BadConfiguration("That is enough.")

    monkeypatch.setattr(batch_run, "run_batch", run)
    CliRunner().invoke(cli, ["batch", "run", "one.html", "-o", "out", "--steps", "convert"])
    assert seen == [("on", kept)]


def test_what_is_kept_is_shown_and_removed(kept: Path) -> None:
    assert call("cache").stdout == f"{kept}: 0 pictures kept, 0 bytes\n"
    call("convert one.html two.html -o out")
    size = sum(entry.stat().st_size for entry in kept.iterdir())
    assert call("cache").stdout == f"{kept}: 1 picture kept, {size} bytes\n"
    told = json.loads(call("cache --clear --json").stdout)
    assert told == {"folder": str(kept), "pictures": 1, "bytes": size}
    assert list(kept.iterdir()) == []
