"""Two runs beside each other: their documents are matched by the names of their sources."""

from __future__ import annotations

import struct
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import field
from pathlib import Path

from sdconvert.batch.digest import Digest, unpack_digest
from sdconvert.batch.journal import NAME, Journal
from sdconvert.batch.kept import damaged
from sdconvert.batch.outcome import Outcome, RunInfo
from sdconvert.batch.rehearsal.changes import THAT_COUNT, Change, DocumentChange, compare_outcomes
from sdconvert.batch.storage import state_folder
from sdconvert.errors import BadConfiguration
from sdconvert.faults import reporting_faults
from sdconvert.frozen import dataclass
from sdconvert.patterns import compile_late

_NUMBERED = compile_late(r"(.+)@([1-9][0-9]{0,8})")


@dataclass(frozen=True, slots=True)
class RunPlace:
    """A run: the last into a destination, or that with a number. `state` is the folder of its journal, where that is
    not beside the destination."""

    destination: str
    number: int | None = None
    state: Path | None = None

    @classmethod
    def parse(cls, text: str) -> RunPlace:
        """`DEST`, or `DEST@N` for run N into it. A destination whose name ends so is that destination."""
        numbered = _NUMBERED.fullmatch(text)
        if numbered is None or (state_folder(text) / NAME).exists():
            return cls(text)
        return cls(numbered[1], int(numbered[2]))

    def open(self) -> Journal:
        """The journal that the run is in. Raises: BadConfiguration where there is none."""
        folder = self.state or state_folder(self.destination)
        if not (folder / NAME).exists():
            raise BadConfiguration(f"No batch was run into {self.destination}: there is no {folder / NAME}.")
        return Journal(folder)

    def find(self, journal: Journal) -> RunInfo:
        """What is known of the run. Raises: BadConfiguration where there is none."""
        runs = journal.runs()
        if not runs:
            raise BadConfiguration(f"No run into {self.destination} was ever begun.")
        if self.number is None:
            return runs[-1]
        found = next((info for info in runs if info.number == self.number), None)
        if found is None:
            raise BadConfiguration(
                f"There is no run {self.number} into {self.destination}; there are 1 to {runs[-1].number}."
            )
        return found


@dataclass(frozen=True, slots=True)
class RunComparison:
    """What became of documents from the run `before` to the run `after`. `documents` are those that changed, by name,
    `compared` is how many there are in either."""

    before: RunInfo
    after: RunInfo
    compared: int
    documents: tuple[DocumentChange, ...]
    totals: Counter[Change] = field(default_factory=Counter)

    def changed(self, kinds: Iterable[Change] = THAT_COUNT) -> tuple[DocumentChange, ...]:
        """The documents with a change of one of these kinds: of any but time, where nothing is said."""
        wanted = frozenset(kinds)
        return tuple(one for one in self.documents if wanted.intersection(one.changes))

    @property
    def same(self) -> int:
        """How many documents have no change but that of time."""
        return self.compared - len(self.changed())


@reporting_faults
def compare_runs(before: RunPlace | str, after: RunPlace | str, *, only: Iterable[str] | None = None) -> RunComparison:
    """What another version of sdconvert, another mapping or other options changed: the documents of two runs, matched
    by the names of their sources, with what became of labels, words, structure, pictures, findings, validity and time.

    The runs may be into one destination or into two. What a document held is known by the digest that each run keeps of
    it, so that results which were overwritten are compared too. A run is named as `packages`, the last into it, or
    `packages@3`. `only` names the documents to compare.

    Raises: BadConfiguration where there is no such run; OutputRefused for a damaged journal.
    """
    places = [RunPlace.parse(one) if isinstance(one, str) else one for one in (before, after)]
    with ExitStack() as opened:
        journals = [opened.enter_context(place.open()) for place in places]
        first, second = (place.find(journal) for place, journal in zip(places, journals, strict=True))
        for journal in journals:
            opened.enter_context(journal.snapshot())
        found, compared, totals = list[DocumentChange](), 0, Counter[Change]()
        names = None if only is None else frozenset(only)
        for one, other in _pairs(journals[0].outcomes(first.number, names), journals[1].outcomes(second.number, names)):
            compared += 1
            change = _compare(one, other, (journals[0], first.number), (journals[1], second.number))
            totals.update(change.changes)
            if change.changes:
                found.append(change)
    return RunComparison(first, second, compared, tuple(found), totals)


def _pairs(before: Iterator[Outcome], after: Iterator[Outcome]) -> Iterator[tuple[Outcome | None, Outcome | None]]:
    """The outcomes of both, which come by name, with None where one has none of this name."""
    one, other = next(before, None), next(after, None)
    while one is not None or other is not None:
        if other is None or (one is not None and one.name < other.name):
            yield one, None
            one = next(before, None)
        elif one is None or other.name < one.name:
            yield None, other
            other = next(after, None)
        else:
            yield one, other
            one, other = next(before, None), next(after, None)


def _compare(
    one: Outcome | None, other: Outcome | None, before: tuple[Journal, int], after: tuple[Journal, int]
) -> DocumentChange:
    if one is None:
        assert other is not None
        return DocumentChange(other.name, (Change.ADDED,), None, other)
    if other is None:
        return DocumentChange(one.name, (Change.REMOVED,), one, None)
    return compare_outcomes(one, other, (_digest(*before, one), _digest(*after, other)))


def _digest(journal: Journal, run: int, outcome: Outcome) -> Digest | None:
    """That of what a document held in a run, None where none was kept."""
    kept = journal.digest(outcome.name, run)
    if kept is None:
        return None
    try:
        return unpack_digest(kept)
    except (ValueError, TypeError, zlib.error, struct.error) as error:
        raise damaged(journal.path, error) from error
