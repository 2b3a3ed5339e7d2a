"""Who calls: JSON Web Tokens, and the legacy scheme of key, user and password.

Source: Partner API guide, Authentication; Headers.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping
from threading import Lock

from sdconvert.sandbox.options import Credentials, SandboxOptions
from sdconvert.sandbox.refusal import forbidden, unauthorized

ALGORITHMS = ["HS256", "HS384", "HS512"]
_LATEST = 2**53


class Gate:
    """Lets calls in, or refuses them. `is_token` tells whether a text is an access token of the legacy scheme."""

    def __init__(self, credentials: Credentials, options: SandboxOptions, is_token: Callable[[str], bool]) -> None:
        self._credentials = credentials
        self._options = options
        self._is_token = is_token
        self._seen: dict[str, float] = {}
        self._lock = Lock()

    def admit(self, headers: Mapping[str, str]) -> str | None:
        """The issuer of the token of a call, None in the legacy scheme.

        Raises: Refusal, 401 or 403.
        """
        authorization = headers.get("authorization", "").strip()
        if not authorization:
            raise unauthorized("the header authorization is missing")
        if "x-client-id" not in headers and "x-api-key" in headers:
            self.check_api_key(headers)
            if not self._is_token(_without_scheme(authorization)):
                raise unauthorized("the access token is not valid")
            return None
        client_id = headers.get("x-client-id")
        if client_id is None:
            raise forbidden("the header x-client-id is missing")
        if not _same(client_id, self._credentials.client_id):
            raise forbidden("the client id is not known")
        if not authorization.lower().startswith("bearer "):
            raise unauthorized("the header authorization is not “Bearer” and a token")
        return self._issuer(_without_scheme(authorization))

    def check_api_key(self, headers: Mapping[str, str]) -> None:
        """Raises: Refusal, 403."""
        key = headers.get("x-api-key")
        if key is None:
            raise forbidden("the header x-api-key is missing")
        if not _same(key, self._credentials.api_key):
            raise forbidden("the api key is not known")

    def check_sign_in(self, email: str, password: str) -> None:
        """Raises: Refusal, 401."""
        is_right = _same(email, self._credentials.email) & _same(password, self._credentials.password)
        if not is_right:
            raise unauthorized("e-mail or password is wrong")

    def _issuer(self, token: str) -> str:
        claims = self._claims(token)
        iat, iss, jti = claims.get("iat"), claims.get("iss"), claims.get("jti")
        if not isinstance(iat, int) or isinstance(iat, bool) or abs(iat) > _LATEST:
            raise unauthorized("the claim iat of the token is not an integer")
        if not isinstance(iss, str) or not iss:
            raise unauthorized("the claim iss of the token is not a string")
        if not isinstance(jti, str) or not jti:
            raise unauthorized("the claim jti of the token is not a string")
        age = self._options.clock() - iat
        if age > self._options.iat_leeway:
            raise unauthorized(f"the token has expired: it was issued {age:.0f} seconds ago")
        if age < -self._options.iat_leeway:
            raise unauthorized(f"the token was issued {-age:.0f} seconds in the future")
        if self._options.unique_jti:
            self._check_unique(jti, float(iat))
        return iss

    def _claims(self, token: str) -> Mapping[str, object]:
        import jwt

        try:
            claims: Mapping[str, object] = jwt.decode(
                token,
                self._credentials.client_secret,
                algorithms=ALGORITHMS,
                leeway=self._options.iat_leeway,
                options={"verify_iat": False, "verify_aud": False},
            )
        except (jwt.PyJWTError, ValueError, TypeError, RecursionError) as error:
            raise unauthorized(f"the token is not valid ({type(error).__name__})") from error
        return claims

    def _check_unique(self, jti: str, iat: float) -> None:
        now = self._options.clock()
        with self._lock:
            self._seen = {known: time for known, time in self._seen.items() if now - time <= self._options.iat_leeway}
            if jti in self._seen:
                raise unauthorized("the token was used before")
            self._seen[jti] = iat


def _without_scheme(authorization: str) -> str:
    scheme, _, rest = authorization.partition(" ")
    return rest.strip() if scheme.lower() == "bearer" else authorization


def _same(first: str, second: str) -> bool:
    return hmac.compare_digest(first.encode("utf-8", "replace"), second.encode())
