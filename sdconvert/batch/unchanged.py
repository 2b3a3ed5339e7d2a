"""Which documents need nothing done: their content, options, version and result are those of the last time."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from sdconvert.batch import storage
from sdconvert.batch.journal import Journal
from sdconvert.batch.kept import PastStep, Stamps
from sdconvert.batch.outcome import Outcome, State, Step, StepOutcome
from sdconvert.batch.planning import Job
from sdconvert.batch.stamps import look_at
from sdconvert.errors import SdconvertError


class Unchanged(NamedTuple):
    """A document about which nothing has changed. `stamps` are new ones, None where those in the journal hold."""

    outcome: Outcome
    stamps: Stamps | None


class Changes:
    """Tells what has changed since the journal was written: by the stamps of files, and by their hashes where these are
    missing or not the same, or where `checksum` asks for them always."""

    def __init__(self, journal: Journal, options_hash: str, version: str, *, checksum: bool = False) -> None:
        self._journal = journal
        self._options_hash = options_hash
        self._checksum = checksum
        self._version = version

    def find_unchanged(self, job: Job) -> Unchanged | None:
        """What is known of a document about which nothing has changed, else None."""
        try:
            past, stamps = self._journal.past_with_stamps(job.item.name)
            found = [past[step] for step in job.steps if step in past]
            if len(found) < len(job.steps) or not all(map(self._is_current, found)):
                return None
            content_hash = found[0].content_hash
            if any(one.content_hash != content_hash for one in found):
                return None
            now = self._stamps(job, found, stamps)
        except SdconvertError:
            return None
        if now is None:
            return None
        steps = tuple(_as_unchanged(one.outcome, job.output) for one in found)
        source = storage.as_text(job.item.place)
        outcome = Outcome(job.item.name, source, steps, content_hash, version=self._version)
        return Unchanged(outcome, now if now != stamps else None)

    def _stamps(self, job: Job, found: list[PastStep], known: Stamps) -> Stamps | None:
        """The stamps of source and result, where these are as they were; else None. Raises: UnreadableInput."""
        source = self._stamp(job.item.place, found[0].content_hash, known.source)
        if source is None:
            return None
        converted = next((one.outcome for one in found if one.outcome.step is Step.CONVERT), None)
        if converted is None:
            return Stamps(source, known.output)
        if converted.output != storage.as_text(job.output):
            return None
        output = self._stamp(job.output, converted.output_hash, known.output)
        return None if output is None else Stamps(source, output)

    def _stamp(self, place: str, content_hash: str, known: str) -> str | None:
        """The stamp of a file that has this content, empty where it cannot have one yet; None where it has another
        content. Raises: UnreadableInput."""
        look = look_at(place)
        if look is not None and known and not self._checksum and look.identity(content_hash) == known:
            return known
        if not content_hash or storage.digest(place) != content_hash:
            return None
        return "" if look is None else look.stamp(content_hash)

    def _is_current(self, past: PastStep) -> bool:
        is_same = past.options_hash == self._options_hash and past.version == self._version
        return is_same and past.outcome.state.is_good


def _as_unchanged(step: StepOutcome, output: str) -> StepOutcome:
    return replace(step, state=State.UNCHANGED, output=output if step.output else "")
