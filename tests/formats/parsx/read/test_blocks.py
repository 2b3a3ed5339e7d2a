from parsx_reading import blocks, codes, read_body
from strategies import png

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
