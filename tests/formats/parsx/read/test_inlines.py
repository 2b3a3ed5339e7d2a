from collections import Counter

import pytest
from parsx_reading import codes, read_body
from strategies import png

from sdconvert.formats.parsx.names import MARK_ELEMENTS
from sdconvert.formats.parsx.read import read
from sdconvert.ledger import Kind
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
from sdconvert.model.measure import measure

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


def counted(text: str) -> dict[Kind, int]:
    """What is booked as read of the content of a paragraph."""
    return {kind: count for kind, count in read_body(f"<abs>{text}</abs>").ledger.read.items() if count}


@pytest.mark.parametrize(
    "text",
    [
        "a<br/>b",
        " a \n b ",
        "  ",
        "<fett> </fett><kursiv>a</kursiv> ",
        'x<verweis verweis-extern="h">a<br/>b</verweis>',
        'x<verweis verweis-intern="h">a<br/>b</verweis>',
        'x<verweis verweis-intern="h"><fussnote>n</fussnote>b</verweis>',
        "<register>a</register>b<register/>",
        "<fussnote><abs>a</abs><abs>b</abs></fussnote><marginalie>c</marginalie>",
        '<abbildung quelle="gone.png"/><bild><abbildung quelle="gone.png"/><legende>a</legende></bild>',
        "<formel_inline>a+b</formel_inline>",
    ],
)
def test_what_was_read_is_what_the_document_holds(text: str) -> None:
    result = read_body(f"<abs>{text}</abs>")
    dropped = {kind: -count for (kind, _), count in result.ledger.dropped.items()}
    held = Counter(result.ledger.read)
    held.update(dropped)
    assert {kind: count for kind, count in held.items() if count} == measure(result.value)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (" a \n\t b ", "a b"),
        ("a<fett> </fett>b", "a| |b"),
        ("<fett> </fett>a<kursiv> </kursiv>", "a"),
        ("a\r\nb", "a b"),
        ("  a  b  ", "a  b"),
        ("a <br/> b", "a || b"),
    ],
)
def test_white_space_at_the_ends_and_at_line_ends_is_layout_of_the_file(text: str, shown: str) -> None:
    assert "|".join(node.text if isinstance(node, Run) else "" for node in content(text)) == shown


def test_white_space_is_text_where_the_file_says_so() -> None:
    xml = b'<projekt xml:space="preserve"><werk><abs> a\n <register> b  c </register></abs></werk></projekt>'
    document = read(xml).value
    assert document.blocks[0].content[0] == Run(" a\n ")
    assert document.index[0].title == " b  c "


def test_white_space_between_blocks_is_none_even_then() -> None:
    xml = b'<projekt xml:space="preserve">\n <werk>\n <abs>a</abs>\n <abs>b</abs> </werk>\n</projekt>'
    assert [block.content for block in read(xml).value.blocks] == [(Run("a"),), (Run("b"),)]


@pytest.mark.parametrize(
    ("text", "nodes", "codes_of_it"),
    [
        ("<abs>a</abs><abs>b</abs>", (Run("a"), LineBreak(), Run("b")), []),
        ("<titel>a</titel><span>b</span>", (Run("ab"),), []),
        ("<unbekannt>a</unbekannt><unbekannt>b</unbekannt>", (Run("ab"),), ["PARSX-R001"]),
        ("<br>a</br>", (LineBreak(), Run("a")), []),
        ("<versal>a</versal><fremd>b</fremd>", (Run("ab"),), ["PARSX-R010", "PARSX-R010"]),
    ],
)
def test_elements_that_are_no_looks_are_read_for_their_text(text: str, nodes: tuple, codes_of_it: list[str]) -> None:
    result = read_body(f"<abs><fussnote>{text}x</fussnote></abs>" if text.startswith("<abs>") else f"<abs>{text}</abs>")
    found = result.value.blocks[0].content
    if text.startswith("<abs>"):
        (found,) = found[0].paragraphs
        nodes = (*nodes[:-1], Run("bx"))
    assert found == nodes
    assert codes(result) == codes_of_it


@pytest.mark.parametrize(
    ("note", "paragraphs"),
    [
        ("<abs>a</abs><abs>b</abs>", ((Run("a"),), (Run("b"),))),
        (" <abs>a</abs>\n<abs>b</abs> ", ((Run("a"),), (Run("b"),))),
        ("x<abs>a</abs>", ((Run("x"), LineBreak(), Run("a")),)),
        ("<abs>a</abs>x", ((Run("ax"),),)),
        ("<abs>a</abs><fett>b</fett>", ((Run("a"), Run("b", frozenset({Mark.BOLD}))),)),
        ("", ((),)),
    ],
)
def test_a_note_of_paragraphs_alone_has_these_and_any_other_is_one(note: str, paragraphs: tuple) -> None:
    (found,) = content(f"<fussnote>{note}</fussnote>")
    assert found.paragraphs == (paragraphs if note else ())


def test_a_reference_shows_a_line_break_as_a_space() -> None:
    (reference,) = content('<verweis verweis-intern="#x">a<br/>b</verweis>')
    assert (reference.target, reference.text) == ("x", "a b")


def test_a_reference_to_nowhere_keeps_its_looks_and_what_is_in_it() -> None:
    inner = "<fett>a</fett><fussnote>a</fussnote>"
    assert content(f"<verweis>{inner}</verweis>") == (Run("a", frozenset({Mark.BOLD})), Note((A,)))


@pytest.mark.parametrize(
    ("inner", "told"),
    [
        ('<verweis verweis-extern="in">b</verweis>', ["PARSX-R014"]),
        ('<verweis verweis-intern="in">b</verweis>', ["PARSX-R014"]),
        ("<fussnote>b</fussnote>", []),
    ],
)
def test_a_link_in_a_link_is_told_and_stands_behind_it(inner: str, told: list[str]) -> None:
    result = read_body(f'<abs><verweis verweis-extern="out">a{inner}</verweis></abs>')
    assert result.value.blocks[0].content[0] == Link("out", A)
    assert len(result.value.blocks[0].content) == 2
    assert codes(result) == told


def test_an_index_mark_without_words_is_lost_and_the_words_of_others_have_single_spaces() -> None:
    body = "<register/><register> a \n b </register><register><eintrag>a b</eintrag><eintrag> </eintrag></register>"
    result = read_body(f"<abs>x{body}</abs>")
    assert result.value.blocks[0].content[1:] == (IndexMark("index 1"), IndexMark("index 1"))
    assert result.value.index == (IndexEntry("index 1", "a b"),)
    assert codes(result) == ["PARSX-R028"]
    assert result.ledger.dropped == {(Kind.INDEX_MARKS, "PARSX-R028"): 1}


def test_an_index_mark_with_other_elements_is_its_text() -> None:
    result = read_body("<abs><register>a<kursiv>b</kursiv></register></abs>")
    assert result.value.index == (IndexEntry("index 1", "ab"),)


def test_pictures_in_the_text_share_a_caption_which_the_last_has_and_notes_stand_behind_it() -> None:
    pictures = '<abbildung quelle="p.png"/>' * 2
    frame = f"<bild>{pictures}<legende>a<fussnote>a</fussnote></legende></bild>"
    assert read_body(f"<abs>x{frame}</abs>", p=png()).value.blocks[0].content == (
        Run("x"),
        InlinePicture("p.png"),
        InlinePicture("p.png", caption=A),
        Note((A,)),
    )


def test_a_frame_without_a_picture_is_its_text() -> None:
    assert content("x<bild><legende>a</legende></bild>") == (Run("x"), Run("a"))


@pytest.mark.parametrize(
    ("mathml", "latex"),
    [
        ("<mo>(</mo><mi>a</mi><mo>)</mo>", "(a)"),
        ("<mfenced open='[' close=']' separators=';,'><mi>a</mi><mi>b</mi><mi>c</mi></mfenced>", "[a;b;c]"),
        ("<mover><mi>a</mi></mover>", "a"),
        ("<mover><mi>a</mi><mo>+</mo></mover>", r"\overset{+}{a}"),
        ("<msup><mrow/><mi>b</mi></msup>", "{}^{b}"),
        ("<mfrac><mo>^</mo><mi>b</mi></mfrac>", r"\frac{\hat{}}{b}"),
        ("<msub><mi>a</mi><mi>b</mi><mi>c</mi></msub>", "{a}_{b}"),
        ("<mtext> a </mtext><mtext/>", r"\text{a}"),
        ("<mtr><mtd><mn>1</mn></mtd></mtr>", "1"),
        (
            "<mtable><mtr><mtd><mn>1</mn></mtd></mtr><mtr><mtd><mn>2</mn></mtd></mtr></mtable>",
            r"\begin{matrix}1 \\ 2\end{matrix}",
        ),
        ("<mstyle>a<mi>b</mi></mstyle>", "ab"),
        ("<mi>a</mi><annotation encoding='text'>words</annotation>", "a"),
        ("<msubsup><mi>a</mi><mn>1</mn><mn>2</mn></msubsup>", "{a}_{1}^{2}"),
        ("<mi>ab</mi><mi>c</mi><mi>#</mi>", r"\mathrm{ab}c\#"),
    ],
)
def test_mathml_of_odd_shapes_is_translated_as_far_as_it_goes(mathml: str, latex: str) -> None:
    (equation,) = content(MATH.format(mathml))
    assert equation.latex == latex


@pytest.mark.parametrize(
    ("mathml", "text"),
    [
        ("<mi> a </mi><mo>+</mo>\n<mi>b</mi>", "a+b"),
        ("<mtext> a </mtext><mi>b</mi>", " a b"),
        ("<mi>a</mi><annotation encoding='application/x-tex'>words</annotation>", "a"),
        ("<mrow>a<mi>b</mi>c</mrow>", "abc"),
    ],
)
def test_the_characters_of_a_formula_are_those_that_are_seen(mathml: str, text: str) -> None:
    (equation,) = content(MATH.format(mathml))
    assert equation.text == text


def test_a_formula_stands_on_its_own_line_where_it_says_so() -> None:
    math = '<formel_inline><math display="{}"><mi>a</mi></math></formel_inline>'
    (block,), (inline,) = content(math.format("block")), content(math.format("inline"))
    assert (block.is_display, inline.is_display) == (True, False)


def test_a_formula_with_its_latex_is_not_told() -> None:
    annotated = '<mi>x</mi><annotation encoding="LaTeX">\\xi</annotation>'
    assert codes(read_body(f"<abs>{MATH.format(annotated)}</abs>")) == []
