import pytest
from docx_math import X, around, equation, latex, run, val


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
