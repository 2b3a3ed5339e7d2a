from dataclasses import replace

import pytest

from sdconvert.findings import Result
from sdconvert.model.blocks import Heading, ListItem, PageBreak, Paragraph, Picture
from sdconvert.model.document import Block, Document
from sdconvert.model.inlines import Run
from sdconvert.model.tables import Cell, Row, Table
from sdconvert.stylemap.apply import restyle
from sdconvert.stylemap.rows import MappingRow, StyleMap, TextType

TEXT = (Run("Words"),)


def _restyle(row: MappingRow, *blocks: Block) -> Result[Document]:
    return restyle(Document(blocks, own_styles=frozenset(("Own", "own"))), StyleMap({"Own": row}))


def _only(row: MappingRow, block: Block) -> Block:
    (made,) = _restyle(row, block).value.blocks
    return made


PARAGRAPH = Paragraph(TEXT, style="Own", id="p1", label="1.")
HEADING = Heading(TEXT, 2, is_numbered=True, restarts=True, style="Own")
ITEM = ListItem(TEXT, is_ordered=True, level=1, list_id="7", style="Own")


@pytest.mark.parametrize("block", [PARAGRAPH, HEADING, ITEM])
def test_any_text_becomes_a_heading(block: Block):
    made = _only(MappingRow(TextType.HEADING, 1), block)
    assert made == Heading(TEXT, 1, is_numbered=False, id=block.id)


def test_a_numbered_heading_keeps_its_restart():
    assert _only(MappingRow(TextType.HEADING_OL, 0), HEADING) == Heading(TEXT, 0, is_numbered=True, restarts=True)


def test_a_heading_without_a_level_in_its_row_keeps_its_own():
    assert _only(MappingRow(TextType.HEADING_OL), HEADING) == HEADING
    assert _only(MappingRow(TextType.HEADING_OL), PARAGRAPH) == Heading(TEXT, 0, is_numbered=True, id="p1")


def test_a_heading_becomes_a_paragraph_with_the_indent_of_the_row():
    assert _only(MappingRow(TextType.PARAGRAPH, 2), HEADING) == Paragraph(TEXT, indent=2, style="Own")


def test_paragraph_leaves_lists_and_indents_as_they_are():
    assert _only(MappingRow(TextType.PARAGRAPH, 0), ITEM) == ITEM
    indented = replace(PARAGRAPH, indent=3, number_level=1)
    assert _only(MappingRow(TextType.PARAGRAPH, 0), indented) == indented
    assert _only(MappingRow(TextType.PARAGRAPH, 1), indented) == replace(indented, indent=1)


def test_a_numbered_paragraph_counts_at_the_level_of_the_row():
    assert _only(MappingRow(TextType.PARAGRAPH_OL, 1), PARAGRAPH) == replace(PARAGRAPH, number_level=1)
    assert _only(MappingRow(TextType.PARAGRAPH_OL), replace(PARAGRAPH, number_level=3)) == replace(
        PARAGRAPH, number_level=3
    )


def test_a_list_item_keeps_its_list_and_level_and_changes_its_kind():
    assert _only(MappingRow(TextType.LIST_UL), ITEM) == replace(ITEM, is_ordered=False)


def test_paragraphs_in_a_row_become_one_list_and_later_ones_another():
    other = Paragraph(TEXT, style="Other")
    made = _restyle(MappingRow(TextType.LIST_OL), PARAGRAPH, PARAGRAPH, other, PARAGRAPH).value.blocks
    ids = [block.list_id for block in made if isinstance(block, ListItem)]
    assert ids[0] == ids[1] != ids[2]
    assert all(block.is_ordered for block in made if isinstance(block, ListItem))


def test_an_unmapped_block_stays():
    other = Paragraph(TEXT, style="own")
    result = _restyle(MappingRow(TextType.HEADING, 0), other, PARAGRAPH, PageBreak())
    assert result.value.blocks[0] is other
    assert result.value.blocks[2] == PageBreak()


def test_a_built_in_style_is_matched_in_any_case():
    document = Document((Paragraph(TEXT, style="Body Text"),))
    (made,) = restyle(document, StyleMap({"body text": MappingRow(TextType.HEADING, 0)})).value.blocks
    assert isinstance(made, Heading)


PICTURE = Picture("a.png")
TABLE = Table((Row((Cell((Paragraph(TEXT, style="Own"),)),)),), (100.0,))


def test_a_caption_joins_the_picture_before_it():
    (picture,) = _restyle(MappingRow(TextType.CAPTION), PICTURE, PARAGRAPH).value.blocks
    assert picture == replace(PICTURE, caption=TEXT, id="p1")


def test_a_caption_joins_the_table_after_it_when_nothing_stands_before():
    (table,) = _restyle(MappingRow(TextType.CAPTION), PARAGRAPH, replace(TABLE, rows=())).value.blocks
    assert table.caption == TEXT


def test_captions_above_and_below_go_to_their_own_objects():
    first, second = Paragraph((Run("1"),), style="Own"), Paragraph((Run("2"),), style="Own")
    for blocks in ((first, PICTURE, second, PICTURE), (PICTURE, first, PICTURE, second)):
        made = _restyle(MappingRow(TextType.CAPTION), *blocks).value.blocks
        assert [block.caption[0].text for block in made] == ["1", "2"]


def test_a_numbered_caption_says_so():
    (picture,) = _restyle(MappingRow(TextType.CAPTION), PICTURE, HEADING).value.blocks
    assert picture.is_numbered


def test_a_caption_does_not_replace_another():
    captioned = replace(PICTURE, caption=(Run("First"),))
    result = _restyle(MappingRow(TextType.CAPTION), captioned, PARAGRAPH)
    assert result.value.blocks == (captioned, PARAGRAPH)
    assert [finding.code.id for finding in result.findings] == ["MAP-014"]


def test_a_caption_that_is_referred_to_stays_when_its_picture_is_referred_to_too():
    referred = replace(PICTURE, id="other")
    assert _restyle(MappingRow(TextType.CAPTION), referred, PARAGRAPH).value.blocks == (referred, PARAGRAPH)


def test_a_heading_that_is_a_caption_of_nothing_becomes_a_paragraph():
    result = _restyle(MappingRow(TextType.CAPTION), HEADING)
    assert result.value.blocks == (Paragraph(TEXT, style="Own"),)
    assert [finding.code.id for finding in result.findings] == ["MAP-014", "MAP-013"]


def test_cells_of_tables_are_restyled_too():
    (table,) = _restyle(MappingRow(TextType.HEADING, 0), TABLE).value.blocks
    assert table.rows[0].cells[0].content == (Heading(TEXT, 0),)


def test_changes_are_counted_by_style_and_kind():
    (finding,) = _restyle(MappingRow(TextType.HEADING, 0), PARAGRAPH, PARAGRAPH, TABLE).findings
    assert finding.message == "3 of style “Own”: paragraph became heading of level 0, as the mapping says."


def test_a_row_without_effect_is_named():
    (finding,) = restyle(Document((PARAGRAPH,)), StyleMap({"Gone": MappingRow(TextType.HEADING, 0)})).findings
    assert (finding.code.id, finding.severity) == ("MAP-012", "info")


@pytest.mark.parametrize("style", ["toc 1", "index 2", "footnote text", "caption"])
def test_a_row_for_what_no_block_can_be_is_not_named(style: str):
    assert restyle(Document((PARAGRAPH,)), StyleMap({style: MappingRow(TextType.PARAGRAPH, 0)})).findings == ()


def test_a_row_that_says_what_is_there_already_is_no_finding():
    result = _restyle(MappingRow(TextType.PARAGRAPH, 0), PARAGRAPH)
    assert result.findings == ()
    assert result.value.blocks[0] is PARAGRAPH


def test_the_ledger_books_nothing():
    ledger = _restyle(MappingRow(TextType.HEADING, 0), PARAGRAPH).ledger
    assert ledger.as_dict() == {}


@pytest.mark.parametrize(
    "row",
    [
        MappingRow(TextType.HEADING_OL, 2),
        MappingRow(TextType.PARAGRAPH, 0),
        MappingRow(TextType.LIST_OL),
        MappingRow(TextType.CAPTION),
    ],
)
def test_what_a_row_does_not_change_stays_the_same_object(row: MappingRow):
    same = {TextType.HEADING_OL: HEADING, TextType.LIST_OL: ITEM}.get(row.text_type, PARAGRAPH)
    table = Table((Row((Cell((same,)),)),), (100.0,))
    document = Document((same, PageBreak(), table), own_styles=frozenset(("Own", "own")))
    assert restyle(document, StyleMap({"Own": row})).value.blocks is document.blocks
