"""What can come of a call to a source: the causes that all servers share, and those of sources."""

from __future__ import annotations

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

__all__ = [
    "AccessDenied",
    "AuthenticationFailed",
    "CallError",
    "CallTimedOut",
    "CertificateRefused",
    "Conflict",
    "ConnectionFailed",
    "CredentialsRefused",
    "EndlessPages",
    "Failure",
    "ForeignLink",
    "InvalidRequest",
    "MalformedAnswer",
    "NotFound",
    "NotThere",
    "PermissionDenied",
    "RateLimited",
    "ServerError",
    "UnexpectedStatus",
]


class CredentialsRefused(AuthenticationFailed):
    """401: the key or the token is missing, wrong or withdrawn."""

    advice = "Check the key or the token, and the e-mail address where one belongs to it."


class AccessDenied(PermissionDenied):
    """403: the account may not see this. `scope` is what the token needs, where the source has scopes."""

    advice = "Give the key or the token this right, or use another."

    def __init__(self, reason: str, failure: Failure, scope: str = "") -> None:
        super().__init__(reason, failure)
        self.args = (reason, failure, scope)
        self.scope = scope


class NotThere(NotFound):
    """404: the server knows no such resource."""

    advice = "Check the address of the server."


class Conflict(CallError, PartnerRefused):
    """409: what is asked for conflicts with what is there."""

    advice = "Look at what is there, and ask again."


class ForeignLink(CallError, PartnerFailed):
    """An address that leads to another server or out of the API: the credentials are not sent there."""

    advice = "Check the address of the server: it has to be the one that the server itself uses in its links."


class EndlessPages(CallError, PartnerFailed):
    """The pages of a list repeat themselves, or do not end."""

    advice = "Tell those who run the server; what came before is complete."
