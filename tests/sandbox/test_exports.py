from __future__ import annotations

import contextlib
import gc
import io
import os
import zipfile
from http.client import HTTPException

import pytest
from docx_builder import build_docx
from sandbox_calls import USER, Caller, person

from sdconvert.pipeline import convert
from sdconvert.recognition import FormatName

META = {"title": "my first document", "description": ""}


def export(call: Caller, id: str, form: str, **body: object):
    return call("POST", f"/partner/documents/{id}/export/{form}", {"userId": USER, **body})


def member(data: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name).decode()


@pytest.fixture
def id(call: Caller, docx: bytes) -> str:
    return str(call.upload("word", docx).json["documentId"])


def test_an_sdxml_export_is_our_own_conversion(call: Caller, docx: bytes, id: str) -> None:
    reply = export(call, id, "sdxml")
    assert reply.headers["content-type"] == "application/zip"
    assert reply.body == convert(docx, meta=META).value


def test_an_sdxml_package_comes_back(call: Caller, package: bytes) -> None:
    id = call.upload("sdxml", package).json["documentId"]
    assert export(call, id, "sdxml").body == convert(package, meta=META).value


def test_a_package_that_was_not_edited_is_read_from_its_file(
    call: Caller, package: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    id = call.upload("sdxml", package).json["documentId"]
    monkeypatch.setattr("sdconvert.sandbox.contents.prepare", None)
    assert export(call, id, "sdxml").body == convert(package, meta=META).value


def test_an_export_that_has_begun_ends_though_the_document_is_deleted(call: Caller, id: str, docx: bytes) -> None:
    service = call.sandbox.service
    package = service.exports.export(id, USER, FormatName.SDXML, None)
    assert not isinstance(package, bytes)
    assert call("DELETE", f"/partner/documents/{id}").status == 200
    with package:
        assert package.read() == convert(docx, meta=META).value


@pytest.mark.parametrize("kind", ["status", "reset", "garbage", "truncate"])
def test_a_fault_lets_go_of_the_file_that_it_spoils(call: Caller, id: str, kind: str) -> None:
    call.control("POST", "faults", {"kind": kind, "when": "after", "count": 1})
    with contextlib.suppress(OSError, HTTPException):
        export(call, id, "sdxml")
    gc.collect()
    assert export(call, id, "sdxml").status == 200


@pytest.mark.parametrize("form", ["sdxml", "html", "parsx"])
def test_what_packs_uncommonly_well_comes_back_all_the_same(call: Caller, form: str) -> None:
    paragraph = f"<w:p><w:r><w:t>{'a' * 4_000_000}</w:t></w:r></w:p>"
    large = build_docx(paragraph, files={"docProps/noise.bin": os.urandom(40_000)})
    reply = call.upload("word", large)
    assert reply.status == 200, reply
    call("POST", f"/partner/documents/{reply.json['documentId']}/metadata", {"title": "Renamed"})
    assert export(call, reply.json["documentId"], form).status == 200


@pytest.mark.parametrize(("form", "name"), [("html", "index.html"), ("parsx", "parsx.xml"), ("sdxml", "sd.xml")])
def test_a_zip_holds_the_words(call: Caller, id: str, form: str, name: str) -> None:
    assert "Hello Welt" in member(export(call, id, form).body, name)


def test_an_export_has_the_metadata_of_now(call: Caller, id: str) -> None:
    call("POST", f"/partner/documents/{id}/metadata", {"title": "Renamed", "footer": "below"})
    xml = member(export(call, id, "sdxml").body, "sd.xml")
    assert "<title>Renamed</title>" in xml
    assert "<footer>below</footer>" in xml


def test_a_copy_has_the_words_and_its_own_title(call: Caller, id: str) -> None:
    body = {"title": "copy", "description": "", "creatorUserId": USER}
    copy = call("POST", f"/partner/documents/{id}/duplicate", body).json["documentId"]
    call("DELETE", f"/partner/documents/{id}")
    xml = member(export(call, copy, "sdxml").body, "sd.xml")
    assert "<title>copy</title>" in xml
    assert "Hello Welt" in xml


def word(call: Caller, id: str, settings: object, template: str | None = None):
    known = call("GET", "/partner/templates/word").json[0]["id"]
    return export(call, id, "word", templateId=template or known, settings=settings)


def test_a_word_export_is_a_word_file_whatever_a_client_accepts(call: Caller, id: str) -> None:
    reply = word(call, id, {})
    assert reply.headers["content-type"].endswith("wordprocessingml.document")
    assert "Hello Welt" in member(reply.body, "word/document.xml")
    headers = {**call.signed(), "accept": "application/json"}
    path = f"/partner/documents/{id}/export/sdxml"
    assert call.send("POST", path, b'{"userId": "%s"}' % USER.encode(), headers).status == 200


def test_settings_shape_the_word_file(call: Caller, id: str) -> None:
    settings = {"textToc": True, "imageToc": True, "imageCaption": True, "language": "de_DE"}
    assert "TOC" in member(word(call, id, settings).body, "word/document.xml")
    assert "TOC" not in member(word(call, id, {}).body, "word/document.xml")


@pytest.mark.parametrize(
    ("settings", "wrong"),
    [
        ({"language": "fr_FR"}, "language"),
        ({"textToc": "true"}, "textToc"),
        ({"imageToc": True}, "imageToc"),
        ({"tableToc": True, "tableCaption": False}, "tableToc"),
    ],
)
def test_wrong_settings_are_named(call: Caller, id: str, settings: dict[str, object], wrong: str) -> None:
    assert word(call, id, settings).fields == {f"settings.{wrong}"}


def test_a_word_export_needs_template_and_settings(call: Caller, id: str) -> None:
    assert export(call, id, "word").fields == {"templateId", "settings"}
    assert word(call, id, {}, "00000000-0000-4000-8000-000000000000").fields == {"templateId"}


def test_a_template_gives_its_styles(caller_of, tmp_path, docx: bytes) -> None:
    from sdconvert.sandbox.options import WordTemplate

    path = tmp_path / "house.docx"
    path.write_bytes(docx)
    call = caller_of(templates=(WordTemplate("House", "", path),))
    reply = word(call, call.create(), {})
    assert reply.status == 200
    assert 'w:val="Clause"' in member(reply.body, "word/styles.xml")


@pytest.mark.parametrize("mode", ["final", "news", "allInOne", "redlineAndPending", None])
def test_every_mode_of_the_html_export_is_taken_and_its_absence(call: Caller, id: str, mode: str | None) -> None:
    body = {} if mode is None else {"mode": mode, "onlyPublic": True}
    assert export(call, id, "html", **body).status == 200


def test_an_unknown_mode_and_user_are_named(call: Caller, id: str) -> None:
    assert export(call, id, "html", mode="all", onlyPublic="yes").fields == {"mode", "onlyPublic"}
    assert export(call, id, "sdxml", userId="nobody").fields == {"userId"}
    assert export(call, id, "sdxml", userId=None).fields == {"userId"}


def test_a_draft_is_exported_by_its_creator_and_a_review_document_by_everybody(call: Caller, id: str) -> None:
    call.create(user=person("eva"))
    assert export(call, id, "sdxml", userId="eva").status == 403
    call.act(id, "review")
    assert export(call, id, "sdxml", userId="eva").status == 200


@pytest.mark.parametrize("form", ["sdxml", "html", "parsx"])
def test_an_empty_document_is_exported(call: Caller, form: str) -> None:
    assert export(call, call.create(), form).status == 200
