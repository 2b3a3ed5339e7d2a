"""Where a source is and who asks: arguments before the environment before a profile of a TOML file."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sdconvert.errors import BadConfiguration
from sdconvert.faults import reporting_faults
from sdconvert.home import home_folder
from sdconvert.http.secret import Secret
from sdconvert.http.settings import SECRET_WAYS, config_file, find_secret, read_profile
from sdconvert.sources.sender import Connection
from sdconvert.sources.smartsettle import SMARTSETTLE_URL, Smartsettle
from sdconvert.sources.smoothschedule import SmoothSchedule

_CONFIG = "SDCONVERT_SOURCES"
_PROFILE_FILE = "sources.toml"


@reporting_faults
def load_smartsettle(
    profile: str | None = None,
    *,
    file: Path | None = None,
    environment: Mapping[str, str] | None = None,
    url: str | None = None,
    email: str | None = None,
    connection: Connection | None = None,
) -> Smartsettle:
    """The connection that the settings name: what is stated here, else `SDCONVERT_SMARTSETTLE_URL`, `…_EMAIL` and
    `…_TOKEN`, else the profile.

    A profile is a table of `file`, which is `SDCONVERT_SOURCES`, or `sdconvert/sources.toml` in the user's
    configuration folder; without a name, the table `smartsettle` where it is there. The token stands in it as itself,
    as `token_command` or as `token_keyring`, whose user name is the e-mail address.

    Raises: BadConfiguration; also for a file that others can read.
    """
    settings = _SourceSettings("smartsettle", ("url", "email"), profile, file, environment)
    address = url or settings.text("url") or SMARTSETTLE_URL
    owner = email or settings.text("email")
    return Smartsettle(owner, settings.token(owner), address, connection=connection)


@reporting_faults
def load_smoothschedule(
    profile: str | None = None,
    *,
    file: Path | None = None,
    environment: Mapping[str, str] | None = None,
    url: str | None = None,
    subdomain: str | None = None,
    test_only: bool = False,
    connection: Connection | None = None,
) -> SmoothSchedule:
    """As `load_smartsettle`, with `SDCONVERT_SMOOTHSCHEDULE_URL` or `…_SUBDOMAIN`, `…_TOKEN`, and the table
    `smoothschedule`. The user name of `token_keyring` is the subdomain or the address.

    Raises: BadConfiguration; also for a file that others can read.
    """
    settings = _SourceSettings("smoothschedule", ("url", "subdomain"), profile, file, environment)
    site = url or subdomain or settings.text("url") or settings.text("subdomain")
    if not site:
        raise BadConfiguration(
            "The business is not known: set SDCONVERT_SMOOTHSCHEDULE_SUBDOMAIN, or name a profile that has it."
        )
    return SmoothSchedule(site, settings.token(site), test_only, connection=connection)


class _SourceSettings:
    """The settings of one source by name."""

    def __init__(
        self,
        source: str,
        texts: tuple[str, ...],
        profile: str | None,
        file: Path | None,
        environment: Mapping[str, str] | None,
    ) -> None:
        self._env = os.environ if environment is None else environment
        self._prefix = f"SDCONVERT_{source.upper()}_"
        self._profile = self._read(source, texts, profile, file)

    def _read(self, source: str, texts: tuple[str, ...], profile: str | None, file: Path | None) -> Mapping[str, Any]:
        is_stated = profile or file or self._env.get(_CONFIG)
        if not is_stated and home_folder() is None and not self._env.get("XDG_CONFIG_HOME"):
            return {}
        place = file or config_file(self._env.get(_CONFIG), self._env, _PROFILE_FILE)
        if not is_stated and not place.exists():
            return {}
        known = {*texts, *("token" + way for way in SECRET_WAYS)}
        return read_profile(profile or source, place, known, texts, may_lack=profile is None)

    def text(self, name: str) -> str:
        return self._env.get(self._prefix + name.upper()) or str(self._profile.get(name, ""))

    def token(self, owner: str) -> Secret:
        """Raises: BadConfiguration where there is none."""
        found = find_secret("token", self._env.get(f"{self._prefix}TOKEN"), self._profile, owner)
        if found is None:
            raise BadConfiguration(f"The token is not known: set {self._prefix}TOKEN, or name a profile that has it.")
        return found
