"""What is written of runs in one piece, and piece by piece, is the same."""

from __future__ import annotations

import pytest

from sdconvert.formats.sdxml.write.contentmodels import BLOCK
from sdconvert.formats.sdxml.write.context import Context, text_of
from sdconvert.formats.sdxml.write.inlines import ContentWriter
from sdconvert.formats.sdxml.write.options import SdxmlOptions
from sdconvert.formats.sdxml.write.runs import render_runs
from sdconvert.model.document import Document
from sdconvert.model.inlines import Inline, LineBreak, Link, Mark, Run

BOLD, ITALIC = frozenset((Mark.BOLD,)), frozenset((Mark.ITALIC,))


@pytest.mark.parametrize(
    "content",
    [
        (),
        (Run(""),),
        (Run("a < b & c\r"),),
        (Run("1.\t"), Run("plain")),
        (Run("bold", BOLD),),
        (Run("own", style="Own"),),
        (Run("a"), Run("b", BOLD), Run("", ITALIC), Run("c", BOLD | ITALIC), Run("d", ITALIC), Run("e")),
        (Run("a", BOLD, "Own"), Run("b", BOLD, "Other"), Run("c", BOLD)),
    ],
)
def test_runs_in_one_piece_are_written_as_piece_by_piece(content: tuple[Inline, ...]) -> None:
    context = Context(Document(), SdxmlOptions(), {}, {})
    ContentWriter(context, BLOCK, context.out, None).write(content)
    assert render_runs(content) == (text_of(content), "".join(context.out))
    assert context.characters == len(text_of(content))


@pytest.mark.parametrize("node", [LineBreak(), Link("u", ()), Run("x", frozenset((Mark.SUBSCRIPT, Mark.SUPERSCRIPT)))])
def test_what_has_something_to_tell_is_not_written_in_one_piece(node: Inline) -> None:
    assert render_runs((Run("a"), node)) is None


def test_a_style_without_a_place_is_not_written_in_one_piece() -> None:
    assert render_runs((Run("a", style="Own"),), has_style_place=False) is None
    assert render_runs((Run("a", BOLD),), has_style_place=False) == ("a", "<b>a</b>")
