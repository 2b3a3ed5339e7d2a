"""Equations in a paragraph (ECMA-376 Part 1, 22.1)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from sdconvert.findings import Severity, declare
from sdconvert.formats.docx.names import VAL, M, T, is_on, w
from sdconvert.formats.docx.read.census import count
from sdconvert.formats.docx.read.formatting.run_properties import VANISH
from sdconvert.formats.docx.read.inline.reader import HIDDEN_TEXT, InlineReader, ReadBetweenRuns
from sdconvert.late import call_late
from sdconvert.ledger import Kind
from sdconvert.model.blocks import Alignment
from sdconvert.model.inlines import Equation, LineBreak
from sdconvert.xmlio import Element

if TYPE_CHECKING:
    from sdconvert.formats.docx.read.math import read_math
else:
    read_math = call_late("sdconvert.formats.docx.read.math", "read_math")


UNKNOWN_MATH = declare(
    "DOCX-R038",
    Severity.WARNING,
    "The equation {latex} holds what is not understood ({unknown}); its text is kept.",
    why="Only the text of an unknown construct can be kept.",
)
NOT_IN_EQUATION = declare(
    "DOCX-R022",
    Severity.ERROR,
    "What stands in an equation besides its text is left out: {kinds} in “{text}”",
    "Move it out of the equation in Word.",
    "An equation is carried as its LaTeX, which is text.",
)

_O_MATH, _O_MATH_PARA = f"{{{M}}}oMath", f"{{{M}}}oMathPara"
_MATH_RUN = f"{{{M}}}r"
_PROPERTIES, _JC, _VAL = (f"{{{M}}}{name}" for name in ("oMathParaPr", "jc", "val"))
_BREAK = w("br")
_ALIGNMENTS = {"left": Alignment.LEFT, "right": Alignment.RIGHT}
_TEXTS = (f"{{{M}}}t", T)


def _read_equation(reader: InlineReader, element: Element) -> None:
    _put_equation(reader, element, False)


def _read_equation_paragraph(reader: InlineReader, element: Element) -> None:
    reader.content.math_alignment = _alignment(element, reader)
    equations = list(element.iterchildren(_O_MATH))
    for child in element:
        if child.tag != _O_MATH and count(child):
            reader.lose_unknown(child)
    for number, equation in enumerate(equations):
        has_break = _take_last_break(equation)
        _put_equation(reader, equation, True)
        if number < len(equations) - 1:
            reader.reading.report.read({} if has_break else {Kind.LINE_BREAKS: 1})
            reader.put(LineBreak())
        elif has_break:
            reader.reading.report.keep({Kind.LINE_BREAKS: 1})


def _alignment(element: Element, reader: InlineReader) -> Alignment:
    """How displayed equations stand: as they say, else as the settings say, else in the middle (22.1.2.51)."""
    jc = element.find(f"{_PROPERTIES}/{_JC}")
    value = None if jc is None else jc.get(_VAL)
    return _ALIGNMENTS.get(value or reader.reading.math_alignment, Alignment.CENTER)


def _take_last_break(equation: Element) -> bool:
    """Take out the break that ends the line of an equation, and say whether there was one."""
    last = equation[-1] if len(equation) else None
    line_break = None if last is None or last.tag != _MATH_RUN or not len(last) else last[-1]
    if last is None or line_break is None or line_break.tag != _BREAK:
        return False
    last.remove(line_break)
    return True


def _put_equation(reader: InlineReader, element: Element, is_display: bool) -> None:
    hidden = list(_hidden_runs(element))
    if hidden and len(hidden) == sum(1 for _ in element.iter(_MATH_RUN)):
        reader.reading.tally_loss(HIDDEN_TEXT, element)
        return
    for run in hidden:
        reader.reading.tally_loss(HIDDEN_TEXT, run)
        parent = run.getparent()
        if parent is not None:
            parent.remove(run)
    math = read_math(element)
    if math.unknown:
        reader.reading.report.add(
            UNKNOWN_MATH, reader.reading.at(element), latex=math.latex, unknown=", ".join(math.unknown)
        )
    text = "".join(part.text or "" for part in element.iter(*_TEXTS))
    _report_besides_text(reader, element, text)
    reader.put(Equation(math.latex, text, is_display))


def _hidden_runs(element: Element) -> Iterator[Element]:
    for vanish in element.iter(VANISH):
        run = next(vanish.iterancestors(_MATH_RUN), None)
        if run is not None and is_on(vanish.get(VAL)):
            yield run


def _report_besides_text(reader: InlineReader, element: Element, text: str) -> None:
    """Say what the equation holds besides its text."""
    counts = Counter(count(element))
    counts.subtract({Kind.EQUATIONS: 1, Kind.CHARACTERS: len(text)})
    rest = {kind: number for kind, number in counts.items() if number}
    if rest:
        kinds = ", ".join(f"{number} {kind}" for kind, number in rest.items())
        reader.reading.report.drop(NOT_IN_EQUATION, rest, reader.reading.at(element), kinds=kinds, text=text)


READERS: dict[str, ReadBetweenRuns] = {_O_MATH: _read_equation, _O_MATH_PARA: _read_equation_paragraph}
