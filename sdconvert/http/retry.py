"""When a call is made again: above the request, so that each attempt has its own body, token and id."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from email.utils import parsedate_to_datetime

from sdconvert.frozen import dataclass
from sdconvert.http.errors import CallError
from sdconvert.patterns import compile_late

log = logging.getLogger("sdconvert.http")

_NUMBER = compile_late(r"[0-9]{1,15}(\.[0-9]{1,9})?")
_FIRST_MOMENT, _FIRST_MILLISECONDS = 1e9, 1e11
"""From here on a number of seconds is a moment, from 2001 on, and one is of milliseconds, from 1973 on."""
_LONGEST_ASKED = 86_400.0


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


class Attempts:
    """The attempts of one call: counted, and waited between as a policy and the server ask."""

    def __init__(self, policy: RetryPolicy, clock: Clock) -> None:
        self._policy = policy
        self._clock = clock
        self._began = clock.monotonic()
        self._made = 0

    def wait_for_next(self, error: CallError) -> bool:
        """Wait until the call may be made again after this error; False, at once, where no attempt is left."""
        self._made += 1
        asked = error.failure.retry_after or 0.0
        pause = max(asked, self._policy.wait(self._made, self._clock.random()))
        spent = self._clock.monotonic() - self._began
        if self._made >= self._policy.attempts or spent + pause > self._policy.total:
            return False
        log.info("%s: %s; it is tried again in %.1f seconds", error.operation, error.reason, pause)
        self._clock.sleep(pause)
        return True


def parse_retry_after(text: str | None, now: float) -> float | None:
    """The seconds that a `Retry-After` asks for, in either of its forms; None for none that a server can mean. `now` is
    by the clock of the server."""
    if not text:
        return None
    if _NUMBER.fullmatch(text.strip()):
        return seconds_until(text, now)
    try:
        return _plausible(parsedate_to_datetime(text).timestamp() - now)
    except (ValueError, OverflowError):
        return None


def seconds_until(text: str | None, now: float) -> float | None:
    """The seconds to a time that a server states as a number: of seconds from now on, or of seconds or milliseconds
    since 1970. None for no number, and for a time that no server can mean. `now` is by the clock of the server."""
    if text is None or not _NUMBER.fullmatch(text.strip()):
        return None
    number = float(text)
    if number >= _FIRST_MILLISECONDS:
        number /= 1000.0
    return _plausible(number - now if number >= _FIRST_MOMENT else number)


def _plausible(seconds: float) -> float | None:
    """The seconds, 0 for what has passed, None for more than a day."""
    return max(0.0, seconds) if seconds <= _LONGEST_ASKED else None


def server_time(headers: Mapping[str, str], otherwise: float) -> float:
    """The time by the clock of a server, which its `Date` tells."""
    try:
        return parsedate_to_datetime(headers["date"]).timestamp()
    except (KeyError, ValueError, OverflowError):
        return otherwise
