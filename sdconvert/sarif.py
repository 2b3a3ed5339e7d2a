"""Findings for code scanning, as SARIF 2.1.0. It takes plain rows, so that one file and a batch are told alike."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain, islice
from pathlib import Path, PurePath
from typing import Any, NamedTuple
from urllib.parse import quote

from sdconvert.findings import Code, Location, Severity, declare

UNREADABLE = declare(
    "FILE-001",
    Severity.ERROR,
    "The file cannot be read: {reason}",
    "Open it in the program that made it and save it again, or leave it out of what is judged.",
    "A file that cannot be read cannot be imported. It is a result among the others, so that no report leaves it out.",
)

LEVELS: Mapping[Severity, str] = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
"""What SARIF calls the severities."""

MOST_RESULTS = 25_000
"""How many results code scanning takes of one run. Source: GitHub, "SARIF support for code scanning", limits."""
_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_INDEX = re.compile(r"\[\d+\]")
_FINGERPRINT_LENGTH = 16
_LONGEST = 2_000
_HALVES = re.compile("[\ud800-\udfff]")


class SarifRow(NamedTuple):
    """A finding of a file. `place` is for a person; `part`, `paragraph` and `xpath` say where in the file, as far as it
    is known; `known_by` is what a place keeps when something is put in before it. `times` is how many findings the row
    stands for. `reason` is why it is suppressed, None for one that stands."""

    uri: str
    code: str
    severity: Severity
    message: str
    place: str = ""
    part: str = ""
    paragraph: int | None = None
    xpath: str = ""
    known_by: str = ""
    times: int = 1
    reason: str | None = None


def row(uri: str, code: str, severity: Severity, message: str, place: Location | None = None) -> SarifRow:
    """The row of a finding at a place."""
    if place is None:
        return SarifRow(uri, code, severity, message)
    path = _INDEX.sub("", place.path)
    known_by = "\0".join((place.part, path, place.para_id, place.heading, place.words))
    return SarifRow(uri, code, severity, message, str(place), place.part, place.paragraph, place.xpath, known_by)


def log(
    rows: Iterable[SarifRow],
    version: str,
    invocation: Mapping[str, Any],
    codes: Mapping[str, Code],
    on_fold: Callable[[str], None] = lambda told: None,
) -> Iterator[str]:
    """The pieces of a SARIF log in ASCII, one result on each line; never in memory as a whole. Rows of one file follow
    each other. `invocation` has `executionSuccessful`, `codes` the texts of the rules.

    A log has no more results than code scanning takes: where there are more, those of one code in one file are one, and
    what is still too many is left out, the least severe first. `on_fold` is told so in a sentence, and the log says it.

    A result has its file as physical location, without which GitHub refuses the log, and the place in the file as
    logical location. Source: SARIF 2.1.0 (OASIS); GitHub, "SARIF support for code scanning".
    """
    yield f'{{"$schema": "{_SCHEMA}", "version": "2.1.0", "runs": [{{\n"columnKind": "unicodeCodePoints",\n"results": ['
    used: dict[str, Severity] = {}
    separator = "\n"
    fitting, told = fit(rows)
    if told:
        on_fold(told)
        notes = [*invocation.get("toolExecutionNotifications", ()), {"level": "warning", "message": {"text": told}}]
        invocation = {**invocation, "toolExecutionNotifications": notes}
    for one, known_as in with_fingerprints(fitting):
        used.setdefault(one.code, one.severity)
        yield separator + json.dumps(_result(one, known_as))
        separator = ",\n"
    rules = [_rule(codes.get(id) or Code(id, severity, id)) for id, severity in sorted(used.items())]
    driver = {"name": "sdconvert", "semanticVersion": version, "version": version, "rules": rules}
    yield f'\n],\n"invocations": [{json.dumps(invocation)}],\n"tool": {json.dumps({"driver": driver})}\n}}]}}\n'


def fit(rows: Iterable[SarifRow]) -> tuple[Iterable[SarifRow], str]:
    """The rows as a log takes them, and a sentence on what was done to them for it, empty where nothing was."""
    remaining = iter(rows)
    first = list(islice(remaining, MOST_RESULTS + 1))
    if len(first) <= MOST_RESULTS:
        return first, ""
    folded: dict[tuple[str, str, Severity, str | None], SarifRow] = {}
    count = 0
    for one in chain(first, remaining):
        count += one.times
        key = (one.uri, one.code, one.severity, one.reason)
        known = folded.get(key)
        folded[key] = one if known is None else known._replace(times=known.times + one.times)
    told = f"{count:,} findings are more than the {MOST_RESULTS:,} that code scanning takes: those of one code in one "
    kept = [one if one.times == 1 else _with_count(one) for one in folded.values()]
    if len(kept) <= MOST_RESULTS:
        return kept, f"{told}file are one result."
    least = sorted(range(len(kept)), key=lambda at: (kept[at].severity.rank, at))[:MOST_RESULTS]
    left_out = f"file are one result, and {len(kept) - MOST_RESULTS:,} results, the least severe, are left out."
    return [kept[at] for at in sorted(least)], f"{told}{left_out}"


def _with_count(one: SarifRow) -> SarifRow:
    return one._replace(message=f"{one.message} (the first of {one.times:,} of this kind in this file)")


def with_fingerprints(rows: Iterable[SarifRow]) -> Iterator[tuple[SarifRow, str]]:
    """Each row, its texts fit for JSON, with what it is known by from one run to the next: that stays when something is
    put in before its place; equal findings of a file are numbered."""
    seen: Counter[str] = Counter()
    uri = None
    for one in map(_clean_row, rows):
        if one.uri != uri:
            seen.clear()
            uri = one.uri
        text = "\0".join((one.uri, one.code, one.message, one.known_by or one.place))
        digest = hashlib.sha256(text.encode()).hexdigest()[:_FINGERPRINT_LENGTH]
        seen[digest] += 1
        yield one, f"{digest}:{seen[digest]}"


def repository_root() -> str:
    """The folder that code scanning names files from: that of the repository that we are in, else this one."""
    here = Path.cwd()
    return str(next((folder for folder in (here, *here.parents) if (folder / ".git").exists()), here))


def uri(source: str, root: str = "") -> str:
    """A file as a URI: relative where it is, or where it is below the folder `root`; a URL stays one."""
    if "://" in source:
        return quote(os.fsencode(source), safe="/:@%?=&+~,;!*'()")
    path = PurePath(source)
    if root and path.is_relative_to(root):
        path = path.relative_to(root)
    if path.is_absolute():
        return "file:///" + quote(os.fsencode(path.as_posix().lstrip("/")), safe="/:")
    return quote(os.fsencode(path.as_posix()))


def _result(one: SarifRow, known_as: str) -> dict[str, Any]:
    location: dict[str, Any] = {
        "physicalLocation": {"artifactLocation": {"uri": one.uri}, "region": {"startLine": 1}},
    }
    if one.part:
        location["logicalLocations"] = [_logical(one)]
    counted = {"occurrenceCount": one.times} if one.times > 1 else {}
    return {
        "ruleId": one.code,
        "level": LEVELS[one.severity],
        "message": {"text": _text(one)},
        "locations": [location],
        "partialFingerprints": {"primaryLocationLineHash": known_as},
        **counted,
        **_suppressions(one),
    }


def _suppressions(one: SarifRow) -> dict[str, Any]:
    if one.reason is None:
        return {}
    return {"suppressions": [{"kind": "external", "status": "accepted", "justification": one.reason}]}


def _text(one: SarifRow) -> str:
    """The message with its place: code scanning shows the file and line 1 beside it, which says nothing in a zip."""
    return f"{one.message} ({one.place})" if one.place else one.message


def _clean_row(one: SarifRow) -> SarifRow:
    return one._replace(
        code=_clean_text(one.code),
        message=_clean_text(one.message),
        place=_clean_text(one.place),
        part=_clean_text(one.part),
        xpath=_clean_text(one.xpath),
        known_by=_clean_text(one.known_by),
    )


def _clean_text(text: str) -> str:
    """A text that is not too long, and without halves of characters: strict readers of JSON refuse the file for one."""
    return _HALVES.sub("\ufffd", text[:_LONGEST]) + "…" * (len(text) > _LONGEST)


def _logical(one: SarifRow) -> dict[str, str]:
    """A paragraph by its number, anything else by the last step of its path, a part by its name."""
    if one.paragraph is not None:
        name = f"paragraph {one.paragraph}"
    else:
        name = one.xpath.rpartition("/")[2] or one.part
    inside = one.xpath or ("" if name == one.part else name)
    separator = "" if inside.startswith("/") or not inside else "/"
    return {"name": name, "fullyQualifiedName": f"{one.part}{separator}{inside}", "kind": "element"}


def _rule(code: Code) -> dict[str, Any]:
    help = "\n\n".join(text for text in (code.why, code.hint and f"Hint: {code.hint}") if text) or code.pattern
    return {
        "id": code.id,
        "shortDescription": {"text": code.pattern},
        "fullDescription": {"text": code.why or code.pattern},
        "help": {"text": help, "markdown": help},
        "defaultConfiguration": {"level": LEVELS[code.severity]},
    }
