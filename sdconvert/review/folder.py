"""The documents of a folder: read in the background by processes, and what a mapping changes in all of them."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from hashlib import sha256

from sdconvert.batch import storage
from sdconvert.batch.scheduler import KnownResult, NoResult, Workers, schedule
from sdconvert.batch.sources import Item
from sdconvert.batch.survey.jobs import SurveyJob
from sdconvert.effects import EffectCount, EffectTally, propose_by_trial
from sdconvert.errors import SdconvertError
from sdconvert.findings import Severity
from sdconvert.frozen import dataclass
from sdconvert.model.styleuse import StyleUse
from sdconvert.options import ConversionOptions
from sdconvert.review.portrait import ReviewPortrait, portray_for_review
from sdconvert.review.skeleton import effects_in
from sdconvert.stylemap import MappingRow, StyleMap
from sdconvert.stylemap.proposal import Proposal
from sdconvert.stylemap.propose import proposal_of
from sdconvert.stylemap.votes import Votes

_LOG = logging.getLogger(__name__)
_NO_MAPPING = StyleMap({})
_PATIENCE = 5.0
RelevantRows = tuple[tuple[str, MappingRow], ...]


class Sorting(StrEnum):
    """What the table of documents can be sorted by."""

    NAME = "name"
    BLOCKS = "blocks"
    LOSSES = "losses"
    WARNINGS = "warnings"
    LABELS = "labels"
    CHANGES = "changes"


@dataclass(slots=True)
class FolderRow:
    """A document of the folder: its portrait or why it has none, and what the mapping changes in it."""

    item: Item
    number: int
    portrait: ReviewPortrait | None = None
    error: str = ""
    relevant: RelevantRows = ()
    effects: tuple[EffectCount, ...] = ()

    @property
    def is_read(self) -> bool:
        return self.portrait is not None or bool(self.error)

    @property
    def changes(self) -> int:
        """How many changes a reader sees by the mapping."""
        return sum(effect.count for effect in self.effects)


class Folder:
    """The documents and what is known of them so far. Everything may be asked at any time, from any thread."""

    def __init__(self, items: Sequence[Item], options: ConversionOptions, workers: int) -> None:
        self.rows = [FolderRow(item, number) for number, item in enumerate(items)]
        self.done = 0
        self._options = options
        self._workers = workers
        self._known: dict[tuple[str, str], ReviewPortrait] = {}
        self._lock = threading.Lock()
        self._wanted: StyleMap = _NO_MAPPING
        self._taken = self._version = self._judged = 0
        self._news = threading.Event()
        self._is_stopped = False
        self._threads: list[threading.Thread] = []
        self._untried: tuple[int, Proposal] = (0, Proposal())
        self._tried: Proposal | None = None
        self._uses: tuple[int, tuple[StyleUse, ...]] = (0, ())

    # ------------------------------------------------------------------------------------------------ in the background

    def start(self) -> None:
        """Begin to read, and to judge what is read by the mapping that is wanted."""
        for act in (self._read, self._judge):
            thread = threading.Thread(target=act, name="sdconvert review", daemon=True)
            self._threads.append(thread)
            thread.start()

    def stop(self) -> None:
        """Begin nothing more, and wait for what is under way, but not for long."""
        self._is_stopped = True
        self._news.set()
        for thread in self._threads:
            thread.join(_PATIENCE)
        self._threads.clear()

    def want(self, stylemap: StyleMap) -> None:
        """Judge the documents by this mapping from now on."""
        with self._lock:
            self._wanted = stylemap
            self._version += 1
        self._news.set()

    def refresh(self) -> bool:
        """Read again what has changed on disk: equal content is known. False while it is being read."""
        if self.done < len(self.rows):
            return False
        self.done, self._tried = 0, None
        thread = threading.Thread(target=self._read, name="sdconvert review", daemon=True)
        self._threads.append(thread)
        thread.start()
        return True

    def _read(self) -> None:
        try:
            for job, found in schedule(
                portray_for_review, self._jobs(), Workers(self._workers), lambda: self._is_stopped
            ):
                self._take(job, found)
        except SdconvertError as error:  # the workers are lost: what is read stays
            _LOG.error("The documents are not read any further.", exc_info=error)
            for row in self.rows:
                row.error = row.error or ("" if row.portrait else str(error))
            self.done = len(self.rows)

    def _jobs(self) -> Iterator[SurveyJob | KnownResult[SurveyJob, ReviewPortrait]]:
        options = self._options.to_json()
        for row in self.rows:
            job = SurveyJob(row.number, row.item, options)
            known = self._known.get((_digest(row.item), options)) if self._known else None
            yield job if known is None else KnownResult(job, known)

    def _take(self, job: SurveyJob, found: ReviewPortrait | NoResult) -> None:
        row = self.rows[job.number]
        with self._lock:
            if isinstance(found, NoResult):
                row.portrait, row.error = None, found.reason
            else:
                if row.portrait is None or row.portrait.digest != found.digest:
                    row.relevant, row.effects = (), ()
                row.portrait, row.error = found, ""
                self._known[found.digest, job.options] = found
            self.done += 1
            self._taken += 1
            self._version += 1
        self._news.set()

    def _judge(self) -> None:
        """Judge whatever is not judged by the wanted mapping yet, until it is stopped."""
        while not self._is_stopped:
            self._news.wait()
            self._news.clear()
            version = self._version
            self._try_proposals()
            for row in self.rows:
                if self._is_stopped or self._news.is_set():
                    break
                self._judge_row(row)
            else:
                self._judged = version

    def _judge_row(self, row: FolderRow) -> None:
        portrait, stylemap = row.portrait, self._wanted
        if portrait is None:
            return
        relevant = _relevant_rows(stylemap, portrait.styles.uses)
        if relevant != row.relevant:
            row.effects = effects_in(portrait.skeleton, stylemap, self._options, row.number) if relevant else ()
            row.relevant = relevant

    # -------------------------------------------------------------------------------------------------------- questions

    @property
    def is_judged(self) -> bool:
        """Whether all that is read is judged by the wanted mapping."""
        return self._judged == self._version

    def page(
        self, sorting: Sorting, is_descending: bool, words: str, start: int, size: int
    ) -> tuple[int, list[FolderRow]]:
        """How many documents have the words in their names, and a page of them."""
        folded = words.casefold()
        rows = [row for row in self.rows if folded in row.item.name.casefold()]
        rows.sort(key=_SORT_KEYS[sorting], reverse=is_descending)
        return len(rows), rows[start : start + size]

    def uses(self) -> Collection[StyleUse]:
        """The styles in use, each as the first document uses it, with the count of all."""
        taken = self._taken
        if self._uses[0] != taken:
            documents = (portrait.styles.uses for row in self.rows if (portrait := row.portrait) is not None)
            self._uses = (taken, tuple(_join_uses(documents)))
        return self._uses[1]

    @property
    def is_tried(self) -> bool:
        """Whether the proposal has been tried on all documents."""
        return self._tried is not None

    def proposal(self) -> Proposal:
        """The mapping proposed from all that is read so far. Once all is read it has been tried on all: it is the one
        by which the fewest things change, each row with what it changes."""
        if self._tried is not None:
            return self._tried
        taken = self._taken
        if self._untried[0] != taken:
            self._untried = (taken, proposal_of(self._votes()))
        return self._untried[1]

    def _votes(self) -> Votes:
        votes = Votes()
        for row in self.rows:
            if row.portrait is not None:
                votes.add(row.number, row.portrait.styles.uses, row.portrait.styles.forms)
        return votes

    def _try_proposals(self) -> None:
        """Try what can be proposed, when all is read and nothing was tried yet."""
        if self._tried is None and self.done == len(self.rows):
            self._tried = propose_by_trial(self._votes(), [row.item.name for row in self.rows], self._try)

    def _try(self, stylemap: StyleMap, numbers: Sequence[int]) -> tuple[EffectCount, ...]:
        tally = EffectTally()
        for number in numbers:
            portrait = self.rows[number].portrait
            if portrait is not None and not self._is_stopped:
                tally.add(effects_in(portrait.skeleton, stylemap, self._options, number))
        return tally.counts()

    def effects(self) -> tuple[EffectCount, ...]:
        """What the mapping changes in all documents that are judged so far, by row and kind."""
        tally = EffectTally()
        for row in self.rows:
            tally.add(row.effects)
        return tally.counts()


def _join_uses(documents: Iterable[tuple[StyleUse, ...]]) -> Iterable[StyleUse]:
    found: dict[tuple[str, bool], StyleUse] = {}
    for uses in documents:
        for use in uses:
            known = found.get((use.name, use.is_own))
            found[use.name, use.is_own] = use if known is None else replace(known, count=known.count + use.count)
    return found.values()


def _digest(item: Item) -> str:
    try:
        return sha256(storage.read(item.place)).hexdigest()
    except SdconvertError:
        return ""


def _relevant_rows(stylemap: StyleMap, uses: Sequence[StyleUse]) -> RelevantRows:
    """The rows that concern a document."""
    keys = {stylemap.key(use.name, use.is_own) for use in uses}
    return tuple((style, row) for style, row in stylemap.rows.items() if style in keys)


def _warnings(row: FolderRow) -> int:
    return -1 if row.portrait is None else row.portrait.severities.get(Severity.WARNING, 0)


_SORT_KEYS: Mapping[Sorting, Callable[[FolderRow], tuple[object, ...]]] = {
    Sorting.NAME: lambda row: (row.item.name.casefold(), row.number),
    Sorting.BLOCKS: lambda row: (row.portrait.blocks if row.portrait else -1, -row.number),
    Sorting.LOSSES: lambda row: (bool(row.error), row.portrait.losses if row.portrait else -1, -row.number),
    Sorting.WARNINGS: lambda row: (_warnings(row), -row.number),
    Sorting.LABELS: lambda row: (row.portrait.labels if row.portrait else -1, -row.number),
    Sorting.CHANGES: lambda row: (row.changes, -row.number),
}
