"""The fuzzing itself: seeds hold, mutants are the same for the same chance, and what does not hold is found."""

from __future__ import annotations

import io
import random
import sys
import zipfile
from pathlib import Path

import pytest

import sdconvert

sys.path.insert(0, str(Path(__file__).parent))

import checks
import mutations
import seeds
from fuzz import Fuzzing, kind_of

SEEDS = dict(seeds.seeds())


@pytest.mark.parametrize("name", [name for name in SEEDS if not name.startswith("sdxml-")])
def test_what_is_mutated_holds_itself(name: str) -> None:
    assert checks.check(SEEDS[name])


@pytest.mark.parametrize("name", ["letter.docx", "minutes.sdxml.zip", "picture.emf", "answer-list.json", "picture.svg"])
def test_mutants_are_others_and_the_same_for_the_same_chance(name: str) -> None:
    if name not in SEEDS:
        pytest.fail(f"no seed is called {name}: {sorted(SEEDS)}")
    mutants = [mutations.mutate(SEEDS[name], random.Random(seed)) for seed in range(20)]
    assert mutants == [mutations.mutate(SEEDS[name], random.Random(seed)) for seed in range(20)]
    assert len({*mutants, SEEDS[name]}) > 12


def test_most_mutants_of_a_package_are_still_packages_whose_document_changed() -> None:
    package = SEEDS["numbering-legal.docx"]
    changed = 0
    for seed in range(40):
        with zipfile.ZipFile(io.BytesIO(mutations.mutate(package, random.Random(seed)))) as archive:
            changed += archive.testzip() is None
    assert changed > 30


def test_what_does_not_hold_is_found_and_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    def fail(*_: object, **__: object) -> object:
        raise ZeroDivisionError("planted")

    monkeypatch.setattr(sdconvert, "convert", fail)
    monkeypatch.setattr("fuzz.seeds", lambda: iter([("a", b"<p>text</p>")]))
    for name in ("ways", "broken"):
        (tmp_path / name).mkdir()
    assert Fuzzing(tmp_path).run(5, seed=1, jobs=1) == 1
    assert "planted" in capsys.readouterr().out
    assert [path.read_bytes() for path in (tmp_path / "broken").iterdir()]


@pytest.mark.parametrize(
    ("reason", "kind"),
    [
        ("took 3.4 s of processor", "took ….… s of processor"),
        (
            "the result in sdxml is refused: error SDXML-V020: The id 1",
            "the result in sdxml is refused: error SDXML-V020",
        ),
    ],
)
def test_reasons_that_differ_in_numbers_alone_are_one(reason: str, kind: str) -> None:
    assert kind_of(reason) == kind
