"""Text that is read from the right: judged in what is written, and by what the readers make of it."""

from __future__ import annotations

import re
from unicodedata import bidirectional

import pytest
from docx_documents import blocks_of
from written_trees import docx_tree, html_tree

from sdconvert import convert
from sdconvert.model.blocks import Alignment, Heading, ListItem, Paragraph
from sdconvert.model.document import Document
from sdconvert.model.inlines import CrossReference, Link, Mark, Note, Run
from sdconvert.writing.direction import has_right_to_left, is_right_to_left

HEBREW, ARABIC = "\u05e9\u05dc\u05d5\u05dd", "\u0645\u062b\u0627\u0644"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ((Run(HEBREW),), True),
        ((Run("(1) "), Run(f"\u2026 {ARABIC} and Latin")), True),
        ((Link("https://a.example", (Run(HEBREW),)), Run("Latin")), True),
        ((CrossReference("t", text=HEBREW),), True),
        ((Run(f"Latin {HEBREW}"),), False),
        ((Run("12 \u0661\u0662 !"),), False),
        ((), False),
    ],
)
def test_the_first_letter_tells_the_direction(content: tuple[Run, ...], expected: bool) -> None:
    assert is_right_to_left(content) is expected


def test_a_text_has_letters_from_the_right_anywhere() -> None:
    assert has_right_to_left(f"Latin {ARABIC}")
    assert not has_right_to_left("Latin, ελληνικά, 漢字, \u2026")


@pytest.mark.parametrize("before", ["", "Latin, ελληνικά, 漢字, \u2026, that goes on and on"], ids=["short", "long"])
def test_each_letter_from_the_right_is_seen_behind_text_of_any_length(before):
    letters = [chr(code) for code in range(0x110000) if bidirectional(chr(code)) in ("R", "AL")]
    assert len(letters) > 2000
    assert [letter for letter in letters if not has_right_to_left(before + letter)] == []


def block_in(kind: str, alignment: Alignment, text: str) -> Heading | Paragraph | ListItem:
    content = (Run(text, frozenset({Mark.BOLD})),)
    if kind == "heading":
        return Heading(content, 0, alignment=alignment)
    if kind == "item":
        return ListItem(content, False, alignment=alignment)
    return Paragraph(content, alignment=alignment)


@pytest.mark.parametrize("kind", ["heading", "item", "paragraph"])
@pytest.mark.parametrize(
    ("alignment", "jc", "css"),
    [
        (Alignment.RIGHT, None, "right"),
        (Alignment.LEFT, "right", "left"),
        (Alignment.CENTER, "center", "center"),
        (Alignment.JUSTIFY, "both", "justify"),
    ],
)
def test_blocks_have_their_direction_and_stand_on_their_side(
    kind: str, alignment: Alignment, jc: str | None, css: str
) -> None:
    """ECMA-376 Part 1, 17.3.1.6 and 17.18.44: with `bidi`, `left` is the side where lines begin, the right one."""
    document = Document((block_in(kind, alignment, HEBREW), block_in(kind, alignment, "Latin")))
    first, second = (paragraph for paragraph in docx_tree(document).iter(W + "p") if "".join(paragraph.itertext()))
    assert first.find(f"{W}pPr/{W}bidi") is not None
    assert second.find(f"{W}pPr/{W}bidi") is None
    found = first.find(f"{W}pPr/{W}jc")
    assert (None if found is None else found.get(W + "val")) == jc
    assert [run.find(f"{W}rPr/{W}rtl") is not None for run in (first.find(W + "r"), second.find(W + "r"))] == [
        True,
        False,
    ]
    shown = [each for each in html_tree(document).iter("h1", "li", "p") if "".join(each.itertext()).strip()]
    from_right, from_left = [
        each for each in shown if HEBREW in "".join(each.itertext()) or "Latin" in each.itertext()
    ][:2]
    assert from_right.get("dir") == "rtl"
    assert css in from_right.get("class").split()
    assert from_left.get("dir") is None


def test_notes_have_their_direction() -> None:
    document = Document((Paragraph((Run("Latin"), Note(((Run(HEBREW),), (Run("Latin"),))))),))
    notes = [each for each in html_tree(document).iter("p") if each.getparent().tag == "li"]
    assert [each.get("dir") for each in notes] == ["rtl", None]


@pytest.mark.parametrize("alignment", Alignment)
@pytest.mark.parametrize("to", ["docx", "html"])
def test_alignments_come_back(to: str, alignment: Alignment) -> None:
    jc = {Alignment.LEFT: "right", Alignment.RIGHT: "left", Alignment.CENTER: "center", Alignment.JUSTIFY: "both"}
    (source,) = blocks_of(
        f'<w:p><w:pPr><w:bidi/><w:jc w:val="{jc[alignment]}"/></w:pPr><w:r><w:t>{HEBREW}</w:t></w:r></w:p>'
    )
    assert isinstance(source, Paragraph)
    assert source.alignment is alignment
    page = f"<!DOCTYPE html><p dir=rtl style='text-align:{alignment}'>{HEBREW}</p>".encode()
    written = convert(page, source_format="html", to=to).value
    again = convert(written, source_format=to, to="html", single_file=True).value.decode()
    css = {Alignment.LEFT: "left"}.get(alignment, str(alignment))
    assert re.search(rf'<p dir="rtl" class="{css}"( data-style="Normal")?>{HEBREW}</p>', again)


def test_a_page_that_only_names_a_direction_stands_on_that_side() -> None:
    page = f"<!DOCTYPE html><p dir=rtl>{HEBREW}</p><p>Latin</p>".encode()
    again = convert(page, source_format="html", to="html", single_file=True).value.decode()
    assert f'<p dir="rtl" class="right">{HEBREW}</p>' in again
    assert "<p>Latin</p>" in again
