import pytest
from docx_math import FRACTION, PLAIN, TWO, X, around, construct, latex, run, val


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
