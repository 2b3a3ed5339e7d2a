import pytest
from docx_math import CONSTRUCTS, FRACTION, PLAIN, TWO, X, around, construct, equation, latex, run, val

from sdconvert.formats.docx.read.math import Math
from sdconvert.formats.docx.read.math.reader import MAX_DEPTH


class TestText:
    def test_letters_and_digits_are_themselves(self) -> None:
        assert latex(run("2ab")) == "2ab"

    def test_greek_letters_and_operators_are_commands(self) -> None:
        assert latex(run("α≤β·Ω")) == r"\alpha \leq \beta \cdot \Omega"

    def test_a_command_is_kept_apart_from_the_letter_after_it(self) -> None:
        assert latex(run("πr") + run("αx")) == r"\pi r\alpha x"
        assert latex(run("π") + run("r")) == r"\pi r"

    def test_characters_that_mean_something_to_latex_are_escaped(self) -> None:
        assert latex(run("50% #1_a{b}$\\~")) == r"50\% \#1\_a\{b\}\$\backslash\sim"
        assert latex(run("a&amp;b")) == r"a\&b"

    def test_a_blank_between_words_is_shown(self) -> None:
        assert latex(run("if x")) == latex(run("if   x")) == r"if\ x"
        assert latex(run("x = y")) == "x = y"
        assert latex(run("x, y")) == "x, y"

    def test_a_blank_at_the_edge_of_a_run_is_shown_but_not_at_the_end_of_the_equation(self) -> None:
        assert latex(run("if ") + run("x ")) == r"if\ x"

    def test_signs_stand_apart_between_operands_only(self) -> None:
        assert latex(run("a-b=-c")) == "a - b = -c"

    def test_normal_text_is_text(self) -> None:
        assert latex(run("50% of a_b ~ {c}", "<m:nor/>")) == r"\text{50\% of a\_b \textasciitilde{} \{c\}}"

    @pytest.mark.parametrize(
        ("properties", "expected"),
        [
            (val("sty", "p"), r"\mathrm{kg}"),
            (val("sty", "b"), r"\mathbf{kg}"),
            (val("sty", "bi"), r"\boldsymbol{kg}"),
            (val("sty", "i"), "kg"),
            (val("scr", "roman"), "kg"),
            (val("scr", "script"), r"\mathcal{kg}"),
            (val("scr", "fraktur"), r"\mathfrak{kg}"),
            (val("scr", "double-struck"), r"\mathbb{kg}"),
            (val("scr", "sans-serif"), r"\mathsf{kg}"),
            (val("scr", "monospace"), r"\mathtt{kg}"),
        ],
    )
    def test_styles_and_scripts_are_alphabets_of_letters(self, properties: str, expected: str) -> None:
        assert latex(run("kg", properties)) == expected

    def test_upright_digits_and_operators_need_no_alphabet(self) -> None:
        assert latex(run("1+2", PLAIN)) == "1 + 2"

    def test_bold_greek_is_a_bold_symbol(self) -> None:
        assert latex(run("αx", val("sty", "b"))) == r"\boldsymbol{\alpha}\mathbf{x}"

    def test_mathematical_alphanumerics_are_letters_of_their_alphabet(self) -> None:
        assert latex(run("𝐀𝐁𝑥𝔤𝟙ℝℎ𝛂")) == r"\mathbf{AB}x\mathfrak{g}\mathbb{1R}h\boldsymbol{\alpha}"

    def test_an_upright_function_name_is_its_command(self) -> None:
        assert latex(run("max", PLAIN) + X) == r"\max x"

    def test_compatibility_characters_are_taken_apart(self) -> None:
        assert latex(run("x²³+y₁+½")) == r"x^{23} + y_{1} + \frac{1}{2}"
        assert latex(construct("sSup", ("e", X), ("sup", TWO)) + run("²")) == "x^{2}{}^{2}"

    def test_a_degree_is_raised(self) -> None:
        assert latex(run("90°C")) == r"90^{\circ}C"

    def test_combining_marks_are_accents_of_their_letter(self) -> None:
        assert latex(run("x\u0302y\u0304\u0307")) == r"\hat{x}\dot{\bar{y}}"

    def test_a_mark_without_a_letter_is_kept(self) -> None:
        assert latex(run("= \u0302=")) == r"= \hat{ } ="

    def test_primes_are_apostrophes(self) -> None:
        assert latex(run("f″")) == "f''"

    def test_letters_of_other_scripts_stay(self) -> None:
        assert latex(run("Größe", PLAIN)) == r"\mathrm{Größe}"
        assert latex(run("速度")) == "速度"

    def test_a_symbol_of_a_symbol_font_is_its_unicode(self) -> None:
        assert latex('<m:r><w:sym w:font="Symbol" w:char="F061"/></m:r>') == r"\alpha"

    def test_a_symbol_without_unicode_is_named(self) -> None:
        assert equation('<m:r><w:sym w:font="Wingdings" w:char="F0FF"/></m:r>').unknown == ("sym",)

    def test_words_of_wordprocessing_inside_are_text_too(self) -> None:
        read = equation("<w:r><w:t>ab</w:t></w:r>")
        assert (read.latex, read.text) == ("ab", "ab")


class TestOddInput:
    def test_an_unknown_construct_gives_its_text_and_its_name(self) -> None:
        read = equation(X + construct("hologram", ("e", run("a_b"))) + TWO)
        assert (read.latex, read.text, read.unknown) == (r"xa\_b2", "xa_b2", ("hologram",))

    def test_an_unknown_construct_is_named_once(self) -> None:
        assert equation("<m:hologram/><m:hologram/>").unknown == ("hologram",)

    def test_text_is_every_character_in_document_order_and_nothing_else(self) -> None:
        assert equation(FRACTION + construct("sSup", ("e", run(" x ")), ("sup", TWO))).text == "ab x 2"

    @pytest.mark.parametrize("name", CONSTRUCTS)
    def test_every_construct_may_be_empty(self, name: str) -> None:
        assert equation(f"<m:{name}/>").unknown == ()
        assert equation(f"<m:{name}><m:{name}Pr/></m:{name}>").text == ""

    def test_properties_comments_and_marks_are_no_text(self) -> None:
        marks = "<!-- c --><?p?><m:ctrlPr><w:rPr/></m:ctrlPr><w:bookmarkStart/><w:proofErr/>"
        assert latex(marks + X + around("d", f"<m:argPr/>{TWO}", "<m:ctrlPr/>")) == "x(2)"

    def test_wrappers_of_wordprocessing_are_looked_through(self) -> None:
        assert (
            latex(
                f"<w:ins><w:smartTag>{X}</w:smartTag></w:ins><w:sdt><w:sdtPr/><w:sdtContent>{TWO}</w:sdtContent></w:sdt>"
            )
            == "x2"
        )

    def test_an_empty_equation_is_empty(self) -> None:
        assert equation("") == Math("", "")

    def test_depth_is_bounded_and_keeps_the_text(self) -> None:
        content = X
        for _ in range(MAX_DEPTH + 20):
            content = construct("rad", ("deg", ""), ("e", content))
        read = equation(content)
        assert read.latex == r"\sqrt{" * MAX_DEPTH + "x" + "}" * MAX_DEPTH
        assert (read.text, read.unknown) == ("x", ("rad",))
