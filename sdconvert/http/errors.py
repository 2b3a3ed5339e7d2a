"""What can come of a call to a server, by its cause. An error knows its call and whether the server may have acted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sdconvert.errors import PartnerError, PartnerFailed, PartnerRefused, PartnerUnreachable


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


class CallError(PartnerError):
    """An error of one call. `failure` tells which; `advice` says what to do."""

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


class ConnectionFailed(CallError, PartnerUnreachable):
    """The server cannot be reached, or the connection broke."""

    advice = "Check the address, the network and the proxy."
    is_transient = True


class CallTimedOut(CallError, PartnerUnreachable):
    """The server took longer than the time-outs allow."""

    advice = "Try again later, or allow more time."
    is_transient = True


class CertificateRefused(CallError, PartnerUnreachable):
    """The server's certificate is not trusted."""

    advice = "Name your organisation's certificates as the CA bundle, or `system` for those of the operating system."


class AuthenticationFailed(CallError, PartnerRefused):
    """401: the credentials are missing, wrong or expired."""

    advice = "Check the client id, the client secret and the clock of this machine."


class PermissionDenied(CallError, PartnerRefused):
    """403: the client id is unknown, or the rights do not suffice."""

    advice = "Check the client id, whether the acting user may do this, and whether it is there."


class NotFound(CallError, PartnerRefused):
    """404, or 403 for an id that the server does not know."""

    advice = "Check the id; the document may have been deleted, or be a draft of somebody else."


class InvalidRequest(CallError, PartnerRefused):
    """412, or arguments that the server would refuse: then `faults` names all of them and nothing was sent."""

    advice = "Correct the fields named."

    def __init__(self, reason: str, failure: Failure, faults: Sequence[str] = ()) -> None:
        super().__init__(reason, failure)
        self.args = (reason, failure, tuple(faults))
        self.faults = tuple(faults)


class RateLimited(CallError, PartnerRefused):
    """429: too many calls."""

    advice = "Call less often."
    is_transient = True


class ServerError(CallError, PartnerFailed):
    """5xx: the server failed."""

    advice = "Try again later."
    is_transient = True


class MalformedAnswer(CallError, PartnerFailed):
    """The answer is cut short, or not what the guide describes."""

    advice = "Check that the address is that of the API, and that no proxy changes its answers."
    is_transient = True


class UnexpectedStatus(CallError, PartnerFailed):
    """A status that the guide does not know, such as a redirect."""

    advice = "Check that the address is that of the API."
