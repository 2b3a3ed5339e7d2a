import pytest
from parsx_reading import codes, read_body
from strategies import png

from sdconvert.formats.parsx.names import MARK_ELEMENTS
from sdconvert.model.document import IndexEntry
from sdconvert.model.inlines import (
    CrossReference,
    Equation,
    IndexMark,
    InlinePicture,
    LineBreak,
    Link,
    Mark,
    Note,
    Run,
    Sidenote,
)

A = (Run("a"),)
MATH = '<formel_inline><math xmlns="http://www.w3.org/1998/Math/MathML">{}</math></formel_inline>'


def content(text: str):
    return read_body(f"<abs>{text}</abs>").value.blocks[0].content


@pytest.mark.parametrize("mark", list(Mark))
def test_each_look_has_its_element(mark: Mark) -> None:
    name = MARK_ELEMENTS[mark]
    assert content(f"<{name}>a</{name}>") == (Run("a", frozenset({mark})),)


def test_looks_within_each_other_add_up() -> None:
    both = frozenset({Mark.BOLD, Mark.ITALIC})
    assert content("<fett>a<kursiv>b</kursiv></fett>") == (Run("a", frozenset({Mark.BOLD})), Run("b", both))


def test_other_looks_are_text_with_a_finding() -> None:
    result = read_body("<abs>a<versal>b</versal><sperrung>c</sperrung></abs>")
    assert result.value.blocks[0].content == (Run("abc"),)
    assert codes(result) == ["PARSX-R010", "PARSX-R010"]


@pytest.mark.parametrize("sign", ["\u2028", "<br/>", "<umbruch/>"])
def test_a_line_break_is_a_sign_or_an_element(sign: str) -> None:
    assert content(f"a{sign}a") == (Run("a"), LineBreak(), Run("a"))


def test_a_link_keeps_its_looks_and_puts_notes_behind_it() -> None:
    text = '<verweis verweis-extern="https://a.example"><fett>a</fett><fussnote>a</fussnote></verweis>'
    assert content(text) == (Link("https://a.example", (Run("a", frozenset({Mark.BOLD})),)), Note((A,)))


def test_a_reference_to_nowhere_is_text() -> None:
    result = read_body("<abs><verweis>a</verweis></abs>")
    assert result.value.blocks[0].content == A
    assert codes(result) == ["PARSX-R013"]


def test_a_reference_keeps_the_text_it_shows() -> None:
    (reference,) = content('<verweis verweis-intern="x">Kapitel <kursiv>1</kursiv></verweis>')
    assert reference == CrossReference("x")
    assert reference.text == "Kapitel 1"


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("<fussnote><abs>a</abs><abs>a</abs></fussnote>", Note((A, A))),
        ("<endnote>a</endnote>", Note((A,), is_endnote=True)),
        ("<marginalie><abs>a</abs></marginalie>", Sidenote(A)),
    ],
)
def test_notes_are_read_with_and_without_paragraphs(text: str, note: Note | Sidenote) -> None:
    assert content(text) == (note,)


def test_index_marks_make_the_index() -> None:
    body = "<abs><register>b</register><register><eintrag>a</eintrag><eintrag>c</eintrag></register></abs>"
    document = read_body(body + "<abs><register>b</register><register/></abs>").value
    assert document.blocks[0].content == (IndexMark("index 1"), IndexMark("index 3"))
    assert document.blocks[1].content == (IndexMark("index 1"),)
    assert document.index == (
        IndexEntry("index 1", "b"),
        IndexEntry("index 2", "a", (IndexEntry("index 3", "c"),)),
    )


def test_a_picture_in_the_text_can_have_a_caption() -> None:
    body = '<abs>a<bild><abbildung quelle="p.png"/><legende>a</legende></bild></abs>'
    assert read_body(body, p=png()).value.blocks[0].content == (Run("a"), InlinePicture("p.png", caption=A))


@pytest.mark.parametrize(
    ("mathml", "latex"),
    [
        ("<msup><mi>x</mi><mn>2</mn></msup>", "{x}^{2}"),
        ("<mfrac><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mn>2</mn></mfrac>", r"\frac{a+b}{2}"),
        ("<msqrt><mi>x</mi><mo>×</mo><mi>y</mi></msqrt>", r"\sqrt{x\times y}"),
        ("<mover><mi>v</mi><mo>→</mo></mover>", r"\vec{v}"),
        ("<mfenced><mi>a</mi><mi>b</mi></mfenced>", "(a,b)"),
        ("<munderover><mo>∑</mo><mn>0</mn><mi>n</mi></munderover>", r"{\sum }_{0}^{n}"),
        ("<mtable><mtr><mtd><mi>a</mi></mtd><mtd><mi>b</mi></mtd></mtr></mtable>", r"\begin{matrix}a & b\end{matrix}"),
        ("<mi>sin</mi><mtext>50 %</mtext>", r"\mathrm{sin}\text{50 \%}"),
        ("<msup><mi>x</mi></msup>", "x"),
    ],
)
def test_mathml_is_translated_with_a_finding(mathml: str, latex: str) -> None:
    result = read_body(f"<abs>{MATH.format(mathml)}</abs>")
    (equation,) = result.value.blocks[0].content
    assert equation.latex == latex
    assert codes(result) == ["PARSX-R029"]


def test_latex_beside_the_mathml_is_taken_as_it_is() -> None:
    annotated = '<semantics><mi>x</mi><annotation encoding="application/x-tex">\\xi</annotation></semantics>'
    assert content(MATH.format(annotated)) == (Equation("\\xi", "x"),)
