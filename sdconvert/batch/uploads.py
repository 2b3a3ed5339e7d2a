"""Documents of a batch on their way to the server: several at a time, each exactly once, through one client.

The uploads are made by threads of the process that runs the batch, so that secrets never travel and one pace holds for
all. What may have reached the server though no answer came is written down before it is sent, and looked for before
it is sent again: at the end of the run, when the server has had its time.
"""

from __future__ import annotations

import hashlib
import json
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Self

from sdconvert.batch import storage
from sdconvert.batch.error_texts import reason_of
from sdconvert.batch.journal import Journal
from sdconvert.batch.kept import PastStep
from sdconvert.batch.outcome import FindingRow, Outcome, State, Step, StepOutcome
from sdconvert.errors import BadConfiguration, SdconvertError
from sdconvert.findings import Code, Severity, declare
from sdconvert.frozen import dataclass
from sdconvert.partner.errors import OutcomeUnknown
from sdconvert.partner.limits import TITLE_LIMIT
from sdconvert.patterns import compile_late
from sdconvert.stylemap.render import to_api

if TYPE_CHECKING:
    from pathlib import Path

    from sdconvert.partner import NewDocument, PartnerClient
    from sdconvert.stylemap.rows import StyleMap

_HASH_LENGTH = 16
MOST_UNREACHABLE = 5
MOST_UNANSWERED = 20
"""How many uploads in a row may end without an answer, whether it was lost or the server not reached."""

_ROUNDS = 5
_POLL = 0.5


TITLE_CUT = declare(
    "BATCH-U001",
    Severity.WARNING,
    "The title was cut from {length} to {limit} characters: “{title}”.",
    hint="Give the document a shorter title with `--documents`.",
    why="The server takes no longer titles. Titles are names of files where nothing else is said.",
)

TITLE_SIGNS = declare(
    "BATCH-U002",
    Severity.WARNING,
    "Control characters of the title cannot be sent and stand as �: “{title}”.",
    hint="Give the document another title with `--documents`.",
    why="No XML holds them, and the server refuses them. Titles are names of files where nothing else is said.",
)
_NO_TEXT = compile_late("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class UploadTarget:
    """Where documents go, and as what. `describe` makes the description of a new document from its outcome, `mapping`
    is for Word files that are sent as they are. `threads` upload at once. `settle` is how many seconds the server is
    given to end what it may be at work on before it is asked what became of it."""

    client: PartnerClient
    describe: Callable[[Outcome], NewDocument]
    mapping: StyleMap | None = None
    threads: int = 4
    settle: float = 30.0

    def __post_init__(self) -> None:
        """Raises: BadConfiguration for a client without fingerprints: a batch knows by them what it has sent."""
        if not self.client.has_fingerprint:
            raise BadConfiguration("A batch knows by the fingerprint what it has sent: set `fingerprint` to true.")

    @property
    def name(self) -> str:
        """What tells it from other targets."""
        return self.client.base_url


@dataclass(frozen=True, slots=True)
class _PreparedUpload:
    """A document to be sent: what it is, where its file is, the hashes of its content and of how it is sent, what is to
    be known of that."""

    outcome: Outcome
    document: NewDocument
    place: str
    content_hash: str
    options_hash: str
    findings: tuple[FindingRow, ...]


class Uploads:
    """The uploads of one run. In a `with`, they come to their end with the block, unless that breaks."""

    def __init__(
        self,
        target: UploadTarget,
        journal: Journal,
        *,
        now: Callable[[], float] = time.time,
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._target = target
        self._journal = journal
        self._now = now
        self._monotonic = monotonic
        self._sleep = sleep
        self._sent_at: dict[str, float] = {}
        self._threads = ThreadPoolExecutor(target.threads, thread_name_prefix="upload")
        self._under_way: dict[Future[StepOutcome], _PreparedUpload] = {}
        self._asking = threading.Lock()
        self._known: dict[tuple[str, str], Mapping[str, str]] = {}
        self._in_doubt = journal.in_doubt(target.name)
        self._later: list[tuple[_PreparedUpload, StepOutcome]] = []
        self._unreachable = self._unanswered = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, _error: object, _trace: object) -> None:
        self.close(at_once=kind is not None)

    @property
    def is_hopeless(self) -> bool:
        """Whether the server gave no answer so often in a row that going on makes no sense."""
        return self._unreachable >= MOST_UNREACHABLE or self._unanswered >= MOST_UNANSWERED

    @property
    def is_full(self) -> bool:
        """Whether more are under way than are worth waiting for."""
        return len(self._under_way) >= 2 * self._target.threads

    def take(self, outcome: Outcome, place: str, past: PastStep | None) -> Outcome | None:
        """The outcome where nothing is to be sent: it is there already, or cannot be described. None when it is on its
        way. `place` is where the source is, which is sent when it was not converted."""
        try:
            prepared = self._prepare(outcome, place)
        except SdconvertError as error:
            return _with_upload(outcome, _failure(error, 0.0))
        if past is not None and past.outcome.state.is_good and past.options_hash == prepared.options_hash:
            return _with_upload(outcome, replace(past.outcome, state=State.UNCHANGED))
        if outcome.name in self._in_doubt:
            self._later.append((prepared, _LEFT_IN_DOUBT))
        else:
            self._send(prepared)
        return None

    def _prepare(self, outcome: Outcome, place: str) -> _PreparedUpload:
        """Raises: SdconvertError where it cannot be described."""
        document, findings = _fit_title(self._target.describe(outcome))
        converted = outcome.step(Step.CONVERT)
        content = outcome.content_hash
        if converted is not None:
            place, content = converted.output, converted.output_hash
        mapping = None if self._target.mapping is None else to_api(self._target.mapping)
        value = (self._target.name, document.as_json(), mapping, content)
        text = json.dumps(value, sort_keys=True)
        options_hash = hashlib.sha256(text.encode()).hexdigest()[:_HASH_LENGTH]
        return _PreparedUpload(outcome, document, place, content, options_hash, findings)

    def _send(self, prepared: _PreparedUpload) -> None:
        self._journal.record_sending(prepared.outcome.name, self._target.name, self._now())
        self._sent_at[prepared.outcome.name] = self._monotonic()
        self._under_way[self._threads.submit(self._upload, prepared)] = prepared

    def _upload(self, prepared: _PreparedUpload) -> StepOutcome:
        """In a thread: what came of one upload."""
        began = time.monotonic()
        try:
            known = self._fetch_known(prepared.document)
            with storage.as_unchanged_file(prepared.place, prepared.content_hash) as file:
                imported = self._target.client.upload(
                    file,
                    prepared.document,
                    self._mapping_for(file),
                    validate=prepared.outcome.step(Step.VALIDATE) is None,
                    key=prepared.outcome.name,
                    known=known,
                )
        except Exception as error:  # a fault of ours must not stop the other documents
            return _failure(error, time.monotonic() - began)
        return StepOutcome(
            Step.UPLOAD,
            State.DONE,
            time.monotonic() - began,
            findings=prepared.findings,
            counts=dict(Counter(found.code for found in prepared.findings)),
            document_id=imported.document_id,
            was_adopted=imported.was_adopted,
        )

    def _mapping_for(self, file: Path) -> Mapping[str, Any] | None:
        """The rows to send with a file. Raises: UnreadableInput, UnsafeInput."""
        mapping = self._target.mapping
        if mapping is None or file.suffix.lower() != ".docx":
            return None
        from sdconvert.proposing import rows_for  # loads the reader of Word files

        return rows_for(mapping, file)

    def _fetch_known(self, document: NewDocument) -> Mapping[str, str]:
        """The imports that the list of a group shows, asked for once."""
        key = (document.group_id, document.user.user_id)
        with self._asking:
            if key not in self._known:
                self._known[key] = self._target.client.imports(*key)
            return self._known[key]

    def collect(self, *, waits: bool = False) -> Iterator[tuple[Outcome, str]]:
        """The outcomes of uploads that ended, each with the hash of how it was sent; `waits` for one where none has.
        What may have been done all the same, or failed in passing, is kept for a second time."""
        for prepared, came in self._collect(waits):
            if came.state is State.UNKNOWN or came.error_kind in _PASSING:
                self._later.append((prepared, came))
            else:
                yield self._settle(prepared, came)

    def _collect(self, waits: bool) -> Iterator[tuple[_PreparedUpload, StepOutcome]]:
        if not self._under_way:
            return
        ended, _ = wait(self._under_way, timeout=_POLL if waits else 0, return_when=FIRST_COMPLETED)
        for future in ended:
            came = future.result()
            self._count_unanswered(came)
            yield self._under_way.pop(future), came

    def _count_unanswered(self, came: StepOutcome) -> None:
        is_unreachable = came.error_kind in UNREACHABLE
        self._unreachable = self._unreachable + 1 if is_unreachable else 0
        self._unanswered = self._unanswered + 1 if is_unreachable or came.state is State.UNKNOWN else 0

    def _settle(self, prepared: _PreparedUpload, came: StepOutcome) -> tuple[Outcome, str]:
        if came.state is not State.UNKNOWN:
            self._journal.record_sent(prepared.outcome.name)
        return _with_upload(prepared.outcome, came), prepared.options_hash

    def drain(self, is_stopped: Callable[[], bool]) -> Iterator[tuple[Outcome, str]]:
        """The outcomes of what is still under way, and then of what was kept for another time: each time after the
        server has had its time, and with what its list shows then, as long as that brings any to their end. Once
        `is_stopped`, the rest is left to another run.
        """
        while self._under_way:
            yield from self.collect(waits=True)
        for _ in range(_ROUNDS):
            if not self._later or is_stopped():
                break
            self._wait_until_settled(is_stopped)
            self._known.clear()
            before, later = len(self._later), self._later
            self._later = []
            yield from self._send_again(later, is_stopped)
            if len(self._later) == before:
                break
        for prepared, came in self._later:
            yield self._settle(prepared, came)

    def _send_again(
        self, later: list[tuple[_PreparedUpload, StepOutcome]], is_stopped: Callable[[], bool]
    ) -> Iterator[tuple[Outcome, str]]:
        for prepared, came in later:
            if is_stopped():
                self._later.append((prepared, came))
                continue
            self._send(prepared)
            while self.is_full:
                yield from self.collect(waits=True)
        while self._under_way:
            yield from self.collect(waits=True)

    def _wait_until_settled(self, is_stopped: Callable[[], bool]) -> None:
        """Wait until the last of what is in doubt was sent long enough ago, and never longer than that takes: clocks of
        computers are set back."""
        began = self._journal.in_doubt(self._target.name)
        names = [prepared.outcome.name for prepared, _ in self._later if prepared.outcome.name in began]
        ages = (self._age(name, began[name]) for name in names)
        end = self._monotonic() + max((self._target.settle - max(0.0, age) for age in ages), default=0.0)
        while not is_stopped() and self._monotonic() < end:
            self._sleep(_POLL)

    def _age(self, name: str, began: float) -> float:
        """The seconds since a document was sent: by this run, or by another that wrote down when."""
        sent_at = self._sent_at.get(name)
        return self._now() - began if sent_at is None else self._monotonic() - sent_at

    def close(self, *, at_once: bool = False) -> None:
        """End the threads: after their uploads, or at once, without waiting for them."""
        self._threads.shutdown(wait=not at_once, cancel_futures=True)


UNREACHABLE = frozenset(("ConnectionFailed", "CallTimedOut"))
_PASSING = frozenset((*UNREACHABLE, "RateLimited", "ServerError", "MalformedAnswer"))
_LEFT_IN_DOUBT = StepOutcome(
    Step.UPLOAD,
    State.UNKNOWN,
    error="The run was stopped before the server could be asked what became of it. Run again to find out.",
    error_kind="OutcomeUnknown",
)


def _fit_title(document: NewDocument) -> tuple[NewDocument, tuple[FindingRow, ...]]:
    """The document with a title that the server takes, and what is to be known of that."""
    title, findings = _NO_TEXT.sub("\N{REPLACEMENT CHARACTER}", document.title), []
    if title != document.title:
        findings.append(_row(TITLE_SIGNS, title=title))
    length = len(title)
    if length > TITLE_LIMIT:
        title = f"{title[: TITLE_LIMIT - 1].rstrip()}…"
        findings.append(_row(TITLE_CUT, length=length, limit=TITLE_LIMIT, title=title))
    return replace(document, title=title), tuple(findings)


def _row(code: Code, **details: object) -> FindingRow:
    return FindingRow(code.id, code.severity, code.message.format(**details))


def _failure(error: Exception, seconds: float) -> StepOutcome:
    state = State.UNKNOWN if isinstance(error, OutcomeUnknown) else State.FAILED
    return StepOutcome(Step.UPLOAD, state, seconds, reason_of(error), type(error).__name__)


def _with_upload(outcome: Outcome, upload: StepOutcome) -> Outcome:
    return replace(outcome, steps=(*outcome.steps, upload))
