"""The client against a server over HTTP: every call, every rule, every error.

The server is the sandbox, or the one that `SDCONVERT_CONTRACT_URL`, `…_CLIENT_ID` and `…_CLIENT_SECRET` name; each test
keeps to users and groups of its own.
"""

from __future__ import annotations

import uuid
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from docx_builder import build_docx

from sdconvert.exchange import check_import
from sdconvert.partner import (
    HtmlMode,
    MappingTarget,
    MetadataChanges,
    NewDocument,
    PartnerClient,
    Role,
    Status,
    User,
    WordExportSettings,
)
from sdconvert.partner.errors import (
    AlreadyExists,
    AuthenticationFailed,
    InvalidFile,
    InvalidRequest,
    InvalidState,
    NotFound,
    PermissionDenied,
)

WORDS = "Prüfung der Verträge"
NOWHERE = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
def client(sandbox_url: str, sandbox_credentials: tuple[str, str]) -> Iterator[PartnerClient]:
    user_id = f"user-{uuid.uuid4().hex}"
    with PartnerClient(sandbox_url, *sandbox_credentials, user_id=user_id, check=check_import) as made:
        yield made


@pytest.fixture
def user(client: PartnerClient) -> User:
    return User(client.user_id, "steven@example.org", "Stéven", "Miller", "Example")


@pytest.fixture
def document(user: User) -> NewDocument:
    return NewDocument(user, "Vertrag “Ü”", f"group-{uuid.uuid4().hex}", description="", supplemental="case 7")


@pytest.fixture
def imported(client: PartnerClient, document: NewDocument, word: Path) -> str:
    return client.import_word(word, document).document_id


def other(user: User) -> User:
    return replace(user, user_id=f"user-{uuid.uuid4().hex}")


def test_the_server_answers_and_takes_the_credentials(client: PartnerClient) -> None:
    assert client.ping().seconds >= 0


def test_a_created_document_is_a_draft_with_a_way_in(client: PartnerClient, document: NewDocument) -> None:
    access = client.create(document)
    info = client.info(access.document_id)
    assert access.link.startswith("http")
    assert (info.title, info.description, info.status) == (document.title, "", "draft")
    assert (info.creator_id, info.creator_id_sd) == (client.user_id, access.user_id_sd)
    assert info.group_id == document.group_id
    assert info.supplemental == "case 7"


@pytest.mark.parametrize("role", [*Role, "commenter"])
def test_every_role_is_taken(client: PartnerClient, document: NewDocument, role: str) -> None:
    assert client.create(replace(document, role=role)).document_id


def test_a_document_can_begin_in_review(client: PartnerClient, document: NewDocument) -> None:
    created = client.create(replace(document, status=Status.REVIEW))
    assert client.info(created.document_id).status == "review"


def test_an_imported_word_file_comes_back_in_every_format(client: PartnerClient, imported: str, tmp_path: Path) -> None:
    template = client.word_templates()[0].id
    settings = WordExportSettings("de_DE", image_caption=True, image_toc=True)
    files = {
        "sd.xml": client.export_sdxml(imported, tmp_path / "sd.zip"),
        "parsx.xml": client.export_parsx(imported, tmp_path / "parsx.zip"),
        "index.html": client.export_html(imported, tmp_path / "html.zip"),
        "word/document.xml": client.export_word(imported, tmp_path / "w.docx", template, settings=settings),
    }
    for member, path in files.items():
        with zipfile.ZipFile(path) as zipped:
            assert WORDS in zipped.read(member).decode("utf-8")


@pytest.mark.parametrize("mode", HtmlMode)
def test_every_mode_of_html_is_exported(client: PartnerClient, imported: str, tmp_path: Path, mode: HtmlMode) -> None:
    assert client.export_html(imported, tmp_path / "x.zip", mode=mode, only_public=True).exists()


def test_an_exported_package_can_be_imported(
    client: PartnerClient, document: NewDocument, imported: str, tmp_path: Path
) -> None:
    package = client.export_sdxml(imported, tmp_path / "sd.zip")
    again = client.import_sdxml(package, document)
    assert not again.was_adopted
    with zipfile.ZipFile(client.export_sdxml(again.document_id, tmp_path / "again.zip")) as zipped:
        assert WORDS in zipped.read("sd.xml").decode("utf-8")


def test_a_mapping_makes_headings(client: PartnerClient, document: NewDocument, tmp_path: Path) -> None:
    path = tmp_path / "styled.docx"
    styled = "<w:p><w:pPr><w:pStyle w:val='My'/></w:pPr><w:r><w:t>Chapter</w:t></w:r></w:p>"
    name = "<w:style w:type='paragraph' w:customStyle='1' w:styleId='My'><w:name w:val='My style'/></w:style>"
    path.write_bytes(build_docx(styled, styles=name))
    made = client.import_word(path, document, {"My style": MappingTarget("heading", 0)})
    with zipfile.ZipFile(client.export_sdxml(made.document_id, tmp_path / "sd.zip")) as zipped:
        assert "<heading " in zipped.read("sd.xml").decode("utf-8")


def test_a_file_is_imported_once(client: PartnerClient, document: NewDocument, word: Path) -> None:
    first = client.import_word(word, document)
    again = client.import_word(word, document)
    assert (again.document_id, again.was_adopted) == (first.document_id, True)
    with pytest.raises(AlreadyExists):
        client.import_word(word, document, if_exists="fail")
    assert client.import_word(word, document, if_exists="new").document_id != first.document_id
    assert len(client.list_documents(group_id=document.group_id, user_id=client.user_id)) == 2


def test_what_is_no_package_is_refused_on_both_sides(
    client: PartnerClient, document: NewDocument, tmp_path: Path
) -> None:
    for name, send in (("a.docx", client.import_word), ("a.zip", client.import_sdxml)):
        path = tmp_path / name
        path.write_bytes(b"import this")
        with pytest.raises(InvalidFile):
            send(path, document)
        with pytest.raises(InvalidRequest) as caught:
            send(path, document, validate=False)
        assert caught.value.status == 412


def test_opening_gives_another_link_and_overwrites_the_user(
    client: PartnerClient, user: User, document: NewDocument
) -> None:
    created = client.create(document)
    opened = client.open(created.document_id, replace(user, lastname="Jones"), Role.READER)
    assert opened.link != created.link
    assert opened.user_id_sd == created.user_id_sd


def test_a_draft_is_opened_by_its_creator_only(client: PartnerClient, user: User, imported: str) -> None:
    with pytest.raises((PermissionDenied, NotFound)):
        client.open(imported, other(user))
    client.review(imported)
    assert client.open(imported, other(user)).document_id == imported


def test_the_lists_show_what_the_guide_says(client: PartnerClient, document: NewDocument) -> None:
    draft = client.create(document).document_id
    access = client.create(replace(document, status="review"))
    both = {"group_id": document.group_id, "user_id": client.user_id}

    def ids(**named: str) -> set[str]:
        return {info.id for info in client.list_documents(**named)}

    assert ids(**both) == {draft, access.document_id}
    assert ids(group_id=document.group_id) == {access.document_id}
    assert ids(user_id=client.user_id) == {draft}
    assert ids(user_id_sd=access.user_id_sd) == {draft}
    client.archive(draft)
    assert draft in ids(**both)


def test_metadata_changes_only_what_is_named(client: PartnerClient, document: NewDocument) -> None:
    id = client.create(document).document_id
    client.update_metadata(id, MetadataChanges(subtitle="sub", tags=("a", "b"), filename="f", footer="g"))
    client.update_metadata(id, MetadataChanges(title="Neu", tags=("c",)))
    info = client.info(id)
    assert (info.title, info.subtitle, info.tags) == ("Neu", "sub", ("c",))


def test_a_duplicate_is_a_draft_that_can_be_deleted_once(client: PartnerClient, imported: str) -> None:
    client.review(imported)
    copy = client.duplicate(imported, "Copy", client.user_id, "of it")
    assert (client.info(copy).title, client.info(copy).status) == ("Copy", "draft")
    client.delete(copy)
    with pytest.raises((NotFound, InvalidState)):
        client.delete(copy)


def test_unseen_changes_are_counted_for_a_user(client: PartnerClient) -> None:
    counts = client.unseen_count(client.user_id)
    assert (counts.any_change, counts.groups) == (0, ())
    assert client.unseen_list(client.user_id) == ()


BROKEN_STATES: dict[str, Callable[[PartnerClient, str, User], Any]] = {
    "archive twice": lambda c, id, _: (c.archive(id), c.archive(id)),
    "unarchive what is not archived": lambda c, id, _: c.unarchive(id),
    "open what is archived": lambda c, id, user: (c.archive(id), c.open(id, user)),
    "duplicate what is archived": lambda c, id, _: (c.archive(id), c.duplicate(id, "t", c.user_id)),
    "delete what is in review": lambda c, id, _: (c.review(id), c.delete(id)),
}


@pytest.mark.parametrize("rule", BROKEN_STATES)
def test_a_broken_rule_is_a_state_error(client: PartnerClient, imported: str, user: User, rule: str) -> None:
    with pytest.raises(InvalidState) as caught:
        BROKEN_STATES[rule](client, imported, user)
    assert caught.value.status == 400


def test_an_archived_document_can_be_brought_back(client: PartnerClient, imported: str, user: User) -> None:
    client.archive(imported)
    assert client.info(imported).is_archived
    client.unarchive(imported)
    assert client.open(imported, user).document_id == imported


UNKNOWN: dict[str, Callable[[PartnerClient, Path, User], Any]] = {
    "info": lambda c, _, __: c.info(NOWHERE),
    "open": lambda c, _, user: c.open(NOWHERE, user),
    "metadata": lambda c, _, __: c.update_metadata(NOWHERE, MetadataChanges(title="t")),
    "duplicate": lambda c, _, __: c.duplicate(NOWHERE, "t", c.user_id),
    "review": lambda c, _, __: c.review(NOWHERE),
    "archive": lambda c, _, __: c.archive(NOWHERE),
    "unarchive": lambda c, _, __: c.unarchive(NOWHERE),
    "delete": lambda c, _, __: c.delete(NOWHERE),
    "sdxml": lambda c, path, _: c.export_sdxml(NOWHERE, path),
    "parsx": lambda c, path, _: c.export_parsx(NOWHERE, path),
    "html": lambda c, path, _: c.export_html(NOWHERE, path),
    "word": lambda c, path, _: c.export_word(NOWHERE, path, c.word_templates()[0].id),
}


@pytest.mark.parametrize("call", UNKNOWN)
def test_an_unknown_id_is_not_found(client: PartnerClient, tmp_path: Path, user: User, call: str) -> None:
    client.create(NewDocument(user, "t", f"group-{user.user_id}"))
    with pytest.raises(NotFound):
        UNKNOWN[call](client, tmp_path / "x", user)
    assert list(tmp_path.iterdir()) == []


def test_a_wrong_secret_is_an_authentication_error(sandbox_url: str, sandbox_credentials: tuple[str, str]) -> None:
    wrong = PartnerClient(sandbox_url, sandbox_credentials[0], "0" * 64, user_id="u")
    with wrong, pytest.raises(AuthenticationFailed):
        wrong.word_templates()


def test_an_unknown_client_id_is_a_permission_error(sandbox_url: str, sandbox_credentials: tuple[str, str]) -> None:
    wrong = PartnerClient(sandbox_url, "0" * 64, sandbox_credentials[1], user_id="u")
    with wrong, pytest.raises(PermissionDenied):
        wrong.word_templates()


@pytest.mark.parametrize("algorithm", ["HS256", "HS384", "HS512"])
def test_every_algorithm_is_taken(sandbox_url: str, sandbox_credentials: tuple[str, str], algorithm: str) -> None:
    with PartnerClient(sandbox_url, *sandbox_credentials, user_id="u", algorithm=algorithm) as made:
        assert made.word_templates()
