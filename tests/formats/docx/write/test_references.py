import pytest
from docx_writing import write_blocks
from strategies import png
from word_rules import problems

from sdconvert.model.blocks import Heading, ListItem, Paragraph, Picture
from sdconvert.model.inlines import CrossReference, Run
from sdconvert.model.tables import Cell, Row, Table

TEXT = (Run("target"),)
CELL = Cell((Paragraph((Run("cell"),)),))
HEADING = Heading(TEXT, 0, True, id="t")
PICTURE = Picture("a.png", caption=TEXT, is_numbered=True, id="t")
TABLE = Table((Row((CELL,)),), (100.0,), caption=TEXT, is_numbered=True, id="t")
NUMBER, CONTENT, BOTH = (True, False), (False, True), (True, True)


def referring(target, *forms, **fields):
    references = tuple(CrossReference("t", *form, **fields) for form in forms)
    return write_blocks(target, *(Paragraph((reference,)) for reference in references), assets={"a.png": png()})


def references_of(written):
    found = [node for block in written.back.blocks for node in getattr(block, "content", ())]
    return [node for node in found if isinstance(node, CrossReference)]


@pytest.mark.parametrize(
    ("target", "form", "text"),
    [
        (HEADING, NUMBER, "1"),
        (HEADING, CONTENT, "target"),
        (Paragraph(TEXT, number_level=1, id="t"), NUMBER, "0.1"),
        (ListItem(TEXT, True, 0, "a", id="t"), NUMBER, "1."),
        (Paragraph(TEXT, id="t"), CONTENT, "target"),
        (PICTURE, NUMBER, "Figure 1"),
        (PICTURE, CONTENT, "target"),
        (PICTURE, BOTH, "Figure 1: target"),
        (TABLE, NUMBER, "Table 1"),
        (TABLE, BOTH, "Table 1: target"),
        (Picture("a.png", id="t"), CONTENT, "Figure"),
        (Picture("a.png", caption=TEXT, id="t"), CONTENT, "target"),
    ],
)
def test_a_reference_comes_back_and_shows_what_word_would(target, form, text):
    written = referring(target, form)
    (reference,) = references_of(written)
    assert (reference.target, reference.show_number, reference.show_content) == ("t", *form)
    assert reference.text == text
    assert next(block.id for block in written.back.blocks) == "t"


@pytest.mark.parametrize("target", [PICTURE, TABLE])
def test_all_forms_of_reference_to_one_caption_come_back(target):
    found = references_of(referring(target, BOTH, NUMBER, CONTENT))
    assert [(node.target, node.show_number, node.show_content) for node in found] == [
        ("t", True, True),
        ("t", True, False),
        ("t", False, True),
    ]


def test_an_item_is_counted_among_those_of_its_kind():
    items = (ListItem(TEXT, is_ordered, 0, "a", id=id) for is_ordered, id in ((True, ""), (False, ""), (True, "t")))
    written = write_blocks(*items, Paragraph((CrossReference("t", *NUMBER),)))
    assert [node.text for node in references_of(written)] == ["2."]


def test_what_the_source_showed_is_shown_until_word_updates_it():
    assert references_of(referring(HEADING, NUMBER, text="Section 1"))[0].text == "Section 1"


def test_number_and_content_of_a_heading_are_two_fields():
    written = referring(HEADING, BOTH)
    assert written.codes == ["DOCX-W025"]
    assert [node.text for node in references_of(written)] == ["1", "target"]


def test_a_reference_that_leads_nowhere_or_shows_nothing_is_text():
    written = write_blocks(Paragraph((CrossReference("gone", text="there"),)))
    assert (written.codes, written.back.blocks[0].content) == (["DOCX-W023"], (Run("there"),))


def test_a_reference_with_words_of_its_own_is_a_link_with_these_words():
    written = referring(HEADING, (False, False), text="p. 3")
    assert written.codes == []
    assert '<w:hyperlink w:anchor="' in written.body
    assert references_of(written)[0].text == "p. 3"


def test_a_reference_to_a_table_without_caption_leads_to_its_first_cell():
    written = referring(Table((Row((CELL,)),), (100.0,), id="t"), CONTENT)
    assert written.codes == ["DOCX-W054"]
    assert written.back.blocks[0].rows[0].cells[0].content[0].id == "t"


def test_an_id_that_is_no_name_of_a_bookmark_leads_there_all_the_same():
    heading = Heading(TEXT, 0, id="5f0c7a4e-3b0d-5c7b-9d53-1f6a9a0e2d61")
    written = write_blocks(heading, Paragraph((CrossReference(heading.id),)))
    assert references_of(written)[0].target == written.back.blocks[0].id


def test_of_two_blocks_with_one_id_the_first_is_meant():
    written = write_blocks(HEADING, HEADING, Paragraph((CrossReference("t", True, False),)))
    assert written.body.count("<w:bookmarkStart") == 1


@pytest.mark.parametrize("form", [NUMBER, CONTENT, BOTH])
def test_a_reference_leads_to_the_caption_of_a_table_that_has_no_cells(form):
    written = referring(Table((), (), caption=TEXT, is_numbered=True, id="t"), form)
    assert problems(written.parts) == []
