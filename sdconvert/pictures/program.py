"""Where LibreOffice is on this machine, and whether what it draws can be read."""

from __future__ import annotations

import os
import shutil
from importlib.util import find_spec

_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.exe",
)
READER = "pypdfium2"
"""The library that reads the pages that LibreOffice prints."""


def find_office() -> str | None:
    """The program, None where it is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice") or next(filter(os.path.exists, _PLACES), None)


def has_reader() -> bool:
    """Whether the library is there that reads what LibreOffice draws."""
    return find_spec(READER) is not None
