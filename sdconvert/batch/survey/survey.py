"""A survey: the portraits of all documents folded into one, as they come."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import field, replace
from itertools import count
from typing import Any

from sdconvert.batch.processes import WorkerLimits
from sdconvert.batch.scheduler import NoResult, Workers, schedule
from sdconvert.batch.sources import Item
from sdconvert.batch.survey.documents import Portrait, ReportedCode, conversion_of, portray
from sdconvert.batch.survey.jobs import survey_jobs
from sdconvert.batch.survey.trial import propose_and_try
from sdconvert.findings import Finding, Severity
from sdconvert.frozen import dataclass
from sdconvert.ledger import Kind
from sdconvert.options import ConversionOptions
from sdconvert.recognition import FormatName
from sdconvert.stylemap.proposal import Proposal, ProposedRow
from sdconvert.stylemap.render import to_api
from sdconvert.stylemap.unused import UnusedRows
from sdconvert.stylemap.votes import Votes

_WORST = 20
_MOST_AFFECTED = 500


@dataclass(slots=True)
class KindTotals:
    """One kind of content over all files: `files` have any, `losing` of them would lose some; `dropped` says how much
    under which code."""

    files: int = 0
    read: int = 0
    kept: int = 0
    changed: int = 0
    losing: int = 0
    dropped: dict[str, int] = field(default_factory=dict)

    @property
    def lost(self) -> int:
        """How much of it would not be in the results."""
        return sum(self.dropped.values())


@dataclass(slots=True)
class CodeTotals:
    """One code over all files: `count` findings in `files` files; `example` is what the first says in the first."""

    severity: Severity
    count: int
    files: int
    example: str
    example_file: int


@dataclass(frozen=True, slots=True, order=True)
class Affected:
    """What one document would lose: `losses` findings about content that is not in the result, `characters` of text.
    `earliness` is its number with a minus, `codes` are those under which it loses something."""

    losses: int
    characters: int
    earliness: int
    codes: tuple[str, ...] = field(default=(), compare=False)

    @property
    def number(self) -> int:
        return -self.earliness


@dataclass(frozen=True, slots=True)
class Survey:
    """What all documents together hold and would lose. `names` are those of the documents by their numbers; `contents`
    is by kind and `codes` by id, the most severe and most frequent first. `losers` are the 500 documents that lose most
    of `losing` that lose anything, `worst` the first 20 of them; `unused_rows` tells of rows of the mapping that no
    document uses.

    Equal documents and options give an equal survey, whatever order the workers end in.
    """

    names: Sequence[str]
    unreadable: tuple[tuple[str, str], ...]
    proposal: Proposal
    contents: Mapping[Kind, KindTotals]
    codes: Mapping[str, CodeTotals]
    losers: tuple[Affected, ...]
    losing: int
    unused_rows: tuple[Finding, ...] = ()

    @property
    def worst(self) -> tuple[Affected, ...]:
        """The first of the losers."""
        return self.losers[:_WORST]


class _SurveyTotals:
    """Grows with the styles, kinds and codes that are met, and with the documents that cannot be read."""

    def __init__(self) -> None:
        self.votes = Votes()
        self._contents: dict[Kind, KindTotals] = {}
        self._codes: dict[str, CodeTotals] = {}
        self._worst: list[Affected] = []
        self._losing = 0
        self._unread: list[tuple[int, str]] = []
        self._unused = UnusedRows()

    def add(self, number: int, portrait: Portrait | NoResult) -> None:
        """Count one document."""
        if isinstance(portrait, NoResult):
            self._unread.append((number, portrait.reason))
            return
        self.votes.add(number, portrait.styles.uses, portrait.styles.forms)
        for kind, amount in portrait.amounts.items():
            content = self._contents.setdefault(kind, KindTotals())
            content.files += amount.read > 0
            content.read += amount.read
            content.kept += amount.kept
            content.changed += amount.changed
            content.losing += amount.dropped > 0
        for (kind, code), lost in portrait.dropped.items():
            dropped = self._contents.setdefault(kind, KindTotals()).dropped
            dropped[code] = dropped.get(code, 0) + lost
        for code, reported in portrait.reported.items():
            self._report(number, code, reported)
        self._unused.add(portrait.unused_rows)
        self._rank(number, portrait)

    def _report(self, number: int, code: str, reported: ReportedCode) -> None:
        known = self._codes.get(code)
        if known is None:
            self._codes[code] = CodeTotals(reported.severity, reported.times, 1, reported.example, number)
            return
        known.count += reported.times
        known.files += 1
        known.example, known.example_file = min(
            (known.example, known.example_file), (reported.example, number), key=lambda one: one[1]
        )

    def _rank(self, number: int, portrait: Portrait) -> None:
        characters = sum(lost for (kind, _), lost in portrait.dropped.items() if kind is Kind.CHARACTERS)
        if not portrait.losses and not characters:
            return
        self._losing += 1
        codes = tuple(sorted({code for _, code in portrait.dropped}))
        heapq.heappush(self._worst, Affected(portrait.losses, characters, -number, codes))
        if len(self._worst) > _MOST_AFFECTED:
            heapq.heappop(self._worst)

    def survey(self, names: Sequence[str], proposal: Proposal) -> Survey:
        """The survey of what was counted, with the mapping that was proposed."""
        return Survey(
            names,
            tuple((names[number], reason) for number, reason in sorted(self._unread)),
            proposal,
            {kind: self._contents[kind] for kind in Kind if kind in self._contents},
            dict(sorted(self._codes.items(), key=lambda item: (item[1].severity.rank, -item[1].count, item[0]))),
            tuple(sorted(self._worst, reverse=True)),
            self._losing,
            self._unused.findings(),
        )


def survey(
    items: Sequence[Item],
    options: ConversionOptions | None = None,
    *,
    workers: int = 1,
    limits: WorkerLimits | None = None,
    on_result: Callable[[int], None] = lambda done: None,
) -> Survey:
    """What these Word documents hold and what a conversion of them with `options` would lose. Nothing is written.

    Each document is looked at in a worker process with limits of its own; one that cannot be read, or whose worker
    dies, hangs or runs out of memory twice, is in the survey with the reason and stops no other. With 0 workers this
    process looks at them, which has no limits. `on_result` is told how many are done.

    Raises: BadConfiguration; WorkersLost.
    """
    chosen = replace(options or ConversionOptions(), source_format=FormatName.DOCX)
    options_json = chosen.to_json()
    conversion_of(options_json)
    tally = _SurveyTotals()
    done = count(1)
    who = Workers(workers, limits or WorkerLimits())
    with closing(schedule(portray, survey_jobs(items, options_json), who)) as results:
        for job, portrait in results:
            tally.add(job.number, portrait)
            on_result(next(done))
    proposal = propose_and_try(tally.votes, items, chosen, who)
    return tally.survey([item.name for item in items], proposal)


def as_dict(survey: Survey, *, with_candidates: bool = False) -> dict[str, Any]:
    """A survey ready for JSON. `mapping` is the object that the partner API takes; with the candidates among its rows
    when asked for."""
    proposal = survey.proposal.with_candidates() if with_candidates else survey.proposal
    return {
        "files": len(survey.names),
        "unreadable": [{"file": name, "error": reason} for name, reason in survey.unreadable],
        "mapping": to_api(proposal.stylemap),
        "styles": [_style(row, survey.names) for row in proposal.rows],
        "candidates": [_style(row, survey.names) for row in proposal.candidates],
        "mapping_findings": [finding.as_dict() for finding in proposal.findings],
        "unused_rows": [finding.as_dict() for finding in survey.unused_rows],
        "features": {str(kind): _content(content) for kind, content in survey.contents.items()},
        "findings": [
            {
                "code": code_id,
                "severity": str(code.severity),
                "files": code.files,
                "count": code.count,
                "example": code.example,
                "example_file": survey.names[code.example_file],
            }
            for code_id, code in survey.codes.items()
        ],
        "losing_files": survey.losing,
        "worst_files": [
            {"file": survey.names[one.number], "losses": one.losses, "characters": one.characters}
            for one in survey.worst
        ],
    }


def _style(row: ProposedRow, names: Sequence[str]) -> dict[str, Any]:
    return {
        "style": row.style,
        "own": row.is_own,
        "count": row.count,
        "files": row.files,
        "example": row.example,
        "example_file": names[row.example_file],
        "maps_to": str(row.row),
        "ground": str(row.ground),
        "reason": row.reason,
        "confidence": str(row.confidence),
        "agreement": None if row.agreement is None else round(row.agreement, 4),
        "changes": [{"what": one.words, "files": [names[file] for file in one.files]} for one in row.changes],
    }


def _content(content: KindTotals) -> dict[str, Any]:
    return {
        "files": content.files,
        "read": content.read,
        "kept": content.kept,
        "changed": content.changed,
        "lost": content.lost,
        "losing_files": content.losing,
        "lost_by_code": dict(sorted(content.dropped.items())),
    }
