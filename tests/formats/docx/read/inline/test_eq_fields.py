from __future__ import annotations

import pytest
from docx_builder import build_docx
from docx_documents import assert_accounted, codes, content_of, field, p, read_document

from sdconvert.formats.docx.read.inline.eq_fields import field_latex
from sdconvert.model.inlines import Equation


@pytest.mark.parametrize(
    ("instruction", "latex"),
    [
        (r"\f(1,2)", r"\frac{1}{2}"),
        (r"\F(1;x)", r"\frac{1}{x}"),
        (r"x\s\up8(2)", "x^{2}"),
        (r"x\s\do4(n)", "x_{n}"),
        (r"\r(3,x)", r"\sqrt[3]{x}"),
        (r"\r(,x)", r"\sqrt{x}"),
        (r"\r(\f(a,b))", r"\sqrt{\frac{a}{b}}"),
        (r"\i\su(1,n,k)", r"\sum_{1}^{n}k"),
        (r"\i(0,1,x)", r"\int_{0}^{1}x"),
        (r"\b(x)", r"\left( x \right)"),
        (r"\b\bc\{(x)", r"\left\{ x \right\}"),
        (r"\b\lc\[(x)", r"\left[ x \right."),
        (r"\x(a)", r"\boxed{a}"),
        (r"\x\to(a)", r"\overline{a}"),
        (r"\l(a,b)", "a,b"),
        (r"\a\co2(a,b,c,d)", r"\begin{matrix} a & b \\ c & d \end{matrix}"),
        (r"\f(f(x),2)", r"\frac{f(x)}{2}"),
        (r"\o(a,b)", None),
        (r"\d\fo10()", None),
        (r"\f(1", None),
        (r"\f(1,2,3)", None),
        (r"\s\up8(a)", None),
        (r"\a(a,b)", None),
        ("x", None),
        ("", None),
        (r"\r(" * 40 + ")" * 40, None),
    ],
)
def test_an_equation_field_is_latex_where_it_is_sure(instruction: str, latex: str | None) -> None:
    read = field_latex(instruction)
    assert (read if read is None else " ".join(read.split())) == latex


def test_an_equation_field_is_an_equation() -> None:
    (piece,) = content_of(field(r"EQ \f(1,2)"))
    assert piece == Equation(r"\frac{1}{2}", "1,2", False)
    assert codes(read_document(p(field(r"EQ \f(1,2)")))) == ["DOCX-R113"]
    assert_accounted(build_docx(p("x", field(r"EQ \f(1,2)"))))
