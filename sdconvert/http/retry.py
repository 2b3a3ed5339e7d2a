"""When a call is made again: above the request, so that each attempt has its own body, token and id."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any, TypeVar

from sdconvert.extras import load_extra
from sdconvert.http.errors import CallError

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """How often and how long. Waits grow from `first_wait` by the factor 2 up to `longest_wait`, each less up to half
    of it by chance; `total` bounds all of it, in seconds. `attempts=1` is one try and no more.

    After an unknown outcome, the document list is asked for `settle` seconds, since the server may still be at work.
    """

    attempts: int = 5
    first_wait: float = 0.5
    longest_wait: float = 30.0
    total: float = 180.0
    settle: float = 10.0

    def wait(self, attempt: int, chance: float) -> float:
        """The seconds before the next attempt; `chance` is from 0 to 1."""
        return min(self.longest_wait, self.first_wait * 2.0 ** (attempt - 1)) * (1.0 - chance / 2.0)


@dataclass(frozen=True, slots=True)
class Clock:
    """Time and chance, so that tests can have their own."""

    time: Callable[[], float]
    monotonic: Callable[[], float]
    sleep: Callable[[float], None]
    random: Callable[[], float]


def repeated(attempt: Callable[[], T], may_repeat: Callable[[CallError], bool], policy: RetryPolicy, clock: Clock) -> T:
    """What `attempt` returns, made again as long as it fails in a way that allows it.

    Raises: CallError, that of the last attempt.
    """
    tenacity = load_extra("tenacity")
    began = clock.monotonic()

    def wait(state: Any) -> float:
        error = state.outcome.exception()
        asked: float | None = error.failure.retry_after if isinstance(error, CallError) else None
        return max(asked or 0.0, policy.wait(state.attempt_number, clock.random()))

    def is_over(state: Any) -> bool:
        return bool(
            state.attempt_number >= policy.attempts or clock.monotonic() - began + state.upcoming_sleep > policy.total
        )

    retrying = tenacity.Retrying(
        sleep=clock.sleep,
        wait=wait,
        stop=is_over,
        retry=tenacity.retry_if_exception(lambda error: isinstance(error, CallError) and may_repeat(error)),
        reraise=True,
    )
    value: T = retrying(attempt)
    return value


def parse_retry_after(text: str | None, now: float) -> float | None:
    """The seconds that a `Retry-After` asks for, in either of its forms; None for none that can be understood."""
    if not text:
        return None
    if text.strip().isdecimal():
        return float(text)
    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - now)
    except (ValueError, OverflowError):
        return None
