"""What was done with each document, kept so that a run that was killed goes on where it stopped.

One row a document and step for each run that did it, of which the last counts; a row for each run and for each document
that came to its end in it; and what is on its way to the server. Each outcome is written before it is told, in a
transaction of its own.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from sdconvert.batch.journal_schema import (
    COUNT_ENDS,
    COUNT_VISITS_WITHOUT_END,
    LATER_SCHEMA,
    NO_RUN,
    OLDER_VERSIONS,
    RECORD_DIGEST,
    RECORD_STAMPS,
    RECORD_STEP,
    SCHEMA,
    SCHEMA_VERSION,
    SELECT_BAD_ENDS,
    SELECT_DIGEST,
    SELECT_FACTS,
    SELECT_LAST_RUN,
    SELECT_PAST,
    SELECT_STAMPS,
)
from sdconvert.batch.kept import (
    BEGIN_ANEW,
    Ends,
    PastStep,
    Stamps,
    damaged,
    is_adopted,
    pack_findings,
    pack_preview,
    parse_outcome,
    parse_step,
)
from sdconvert.batch.outcome import Outcome, RunInfo, State, Step, StepOutcome
from sdconvert.batch.storage import as_text
from sdconvert.batch.visits import visits
from sdconvert.errors import BadConfiguration, OutputRefused, one_line
from sdconvert.paths import Skipped

NAME = "journal.sqlite"
_PATIENCE = 30.0
"""How many seconds to wait for another one who reads or writes."""
_PRIMARY = 0xFF
_NO_SHARED_MEMORY = (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PROTOCOL)
_OF_THE_DRIVE = (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_PROTOCOL, sqlite3.SQLITE_BUSY)
_MAKE_ROOM = "Make room there and run the same command again to go on"
_ANOTHER_DRIVE = "Where it is on a network drive, name a folder on another one with --state"
_DATABASE_ERRORS = (sqlite3.Error, UnicodeDecodeError)
"""The module of the database cannot even say what is wrong with names of tables that are no UTF-8."""
_NO_FACTS = ("", "", 0, "", "[]", "")


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
        is_full = getattr(error, "sqlite_errorcode", 0) & _PRIMARY == sqlite3.SQLITE_FULL
        chosen = ((is_damaged, BEGIN_ANEW), (is_of_the_drive, _ANOTHER_DRIVE), (is_full, _MAKE_ROOM))
        advice = next((f". {words}" for is_so, words in chosen if is_so), "")
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
            self._connection.executescript(f"BEGIN IMMEDIATE;{SCHEMA}PRAGMA user_version={SCHEMA_VERSION};COMMIT;")
        elif found in OLDER_VERSIONS:
            self._connection.execute(f"PRAGMA user_version={SCHEMA_VERSION}")
        elif found != SCHEMA_VERSION:
            self.close()
            raise BadConfiguration(f"The journal {self.path} was written by another sdconvert; move it away.")
        for statement in LATER_SCHEMA:
            self._connection.execute(statement)

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
            raise damaged(self.path, error) from error

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
        self,
        run: int,
        outcome: Outcome,
        options: Mapping[Step, str],
        ended: float,
        *,
        is_last: bool = True,
        only: Step | None = None,
    ) -> None:
        """Write down what came of a document. `options` has the hash of what each step was done with. A step that is
        unchanged keeps its row, and so does every one but `only`. Unless it `is_last`, more steps follow, and the
        document is not at its end."""
        with self._transaction():
            done = [step for step in outcome.steps if step.state is not State.UNCHANGED and only in (None, step.step)]
            if done:
                self._record_document(outcome)
                if only is None:
                    self._connection.execute(RECORD_STAMPS, _storable(outcome.name, outcome.stamp, ""))
                if outcome.digest and only is None:
                    self._connection.execute(RECORD_DIGEST, (as_text(outcome.name), run, outcome.digest))
            for step in done:
                self._record_step(run, outcome, step, options.get(step.step, ""), ended)
            if is_last:
                self._record_end(run, outcome, ended)

    def record_unchanged(
        self, run: int, found: Iterable[tuple[Outcome, Stamps | None]], ended: float, *, is_last: bool
    ) -> None:
        """Write down of some documents that nothing about them has changed, with new stamps of their files."""
        with self._transaction():
            for outcome, stamps in found:
                if stamps is not None:
                    self._connection.execute(RECORD_STAMPS, (as_text(outcome.name), *stamps))
                if is_last:
                    self._record_end(run, outcome, ended)

    def _record_end(self, run: int, outcome: Outcome, ended: float) -> None:
        name = as_text(outcome.name)
        self._connection.execute("INSERT OR REPLACE INTO visits VALUES(?, ?, ?)", (run, name, ended))
        self._connection.execute(
            "INSERT OR REPLACE INTO ends VALUES(?, ?, ?, ?)", (run, name, outcome.state, is_adopted(outcome))
        )

    def _record_document(self, outcome: Outcome) -> None:
        lines = pack_preview(outcome.preview)
        self._connection.execute(
            "INSERT INTO documents VALUES(?, ?, ?, ?, ?, ?) ON CONFLICT(name) DO UPDATE SET source=excluded.source, "
            "content_hash=excluded.content_hash, version=excluded.version, "
            "size=CASE excluded.size WHEN 0 THEN size ELSE excluded.size END, "
            "preview=CASE excluded.preview WHEN '[]' THEN preview ELSE excluded.preview END",
            _storable(outcome.name, outcome.source, outcome.content_hash, outcome.size, outcome.version, lines),
        )

    def _record_step(self, run: int, outcome: Outcome, step: StepOutcome, options_hash: str, ended: float) -> None:
        self._connection.execute(
            RECORD_STEP,
            _storable(
                *(outcome.name, step.step, step.state, options_hash, outcome.content_hash, outcome.version),
                *(step.seconds, step.error, step.error_kind, pack_findings(step.findings)),
                *(_json(dict(step.counts)), _json(dict(step.read)), _json(dict(step.lost))),
                *(step.output, step.output_hash, step.document_id, step.was_adopted, ended, run),
                *(outcome.name, step.step),
            ),
        )

    def past(self, document: str) -> dict[Step, PastStep]:
        """What earlier runs say of a document, by step: the last of them."""
        rows = self._connection.execute(SELECT_PAST, (document, NO_RUN)).fetchall()
        with self._reading():
            return {past.outcome.step: past for past in (parse_step(row, str(self.path)) for row in rows)}

    def past_with_stamps(self, document: str) -> tuple[dict[Step, PastStep], Stamps]:
        """What earlier runs say of a document, and the stamps of its files."""
        row = self._connection.execute(SELECT_STAMPS, (as_text(document),)).fetchone()
        return self.past(document), Stamps(*row) if row is not None else Stamps()

    def outcomes(self, run: int, only: Iterable[str] | None = None) -> Iterator[Outcome]:
        """What came of each document that came to its end in a run, by name, without previews; or of `only` these, with
        them. Steps that the run did not do itself are unchanged."""
        steps = self._steps_of(run)
        if only is None:
            yield from self._all_outcomes(run, steps)
        else:
            yield from (self._outcome(name, run, steps) for name in sorted(only) if self._is_visited(run, name))

    def _all_outcomes(self, run: int, steps: tuple[Step, ...]) -> Iterator[Outcome]:
        journal = str(self.path)
        with self._reading():
            for name, facts, rows in visits(self._connection.execute, run):
                known = next(iter(facts), _NO_FACTS)
                yield parse_outcome(run, name, known, rows, steps, journal)

    def _is_visited(self, run: int, name: str) -> bool:
        row = self._connection.execute("SELECT 1 FROM visits WHERE run = ? AND document = ?", (run, name)).fetchone()
        return row is not None

    def _steps_of(self, run: int) -> tuple[Step, ...]:
        with self._reading():
            (steps,) = self._connection.execute("SELECT steps FROM runs WHERE number = ?", (run,)).fetchone()
            return tuple(map(Step, json.loads(steps)))

    def _outcome(self, name: str, run: int, steps: tuple[Step, ...]) -> Outcome:
        facts = self._connection.execute(SELECT_FACTS, (name,)).fetchone()
        rows = self._connection.execute(SELECT_PAST, (name, run)).fetchall()
        with self._reading():
            return parse_outcome(run, name, facts or _NO_FACTS, rows, steps, str(self.path))

    def digest(self, document: str, run: int) -> bytes | None:
        """That of what a document held in a run, or in the last before it that did it; None where none is kept."""
        row = self._connection.execute(SELECT_DIGEST, (document, run)).fetchone()
        return None if row is None else bytes(row[0])

    def ends(self, run: int, most: int) -> Ends:
        """How the documents of a run ended, with the names of not more than `most` that are not done."""
        (without,) = self._connection.execute(COUNT_VISITS_WITHOUT_END, (run, run)).fetchone()
        if without:  # another sdconvert has written them
            return Ends.of(self.outcomes(run), most)
        counted = self._connection.execute(COUNT_ENDS, (run,)).fetchall()
        bad = self._connection.execute(SELECT_BAD_ENDS, (run, most)).fetchall()
        with self._reading():
            states = Counter({State(state): number for state, number, _ in counted})
        return Ends(states, sum(adopted for _, _, adopted in counted), tuple(name for (name,) in bad))

    def outcome(self, document: str) -> Outcome | None:
        """The last that is known of a document, None when it is not known."""
        (run,) = self._connection.execute(SELECT_LAST_RUN, (document, document)).fetchone()
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


def _storable(*values: object) -> tuple[object, ...]:
    """The values, half characters in texts written as `\\udc80`: a name of a file may hold them, the database not."""
    return tuple(as_text(value) if isinstance(value, str) else value for value in values)


_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
