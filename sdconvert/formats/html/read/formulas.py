"""Formulas: MathML, and LaTeX that a script of the page would typeset."""

from __future__ import annotations

import re

from sdconvert.findings import Severity, declare
from sdconvert.formats.html.read.elements import text_in
from sdconvert.formats.html.read.flow import Flow
from sdconvert.formats.html.read.inherited import Inherited
from sdconvert.formats.html.read.readers import reads
from sdconvert.ledger import Kind
from sdconvert.model.inlines import Equation
from sdconvert.patterns import compile_late
from sdconvert.xmlio import Element

FORMULA_WITHOUT_LATEX = declare(
    "HTML-R029",
    Severity.WARNING,
    "A formula holds no LaTeX; its characters stand for it: “{text}”.",
    hint="Check the formula.",
    why="MathML without an annotation is not turned into LaTeX here.",
)

_DELIMITED = compile_late(r"\s*(?:\\\((.*)\\\)|\\\[(.*)\\\]|\$\$(.*)\$\$|\$(.*)\$)\s*", re.DOTALL)
_TEX = frozenset({"application/x-tex", "tex", "latex"})


@reads("math")
def read_formula(flow: Flow, element: Element, inherited: Inherited) -> None:
    """MathML: the LaTeX that it carries, else its characters. Loses: HTML-R029."""
    is_display = element.get("display") == "block"
    notes = [part for part in element.iter("annotation") if part.get("encoding", "").lower() in _TEX]
    latex = (text_in(notes[0]) if notes else element.get("alttext", "")).strip()
    if latex:
        add_equation(flow, inherited, Equation(latex, latex, is_display))
        return
    text = " ".join(text_in(element).split())
    if text:
        flow.reading.report.add(FORMULA_WITHOUT_LATEX, flow.reading.at(element), text=text)
        add_equation(flow, inherited, Equation("", text, is_display))


def parse_delimited(text: str) -> Equation | None:
    """The formula that a text between the delimiters of LaTeX is, None where it is none."""
    found = _DELIMITED.fullmatch(text)
    if found is None:
        return None
    inline, display, double, single = found.groups()
    latex = next(part for part in (inline, display, double, single) if part is not None).strip()
    return Equation(latex, latex, display is not None or double is not None)


def add_equation(flow: Flow, inherited: Inherited, equation: Equation) -> None:
    """Add and book a formula."""
    flow.reading.report.read({Kind.EQUATIONS: 1, Kind.CHARACTERS: len(equation.text)})
    flow.open_content(inherited).add(equation)
