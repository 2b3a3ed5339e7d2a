"""Secrets and tokens show nowhere."""

from __future__ import annotations

import json
import logging
import pickle
import re
import traceback
from collections.abc import Iterator
from typing import Any

import jwt
import pytest
from partner_kit import ACCESS, DOCUMENT, ID, LINK, SECRET, USER, Reply, Script, Time, client

from sdconvert.errors import BadConfiguration, PartnerError, SdconvertError
from sdconvert.http.secret import Secret, redact
from sdconvert.http.transport import Broken, Request
from sdconvert.partner import JwtAuth, LegacyAuth, PartnerClient, Profile, RetryPolicy
from sdconvert.partner.errors import AuthenticationFailed, MalformedAnswer

PASSWORD, API_KEY, TOKEN = "pass-word-1234", "key-5678-abcd", "token-90ab-cdef"
TOKENS = re.compile(r"eyJ[\w-]+\.[\w-]+")


def clean(*texts: str) -> None:
    for text in texts:
        assert not [(secret, text) for secret in (SECRET, PASSWORD, API_KEY, TOKEN) if secret in text]
        assert not TOKENS.search(text)
        assert "ab" * 32 not in text


class Echo(Script):
    """A server that says back what it was sent, which a careless proxy does."""

    def send(self, request: Request) -> Reply:
        super().send(request)
        return Reply(f"{dict(request.headers)} {SECRET} {LINK}".encode(), 412)


def every_frame(error: BaseException) -> Iterator[str]:
    """The traceback as a tool prints it that shows local names."""
    shown = traceback.TracebackException.from_exception(error, capture_locals=True)
    yield from (line for line in shown.format() if "/sdconvert/" in line or "Error" in line)


@pytest.mark.parametrize("script", [Echo(Reply()), Script(Broken("reset")), Script(Reply(b"[" + SECRET.encode()))])
def test_an_error_its_text_and_its_traceback_hold_no_secret(script: Script, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    made = client(script, retries=RetryPolicy(attempts=2, settle=0))
    with pytest.raises(SdconvertError) as caught:
        made.create(DOCUMENT)
    error = caught.value
    clean(str(error), repr(error), repr(error.args), str(pickle.dumps(error)), caplog.text)
    clean("".join(traceback.format_exception(error)), *every_frame(error))
    clean(*(str(vars(one)) + repr(one.args) for one in errors_behind(error)))


def errors_behind(error: BaseException | None) -> Iterator[BaseException]:
    """An error and all that led to it, which a cluster sends from machine to machine."""
    if error is not None:
        yield error
        yield from errors_behind(error.__cause__ or error.__context__)


def test_values_and_clients_hold_no_secret_in_their_repr() -> None:
    script = Script(Reply(ACCESS))
    made = client(script)
    access = made.open(ID, USER)
    legacy = LegacyAuth(API_KEY, "a@b.c", PASSWORD)
    profile = Profile(client_secret=Secret(SECRET), api_key=Secret(API_KEY), password=Secret(PASSWORD))
    clean(repr(made), repr(access), repr(script.requests), repr(legacy), repr(profile), repr(JwtAuth("c", SECRET)))
    clean(repr(vars(made)), repr(Secret(SECRET)), str(Secret(SECRET)), f"{Secret(SECRET)}")


@pytest.mark.parametrize("made", [Secret(SECRET), JwtAuth("c", SECRET), Profile(client_secret=Secret(SECRET))])
def test_a_secret_and_what_holds_it_cannot_be_pickled(made: object) -> None:
    with pytest.raises(TypeError):
        pickle.dumps(made)


@pytest.mark.parametrize("text", ["", " ", "a\nb", "ü", "a\0"])
def test_what_cannot_stand_in_a_header_is_refused_without_being_shown(text: str) -> None:
    with pytest.raises(BadConfiguration) as caught:
        JwtAuth("c", text)
    assert text.strip() == "" or text not in str(caught.value)


def test_a_line_end_after_a_secret_is_no_part_of_it() -> None:
    assert Secret("abc\n").reveal() == "abc"


def test_redaction_knows_what_tokens_look_like() -> None:
    text = redact("Bearer abc.def x eyJhbGciOi.eyJpc3Mi.c2ln otpt=00ff secret", [Secret("secret")])
    assert text == "Bearer ••• x ••• otpt=••• •••"


# ---------------------------------------------------------------- what is sent


@pytest.mark.parametrize("algorithm", ["HS256", "HS384", "HS512"])
def test_a_token_states_who_when_and_which(algorithm: str) -> None:
    script, time = Script(Reply([])), Time()
    time.now += 0.9
    client(script, time, algorithm=algorithm).word_templates()
    headers = script.requests[0].headers
    token = headers["authorization"].removeprefix("Bearer ")
    claims = jwt.decode(token, SECRET, algorithms=[algorithm], options={"verify_iat": False})
    assert claims["iat"] == int(time.now)
    assert claims["iss"] == "u1"
    assert re.fullmatch(r"[0-9a-f-]{36}", claims["jti"])
    assert set(claims) == {"iat", "iss", "jti"}
    assert headers["x-client-id"] == "c1"


@pytest.mark.parametrize("user", ["Jürgen Groß", "用户", "u\u0301", "a" * 5000])
def test_the_acting_user_may_have_any_name(user: str) -> None:
    script = Script(Reply([]))
    client(script, user_id=user).word_templates()
    assert issuer(script) == user
    assert script.requests[0].headers["authorization"].isascii()


def issuer(script: Script) -> Any:
    token = script.requests[-1].headers["authorization"].removeprefix("Bearer ")
    return jwt.decode(token, options={"verify_signature": False})["iss"]


def test_the_issuer_is_the_acting_user() -> None:
    script = Script(Reply({"documentId": ID}))
    client(script).duplicate(ID, "copy", "u2")
    assert issuer(script) == "u2"
    script = Script(Reply({"id": ID}))
    client(script).info(ID, "u3")
    assert issuer(script) == "u3"


# ---------------------------------------------------------------- the legacy scheme


def legacy(script: Script, *, sign_in: str = "partner", **options: Any) -> PartnerClient:
    auth = LegacyAuth(API_KEY, "a@b.c", PASSWORD, sign_in=sign_in)
    return client(script, auth=auth, **options)


def test_the_legacy_scheme_signs_in_once_and_sends_the_bare_token() -> None:
    script = Script(Reply({"userId": "x", "adminAccessToken": TOKEN}), Reply([]))
    made = legacy(script)
    made.word_templates()
    made.word_templates()
    assert script.calls == ["POST /partner/authenticate", *["GET /partner/templates/word"] * 2]
    assert script.json(0) == {"email": "a@b.c", "password": PASSWORD}
    headers = script.requests[1].headers
    assert (headers["x-api-key"], headers["authorization"]) == (API_KEY, TOKEN)
    clean(repr(script.requests), repr(made))


def test_the_deprecated_sign_in_is_there_for_old_servers() -> None:
    script = Script(Reply({"accessToken": TOKEN}), Reply([]))
    legacy(script, sign_in="users").word_templates()
    assert script.calls[0] == "POST /users/authenticate"


def test_a_token_that_has_expired_is_replaced_also_for_an_import() -> None:
    script = Script(
        Reply({"adminAccessToken": "old"}), Reply({}, 401), Reply({"adminAccessToken": TOKEN}), Reply(ACCESS)
    )
    legacy(script).create(DOCUMENT)
    assert script.requests[-1].headers["authorization"] == TOKEN


def test_a_wrong_password_is_tried_once() -> None:
    script = Script(Reply({}, 401))
    with pytest.raises(AuthenticationFailed):
        legacy(script).word_templates()
    assert len(script.requests) == 1


def test_a_token_that_is_refused_anew_is_not_replaced_again() -> None:
    script = Script(*[Reply({"adminAccessToken": TOKEN}), Reply({}, 401)] * 3)
    with pytest.raises(AuthenticationFailed):
        legacy(script).word_templates()
    assert script.calls == ["POST /partner/authenticate", "GET /partner/templates/word"] * 2


def test_a_thread_whose_token_another_one_has_replaced_takes_the_new_one() -> None:
    auth = LegacyAuth(API_KEY, "a@b.c", PASSWORD)
    tokens = iter(["old", "new"])

    def headers() -> dict[str, str]:
        return auth.headers("u1", 0, "", lambda *_: next(tokens))

    both = [headers(), headers()]
    assert auth.forget(both[0])
    assert headers()["authorization"] == "new"
    assert auth.forget(both[1])
    assert headers()["authorization"] == "new"


@pytest.mark.parametrize("answer", [{"userId": "x"}, {"adminAccessToken": 7}, [1, 2], "text", None, b"<html>"])
def test_a_sign_in_without_a_token_is_a_malformed_answer(answer: Any) -> None:
    with pytest.raises(MalformedAnswer):
        legacy(Script(Reply(answer)), retries=RetryPolicy(attempts=1)).word_templates()


@pytest.mark.parametrize("failure", [Reply({}, 500), Reply(b"<html>"), Reply({}, 429), Broken("reset")])
def test_a_sign_in_that_failed_leaves_no_doubt_about_the_creation_behind_it(failure: Reply | Broken) -> None:
    script = Script(failure, Reply({"adminAccessToken": TOKEN}), Reply(ACCESS))
    assert legacy(script).create(DOCUMENT).document_id == ID
    assert script.calls.count("POST /partner/documents/create") == 1


# ------------------------------------------------------------------------------------- what the server says back of it


class Mirror(Script):
    """A server that puts what it was authorized with everywhere into its answers."""

    def __init__(self, status: int, answer: Any) -> None:
        super().__init__(Reply())
        self._status, self._answer = status, answer

    def send(self, request: Request) -> Reply:
        super().send(request)
        said = request.headers["authorization"]
        headers = {"x-request-id": said, "x-api-version": f"2.0 {said}"}
        return Reply(json.loads(json.dumps(self._answer).replace("TOKEN", said)), self._status, headers)


@pytest.mark.parametrize("status", [200, 403, 500])
@pytest.mark.parametrize("auth", [None, LegacyAuth(API_KEY, "a@b.c", PASSWORD)])
def test_what_a_server_says_back_is_without_the_credentials(
    status: int, auth: LegacyAuth | None, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    if auth is not None:
        auth._token = Secret(TOKEN)
    made = client(Mirror(status, {"TOKEN": ["TOKEN"]}), retries=RetryPolicy(attempts=1), auth=auth)
    with pytest.raises(PartnerError) as caught:
        made.info(ID)
    clean(str(caught.value), repr(caught.value), caught.value.request_id, caplog.text, *every_frame(caught.value))
    assert "•••" in caught.value.request_id


def test_what_is_kept_of_an_answer_is_without_the_credentials() -> None:
    said = {"id": ID, "title": "TOKEN", "description": f"{SECRET} x", "tags": ["TOKEN"]}
    made = client(Mirror(200, said), least_version=(1,))
    info = made.info(ID)
    clean(repr(info))
    assert (info.title, info.description) == ("Bearer •••", "••• x")
    clean(repr(client(Mirror(200, []), least_version=(1,)).ping()))


def test_a_token_that_signing_in_gives_is_used_as_it_is() -> None:
    script = Script(Reply({"adminAccessToken": TOKEN}), Reply([]))
    client(script, auth=LegacyAuth(API_KEY, "a@b.c", PASSWORD)).word_templates()
    assert script.requests[1].headers["authorization"] == TOKEN


def test_a_web_token_is_hidden_wherever_it_stands_in_a_word() -> None:
    token = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI0MiJ9.s-ig_nature"
    assert redact(f"id=token_{token}, host.{token} and eyJust.one-dot") == "id=token_•••, host.••• and eyJust.one-dot"
