from __future__ import annotations

import pytest
from docx_builder import build_docx
from docx_documents import assert_accounted, codes, content_of, messages, p, r, read_document

from sdconvert.model.inlines import Equation

HIDDEN = "<w:rPr><w:vanish/></w:rPr>"


def math(*runs: str) -> str:
    return f"<m:oMath>{''.join(runs)}</m:oMath>"


def math_run(text: str, properties: str = "") -> str:
    return f"<m:r>{properties}<m:t>{text}</m:t></m:r>"


def test_hidden_text_of_an_equation_is_not_published() -> None:
    equation = math(math_run("x"), math_run("y", HIDDEN), math_run("z", '<w:rPr><w:vanish w:val="0"/></w:rPr>'))
    (piece,) = content_of(equation)
    assert isinstance(piece, Equation)
    assert piece.text == "xz"
    assert messages(read_document(p(equation)), "DOCX-R030") == [
        "1 piece(s) of hidden text are left out; the first: “y”"
    ]
    assert_accounted(build_docx(p("a", equation)))


def test_an_equation_hidden_as_a_whole_is_none() -> None:
    equation = math(math_run("x", HIDDEN))
    assert content_of("a", equation) == content_of("a")
    assert_accounted(build_docx(p("a", equation)))


@pytest.mark.parametrize("sign", ["\ue123", "\uf8ff", "\U000f0001"])
def test_characters_of_private_use_are_kept_and_told_once_for_their_font(sign: str) -> None:
    font = '<w:rFonts w:ascii="Runes" w:hAnsi="Runes"/>'
    result = read_document(p(r(f"a{sign}", font)) + p(r(sign, font)))
    (message,) = messages(result, "DOCX-R112")
    assert message.startswith("2 piece(s)")
    assert "Runes" in message


def test_a_symbol_that_is_known_is_no_private_character() -> None:
    font = '<w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/>'
    assert "DOCX-R112" not in codes(read_document(p(r("\uf061", font), "é")))
