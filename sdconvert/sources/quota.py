"""How many calls a server allows: waiting before it has to refuse."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sdconvert.http.rate_limit import read_rate_limit
from sdconvert.http.retry import Clock, parse_retry_after, server_time
from sdconvert.sources.errors import Failure, RateLimited

_SLACK = 60.0
_LEAST_PAUSE = 1.0


class Window(NamedTuple):
    """At most so many calls in so many seconds."""

    calls: int
    seconds: float


class Quota:
    """The calls of one client: its own count in each window, and what the server says of its limit in
    `X-RateLimit-Limit`, `-Remaining` and `-Reset`. Without windows only what the server says counts."""

    def __init__(self, windows: Sequence[Window], clock: Clock) -> None:
        self._windows = tuple(windows)
        self._clock = clock
        self._sent: deque[float] = deque(maxlen=max((window.calls for window in windows), default=0))
        self._held_until = 0.0
        self._longest = max((window.seconds for window in windows), default=3600.0) + _SLACK

    def wait(self, operation: str) -> None:
        """Sleep until a call is allowed, and count it.

        Raises: RateLimited when the server asks for a wait that is longer than its longest window.
        """
        delay = self._delay()
        if delay > self._longest:
            failure = Failure(operation, retry_after=delay)
            raise RateLimited(f"the server allows no call for {delay:.0f} seconds, which is not waited for", failure)
        if delay > 0:
            self._clock.sleep(delay)
        self._sent.append(self._clock.monotonic())

    def _delay(self) -> float:
        now = self._clock.monotonic()
        full = [window for window in self._windows if len(self._sent) >= window.calls]
        return max(self._held_until - now, *(self._sent[-w.calls] + w.seconds - now for w in full), 0.0)

    def learn(self, headers: Mapping[str, str]) -> None:
        """Hold the next call until the reset where nothing remains, and allow no more than the limit that the server
        states, which is that of the shortest window that can end as late. Numbers that cannot be read say nothing."""
        stated = read_rate_limit(headers, self._clock.time())
        if stated.remaining == 0:
            self.hold(stated.reset_in or 0.0)
        if stated.limit and stated.reset_in is not None:
            self._lower(stated.limit, stated.reset_in)

    def _lower(self, calls: int, reset_in: float) -> None:
        meant = next((one for one in self._windows if one.seconds >= reset_in), None)
        self._windows = tuple(
            Window(min(calls, one.calls), one.seconds) if one is meant else one for one in self._windows
        )

    def hold(self, seconds: float) -> None:
        """Let no call go out for so many seconds."""
        self._held_until = max(self._held_until, self._clock.monotonic() + seconds)

    def wait_after_refusal(self, headers: Mapping[str, str]) -> float | None:
        """The seconds to wait after a 429: as it says, but a second at least, else the shortest window; None where
        nothing is known."""
        asked = parse_retry_after(headers.get("retry-after"), server_time(headers, self._clock.time()))
        known = asked if asked is not None else self.reset_in(headers)
        usual = min((window.seconds for window in self._windows), default=None)
        return usual if known is None else max(known, _LEAST_PAUSE)

    def reset_in(self, headers: Mapping[str, str]) -> float | None:
        """The seconds until `X-RateLimit-Reset` by the clock of the server; None where it says nothing that can be."""
        return read_rate_limit(headers, self._clock.time()).reset_in
