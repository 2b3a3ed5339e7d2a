"""What a run came to: the outcomes of its documents folded into one small value."""

from __future__ import annotations

import shlex
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import field
from typing import NamedTuple

from sdconvert.batch.kept import Ends
from sdconvert.batch.outcome import FindingRow, Outcome, RunInfo, State, Step
from sdconvert.batch.report.causes import Cause, cause_of
from sdconvert.codes import known_codes
from sdconvert.findings import CODES, Severity
from sdconvert.frozen import dataclass
from sdconvert.ledger import Kind

SECONDS = (0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0, 60.0)
"""The upper ends of the classes of time that documents are counted in; a last class is open."""

MOST_CAUSES = 100
"""How many causes are told apart; from there on by state and kind of error only."""

KEPT = 20
"""How many of the slowest and of the worst documents are kept."""


class Ranked(NamedTuple):
    """A document among the slowest or the worst. `position` counts the outcomes from 0, `lost` pieces and characters
    together."""

    name: str
    position: int
    seconds: float
    errors: int
    lost: int


class Counted(NamedTuple):
    """What a document adds to the sums: its findings by code, and by severity in the order of `Severity`; `lost` pieces
    and characters."""

    state: State
    seconds: float
    counts: Mapping[str, int]
    severities: tuple[int, ...]
    lost: int


@dataclass(slots=True)
class OfCode:
    """What was found of one code: how often, in how many documents, and a finding of that of them which is first by its
    name, in whatever order they came."""

    severity: Severity
    count: int = 0
    documents: int = 0
    example: FindingRow | None = None
    example_name: str = ""
    rank: int = field(init=False)

    def __post_init__(self) -> None:
        self.rank = self.severity.rank


@dataclass(slots=True)
class OfStep:
    """What came of one step over all documents; `adopted` are uploads found on the server and not sent again."""

    states: Counter[State] = field(default_factory=Counter)
    seconds: float = 0.0
    adopted: int = 0


@dataclass(slots=True)
class OfCause:
    """The documents that are not done for one cause, with the sentence and the name of the first of them by name, in
    whatever order they came."""

    state: State
    documents: int = 0
    example: str = ""
    example_name: str = ""
    position: int = 0


@dataclass(slots=True)
class Totals:
    """The sums over outcomes. It grows with the kinds of things that happen, not with the documents."""

    documents: int = 0
    size: int = 0
    seconds: float = 0.0
    states: Counter[State] = field(default_factory=Counter)
    codes: dict[str, OfCode] = field(default_factory=dict)
    steps: dict[Step, OfStep] = field(default_factory=dict)
    causes: dict[Cause, OfCause] = field(default_factory=dict)
    read: Counter[str] = field(default_factory=Counter)
    lost: Counter[str] = field(default_factory=Counter)
    times: list[int] = field(default_factory=lambda: [0] * (len(SECONDS) + 1))
    slowest: list[Ranked] = field(default_factory=list)
    worst: list[Ranked] = field(default_factory=list)

    @classmethod
    def of(cls, outcomes: Iterable[Outcome]) -> Totals:
        """The sums over all of these."""
        totals = cls()
        for outcome in outcomes:
            totals.add(outcome)
        return totals

    @classmethod
    def of_ends(cls, ends: Ends) -> Totals:
        """What is known of the sums by how documents ended: enough for the last line and the exit code."""
        steps = {Step.UPLOAD: OfStep(adopted=ends.adopted)} if ends.adopted else {}
        return cls(documents=ends.states.total(), states=ends.states, steps=steps)

    @property
    def severities(self) -> Counter[Severity]:
        """How many findings of each severity there are."""
        found = Counter[Severity]()
        for of in self.codes.values():
            found[of.severity] += of.count
        return found

    @property
    def good(self) -> int:
        """How many documents are where they should be."""
        return sum(count for state, count in self.states.items() if state.is_good)

    @property
    def adopted(self) -> int:
        """How many uploads of this run were found on the server and not sent again."""
        return sum(step.adopted for step in self.steps.values())

    def add(self, outcome: Outcome) -> Counted:
        """Count one document in; what it adds."""
        state = outcome.state
        seconds, lost, counts = self._add_steps(outcome)
        severities = self._add_codes(outcome, counts)
        self._rank(outcome.name, seconds, severities[0], lost)
        if not state.is_good:
            self._add_cause(outcome)
        self.documents += 1
        self.size += outcome.size
        self.seconds += seconds
        self.states[state] += 1
        self.times[bisect_right(SECONDS, seconds)] += 1
        return Counted(state, seconds, counts, severities, lost)

    def _rank(self, name: str, seconds: float, errors: int, lost: int) -> None:
        slowest, worst = self.slowest, self.worst
        if seconds > 0 and (len(slowest) < KEPT or seconds >= slowest[-1].seconds):
            _keep(slowest, Ranked(name, self.documents, seconds, errors, lost), _slowness)
        if (errors or lost) and (len(worst) < KEPT or errors >= worst[-1].errors):
            _keep(worst, Ranked(name, self.documents, seconds, errors, lost), _badness)

    def _add_codes(self, outcome: Outcome, counts: Mapping[str, int]) -> tuple[int, ...]:
        severities = [0] * len(Severity)
        codes, name = self.codes, outcome.name
        for code, count in counts.items():
            known = codes.get(code)
            if known is None or known.example is None or name < known.example_name:
                known = self._add_example(code, outcome)
            known.count += count
            known.documents += 1
            severities[known.rank] += count
        return tuple(severities)

    def _add_example(self, code: str, outcome: Outcome) -> OfCode:
        """What is known of a code, with the first of a document's findings of it where there is one."""
        example = next((found for step in outcome.steps for found in step.findings if found.code == code), None)
        known = self.codes.setdefault(code, OfCode(severity_of(code, example)))
        if example is not None:
            known.example, known.example_name = example, outcome.name
        return known

    def _add_steps(self, outcome: Outcome) -> tuple[float, int, Mapping[str, int]]:
        """Count the steps of a document in: the seconds they took, the pieces and characters they lost, and how many
        findings of each code they have."""
        seconds, total, told = 0.0, 0, []
        steps, all_read, all_lost = self.steps, self.read, self.lost
        for step in outcome.steps:
            of_step = steps.get(step.step)
            if of_step is None:
                of_step = steps[step.step] = OfStep()
            took, state = step.seconds, step.state
            seconds += took
            of_step.states[state] += 1
            of_step.seconds += took
            if step.was_adopted and state is State.DONE:
                of_step.adopted += 1
            if counts := step.counts:
                told.append(counts)
            for kind, count in step.read.items():
                all_read[kind] += count
            for kind, count in step.lost.items():
                all_lost[kind] += count
                total += count
        return seconds, total, told[0] if len(told) == 1 else sum(map(Counter, told), Counter[str]())

    def _add_cause(self, outcome: Outcome) -> None:
        cause = cause_of(outcome)
        if cause not in self.causes and len(self.causes) >= MOST_CAUSES:
            cause = cause._replace(words="")
        known = self.causes.get(cause)
        if known is None or outcome.name < known.example_name:
            documents = 0 if known is None else known.documents
            known = OfCause(outcome.state, documents, outcome.error, outcome.name, self.documents)
            self.causes[cause] = known
        known.documents += 1


def _slowness(one: Ranked) -> tuple[float | str, ...]:
    return (-one.seconds, one.name)


def _badness(one: Ranked) -> tuple[float | str, ...]:
    return (-one.errors, -one.lost, one.name)


def _keep(kept: list[Ranked], new: Ranked, key: Callable[[Ranked], tuple[float | str, ...]]) -> None:
    if len(kept) == KEPT and key(new) > key(kept[-1]):
        return
    kept.append(new)
    kept.sort(key=key)
    del kept[KEPT:]


def severity_of(code: str, found: FindingRow | None) -> Severity:
    """That of a finding of this code, the declared one without; a code that is not known any more is a warning."""
    if found is not None:
        return found.severity
    declared = CODES.get(code) or known_codes().get(code)
    return declared.severity if declared is not None else Severity.WARNING


def by_cause(causes: dict[Cause, OfCause]) -> list[tuple[Cause, OfCause]]:
    """The causes, that of the most documents first."""
    return sorted(causes.items(), key=lambda item: (-item[1].documents, item[0]))


def by_severity(codes: dict[str, OfCode]) -> list[tuple[str, OfCode]]:
    """The codes, the most severe and the most frequent first."""
    return sorted(codes.items(), key=lambda item: (item[1].severity.rank, -item[1].count, item[0]))


def by_kind(read: Counter[str], lost: Counter[str]) -> list[tuple[str, int, int]]:
    """Each kind of content with what was read and what was lost of it, in the order of the ledger."""
    order = {str(kind): position for position, kind in enumerate(Kind)}
    kinds = sorted({*read, *lost}, key=lambda kind: (order.get(kind, len(order)), kind))
    return [(str(kind), read[kind], lost[kind]) for kind in kinds if read[kind] or lost[kind]]


def not_reached(info: RunInfo, totals: Totals) -> int:
    """How many documents the run was to do and has not come to."""
    return max(info.planned - totals.documents, 0)


def exit_code(info: RunInfo, totals: Totals) -> int:
    """0 when every document is where it should be, 1 when not, or when a source could not be read. A run that could not
    begin has no totals: it is 2."""
    return int(bool(info.unread) or totals.good < max(info.planned, totals.documents))


def last_line(info: RunInfo, totals: Totals) -> str:
    """What the run came to and what to do next, on one line."""
    total = max(info.planned, totals.documents)
    if total == 0:
        unread = f": {_unread(info)}." if info.unread else ": the sources hold no documents."
        return f"Nothing to do{unread}"
    parts = [f"{totals.good:,} of {total:,} done{_of_these(totals)}"]
    parts += [f"{totals.states[state]:,} {state}" for state in State if totals.states[state] and not state.is_good]
    rest = not_reached(info, totals)
    if rest:
        parts.append(f"interrupted, {rest:,} not reached")
    parts += [_unread(info)] if info.unread else []
    return ", ".join(parts) + _advice(info, totals, rest)


def _unread(info: RunInfo) -> str:
    return f"{len(info.unread):,} place{'s' * (len(info.unread) != 1)} of the sources not read"


def _of_these(totals: Totals) -> str:
    notes = [f"{totals.states[State.UNCHANGED]:,} unchanged"] if totals.states[State.UNCHANGED] else []
    notes += [f"{totals.adopted:,} found on the server and not sent again"] if totals.adopted else []
    return f" ({', '.join(notes)})" if notes else ""


def _advice(info: RunInfo, totals: Totals, rest: int) -> str:
    if rest:
        return ": run the same command again to go on."
    if totals.good < totals.documents:
        return f": run `sdconvert batch retry {places_of(info)}`."
    return "."


def places_of(info: RunInfo) -> str:
    """The destination of a run as the commands take it, with the folder of its journal where that was named."""
    state = info.options.get("state")
    words = [info.destination, *(("--state", state) if state else ())]
    return _on_one_line(shlex.join(words))


def _on_one_line(text: str) -> str:
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)
