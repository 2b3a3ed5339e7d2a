import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from strategies import png

from sdconvert.archive import read_archive
from sdconvert.cli.main import cli

GOOD = (
    '<smashdoc version="2.6.0" id="7c2d8a5e-8d67-5c40-9b3a-0f5e1f9d2a11"><meta><language value="de_DE"/>'
    "<title>T</title><subtitle/><description/><footer/><creator/></meta><document>{}</document></smashdoc>"
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("doc").mkdir()
    Path("doc/sd.xml").write_text(GOOD.format(""))
    return tmp_path


def pack(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["pack", *arguments])


def test_a_folder_becomes_a_package(folder: Path) -> None:
    result = pack("doc", "-o", "out.zip")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "doc: no findings\n", "doc -> out.zip\n")
    assert list(read_archive(Path("out.zip").read_bytes())) == ["sd.xml"]


def test_errors_are_told_and_nothing_is_written(folder: Path) -> None:
    Path("doc/sd.xml").write_text(GOOD.format("<nothing/>"))
    result = pack("doc", "-o", "out.zip")
    assert result.exit_code == 1
    assert "error SDXML-V" in result.stdout
    assert "out.zip was not written; --no-validate packs the folder as it is." in result.stderr
    assert not Path("out.zip").exists()


def test_without_validation_anything_is_packed(folder: Path) -> None:
    Path("doc/sd.xml").write_text(GOOD.format("<nothing/>"))
    assert pack("doc", "-o", "out.zip", "--no-validate").exit_code == 0
    assert Path("out.zip").exists()


def test_warnings_do_not_stop_it_and_can_be_had_as_json(folder: Path) -> None:
    Path("doc/images").mkdir()
    Path("doc/images/p.png").write_bytes(png())
    result = pack("doc", "-o", "out.zip", "--json")
    assert result.exit_code == 0
    (file,) = json.loads(result.stdout)["files"]
    assert [finding["severity"] for finding in file["findings"]] == ["warning"]


def test_a_file_is_replaced_by_force_only(folder: Path) -> None:
    Path("out.zip").write_text("mine")
    assert pack("doc", "-o", "out.zip").exit_code == 2
    assert Path("out.zip").read_text() == "mine"
    assert pack("doc", "-o", "out.zip", "--force").exit_code == 0


@pytest.mark.parametrize("output", ["doc/out.zip", "doc/images/out.zip"])
def test_a_package_never_goes_into_its_own_folder(folder: Path, output: str) -> None:
    assert pack("doc", "-o", output).exit_code == 2
    assert not Path(output).exists()


def test_what_was_unpacked_can_be_packed_again(folder: Path) -> None:
    pack("doc", "-o", "one.zip")
    CliRunner().invoke(cli, ["unpack", "one.zip"])
    pack("one", "-o", "two.zip")
    assert Path("one.zip").read_bytes() == Path("two.zip").read_bytes()


@pytest.mark.parametrize("name", ["gone", "empty"])
def test_a_folder_without_a_document_is_refused(folder: Path, name: str) -> None:
    Path("empty").mkdir()
    assert pack(name, "-o", "out.zip").exit_code == 2
