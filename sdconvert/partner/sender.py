"""How a call is sent: `send` makes its attempts, each of them one request with its own body, token and id."""

from __future__ import annotations

import json
import logging
import uuid
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import field, replace
from enum import StrEnum
from typing import Any, TypeVar
from urllib.parse import quote, urlencode

from sdconvert.errors import BadConfiguration
from sdconvert.frozen import dataclass
from sdconvert.http.json_fields import Unexpected
from sdconvert.http.pace import Pace
from sdconvert.http.rate_limit import read_rate_limit
from sdconvert.http.response import ResponseBody, broken_call_error, header_words, json_reader, words_of
from sdconvert.http.retry import Attempts, Clock, RetryPolicy, parse_retry_after, server_time
from sdconvert.http.secret import Secret
from sdconvert.http.transport import Broken, Request, Response, Timeouts, Transport, parse_version
from sdconvert.partner.auth import Auth
from sdconvert.partner.errors import (
    CLASSES,
    AuthenticationFailed,
    CallError,
    Failure,
    MalformedAnswer,
    OutcomeUnknown,
    PermissionDenied,
    RateLimited,
    VersionTooOld,
)
from sdconvert.partner.fingerprint import Trace
from sdconvert.partner.refusals import judge_refusal
from sdconvert.partner.responses import parse_token
from sdconvert.partner.uploads import MultipartBody

T = TypeVar("T")

_TOO_MANY = 429
_BUSY = (_TOO_MANY, 503)

log = logging.getLogger("sdconvert.partner")


class Repeat(StrEnum):
    """When a call may be made again: always; where the server says that it did nothing; where it got no request."""

    ALWAYS = "always"
    IF_NOT_DONE = "if not done"
    IF_NOT_RECEIVED = "if not received"


@dataclass(frozen=True, slots=True)
class PartnerCall:
    """One call. `issuer` is the acting user; `upload` makes its body anew for each attempt, with
    a file of `uploaded` bytes, `trace` finds what an
    import or a creation has made, and `was_made` asks the server whether it has."""

    operation: str
    method: str
    path: str
    issuer: str
    repeat: Repeat = Repeat.ALWAYS
    query: Mapping[str, str] = field(default_factory=dict)
    payload: Mapping[str, Any] | None = None
    upload: Callable[[], MultipartBody] | None = None
    uploaded: int | None = None
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

    def send(self, call: PartnerCall, read: Callable[[ResponseBody], T]) -> T:
        """What `read` makes of the answer. A call that failed is made again where that is safe, after a wait; before
        what makes something is sent again to a server that refused it for its rate, the server is asked whether it did
        it all the same.

        Raises: CallError, whose `may_have_acted` is about all attempts; OutcomeUnknown where the server may have acted
            on what must not be done twice.
        """
        attempts = Attempts(self.retries, self.clock)
        was_rate_limited = was_renewed = may_have_acted = False
        while True:
            try:
                if was_rate_limited:
                    _check_not_made(call)
                return self._attempt(call, read)
            except CallError as error:
                may_have_acted |= error.failure.may_have_acted
                is_refused_login = isinstance(error, AuthenticationFailed)
                may_repeat = not was_renewed if is_refused_login else _is_safe(call.repeat, error.failure)
                if error.is_transient and may_repeat and attempts.wait_for_next(error):
                    was_rate_limited = isinstance(error, RateLimited)
                    was_renewed |= is_refused_login
                    continue
                error.failure = replace(error.failure, may_have_acted=may_have_acted)
                if may_have_acted and call.repeat is not Repeat.ALWAYS:
                    reason = f"nobody knows whether it was done ({error.reason})"
                    raise OutcomeUnknown(reason, error.failure, call.trace) from error
                raise

    def _attempt(self, call: PartnerCall, read: Callable[[ResponseBody], T]) -> T:
        """One request in its turn. Nothing waits longer for its turn than for all attempts; a busy server holds up all
        who share the pace."""
        rest = self.pace.wait(self.retries.total)
        if rest:
            reason = f"a pause is kept for {rest:.0f} seconds more, as the server or the pace of the client asks"
            raise RateLimited(reason, Failure(call.operation, retry_after=rest))
        try:
            value = self._exchange(call, read)
        except CallError as error:
            if error.status in _BUSY:
                self.pace.hold(error.failure.retry_after)
            raise
        self.pace.ease()
        return value

    def _exchange(self, call: PartnerCall, read: Callable[[ResponseBody], T]) -> T:
        """One request with its own token, id and body, and what comes of it."""
        attempt_id = str(uuid.uuid4())
        body = None if call.upload is None else call.upload()
        try:
            request = self._request(call, attempt_id, body)
            secrets = self._secrets_in(request)
            deadline = self._deadline_of(request)
            with closing(self.transport.send(request)) as response:
                try:
                    return self._read(call, response, read, attempt_id, deadline, secrets)
                except AuthenticationFailed as error:
                    error.is_transient = self.auth.forget(request.headers)
                    raise
        except Broken as broken:
            raise broken_call_error(CLASSES, call.operation, broken, attempt_id) from None
        finally:
            if body is not None:
                body.close()

    def _request(self, call: PartnerCall, attempt_id: str, body: MultipartBody | None) -> Request:
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

    def _deadline_of(self, request: Request) -> float:
        return self.clock.monotonic() + self.timeouts.of_exchange(request.size)

    def _secrets_in(self, request: Request) -> tuple[Secret, ...]:
        """What must not show in any text: the credentials, and the token that was made of them."""
        token = request.headers["authorization"].rpartition(" ")[2]
        return (*self.auth.secrets, Secret(token, "The token"))

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
        call = PartnerCall("Signing in", "POST", path, "")
        deadline = self._deadline_of(request)
        try:
            with closing(self.transport.send(request)) as response:
                return self._read(call, response, json_reader(parse_token(token)), "", deadline)
        except Broken as broken:
            raise broken_call_error(CLASSES, call.operation, Broken(str(broken), was_sent=False)) from None
        except CallError as error:
            error.failure = replace(error.failure, may_have_acted=False)
            raise

    def _read(
        self,
        call: PartnerCall,
        response: Response,
        read: Callable[[ResponseBody], T],
        attempt_id: str,
        deadline: float,
        secrets: tuple[Secret, ...] = (),
    ) -> T:
        """What `read` makes of a 200; every other response is an error. What the server says is without `secrets`; in
        the answer to a sign-in the token is what is asked for."""
        known = secrets or self.auth.secrets
        request_id = header_words(response, "x-request-id", known) or attempt_id
        self.pace.heed(read_rate_limit(response.headers, self.clock.time()))
        log.debug("%s %s: %s (request %s)", call.method, call.path, response.status, request_id)
        if response.status != 200:
            raise self._refusal(call, response, request_id, known)
        self._check_version(call, response, request_id)
        try:
            return read(ResponseBody(response, deadline, self.clock.monotonic, secrets))
        except Unexpected as error:
            reason = f"the answer cannot be understood: {error}"
            raise MalformedAnswer(reason, Failure(call.operation, 200, request_id, may_have_acted=True)) from None

    def _wait_asked_by(self, response: Response) -> float | None:
        """The seconds to wait that a refusal asks for: as it says, else until the next calls are allowed."""
        now = self.clock.time()
        asked = parse_retry_after(response.headers.get("retry-after"), server_time(response.headers, now))
        if asked is not None or response.status != _TOO_MANY:
            return asked
        return read_rate_limit(response.headers, now).reset_in

    def _check_version(self, call: PartnerCall, response: Response, request_id: str) -> None:
        """Raises: VersionTooOld, unless the call has made something: then its result counts more."""
        stated = header_words(response, "x-api-version", self.auth.secrets)
        version = parse_version(stated)
        if version is None or version >= self.least_version:
            return
        least = ".".join(map(str, self.least_version))
        if call.repeat is not Repeat.ALWAYS:
            log.warning("The server's API is of version %s, at least %s is expected.", stated, least)
            return
        reason = f"the server's API is of version {stated[:40]}, at least {least} is needed"
        raise VersionTooOld(reason, Failure(call.operation, response.status, request_id))

    def _refusal(
        self, call: PartnerCall, response: Response, request_id: str, secrets: tuple[Secret, ...]
    ) -> CallError:
        """The error that a response other than 200 stands for."""
        status = response.status
        failure = Failure(
            call.operation,
            status,
            request_id,
            words_of(response, secrets),
            self._wait_asked_by(response),
            may_have_acted=not 400 <= status < 500,
        )
        kind, reason = judge_refusal(status, failure.body, call.path, call.uploaded)
        error = kind(reason, failure)
        if isinstance(error, (AuthenticationFailed, PermissionDenied)):
            error.advice = self.auth.advice
        return error


def _is_safe(repeat: Repeat, failure: Failure) -> bool:
    """Whether a call that failed may be made again."""
    if repeat is Repeat.ALWAYS:
        return True
    return not failure.may_have_acted and (repeat is Repeat.IF_NOT_DONE or failure.status is None)


def _check_not_made(call: PartnerCall) -> None:
    """Raises: OutcomeUnknown where the server has done what it refused, or cannot be asked."""
    if call.was_made is None:
        return
    try:
        was_made = call.was_made()
    except CallError as error:
        reason = f"it was refused, and nobody knows whether it was done all the same ({error.reason})"
        raise OutcomeUnknown(reason, Failure(call.operation), call.trace) from error
    if was_made:
        raise OutcomeUnknown("it was refused and yet done", Failure(call.operation), call.trace)
