"""How notes count, found from the marks that their source showed."""

from __future__ import annotations

import pytest

from sdconvert.formats.docx.read.formatting.numerals import numeral
from sdconvert.model.blocks import Heading, Paragraph
from sdconvert.model.document import Document
from sdconvert.model.inlines import Note, Run
from sdconvert.model.tables import Cell, Row, Table
from sdconvert.writing.note_marks import ENDNOTES, FOOTNOTES, NoteCounting, counted_marks, find_counting


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        ("1 2 3", ("decimal", 1)),
        ("5 6", ("decimal", 5)),
        ("0 1", ("decimal", 0)),
        ("i ii iii iv", ("lowerRoman", 1)),
        ("i j", ("lowerLetter", 9)),
        ("z aa bb", ("lowerLetter", 26)),
        ("C D", ("upperLetter", 3)),
        ("IX X", ("upperRoman", 9)),
        ("* † ‡ § **", ("chicago", 1)),
        ("1 2 1", None),
        ("1 3", None),
        ("⁂", None),
    ],
)
def test_a_way_of_counting_is_found_that_gives_the_marks(marks: str, expected: tuple[str, int] | None) -> None:
    assert find_counting(marks.split(), FOOTNOTES) == expected


def test_the_usual_way_goes_before_others_and_unknown_marks_fit_into_any() -> None:
    assert find_counting(["", ""], ENDNOTES) == ENDNOTES
    assert find_counting([], FOOTNOTES) == FOOTNOTES
    assert find_counting(["i"], ENDNOTES) == ENDNOTES
    assert find_counting(["", "b", ""], FOOTNOTES) == NoteCounting("lowerLetter")


@pytest.mark.parametrize("num_fmt", ["decimal", "lowerLetter", "upperLetter", "lowerRoman", "upperRoman", "chicago"])
def test_marks_are_those_that_the_reader_of_word_files_finds(num_fmt: str) -> None:
    way = NoteCounting(num_fmt)
    assert [way.mark(index) for index in range(60)] == [numeral(number, num_fmt)[0] for number in range(1, 61)]


def test_the_marks_of_notes_that_count_are_found_in_reading_order_in_cells_too() -> None:
    def note(mark: str, *, is_endnote: bool = False, has_own_mark: bool = False) -> Note:
        return Note(((Run("x"),),), is_endnote, has_own_mark, mark)

    cell = Cell((Paragraph((note("2"),)),))
    document = Document(
        (
            Heading((note("1"), note("i", is_endnote=True)), 0),
            Table((Row((cell,)),), (100.0,)),
            Paragraph((note("*", has_own_mark=True), note("3"))),
        )
    )
    assert counted_marks(document, is_endnote=False) == ["1", "2", "3"]
    assert counted_marks(document, is_endnote=True) == ["i"]
