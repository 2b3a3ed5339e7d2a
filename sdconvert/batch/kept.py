"""What stands in rows of a journal, parsed when it is asked for: who reads many documents needs little of each."""

from __future__ import annotations

import json
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from types import MappingProxyType
from typing import Any, Generic, NamedTuple, TypeVar, cast, overload

from sdconvert.batch.outcome import (
    FindingRow,
    Outcome,
    PreviewLine,
    State,
    Step,
    StepOutcome,
    findings_as_json,
    found_as_json,
    parse_finding_rows,
    result_as_json,
    step_as_json,
)
from sdconvert.errors import OutputRefused, one_line
from sdconvert.frozen import dataclass, maker

T = TypeVar("T")

_SHORT = 300
BEGIN_ANEW = "Move it away to begin anew: all documents are then done again"
STEP_COLUMNS = (
    *("step", "state", "seconds", "error", "error_kind", "findings", "counts", "read", "lost", "output"),
    *("output_hash", "document_id", "was_adopted", "run", "options_hash", "content_hash", "version", "ended", "times"),
)
"""Those of the table of steps, in the order in which `parse_step` takes them."""
OUTCOME_COLUMNS = STEP_COLUMNS[:14]
"""Those that say what came of a step, and in which run."""
_RUN = OUTCOME_COLUMNS.index("run")
_decode = json.JSONDecoder().scan_once  # type: ignore[attr-defined]  # what `raw_decode` calls
_STEPS = {str(step): step for step in Step}
_STATES = {str(state): state for state in State}
_DONE, _UNCHANGED = State.DONE, State.UNCHANGED


@dataclass(frozen=True, slots=True)
class PastStep:
    """What an earlier run says of one step of a document. `ended` is in seconds since 1970, `times` how often the step
    was done."""

    outcome: StepOutcome
    options_hash: str
    content_hash: str
    version: str
    ended: float
    run: int
    times: int


@dataclass(frozen=True, slots=True)
class Ends:
    """How the documents of a run ended: how many in each state, how many uploads of it were adopted, and the first of
    those that are not done, by name."""

    states: Counter[State] = field(default_factory=Counter)
    adopted: int = 0
    bad: tuple[str, ...] = ()

    @classmethod
    def of(cls, outcomes: Iterable[Outcome], most: int) -> Ends:
        """The same of outcomes that come by name, with not more than `most` names."""
        states, adopted, bad = Counter[State](), 0, list[str]()
        for outcome in outcomes:
            states[outcome.state] += 1
            adopted += is_adopted(outcome)
            if not outcome.state.is_good and len(bad) < most:
                bad.append(outcome.name)
        return cls(states, adopted, tuple(bad))


def is_adopted(outcome: Outcome) -> bool:
    """Whether its upload was found on the server."""
    return any(step.was_adopted and step.state is State.DONE for step in outcome.steps)


class Stamps(NamedTuple):
    """Those of the source of a document and of its result, empty where nothing is known."""

    source: str = ""
    output: str = ""


class KeptRows(Sequence[T], Generic[T]):
    """Rows that are kept as JSON, parsed at the first look. Raises: OutputRefused at that look for what is damaged."""

    __slots__ = ("_journal", "_kept", "_parse", "_rows")

    def __init__(self, kept: str | bytes, parse: Callable[[Iterable[Any]], tuple[T, ...]], journal: str) -> None:
        self._kept = kept
        self._parse = parse
        self._journal = journal
        self._rows: tuple[T, ...] | None = None

    @property
    def kept(self) -> str | bytes:
        """The rows as `pack` made them."""
        return self._kept

    def __reduce__(self) -> tuple[object, ...]:
        return KeptRows, (self._kept, self._parse, self._journal)

    @property
    def text(self) -> str:
        """The rows as JSON, as they were kept."""
        if isinstance(self._kept, str):
            return self._kept
        try:
            return zlib.decompress(self._kept).decode("ascii")
        except (ValueError, zlib.error) as error:
            raise damaged(self._journal, error) from error

    @property
    def _parsed(self) -> tuple[T, ...]:
        if self._rows is None:
            try:
                self._rows = self._parse(json.loads(self.text))
            except (ValueError, TypeError, KeyError, AttributeError) as error:
                raise damaged(self._journal, error) from error
        return self._rows

    def __len__(self) -> int:
        return len(self._parsed)

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[T, ...]: ...
    def __getitem__(self, at: int | slice) -> T | tuple[T, ...]:
        return self._parsed[at]

    def __iter__(self) -> Iterator[T]:
        return iter(self._parsed)

    def __eq__(self, other: object) -> bool:
        return self._parsed == (other._parsed if isinstance(other, KeptRows) else other)

    def __hash__(self) -> int:
        return hash(self._parsed)

    def __repr__(self) -> str:
        return repr(self._parsed)


def damaged(journal: object, error: Exception) -> OutputRefused:
    """What is said of rows that this sdconvert did not write."""
    return OutputRefused(
        f"The journal {journal} cannot be used: a row of it is damaged ({one_line(error)}). {BEGIN_ANEW}."
    )


def pack(rows: Iterable[Any]) -> str | bytes:
    """Rows as they are kept: JSON in ASCII, packed where it is long, so that no row of the journal needs a second page
    of it."""
    text = json.dumps(list(rows))
    return text if len(text) < _SHORT else zlib.compress(text.encode(), 1)


def pack_findings(findings: Sequence[FindingRow]) -> str | bytes:
    """Findings as they are kept."""
    return findings.kept if isinstance(findings, KeptRows) else pack(found._asdict() for found in findings)


def pack_preview(lines: Sequence[PreviewLine]) -> str | bytes:
    """The lines of a preview as they are kept."""
    return lines.kept if isinstance(lines, KeptRows) else pack(map(list, lines))


def packed(outcome: Outcome) -> Outcome:
    """The same with its findings and its preview as they are kept, so that who takes it from a worker and writes it
    down has neither to unpack nor to pack them."""
    steps = tuple(
        replace(step, findings=KeptRows(pack_findings(step.findings), parse_finding_rows, _WORKER))
        if step.findings
        else step
        for step in outcome.steps
    )
    preview = KeptRows(pack_preview(outcome.preview), _parse_preview, _WORKER) if outcome.preview else ()
    return replace(outcome, steps=steps, preview=preview)


_WORKER = "of a worker"


def _parse_preview(rows: Iterable[Iterable[Any]]) -> tuple[PreviewLine, ...]:
    return tuple(PreviewLine(*row) for row in rows)


def parse_step(row: Sequence[Any], journal: str) -> PastStep:
    """The step in a row of these columns. Raises: ValueError, TypeError, KeyError for what is damaged."""
    outcome = _parse_outcome(row, _STATES[row[1]], journal)
    run, options_hash, content_hash, version, ended, times = row[_RUN:]
    return PastStep(outcome, options_hash, content_hash, version, ended, run, times)


def _parse_outcome(row: Sequence[Any], state: State, journal: str) -> StepOutcome:
    step, _, seconds, error, kind, findings, counts, read, lost, output, output_hash, document_id, adopted, *_ = row
    return StepOutcome(
        _STEPS[step],
        state,
        seconds,
        error,
        kind,
        _read_findings(findings, journal),
        _parse_counts(counts),
        _parse_counts(read),
        _parse_counts(lost),
        output,
        output_hash,
        document_id,
        bool(adopted),
    )


def _read_findings(kept: str | bytes, journal: str) -> Sequence[FindingRow]:
    return () if kept == "[]" else KeptRows(kept, parse_finding_rows, journal)


def _parse_counts(text: str) -> dict[str, int]:
    if text == "{}":
        return {}
    try:
        counts, end = _decode(text, 0)
    except StopIteration:
        counts, end = None, 0
    if end != len(text) or type(counts) is not dict:
        raise ValueError("no object of JSON stands there")
    return counts


class _StepRow(NamedTuple):
    step: Step
    state: State
    seconds: float
    error: str
    error_kind: str
    kept_findings: str | bytes
    kept_counts: str
    kept_read: str
    kept_lost: str
    output: str
    output_hash: str
    document_id: str
    was_adopted: bool
    journal: str


class KeptStep(_StepRow):
    """What is read as a `StepOutcome`, and equal to it: a row of the journal whose JSON is parsed when it is asked for,
    each time. Reports go through many documents and need little of each.

    Raises: OutputRefused where it is asked for what is damaged.
    """

    __slots__ = ()

    @property
    def findings(self) -> Sequence[FindingRow]:
        """Those that are kept."""
        return _read_findings(self.kept_findings, self.journal)

    @property
    def counts(self) -> Mapping[str, int]:
        """How many findings of each code there are."""
        return _NONE if self.kept_counts == "{}" else self._parse(self.kept_counts)

    @property
    def read(self) -> Mapping[str, int]:
        """The content that was read, by kind."""
        return _NONE if self.kept_read == "{}" else self._parse(self.kept_read)

    @property
    def lost(self) -> Mapping[str, int]:
        """The content that was lost, by kind."""
        return _NONE if self.kept_lost == "{}" else self._parse(self.kept_lost)

    def _parse(self, text: str) -> Mapping[str, int]:
        try:
            return _parse_counts(text)
        except (ValueError, TypeError) as error:
            raise damaged(self.journal, error) from error

    def whole(self) -> StepOutcome:
        """The same, parsed."""
        return StepOutcome(
            *(self.step, self.state, self.seconds, self.error, self.error_kind, self.findings, self.counts),
            *(self.read, self.lost, self.output, self.output_hash, self.document_id, self.was_adopted),
        )

    def as_json(self) -> str:
        """The step as JSON on one line, in ASCII."""
        found = _FOUND_NOTHING if self[3:9] == _NOTHING else self._found_as_json()
        result = _NO_RESULT if self[9:12] == _NO_TEXTS else result_as_json(*self[9:12])
        return step_as_json(self.step, self.state, self.seconds, found, result, self.was_adopted)

    def _found_as_json(self) -> str:
        error, kind, kept, counts, read, lost = self[3:9]
        findings = kept if kept == "[]" else findings_as_json(self.findings)
        if not (counts + read + lost).isascii():
            counts, read, lost = map(_in_ascii, (counts, read, lost))
        return found_as_json(error, kind, findings, counts, read, lost)

    def __eq__(self, other: object) -> bool:
        return self.whole() == (other.whole() if isinstance(other, KeptStep) else other)

    def __hash__(self) -> int:
        return tuple.__hash__(self)


def _in_ascii(text: str) -> str:
    return json.dumps(json.loads(text), separators=(",", ":"))


_NONE: Mapping[str, int] = MappingProxyType({})
_NO_TEXTS = ("", "", "")
_NO_RESULT = result_as_json(*_NO_TEXTS)
_NOTHING = ("", "", "[]", "{}", "{}", "{}")
_FOUND_NOTHING = found_as_json(*_NOTHING)
_make_step = maker(KeptStep)


def parse_outcome(
    run: int,
    name: str,
    facts: Sequence[Any],
    rows: Iterable[Sequence[Any]],
    steps: Iterable[Step],
    journal: str,
) -> Outcome:
    """What came of a document in a run that has these steps, with `facts` of it and rows of what was done with it until
    then, in the order of their runs: steps of earlier runs are unchanged.

    Raises: ValueError, TypeError, KeyError for what is damaged.
    """
    source, content_hash, size, version, preview, *_ = facts
    last = {row[0]: row for row in rows}
    seen = []
    for step in steps:
        if (row := last.get(step)) is not None:
            state = _STATES[row[1]]
            told = _UNCHANGED if state is _DONE and row[_RUN] != run else state
            seen.append(_make_step((step, told, *row[2:12], row[12] != 0, journal)))
            if told is not _DONE and told is not _UNCHANGED:
                break
    lines = () if preview == "[]" else KeptRows(preview, _parse_preview, journal)
    return Outcome(name, source, cast("tuple[StepOutcome, ...]", tuple(seen)), content_hash, size, version, lines)
