"""How fast calls are made by all who share a client: a rate, and a pause for everybody when the server asks for one."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable

from sdconvert.http.rate_limit import RateLimit

_FIRST_PAUSE = 0.5
_LONGEST_PAUSE = 60.0


class Pace:
    """At most `rate` calls a second, evenly spread; as many as there are where it is None. `heed` spreads what a server
    says is left of its limit. `hold` stops all callers for what the server asks for, or for a time that doubles until a
    call goes well. Threads share it."""

    def __init__(
        self,
        rate: float | None = None,
        *,
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._gap = 0.0 if rate is None else 1.0 / rate
        self._monotonic = monotonic
        self._sleep = sleep
        self._lock = threading.Lock()
        self._next = 0.0
        self._held_until = 0.0
        self._pause = _FIRST_PAUSE
        self._stated_gap = self._stated_until = 0.0

    def wait(self, longest: float = math.inf) -> float:
        """Wait for a turn: 0. Where it takes longer than `longest`, none is taken, and the seconds are told at once."""
        while (rest := self._until_turn()) > 0.0:
            if rest > longest:
                return rest
            self._sleep(rest)
        return 0.0

    def _until_turn(self) -> float:
        """The seconds until a call may be made; 0 takes the turn."""
        with self._lock:
            now = self._monotonic()
            rest = max(self._next, self._held_until) - now
            if rest <= 0.0:
                stated_gap = self._stated_gap if now < self._stated_until else 0.0
                self._next = max(self._next, now) + max(self._gap, stated_gap)
            return rest

    def heed(self, stated: RateLimit) -> None:
        """Make no more calls than a server says it still allows."""
        if stated.reset_in is None or stated.remaining is None:
            return
        with self._lock:
            now = self._monotonic()
            self._stated_gap, self._stated_until = stated.gap, now + stated.reset_in
            if stated.remaining == 0:
                self._held_until = max(self._held_until, self._stated_until)
            else:
                self._next = max(self._next, now + stated.gap)

    def hold(self, seconds: float | None = None) -> None:
        """Let nobody call for a while, even where the server asks for none."""
        with self._lock:
            pause = seconds or self._pause
            self._pause = min(2 * self._pause, _LONGEST_PAUSE)
            self._held_until = max(self._held_until, self._monotonic() + pause)

    def ease(self) -> None:
        """A call went well."""
        with self._lock:
            self._pause = _FIRST_PAUSE
