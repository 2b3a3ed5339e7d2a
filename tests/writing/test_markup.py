import pytest

from sdconvert.model.inlines import IndexMark, Link, Mark, Run
from sdconvert.writing.context import WriteContext
from sdconvert.writing.markup import NO_TAGS, MarkupWriter, Tag, common_tags, shift

A, B, C = (Tag(f"<{name}>", f"</{name}>") for name in "abc")


@pytest.mark.parametrize(
    ("opened", "wanted", "written"),
    [
        (NO_TAGS, (A, B), "<a><b>"),
        ((A, B), (A, B), ""),
        ((A, B), (A, C), "</b><c>"),
        ((A, B), (B,), "</b></a><b>"),
        ((A, B, C), NO_TAGS, "</c></b></a>"),
        ((A,), (A, B), "<b>"),
    ],
)
def test_no_more_is_closed_and_opened_than_it_takes(opened, wanted, written):
    out = []
    shift(out, opened, wanted)
    assert "".join(out) == written


@pytest.mark.parametrize(
    ("first", "second", "both"),
    [((A, B), (A, C), (A,)), ((A, B), (B,), ()), ((A,), (A, B), (A,)), ((), (A,), ())],
)
def test_two_nestings_share_what_both_begin_with(first, second, both):
    assert common_tags(first, second) == both


class Writer(MarkupWriter):
    """Writes looks as tags, and of the other nodes links."""

    def __init__(self):
        super().__init__(WriteContext(), [], str.upper, None)

    def tags_of(self, node):
        return tuple(tag for mark, tag in ((Mark.BOLD, B), (Mark.CODE, C)) if mark in node.marks)

    def write_link(self, link):
        self.write_within(A, link.content)

    def write_index_mark(self, mark):
        self.write_outside("|")

    write_line_break = write_reference = write_picture = write_equation = write_note = None
    write_sidenote = write_comment = None


BOLD, BOTH = frozenset({Mark.BOLD}), frozenset({Mark.BOLD, Mark.CODE})


@pytest.mark.parametrize(
    ("content", "written"),
    [
        ((Run("x"), Run(""), Run("y")), "XY"),
        ((Run("x", BOLD), Run("y", BOTH), Run("z", BOLD)), "<b>X<c>Y</c>Z</b>"),
        ((Run("x", BOLD), Run("", BOTH), Run("y")), "<b>X</b>Y"),
        ((Run("x", BOLD), Link("u", (Run("y", BOLD), Run("z"))), Run("!")), "<b>X</b><a><b>Y</b>Z</a>!"),
        ((Run("x", BOLD), IndexMark("e"), Run("y", BOLD)), "<b>X</b>|<b>Y</b>"),
    ],
)
def test_looks_stand_within_links_and_everything_is_closed_at_the_end(content, written):
    writer = Writer()
    writer.write(content)
    assert "".join(writer.out) == written


def test_the_text_of_runs_is_counted():
    writer = Writer()
    writer.write((Run("ab"), Link("u", (Run("c"),)), IndexMark("e")))
    assert writer.context.characters == 3
