"""A run for a person: one HTML file that needs no network and no server, in which every document can be looked up."""

from __future__ import annotations

import json
import re
import tempfile
import zlib
from base64 import b64encode
from collections import Counter
from collections.abc import Iterable, Iterator
from heapq import heappush, heapreplace
from itertools import islice
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple, Protocol, TextIO
from urllib.parse import quote

from sdconvert.batch.outcome import Outcome, PreviewLine, RunInfo, State, StepOutcome
from sdconvert.batch.report import formatting
from sdconvert.batch.report.totals import (
    SECONDS,
    Counted,
    OfCode,
    Totals,
    by_cause,
    by_kind,
    by_severity,
    exit_code,
    last_line,
    not_reached,
    places_of,
)
from sdconvert.codes import known_codes
from sdconvert.errors import OutputRefused
from sdconvert.files import part_of
from sdconvert.findings import Code, Severity
from sdconvert.pages import as_script, base_style, hash_inline, make_environment, table_style, trust

_HERE = Path(__file__).parent
_EXTRA = "batch"
_CHUNK = 64
_ROWS_AT_ONCE = 2_000
_FASTEST = 1
_LONGEST = 2_000
MOST_DETAILED = 2_000
"""How many documents have details in the page: those that are not done, then those with most errors, losses, warnings
and infos. More would make it larger than a browser likes; `batch why` shows those of each."""
MOST_WITHOUT_SCRIPT = 100
"""How many documents are shown where there is no JavaScript."""
_STATES = {state: number for number, state in enumerate(State)}
_STATE = 1
_LAST_GOOD = _STATES[State.UNCHANGED]
_OPEN = re.compile("‹[^‹›]*›")


class Outcomes(Protocol):
    """The outcomes of a run by name: all of them, or `only` those of these names, with their previews."""

    def __call__(self, only: Iterable[str] | None = None) -> Iterable[Outcome]: ...


def write_page(info: RunInfo, outcomes: Outcomes, target: Path) -> None:
    """Write the report of a run beside its place and rename it. All documents are looked at once, and those whose
    details the page has once more; 64 of them are in memory at once. Texts of documents are cut after 2,000 characters,
    names never.

    Raises: BadConfiguration when Jinja2 is not installed; OutputRefused.
    """
    template = _environment().get_template("page.html")
    beside = part_of(target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with _scratch() as waiting:
            listing = _Listing(waiting)
            for outcome in outcomes():
                listing.add(outcome)
            listing.end()
            values = _overview(info, listing)
            try:
                # A name of bytes that are no text holds lone surrogates: `\udc80` says in JSON what it is.
                with beside.open("w", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
                    pieces = {"rows": listing.rows(), "details": _details_of(listing, outcomes)}
                    file.writelines(template.generate(**values, **pieces))
                beside.replace(target)
            finally:
                beside.unlink(missing_ok=True)
    except OSError as error:
        raise OutputRefused(f"{target} cannot be written: {error.strerror or error}.") from error


def _scratch() -> TextIO:
    return tempfile.TemporaryFile("w+", encoding="utf-8", errors="backslashreplace", newline="\n")


class _Numbers(dict[str, int]):
    """Numbers for names in the order in which they are first asked for."""

    def __missing__(self, name: str) -> int:
        self[name] = number = len(self)
        return number


class _Seen(NamedTuple):
    """How much a document deserves to be looked at, and which it is."""

    key: tuple[int, ...]
    before: int
    name: str


class _Listing:
    """The table of all documents, whose rows wait in a file; the sums; and which documents are worth a closer look."""

    def __init__(self, waiting: TextIO) -> None:
        self.totals = Totals()
        self.codes = _Numbers()
        self._waiting = waiting
        self._chunk: list[list[Any]] = []
        self._worth: list[_Seen] = []
        self._least: tuple[int, ...] = ()
        self._first: list[tuple[_Seen, list[Any]]] = []

    def add(self, outcome: Outcome) -> None:
        counted = self.totals.add(outcome)
        row = _row(self.codes, counted, outcome)
        self._chunk.append(row)
        if len(self._chunk) == _ROWS_AT_ONCE:
            self.end()
        self._keep(counted, outcome.name, row)

    def _keep(self, counted: Counted, name: str, row: list[Any]) -> None:
        """Keep a document where it is among the most that deserve a look: not done, with most errors, and so on."""
        errors, *others = counted.severities
        key = (row[_STATE] > _LAST_GOOD, errors, counted.lost, *others)
        if key < self._least:
            return
        seen = _Seen(key, -self.totals.documents, name)
        _keep_most(self._first, (seen, row), MOST_WITHOUT_SCRIPT)
        if _keep_most(self._worth, seen, MOST_DETAILED):
            self._least = self._worth[0].key

    def end(self) -> None:
        """Write what is left of the rows."""
        if self._chunk:
            self._waiting.write(_pack(self._chunk) + "\n")
        self._chunk = []

    def rows(self) -> Iterator[str]:
        """The rows of all documents, some at a time, packed."""
        self._waiting.seek(0)
        return (line.rstrip("\n") for line in self._waiting)

    def first_rows(self) -> list[list[Any]]:
        """Those of the documents that are most worth a look."""
        return [row for _, row in sorted(self._first, reverse=True)]

    def detailed(self) -> dict[str, int]:
        """The documents whose details the page has, by name, each with its place in the list."""
        named = {seen.name: -seen.before - 1 for seen in self._worth}
        totals = self.totals
        named.update((one.name, one.position) for one in (*totals.slowest, *totals.worst))
        named.update((of.example_name, of.position) for of in totals.causes.values())
        return dict(sorted(named.items(), key=itemgetter(1)))


def _keep_most(kept: list[Any], new: Any, most: int) -> bool:
    """Keep what is new among the most; whether that is as many as they may be."""
    if len(kept) < most:
        heappush(kept, new)
    elif new > kept[0]:
        heapreplace(kept, new)
    return len(kept) == most


def _environment() -> Any:
    environment = make_environment(_HERE, _EXTRA)
    environment.filters |= {
        "data": lambda value: trust(as_script(value), _EXTRA),
        "shown": formatting.visible,
        "cut": _cut,
        "sentence": _sentence,
        "value": lambda text: quote(text.encode("utf-8", "surrogatepass"), safe=""),
        "size": formatting.size,
        "seconds": formatting.seconds,
        "count": formatting.count,
        "percent": formatting.percent,
        "time": formatting.time,
    }
    return environment


def _overview(info: RunInfo, listing: _Listing) -> dict[str, Any]:
    totals, detailed = listing.totals, listing.detailed()
    script, own_style = ((_HERE / name).read_text("utf-8") for name in ("page.js", "page.css"))
    style = base_style() + table_style() + own_style
    known = known_codes()
    return {
        "info": info,
        "first_rows": listing.first_rows(),
        "all_states": list(State),
        "totals": totals,
        "state_parts": [(f"s-{state}", totals.states[state]) for state in State]
        + [("s-rest", not_reached(info, totals))],
        "severity_parts": [(f"f-{severity}", totals.severities[severity]) for severity in Severity],
        "states": [state for state in State if totals.states[state]],
        "severities": list(Severity),
        "not_reached": not_reached(info, totals),
        "last_line": last_line(info, totals),
        "is_good": exit_code(info, totals) == 0,
        "causes": by_cause(totals.causes),
        "codes": [(known.get(id) or Code(id, of.severity, id), of) for id, of in by_severity(totals.codes)],
        "content": by_kind(totals.read, totals.lost),
        "times": list(zip(formatting.classes(SECONDS), totals.times, strict=True)),
        "script": trust(script, _EXTRA),
        "style": trust(style, _EXTRA),
        "script_hash": hash_inline(script),
        "style_hash": hash_inline(style),
        "names": {
            "chunk": _CHUNK,
            "states": list(State),
            "codes": list(listing.codes),
            "detailed": None if len(detailed) == totals.documents else list(detailed.values()),
            "why": f"sdconvert batch why {places_of(info)}",
            "hints": {id: known[id].hint for id in sorted(totals.codes) if id in known and known[id].hint},
        },
    }


def _sentence(code: Code, of: OfCode) -> str:
    """What a row says of its findings: the words of all of them where they say no more than the code, else those of the
    first; where none is kept, the code's with dots for what they leave open."""
    if of.example is None or not _OPEN.search(code.pattern):
        return _OPEN.sub("…", code.pattern)
    return _cut(" ".join(of.example.message.split()), 300)


def _details_of(listing: _Listing, outcomes: Outcomes) -> Iterator[str]:
    """The details of the documents that have them, packed, 64 at a time: a browser unpacks them when one is opened."""
    remaining = iter(outcomes(only=listing.detailed()))
    while chunk := list(islice(remaining, _CHUNK)):
        yield _pack([_details(outcome) for outcome in chunk])


def _pack(value: object) -> str:
    return b64encode(zlib.compress(json.dumps(value, separators=(",", ":")).encode(), _FASTEST)).decode()


def _row(codes: _Numbers, counted: Counted, outcome: Outcome) -> list[Any]:
    """What the table of all documents shows. Last stand the codes, by number, and then how many there are of each."""
    state, seconds, counts, severities, lost = counted
    reason = "" if state.is_good else _cut(_reason(outcome), 300)
    found = [*map(codes.__getitem__, counts), *counts.values()]
    return [outcome.name, _STATES[state], round(seconds, 3), outcome.size, *severities, lost, reason, found]


def _reason(outcome: Outcome) -> str:
    kind = next((step.error_kind for step in outcome.steps if not step.state.is_good), "")
    return f"{kind}: {outcome.error}" if kind else outcome.error


def _details(outcome: Outcome) -> dict[str, Any]:
    """What the page of a document shows beside its row; what is empty is left out."""
    details = {
        "source": outcome.source,
        "hash": outcome.content_hash,
        "version": outcome.version,
        "steps": [_step(step) for step in outcome.steps],
        "preview": [_preview_line(line) for line in outcome.preview],
    }
    return {name: value for name, value in details.items() if value}


def _preview_line(line: PreviewLine) -> list[Any]:
    return [line.paragraph, line.kind, _cut(line.text), line.level, _cut(line.label), _cut(line.shown)]


def _step(step: StepOutcome) -> dict[str, Any]:
    findings = step.findings
    facts = {
        "step": step.step,
        "state": step.state,
        "seconds": round(step.seconds, 3),
        "error": _cut(step.error),
        "kind": step.error_kind,
        "output": step.output,
        "hash": step.output_hash,
        "document": step.document_id,
        "adopted": step.was_adopted,
        "content": [[kind, step.read.get(kind, 0), lost] for kind, lost in sorted(step.lost.items()) if lost],
        "more": dict(sorted((Counter(step.counts) - Counter(found.code for found in findings)).items())),
        "findings": [
            [found.code, found.severity, _cut(found.message), _cut(found.place), found.paragraph] for found in findings
        ],
    }
    return {name: value for name, value in facts.items() if value}


def _cut(text: str, longest: int = _LONGEST) -> str:
    rest = len(text) - longest
    return f"{text[:longest]}… ({rest:,} characters more in run.json)" if rest > 0 else text
