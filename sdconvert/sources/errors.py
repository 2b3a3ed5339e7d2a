"""What can come of a call to a source: the causes that all services share, and those of sources."""

from __future__ import annotations

from sdconvert.errors import SourceFailed, SourceRefused, SourceUnreachable
from sdconvert.http import errors as causes
from sdconvert.http.errors import CallError, Failure, classes_of_service

__all__ = [
    "AuthenticationFailed",
    "CallError",
    "CallTimedOut",
    "CertificateRefused",
    "Conflict",
    "ConnectionFailed",
    "EndlessPages",
    "Failure",
    "ForeignLink",
    "InvalidRequest",
    "MalformedAnswer",
    "NotFound",
    "PaymentRequired",
    "PermissionDenied",
    "RateLimited",
    "ServerError",
    "TooLarge",
    "UnexpectedStatus",
]


class ConnectionFailed(causes.ConnectionFailed, SourceUnreachable):
    """The server cannot be reached, or the connection broke."""


class CallTimedOut(causes.CallTimedOut, SourceUnreachable):
    """The server took longer than the time-outs allow."""


class CertificateRefused(causes.CertificateRefused, SourceUnreachable):
    """The server's certificate is not trusted."""


class AuthenticationFailed(causes.AuthenticationFailed, SourceRefused):
    """401: the key or the token is missing, wrong or withdrawn."""

    advice = "Check the key or the token, and the e-mail address where one belongs to it."


class PaymentRequired(causes.PaymentRequired, SourceRefused):
    """402: a limit of what the account pays for was hit."""


class PermissionDenied(causes.PermissionDenied, SourceRefused):
    """403: the account may not see this. `scope` is what the token needs, where the source has scopes."""

    advice = "Give the key or the token this right, or use another."

    def __init__(self, reason: str, failure: Failure, scope: str = "") -> None:
        super().__init__(reason, failure)
        self.args = (reason, failure, scope)
        self.scope = scope


class NotFound(causes.NotFound, SourceRefused):
    """404: the server knows no such resource."""

    advice = "Check the address of the server."


class Conflict(causes.Conflict, SourceRefused):
    """409: what is asked for conflicts with what is there."""


class InvalidRequest(causes.InvalidRequest, SourceRefused):
    """400, 412, or parameters that the source does not know: then `faults` names all of them and nothing was sent."""


class TooLarge(causes.TooLarge, SourceRefused):
    """413: more is asked for at once than the server gives."""


class RateLimited(causes.RateLimited, SourceRefused):
    """429: too many calls."""


class ServerError(causes.ServerError, SourceFailed):
    """5xx: the server failed."""


class MalformedAnswer(causes.MalformedAnswer, SourceFailed):
    """The answer is cut short, or not what the documentation of the source describes."""


class UnexpectedStatus(causes.UnexpectedStatus, SourceFailed):
    """A status that the documentation of the source does not know, such as a redirect."""


CLASSES = classes_of_service(
    *(ConnectionFailed, CallTimedOut, CertificateRefused, AuthenticationFailed, PaymentRequired, PermissionDenied),
    *(NotFound, Conflict, InvalidRequest, TooLarge, RateLimited, ServerError, MalformedAnswer, UnexpectedStatus),
)


class ForeignLink(CallError, SourceFailed):
    """An address that leads to another server or out of the API: the credentials are not sent there."""

    advice = "Check the address of the server: it has to be the one that the server itself uses in its links."


class EndlessPages(CallError, SourceFailed):
    """The pages of a list repeat themselves, or do not end."""

    advice = "Tell those who run the server; what came before is complete."
