"""What a run says at its end: causes in groups, findings counted, the first hint."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
from batch_kit import batch, plan_of, word_files
from batch_outcomes import run_info

from sdconvert.batch.outcome import FindingRow, Outcome, State, Step, StepOutcome
from sdconvert.batch.report.causes import cause_of
from sdconvert.batch.report.ending import ending
from sdconvert.batch.report.totals import MOST_CAUSES, Totals, by_cause
from sdconvert.batch.runner import run
from sdconvert.codes import known_codes
from sdconvert.errors import OutputRefused
from sdconvert.findings import Severity
from sdconvert.paths import Skipped


def failed(name: str, error: str, kind: str = "UnreadableInput", state: State = State.FAILED) -> Outcome:
    return Outcome(name, f"/in/{name}", (StepOutcome(Step.CONVERT, state, error=error, error_kind=kind),))


def found(name: str, code: str, severity: Severity) -> Outcome:
    row = FindingRow(code, severity, f"What was found in {name}.")
    return Outcome(name, f"/in/{name}", (StepOutcome(Step.CONVERT, State.DONE, findings=(row,), counts={code: 2}),))


def lines(outcomes: Iterable[Outcome], planned: int = 0, skipped: tuple[Skipped, ...] = ()) -> list[str]:
    return list(ending(run_info(planned, skipped=skipped), Totals.of(outcomes)))


@pytest.mark.parametrize(
    "sentence",
    [
        "{name} is not a Word document: it begins with %PDF-1.7.",
        "/in/{name} cannot be read: No such file or directory.",
        "The part “{name}” has {number} bytes, 0123456789ab{number} in all.",
    ],
)
def test_sentences_that_differ_only_in_what_each_document_has_are_one_cause(sentence: str) -> None:
    outcomes = [failed(f"x/{n}.docx", sentence.format(name=f"x/{n}.docx", number=n * 7)) for n in range(1, 4)]
    assert len({cause_of(outcome) for outcome in outcomes}) == 1
    assert lines(outcomes) == [f"3 failed: x/1.docx (and 2 more): {outcomes[0].error}"]


def test_causes_of_one_kind_of_error_are_told_apart_the_most_frequent_first() -> None:
    outcomes = [failed("a", "It is encrypted."), failed("b", "It is no zip."), failed("c", "It is no zip.")]
    assert lines(outcomes) == ["2 failed: b (and 1 more): It is no zip.", "1 failed: a: It is encrypted."]


def test_of_many_causes_the_first_are_told_and_the_rest_counted() -> None:
    words = ("one", "two", "three", "four", "five", "six", "seven")
    told = lines(failed(word, f"It is {word.upper()}.") for word in words)
    assert len(told) == 6
    assert told[-1].startswith("2 more not done, for 2 other causes: sdconvert batch status /srv/out")


def test_causes_do_not_grow_with_the_documents() -> None:
    totals = Totals.of(failed(f"{n}", "It is " + "x" * n + ".") for n in range(1, 3 * MOST_CAUSES))
    assert len(totals.causes) == MOST_CAUSES + 1
    assert by_cause(totals.causes)[0][1].documents == 2 * MOST_CAUSES - 1


def test_findings_are_counted_and_the_first_hint_given() -> None:
    code = next(code for code in known_codes().values() if code.hint and code.severity is Severity.WARNING)
    infos = found(
        "i", next(code.id for code in known_codes().values() if code.severity is Severity.INFO), Severity.INFO
    )
    assert lines([infos]) == []
    (line,) = lines([infos, found("a", code.id, Severity.WARNING), found("b", code.id, Severity.WARNING)])
    assert line == (
        f"Findings: 4 warnings. The first of them: {code.id}, 4 × in 2 documents: What was found in a. {code.hint}"
    )


def test_a_server_that_is_not_reached_in_many_words_is_one_reason() -> None:
    outcomes = [failed(f"{n}", f"{'x' * n} refused.", "ConnectionFailed") for n in range(1, 7)]
    assert "No more documents were begun, since the server could not be reached: x refused." in lines(outcomes, 20)
    assert not [line for line in lines(outcomes, 6) if line.startswith("No more")]


def test_what_was_not_taken_is_told() -> None:
    assert lines([], skipped=(Skipped("a.doc", "old"),)) == ["Not taken: a.doc: old."]


def test_what_no_document_could_go_without_is_asked_for_before_any_is_begun(tmp_path: Path) -> None:
    folder = word_files(tmp_path / "in", "a.docx")
    environment = {"SDCONVERT_URL": "http://127.0.0.1:9", "PATH": "", "XDG_CONFIG_HOME": str(tmp_path)} | {
        f"SDCONVERT_{name}": "x"
        for name in ("CLIENT_ID", "CLIENT_SECRET", "USER_ID", "EMAIL", "FIRSTNAME", "LASTNAME", "COMPANY")
    }
    result = batch("run", folder, "-o", tmp_path / "out", "--steps", "convert,upload", env=environment)
    assert result.returncode == 2, result.stderr
    assert "The group of the document is not known. Name it by --group" in result.stderr
    assert not (tmp_path / "out").exists()


def test_a_destination_that_may_not_be_written_is_refused_at_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    planned = plan_of(word_files(tmp_path / "in", "a.docx"), tmp_path / "x/out")
    monkeypatch.setattr("os.access", lambda *_: False)
    with pytest.raises(OutputRefused, match=r"out cannot be written: .* may not be written to"):
        list(run(planned))
    assert not (tmp_path / "x").exists()
