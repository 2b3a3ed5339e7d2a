"""How a source is asked: one path for all calls, which read and change nothing."""

from __future__ import annotations

import logging
import random as chance
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Self, TypeVar

from sdconvert.errors import BadConfiguration
from sdconvert.extras import load_extra
from sdconvert.http.address import address_below
from sdconvert.http.answers import Unexpected, parse_json
from sdconvert.http.received import Received, as_json, as_words, beginning_of, broken_call
from sdconvert.http.retry import Clock, RetryPolicy, parse_retry_after, repeated
from sdconvert.http.secret import Secret, redact
from sdconvert.http.status import cause_of, reason_for
from sdconvert.http.transport import Answer, Broken, Request, RequestsTransport, Timeouts, Transport
from sdconvert.sources.errors import (
    CLASSES,
    CallError,
    Failure,
    ForeignLink,
    MalformedAnswer,
    PermissionDenied,
    RateLimited,
)
from sdconvert.sources.paging import Place
from sdconvert.sources.quota import Quota, Window
from sdconvert.sources.records import plain

T = TypeVar("T")

log = logging.getLogger("sdconvert.sources")

_LIBRARIES = ("requests", "tenacity")
_LARGEST_REFUSAL = 200_000


@dataclass(frozen=True, slots=True)
class Told:
    """What an answer says of an error, in the source's own format: words, and details by name."""

    words: str
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Connection:
    """How a source is reached. Clock, chance, sleep and transport are parameters, for tests."""

    timeouts: Timeouts = field(default_factory=Timeouts)
    retries: RetryPolicy = field(default_factory=RetryPolicy)
    certificates: str | None = None
    transport: Transport | None = None
    now: Callable[[], float] = time.time
    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    random: Callable[[], float] = chance.random

    @property
    def clock(self) -> Clock:
        return Clock(self.now, self.monotonic, self.sleep, self.random)

    def open(self) -> Transport:
        """What carries the requests. Raises: BadConfiguration without the libraries of the extra."""
        for library in _LIBRARIES:
            load_extra(library, "sources")
        return self.transport or RequestsTransport(self.timeouts, certificates=self.certificates)


class Caller:
    """What all calls of a source pass through. `headers` name who calls, `tell` reads the source's errors."""

    def __init__(
        self,
        base_url: str,
        headers: Mapping[str, str | Secret],
        connection: Connection,
        tell: Callable[[Any], Told],
        windows: tuple[Window, ...] = (),
        secrets: Sequence[Secret] = (),
    ) -> None:
        """`secrets` are hidden in what a server says, beside those of the headers.

        Raises: BadConfiguration for an address with signs that a link could not have."""
        if address_below(base_url, f"{base_url}/", base_url) is None:
            raise BadConfiguration("The address of the server holds signs that it has to hold escaped.")
        self.base_url = base_url
        self._headers = headers
        self._secrets = [*(value for value in headers.values() if isinstance(value, Secret)), *secrets]
        self._connection = connection
        self._clock = connection.clock
        self._quota = Quota(windows, self._clock)
        self._tell = tell
        self._transport = connection.open()

    def close(self) -> None:
        """Close the connections."""
        self._transport.close()

    def follow(self, operation: str, link: str, seen_at: Place) -> Place:
        """The next page, where a link names it. Raises: ForeignLink."""
        address = address_below(self.base_url, link, seen_at.url)
        if address is None:
            reason = f"the page after {seen_at.number} is out of {self.base_url}, where the credentials belong"
            raise ForeignLink(reason, Failure(operation, body=as_words(link, self._secrets)))
        return Place(address, seen_at.number + 1)

    def get(self, operation: str, url: str, parse: Callable[[Any], T], scope: str = "") -> T:
        """What `parse` makes of the JSON at an address below the base. A refusal for the rate of calls is waited out.

        Raises: CallError.
        """
        if address_below(self.base_url, url, url) is None:
            raise ForeignLink(f"a page is not below {self.base_url}, where the credentials belong", Failure(operation))
        attempt = partial(self._attempt, operation, url, parse, scope)
        left = self._connection.retries.attempts
        while True:
            left -= 1
            try:
                return repeated(attempt, _may_repeat, self._connection.retries, self._clock)
            except RateLimited as refused:
                if not _is_waited_for(refused) or left < 1:
                    raise
                log.info("%s: %s; it is waited for", operation, refused.reason)
                self._quota.hold(refused.failure.retry_after or 0.0)

    def _attempt(self, operation: str, url: str, parse: Callable[[Any], T], scope: str) -> T:
        self._quota.wait(operation)
        try:
            answer = self._transport.send(self._request(url))
            try:
                return self._received(operation, answer, parse, scope)
            finally:
                answer.close()
        except Broken as broken:
            raise broken_call(CLASSES, operation, broken) from None

    def _request(self, url: str) -> Request:
        known = {name: value.reveal() if isinstance(value, Secret) else value for name, value in self._headers.items()}
        return Request("GET", url, {**known, "user-agent": "sdconvert"}, None, self._connection.timeouts.read)

    def _received(self, operation: str, answer: Answer, parse: Callable[[Any], T], scope: str) -> T:
        log.debug("%s: %s", operation, answer.status)
        self._quota.learn(answer.headers)
        deadline = self._clock.monotonic() + self._connection.timeouts.total
        received = Received(answer, deadline, self._clock.monotonic)
        if answer.status != 200:
            raise self._refused(operation, received, scope)
        try:
            return as_json(parse)(received)
        except Unexpected as error:
            reason = f"the answer cannot be understood: {error}"
            raise MalformedAnswer(as_words(reason, self._secrets), Failure(operation, 200)) from None

    def _refused(self, operation: str, received: Received, scope: str) -> CallError:
        body = beginning_of(received.chunks(), _LARGEST_REFUSAL)
        headers, status = received.answer.headers, received.answer.status
        wait = parse_retry_after(headers.get("retry-after"), self._clock.time())
        known = self._quota.refused_for(headers) if status == 429 else wait
        return self._error(Failure(operation, status, retry_after=known), self._told(body), scope)

    def refusal(self, operation: str, status: int, value: object) -> CallError:
        """The error of this status for a JSON value that tells of errors where another status was answered.

        Raises: Unexpected.
        """
        return self._error(Failure(operation, status), self._tell(self._hidden(plain(value))), "")

    def _error(self, failure: Failure, told: Told, scope: str) -> CallError:
        words = as_words(told.words, self._secrets)
        return error_of(replace(failure, body=words, details=told.details), scope)

    def _told(self, body: bytes) -> Told:
        """What the body says; a body that is not in the source's format speaks for itself."""
        try:
            return self._tell(self._hidden(plain(parse_json(body))))
        except Unexpected:
            return Told(body.decode("utf-8", "replace"))

    def _hidden(self, value: Any) -> Any:
        """A JSON value whose texts are without secrets."""
        if isinstance(value, dict):
            return {self._hidden(name): self._hidden(item) for name, item in value.items()}
        if isinstance(value, list):
            return [self._hidden(item) for item in value]
        return redact(value, self._secrets) if isinstance(value, str) else value


class Source:
    """A connection to one source. One thread uses it at a time; close it, or use it with `with`."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._caller.close()


def error_of(failure: Failure, scope: str) -> CallError:
    """The error that the status of a failure stands for."""
    status = failure.status or 0
    kind, reason = CLASSES[cause_of(status)], reason_for(status)
    if kind is PermissionDenied:
        return PermissionDenied(f"{reason}, the token needs the scope {scope}" if scope else reason, failure, scope)
    return kind(reason, failure)


def _is_waited_for(error: RateLimited) -> bool:
    """Whether a 429 says for how long; what is raised before the call has no status and is not waited for."""
    return error.status == 429 and error.failure.retry_after is not None


def _may_repeat(error: CallError) -> bool:
    if isinstance(error, RateLimited) and (error.status is None or _is_waited_for(error)):
        return False
    if error.is_transient:
        log.info("%s: %s; it is tried again if an attempt is left", error.operation, error.reason)
    return error.is_transient
