"""What was done with each document, kept so that a run that was killed goes on where it stopped.

One row a document and step for each run that did it, of which the last counts; a row for each run and for each document
that came to its end in it; and what is on its way to the server. Each outcome is written before it is told, in a
transaction of its own.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sdconvert.batch.outcome import Outcome, PreviewLine, RunInfo, State, Step, StepOutcome, parse_finding_rows
from sdconvert.batch.storage import as_text
from sdconvert.errors import BadConfiguration, OutputRefused, one_line
from sdconvert.paths import Skipped

NAME = "journal.sqlite"
_SCHEMA_VERSION = 1
_PATIENCE = 30.0
"""How many seconds to wait for another one who reads or writes."""
_PRIMARY = 0xFF
_NO_SHARED_MEMORY = (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PROTOCOL)
_OF_THE_DRIVE = (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_PROTOCOL, sqlite3.SQLITE_BUSY)
_ANOTHER_DRIVE = "Where it is on a network drive, name a folder on another one with --state"
_DATABASE_ERRORS = (sqlite3.Error, UnicodeDecodeError)
"""The module of the database cannot even say what is wrong with names of tables that are no UTF-8."""
_BEGIN_ANEW = "Move it away to begin anew: all documents are then done again"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS runs(number INTEGER PRIMARY KEY, started REAL, ended REAL, version TEXT,
    sources TEXT, destination TEXT, steps TEXT, planned INTEGER, options TEXT, request TEXT);
CREATE TABLE IF NOT EXISTS documents(name TEXT PRIMARY KEY, source TEXT, content_hash TEXT, size INTEGER,
    version TEXT, preview TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS steps(document TEXT, step TEXT, state TEXT, options_hash TEXT, content_hash TEXT,
    version TEXT, seconds REAL, error TEXT, error_kind TEXT, findings TEXT, counts TEXT, read TEXT, lost TEXT,
    output TEXT, output_hash TEXT, document_id TEXT, was_adopted INTEGER, ended REAL, run INTEGER, times INTEGER,
    PRIMARY KEY(document, step, run)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS visits(run INTEGER, document TEXT, ended REAL, PRIMARY KEY(run, document)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sending(document TEXT PRIMARY KEY, target TEXT, began REAL) WITHOUT ROWID;
"""
_LATER_SCHEMA = "CREATE TABLE IF NOT EXISTS skipped(run INTEGER, place TEXT, reason TEXT, is_unread INTEGER)"
"""What journals of this version may lack, and readers of them do not miss."""


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


class Journal:
    """The journal of a destination, for one thread. In a `with`, an error of the database becomes one of ours."""

    def __init__(self, folder: Path) -> None:
        """Open the journal in a folder, or begin it.

        Raises: OutputRefused, BadConfiguration for a journal of another make.
        """
        self.path = folder / NAME
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._connection = self._open()
        except (OSError, *_DATABASE_ERRORS) as error:
            raise self._refusal(error) from error
        try:
            self._prepare()
        except _DATABASE_ERRORS as error:
            self.close()
            raise self._refusal(error) from error

    def _open(self) -> sqlite3.Connection:
        return sqlite3.connect(self.path, timeout=_PATIENCE, isolation_level=None)

    def _refusal(self, error: Exception) -> OutputRefused:
        is_damaged = isinstance(error, sqlite3.DatabaseError | UnicodeDecodeError)
        is_damaged = is_damaged and not isinstance(error, sqlite3.OperationalError)
        is_of_the_drive = getattr(error, "sqlite_errorcode", 0) & _PRIMARY in _OF_THE_DRIVE
        advice = f". {_BEGIN_ANEW}" if is_damaged else f". {_ANOTHER_DRIVE}" if is_of_the_drive else ""
        return OutputRefused(f"The journal {self.path} cannot be used: {one_line(error)}{advice}.")

    def __enter__(self) -> Journal:
        return self

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        """Raises: OutputRefused in the place of what the database raised."""
        self.close()
        if isinstance(error, _DATABASE_ERRORS):
            raise self._refusal(error) from error

    def _prepare(self) -> None:
        self._choose_mode()
        (found,) = self._connection.execute("PRAGMA user_version").fetchone()
        if found == 0:
            self._connection.executescript(f"BEGIN IMMEDIATE;{_SCHEMA}PRAGMA user_version={_SCHEMA_VERSION};COMMIT;")
        elif found != _SCHEMA_VERSION:
            self.close()
            raise BadConfiguration(f"The journal {self.path} was written by another sdconvert; move it away.")
        self._connection.execute(_LATER_SCHEMA)

    def _choose_mode(self) -> None:
        """Readers stop no writer where there is a log of its own for writes, which needs memory that processes share:
        network drives have none, and there the database is written in the older way."""
        try:
            self._connection.execute("PRAGMA journal_mode=WAL")
            self._connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            self._connection.execute("PRAGMA synchronous=NORMAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & _PRIMARY not in _NO_SHARED_MEMORY:
                raise
            self._connection.close()
            self._connection = self._open()
            for mode in ("locking_mode=EXCLUSIVE", "journal_mode=TRUNCATE", "locking_mode=NORMAL"):
                self._connection.execute(f"PRAGMA {mode}")
            self._connection.execute("SELECT count(*) FROM sqlite_master").fetchone()

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """Raises: OutputRefused for rows that this sdconvert did not write."""
        try:
            yield
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise OutputRefused(
                f"The journal {self.path} cannot be used: a row of it is damaged ({one_line(error)}). {_BEGIN_ANEW}."
            ) from error

    def close(self) -> None:
        """Close the journal."""
        self._connection.close()

    # ------------------------------------------------------------------------------------------------------------ runs

    def begin_run(self, info: RunInfo) -> RunInfo:
        """Write down that a run begins; the run with its number."""
        with self._transaction():
            (last,) = self._connection.execute("SELECT coalesce(max(number), 0) FROM runs").fetchone()
            begun = replace(info, number=last + 1)
            self._connection.execute(
                "INSERT INTO runs VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                _storable(
                    *(begun.number, begun.started, begun.ended, begun.version, _json(begun.sources)),
                    *(begun.destination, _json(begun.steps), begun.planned, _json(dict(begun.options)), begun.request),
                ),
            )
            self._connection.executemany(
                "INSERT INTO skipped VALUES(?, ?, ?, ?)",
                [_storable(begun.number, *one) for one in info.skipped],
            )
        return begun

    def end_run(self, number: int, ended: float) -> None:
        """Write down that a run came to its end."""
        self._connection.execute("UPDATE runs SET ended = ? WHERE number = ?", (ended, number))

    def runs(self) -> list[RunInfo]:
        """All runs, the first first."""
        rows = self._connection.execute("SELECT * FROM runs ORDER BY number").fetchall()
        skipped = self._skipped()
        with self._reading():
            return [
                RunInfo(
                    *(number, started, ended, version, tuple(json.loads(sources)), destination),
                    tuple(map(Step, json.loads(steps))),
                    planned,
                    dict(json.loads(options)),
                    request,
                    tuple(skipped[number]),
                )
                for number, started, ended, version, sources, destination, steps, planned, options, request in rows
            ]

    def _skipped(self) -> defaultdict[int, list[Skipped]]:
        """What was not taken, by run."""
        found: defaultdict[int, list[Skipped]] = defaultdict(list)
        for run, place, reason, is_unread in self._connection.execute("SELECT * FROM skipped ORDER BY rowid"):
            found[run].append(Skipped(place, reason, bool(is_unread)))
        return found

    # -------------------------------------------------------------------------------------------------------- documents

    def record(
        self, run: int, outcome: Outcome, options: Mapping[Step, str], ended: float, *, is_last: bool = True
    ) -> None:
        """Write down what came of a document. `options` has the hash of what each step was done with. A step that is
        unchanged keeps its row. Unless it `is_last`, more steps follow, and the document is not at its end."""
        with self._transaction():
            done = [step for step in outcome.steps if step.state is not State.UNCHANGED]
            if done:
                self._record_document(outcome)
            for step in done:
                self._record_step(run, outcome, step, options.get(step.step, ""), ended)
            if is_last:
                self._connection.execute("INSERT OR REPLACE INTO visits VALUES(?, ?, ?)", (run, outcome.name, ended))

    def _record_document(self, outcome: Outcome) -> None:
        lines = _json([list(line) for line in outcome.preview])
        self._connection.execute(
            "INSERT INTO documents VALUES(?, ?, ?, ?, ?, ?) ON CONFLICT(name) DO UPDATE SET source=excluded.source, "
            "content_hash=excluded.content_hash, version=excluded.version, "
            "size=CASE excluded.size WHEN 0 THEN size ELSE excluded.size END, "
            "preview=CASE excluded.preview WHEN '[]' THEN preview ELSE excluded.preview END",
            _storable(outcome.name, outcome.source, outcome.content_hash, outcome.size, outcome.version, lines),
        )

    def _record_step(self, run: int, outcome: Outcome, step: StepOutcome, options_hash: str, ended: float) -> None:
        self._connection.execute(
            _RECORD_STEP,
            _storable(
                *(outcome.name, step.step, step.state, options_hash, outcome.content_hash, outcome.version),
                *(step.seconds, step.error, step.error_kind, _json([list(found) for found in step.findings])),
                *(_json(dict(step.counts)), _json(dict(step.read)), _json(dict(step.lost))),
                *(step.output, step.output_hash, step.document_id, step.was_adopted, ended, run),
                *(outcome.name, step.step),
            ),
        )

    def past(self, document: str, until: int | None = None) -> dict[Step, PastStep]:
        """What earlier runs say of a document, by step: the last of them, or the last `until` a run."""
        rows = self._connection.execute(_SELECT_PAST, (document, _NO_RUN if until is None else until)).fetchall()
        with self._reading():
            return {past.outcome.step: past for past in map(_parse_past_step, rows)}

    def outcomes(self, run: int) -> Iterator[Outcome]:
        """What came of each document that came to its end in a run, by name; steps that the run did not do itself are
        unchanged."""
        names = self._connection.execute("SELECT document FROM visits WHERE run = ? ORDER BY document", (run,))
        steps = self._steps_of(run)
        for (name,) in names:
            yield self._outcome(name, run, steps)

    def _steps_of(self, run: int) -> tuple[Step, ...]:
        with self._reading():
            (steps,) = self._connection.execute("SELECT steps FROM runs WHERE number = ?", (run,)).fetchone()
            return tuple(map(Step, json.loads(steps)))

    def _outcome(self, name: str, run: int, steps: tuple[Step, ...]) -> Outcome:
        row = self._connection.execute(
            "SELECT source, content_hash, size, version, preview FROM documents WHERE name = ?", (name,)
        ).fetchone()
        source, content_hash, size, version, preview = row or ("", "", 0, "", "[]")
        past = self.past(name, run)
        seen = _up_to_the_first_bad(_as_seen_by(run, past[step]) for step in steps if step in past)
        with self._reading():
            lines = tuple(PreviewLine(*line) for line in json.loads(preview))
        return Outcome(name, source, tuple(seen), content_hash, size, version, lines)

    def outcome(self, document: str) -> Outcome | None:
        """The last that is known of a document, None when it is not known."""
        (run,) = self._connection.execute(_SELECT_LAST_RUN, (document, document)).fetchone()
        return None if run is None else self._outcome(document, run, self._steps_of(run))

    def sources(self) -> Iterator[tuple[str, str]]:
        """The names of all documents that are known, sorted, each with its source."""
        yield from self._connection.execute("SELECT name, source FROM documents ORDER BY name")

    def outputs(self) -> Iterator[tuple[str, str]]:
        """The names of all documents that were ever written, sorted, with where: one may be there more than once."""
        yield from self._connection.execute("SELECT document, output FROM steps WHERE output <> '' ORDER BY document")

    # ---------------------------------------------------------------------------------------------------------- sending

    def record_sending(self, document: str, target: str, began: float) -> None:
        """Write down that a document is about to be sent."""
        self._connection.execute("INSERT OR REPLACE INTO sending VALUES(?, ?, ?)", (document, target, began))

    def record_sent(self, document: str) -> None:
        """Write down that the outcome of a sending is known."""
        self._connection.execute("DELETE FROM sending WHERE document = ?", (document,))

    def in_doubt(self, target: str) -> dict[str, float]:
        """The documents of which nobody knows whether they reached the target, with when they were sent."""
        rows = self._connection.execute("SELECT document, began FROM sending WHERE target = ?", (target,))
        return dict(rows.fetchall())

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Within it everything is read as it is at the first look, whatever a run writes down meanwhile."""
        with self._transaction("DEFERRED"):
            yield

    @contextmanager
    def _transaction(self, kind: str = "IMMEDIATE") -> Iterator[None]:
        self._connection.execute(f"BEGIN {kind}")
        try:
            yield
        except BaseException:
            if self._connection.in_transaction:  # a full disk has ended it already
                self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")


_COLUMNS = (
    *("step", "state", "seconds", "error", "error_kind", "findings", "counts", "read", "lost", "output"),
    *("output_hash", "document_id", "was_adopted", "options_hash", "content_hash", "version", "ended", "run", "times"),
)
_NO_RUN = 2**62
_RECORD_STEP = (
    f"INSERT OR REPLACE INTO steps SELECT {', '.join('?' * 19)}, coalesce(max(times), 0) + 1 "  # noqa: S608 (no names)
    "FROM steps WHERE document = ? AND step = ?"
)
_SELECT_PAST = f"SELECT {', '.join(_COLUMNS)} FROM steps WHERE document = ? AND run <= ? ORDER BY run"  # noqa: S608 (our own names)
_SELECT_LAST_RUN = """SELECT max(run) FROM
    (SELECT run FROM visits WHERE document = ? AND run IN (SELECT number FROM runs)
    UNION ALL SELECT run FROM steps WHERE document = ?)"""


def _parse_past_step(row: Iterable[Any]) -> PastStep:
    value = dict(zip(_COLUMNS, row, strict=True))
    outcome = StepOutcome(
        Step(value["step"]),
        State(value["state"]),
        value["seconds"],
        value["error"],
        value["error_kind"],
        parse_finding_rows(json.loads(value["findings"])),
        json.loads(value["counts"]),
        json.loads(value["read"]),
        json.loads(value["lost"]),
        value["output"],
        value["output_hash"],
        value["document_id"],
        bool(value["was_adopted"]),
    )
    keys = ("options_hash", "content_hash", "version", "ended", "run", "times")
    return PastStep(outcome, *(value[key] for key in keys))


def _as_seen_by(run: int, past: PastStep) -> StepOutcome:
    if past.run == run or not past.outcome.state.is_good:
        return past.outcome
    return replace(past.outcome, state=State.UNCHANGED)


def _up_to_the_first_bad(steps: Iterable[StepOutcome]) -> Iterator[StepOutcome]:
    for step in steps:
        yield step
        if not step.state.is_good:
            return


def _storable(*values: object) -> tuple[object, ...]:
    """The values, half characters in texts written as `\\udc80`: a name of a file may hold them, the database not."""
    return tuple(as_text(value) if isinstance(value, str) else value for value in values)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
