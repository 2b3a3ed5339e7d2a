"""What keeps a file from being imported, and the client that asks for it."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx_builder import build_docx
from partner_kit import ACCESS, DOCUMENT, ID, Reply, Script, client, zip_of

from sdconvert import exchange
from sdconvert.archive import write_archive
from sdconvert.errors import BadConfiguration, InvalidSource
from sdconvert.exchange import check_import, connect, upload
from sdconvert.options import ConversionOptions
from sdconvert.partner.errors import InvalidFile
from sdconvert.stylemap.parse import parse_stylemap


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


def test_a_converted_file_is_validated_though_the_client_looks_at_nothing() -> None:
    script = Script(Reply([]), Reply(ACCESS))
    unchecked = client(script)
    lossy = build_docx('<w:p><w:r><w:t>one</w:t></w:r></w:p><w:altChunk r:id="gone"/>')
    with pytest.raises(InvalidFile, match="converting it loses content: error DOCX-R"):
        upload(unchecked, lossy, DOCUMENT, form="sdxml")
    assert script.calls == []
    done = upload(unchecked, build_docx("<w:p><w:r><w:t>one</w:t></w:r></w:p>"), DOCUMENT, form="sdxml")
    assert done.imported.document_id == ID
    assert b'filename="document.zip"' in script.bodies[-1]


def test_a_package_that_the_import_would_refuse_is_held_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchange, "check_import", lambda _source: ("error SDXML-V001: it is wrong.", "another"))
    script = Script(Reply([]), Reply(ACCESS))
    with pytest.raises(InvalidFile, match=r"the import would refuse it: error SDXML-V001: it is wrong \(and 1 more\)"):
        upload(client(script), build_docx("<w:p/>"), DOCUMENT, form="sdxml")
    assert script.calls == []
    assert (
        upload(client(script), build_docx("<w:p/>"), DOCUMENT, form="sdxml", validate=False).imported.document_id == ID
    )


def test_options_that_a_file_as_it_is_cannot_follow_are_refused() -> None:
    with pytest.raises(BadConfiguration, match="are for the form sdxml"):
        upload(
            client(Script(Reply([]))), build_docx("<w:p/>"), DOCUMENT, options=ConversionOptions.parse(labels="literal")
        )


PAGE = b"<!DOCTYPE html><html><body><p>a</p></body></html>"


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("a.zip", write_archive({"index.html": PAGE}), "a.zip is an HTML page or export, which the import"),
        ("a.html", PAGE, "a.html is an HTML page or export, which the import"),
        ("a.html", b"<p>a</p>", "a.html is an HTML page or export, which the import"),
        ("a.zip", write_archive({"parsx.xml": b"<werk/>"}), "a.zip is a parsX export, which the import"),
        ("a.zip", build_docx("<w:p/>"), "a.zip is a Word file of another name than .docx"),
    ],
)
def test_an_export_that_the_import_does_not_take_is_told_with_what_to_do(
    name: str, data: bytes, told: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(data)
    (reason,) = check_import(tmp_path / name)
    assert reason.startswith(told)
    assert "Convert it to SDXML" in reason or "Name it .docx" in reason


def test_a_folder_is_told_to_be_packed(tmp_path: Path) -> None:
    assert "sdconvert pack" in check_import(tmp_path)[0]


def test_the_size_and_the_mapping_that_go_with_a_file_are_judged_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(build_docx("<w:p/>"))
    size = path.stat().st_size
    assert check_import(path, largest=size) == ()
    assert check_import(path, largest=size - 1) == (f"a.docx has {size:,} bytes, {size - 1:,} are allowed.",)
    mapping = parse_stylemap('{"heading 1": {"textType": "heading", "level": 0}}')
    assert check_import(path, mapping=mapping) == ()
    monkeypatch.setattr(exchange, "rows_for", lambda _mapping, _path: {"a": {"textType": "heading", "level": 9}})
    assert check_import(path, mapping=mapping) == ("The style mapping: level of the style 'a' is 9, 0 to 5 is needed.",)


@pytest.mark.parametrize(("version", "count"), [("2.13.2", 0), ("2.13.1", 1)])
def test_the_import_wants_one_version_of_2_13(version: str, count: int) -> None:
    sd_xml = f'<smashdoc version="{version}"><document/><comments/></smashdoc>'.encode()
    found = check_import(write_archive({"sd.xml": sd_xml}))
    assert [reason for reason in found if "the import wants 2.13.2" in reason][:1] == list(found)[:count]
