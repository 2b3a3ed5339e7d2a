import pytest
from parsx_reading import blocks, codes, read_body
from strategies import png

from sdconvert.ledger import Kind
from sdconvert.model.blocks import Heading, ListItem, Paragraph, Picture
from sdconvert.model.inlines import CrossReference, Equation, LineBreak, Mark, Note, Run

A = (Run("a"),)
B = (Run("b"),)
CODE = frozenset({Mark.CODE})


def test_the_name_of_a_heading_is_its_level_however_chapters_are_nested() -> None:
    assert blocks("<u3><titel><text>a</text></titel></u3>") == (Heading(A, 2),)


def test_a_number_makes_a_numbered_heading() -> None:
    (heading,) = blocks("<u1><titel><zaehler> § 1 </zaehler><text>a</text></titel></u1>")
    assert heading == Heading(A, 0, is_numbered=True)
    assert heading.label == "§ 1"


def test_a_title_without_text_elements_is_read_as_well() -> None:
    assert blocks("<u1><titel>a</titel></u1>") == (Heading(A, 0),)


def test_a_bare_title_is_a_heading_of_the_depth_of_its_chapter() -> None:
    assert blocks("<kapitel><titel>a</titel></kapitel>") == (Heading(A, 1),)


def test_text_between_blocks_becomes_paragraphs() -> None:
    assert blocks("a<abs>b</abs><fett>c</fett>") == (
        Paragraph(A),
        Paragraph(B),
        Paragraph((Run("c", frozenset({Mark.BOLD})),)),
    )


def test_indentation_of_the_file_is_no_text() -> None:
    assert blocks("\n  <abs>\n    a\n    <kursiv>b</kursiv>\n  </abs>\n") == (
        Paragraph((Run("a "), Run("b", frozenset({Mark.ITALIC})))),
    )


def test_nested_lists_become_items_with_levels_in_one_list() -> None:
    body = (
        "<liste_geordnet><eintrag><abs>a</abs><liste_ungeordnet><eintrag><abs>b</abs></eintrag></liste_ungeordnet>"
        "</eintrag><eintrag>b</eintrag></liste_geordnet><liste_ungeordnet><eintrag><abs>a</abs></eintrag>"
        "</liste_ungeordnet>"
    )
    assert blocks(body) == (
        ListItem(A, True, 0, "1"),
        ListItem(B, False, 1, "1"),
        ListItem(B, True, 0, "1"),
        ListItem(A, False, 0, "2"),
    )


def test_a_second_paragraph_of_an_entry_is_indented_below_the_item() -> None:
    body = "<liste_ungeordnet><eintrag><abs>a</abs><abs>b</abs></eintrag></liste_ungeordnet>"
    assert blocks(body) == (ListItem(A, False, 0, "1"), Paragraph(B, indent=1))


def test_an_entry_with_nothing_but_a_list_is_no_item() -> None:
    body = (
        "<liste_ungeordnet><eintrag><liste_geordnet><eintrag>a</eintrag></liste_geordnet></eintrag></liste_ungeordnet>"
    )
    assert blocks(body) == (ListItem(A, True, 1, "1"),)


def test_a_list_in_a_paragraph_follows_its_text() -> None:
    body = "<abs>a<liste_ungeordnet><eintrag>b</eintrag></liste_ungeordnet></abs>"
    assert blocks(body) == (Paragraph(A), ListItem(B, False, 0, "1"))


def test_quotations_have_a_style_and_other_insets_are_opened_up() -> None:
    result = read_body('<einschub typ="zitat"><abs>a</abs></einschub><einschub typ="tipp"><abs>b</abs></einschub>')
    assert result.value.blocks == (Paragraph(A, style="zitat"), Paragraph(B))
    assert result.value.own_styles == {"zitat"}
    assert codes(result) == ["PARSX-R060"]


def test_an_unknown_element_keeps_its_text_and_is_told_once() -> None:
    result = read_body("<merksatz>a</merksatz><merksatz><abs>b</abs></merksatz>")
    assert result.value.blocks == (Paragraph(A), Paragraph(B))
    assert [finding.message for finding in result.findings] == [
        "The element “merksatz” is not known; its text is kept (2 times)."
    ]


def test_lines_of_code_are_kept() -> None:
    assert blocks("<codeblock>\nif a:\n  b\n</codeblock>") == (
        Paragraph((Run("if a:", CODE), LineBreak(CODE), Run("  b", CODE))),
    )


def test_a_picture_has_its_caption_and_alternative_text() -> None:
    body = '<bild><abbildung quelle="images/p.png" ersatztext="alt"/><legende><abs>a</abs></legende></bild>'
    result = read_body(body, p=png())
    assert result.value.blocks == (Picture("p.png", caption=A),)
    assert result.value.blocks[0].text == "alt"
    assert result.value.assets == {"p.png": png()}


def test_a_missing_picture_is_told_and_its_place_is_kept() -> None:
    result = read_body('<bild><abbildung quelle="gone.png"/></bild>')
    assert result.value.blocks == (Picture("gone.png"),)
    assert codes(result) == ["PARSX-R040"]


def test_a_formula_of_its_own_line_is_a_paragraph() -> None:
    (paragraph,) = blocks("<formel>E = mc^2</formel>")
    assert paragraph == Paragraph((Equation("E = mc^2", "E = mc^2", is_display=True),))


def test_a_reference_to_a_container_leads_to_the_first_block_in_it() -> None:
    body = '<abschnitt id="x"><abs>a</abs></abschnitt><abs><verweis verweis-intern="#x">b</verweis></abs>'
    assert blocks(body) == (Paragraph(A, id="x"), Paragraph((CrossReference("x"),)))


def test_ids_that_nothing_refers_to_are_not_kept() -> None:
    assert blocks('<abs id="x">a</abs>') == (Paragraph(A),)


def test_a_note_between_blocks_is_a_paragraph_of_its_own() -> None:
    assert blocks("<fussnote>a</fussnote>") == (Paragraph((Note((A,)),)),)


@pytest.mark.parametrize(("depth", "level"), [(1, 1), (2, 2), (5, 5), (9, 5)])
def test_a_bare_title_is_no_deeper_than_headings_go(depth: int, level: int) -> None:
    (heading,) = blocks("<kapitel>" * depth + "<titel>a</titel>" + "</kapitel>" * depth)
    assert heading == Heading(A, level)


def test_chapters_side_by_side_are_of_one_depth() -> None:
    body = "<kapitel><titel>a</titel></kapitel>" * 3 + "<titel>b</titel>"
    assert [block.level for block in blocks(body)] == [1, 1, 1, 0]


REFERENCE = '<abs><verweis verweis-intern="x">b</verweis></abs>'


@pytest.mark.parametrize(
    "body",
    [
        '<abschnitt id="x"><abs>a</abs></abschnitt>',
        '<abschnitt id="x">a</abschnitt>',
        '<abschnitt id="x"><abschnitt id="y"><abs>a</abs></abschnitt></abschnitt>',
        '<infokasten id="x"><abs>a</abs></infokasten>',
        '<merksatz id="x"><abs>a</abs></merksatz>',
        '<abs id="x">a</abs>',
        '<abschnitt id="y"><abs id="x">a</abs></abschnitt>',
        '<liste_geordnet id="x"><eintrag>a</eintrag></liste_geordnet>',
        '<liste_geordnet><eintrag id="x"><abs>a</abs></eintrag></liste_geordnet>',
        '<liste_geordnet><eintrag><abs id="x">a</abs></eintrag></liste_geordnet>',
        '<u1 id="x">a</u1>',
        '<tabelle id="x"><titel>a</titel></tabelle>',
        '<bild id="x"><abbildung quelle="p.png"/></bild>',
        '<codeblock id="x">a</codeblock>',
        '<codeblock><zeile id="x">a</zeile></codeblock>',
        '<formel id="x">a</formel>',
    ],
)
def test_whatever_is_referred_to_is_the_first_block_in_it(body: str) -> None:
    first, *rest = blocks(body + REFERENCE)
    assert first.id == "x"
    assert [block.id for block in rest] == [""] * len(rest)


def test_what_stands_in_an_entry_beside_its_text_is_indented_below_it() -> None:
    inner = "<abs>a</abs>b<merksatz>c</merksatz><formel>d</formel><liste_geordnet><eintrag>e</eintrag></liste_geordnet>"
    found = blocks(f"<liste_ungeordnet><eintrag>{inner}</eintrag></liste_ungeordnet>")
    assert [getattr(block, "level", getattr(block, "indent", None)) for block in found] == [0, 1, 1, 1, 1]
    nested = f"<liste_ungeordnet><eintrag>{inner}</eintrag></liste_ungeordnet>"
    deep = blocks(f"<liste_ungeordnet>{nested}</liste_ungeordnet>")
    assert [getattr(block, "level", getattr(block, "indent", None)) for block in deep] == [1, 2, 2, 2, 2]


def test_what_stands_between_entries_is_indented_as_the_list_is() -> None:
    inner = "<liste_geordnet><abs>a</abs><eintrag>b</eintrag></liste_geordnet>"
    outer, paragraph, item = blocks(f"<liste_geordnet><eintrag>c</eintrag>{inner}</liste_geordnet>")
    assert (outer.level, paragraph, item.level) == (0, Paragraph(A, 1), 1)


def test_blocks_in_the_text_of_a_paragraph_follow_it_at_its_place() -> None:
    body = "<liste_geordnet><eintrag><abs>a<formel>b</formel></abs></eintrag></liste_geordnet>"
    item, paragraph = blocks(body)
    assert (item.level, paragraph.indent) == (0, 1)
    nothing_else = blocks("<abs><tabelle><titel>a</titel></tabelle></abs>")
    assert [type(block).__name__ for block in nothing_else] == ["Table"]
    assert blocks("<abs/>") == (Paragraph(()),)


def test_quotations_end_where_they_end() -> None:
    body = '<einschub typ="zitat"><einschub typ="zitat">a</einschub>b</einschub><abs>c</abs>'
    assert [block.style for block in blocks(body)] == ["zitat", "zitat", ""]


def test_a_finding_names_the_heading_before_it() -> None:
    result = read_body("<u1> Pumpen </u1><abs><verweis>a</verweis></abs>")
    (finding,) = result.findings
    assert (finding.location.heading, finding.location.words) == ("Pumpen", "a")
    long = read_body(f"<u1>{'x' * 200}</u1><abs><verweis>{'y' * 200}</verweis></abs>").findings[0].location
    assert (len(long.heading), len(long.words)) == (60, 60)


@pytest.mark.parametrize(
    ("code", "texts"),
    [
        ("\n\nif a:\n\n  b\n", [["if a:", "", "  b"]]),
        ("  a  ", [["  a  "]]),
        ("<zeile>a</zeile><zeile>b</zeile>", [["a"], ["b"]]),
        ("", [[]]),
    ],
)
def test_code_keeps_its_lines_and_blanks(code: str, texts: list[list[str]]) -> None:
    found = blocks(f"<codeblock>{code}</codeblock>")
    lines = [
        "".join("\n" if isinstance(node, LineBreak) else node.text for node in block.content).split("\n")
        if block.content
        else []
        for block in found
    ]
    assert lines == texts


def test_of_several_pictures_the_last_has_the_caption_and_what_else_is_there_follows() -> None:
    body = (
        '<bild id="x"><abbildung quelle="p.png"/><abbildung quelle="q.png"/><titel>a</titel><legende>b</legende>'
        "<abs>c</abs></bild>" + REFERENCE
    )
    result = read_body(body, p=png(), q=png(1))
    first, second, *others = result.value.blocks
    assert (first.asset, first.caption, second.asset, second.caption) == ("p.png", (), "q.png", A)
    assert (first.id, second.id) == ("x", "x")
    assert others[:2] == [Paragraph(B), Paragraph((Run("c"),))]
    assert result.ledger.read[Kind.PICTURES] == 2


def test_a_picture_without_a_file_is_an_unknown_element() -> None:
    result = read_body("<bild><abs>a</abs></bild>")
    assert result.value.blocks == (Paragraph(A),)
    assert codes(result) == ["PARSX-R001"]


@pytest.mark.parametrize(
    ("body", "texts"),
    [
        ("a<fett> </fett><abs>b</abs>", [["a"], ["b"]]),
        (" <fett>a</fett> <kursiv>b</kursiv> ", [["a", " ", "b"]]),
        ("\n<abs>a</abs>\n<abs>b</abs>\n", [["a"], ["b"]]),
        ("<abs>a</abs>b<abs>c</abs>d", [["a"], ["b"], ["c"], ["d"]]),
    ],
)
def test_white_space_between_blocks_is_no_paragraph(body: str, texts: list[list[str]]) -> None:
    assert [[node.text for node in block.content] for block in blocks(body)] == texts


@pytest.mark.parametrize("source", ["images/p.png", "p.png", "./images/p.png", "images\\p.png", "./p.png"])
def test_a_picture_is_found_however_it_is_named(source: str) -> None:
    body = f'<bild><abbildung quelle="{source}"/></bild>' * 2
    result = read_body(body, p=png())
    assert [block.asset for block in result.value.blocks] == ["p.png", "p.png"]
    assert (result.value.assets, codes(result)) == ({"p.png": png()}, [])


def test_a_picture_that_is_missing_is_told_once() -> None:
    body = '<bild><abbildung quelle="images/gone.png"/></bild>' * 2
    result = read_body(body)
    assert [block.asset for block in result.value.blocks] == ["gone.png", "gone.png"]
    assert codes(result) == ["PARSX-R040"]
