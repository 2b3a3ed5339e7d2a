"""403 stands for three things: the error names the likeliest first, by what is known of the call."""

from __future__ import annotations

from pathlib import Path

import pytest
from partner_kit import DOCUMENT, ID, Reply, Script, client, word_file

from sdconvert.partner import LegacyAuth, PartnerClient, RetryPolicy
from sdconvert.partner.errors import AuthenticationFailed, CallError, NotFound, PermissionDenied, TooLarge
from sdconvert.partner.refusals import judge_refusal

UPLOAD = "/partner/imports/word/upload"
DOCUMENT_PATH = f"/partner/documents/{ID}"


@pytest.mark.parametrize(
    ("said", "path", "uploaded", "kind", "first", "others"),
    [
        ("", UPLOAD, 45_000_000, TooLarge, "the 45,000,000 bytes that were sent are too many", ["credentials"]),
        ("", UPLOAD, 40_000, PermissionDenied, "the credentials are unknown", ["40,000 bytes"]),
        ("403 Request Entity Too Large", UPLOAD, 40_000, TooLarge, "the 40,000 bytes", []),
        ("<h1>403 Forbidden</h1>", UPLOAD, 45_000_000, PermissionDenied, "the credentials", ["45,000,000 bytes"]),
        ("403 Not Found", DOCUMENT_PATH, None, NotFound, "there is no document of this id", []),
        ("", DOCUMENT_PATH, None, PermissionDenied, "the credentials", ["no document of this id"]),
        ("Not Found", "/partner/templates/word", None, NotFound, "what was asked for is not there", []),
        ("", "/partner/documents/list", None, PermissionDenied, "the credentials", []),
    ],
)
def test_a_403_names_the_likeliest_cause_first(
    said: str, path: str, uploaded: int | None, kind: type[CallError], first: str, others: list[str]
) -> None:
    refusal = judge_refusal(403, said, path, uploaded)
    assert refusal.kind is kind
    likely, _, rest = refusal.reason.partition(", else ")
    assert likely.startswith(f"the server answered 403; most likely {first}")
    assert all(word in rest for word in others)
    assert bool(rest) is bool(others)


def test_the_error_of_an_upload_knows_what_was_sent(tmp_path: Path) -> None:
    file = word_file(tmp_path)
    file.write_bytes(file.read_bytes() + b"\0" * 2_000_000)
    with pytest.raises(TooLarge, match=r"most likely the 2,000,\d{3} bytes that were sent are too many"):
        client(Script(Reply([]), Reply(b"", 403))).import_word(file, DOCUMENT)


def legacy(script: Script) -> PartnerClient:
    auth = LegacyAuth("key", "a@b.c", "password")
    once = RetryPolicy(attempts=1)
    return PartnerClient("https://api.example", auth=auth, transport=script, user_id="u1", retries=once)


@pytest.mark.parametrize(("status", "kind"), [(401, AuthenticationFailed), (403, PermissionDenied)])
def test_a_sign_in_that_is_refused_names_what_it_was_made_with(status: int, kind: type[CallError]) -> None:
    with pytest.raises(kind) as refused:
        legacy(Script(Reply({}, status))).word_templates()
    assert "the login, the password and the API key" in str(refused.value)
    assert "client id" not in str(refused.value)
    with pytest.raises(kind) as refused:
        client(Script(Reply({}, status)), retries=RetryPolicy(attempts=1)).word_templates()
    assert "client id, client secret" in str(refused.value)
