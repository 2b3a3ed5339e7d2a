import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from strategies import png

from sdconvert.archive import write_archive
from sdconvert.cli.main import cli

PARSX = b'<projekt><werk><bild><abbildung quelle="images/p.png"/></bild></werk></projekt>'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "export.zip").write_bytes(write_archive({"parsx.xml": PARSX, "images/p.png": png()}))
    (tmp_path / "bare.zip").write_bytes(write_archive({"parsx.xml": PARSX}))
    return tmp_path


def unpack(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["unpack", *arguments])


def test_an_export_goes_into_a_folder_of_its_name(folder: Path) -> None:
    result = unpack("export.zip")
    assert (result.exit_code, result.stdout) == (0, "export.zip: no findings\n")
    assert result.stderr == "export.zip -> export\n"
    assert Path("export/parsx.xml").read_bytes() == PARSX


def test_a_missing_picture_makes_the_exit_code_1_though_all_is_unpacked(folder: Path) -> None:
    result = unpack("bare.zip", "-o", "out")
    assert result.exit_code == 1
    assert "error PACKAGE-P001: The picture images/p.png is referred to (1 times)" in result.stdout
    assert Path("out/parsx.xml").exists()


def test_findings_can_be_had_as_json(folder: Path) -> None:
    (file,) = json.loads(unpack("bare.zip", "-o", "out", "--json").stdout)["files"]
    assert [finding["code"] for finding in file["findings"]] == ["PACKAGE-P001"]


def test_what_exists_is_replaced_by_force_only(folder: Path) -> None:
    unpack("export.zip")
    Path("export/parsx.xml").write_text("mine")
    refused = unpack("export.zip")
    assert refused.exit_code == 2
    assert refused.stderr.startswith("sdconvert: error: export exists already")
    assert Path("export/parsx.xml").read_text() == "mine"
    assert unpack("export.zip", "--force").exit_code == 0
    assert Path("export/parsx.xml").read_bytes() == PARSX


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("gone.zip",), "gone.zip cannot be read"),
        (("export.zip", "--max-members", "1"), "more than the 1 allowed"),
        (("text.zip",), "not an intact zip"),
    ],
)
def test_what_cannot_be_unpacked_leaves_nothing(folder: Path, arguments: tuple[str, ...], says: str) -> None:
    Path("text.zip").write_text("text")
    result = unpack(*arguments, "-o", "out")
    assert result.exit_code == 2
    assert says in result.stderr
    assert not Path("out").exists()
