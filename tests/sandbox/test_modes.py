from __future__ import annotations

import io
import re
import zipfile

import pytest
from docx_builder import Relation, build_docx, wrap
from sandbox_calls import USER, Caller, person

from sdconvert.archive import write_archive
from sdconvert.pipeline import convert
from sdconvert.sandbox import redline

MODES = ("final", "news", "allInOne", "redlineAndPending")


def run(text: str) -> str:
    return f"<w:r><w:t xml:space='preserve'>{text}</w:t></w:r>"


def deleted(text: str) -> str:
    return f"<w:r><w:delText>{text}</w:delText></w:r>"


def change(kind: str, content: str) -> str:
    return f'<w:{kind} w:id="9" w:author="Eva">{content}</w:{kind}>'


def commented(id: int, text: str) -> str:
    reference = f'<w:r><w:commentReference w:id="{id}"/></w:r>'
    return f'<w:commentRangeStart w:id="{id}"/>{run(text)}<w:commentRangeEnd w:id="{id}"/>{reference}'


def comment(id: int, text: str) -> str:
    return f'<w:comment w:id="{id}" w:author="Eva"><w:p w14:paraId="0000000{id}">{run(text)}</w:p></w:comment>'


CHANGES = f"<w:p>{run('kept ')}{change('ins', run('added '))}{change('del', deleted('removed'))}</w:p>"
CONVERSATIONS = f"<w:p>{commented(1, 'one')}{commented(2, 'two')}</w:p>"
EXTENDED = (
    '<w15:commentEx w15:paraId="00000001" w15:done="0"/><w15:commentEx w15:paraId="00000002" w15:done="1"/>'
    '<w15:commentEx w15:paraId="00000003" w15:paraIdParent="00000002" w15:done="0"/>'
)


@pytest.fixture(scope="module")
def discussed() -> bytes:
    """A Word file with changes, a pending conversation, and a resolved one with a reply."""
    comments = "".join(comment(id, text) for id, text in ((1, "pending?"), (2, "resolved!"), (3, "replied.")))
    extended = wrap("w15:commentsEx", EXTENDED)
    relation = Relation("rX", "commentsExtended", "commentsExtended.xml")
    files = {"word/commentsExtended.xml": extended}
    return build_docx(CHANGES + CONVERSATIONS, comments=comments, files=files, relations=[relation])


def page(call: Caller, id: str, mode: str | None, **body: object) -> str:
    chosen = {} if mode is None else {"mode": mode}
    reply = call("POST", f"/partner/documents/{id}/export/html", {"userId": USER, **chosen, **body})
    assert reply.status == 200, reply
    with zipfile.ZipFile(io.BytesIO(reply.body)) as package:
        return package.read("index.html").decode()


def main(html: str) -> str:
    """The page without its style."""
    return html[html.index("<body") :]


@pytest.mark.parametrize("mode", [None, *MODES])
@pytest.mark.parametrize("only_public", [True, False])
def test_conversations_and_redline_are_in_every_mode_but_the_final_one(
    call: Caller, discussed: bytes, mode: str | None, only_public: bool
) -> None:
    html = main(page(call, call.upload("word", discussed).json["documentId"], mode, onlyPublic=only_public))
    has_history = mode not in (None, "final")
    assert ("pending?" in html) is has_history
    assert ("<u>added" in html) is has_history
    assert ("<s>removed</s>" in html) is has_history
    assert "kept" in html
    assert "added" in html


@pytest.mark.parametrize(("mode", "is_there"), [("news", True), ("allInOne", True), ("redlineAndPending", False)])
def test_what_is_resolved_is_not_pending(call: Caller, discussed: bytes, mode: str, is_there: bool) -> None:
    html = page(call, call.upload("word", discussed).json["documentId"], mode)
    assert ("resolved!" in html, "replied." in html) == (is_there, is_there)


@pytest.mark.parametrize("mode", MODES)
def test_conversations_of_an_sdxml_package_are_shown_too(call: Caller, mode: str) -> None:
    comments = '<comments><comment ref="p">pending?</comment></comments>'
    body = '<ordered-sections><paragraph id="p" indent="0">one</paragraph></ordered-sections>'
    xml = f'<smashdoc version="2.25.0"><document>{body}</document>{comments}</smashdoc>'
    id = call.upload("sdxml", write_archive({"sd.xml": xml.encode()})).json["documentId"]
    assert ("pending?" in page(call, id, mode)) is (mode != "final")


def test_the_sdxml_export_stays_our_own_conversion_without_history(call: Caller, discussed: bytes) -> None:
    id = call.upload("word", discussed).json["documentId"]
    exported = call("POST", f"/partner/documents/{id}/export/sdxml", {"userId": USER}).body
    assert exported == convert(discussed, meta={"title": "my first document", "description": ""}).value


def test_the_redline_view_has_the_mapping_and_the_metadata_of_now(call: Caller) -> None:
    styles = '<w:style w:type="paragraph" w:styleId="C"><w:name w:val="Clause"/></w:style>'
    docx = build_docx(CHANGES.replace("<w:p>", '<w:p><w:pPr><w:pStyle w:val="C"/></w:pPr>'), styles=styles)
    id = call.upload("word", docx, mapping={"Clause": {"textType": "heading", "level": 0}}).json["documentId"]
    call("POST", f"/partner/documents/{id}/metadata", {"title": "Renamed"})
    html = page(call, id, "allInOne")
    assert re.search(r"<h[12][^>]*>kept <u>added </u><s>removed</s></h", html)
    assert "<title>Renamed</title>" in html


def test_a_copy_has_the_conversations_too(call: Caller, discussed: bytes) -> None:
    id = call.upload("word", discussed).json["documentId"]
    body = {"title": "copy", "description": "", "creatorUserId": USER}
    copy = call("POST", f"/partner/documents/{id}/duplicate", body).json["documentId"]
    call("DELETE", f"/partner/documents/{id}")
    assert "pending?" in page(call, copy, "allInOne")


def test_conversations_of_an_import_are_unseen_by_the_others(call: Caller, discussed: bytes) -> None:
    id = call.upload("word", discussed, status="review").json["documentId"]
    call.create(user=person("eva"))
    assert call.info(id, "?userId=eva")["hasUnreadConversationChanges"] is True
    assert call.info(id, f"?userId={USER}")["hasUnreadConversationChanges"] is False


def test_a_snapshot_keeps_the_history(call: Caller, discussed: bytes) -> None:
    id = call.upload("word", discussed).json["documentId"]
    snapshot = call.send("GET", "/_sandbox/snapshot").body
    call.control("POST", "reset")
    assert call.send("POST", "/_sandbox/load", snapshot).status == 200
    assert "pending?" in page(call, id, "news")


def test_the_page_of_a_document_shows_its_history(call: Caller, discussed: bytes) -> None:
    id = call.upload("word", discussed).json["documentId"]
    shown = call.send("GET", f"/_sandbox/documents/{id}/page").body.decode()
    assert "pending?" in shown
    assert "&lt;s&gt;removed" in shown


def test_an_upload_is_kept_only_where_an_export_needs_it(call: Caller, docx: bytes, discussed: bytes) -> None:
    ids = [call.upload("word", file).json["documentId"] for file in (docx, discussed)]
    uploads = [call.sandbox.service.store.files.open_upload(id) for id in ids]
    assert [upload is not None and bool(upload.close() is None) for upload in uploads] == [False, True]


# ------------------------------------------------------------------------------------------------ the redline by itself


def redlined(body: str) -> str:
    with zipfile.ZipFile(io.BytesIO(build_docx(body))) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    html = convert(redline.show(members, shows_resolved=True), to="html", single_file=True).value.decode()
    return main(html)


@pytest.mark.parametrize(
    ("content", "shown"),
    [
        (change("moveFrom", run("gone")) + change("moveTo", run("come")), "<s>gone</s><u>come</u>"),
        (change("ins", change("del", deleted("both"))), "<u><s>both</s></u>"),
        ('<w:ins w:id="1"><w:r><w:rPr><w:u w:val="none"/></w:rPr><w:t>x</w:t></w:r></w:ins>', "<u>x</u>"),
        ('<w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr>' + run("end"), "end"),
    ],
)
def test_changes_of_text_are_looks(content: str, shown: str) -> None:
    assert shown in redlined(f"<w:p>{content}</w:p>")


def test_a_paragraph_whose_end_was_deleted_stays_one() -> None:
    html = redlined(f'<w:p><w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr>{run("a1")}</w:p><w:p>{run("b2")}</w:p>')
    assert len(re.findall(r"<p[ >]", html)) == 2


@pytest.mark.parametrize(("kind", "look"), [("ins", "u"), ("del", "s")])
def test_a_row_that_was_put_in_or_deleted_is_shown(kind: str, look: str) -> None:
    row = f'<w:tr><w:trPr><w:{kind} w:id="1"/></w:trPr><w:tc><w:p>{run("cell")}</w:p></w:tc></w:tr>'
    assert f"<{look}>cell</{look}>" in redlined(f"<w:tbl>{row}</w:tbl><w:p/>")


def test_what_is_damaged_or_no_xml_does_no_harm(call: Caller) -> None:
    broken = {"word/custom.xml": "<w:ins >", "word/root.xml": '<w:ins xmlns:w="x"/>'}
    id = call.upload("word", build_docx(CHANGES, files=broken)).json["documentId"]
    assert "<s>removed</s>" in page(call, id, "allInOne")
