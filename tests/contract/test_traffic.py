"""One client in many threads, and what its traffic leaves in logs."""

from __future__ import annotations

import logging
import re
import uuid
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import jwt
import pytest

from sdconvert.http.transport import Request, RequestsTransport, Response, Timeouts
from sdconvert.partner import NewDocument, PartnerClient, User
from sdconvert.partner.errors import AuthenticationFailed

THREADS = 16
ROUNDS = 3


class Watching(RequestsTransport):
    """The transport over HTTP, which keeps the ids of the tokens that it sends."""

    def __init__(self) -> None:
        super().__init__(Timeouts())
        self.ids: list[str] = []

    def send(self, request: Request) -> Response:
        token = request.headers["authorization"].removeprefix("Bearer ")
        self.ids.append(jwt.decode(token, options={"verify_signature": False})["jti"])
        return super().send(request)


@pytest.fixture
def user() -> User:
    return User(f"user-{uuid.uuid4().hex}", "a@b.c", "Ann", "Ö", "Co")


@pytest.fixture
def document(user: User) -> NewDocument:
    return NewDocument(user, "A title", f"group-{uuid.uuid4().hex}")


@pytest.fixture
def client(sandbox_url: str, sandbox_credentials: tuple[str, str], user: User) -> Iterator[PartnerClient]:
    with PartnerClient(sandbox_url, *sandbox_credentials, user_id=user.user_id) as made:
        yield made


def test_many_threads_share_a_client_and_each_gets_what_it_asked_for(
    sandbox_url: str, sandbox_credentials: tuple[str, str], document: NewDocument, word: Path, tmp_path: Path
) -> None:
    transport = Watching()

    def work(number: int) -> None:
        person = replace(document.user, user_id=f"u{number}-{document.group_id}")
        mine = replace(document, title=f"Title {number}", user=person)
        for turn in range(ROUNDS):
            imported = client.import_word(word, replace(mine, description=str(turn)))
            assert imported.access is not None
            info = client.info(imported.document_id)
            assert (info.title, info.description, info.creator_id) == (mine.title, str(turn), person.user_id)
            target = client.export_sdxml(imported.document_id, tmp_path / f"{number}-{turn}.zip", person.user_id)
            with zipfile.ZipFile(target) as package:
                assert "Prüfung der Verträge" in package.read("sd.xml").decode("utf-8")

    with (
        PartnerClient(sandbox_url, *sandbox_credentials, user_id="u", transport=transport) as client,
        ThreadPoolExecutor(THREADS) as pool,
    ):
        for done in [pool.submit(work, number) for number in range(THREADS)]:
            done.result()
    assert len(transport.ids) == len(set(transport.ids)) == THREADS * ROUNDS * 4


def test_no_secret_token_or_link_is_logged(
    client: PartnerClient,
    sandbox_credentials: tuple[str, str],
    document: NewDocument,
    word: Path,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    imported = client.import_word(word, document)
    assert imported.access is not None
    client.open(imported.document_id, document.user)
    client.export_sdxml(imported.document_id, tmp_path / "a.zip")
    wrong = PartnerClient(client.base_url, sandbox_credentials[0], "0" * 64, user_id="u")
    with wrong, pytest.raises(AuthenticationFailed) as caught:
        wrong.word_templates()
    said = f"{caplog.text} {caught.value!r} {imported!r} {client!r}"
    assert "/partner/imports/word/upload" in said, "urllib3 and we have logged something"
    token = imported.access.link.partition("otpt=")[2]
    assert token
    assert not any(secret in said for secret in (sandbox_credentials[1], "0" * 64, token))
    assert not re.search(r"eyJ[\w-]+\.", said)


def test_unseen_changes_follow_what_a_user_has_opened(
    client: PartnerClient, document: NewDocument, user: User, control: Callable[[str, dict[str, object]], None]
) -> None:
    access = client.create(replace(document, status="review"))
    control(f"documents/{access.document_id}/change", {"section": True})
    counts = client.unseen_count(user.user_id)
    assert (counts.any_change, counts.section_change, counts.conversation_change) == (1, 1, 0)
    assert [(group.group_id, group.any_change) for group in counts.groups] == [(document.group_id, 1)]
    assert [info.id for info in client.unseen_list(user.user_id)] == [access.document_id]
    assert client.info(access.document_id, user.user_id).has_unread_section_changes
    assert not client.info(access.document_id).has_unread_section_changes
