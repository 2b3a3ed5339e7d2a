"""What can come of a call of the Partner API: the causes that all servers share, and its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sdconvert.errors import PartnerFailed, PartnerRefused
from sdconvert.http.errors import (
    AuthenticationFailed,
    CallError,
    CallTimedOut,
    CertificateRefused,
    ConnectionFailed,
    Failure,
    InvalidRequest,
    MalformedAnswer,
    NotFound,
    PermissionDenied,
    RateLimited,
    ServerError,
    UnexpectedStatus,
)

if TYPE_CHECKING:
    from sdconvert.partner.fingerprint import Trace

__all__ = [
    "AlreadyExists",
    "AuthenticationFailed",
    "CallError",
    "CallTimedOut",
    "CertificateRefused",
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


class PaymentRequired(CallError, PartnerRefused):
    """402: a limit of the pricing model was hit."""

    advice = "Show the user the page for upgrading."


class TooLarge(CallError, PartnerRefused):
    """413, 403 for an upload, or a file above the limit that is set here."""

    advice = "Make its pictures smaller, or split it."


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
