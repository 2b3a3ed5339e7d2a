"""Who calls: JSON Web Tokens, or the user and password of the legacy scheme. Source: guide, Authentication, Headers."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Protocol

from sdconvert.errors import BadConfiguration
from sdconvert.http.secret import Secret, as_secret


class Algorithm(StrEnum):
    """How a token is signed."""

    HS256 = "HS256"
    HS384 = "HS384"
    HS512 = "HS512"


def parse_algorithm(name: str) -> Algorithm:
    """The algorithm of this name. Raises: BadConfiguration."""
    try:
        return Algorithm(name)
    except ValueError:
        raise BadConfiguration(f"Tokens cannot be signed by {name!r}; {', '.join(Algorithm)} are known.") from None


SignIn = Callable[[str, Mapping[str, str], Mapping[str, str], str], str]
"""Posts (path, headers, JSON) and returns the field of the answer that is named last."""


class SignInCall(StrEnum):
    """How the legacy scheme signs in: by the partner's call, or by that of users, which servers of before 2017 have."""

    PARTNER = "partner"
    USERS = "users"


_SIGN_IN = {
    SignInCall.PARTNER: ("/partner/authenticate", "adminAccessToken"),
    SignInCall.USERS: ("/users/authenticate", "accessToken"),
}


def parse_sign_in(name: str) -> SignInCall:
    """The call of this name. Raises: BadConfiguration."""
    try:
        return SignInCall(name)
    except ValueError:
        raise BadConfiguration(f"The sign-in is {name!r}; {' or '.join(SignInCall)} is needed.") from None


class Auth(Protocol):
    """Makes the headers of one attempt."""

    def headers(self, issuer: str, issued_at: int, token_id: str, sign_in: SignIn) -> dict[str, str]:
        """Fresh headers; `issuer` is the acting user."""

    def forget(self, refused: Mapping[str, str]) -> bool:
        """Called after a 401 to these headers: whether another attempt would carry other credentials."""

    @property
    def secrets(self) -> tuple[Secret, ...]:
        """What must not show in any text."""

    @property
    def advice(self) -> str:
        """What to check when the server refuses the caller."""


class JwtAuth:
    """The client id and tokens signed with the client secret, each with an id of its own."""

    def __init__(
        self, client_id: str, client_secret: str | Secret, algorithm: Algorithm | str = Algorithm.HS256
    ) -> None:
        """Raises: BadConfiguration for credentials that cannot be sent, and for an algorithm that is not known."""
        self._client_id = Secret(client_id, "The client id").reveal()
        self._secret = as_secret(client_secret, "The client secret")
        self._algorithm = parse_algorithm(algorithm)

    def headers(self, issuer: str, issued_at: int, token_id: str, sign_in: SignIn) -> dict[str, str]:
        """The client id and a token for one attempt."""
        from jwt import encode

        claims = {"iat": issued_at, "iss": issuer, "jti": token_id}
        return {
            "x-client-id": self._client_id,
            "authorization": f"Bearer {encode(claims, self._secret.reveal(), algorithm=str(self._algorithm))}",
        }

    def forget(self, refused: Mapping[str, str]) -> bool:
        """False: a new token from the same secret would be refused as well."""
        return False

    @property
    def secrets(self) -> tuple[Secret, ...]:
        """The client secret."""
        return (self._secret,)

    @property
    def advice(self) -> str:
        return "Check client id, client secret and the clock of this machine, and whether the acting user may do this."

    def __repr__(self) -> str:
        return f"JwtAuth(client_id={self._client_id[:6]}…, {self._algorithm})"


class LegacyAuth:
    """An API key, and the access token that an e-mail address and a password give; it is fetched when it is needed."""

    def __init__(
        self,
        api_key: str | Secret,
        email: str,
        password: str | Secret,
        *,
        sign_in: SignInCall | str = SignInCall.PARTNER,
    ) -> None:
        """Raises: BadConfiguration for credentials that cannot be sent, and for a call that is not known."""
        self._api_key = as_secret(api_key, "The API key")
        self._email = email
        self._password = as_secret(password, "The password")
        self._path, self._field = _SIGN_IN[parse_sign_in(sign_in)]
        self._token: Secret | None = None
        self._lock = threading.Lock()

    def headers(self, issuer: str, issued_at: int, token_id: str, sign_in: SignIn) -> dict[str, str]:
        """The API key and the access token, without the word Bearer."""
        key = {"x-api-key": self._api_key.reveal()}
        with self._lock:
            if self._token is None:
                credentials = {"email": self._email, "password": self._password.reveal()}
                self._token = Secret(sign_in(self._path, key, credentials, self._field), "The access token")
            return {**key, "authorization": self._token.reveal()}

    def forget(self, refused: Mapping[str, str]) -> bool:
        """True: signing in again gives another token. That of another thread, which has done so already, is kept."""
        with self._lock:
            if self._token is not None and self._token.reveal() == refused.get("authorization"):
                self._token = None
            return True

    @property
    def secrets(self) -> tuple[Secret, ...]:
        """The API key, the password and the access token."""
        return tuple(secret for secret in (self._api_key, self._password, self._token) if secret is not None)

    @property
    def advice(self) -> str:
        return "Check the login, the password and the API key, and whether the login may do this."

    def __repr__(self) -> str:
        return f"LegacyAuth(email={self._email})"
