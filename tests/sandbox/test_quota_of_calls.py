"""The limit of calls of a sandbox."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sandbox_calls import Caller

TEMPLATES = "/partner/templates/word"


def test_a_sandbox_tells_its_limit_and_refuses_what_is_beyond(caller_of: Callable[..., Caller]) -> None:
    call = caller_of(rate_limit=2, clock=lambda: 1_700_000_025.0, iat_leeway=10**9)
    replies = [call("GET", TEMPLATES) for _ in range(3)]
    assert [reply.status for reply in replies] == [200, 200, 429]
    headers = [{name.lower(): value for name, value in reply.headers.items()} for reply in replies]
    assert [one["x-ratelimit-remaining"] for one in headers] == ["1", "0", "0"]
    assert {(one["x-ratelimit-limit"], one["x-ratelimit-reset"]) for one in headers} == {("2", "1700000040")}
    assert [one.get("retry-after") for one in headers] == [None, None, "15"]
    assert "2 in a minute" in replies[2].json["error"]


def test_the_next_minute_allows_as_many(caller_of: Callable[..., Caller]) -> None:
    now = [1_700_000_000.0]
    call = caller_of(rate_limit=1, clock=lambda: now[0], iat_leeway=10**9)
    assert [call("GET", TEMPLATES).status for _ in range(2)] == [200, 429]
    now[0] += 60
    assert call("GET", TEMPLATES).status == 200


def test_without_a_limit_nothing_is_said(call: Caller) -> None:
    assert not [name for name in call("GET", TEMPLATES).headers if "ratelimit" in name.lower()]
    assert call.control("POST", "settings", {"rateLimit": 1_000_000}).json["rateLimit"] == 1_000_000
    left = [int(call("GET", TEMPLATES).headers["x-ratelimit-remaining"]) for _ in range(2)]
    assert left[1] == left[0] - 1 > 0


@pytest.mark.parametrize("value", [-1, True, "5", 1.5])
def test_a_limit_is_a_number_of_calls(call: Caller, value: object) -> None:
    assert call.control("POST", "settings", {"rateLimit": value}).fields == {"rateLimit"}
