"""Findings that somebody has accepted, with the reason: a file of JSON that is kept beside the documents."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from sdconvert.cli.stdio import write_result
from sdconvert.errors import BadConfiguration
from sdconvert.files import load
from sdconvert.frozen import dataclass
from sdconvert.sarif import SarifRow

_PATTERN_SIGNS = frozenset("*?[")
_KEYS = frozenset({"file", "code", "reason", "fingerprint", "message"})


@dataclass(frozen=True, slots=True)
class AcceptedFinding:
    """Accepts the findings of a code in the files that a pattern names; with a fingerprint, that one finding only.
    `message` is there for a reader of the file."""

    file: str
    code: str
    reason: str
    fingerprint: str = ""
    message: str = ""

    def accepts(self, row: SarifRow, fingerprint: str) -> bool:
        """Whether this finding is one of those accepted."""
        return (
            row.code == self.code
            and fnmatchcase(row.uri, self.file)
            and (not self.fingerprint or self.fingerprint == fingerprint)
        )


class Baseline:
    """The entries of a file, and which of them have been of use."""

    def __init__(self, entries: Iterable[AcceptedFinding] = ()) -> None:
        self.entries = tuple(entries)
        self._used: set[AcceptedFinding] = set()
        self._by_name: defaultdict[tuple[str, str, str], list[int]] = defaultdict(list)
        self._by_pattern: defaultdict[str, list[int]] = defaultdict(list)
        for number, entry in enumerate(self.entries):
            if _PATTERN_SIGNS & set(entry.file):
                self._by_pattern[entry.code].append(number)
            else:
                self._by_name[entry.file, entry.code, entry.fingerprint].append(number)

    def reason(self, row: SarifRow, fingerprint: str) -> str | None:
        """Why a finding is accepted, None where it is not."""
        named = {(row.uri, row.code, fingerprint), (row.uri, row.code, "")}
        accepting = [number for key in named if key in self._by_name for number in self._by_name[key]]
        accepting += [
            number for number in self._by_pattern.get(row.code, ()) if self.entries[number].accepts(row, fingerprint)
        ]
        self._used.update(self.entries[number] for number in accepting)
        return self.entries[min(accepting)].reason if accepting else None

    def stale(self, uris: Iterable[str]) -> tuple[AcceptedFinding, ...]:
        """The entries for these files that accepted nothing: what they were made for is gone."""
        judged = frozenset(uris)
        unused = (entry for entry in self.entries if entry not in self._used)
        return tuple(entry for entry in unused if entry.file in judged or _matches_any(entry.file, judged))


def _matches_any(pattern: str, uris: Iterable[str]) -> bool:
    return bool(_PATTERN_SIGNS & set(pattern)) and any(fnmatchcase(uri, pattern) for uri in uris)


def load_baseline(path: Path) -> Baseline:
    """The baseline in a file. Raises: UnreadableInput, BadConfiguration."""
    try:
        content = json.loads(load(path))
    except ValueError as error:
        raise BadConfiguration(f"The baseline {path} is no JSON: {error}.") from error
    rows = content.get("suppressed") if isinstance(content, dict) else None
    if not isinstance(rows, list):
        raise BadConfiguration(f"The baseline {path} has to be an object with a list named suppressed.")
    return Baseline(_entry(value, f"Entry {number} of the baseline {path}") for number, value in enumerate(rows, 1))


def save_baseline(path: Path, entries: Iterable[AcceptedFinding]) -> None:
    """Write a baseline, sorted, each entry once. Raises: OutputRefused."""
    ordered = sorted(set(entries), key=lambda entry: (entry.file, entry.code, entry.fingerprint, entry.reason))
    content = {"suppressed": [{key: value for key, value in asdict(entry).items() if value} for entry in ordered]}
    write_result(path, (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode())


def _entry(value: Any, what: str) -> AcceptedFinding:
    """Raises: BadConfiguration; an entry without a reason is none."""
    if not isinstance(value, dict) or not all(isinstance(text, str) for text in value.values()):
        raise BadConfiguration(f"{what} has to be an object of texts.")
    unknown = value.keys() - _KEYS
    if unknown:
        raise BadConfiguration(f"{what} has {min(unknown)!r}; known are {', '.join(sorted(_KEYS))}.")
    missing = [key for key in ("code", "reason") if not value.get(key, "").strip()]
    if missing:
        raise BadConfiguration(f"{what} needs a {missing[0]}.")
    return AcceptedFinding(**{"file": "*", **value})
