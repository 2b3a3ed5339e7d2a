"""Laws of the merge of three documents, over documents and edits of chance."""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from pathlib import Path
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st
from reconcile_edits import chance_document, edit_document
from reconcile_kit import as_word, ids_of
from thoroughness import examples

import sdconvert
from sdconvert.formats.sdxml.write import write
from sdconvert.model.document import Document
from sdconvert.model.inlines import Run
from sdconvert.reconciling import Reconciliation
from sdconvert.reconciling.essence import essence_of, text_of_block
from sdconvert.reconciling.tokens import read_tokens
from sdconvert.reconciling.words import Versions, merge_words

seeds = st.integers(0, 2**32)
some = settings(max_examples=examples(60))


def package(document: Document) -> bytes:
    return write(document).value


def says(source: bytes) -> list[object]:
    return [essence_of(block) for block in sdconvert.read_document(source).value.blocks]


def words_in(source: bytes) -> Counter[str]:
    """The words that were made for a test, wherever they stand."""
    return Counter(re.findall(r"(?<![\w-])[wce]\d+(?![\w-])", str(sdconvert.read_document(source).value.blocks)))


def told(result: Reconciliation) -> str:
    conflicts = " ".join([f"{one.base} {one.mine} {one.theirs}" for one in result.conflicts])
    return f"{conflicts} {' '.join(map(str, result.findings))} {' '.join(edit.words for edit in result.edits)}"


@some
@given(seeds)
def test_edits_on_what_did_not_change_give_what_was_edited(seed):
    chance = Random(seed)
    base = chance_document(chance)
    edited = package(edit_document(base, chance, "e"))
    result = sdconvert.reconcile(package(base), package(base), edited)
    assert says(result.value) == says(edited)
    assert result.conflicts == ()


@some
@given(seeds)
def test_without_edits_what_is_now_comes_back_byte_for_byte(seed):
    chance = Random(seed)
    base = chance_document(chance)
    current = package(edit_document(base, chance, "c"))
    assert sdconvert.reconcile(package(base), current, package(base)).value == current


@some
@given(seeds)
def test_the_same_edits_on_both_sides_are_made_once(seed):
    chance = Random(seed)
    base = chance_document(chance)
    current = package(edit_document(base, chance, "c"))
    result = sdconvert.reconcile(package(base), current, current)
    assert result.conflicts == ()
    assert result.value == current


@some
@given(seeds)
def test_independent_edits_commute_and_none_is_lost(seed):
    chance = Random(seed)
    base = chance_document(chance)
    half = frozenset(at for at in range(len(base.blocks)) if at % 2)
    other = frozenset(range(len(base.blocks))) - half
    one, two = edit_document(base, chance, "c", half), edit_document(base, chance, "e", other)
    start, mine, theirs = package(base), package(one), package(two)
    there, back = sdconvert.reconcile(start, mine, theirs), sdconvert.reconcile(start, theirs, mine)
    assert (there.conflicts, back.conflicts) == ((), ())
    assert says(there.value) == says(back.value)
    before, ours, others, merged = map(words_in, (start, mine, theirs, there.value))
    assert merged == before - (before - ours) - (before - others) + (ours - before) + (others - before)


@some
@given(seeds, st.sampled_from(["both", "mine", "theirs"]))
def test_nothing_of_either_side_vanishes_untold_and_every_id_stays(seed, policy):
    chance = Random(seed)
    base = chance_document(chance)
    start, mine, theirs = (
        package(base),
        package(edit_document(base, chance, "c")),
        package(edit_document(base, chance, "e")),
    )
    result = sdconvert.reconcile(start, mine, theirs, conflicts=policy)
    before, ours, others, merged = map(words_in, (start, mine, theirs, result.value))
    wanted = before - (before - ours) - (before - others) + (ours - before) + (others - before)
    missing = [word for word in wanted - merged if not re.search(rf"\b{word}\b", told(result))]
    assert missing == []
    ids = ids_of(result)
    assert len(set(ids)) == len(ids)
    assert [id for id in ids_of(mine) if id not in ids and id in ids_of(theirs)] == []
    assert [str(one) for one in sdconvert.validate(result.value) if one.severity == "error"] == []


@settings(max_examples=examples(20))
@given(seeds)
def test_the_way_through_word_is_no_edit(seed):
    chance = Random(seed)
    base = chance_document(chance)
    current = package(edit_document(base, chance, "c"))
    result = sdconvert.reconcile(package(base), current, as_word(package(base)))
    assert result.value == current


@settings(max_examples=examples(20))
@given(seeds)
def test_edits_of_a_word_file_are_those_of_the_document_that_it_says(seed):
    chance = Random(seed)
    base = chance_document(chance)
    edited = edit_document(base, chance, "e")
    start = package(base)
    result = sdconvert.reconcile(start, start, as_word(package(edited)))
    assert result.conflicts == ()
    assert [text_of_block(block) for block in result.document.blocks] == [
        text_of_block(block) for block in edited.blocks
    ]


def git_merge(folder: Path, versions: list[list[str]]) -> list[str] | None:
    """What git makes of three texts of one word on a line; None for conflicts."""
    paths = []
    for name, words in zip(("mine", "base", "theirs"), versions, strict=True):
        path = folder / name
        path.write_text("".join([f"{word}\n" for word in words]), "utf-8")
        paths.append(str(path))
    done = subprocess.run(["git", "merge-file", "-p", *paths], capture_output=True, text=True, check=False)
    return None if done.returncode else done.stdout.split("\n")[:-1]


@settings(max_examples=examples(30))
@given(seeds)
def test_words_are_merged_as_git_merges_lines(tmp_path_factory, seed):
    chance = Random(seed)
    base = [f"w{number}" for number in range(chance.randint(3, 20))]
    mine, theirs = edit_lines(base, chance, "c"), edit_lines(base, chance, "e")
    texts = [read_tokens((Run(" ".join(words)),)) for words in (base, base, theirs, mine)]
    merged = merge_words(Versions(*texts))
    by_git = git_merge(tmp_path_factory.mktemp("git"), [mine, base, theirs])
    if by_git is not None:
        assert merged.conflicts == []
        assert "".join([token.text for token in merged.tokens]).split() == by_git


def edit_lines(words: list[str], chance: Random, prefix: str) -> list[str]:
    """Words with some replaced, added and taken away."""
    edited = []
    for number, word in enumerate(words):
        fate = chance.random()
        edited += [] if fate < 0.1 else [f"{prefix}{number}"] if fate < 0.2 else [word]
        edited += [f"{prefix}{number}x"] if fate > 0.9 else []
    return edited
