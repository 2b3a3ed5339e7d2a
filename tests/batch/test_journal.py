"""What is kept of a batch."""

from __future__ import annotations

import errno
import fcntl
import pickle
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from batch_outcomes import HOSTILE, hostile, outcomes, run_info

from sdconvert.batch.journal import NAME, Journal
from sdconvert.batch.journal_schema import SELECT_LAST_RUN, SELECT_PAST
from sdconvert.batch.kept import Ends, KeptRows, packed
from sdconvert.batch.lock import is_at_work, only_run
from sdconvert.batch.outcome import FindingRow, Outcome, State, Step, StepOutcome
from sdconvert.cli.batch_journal import write_report
from sdconvert.errors import BadConfiguration, OutputRefused
from sdconvert.findings import Severity

ALL = dict.fromkeys(Step, "hash")


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    with Journal(tmp_path) as opened:
        yield opened


def begin(journal: Journal, *steps: Step) -> int:
    return journal.begin_run(run_info(3, ended=False, steps=steps or tuple(Step))).number


def of(name: str, *states: State, **facts: object) -> Outcome:
    steps = tuple(StepOutcome(step, state, 0.5) for step, state in zip(Step, states, strict=False))
    return Outcome(name, f"/in/{name}", steps, "c0ffee", 12, "0.1.0", **facts)  # type: ignore[arg-type]


def test_an_outcome_comes_back_as_it_was_written(journal: Journal) -> None:
    run = begin(journal)
    written = [one for one in outcomes(60) if one.state is not State.UNCHANGED]
    for outcome in written:
        journal.record(run, outcome, ALL, 5.0)
    assert list(journal.outcomes(run, only=[outcome.name for outcome in written])) == written
    assert list(journal.outcomes(run)) == [replace(outcome, preview=()) for outcome in written]
    assert [name for name, _ in journal.sources()] == [outcome.name for outcome in written]


def test_what_a_worker_packed_is_written_as_it_came_and_says_the_same(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = begin(journal)
    written = [one for one in outcomes(30) if one.state is not State.UNCHANGED]
    came = pickle.loads(pickle.dumps([packed(one) for one in written]))
    with monkeypatch.context() as patch:
        patch.setattr("zlib.compress", None)
        patch.setattr(KeptRows, "text", None)
        for outcome in came:
            journal.record(run, outcome, ALL, 5.0)
    assert came == written
    assert list(journal.outcomes(run, only=[outcome.name for outcome in written])) == written


def test_a_run_over_most_documents_and_one_over_few_are_read_alike(journal: Journal) -> None:
    written = list(outcomes(60))
    first = begin(journal)
    for outcome in written:
        journal.record(first, outcome, ALL, 5.0)
    few = begin(journal)
    for outcome in written[10:20]:
        journal.record(few, outcome, ALL, 6.0)
    everything = list(journal.outcomes(first))
    assert [one.name for one in everything] == [one.name for one in written]
    again = list(journal.outcomes(few))
    assert again == [replace(one, preview=()) for one in journal.outcomes(few, only=[one.name for one in written])]
    assert [one.name for one in again] == [one.name for one in written[10:20]]
    with closing(sqlite3.connect(journal.path)) as database, database:
        database.execute("DELETE FROM documents WHERE name = ?", (written[11].name,))
    assert [one.source for one in journal.outcomes(few)][:3] == [again[0].source, "", again[2].source]


def test_hostile_texts_are_kept(journal: Journal) -> None:
    run = begin(journal)
    for outcome in hostile():
        journal.record(run, replace(outcome, name=outcome.name.encode("ascii", "backslashreplace").decode()), ALL, 5.0)
    assert len(list(journal.outcomes(run))) == len(HOSTILE) + 1


def test_a_row_has_everything_that_a_result_depends_on(journal: Journal, tmp_path: Path) -> None:
    run = begin(journal)
    journal.record(run, of("a.docx", State.DONE, State.DONE), {Step.CONVERT: "options"}, 7.0)
    with closing(sqlite3.connect(tmp_path / NAME)) as connection:
        connection.row_factory = sqlite3.Row
        row = dict(connection.execute("SELECT * FROM steps WHERE step = 'convert'").fetchone())
        assert connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
    known = ("document", "state", "options_hash", "content_hash", "version", "seconds", "ended", "run", "times")
    assert [row[name] for name in known] == ["a.docx", "done", "options", "c0ffee", "0.1.0", 0.5, 7.0, run, 1]


def test_how_often_a_step_was_done_is_counted_and_an_unchanged_one_keeps_its_row(journal: Journal) -> None:
    for state in (State.DONE, State.UNCHANGED, State.FAILED):
        journal.record(begin(journal), of("a.docx", State.DONE, state), ALL, 5.0)
    past = journal.past("a.docx")
    assert (past[Step.VALIDATE].times, past[Step.VALIDATE].run) == (3, 3)
    assert (past[Step.CONVERT].times, past[Step.CONVERT].run) == (2, 3)


def test_the_same_step_done_twice_in_one_run_is_one_row(journal: Journal) -> None:
    run = begin(journal)
    journal.record(run, of("a.docx", State.FAILED), ALL, 5.0)
    journal.record(run, of("a.docx", State.DONE), ALL, 6.0)
    assert journal.past("a.docx")[Step.VALIDATE].times == 2
    assert [outcome.state for outcome in journal.outcomes(run)] == [State.DONE]


def test_an_earlier_run_is_told_as_it_was(journal: Journal) -> None:
    first = begin(journal)
    journal.record(first, of("a.docx", State.DONE, State.FAILED), ALL, 5.0)
    second = begin(journal)
    journal.record(second, of("a.docx", State.DONE, State.DONE, State.DONE), ALL, 6.0)
    third = begin(journal)
    journal.record(third, of("a.docx", State.UNCHANGED, State.UNCHANGED, State.UNCHANGED), ALL, 7.0)
    told = [[outcome.state for outcome in journal.outcomes(run)] for run in (first, second, third)]
    assert told == [[State.FAILED], [State.DONE], [State.UNCHANGED]]


def test_a_run_tells_of_its_own_steps_only(journal: Journal) -> None:
    journal.record(begin(journal), of("a.docx", State.DONE, State.DONE, State.FAILED), ALL, 5.0)
    run = begin(journal, Step.VALIDATE, Step.CONVERT)
    journal.record(run, of("a.docx", State.UNCHANGED, State.UNCHANGED), ALL, 6.0)
    assert [outcome.state for outcome in journal.outcomes(run)] == [State.UNCHANGED]


def test_what_follows_a_failure_is_not_told_from_earlier_runs(journal: Journal) -> None:
    journal.record(begin(journal), of("a.docx", State.DONE, State.DONE, State.DONE), ALL, 5.0)
    run = begin(journal)
    journal.record(run, of("a.docx", State.FAILED), ALL, 6.0)
    (outcome,) = journal.outcomes(run)
    assert [step.step for step in outcome.steps] == [Step.VALIDATE]


def test_a_document_that_still_has_a_step_to_go_is_not_at_its_end(journal: Journal) -> None:
    run = begin(journal)
    journal.record(run, of("a.docx", State.DONE, State.DONE), ALL, 5.0, is_last=False)
    assert list(journal.outcomes(run)) == []
    known = journal.outcome("a.docx")
    assert known is not None
    assert known.step(Step.UPLOAD) is None
    assert set(journal.past("a.docx")) == {Step.VALIDATE, Step.CONVERT}


def test_runs_are_numbered_and_come_back(journal: Journal) -> None:
    infos = [journal.begin_run(run_info(4, ended=False, number=0)) for _ in range(2)]
    journal.end_run(1, 99.0)
    assert journal.runs() == [replace(infos[0], ended=99.0), infos[1]]


def test_an_outcome_is_written_whole_or_not_at_all(journal: Journal) -> None:
    run = begin(journal)
    broken = replace(of("a.docx", State.DONE), steps=(StepOutcome(Step.VALIDATE, State.DONE, output=b"x"),))  # type: ignore[arg-type]
    broken = replace(broken, steps=(*broken.steps, StepOutcome(Step.CONVERT, State.DONE, output=object())))  # type: ignore[arg-type]
    with pytest.raises(sqlite3.Error):
        journal.record(run, broken, ALL, 5.0)
    assert [name for name, _ in journal.sources()] == []
    journal.record(run, of("b.docx", State.DONE), ALL, 5.0)
    assert [name for name, _ in journal.sources()] == ["b.docx"]


def test_what_is_being_sent_is_known_by_its_target(tmp_path: Path) -> None:
    with Journal(tmp_path) as journal:
        journal.record_sending("a.docx", "https://one", 5.0)
        journal.record_sending("b.docx", "https://other", 6.0)
        journal.record_sending("c.docx", "https://one", 7.0)
        journal.record_sent("c.docx")
    with Journal(tmp_path) as journal:
        assert journal.in_doubt("https://one") == {"a.docx": 5.0}


def test_a_journal_of_another_make_is_refused(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / NAME)) as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(BadConfiguration, match="was written by another sdconvert; move it away"):
        Journal(tmp_path)


def test_a_file_that_is_no_journal_is_said(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(b"no database at all" * 100)
    with pytest.raises(OutputRefused, match=r"cannot be used: file is not a database\. Move it away to begin anew"):
        Journal(tmp_path)


def test_a_journal_whose_tables_have_damaged_names_is_said(tmp_path: Path) -> None:
    Journal(tmp_path).close()
    data = (tmp_path / NAME).read_bytes()
    (tmp_path / NAME).write_bytes(data.replace(b"tabledocuments", b"tabled\xffcuments"))
    with pytest.raises(OutputRefused, match=r"cannot be used: .*\. Move it away to begin anew"):
        Journal(tmp_path)


def test_a_journal_that_is_damaged_within_is_said(tmp_path: Path) -> None:
    with Journal(tmp_path) as journal:
        run = begin(journal)
        for outcome in outcomes(200):
            journal.record(run, outcome, ALL, 5.0)
    data = bytearray((tmp_path / NAME).read_bytes())
    data[8192:-4096] = b"\xff" * (len(data) - 12288)
    (tmp_path / NAME).write_bytes(data)
    with pytest.raises(OutputRefused, match=r"malformed.* Move it away"), Journal(tmp_path) as journal:
        list(journal.outcomes(run))


def test_a_full_disk_is_said(tmp_path: Path) -> None:
    def fill() -> None:
        with Journal(tmp_path) as journal:
            journal._connection.execute("PRAGMA max_page_count = 20")
            run = begin(journal)
            for outcome in outcomes(200):
                journal.record(run, outcome, ALL, 5.0)

    with pytest.raises(OutputRefused, match=r"disk is full\. Make room there and run the same command again"):
        fill()
    with Journal(tmp_path) as journal:
        assert journal.runs()[0].ended is None


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", "utf-8")
    with pytest.raises(OutputRefused, match=r"journal\.sqlite cannot be used: .*Not a directory"):
        Journal(tmp_path / "file/below")
    with pytest.raises(OutputRefused, match=r"cannot be used: .*Not a directory"), only_run(tmp_path / "file/below"):
        pass


def test_it_is_read_while_a_run_writes(tmp_path: Path) -> None:
    with only_run(tmp_path), Journal(tmp_path) as writer:
        run = begin(writer)
        for number, outcome in enumerate(outcomes(20), 1):
            writer.record(run, outcome, ALL, 5.0)
            with Journal(tmp_path) as reader:
                assert len(list(reader.outcomes(run))) == number
                assert is_at_work(tmp_path)
    assert not is_at_work(tmp_path)
    assert not is_at_work(tmp_path / "nowhere")


def test_one_run_at_a_time(tmp_path: Path) -> None:
    with only_run(tmp_path):
        with pytest.raises(BadConfiguration, match="Another run is at work in"), only_run(tmp_path):
            pass
        code = "import sys, pathlib, sdconvert.batch.lock as j\nwith j.only_run(pathlib.Path(sys.argv[1])): pass"
        other = subprocess.run([sys.executable, "-c", code, tmp_path], capture_output=True, text=True, check=False)
        assert "Another run is at work in" in other.stderr
    with only_run(tmp_path):
        pass


def test_a_damaged_lock_is_no_other_run(tmp_path: Path) -> None:
    (tmp_path / "lock.sqlite").write_bytes(b"no database at all" * 100)
    with pytest.raises(OutputRefused, match=r"lock\.sqlite cannot be used: file is not a database"), only_run(tmp_path):
        pass


def test_where_nothing_can_be_locked_no_other_run_is_blamed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    with only_run(tmp_path):  # SQLite says of a drive without locks what it says of a lock that another one has
        monkeypatch.setattr(fcntl, "lockf", refuse)
        with pytest.raises(OutputRefused, match=r"has no locks, .* with --state"), only_run(tmp_path):
            pass
    assert not list(tmp_path.glob("*probe*"))


def test_a_run_without_a_home_or_locks_in_it_is_no_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with only_run(tmp_path / "one", str(tmp_path / "out")):
        assert list(tmp_path.glob("sdconvert-locks-*/*.sqlite"))


def test_a_destination_has_one_run_by_whatever_name_and_wherever_the_states_are(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "out")
    here = str(tmp_path / "out")
    with only_run(tmp_path / "one", here):
        for other in (here, str(tmp_path / "link"), str(tmp_path / "x/../out")):
            with pytest.raises(BadConfiguration, match="work at"), only_run(tmp_path / "two", other):
                pass
        with only_run(tmp_path / "two", str(tmp_path / "other")):
            pass
    other = only_run(tmp_path / "two", "memory:///b/out/")
    with only_run(tmp_path / "one", "memory://b/out"), pytest.raises(BadConfiguration, match="work at"), other:
        pass


def test_a_destination_is_locked_for_other_users_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = str(tmp_path)
    with only_run(tmp_path / "one", out):
        monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "home of another"))
        with pytest.raises(BadConfiguration, match="work at"), only_run(tmp_path / "two", out):
            pass
    with only_run(tmp_path / "two", out):
        pass


class OnANetworkDrive(sqlite3.Connection):
    """A connection to a place without memory that processes share: what is asked after the log was chosen fails."""

    has_log = False

    def execute(self, sql: str, *parameters: Any) -> sqlite3.Cursor:
        if self.has_log:
            error = sqlite3.OperationalError("disk I/O error")
            error.sqlite_errorcode = sqlite3.SQLITE_IOERR_SHMMAP
            raise error
        self.has_log = sql == "PRAGMA journal_mode=WAL"
        return super().execute(sql, *parameters)


def test_a_journal_on_a_drive_without_shared_memory_is_kept_without_a_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect = partial(sqlite3.connect, factory=OnANetworkDrive)
    monkeypatch.setattr("sdconvert.batch.journal.sqlite3.connect", connect)
    with Journal(tmp_path) as journal:
        run = begin(journal)
        journal.record(run, of("a.docx", State.DONE), ALL, 5.0)
        with Journal(tmp_path) as reader:
            assert [outcome.name for outcome in reader.outcomes(run)] == ["a.docx"]
    assert (tmp_path / "journal.sqlite").read_bytes()[18] == 1, "it is no file that needs shared memory"


def test_a_journal_without_a_byte_begins_anew(tmp_path: Path) -> None:
    (tmp_path / "journal.sqlite").write_bytes(b"")
    with Journal(tmp_path) as journal:
        assert journal.runs() == []
        assert begin(journal) == 1


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE runs SET steps = 'x'",
        "UPDATE runs SET options = '[1]'",
        "UPDATE steps SET findings = '[[1]]'",
        "UPDATE steps SET findings = x'78'",
        "UPDATE steps SET state = 'odd'",
        "UPDATE steps SET counts = x'ff'",
        "UPDATE steps SET counts = '{} and more'",
        "UPDATE steps SET counts = '{'",
        "UPDATE steps SET counts = '[7]'",
        "UPDATE documents SET preview = '7'",
    ],
)
def test_a_row_that_is_damaged_is_said_with_what_to_do(damage: str, journal: Journal) -> None:
    run = begin(journal)
    journal.record(run, of("a.docx", State.DONE), ALL, 5.0)
    with closing(sqlite3.connect(journal.path)) as database, database:
        database.execute(damage)
    with pytest.raises(OutputRefused, match=r"a row of it is damaged .* Move it away to begin anew"):
        assert [*journal.runs(), *map(looked_at, journal.outcomes(run, only=["a.docx"]))]


def test_ends_are_counted_also_where_another_sdconvert_wrote_some_visits(journal: Journal) -> None:
    run = begin(journal)
    for outcome in outcomes(300):
        journal.record(run, outcome, ALL, 5.0)
    counted = journal.ends(run, 3)
    with closing(sqlite3.connect(journal.path)) as database, database:
        database.execute("DELETE FROM ends WHERE document LIKE '%7%'")
    bad = [one.name for one in outcomes(300) if not one.state.is_good]
    assert counted == journal.ends(run, 3) == Ends.of(outcomes(300), 3)
    assert counted.states.total() == 300
    assert counted.bad == tuple(bad[:3])


def test_an_end_of_a_name_that_is_no_text_is_found(journal: Journal) -> None:
    run = begin(journal)
    journal.record(run, replace(of("a.docx", State.FAILED), name="caf\udce9.docx"), ALL, 5.0)
    assert journal.ends(run, 5).bad == tuple(one.name for one in journal.outcomes(run))


def looked_at(outcome: Outcome) -> list[object]:
    return [*outcome.preview, outcome.counts, *(found for step in outcome.steps for found in step.findings)]


def test_a_snapshot_is_of_one_moment_while_a_run_goes_on(journal: Journal, tmp_path: Path) -> None:
    run = begin(journal, Step.CONVERT)
    journal.record(run, of("a.docx", State.DONE), ALL, 5.0)
    with Journal(tmp_path) as reader:
        with reader.snapshot():
            before = list(reader.outcomes(run))
            journal.record(run, of("b.docx", State.FAILED), ALL, 6.0)
            assert list(reader.outcomes(run)) == before
            assert [name for name, _ in reader.sources()] == ["a.docx"]
        assert [name for name, _ in reader.sources()] == ["a.docx", "b.docx"]


@pytest.mark.parametrize("form", ["html", "json"])
def test_a_report_is_of_one_moment_while_a_run_goes_on(
    form: str, journal: Journal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = begin(journal, Step.CONVERT)
    journal.record(run, of("a.docx", State.DONE), ALL, 5.0)
    read = Journal.outcomes

    def read_while_it_goes_on(reader: Journal, number: int, only: Iterable[str] | None = None) -> Iterator[Outcome]:
        yield from read(reader, number, only)
        with Journal(tmp_path) as other:
            other.record(run, with_finding("b.docx"), ALL, 6.0)

    with Journal(tmp_path) as reader:
        monkeypatch.setattr(Journal, "outcomes", read_while_it_goes_on)
        write_report(reader, reader.runs()[-1], form, tmp_path / "report")
    assert "b.docx" not in (tmp_path / "report").read_text("utf-8")
    assert [name for name, _ in journal.sources()] == ["a.docx", "b.docx"]


def with_finding(name: str) -> Outcome:
    """An outcome with a code that no other has."""
    step = StepOutcome(
        Step.CONVERT, State.DONE, findings=(FindingRow("X-1", Severity.ERROR, "new"),), counts={"X-1": 1}
    )
    return Outcome(name, f"/in/{name}", (step,), "c0ffee", 12, "0.1.0")


@pytest.mark.parametrize("query", [SELECT_LAST_RUN, SELECT_PAST])
def test_what_is_known_of_a_document_is_found_without_going_through_all(query: str, journal: Journal) -> None:
    with closing(sqlite3.connect(journal.path)) as database:
        steps = [row[-1] for row in database.execute(f"EXPLAIN QUERY PLAN {query}", ("a.docx", "b.docx"))]
    assert not [step for step in steps if step.startswith(("SCAN steps", "SCAN visits"))], steps
