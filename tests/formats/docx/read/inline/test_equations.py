from __future__ import annotations

from docx_builder import build_docx
from docx_documents import (
    assert_accounted,
    content_of,
    messages,
    p,
)

from sdconvert.model.inlines import Equation, Run


def test_an_equation_stands_in_its_text() -> None:
    math = "<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>"
    assert content_of("a ", math, " b") == (Run("a "), Equation("x", "x"), Run(" b"))
    assert content_of(f"<m:oMathPara>{math}</m:oMathPara>") == (Equation("x", "x", True),)


def test_what_an_equation_cannot_hold_is_a_finding() -> None:
    odd = '<m:oMath><m:r><m:t>x</m:t></m:r><w:r><w:sym w:font="Symbol" w:char="F061"/><w:br/></w:r></m:oMath>'
    result, _ = assert_accounted(build_docx(p(odd)))
    assert messages(result, "DOCX-R022")[0].startswith("What stands in an equation besides its text is left out:")
