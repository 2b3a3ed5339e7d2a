"""What keeps a file from being imported, and the client that asks for it."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx_builder import build_docx
from partner_kit import DOCUMENT, Reply, Script, zip_of

from sdconvert.archive import write_archive
from sdconvert.errors import InvalidSource
from sdconvert.exchange import check_import, connect
from sdconvert.partner.errors import InvalidFile


def test_an_intact_word_file_can_be_sent(tmp_path: Path) -> None:
    path = tmp_path / "a.DOCX"
    path.write_bytes(build_docx("<w:p/>"))
    assert check_import(path) == ()


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
    assert check_import(path) != ()


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert "cannot be read" in check_import(tmp_path / "a.docx")[0]
    assert "cannot be read" in check_import(tmp_path / "a.zip")[0]


def test_a_package_with_errors_is_refused_and_each_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(write_archive({"sd.xml": b"<smashdoc><wrong/><worse/></smashdoc>"}))
    assert len(check_import(path)) >= 2


@pytest.mark.parametrize("name", ["sd.xml", "a.pdf", "a.odt"])
def test_what_is_no_zip_is_refused_though_it_is_sdxml(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"<smashdoc><document><ul><li>a</li></ul></document></smashdoc>")
    assert "not an intact zip" in check_import(path)[0]


def test_a_package_of_2017_is_sent(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    nested = b"<smashdoc><document><ul><li>a<ul><li>b</li></ul></li></ul></document></smashdoc>"
    path.write_bytes(write_archive({"sd.xml": nested}))
    assert check_import(path) == ()


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


@pytest.mark.parametrize("name", ["a.doc", "a.DOCM", "a.dotx", "a.dotm", "a.rtf"])
def test_a_word_file_that_the_import_does_not_take_is_told_with_what_to_do(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(build_docx("<w:p/>"))
    (told,) = check_import(path)
    assert told.startswith(f"{name} is a")
    assert "takes .docx only" in told
    assert "Save it as .docx" in told


def test_what_has_no_name_is_judged_by_its_content() -> None:
    assert check_import(build_docx("<w:p/>")) == ()
    assert check_import(write_archive({"sd.xml": b"<smashdoc><wrong/></smashdoc>"})) != ()
    assert check_import(b"x") == ("What is to be sent is of an unknown kind, not an intact zip package.",)
    with pytest.raises(InvalidSource):
        check_import(None)  # type: ignore[arg-type]
