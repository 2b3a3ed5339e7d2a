"""What keeps a file from being imported, and the client that asks for it."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx_builder import build_docx
from partner_kit import DOCUMENT, Reply, Script, zip_of

from sdconvert.archive import write_archive
from sdconvert.exchange import connect, refusals
from sdconvert.partner.errors import InvalidFile


def test_an_intact_word_file_can_be_sent(tmp_path: Path) -> None:
    path = tmp_path / "a.DOCX"
    path.write_bytes(build_docx("<w:p/>"))
    assert refusals(path) == ()


EMPTY_PACKAGE = write_archive(
    {
        "[Content_Types].xml": b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>',
    }
)


@pytest.mark.parametrize("data", [b"", b"import", zip_of("sd.xml"), EMPTY_PACKAGE, build_docx("<w:p/>")[:-30]])
def test_what_is_no_word_file_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(data)
    assert refusals(path) != ()


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert "cannot be read" in refusals(tmp_path / "a.docx")[0]
    assert "cannot be read" in refusals(tmp_path / "a.zip")[0]


def test_a_package_with_errors_is_refused_and_each_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(write_archive({"sd.xml": b"<smashdoc><wrong/><worse/></smashdoc>"}))
    assert len(refusals(path)) >= 2


@pytest.mark.parametrize("name", ["sd.xml", "a.pdf", "a.doc"])
def test_what_is_no_zip_is_refused_though_it_is_sdxml(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"<smashdoc><document><ul><li>a</li></ul></document></smashdoc>")
    assert "not an intact zip" in refusals(path)[0]


def test_a_package_of_2017_is_sent(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    nested = b"<smashdoc><document><ul><li>a<ul><li>b</li></ul></li></ul></document></smashdoc>"
    path.write_bytes(write_archive({"sd.xml": nested}))
    assert refusals(path) == ()


def test_the_client_of_a_profile_looks_at_files_before_it_sends_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {"URL": "https://a", "CLIENT_ID": "c", "CLIENT_SECRET": "s" * 64}.items():
        monkeypatch.setenv(f"SDCONVERT_{name}", value)
    path = tmp_path / "a.docx"
    path.write_bytes(b"import")
    script = Script(Reply([]))
    with connect(transport=script) as client, pytest.raises(InvalidFile):
        client.import_word(path, DOCUMENT)
    assert script.requests == []
