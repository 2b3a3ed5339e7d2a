"""How fast calls are made by all who share a pace."""

from __future__ import annotations

import threading

import pytest
from partner_kit import Time

from sdconvert.http.pace import Pace
from sdconvert.http.rate_limit import RateLimit, read_rate_limit


def pace_of(rate: float | None = None) -> tuple[Pace, Time]:
    time = Time()
    return Pace(rate, monotonic=time, sleep=time.sleep), time


def test_without_a_rate_nobody_waits() -> None:
    pace, time = pace_of()
    assert [pace.wait() for _ in range(100)] == [0.0] * 100
    assert time.naps == []


def test_calls_are_spread_evenly_from_the_first() -> None:
    pace, time = pace_of(4.0)
    moments = []
    for _ in range(5):
        pace.wait()
        moments.append(time.now)
    assert [round(moment - moments[0], 6) for moment in moments] == [0.0, 0.25, 0.5, 0.75, 1.0]


def test_what_was_not_used_is_not_saved_up() -> None:
    pace, time = pace_of(4.0)
    pace.wait()
    time.now += 100
    moments = []
    for _ in range(3):
        pace.wait()
        moments.append(time.now)
    assert [round(moment - moments[0], 6) for moment in moments] == [0.0, 0.25, 0.5]


def test_a_hold_stops_everybody_for_as_long_as_was_asked() -> None:
    pace, time = pace_of()
    pace.hold(7.0)
    began = time.now
    pace.wait()
    assert time.now - began == 7.0
    pace.wait()
    assert time.now - began == 7.0


def test_a_shorter_hold_does_not_end_a_longer_one() -> None:
    pace, time = pace_of()
    began = time.now
    pace.hold(7.0)
    pace.hold(1.0)
    pace.wait()
    assert time.now - began == 7.0


def test_holds_without_a_time_double_up_to_a_minute_until_a_call_goes_well() -> None:
    pace, time = pace_of()

    def held() -> float:
        began = time.now
        pace.hold()
        pace.wait()
        return time.now - began

    assert [held() for _ in range(10)] == [0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 60.0, 60.0, 60.0]
    pace.ease()
    assert held() == 0.5


def test_a_turn_that_comes_too_late_is_not_taken_and_its_time_is_told() -> None:
    pace, time = pace_of(1.0)
    pace.hold(30.0)
    assert pace.wait(longest=5.0) == 30.0
    assert time.naps == []
    assert pace.wait(longest=30.0) == 0.0
    assert time.naps == [30.0]


def test_threads_share_the_rate() -> None:
    pace, time = pace_of(10.0)
    lock = threading.Lock()
    turns = []

    def call() -> None:
        for _ in range(25):
            pace.wait()
            with lock:
                turns.append(time.now)

    began = time.now
    threads = [threading.Thread(target=call) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(turns) == 100
    assert time.now - began >= 9.8


def test_what_a_server_still_allows_is_spread_from_the_half_on() -> None:
    pace, time = pace_of()
    began = time.now
    pace.heed(RateLimit(100, 51, 60.0))
    pace.wait()
    assert time.naps == []
    pace.heed(RateLimit(100, 30, 60.0))
    for _ in range(3):
        pace.wait()
    assert time.now - began == 6.0
    pace.heed(RateLimit(100, 0, 20.0))
    pace.wait()
    pace.wait()
    assert time.now - began == 26.0


@pytest.mark.parametrize("stated", [RateLimit(None, 1, 60.0), RateLimit(100, None, 60.0), RateLimit(100, 1, None)])
def test_a_limit_that_is_not_whole_changes_nothing(stated: RateLimit) -> None:
    pace, time = pace_of()
    pace.heed(stated)
    pace.wait()
    pace.wait()
    assert time.naps == []


@pytest.mark.parametrize(
    ("headers", "read"),
    [
        ({"limit": "100", "remaining": "7", "reset": "1700000030"}, RateLimit(100, 7, 30.0)),
        ({"limit": "100, 100;w=60", "remaining": "7", "reset": "30"}, RateLimit(100, 7, 30.0)),
        ({"limit": "1e3", "remaining": "-1", "reset": "soon"}, RateLimit(None, None, None)),
        ({}, RateLimit(None, None, None)),
    ],
)
def test_the_headers_of_a_rate_limit_are_read(headers: dict[str, str], read: RateLimit) -> None:
    assert read_rate_limit({f"x-ratelimit-{name}": value for name, value in headers.items()}, 1_700_000_000.0) == read


def test_a_server_that_asks_for_no_pause_gets_one() -> None:
    pace, time = pace_of()
    pace.hold(0.0)
    pace.wait()
    assert time.naps == [0.5]
