from __future__ import annotations

import pytest

from sdconvert.formats.docx.read.inline.content import Piece, SequenceNumber, is_blank, text_of
from sdconvert.model.blocks import PageBreak
from sdconvert.model.inlines import InlinePicture, LineBreak, Link, Run


def test_the_text_of_pieces_is_that_of_runs_links_and_numbers() -> None:
    link = Link("x", (Run("b"), LineBreak(), Run("c")))
    number = SequenceNumber("Figure", Run("1"))
    assert text_of([Run("a "), link, LineBreak(), number, PageBreak(), InlinePicture("p.png")]) == "a b c 1"


@pytest.mark.parametrize(
    ("piece", "blank"),
    [(Run(""), True), (Run(" \u00a0\t"), True), (Run("a"), False), (LineBreak(), False), (PageBreak(), False)],
)
def test_only_a_run_of_white_space_is_blank(piece: Piece, blank: bool) -> None:
    assert is_blank(piece) is blank
