"""Names of files from what records hold: safe on every system, and each used once."""

from __future__ import annotations

import re
import unicodedata

from sdconvert.findings import Report, Severity, declare
from sdconvert.patterns import compile_late

NAME_CHANGED = declare(
    "MERGE-007",
    Severity.INFO,
    "“{wanted}” cannot be the name of a file on every system, so the file is called “{name}”.",
    "Name other fields in --name, or keep it: the list of documents has the names of the files.",
    "Separators of folders, control characters, the signs of other directions, the names of devices and very long "
    "names are not used.",
)
NAME_TAKEN = declare(
    "MERGE-008",
    Severity.WARNING,
    "Another record has the name “{wanted}” too, so the file of this one is called “{name}”.",
    "Put a field into --name that tells the records apart, such as {id}.",
    "Names that differ only in case, or in how an accent is written, are one name on many systems. The number follows "
    "the order of the records.",
)

_BYTES = 200
_FORBIDDEN = compile_late(r'[\x00-\x1f\x7f-\x9f\\/:*?"<>|\ud800-\udfff]')
_DIRECTIONS = compile_late("[\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
_DEVICE = compile_late(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])(\..*)?", re.IGNORECASE)


def safe_name(text: str) -> str:
    """The text made a name for a file without its suffix; empty when nothing of it can be kept."""
    name = _DIRECTIONS.sub("", unicodedata.normalize("NFC", text))
    name = " ".join(_FORBIDDEN.sub("_", name).split())
    name = name.encode()[:_BYTES].decode(errors="ignore").strip(" .")
    name = re.sub("^-", "_", name)
    return f"_{name}" if _DEVICE.fullmatch(name) else name


class FileNames:
    """The names that were given; `reserved` are those that no file may get."""

    def __init__(self, *reserved: str) -> None:
        self._taken = {_key(name) for name in reserved}
        self._next: dict[str, int] = {}

    def take(self, wanted: str, otherwise: str, report: Report) -> str:
        """A name that no other file has: that of the text where it can be, else with -2, -3 …"""
        safe = safe_name(wanted) or otherwise
        name = self._free(safe)
        self._taken.add(_key(name))
        if name != safe:
            report.add(NAME_TAKEN, wanted=safe, name=name)
        elif safe != wanted:
            report.add(NAME_CHANGED, wanted=wanted, name=name)
        return name

    def _free(self, name: str) -> str:
        key = _key(name)
        if key not in self._taken:
            return name
        number = self._next.get(key, 2)
        while _key(f"{name}-{number}") in self._taken:
            number += 1
        self._next[key] = number + 1
        return f"{name}-{number}"


def _key(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
