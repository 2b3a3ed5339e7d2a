"""The tables of a journal, and what is asked of them."""

from __future__ import annotations

from sdconvert.batch.kept import OUTCOME_COLUMNS, STEP_COLUMNS

SCHEMA_VERSION = 2
OLDER_VERSIONS = (1,)
"""Those whose rows are read as they are; what an older sdconvert cannot read is written by this one at once."""
SCHEMA = """
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
LATER_SCHEMA = (
    "CREATE TABLE IF NOT EXISTS skipped(run INTEGER, place TEXT, reason TEXT, is_unread INTEGER)",
    "CREATE TABLE IF NOT EXISTS ends(run INTEGER, document TEXT, state TEXT, was_adopted INTEGER, "
    "PRIMARY KEY(run, document)) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS stamps(document TEXT PRIMARY KEY, source TEXT, output TEXT) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS digests(document TEXT, run INTEGER, digest BLOB, PRIMARY KEY(document, run)) "
    "WITHOUT ROWID",
    "CREATE INDEX IF NOT EXISTS outputs ON steps(document, output) WHERE output <> ''",
)
"""What journals of this version may lack, and readers of them do not miss. `ends` says of each visit how it ended, so
that the visits of a run are counted without a look at what was done."""

NO_RUN = 2**62
RECORD_STEP = (
    f"INSERT OR REPLACE INTO steps SELECT {', '.join('?' * 19)}, coalesce(max(times), 0) + 1 "  # noqa: S608 (no names)
    "FROM steps WHERE document = ? AND step = ?"
)
_STEP = ", ".join(f"steps.{column}" for column in STEP_COLUMNS)
_OUTCOME = ", ".join(f"steps.{column}" for column in OUTCOME_COLUMNS)
_FACTS = "source, content_hash, size, version"
SELECT_PAST = f"SELECT {_STEP} FROM steps WHERE document = ? AND run <= ? ORDER BY run"  # noqa: S608 (our own names)
SELECT_FACTS = f"SELECT {_FACTS}, preview, name FROM documents WHERE name = ?"  # noqa: S608 (our own names)
COUNT_VISITS = "SELECT count(*) FROM visits WHERE run = ?"
COUNT_DOCUMENTS = "SELECT count(*) FROM documents"
SELECT_VISITS = "SELECT document FROM visits WHERE run = ? ORDER BY document"
SELECT_VISITED_FACTS = (
    f"SELECT {_FACTS}, '[]', name FROM visits CROSS JOIN documents ON name = document "  # noqa: S608 (our own names)
    "WHERE run = :run ORDER BY document"
)
SELECT_ALL_FACTS = f"SELECT {_FACTS}, '[]', name FROM documents ORDER BY name"  # noqa: S608 (our own names)
SELECT_VISITED_DONE = (
    f"SELECT {_OUTCOME}, steps.document FROM visits "  # noqa: S608 (our own names)
    "CROSS JOIN steps ON steps.document = visits.document AND steps.run <= visits.run "
    "WHERE visits.run = :run ORDER BY visits.document, steps.step, steps.run"
)
SELECT_ALL_DONE = f"SELECT {_OUTCOME}, document FROM steps WHERE run <= :run ORDER BY document, step, run"  # noqa: S608 (our own names)
RECORD_DIGEST = "INSERT OR REPLACE INTO digests VALUES(?, ?, ?)"
SELECT_DIGEST = "SELECT digest FROM digests WHERE document = ? AND run <= ? ORDER BY run DESC LIMIT 1"
RECORD_STAMPS = "INSERT OR REPLACE INTO stamps VALUES(?, ?, ?)"
SELECT_STAMPS = "SELECT source, output FROM stamps WHERE document = ?"
SELECT_LAST_RUN = """SELECT max(run) FROM
    (SELECT run FROM visits WHERE document = ? AND run IN (SELECT number FROM runs)
    UNION ALL SELECT run FROM steps WHERE document = ?)"""
COUNT_VISITS_WITHOUT_END = """SELECT (SELECT count(*) FROM visits WHERE run = ?)
    - (SELECT count(*) FROM ends WHERE run = ?)"""
COUNT_ENDS = "SELECT state, count(*), sum(was_adopted) FROM ends WHERE run = ? GROUP BY state"
SELECT_BAD_ENDS = """SELECT document FROM ends WHERE run = ? AND state NOT IN ('done', 'unchanged')
    ORDER BY document LIMIT ?"""
