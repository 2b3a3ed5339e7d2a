"""Paragraphs found again in the text of pages."""

from __future__ import annotations

from sdconvert.review.pairing import Box, Letters, letters_of, pair_paragraphs


def pages(*texts: str) -> Letters:
    """Letters of pages: each line is ten points high, each letter one point wide."""
    letters = Letters()
    for page, text in enumerate(texts):
        for line, words in enumerate(text.split("\n")):
            for column, sign in enumerate(words):
                if sign.isalnum():
                    letters.add(sign, Box(page, column, 10 * line, column + 1, 10 * line + 10))
    return letters


def paired(letters: Letters, *texts: str) -> list[tuple[str, tuple[float, ...]]]:
    paragraphs = [(str(number), text) for number, text in enumerate(texts, 1)]
    return [(place, tuple(box)) for place, box in pair_paragraphs(paragraphs, letters)]


def test_paragraphs_have_the_boxes_of_their_lines() -> None:
    letters = pages("1. First\nparagraph\nSecond")
    assert paired(letters, "First paragraph", "Second") == [("1", (0, 0, 0, 9, 20)), ("2", (0, 0, 20, 6, 30))]


def test_a_paragraph_across_pages_has_a_box_on_each() -> None:
    letters = pages("A paragraph that goes", "on here\nNext one")
    found = paired(letters, "A paragraph that goes on here", "Next one")
    assert [(place, box[0]) for place, box in found] == [("1", 0), ("1", 1), ("2", 1)]


def test_equal_paragraphs_are_found_one_after_the_other() -> None:
    found = paired(pages("Same words\nSame words"), "Same words", "Same words")
    assert [box[2] for _, box in found] == [0, 10]


def test_what_is_not_printed_is_passed_over() -> None:
    found = paired(pages("First paragraph\nThird paragraph"), "First paragraph", "Not printed", "Third paragraph")
    assert [place for place, _ in found] == ["1", "3"]


def test_a_short_word_far_away_leads_nobody_astray() -> None:
    filler = " ".join(f"word{number}" for number in range(200))
    found = paired(pages(f"Begin\n{filler}\nyes"), "Begin", "yes", filler)
    assert [place for place, _ in found] == ["1", "3"]


def test_a_heading_is_not_taken_for_its_line_in_the_directory() -> None:
    lines = "\n".join(f"Chapter {number} of the book" for number in range(300))
    texts = [f"Text {number} begins as no other text of the book" for number in range(300)]
    body = "\n".join(f"Chapter {number} of the book\n{texts[number]}" for number in range(300))
    paragraphs = [part for number in range(300) for part in (f"Chapter {number} of the book", texts[number])]
    found = paired(pages(lines, body), *paragraphs)
    assert {box[0] for _, box in found} == {1}
    assert len(found) > 590


def test_what_stands_out_is_found_behind_much_that_is_not_ours() -> None:
    foreign = " ".join(f"foreign{number}" for number in range(2000))
    found = paired(
        pages(foreign, "A paragraph that stands out from the others\nyes"),
        "No",
        "A paragraph that stands out from the others",
        "yes",
    )
    assert [(place, box[0]) for place, box in found] == [("2", 1), ("3", 1)]


def test_what_is_printed_twice_is_no_place_to_begin_from() -> None:
    first, twice = "A paragraph that begins the whole", "A term that the index at the end repeats"
    found = paired(pages(f"{first}\n{twice}", f"Index\n{twice}"), first, twice)
    assert [box[0] for _, box in found] == [0, 0]


def test_case_and_signs_do_not_count() -> None:
    assert letters_of("Straße – 1.2 (A)") == "strasse12a"
    assert [place for place, _ in paired(pages("STRASSE 12"), "Straße 1.2")] == ["1"]
