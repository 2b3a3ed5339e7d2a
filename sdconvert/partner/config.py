"""Where the server is and who calls: arguments before the environment before a profile of a TOML file."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import field, replace
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from sdconvert.errors import BadConfiguration
from sdconvert.faults import reporting_faults
from sdconvert.frozen import dataclass
from sdconvert.http.address import parse_base_url
from sdconvert.http.retry import RetryPolicy
from sdconvert.http.secret import Secret
from sdconvert.http.settings import SECRET_WAYS, config_file, find_secret, read_profile
from sdconvert.http.transport import Timeouts
from sdconvert.partner.auth import Algorithm, Auth, JwtAuth, LegacyAuth, SignInCall, parse_algorithm, parse_sign_in
from sdconvert.partner.client import LARGEST_UPLOAD, LEAST_VERSION, PartnerClient, parse_commenter_word
from sdconvert.partner.export_file import LARGEST_EXPORT
from sdconvert.partner.types import COMMENTER_WORDS, User

T = TypeVar("T")

_PREFIX = "SDCONVERT_"
_TEXTS = ("url", "client_id", "user_id", "group_id", "role", "algorithm", "certificates")
_LEGACY_TEXTS = ("login",)
_SECRETS = ("client_secret", "api_key", "password")
_PERSON = ("email", "firstname", "lastname", "company")
_CHOICES = ("commenter_word", "fingerprint", "sign_in")
_NUMBERS = ("read_timeout", "total_time", "attempts", "largest_upload", "largest_export", "least_version")
_SHOWN = (*_TEXTS, *_NUMBERS, *_CHOICES, *_PERSON, *_LEGACY_TEXTS, "proxies", *_SECRETS)
_HIDDEN = "•••"
_KNOWN = frozenset({*_SHOWN, *(name + way for name in _SECRETS for way in SECRET_WAYS)})


@dataclass(frozen=True, slots=True)
class Profile:
    """What a client is made with. `person` holds what is known of the acting user; secrets do not show.

    Units: seconds for `read_timeout`, the longest wait for a byte, and `total_time`, in which a call is repeated; bytes
    for `largest_upload` and `largest_export`.
    """

    url: str = ""
    client_id: str = ""
    client_secret: Secret | None = None
    user_id: str = ""
    group_id: str = ""
    role: str = ""
    algorithm: str = Algorithm.HS256
    certificates: str | None = None
    proxies: Mapping[str, str] = field(default_factory=dict, repr=False)
    person: Mapping[str, str] = field(default_factory=dict)
    login: str = ""
    api_key: Secret | None = None
    password: Secret | None = None
    read_timeout: float = Timeouts().read
    total_time: float = RetryPolicy().total
    attempts: int = RetryPolicy().attempts
    largest_upload: int = LARGEST_UPLOAD
    largest_export: int = LARGEST_EXPORT
    least_version: tuple[int, ...] = LEAST_VERSION
    commenter_word: str = COMMENTER_WORDS[0]
    fingerprint: bool = True
    sign_in: str = SignInCall.PARTNER

    def client(self, **options: Any) -> PartnerClient:
        """The client; `options` are those of `PartnerClient` and go before the profile's own.

        Raises: BadConfiguration that names what is missing.
        """
        address = self.address(bool(options.get("insecure")))
        given = {
            "certificates": self.certificates,
            "proxies": self.proxies,
            "timeouts": replace(Timeouts(), read=self.read_timeout, work=max(self.read_timeout, Timeouts().work)),
            "retries": RetryPolicy(attempts=self.attempts, total=self.total_time),
            "largest_upload": self.largest_upload,
            "largest_export": self.largest_export,
            "least_version": self.least_version,
            "commenter_word": self.commenter_word,
            "fingerprint": self.fingerprint,
            **options,
        }
        return PartnerClient(address, user_id=self.user_id, auth=self._auth(), **given)

    def address(self, insecure: bool = False) -> str:
        """The address of the server, without a slash at its end. Raises: BadConfiguration."""
        if not self.url:
            raise BadConfiguration(f"The address of the server is not known: set {_PREFIX}URL, or name a profile.")
        return parse_base_url(self.url, insecure)

    def _auth(self) -> Auth:
        if self.client_id and self.client_secret is not None:
            return JwtAuth(self.client_id, self.client_secret, self.algorithm)
        if self.login and self.api_key is not None and self.password is not None:
            return LegacyAuth(self.api_key, self.login, self.password, sign_in=self.sign_in)
        raise BadConfiguration(
            f"The credentials are not known: set {_PREFIX}CLIENT_ID and {_PREFIX}CLIENT_SECRET, or name a profile."
        )

    def user(self, **overrides: str | None) -> User:
        """The acting user with everything that new documents need.

        Raises: BadConfiguration that names all that is missing.
        """
        known = {"user_id": self.user_id, **self.person, **{k: v for k, v in overrides.items() if v is not None}}
        missing = [name for name in ("user_id", *_PERSON) if not known.get(name)]
        if missing:
            variables = ", ".join(_PREFIX + name.upper() for name in missing)
            raise BadConfiguration(f"Not known of the user: {', '.join(missing)}. Name them, or set {variables}.")
        return User(**known)


@reporting_faults
def load_profile(
    name: str | None = None,
    *,
    file: Path | None = None,
    environment: Mapping[str, str] | None = None,
    **arguments: str | float | None,
) -> Profile:
    """The settings by name: what `arguments` state, else the environment (`SDCONVERT_URL`, `SDCONVERT_CLIENT_ID` …),
    else the profile. Without a name, `SDCONVERT_PROFILE` names it.

    A secret stands in the profile as itself, as `…_command` (a list: a program and its arguments that print it) or as
    `…_keyring` (the service; the user name is the client id or the login). `file` is `SDCONVERT_CONFIG`, or
    `sdconvert/partner.toml` in the user's configuration folder.

    Raises: BadConfiguration; also for a file that others can read.
    """
    env = os.environ if environment is None else environment
    unknown = [key for key in arguments if key not in _SHOWN or key == "proxies"]
    if unknown:
        raise BadConfiguration(f"There is no setting {', '.join(unknown)}; known are {', '.join(_SHOWN)}.")
    chosen = name or env.get(f"{_PREFIX}PROFILE")
    profile: Mapping[str, Any] = {}
    if chosen:
        place = file or config_file(env.get(f"{_PREFIX}CONFIG"), env, "partner.toml")
        profile = read_profile(chosen, place, _KNOWN, _SHOWN)

    def stated(key: str) -> str:
        given = arguments.get(key)
        return str(given) if given not in (None, "") else env.get(_PREFIX + key.upper(), "")

    def text(key: str) -> str:
        return stated(key) or str(profile.get(key, ""))

    def secret(key: str) -> Secret | None:
        return find_secret(key, stated(key), profile, text("client_id") or text("login"))

    def value(key: str, parse: Callable[[str], T], usual: T) -> T:
        return _parse_setting(key, text(key), parse) if text(key) else usual

    return Profile(
        url=text("url"),
        client_id=text("client_id"),
        client_secret=secret("client_secret"),
        user_id=text("user_id"),
        group_id=text("group_id"),
        role=text("role"),
        algorithm=parse_algorithm(text("algorithm") or Algorithm.HS256),
        certificates=text("certificates") or None,
        proxies=_proxies(profile.get("proxies", {})),
        person={key: text(key) for key in _PERSON if text(key)},
        login=text("login"),
        api_key=secret("api_key"),
        password=secret("password"),
        read_timeout=value("read_timeout", _seconds, Timeouts().read),
        total_time=value("total_time", _seconds, RetryPolicy().total),
        attempts=value("attempts", _count, RetryPolicy().attempts),
        largest_upload=value("largest_upload", _count, LARGEST_UPLOAD),
        largest_export=value("largest_export", _count, LARGEST_EXPORT),
        least_version=value("least_version", _version, LEAST_VERSION),
        commenter_word=parse_commenter_word(text("commenter_word") or COMMENTER_WORDS[0]),
        fingerprint=value("fingerprint", _flag, True),
        sign_in=parse_sign_in(text("sign_in") or SignInCall.PARTNER),
    )


def _parse_setting(key: str, text: str, parse: Callable[[str], T]) -> T:
    """Raises: BadConfiguration that names the setting."""
    try:
        return parse(text)
    except ValueError as error:
        raise BadConfiguration(f"The setting {key} is {text!r}; {error} is needed.") from error


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not 0 < seconds < math.inf:
        raise ValueError("a number of seconds above 0")
    return seconds


def _count(text: str) -> int:
    try:
        count = int(text)
    except ValueError:
        count = 0
    if count < 1:
        raise ValueError("a whole number above 0")
    return count


def _flag(text: str) -> bool:
    flags = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}
    if text.casefold() not in flags:
        raise ValueError("true or false")
    return flags[text.casefold()]


def _version(text: str) -> tuple[int, ...]:
    parts = text.split(".")
    if not all(part.isdecimal() for part in parts):
        raise ValueError("a version such as 2.6.0.0")
    return tuple(map(int, parts))


def _proxies(value: object) -> Mapping[str, str]:
    """Raises: BadConfiguration; the addresses are not shown, since they may hold a password."""
    if isinstance(value, dict) and all(isinstance(address, str) for address in value.values()):
        return value
    raise BadConfiguration('proxies has to be a table of addresses, such as { https = "http://proxy.example:3128" }.')


class Setting(NamedTuple):
    """A setting with what holds and where that comes from. A secret is not shown; `place` is a variable or a file."""

    name: str
    value: str
    source: str
    place: str = ""


def describe_settings(
    name: str | None, file: str | None = None, environment: Mapping[str, str] | None = None
) -> Iterator[Setting]:
    """What `load_profile` finds in the environment and in a profile, and where. Nothing is run to get a secret.

    Raises: BadConfiguration.
    """
    env = os.environ if environment is None else environment
    chosen = name or env.get(f"{_PREFIX}PROFILE")
    profile: Mapping[str, Any] = {}
    place = Path()
    if chosen:
        place = Path(file) if file else config_file(env.get(f"{_PREFIX}CONFIG"), env, "partner.toml")
        profile = read_profile(chosen, place, _KNOWN, _SHOWN)
    for key in _SHOWN:
        variable = f"{_PREFIX}{key.upper()}"
        hidden = key in _SECRETS or key == "proxies"
        if env.get(variable):
            yield Setting(key, _HIDDEN if hidden else env[variable], "environment", variable)
        elif found := next((key + way for way in SECRET_WAYS if key + way in profile), None):
            shown = _HIDDEN if hidden else str(profile[found])
            yield Setting(key, shown, f"profile {chosen}", f"{found} of {chosen} in {place}")
