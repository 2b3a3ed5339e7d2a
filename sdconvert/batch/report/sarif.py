"""A run for code scanning, as SARIF 2.1.0: each finding is a result at its document."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from sdconvert.batch.outcome import Found, Outcome, RunInfo, State
from sdconvert.batch.report.machine import iso_time
from sdconvert.batch.report.totals import severity_of
from sdconvert.findings import Code, Severity, known_codes

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_NOT_DONE = {
    State.FAILED: Code("document-failed", Severity.ERROR, "The document could not be worked on."),
    State.POISON: Code("document-poison", Severity.ERROR, "The document crashed, hung or exhausted its worker, twice."),
    State.UNKNOWN: Code("document-unknown", Severity.ERROR, "Nobody knows whether the server took the document."),
}
_PARAGRAPH = re.compile(r", paragraph \d+")
_HALVES = re.compile("[\ud800-\udfff]")
_LONGEST = 2_000


def sarif(info: RunInfo, outcomes: Iterable[Outcome], root: str = "") -> Iterator[str]:
    """The run as the pieces of a SARIF log in ASCII, one result on each line; never in memory as a whole. Documents in
    the folder `root` are named relative to it, as code scanning wants it: give the root of the repository.

    A result has the document as its physical location, without which GitHub refuses the file, and the part and
    paragraph as its logical one; the message says the place too, as line 1 of a zip says nothing. Its fingerprint stays
    when paragraphs are put in before its place. A document that is not done is a result of its own. Source: SARIF 2.1.0
    (OASIS); GitHub, "SARIF support for code scanning".
    """
    yield f'{{"$schema": "{_SCHEMA}", "version": "2.1.0", "runs": [{{\n"columnKind": "unicodeCodePoints",\n"results": ['
    used: dict[str, Severity] = {}
    separator = "\n"
    for outcome in outcomes:
        for result, severity in _results(outcome, root):
            used.setdefault(result["ruleId"], severity)
            yield separator + json.dumps(result)
            separator = ",\n"
    yield f'\n],\n"invocations": [{json.dumps(_invocation(info))}],\n"tool": {json.dumps(_tool(info, used))}\n}}]}}\n'


def _invocation(info: RunInfo) -> dict[str, Any]:
    ended = {} if info.ended is None else {"endTimeUtc": iso_time(info.ended)}
    return {"executionSuccessful": info.ended is not None, "startTimeUtc": iso_time(info.started), **ended}


def _results(outcome: Outcome, root: str) -> Iterator[tuple[dict[str, Any], Severity]]:
    where = {"artifactLocation": {"uri": _uri(outcome.source or outcome.name, root)}, "region": {"startLine": 1}}
    seen: Counter[str] = Counter()
    for one, count in _found(outcome):
        found = one._replace(code=_text(one.code), message=_text(one.message), place=_text(one.place))
        print_ = _fingerprint(_text(outcome.name), found)
        seen[print_] += 1
        yield _result(found, count, where, f"{print_}:{seen[print_]}"), found.severity


def _found(outcome: Outcome) -> Iterator[tuple[Found, int]]:
    """The reason why a document is not done, each finding, and for each code those that are counted but not kept."""
    if not outcome.state.is_good:
        yield Found(_NOT_DONE[outcome.state].id, Severity.ERROR, outcome.error or str(outcome.state)), 1
    rest = outcome.counts
    examples: dict[str, Found] = {}
    for step in outcome.steps:
        for found in step.findings:
            rest[found.code] -= 1
            examples[found.code] = found
            yield found, 1
    for code, count in sorted(rest.items()):
        if count > 0:
            severity = severity_of(code, examples.get(code))
            yield Found(code, severity, f"{count:,} more findings of this kind are counted but not listed."), count


def _result(found: Found, count: int, where: dict[str, Any], fingerprint: str) -> dict[str, Any]:
    location: dict[str, Any] = {"physicalLocation": where}
    if found.place:
        location["logicalLocations"] = [_logical(found)]
    counted = {"occurrenceCount": count} if count > 1 else {}
    return {
        "ruleId": found.code,
        "level": _LEVELS[found.severity],
        "message": {"text": f"{found.message} ({found.place})" if found.place else found.message},
        "locations": [location],
        "partialFingerprints": {"primaryLocationLineHash": fingerprint},
        **counted,
    }


def _text(text: str) -> str:
    """A text that is not too long, and without halves of characters: strict readers of JSON refuse the file for one."""
    return _HALVES.sub("\ufffd", text[:_LONGEST]) + "…" * (len(text) > _LONGEST)


def _logical(found: Found) -> dict[str, str]:
    part = found.place.partition(",")[0]
    name = part if found.paragraph is None else f"paragraph {found.paragraph}"
    return {"name": name, "fullyQualifiedName": part if name == part else f"{part}/{name}", "kind": "element"}


def _fingerprint(name: str, found: Found) -> str:
    known = "\0".join((name, found.code, found.message, _PARAGRAPH.sub("", found.place)))
    return hashlib.sha256(known.encode()).hexdigest()[:16]


def _uri(source: str, root: str) -> str:
    """The source as a URI: relative where it is, or where it is in the root; a URL stays one."""
    if "://" in source:
        return quote(os.fsencode(source), safe="/:@%?=&+~,;!*'()")
    path = PurePath(source)
    if root and path.is_relative_to(root):
        path = path.relative_to(root)
    if path.is_absolute():
        return "file:///" + quote(os.fsencode(path.as_posix().lstrip("/")), safe="/:")
    return quote(os.fsencode(path.as_posix()))


def _tool(info: RunInfo, used: dict[str, Severity]) -> dict[str, Any]:
    known = known_codes() | {code.id: code for code in _NOT_DONE.values()}
    rules = [_rule(known.get(id) or Code(id, severity, id)) for id, severity in sorted(used.items())]
    return {"driver": {"name": "sdconvert", "semanticVersion": info.version, "version": info.version, "rules": rules}}


def _rule(code: Code) -> dict[str, Any]:
    help = "\n\n".join(text for text in (code.why, code.hint and f"Hint: {code.hint}") if text) or code.pattern
    return {
        "id": code.id,
        "shortDescription": {"text": code.pattern},
        "fullDescription": {"text": code.why or code.pattern},
        "help": {"text": help, "markdown": help},
        "defaultConfiguration": {"level": _LEVELS[code.severity]},
    }
