"""A profile of a TOML file that only its owner reads, and secrets from where they are kept."""

from __future__ import annotations

import os
import stat
import subprocess
import tomllib
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from sdconvert.errors import BadConfiguration
from sdconvert.extras import load_extra
from sdconvert.home import user_folder
from sdconvert.http.secret import Secret
from sdconvert.suggestions import did_you_mean

SECRET_WAYS = ("", "_command", "_keyring")
_COMMAND_SECONDS = 30


def config_file(stated: str | None, env: Mapping[str, str], name: str) -> Path:
    """The stated file, else that of this name in the user's configuration folder. Raises: BadConfiguration."""
    return Path(stated) if stated else user_folder("XDG_CONFIG_HOME", ".config", env) / "sdconvert" / name


def read_profile(
    name: str, file: Path, known: Collection[str], shown: Collection[str], *, may_lack: bool = False
) -> Mapping[str, Any]:
    """The settings of a profile. `known` are all names that it may use, `shown` those that an error names; with
    `may_lack`, a file without this profile has no settings.

    Raises: BadConfiguration; also for a file that others can read.
    """
    profiles = _read_private(file)
    profile = profiles.get(name, {} if may_lack else None)
    if not isinstance(profile, dict):
        hint = did_you_mean(name, profiles)
        raise BadConfiguration(f"{file} has no profile {name!r}; it has {', '.join(profiles) or 'none'}.{hint}")
    unknown = [key for key in profile if key not in known]
    if unknown:
        hint = did_you_mean(unknown[0], known)
        what = f"The profile {name!r} knows no {', '.join(unknown)}; known are {', '.join(shown)} …."
        raise BadConfiguration(f"{what}{hint}")
    return profile


def _read_private(file: Path) -> Mapping[str, Any]:
    try:
        with file.open("rb") as opened:
            if os.name == "posix":
                _check_private(file, os.fstat(opened.fileno()))
            return tomllib.load(opened)
    except OSError as error:
        raise BadConfiguration(f"{file} cannot be read: {error.strerror or error}.") from error
    except ValueError:
        raise BadConfiguration(f"{file} is no TOML file.") from None


def _check_private(file: Path, status: os.stat_result) -> None:
    """Raises: BadConfiguration for a file that others can read or have written: it names programs that are run."""
    if status.st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise BadConfiguration(f"{file} can be read by others: chmod 600 {file}")
    if status.st_uid not in (os.geteuid(), 0):
        raise BadConfiguration(f"{file} belongs to another user; copy it to a file of your own.")


def find_secret(name: str, stated: str | None, profile: Mapping[str, Any], owner: str) -> Secret | None:
    """The secret: as stated, else as the profile has it: as itself, as `…_command` (a list: a program and its arguments
    that print it) or as `…_keyring` (the service; the user name is the owner). None where there is none.

    Raises: BadConfiguration.
    """
    what = f"The setting {name}"
    known = stated or profile.get(name)
    if known:
        return Secret(str(known), what)
    command = profile.get(f"{name}_command")
    if command:
        return Secret(_run_command(command, name), what)
    service = profile.get(f"{name}_keyring")
    if service:
        found = load_extra("keyring", "keyring").get_password(str(service), owner)
        if not found:
            raise BadConfiguration(f"The keyring holds no {name} of {owner} for the service {service}.")
        return Secret(found, what)
    return None


def _run_command(command: object, name: str) -> str:
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
