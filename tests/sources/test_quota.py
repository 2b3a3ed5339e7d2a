"""The limits of SmoothSchedule, 100 calls a minute and 1,000 an hour, with a clock that only sleeping moves."""

from __future__ import annotations

from email.utils import formatdate
from typing import Any

import pytest
from partner_kit import Time
from source_servers import Asked, Told

from sdconvert.http.retry import Clock
from sdconvert.sources import RetryPolicy
from sdconvert.sources.errors import RateLimited
from sdconvert.sources.quota import Quota, Window

BASE = "/tenant-api/v1"
PAGE: dict[str, Any] = {"results": [{"id": 1}], "next": f"{BASE}/services/?p=2"}
LAST: dict[str, Any] = {"results": [{"id": 2}], "next": None}


def left(remaining: object, reset: float, **headers: str) -> dict[str, str]:
    return {
        "X-RateLimit-Limit": "100",
        "X-RateLimit-Remaining": str(remaining),
        "X-RateLimit-Reset": f"{reset:.0f}",
        **headers,
    }


def test_the_reset_is_waited_for_before_a_429_comes(serve: Any, schedule: Any, moved: Time) -> None:
    headers = left(0, moved() + 42, Date=formatdate(moved()))
    local = serve(Told(PAGE, headers=headers), Told(LAST))
    assert len(list(schedule(local).services())) == 2
    assert moved.naps == [42.0]


def test_the_reset_is_by_the_clock_of_the_server(serve: Any, schedule: Any, moved: Time) -> None:
    ahead = moved() + 5000
    local = serve(Told(PAGE, headers=left(0, ahead + 10, Date=formatdate(ahead))), Told(LAST))
    list(schedule(local).services())
    assert moved.naps == [10.0]


def test_nothing_is_waited_for_while_calls_remain_or_after_the_last_page(
    serve: Any, schedule: Any, moved: Time
) -> None:
    now = formatdate(moved())
    local = serve(
        Told(PAGE, headers=left(1, moved() + 42, Date=now)), Told(LAST, headers=left(0, moved() + 42, Date=now))
    )
    list(schedule(local).services())
    assert moved.naps == []


@pytest.mark.parametrize("remaining", ["", "none", "-1", "0.5", "٠"])
def test_numbers_that_cannot_be_read_say_nothing(moved: Time, remaining: str) -> None:
    quota = Quota((), Clock(moved, moved, moved.sleep, lambda: 0.0))
    quota.learn({"x-ratelimit-remaining": remaining, "x-ratelimit-reset": str(int(moved()) + 9)})
    quota.learn({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "soon"})
    quota.wait("Listing")
    assert moved.naps == []


def endless(asked: Asked) -> Told:
    number = int(asked.query.get("p", "1"))
    return Told({"results": [{"id": number}], "next": f"{BASE}/services/?p={number + 1}"})


def test_no_more_than_100_calls_go_out_in_a_minute(serve: Any, schedule: Any, moved: Time) -> None:
    listing = schedule(serve(endless)).services()
    for _ in range(100):
        next(listing)
    assert moved.naps == []
    next(listing)
    assert moved.naps == [60.0]


def test_no_more_than_1000_calls_go_out_in_an_hour(moved: Time) -> None:
    quota = Quota((Window(100, 60.0), Window(1000, 3600.0)), Clock(moved, moved, moved.sleep, lambda: 0.0))
    began = moved()
    times = []
    for _ in range(2100):
        quota.wait("Listing")
        times.append(moved() - began)
    for window, seconds in ((100, 60.0), (1000, 3600.0)):
        assert all(later - sooner >= seconds for sooner, later in zip(times, times[window:], strict=False))
    assert times[999] == 540.0
    assert times[1000] == 3600.0
    assert times[2000] == 7200.0


def test_a_lower_limit_that_the_server_states_is_counted_by(moved: Time) -> None:
    quota = Quota((Window(100, 60.0), Window(1000, 3600.0)), Clock(moved, moved, moved.sleep, lambda: 0.0))
    began = moved()
    for _ in range(12):
        quota.wait("Listing")
        quota.learn({"x-ratelimit-limit": "10", "x-ratelimit-remaining": "5", "x-ratelimit-reset": "40"})
    assert moved() - began == 60.0


def test_a_429_waits_as_long_as_it_says(serve: Any, schedule: Any, moved: Time) -> None:
    local = serve(Told({}, 429, {"Retry-After": "7"}), Told(LAST))
    assert len(list(schedule(local).services())) == 1
    assert moved.naps == [7.0]


def test_a_429_waits_for_the_reset(serve: Any, schedule: Any, moved: Time) -> None:
    reset = {"X-RateLimit-Reset": f"{moved() + 1800:.0f}", "Date": formatdate(moved())}
    local = serve(Told({}, 429, reset), Told(LAST))
    list(schedule(local).services())
    assert moved.naps == [1800.0]


def test_a_429_that_says_nothing_waits_a_minute(serve: Any, schedule: Any, moved: Time) -> None:
    local = serve(Told({}, 429), Told(LAST))
    list(schedule(local).services())
    assert moved.naps == [60.0]


def test_a_server_that_refuses_again_and_again_is_given_up(serve: Any, schedule: Any, moved: Time) -> None:
    local = serve(Told({}, 429, {"Retry-After": "5"}))
    with pytest.raises(RateLimited, match="429"):
        list(schedule(local).services())
    assert (len(local.asked), moved.naps) == (3, [5.0, 5.0])


def test_one_attempt_is_one_call(serve: Any, schedule: Any, moved: Time) -> None:
    local = serve(Told({}, 429, {"Retry-After": "5"}))
    with pytest.raises(RateLimited):
        list(schedule(local, retries=RetryPolicy(attempts=1)).services())
    assert (len(local.asked), moved.naps) == (1, [])


def test_a_wait_beyond_the_longest_window_is_an_error_at_once(serve: Any, schedule: Any, moved: Time) -> None:
    local = serve(Told({}, 429, {"Retry-After": "86400"}), Told(LAST))
    with pytest.raises(RateLimited, match="which is not waited for"):
        list(schedule(local).services())
    assert (len(local.asked), moved.naps) == (1, [])


@pytest.mark.parametrize(
    ("stated", "naps"),
    [
        ("6", [6.0]),
        ("1700000005", [5.0]),
        ("1700000005.5", [5.5]),
        ("1700000005000", [5.0]),
        ("0", [1.0]),
        ("1600000000", [1.0]),
        ("99999999999999", [60.0]),
        ("9" * 400, [60.0]),
        ("-5", [60.0]),
    ],
)
@pytest.mark.parametrize("name", ["X-RateLimit-Reset", "Retry-After"])
def test_a_429_is_followed_by_a_pause_that_a_server_can_mean_however_it_states_it(
    serve: Any, schedule: Any, moved: Time, name: str, stated: str, naps: list[float]
) -> None:
    local = serve(Told({}, 429, {name: stated, "Date": formatdate(moved())}), Told(LAST))
    assert len(list(schedule(local).services())) == 1
    assert moved.naps == naps


def test_a_pause_is_no_longer_for_a_clock_that_was_set_back(serve: Any, schedule: Any, moved: Time) -> None:
    ahead = moved() + 30 * 86_400
    said = {"Retry-After": formatdate(ahead + 7, usegmt=True), "Date": formatdate(ahead, usegmt=True)}
    list(schedule(serve(Told({}, 429, said), Told(LAST))).services())
    assert moved.naps == [7.0]


def test_a_failure_and_a_refusal_after_each_other_are_both_overcome(serve: Any, schedule: Any, moved: Time) -> None:
    local = serve(Told({}, 500), Told({}, 429, {"Retry-After": "90"}), Told({}, 500), Told(LAST))
    assert len(list(schedule(local).services())) == 1
    assert moved.naps == [0.5, 90.0, 0.5]
