from __future__ import annotations

import io
import re
import zipfile

import pytest
from docx_builder import Relation, build_docx, wrap
from sandbox_calls import USER, Caller, person
from strategies import png

from sdconvert.archive import write_archive
from sdconvert.files import join
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


# ----------------------------------------------------------------------------- private conversations, news, languages


@pytest.fixture
def shared(call: Caller, discussed: bytes) -> str:
    """The id of a document in review, and another user whom nobody has shown it yet."""
    id: str = call.upload("word", discussed, status="review").json["documentId"]
    call.create(user=person("eva"))
    return id


@pytest.mark.parametrize(("mode", "only_public", "is_there"), [("allInOne", True, False), ("allInOne", False, True)])
def test_private_conversations_are_not_among_the_public_ones(
    call: Caller, shared: str, mode: str, only_public: bool, is_there: bool
) -> None:
    assert call.control("POST", f"documents/{shared}/private", {"authors": ["Eva"]}).status == 200
    html = page(call, shared, mode, onlyPublic=only_public)
    assert [words in html for words in ("pending?", "resolved!", "replied.")] == [is_there] * 3
    assert "<u>added" in html


def test_a_reply_to_a_private_conversation_is_private(call: Caller) -> None:
    comments = comment(2, "asked") + comment(3, "replied").replace("Eva", "Bob")
    extended = {"word/commentsExtended.xml": wrap("w15:commentsEx", EXTENDED)}
    relation = Relation("rX", "commentsExtended", "commentsExtended.xml")
    docx = build_docx(CONVERSATIONS, comments=comments, files=extended, relations=[relation])
    id = call.upload("word", docx).json["documentId"]
    call.control("POST", f"documents/{id}/private", {"authors": ["Eva"]})
    assert "replied" not in page(call, id, "allInOne", onlyPublic=True)


def test_conversations_of_a_package_can_be_private_and_new(call: Caller) -> None:
    posts = '<comment ref="p" author="Eva">secret</comment><comment ref="p" author="Bob">open</comment>'
    body = '<ordered-sections><paragraph id="p" indent="0">one</paragraph></ordered-sections>'
    xml = f'<smashdoc version="2.25.0"><document>{body}</document><comments>{posts}</comments></smashdoc>'
    id = call.upload("sdxml", write_archive({"sd.xml": xml.encode()})).json["documentId"]
    call.control("POST", f"documents/{id}/private", {"authors": ["Eva"]})
    call.control("POST", f"documents/{id}/change", {"conversation": True})
    html = page(call, id, "news", onlyPublic=True)
    assert ("secret" in html, "open" in html, "Bob (new)" in html) == (False, True, True)


def test_news_are_what_the_user_has_not_seen(call: Caller, shared: str) -> None:
    def news(user: str) -> tuple[bool, bool]:
        html = page(call, shared, "news", userId=user)
        return bool(re.search(r"<(b|strong)[^>]*>(<u>)?added|<u><(b|strong)>added", html)), "(new)" in html

    assert (news(USER), news("eva")) == ((False, False), (True, True))
    opened = {"user": person("eva"), "userRole": "reader"}
    assert call("POST", f"/partner/documents/{shared}", opened).status == 200
    assert news("eva") == (False, False)
    call.control("POST", f"documents/{shared}/change", {"section": True})
    assert (news("eva"), news(USER)) == ((True, False), (True, False))
    assert "(new)" not in page(call, shared, "allInOne", userId="eva")


@pytest.mark.parametrize("value", [None, "Eva", [1], {}])
def test_private_authors_are_a_list_of_names(call: Caller, value: object) -> None:
    assert call.control("POST", f"documents/{call.create()}/private", {"authors": value}).fields == {"authors"}


@pytest.mark.parametrize(("language", "word"), [("de_DE", "Abbildung 1"), ("en_EN", "Figure 1")])
@pytest.mark.parametrize("mode", MODES)
def test_captions_are_in_the_language_of_the_users(call: Caller, language: str, word: str, mode: str) -> None:
    picture = '<image id="0c2d8a5e-8d67-5c40-9b3a-0f5e1f9d2a11" caption="A dot">a.png</image>'
    comments = '<comments><comment ref="p">post</comment></comments>'
    xml = f'<smashdoc version="2.13.2"><document>{picture}</document>{comments}</smashdoc>'
    package = write_archive({"sd.xml": xml.encode(), "images/a.png": png()})
    id = call.upload("sdxml", package).json["documentId"]
    assert call.control("POST", "settings", {"language": language}).json["language"] == language
    assert word in page(call, id, mode)


def test_a_language_of_users_is_one_of_the_guide(call: Caller) -> None:
    assert call.control("POST", "settings", {"language": "fr_FR"}).fields == {"language"}
    assert call.control("POST", "settings", {"language": None}).json["language"] is None


@pytest.mark.parametrize("given", [True, False, None])
def test_who_may_see_the_history_of_sections_is_kept_and_shown(call: Caller, given: bool | None) -> None:
    right = {} if given is None else {"sectionHistory": given}
    id = call.create(status="review", **right)
    opened = {"user": person("eva"), "userRole": "reader", "sectionHistory": not given}
    call("POST", f"/partner/documents/{id}", opened)
    users = call.control("GET", f"documents/{id}").json["users"]
    assert [(one["userId"], one["sectionHistory"]) for one in users] == [(USER, bool(given)), ("eva", not given)]
    shown = call.send("GET", f"/_sandbox/documents/{id}/page").body.decode()
    assert re.search(rf"Section history</span></td><td[^>]*>{USER if given else 'eva'}<", shown)


# ------------------------------------------------------------------------------------------------ the redline by itself


def redlined(body: str) -> str:
    with zipfile.ZipFile(io.BytesIO(build_docx(body))) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    html = convert(join(redline.show(members, redline.History())), to="html", single_file=True).value.decode()
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
