"""Findings that a project does not want to hear of again: by file and code, each with the reason."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from functools import lru_cache
from pathlib import PurePath

from sdconvert.findings import Finding, Severity, declare
from sdconvert.frozen import dataclass
from sdconvert.patterns import compile_late

IGNORED = declare(
    "PROJECT-001",
    Severity.INFO,
    "The project file ignores {code} here, {count} ×: {reason}",
    hint="The project file (sdconvert.toml) says for which files; take the code out there to see what is found.",
    why="Findings that a project file names under `ignore` count for nothing. A run over many documents tells in\n"
    "place of them how many there are of each code, and why they are ignored.",
)

_PIECES = compile_late(r"(\*\*/|\*\*|\*|\?|\[!?[^\]]+\])")


@dataclass(frozen=True, slots=True)
class Ignore:
    """Ignores findings of codes (`DOCX-R085`, `MAP-*`) in the files that a pattern names, as .gitignore has patterns:
    one without `/` is a name at any depth, others begin at `root`; that of a folder covers all that is in it."""

    files: tuple[str, ...]
    codes: tuple[str, ...]
    reason: str
    root: str = ""

    def covers(self, place: str | os.PathLike[str]) -> bool:
        """Whether it is for this file, which is a path or a URL."""
        path = _relative(os.fspath(place), self.root)
        return any(_compile(pattern).fullmatch(path) for pattern in self.files)

    def has(self, code: str) -> bool:
        """Whether it is for this code."""
        return any(fnmatchcase(code, pattern) for pattern in self.codes)


@lru_cache(maxsize=256)
def _compile(pattern: str) -> re.Pattern[str]:
    pieces = _PIECES.split(pattern.strip("/"))
    body = "".join(_translate(piece) for piece in pieces)
    start = "" if "/" in pattern.rstrip("/") else "(?:.*/)?"
    return re.compile(f"{start}{body}(?:/.*)?", re.DOTALL)


def _translate(piece: str) -> str:
    known = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    if piece.startswith("[") and piece.endswith("]"):
        inner = piece[1:-1].replace("\\", "").replace("[", "\\[")
        return f"[^{inner[1:]}]" if inner.startswith("!") else f"[{inner}]"
    return known.get(piece) or re.escape(piece)


def _relative(place: str, root: str) -> str:
    """With `/`, from the root where it lies below that."""
    if "://" in place:
        return place
    whole = os.path.abspath(place)
    try:
        path = os.path.relpath(whole, root or os.getcwd())
    except ValueError:  # another drive
        path = whole
    return PurePath(whole if path.startswith(os.pardir) else path).as_posix()


@dataclass(frozen=True, slots=True)
class Ignores:
    """All that a project ignores."""

    entries: tuple[Ignore, ...] = ()

    def of(self, place: str | os.PathLike[str]) -> Ignores:
        """Those for one file."""
        return Ignores(tuple(entry for entry in self.entries if entry.covers(place)))

    def reason(self, code: str) -> str | None:
        """Why a code is ignored, None where it is not."""
        return next((entry.reason for entry in self.entries if entry.has(code)), None)

    def split(self, findings: Iterable[Finding]) -> tuple[tuple[Finding, ...], tuple[tuple[Finding, str], ...]]:
        """The findings that stand, and those ignored, each with the reason."""
        if not self.entries:
            return tuple(findings), ()
        reasons: dict[str, str | None] = {}
        standing: list[Finding] = []
        ignored: list[tuple[Finding, str]] = []
        for finding in findings:
            code = finding.code.id
            if code not in reasons:
                reasons[code] = self.reason(code)
            reason = reasons[code]
            if reason is None:
                standing.append(finding)
            else:
                ignored.append((finding, reason))
        return tuple(standing), tuple(ignored)

    def fold(self, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """The findings, those ignored in one for each code that says how many they are and why."""
        standing, ignored = self.split(findings)
        counts = Counter((finding.code.id, reason) for finding, reason in ignored)
        told = [
            Finding(IGNORED, None, {"code": code, "count": count, "reason": reason})
            for (code, reason), count in counts.items()
        ]
        return (*standing, *told)

    def as_json(self) -> list[Mapping[str, object]]:
        """What tells two projects' apart."""
        return [
            {"files": one.files, "codes": one.codes, "reason": one.reason, "root": one.root} for one in self.entries
        ]


NOTHING_IGNORED = Ignores()
