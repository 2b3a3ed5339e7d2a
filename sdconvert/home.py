"""The folders of whoever runs this: a user id without an entry in the list of users has no home, and may need none."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from sdconvert.errors import BadConfiguration


def home_folder() -> Path | None:
    """The home of the user, None where nobody can tell."""
    try:
        return Path.home()
    except RuntimeError:
        return None


def user_folder(variable: str, usual: str, environment: Mapping[str, str] | None = None, *, instead: str = "") -> Path:
    """The user's folder for one purpose: what a variable such as XDG_CONFIG_HOME names, else that below the home.

    Raises: BadConfiguration where there is no home, which says to set the variable, or `instead`.
    """
    named = (os.environ if environment is None else environment).get(variable)
    if named:
        return Path(named)
    home = home_folder()
    if home is None:
        raise BadConfiguration(f"This user has no home folder: set HOME or {variable}{instead}.")
    return home / usual
