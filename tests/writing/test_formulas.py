"""Which formulas become text, and which stay LaTeX."""

import pytest

from sdconvert.model.inlines import Equation, Mark, Run
from sdconvert.writing.formulas import simple_formula

ITALIC, SUB, SUP = Mark.ITALIC, Mark.SUBSCRIPT, Mark.SUPERSCRIPT


def run(text, *marks):
    return Run(text, frozenset(marks))


@pytest.mark.parametrize(
    ("latex", "text", "runs"),
    [
        ("x", "x", (run("x", ITALIC),)),
        ("x^{2}", "x2", (run("x", ITALIC), run("2", SUP))),
        (
            r"\mathrm{H}_{2}\mathrm{O}",
            "H2O",
            (run("H"), run("2", SUB), run("O")),
        ),
        (r"\lambda_{i}", "λi", (run("λ", ITALIC), run("i", ITALIC, SUB))),
        (r"\alpha b", "αb", (run("αb", ITALIC),)),
        (r"\mathbf{v}", "v", (run("v", Mark.BOLD),)),
        (r"\boldsymbol{v}", "v", (run("v", Mark.BOLD, ITALIC),)),
        ("x", "𝑥", (run("x", ITALIC),)),
        ("10^{-3}", "10-3", (run("10"), run("−3", SUP))),
        ("a + b", "a+b", (run("a", ITALIC), run(" + "), run("b", ITALIC))),
        ("x_{i} = 2", "xi=2", (run("x", ITALIC), run("i", ITALIC, SUB), run(" = 2"))),
        (r"x \leq - 1", "x≤−1", (run("x", ITALIC), run(" ≤ −1"))),
        (r"2 \cdot 10^{3}", "2·103", (run("2 · 10"), run("3", SUP))),
        ("(a * b)", "(a*b)", (run("("), run("a", ITALIC), run(" ∗ "), run("b", ITALIC), run(")"))),
        ("f(x) > 0", "f(x)>0", (run("f", ITALIC), run("("), run("x", ITALIC), run(") > 0"))),
        (r"50\%", "50%", (run("50%"),)),
        (r"n \rightarrow \infty", "n→∞", (run("n", ITALIC), run(" → ∞"))),
        ("x_{i = 1}", "xi=1", (run("x", ITALIC), run("i", ITALIC, SUB), run("=1", SUB))),
        ("- x + y", "-x+y", (run("−"), run("x", ITALIC), run(" + "), run("y", ITALIC))),
        (r"\pm 1", "±1", (run("±1"),)),
        ("(- 1)", "(-1)", (run("(−1)"),)),
        ("x'", "x′", (run("x", ITALIC), run("′"))),
        ("2,5x", "2,5x", (run("2,5"), run("x", ITALIC))),
        (r"\mathrm{Ca}^{2+}", "Ca2+", (run("Ca"), run("2+", SUP))),
    ],
)
def test_letters_numbers_and_scripts_are_text(latex, text, runs):
    assert simple_formula(Equation(latex, text)) == runs


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        ("a +", "a+"),
        ("= b", "=b"),
        ("a * = b", "a*=b"),
        ("a + b", "a-b"),
        ("a + b", "a + b"),
        (r"\times b", "×b"),
        (r"\inf", "inf"),
        ("+^{2}", "+2"),
        ("(^{2}", "(2"),
        (r"a \oplus b", "a⊕b"),
        (r"\frac{a}{b}", "ab"),
        ("x_{1}^{2}", "x12"),
        ("x^{y^{2}}", "xy2"),
        ("^{2}", "2"),
        (r"\sqrt{x}", "x"),
        (r"\mathcal{L}", "L"),
        ("x", "xy"),
        ("x", "y"),
        ("", ""),
        ("x" * 25, "x" * 25),
        ("x.", "x."),
    ],
)
def test_anything_else_stays_latex(latex, text):
    assert simple_formula(Equation(latex, text)) is None
