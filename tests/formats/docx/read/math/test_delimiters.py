import pytest
from docx_math import FRACTION, TWO, X, around, construct, latex, run, val


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
