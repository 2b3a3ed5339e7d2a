import pytest
from lxml import etree

from sdconvert.formats.docx.read.math import MAX_DEPTH, Math, read_math

NAMESPACES = (
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
)


def equation(content: str) -> Math:
    return read_math(etree.fromstring(f"<m:oMath {NAMESPACES}>{content}</m:oMath>"))


def latex(content: str) -> str:
    read = equation(content)
    assert read.unknown == ()
    return read.latex


def run(text: str, properties: str = "") -> str:
    return f'<m:r><m:rPr>{properties}</m:rPr><m:t xml:space="preserve">{text}</m:t></m:r>'


def val(name: str, value: str) -> str:
    return f'<m:{name} m:val="{value}"/>'


def construct(name: str, *arguments: tuple[str, str], properties: str = "") -> str:
    """`properties` empty leaves the property element out, as some producers do."""
    given = f"<m:{name}Pr>{properties}</m:{name}Pr>" if properties else ""
    content = "".join(f"<m:{argument}>{value}</m:{argument}>" for argument, value in arguments)
    return f"<m:{name}>{given}{content}</m:{name}>"


def around(name: str, content: str, properties: str = "") -> str:
    return construct(name, ("e", content), properties=properties)


PLAIN = val("sty", "p")
X, TWO = run("x"), run("2")
CONSTRUCTS = (
    *(
        "acc",
        "bar",
        "borderBox",
        "box",
        "d",
        "eqArr",
        "f",
        "func",
        "groupChr",
        "limLow",
        "limUpp",
        "m",
        "nary",
        "phant",
    ),
    *("r", "rad", "sPre", "sSub", "sSubSup", "sSup"),
)
FRACTION = construct("f", ("num", run("a")), ("den", run("b")))


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


class TestFractionsRootsAndScripts:
    @pytest.mark.parametrize(
        ("kind", "expected"),
        [
            ("bar", r"\frac{a}{b}"),
            ("lin", "a/b"),
            ("skw", r"{}^{a}\!/_{b}"),
            ("noBar", r"\genfrac{}{}{0pt}{}{a}{b}"),
            ("new", r"\frac{a}{b}"),
        ],
    )
    def test_a_fraction_has_four_types(self, kind: str, expected: str) -> None:
        content = construct("f", ("num", run("a")), ("den", run("b")), properties=val("type", kind))
        assert latex(content) == expected

    def test_a_fraction_without_properties_has_a_bar(self) -> None:
        assert latex(FRACTION) == r"\frac{a}{b}"

    def test_operands_of_a_linear_fraction_stay_together(self) -> None:
        content = construct("f", ("num", run("a+b")), ("den", run("c")), properties=val("type", "lin"))
        assert latex(content) == "{a + b}/c"

    def test_a_root_shows_its_degree(self) -> None:
        assert latex(construct("rad", ("deg", run("3")), ("e", X))) == r"\sqrt[3]{x}"

    def test_a_hidden_or_empty_degree_is_a_square_root(self) -> None:
        hidden = construct("rad", ("deg", run("3")), ("e", X), properties="<m:degHide/>")
        assert latex(hidden) == latex(construct("rad", ("deg", ""), ("e", X))) == r"\sqrt{x}"

    def test_degree_hide_can_be_switched_off(self) -> None:
        content = construct("rad", ("deg", run("3")), ("e", X), properties=val("degHide", "off"))
        assert latex(content) == r"\sqrt[3]{x}"

    def test_a_bracket_in_a_degree_is_protected(self) -> None:
        assert latex(construct("rad", ("deg", run("[n]")), ("e", X))) == r"\sqrt[{[n]}]{x}"

    def test_scripts_go_up_and_down(self) -> None:
        assert latex(construct("sSup", ("e", X), ("sup", TWO))) == "x^{2}"
        assert latex(construct("sSub", ("e", X), ("sub", run("ij")))) == "x_{ij}"
        assert latex(construct("sSubSup", ("e", run("α")), ("sub", run("i")), ("sup", TWO))) == r"\alpha_{i}^{2}"

    def test_a_script_belongs_to_its_whole_base(self) -> None:
        assert latex(construct("sSup", ("e", run("10")), ("sup", TWO))) == "{10}^{2}"
        square = construct("sSup", ("e", X), ("sup", TWO))
        assert latex(construct("sSup", ("e", square), ("sup", run("3")))) == "{x^{2}}^{3}"
        assert latex(construct("sSub", ("e", around("groupChr", X)), ("sub", TWO))) == r"{\underbrace{x}}_{2}"

    def test_an_empty_base_still_carries_its_script(self) -> None:
        assert latex(construct("sSup", ("e", ""), ("sup", TWO))) == "{}^{2}"

    def test_scripts_can_stand_before_their_base(self) -> None:
        assert latex(construct("sPre", ("sub", run("1")), ("sup", TWO), ("e", run("H")))) == "{}_{1}^{2}H"

    def test_a_prime_as_superscript_is_not_raised_twice(self) -> None:
        assert latex(construct("sSup", ("e", X), ("sup", run("″")))) == r"x^{\prime\prime}"


class TestOperatorsFunctionsAndLimits:
    def n_ary(self, properties: str = "") -> str:
        return construct("nary", ("sub", run("0")), ("sup", run("n")), ("e", X), properties=properties)

    def test_an_operator_without_a_character_is_an_integral(self) -> None:
        assert latex(self.n_ary()) == r"\int_{0}^{n} x"

    @pytest.mark.parametrize(
        ("char", "command"),
        [
            ("∑", "sum"),
            ("∏", "prod"),
            ("∐", "coprod"),
            ("∬", "iint"),
            ("∭", "iiint"),
            ("∮", "oint"),
            ("∯", "oiint"),
            ("⋃", "bigcup"),
            ("⋂", "bigcap"),
            ("⋁", "bigvee"),
            ("⋀", "bigwedge"),
            ("⨁", "bigoplus"),
            ("⨂", "bigotimes"),
        ],
    )
    def test_operators_have_commands(self, char: str, command: str) -> None:
        assert latex(self.n_ary(val("chr", char))) == f"\\{command}_{{0}}^{{n}} x"

    def test_an_operator_without_a_command_is_made_one(self) -> None:
        assert latex(self.n_ary(val("chr", "⨊"))) == r"\mathop{⨊}_{0}^{n} x"

    def test_an_empty_character_is_no_operator(self) -> None:
        assert latex(self.n_ary(val("chr", ""))) == "_{0}^{n} x"

    def test_hidden_limits_are_left_out(self) -> None:
        assert latex(self.n_ary("<m:subHide/>" + val("supHide", "1"))) == r"\int x"

    def test_a_place_of_limits_unlike_latex_is_said(self) -> None:
        assert latex(self.n_ary(val("limLoc", "undOvr"))) == r"\int\limits_{0}^{n} x"
        assert latex(self.n_ary(val("limLoc", "subSup"))) == r"\int_{0}^{n} x"
        assert latex(self.n_ary(val("chr", "∑") + val("limLoc", "subSup"))) == r"\sum\nolimits_{0}^{n} x"
        assert latex(self.n_ary(val("chr", "∑") + val("limLoc", "undOvr"))) == r"\sum_{0}^{n} x"

    def test_a_known_function_is_its_command(self) -> None:
        assert latex(construct("func", ("fName", run("sin", PLAIN)), ("e", X))) == r"\sin x"

    def test_a_function_name_need_not_be_upright(self) -> None:
        assert latex(construct("func", ("fName", run("ln")), ("e", X))) == r"\ln x"

    def test_another_function_is_an_operator_name(self) -> None:
        assert latex(construct("func", ("fName", run("rank", PLAIN)), ("e", X))) == r"\operatorname{rank} x"

    def test_a_function_name_can_be_any_construct(self) -> None:
        name = construct("sSup", ("e", run("sin", PLAIN)), ("sup", run("-1")))
        assert latex(construct("func", ("fName", name), ("e", X))) == r"\sin^{-1} x"

    def test_a_limit_stands_under_its_operator(self) -> None:
        name = construct("limLow", ("e", run("lim")), ("lim", run("x→0")))
        assert latex(construct("func", ("fName", name), ("e", FRACTION))) == r"\lim_{x \rightarrow 0} \frac{a}{b}"

    def test_a_limit_of_anything_else_is_set_under_or_over_it(self) -> None:
        assert latex(construct("limLow", ("e", run("AB")), ("lim", X))) == r"\underset{x}{AB}"
        assert latex(construct("limUpp", ("e", run("=")), ("lim", run("?")))) == r"\overset{?}{=}"

    def test_a_limit_of_a_brace_is_its_label(self) -> None:
        over = val("chr", "⏞") + val("pos", "top") + val("vertJc", "bot")
        assert latex(construct("limLow", ("e", around("groupChr", X)), ("lim", TWO))) == r"\underbrace{x}_{2}"
        assert latex(construct("limUpp", ("e", around("groupChr", X, over)), ("lim", TWO))) == r"\overbrace{x}^{2}"


class TestDelimitersAndTables:
    def test_delimiters_are_parentheses_by_default(self) -> None:
        assert latex(around("d", X)) == "(x)"

    def test_delimiters_grow_with_what_is_tall(self) -> None:
        assert latex(around("d", FRACTION)) == r"\left( \frac{a}{b} \right)"

    def test_delimiters_can_be_kept_from_growing(self) -> None:
        assert latex(around("d", FRACTION, val("grow", "0"))) == r"(\frac{a}{b})"

    def test_an_empty_delimiter_is_invisible(self) -> None:
        assert latex(around("d", FRACTION, val("begChr", "") + val("endChr", "|"))) == r"\left. \frac{a}{b} \right|"
        assert latex(around("d", X, val("begChr", "") + val("endChr", "|"))) == "x|"

    @pytest.mark.parametrize(
        ("begin", "end", "expected"),
        [
            ("[", "]", "[x]"),
            ("{", "}", r"\{x\}"),
            ("|", "|", "|x|"),
            ("‖", "‖", r"\|x\|"),
            ("⌊", "⌋", r"\lfloor x\rfloor"),
            ("⌈", "⌉", r"\lceil x\rceil"),
            ("⟨", "⟩", r"\langle x\rangle"),
            ("&lt;", "&gt;", r"\langle x\rangle"),
            ("]", "[", "]x["),
        ],
    )
    def test_delimiters_are_written_as_latex_has_them(self, begin: str, end: str, expected: str) -> None:
        assert latex(around("d", X, val("begChr", begin) + val("endChr", end))) == expected

    def test_several_parts_are_separated(self) -> None:
        parts = (("e", X), ("e", FRACTION))
        assert latex(construct("d", *parts)) == r"\left( x \middle| \frac{a}{b} \right)"
        assert latex(construct("d", *parts, properties=val("sepChr", ","))) == r"\left( x,\frac{a}{b} \right)"
        assert latex(construct("d", ("e", X), ("e", TWO), properties=val("sepChr", ""))) == "(x2)"

    def test_a_fraction_without_bar_in_parentheses_is_a_binomial(self) -> None:
        fraction = construct("f", ("num", run("n")), ("den", run("k")), properties=val("type", "noBar"))
        assert latex(around("d", fraction)) == r"\binom{n}{k}"

    def matrix(self, properties: str = "") -> str:
        row = "<m:mr><m:e>{}</m:e><m:e>{}</m:e></m:mr>"
        return f"<m:m>{properties}{row.format(run('1'), run('0'))}{row.format('', X)}</m:m>"

    def test_a_matrix_has_rows_and_columns(self) -> None:
        assert latex(self.matrix()) == r"\begin{matrix} 1 & 0 \\ & x \end{matrix}"

    def test_a_matrix_alone_in_delimiters_has_its_own_environment(self) -> None:
        assert latex(around("d", self.matrix())) == r"\begin{pmatrix} 1 & 0 \\ & x \end{pmatrix}"
        determinant = around("d", self.matrix(), val("begChr", "|") + val("endChr", "|"))
        assert latex(determinant) == r"\begin{vmatrix} 1 & 0 \\ & x \end{vmatrix}"

    @pytest.mark.parametrize(
        ("columns", "expected"),
        [
            (val("count", "2") + val("mcJc", "left"), "ll"),
            (val("mcJc", "right"), "rc"),
            (val("count", "9" * 5000), None),
        ],
    )
    def test_columns_can_be_aligned(self, columns: str, expected: str | None) -> None:
        content = self.matrix(f"<m:mPr><m:mcs><m:mc><m:mcPr>{columns}</m:mcPr></m:mc></m:mcs></m:mPr>")
        start = rf"\begin{{array}}{{{expected}}} 1" if expected else r"\begin{matrix} 1"
        assert latex(content).startswith(start)

    def test_an_equation_array_is_aligned_at_its_marks(self) -> None:
        content = construct("eqArr", ("e", run("x&amp;=1")), ("e", run("xy&amp;=2")))
        assert latex(content) == r"\begin{aligned} x& = 1 \\ xy& = 2 \end{aligned}"

    def test_an_equation_array_without_marks_is_centred(self) -> None:
        assert latex(construct("eqArr", ("e", X), ("e", TWO))) == r"\begin{gathered} x \\ 2 \end{gathered}"


class TestAccentsBarsAndBoxes:
    @pytest.mark.parametrize(
        ("char", "expected"),
        [
            ("\u0303", r"\tilde{x}"),
            ("\u0304", r"\bar{x}"),
            ("\u0305", r"\overline{x}"),
            ("\u0307", r"\dot{x}"),
            ("\u0308", r"\ddot{x}"),
            ("\u030c", r"\check{x}"),
            ("\u20d7", r"\vec{x}"),
            ("\u033f", r"\overline{\overline{x}}"),
            ("→", r"\vec{x}"),
            ("", "x"),
        ],
    )
    def test_accents_have_commands(self, char: str, expected: str) -> None:
        assert latex(around("acc", X, val("chr", char))) == expected

    def test_an_accent_without_a_character_is_a_hat(self) -> None:
        assert latex(around("acc", X)) == r"\hat{x}"

    def test_an_accent_over_several_letters_is_wide(self) -> None:
        assert latex(around("acc", run("AB"))) == r"\widehat{AB}"

    def test_an_unknown_accent_is_set_over_and_named(self) -> None:
        read = equation(around("acc", X, val("chr", "⚹")))
        assert (read.latex, read.unknown) == (r"\overset{⚹}{x}", ("acc",))

    def test_a_bar_is_below_unless_it_is_on_top(self) -> None:
        assert latex(around("bar", X)) == r"\underline{x}"
        assert latex(around("bar", X, val("pos", "top"))) == r"\overline{x}"

    def test_a_box_is_its_content_and_a_border_box_is_boxed(self) -> None:
        assert latex(around("box", X)) == "x"
        assert latex(around("borderBox", X)) == r"\boxed{x}"

    def test_a_box_without_borders_can_strike_its_content_out(self) -> None:
        hidden = "<m:hideTop/><m:hideBot/><m:hideLeft/><m:hideRight/>"
        assert latex(around("borderBox", X, hidden + "<m:strikeBLTR/>")) == r"\cancel{x}"
        assert latex(around("borderBox", X, hidden + "<m:strikeBLTR/><m:strikeTLBR/>")) == r"\xcancel{x}"

    def test_what_a_box_cannot_say_is_named(self) -> None:
        assert equation(around("borderBox", X, "<m:hideTop/><m:strikeH/>")).unknown == ("strikeH", "hideTop")

    def test_a_group_character_is_an_underbrace_by_default(self) -> None:
        assert latex(around("groupChr", run("a+b"))) == r"\underbrace{a + b}"

    def test_a_group_character_on_top_is_an_overbrace(self) -> None:
        on_top = val("chr", "⏞") + val("pos", "top")
        assert latex(around("groupChr", X, on_top + val("vertJc", "bot"))) == r"\overbrace{x}"
        assert latex(around("groupChr", X, on_top)) == r"\overbrace{x}"

    @pytest.mark.parametrize(
        ("properties", "expected"),
        [
            (val("vertJc", "bot"), r"\xrightarrow{x}"),
            (val("pos", "top"), r"\xrightarrow[{x}]{}"),
            (val("pos", "top") + val("vertJc", "bot"), r"\overrightarrow{x}"),
            ("", r"\underrightarrow{x}"),
        ],
    )
    def test_position_and_justification_tell_an_arrow_from_its_label(self, properties: str, expected: str) -> None:
        assert latex(around("groupChr", X, val("chr", "→") + properties)) == expected

    def test_any_other_group_character_is_set_over_or_under(self) -> None:
        assert latex(around("groupChr", X, val("chr", "⌢") + val("pos", "top") + val("vertJc", "bot"))) == (
            r"\overset{\frown}{x}"
        )
        assert latex(around("groupChr", X, val("chr", "≡") + val("vertJc", "bot"))) == r"\overset{x}{ \equiv }"

    @pytest.mark.parametrize(
        ("properties", "expected"),
        [
            (val("show", "0"), r"\phantom{x}"),
            (val("show", "0") + "<m:zeroWid/>", r"\vphantom{x}"),
            (val("show", "0") + "<m:zeroAsc/><m:zeroDesc/>", r"\hphantom{x}"),
            ("<m:zeroAsc/><m:zeroDesc/>", r"\smash{x}"),
            ("<m:zeroWid/>", "x"),
        ],
    )
    def test_a_phantom_takes_room_or_none(self, properties: str, expected: str) -> None:
        assert latex(around("phant", X, properties)) == expected


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
