"""What comes of a document in a batch: small values that travel between processes and stand in the journal."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field, fields
from enum import StrEnum
from json.encoder import encode_basestring_ascii as _quote
from operator import attrgetter
from typing import Any, NamedTuple

from sdconvert.findings import Severity
from sdconvert.frozen import dataclass
from sdconvert.paths import Skipped

_CLOSE = (",", ":")


class Step(StrEnum):
    """What is done with a document, in this order."""

    VALIDATE = "validate"
    CONVERT = "convert"
    UPLOAD = "upload"


class State(StrEnum):
    """How a step or a document ended. `poison`: it crashed, hung or exhausted its worker, twice; `unknown`: nobody
    knows whether the server took it; `unchanged`: an earlier run had done it, and nothing has changed since."""

    DONE = "done"
    UNCHANGED = "unchanged"
    FAILED = "failed"
    POISON = "poison"
    UNKNOWN = "unknown"

    @property
    def is_good(self) -> bool:
        """Whether the document is where it should be."""
        return self is _DONE or self is _UNCHANGED


_DONE, _UNCHANGED = State.DONE, State.UNCHANGED


class FindingRow(NamedTuple):
    """A finding as a row: `place` is for a person, `paragraph` counts the paragraphs of the main part from 1."""

    code: str
    severity: Severity
    message: str
    place: str = ""
    paragraph: int | None = None


class PreviewLine(NamedTuple):
    """A line of a preview. `kind` is heading, paragraph, item, table, picture, directory, break, or gap for lines that
    are left out; `level` that of a heading or item; `label` what the source shows before the line, `shown` what
    SMASHDOCs does."""

    paragraph: int | None
    kind: str
    text: str
    level: int = 0
    label: str = ""
    shown: str = ""


@dataclass(frozen=True, slots=True)
class StepOutcome:
    """What came of one step. `findings` may leave some out, `counts` never does: it has the number of each code.
    `read` and `lost` count content by kind, as the ledger does. `error` is one sentence, `error_kind` its class.
    """

    step: Step
    state: State
    seconds: float = 0.0
    error: str = ""
    error_kind: str = ""
    findings: Sequence[FindingRow] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    read: Mapping[str, int] = field(default_factory=dict)
    lost: Mapping[str, int] = field(default_factory=dict)
    output: str = ""
    output_hash: str = ""
    document_id: str = ""
    was_adopted: bool = False

    def __reduce__(self) -> tuple[object, ...]:
        """As a call, which takes a quarter of the time that it takes to set fields one by one."""
        return StepOutcome, _fields_of_step(self)

    def as_json(self) -> str:
        """The step as JSON on one line, in ASCII."""
        counts = (json.dumps(dict(counts), separators=_CLOSE) for counts in (self.counts, self.read, self.lost))
        found = found_as_json(self.error, self.error_kind, findings_as_json(self.findings), *counts)
        result = result_as_json(self.output, self.output_hash, self.document_id)
        return step_as_json(self.step, self.state, self.seconds, found, result, self.was_adopted)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one document. `name` is its place below the sources, with `/`; `content_hash` the SHA-256 of its
    bytes, `size` their number; `version` that of the sdconvert that worked on it. `unused_rows` are those of the
    mapping that it does not use; a journal does not keep them. `stamp` is that of its file, by which the next run knows
    it again, `digest` what it holds, by which another run is compared with this one."""

    name: str
    source: str
    steps: tuple[StepOutcome, ...] = ()
    content_hash: str = ""
    size: int = 0
    version: str = ""
    preview: Sequence[PreviewLine] = ()
    unused_rows: frozenset[str] = frozenset()
    stamp: str = field(default="", compare=False)
    digest: bytes = field(default=b"", compare=False, repr=False)

    def __reduce__(self) -> tuple[object, ...]:
        return Outcome, _fields_of_outcome(self)

    @property
    def state(self) -> State:
        """That of the first step that is not good; unchanged when every step is."""
        whole = _UNCHANGED
        for step in self.steps:
            state = step.state
            if state is _DONE:
                whole = _DONE
            elif state is not _UNCHANGED:
                return state
        return whole

    @property
    def error(self) -> str:
        """Why it is not done, empty when it is."""
        return next((step.error for step in self.steps if not step.state.is_good), "")

    @property
    def counts(self) -> Counter[str]:
        """How many findings of each code all steps together have."""
        told = [step.counts for step in self.steps if step.counts]
        total = Counter(told[0]) if told else Counter[str]()
        for counts in told[1:]:
            total.update(counts)
        return total

    @property
    def seconds(self) -> float:
        """The time that all steps took."""
        return sum(step.seconds for step in self.steps)

    def step(self, step: Step) -> StepOutcome | None:
        """What came of a step, None when it was not reached."""
        return next((one for one in self.steps if one.step is step), None)


_fields_of_step = attrgetter(*(one.name for one in fields(StepOutcome)))
_fields_of_outcome = attrgetter(*(one.name for one in fields(Outcome)))


def as_dict(outcome: Outcome) -> dict[str, Any]:
    """An outcome ready for JSON, its preview left out."""
    value: dict[str, Any] = json.loads(as_json(outcome))
    return value


def as_json(outcome: Outcome) -> str:
    """An outcome as JSON on one line, in ASCII, its preview left out. It is put together from texts: what comes of a
    journal is JSON already."""
    steps = ", ".join([step.as_json() for step in outcome.steps])
    return (
        f'{{"name": {_quote(outcome.name)}, "source": {_quote(outcome.source)}, "steps": [{steps}], '
        f'"content_hash": {_quote(outcome.content_hash)}, "size": {outcome.size}, '
        f'"version": {_quote(outcome.version)}, "state": "{outcome.state}"}}'
    )


def found_as_json(error: str, kind: str, findings: str, counts: str, read: str, lost: str) -> str:
    """What a step found, as a piece of its JSON; all but the error and its kind are JSON themselves."""
    return (
        f'"error": {_quote(error)}, "error_kind": {_quote(kind)}, "findings": {findings}, '
        f'"counts": {counts}, "read": {read}, "lost": {lost}'
    )


def result_as_json(output: str, output_hash: str, document_id: str) -> str:
    """What a step made, as a piece of its JSON."""
    return f'"output": {_quote(output)}, "output_hash": {_quote(output_hash)}, "document_id": {_quote(document_id)}'


def step_as_json(step: Step, state: State, seconds: float, found: str, result: str, was_adopted: bool) -> str:
    """A step as JSON, of its pieces."""
    adopted = ', "was_adopted": true}' if was_adopted else ', "was_adopted": false}'
    head = '{"step": "' + step + '", "state": "' + state  # a member in an f-string takes three times as long
    return f'{head}", "seconds": {seconds!r}, {found}, {result}{adopted}'


def findings_as_json(findings: Sequence[FindingRow]) -> str:
    """Findings as JSON in ASCII: as they are kept where they come of a journal."""
    kept: str | None = getattr(findings, "text", None)
    if kept is not None and kept.startswith("[{"):
        return kept
    return json.dumps([found._asdict() for found in findings])


def parse_finding_rows(rows: Iterable[Any]) -> tuple[FindingRow, ...]:
    """Findings from rows of JSON, which are objects, or lists as older journals have them."""
    return tuple(map(_parse_finding_row, rows))


def _parse_finding_row(row: Any) -> FindingRow:
    code, severity, message, place, paragraph = row.values() if isinstance(row, dict) else row
    return FindingRow(code, Severity(severity), message, place, paragraph)


@dataclass(frozen=True, slots=True)
class RunInfo:
    """What is known of a run beside its documents. Times are seconds since 1970; `ended` is None while it goes on or
    after it was killed. `planned` is how many documents it was to do, `options` what it was told, for a person;
    `request` is the plan in a form that can be planned again, `skipped` what of the sources was not taken."""

    number: int
    started: float
    ended: float | None
    version: str
    sources: tuple[str, ...]
    destination: str
    steps: tuple[Step, ...]
    planned: int
    options: Mapping[str, str] = field(default_factory=dict)
    request: str = ""
    skipped: tuple[Skipped, ...] = ()

    @property
    def unread(self) -> tuple[Skipped, ...]:
        """What of the sources could not be read, so that nobody knows what is in it."""
        return tuple(one for one in self.skipped if one.is_unread)
