from typing import get_args

import pytest

from sdconvert.model.inlines import (
    Comment,
    CrossReference,
    Equation,
    IndexMark,
    Inline,
    InlinePicture,
    LineBreak,
    Link,
    Mark,
    Note,
    Run,
    Sidenote,
)
from sdconvert.writing.inlines import InlineWriter, equation_text, lone_text


def recorder(name):
    def record(self, node, rest=None):
        self.calls.append((name, node, rest))

    return record


class Recorder(InlineWriter):
    """Tells which method got which node."""

    def __init__(self):
        self.calls = []

    write_run = recorder("run")
    write_line_break = recorder("line break")
    write_link = recorder("link")
    write_reference = recorder("reference")
    write_index_mark = recorder("index mark")
    write_picture = recorder("picture")
    write_equation = recorder("equation")
    write_note = recorder("note")
    write_sidenote = recorder("sidenote")
    write_comment = recorder("comment")


NODES = {
    "run": Run("x"),
    "line break": LineBreak(),
    "link": Link("u", ()),
    "reference": CrossReference("t"),
    "index mark": IndexMark("e"),
    "picture": InlinePicture("p.png"),
    "equation": Equation("x"),
    "note": Note(()),
    "sidenote": Sidenote(()),
    "comment": Comment("a", "", ()),
}


def calls(content):
    writer = Recorder()
    writer.write_nodes(content)
    return writer.calls


def test_each_kind_of_node_has_a_method_of_its_own():
    assert {type(node) for node in NODES.values()} == set(get_args(Inline))
    assert [(name, node) for name, node, _ in calls(tuple(NODES.values()))] == list(NODES.items())


def test_a_line_break_comes_with_what_follows_it():
    after = (Run("b"), LineBreak())
    name, node, rest = calls((Run("a"), LineBreak(), *after))[1]
    assert (name, node, tuple(rest), rest.first) == ("line break", LineBreak(), after, after[0])
    assert calls((LineBreak(),))[0][2].first is None


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ((Run("x"),), "x"),
        ((Run(""),), ""),
        ((), ""),
        ((Run("x"), Run("y")), None),
        ((Run("x", frozenset({Mark.BOLD})),), None),
        ((Run("x", style="Own"),), None),
        ((LineBreak(),), None),
    ],
)
def test_one_run_of_no_look_and_nothing_at_all_are_lone_text(content, text):
    assert lone_text(content) == text


@pytest.mark.parametrize(
    ("equation", "text"),
    [(Equation("x"), "$x$"), (Equation("x", is_display=True), "$$x$$"), (Equation("", "y"), "$y$")],
)
def test_an_equation_is_latex_between_dollar_signs(equation, text):
    assert equation_text(equation) == text
