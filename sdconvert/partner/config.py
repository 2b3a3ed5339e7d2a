"""Where the server is and who calls: arguments before the environment before a profile of a TOML file."""

from __future__ import annotations

import os
import stat
import subprocess
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sdconvert.errors import BadConfiguration
from sdconvert.extras import load_extra
from sdconvert.http.secret import Secret
from sdconvert.partner.auth import Algorithm, Auth, JwtAuth, LegacyAuth
from sdconvert.partner.client import PartnerClient
from sdconvert.partner.types import User

_PREFIX = "SDCONVERT_"
_TEXTS = ("url", "client_id", "user_id", "group_id", "role", "algorithm", "certificates")
_LEGACY_TEXTS = ("login",)
_SECRETS = ("client_secret", "api_key", "password")
_PERSON = ("email", "firstname", "lastname", "company")
_WAYS = ("", "_command", "_keyring")
_KNOWN = frozenset({*_TEXTS, *_LEGACY_TEXTS, *_PERSON, "proxies", *(name + way for name in _SECRETS for way in _WAYS)})
_COMMAND_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Profile:
    """What a client is made with. `person` holds what is known of the acting user; secrets do not show."""

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

    def client(self, **options: Any) -> PartnerClient:
        """The client; `options` are those of `PartnerClient`.

        Raises: BadConfiguration that names what is missing.
        """
        if not self.url:
            raise BadConfiguration(f"The address of the server is not known: set {_PREFIX}URL, or name a profile.")
        given = {"certificates": self.certificates, "proxies": self.proxies, **options}
        return PartnerClient(self.url, user_id=self.user_id, auth=self._auth(), **given)

    def _auth(self) -> Auth:
        if self.client_id and self.client_secret is not None:
            return JwtAuth(self.client_id, self.client_secret, self.algorithm)
        if self.login and self.api_key is not None and self.password is not None:
            return LegacyAuth(self.api_key, self.login, self.password)
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


def load_profile(
    name: str | None = None,
    *,
    file: Path | None = None,
    environment: Mapping[str, str] | None = None,
    **arguments: str | None,
) -> Profile:
    """The settings by name: what `arguments` state, else the environment (`SDCONVERT_URL`, `SDCONVERT_CLIENT_ID` …),
    else the profile. Without a name, `SDCONVERT_PROFILE` names it.

    A secret stands in the profile as itself, as `…_command` (a list: a program and its arguments that print it) or as
    `…_keyring` (the service; the user name is the client id or the login). `file` is `SDCONVERT_CONFIG`, or
    `sdconvert/partner.toml` in the user's configuration folder.

    Raises: BadConfiguration; also for a file that others can read.
    """
    env = os.environ if environment is None else environment
    chosen = name or env.get(f"{_PREFIX}PROFILE")
    profile = _read_profile(chosen, file or _default_file(env)) if chosen else {}

    def text(key: str) -> str:
        return arguments.get(key) or env.get(_PREFIX + key.upper()) or str(profile.get(key, ""))

    owner = text("client_id") or text("login")
    return Profile(
        url=text("url"),
        client_id=text("client_id"),
        client_secret=_secret("client_secret", env, profile, owner),
        user_id=text("user_id"),
        group_id=text("group_id"),
        role=text("role"),
        algorithm=_algorithm(text("algorithm")),
        certificates=text("certificates") or None,
        proxies=profile.get("proxies", {}),
        person={key: text(key) for key in _PERSON if text(key)},
        login=text("login"),
        api_key=_secret("api_key", env, profile, owner),
        password=_secret("password", env, profile, owner),
    )


def _algorithm(name: str) -> Algorithm:
    try:
        return Algorithm(name or Algorithm.HS256)
    except ValueError as error:
        raise BadConfiguration(f"Tokens cannot be signed by {name!r}; {', '.join(Algorithm)} are known.") from error


def _default_file(env: Mapping[str, str]) -> Path:
    stated = env.get(f"{_PREFIX}CONFIG")
    folder = env.get("XDG_CONFIG_HOME")
    return Path(stated) if stated else (Path(folder) if folder else Path.home() / ".config") / "sdconvert/partner.toml"


def _read_profile(name: str, file: Path) -> Mapping[str, Any]:
    try:
        with file.open("rb") as opened:
            mode = os.fstat(opened.fileno()).st_mode
            if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
                raise BadConfiguration(f"{file} can be read by others: chmod 600 {file}")
            profiles = tomllib.load(opened)
    except OSError as error:
        raise BadConfiguration(f"{file} cannot be read: {error.strerror or error}.") from error
    except ValueError:
        raise BadConfiguration(f"{file} is no TOML file.") from None
    profile = profiles.get(name)
    if not isinstance(profile, dict):
        raise BadConfiguration(f"{file} has no profile {name!r}; it has {', '.join(profiles) or 'none'}.")
    unknown = [key for key in profile if key not in _KNOWN]
    if unknown:
        raise BadConfiguration(f"The profile {name!r} knows no {', '.join(unknown)}; known are {', '.join(_TEXTS)} ….")
    return profile


def _secret(name: str, env: Mapping[str, str], profile: Mapping[str, Any], owner: str) -> Secret | None:
    what = f"The setting {name}"
    stated = env.get(_PREFIX + name.upper()) or profile.get(name)
    if stated:
        return Secret(str(stated), what)
    command = profile.get(f"{name}_command")
    if command:
        return Secret(_printed_by(command, name), what)
    service = profile.get(f"{name}_keyring")
    if service:
        found = load_extra("keyring", "keyring").get_password(str(service), owner)
        if not found:
            raise BadConfiguration(f"The keyring holds no {name} of {owner} for the service {service}.")
        return Secret(found, what)
    return None


def _printed_by(command: object, name: str) -> str:
    """What the user's own program prints."""
    if not isinstance(command, list) or not all(isinstance(part, str) for part in command):
        raise BadConfiguration(f"{name}_command has to be a list: the program and its arguments.")
    try:
        done = subprocess.run(  # noqa: S603 (the user's own program, without a shell)
            command, capture_output=True, text=True, timeout=_COMMAND_SECONDS, check=True
        )
    except (OSError, subprocess.SubprocessError, UnicodeDecodeError):
        raise BadConfiguration(f"{name}_command gave nothing: {command[0]} failed.") from None
    return done.stdout
