"""What a status other than 200 stands for: one table for all servers."""

from __future__ import annotations

from collections.abc import Mapping

from sdconvert.http.errors import (
    AuthenticationFailed,
    CallError,
    Conflict,
    InvalidRequest,
    NotFound,
    PaymentRequired,
    PermissionDenied,
    RateLimited,
    ServerError,
    TooLarge,
    UnexpectedStatus,
)

_CAUSES: Mapping[int, type[CallError]] = {
    400: InvalidRequest,
    401: AuthenticationFailed,
    402: PaymentRequired,
    403: PermissionDenied,
    404: NotFound,
    409: Conflict,
    412: InvalidRequest,
    413: TooLarge,
    429: RateLimited,
}


def cause_of(status: int) -> type[CallError]:
    """The cause that a status stands for."""
    return ServerError if status >= 500 else _CAUSES.get(status, UnexpectedStatus)


def reason_for(status: int) -> str:
    """The status, as the beginning of a sentence about it."""
    if status >= 500:
        return f"the server failed with {status}"
    if status in _CAUSES:
        return f"the server answered {status}"
    if 300 <= status < 400:
        return f"the server answered {status}, and redirects are not followed with credentials"
    return f"the server answered {status}, which its documentation does not know"
