from __future__ import annotations

import pytest
from docx_builder import build_docx
from docx_documents import assert_accounted, blocks_of, content_of, messages, p, style, styled, table

from sdconvert.model.blocks import Alignment
from sdconvert.model.inlines import Equation, LineBreak, Run


def test_an_equation_stands_in_its_text() -> None:
    math = "<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>"
    assert content_of("a ", math, " b") == (Run("a "), Equation("x", "x"), Run(" b"))
    assert content_of(f"<m:oMathPara>{math}</m:oMathPara>") == (Equation("x", "x", True),)


def test_what_an_equation_cannot_hold_is_a_finding() -> None:
    odd = '<m:oMath><m:r><m:t>x</m:t></m:r><w:r><w:sym w:font="Symbol" w:char="F061"/><w:br/></w:r></m:oMath>'
    result, _ = assert_accounted(build_docx(p(odd)))
    assert messages(result, "DOCX-R022")[0].startswith("What stands in an equation besides its text is left out:")


def displayed(properties: str, *equations: str) -> str:
    maths = "".join(f"<m:oMath>{equation}</m:oMath>" for equation in equations)
    return f"<m:oMathPara><m:oMathParaPr>{properties}</m:oMathParaPr>{maths}</m:oMathPara>"


X = "<m:r><m:t>x</m:t></m:r>"


@pytest.mark.parametrize(
    ("properties", "settings", "alignment"),
    [
        ("", "", Alignment.CENTER),
        ('<m:jc m:val="left"/>', "", Alignment.LEFT),
        ('<m:jc m:val="centerGroup"/>', '<m:mathPr><m:defJc m:val="right"/></m:mathPr>', Alignment.CENTER),
        ("", '<m:mathPr><m:defJc m:val="right"/></m:mathPr>', Alignment.RIGHT),
    ],
)
def test_a_displayed_equation_stands_as_it_says(properties: str, settings: str, alignment: Alignment) -> None:
    (block,) = blocks_of(p(displayed(properties, X), " "), settings=settings)
    assert block.alignment is alignment  # type: ignore[union-attr]


def test_a_displayed_equation_beside_text_does_not_move_it() -> None:
    (block,) = blocks_of(p("text ", displayed("", X)))
    assert block.alignment is Alignment.LEFT  # type: ignore[union-attr]


@pytest.mark.parametrize("line_break", ["", "<m:r><w:br/></m:r>"])
def test_equations_that_are_displayed_together_have_a_line_each(line_break: str) -> None:
    body = p(displayed("", X + line_break, X))
    (block,) = blocks_of(body)
    assert block.content == (Equation("x", "x", True), LineBreak(), Equation("x", "x", True))  # type: ignore[union-attr]
    assert_accounted(build_docx(body))


def test_formulas_in_headings_cells_and_notes_are_text_there() -> None:
    power = "<m:sSup><m:e><m:r><m:t>x</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup>"
    formula = f"<m:oMath>{power}</m:oMath>"
    note = '<w:r><w:footnoteReference w:id="1"/></w:r>'
    body = styled("H", "a ", formula) + table([p(formula)]) + p("n", note)
    notes = f'<w:footnote w:id="1">{p(formula)}</w:footnote>'
    _, tree = assert_accounted(build_docx(body, styles=style("H", "heading 1"), footnotes=notes))
    for path in (".//heading", ".//td/p", ".//footnote"):
        parent = tree.find(path)
        assert parent is not None
        assert [(child.tag, child.text) for child in parent if child.tag in ("i", "sup")] == [("i", "x"), ("sup", "2")]
