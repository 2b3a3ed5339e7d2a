"""How a call is sent: each attempt by itself, and what its answer or its failure stands for."""

from __future__ import annotations

import json
import logging
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import partial
from typing import Any, TypeVar
from urllib.parse import quote, urlencode

from sdconvert.errors import BadConfiguration
from sdconvert.http.answers import Unexpected
from sdconvert.http.pace import Pace
from sdconvert.http.received import Received, as_json, broken_call, words_of
from sdconvert.http.retry import Clock, RetryPolicy, parse_retry_after, repeated
from sdconvert.http.status import cause_of, reason_for
from sdconvert.http.transport import Answer, Broken, Request, Timeouts, Transport, parse_version
from sdconvert.partner.answers import parse_token
from sdconvert.partner.auth import Auth
from sdconvert.partner.errors import (
    CLASSES,
    AuthenticationFailed,
    CallError,
    Failure,
    InvalidState,
    MalformedAnswer,
    NotFound,
    OutcomeUnknown,
    RateLimited,
    TooLarge,
    VersionTooOld,
)
from sdconvert.partner.fingerprint import Trace
from sdconvert.partner.uploads import MultipartBody

T = TypeVar("T")

_BUSY = (429, 503)

log = logging.getLogger("sdconvert.partner")


class Repeat(StrEnum):
    """When a call may be made again: always; where the server says that it did nothing; where it got no request."""

    ALWAYS = "always"
    IF_NOT_DONE = "if not done"
    IF_NOT_RECEIVED = "if not received"


@dataclass(frozen=True, slots=True)
class Call:
    """One call. `issuer` is the acting user; `upload` makes its body anew for each attempt, `trace` finds what an
    import or a creation has made, and `was_made` asks the server whether it has."""

    operation: str
    method: str
    path: str
    issuer: str
    repeat: Repeat = Repeat.ALWAYS
    query: Mapping[str, str] = field(default_factory=dict)
    payload: Mapping[str, Any] | None = None
    upload: Callable[[], MultipartBody] | None = None
    takes_work: bool = False
    trace: Trace | None = None
    was_made: Callable[[], bool] | None = None


@dataclass(frozen=True, slots=True)
class Sender:
    """What all calls pass through."""

    base_url: str
    auth: Auth
    transport: Transport
    timeouts: Timeouts
    retries: RetryPolicy
    clock: Clock
    least_version: tuple[int, ...]
    pace: Pace

    def send(self, call: Call, receive: Callable[[Received], T]) -> T:
        """What `receive` makes of the answer. Raises: CallError, OutcomeUnknown where the server may have acted."""
        return self.repeated(call, partial(self.attempt, call, receive))

    def repeated(self, call: Call, attempt: Callable[[], T]) -> T:
        """What `attempt` returns, made again where the call allows it. Before what makes something is sent again to a
        server that refused it for its rate, the server is asked whether it did it all the same. Raises: as `send`.
        """
        was_refused = was_renewed = False

        def careful_attempt() -> T:
            if was_refused and _was_made(call):
                raise OutcomeUnknown("it was refused and yet done", Failure(call.operation), call.trace)
            return attempt()

        def may_repeat(error: CallError) -> bool:
            nonlocal was_refused, was_renewed
            was_refused = isinstance(error, RateLimited)
            if isinstance(error, AuthenticationFailed):
                may_renew, was_renewed = error.is_transient and not was_renewed, True
                return may_renew
            if error.is_transient and _is_safe(call.repeat, error.failure):
                log.info("%s: %s; it is tried again if an attempt is left", call.operation, error.reason)
                return True
            return False

        try:
            return repeated(careful_attempt, may_repeat, self.retries, self.clock)
        except CallError as error:
            if call.repeat is not Repeat.ALWAYS and error.failure.may_have_acted:
                raise OutcomeUnknown(
                    f"nobody knows whether it was done ({error.reason})", error.failure, call.trace
                ) from error
            raise

    def attempt(self, call: Call, receive: Callable[[Received], T]) -> T:
        """One request in its turn, and what comes of it. Nothing waits longer for its turn than for all attempts."""
        rest = self.pace.wait(self.retries.total)
        if rest:
            reason = f"a pause is kept for {rest:.0f} seconds more, as the server or the pace of the client asks"
            raise RateLimited(reason, Failure(call.operation, retry_after=rest))
        try:
            value = self._exchanged(call, receive)
        except CallError as error:
            if error.status in _BUSY:
                self.pace.hold(error.failure.retry_after)
            raise
        self.pace.ease()
        return value

    def _exchanged(self, call: Call, receive: Callable[[Received], T]) -> T:
        """One request with its own token, id and body, and what comes of it."""
        attempt_id = str(uuid.uuid4())
        body = None if call.upload is None else call.upload()
        try:
            request = self._request(call, attempt_id, body)
            answer = self.transport.send(request)
            try:
                return self._received(call, answer, receive, attempt_id)
            except AuthenticationFailed as error:
                error.is_transient = self.auth.forget(request.headers)
                raise
            finally:
                answer.close()
        except Broken as broken:
            raise broken_call(CLASSES, call.operation, broken, attempt_id) from None
        finally:
            if body is not None:
                body.close()

    def _request(self, call: Call, attempt_id: str, body: MultipartBody | None) -> Request:
        if not call.issuer:
            raise BadConfiguration("The acting user is not known: name the client's user_id, or set SDCONVERT_USER_ID.")
        credentials = self.auth.headers(call.issuer, int(self.clock.time()), attempt_id, self._sign_in)
        kind = "application/json" if body is None else body.content_type
        payload = None if call.payload is None else json.dumps(call.payload).encode("ascii")
        return Request(
            call.method,
            self._address(call.path, call.query),
            {**credentials, "content-type": kind, "accept": "*/*", "user-agent": "sdconvert"},
            payload if body is None else body,
            self.timeouts.work if call.takes_work else self.timeouts.read,
        )

    def _address(self, path: str, query: Mapping[str, str]) -> str:
        return f"{self.base_url}{path}" + (f"?{urlencode(query, quote_via=quote)}" if query else "")

    def _sign_in(self, path: str, headers: Mapping[str, str], credentials: Mapping[str, str], token: str) -> str:
        """The access token of the legacy scheme. A failure is none of the call itself, which was not sent yet."""
        request = Request(
            "POST",
            self._address(path, {}),
            {**headers, "content-type": "application/json"},
            json.dumps(credentials).encode("ascii"),
            self.timeouts.read,
        )
        call = Call("Signing in", "POST", path, "")
        try:
            answer = self.transport.send(request)
            try:
                return self._received(call, answer, as_json(parse_token(token)), "")
            finally:
                answer.close()
        except Broken as broken:
            raise broken_call(CLASSES, call.operation, Broken(str(broken), was_sent=False)) from None
        except CallError as error:
            error.failure = replace(error.failure, may_have_acted=False)
            raise

    def _received(self, call: Call, answer: Answer, receive: Callable[[Received], T], attempt_id: str) -> T:
        """What `receive` makes of a 200; every other answer is an error."""
        request_id = answer.headers.get("x-request-id", attempt_id)
        log.debug("%s %s: %s (request %s)", call.method, call.path, answer.status, request_id)
        if answer.status != 200:
            raise self._refused(call, answer, request_id)
        self._check_version(call, answer, request_id)
        try:
            return receive(Received(answer, self.clock.monotonic() + self.timeouts.total, self.clock.monotonic))
        except Unexpected as error:
            reason = f"the answer cannot be understood: {error}"
            raise MalformedAnswer(reason, Failure(call.operation, 200, request_id, may_have_acted=True)) from None

    def _check_version(self, call: Call, answer: Answer, request_id: str) -> None:
        """Raises: VersionTooOld, unless the call has made something: then its result counts more."""
        stated = answer.headers.get("x-api-version", "")
        version = parse_version(stated)
        if version is None or version >= self.least_version:
            return
        least = ".".join(map(str, self.least_version))
        if call.repeat is not Repeat.ALWAYS:
            log.warning("The server's API is of version %s, at least %s is expected.", stated, least)
            return
        reason = f"the server's API is of version {stated[:40]}, at least {least} is needed"
        raise VersionTooOld(reason, Failure(call.operation, answer.status, request_id))

    def _refused(self, call: Call, answer: Answer, request_id: str) -> CallError:
        """The error that an answer other than 200 stands for."""
        status = answer.status
        failure = Failure(
            call.operation,
            status,
            request_id,
            words_of(answer, self.auth.secrets),
            parse_retry_after(answer.headers.get("retry-after"), self.clock.time()),
            may_have_acted=not 400 <= status < 500,
        )
        return _class_of_refusal(call, status, failure.body)(reason_for(status), failure)


def _is_safe(repeat: Repeat, failure: Failure) -> bool:
    """Whether a call that failed may be made again."""
    if repeat is Repeat.ALWAYS:
        return True
    return not failure.may_have_acted and (repeat is Repeat.IF_NOT_DONE or failure.status is None)


def _was_made(call: Call) -> bool:
    """Whether the server has done what it refused. Raises: OutcomeUnknown where it cannot be asked."""
    if call.was_made is None:
        return False
    try:
        return call.was_made()
    except CallError as error:
        reason = f"it was refused, and nobody knows whether it was done all the same ({error.reason})"
        raise OutcomeUnknown(reason, Failure(call.operation), call.trace) from error


_WORDS_ABOUT_SIZE = ("too large", "exceed")
_WORDS_ABOUT_RIGHTS = ("client", "key", "right", "permission", "forbidden", "not allowed", "draft")


def _class_of_refusal(call: Call, status: int, words: str) -> type[CallError]:
    """The guide prints 400 for a state that does not allow a call, and 403 for what is not found and for what is too
    large as well: the call and the words tell them apart."""
    if status == 400:
        return InvalidState
    if status == 403:
        said = words.casefold()
        if call.upload is not None and (_has(said, _WORDS_ABOUT_SIZE) or not _has(said, _WORDS_ABOUT_RIGHTS)):
            return TooLarge
        if "not found" in said:
            return NotFound
    return CLASSES[cause_of(status)]


def _has(said: str, words: Iterable[str]) -> bool:
    return any(word in said for word in words)
