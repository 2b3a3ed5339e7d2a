from __future__ import annotations

import json
import time

import pytest
from sandbox_calls import Caller, claims, token

TEMPLATES = "/partner/templates/word"


def status_of(call: Caller, bearer: str, **headers: str) -> int:
    all_headers = {"x-client-id": call.sandbox.credentials.client_id, "authorization": bearer, **headers}
    return call.send("GET", TEMPLATES, headers=all_headers).status


def bearer(call: Caller, algorithm: str = "HS256", **changes: object) -> str:
    kept = {name: value for name, value in claims(**changes).items() if value is not None}
    return f"Bearer {token(kept, call.sandbox.credentials.client_secret, algorithm)}"


@pytest.mark.parametrize("algorithm", ["HS256", "HS384", "HS512"])
def test_a_token_is_taken_in_each_algorithm(call: Caller, algorithm: str) -> None:
    assert status_of(call, bearer(call, algorithm)) == 200


def test_an_unsigned_token_is_refused(call: Caller) -> None:
    assert status_of(call, bearer(call, "none")) == 401


def test_a_token_signed_with_another_secret_is_refused(call: Caller) -> None:
    assert status_of(call, f"Bearer {token(claims(), 'another secret of a fair length, 32')}") == 401


@pytest.mark.parametrize(
    "value", ["", "Bearer", "Bearer ", "Bearer x", "Bearer a.b.c", "Basic dTpw", "Bearer \xe4.\xf6.\xfc"]
)
def test_what_is_no_token_is_refused(call: Caller, value: str) -> None:
    assert status_of(call, value) == 401


@pytest.mark.parametrize("claim", ["iat", "iss", "jti"])
@pytest.mark.parametrize("value", [None, True, [], {}, 1.5])
def test_every_claim_is_required_and_of_its_type(call: Caller, claim: str, value: object) -> None:
    assert status_of(call, bearer(call, **{claim: value})) == 401


@pytest.mark.parametrize(("seconds", "status"), [(0, 200), (1, 200), (290, 200), (-290, 200), (310, 401), (-310, 401)])
def test_a_token_may_be_five_minutes_old_or_early(call: Caller, seconds: int, status: int) -> None:
    assert status_of(call, bearer(call, iat=int(time.time()) + seconds)) == status


def test_a_clock_that_is_early_is_forgiven_in_the_claims_that_nobody_has_to_send(call: Caller) -> None:
    assert status_of(call, bearer(call, nbf=int(time.time()) + 200)) == 200
    assert status_of(call, bearer(call, nbf=int(time.time()) + 400)) == 401
    assert status_of(call, bearer(call, exp=int(time.time()) - 400)) == 401


def test_a_huge_time_of_issue_is_refused(call: Caller) -> None:
    assert status_of(call, bearer(call, iat=10**400)) == 401


def test_without_a_client_id_or_with_another_one_the_call_is_forbidden(call: Caller) -> None:
    assert call.send("GET", TEMPLATES, headers={"authorization": bearer(call)}).status == 403
    assert status_of(call, bearer(call), **{"x-client-id": "0" * 64}) == 403


def test_without_authorization_the_call_is_unauthorized(call: Caller) -> None:
    assert call.send("GET", TEMPLATES).status == 401


def test_a_refused_call_changes_nothing(call: Caller) -> None:
    id = call.create()
    path = f"/partner/documents/{id}"
    assert call.send("DELETE", path, headers={"x-client-id": "x", "authorization": bearer(call)}).status == 403
    assert call.info(id)["id"] == id


def test_a_token_counts_twice_unless_the_sandbox_is_told_otherwise(caller_of) -> None:
    once, twice = caller_of(unique_jti=True), caller_of()
    for call, second in ((once, 401), (twice, 200)):
        same = bearer(call)
        assert [status_of(call, same), status_of(call, same)] == [200, second]


def test_the_issuer_has_to_be_the_exporting_user_where_that_is_checked(caller_of) -> None:
    call = caller_of(check_issuer=True)
    path = f"/partner/documents/{call.create()}/export/sdxml"
    body = json.dumps({"userId": "764ea18872a34337"}).encode()
    assert call.send("POST", path, body, call.signed(iss="another")).status == 403
    assert call.send("POST", path, body, call.signed()).status == 200


# ---------------------------------------------------------------------------------------------------- the legacy scheme


def sign_in(call: Caller, path: str = "/partner/authenticate", password: str | None = None, key: str | None = None):
    credentials = call.sandbox.credentials
    body = json.dumps({"email": credentials.email, "password": password or credentials.password}).encode()
    return call.send("POST", path, body, {"x-api-key": key or credentials.api_key})


@pytest.mark.parametrize("prefix", ["", "Bearer "])
def test_the_access_token_lets_in_with_and_without_the_word_bearer(call: Caller, prefix: str) -> None:
    access = sign_in(call).json["adminAccessToken"]
    headers = {"x-api-key": call.sandbox.credentials.api_key, "authorization": prefix + access}
    assert call.send("GET", TEMPLATES, headers=headers).status == 200


def test_the_deprecated_sign_in_works_likewise(call: Caller) -> None:
    reply = sign_in(call, "/users/authenticate")
    assert set(reply.json) == {"userId", "refreshToken", "accessToken"}
    headers = {"x-api-key": call.sandbox.credentials.api_key, "authorization": reply.json["accessToken"]}
    assert call.send("GET", TEMPLATES, headers=headers).status == 200


def test_a_wrong_password_is_unauthorized_and_a_wrong_key_forbidden(call: Caller) -> None:
    assert sign_in(call, password="wrong").status == 401
    assert sign_in(call, key="wrong").status == 403


def test_another_access_token_is_unauthorized(call: Caller) -> None:
    headers = {"x-api-key": call.sandbox.credentials.api_key, "authorization": "made-up"}
    assert call.send("GET", TEMPLATES, headers=headers).status == 401
