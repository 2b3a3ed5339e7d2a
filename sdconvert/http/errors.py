"""Why a call to a server gives no result: one class for each cause, of which each service has its own below.

An error knows its call and whether the server may have acted. `except CallTimedOut` of this module is a time-out of any
service, that of a service is one of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from typing import Any

from sdconvert.errors import ServiceError
from sdconvert.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Failure:
    """The call that an error is about. `body` is the answer's text, trimmed and without secrets; `may_have_acted` is
    False only where the server certainly did nothing; `details` are what its own description of the error holds."""

    operation: str
    status: int | None = None
    request_id: str = ""
    body: str = ""
    retry_after: float | None = None
    may_have_acted: bool = False
    details: Mapping[str, Any] = field(default_factory=dict)


class CallError(ServiceError):
    """The error of one call. `failure` tells which; `advice` says what to do."""

    advice = ""
    is_transient = False

    def __init__(self, reason: str, failure: Failure) -> None:
        super().__init__(reason, failure)
        self.reason = reason
        self.failure = failure

    @property
    def operation(self) -> str:
        return self.failure.operation

    @property
    def status(self) -> int | None:
        return self.failure.status

    @property
    def request_id(self) -> str:
        return self.failure.request_id

    @property
    def body(self) -> str:
        return self.failure.body

    @property
    def details(self) -> Mapping[str, Any]:
        return self.failure.details

    def __str__(self) -> str:
        stop = "" if self.body.endswith((".", "!", "?", "…")) else "."
        words = f" The server said: {self.body}{stop}" if self.body else ""
        advice = f" {self.advice}" if self.advice else ""
        request = f" (request {self.request_id})" if self.request_id else ""
        return f"{self.operation}: {self.reason}{request}.{words}{advice}"


class ConnectionFailed(CallError):
    """The server cannot be reached, or the connection broke."""

    advice = "Check the address, the network and the proxy."
    is_transient = True


class CallTimedOut(CallError):
    """The server took longer than the time-outs allow."""

    advice = "Try again later, or allow more time."
    is_transient = True


class CertificateRefused(CallError):
    """The server's certificate is not trusted."""

    advice = "Name your organisation's certificates as the CA bundle, or `system` for those of the operating system."


class AuthenticationFailed(CallError):
    """401: the credentials are missing, wrong or expired."""


class PaymentRequired(CallError):
    """402: a limit of what is paid for was hit."""

    advice = "Ask for a larger plan."


class PermissionDenied(CallError):
    """403: the rights do not suffice."""


class NotFound(CallError):
    """404: the server does not know what is asked for."""


class Conflict(CallError):
    """409: what is asked for conflicts with what is there."""

    advice = "Look at what is there, and ask again."


class InvalidRequest(CallError):
    """400, 412, or arguments that the server would refuse: then `faults` names all of them and nothing was sent."""

    advice = "Correct the fields named."

    def __init__(self, reason: str, failure: Failure, faults: Sequence[str] = ()) -> None:
        super().__init__(reason, failure)
        self.args = (reason, failure, tuple(faults))
        self.faults = tuple(faults)


class TooLarge(CallError):
    """413: more was sent than the server takes."""

    advice = "Send less at once."


class RateLimited(CallError):
    """429: too many calls."""

    advice = "Call less often."
    is_transient = True


class ServerError(CallError):
    """5xx: the server failed."""

    advice = "Try again later."
    is_transient = True


class MalformedAnswer(CallError):
    """The answer is cut short, or not what the documentation of the service describes."""

    advice = "Check that the address is that of the API, and that no proxy changes its answers."
    is_transient = True


class UnexpectedStatus(CallError):
    """A status that the documentation of the service does not know, such as a redirect."""

    advice = "Check that the address is that of the API."


ErrorClasses = Mapping[type[CallError], type[CallError]]
"""For each cause of this module the class in which a service raises it."""


def classes_of_service(*classes: type[CallError]) -> ErrorClasses:
    """The classes of a service by their causes, of which each is the first base."""
    return {one.__mro__[1]: one for one in classes}
