"""A run for a person: one HTML file that needs no network and no server, in which every document can be looked up."""

from __future__ import annotations

import json
import re
import zlib
from base64 import b64encode
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sdconvert.batch.outcome import Outcome, PreviewLine, RunInfo, State, StepOutcome
from sdconvert.batch.report import formatting
from sdconvert.batch.report.totals import (
    SECONDS,
    OfCode,
    Totals,
    by_cause,
    by_kind,
    by_severity,
    exit_code,
    last_line,
    not_reached,
)
from sdconvert.codes import known_codes
from sdconvert.errors import OutputRefused
from sdconvert.files import part_of
from sdconvert.findings import Code, Severity
from sdconvert.pages import as_script, base_style, hash_inline, make_environment, table_style, trust

_HERE = Path(__file__).parent
_EXTRA = "batch"
_CHUNK = 64
_LONGEST = 2_000
_OPEN = re.compile("‹[^‹›]*›")


def write_page(info: RunInfo, outcomes: Callable[[], Iterable[Outcome]], target: Path) -> None:
    """Write the report of a run beside its place and rename it. `outcomes` is called twice and gives the same documents
    both times; only 64 of them are in memory at once. Texts of documents are cut after 2,000 characters, names never.

    Raises: BadConfiguration when Jinja2 is not installed; OutputRefused.
    """
    template = _environment().get_template("page.html")
    totals = Totals.of(outcomes())
    beside = part_of(target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            # A name of bytes that are no text holds lone surrogates: `\udc80` says in JSON what it is.
            with beside.open("w", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
                file.writelines(template.generate(**_overview(info, totals), chunks=_chunks(totals, outcomes())))
            beside.replace(target)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        raise OutputRefused(f"{target} cannot be written: {error.strerror or error}.") from error


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


def _overview(info: RunInfo, totals: Totals) -> dict[str, Any]:
    script, own_style = ((_HERE / name).read_text("utf-8") for name in ("page.js", "page.css"))
    style = base_style() + table_style() + own_style
    known = known_codes()
    return {
        "info": info,
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
            "codes": [id for id, _ in by_severity(totals.codes)],
            "hints": {id: known[id].hint for id in sorted(totals.codes) if id in known and known[id].hint},
        },
    }


def _sentence(code: Code, of: OfCode) -> str:
    """What a row says of its findings: the words of all of them where they say no more than the code, else those of the
    first; where none is kept, the code's with dots for what they leave open."""
    if of.example is None or not _OPEN.search(code.pattern):
        return _OPEN.sub("…", code.pattern)
    return _cut(" ".join(of.example.message.split()), 300)


def _chunks(totals: Totals, outcomes: Iterable[Outcome]) -> Iterator[tuple[list[list[Any]], str]]:
    """For each 64 documents their rows, and their details packed: a browser unpacks them when one is opened."""
    positions = {code: position for position, (code, _) in enumerate(by_severity(totals.codes))}
    remaining = iter(outcomes)
    while chunk := list(islice(remaining, _CHUNK)):
        yield [_row(totals, positions, outcome) for outcome in chunk], _pack([_details(outcome) for outcome in chunk])


def _pack(value: object) -> str:
    return b64encode(zlib.compress(json.dumps(value, separators=(",", ":")).encode())).decode()


def _row(totals: Totals, positions: dict[str, int], outcome: Outcome) -> list[Any]:
    """What the table of all documents shows. The codes stand last, each followed by its count."""
    severities = totals.severities_of(outcome)
    return [
        outcome.name,
        list(State).index(outcome.state),
        round(outcome.seconds, 3),
        outcome.size,
        *(severities[severity] for severity in Severity),
        sum(sum(step.lost.values()) for step in outcome.steps),
        _cut(_reason(outcome), 300),
        [number for code, count in sorted(outcome.counts.items()) for number in (positions[code], count)],
    ]


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
        "more": dict(sorted((Counter(step.counts) - Counter(found.code for found in step.findings)).items())),
        "findings": [
            [found.code, found.severity, _cut(found.message), _cut(found.place), found.paragraph]
            for found in step.findings
        ],
    }
    return {name: value for name, value in facts.items() if value}


def _cut(text: str, longest: int = _LONGEST) -> str:
    rest = len(text) - longest
    return f"{text[:longest]}… ({rest:,} characters more in run.json)" if rest > 0 else text
