"""Directories that list something else in SMASHDOCs than in Word are told."""

from __future__ import annotations

import pytest
from docx_documents import (
    END,
    PICTURE,
    PICTURE_FILE,
    PICTURE_RELATION,
    begin,
    codes,
    field,
    messages,
    p,
    read_document,
    style,
    styled,
)

STYLES = (
    "".join(style(f"H{level}", f"heading {level}") for level in (1, 2, 3)) + style("Clause") + style("C", "caption")
)
TAB = "<w:r><w:tab/></w:r>"
HEADINGS = styled("H1", "Scope") + styled("H2", "Term 2") + styled("H3", "Deep") + styled("Clause", "A clause")


def toc(instruction: str, *lines: str) -> str:
    """A directory over a paragraph for each line."""
    first, *others = lines or ("",)
    *middle, last = others or [""]
    paragraphs = [p(begin(instruction), first), *map(p, middle), p(last, END)]
    return "".join(paragraphs)


def told(body: str) -> list[str]:
    result = read_document(body, styles=STYLES)
    return [message for code in ("DOCX-R164", "DOCX-R165") for message in messages(result, code)]


def test_a_directory_that_lists_all_headings_is_not_told() -> None:
    assert told(toc('TOC \\o "1-3"', "1. Scope 1", "1.1 Term 2 12", "(i) Deep iv") + HEADINGS) == []


def test_headings_that_word_does_not_list_are_told() -> None:
    assert told(toc('TOC \\o "1-2" \\h', "Scope 1", "Term 2 2") + HEADINGS) == [
        "The directory “TOC \\o 1-2 \\h” will list 1 heading(s) that it does not list in Word; the first: “Deep”"
    ]


def test_lines_that_are_no_headings_are_told() -> None:
    lines = ("Scope 1", "Term 2 2", "Deep 3", "A clause 4")
    assert told(toc('TOC \\t "Clause,1"', *lines) + HEADINGS) == [
        "The directory “TOC \\t Clause,1” will not list 1 line(s) that it lists in Word; the first: “A clause 4”"
    ]


@pytest.mark.parametrize(
    ("instruction", "anew", "no_more"),
    [
        ('TOC \\o "1-2"', 1, 0),
        ("TOC \\o", 0, 0),
        ("TOC", 0, 0),
        ('TOC \\o "1-1" \\t "heading 3,2,Clause,1"', 1, 1),
        ('TOC \\t "Clause;1"', 3, 1),
        ("TOC \\f", 3, 0),
        ("TOC \\u", 0, 0),
    ],
)
def test_of_a_directory_without_lines_the_switches_tell(instruction: str, anew: int, no_more: int) -> None:
    result = read_document(toc(instruction, "Update this field.") + HEADINGS, styles=STYLES)
    numbers = {finding.code.id: finding.details["number"] for finding in result.findings if "number" in finding.details}
    assert (numbers.get("DOCX-R164", 0), numbers.get("DOCX-R165", 0)) == (anew, no_more)


def test_a_directory_of_figures_is_compared_with_the_captions_of_pictures() -> None:
    caption = styled("C", "Figure ", field("SEQ Figure", "1"), " A map")
    picture = {"relations": [PICTURE_RELATION], "files": PICTURE_FILE, "styles": STYLES}
    lines = ("Figure 1 A map 3", "Figure 2 A plan 4")
    for number, missing in ((1, 0), (2, 1)):
        result = read_document(toc('TOC \\c "Figure"', *lines[:number]) + p(PICTURE) + caption, **picture)
        assert len(messages(result, "DOCX-R165")) == missing
    assert len(messages(read_document(toc('TOC \\c "Figure"', *lines)), "DOCX-R165")) == 1
    assert codes(read_document(toc('TOC \\c "Figure"', "No table of figures entries found."))) == ["DOCX-R055"]


@pytest.mark.parametrize(("instruction", "number"), [("INDEX", 0), ('INDEX \\c "2" \\e ", "', 0), ("INDEX \\p a-m", 1)])
def test_an_index_of_a_part_is_told(instruction: str, number: int) -> None:
    assert codes(read_document(toc(instruction, "a, 1"))).count("DOCX-R166") == number
