"""Two runs beside each other: each kind of change is told, and nothing else; what a run keeps for it is small."""

from __future__ import annotations

import json
import re
import shlex
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from batch_kit import done, journal_of, plan_of, word, word_files
from click.testing import CliRunner
from docx_builder import build_docx

from sdconvert.batch import RunPlace, compare_runs
from sdconvert.batch.digest import MOST_BYTES, Digest, digest_of, unpack_digest
from sdconvert.batch.outcome import Outcome, State, Step, StepOutcome
from sdconvert.batch.preview import see_blocks
from sdconvert.batch.rehearsal import changes as changes_module
from sdconvert.batch.rehearsal.changes import Change, LabelChange, compare_outcomes
from sdconvert.cli.main import cli
from sdconvert.errors import BadConfiguration
from sdconvert.model.blocks import Heading, Paragraph, Picture
from sdconvert.model.document import Block, Document
from sdconvert.model.inlines import Equation, Note, Run

ROOT = Path(__file__).parents[2]


def paragraph(text: str) -> Paragraph:
    return Paragraph((Run(text),))


def digest(*blocks: Block, **assets: bytes) -> Digest:
    document = Document(blocks, assets=assets)
    return digest_of(document, *see_blocks(document))


def outcome(name: str = "a.docx", seconds: float = 1.0, **facts: object) -> Outcome:
    step = StepOutcome(Step.CONVERT, State.DONE, seconds, output_hash="c0ffee")
    return Outcome(name, f"/in/{name}", (replace(step, **facts),))  # type: ignore[arg-type]


ONE = Digest(("h0", "p", "p"), ("1", "", ""), (1, 2, 3), (7,), 3)


@pytest.mark.parametrize(
    ("after", "digest_after", "changes"),
    [
        (outcome(), ONE, ()),
        (outcome(), ONE._replace(labels=("2", "", "")), (Change.LABELS,)),
        (outcome(), ONE._replace(words=(1, 2, 4)), (Change.WORDS,)),
        (outcome(), ONE._replace(kinds=("h1", "p", "p")), (Change.STRUCTURE,)),
        (outcome(), ONE._replace(pictures=(8,)), (Change.PICTURES,)),
        (outcome(counts={"DOCX-R001": 2}), ONE, (Change.FINDINGS,)),
        (outcome(state=State.FAILED, error="no"), None, (Change.VALIDITY,)),
        (outcome(output_hash="decaf"), None, (Change.UNKNOWN,)),
        (outcome(), None, ()),
        (outcome(seconds=3.5), ONE, (Change.TIME,)),
        (outcome(seconds=1.8), ONE, ()),
        (outcome(seconds=9.0, state=State.UNCHANGED), ONE, ()),
    ],
)
def test_each_kind_of_change_is_told(after: Outcome, digest_after: Digest | None, changes: tuple[Change, ...]) -> None:
    assert compare_outcomes(outcome(), after, (ONE, digest_after)).changes == changes


def test_labels_are_compared_of_blocks_with_the_same_words_also_behind_new_ones() -> None:
    after = Digest(("p", "h0", "p", "p"), ("", "2", "", ""), (9, 1, 2, 3), (7,), 4)
    change = compare_outcomes(outcome(), outcome(), (ONE, after))
    assert change.changes == (Change.LABELS, Change.WORDS)
    assert (change.labels, change.blocks_gone, change.blocks_new) == ((LabelChange("1", "2"),), 0, 1)
    assert list(change.lines()) == ["labels of 1 block: 1 → 2", "words: 0 blocks gone, 1 new"]


@pytest.mark.parametrize(
    ("before", "after", "field"),
    [
        (paragraph("one"), paragraph("two"), "words"),
        (paragraph("one"), Heading((Run("one"),), 0), "kinds"),
        (Heading((Run("one"),), 0), Heading((Run("one"),), 1), "kinds"),
        (Paragraph((Note(((Run("one"),),)),)), Paragraph((Note(((Run("two"),),)),)), "words"),
        (Paragraph((Equation("x"),)), Paragraph((Equation("y"),)), "words"),
        (Heading((Run("one"),), 0, is_numbered=True, label="1"), Heading((Run("one"),), 0), "labels"),
    ],
)
def test_what_a_reader_sees_is_in_a_digest(before: Block, after: Block, field: str) -> None:
    assert getattr(digest(before), field) != getattr(digest(after), field)


def test_what_a_reader_does_not_see_is_not() -> None:
    assert digest(paragraph("one  two")) == digest(Paragraph((Run("one "), Run("two"))))
    assert digest(Picture("a.png"), **{"a.png": b"1"}) == digest(Picture("b.png"), **{"b.png": b"1"})
    assert digest(Picture("a.png"), **{"a.png": b"1"}) != digest(Picture("a.png"), **{"a.png": b"2"})


@pytest.mark.parametrize("number", [0, 1, 1_500, 1_501, 12_000])
def test_a_digest_is_small_and_comes_back(number: int) -> None:
    random = Random(number)
    made = digest(*(paragraph(str(random.random())) for _ in range(number)))
    assert len(made.packed()) <= MOST_BYTES
    assert unpack_digest(made.packed()) == made
    assert made.blocks == number


def test_a_change_in_a_large_document_is_seen() -> None:
    many = [paragraph(f"number {number}") for number in range(5_000)]
    other = [*many[:3_000], paragraph("another"), *many[3_001:]]
    change = compare_outcomes(outcome(), outcome(), (digest(*many), digest(*other)))
    assert change.changes == (Change.WORDS,)
    assert change.blocks_new == 4


@pytest.fixture
def timeless(monkeypatch: pytest.MonkeyPatch) -> None:
    """No document takes long enough to be told."""
    monkeypatch.setattr(changes_module, "_WORTH_TELLING", 600.0)


@pytest.fixture
def runs(tmp_path: Path, timeless: None) -> tuple[Path, Path]:
    """Two destinations of two copies of a folder, with a document changed, one gone and one new."""
    first, second = word_files(tmp_path / "in", "a.docx", "b.docx", "c.docx"), tmp_path / "copy"
    word_files(second, "a.docx", "b.docx", "d.docx")
    (second / "b.docx").write_bytes(word("Another text"))
    one, other = tmp_path / "one", tmp_path / "other"
    done(plan_of(first, one))
    done(plan_of(second, other))
    return one, other


def test_documents_are_matched_by_the_names_of_their_sources(runs: tuple[Path, Path]) -> None:
    comparison = compare_runs(*map(str, runs))
    assert [(one.name, *one.changes) for one in comparison.documents] == [
        ("b.docx", Change.WORDS),
        ("c.docx", Change.REMOVED),
        ("d.docx", Change.ADDED),
    ]
    assert (comparison.compared, comparison.same) == (4, 1)
    assert [one.name for one in compare_runs(*map(str, runs), only=["a.docx", "b.docx"]).changed()] == ["b.docx"]
    assert comparison.changed([Change.LABELS]) == ()


def test_what_was_overwritten_is_compared_and_what_is_unchanged_keeps_its_digest(tmp_path: Path) -> None:
    folder, out = word_files(tmp_path / "in", "a.docx", "b.docx"), tmp_path / "out"
    done(plan_of(folder, out))
    (folder / "b.docx").write_bytes(word("Another text"))
    done(plan_of(folder, out))
    done(plan_of(folder, out))
    changed = [
        [one.name for one in compare_runs(f"{out}@{a}", f"{out}@{b}").documents] for a, b in ((1, 2), (2, 3), (1, 3))
    ]
    assert changed == [["b.docx"], [], ["b.docx"]]


def test_runs_that_there_are_not_are_said(runs: tuple[Path, Path], tmp_path: Path) -> None:
    with pytest.raises(BadConfiguration, match="No batch was run into"):
        compare_runs(str(runs[0]), str(tmp_path / "none"))
    with pytest.raises(BadConfiguration, match=r"There is no run 7 into .*; there are 1 to 1"):
        compare_runs(str(runs[0]), f"{runs[1]}@7")


def test_a_destination_whose_name_ends_as_a_number_of_a_run_does_is_itself(tmp_path: Path) -> None:
    out = tmp_path / "out@2"
    done(plan_of(word_files(tmp_path / "in", "a.docx"), out))
    assert RunPlace.parse(str(out)) == RunPlace(str(out))
    assert RunPlace.parse("packages@12") == RunPlace("packages", 12)
    assert RunPlace.parse("packages@0") == RunPlace("packages@0")


def test_a_version_that_kept_no_digest_is_said(runs: tuple[Path, Path]) -> None:
    with journal_of(runs[0]) as journal:
        journal._connection.execute("DELETE FROM digests")
    changes = {one.name: one.changes for one in compare_runs(*map(str, runs)).documents}
    assert changes["b.docx"] == (Change.UNKNOWN,)


def command(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(cli, ["batch", *words])
    return result.exit_code, result.output


def test_the_command_tells_what_changed_in_every_form(runs: tuple[Path, Path], tmp_path: Path) -> None:
    one, other = map(str, runs)
    assert command("compare", one, one) == (0, "0 of 3 documents changed.\n")
    code, text = command("compare", one, other)
    assert (code, text.splitlines()[-1]) == (1, "3 of 4 documents changed (1 added, 1 removed, 1 words).")
    assert command("compare", one, other, "--changes", "labels,pictures")[0] == 0
    assert command("compare", one, other, "--changes", "lables")[0] == 2
    assert "Did you mean 'labels'?" in command("compare", one, other, "--changes", "lables")[1]
    told = json.loads(command("compare", one, other, "--json")[1])
    assert told["totals"] == {"documents": 4, "same": 1, "changes": {"added": 1, "removed": 1, "words": 1}}
    page, junit = tmp_path / "c.html", tmp_path / "j.xml"
    assert command("compare", one, other, "--html", str(page), "--junit", str(junit), "--changes", "words")[0] == 1
    assert re.findall(r'failures="(\d)"', junit.read_text())[0] == "1"
    (link,) = re.findall(r'href="(c\.redlines/[^"]+)"', page.read_text())
    assert "Another" in (tmp_path / link).read_text()


def test_a_run_is_judged_by_its_baseline(tmp_path: Path, timeless: None) -> None:
    folder, out = word_files(tmp_path / "in", "a.docx", "b.docx"), str(tmp_path / "out")
    run = ("run", str(folder), "-o", out, "--jobs", "1", "--progress", "none", "--no-html")
    assert command(*run)[0] == 0
    assert command(*run, "--baseline", out)[0] == 0
    (folder / "b.docx").write_bytes(build_docx("<w:p><w:r><w:t>Else</w:t></w:r></w:p>"))
    code, text = command(*run, "--baseline", f"{out}@1")
    assert (code, text.splitlines()[-1]) == (1, "1 of 2 documents changed (1 words).")
    assert command(*run, "--only-changed")[0] == 2
    code, text = command(*run, "--baseline", f"{out}@1", "--only-changed")
    assert code == 1
    assert "1 of 1 documents changed (1 words)." in text


def test_the_commands_of_the_page_do_what_it_says(
    tmp_path: Path, timeless: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "samples").symlink_to(ROOT / "samples")
    monkeypatch.chdir(tmp_path)
    page = (ROOT / "docs" / "rehearse.md").read_text("utf-8")
    expected = [0, 0, 1, 1, 1, 0, 0]
    commands = re.findall(r"^\$ sdconvert batch (.+)$", page, re.MULTILINE)
    codes, texts = [], []
    for line in commands:
        code, text = command(*shlex.split(line), *(["--jobs", "1"] if line.startswith("run") else []))
        codes.append(code)
        texts.append(text)
    assert texts[2] == page.split("$ sdconvert batch compare packages rehearsal\n")[1].split("```")[0]
    assert codes == expected
    assert (Path("compare.redlines") / "0001.html").exists()
