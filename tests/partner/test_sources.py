"""What is imported may come from anywhere, and an export may go anywhere."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import docx
import fsspec
import pytest
from partner_kit import ACCESS, DOCUMENT, ID, Reply, Script, client, zip_of

from sdconvert.errors import InvalidSource, PartnerRefused
from sdconvert.partner import pack_upload

WORD = zip_of("[Content_Types].xml", "_rels/.rels")
PACKAGE = zip_of("sd.xml")


def in_memory(data: bytes, name: str) -> str:
    url = f"memory://{uuid4().hex}/{name}"
    fsspec.filesystem("memory").pipe_file(url, data)
    return url


@pytest.mark.parametrize("make", [bytes, bytearray, memoryview, io.BytesIO])
def test_what_has_no_name_is_sent_under_one_of_its_kind(make: Callable[[bytes], Any]) -> None:
    for data, name in ((WORD, b"document.docx"), (PACKAGE, b"document.zip")):
        sent = b"".join(pack_upload(make(data), DOCUMENT).body)
        assert b'filename="' + name + b'"' in sent
        assert data in sent


def test_a_file_elsewhere_is_sent_under_its_own_name() -> None:
    sent = b"".join(pack_upload(in_memory(WORD, "letter.docx"), DOCUMENT).body)
    assert b'filename="letter.docx"' in sent
    assert WORD in sent


def test_what_can_be_read_only_once_is_sent_as_often_as_it_has_to_be() -> None:
    script = Script(Reply([]), Reply({}, 429), Reply([]), Reply(ACCESS))
    imported = client(script).import_word(io.BytesIO(WORD), DOCUMENT)
    posted = [body for body in script.bodies if body]
    assert imported.document_id == ID
    assert [WORD in body for body in posted] == [True, True]


def test_a_document_of_python_docx_is_imported() -> None:
    document = docx.Document()
    document.add_paragraph("One sentence.")
    script = Script(Reply([]), Reply(ACCESS))
    client(script).import_word(document, DOCUMENT)
    assert b'filename="document.docx"' in script.bodies[-1]


@pytest.mark.parametrize(("data", "way"), [(WORD, "word"), (PACKAGE, "sdxml")])
def test_an_upload_without_a_name_is_told_by_its_content(data: bytes, way: str) -> None:
    script = Script(Reply([]), Reply(ACCESS))
    client(script).upload(data, DOCUMENT)
    assert script.calls[-1] == f"POST /partner/imports/{way}/upload"


def test_a_mapping_with_a_package_in_bytes_is_refused() -> None:
    with pytest.raises(PartnerRefused, match="for Word files only"):
        client(Script(Reply([]))).upload(PACKAGE, DOCUMENT, {"a": {"textType": "caption"}})


@pytest.mark.parametrize("value", [None, 7, ["a.docx"]])
def test_what_is_no_source_is_told_before_anything_is_sent(value: Any) -> None:
    script = Script(Reply([]))
    for call in (client(script).import_word, client(script).import_sdxml, client(script).upload, pack_upload):
        with pytest.raises(InvalidSource):
            call(value, DOCUMENT)
    assert script.calls == []


def test_an_export_goes_to_a_path_a_url_a_file_and_a_file_system(tmp_path: Path) -> None:
    partner = client(Script(Reply(PACKAGE)))
    path = tmp_path / "a.zip"
    assert partner.export_sdxml(ID, path) == path
    assert path.read_bytes() == PACKAGE

    folder, system = uuid4().hex, fsspec.filesystem("memory")
    assert partner.export_sdxml(ID, f"memory://{folder}/a.zip") == Path(f"/{folder}/a.zip")
    assert system.cat_file(f"/{folder}/a.zip") == PACKAGE

    file = io.BytesIO()
    assert partner.export_sdxml(ID, file) is file
    assert file.getvalue() == PACKAGE

    pair = (system, f"/{folder}/b.zip")
    assert partner.export_sdxml(ID, pair) is pair
    assert system.cat_file(f"/{folder}/b.zip") == PACKAGE


def test_an_answer_that_is_no_export_reaches_no_file() -> None:
    file = io.BytesIO()
    with pytest.raises(Exception, match="no intact zip"):
        client(Script(Reply(b"<html>"))).export_sdxml(ID, file)
    assert file.getvalue() == b""
