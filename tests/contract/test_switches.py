"""The client against sandboxes that are set up in another way."""

from __future__ import annotations

import time as clock
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from docx_builder import build_docx
from partner_kit import Time

from sdconvert.partner import LegacyAuth, NewDocument, PartnerClient, RetryPolicy, Timeouts, User
from sdconvert.partner.errors import (
    AuthenticationFailed,
    CallError,
    CallTimedOut,
    ConnectionFailed,
    MalformedAnswer,
    NotFound,
    OutcomeUnknown,
    PaymentRequired,
    PermissionDenied,
    RateLimited,
    ServerError,
    TooLarge,
    UnexpectedStatus,
    VersionTooOld,
)
from sdconvert.sandbox.faults import Fault, FaultKind, When
from sdconvert.sandbox.options import SandboxOptions
from sdconvert.sandbox.server import Sandbox, start

USER = User("u1", "a@b.c", "A", "B", "C")
DOCUMENT = NewDocument(USER, "A title", "g1")
NOWHERE = "00000000-0000-4000-8000-000000000000"


@contextmanager
def connected(sandbox: Sandbox, **options: Any) -> Iterator[PartnerClient]:
    credentials = sandbox.credentials
    given = {"user_id": "u1", "retries": RetryPolicy(first_wait=0.01, settle=0.0), **options}
    with PartnerClient(sandbox.url, credentials.client_id, credentials.client_secret, **given) as client:
        yield client


def assert_raises(kind: type[CallError], call: Callable[[], object]) -> None:
    with pytest.raises(kind):
        call()


def test_a_client_paces_itself_by_the_limit_that_the_server_states() -> None:
    time = Time()
    next_minute = (clock.time() // 60 + 1) * 60
    with (
        start(options=SandboxOptions(rate_limit=100, iat_leeway=10**9, clock=lambda: next_minute)) as sandbox,
        connected(sandbox, now=time, monotonic=time, sleep=time.sleep) as client,
    ):
        for _ in range(49):
            client.word_templates()
        assert time.naps == []
        for _ in range(4):
            client.word_templates()
    assert 2 <= len(time.naps) <= 4
    assert all(0.0 < nap <= 120.0 / 47 for nap in time.naps)


@pytest.fixture
def word(tmp_path: Path) -> Path:
    path = tmp_path / "contract.docx"
    path.write_bytes(build_docx("<w:p><w:r><w:t>Words</w:t></w:r></w:p>"))
    return path


@pytest.mark.parametrize("is_literal", [False, True])
def test_what_is_too_large_or_not_there_is_told_also_by_the_403_of_the_guide(word: Path, is_literal: bool) -> None:
    options = SandboxOptions(seed=1, literal_403=is_literal, upload_limit=100)
    with start(options=options) as sandbox, connected(sandbox) as client:
        with pytest.raises(TooLarge):
            client.import_word(word, DOCUMENT)
        with pytest.raises(NotFound):
            client.info(NOWHERE)


def test_a_wrong_client_id_is_a_permission_error_also_for_an_upload(word: Path) -> None:
    with start(options=SandboxOptions(seed=1)) as sandbox:
        credentials = sandbox.credentials
        wrong = PartnerClient(sandbox.url, "0" * 64, credentials.client_secret, user_id="u1")
        with wrong, pytest.raises(PermissionDenied):
            wrong.import_word(word, DOCUMENT, if_exists="new")


def test_a_limit_of_the_pricing_model_is_its_own_error(word: Path) -> None:
    with start(options=SandboxOptions(seed=1, payment_required=True)) as sandbox, connected(sandbox) as client:
        assert_raises(PaymentRequired, lambda: client.create(DOCUMENT))


def test_a_server_that_is_too_old_is_refused() -> None:
    with start(options=SandboxOptions(seed=1, api_version="2.5.0.0")) as sandbox, connected(sandbox) as client:
        assert_raises(VersionTooOld, client.word_templates)


def test_the_strictest_sandbox_takes_what_the_client_sends(word: Path) -> None:
    strict = SandboxOptions(seed=1, strict=True, check_issuer=True, unique_jti=True, iat_leeway=5)
    with start(options=strict) as sandbox, connected(sandbox) as client:
        id = client.import_word(word, DOCUMENT).document_id
        client.open(id, USER)
        client.review(id)
        assert client.export_sdxml(id, word.with_name("out.zip")).exists()


@pytest.mark.parametrize("is_deprecated", [False, True])
def test_the_legacy_scheme_works_also_for_uploads(word: Path, is_deprecated: bool) -> None:
    with start(options=SandboxOptions(seed=1)) as sandbox:
        known = sandbox.credentials
        auth = LegacyAuth(known.api_key, known.email, known.password, sign_in="users" if is_deprecated else "partner")
        with PartnerClient(sandbox.url, auth=auth, user_id="u1") as client:
            assert client.import_word(word, DOCUMENT).document_id
        wrong = LegacyAuth(known.api_key, known.email, "wrong")
        with PartnerClient(sandbox.url, auth=wrong, user_id="u1") as client, pytest.raises(AuthenticationFailed):
            client.word_templates()


@pytest.mark.parametrize("kind", [FaultKind.RESET, FaultKind.TRUNCATE, FaultKind.GARBAGE, FaultKind.STATUS])
def test_an_import_whose_answer_is_lost_is_adopted_at_once(word: Path, kind: FaultKind) -> None:
    with start(options=SandboxOptions(seed=1)) as sandbox, connected(sandbox) as client:
        sandbox.service.faults.add(Fault(kind, call="import_word", when=When.AFTER, count=1))
        imported = client.import_word(word, DOCUMENT)
        assert imported.was_adopted
        assert [one.id for one in client.list_documents(group_id="g1", user_id="u1")] == [imported.document_id]


ONCE = RetryPolicy(attempts=1, settle=0.0)
FAULTS: dict[str, tuple[Fault, type[CallError]]] = {
    "a failure": (Fault(FaultKind.STATUS, status=500), ServerError),
    "a gateway": (Fault(FaultKind.STATUS, status=503), ServerError),
    "too many calls": (Fault(FaultKind.STATUS, status=429), RateLimited),
    "payment": (Fault(FaultKind.STATUS, status=402), PaymentRequired),
    "a status of no meaning": (Fault(FaultKind.STATUS, status=418), UnexpectedStatus),
    "a created": (Fault(FaultKind.STATUS, status=201), UnexpectedStatus),
    "a reset": (Fault(FaultKind.RESET), ConnectionFailed),
    "an answer cut short": (Fault(FaultKind.TRUNCATE, when=When.AFTER), ConnectionFailed),
    "garbage": (Fault(FaultKind.GARBAGE, when=When.AFTER), MalformedAnswer),
    "silence": (Fault(FaultKind.DELAY, delay=2), CallTimedOut),
}


@pytest.mark.parametrize("name", FAULTS)
def test_what_goes_wrong_on_the_way_is_named_by_its_cause(sandbox: Sandbox, name: str) -> None:
    fault, kind = FAULTS[name]
    with connected(sandbox, retries=ONCE, timeouts=Timeouts(read=0.3)) as client:
        id = client.create(DOCUMENT).document_id
        sandbox.service.faults.add(replace(fault, count=1))
        with pytest.raises(kind) as caught:
            client.info(id)
        assert type(caught.value) is kind
        assert caught.value.operation == "Reading a document's information"


@pytest.mark.parametrize("name", ["a failure", "a created", "a reset", "an answer cut short", "garbage", "silence"])
def test_a_copy_of_which_nobody_knows_is_an_unknown_outcome(sandbox: Sandbox, name: str) -> None:
    fault, _ = FAULTS[name]
    with connected(sandbox, timeouts=Timeouts(read=0.3)) as client:
        id = client.create(DOCUMENT).document_id
        sandbox.service.faults.add(replace(fault, count=1, call="duplicate"))
        with pytest.raises(OutcomeUnknown, match="nobody knows"):
            client.duplicate(id, "Copy", "u1")


def test_the_server_is_waited_for_as_long_as_it_asks() -> None:
    time = Time()
    clock = {"sleep": time.sleep, "monotonic": time}
    with start(options=SandboxOptions(seed=1)) as sandbox, connected(sandbox, **clock) as client:
        sandbox.service.faults.add(Fault(FaultKind.STATUS, status=429, retry_after=3, count=2))
        client.word_templates()
    assert time.naps == [3, 3]
