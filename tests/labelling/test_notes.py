"""Marks of notes: those of the source, and those that will be shown."""

from __future__ import annotations

from sdconvert.labelling import settle
from sdconvert.model.blocks import Paragraph
from sdconvert.model.document import Document
from sdconvert.model.inlines import Note, Run


def note(mark: str, *, is_endnote: bool = False, has_own_mark: bool = False) -> Note:
    return Note(((Run("x"),),), is_endnote, has_own_mark, mark)


def said(*notes: Note, **options: bool) -> list[str]:
    return [str(finding) for finding in settle(Document((Paragraph(notes),)), **options).findings]


def test_marks_that_stay_are_not_told():
    assert said(note("1"), note("2"), note("")) == []
    assert said(note("1"), note("*", has_own_mark=True), note("2"))[0].startswith("warning LABEL-004")


def test_marks_that_change_are_told_once_for_each_kind_with_both():
    lines = said(note("a"), note("b"), note("i", is_endnote=True))
    assert len(lines) == 2
    assert "LABEL-005: 2 footnote(s) are marked otherwise than in the source: the first, “a” there, will be" in lines[0]
    assert lines[1].endswith(
        "1 endnote(s) are marked otherwise than in the source: the first, “i” there, will be shown as “3”."
    )


def test_where_there_are_endnotes_they_count_apart():
    assert said(note("1"), note("i", is_endnote=True), note("2"), note("ii", is_endnote=True), has_endnotes=True) == []
    assert len(said(note("1"), note("1", is_endnote=True), has_endnotes=True)) == 1


def test_a_format_that_counts_as_the_source_did_tells_only_of_what_begins_anew() -> None:
    own = {"has_endnotes": True, "keeps_note_marks": True}
    letters = [note("a"), note("*", has_own_mark=True), note("b"), note("1", is_endnote=True)]
    assert said(*letters, **own) == []
    (line,) = said(note("a"), note("a"), **own)
    assert "the first, “a” there, will be shown as “1”" in line
