"""How fast calls are made by all who share a client: a rate, and a pause for everybody when the server asks for one."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable

_FIRST_PAUSE = 0.5
_LONGEST_PAUSE = 60.0


class Pace:
    """At most `rate` calls a second, evenly spread; as many as there are where it is None. `hold` stops all callers for
    what the server asks for, or for a time that doubles until a call goes well. Threads share it."""

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
                self._next = max(self._next, now) + self._gap
            return rest

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
