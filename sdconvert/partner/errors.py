"""What can come of a call of the Partner API: the causes that all services share, and its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sdconvert.errors import PartnerFailed, PartnerRefused, PartnerUnreachable
from sdconvert.http import errors as causes
from sdconvert.http.errors import CallError, Failure, classes_of_service

if TYPE_CHECKING:
    from sdconvert.partner.fingerprint import Trace

__all__ = [
    "AlreadyExists",
    "AuthenticationFailed",
    "CallError",
    "CallTimedOut",
    "CertificateRefused",
    "Conflict",
    "ConnectionFailed",
    "Failure",
    "InvalidFile",
    "InvalidRequest",
    "InvalidState",
    "MalformedAnswer",
    "NotFound",
    "OutcomeUnknown",
    "PaymentRequired",
    "PermissionDenied",
    "RateLimited",
    "ServerError",
    "TooLarge",
    "UnexpectedStatus",
    "VersionTooOld",
]


class ConnectionFailed(causes.ConnectionFailed, PartnerUnreachable):
    """The server cannot be reached, or the connection broke."""


class CallTimedOut(causes.CallTimedOut, PartnerUnreachable):
    """The server took longer than the time-outs allow."""


class CertificateRefused(causes.CertificateRefused, PartnerUnreachable):
    """The server's certificate is not trusted."""


class AuthenticationFailed(causes.AuthenticationFailed, PartnerRefused):
    """401: the credentials are missing, wrong or expired."""

    advice = "Check the client id, the client secret and the clock of this machine."


class PaymentRequired(causes.PaymentRequired, PartnerRefused):
    """402: a limit of the pricing model was hit."""

    advice = "Show the user the page for upgrading."


class PermissionDenied(causes.PermissionDenied, PartnerRefused):
    """403: the client id is unknown, or the rights do not suffice."""

    advice = "Check the client id, whether the acting user may do this, and whether it is there."


class NotFound(causes.NotFound, PartnerRefused):
    """404, or 403 for an id that the server does not know."""

    advice = "Check the id; the document may have been deleted, or be a draft of somebody else."


class Conflict(causes.Conflict, PartnerRefused):
    """409: what is asked for conflicts with what is there."""


class InvalidRequest(causes.InvalidRequest, PartnerRefused):
    """412, or arguments that the server would refuse: then `faults` names all of them and nothing was sent."""


class TooLarge(causes.TooLarge, PartnerRefused):
    """413, 403 for an upload, or a file above the limit that is set here."""

    advice = "Make its pictures smaller, or split it."


class RateLimited(causes.RateLimited, PartnerRefused):
    """429: too many calls."""


class ServerError(causes.ServerError, PartnerFailed):
    """5xx: the server failed."""


class MalformedAnswer(causes.MalformedAnswer, PartnerFailed):
    """The answer is cut short, or not what the guide describes."""


class UnexpectedStatus(causes.UnexpectedStatus, PartnerFailed):
    """A status that the guide does not know, such as a redirect."""


CLASSES = classes_of_service(
    *(ConnectionFailed, CallTimedOut, CertificateRefused, AuthenticationFailed, PaymentRequired, PermissionDenied),
    *(NotFound, Conflict, InvalidRequest, TooLarge, RateLimited, ServerError, MalformedAnswer, UnexpectedStatus),
)


class InvalidFile(CallError, PartnerRefused):
    """The file is no package that the import takes; it was not sent."""

    advice = "Mend the file, or send it without validation."


class InvalidState(CallError, PartnerRefused):
    """400: the document's state does not allow this, such as deleting what is in review."""

    advice = "Look at the document's state."


class AlreadyExists(CallError, PartnerRefused):
    """The same file was imported before with the same settings, and the caller asked to refuse that."""

    advice = "Adopt the document, or import the file anew."

    def __init__(self, reason: str, failure: Failure, document_id: str) -> None:
        super().__init__(reason, failure)
        self.args = (reason, failure, document_id)
        self.document_id = document_id


class VersionTooOld(CallError, PartnerRefused):
    """The server's `X-Api-Version` is below what this client speaks."""

    advice = "Ask for an update of the server, or lower the least version."


class OutcomeUnknown(CallError, PartnerFailed):
    """Nobody knows whether the server acted. `trace` is what `PartnerClient.reconcile` needs, None where nothing can
    tell; the cause is the error of the last attempt."""

    advice = "Reconcile before sending it again, or it may be there twice."

    def __init__(self, reason: str, failure: Failure, trace: Trace | None = None) -> None:
        super().__init__(reason, failure)
        self.args = (reason, failure, trace)
        self.trace = trace
