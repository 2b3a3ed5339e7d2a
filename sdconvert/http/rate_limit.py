"""What a server says of how many calls it allows: `X-RateLimit-Limit`, `-Remaining` and `-Reset`."""

from __future__ import annotations

from collections.abc import Mapping

from sdconvert.frozen import dataclass
from sdconvert.http.retry import seconds_until, server_time
from sdconvert.patterns import compile_late

_COUNT = compile_late(r"\s*([0-9]{1,9})\s*(?:[,;].*)?")


@dataclass(frozen=True, slots=True)
class RateLimit:
    """So many calls in a window, so many of them left, and the seconds until the next window; None for what is not
    said, or cannot be."""

    limit: int | None
    remaining: int | None
    reset_in: float | None

    @property
    def gap(self) -> float:
        """The seconds between two calls that spread what is left over the rest of the window; none before half of the
        limit is used up, and where nothing is left."""
        if self.limit is None or not self.remaining or self.reset_in is None or 2 * self.remaining > self.limit:
            return 0.0
        return self.reset_in / self.remaining


def read_rate_limit(headers: Mapping[str, str], now: float) -> RateLimit:
    """What the headers of an answer say; `now` counts where the server does not tell its time."""
    reset_in = seconds_until(headers.get("x-ratelimit-reset"), server_time(headers, now))
    return RateLimit(_count(headers, "x-ratelimit-limit"), _count(headers, "x-ratelimit-remaining"), reset_in)


def _count(headers: Mapping[str, str], name: str) -> int | None:
    found = _COUNT.fullmatch(headers.get(name, ""))
    return None if found is None else int(found[1])
