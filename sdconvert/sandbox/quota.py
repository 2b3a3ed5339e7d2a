"""How many calls a sandbox allows: so many in each minute, told in `X-RateLimit-Limit`, `-Remaining` and `-Reset`."""

from __future__ import annotations

import math
from collections.abc import Callable
from threading import Lock

from sdconvert.sandbox.refusal import Refusal

WINDOW_SECONDS = 60


class CallQuota:
    """The calls of a minute. `limit` is how many are allowed, None for any number."""

    def __init__(self, limit: int | None, clock: Callable[[], float]) -> None:
        self.limit = limit
        self._clock = clock
        self._lock = Lock()
        self._window = 0
        self._taken = 0

    def take(self) -> None:
        """Count a call. Raises: Refusal, 429."""
        with self._lock:
            window = int(self._clock() // WINDOW_SECONDS)
            if window != self._window:
                self._window, self._taken = window, 0
            self._taken += 1
            if self.limit is not None and self._taken > self.limit:
                raise Refusal(429, f"Too many requests: {self.limit} in a minute are allowed.")

    def headers(self, status: int) -> dict[str, str]:
        """What an answer of this status says of it."""
        if self.limit is None:
            return {}
        reset = (self._window + 1) * WINDOW_SECONDS
        said = {
            "x-ratelimit-limit": str(self.limit),
            "x-ratelimit-remaining": str(max(0, self.limit - self._taken)),
            "x-ratelimit-reset": str(reset),
        }
        return said | ({"retry-after": str(max(1, math.ceil(reset - self._clock())))} if status == 429 else {})
