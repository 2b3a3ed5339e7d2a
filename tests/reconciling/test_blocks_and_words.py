"""Edits of words and of whole blocks, made in Word, on packages that changed in the meantime."""

from __future__ import annotations

from pathlib import Path

import pytest
from reconcile_kit import as_word, changed, codes_of, edited, ids_of, package, say, texts_of, uuid

import sdconvert
from sdconvert.model.blocks import Paragraph
from sdconvert.model.inlines import Mark, Run
from sdconvert.reconciling import EditKind

ROOT = Path(__file__).parents[2]
ONE = "The quick brown fox jumps over the lazy dog."
TWO = "A tenant pays the rent on the third day of each month."
THREE = "Notice is given in writing, three months before."
BASE = package(ONE, TWO, THREE)
WORD = as_word(BASE)


def replace_in(place: int, old: str, new: str):
    """An edit in Word that replaces words of one run."""

    def edit(document):
        run = next(run for run in document.paragraphs[place].runs if old in run.text)
        run.text = run.text.replace(old, new)

    return edit


def test_what_was_not_edited_comes_back_byte_for_byte():
    current = changed(BASE, lambda blocks: blocks.__setitem__(0, say("All is new here.", blocks[0])))
    result = sdconvert.reconcile(BASE, current, WORD)
    assert result.value == current
    assert (result.edits, result.conflicts, result.findings) == ((), (), ())
    assert sdconvert.reconcile(BASE, current, BASE).value == current


def test_words_of_both_sides_in_one_paragraph_are_merged():
    current = changed(BASE, lambda blocks: blocks.__setitem__(0, say(ONE.replace("quick", "slow"), blocks[0])))
    result = sdconvert.reconcile(BASE, current, edited(WORD, replace_in(0, "lazy dog", "sleeping cat")))
    assert texts_of(result) == ["The slow brown fox jumps over the sleeping cat.", TWO, THREE]
    assert ids_of(result) == ids_of(BASE)
    assert result.is_clean


def test_words_beside_each_other_are_no_conflict():
    current = changed(BASE, lambda blocks: blocks.__setitem__(0, say(ONE.replace("quick", "slow"), blocks[0])))
    result = sdconvert.reconcile(BASE, current, edited(WORD, replace_in(0, "brown", "red")))
    assert texts_of(result)[0] == ONE.replace("quick brown", "slow red")
    assert result.is_clean


def test_the_same_edit_on_both_sides_is_made_once():
    current = changed(BASE, lambda blocks: blocks.__setitem__(0, say(ONE.replace("quick", "slow"), blocks[0])))
    result = sdconvert.reconcile(BASE, current, edited(WORD, replace_in(0, "quick", "slow")))
    assert texts_of(result) == texts_of(current)
    assert result.is_clean


@pytest.mark.parametrize(
    ("conflicts", "text"),
    [("both", "The slow⟦sidenote: Edited file: fast⟧ brown"), ("mine", "The slow brown"), ("theirs", "The fast brown")],
)
def test_where_both_changed_the_same_words_the_caller_chooses(conflicts: str, text: str):
    current = changed(BASE, lambda blocks: blocks.__setitem__(0, say(ONE.replace("quick", "slow"), blocks[0])))
    result = sdconvert.reconcile(BASE, current, edited(WORD, replace_in(0, "quick", "fast")), conflicts=conflicts)
    assert texts_of(result)[0].startswith(text)
    assert codes_of(result) == ["RECONCILE-001"]
    (conflict,) = result.conflicts
    assert (conflict.base, conflict.mine, conflict.theirs) == ("quick", "slow", "fast")
    assert not [finding for finding in sdconvert.validate(result.value) if finding.severity == "error"]


def test_a_look_and_other_words_are_merged():
    def embolden(document):
        document.paragraphs[1].runs[0].bold = True

    current = changed(BASE, lambda blocks: blocks.__setitem__(1, say(TWO.replace("third", "first"), blocks[1])))
    result = sdconvert.reconcile(BASE, current, edited(WORD, embolden))
    block = sdconvert.read_document(result.value).value.blocks[1]
    assert isinstance(block, Paragraph)
    assert all(Mark.BOLD in run.marks for run in block.content if isinstance(run, Run) and run.text != "first")
    assert "first day" in texts_of(result)[1]


def test_a_new_paragraph_gets_an_id_of_its_own_and_stands_where_it_was_put():
    word = edited(WORD, lambda document: document.paragraphs[1].insert_paragraph_before("Quite new words."))
    current = changed(BASE, lambda blocks: blocks.append(Paragraph((Run("Ours at the end."),), id=uuid(9))))
    result = sdconvert.reconcile(BASE, current, word)
    assert texts_of(result) == [ONE, "Quite new words.", TWO, THREE, "Ours at the end."]
    ids = ids_of(result)
    assert [*ids[:1], *ids[2:]] == ids_of(current)
    assert ids[1] not in ids_of(current)


def remove(place: int):
    def edit(document):
        element = document.paragraphs[place]._p
        element.getparent().remove(element)

    return edit


def test_a_deleted_paragraph_goes_where_nobody_changed_it():
    result = sdconvert.reconcile(BASE, BASE, edited(WORD, remove(1)))
    assert texts_of(result) == [ONE, THREE]
    assert [edit.kind for edit in result.edits] == [EditKind.REMOVED]


@pytest.mark.parametrize(("conflicts", "count"), [("both", 3), ("mine", 3), ("theirs", 2)])
def test_a_deleted_paragraph_that_was_changed_is_a_conflict(conflicts: str, count: int):
    current = changed(BASE, lambda blocks: blocks.__setitem__(1, say(TWO.replace("third", "first"), blocks[1])))
    result = sdconvert.reconcile(BASE, current, edited(WORD, remove(1)), conflicts=conflicts)
    assert len(texts_of(result)) == count
    assert codes_of(result) == ["RECONCILE-002"]


@pytest.mark.parametrize(("conflicts", "count"), [("both", 3), ("mine", 2), ("theirs", 3)])
def test_an_edit_of_a_paragraph_that_was_deleted_is_a_conflict(conflicts: str, count: int):
    current = changed(BASE, lambda blocks: blocks.pop(1))
    result = sdconvert.reconcile(BASE, current, edited(WORD, replace_in(1, "third", "first")), conflicts=conflicts)
    assert len(texts_of(result)) == count
    assert codes_of(result) == ["RECONCILE-003"]


def test_a_paragraph_that_was_moved_keeps_its_id_and_takes_words_of_both_sides():
    def move(document):
        first, last = document.paragraphs[0]._p, document.paragraphs[2]._p
        last.addnext(first)

    current = changed(BASE, lambda blocks: blocks.__setitem__(0, say(ONE.replace("quick", "slow"), blocks[0])))
    result = sdconvert.reconcile(BASE, current, edited(WORD, move, replace_in(2, "lazy", "old")))
    assert texts_of(result) == [TWO, THREE, "The slow brown fox jumps over the old dog."]
    assert ids_of(result) == [uuid(2), uuid(3), uuid(1)]
    assert EditKind.MOVED in [edit.kind for edit in result.edits]


def test_a_block_that_both_moved_elsewhere_stays_where_it_is():
    def move(document):
        document.paragraphs[2]._p.addnext(document.paragraphs[0]._p)

    current = changed(BASE, lambda blocks: blocks.insert(1, blocks.pop(0)))
    result = sdconvert.reconcile(BASE, current, edited(WORD, move))
    assert sorted(texts_of(result)) == sorted([ONE, TWO, THREE])


@pytest.mark.parametrize("name", ["minutes.docx", "contract-de.docx", "technical-report.docx", "letter.docx"])
def test_a_sample_that_was_not_edited_comes_back_as_it_is(name: str):
    base = sdconvert.convert(ROOT / "samples" / "docx" / name).value
    result = sdconvert.reconcile(base, base, as_word(base))
    assert result.value == base
    assert (result.edits, result.conflicts) == ((), ())


def split(place: int, before: str):
    """Press Enter before some words."""

    def edit(document):
        paragraph = document.paragraphs[place]
        (run,) = paragraph.runs
        head, found, tail = run.text.partition(before)
        paragraph.insert_paragraph_before(head.strip())
        run.text = found + tail

    return edit


def test_a_paragraph_that_was_split_keeps_its_id_and_both_halves_take_our_words():
    ours = ONE.replace("quick", "slow").replace("lazy", "old")
    current = changed(BASE, lambda blocks: blocks.__setitem__(0, say(ours, blocks[0])))
    result = sdconvert.reconcile(BASE, current, edited(WORD, split(0, "jumps")))
    assert texts_of(result) == ["The slow brown fox", "jumps over the old dog.", TWO, THREE]
    assert result.is_clean
    assert [ids_of(result)[0], *ids_of(result)[2:]] == ids_of(BASE)


def test_a_paragraph_that_both_split_at_one_place_is_split_once():
    halves = ["The quick brown fox", "jumps over the lazy dog."]

    def ours(blocks):
        blocks[0] = say(halves[0], blocks[0])
        blocks.insert(1, Paragraph((Run(halves[1]),), id=uuid(8)))

    result = sdconvert.reconcile(BASE, changed(BASE, ours), edited(WORD, split(0, "jumps")))
    assert texts_of(result) == [*halves, TWO, THREE]
    assert result.is_clean
