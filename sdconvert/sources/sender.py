"""How a source is asked: `get` makes the attempts of a call, each of them one request. Calls change nothing."""

from __future__ import annotations

import logging
import random as chance
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import field, replace
from typing import Any, Self, TypeVar

from sdconvert.errors import BadConfiguration
from sdconvert.frozen import dataclass
from sdconvert.http.address import address_below
from sdconvert.http.json_fields import Unexpected, parse_json
from sdconvert.http.response import ResponseBody, as_words, beginning_of, broken_call_error, json_reader
from sdconvert.http.retry import Attempts, Clock, RetryPolicy, parse_retry_after, server_time
from sdconvert.http.secret import Secret, redact
from sdconvert.http.status import cause_of, reason_for
from sdconvert.http.transport import Broken, Request, RequestsTransport, Response, Timeouts, Transport
from sdconvert.sources.errors import (
    CLASSES,
    CallError,
    Failure,
    ForeignLink,
    MalformedAnswer,
    PermissionDenied,
    RateLimited,
)
from sdconvert.sources.paging import PageAddress
from sdconvert.sources.quota import Quota, Window
from sdconvert.sources.records import plain

T = TypeVar("T")

log = logging.getLogger("sdconvert.sources")

_LARGEST_REFUSAL = 200_000


@dataclass(frozen=True, slots=True)
class ErrorReport:
    """What a source says of an error, in its own format: words, and details by name."""

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
        """What carries the requests."""
        return self.transport or RequestsTransport(self.timeouts, certificates=self.certificates)


class SourceSender:
    """What all calls of a source pass through. `headers` name who calls, `explain` reads the source's errors."""

    def __init__(
        self,
        base_url: str,
        headers: Mapping[str, str | Secret],
        connection: Connection,
        explain: Callable[[Any], ErrorReport],
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
        self._explain = explain
        self._transport = connection.open()

    def close(self) -> None:
        """Close the connections."""
        self._transport.close()

    def follow(self, operation: str, link: str, seen_at: PageAddress) -> PageAddress:
        """The next page, where a link names it. Raises: ForeignLink."""
        address = address_below(self.base_url, link, seen_at.url)
        if address is None:
            reason = f"the page after {seen_at.number} is out of {self.base_url}, where the credentials belong"
            raise ForeignLink(reason, Failure(operation, body=as_words(link, self._secrets)))
        return PageAddress(address, seen_at.number + 1)

    def get(self, operation: str, url: str, parse: Callable[[Any], T], scope: str = "") -> T:
        """What `parse` makes of the JSON at an address below the base. What fails in passing is asked for again after a
        wait. A refusal for the rate of calls that says for how long is waited out, and counts apart.

        Raises: CallError.
        """
        if address_below(self.base_url, url, url) is None:
            raise ForeignLink(f"a page is not below {self.base_url}, where the credentials belong", Failure(operation))
        policy = self._connection.retries
        attempts, refusals = Attempts(policy, self._clock), 0
        while True:
            try:
                return self._attempt(operation, url, parse, scope)
            except CallError as error:
                if _says_how_long(error):
                    refusals += 1
                    if refusals >= policy.attempts:
                        raise
                    log.info("%s: %s; it is waited for", operation, error.reason)
                    self._quota.hold(error.failure.retry_after or 0.0)
                    attempts = Attempts(policy, self._clock)
                elif not (_may_repeat(error) and attempts.wait_for_next(error)):
                    raise

    def _attempt(self, operation: str, url: str, parse: Callable[[Any], T], scope: str) -> T:
        """One request, as soon as the quota allows it, and what comes of it."""
        self._quota.wait(operation)
        try:
            deadline = self._clock.monotonic() + self._connection.timeouts.total
            with closing(self._transport.send(self._request(url))) as response:
                return self._read(operation, response, parse, scope, deadline)
        except Broken as broken:
            raise broken_call_error(CLASSES, operation, broken) from None

    def _request(self, url: str) -> Request:
        known = {name: value.reveal() if isinstance(value, Secret) else value for name, value in self._headers.items()}
        return Request("GET", url, {**known, "user-agent": "sdconvert"}, None, self._connection.timeouts.read)

    def _read(self, operation: str, response: Response, parse: Callable[[Any], T], scope: str, deadline: float) -> T:
        """What `parse` makes of a 200; every other response is an error."""
        log.debug("%s: %s", operation, response.status)
        self._quota.learn(response.headers)
        body = ResponseBody(response, deadline, self._clock.monotonic, tuple(self._secrets))
        if response.status != 200:
            raise self._read_refusal(operation, body, scope)
        try:
            return json_reader(parse)(body)
        except Unexpected as error:
            reason = f"the answer cannot be understood: {error}"
            raise MalformedAnswer(as_words(reason, self._secrets), Failure(operation, 200)) from None

    def _read_refusal(self, operation: str, body: ResponseBody, scope: str) -> CallError:
        said = beginning_of(body.chunks(), _LARGEST_REFUSAL)
        headers, status = body.response.headers, body.response.status
        wait = parse_retry_after(headers.get("retry-after"), server_time(headers, self._clock.time()))
        known = self._quota.wait_after_refusal(headers) if status == 429 else wait
        return self._error(Failure(operation, status, retry_after=known), self._read_report(said), scope)

    def refusal(self, operation: str, status: int, value: object) -> CallError:
        """The error of this status for a JSON value that tells of errors where another status was answered.

        Raises: Unexpected.
        """
        return self._error(Failure(operation, status), self._explain(self._redact(plain(value))), "")

    def _error(self, failure: Failure, report: ErrorReport, scope: str) -> CallError:
        words = as_words(report.words, self._secrets)
        return error_of(replace(failure, body=words, details=report.details), scope)

    def _read_report(self, body: bytes) -> ErrorReport:
        """What the body says; a body that is not in the source's format speaks for itself."""
        try:
            return self._explain(self._redact(plain(parse_json(body))))
        except Unexpected:
            return ErrorReport(body.decode("utf-8", "replace"))

    def _redact(self, value: Any) -> Any:
        """A JSON value whose texts are without secrets."""
        if isinstance(value, dict):
            return {self._redact(name): self._redact(item) for name, item in value.items()}
        if isinstance(value, list):
            return [self._redact(item) for item in value]
        return redact(value, self._secrets) if isinstance(value, str) else value


class SourceClient:
    """A connection to one source. One thread uses it at a time; close it, or use it with `with`."""

    def __init__(self, sender: SourceSender) -> None:
        self._sender = sender

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._sender.close()


def error_of(failure: Failure, scope: str) -> CallError:
    """The error that the status of a failure stands for."""
    status = failure.status or 0
    kind, reason = CLASSES[cause_of(status)], reason_for(status)
    if kind is PermissionDenied:
        return PermissionDenied(f"{reason}, the token needs the scope {scope}" if scope else reason, failure, scope)
    return kind(reason, failure)


def _says_how_long(error: CallError) -> bool:
    """Whether it is a 429 that says how long to wait."""
    return error.status == 429 and error.failure.retry_after is not None


def _may_repeat(error: CallError) -> bool:
    """Whether it may pass. What the quota refuses before a call, which has no status, does not."""
    return error.is_transient and not (isinstance(error, RateLimited) and error.status is None)
