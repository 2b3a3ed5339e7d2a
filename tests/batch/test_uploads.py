"""Documents of a batch on their way to the server: each once, whatever happens."""

from __future__ import annotations

import hashlib
import os
import sys
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from batch_kit import Inline, done, journal_of, plan_of, rows, states, word, word_files
from partner_kit import Time

from sdconvert.batch.journal import Journal
from sdconvert.batch.outcome import Outcome, State, Step, StepOutcome
from sdconvert.batch.planning import plan
from sdconvert.batch.runner import RunSettings, run
from sdconvert.batch.uploads import TITLE_CUT, TITLE_SIGNS, Uploads, UploadTarget
from sdconvert.errors import BadConfiguration
from sdconvert.http.errors import CallError, ConnectionFailed, Failure, ServerError
from sdconvert.http.pace import Pace
from sdconvert.partner import NewDocument, PartnerClient, RetryPolicy, User
from sdconvert.partner.errors import InvalidRequest, OutcomeUnknown
from sdconvert.partner.types import ImportResult
from sdconvert.sandbox.options import SandboxOptions
from sdconvert.sandbox.server import Sandbox, start
from sdconvert.stylemap import MappingRow, StyleMap, TextType

USER = User("tester", "t@example.org", "T", "Ester", "Example")
NAMES = ("a.docx", "b.docx", "x/c.docx")
ALL = ("validate", "convert", "upload")


def described(outcome: Outcome) -> NewDocument:
    return NewDocument(USER, PurePosixPath(outcome.name).stem, "g1")


@dataclass
class Fake:
    """A client that notes what it is given. `fails` are what calls raise in turn; `there` is what the list shows."""

    fails: list[Exception] = field(default_factory=list)
    there: dict[str, str] = field(default_factory=dict)
    sent: list[tuple[str, NewDocument, Any, bool]] = field(default_factory=list)
    base_url: str = "https://fake"
    has_fingerprint: bool = True
    lists: int = 0

    def __post_init__(self) -> None:
        self._lock = threading.Lock()

    def imports(self, group_id: str, user_id: str) -> dict[str, str]:
        self.lists += 1
        return dict(self.there)

    def upload(
        self,
        file: Path,
        document: NewDocument,
        mapping: Any,
        *,
        validate: bool,
        key: str,
        known: Mapping[str, str],
    ) -> ImportResult:
        with self._lock:
            if key in known:
                return ImportResult(known[key], "f", was_adopted=True)
            assert file.exists()
            self.sent.append((key, document, mapping, validate))
            if self.fails:
                raise self.fails.pop(0)
            return ImportResult(f"id of {key}", "f")

    @property
    def names(self) -> list[str]:
        return sorted(key for key, *_ in self.sent)


def target_of(client: Any, **options: Any) -> UploadTarget:
    return UploadTarget(client, **{"describe": described, "threads": 2, "settle": 0.0, **options})


def unknown() -> OutcomeUnknown:
    return OutcomeUnknown("nobody knows", Failure("Importing"), None)


def unreachable() -> ConnectionFailed:
    return ConnectionFailed("the connection was refused", Failure("Importing"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return word_files(tmp_path / "in", *NAMES)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


# ---------------------------------------------------------------------------------------------------------- the sandbox


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with start(options=SandboxOptions(seed=3)) as running:
        yield running


@pytest.fixture
def client(sandbox: Sandbox) -> Iterator[PartnerClient]:
    credentials = sandbox.credentials
    retries = RetryPolicy(attempts=3, first_wait=0.01, longest_wait=0.02, settle=0.0)
    with PartnerClient(
        sandbox.url,
        credentials.client_id,
        credentials.client_secret,
        user_id=USER.user_id,
        retries=retries,
        pace=Pace(),
    ) as connected:
        yield connected


def titles(client: PartnerClient) -> list[str]:
    return sorted(info.title for info in client.list_documents(group_id="g1", user_id=USER.user_id))


def test_each_document_is_uploaded_once_and_not_again(folder: Path, out: Path, client: PartnerClient) -> None:
    planned = plan_of(folder, out, *ALL)
    first = done(planned, target=target_of(client))
    assert states(first) == dict.fromkeys(NAMES, "done")
    assert titles(client) == ["a", "b", "c"]
    again = done(planned, target=target_of(client))
    assert states(again) == dict.fromkeys(NAMES, "unchanged")
    ids = [{name: outcome.steps[-1].document_id for name, outcome in one.items()} for one in (first, again)]
    assert ids[0] == ids[1]
    assert len(set(ids[0].values())) == 3
    assert titles(client) == ["a", "b", "c"]


def test_force_finds_what_is_there(folder: Path, out: Path, client: PartnerClient) -> None:
    planned = plan_of(folder, out, *ALL)
    done(planned, target=target_of(client))
    outcomes = done(planned, target=target_of(client), settings=RunSettings(1, force=True))
    assert states(outcomes) == dict.fromkeys(NAMES, "done")
    assert all(outcome.steps[-1].was_adopted for outcome in outcomes.values())
    assert titles(client) == ["a", "b", "c"]


def test_a_lost_journal_doubles_nothing(folder: Path, out: Path, client: PartnerClient, tmp_path: Path) -> None:
    planned = plan_of(folder, out, *ALL)
    done(planned, target=target_of(client))
    outcomes = done(planned, target=target_of(client), folder=tmp_path / "other")
    assert all(outcome.steps[-1].was_adopted for outcome in outcomes.values())
    assert titles(client) == ["a", "b", "c"]


def test_equal_documents_of_two_names_are_two(folder: Path, out: Path, client: PartnerClient) -> None:
    word_files(folder, "x/a.docx")
    (folder / "x/a.docx").write_bytes((folder / "a.docx").read_bytes())
    done(plan_of(folder, out, *ALL), target=target_of(client))
    assert titles(client) == ["a", "a", "b", "c"]


def test_each_document_is_there_once_after_a_storm(
    tmp_path: Path, out: Path, client: PartnerClient, sandbox: Sandbox
) -> None:
    folder = word_files(tmp_path / "many", *(f"{number:02}.docx" for number in range(12)))
    for fault in (
        {"kind": "reset", "when": "before", "probability": 0.1},
        {"kind": "reset", "when": "after", "probability": 0.2},
        {"kind": "status", "status": 429, "retryAfter": 0, "probability": 0.1},
        {"kind": "status", "status": 500, "when": "after", "probability": 0.2},
        {"kind": "truncate", "when": "after", "probability": 0.1},
    ):
        sandbox.fault(**fault)
    planned = plan_of(folder, out, *ALL)
    for _ in range(8):
        outcomes = done(planned, target=target_of(client))
        if all(outcome.state.is_good for outcome in outcomes.values()):
            break
    sandbox.service.faults.clear()
    assert titles(client) == [f"{number:02}" for number in range(12)]
    assert all(outcome.state.is_good for outcome in outcomes.values())


def test_word_files_are_uploaded_as_they_are_with_their_mapping(
    folder: Path, out: Path, client: PartnerClient, tmp_path: Path
) -> None:
    mapping = StyleMap({"Heading 1": MappingRow(TextType.HEADING, 0)})
    outcomes = done(plan_of(folder, out, "upload"), target=target_of(client, mapping=mapping))
    assert states(outcomes) == dict.fromkeys(NAMES, "done")
    assert [step.step for step in outcomes["a.docx"].steps] == [Step.UPLOAD]
    assert titles(client) == ["a", "b", "c"]
    assert not out.exists()
    assert states(done(plan_of(folder, out, "upload"), target=target_of(client, mapping=mapping))) == dict.fromkeys(
        NAMES, "unchanged"
    )


def test_packages_are_uploaded_without_the_mapping(
    folder: Path, out: Path, client: PartnerClient, tmp_path: Path
) -> None:
    done(plan_of(folder, out))
    outcomes = done(
        plan_of(out, tmp_path / "sent", "validate", "upload"),
        target=target_of(client, mapping=StyleMap({"Normal": MappingRow(TextType.PARAGRAPH)})),
    )
    assert states(outcomes) == {"a.zip": "done", "b.zip": "done", "x/c.zip": "done"}
    assert titles(client) == ["a", "b", "c"]


def test_a_refused_document_fails_alone(folder: Path, out: Path, client: PartnerClient) -> None:
    (folder / "b.docx").write_bytes(b"PK nothing")
    word_files(folder, "z.docx")
    outcomes = done(plan_of(folder, out, "upload"), target=target_of(client))
    assert states(outcomes) == dict.fromkeys((*NAMES, "z.docx"), "done") | {"b.docx": "failed"}
    assert titles(client) == ["a", "c", "z"]
    assert outcomes["b.docx"].steps[-1].error_kind == "InvalidRequest"


# ------------------------------------------------------------------------------------------------------- what is sent


def test_what_was_judged_is_not_judged_again(folder: Path, out: Path) -> None:
    for steps, validates in ((ALL, False), (("convert", "upload"), True)):
        fake = Fake()
        done(plan_of(folder, out, *steps), target=target_of(fake), settings=RunSettings(1, force=True))
        assert {validate for *_, validate in fake.sent} == {validates}


def test_the_list_is_asked_once_for_all(folder: Path, out: Path) -> None:
    fake = Fake()
    done(plan_of(folder, out, *ALL), target=target_of(fake))
    assert fake.lists == 1


@pytest.mark.parametrize("change", ["content", "description", "target"])
def test_what_differs_is_sent_anew(change: str, folder: Path, out: Path) -> None:
    fake = Fake()
    done(plan_of(folder, out, *ALL), target=target_of(fake))
    again, describe = Fake(), described
    if change == "content":
        (folder / "a.docx").write_bytes(word("other"))
    elif change == "description":

        def describe(outcome: Outcome) -> NewDocument:
            return replace(described(outcome), description="x" if outcome.name == "a.docx" else "")
    else:
        again.base_url = "https://other"
    done(plan_of(folder, out, *ALL), target=target_of(again, describe=describe))
    assert again.names == (list(NAMES) if change == "target" else ["a.docx"])


def test_a_document_that_failed_before_is_not_sent(folder: Path, out: Path) -> None:
    (folder / "b.docx").write_bytes(b"nothing")
    fake = Fake()
    outcomes = done(plan_of(folder, out, *ALL), target=target_of(fake))
    assert fake.names == ["a.docx", "x/c.docx"]
    assert outcomes["b.docx"].step(Step.UPLOAD) is None


def test_a_source_that_cannot_be_read_is_not_sent_and_fails_alone(folder: Path, out: Path) -> None:
    (folder / "folder.docx").mkdir()
    listed = [str(folder / name) for name in ("a.docx", "gone.docx", "folder.docx")]
    fake = Fake()
    for settings in (RunSettings(1), RunSettings(1, force=True)):
        outcomes = done(plan([], str(out), steps=["upload"], listed=listed), target=target_of(fake), settings=settings)
        assert states(outcomes) == {"a.docx": "done", "folder.docx": "failed", "gone.docx": "failed"}
        assert outcomes["gone.docx"].error.endswith("gone.docx does not exist.")
    assert fake.names == ["a.docx", "a.docx"]


@pytest.mark.skipif(sys.platform != "linux", reason="only there names may be any bytes")
@pytest.mark.parametrize("steps", [ALL, ("upload",)])
def test_a_document_whose_name_is_no_utf_8_is_sent(
    steps: tuple[str, ...], tmp_path: Path, out: Path, client: PartnerClient
) -> None:
    folder = word_files(tmp_path / "in", "a.docx")
    os.rename(folder / "a.docx", os.fsdecode(bytes(folder) + b"/caf\xe9.docx"))
    outcomes = done(plan_of(folder, out, *steps), target=target_of(client))
    assert states(outcomes) == {"caf\\udce9.docx": "done"}, outcomes
    assert titles(client) == ["caf\\udce9"]


def test_a_title_that_is_too_long_is_cut_and_told(tmp_path: Path, out: Path, client: PartnerClient) -> None:
    name = "l" * 240
    folder = word_files(tmp_path / "in", f"{name}.docx", f"{'k' * 200}.docx")
    outcomes = done(plan_of(folder, out, *ALL), target=target_of(client))
    assert set(states(outcomes).values()) == {"done"}
    assert titles(client) == ["k" * 200, "l" * 199 + "…"]
    told = outcomes[f"{name}.docx"].steps[-1]
    assert [found.code for found in told.findings] == [TITLE_CUT.id]
    assert told.findings[0].message.startswith("The title was cut from 240 to 200 characters: “lll")
    assert told.counts == {TITLE_CUT.id: 1}
    assert outcomes[f"{'k' * 200}.docx"].steps[-1].findings == ()


@pytest.mark.skipif(sys.platform == "win32", reason="no name there holds them")
def test_signs_of_a_title_that_no_server_takes_are_replaced_and_told(
    tmp_path: Path, out: Path, client: PartnerClient
) -> None:
    folder = word_files(tmp_path / "in", "two\nlines\t\u200b.docx", "x.docx")
    (folder / "x.docx").rename(folder / "bell\a.docx")
    outcomes = done(plan_of(folder, out, *ALL), target=target_of(client))
    assert set(states(outcomes).values()) == {"done"}
    assert titles(client) == ["bell\ufffd", "two\nlines\t\u200b"]
    told = outcomes["bell\a.docx"].steps[-1]
    assert [found.code for found in told.findings] == [TITLE_SIGNS.id]
    assert "“bell\ufffd”" in told.findings[0].message


def test_a_document_that_cannot_be_described_fails_alone(folder: Path, out: Path) -> None:
    def describe(outcome: Outcome) -> NewDocument:
        if outcome.name == "b.docx":
            raise BadConfiguration("no such group")
        return described(outcome)

    outcomes = done(plan_of(folder, out, *ALL), target=target_of(Fake(), describe=describe))
    assert states(outcomes) == dict.fromkeys(NAMES, "done") | {"b.docx": "failed"}
    assert outcomes["b.docx"].error == "no such group"


def test_a_fault_of_ours_fails_its_document_alone(folder: Path, out: Path) -> None:
    outcomes = done(plan_of(folder, out, *ALL), target=target_of(Fake([LookupError("x")])))
    assert sorted(states(outcomes).values()) == ["done", "done", "failed"]
    assert "A fault of sdconvert (LookupError: x); please report the file." in {one.error for one in outcomes.values()}


def test_an_upload_needs_a_target(folder: Path, out: Path) -> None:
    with pytest.raises(BadConfiguration, match="The step upload needs to know where to"):
        done(plan_of(folder, out, *ALL))


# ------------------------------------------------------------------------------------------------------- in doubt


def test_what_may_have_been_done_is_looked_for_at_the_end(folder: Path, out: Path) -> None:
    fake = Fake([unknown()])
    outcomes = done(plan_of(folder, out, *ALL), target=target_of(fake))
    assert states(outcomes) == dict.fromkeys(NAMES, "done")
    assert (len(fake.sent), fake.lists) == (4, 2)


def test_what_was_done_though_no_answer_came_is_adopted(folder: Path, out: Path) -> None:
    class Arrived(Fake):
        def upload(self, file: Path, document: NewDocument, mapping: Any, **options: Any) -> ImportResult:
            if options["key"] == "b.docx" and "b.docx" not in self.there:
                self.there["b.docx"] = "the one"
                self.fails.append(unknown())
            return super().upload(file, document, mapping, **options)

    fake = Arrived()
    outcomes = done(plan_of(folder, out, *ALL), target=target_of(fake, threads=1))
    assert (outcomes["b.docx"].steps[-1].document_id, outcomes["b.docx"].steps[-1].was_adopted) == ("the one", True)
    assert len(fake.sent) == 3
    assert rows(out, "SELECT * FROM sending") == []


@pytest.mark.parametrize("error", [ServerError("no", Failure("x", 503)), unreachable(), unknown()])
def test_what_fails_in_passing_has_another_time(error: CallError, folder: Path, out: Path) -> None:
    fake = Fake([error])
    assert states(done(plan_of(folder, out, *ALL), target=target_of(fake))) == dict.fromkeys(NAMES, "done")


def test_what_is_refused_has_no_other_time(folder: Path, out: Path) -> None:
    fake = Fake([InvalidRequest("no", Failure("x", 400))])
    assert sorted(states(done(plan_of(folder, out, *ALL), target=target_of(fake))).values()) == [
        "done",
        "done",
        "failed",
    ]
    assert len(fake.sent) == 3


def test_what_stays_unknown_is_in_doubt_for_the_next_run(folder: Path, out: Path) -> None:
    outcomes = done(plan_of(folder, out, *ALL), target=target_of(Fake([unknown() for _ in range(20)])))
    assert states(outcomes) == dict.fromkeys(NAMES, "unknown")
    assert len(rows(out, "SELECT * FROM sending")) == 3
    fake = Fake(there={"a.docx": "the one"})
    again = done(plan_of(folder, out, *ALL), target=target_of(fake))
    assert states(again) == dict.fromkeys(NAMES, "done")
    assert fake.names == ["b.docx", "x/c.docx"]
    assert rows(out, "SELECT * FROM sending") == []


def converted(name: str) -> Outcome:
    output_hash = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()
    return Outcome(name, name, (StepOutcome(Step.CONVERT, State.DONE, output=__file__, output_hash=output_hash),), "c")


def test_what_a_killed_run_left_is_looked_for_once_the_server_had_its_time(tmp_path: Path) -> None:
    time, fake = Time(), Fake(there={"a.docx": "the one"})
    with Journal(tmp_path) as journal:
        journal.record_sending("a.docx", fake.base_url, time.now - 10)
        journal.record_sending("b.docx", fake.base_url, time.now - 3)
        began = time.now
        uploads = Uploads(target_of(fake, settle=30.0), journal, now=time, monotonic=time, sleep=time.sleep)
        for name in ("a.docx", "b.docx", "c.docx"):
            assert uploads.take(converted(name), "", None) is None
        ended = [outcome for outcome, _ in uploads.drain(lambda: False)]
        uploads.close()
        assert journal.in_doubt(fake.base_url) == {}
    assert [(one.name, one.steps[-1].was_adopted) for one in sorted(ended, key=lambda one: one.name)] == [
        ("a.docx", True), ("b.docx", False), ("c.docx", False)
    ]  # fmt: skip
    assert fake.names == ["b.docx", "c.docx"]
    assert time.now - began == pytest.approx(27.0, abs=0.6)


@pytest.mark.parametrize(("ahead", "waited"), [(86_400.0, 30.0), (-10.0, 20.0), (-86_400.0, 0.0)])
def test_a_clock_that_was_set_back_makes_nobody_wait_for_longer(tmp_path: Path, ahead: float, waited: float) -> None:
    time, fake = Time(), Fake()
    with Journal(tmp_path) as journal:
        journal.record_sending("a.docx", fake.base_url, time.now + ahead)
        began = time.now
        uploads = Uploads(target_of(fake, settle=30.0), journal, now=time, monotonic=time, sleep=time.sleep)
        uploads.take(converted("a.docx"), "", None)
        assert len(list(uploads.drain(lambda: False))) == 1
        uploads.close()
    assert time.now - began == pytest.approx(waited, abs=0.6)


@pytest.mark.parametrize("step", [-86_400.0, 86_400.0])
def test_a_clock_that_is_set_while_a_run_waits_changes_nothing(tmp_path: Path, step: float) -> None:
    time, wall, fake = Time(), Time(), Fake(fails=[unknown()])
    with Journal(tmp_path) as journal:
        uploads = Uploads(target_of(fake, settle=30.0), journal, now=wall, monotonic=time, sleep=time.sleep)
        uploads.take(converted("a.docx"), "", None)
        wall.now += step
        list(uploads.drain(lambda: False))
        uploads.close()
    assert sum(time.naps) == pytest.approx(30.0, abs=0.6)


def test_nothing_is_waited_for_where_nothing_is_in_doubt(tmp_path: Path) -> None:
    time, fake = Time(), Fake()
    with Journal(tmp_path) as journal:
        uploads = Uploads(target_of(fake, settle=30.0), journal, now=time, monotonic=time, sleep=time.sleep)
        uploads.take(converted("a.docx"), "", None)
        assert len(list(uploads.drain(lambda: False))) == 1
        uploads.close()
    assert time.naps == []


def test_a_stop_leaves_what_is_in_doubt_to_another_run(tmp_path: Path) -> None:
    time, fake = Time(), Fake()
    with Journal(tmp_path) as journal:
        journal.record_sending("a.docx", fake.base_url, time.now)
        uploads = Uploads(target_of(fake, settle=30.0), journal, now=time, monotonic=time, sleep=time.sleep)
        uploads.take(converted("a.docx"), "", None)
        ((outcome, _),) = uploads.drain(lambda: True)
        uploads.close()
        assert list(journal.in_doubt(fake.base_url)) == ["a.docx"]
    assert outcome.state is State.UNKNOWN
    assert "Run again to find out" in outcome.error
    assert (fake.sent, time.naps) == ([], [])


# --------------------------------------------------------------------------------------------------- stopped in between


def test_a_run_killed_between_conversion_and_upload_is_not_taken_for_done(folder: Path, out: Path) -> None:
    planned = plan_of(folder, out, *ALL)
    is_next = threading.Event()

    def describe(outcome: Outcome) -> NewDocument:
        if outcome.name == "b.docx":
            is_next.set()
        return described(outcome)

    class Hanging(Fake):
        def upload(self, *arguments: Any, **options: Any) -> ImportResult:
            is_next.wait(10)
            if options["key"] != "a.docx":
                raise unknown()
            return super().upload(*arguments, **options)

    target = target_of(Hanging(), describe=describe, threads=1, settle=60.0)
    outcomes = run(planned, executor=Inline(), settings=RunSettings(1), target=target)
    assert next(outcomes).name == "a.docx"
    outcomes.close()
    with journal_of(out) as journal:
        assert [outcome.name for outcome in journal.outcomes(1)] == ["a.docx"]
        left = journal.outcome("b.docx")
        assert left is not None
        assert left.step(Step.UPLOAD) is None
    fake = Fake()
    executor = Inline()
    again = done(planned, executor=executor, target=target_of(fake))
    assert states(again)["a.docx"] == "unchanged"
    assert "b.docx" in fake.names
    assert "b.docx" not in executor.names


def test_a_server_that_cannot_be_reached_stops_the_run_early(tmp_path: Path, out: Path) -> None:
    folder = word_files(tmp_path / "many", *(f"{number:02}.docx" for number in range(40)))
    fake = Fake([unreachable() for _ in range(1000)])
    executor = Inline()
    outcomes = done(plan_of(folder, out, *ALL), executor=executor, target=target_of(fake))
    assert 5 <= len(outcomes) <= 20
    assert len(executor.jobs) <= 20
    assert {outcome.state for outcome in outcomes.values()} == {State.FAILED}
    assert "the connection was refused" in next(iter(outcomes.values())).error
    again = done(plan_of(folder, out, *ALL), target=target_of(Fake()))
    assert len(again) == 40
    assert set(states(again).values()) == {"done"}


def test_only_so_many_uploads_are_made_at_once(tmp_path: Path, out: Path) -> None:
    folder = word_files(tmp_path / "many", *(f"{number:02}.docx" for number in range(12)))
    lock, now, most = threading.Lock(), 0, 0

    class Slow(Fake):
        def upload(self, file: Path, document: NewDocument, mapping: Any, **options: Any) -> ImportResult:
            nonlocal now, most
            with lock:
                now += 1
                most = max(most, now)
            threading.Event().wait(0.01)
            with lock:
                now -= 1
            return super().upload(file, document, mapping, **options)

    assert len(done(plan_of(folder, out, *ALL), target=target_of(Slow(), threads=3))) == 12
    assert 2 <= most <= 3


def test_a_refusal_for_the_rate_holds_every_upload(
    folder: Path, out: Path, sandbox: Sandbox, client: PartnerClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    held: list[float | None] = []
    monkeypatch.setattr(Pace, "hold", lambda _self, seconds=None: held.append(seconds))
    sandbox.fault(kind="status", status=429, retryAfter=0, count=2)
    outcomes = done(plan_of(folder, out, *ALL), target=target_of(client))
    assert states(outcomes) == dict.fromkeys(NAMES, "done")
    assert held == [0.0, 0.0]


def test_secrets_are_nowhere(folder: Path, out: Path, client: PartnerClient, sandbox: Sandbox) -> None:
    sandbox.fault(kind="status", status=403, count=1)
    done(plan_of(folder, out, *ALL), target=target_of(client))
    kept = b"".join(path.read_bytes() for path in out.with_name("out.batch").iterdir())
    assert sandbox.credentials.client_secret.encode() not in kept
    assert b"Bearer" not in kept
    assert b"otpt" not in kept


def test_a_server_that_answers_no_upload_stops_the_run_early(tmp_path: Path, out: Path) -> None:
    folder = word_files(tmp_path / "many", *(f"{number:02}.docx" for number in range(80)))
    fake = Fake([unknown() for _ in range(1000)])
    outcomes = done(plan_of(folder, out, *ALL), executor=Inline(), target=target_of(fake))
    assert 20 <= len(outcomes) <= 40
    assert {outcome.state for outcome in outcomes.values()} == {State.UNKNOWN}
    again = done(plan_of(folder, out, *ALL), target=target_of(Fake()))
    assert set(states(again).values()) == {"done"}


def test_answers_that_are_lost_now_and_then_do_not_stop_a_run(tmp_path: Path, out: Path) -> None:
    folder = word_files(tmp_path / "many", *(f"{number:02}.docx" for number in range(80)))

    class Flaky(Fake):
        def upload(self, file: Path, document: NewDocument, mapping: Any, **options: Any) -> ImportResult:
            imported = super().upload(file, document, mapping, **options)
            if len(self.sent) % 10:
                self.there[options["key"]] = imported.document_id
                raise unknown()
            return imported

    outcomes = done(plan_of(folder, out, *ALL), executor=Inline(), target=target_of(Flaky(), threads=1))
    assert set(states(outcomes).values()) == {"done"}
    assert len(outcomes) == 80


def test_a_client_without_fingerprints_is_refused_as_it_could_not_tell_what_it_has_sent() -> None:
    with pytest.raises(BadConfiguration, match="set `fingerprint` to true"):
        target_of(Fake(has_fingerprint=False))


def test_what_was_changed_after_it_was_judged_is_not_sent(folder: Path, out: Path) -> None:
    client = Fake()
    planned = plan_of(folder, out, Step.VALIDATE, Step.UPLOAD)
    came = done(planned, executor=ChangesAfterwards(), target=target_of(client))
    assert {outcome.state for outcome in came.values()} == {State.FAILED}
    assert {outcome.steps[-1].error_kind for outcome in came.values()} == {"SourceChanged"}
    assert all("was changed after it was judged and is not sent" in outcome.error for outcome in came.values())
    assert client.sent == []
    with journal_of(out) as journal:
        assert all(journal.past(name)[Step.UPLOAD].outcome.document_id == "" for name in came)


class ChangesAfterwards(Inline):
    """Replaces each source once it was judged."""

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Any:
        future = super().submit(fn, *args, **kwargs)
        Path(args[0].item.place).write_bytes(word("another document"))
        return future
